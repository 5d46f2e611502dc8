/* SPDX-License-Identifier: Apache-2.0 */
/* Random tasks, amendments, ends, answers and erasures against a model that
 * keeps no sets: what decide says of every field, to the office; whom slots
 * ask; and that what was erased leaves nothing. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "plugins/form_dedup/form_dedup.h"
#include "plugins/form_dedup/text/text.h"
#include "tests/fake/host.h"
#include "tests/tap/tap.h"

#define OFFICES 14
#define ELEMENTS 10 /* the first three of no period */
#define FORMS 7
#define FIELDS 6
#define PERIODS 3
#define TASKS 400
#define STEPS 1200

#define PUBLISH "dutygate.task.publish.v1"
#define CHECK "dutygate.task.check.v1"
#define AMEND "dutygate.task.amend.v1"
#define ERASE "dutygate.journal.erase.v1"

/* ---- the model ---------------------------------------------------------- */

struct form {
    unsigned count;
    unsigned elements[FIELDS];
    char text[4096];
};

struct asked {
    uint64_t task, content;
    unsigned form, period, offices; /* of offices a bit each */
    bool open, erased;
    char source[32];
};

/* What was done, to be done again without what was erased. */
struct step {
    const char *type; /* NULL: of the hook task, or an answer */
    char *data;
    uint64_t sequence;
    struct dg_plugin_task task;
    unsigned task_index, offices, element, period;
};

static struct fake_host fake;
static struct form forms[FORMS];
static struct asked tasks[TASKS];
static unsigned task_count;
static unsigned answered[ELEMENTS][PERIODS];
static struct step steps[4 * STEPS];
static unsigned step_count;
static char elements[ELEMENTS][32];
static uint32_t seed;

static unsigned
draw(unsigned below)
{
    seed = seed * 1664525u + 1013904223u;
    return (unsigned) ((uint64_t) (seed >> 8) * below >> 24);
}

static struct dg_form_dedup *
plugin(void)
{
    return fake.state;
}

static unsigned
slot_period(unsigned element, unsigned period)
{
    return element < 3 ? 0 : period;
}

static unsigned
count_bits(unsigned bits)
{
    unsigned count = 0;
    for (; bits; bits &= bits - 1) {
        count++;
    }
    return count;
}

/* Of whom open tasks, but for one, ask it. */
static unsigned
model_asked(unsigned element, unsigned period, uint64_t but)
{
    unsigned offices = 0;
    for (unsigned i = 0; i < task_count; i++) {
        const struct form *form = &forms[tasks[i].form];
        for (unsigned f = 0; f < form->count; f++) {
            if (tasks[i].open && tasks[i].task != but &&
                form->elements[f] == element &&
                slot_period(element, tasks[i].period) ==
                    slot_period(element, period)) {
                offices |= tasks[i].offices;
            }
        }
    }
    return offices;
}

/* ---- texts -------------------------------------------------------------- */

static const char *
write_codes(unsigned offices, const char *quote, const char *between)
{
    static char text[2][512];
    static unsigned which;
    size_t used = 0;
    which ^= 1;
    text[which][0] = '\0';
    for (unsigned i = 0; i < OFFICES; i++) {
        if (offices >> i & 1) {
            used += (size_t) snprintf(
                text[which] + used, 512 - used, "%s%s522731101%03u%s",
                used ? between : "", quote, 200 + i, quote);
        }
    }
    return text[which];
}

static const char *
write_period(unsigned period)
{
    static const char *const texts[PERIODS] = {"2026-09", "2026-10", "2026-11"};
    return texts[period];
}

static const char *
write_task(unsigned form, unsigned period, unsigned offices)
{
    static char text[8192];
    snprintf(text, sizeof text,
             "{'duty': 'mz-03', 'title': '月报', 'due': '2026-12-%02u', "
             "'period': '%s', 'audience': {'codes': [%s]}, 'forms': [%s]}",
             1 + draw(28), write_period(period),
             write_codes(offices, "'", ", "), forms[form].text);
    return text;
}

#define LABELS                                                                 \
    "'class': 'survey', 'authority': '省统计局', 'approval': "             \
    "'黔统制〔2026〕1号',"                                               \
    " 'validuntil': '2030-12-31'"

