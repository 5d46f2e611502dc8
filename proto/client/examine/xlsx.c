/* SPDX-License-Identifier: Apache-2.0 */
/* Reads Office Open XML workbooks (ECMA-376). Parts are known by their root
 * element, not by their names: first the table of shared texts and the formats,
 * wherever they stand in the file, then the worksheets. */
#include <stdlib.h>

#include "proto/base/i18n.h"
#include "proto/client/examine/sheets.h"
#include "proto/client/examine/xml.h"
#include "proto/client/examine/zip.h"

#define COLUMNS_MAX 16384
#define STYLES_MAX 4096 /* what is beyond has no frame */

struct texts {
    struct dg_str *items; /* malloc; the texts are in the grid's arena */
    size_t count, room;
};

/* Formats of cells: which have a frame. */
struct styles {
    bool borders[STYLES_MAX], cells[STYLES_MAX];
    size_t border_count, cell_count;
    bool in_borders, in_cells; /* where we are */
};

struct xlsx {
    struct dg_grid *grid;
    struct texts shared;
    struct styles styles;
    struct dg_xml *xml; /* of the part being read */
    const struct dg_xml_handlers *handlers;
    bool worksheet; /* a part of this kind was there */
    enum dg_err err;
    /* where we are in it */
    struct dg_buf text;
    bool collects, phonetic, formula, framed;
    uint64_t row;
    uint32_t column;
    enum { NUMBER, INLINE, SHARED } kind;
};

static bool
is(const char *name, const char *other)
{
    return strcmp(name, other) == 0;
}

static void
handle_text(void *context, struct dg_str text)
{
    struct xlsx *x = context;
    if (x->collects && !x->phonetic && x->text.len < DG_GRID_TEXT_MAX) {
        dg_buf_str(&x->text, text);
    }
}

/* ---- formats ----------------------------------------------------------- */

static bool
is_side(const char *name)
{
    return is(name, "left") || is(name, "right") || is(name, "top") ||
           is(name, "bottom");
}

static void
open_style(struct styles *s, const char *name, const char **attributes)
{
    const char *style = dg_xml_attribute(attributes, "style");
    const char *border = dg_xml_attribute(attributes, "borderId");
    uint64_t id;
    if (is(name, "borders")) {
        s->in_borders = true;
    } else if (is(name, "cellXfs")) {
        s->in_cells = true;
    } else if (s->in_borders && is(name, "border")) {
        s->border_count++;
    } else if (s->in_borders && is_side(name) && style && !is(style, "none") &&
               s->border_count > 0 && s->border_count <= STYLES_MAX) {
        s->borders[s->border_count - 1] = true;
    } else if (s->in_cells && is(name, "xf")) {
        bool known = border && s->cell_count < STYLES_MAX &&
                     dg_str_to_u64(dg_str_from(border), &id) == DG_OK &&
                     id < STYLES_MAX;
        if (known) {
            s->cells[s->cell_count] = s->borders[id];
        }
        s->cell_count++;
    }
}

static void
close_style(struct styles *s, const char *name)
{
    if (is(name, "borders")) {
        s->in_borders = false;
    } else if (is(name, "cellXfs")) {
        s->in_cells = false;
    }
}

static bool
has_frame(const struct styles *s, const char *style)
{
    uint64_t id;
    return style && dg_str_to_u64(dg_str_from(style), &id) == DG_OK &&
           id < STYLES_MAX && s->cells[id];
}

/* ---- shared texts ------------------------------------------------------ */

static bool
shared_root(void *context, const char *name)
{
    (void) context;
    return is(name, "sst") || is(name, "styleSheet");
}

static void
shared_open(void *context, const char *name, const char **attributes)
{
    struct xlsx *x = context;
    open_style(&x->styles, name, attributes);
    if (is(name, "si")) {
        dg_buf_clear(&x->text);
    } else if (is(name, "t")) {
        x->collects = true;
    } else if (is(name, "rPh")) { /* how it is pronounced */
        x->phonetic = true;
    }
}

static void
keep_shared(struct xlsx *x)
{
    struct texts *shared = &x->shared;
    if (shared->count == shared->room) {
        size_t room = shared->room ? shared->room * 2 : 256;
        struct dg_str *items = realloc(shared->items, room * sizeof *items);
        if (!items) {
            x->err = DG_ERR_MEMORY;
            return;
        }
        shared->items = items;
        shared->room = room;
    }
    struct dg_str text = {x->text.data, x->text.len};
    text = dg_arena_copy(x->grid->arena, text);
    if (!text.data) {
        x->err = DG_ERR_MEMORY;
        return;
    }
    shared->items[shared->count++] = text;
}

static void
shared_close(void *context, const char *name)
{
    struct xlsx *x = context;
    close_style(&x->styles, name);
    if (is(name, "si") && !x->err) {
        keep_shared(x);
    } else if (is(name, "t")) {
        x->collects = false;
    } else if (is(name, "rPh")) {
        x->phonetic = false;
    }
}

static const struct dg_xml_handlers shared_handlers = {
    shared_root, shared_open, shared_close, handle_text};

/* ---- worksheets -------------------------------------------------------- */

static bool
sheet_root(void *context, const char *name)
{
    struct xlsx *x = context;
    if (!is(name, "worksheet")) {
        return false;
    }
    x->worksheet = true;
    x->row = 0;
    dg_grid_begin_sheet(x->grid);
    return true;
}

