/* SPDX-License-Identifier: Apache-2.0 */
/* Decides who counts as having asked a task. */
#include "gateway/inbox/inbox_state.h"

/* What ends with its parent, or is an occurrence of it, is the same ask. */
static const struct dg_task *
find_origin(const struct dg_task *task)
{
    while (task->parent && (task->tied || task->amends || task->occurs)) {
        task = task->parent;
    }
    return task;
}

static bool
is_parent(const struct dg_inbox *inbox, struct dg_str force,
          struct dg_str source)
{
    const struct dg_principal *principal =
        inbox->principals && dg_str_starts_with(force, "taskforce/")
            ? dg_principals_find(inbox->principals, force)
            : NULL;

    for (size_t i = 0; principal && i < principal->parent_count; i++) {
        if (dg_str_equal(principal->parents[i], source)) {
            return true;
        }
    }
    return false;
}

static bool
asked(const struct dg_inbox *inbox, const struct dg_task *task,
      struct dg_str source)
{
    return dg_str_equal(task->source, source) ||
           (task->joint && dg_joint_find(task->joint, source)) ||
           is_parent(inbox, task->source, source);
}

bool
dg_inbox_asked_by(const struct dg_inbox *inbox, const struct dg_task *task,
                  struct dg_str source)
{
    return asked(inbox, task, source) ||
           asked(inbox, find_origin(task), source);
}