static void
make_form(unsigned number)
{
    struct form *form = &forms[number];
    size_t used = (size_t) snprintf(
        form->text, sizeof form->text,
        "{'control': '黔统%u', 'version': '1', " LABELS ", 'fields': [",
        number);
    form->count = 1 + draw(FIELDS);
    for (unsigned i = 0; i < form->count; i++) {
        form->elements[i] = draw(ELEMENTS);
        used += (size_t) snprintf(
            form->text + used, sizeof form->text - used,
            "%s{'name': 'f%u', 'label': '指标%u', 'element': '%s'}",
            i ? ", " : "", i, form->elements[i], elements[form->elements[i]]);
    }
    snprintf(form->text + used, sizeof form->text - used, "]}");
}

/* ---- what is done ------------------------------------------------------- */

static struct step *
note_step(const char *type, const char *data)
{
    struct step *step = &steps[step_count++];
    *step = (struct step){.type = type,
                          .data = data ? strdup(data) : NULL,
                          .sequence = fake.sequence};
    return step;
}

static void
tell(struct step *step)
{
    const struct dg_plugin_task *task = &step->task;
    ok(fake_host_task(&fake, task, write_codes(step->offices, "", " ")) ==
           DG_PLUGIN_OK,
       "told of task %llu", (unsigned long long) task->task);
}

static void
change(enum dg_plugin_change kind, const struct asked *asked, const char *end)
{
    struct step *step = note_step(NULL, NULL);
    step->task_index = (unsigned) (asked - tasks);
    step->offices = asked->offices;
    step->task = (struct dg_plugin_task){
        .change = kind,
        .task = asked->task,
        .content = asked->content,
        .source = dg_text_from(asked->source),
        .period = dg_text_from(write_period(asked->period)),
        .due_us = fake.time_us,
        .end = dg_text_from(end),
    };
    tell(step);
}

/* The effects of a kind on a field, or on all of its form's. */
static unsigned
found_effects(enum dg_plugin_effect_kind kind, const char *pointer,
              unsigned fields)
{
    struct dg_plugin_str form = {
        pointer, (size_t) (strstr(pointer, "/fields/") - pointer)};
    unsigned offices = 0;
    for (size_t i = 0; i < fake.findings.count; i++) {
        const struct dg_plugin_finding *f = &fake.findings.items[i];
        for (size_t k = 0; k < f->effect_count; k++) {
            const struct dg_plugin_effect *e = &f->effects[k];
            bool one = dg_text_is(e->pointer, pointer) && e->quantity == 1;
            bool all = dg_text_equal(e->pointer, form) && e->quantity == fields;
            if (e->kind == kind && (one || all) &&
                strcmp(e->dimension, "field") == 0) {
                offices += e->offices;
            }
        }
    }
    return offices;
}

/* "is new to 7 offices" at the pointer, of a task.check. */
static unsigned
found_new(const char *pointer)
{
    for (size_t i = 0; i < fake.findings.count; i++) {
        const struct dg_plugin_finding *f = &fake.findings.items[i];
        if (strcmp(f->code, "field-new") == 0 &&
            dg_text_is(f->pointer, pointer)) {
            const char *at = strstr(f->text.data, "new to ");
            return at ? (unsigned) atoi(at + strlen("new to ")) : 0;
        }
    }
    return 0;
}

