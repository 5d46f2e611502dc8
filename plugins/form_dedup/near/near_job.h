/* SPDX-License-Identifier: Apache-2.0 */
/* A search on the worker: new elements, copied on the loop, are taken into the
 * index, and each is compared with those before it. The job owns the index;
 * while it runs nobody else touches it. */
#ifndef PLUGINS_FORM_DEDUP_NEAR_NEAR_JOB_H
#define PLUGINS_FORM_DEDUP_NEAR_NEAR_JOB_H

#include "plugins/form_dedup/near/near_index.h"

struct dg_near_link {
    uint32_t element, form;
};

struct dg_near_pair {
    uint32_t a, b; /* a is the newer one */
    uint16_t score, evidence;
};

struct dg_near_job {
    struct dg_near_index *index;
    /* What to do; taken by the run. */
    struct dg_near_field *fields; /* malloc; their texts are in memory */
    uint32_t field_count;
    char *memory;              /* malloc */
    struct dg_option *options; /* malloc; the fields point into it */
    struct dg_near_link *links;
    size_t link_count;
    uint32_t from; /* elements before it are taken in and not searched for */
    /* What came of it: by a, ascending. */
    struct dg_near_pair *pairs; /* malloc */
    size_t pair_count, pair_room;
    bool failed; /* no memory: the index is gone, too */
};

void dg_near_job_finish(struct dg_near_job *job);
/* Copies what the elements say. False without memory: nothing is to do. */
bool dg_near_job_take(struct dg_near_job *job,
                      const struct dg_near_field *fields, uint32_t count);
/* On the worker. */
void dg_near_job_run(struct dg_near_job *job);
/* Forgets the pairs. */
void dg_near_job_clear(struct dg_near_job *job);

#endif
