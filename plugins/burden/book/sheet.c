/* SPDX-License-Identifier: Apache-2.0 */
/* Makes lines of items and of what takes them off: an item loses offices to the
 * first effect that names it, or something above it. */
#include "plugins/burden/book/sheet.h"

#include <stdlib.h>
#include <string.h>

#include "plugins/burden/book/inside.h"

#define QUANTITY_MAX ((1u << DG_TARIFF_QUANTITY_BITS) - 1)

/* ---- pointers ------------------------------------------------------------ */

/* A pointer without the number at its end; index WHOLE: there is none. */
static struct dg_plugin_str
base_of(struct dg_plugin_str pointer, uint32_t *index)
{
    size_t at = pointer.len;
    uint64_t number = 0;
    while (at > 0 && pointer.data[at - 1] >= '0' &&
           pointer.data[at - 1] <= '9') {
        at--;
    }
    for (size_t i = at; i < pointer.len && number < UINT32_MAX; i++) {
        number = 10 * number + (uint64_t) (pointer.data[i] - '0');
    }
    if (at == pointer.len || at == 0 || pointer.data[at - 1] != '/' ||
        number >= UINT32_MAX) {
        *index = DG_ITEM_WHOLE;
        return pointer;
    }
    *index = (uint32_t) number;
    return (struct dg_plugin_str){pointer.data, at - 1};
}

/* upper is the pointer, or something above it. */
static bool
is_above(struct dg_plugin_str upper, struct dg_plugin_str pointer)
{
    return upper.len <= pointer.len &&
           (upper.len == pointer.len || pointer.data[upper.len] == '/') &&
           (upper.len == 0 || memcmp(upper.data, pointer.data, upper.len) == 0);
}

enum hit { HIT_NONE, HIT_ONE, HIT_ALL };

/* How much of an item a taking names: all, or the one at taking->index. */
static enum hit
hit(const struct dg_taking *taking, const struct dg_item *item)
{
    if (taking->all || is_above(taking->pointer, item->base)) {
        return HIT_ALL;
    }
    if (item->index == DG_ITEM_WHOLE || taking->index == DG_ITEM_WHOLE ||
        taking->index < item->index ||
        taking->index - item->index >= item->quantity ||
        !dg_text_equal(taking->base, item->base)) {
        return HIT_NONE;
    }
    return HIT_ONE;
}

/* ---- collecting ---------------------------------------------------------- */

void
dg_builder_begin(struct dg_builder *builder)
{
    builder->item_count = builder->taking_count = builder->line_count = 0;
    builder->total = 0;
    builder->failed = false;
}

void
dg_builder_finish(struct dg_builder *builder)
{
    free(builder->items);
    free(builder->takings);
    free(builder->lines);
}

static void
add_item(struct dg_builder *builder, struct dg_item item)
{
    if (!dg_room(&builder->items, builder->item_count, &builder->item_room,
                 sizeof item)) {
        builder->failed = true;
        return;
    }
    if (item.quantity > QUANTITY_MAX - builder->total) {
        item.quantity = QUANTITY_MAX - builder->total;
    }
    builder->total += item.quantity;
    builder->items[builder->item_count++] = item;
}

void
dg_builder_item(struct dg_builder *builder, struct dg_plugin_str pointer,
                uint32_t quantity, uint16_t row)
{
    struct dg_item item = {.quantity = quantity, .row = row};
    item.base = base_of(pointer, &item.index);
    add_item(builder, item);
}

void
dg_builder_counted(struct dg_builder *builder, struct dg_plugin_str pointer,
                   uint32_t quantity, uint16_t row)
{
    add_item(builder, (struct dg_item){pointer, DG_ITEM_WHOLE, quantity, row});
}

/* Sorted by rank, in the order they come. */
void
dg_builder_taking(struct dg_builder *builder, const struct dg_taking *taking)
{
    uint32_t at = builder->taking_count;
    if (!dg_room(&builder->takings, at, &builder->taking_room,
                 sizeof *taking)) {
        builder->failed = true;
        return;
    }
    for (; at > 0 && builder->takings[at - 1].rank > taking->rank; at--) {
        builder->takings[at] = builder->takings[at - 1];
    }
    builder->takings[at] = *taking;
    builder->takings[at].base =
        base_of(taking->pointer, &builder->takings[at].index);
    builder->taking_count++;
}

