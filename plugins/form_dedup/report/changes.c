/* SPDX-License-Identifier: Apache-2.0 */
/* report.changes: what became of values that the reader had got already, in the
 * order of entries: corrected, said anew, returned; and of values of its own
 * that follow from such ones. What comes for the first time is no change. */
#include <stdio.h>
#include <stdlib.h>

#include "plugins/form_dedup/report/depends.h"
#include "plugins/form_dedup/report/reader.h"
#include "plugins/form_dedup/report/report.h"
#include "plugins/form_dedup/report/roll.h"

#define PAGE_DEFAULT 100
#define PAGE_CHANGES 50000 /* looked at; more than one entry can say */

struct changes {
    const struct dg_form_dedup *plugin;
    struct dg_print print;
    struct dg_depends depends;
    uint64_t entry; /* that is looked at */
    uint64_t rows;  /* of it so far … */
    uint64_t skip;  /* … of which so many were on the page before */
    int64_t limit, looks;
    uint64_t disclosed;
    bool more;
};

/* One thing said again, for one field. */
struct change {
    const struct dg_depend *depend;
    struct dg_view view;
    struct dg_cell_key key; /* of what was said */
    uint32_t office;        /* whose report it is in: its own, or its town */
    const struct dg_saying *saying;
    bool has_old, has_new;
    struct dg_saying old, new;
    bool followed; /* without old: what was read before, because it followed */
    struct dg_given was;
};

/* ---- whether it is one -------------------------------------------------- */

static bool
is_same(const struct dg_saying *a, const struct dg_saying *b)
{
    return a->sequence == b->sequence ||
           ((a->word == DG_WORD_NONE) == (b->word == DG_WORD_NONE) &&
            dg_text_equal(a->text, b->text) && dg_text_equal(a->unit, b->unit));
}

/* The last value that had counted before. */
static bool
find_old(const struct change *change, struct dg_saying *old, bool *at_once)
{
    const struct dg_cells *cells = change->view.plugin->cells;
    struct dg_saying saying = *change->saying;
    for (*at_once = true; dg_cells_before(cells, &saying); *at_once = false) {
        if (dg_cells_value_then(cells, change->key, &saying,
                                change->view.passed, old)) {
            return true;
        }
    }
    return false;
}

static struct dg_given_key
given_key(const struct change *change)
{
    return (struct dg_given_key){.field = change->depend->field,
                                 .office = change->office,
                                 .subject = change->key.subject};
}

/* Said for the first time: it may have followed until then. */
static bool
takes_place(struct change *change)
{
    const struct dg_dictionary *dictionary = change->view.plugin->dictionary;
    const struct dg_slot *slot =
        dg_cells_at(change->view.plugin->cells, change->key.slot);
    struct dg_given now;
    if (!change->has_new) {
        return false;
    }
    if (!change->depend->direct) { /* what still held was taken */
        return dg_dictionary_element(dictionary, slot->element)->freshness > 0;
    }
    dg_given_followed(&change->view, given_key(change), change->new.sequence,
                      &change->was);
    change->followed = change->was.derived.origin != DG_ORIGIN_MISSING;
    dg_given_said(&change->view, change->depend->field, &change->new, &now);
    return change->followed && !dg_text_equal(now.text, change->was.text);
}

static bool
is_change(struct change *change)
{
    bool at_once;
    change->has_new =
        dg_cells_value_then(change->view.plugin->cells, change->key,
                            change->saying, change->view.passed, &change->new);
    change->has_old = find_old(change, &change->old, &at_once);
    if (!change->has_old) {
        return takes_place(change);
    }
    return change->has_new ? !at_once || !is_same(&change->old, &change->new)
                           : at_once;
}

static bool
is_mine(const struct change *change)
{
    return change->office != DG_PLUGIN_NO_OFFICE &&
           (roaring_bitmap_contains(change->view.group->offices,
                                    change->office) ||
            change->view.plugin->host->audience_reaches(
                change->view.task->audience, change->office));
}

/* Of a list, a row of it: others may have the same key. */
static bool
is_of_list(const struct change *change)
{
    const struct dg_form *form = change->view.group->form;
    int16_t list = form->fields[change->depend->field].list;
    return change->key.subject == 0 || list < 0 ||
           dg_roll_has(&change->view, &form->lists[list],
                       (struct dg_given_key){.field = change->depend->field,
                                             .office = change->office,
                                             .subject = change->key.subject});
}

/* The field's value follows, or followed, from what was said. */
static bool
follows(const struct change *change)
{
    const struct dg_slot *slot =
        dg_cells_at(change->view.plugin->cells, change->key.slot);
    struct dg_given given;
    dg_given_make(&change->view, given_key(change), &given);
    switch (given.derived.origin) {
    case DG_ORIGIN_SAID:
        return false;
    case DG_ORIGIN_MISSING:
        return !change->has_new;
    case DG_ORIGIN_OLDER:
        return given.derived.as_of == slot->period;
    default:
        return true;
    }
}