/* Each field by itself, in the order of the form. */
static bool
judged_right(const char *at, unsigned number, unsigned period, unsigned offices,
             uint64_t but, bool check)
{
    const struct form *form = &forms[number];
    bool right = true;
    for (unsigned i = 0; i < form->count; i++) {
        unsigned e = form->elements[i];
        unsigned known = answered[e][slot_period(e, period)] & offices;
        unsigned shared = model_asked(e, period, but) & offices & ~known;
        unsigned fresh = offices & ~known & ~shared;
        char pointer[64];
        for (unsigned k = 0; k < i; k++) {
            if (form->elements[k] == e) {
                shared |= fresh;
                fresh = 0;
            }
        }
        snprintf(pointer, sizeof pointer, "%s/forms/0/fields/%u", at, i);
        right = right &&
                found_effects(DG_PLUGIN_EFFECT_PREFILL, pointer, form->count) ==
                    count_bits(known) &&
                found_effects(DG_PLUGIN_EFFECT_SHARE, pointer, form->count) ==
                    count_bits(shared) &&
                (!check || found_new(pointer) == count_bits(fresh));
        if (!right) {
            printf(
                "# %s: known %u, not %u; shared %u, not %u; new %u\n", pointer,
                count_bits(known),
                found_effects(DG_PLUGIN_EFFECT_PREFILL, pointer, form->count),
                count_bits(shared),
                found_effects(DG_PLUGIN_EFFECT_SHARE, pointer, form->count),
                count_bits(fresh));
            break;
        }
    }
    return right;
}

static void
publish(void)
{
    static const char *const sources[] = {"department/mzj", "department/wjj",
                                          "department/tjj"};
    struct asked *asked = &tasks[task_count];
    const char *text;
    asked->form = draw(FORMS);
    asked->period = draw(PERIODS);
    asked->offices = draw(4) ? 1 + draw((1u << OFFICES) - 1) : 0x7fu;
    snprintf(asked->source, sizeof asked->source, "%s", sources[draw(3)]);
    text = write_task(asked->form, asked->period, asked->offices);
    fake_host_decide(&fake, CHECK, asked->source, text);
    ok(judged_right("/data", asked->form, asked->period, asked->offices, 0,
                    true),
       "check %u: asked = new + shared + known, field by field", step_count);
    note_step(PUBLISH, text);
    ok(fake_host_send(&fake, PUBLISH, asked->source, text) <= DG_PLUGIN_NOTE &&
           judged_right("/data", asked->form, asked->period, asked->offices, 0,
                        false),
       "publish %u likewise", step_count);
    asked->task = asked->content = fake.sequence;
    asked->open = true;
    task_count++;
    change(DG_PLUGIN_TASK_OPENED, asked, "");
}

static struct asked *
find_open(void)
{
    for (unsigned tries = 0; tries < 50 && task_count > 0; tries++) {
        struct asked *asked = &tasks[draw(task_count)];
        if (asked->open) {
            return asked;
        }
    }
    return NULL;
}

static void
amend(struct asked *asked)
{
    unsigned form = draw(2) ? asked->form : draw(FORMS);
    unsigned offices = 1 + draw((1u << OFFICES) - 1);
    char text[9000];
    snprintf(text, sizeof text, "{'task': %llu, 'assignment': %s}",
             (unsigned long long) asked->task,
             write_task(form, asked->period, offices));
    note_step(AMEND, text);
    fake_host_send(&fake, AMEND, asked->source, text);
    ok(judged_right("/data/assignment", form, asked->period, offices,
                    asked->task, false),
       "amendment %u: not shared with the task itself", step_count);
    asked->form = form;
    asked->offices = offices;
    asked->content = fake.sequence;
    change(DG_PLUGIN_TASK_CHANGED, asked, "");
}

static void
narrow(struct asked *asked)
{
    unsigned offices = asked->offices & draw(1u << OFFICES);
    asked->offices = offices ? offices : asked->offices;
    change(DG_PLUGIN_TASK_CHANGED, asked, "");
}

static void
end(struct asked *asked)
{
    asked->open = false;
    change(DG_PLUGIN_TASK_ENDED, asked, draw(2) ? "withdrawn" : "expired");
}

static void
erase(struct asked *asked)
{
    uint64_t erased[2] = {asked->task, asked->content};
    fake.erased = erased;
    fake.erased_count = asked->content == asked->task ? 1 : 2;
    note_step(ERASE, "{}");
    fake_host_apply(&fake, ERASE, "keeper/bwb", "{}", DG_PLUGIN_NOTE);
    fake.erased_count = 0;
    asked->open = false;
    asked->erased = true;
    change(DG_PLUGIN_TASK_ENDED, asked, "erased");
}

