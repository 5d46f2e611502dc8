/* SPDX-License-Identifier: Apache-2.0 */
/* Random rosters with merges, audiences, withdrawals and acknowledgements: the
 * folds must say what a model says that looks at every office. */
#include <inttypes.h>
#include <stdlib.h>

#include "tests/gateway/inbox/numbers.h"
#include "tests/tap/tap.h"

#define SEEDS 40
#define STEPS 150

struct run {
    struct fixture fixture;
    struct model model;
    struct numbers numbers;
    uint64_t random;
    uint64_t sequence;
    unsigned seed, step;
    bool good;
};

/* xorshift64*: the same sequence everywhere. */
static unsigned
pick(struct run *run, unsigned below)
{
    run->random ^= run->random >> 12;
    run->random ^= run->random << 25;
    run->random ^= run->random >> 27;
    return (unsigned) ((run->random * UINT64_C(2685821657736338717)) >> 33) %
           below;
}

static void
expect(struct run *run, bool condition, const char *what)
{
    if (!condition) {
        printf("# seed %u step %u: %s\n", run->seed, run->step, what);
        run->good = false;
    }
}

static void
agree(struct run *run, const char *wrong)
{
    expect(run, !wrong, wrong);
}

/* ---- rosters ------------------------------------------------------------ */

/* What a version does to each slot. */
struct change {
    bool whole;
    bool listed[MODEL_SLOTS], ended[MODEL_SLOTS], keeps[MODEL_SLOTS];
    struct dg_buf json;
};

static void
choose(struct run *run, struct change *change)
{
    const struct model *model = &run->model;
    bool first = model->version == 0;

    change->whole = first || pick(run, 10) == 0;
    for (int i = 0; i < MODEL_SLOTS; i++) {
        if (!model->live[i]) {
            change->listed[i] = pick(run, 4) < (first ? 3 : 1);
        } else if (change->whole) {
            change->listed[i] = pick(run, 4) > 0;
            change->ended[i] = !change->listed[i] && pick(run, 2);
        } else {
            change->listed[i] = pick(run, 20) == 0;
            change->ended[i] = !change->listed[i] && pick(run, 12) == 0;
        }
        change->keeps[i] =
            change->listed[i] ||
            (model->live[i] && !change->whole && !change->ended[i]);
    }
}

static int
pick_kept(struct run *run, const struct change *change)
{
    for (int tries = 0; tries < 50; tries++) {
        int slot = (int) pick(run, MODEL_SLOTS);
        if (change->keeps[slot]) {
            return slot;
        }
    }
    return -1;
}

static void
add_merge(struct run *run, const struct change *change, int from, int to)
{
    struct model *model = &run->model;
    bool goes_on = model->live[to] && change->keeps[to];

    fixture_need(model->merge_count < MODEL_MERGES, "merges");
    model->merges[model->merge_count++] =
        (struct model_merge){from, to, model->born[from],
                             goes_on ? model->born[to] : model->version + 1};
}

static void
write_ended(struct run *run, struct change *change)
{
    const char *before = "";

    dg_buf_text(&change->json, ",\"abolished\":[");
    for (int i = 0; i < MODEL_SLOTS; i++) {
        int heirs[2] = {-1, -1};
        if (!change->ended[i]) {
            continue;
        }
        dg_buf_printf(&change->json, "%s{\"code\":\"%" PRIu64 "\"", before,
                      model_code(i));
        for (unsigned n = pick(run, 3); n > 0; n--) {
            heirs[n - 1] = pick_kept(run, change);
        }
        if (heirs[0] >= 0) {
            dg_buf_printf(&change->json, ",\"successors\":[\"%" PRIu64 "\"",
                          model_code(heirs[0]));
            add_merge(run, change, i, heirs[0]);
            if (heirs[1] >= 0 && heirs[1] != heirs[0]) {
                dg_buf_printf(&change->json, ",\"%" PRIu64 "\"",
                              model_code(heirs[1]));
                add_merge(run, change, i, heirs[1]);
            }
            dg_buf_text(&change->json, "]");
        }
        dg_buf_text(&change->json, "}");
        before = ",";
    }
    dg_buf_text(&change->json, "]");
}

static void
write_listed(struct change *change)
{
    const char *before = "";

    dg_buf_text(&change->json, ",\"offices\":[");
    for (int i = 0; i < MODEL_SLOTS; i++) {
        if (change->listed[i]) {
            dg_buf_printf(&change->json,
                          "%s{\"code\":\"%" PRIu64 "\",\"name\":\"村%d\"}",
                          before, model_code(i), i);
            before = ",";
        }
    }
    dg_buf_text(&change->json, "]");
}