void
dg_builder_again(struct dg_builder *builder, const struct dg_asked *asked)
{
    for (uint32_t i = 0; i < asked->item_count; i++) {
        add_item(builder, asked->items[i]);
    }
    for (uint32_t i = 0; i < asked->taking_count; i++) {
        dg_builder_taking(builder, &asked->takings[i]);
    }
}

/* ---- lines --------------------------------------------------------------- */

struct making {
    struct dg_builder *builder;
    struct dg_places *places;
    uint32_t place;
    uint16_t left;
};

static void
add_line(struct making *m, struct dg_line line)
{
    struct dg_builder *b = m->builder;
    if (line.place == DG_PLACE_NOWHERE || line.quantity == 0) {
        return;
    }
    for (uint32_t i = b->line_count; i-- > 0;) {
        struct dg_line *known = &b->lines[i];
        if (known->row == line.row && known->cause == line.cause &&
            known->place == line.place) {
            known->quantity += line.quantity;
            return;
        }
    }
    if (!dg_room(&b->lines, b->line_count, &b->line_room, sizeof line)) {
        b->failed = true;
        return;
    }
    b->lines[b->line_count++] = line;
}

/* quantity of an item, with what names it; one DG_ITEM_WHOLE: only what names
 * all of it. */
static void
divide(struct making *m, const struct dg_item *item, uint32_t quantity,
       uint32_t one)
{
    struct dg_builder *b = m->builder;
    uint32_t left = m->place;
    for (uint32_t i = 0; i < b->taking_count && left != DG_PLACE_NOWHERE; i++) {
        const struct dg_taking *taking = &b->takings[i];
        enum hit how = hit(taking, item);
        uint32_t taken;
        if (how == HIT_NONE || (how == HIT_ONE && taking->index != one)) {
            continue;
        }
        taken = dg_place_and(m->places, left, taking->place);
        left = dg_place_minus(m->places, left, taking->place);
        if (taken == DG_PLACE_NONE || left == DG_PLACE_NONE) {
            b->failed = true;
            return;
        }
        add_line(m,
                 (struct dg_line){quantity, taken, item->row, taking->cause});
    }
    add_line(m, (struct dg_line){quantity, left, item->row, m->left});
}

/* Units that an effect names one by one are divided one by one, the others
 * together. */
static void
divide_item(struct making *m, const struct dg_item *item)
{
    struct dg_builder *b = m->builder;
    uint32_t together = item->quantity;
    uint64_t done = 0; /* units below 64, so that no effect counts twice */
    for (uint32_t i = 0; i < b->taking_count; i++) {
        const struct dg_taking *taking = &b->takings[i];
        bool before = false;
        uint32_t unit;
        if (hit(taking, item) != HIT_ONE) {
            continue;
        }
        unit = taking->index - item->index;
        if (unit < 64) {
            before = done >> unit & 1;
            done |= (uint64_t) 1 << unit;
        }
        for (uint32_t j = 0; unit >= 64 && j < i && !before; j++) {
            before = b->takings[j].index == taking->index &&
                     hit(&b->takings[j], item) == HIT_ONE;
        }
        if (!before) {
            divide(m, item, 1, taking->index);
            together--;
        }
    }
    if (together > 0) {
        divide(m, item, together, DG_ITEM_WHOLE);
    }
}

static int
compare(const void *a, const void *b)
{
    const struct dg_line *x = a, *y = b;
    if (x->row != y->row) {
        return x->row < y->row ? -1 : 1;
    }
    if ((x->cause == DG_CAUSE_ASKED) != (y->cause == DG_CAUSE_ASKED)) {
        return x->cause == DG_CAUSE_ASKED ? -1 : 1;
    }
    return 0;
}

/* Of equal ones the order stays. */
static void
sort(struct dg_line *lines, uint32_t count)
{
    for (uint32_t i = 1; i < count; i++) {
        struct dg_line line = lines[i];
        uint32_t at = i;
        for (; at > 0 && compare(&line, &lines[at - 1]) < 0; at--) {
            lines[at] = lines[at - 1];
        }
        lines[at] = line;
    }
}