static void
say(const struct step *step)
{
    const struct dg_element *element = dg_dictionary_find(
        plugin()->dictionary, dg_text_from(elements[step->element]));
    dg_period period = 0;
    struct dg_saying saying = {.sequence = step->sequence,
                               .time_us = 1,
                               .word = DG_WORD_VALUE,
                               .text = dg_text_from("7")};
    uint32_t slot;
    if (element->period != DG_PERIOD_NONE) {
        dg_period_read(dg_text_from(write_period(step->period)), &period);
    }
    slot = dg_cells_take_slot(plugin()->cells, element->number, period);
    saying.who = dg_names_take(plugin()->sources, dg_text_from("office/x"));
    for (unsigned i = 0; i < OFFICES; i++) {
        if (step->offices >> i & 1) {
            struct dg_cell_key key = {slot, 101200 + i, 0};
            dg_cells_say(plugin()->cells, key, &saying);
        }
    }
}

static void
answer(void)
{
    struct step *step;
    fake.sequence++;
    step = note_step(NULL, NULL);
    step->element = draw(ELEMENTS);
    step->period = draw(PERIODS);
    step->offices = 1 + draw(63);
    answered[step->element][slot_period(step->element, step->period)] |=
        step->offices;
    say(step);
}

/* ---- what others ask ---------------------------------------------------- */

struct each {
    unsigned element, period, office, seen;
    bool right;
};

static bool
see_task(void *ctx, const struct dg_ask_task *task, const struct dg_ask *ask,
         uint32_t field)
{
    struct each *each = ctx;
    const struct dg_ask_group *group =
        dg_asks_group(plugin()->asks, ask->group);
    for (unsigned i = 0; i < task_count; i++) {
        if (tasks[i].task == task->task) {
            each->right =
                each->right && !tasks[i].erased &&
                (tasks[i].offices >> each->office & 1) &&
                forms[tasks[i].form].elements[field] == each->element &&
                (group->open > 0) >= tasks[i].open;
            each->seen++;
        }
    }
    return true;
}

static unsigned
model_tasks(unsigned element, unsigned period, unsigned office)
{
    unsigned count = 0;
    for (unsigned i = 0; i < task_count; i++) {
        const struct form *form = &forms[tasks[i].form];
        bool asks = false;
        for (unsigned f = 0; f < form->count; f++) {
            asks = asks || form->elements[f] == element;
        }
        count += asks && !tasks[i].erased && (tasks[i].offices >> office & 1) &&
                 slot_period(element, tasks[i].period) ==
                     slot_period(element, period);
    }
    return count;
}

static bool
slot_right(unsigned element, unsigned period)
{
    const struct dg_element *e = dg_dictionary_find(
        plugin()->dictionary, dg_text_from(elements[element]));
    unsigned asked = model_asked(element, period, 0), got = 0;
    struct each each = {element, period, draw(OFFICES), 0, true};
    dg_period of = 0;
    uint32_t slot;
    if (e->period != DG_PERIOD_NONE) {
        dg_period_read(dg_text_from(write_period(period)), &of);
    }
    slot = dg_cells_slot(plugin()->cells, e->number, of);
    if (slot == DG_SLOT_NONE) {
        return asked == 0;
    }
    dg_asks_each(plugin()->asks, slot, 101200 + each.office, see_task, &each);
    for (unsigned i = 0; i < OFFICES; i++) {
        bool open = dg_asks_open(plugin()->asks, slot, 101200 + i);
        each.right = each.right && open == (asked >> i & 1);
        got |= (unsigned) roaring_bitmap_contains(
                   dg_cells_at(plugin()->cells, slot)->asked, 101200 + i)
               << i;
    }
    return each.right && got == asked &&
           each.seen == model_tasks(element, period, each.office);
}

static void
compare_slots(void)
{
    bool right = dg_asks_settle(plugin()->asks);
    for (unsigned e = 0; e < ELEMENTS; e++) {
        for (unsigned p = 0; p < PERIODS; p++) {
            right = right && slot_right(e, p);
        }
    }
    ok(right, "step %u: whom slots ask, and who asks them", step_count);
}

/* ---- runs --------------------------------------------------------------- */