static void
write_group(struct run *run, struct change *change, int name)
{
    struct model *model = &run->model;
    const char *before = "";

    fixture_need(model->group_count < MODEL_GROUPS, "groups");
    dg_buf_printf(&change->json, "{\"name\":\"组%d\",\"codes\":[", name);
    model->names[name] = model->group_count;
    for (unsigned n = 1 + pick(run, 6); n > 0; n--) {
        int slot = pick_kept(run, change);
        bool *member = &model->groups[model->group_count][slot];
        if (!*member) {
            dg_buf_printf(&change->json, "%s\"%" PRIu64 "\"", before,
                          model_code(slot));
            before = ",";
        }
        *member = true;
    }
    model->group_count++;
    dg_buf_text(&change->json, "]}");
}

static void
write_groups(struct run *run, struct change *change)
{
    const char *before = "";

    dg_buf_text(&change->json, ",\"groups\":[");
    for (int name = 0; name < MODEL_NAMES; name++) {
        if (change->whole) {
            run->model.names[name] = -1;
        }
        if (pick(run, 3) == 0 && pick_kept(run, change) >= 0) {
            dg_buf_text(&change->json, before);
            write_group(run, change, name);
            before = ",";
        }
    }
    dg_buf_text(&change->json, "]}");
}

static void
apply_change(struct model *model, const struct change *change)
{
    model->version++;
    for (int i = 0; i < MODEL_SLOTS; i++) {
        if (change->keeps[i] && !model->live[i]) {
            model->born[i] = model->version;
        }
        model->live[i] = change->keeps[i];
    }
}

static void
check_counts(struct run *run)
{
    for (int i = 0; i < MODEL_SLOTS; i++) {
        for (unsigned level = 0; level < DG_DIVISION_LEVELS; level++) {
            struct dg_division prefix = dg_division_above(model_code(i), level);
            expect(run,
                   dg_roster_count(run->fixture.roster, prefix) ==
                       model_count(&run->model, prefix),
                   "count below a prefix");
        }
    }
}

static void
step_roster(struct run *run)
{
    struct change change = {.whole = false};
    struct fixture *f = &run->fixture;

    dg_buf_init(&change.json);
    choose(run, &change);
    dg_buf_printf(&change.json, "{\"version\":\"v%u\"", run->model.version + 1);
    if (!change.whole) {
        dg_buf_printf(&change.json, ",\"base\":\"v%u\"", run->model.version);
    }
    write_ended(run, &change);
    write_listed(&change);
    write_groups(run, &change);
    apply_change(&run->model, &change);
    fixture_roster(f, change.json.data);
    expect(run, f->findings.count == 0, fixture_said(f));
    expect(run, dg_roster_version(f->roster) == run->model.version, "version");
    check_counts(run);
    agree(run, numbers_check(&run->numbers, f, &run->model));
    dg_buf_finish(&change.json);
}

/* ---- audiences and tasks ------------------------------------------------ */

/* Mostly of offices that are there, so that not all is refused. */
static struct dg_division
pick_term(struct run *run, unsigned least, unsigned most)
{
    int slot = (int) pick(run, MODEL_SLOTS);

    for (int tries = 0; tries < 6 && !run->model.live[slot]; tries++) {
        slot = (int) pick(run, MODEL_SLOTS);
    }
    return dg_division_above(model_code(slot),
                             least + pick(run, most - least + 1));
}

static void
pick_request(struct run *run, struct model_request *request)
{
    *request = (struct model_request){.prefix_count = (int) pick(run, 3),
                                      .code_count = (int) pick(run, 3),
                                      .name_count = (int) pick(run, 3),
                                      .exclude_count = (int) pick(run, 4)};
    for (int i = 0; i < 4; i++) {
        request->prefixes[i] = pick_term(run, 0, 4);
        request->codes[i] = model_slot(pick_term(run, 5, 5).value);
        request->names[i] = (int) pick(run, MODEL_NAMES);
        request->excludes[i] = pick_term(run, 3, 5);
    }
}

static void
check_members(struct run *run, const struct model_task *task)
{
    const struct dg_task *got =
        dg_inbox_task(run->fixture.inbox, task->sequence);

    agree(run, got ? numbers_check_audience(&run->fixture, got->audience,
                                            &task->audience)
                   : "no such task");
}

static void
check_overlap(struct run *run, const struct model_task *a,
              const struct model_task *b)
{
    const struct dg_inbox *inbox = run->fixture.inbox;
    bool got = dg_audience_overlaps(dg_inbox_task(inbox, a->sequence)->audience,
                                    dg_inbox_task(inbox, b->sequence)->audience,
                                    run->fixture.roster);
    bool want = model_overlap(&a->audience, &b->audience);
    bool exact = a->audience.version == b->audience.version &&
                 !a->audience.excludes && !b->audience.excludes;

    expect(run, got || !want, "overlap is overlooked");
    expect(run, got == want || !exact, "overlap is not exact");
}

