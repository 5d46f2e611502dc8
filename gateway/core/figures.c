/* SPDX-License-Identifier: Apache-2.0 */
/* Decides how figures read, as JSON and as Prometheus text. */
#include "gateway/core/figures.h"

#include <inttypes.h>

#define ROOM_FIRST 256

void
dg_figures_init(struct dg_figures *figures, struct dg_arena *arena)
{
    *figures = (struct dg_figures){.arena = arena};
}

/* Zeroed; NULL after setting err. */
static struct dg_figure *
add(struct dg_figures *figures)
{
    if (figures->err == DG_OK && figures->count == figures->room) {
        size_t room = figures->room ? 2 * figures->room : ROOM_FIRST;
        struct dg_figure *items =
            dg_arena_alloc(figures->arena, room * sizeof *items);
        if (!items) {
            figures->err = DG_ERR_MEMORY;
            return NULL;
        }
        if (figures->count > 0) {
            memcpy(items, figures->items, figures->count * sizeof *items);
        }
        figures->items = items;
        figures->room = room;
    }
    return figures->err == DG_OK ? &figures->items[figures->count++] : NULL;
}

void
dg_figures_begin(struct dg_figures *figures, enum dg_figure_kind kind,
                 const char *name, const char *summary)
{
    struct dg_figure *figure = add(figures);
    if (figure) {
        *figure =
            (struct dg_figure){.name = name, .summary = summary, .kind = kind};
    }
}

void
dg_figures_row(struct dg_figures *figures, const char *const labels[4],
               uint64_t value)
{
    struct dg_figure *figure = add(figures);
    if (!figure) {
        return;
    }
    *figure = (struct dg_figure){.value = value > INT64_MAX ? INT64_MAX
                                                            : (int64_t) value};
    for (int i = 0; labels && i < 4 && labels[i]; i++) {
        figure->labels[i] = labels[i];
    }
}

void
dg_figures_put(struct dg_figures *figures, enum dg_figure_kind kind,
               const char *name, const char *summary, uint64_t value)
{
    dg_figures_begin(figures, kind, name, summary);
    dg_figures_row(figures, NULL, value);
}

void
dg_figures_put_histogram(struct dg_figures *figures,
                         enum dg_histogram_kind kind,
                         const struct dg_histogram *histogram)
{
    struct dg_figure *figure = add(figures);
    if (figure) {
        *figure = (struct dg_figure){.name = dg_histogram_name(kind),
                                     .summary = dg_histogram_summary(kind),
                                     .kind = DG_FIGURE_HISTOGRAM,
                                     .histogram = histogram,
                                     .histogram_kind = kind};
    }
}

/* ---- JSON --------------------------------------------------------------- */

static void
write_row(const struct dg_figure *row, struct dg_json_writer *out)
{
    dg_json_open_object(out);
    if (row->labels[0]) {
        dg_json_name(out, "labels");
        dg_json_open_object(out);
        for (int i = 0; i < 4 && row->labels[i]; i += 2) {
            dg_json_put_text(out, row->labels[i], row->labels[i + 1]);
        }
        dg_json_close_object(out);
    }
    dg_json_put_integer(out, "value", row->value);
    dg_json_close_object(out);
}

/* One family with its rows. */
static void
write_family(const struct dg_figures *figures, size_t index,
             struct dg_json_writer *out)
{
    const struct dg_figure *family = &figures->items[index];
    if (family->histogram) {
        dg_histogram_write(family->histogram, family->histogram_kind, out);
        return;
    }
    dg_json_name(out, family->name);
    dg_json_open_array(out);
    for (size_t i = index + 1; i < figures->count && !figures->items[i].name;
         i++) {
        write_row(&figures->items[i], out);
    }
    dg_json_close_array(out);
}

void
dg_figures_write(const struct dg_figures *figures, struct dg_json_writer *out)
{
    static const char *const groups[] = {
        [DG_FIGURE_COUNTER] = "counters",
        [DG_FIGURE_GAUGE] = "gauges",
        [DG_FIGURE_HISTOGRAM] = "histograms",
    };
    for (int kind = DG_FIGURE_COUNTER; kind <= DG_FIGURE_HISTOGRAM; kind++) {
        dg_json_name(out, groups[kind]);
        dg_json_open_object(out);
        for (size_t i = 0; i < figures->count; i++) {
            if (figures->items[i].name &&
                (int) figures->items[i].kind == kind) {
                write_family(figures, i, out);
            }
        }
        dg_json_close_object(out);
    }
}

/* ---- text --------------------------------------------------------------- */

/* A backslash, a line's end and, within a label's value, a quotation mark. */
static void
print_escaped(struct dg_buf *out, const char *text, bool quoted)
{
    for (; *text; text++) {
        if (*text == '\n') {
            dg_buf_text(out, "\\n");
        } else {
            if (*text == '\\' || (quoted && *text == '"')) {
                dg_buf_u8(out, '\\');
            }
            dg_buf_u8(out, (uint8_t) *text);
        }
    }
}

static void
print_row(const struct dg_figure *family, const struct dg_figure *row,
          struct dg_buf *out)
{
    dg_buf_text(out, family->name);
    for (int i = 0; i < 4 && row->labels[i]; i += 2) {
        dg_buf_printf(out, "%s%s=\"", i == 0 ? "{" : ",", row->labels[i]);
        print_escaped(out, row->labels[i + 1], true);
        dg_buf_u8(out, '"');
    }
    dg_buf_printf(out, "%s %" PRId64 "\n", row->labels[0] ? "}" : "",
                  row->value);
}

static void
print_family(const struct dg_figure *family, struct dg_buf *out)
{
    static const char *const kinds[] = {
        [DG_FIGURE_COUNTER] = "counter",
        [DG_FIGURE_GAUGE] = "gauge",
        [DG_FIGURE_HISTOGRAM] = "histogram",
    };
    dg_buf_printf(out, "# HELP %s ", family->name);
    print_escaped(out, family->summary, false);
    dg_buf_printf(out, "\n# TYPE %s %s\n", family->name, kinds[family->kind]);
    if (family->histogram) {
        dg_histogram_print(family->histogram, family->histogram_kind, out);
    }
}

void
dg_figures_print(const struct dg_figures *figures, struct dg_buf *out)
{
    const struct dg_figure *family = NULL;
    for (size_t i = 0; i < figures->count; i++) {
        const struct dg_figure *figure = &figures->items[i];
        if (figure->name) {
            family = figure;
            print_family(family, out);
        } else {
            print_row(family, figure, out);
        }
    }
}
