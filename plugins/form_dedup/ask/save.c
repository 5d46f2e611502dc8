/* SPDX-License-Identifier: Apache-2.0 */
/* The fold of this room as JSON: what entries ask, and tasks with their forms.
 * Groups, sets and slots follow from these; how many offices are asked of each
 * slot is said all the same, so that a comparison sees whether they do. */
#include <stdlib.h>

#include "plugins/form_dedup/ask/ask_internal.h"
#include "plugins/form_dedup/text/print.h"

struct saving {
    const struct dg_asks *asks;
    struct dg_print print;
};

/* By what it is known by: its number depends on what was erased. */
static void
put_form(const struct saving *s, const struct dg_form *form)
{
    s->print.host->open_object(s->print.out);
    dg_print_text(&s->print, "control", form->control);
    dg_print_text(&s->print, "version", form->version);
    dg_print_number(&s->print, "fields", form->field_count);
    s->print.host->close_object(s->print.out);
}

static void
put_content(const struct saving *s, const struct content *content)
{
    s->print.host->open_object(s->print.out);
    dg_print_number(&s->print, "entry", content->sequence);
    dg_print_text(&s->print, "title", content->title);
    dg_print_text(&s->print, "duty", content->duty);
    dg_print_text(&s->print, "document", content->document);
    s->print.host->put_name(s->print.out, "review");
    s->print.host->put_boolean(s->print.out, content->review);
    dg_print_open_array(&s->print, "forms");
    for (uint32_t i = 0; i < content->form_count; i++) {
        put_form(s, dg_forms_form(s->asks->forms, content->forms[i].number));
    }
    s->print.host->close_array(s->print.out);
    s->print.host->close_object(s->print.out);
}

static void
put_asks(const struct saving *s, const struct dg_ask *ask)
{
    dg_print_open_array(&s->print, "forms");
    for (; ask; ask = ask->sibling) {
        put_form(s, s->asks->groups[ask->group]->shown.form);
    }
    s->print.host->close_array(s->print.out);
}

/* As runs, first and last of each: not the audience, which is that of the first
 * task that asked these offices, in whatever words. */
static void
put_offices(const struct saving *s, const roaring_bitmap_t *offices)
{
    roaring_uint32_iterator_t at;
    uint32_t first, last;
    dg_print_open_array(&s->print, "offices");
    roaring_init_iterator(offices, &at);
    while (at.has_value) {
        first = last = at.current_value;
        while (roaring_advance_uint32_iterator(&at) &&
               at.current_value == last + 1) {
            last++;
        }
        s->print.host->put_integer(s->print.out, first);
        s->print.host->put_integer(s->print.out, last);
    }
    s->print.host->close_array(s->print.out);
}

static void
put_task(const struct saving *s, const struct dg_ask_task *task)
{
    s->print.host->open_object(s->print.out);
    dg_print_number(&s->print, "task", task->task);
    dg_print_number(&s->print, "content", task->content);
    dg_print_number(&s->print, "of", task->of);
    dg_print_number(&s->print, "forwards", task->forwards);
    dg_print_text(&s->print, "source", task->source);
    dg_print_text(&s->print, "period", task->period);
    dg_print_number(&s->print, "opened", task->opened_us);
    dg_print_number(&s->print, "due", task->due_us);
    dg_print_number(&s->print, "ended", task->ended_us);
    dg_print_text(&s->print, "end", task->end);
    put_offices(s, dg_offices_set(((const struct task *) task)->offices));
    put_asks(s, task->asks);
    s->print.host->close_object(s->print.out);
}

/* ---- slots -------------------------------------------------------------- */

struct asked {
    struct dg_plugin_str element;
    dg_period period;
    uint64_t offices;
};

static int
compare_asked(const void *a, const void *b)
{
    const struct asked *x = a, *y = b;
    int order = dg_text_compare(x->element, y->element);
    return order ? order : (x->period > y->period) - (x->period < y->period);
}

static bool
put_slots(const struct saving *s)
{
    uint32_t count = dg_cells_slot_count(s->asks->cells), used = 0;
    struct asked *asked = calloc(count + 1, sizeof *asked);
    for (uint32_t i = 0; asked && i < count; i++) {
        const struct dg_slot *slot = dg_cells_at(s->asks->cells, i);
        uint64_t offices = roaring_bitmap_get_cardinality(slot->asked);
        if (offices > 0) {
            asked[used++] = (struct asked){
                dg_dictionary_element(s->asks->dictionary, slot->element)->code,
                slot->period, offices};
        }
    }
    if (!asked) {
        return false;
    }
    qsort(asked, used, sizeof *asked, compare_asked);
    dg_print_open_array(&s->print, "asked");
    for (uint32_t i = 0; i < used; i++) {
        s->print.host->open_object(s->print.out);
        dg_print_text(&s->print, "element", asked[i].element);
        dg_print_period(&s->print, "period", asked[i].period);
        dg_print_number(&s->print, "offices", asked[i].offices);
        s->print.host->close_object(s->print.out);
    }
    s->print.host->close_array(s->print.out);
    free(asked);
    return true;
}

bool
dg_asks_save(struct dg_asks *asks, struct dg_plugin_writer *out)
{
    const struct saving s = {asks, {asks->host, out}};
    bool done;
    if (!dg_asks_settle(asks)) {
        return false;
    }
    s.print.host->open_object(out);
    dg_print_open_array(&s.print, "entries");
    for (size_t i = 0; i < asks->content_count; i++) {
        put_content(&s, asks->contents[i]);
    }
    s.print.host->close_array(out);
    dg_print_open_array(&s.print, "tasks");
    for (size_t i = 0; i < asks->task_count; i++) {
        put_task(&s, &asks->tasks[i]->shown);
    }
    s.print.host->close_array(out);
    done = put_slots(&s);
    s.print.host->close_object(out);
    return done;
}