struct dg_sheet *
dg_builder_sheet(struct dg_builder *builder, struct dg_places *places,
                 uint32_t place, uint16_t left)
{
    struct making m = {builder, places, place, left};
    struct dg_sheet *sheet;
    builder->line_count = 0;
    for (uint32_t i = 0; i < builder->item_count; i++) {
        divide_item(&m, &builder->items[i]);
    }
    sheet = builder->failed ? NULL
                            : malloc(sizeof *sheet + builder->line_count *
                                                         sizeof *sheet->lines);
    if (!sheet) {
        return NULL;
    }
    sort(builder->lines, builder->line_count);
    sheet->refs = 1;
    sheet->place = place;
    sheet->count = builder->line_count;
    if (sheet->count > 0) {
        memcpy(sheet->lines, builder->lines,
               sheet->count * sizeof *sheet->lines);
    }
    return sheet;
}

struct dg_sheet *
dg_sheet_hold(struct dg_sheet *sheet)
{
    sheet->refs++;
    return sheet;
}

void
dg_sheet_drop(struct dg_sheet *sheet)
{
    if (sheet && --sheet->refs == 0) {
        free(sheet);
    }
}

/* ---- sums ---------------------------------------------------------------- */

uint64_t
dg_sheet_row(const struct dg_places *places, const struct dg_sheet *sheet,
             uint32_t *line)
{
    uint32_t offices = dg_place_count(places, sheet->place);
    uint16_t row = sheet->lines[*line].row;
    uint64_t sum = 0;
    for (; *line < sheet->count && sheet->lines[*line].row == row; ++*line) {
        const struct dg_line *at = &sheet->lines[*line];
        sum += (uint64_t) at->quantity * dg_place_count(places, at->place);
    }
    return offices > 0 ? sum / offices : 0;
}

dg_hundredths
dg_sheet_minutes(const struct dg_places *places,
                 const struct dg_tariffs *tariffs, const struct dg_sheet *sheet,
                 uint16_t tariff)
{
    dg_hundredths sum = 0;
    for (uint32_t i = 0; i < sheet->count; i++) {
        const struct dg_line *line = &sheet->lines[i];
        sum += (dg_hundredths) line->quantity *
               dg_place_count(places, line->place) *
               dg_tariff_minutes(tariffs, tariff, line->row);
    }
    return sum;
}

/* ---- kept for occurrences ------------------------------------------------ */

static struct dg_plugin_str
copy_text(char **to, struct dg_plugin_str text)
{
    struct dg_plugin_str copy = {*to, text.len};
    if (text.len > 0) {
        memcpy(*to, text.data, text.len);
    }
    *to += text.len;
    return copy;
}

static size_t
size_of_texts(const struct dg_builder *builder)
{
    size_t size = 1;
    for (uint32_t i = 0; i < builder->item_count; i++) {
        size += builder->items[i].base.len;
    }
    for (uint32_t i = 0; i < builder->taking_count; i++) {
        size += builder->takings[i].pointer.len;
    }
    return size;
}

struct dg_asked *
dg_builder_keep(const struct dg_builder *builder)
{
    struct dg_asked *asked = calloc(1, sizeof *asked);
    char *to;
    if (!asked) {
        return NULL;
    }
    asked->texts = to = malloc(size_of_texts(builder));
    asked->items = malloc((builder->item_count + 1) * sizeof *asked->items);
    asked->takings =
        malloc((builder->taking_count + 1) * sizeof *asked->takings);
    if (!asked->texts || !asked->items || !asked->takings) {
        dg_asked_destroy(asked);
        return NULL;
    }
    for (; asked->item_count < builder->item_count; asked->item_count++) {
        struct dg_item *item = &asked->items[asked->item_count];
        *item = builder->items[asked->item_count];
        item->base = copy_text(&to, item->base);
    }
    for (; asked->taking_count < builder->taking_count; asked->taking_count++) {
        struct dg_taking *taking = &asked->takings[asked->taking_count];
        *taking = builder->takings[asked->taking_count];
        taking->pointer = copy_text(&to, taking->pointer);
        taking->base.data = taking->pointer.data;
    }
    return asked;
}

void
dg_asked_destroy(struct dg_asked *asked)
{
    if (!asked) {
        return;
    }
    free(asked->items);
    free(asked->takings);
    free(asked->texts);
    free(asked);
}
