/* SPDX-License-Identifier: Apache-2.0 */
/* Reads OpenDocument spreadsheets (ISO/IEC 26300): the part content.xml. Rows
 * and cells say how often they stand there; empty ones may say millions. */
#include "proto/base/i18n.h"
#include "proto/client/examine/sheets.h"
#include "proto/client/examine/xml.h"
#include "proto/client/examine/zip.h"

/* Whole columns may have a frame; nobody fills in a million rows. */
#define FRAMED_ROWS_MAX 1000
#define STYLES_MAX 1000 /* what is beyond has no frame */

/* A format of cells that has a frame. */
struct style {
    struct dg_str name; /* in the grid's arena */
    struct style *next;
};

struct ods {
    struct dg_grid *grid;
    struct style *framed_styles;
    unsigned framed_count;
    struct dg_str style; /* being defined; likewise */
    struct dg_xml *xml;
    bool content; /* was there */
    enum dg_err err;
    /* where we are in it */
    struct dg_buf text;
    uint64_t row, row_repeat, column, column_repeat;
    unsigned paragraphs, notes; /* how deep in them */
    bool in_cell, covered, is_text, framed;
    bool told; /* the grid knows the row */
};

static bool
is(const char *name, const char *other)
{
    return strcmp(name, other) == 0;
}

static bool
handle_root(void *context, const char *name)
{
    struct ods *o = context;
    o->content = is(name, "document-content");
    return o->content;
}

static uint64_t
repeat(const char **attributes, const char *name)
{
    const char *value = dg_xml_attribute(attributes, name);
    uint64_t times;
    if (!value || dg_str_to_u64(dg_str_from(value), &times) || times == 0) {
        return 1;
    }
    return times < UINT32_MAX ? times : UINT32_MAX;
}

/* ---- formats ----------------------------------------------------------- */

static void
open_style(struct ods *o, const char **attributes)
{
    const char *name = dg_xml_attribute(attributes, "name");
    o->style = dg_arena_copy(o->grid->arena, dg_str_from(name ? name : ""));
    o->err = o->style.data ? o->err : DG_ERR_MEMORY;
}

static void
look_for_frame(struct ods *o, const char **attributes)
{
    static const char *const sides[] = {"border", "border-left", "border-right",
                                        "border-top", "border-bottom"};
    bool framed = false;
    for (size_t i = 0; i < sizeof sides / sizeof *sides; i++) {
        const char *side = dg_xml_attribute(attributes, sides[i]);
        framed = framed || (side && !is(side, "none"));
    }
    struct style *style = framed && o->framed_count < STYLES_MAX
                              ? dg_arena_alloc(o->grid->arena, sizeof *style)
                              : NULL;
    if (style) {
        o->framed_count++;
        *style = (struct style){o->style, o->framed_styles};
        o->framed_styles = style;
    } else if (framed && o->framed_count < STYLES_MAX) {
        o->err = DG_ERR_MEMORY;
    }
}

static bool
has_frame(const struct ods *o, const char *name)
{
    const struct style *style = name ? o->framed_styles : NULL;
    while (style && !dg_str_is(style->name, name)) {
        style = style->next;
    }
    return style != NULL;
}

/* ---- cells ------------------------------------------------------------- */

static void
open_cell(struct ods *o, const char *name, const char **attributes)
{
    const char *type = dg_xml_attribute(attributes, "value-type");
    o->in_cell = true;
    o->covered = is(name, "covered-table-cell");
    o->is_text = type && is(type, "string");
    o->column_repeat = repeat(attributes, "number-columns-repeated");
    o->framed = has_frame(o, dg_xml_attribute(attributes, "style-name"));
    dg_buf_clear(&o->text);
}

static bool
is_cell(const char *name)
{
    return is(name, "table-cell") || is(name, "covered-table-cell");
}

