/* SPDX-License-Identifier: Apache-2.0 */
/* What the files of this room share. A form is kept twice: as it reads (paper),
 * whoever asks it, and with its fields resolved (dg_form), which depends on the
 * period of the task and, of lists without legal basis, on who asks. */
#ifndef PLUGINS_FORM_DEDUP_FORM_INSIDE_H
#define PLUGINS_FORM_DEDUP_FORM_INSIDE_H

#define HASH_NONFATAL_OOM 1
#include <uthash.h>

#include "plugins/form_dedup/form/form.h"
#include "plugins/form_dedup/form/shelf.h"
#include "plugins/form_dedup/text/names.h"
#include "plugins/form_dedup/text/text.h"

/* A field as it reads: what does not depend on its element stands in field, the
 * rest in meaning. */
struct dg_paper_field {
    struct dg_form_field field;
    struct dg_field_meaning meaning;
    struct dg_plugin_str optionset;
    enum dg_rollup rollup; /* NONE: it does not say */
    uint32_t twin;         /* the first field of the same name; itself */
    uint32_t option_twin;  /* the first option that stands twice, or NONE */
};

/* A sum as it reads: names, and the fields they name, or DG_FORM_NONE. */
struct dg_paper_sum {
    struct dg_plugin_str total;
    struct dg_plugin_str *parts;
    uint32_t total_field, *part_fields, part_count;
};

struct dg_paper {
    struct dg_shelf shelf; /* of all in here, and of its forms */
    struct dg_plugin_str raw;
    struct dg_form head; /* all but fields; sums without mistakes only */
    struct dg_paper_field *fields;
    struct dg_paper_sum *sums;
    struct dg_plugin_str *keys; /* for each list the name of its key */
    uint32_t sum_count;
    bool open;    /* some field leaves its period to the task */
    bool named;   /* some field leaves its period to the element it names */
    bool private; /* some list names no legal basis */
    bool sound;   /* check.c finds nothing wrong */
    struct dg_form_record *records;
    UT_hash_handle hh; /* dg_forms::papers, by raw */
};

/* A form that was taken, or the one that is looked at. */
struct dg_form_record {
    struct dg_form form; /* first: a form is its record */
    struct dg_paper *paper;
    enum dg_period_kind period; /* of the task, if a field leaves it to that */
    uint32_t requester;         /* 1 + number, if paper.private */
    uint64_t changed;           /* state of the dictionary it was resolved at */
    bool flawed;                /* some field does not fit its element */
    struct dg_form_record *next;
};

/* A registered control number and version. */
struct dg_form_registration {
    struct dg_paper *paper;
    struct dg_plugin_str source; /* on the paper's shelf */
    uint64_t sequence;
    UT_hash_handle hh; /* dg_forms::registered */
    char key[];        /* control, a NUL, version */
};

/* A number that the keeper issued to a department for a control number. */
struct dg_form_filing {
    struct dg_plugin_str source, control, number; /* in text */
    int32_t valid_until; /* day; INT32_MAX without end */
    uint64_t sequence;
    struct dg_form_filing *before; /* of the same source and control */
    UT_hash_handle hh;             /* dg_forms::filings, by number */
    char text[];
};

/* All of a source for a control number. */
struct dg_form_filed {
    struct dg_form_filing *newest;
    UT_hash_handle hh; /* dg_forms::filed */
    char key[];        /* source, a NUL, control */
};

struct dg_forms {
    const struct dg_plugin_host *host;
    struct dg_dictionary *dictionary;
    struct dg_paper *papers;
    struct dg_form_registration *registered;
    struct dg_form_filing *filings;
    struct dg_form_filed *filed;
    struct dg_names *requesters;     /* of lists without legal basis */
    struct dg_form_record **records; /* by number */
    uint32_t count, room;
    uint64_t sequence;   /* of the entry that takes fields in */
    uint32_t next_index; /* and how many it took */
    uint8_t *used;       /* a bit for each element */
    uint32_t used_room;
    struct dg_paper *found;  /* the kept one that was asked for last, or NULL */
    struct dg_paper *looked; /* what was read only to be looked at, or NULL */
    struct dg_shelf again;   /* what was resolved only to be looked at */
};

/* A key of two texts and a NUL between them, which neither has; out has room
 * for both and one more. Gives its length. */
