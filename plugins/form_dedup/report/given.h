/* SPDX-License-Identifier: Apache-2.0 */
/* What one requester reads of a cell: the value in its own unit, decimals and
 * format, whoever else asked for it. */
#ifndef PLUGINS_FORM_DEDUP_REPORT_GIVEN_H
#define PLUGINS_FORM_DEDUP_REPORT_GIVEN_H

#include "plugins/form_dedup/form_dedup.h"

/* A form of a task, as somebody reads it. */
struct dg_view {
    const struct dg_form_dedup *plugin;
    const struct dg_ask_task *task;
    const struct dg_ask_group *group;
    bool passed;                        /* only what the town passed */
    const struct dg_supposed *supposed; /* taken as said besides; may be NULL */
};

struct dg_given_key {
    uint32_t field; /* of the form */
    uint32_t office, subject;
};

/* Must not be copied: text may point into memory. */
struct dg_given {
    struct dg_derived derived; /* origin MISSING: there is none */
    bool converted;            /* from another unit or code … */
    bool rounded;              /* … or to fewer decimals than it has */
    struct dg_plugin_str text; /* empty of 无此情况 */
    char memory[96];
};

/* Whether the field fits a period of the task; what does not has no value. */
bool dg_given_asked(const struct dg_view *view, uint32_t field);
/* Where the value of a field that is asked comes from. */
struct dg_derive_question dg_given_question(const struct dg_view *view,
                                            struct dg_given_key key);
void dg_given_make(const struct dg_view *view, struct dg_given_key key,
                   struct dg_given *given);
/* What the field reads if nothing is said of its own cell, from entries before
 * one: what follows, or still holds. */
void dg_given_followed(const struct dg_view *view, struct dg_given_key key,
                       uint64_t before, struct dg_given *given);
/* A value of a cell of the field as it was said once; derived is not set. */
void dg_given_said(const struct dg_view *view, uint32_t field,
                   const struct dg_saying *saying, struct dg_given *given);
/* The value as a number in the field's unit, not rounded; 无此情况 is 0. False:
 * there is none, or it is no number. number was initialised. */
bool dg_given_number(const struct dg_view *view, struct dg_given_key key,
                     mpq_t number);
/* A number in the field's unit as it reads it. */
void dg_given_write(const struct dg_form_field *field, const mpq_t number,
                    char out[DG_NUMBER_SIZE], bool *exact);

/* From when on the value has been there: corrections do not make it younger, a
 * return does. 0: there is none. */
int64_t dg_given_since(const struct dg_view *view, struct dg_given_key key);

#endif
