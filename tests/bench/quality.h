/* SPDX-License-Identifier: Apache-2.0 */
/* How right form_dedup was about the forms of a source: form-quality's
 * judgment. */
#ifndef TESTS_BENCH_QUALITY_H
#define TESTS_BENCH_QUALITY_H

#include "plugins/form_dedup/dictionary/dictionary.h"
#include "plugins/form_dedup/near/near_index.h"
#include "plugins/form_dedup/text/names.h"
#include "proto/codec/json.h"

struct quality_field {
    uint32_t eid, element, label, form;
};

struct quality_source {
    struct dg_str name;
    struct dg_dictionary *dictionary;
    struct dg_near_index *index;
    struct dg_names *eids, *labels;
    struct quality_field *fields;
    size_t field_count;
    uint32_t form_count;
};

struct quality_pair;

struct quality {
    double automatic, automatic_right;
    struct quality_pair *pairs; /* suggested */
    size_t pair_count;
    size_t other; /* pairs of labels that share an eid */
    size_t clear; /* … one that is clear */
};

/* NULL ends the program. */
void *quality_need(void *memory);
/* Of a source whose forms were all taken in. */
void quality_judge(const struct quality_source *source, struct quality *result);
/* Of sources together; their number makes their labels different. */
void quality_add(struct quality *all, const struct quality *one, size_t number);
void quality_tell(const char *name, struct quality *result);
void quality_finish(struct quality *result);

#endif
