/* SPDX-License-Identifier: Apache-2.0 */
/* What the files of this room share: how the dictionary is kept. */
#ifndef PLUGINS_FORM_DEDUP_DICTIONARY_INSIDE_H
#define PLUGINS_FORM_DEDUP_DICTIONARY_INSIDE_H

#include "plugins/form_dedup/dictionary/dictionary.h"
#include "plugins/form_dedup/dictionary/units.h"
#include "plugins/form_dedup/text/label.h"
#include "plugins/form_dedup/text/names.h"
#include "plugins/form_dedup/text/text.h"

#define DG_LINK_NONE UINT32_MAX
/* So many elements of one label at most are looked at. */
#define DG_LABEL_MAX 1000

/* An element, and what only this room knows of it. */
struct dg_entry {
    struct dg_element element;
    uint64_t sequence; /* provisional: the entry and the index it came with */
    uint32_t index;
    bool repeated; /* a repeated field made it */
    /* Of the definition and of the options' labels, in normal form: what has
     * another mark is another. 0: not known. */
    uint64_t definition_mark, options_mark;
};

/* An element under one of its labels. */
struct dg_link {
    uint32_t element;
    uint32_t next; /* of the same label, or DG_LINK_NONE */
};

/* A field that became an element of its own, though one had its label. */
struct dg_conflict {
    uint32_t element, other;
    uint64_t sequence;
};

struct dg_optionset;
struct dg_chunk; /* texts, one behind the other */
struct dg_code;  /* of a published element */
struct dg_apart; /* a pair that a keeper keeps apart */

struct dg_dictionary {
    const struct dg_plugin_host *host;
    struct dg_entry **blocks; /* of the same size */
    uint32_t count;
    uint32_t *provisional; /* numbers in the order they came */
    uint32_t provisional_count, provisional_room;
    struct dg_code *by_code;
    struct dg_names *labels; /* normal forms */
    uint32_t *heads;         /* for each label its first link */
    uint32_t head_room;
    struct dg_link *links;
    uint32_t link_count, link_room;
    struct dg_names *words;    /* definitions, sections, sources */
    struct dg_names *versions; /* published */
    struct dg_chunk *chunks;
    struct dg_units *units;
    struct dg_optionset *sets;
    struct dg_conflict *conflicts;
    uint32_t conflict_count, conflict_room;
    struct dg_apart *apart;
    uint64_t changed; /* dg_dictionary_changed */
};

/* dictionary.c */
struct dg_entry *dg_dictionary_entry(const struct dg_dictionary *dictionary,
                                     uint32_t number);
/* A new entry with its number alone; NULL without memory. */
struct dg_entry *dg_dictionary_add(struct dg_dictionary *dictionary);
/* Under a label, once. */
bool dg_dictionary_add_label(struct dg_dictionary *dictionary, uint32_t label,
                             uint32_t element);
void dg_dictionary_drop_label(struct dg_dictionary *dictionary, uint32_t label,
                              uint32_t element);
/* The first link of a normal form, or DG_LINK_NONE. */
uint32_t dg_dictionary_head(const struct dg_dictionary *dictionary,
                            struct dg_plugin_str normal);
/* Memory that lives with the dictionary; NULL without. */
void *dg_dictionary_reserve(struct dg_dictionary *dictionary, size_t size);
/* A copy that lives with the dictionary; false without memory. */
bool dg_dictionary_copy(struct dg_dictionary *dictionary,
                        struct dg_plugin_str text, struct dg_plugin_str *copy);
/* The same for texts that come again and again. */
bool dg_dictionary_word(struct dg_dictionary *dictionary,
                        struct dg_plugin_str text, struct dg_plugin_str *word);
bool dg_dictionary_copy_options(struct dg_dictionary *dictionary,
                                const struct dg_option *options, uint32_t count,
                                const struct dg_option **copy);
const uint32_t *dg_dictionary_copy_parts(struct dg_dictionary *dictionary,
                                         const uint32_t *parts, uint32_t count);
/* Behind the other provisional ones. */
bool dg_dictionary_add_provisional(struct dg_dictionary *dictionary,
                                   uint32_t number);
/* By code, without following merges; NULL. */
struct dg_entry *dg_dictionary_named(const struct dg_dictionary *dictionary,
                                     struct dg_plugin_str code);

/* field.c: the label's normal form and unit; false without memory. */
bool dg_dictionary_read_label(const struct dg_dictionary *dictionary,
                              struct dg_plugin_str label,
                              struct dg_plugin_str unit,
                              struct dg_label *normal);
/* After definition or options came or changed. */
void dg_dictionary_mark(struct dg_entry *entry);
/* Two texts of one meaning, but for spaces, case and punctuation. False without
 * memory. */
bool dg_dictionary_same_text(struct dg_plugin_str a, struct dg_plugin_str b,
                             bool *same);

#endif
