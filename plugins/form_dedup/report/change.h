/* SPDX-License-Identifier: Apache-2.0 */
/* One thing said of a cell, as it changes one field of a reader's own report.
 */
#ifndef PLUGINS_FORM_DEDUP_REPORT_CHANGE_H
#define PLUGINS_FORM_DEDUP_REPORT_CHANGE_H

#include "plugins/form_dedup/report/depends.h"
#include "plugins/form_dedup/report/given.h"
#include "plugins/form_dedup/text/print.h"

/* The last four members are dg_change_is's. Must not be copied. */
struct dg_change {
    const struct dg_depend *depend;
    struct dg_view view;
    struct dg_cell_key key; /* of what was said */
    uint32_t office;        /* whose report it is in: its own, or its town */
    const struct dg_saying *saying;
    bool has_old, has_new;
    struct dg_saying old, new;
    bool followed; /* without old: what was read before, because it followed */
    struct dg_given was;
};

/* Whether who took over all before it reads something else now. */
bool dg_change_is(struct dg_change *change);
/* As an object. */
void dg_change_put(const struct dg_print *print,
                   const struct dg_change *change);

static inline struct dg_given_key
dg_change_key(const struct dg_change *change)
{
    return (struct dg_given_key){.field = change->depend->field,
                                 .office = change->office,
                                 .subject = change->key.subject};
}

#endif
