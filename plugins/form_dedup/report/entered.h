/* SPDX-License-Identifier: Apache-2.0 */
/* The cells that a report.submit or report.correct names, read: which cell,
 * what is said of it, and what is wrong with it by itself. It depends on the
 * event and the dictionary alone, so that a replay reads the same, whatever was
 * erased. Whether anybody asked, and asked for that, wanted.c says. */
#ifndef PLUGINS_FORM_DEDUP_REPORT_ENTERED_H
#define PLUGINS_FORM_DEDUP_REPORT_ENTERED_H

#include "plugins/form_dedup/form_dedup.h"

#define DG_ENTERED_NOWHERE SIZE_MAX
#define DG_ENTERED_SAID_MAX 1000 /* wrong cells that are named */

struct dg_entered_cell {
    size_t list, row, value; /* where it stands; NOWHERE: not in such a one */
    const struct dg_element *element; /* NULL: unknown, and wrong */
    const struct dg_element *key;     /* of its list; NULL: not in one */
    dg_period period;
    char subject[33];          /* "": none */
    enum dg_word word;         /* VALUE, NONE, SAME, REMOVED */
    struct dg_plugin_str text; /* to keep; empty: the number of rows */
    struct dg_plugin_str unit;
    char *memory; /* of text; may be NULL */
    bool wrong;   /* some finding is about it */
};

struct dg_entered {
    const struct dg_form_dedup *plugin;
    const struct dg_plugin_event *event;
    struct dg_plugin_findings *findings; /* NULL: nobody reads what is wrong */
    uint32_t office;                     /* or DG_PLUGIN_NO_OFFICE */
    bool correct;                        /* report.correct */
    struct dg_entered_cell *cells;       /* in the order of the event */
    struct dg_entered_cell **sorted;     /* by element, period, subject */
    size_t count, room;
    size_t wrong; /* how many cells are */
};

/* entered_read.c. False without memory. */
bool dg_entered_read(struct dg_entered *entered);
/* The last of it: a cell is named once. False without memory. */
bool dg_entered_sort(struct dg_entered *entered);
void dg_entered_finish(struct dg_entered *entered);
/* The cell if it is among them, and right as far as is known; else NULL. */
const struct dg_entered_cell *dg_entered_find(const struct dg_entered *entered,
                                              uint32_t element,
                                              dg_period period,
                                              const char *subject);

/* A finding of the rule "report" that refuses, about a cell that had none yet:
 * one for each wrong cell. Only with findings. */
void dg_entered_refuse(struct dg_entered *entered, struct dg_entered_cell *cell,
                       const char *code, struct dg_plugin_str text);
#define DG_ENTERED_REFUSE(entered, cell, code, ...)                            \
    dg_entered_refuse((entered), (cell), (code),                               \
                      (entered)->findings                                      \
                          ? (entered)->plugin->host->format(                   \
                                (entered)->findings, __VA_ARGS__)              \
                          : (struct dg_plugin_str){0})
/* "/data/values/3", "/data/lists/0/rows/2/values/1", "/data/lists/0/rows/2",
 * "/data/lists/0" */
struct dg_plugin_str dg_entered_pointer(const struct dg_entered *entered,
                                        const struct dg_entered_cell *cell);
/* "常住人口 of 2026-10"; of a cell without period the label alone. */
struct dg_plugin_str dg_entered_name(const struct dg_entered *entered,
                                     const struct dg_entered_cell *cell);
/* Its slot is DG_SLOT_NONE if nobody ever asked or said anything there; a
 * subject nobody knows is UINT32_MAX. */
struct dg_cell_key dg_entered_key(const struct dg_entered *entered,
                                  const struct dg_entered_cell *cell);

#endif
