/* SPDX-License-Identifier: Apache-2.0 */
/* A field while it is resolved. */
#ifndef PLUGINS_FORM_DEDUP_FORM_RESOLVE_H
#define PLUGINS_FORM_DEDUP_FORM_RESOLVE_H

#include "plugins/form_dedup/form/inside.h"

struct dg_resolving {
    struct dg_form_check *check;
    const struct dg_form_record *record;
    uint32_t index;
    const struct dg_paper_field *paper;
    struct dg_form_field *field;
    struct dg_field_meaning meaning; /* with what the task and the dictionary
                                        add */
};

/* The field does not fit; true if somebody is told. */
bool dg_resolve_speaks(struct dg_resolving *r);

/* rollup.c: the field's period, and how the element's become it. */
void dg_rollup_settle(struct dg_resolving *r, const struct dg_element *element);

#endif