static uint32_t
town_of(const struct dg_plugin_host *host, uint32_t office)
{
    char code[24];
    if (office >= DG_PLUGIN_TOWNS) {
        return DG_PLUGIN_NO_OFFICE;
    }
    snprintf(code, sizeof code, "%09llu000",
             (unsigned long long) (host->office_code(host, office) / 1000));
    return host->office_number(host, dg_text_from(code));
}

/* ---- telling ------------------------------------------------------------ */

/* In the words of the field, or, of what it follows from, as it was said. */
static void
put_side(const struct changes *changes, const struct change *change,
         const char *name, const struct dg_saying *saying)
{
    const struct dg_print *print = &changes->print;
    struct dg_given given = {.text = saying->text};
    bool counted = change->key.subject == 0 && change->depend->list;
    if (change->depend->direct && !counted) {
        dg_given_said(&change->view, change->depend->field, saying, &given);
    }
    dg_print_open_object(print, name);
    dg_row_put_given(print, &given, saying->word == DG_WORD_NONE);
    if (!change->depend->direct) {
        dg_print_text(print, "unit", saying->unit);
    }
    dg_print_number(print, "sequence", saying->sequence);
    print->host->close_object(print->out);
}

/* What followed, or follows. */
static void
put_followed(const struct changes *changes, const char *name,
             const struct dg_given *given)
{
    const struct dg_print *print = &changes->print;
    if (given->derived.origin == DG_ORIGIN_MISSING) {
        return;
    }
    dg_print_open_object(print, name);
    dg_row_put_given(print, given, given->derived.none);
    if (given->derived.origin == DG_ORIGIN_OLDER) {
        dg_print_period(print, "asof", given->derived.as_of);
    } else {
        dg_print_flag(print, "derived", true);
    }
    print->host->close_object(print->out);
}

static void
put_gone(const struct changes *changes, const struct change *change)
{
    dg_print_word(&changes->print, "gone",
                  change->saying->word == DG_WORD_RETURNED ? "returned"
                                                           : "removed");
}

static void
put_sides(struct changes *changes, const struct change *change)
{
    if (change->has_old) {
        put_side(changes, change, "old", &change->old);
    } else if (change->followed) {
        put_followed(changes, "old", &change->was);
    }
    if (change->has_new) {
        put_side(changes, change, "new", &change->new);
    } else {
        put_gone(changes, change);
    }
}

/* The cell's own value; where it is gone, what takes its place by now. */
static void
put_direct(struct changes *changes, const struct change *change)
{
    struct dg_given given;
    put_sides(changes, change);
    if (!change->has_new && change->key.subject == 0 && !change->depend->list) {
        dg_given_make(&change->view, given_key(change), &given);
        if (given.derived.origin != DG_ORIGIN_SAID) {
            put_followed(changes, "new", &given);
        }
    }
}

/* What the field amounts to by now, and what it followed from that changed. */
static void
put_derived(struct changes *changes, const struct change *change)
{
    const struct dg_print *print = &changes->print;
    const struct dg_slot *slot =
        dg_cells_at(change->view.plugin->cells, change->key.slot);
    struct dg_given given;
    dg_given_make(&change->view, given_key(change), &given);
    put_followed(changes, "new", &given);
    if (given.derived.origin == DG_ORIGIN_MISSING) {
        put_gone(changes, change);
    }
    dg_print_open_object(print, "from");
    dg_print_text(
        print, "element",
        dg_dictionary_element(change->view.plugin->dictionary, slot->element)
            ->code);
    dg_print_period(print, "period", slot->period);
    put_sides(changes, change);
    print->host->close_object(print->out);
}

/* Which row of a list: its key, as the requester has it. */
static void
put_subject(struct changes *changes, const struct change *change)
{
    const struct dg_form *form = change->view.group->form;
    uint32_t key = form->lists[form->fields[change->depend->field].list].key;
    struct dg_given given;
    char pseudonym[33];
    dg_cells_subject_name(change->view.plugin->cells, change->key.subject,
                          pseudonym);
    dg_print_word(&changes->print, "subject", pseudonym);
    dg_given_make(&change->view,
                  (struct dg_given_key){.field = key,
                                        .office = change->office,
                                        .subject = change->key.subject},
                  &given);
    dg_print_text(&changes->print, "key", given.text);
    changes->disclosed++;
}

