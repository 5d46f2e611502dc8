/* SPDX-License-Identifier: Apache-2.0 */
/* Which lists judge a task, and in which order. */
#ifndef PLUGINS_ACCESS_LIST_LAYER_H
#define PLUGINS_ACCESS_LIST_LAYER_H

#include "plugins/access_list/list.h"

/* A list in force. */
struct dg_layer {
    const struct dg_version *version;
    const struct dg_entry *entry; /* of the duty; NULL: not listed */
};

struct dg_layers {
    struct dg_layer items[1]; /* uppermost first */
    size_t count;
};

#endif
