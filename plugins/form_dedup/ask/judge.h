/* SPDX-License-Identifier: Apache-2.0 */
/* Of each field of a form, of how many offices it is new, asked already, known,
 * or follows from other figures: the four add up to all. judge.c counts, who.c
 * says with whom, say.c says it as findings, check.c as an answer. */
#ifndef PLUGINS_FORM_DEDUP_ASK_JUDGE_H
#define PLUGINS_FORM_DEDUP_ASK_JUDGE_H

#include "plugins/form_dedup/ask/ask_internal.h"

enum class {
    CLASS_NEW,
    CLASS_SHARED,
    CLASS_KNOWN,
    CLASS_DERIVABLE,
    CLASS_COUNT
};

struct counted {
    uint32_t offices[CLASS_COUNT];
    roaring_bitmap_t *some[CLASS_COUNT]; /* which; NULL: all, or none. Of NEW
                                            it is not kept */
    uint32_t slot;                       /* DG_SLOT_NONE: there is none yet */
    dg_period as_of; /* of KNOWN: the oldest that was taken */
    bool fits;       /* the task's period */
};

/* What was seen of a task's forms so far: a figure that stands twice is filled
 * in once. */
struct seen {
    struct seen_key {
        uint32_t element;
        dg_period period;
    } * keys; /* open addressing; element DG_ELEMENT_NONE: free */
    uint32_t count, room;
};

struct judged {
    struct dg_asks *asks;
    const roaring_bitmap_t *of;
    uint32_t office_count;
    dg_period period;
    uint64_t amends; /* asks of this task do not count */
    struct seen seen;
    /* Of the form judged last: */
    const struct dg_form *form;
    struct counted *fields;
    uint32_t field_count, field_room;
};

/* of lives as long as judged. */
void dg_judge_begin(struct judged *judged, struct dg_asks *asks,
                    const roaring_bitmap_t *of, dg_period period);
bool dg_judge_form(struct judged *judged, const struct dg_form *form);
/* How many of the form's fields are, at some office, of the class. */
uint32_t dg_judge_fields(const struct judged *judged, enum class class);
void dg_judge_finish(struct judged *judged);

/* ---- who.c -------------------------------------------------------------- */

#define MATES_MAX 64

/* Somebody who asks some of the same. */
struct mate {
    uint32_t source;
    uint32_t fields;                /* of the form */
    uint32_t last_field;            /* 1 + the field that was counted last */
    const struct dg_ask_task *task; /* one of theirs */
};

struct mates {
    struct mate items[MATES_MAX]; /* most fields first once sorted */
    uint32_t count;
    uint32_t looked; /* groups, so far */
    /* Of the field that was added last. */
    const struct dg_slot *slot; /* NULL: there was none */
    uint32_t field;
    enum class class;
};

void dg_who_begin(struct mates *mates);
/* Adds who asks the field (SHARED), or asked for what is known of it (KNOWN),
 * of offices of the audience. */
void dg_who_add(const struct judged *judged, uint32_t field, enum class class,
                struct mates *mates);
void dg_who_sort(struct mates *mates);

#endif