static void
handle_open(void *context, const char *name, const char **attributes)
{
    struct ods *o = context;
    if (is(name, "table")) {
        dg_grid_begin_sheet(o->grid);
        o->row = 0;
    } else if (is(name, "table-row")) {
        o->row_repeat = repeat(attributes, "number-rows-repeated");
        o->column = 0;
        o->told = false;
    } else if (is_cell(name)) {
        open_cell(o, name, attributes);
    } else if (is(name, "style")) {
        open_style(o, attributes);
    } else if (is(name, "table-cell-properties")) {
        look_for_frame(o, attributes);
    } else if (is(name, "annotation")) { /* a note on the cell */
        o->notes++;
    } else if (is(name, "p")) {
        o->paragraphs++;
    }
}

static void
handle_text(void *context, struct dg_str text)
{
    struct ods *o = context;
    if (o->in_cell && o->paragraphs > 0 && o->notes == 0 &&
        o->text.len < DG_GRID_TEXT_MAX) {
        dg_buf_str(&o->text, text);
    }
}

static void
tell_row(struct ods *o)
{
    if (!o->told) {
        dg_grid_row(o->grid, o->row, o->row_repeat);
        o->told = true;
    }
}

static void
tell_frames(struct ods *o)
{
    uint64_t end = o->column + o->column_repeat;
    tell_row(o);
    for (uint64_t c = o->column; c < end && c < DG_GRID_COLUMNS_MAX; c++) {
        dg_grid_frame(o->grid, (uint32_t) c);
    }
}

/* Cells hidden behind a merged one are not for filling in. */
static void
close_cell(struct ods *o)
{
    struct dg_str text = {o->text.data, o->text.len};
    if (o->covered && text.len == 0) {
        text = DG_STR("-");
    }
    if (text.len > 0) {
        uint32_t column =
            o->column < UINT32_MAX ? (uint32_t) o->column : UINT32_MAX;
        struct dg_grid_cell cell = {column, (uint32_t) o->column_repeat,
                                    o->is_text && !o->covered, text};
        tell_row(o);
        dg_grid_cell(o->grid, &cell);
    } else if (o->framed && o->row_repeat <= FRAMED_ROWS_MAX) {
        tell_frames(o);
    }
    o->column += o->column_repeat;
    o->in_cell = false;
}

static void
handle_close(void *context, const char *name)
{
    struct ods *o = context;
    if (is_cell(name)) {
        close_cell(o);
    } else if (is(name, "table-row")) {
        o->row += o->row_repeat;
    } else if (is(name, "table")) {
        dg_grid_end_sheet(o->grid);
    } else if (is(name, "annotation") && o->notes > 0) {
        o->notes--;
    } else if (is(name, "p") && o->paragraphs > 0) {
        o->paragraphs--;
    }
}

static const struct dg_xml_handlers handlers = {handle_root, handle_open,
                                                handle_close, handle_text};

static bool
begin_part(void *context, const char *name)
{
    struct ods *o = context;
    if (o->err || !is(name, "content.xml")) {
        return false;
    }
    o->err = dg_xml_create(&handlers, o, &o->xml);
    return !o->err;
}

static bool
take_part(void *context, struct dg_str bytes)
{
    struct ods *o = context;
    return !o->grid->err && dg_xml_take(o->xml, bytes);
}

static enum dg_err
end_part(void *context, struct dg_buf *why)
{
    struct ods *o = context;
    enum dg_err err = o->grid->err;
    if (err) {
        dg_buf_text(why, o->grid->wrong);
    } else {
        err = dg_xml_end(o->xml, why);
    }
    dg_xml_destroy(o->xml);
    o->xml = NULL;
    return err == DG_ERR_ABSENT ? DG_OK : err;
}

enum dg_err
dg_ods_read(int fd, struct dg_grid *grid, struct dg_buf *why)
{
    struct ods o = {.grid = grid};
    const struct dg_zip_visitor visitor = {&o, begin_part, take_part, end_part};
    dg_buf_init(&o.text);
    enum dg_err err = dg_zip_walk(fd, &visitor, why);
    if (!err && o.err) {
        dg_buf_text(why, _("out of memory"));
        err = o.err;
    }
    if (!err && !o.content) {
        dg_buf_text(why, _("no table is in it; it may be encrypted"));
        err = DG_ERR_MALFORMED;
    }
    dg_xml_destroy(o.xml);
    dg_buf_finish(&o.text);
    return err;
}
