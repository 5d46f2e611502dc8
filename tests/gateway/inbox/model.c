/* SPDX-License-Identifier: Apache-2.0 */
/* Decides everything by going through all offices and all merges. */
#include "tests/gateway/inbox/model.h"

#include <inttypes.h>

void
model_init(struct model *model)
{
    memset(model, 0, sizeof *model);
    for (int i = 0; i < MODEL_NAMES; i++) {
        model->names[i] = -1;
    }
}

/* 52|53, city 01, county 01|02, town 100|101, village 000 to 004. */
uint64_t
model_code(int slot)
{
    uint64_t town = (uint64_t) slot / 5;

    return (52 + town / 4) * 10000000000 + 1 * 100000000 +
           (1 + town / 2 % 2) * 1000000 + (100 + town % 2) * 1000 +
           (uint64_t) slot % 5;
}

bool
model_is_town(int slot)
{
    return slot % 5 == 0;
}

static bool
is_below(int slot, struct dg_division prefix)
{
    struct dg_division code = {model_code(slot), 5};

    return dg_division_contains(prefix, code);
}

static bool
is_below_any(int slot, const struct dg_division *prefixes, int count)
{
    for (int i = 0; i < count; i++) {
        if (is_below(slot, prefixes[i])) {
            return true;
        }
    }
    return false;
}

uint32_t
model_count(const struct model *model, struct dg_division prefix)
{
    uint32_t count = 0;

    for (int i = 0; i < MODEL_SLOTS; i++) {
        count += model->live[i] && !model_is_town(i) && is_below(i, prefix);
    }
    return count;
}

static bool
is_live_code(const struct model *model, uint64_t code)
{
    for (int i = 0; i < MODEL_SLOTS; i++) {
        if (model_code(i) == code) {
            return model->live[i];
        }
    }
    return false;
}

static bool
is_good(const struct model *model, const struct model_request *request)
{
    bool good = true;

    for (int i = 0; i < request->prefix_count; i++) {
        good = good && model_count(model, request->prefixes[i]) > 0;
    }
    for (int i = 0; i < request->code_count; i++) {
        good = good && model->live[request->codes[i]];
    }
    for (int i = 0; i < request->name_count; i++) {
        good = good && model->names[request->names[i]] >= 0;
    }
    for (int i = 0; i < request->exclude_count; i++) {
        struct dg_division term = request->excludes[i];
        good = good && (term.level == 5 ? is_live_code(model, term.value)
                                        : model_count(model, term) > 0);
    }
    return good;
}

static bool
names_slot(const struct model *model, const struct model_request *request,
           int slot)
{
    bool named = !model_is_town(slot) &&
                 is_below_any(slot, request->prefixes, request->prefix_count);

    for (int i = 0; i < request->code_count; i++) {
        named = named || request->codes[i] == slot;
    }
    for (int i = 0; i < request->name_count; i++) {
        named = named || model->groups[model->names[request->names[i]]][slot];
    }
    return named;
}

bool
model_resolve(const struct model *model, const struct model_request *request,
              struct model_audience *audience)
{
    memset(audience, 0, sizeof *audience);
    if (!is_good(model, request)) {
        return false;
    }
    audience->version = model->version;
    audience->excludes = request->exclude_count > 0;
    for (int i = 0; i < MODEL_SLOTS; i++) {
        audience->has[i] =
            model->live[i] && names_slot(model, request, i) &&
            !is_below_any(i, request->excludes, request->exclude_count);
        audience->born[i] = model->live[i] ? model->born[i] : 0;
        audience->count += audience->has[i];
    }
    return audience->count > 0;
}

bool
model_overlap(const struct model_audience *a, const struct model_audience *b)
{
    for (int i = 0; i < MODEL_SLOTS; i++) {
        if (a->has[i] && b->has[i]) {
            return true;
        }
    }
    return false;
}

bool
model_inside(const struct model_audience *audience,
             const struct dg_division *prefixes, int count)
{
    for (int i = 0; i < MODEL_SLOTS; i++) {
        if (audience->has[i] && !is_below_any(i, prefixes, count)) {
            return false;
        }
    }
    return true;
}

