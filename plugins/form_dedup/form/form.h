/* SPDX-License-Identifier: Apache-2.0 */
/* Forms (报表) with every field resolved to its element. The same bytes are one
 * form, so that what is asked each month is read once. */
#ifndef PLUGINS_FORM_DEDUP_FORM_FORM_H
#define PLUGINS_FORM_DEDUP_FORM_FORM_H

#include "plugins/form_dedup/dictionary/dictionary.h"

#define DG_FORM_NONE UINT32_MAX

struct dg_form_field {
    struct dg_plugin_str name, label, section, unit; /* as the requester has it;
                                                        unit: the element's if
                                                        it names none */
    struct dg_plugin_str definition;                 /* "" if it gives none */
    struct dg_plugin_str min, max;                   /* "" if none, in unit */
    struct dg_options options; /* as the requester has them; else the element's
                                */
    uint32_t element; /* DG_ELEMENT_NONE while it is only being decided, and
                         would be new */
    struct dg_resolution resolution; /* as it was when the form came */
    enum dg_value_type type;
    enum dg_period_kind period; /* of its figure */
    enum dg_rollup rollup; /* how it is made of the element's finer periods;
                              DG_ROLLUP_NONE: its period is the element's */
    int8_t decimals;       /* -1: as it comes */
    uint8_t format;        /* index of field.format's enum; 0 plain */
    bool required;
    int16_t list; /* index of its list, or -1 */
};

struct dg_form_list {
    struct dg_plugin_str name, title, subject, basis;
    uint32_t key;          /* index of its key among all fields */
    uint32_t first, count; /* its fields */
};

struct dg_form_sum {
    uint32_t total; /* index of fields */
    const uint32_t *parts;
    uint32_t part_count;
};

/* Lives as long as the forms it is of. */
struct dg_form {
    uint32_t number;
    struct dg_plugin_str control, version, title, authority, approval, filing;
    bool survey;                  /* else a working form */
    int32_t valid_until;          /* day; INT32_MAX if it does not say */
    struct dg_plugin_str source;  /* who brought it first */
    uint64_t since;               /* the entry that had its fields resolved so
                                     first; 0 while being decided */
    struct dg_form_field *fields; /* the form's, then its lists' */
    uint32_t field_count, plain_count; /* all; those outside lists */
    struct dg_form_list *lists;
    uint32_t list_count;
    struct dg_form_sum *sums;
    uint32_t sum_count;
};

/* Some field outside its lists is required; else all that it asks makes up a
 * report. */
static inline bool
dg_form_requires(const struct dg_form *form)
{
    for (uint32_t i = 0; i < form->plain_count; i++) {
        if (form->fields[i].required) {
            return true;
        }
    }
    return false;
}

struct dg_forms; /* opaque */

struct dg_forms *dg_forms_create(const struct dg_plugin_host *host,
                                 struct dg_dictionary *dictionary);
void dg_forms_destroy(struct dg_forms *forms);
const struct dg_form *dg_forms_form(const struct dg_forms *forms,
                                    uint32_t number);

/* One element of an assignment's "forms", and where it stands. What a field
 * leaves open of its period is that of event->task ("period", or the "per" of
 * its "recurrence"), and lists without legal basis are apart for event->source.
 * A read makes an event of these two. */
struct dg_form_asked {
    const struct dg_plugin_event *event;
    const struct dg_plugin_value *value;
    struct dg_plugin_str pointer; /* "/data/forms/0" */
};

/* What it amounts to: a known form (same bytes, or registered under its control
 * number and version), or one read anew, which lives until the next call; NULL
 * if it cannot be used. Adds what is wrong with it to findings, if these are
 * not NULL: form-unknown, form-fields (twice the same name, a sum or key of
 * unknown fields), element-unknown, element-unfit, rollup-not-allowed,
 * unit-no-rule …, each at its pointer. False without memory. */
bool dg_forms_look(struct dg_forms *forms, const struct dg_form_asked *asked,
                   struct dg_plugin_findings *findings,
                   const struct dg_form **form);
/* The same in apply: new fields become provisional elements. */
bool dg_forms_take(struct dg_forms *forms, const struct dg_form_asked *asked,
                   const struct dg_form **form);

/* What a form has become since, by merges and publications in the dictionary:
 * itself if nothing changed. The first for decide, and it lives like what look
 * gives; the second for apply. False without memory. */
bool dg_forms_look_again(struct dg_forms *forms, const struct dg_form *form,
                         const struct dg_form **now);
bool dg_forms_take_again(struct dg_forms *forms, const struct dg_form *form,
                         uint64_t task, const struct dg_form **now);

/* The labels of domain §2 (labels.c): rule form-label; true if it may be asked.
 * Adds a strip of the whole form with two effects at its pointer, one "form"
 * and as many "field" as it has, at all offices of the event's audience. */
bool dg_forms_check_labels(struct dg_forms *forms,
                           const struct dg_plugin_event *event,
                           const struct dg_form *form, struct dg_plugin_str at,
                           struct dg_plugin_findings *findings);

/* form.publish, form.file: decide and apply; form.read. */
enum dg_plugin_status dg_forms_decide(struct dg_forms *forms,
                                      const struct dg_plugin_event *event,
                                      struct dg_plugin_findings *findings);
enum dg_plugin_status dg_forms_apply(struct dg_forms *forms,
                                     const struct dg_plugin_event *event);
enum dg_plugin_status dg_forms_query(const struct dg_forms *forms,
                                     const struct dg_plugin_value *params,
                                     struct dg_plugin_writer *out);
/* Whether that entry had the fields of some form resolved as they are. */
bool dg_forms_rest_on(const struct dg_forms *forms, uint64_t entry);
/* Whether a form uses the element. */
bool dg_forms_uses(const struct dg_forms *forms, uint32_t element);
void dg_forms_save(const struct dg_forms *forms, struct dg_plugin_writer *out);

#endif
