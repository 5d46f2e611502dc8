/* SPDX-License-Identifier: Apache-2.0 */
/* What the inbox should answer, computed the slow way: every office of every
 * version is looked at one by one. Forty codes in eight towns, two counties of
 * each of two provinces; a code is known by its slot. */
#ifndef TESTS_GATEWAY_INBOX_MODEL_H
#define TESTS_GATEWAY_INBOX_MODEL_H

#include "proto/base/buf.h"
#include "proto/base/division.h"

#define MODEL_SLOTS 40
#define MODEL_NAMES 3 /* of groups */
#define MODEL_GROUPS 64
#define MODEL_TASKS 256
#define MODEL_MERGES 1024

struct model_audience {
    uint32_t version, count;
    bool has[MODEL_SLOTS];
    uint32_t born[MODEL_SLOTS]; /* of the record in force in that version */
    bool excludes;              /* something was excluded */
};

struct model_task {
    uint64_t sequence;
    int day; /* due */
    bool withdrawn;
    bool acknowledged[MODEL_SLOTS];
    struct model_audience audience;
};

/* One office became another: slots, and the versions they began with. */
struct model_merge {
    int from, to;
    uint32_t from_born, to_born;
};

struct model {
    uint32_t version;
    bool live[MODEL_SLOTS];
    uint32_t born[MODEL_SLOTS]; /* the newest record; 0: never */
    struct model_merge merges[MODEL_MERGES];
    int merge_count;
    bool groups[MODEL_GROUPS][MODEL_SLOTS];
    int group_count, names[MODEL_NAMES]; /* -1: no group of that name */
    struct model_task tasks[MODEL_TASKS];
    int task_count;
};

/* An audience as it is asked. */
struct model_request {
    struct dg_division prefixes[4], excludes[4];
    int codes[4], names[4];
    int prefix_count, code_count, name_count, exclude_count;
};

void model_init(struct model *model);
uint64_t model_code(int slot);
int model_slot(uint64_t code);
bool model_is_town(int slot);

/* Villages in force below a prefix. */
uint32_t model_count(const struct model *model, struct dg_division prefix);

/* The data of a task that asks for it, due on a day of 2026-03. */
void model_write(const struct model_request *request, int day,
                 struct dg_buf *json);

/* False if it would be refused. */
bool model_resolve(const struct model *model,
                   const struct model_request *request,
                   struct model_audience *audience);

bool model_overlap(const struct model_audience *a,
                   const struct model_audience *b);
bool model_inside(const struct model_audience *audience,
                  const struct dg_division *prefixes, int count);

/* True if the slot's office, or one it took over from, is a recipient. */
bool model_sees(const struct model *model, const struct model_task *task,
                int slot);

/* The slot's inbox: "<task>[!][:<code>,<code>] …", ! when acknowledged, codes
 * when it came to others. */
void model_read(const struct model *model, int slot, struct dg_buf *out);

#endif
