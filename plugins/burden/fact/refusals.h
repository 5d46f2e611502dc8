/* SPDX-License-Identifier: Apache-2.0 */
/* Refused asks of the last year, by what they were about: what a new one may be
 * in other clothes. A fold of events, of what was erased nothing. */
#ifndef PLUGINS_BURDEN_FACT_REFUSALS_H
#define PLUGINS_BURDEN_FACT_REFUSALS_H

#include "plugins/burden/fact/content.h"

#define DG_REFUSALS_DAYS 366
#define DG_REFUSALS_LOOKED 32u /* newest that share a word, for each word */

struct dg_refusals; /* opaque */

/* What was admitted of it later, openly. */
struct dg_follower {
    uint64_t sequence;
    struct dg_content content;
};

struct dg_refusal {
    uint64_t sequence;
    int64_t time_us;
    bool waited; /* it was deferred: what became of it, the book knows */
    struct dg_content content;
    struct dg_follower *followers;
    uint32_t follower_count;
};

/* NULL without memory. */
struct dg_refusals *dg_refusals_create(void);
void dg_refusals_destroy(struct dg_refusals *refusals); /* NULL is fine */

/* Takes over the content, on success. False without memory. */
bool dg_refusals_add(struct dg_refusals *refusals,
                     const struct dg_refusal *refusal);
/* Something was admitted: it follows all of its source, duty and period that it
 * is a part of. False without memory. */
bool dg_refusals_follow(struct dg_refusals *refusals,
                        const struct dg_plugin_host *host,
                        const struct dg_plugin_event *event);
/* What was refused, or followed. */
void dg_refusals_forget(struct dg_refusals *refusals, uint64_t sequence);

/* Those that share a duty, a title or a cell and are no older than that at a
 * time, the newest first for each word; until one says false. */
void dg_refusals_each(const struct dg_refusals *refusals,
                      const struct dg_content *content, int64_t time_us,
                      bool (*each)(void *ctx, const struct dg_refusal *refusal),
                      void *ctx);
/* As that, those whose event is what it says it follows from. */
void dg_refusals_named(const struct dg_refusals *refusals,
                       const struct dg_content *content, int64_t time_us,
                       bool (*each)(void *ctx,
                                    const struct dg_refusal *refusal),
                       void *ctx);

void dg_refusals_save(const struct dg_refusals *refusals,
                      const struct dg_plugin_host *host, int64_t time_us,
                      struct dg_plugin_writer *out);

#endif
