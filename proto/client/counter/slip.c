/* SPDX-License-Identifier: Apache-2.0 */
/* Decides what stands on the slip and how: as a frame of text, or as HTML for a
 * printer. What the answer is, counter.c has decided. */
#include "proto/client/counter/slip.h"

#include "proto/base/date.h"
#include "proto/base/i18n.h"
#include "proto/base/utf8.h"
#include "proto/client/answer/plain.h"

#define WIDTH 60 /* columns between the frame's sides */
#define LABEL_WIDTH 14
#define ROWS_MAX 8

/* Label and text of each row, in their order. */
struct rows {
    struct {
        const char *label;
        struct dg_str text;
    } items[ROWS_MAX];
    size_t count;
    char day[DG_DATE_SIZE];
    struct dg_buf list; /* name and version */
};

static void
add(struct rows *rows, const char *label, struct dg_str text)
{
    if (text.len > 0) {
        rows->items[rows->count].label = label;
        rows->items[rows->count++].text = text;
    }
}

static void
add_item(struct rows *rows, const struct dg_slip *slip)
{
    const struct dg_stored_item *item = slip->counter->item;
    const struct dg_stored_layer *layer = &slip->stored->layers[item->layer];
    add(rows, _("matter"), item->name);
    add(rows, _("answer"),
        dg_str_from(dg_counter_verdict(slip->counter->verdict)));
    add(rows, _("rule"), item->clause);
    add(rows, _("basis"), item->basis);
    add(rows, _("where to go"), dg_counter_instead(slip->counter));
    dg_plain_put(&rows->list, layer->list);
    dg_buf_u8(&rows->list, ' ');
    dg_plain_put(&rows->list, layer->version);
}

/* finish with dg_buf_finish(&rows->list). */
static void
init_rows(struct rows *rows, const struct dg_slip *slip)
{
    *rows = (struct rows){.count = 0};
    dg_buf_init(&rows->list);
    dg_date_format(slip->today, rows->day);
    add(rows, _("date"), dg_str_from(rows->day));
    if (slip->counter->outcome == DG_COUNTER_FOUND) {
        add_item(rows, slip);
    } else {
        add(rows, _("matter"), DG_STR("________________________"));
        add(rows, _("answer"), dg_str_from(_("not on the list: do not stamp")));
        add(rows, _("where to go"),
            dg_str_from(_("the keeper of the task-access list")));
        dg_plain_put(&rows->list, slip->stored->layers[0].list);
        dg_buf_u8(&rows->list, ' ');
        dg_plain_put(&rows->list, slip->stored->layers[0].version);
    }
    add(rows, _("list"), (struct dg_str){rows->list.data, rows->list.len});
}

/* ---- text -------------------------------------------------------------- */

static void
put_edge(struct dg_buf *out, const char *left, const char *right)
{
    dg_buf_text(out, left);
    for (size_t i = 0; i < WIDTH + 2; i++) {
        dg_buf_text(out, "─");
    }
    dg_buf_text(out, right);
    dg_buf_u8(out, '\n');
}

static void
put_blanks(struct dg_buf *out, size_t count)
{
    for (; count > 0; count--) {
        dg_buf_u8(out, ' ');
    }
}

static void
put_framed(struct dg_buf *out, struct dg_str line)
{
    size_t columns = dg_utf8_columns(line);
    dg_buf_text(out, "│ ");
    dg_buf_str(out, line);
    put_blanks(out, columns < WIDTH ? WIDTH - columns : 0);
    dg_buf_text(out, " │\n");
}

/* label, then text, which goes on below itself. */
static void
put_row(struct dg_buf *out, const char *label, struct dg_str text)
{
    struct dg_buf line, plain;
    dg_buf_init(&line);
    dg_buf_init(&plain);
    dg_plain_put(&plain, text);
    struct dg_str left = {plain.data, plain.len};
    dg_buf_text(&line, label);
    do {
        struct dg_str part = dg_utf8_clip(left, WIDTH - LABEL_WIDTH);
        size_t columns = dg_utf8_columns((struct dg_str){line.data, line.len});
        put_blanks(&line, columns < LABEL_WIDTH ? LABEL_WIDTH - columns : 1);
        dg_buf_str(&line, part);
        put_framed(out, (struct dg_str){line.data, line.len});
        dg_buf_clear(&line);
        left = (struct dg_str){left.data + part.len, left.len - part.len};
    } while (left.len > 0 && !plain.err && !line.err);
    dg_buf_finish(&plain);
    dg_buf_finish(&line);
}