/* Marks the slots whose record at the time got the task and became, in any
 * number of steps, this record. */
static void
mark_recipients(const struct model *model, const struct model_task *task,
                struct model_merge record, bool marked[MODEL_SLOTS])
{
    if (task->audience.has[record.to] &&
        task->audience.born[record.to] == record.to_born) {
        marked[record.to] = true;
    }
    for (int i = 0; i < model->merge_count; i++) {
        const struct model_merge *merge = &model->merges[i];
        if (merge->to == record.to && merge->to_born == record.to_born) {
            struct model_merge before = {-1, merge->from, 0, merge->from_born};
            mark_recipients(model, task, before, marked);
        }
    }
}

/* own: the slot's own record got it; then nobody else matters. */
static bool
find_recipients(const struct model *model, const struct model_task *task,
                int slot, bool *own, bool marked[MODEL_SLOTS])
{
    struct model_merge record = {-1, slot, 0, model->born[slot]};
    bool any = false;

    memset(marked, 0, MODEL_SLOTS * sizeof *marked);
    *own = task->audience.has[slot] &&
           task->audience.born[slot] == model->born[slot];
    if (model->born[slot] > 0) {
        mark_recipients(model, task, record, marked);
    }
    for (int i = 0; i < MODEL_SLOTS; i++) {
        any = any || marked[i];
    }
    return any;
}

bool
model_sees(const struct model *model, const struct model_task *task, int slot)
{
    bool own, marked[MODEL_SLOTS];

    return find_recipients(model, task, slot, &own, marked);
}

static void
read_task(const struct model *model, const struct model_task *task, int slot,
          struct dg_buf *out)
{
    bool own, marked[MODEL_SLOTS];
    const char *before = ":";

    if (task->withdrawn || !find_recipients(model, task, slot, &own, marked)) {
        return;
    }
    dg_buf_printf(out, "%" PRIu64 "%s", task->sequence,
                  task->acknowledged[slot] ? "!" : "");
    for (int i = 0; i < MODEL_SLOTS && !own; i++) {
        if (marked[i]) {
            dg_buf_printf(out, "%s%" PRIu64, before, model_code(i));
            before = ",";
        }
    }
    dg_buf_text(out, " ");
}

void
model_read(const struct model *model, int slot, struct dg_buf *out)
{
    for (int day = 1; day <= 28; day++) {
        for (int i = 0; i < model->task_count; i++) {
            if (model->tasks[i].day == day) {
                read_task(model, &model->tasks[i], slot, out);
            }
        }
    }
}

int
model_slot(uint64_t code)
{
    int slot = 0;

    while (model_code(slot) != code) {
        slot++;
    }
    return slot;
}

static void
write_terms(struct dg_buf *json, const char *name,
            const struct dg_division *terms, int count)
{
    dg_buf_printf(json, "\"%s\":[", name);
    for (int i = 0; i < count; i++) {
        char digits[DG_DIVISION_CODE_SIZE];
        dg_division_format(terms[i], digits);
        dg_buf_printf(json, "%s\"%s\"", i ? "," : "", digits);
    }
    dg_buf_text(json, "],");
}

void
model_write(const struct model_request *request, int day, struct dg_buf *json)
{
    struct dg_division codes[4];

    for (int i = 0; i < 4; i++) {
        codes[i] = dg_division_above(model_code(request->codes[i]), 5);
    }
    dg_buf_text(json, "{\"duty\":\"D-1\",\"title\":\"台账\",\"audience\":{");
    write_terms(json, "prefixes", request->prefixes, request->prefix_count);
    write_terms(json, "codes", codes, request->code_count);
    write_terms(json, "exclude", request->excludes, request->exclude_count);
    dg_buf_text(json, "\"groups\":[");
    for (int i = 0; i < request->name_count; i++) {
        dg_buf_printf(json, "%s\"组%d\"", i ? "," : "", request->names[i]);
    }
    dg_buf_printf(json, "]},\"due\":\"2026-03-%02d\"}", day);
}
