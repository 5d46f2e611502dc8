/* SPDX-License-Identifier: Apache-2.0 */
/* Which of a reader's own fields depend on which slots: on their own, and on
 * those that their values follow from where they are not said. */
#ifndef PLUGINS_FORM_DEDUP_REPORT_DEPENDS_H
#define PLUGINS_FORM_DEDUP_REPORT_DEPENDS_H

#include "plugins/form_dedup/form_dedup.h"

struct dg_depend {
    uint32_t slot, field;
    bool direct; /* the field's own slot */
    bool space;  /* of a town's field: the slot of its villages */
    bool list;   /* the field is one of a list's */
    const struct dg_ask_task *task;
    const struct dg_ask *ask;
};

struct dg_depends {
    struct dg_depend *items; /* by slot, then task, then field */
    size_t count, room;
};

/* Of all tasks the reader asked, or of one (0: all): the fields that depend on
 * one of these slots. False without memory, and then nothing is to be finished.
 */
bool dg_depends_init(struct dg_depends *depends,
                     const struct dg_form_dedup *plugin,
                     struct dg_plugin_str reader, uint64_t only,
                     const roaring_bitmap_t *slots);
void dg_depends_finish(struct dg_depends *depends);
/* Those of a slot: from what is returned to before end. */
const struct dg_depend *dg_depends_find(const struct dg_depends *depends,
                                        uint32_t slot,
                                        const struct dg_depend **end);

/* The slots that one field depends on, its own first, some of them more than
 * once; until each says false, which is what is returned then. */
bool dg_depends_each(const struct dg_form_dedup *plugin,
                     const struct dg_ask_group *group, uint32_t field,
                     bool (*each)(void *ctx, uint32_t slot), void *ctx);

#endif
