/* SPDX-License-Identifier: Apache-2.0 */
/* Decides which schema files the program carries in itself. */
#include "proto/schema/schemas.h"

static const struct dg_schema_text texts[] = {
    {
        "common.json",
#include "proto/schema/common.jinc"
    },
    {
        "cosign.read.v1.json",
#include "proto/schema/cosign.read.v1.jinc"
    },
    {
        "event.json",
#include "proto/schema/event.jinc"
    },
    {
        "exemption.decide.v1.json",
#include "proto/schema/exemption.decide.v1.jinc"
    },
    {
        "exemption.request.v1.json",
#include "proto/schema/exemption.request.v1.jinc"
    },
    {
        "gateway.configure.v1.json",
#include "proto/schema/gateway.configure.v1.jinc"
    },
    {
        "gateway.read.v1.json",
#include "proto/schema/gateway.read.v1.jinc"
    },
    {
        "inbox.read.v1.json",
#include "proto/schema/inbox.read.v1.jinc"
    },
    {
        "message.json",
#include "proto/schema/message.jinc"
    },
    {
        "office.handover.v1.json",
#include "proto/schema/office.handover.v1.jinc"
    },
    {
        "principal.enrol.v1.json",
#include "proto/schema/principal.enrol.v1.jinc"
    },
    {
        "principal.read.v1.json",
#include "proto/schema/principal.read.v1.jinc"
    },
    {
        "principal.revoke.v1.json",
#include "proto/schema/principal.revoke.v1.jinc"
    },
    {
        "principal.rotate.v1.json",
#include "proto/schema/principal.rotate.v1.jinc"
    },
    {
        "principal.suspend.v1.json",
#include "proto/schema/principal.suspend.v1.jinc"
    },
    {
        "journal.disclose.v1.json",
#include "proto/schema/journal.disclose.v1.jinc"
    },
    {
        "journal.erase.v1.json",
#include "proto/schema/journal.erase.v1.jinc"
    },
    {
        "journal.read.v1.json",
#include "proto/schema/journal.read.v1.jinc"
    },
    {
        "proof.read.v1.json",
#include "proto/schema/proof.read.v1.jinc"
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
        "roster.read.v1.json",
#include "proto/schema/roster.read.v1.jinc"
    },
    {
        "task.acknowledge.v1.json",
#include "proto/schema/task.acknowledge.v1.jinc"
    },
    {
        "task.amend.v1.json",
#include "proto/schema/task.amend.v1.jinc"
    },
    {
        "task.check.v1.json",
#include "proto/schema/task.check.v1.jinc"
    },
    {
        "task.cosign.v1.json",
#include "proto/schema/task.cosign.v1.jinc"
    },
    {
        "task.declare.v1.json",
#include "proto/schema/task.declare.v1.jinc"
    },
    {
        "task.expire.v1.json",
#include "proto/schema/task.expire.v1.jinc"
    },
    {
        "task.forward.v1.json",
#include "proto/schema/task.forward.v1.jinc"
    },
    {
        "task.occur.v1.json",
#include "proto/schema/task.occur.v1.jinc"
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
