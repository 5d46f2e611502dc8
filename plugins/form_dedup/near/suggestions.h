/* SPDX-License-Identifier: Apache-2.0 */
/* The fold of near matches: what was suggested, less what a keeper decided. It
 * follows from dictionary.suggest, merge and keep_apart alone. */
#ifndef PLUGINS_FORM_DEDUP_NEAR_SUGGESTIONS_H
#define PLUGINS_FORM_DEDUP_NEAR_SUGGESTIONS_H

#include "plugins/form_dedup/dictionary/dictionary.h"
#include "plugins/form_dedup/near/near_apart.h"
#include "plugins/form_dedup/near/near_job.h"

struct dg_suggestions {
    const struct dg_plugin_host *host;
    const struct dg_dictionary *dictionary;
    uint32_t upto;              /* elements before it were searched for */
    struct dg_near_pair *pairs; /* by a, b */
    size_t count, room;
    const struct dg_near_pair **order; /* best first; made when it is read */
    bool ordered;
    struct dg_near_apart apart;
};

void dg_suggestions_finish(struct dg_suggestions *suggestions);
/* The two as they are by now; false if there is nothing to be suggested: they
 * are one, or were decided on. Without memory that is said in apart. */
bool dg_suggestions_settle(struct dg_suggestions *suggestions,
                           struct dg_near_pair *pair);
/* All of them, best first; NULL without memory, or if there is none. */
const struct dg_near_pair **
dg_suggestions_order(struct dg_suggestions *suggestions);
/* dictionary.suggest, merge, keep_apart, after the dictionary took them in;
 * false without memory. */
bool dg_suggestions_add(struct dg_suggestions *suggestions,
                        const struct dg_plugin_value *data);
bool dg_suggestions_merge(struct dg_suggestions *suggestions,
                          const struct dg_plugin_value *data);
bool dg_suggestions_keep_apart(struct dg_suggestions *suggestions,
                               const struct dg_plugin_value *data);
/* After a decision: each pair as it is by now. */
bool dg_suggestions_tidy(struct dg_suggestions *suggestions);
void dg_suggestions_save(const struct dg_suggestions *suggestions,
                         struct dg_plugin_writer *out);

/* suggestions_read.c: dictionary.suggestions. Keepers see all, departments
 * what is about elements they brought. */
enum dg_plugin_status dg_suggestions_query(struct dg_suggestions *suggestions,
                                           const struct dg_plugin_value *params,
                                           struct dg_plugin_str reader,
                                           struct dg_plugin_writer *out);

#endif
