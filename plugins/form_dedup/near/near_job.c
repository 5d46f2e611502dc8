/* SPDX-License-Identifier: Apache-2.0 */
/* Copies and runs. What becomes of the pairs is near.c's. */
#include "plugins/form_dedup/near/near_job.h"

#include <stdlib.h>
#include <string.h>

/* ---- copying, on the loop ------------------------------------------------ */

static size_t
size_of(const struct dg_near_field *field)
{
    size_t size = field->label.len + field->unit.len + field->definition.len +
                  field->section.len + field->before.len + field->after.len;
    for (uint32_t i = 0; i < field->option_count; i++) {
        size += field->options[i].code.len + field->options[i].label.len;
    }
    return size;
}

static struct dg_plugin_str
copy_text(char **to, struct dg_plugin_str text)
{
    struct dg_plugin_str copy = {*to, text.len};
    if (text.len) {
        memcpy(*to, text.data, text.len);
        *to += text.len;
    }
    return copy;
}

static void
copy_field(struct dg_near_field *field, char **to, struct dg_option *options)
{
    const struct dg_option *from = field->options;
    field->label = copy_text(to, field->label);
    field->unit = copy_text(to, field->unit);
    field->definition = copy_text(to, field->definition);
    field->section = copy_text(to, field->section);
    field->before = copy_text(to, field->before);
    field->after = copy_text(to, field->after);
    field->options = options;
    for (uint32_t i = 0; i < field->option_count; i++) {
        options[i].code = copy_text(to, from[i].code);
        options[i].label = copy_text(to, from[i].label);
    }
}

static void
drop_fields(struct dg_near_job *job)
{
    free(job->fields);
    free(job->options);
    free(job->memory);
    job->fields = NULL;
    job->options = NULL;
    job->memory = NULL;
    job->field_count = 0;
}

bool
dg_near_job_take(struct dg_near_job *job, const struct dg_near_field *fields,
                 uint32_t count)
{
    size_t size = 1, options = 1;
    char *to;
    for (uint32_t i = 0; i < count; i++) {
        size += size_of(&fields[i]);
        options += fields[i].option_count;
    }
    drop_fields(job);
    job->memory = to = malloc(size);
    job->options = calloc(options, sizeof *job->options);
    job->fields = calloc(count + 1, sizeof *job->fields);
    if (!job->memory || !job->options || !job->fields) {
        drop_fields(job);
        return false;
    }
    options = 0;
    for (uint32_t i = 0; i < count; i++) {
        job->fields[i] = fields[i];
        copy_field(&job->fields[i], &to, job->options + options);
        options += fields[i].option_count;
    }
    job->field_count = count;
    return true;
}

void
dg_near_job_clear(struct dg_near_job *job)
{
    free(job->pairs);
    job->pairs = NULL;
    job->pair_count = job->pair_room = 0;
}

void
dg_near_job_finish(struct dg_near_job *job)
{
    drop_fields(job);
    dg_near_job_clear(job);
    free(job->links);
    job->links = NULL;
    job->link_count = 0;
    dg_near_index_destroy(job->index);
    job->index = NULL;
}

/* ---- running, on the worker ---------------------------------------------- */

static bool
add_pair(struct dg_near_job *job, uint32_t a, struct dg_near_match match)
{
    if (job->pair_count == job->pair_room) {
        size_t room = job->pair_room ? 2 * job->pair_room : 64;
        struct dg_near_pair *grown =
            realloc(job->pairs, room * sizeof *job->pairs);
        if (!grown) {
            return false;
        }
        job->pairs = grown;
        job->pair_room = room;
    }
    job->pairs[job->pair_count++] =
        (struct dg_near_pair){a, match.number, match.score, match.evidence};
    return true;
}

static bool
take_in(struct dg_near_job *job)
{
    if (!job->index) {
        job->index = dg_near_index_create();
    }
    for (uint32_t i = 0; job->index && i < job->field_count; i++) {
        if (!dg_near_index_add(job->index, &job->fields[i])) {
            return false;
        }
    }
    for (size_t i = 0; job->index && i < job->link_count; i++) {
        if (!dg_near_index_link(job->index, job->links[i].element,
                                job->links[i].form)) {
            return false;
        }
    }
    return job->index != NULL;
}

static bool
search(struct dg_near_job *job)
{
    struct dg_near_match found[DG_NEAR_MATCHES];
    for (uint32_t i = 0; i < job->field_count; i++) {
        uint32_t number = job->fields[i].number;
        size_t count = number < job->from
                           ? 0
                           : dg_near_index_find(job->index, number, found);
        for (size_t j = 0; j < count; j++) {
            if (!add_pair(job, number, found[j])) {
                return false;
            }
        }
    }
    return true;
}

void
dg_near_job_run(struct dg_near_job *job)
{
    job->failed = !take_in(job) || !search(job);
    if (job->failed) {
        dg_near_job_finish(job);
    } else {
        drop_fields(job);
        free(job->links);
        job->links = NULL;
        job->link_count = 0;
    }
}
