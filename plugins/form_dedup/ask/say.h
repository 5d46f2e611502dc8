/* SPDX-License-Identifier: Apache-2.0 */
/* What was judged of a form, as findings: say.c of a whole task, say_class.c
 * one for each class, with the effects of all fields, say_field.c one for a
 * field; and as facts, whose report is there already included: fact.c. */
#ifndef PLUGINS_FORM_DEDUP_ASK_SAY_H
#define PLUGINS_FORM_DEDUP_ASK_SAY_H

#include "plugins/form_dedup/ask/judge.h"

#define SAY_POINTER_MAX 96

struct saying {
    const struct dg_plugin_host *host;
    const struct dg_plugin_event *event;
    struct dg_plugin_findings *findings;
    const struct offices *offices;
    struct judged judged;
    struct dg_plugin_str at; /* of the form: "/data/forms/0" */
    struct dg_plugin_str period;
    struct dg_plugin_effect *effects;  /* room for one of each field … */
    char (*pointers)[SAY_POINTER_MAX]; /* … and for its pointer */
    uint32_t room;
    roaring_bitmap_t *there; /* where all that was looked at is there already;
                                NULL: nothing was looked at */
};

/* ---- say_class.c -------------------------------------------------------- */

/* Notes fields-shared, fields-known, fields-derivable. */
void dg_say_classes(struct saying *s);
struct dg_plugin_str dg_say_pointer(const struct saying *s, uint32_t field,
                                    char out[SAY_POINTER_MAX]);
struct dg_plugin_str dg_say_source(const struct saying *s, uint32_t source);
void dg_say_note(const struct saying *s, const char *code,
                 struct dg_plugin_str text, struct dg_plugin_str pointer);

/* The offices as a place, in the findings' memory; empty without. */
struct dg_plugin_str dg_say_place(const struct saying *s,
                                  const roaring_bitmap_t *offices);

/* ---- fact.c ------------------------------------------------------------- */

/* That the form is asked, and its fields, in runs of one type. */
void dg_fact_form(struct saying *s);
/* Leaves in s->there who has all of the form that makes its report; false
 * without memory. */
bool dg_fact_look(struct saying *s);
/* That the reports of these are there. */
void dg_fact_reports(struct saying *s);

/* ---- say_field.c -------------------------------------------------------- */

/* Refuses a form whose figures have no such period as the task; the first of
 * them is named. True if all fit. */
bool dg_say_period(const struct saying *s);
/* Notes fields-conflicting, one for each; form: as the event has it, or NULL.
 */
void dg_say_conflicts(const struct saying *s,
                      const struct dg_plugin_value *form);
/* Notes field-new, field-shared, field-known, field-derivable, of a task.check.
 */
void dg_say_fields(const struct saying *s);

#endif
