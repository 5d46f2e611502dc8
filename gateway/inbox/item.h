/* SPDX-License-Identifier: Apache-2.0 */
/* A task as the inbox shows it. Internal to gateway/inbox. */
#ifndef GATEWAY_INBOX_ITEM_H
#define GATEWAY_INBOX_ITEM_H

#include "gateway/inbox/strip.h"

/* Writes a JSON object: the members of the assignment as they were asked, but
 * for what was stripped, of forms with "fieldcount" (how many fields they and
 * their lists have) in place of what is on them, then "from" (the source),
 * "offices" (how many), "forwards" or "of" as the publication says and, when it
 * amends, "amended" and "amendment" (its receipt number). */
void dg_item_write(struct dg_json_writer *writer,
                   const struct dg_inbox_publication *asked,
                   const struct dg_strip *strip);

/* What makes an occurrence of a recurring task. */
struct dg_item_occurrence {
    const struct dg_task *task;
    struct dg_str period;
    char due[DG_DATE_SIZE];
};

/* Writes its item: that of the task with its own period and due date, and "of",
 * the task's receipt number. item is the task's, parsed. */
void dg_item_write_occurrence(struct dg_json_writer *writer,
                              const struct dg_json *item,
                              const struct dg_item_occurrence *occurrence);

/* Writes an item, parsed, with another number of offices. */
void dg_item_write_narrowed(struct dg_json_writer *writer,
                            const struct dg_json *item, uint32_t offices);

#endif
