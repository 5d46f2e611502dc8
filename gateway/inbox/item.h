/* SPDX-License-Identifier: Apache-2.0 */
/* A task as the inbox shows it. Internal to gateway/inbox. */
#ifndef GATEWAY_INBOX_ITEM_H
#define GATEWAY_INBOX_ITEM_H

#include "gateway/inbox/audience.h"
#include "proto/codec/event.h"

/* Writes a JSON object: the members of data as they were asked, but without
 * audience, strict and what effects of kind strip point at, then "from" (the
 * source) and "offices" (how many). DG_ERR_MEMORY. */
enum dg_err dg_item_write(struct dg_json_writer *writer,
                          const struct dg_event *event, uint32_t offices,
                          const struct dg_effect *effects, size_t count);

#endif
