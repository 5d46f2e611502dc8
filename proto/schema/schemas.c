/* SPDX-License-Identifier: Apache-2.0 */
/* Decides which schema files the program carries in itself. */
#include "proto/schema/schemas.h"

static const struct dg_schema_text texts[] = {
    {
        "common.json",
#include "proto/schema/common.jinc"
    },
    {
        "event.json",
#include "proto/schema/event.jinc"
    },
    {
        "gateway.configure.v1.json",
#include "proto/schema/gateway.configure.v1.jinc"
    },
    {
        "inbox.read.v1.json",
#include "proto/schema/inbox.read.v1.jinc"
    },
    {
        "receipt.lookup.v1.json",
#include "proto/schema/receipt.lookup.v1.jinc"
    },
    {
        "roster.publish.v1.json",
#include "proto/schema/roster.publish.v1.jinc"
    },
    {
        "task.acknowledge.v1.json",
#include "proto/schema/task.acknowledge.v1.jinc"
    },
    {
        "task.check.v1.json",
#include "proto/schema/task.check.v1.jinc"
    },
    {
        "task.publish.v1.json",
#include "proto/schema/task.publish.v1.jinc"
    },
    {
        "task.withdraw.v1.json",
#include "proto/schema/task.withdraw.v1.jinc"
    },
};

const struct dg_schema_text *
dg_schemas_core(size_t *count)
{
    *count = sizeof texts / sizeof texts[0];
    return texts;
}