static void
check_inside(struct run *run, const struct model_task *task)
{
    struct dg_division prefixes[3];
    int count = 1 + (int) pick(run, 3);
    bool got, want;

    for (int i = 0; i < 3; i++) {
        prefixes[i] = pick_term(run, 0, 4);
    }
    got = dg_audience_inside(
        dg_inbox_task(run->fixture.inbox, task->sequence)->audience,
        run->fixture.roster, prefixes, (size_t) count);
    want = model_inside(&task->audience, prefixes, count);
    expect(run, want || !got, "inside though it is not");
    expect(run, got == want || task->audience.version != run->model.version,
           "inside is not exact");
}

static void
step_publish(struct run *run)
{
    struct fixture *f = &run->fixture;
    struct model *model = &run->model;
    struct model_task *task = &model->tasks[model->task_count];
    struct model_request request;
    struct dg_buf json;
    bool admitted;

    dg_buf_init(&json);
    memset(task, 0, sizeof *task);
    task->sequence = run->sequence += 1 + pick(run, 3);
    task->day = 1 + (int) pick(run, 28);
    pick_request(run, &request);
    admitted = model_resolve(model, &request, &task->audience);
    model_write(&request, task->day, &json);
    expect(run,
           !fixture_publish(f, task->sequence, "department/mzj", json.data),
           "publish");
    expect(run, (f->findings.count == 0) == admitted, json.data);
    if (admitted && f->findings.count == 0) {
        model->task_count++;
        check_members(run, task);
        for (int i = 0; i < model->task_count; i++) {
            check_overlap(run, task, &model->tasks[i]);
            check_overlap(run, &model->tasks[i], task);
            check_inside(run, &model->tasks[i]);
        }
    }
    dg_buf_finish(&json);
}

/* Whether all its recipients had the task already is told exactly when rosters
 * changed between, and never wrongly. */
static void
check_reached(struct run *run, const struct model_task *before,
              const struct model_audience *after, bool got)
{
    bool want = true;

    for (int i = 0; i < MODEL_SLOTS; i++) {
        want = want && (!after->has[i] || model_sees(&run->model, before, i));
    }
    expect(run, want || !got, "reached though not all were");
    expect(run, got == want || after->version == before->audience.version,
           "reached is not exact");
}

static void
step_amend(struct run *run)
{
    struct fixture *f = &run->fixture;
    struct model *model = &run->model;
    struct model_task *task;
    struct model_audience audience;
    struct model_request request;
    struct dg_buf json;
    uint32_t frozen;
    int day = 1 + (int) pick(run, 28);
    bool reached = false;
    enum dg_err err;

    if (model->task_count == 0) {
        return;
    }
    task = &model->tasks[pick(run, (unsigned) model->task_count)];
    dg_buf_init(&json);
    memset(&audience, 0, sizeof audience);
    pick_request(run, &request);
    model_write(&request, day, &json);
    frozen = dg_inbox_task(f->inbox, task->sequence)->audience->version;
    err =
        fixture_amend(f, ++run->sequence, task->sequence, json.data, &reached);
    dg_buf_finish(&json);
    expect(run,
           (f->findings.count == 0) ==
               model_resolve(model, &request, &audience),
           "amended audience");
    if (f->findings.count > 0) {
        return;
    }
    expect(run, err == (task->withdrawn ? DG_ERR_ABSENT : DG_OK), "amend");
    if (err) {
        return;
    }
    task->day = day;
    if (!reached) {
        memset(task->acknowledged, 0, sizeof task->acknowledged);
    }
    if (dg_inbox_task(f->inbox, task->sequence)->audience->version == frozen &&
        frozen != audience.version) {
        return; /* the same terms */
    }
    check_reached(run, task, &audience, reached);
    task->audience = audience;
    check_members(run, task);
}

static void
step_withdraw(struct run *run)
{
    struct fixture *f = &run->fixture;
    struct model_task *task;

    if (run->model.task_count == 0) {
        return;
    }
    task = &run->model.tasks[pick(run, (unsigned) run->model.task_count)];
    fixture_withdraw(f, "department/mzj", task->sequence);
    expect(run, (f->findings.count == 0) == !task->withdrawn, "withdrawal");
    task->withdrawn = true;
}

