/* SPDX-License-Identifier: Apache-2.0 */
/* How like two elements are: what is compared of them, and the score that the
 * parts come to. Pure: runs on the worker. */
#ifndef PLUGINS_FORM_DEDUP_NEAR_LIKENESS_H
#define PLUGINS_FORM_DEDUP_NEAR_LIKENESS_H

#include "plugins/form_dedup/dictionary/element.h"
#include "plugins/form_dedup/near/words.h"

/* What an element says of itself; the same of its copy for the worker. */
struct dg_near_field {
    uint32_t number;
    uint32_t form; /* what was brought together has the same */
    struct dg_plugin_str label, unit, definition, section, before, after;
    enum dg_value_type type;
    enum dg_element_kind kind;
    enum dg_period_kind period;
    bool published;
    const struct dg_option *options;
    uint32_t option_count;
};

/* Of an element; its texts are the element's. */
void dg_likeness_field(const struct dg_element *element, uint32_t form,
                       struct dg_near_field *field);

#define DG_LIKENESS_OPTIONS 64 /* compared of an element */

/* The same, to be compared. */
struct dg_near_item {
    uint32_t number;
    struct dg_words words;
    uint32_t unit, definition, section, before, after; /* hashes; 0: none */
    uint32_t *options; /* hashes of their labels, ascending; malloc */
    uint32_t *forms;   /* in which it stands; malloc */
    uint32_t form_count;
    uint16_t option_count;
    uint8_t type, kind, period;
    bool published;
};

/* False without memory. */
bool dg_likeness_read(const struct dg_near_field *field,
                      struct dg_near_item *item);
void dg_likeness_finish(struct dg_near_item *item);

/* Evidence, as bits; dg_likeness_code gives their words on the wire. */
enum dg_evidence {
    DG_EVIDENCE_LABEL = 1 << 0,    /* the same label */
    DG_EVIDENCE_WORDS = 1 << 1,    /* the same words in another order */
    DG_EVIDENCE_WITHIN = 1 << 2,   /* all words of one are in the other */
    DG_EVIDENCE_MOST = 1 << 3,     /* most words are the same */
    DG_EVIDENCE_SPELLING = 1 << 4, /* words that differ in a letter or two */
    DG_EVIDENCE_OPTIONS = 1 << 5,
    DG_EVIDENCE_UNIT = 1 << 6,
    DG_EVIDENCE_SECTION = 1 << 7,
    DG_EVIDENCE_BEFORE = 1 << 8,
    DG_EVIDENCE_AFTER = 1 << 9,
    DG_EVIDENCE_DEFINITION = 1 << 10
};
#define DG_EVIDENCE_COUNT 11

/* index < DG_EVIDENCE_COUNT: "same-label" … */
const char *dg_likeness_code(unsigned index);

/* What a word weighs: more the fewer labels have it. */
typedef double (*dg_likeness_weight_fn)(void *ctx, uint32_t hash);

/* 0 to 1000 per mille. 0: they stand in one form, or both are published, or
 * their values could not be one: of another period, kind or definition. */
unsigned dg_likeness_score(const struct dg_near_item *a,
                           const struct dg_near_item *b,
                           dg_likeness_weight_fn weight, void *ctx,
                           unsigned *evidence);

/* The parts that the score is made of, for its calibration. */
enum dg_likeness_part {
    DG_PART_SHARED, /* weight of the words both have, of both's words */
    DG_PART_WITHIN, /* … of the shorter one's */
    DG_PART_EXTRA, /* weight that only one has, the larger of both, of both's */
    DG_PART_BOTH,  /* … the smaller: each says something else there */
    DG_PART_CONTRAST, /* … in a number, or "not", "male", 无 */
    DG_PART_LABEL,    /* the same label */
    DG_PART_SPELLING,
    DG_PART_TYPE, /* another type */
    DG_PART_OPTIONS,
    DG_PART_OTHER_OPTIONS,
    DG_PART_SECTION,
    DG_PART_OTHER_SECTION,
    DG_PART_BEFORE,
    DG_PART_AFTER,
    DG_PART_UNIT,
    DG_PART_OTHER_UNIT,
    DG_PART_COUNT
};

#endif
