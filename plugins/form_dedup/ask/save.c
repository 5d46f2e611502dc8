/* SPDX-License-Identifier: Apache-2.0 */
/* The fold of this room as JSON: what entries ask, and tasks with their forms.
 * Groups, sets and slots follow from these; how many offices are asked of each
 * slot is said all the same, so that a comparison sees whether they do. */
#include <stdlib.h>

#include "plugins/form_dedup/ask/ask_internal.h"
#include "plugins/form_dedup/text/text.h"

struct saving {
    const struct dg_plugin_host *host;
    const struct dg_asks *asks;
    struct dg_plugin_writer *out;
};

static void
put_text(const struct saving *s, const char *name, struct dg_plugin_str text)
{
    if (text.len > 0) {
        s->host->put_name(s->out, name);
        s->host->put_text(s->out, text);
    }
}

static void
put_integer(const struct saving *s, const char *name, int64_t number)
{
    s->host->put_name(s->out, name);
    s->host->put_integer(s->out, number);
}

/* By what it is known by: its number depends on what was erased. */
static void
put_form(const struct saving *s, const struct dg_form *form)
{
    s->host->open_object(s->out);
    put_text(s, "control", form->control);
    put_text(s, "version", form->version);
    put_integer(s, "fields", form->field_count);
    s->host->close_object(s->out);
}

static void
put_content(const struct saving *s, const struct content *content)
{
    s->host->open_object(s->out);
    put_integer(s, "entry", (int64_t) content->sequence);
    put_text(s, "title", content->title);
    put_text(s, "duty", content->duty);
    put_text(s, "document", content->document);
    s->host->put_name(s->out, "review");
    s->host->put_boolean(s->out, content->review);
    s->host->put_name(s->out, "forms");
    s->host->open_array(s->out);
    for (uint32_t i = 0; i < content->form_count; i++) {
        put_form(s, dg_forms_form(s->asks->forms, content->forms[i].number));
    }
    s->host->close_array(s->out);
    s->host->close_object(s->out);
}

static void
put_asks(const struct saving *s, const struct dg_ask *ask)
{
    s->host->put_name(s->out, "forms");
    s->host->open_array(s->out);
    for (; ask; ask = ask->sibling) {
        put_form(s, s->asks->groups[ask->group]->shown.form);
    }
    s->host->close_array(s->out);
}

/* As runs, first and last of each: not the audience, which is that of the first
 * task that asked these offices, in whatever words. */
static void
put_offices(const struct saving *s, const roaring_bitmap_t *offices)
{
    roaring_uint32_iterator_t at;
    uint32_t first, last;
    s->host->put_name(s->out, "offices");
    s->host->open_array(s->out);
    roaring_init_iterator(offices, &at);
    while (at.has_value) {
        first = last = at.current_value;
        while (roaring_advance_uint32_iterator(&at) &&
               at.current_value == last + 1) {
            last++;
        }
        s->host->put_integer(s->out, first);
        s->host->put_integer(s->out, last);
    }
    s->host->close_array(s->out);
}

static void
put_task(const struct saving *s, const struct dg_ask_task *task)
{
    s->host->open_object(s->out);
    put_integer(s, "task", (int64_t) task->task);
    put_integer(s, "content", (int64_t) task->content);
    put_integer(s, "of", (int64_t) task->of);
    put_integer(s, "forwards", (int64_t) task->forwards);
    put_text(s, "source", task->source);
    put_text(s, "period", task->period);
    put_integer(s, "opened", task->opened_us);
    put_integer(s, "due", task->due_us);
    put_integer(s, "ended", task->ended_us);
    put_text(s, "end", task->end);
    put_offices(s, dg_offices_set(((const struct task *) task)->offices));
    put_asks(s, task->asks);
    s->host->close_object(s->out);
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
    s->host->put_name(s->out, "asked");
    s->host->open_array(s->out);
    for (uint32_t i = 0; i < used; i++) {
        char period[11];
        dg_period_write(asked[i].period, period);
        s->host->open_object(s->out);
        put_text(s, "element", asked[i].element);
        put_text(s, "period", dg_text_from(period));
        put_integer(s, "offices", (int64_t) asked[i].offices);
        s->host->close_object(s->out);
    }
    s->host->close_array(s->out);
    free(asked);
    return true;
}

bool
dg_asks_save(struct dg_asks *asks, struct dg_plugin_writer *out)
{
    const struct saving s = {asks->host, asks, out};
    bool done;
    if (!dg_asks_settle(asks)) {
        return false;
    }
    s.host->open_object(out);
    s.host->put_name(out, "entries");
    s.host->open_array(out);
    for (size_t i = 0; i < asks->content_count; i++) {
        put_content(&s, asks->contents[i]);
    }
    s.host->close_array(out);
    s.host->put_name(out, "tasks");
    s.host->open_array(out);
    for (size_t i = 0; i < asks->task_count; i++) {
        put_task(&s, &asks->tasks[i]->shown);
    }
    s.host->close_array(out);
    done = put_slots(&s);
    s.host->close_object(out);
    return done;
}
