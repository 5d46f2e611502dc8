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
#include "tests/plugins/form_dedup/ask/asked.h"
#include "tests/tap/tap.h"

#define STEPS 1200

#define DICTIONARY "dutygate.dictionary.publish.v1"
#define PUBLISH "dutygate.task.publish.v1"
#define CHECK "dutygate.task.check.v1"
#define AMEND "dutygate.task.amend.v1"
#define ERASE "dutygate.journal.erase.v1"

/* What was done, to be done again without what was erased. */
struct step {
    const char *type; /* NULL: of the hook task, or an answer */
    char *data;
    uint64_t sequence;
    struct dg_plugin_task task;
    unsigned task_index, offices, element, period;
};

static struct fake_host fake;
static struct step steps[4 * STEPS];
static unsigned step_count;

static struct dg_form_dedup *
plugin(void)
{
    return fake.state;
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
    ok(fake_host_task(&fake, task, asked_codes(step->offices, "", " ")) ==
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
        .period = dg_text_from(asked_period(asked->period)),
        .due_us = fake.time_us,
        .end = dg_text_from(end),
    };
    tell(step);
}

/* The effects of a kind on a field, or on all of its form's; of those that
 * share, which follow or do not. */
static unsigned
found_effects(enum dg_plugin_effect_kind kind, bool derivable,
              const char *pointer, unsigned fields)
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
                strcmp(e->dimension, "field") == 0 &&
                derivable == (strcmp(e->cause, "derivable") == 0)) {
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

static bool
is_right(const struct classes *want, const char *pointer, unsigned fields,
         bool check)
{
    const struct classes found = {
        check ? found_new(pointer) : asked_count_bits(want->fresh),
        found_effects(DG_PLUGIN_EFFECT_SHARE, false, pointer, fields),
        found_effects(DG_PLUGIN_EFFECT_PREFILL, false, pointer, fields),
        found_effects(DG_PLUGIN_EFFECT_SHARE, true, pointer, fields)};
    const struct classes wanted = {
        asked_count_bits(want->fresh), asked_count_bits(want->shared),
        asked_count_bits(want->known), asked_count_bits(want->derivable)};
    bool right = memcmp(&found, &wanted, sizeof found) == 0;
    if (!right) {
        printf("# %s: new %u shared %u known %u derivable %u, not %u %u %u "
               "%u\n",
               pointer, wanted.fresh, wanted.shared, wanted.known,
               wanted.derivable, found.fresh, found.shared, found.known,
               found.derivable);
    }
    return right;
}

/* Each field by itself, in the order of the form. */
static bool
judged_right(const char *at, const struct asked *asked, uint64_t but,
             bool check)
{
    unsigned count = forms[asked->form].count;
    struct classes classes[FIELDS];
    bool right = true;
    asked_judge(asked->form, asked->period, asked->offices, but, classes);
    for (unsigned i = 0; i < count && right; i++) {
        char pointer[64];
        snprintf(pointer, sizeof pointer, "%s/forms/0/fields/%u", at, i);
        right = is_right(&classes[i], pointer, count, check);
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
    asked->form = asked_draw(FORMS);
    asked->period = asked->form < FORMS - 3 ? asked_draw(MONTHS) : QUARTER;
    asked->offices =
        asked_draw(4) ? 1 + asked_draw((1u << OFFICES) - 1) : 0x7fu;
    snprintf(asked->source, sizeof asked->source, "%s", sources[asked_draw(3)]);
    text = asked_task(asked->form, asked->period, asked->offices);
    fake_host_decide(&fake, CHECK, asked->source, text);
    ok(judged_right("/data", asked, 0, true),
       "check %u: asked = new + shared + known, field by field", step_count);
    note_step(PUBLISH, text);
    ok(fake_host_send(&fake, PUBLISH, asked->source, text) <= DG_PLUGIN_NOTE &&
           judged_right("/data", asked, 0, false),
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
        struct asked *asked = &tasks[asked_draw(task_count)];
        if (asked->open) {
            return asked;
        }
    }
    return NULL;
}

static void
amend(struct asked *asked)
{
    struct asked as = *asked;
    char text[9000];
    as.form = asked_draw(2)              ? asked->form
              : asked->period == QUARTER ? FORMS - 1 - asked_draw(3)
                                         : asked_draw(FORMS - 3);
    as.offices = 1 + asked_draw((1u << OFFICES) - 1);
    snprintf(text, sizeof text, "{'task': %llu, 'assignment': %s}",
             (unsigned long long) asked->task,
             asked_task(as.form, as.period, as.offices));
    note_step(AMEND, text);
    fake_host_send(&fake, AMEND, asked->source, text);
    ok(judged_right("/data/assignment", &as, asked->task, false),
       "amendment %u: not shared with the task itself", step_count);
    *asked = as;
    asked->content = fake.sequence;
    change(DG_PLUGIN_TASK_CHANGED, asked, "");
}

static void
narrow(struct asked *asked)
{
    unsigned offices = asked->offices & asked_draw(1u << OFFICES);
    asked->offices = offices ? offices : asked->offices;
    change(DG_PLUGIN_TASK_CHANGED, asked, "");
}

static void
end(struct asked *asked)
{
    asked->open = false;
    change(DG_PLUGIN_TASK_ENDED, asked,
           asked_draw(2) ? "withdrawn" : "expired");
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

static uint32_t
find_slot(unsigned element, unsigned period, bool take)
{
    const struct dg_element *e = dg_dictionary_find(
        plugin()->dictionary, dg_text_from(asked_code(element)));
    dg_period of = 0;
    if (e->period != DG_PERIOD_NONE) {
        dg_period_read(dg_text_from(asked_period(period)), &of);
    }
    return take ? dg_cells_take_slot(plugin()->cells, e->number, of)
                : dg_cells_slot(plugin()->cells, e->number, of);
}

static void
say(const struct step *step)
{
    struct dg_saying saying = {.sequence = step->sequence,
                               .time_us = 1,
                               .word = DG_WORD_VALUE,
                               .text = dg_text_from("7")};
    uint32_t slot = find_slot(step->element, step->period, true);
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
    step->element = asked_draw(ELEMENTS);
    step->period =
        asked_slot((struct field){step->element, false}, asked_draw(PERIODS));
    step->offices = 1 + asked_draw(63);
    answered[step->element][step->period] |= step->offices;
    say(step);
}

/* ---- what others ask ---------------------------------------------------- */

struct each {
    unsigned element, slot, office, seen;
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
        struct field of = forms[tasks[i].form].fields[field];
        if (tasks[i].task == task->task) {
            each->right = each->right && !tasks[i].erased &&
                          (tasks[i].offices >> each->office & 1) &&
                          of.element == each->element &&
                          asked_slot(of, tasks[i].period) == each->slot &&
                          (group->open > 0) >= tasks[i].open;
            each->seen++;
        }
    }
    return true;
}

static unsigned
model_tasks(unsigned element, unsigned slot, unsigned office)
{
    unsigned count = 0;
    for (unsigned i = 0; i < task_count; i++) {
        const struct form *form = &forms[tasks[i].form];
        bool asks = false;
        for (unsigned f = 0; f < form->count; f++) {
            asks =
                asks || (form->fields[f].element == element &&
                         asked_slot(form->fields[f], tasks[i].period) == slot);
        }
        count += asks && !tasks[i].erased && (tasks[i].offices >> office & 1);
    }
    return count;
}

static bool
slot_right(unsigned element, unsigned period)
{
    unsigned asked = asked_offices(element, period, 0), got = 0;
    struct each each = {element, period, asked_draw(OFFICES), 0, true};
    uint32_t slot = find_slot(element, period, false);
    if (slot == DG_SLOT_NONE) {
        return asked == 0;
    }
    dg_asks_each(plugin()->asks, slot, 101200 + each.office, see_task, &each);
    for (unsigned i = 0; i < OFFICES; i++) {
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
            unsigned slot = asked_slot((struct field){e, false}, p);
            right = right && slot_right(e, slot);
        }
    }
    ok(right, "step %u: whom slots ask, and who asks them", step_count);
}

/* ---- runs --------------------------------------------------------------- */

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
    unsigned what = asked_draw(20);
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
    asked_seed(first);
    step_count = task_count = 0;
    memset(answered, 0, sizeof answered);
    memset(tasks, 0, sizeof tasks);
    ok(fake_host_open(&fake, "form_dedup", NULL) &&
           fake_host_set_day(&fake, "2026-11-22"),
       "seed %u", first);
    note_step(DICTIONARY, asked_dictionary());
    ok(fake_host_send(&fake, DICTIONARY, "keeper/bwb", asked_dictionary()) <=
           DG_PLUGIN_NOTE,
       "a dictionary");
    asked_make_forms();
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