static void
put_change(struct changes *changes, const struct change *change)
{
    const struct dg_print *print = &changes->print;
    const struct dg_saying *saying = change->saying;
    const struct dg_form_field *field =
        &change->view.group->form->fields[change->depend->field];
    print->host->open_object(print->out);
    dg_print_number(print, "sequence", saying->sequence);
    dg_print_time(print, "time", saying->time_us);
    dg_print_text(print, "by",
                  dg_names_text(changes->plugin->sources, saying->who));
    dg_print_number(print, "task", change->view.task->task);
    dg_print_text(print, "control", change->view.group->form->control);
    dg_print_text(print, "period", change->view.task->period);
    dg_print_text(print, "field", field->name);
    dg_print_text(print, "label", field->label);
    dg_print_place(print, change->office);
    if (change->key.subject) {
        put_subject(changes, change);
    } else if (change->depend->list) {
        dg_print_flag(print, "rows", true);
    }
    if (change->depend->direct) {
        put_direct(changes, change);
    } else {
        put_derived(changes, change);
    }
    dg_print_text(print, "reason",
                  saying->word == DG_WORD_RETURNED ? saying->text
                                                   : saying->reason);
    print->host->close_object(print->out);
}

/* ---- one page ----------------------------------------------------------- */

/* False: the page is full. */
static bool
see_change(struct changes *changes, struct change *change)
{
    if (!is_mine(change) || !is_of_list(change) || !is_change(change) ||
        (!change->depend->direct && !follows(change))) {
        return true;
    }
    if (changes->rows++ < changes->skip) {
        return true;
    }
    if (changes->limit == 0) {
        changes->rows--;
        return false;
    }
    changes->limit--;
    put_change(changes, change);
    return true;
}

static bool
handle_again(void *ctx, struct dg_cell_key key, const struct dg_saying *saying)
{
    struct changes *changes = ctx;
    const struct dg_depend *depend, *end;
    if (saying->sequence != changes->entry) {
        changes->skip = changes->entry ? 0 : changes->skip;
        changes->entry = saying->sequence;
        changes->rows = 0;
    }
    changes->more = --changes->looks < 0;
    depend = dg_depends_find(&changes->depends, key.slot, &end);
    for (; depend < end && !changes->more; depend++) {
        const struct dg_ask_group *group =
            dg_asks_group(changes->plugin->asks, depend->ask->group);
        struct change change = {
            .depend = depend,
            .view = {changes->plugin, depend->task, group,
                     depend->task->review},
            .key = key,
            .office = depend->space ? town_of(changes->print.host, key.office)
                                    : key.office,
            .saying = saying,
        };
        changes->more = !see_change(changes, &change);
    }
    return !changes->more;
}

/* "<entry>.<rows of it that were told>" */
static void
read_after(struct dg_plugin_str text, uint64_t *since, uint64_t *skip)
{
    uint64_t numbers[2] = {0, 0};
    size_t at = 0;
    for (size_t i = 0; i < text.len; i++) {
        if (text.data[i] == '.') {
            at = 1;
        } else {
            numbers[at] = numbers[at] * 10 + (uint64_t) (text.data[i] - '0');
        }
    }
    if (text.len > 0 && numbers[0] > 0) {
        *since = numbers[0] - 1;
        *skip = numbers[1];
    }
}

static void
put_page(struct changes *changes, uint64_t since)
{
    const struct dg_print *print = &changes->print;
    char text[64];
    print->host->open_object(print->out);
    dg_print_open_array(print, "changes");
    dg_cells_each_again(changes->plugin->cells, since, handle_again, changes);
    print->host->close_array(print->out);
    if (changes->more) {
        snprintf(text, sizeof text, "%llu.%llu",
                 (unsigned long long) changes->entry,
                 (unsigned long long) changes->rows);
        dg_print_word(print, "next", text);
    }
    print->host->close_object(print->out);
    if (changes->disclosed > 0) {
        print->host->disclose(print->out, dg_text_from("changes"),
                              changes->disclosed);
    }
}

enum dg_plugin_status
dg_changes_query(struct dg_form_dedup *plugin, struct dg_plugin_str name,
                 const struct dg_plugin_value *params,
                 struct dg_plugin_str reader, struct dg_plugin_writer *out)
{
    const struct dg_plugin_host *host = plugin->host;
    struct changes changes = {
        .plugin = plugin,
        .print = {host, out},
        .limit = host->integer(host->member(params, "limit"), PAGE_DEFAULT),
        .looks = PAGE_CHANGES,
    };
    uint64_t since = (uint64_t) host->integer(host->member(params, "since"), 0);
    uint64_t only = (uint64_t) host->integer(host->member(params, "task"), 0);
    (void) name;
    if (only && (!dg_asks_task(plugin->asks, only) ||
                 !host->task_asked_by(host, only, reader))) {
        return DG_PLUGIN_NOT_FOUND;
    }
    read_after(host->text(host->member(params, "after")), &since,
               &changes.skip);
    if (!dg_depends_init(&changes.depends, plugin, reader, only)) {
        return DG_PLUGIN_FAILED;
    }
    put_page(&changes, since);
    dg_depends_finish(&changes.depends);
    return DG_PLUGIN_OK;
}
