/* SPDX-License-Identifier: Apache-2.0 */
/* Gathers and sorts: see sheet.h. Everything that is asked is looked at, so as
 * little as can be is done for each: what was answered the slots' sets say. */
#include "plugins/form_dedup/report/sheet.h"

#include <stdlib.h>

#include "plugins/form_dedup/text/text.h"

/* ---- what is asked ------------------------------------------------------ */

struct gathering {
    struct dg_sheet *sheet;
    const struct dg_form_dedup *plugin;
    bool failed;
};

static bool
make_room(struct dg_sheet *sheet, size_t more)
{
    size_t room = sheet->ask_room ? sheet->ask_room : 256;
    struct dg_sheet_ask *grown;
    while (room < sheet->ask_count + more) {
        room *= 2;
    }
    if (room == sheet->ask_room) {
        return true;
    }
    grown = realloc(sheet->asks, room * sizeof *grown);
    if (!grown) {
        return false;
    }
    sheet->asks = grown;
    sheet->ask_room = room;
    return true;
}

const struct dg_form_list *
dg_sheet_list(const struct dg_sheet_ask *ask)
{
    const struct dg_form *form = ask->group->form;
    int16_t list = form->fields[ask->field].list;
    return list < 0 ? NULL : &form->lists[list];
}

/* Of a list its key stands for all. */
static bool
is_row(const struct dg_sheet_ask *ask)
{
    const struct dg_form_list *list = dg_sheet_list(ask);
    return ask->slot != DG_SLOT_NONE && (!list || list->key == ask->field);
}

static bool
gather_task(void *ctx, uint64_t number)
{
    struct gathering *gathering = ctx;
    struct dg_sheet *sheet = gathering->sheet;
    const struct dg_ask_task *task =
        dg_asks_task(gathering->plugin->asks, number);
    uint32_t form = 0;
    for (const struct dg_ask *asked = task ? task->asks : NULL; asked;
         asked = asked->sibling) {
        struct dg_sheet_ask ask = {
            .form = form++,
            .task = task,
            .group = dg_asks_group(gathering->plugin->asks, asked->group)};
        uint32_t count = ask.group->form->field_count;
        if (!make_room(sheet, count)) {
            gathering->failed = true;
            return false;
        }
        for (ask.field = 0; ask.field < count; ask.field++) {
            ask.slot = ask.group->slots[ask.field];
            if (is_row(&ask)) {
                sheet->asks[sheet->ask_count++] = ask;
            }
        }
    }
    return true;
}

/* ---- what of it is shown ------------------------------------------------ */

/* Of a list that is complete: no row lacks what somebody requires, who may have
 * asked after it was. */
static bool
has_columns(const struct dg_form_dedup *plugin, const struct dg_sheet *sheet,
            const struct dg_sheet_row *row)
{
    for (uint32_t i = 0; i < row->ask_count; i++) {
        const struct dg_ask_group *group = row->asks[i].group;
        const struct dg_form_list *list = dg_sheet_list(&row->asks[i]);
        for (uint32_t k = 0; list && k < list->count; k++) {
            uint32_t field = list->first + k;
            if (group->form->fields[field].required &&
                dg_cells_rows(plugin->cells, group->slots[field],
                              sheet->office) <
                    dg_cells_rows(plugin->cells, row->slot, sheet->office)) {
                return false;
            }
        }
    }
    return true;
}

/* What was said, or is known: of an earlier period within freshness, or to a
 * town from its villages. */
static bool
is_filled(const struct dg_form_dedup *plugin, const struct dg_sheet *sheet,
          const struct dg_sheet_row *row, const struct dg_slot *slot)
{
    const struct dg_ask_group *group = row->asks->group;
    struct dg_derive_question question = {
        .element = slot->element,
        .period = slot->period,
        .office = sheet->office,
        .rollup = group->form->fields[row->asks->field].rollup,
    };
    struct dg_derived derived;
    if (roaring_bitmap_contains(slot->answered, sheet->office)) {
        return has_columns(plugin, sheet, row);
    }
    if (row->element->freshness == 0 &&
        (sheet->office < DG_PLUGIN_TOWNS ||
         row->element->space != DG_ROLLUP_SUM)) {
        return false;
    }
    dg_derive_value(plugin->cells, &question, &derived);
    return derived.origin == DG_ORIGIN_OLDER ||
           derived.origin == DG_ORIGIN_SPACE;
}

/* It follows from cells that are asked or answered; 1, 0, or -1 without memory.
 */
static int
is_covered(const struct dg_form_dedup *plugin, const struct dg_sheet *sheet,
           const struct dg_sheet_row *row, const struct dg_slot *slot)
{
    const struct dg_form_field *field =
        &row->asks->group->form->fields[row->asks->field];
    struct dg_cover_question question = {.element = slot->element,
                                         .period = slot->period,
                                         .rollup = field->rollup};
    roaring_bitmap_t *of, *covered;
    int answer = -1;
    if (row->element->derivation == DG_DERIVED_NOT &&
        field->rollup == DG_ROLLUP_NONE) {
        return 0;
    }
    of = roaring_bitmap_of(1, sheet->office);
    question.of = of;
    covered = of ? dg_derive_covered(plugin->cells, &question) : NULL;
    if (covered) {
        answer = roaring_bitmap_contains(covered, sheet->office);
        roaring_bitmap_free(covered);
    }
    if (of) {
        roaring_bitmap_free(of);
    }
    return answer;
}