void
dg_slip_put_text(const struct dg_slip *slip, struct dg_buf *out)
{
    const struct dg_str rule = DG_STR("________________________________");
    struct rows rows;
    init_rows(&rows, slip);
    put_edge(out, "┌", "┐");
    put_framed(out, dg_str_from(_("Answer of the office's counter")));
    put_edge(out, "├", "┤");
    for (size_t i = 0; i < rows.count; i++) {
        put_row(out, rows.items[i].label, rows.items[i].text);
    }
    put_framed(out, DG_STR(""));
    put_row(out, _("office"), rule);
    put_edge(out, "└", "┘");
    dg_buf_finish(&rows.list);
}

/* ---- HTML -------------------------------------------------------------- */

static void
put_escaped(struct dg_buf *out, struct dg_str text)
{
    struct dg_buf plain;
    dg_buf_init(&plain);
    dg_plain_put(&plain, text);
    for (size_t i = 0; i < plain.len; i++) {
        switch (plain.data[i]) {
        case '<':
            dg_buf_text(out, "&lt;");
            break;
        case '>':
            dg_buf_text(out, "&gt;");
            break;
        case '&':
            dg_buf_text(out, "&amp;");
            break;
        case '"':
            dg_buf_text(out, "&quot;");
            break;
        default:
            dg_buf_u8(out, (uint8_t) plain.data[i]);
        }
    }
    dg_buf_finish(&plain);
}

static void
put_html_row(struct dg_buf *out, const char *label, struct dg_str text)
{
    dg_buf_text(out, "<tr><th scope=\"row\">");
    put_escaped(out, dg_str_from(label));
    dg_buf_text(out, "</th><td>");
    put_escaped(out, text);
    dg_buf_text(out, "</td></tr>\n");
}

static const char html_head[] =
    "<style>\n"
    "@page { size: A5; margin: 12mm }\n"
    "body { font: 12pt/1.5 \"Noto Serif CJK SC\", \"Source Han Serif SC\", "
    "SimSun, serif; max-width: 124mm; margin: 0 auto }\n"
    "h1 { font-size: 16pt; text-align: center; margin: 4mm 0 }\n"
    "table { border-collapse: collapse; width: 100% }\n"
    "th, td { border: 0.3mm solid #000; padding: 2mm; text-align: left; "
    "vertical-align: top; overflow-wrap: anywhere }\n"
    "th { width: 26mm; font-weight: normal }\n"
    "p { margin: 14mm 0 0; text-align: right }\n"
    "p span { display: inline-block; width: 60mm; "
    "border-bottom: 0.3mm solid #000 }\n"
    "</style>\n";

void
dg_slip_put_html(const struct dg_slip *slip, struct dg_buf *out)
{
    struct rows rows;
    struct dg_str title = dg_str_from(_("Answer of the office's counter"));
    init_rows(&rows, slip);
    dg_buf_text(out, "<!DOCTYPE html>\n<html>\n<head>\n<meta charset=\"utf-8\">"
                     "\n<title>");
    put_escaped(out, title);
    dg_buf_text(out, "</title>\n");
    dg_buf_text(out, html_head);
    dg_buf_text(out, "</head>\n<body>\n<h1>");
    put_escaped(out, title);
    dg_buf_text(out, "</h1>\n<table>\n");
    for (size_t i = 0; i < rows.count; i++) {
        put_html_row(out, rows.items[i].label, rows.items[i].text);
    }
    dg_buf_text(out, "</table>\n<p>");
    put_escaped(out, dg_str_from(_("office")));
    dg_buf_text(out, " <span>&nbsp;</span></p>\n</body>\n</html>\n");
    dg_buf_finish(&rows.list);
}
