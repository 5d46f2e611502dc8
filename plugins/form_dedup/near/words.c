/* SPDX-License-Identifier: Apache-2.0 */
/* Splits labels into words. What words weigh is the index's business, which has
 * seen them all. */
#include "plugins/form_dedup/near/words.h"

#include <stdlib.h>
#include <string.h>
#include <utf8proc.h>

#define FNV_START 2166136261u
#define FNV_PRIME 16777619u

static uint32_t
add_hash(uint32_t hash, const char *data, size_t len)
{
    for (size_t i = 0; i < len; i++) {
        hash = (hash ^ (unsigned char) data[i]) * FNV_PRIME;
    }
    return hash;
}

static uint32_t
hash_text(const char *text)
{
    return add_hash(FNV_START, text, strlen(text));
}

/* NFKC and case folded, malloc; NULL without memory, and if it is no UTF-8. */
static char *
fold_text(struct dg_plugin_str text, bool *no_memory)
{
    utf8proc_uint8_t *out = NULL;
    utf8proc_ssize_t len = utf8proc_map(
        (const utf8proc_uint8_t *) text.data, (utf8proc_ssize_t) text.len, &out,
        UTF8PROC_STABLE | UTF8PROC_COMPOSE | UTF8PROC_COMPAT |
            UTF8PROC_CASEFOLD | UTF8PROC_IGNORE);
    *no_memory = len == UTF8PROC_ERROR_NOMEM;
    return len < 0 ? NULL : (char *) out;
}

/* ---- characters --------------------------------------------------------- */

enum sort { SORT_OTHER, SORT_LETTER, SORT_DIGIT, SORT_HAN };

static enum sort
sort_of(utf8proc_int32_t c)
{
    if ((c >= 0x3400 && c <= 0x9fff) || (c >= 0x20000 && c <= 0x3ffff)) {
        return SORT_HAN;
    }
    switch (utf8proc_category(c)) {
    case UTF8PROC_CATEGORY_LU:
    case UTF8PROC_CATEGORY_LL:
    case UTF8PROC_CATEGORY_LT:
    case UTF8PROC_CATEGORY_LM:
    case UTF8PROC_CATEGORY_LO:
    case UTF8PROC_CATEGORY_MN:
    case UTF8PROC_CATEGORY_MC:
        return SORT_LETTER;
    case UTF8PROC_CATEGORY_ND:
    case UTF8PROC_CATEGORY_NL:
    case UTF8PROC_CATEGORY_NO:
        return SORT_DIGIT;
    default:
        return SORT_OTHER;
    }
}

/* Bytes of the character at text, which is UTF-8; 0 at the end. */
static size_t
next_char(const char *text, enum sort *sort)
{
    utf8proc_int32_t c;
    utf8proc_ssize_t len;
    if (!*text) {
        return 0;
    }
    len = utf8proc_iterate((const utf8proc_uint8_t *) text, -1, &c);
    *sort = len > 0 ? sort_of(c) : SORT_OTHER;
    return len > 0 ? (size_t) len : 1;
}

static size_t
run_length(const char *text, enum sort sort)
{
    enum sort found;
    size_t len = 0, step;
    while ((step = next_char(text + len, &found)) != 0 && found == sort) {
        len += step;
    }
    return len;
}

#define HAN_SIZE 3 /* bytes of such a character in UTF-8 */

static bool
is_numeral(const char *text)
{
    static const char numerals[] = "一二三四五六七八九十";
    for (const char *at = numerals; *at; at += HAN_SIZE) {
        if (strncmp(text, at, HAN_SIZE) == 0) {
            return true;
        }
    }
    return false;
}

/* "3. ", "(2)", "一、" in front. A number that is followed by none of these, or
 * by another digit ("1.5 km"), is no numbering. */
static size_t
numbering_length(const char *text)
{
    size_t at = strspn(text, " ("), run = run_length(text + at, SORT_DIGIT);
    while (is_numeral(text + at + run)) {
        run += HAN_SIZE;
    }
    at += run;
    if (!run) {
        return 0;
    }
    if (strncmp(text + at, "、", strlen("、")) == 0) {
        return at + strlen("、");
    }
    return (text[at] == '.' || text[at] == ')') &&
                   !run_length(text + at + 1, SORT_DIGIT)
               ? at + 1
               : 0;
}

static uint32_t
hash_compact(const char *text)
{
    uint32_t hash = FNV_START;
    enum sort sort;
    size_t step;
    for (; (step = next_char(text, &sort)) != 0; text += step) {
        hash = sort == SORT_OTHER ? hash : add_hash(hash, text, step);
    }
    return hash == FNV_START ? 0 : hash;
}

