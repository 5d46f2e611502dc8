/* SPDX-License-Identifier: Apache-2.0 */
/* What a worksheet is made of: the slots that open tasks ask of an office, each
 * once, whoever asks, with who does. */
#ifndef PLUGINS_FORM_DEDUP_REPORT_SHEET_H
#define PLUGINS_FORM_DEDUP_REPORT_SHEET_H

#include "plugins/form_dedup/form_dedup.h"

#define DG_SHEET_ORDER 64 /* bytes of a heading that count for the order */

/* One field of one form of one task. */
struct dg_sheet_ask {
    uint32_t slot, form, field;
    const struct dg_ask_task *task;
    const struct dg_ask_group *group;
};

struct dg_sheet_row {
    const struct dg_sheet_ask *asks; /* soonest due first */
    uint32_t ask_count;
    uint32_t slot;
    bool filled; /* else open */
    const struct dg_element *element;
    struct dg_plugin_str heading; /* concept, object, or section … */
    struct dg_plugin_str order;   /* … and its beginning */
    int64_t due_us;               /* the earliest … */
    uint64_t task;                /* … of this task, on which it stands … */
    uint64_t place;               /* … here, among its forms' fields */
};

struct dg_sheet {
    uint32_t office;
    struct dg_sheet_ask *asks;
    size_t ask_count, ask_room;
    struct dg_sheet_row *found;
    struct dg_sheet_row **rows; /* what is shown: by heading, due date, place */
    size_t row_count;
    size_t open, filled;
};

/* With filled also what is. Leaves out what follows from other cells. A list is
 * one row, that of its key. False without memory, and then nothing is to be
 * finished. */
bool dg_sheet_init(struct dg_sheet *sheet, const struct dg_form_dedup *plugin,
                   uint32_t office, bool filled);
void dg_sheet_finish(struct dg_sheet *sheet);
/* In the order of rows, by order, due_us, task and place alone: not by slot,
 * whose number depends on what was erased. */
int dg_sheet_compare(const struct dg_sheet_row *a,
                     const struct dg_sheet_row *b);
/* The list whose key the row is; NULL: it is a cell. */
const struct dg_form_list *dg_sheet_list(const struct dg_sheet_ask *ask);

#endif
