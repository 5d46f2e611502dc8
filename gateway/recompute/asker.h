/* SPDX-License-Identifier: Apache-2.0 */
/* A gateway without a socket, started to be asked one thing: of a copy of a
 * journal, or one in memory. */
#ifndef GATEWAY_RECOMPUTE_ASKER_H
#define GATEWAY_RECOMPUTE_ASKER_H

#include "gateway/flow/flow.h"

struct dg_asker {
    uv_loop_t loop;
    struct dg_conf conf;
    struct dg_flow *flow;
    struct dg_buf reply; /* the last one */
    bool replied, failed, stopped, started;
    int64_t now_us;         /* its clock; never before its newest entry */
    struct dg_str reader;   /* who asks, "auditor/sj"; the caller's */
    struct dg_buf *problem; /* the caller's: why there was no answer */
    /* Of every entry; may be NULL. */
    void (*handle_entry)(void *ctx, const struct dg_header *header);
    void *ctx;
};

/* Opens it with a configuration's text, called by a name. copy: the file of an
 * export; NULL: it is empty, in memory, and started. reader, problem and
 * handle_entry are set before. Of failure why says more. */
enum dg_err dg_asker_open(struct dg_asker *asker, const char *name,
                          struct dg_str configuration, const char *copy,
                          struct dg_buf *why);
void dg_asker_close(struct dg_asker *asker);

/* Hands in an event as it is, believed. */
void dg_asker_submit(struct dg_asker *asker, struct dg_str event);
/* As that, and it has to be admitted: DG_ERR_MALFORMED, and problem, if not. */
enum dg_err dg_asker_say(struct dg_asker *asker, struct dg_str event);
/* Lets the journal take what was handed in, so that more can be. */
void dg_asker_run(struct dg_asker *asker);

/* Asks a type that reads ("dutygate.burden.read.v1"); appends its result, the
 * bytes as they are answered. DG_ERR_MALFORMED: it was not answered, problem
 * says why. */
enum dg_err dg_asker_ask(struct dg_asker *asker, const char *type,
                         struct dg_str params, struct dg_buf *result);

#endif