/* Elements come of a form's fields, which from then on are named by code. */
static void
make_elements(void)
{
    char text[8192];
    size_t used = (size_t) snprintf(
        text, sizeof text,
        "{'duty': 'mz-01', 'title': '年报', 'due': '2026-12-31', 'period': "
        "'2020-01', 'audience': {'codes': ['522731101200']}, 'forms': "
        "[{'control': '黔统S', 'version': '1', " LABELS ", 'fields': [");
    for (unsigned i = 0; i < ELEMENTS; i++) {
        used += (size_t) snprintf(
            text + used, sizeof text - used,
            "%s{'name': 'e%u', 'label': '指标%u', 'type': 'integer', "
            "'period': '%s'}",
            i ? ", " : "", i, i, i < 3 ? "none" : "month");
    }
    snprintf(text + used, sizeof text - used, "]}]}");
    note_step(PUBLISH, text);
    fake_host_send(&fake, PUBLISH, "department/tjj", text);
    for (uint32_t i = 0; i < ELEMENTS; i++) {
        const struct dg_element *element =
            dg_dictionary_element(plugin()->dictionary, i);
        snprintf(elements[i], sizeof elements[i], "%.*s",
                 DG_TEXT_ARG(element->code));
    }
    ok(dg_dictionary_count(plugin()->dictionary) == ELEMENTS,
       "%u elements of %u fields", dg_dictionary_count(plugin()->dictionary),
       ELEMENTS);
}

static bool
is_erased(const struct step *step)
{
    if (step->task.task) {
        return tasks[step->task_index].erased;
    }
    for (unsigned i = 0; step->type && i < task_count; i++) {
        if (tasks[i].erased && (tasks[i].task == step->sequence + 1 ||
                                strstr(step->type, ".erase."))) {
            return true;
        }
    }
    return false;
}

/* What other rooms keep of what was erased is not asked here. */
static const char *
saved_asks(void)
{
    const char *asks = strstr(fake_host_save(&fake), "\"asks\":");
    return asks ? asks : "";
}

/* Everything once more but what was erased, and of amendments only what the
 * tasks read as: the same fold. */
static void
replay(void)
{
    char *saved = strdup(saved_asks());
    fake_host_close(&fake);
    ok(fake_host_open(&fake, "form_dedup", NULL) &&
           fake_host_set_day(&fake, "2026-11-22"),
       "opened anew");
    for (unsigned i = 0; i < step_count; i++) {
        struct step *step = &steps[i];
        if (is_erased(step)) {
            continue;
        }
        fake.sequence = step->sequence;
        if (step->task.task) {
            tell(step);
        } else if (step->type) {
            fake_host_apply(&fake, step->type, "department/mzj", step->data,
                            DG_PLUGIN_NOTE);
        } else {
            say(step);
        }
    }
    is_text(saved_asks(), saved, "a replay gives the same fold");
    free(saved);
}

static void
do_something(void)
{
    struct asked *open = find_open();
    unsigned what = draw(20);
    if (task_count < TASKS && (what < 9 || !open) && fake.task_count < 40) {
        publish();
    } else if (what < 14 && open) {
        end(open);
    } else if (what < 15 && open) {
        narrow(open);
    } else if (what < 17 && open) {
        amend(open);
    } else if (what < 18 && open && open->content == open->task) {
        erase(open);
    } else {
        answer();
    }
}

static void
run(uint32_t first)
{
    seed = first;
    step_count = task_count = 0;
    memset(answered, 0, sizeof answered);
    memset(tasks, 0, sizeof tasks);
    ok(fake_host_open(&fake, "form_dedup", NULL) &&
           fake_host_set_day(&fake, "2026-11-22"),
       "seed %u", first);
    make_elements();
    for (unsigned i = 0; i < FORMS; i++) {
        make_form(i);
    }
    for (unsigned i = 0; i < STEPS / 4; i++) {
        do_something();
        if (i % 8 == 0) {
            compare_slots();
        }
    }
    compare_slots();
    replay();
    compare_slots();
    fake_host_close(&fake);
    for (unsigned i = 0; i < step_count; i++) {
        free(steps[i].data);
    }
}

int
main(void)
{
    for (uint32_t i = 1; i <= 8; i++) {
        run(i * 7919);
    }
    return tap_done();
}