static inline size_t
dg_form_key(struct dg_plugin_str a, struct dg_plugin_str b, char *out)
{
    memset(out, 0, a.len + 1 + b.len);
    if (a.len) {
        memcpy(out, a.data, a.len);
    }
    if (b.len) {
        memcpy(out + a.len + 1, b.data, b.len);
    }
    return a.len + 1 + b.len;
}

/* ---- paper.c ------------------------------------------------------------ */

extern const char *const dg_paper_formats[];

/* Has fields of its own, or only names a registered form. */
bool dg_paper_is_whole(const struct dg_plugin_host *host,
                       const struct dg_plugin_value *value);
/* NULL without memory. */
struct dg_paper *dg_paper_create(const struct dg_forms *forms,
                                 const struct dg_plugin_value *value);
void dg_paper_destroy(struct dg_paper *paper); /* NULL is fine */

/* ---- same.c ------------------------------------------------------------- */

/* But for control number, version and filing number. */
bool dg_same_paper(const struct dg_paper *a, const struct dg_paper *b);

/* ---- check.c ------------------------------------------------------------ */

/* A form while it is looked at, and who is told what is wrong with it. */
struct dg_form_check {
    struct dg_forms *forms;
    const struct dg_plugin_event *event; /* NULL in apply */
    struct dg_plugin_findings *findings; /* NULL: nobody is told */
    struct dg_plugin_str pointer;
    const struct dg_paper *paper;
    bool inside; /* its fields stand at the pointer */
    unsigned left;
    bool flawed;
};

/* One finding of rule form that refuses, at a pointer below the form's. */
void dg_check_refuse(struct dg_form_check *check, const char *code,
                     struct dg_plugin_str below, struct dg_plugin_str text);
/* "/fields/3/unit", or "/lists/0/fields/3/unit" */
struct dg_plugin_str dg_check_field(const struct dg_form_check *check,
                                    uint32_t field, const char *member);
/* Names that stand twice, sums and keys of what is not there, ranges. */
void dg_check_paper(struct dg_form_check *check);

/* ---- resolve.c ---------------------------------------------------------- */

/* Fills in a record's fields. Elements that were not there stay NONE; flawed is
 * set if the dictionary does not take it so. False without memory. */
bool dg_resolve_form(struct dg_form_check *check, struct dg_shelf *shelf,
                     struct dg_form_record *record);
/* Makes provisional elements of the fields that have none. */
bool dg_resolve_take(struct dg_forms *forms, struct dg_form_record *record,
                     uint64_t sequence);
/* The fields of old, as the dictionary has them now. False without memory. */
bool dg_resolve_again(struct dg_forms *forms, struct dg_shelf *shelf,
                      const struct dg_form_record *old,
                      struct dg_form_record *record);

/* ---- forms.c ------------------------------------------------------------ */

/* The paper of a value, one that is kept or dg_forms::looked; NULL if it names
 * a form that is not registered. False without memory. */
bool dg_forms_read(struct dg_form_check *check,
                   const struct dg_plugin_value *value,
                   struct dg_paper **paper);
/* Keeps the paper that was looked at. */
bool dg_forms_keep(struct dg_forms *forms, struct dg_paper *paper);
/* The record of a kept paper for check.event, made if there is none. */
bool dg_forms_take_record(struct dg_form_check *check, struct dg_paper *paper,
                          struct dg_form_record **taken);

/* ---- labels.c ----------------------------------------------------------- */

/* What dg_forms_check_labels would say, as notes. */
void dg_labels_note(struct dg_form_check *check, const struct dg_form *form);

/* ---- file.c ------------------------------------------------------------- */

/* The newest number a source got for a control number; NULL if none. */
const struct dg_form_filing *dg_file_find(const struct dg_forms *forms,
                                          struct dg_plugin_str source,
                                          struct dg_plugin_str control);
void dg_file_decide(struct dg_form_check *check);
bool dg_file_apply(struct dg_forms *forms, const struct dg_plugin_event *event);
void dg_file_clear(struct dg_forms *forms);

/* ---- publish.c ---------------------------------------------------------- */

const struct dg_form_registration *
dg_publish_find(const struct dg_forms *forms, struct dg_plugin_str control,
                struct dg_plugin_str version);
/* Refuses a form that reads otherwise than the one registered. */
void dg_publish_compare(struct dg_form_check *check,
                        const struct dg_form_registration *registered);
void dg_publish_clear(struct dg_forms *forms);

#endif