/* "B5" as column 1 and row 4; false if it is none. */
static bool
parse_place(const char *place, uint32_t *column, uint64_t *row)
{
    uint32_t c = 0;
    size_t letters = 0;
    for (; place[letters] >= 'A' && place[letters] <= 'Z'; letters++) {
        c = c * 26 + (uint32_t) (place[letters] - 'A') + 1;
        if (c > COLUMNS_MAX) {
            return false;
        }
    }
    uint64_t r;
    if (letters == 0 || dg_str_to_u64(dg_str_from(place + letters), &r) ||
        r == 0) {
        return false;
    }
    *column = c - 1;
    *row = r - 1;
    return true;
}

/* Rows and cells without a place follow the one before. */
static void
open_row(struct xlsx *x, const char **attributes)
{
    const char *number = dg_xml_attribute(attributes, "r");
    uint64_t row;
    if (number && dg_str_to_u64(dg_str_from(number), &row) == DG_OK && row) {
        x->row = row;
    } else {
        x->row++;
    }
    x->column = 0;
    dg_grid_row(x->grid, x->row - 1, 1);
}

static void
open_cell(struct xlsx *x, const char **attributes)
{
    const char *place = dg_xml_attribute(attributes, "r");
    const char *type = dg_xml_attribute(attributes, "t");
    uint32_t column;
    uint64_t row;
    if (place && parse_place(place, &column, &row)) {
        x->column = column;
    }
    type = type ? type : "n";
    x->kind = is(type, "s")                              ? SHARED
              : is(type, "inlineStr") || is(type, "str") ? INLINE
                                                         : NUMBER;
    x->formula = false;
    x->framed = has_frame(&x->styles, dg_xml_attribute(attributes, "s"));
    dg_buf_clear(&x->text);
}

static void
merge(struct xlsx *x, const char *reference)
{
    struct dg_grid_range range;
    char first[32];
    size_t len = reference ? strcspn(reference, ":") : 0;
    if (len == 0 || len >= sizeof first || !reference[len]) {
        return;
    }
    memcpy(first, reference, len);
    first[len] = '\0';
    if (parse_place(first, &range.column, &range.row) &&
        parse_place(reference + len + 1, &range.last_column, &range.last_row)) {
        dg_grid_merge(x->grid, &range);
    }
}

static void
sheet_open(void *context, const char *name, const char **attributes)
{
    struct xlsx *x = context;
    if (is(name, "row")) {
        open_row(x, attributes);
    } else if (is(name, "c")) {
        open_cell(x, attributes);
    } else if (is(name, "v") || is(name, "t")) {
        x->collects = true;
    } else if (is(name, "rPh")) {
        x->phonetic = true;
    } else if (is(name, "f")) {
        x->formula = true;
    } else if (is(name, "mergeCell")) {
        merge(x, dg_xml_attribute(attributes, "ref"));
    }
}

static void
close_cell(struct xlsx *x)
{
    struct dg_grid_cell cell = {
        x->column++, 1, x->kind != NUMBER, {x->text.data, x->text.len}};
    uint64_t index;
    if (x->kind == SHARED && cell.text.len > 0) {
        bool known = dg_str_to_u64(cell.text, &index) == DG_OK &&
                     index < x->shared.count;
        cell.text = known ? x->shared.items[index] : (struct dg_str){NULL, 0};
    }
    if (x->formula && cell.text.len == 0) {
        cell.text = DG_STR("="); /* computed when it is opened */
    }
    if (x->framed && cell.text.len == 0) {
        dg_grid_frame(x->grid, cell.column);
    }
    dg_grid_cell(x->grid, &cell);
}

static void
sheet_close(void *context, const char *name)
{
    struct xlsx *x = context;
    if (is(name, "c")) {
        close_cell(x);
    } else if (is(name, "v") || is(name, "t")) {
        x->collects = false;
    } else if (is(name, "rPh")) {
        x->phonetic = false;
    } else if (is(name, "worksheet")) {
        dg_grid_end_sheet(x->grid);
    }
}

static const struct dg_xml_handlers sheet_handlers = {sheet_root, sheet_open,
                                                      sheet_close, handle_text};

/* ---- parts ------------------------------------------------------------- */

static bool
begin_part(void *context, const char *name)
{
    struct xlsx *x = context;
    (void) name;
    x->collects = x->phonetic = false;
    if (x->err) {
        return false;
    }
    x->err = dg_xml_create(x->handlers, x, &x->xml);
    return !x->err;
}

static bool
take_part(void *context, struct dg_str bytes)
{
    struct xlsx *x = context;
    return !x->err && !x->grid->err && dg_xml_take(x->xml, bytes);
}

static enum dg_err
end_part(void *context, struct dg_buf *why)
{
    struct xlsx *x = context;
    enum dg_err err = x->err ? x->err : x->grid->err;
    if (x->err) {
        dg_buf_text(why, _("out of memory"));
    } else if (err) {
        dg_buf_text(why, x->grid->wrong);
    } else {
        err = dg_xml_end(x->xml, why);
    }
    dg_xml_destroy(x->xml);
    x->xml = NULL;
    return err == DG_ERR_ABSENT ? DG_OK : err;
}

enum dg_err
dg_xlsx_read(int fd, struct dg_grid *grid, struct dg_buf *why)
{
    struct xlsx x = {.grid = grid, .handlers = &shared_handlers};
    const struct dg_zip_visitor visitor = {&x, begin_part, take_part, end_part};
    dg_buf_init(&x.text);
    enum dg_err err = dg_zip_walk(fd, &visitor, why);
    if (!err) {
        x.handlers = &sheet_handlers;
        err = dg_zip_walk(fd, &visitor, why);
    }
    if (!err && !x.worksheet) {
        dg_buf_text(why, _("no worksheet is in it"));
        err = DG_ERR_MALFORMED;
    }
    dg_xml_destroy(x.xml);
    dg_buf_finish(&x.text);
    free(x.shared.items);
    return err;
}