static struct dg_plugin_str
heading_of(const struct dg_sheet_row *row)
{
    const struct dg_sheet_ask *ask = row->asks;
    return row->element->concept.len ? row->element->concept
           : row->element->object.len
               ? row->element->object
               : ask->group->form->fields[ask->field].section;
}

/* At most so many bytes, no character cut. */
static struct dg_plugin_str
cut(struct dg_plugin_str text)
{
    if (text.len > DG_SHEET_ORDER) {
        text.len = DG_SHEET_ORDER;
        while (text.len > 0 &&
               ((unsigned char) text.data[text.len] & 0xC0) == 0x80) {
            text.len--;
        }
    }
    return text;
}

/* Takes the row in if it is shown; false without memory. */
static bool
add_row(struct dg_sheet *sheet, const struct dg_form_dedup *plugin,
        struct dg_sheet_row row, bool filled)
{
    const struct dg_slot *slot = dg_cells_at(plugin->cells, row.slot);
    int covered;
    row.element = dg_dictionary_element(plugin->dictionary, slot->element);
    row.filled = is_filled(plugin, sheet, &row, slot);
    covered = row.filled ? 0 : is_covered(plugin, sheet, &row, slot);
    if (covered) {
        return covered > 0;
    }
    sheet->open += !row.filled;
    sheet->filled += row.filled;
    if (!row.filled || filled) {
        row.heading = heading_of(&row);
        row.order = cut(row.heading);
        row.due_us = row.asks->task->due_us;
        row.task = row.asks->task->task;
        row.place = (uint64_t) row.asks->form << 32 | row.asks->field;
        sheet->found[sheet->row_count++] = row;
    }
    return true;
}

/* ---- in order ----------------------------------------------------------- */

static int
compare_asks(const void *a, const void *b)
{
    const struct dg_sheet_ask *x = a, *y = b;
    if (x->slot != y->slot) {
        return x->slot < y->slot ? -1 : 1;
    }
    if (x->task->due_us != y->task->due_us) {
        return x->task->due_us < y->task->due_us ? -1 : 1;
    }
    if (x->task->task != y->task->task) {
        return x->task->task < y->task->task ? -1 : 1;
    }
    if (x->form != y->form) {
        return x->form < y->form ? -1 : 1;
    }
    return (x->field > y->field) - (x->field < y->field);
}

int
dg_sheet_compare(const struct dg_sheet_row *a, const struct dg_sheet_row *b)
{
    int order = a->order.data == b->order.data
                    ? 0
                    : dg_text_compare(a->order, b->order);
    if (order) {
        return order;
    }
    if (a->due_us != b->due_us) {
        return a->due_us < b->due_us ? -1 : 1;
    }
    if (a->task != b->task) {
        return a->task < b->task ? -1 : 1;
    }
    return (a->place > b->place) - (a->place < b->place);
}

static int
compare_rows(const void *a, const void *b)
{
    return dg_sheet_compare(*(struct dg_sheet_row *const *) a,
                            *(struct dg_sheet_row *const *) b);
}

static bool
make_rows(struct dg_sheet *sheet, const struct dg_form_dedup *plugin,
          bool filled)
{
    size_t next;
    sheet->found = calloc(sheet->ask_count + 1, sizeof *sheet->found);
    if (!sheet->found) {
        return false;
    }
    for (size_t i = 0; i < sheet->ask_count; i = next) {
        struct dg_sheet_row row = {.asks = &sheet->asks[i],
                                   .slot = sheet->asks[i].slot};
        next = i;
        while (next < sheet->ask_count && sheet->asks[next].slot == row.slot) {
            next++;
        }
        row.ask_count = (uint32_t) (next - i);
        if (!add_row(sheet, plugin, row, filled)) {
            return false;
        }
    }
    return true;
}

static bool
sort_rows(struct dg_sheet *sheet)
{
    sheet->rows = calloc(sheet->row_count + 1, sizeof *sheet->rows);
    if (!sheet->rows) {
        return false;
    }
    for (size_t i = 0; i < sheet->row_count; i++) {
        sheet->rows[i] = &sheet->found[i];
    }
    qsort(sheet->rows, sheet->row_count, sizeof *sheet->rows, compare_rows);
    return true;
}

bool
dg_sheet_init(struct dg_sheet *sheet, const struct dg_form_dedup *plugin,
              uint32_t office, bool filled)
{
    struct gathering gathering = {.sheet = sheet, .plugin = plugin};
    *sheet = (struct dg_sheet){.office = office};
    if (!plugin->host->inbox_each(plugin->host, office, gather_task,
                                  &gathering) ||
        gathering.failed) {
        dg_sheet_finish(sheet);
        return false;
    }
    if (sheet->ask_count > 0) {
        qsort(sheet->asks, sheet->ask_count, sizeof *sheet->asks, compare_asks);
    }
    if (!make_rows(sheet, plugin, filled) || !sort_rows(sheet)) {
        dg_sheet_finish(sheet);
        return false;
    }
    return true;
}

void
dg_sheet_finish(struct dg_sheet *sheet)
{
    free(sheet->asks);
    free(sheet->found);
    free(sheet->rows);
}