static void
step_acknowledge(struct run *run)
{
    struct fixture *f = &run->fixture;
    int slot = (int) pick(run, MODEL_SLOTS);
    struct model_task *task;
    char source[32];
    bool may;

    if (run->model.task_count == 0) {
        return;
    }
    task = &run->model.tasks[pick(run, (unsigned) run->model.task_count)];
    may = model_sees(&run->model, task, slot) && !task->withdrawn &&
          !task->acknowledged[slot];
    snprintf(source, sizeof source, "office/%" PRIu64, model_code(slot));
    fixture_acknowledge(f, source, task->sequence);
    expect(run, (f->findings.count == 0) == may, "acknowledgement");
    task->acknowledged[slot] = task->acknowledged[slot] || may;
}

/* ---- reading ------------------------------------------------------------ */

static void
put_tasks(const struct dg_json *page, struct dg_buf *out)
{
    const struct dg_json *task = dg_json_get(page, "tasks")->child;

    for (; task; task = task->next) {
        const struct dg_json *code = dg_json_get(task, "for");
        const char *before = ":";
        dg_buf_str(out, dg_json_get(task, "task")->text);
        dg_buf_text(out, dg_json_get(task, "acknowledged")->boolean ? "!" : "");
        for (code = code ? code->child : NULL; code; code = code->next) {
            dg_buf_text(out, before);
            dg_buf_str(out, code->text);
            before = ",";
        }
        dg_buf_text(out, " ");
    }
}

static size_t
words(const struct dg_buf *text)
{
    size_t count = 0;

    for (size_t i = 0; i < text->len; i++) {
        count += text->data[i] == ' ';
    }
    return count;
}

/* All pages, each of a few tasks. open is what the last one said. */
static void
read_pages(struct run *run, int slot, struct dg_buf *out, int64_t *open)
{
    struct dg_inbox_query query = {
        model_code(slot), {NULL, 0}, 1 + pick(run, 7), 0};
    struct dg_arena arena;

    dg_arena_init(&arena, SIZE_MAX);
    do {
        const struct dg_json *page;
        struct dg_json_error error;
        enum dg_err err;
        const char *text = fixture_read(&run->fixture, &query, &err);
        fixture_need(
            text &&
                !dg_json_parse(&arena, dg_arena_copy(&arena, dg_str_from(text)),
                               &page, &error),
            "page");
        put_tasks(page, out);
        dg_json_to_i64(dg_json_get(page, "open"), open);
        query.after = dg_json_get_str(page, "next");
    } while (query.after.len > 0);
    dg_arena_finish(&arena);
}

static void
check_inbox(struct run *run, int slot)
{
    struct dg_buf got, want;
    int64_t open = 0;

    if (run->model.born[slot] == 0) {
        return;
    }
    dg_buf_init(&got);
    dg_buf_init(&want);
    read_pages(run, slot, &got, &open);
    model_read(&run->model, slot, &want);
    if (got.len != want.len ||
        (got.len > 0 && memcmp(got.data, want.data, got.len) != 0)) {
        printf("#  got %s\n# want %s\n", got.len ? got.data : "",
               want.len ? want.data : "");
        expect(run, false, "inbox");
    }
    expect(run, (size_t) open == words(&want), "number of open tasks");
    dg_buf_finish(&got);
    dg_buf_finish(&want);
}

/* ---- runs --------------------------------------------------------------- */

static void
step(struct run *run)
{
    unsigned kind = pick(run, 20);

    if (run->step == 0 || kind == 0) {
        step_roster(run);
    } else if (kind < 10) {
        step_publish(run);
    } else if (kind < 11) {
        step_withdraw(run);
    } else if (kind < 13) {
        step_amend(run);
    } else if (kind < 17) {
        step_acknowledge(run);
    } else {
        check_inbox(run, (int) pick(run, MODEL_SLOTS));
    }
}

static void
run_seed(unsigned seed)
{
    struct run *run = calloc(1, sizeof *run);
    int seen = 0;

    fixture_need(run != NULL, "memory");
    run->seed = seed;
    run->random = UINT64_C(0x9e3779b97f4a7c15) * (seed + 1);
    run->good = true;
    fixture_init(&run->fixture);
    model_init(&run->model);
    for (run->step = 0; run->step < STEPS && run->good; run->step++) {
        step(run);
    }
    for (int i = 0; i < MODEL_SLOTS && run->good; i++) {
        check_inbox(run, i);
    }
    for (int i = 0; i < run->model.task_count && run->good; i++) {
        check_members(run, &run->model.tasks[i]);
        seen += !run->model.tasks[i].withdrawn;
    }
    expect(run, dg_inbox_open_count(run->fixture.inbox) == (size_t) seen,
           "open count");
    ok(run->good && seen > 5, "seed %u: %u versions, %d tasks, %d open", seed,
       run->model.version, run->model.task_count, seen);
    fixture_finish(&run->fixture);
    free(run);
}

int
main(void)
{
    for (unsigned seed = 0; seed < SEEDS; seed++) {
        run_seed(seed);
    }
    return tap_done();
}
