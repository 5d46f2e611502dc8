/* SPDX-License-Identifier: Apache-2.0 */
/* A label as words to be compared: words of letters without their plural,
 * numbers, Han characters one by one; words for one thing are one word
 * (synonyms.c). Their order is kept, numbering in front is not. Pure: runs on
 * the worker. */
#ifndef PLUGINS_FORM_DEDUP_NEAR_WORDS_H
#define PLUGINS_FORM_DEDUP_NEAR_WORDS_H

#include "plugins/plugin.h"

#define DG_WORDS_MAX 48 /* of a label; more are not compared */

enum dg_word_class {
    DG_WORD_LETTERS,
    DG_WORD_DIGITS,
    DG_WORD_HAN,
    DG_WORD_PHRASE /* of Han characters */
};

struct dg_near_word {
    uint32_t hash;
    uint16_t at, len; /* in the text; of letters only, else 0 */
    uint8_t class;    /* enum dg_word_class */
    bool light;       /* says little: "of", "number", 的 */
    bool contrast;    /* makes another thing of it: "not", "male", 无 */
};

struct dg_words {
    struct dg_near_word *items; /* malloc */
    char *text;                 /* NFKC, case folded; malloc */
    uint32_t compact;           /* hash of letters, digits and characters */
    uint16_t count;
};

/* False without memory, or if it is no UTF-8. */
bool dg_words_read(struct dg_plugin_str label, struct dg_words *words);
void dg_words_finish(struct dg_words *words);
/* The hash that compact is: texts that differ in case, width, spaces and
 * punctuation only have the same. 0 of what has no letter, or is no UTF-8.
 * False without memory. */
bool dg_words_hash(struct dg_plugin_str text, uint32_t *hash);

/* synonyms.c. The phrase of Han characters that text begins with, and what
 * stands for it; false if it begins with none. */
bool dg_synonyms_phrase(struct dg_plugin_str text, size_t *len,
                        const char **same);
/* What stands for a word of letters, or for two of them in a row; NULL: itself.
 * second may be empty. */
const char *dg_synonyms_word(struct dg_plugin_str first,
                             struct dg_plugin_str second);
bool dg_synonyms_light(struct dg_plugin_str word);
bool dg_synonyms_contrast(struct dg_plugin_str word);

#endif