bool
dg_words_hash(struct dg_plugin_str text, uint32_t *hash)
{
    bool no_memory = false;
    char *folded = text.len ? fold_text(text, &no_memory) : NULL;
    *hash = folded ? hash_compact(folded + numbering_length(folded)) : 0;
    free(folded);
    return !no_memory;
}

/* ---- words -------------------------------------------------------------- */

/* "households" is "household", "processes" is "process", "illness" itself. */
static size_t
stem_length(const char *word, size_t len)
{
    if (len > 5 && memcmp(word + len - 4, "sses", 4) == 0) {
        return len - 2;
    }
    return len > 3 && word[len - 1] == 's' && word[len - 2] != 's' ? len - 1
                                                                   : len;
}

static struct dg_plugin_str
text_of(const struct dg_words *words, const struct dg_near_word *word)
{
    return (struct dg_plugin_str){words->text + word->at, word->len};
}

static void
add_word(struct dg_words *words, enum dg_word_class class, const char *data,
         size_t len)
{
    struct dg_near_word *word;
    struct dg_plugin_str text = {data, len};
    if (words->count == DG_WORDS_MAX || len > UINT16_MAX) {
        return;
    }
    word = &words->items[words->count++];
    word->class = class;
    word->hash = add_hash(FNV_START, data, len);
    word->light = dg_synonyms_light(text);
    word->contrast = class == DG_WORD_DIGITS || dg_synonyms_contrast(text);
    if (class == DG_WORD_LETTERS) {
        word->at = (uint16_t) (data - words->text);
        word->len = (uint16_t) stem_length(data, len);
        word->hash = add_hash(FNV_START, data, word->len);
    }
}

/* Returns the bytes taken. */
static size_t
take_han(struct dg_words *words, const char *text, size_t step)
{
    struct dg_plugin_str rest = {text, strlen(text)};
    const char *same;
    size_t len;
    if (dg_synonyms_phrase(rest, &len, &same)) {
        add_word(words, DG_WORD_PHRASE, same, strlen(same));
        return len;
    }
    add_word(words, DG_WORD_HAN, text, step);
    return step;
}

static void
split(struct dg_words *words)
{
    const char *text = words->text + numbering_length(words->text);
    enum sort sort;
    size_t step;
    while ((step = next_char(text, &sort)) != 0) {
        if (sort == SORT_HAN) {
            step = take_han(words, text, step);
        } else if (sort != SORT_OTHER) {
            step = run_length(text, sort);
            add_word(words,
                     sort == SORT_DIGIT ? DG_WORD_DIGITS : DG_WORD_LETTERS,
                     text, step);
        }
        text += step;
    }
}

/* What stands for a word and the one behind it, but for a light word between;
 * skip: how many words behind the first it takes. */
static const char *
find_pair(const struct dg_words *words, uint16_t at, uint16_t *skip)
{
    for (*skip = 1; *skip <= 2 && at + *skip < words->count; ++*skip) {
        const struct dg_near_word *next = &words->items[at + *skip];
        const char *same =
            next->class == DG_WORD_LETTERS
                ? dg_synonyms_word(text_of(words, &words->items[at]),
                                   text_of(words, next))
                : NULL;
        if (same || !next->light) {
            return same;
        }
    }
    return NULL;
}

/* "last name" is "surname", "date of birth" is "birthdate". */
static void
join_synonyms(struct dg_words *words)
{
    uint16_t kept = 0;
    for (uint16_t i = 0; i < words->count; i++) {
        struct dg_near_word word = words->items[i];
        struct dg_plugin_str none = {0};
        const char *same = NULL;
        if (word.class == DG_WORD_LETTERS) {
            uint16_t skip;
            same = find_pair(words, i, &skip);
            i = (uint16_t) (same ? i + skip : i);
            same = same ? same : dg_synonyms_word(text_of(words, &word), none);
        }
        if (same) {
            word.hash = hash_text(same);
            word.len = 0;
            word.light = false;
        }
        words->items[kept++] = word;
    }
    words->count = kept;
}

bool
dg_words_read(struct dg_plugin_str label, struct dg_words *words)
{
    struct dg_near_word *fit;
    bool no_memory;
    memset(words, 0, sizeof *words);
    words->text = fold_text(label, &no_memory);
    words->items = calloc(DG_WORDS_MAX, sizeof *words->items);
    if (!words->text || !words->items) {
        dg_words_finish(words);
        return false;
    }
    if (strlen(words->text) > UINT16_MAX) {
        words->text[0] = '\0';
    }
    split(words);
    join_synonyms(words);
    words->compact = hash_compact(words->text + numbering_length(words->text));
    fit = realloc(words->items, (words->count + 1u) * sizeof *fit);
    words->items = fit ? fit : words->items;
    return true;
}

void
dg_words_finish(struct dg_words *words)
{
    free(words->text);
    free(words->items);
    memset(words, 0, sizeof *words);
}
