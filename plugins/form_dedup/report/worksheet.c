/* SPDX-License-Identifier: Apache-2.0 */
/* worksheet.read: what an office still has to fill in, each cell and each list
 * once, in the cell's own unit; a page at a time. */
#include <stdio.h>

#include "plugins/form_dedup/report/reader.h"
#include "plugins/form_dedup/report/report.h"
#include "plugins/form_dedup/report/sheet_put.h"

#define PAGE_DEFAULT 200

static uint32_t
find_office(const struct dg_form_dedup *plugin,
            const struct dg_plugin_value *params, struct dg_plugin_str reader)
{
    const struct dg_plugin_host *host = plugin->host;
    struct dg_plugin_str code = host->text(host->member(params, "office"));
    return code.len ? host->office_number(host, code)
                    : dg_reader_office(plugin, reader);
}

/* "<due_us>.<task>.<place>.<order>" */
static struct dg_sheet_row
read_after(struct dg_plugin_str text)
{
    struct dg_sheet_row row = {0};
    uint64_t numbers[3] = {0, 0, 0};
    size_t at = 0, i;
    for (i = 0; i < text.len && at < 3; i++) {
        if (text.data[i] == '.') {
            at++;
        } else {
            numbers[at] = numbers[at] * 10 + (uint64_t) (text.data[i] - '0');
        }
    }
    row.due_us = (int64_t) numbers[0];
    row.task = numbers[1];
    row.place = numbers[2];
    row.order = (struct dg_plugin_str){text.data + i, text.len - i};
    return row;
}

/* The first row behind the page before. */
static size_t
find_first(const struct dg_sheet *sheet, struct dg_plugin_str after)
{
    struct dg_sheet_row last = read_after(after);
    size_t low = 0, high = sheet->row_count;
    while (after.len > 0 && low < high) {
        size_t middle = low + (high - low) / 2;
        if (dg_sheet_compare(sheet->rows[middle], &last) <= 0) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low;
}

static void
put_next(const struct dg_print *print, const struct dg_sheet_row *row)
{
    char next[64 + DG_SHEET_ORDER];
    snprintf(next, sizeof next, "%lld.%llu.%llu.%.*s", (long long) row->due_us,
             (unsigned long long) row->task, (unsigned long long) row->place,
             DG_TEXT_ARG(row->order));
    dg_print_word(print, "next", next);
}

static void
put_sheet(const struct dg_sheet_put *put, const struct dg_plugin_value *params)
{
    const struct dg_print *print = &put->print;
    const struct dg_plugin_host *host = print->host;
    const struct dg_sheet *sheet = put->sheet;
    size_t first = find_first(sheet, host->text(host->member(params, "after")));
    size_t count =
        (size_t) host->integer(host->member(params, "limit"), PAGE_DEFAULT);
    size_t shown;
    host->open_object(print->out);
    dg_print_place(print, sheet->office);
    dg_print_number(print, "open", sheet->open);
    dg_print_number(print, "filled", sheet->filled);
    if (count > sheet->row_count - first) {
        count = sheet->row_count - first;
    }
    shown = dg_sheet_put_rows(put, first, count);
    if (first + shown < sheet->row_count && shown > 0) {
        put_next(print, sheet->rows[first + shown - 1]);
    }
    host->close_object(print->out);
}

enum dg_plugin_status
dg_worksheet_query(struct dg_form_dedup *plugin, struct dg_plugin_str name,
                   const struct dg_plugin_value *params,
                   struct dg_plugin_str reader, struct dg_plugin_writer *out)
{
    const struct dg_plugin_host *host = plugin->host;
    uint32_t office = find_office(plugin, params, reader);
    struct dg_sheet sheet;
    struct dg_sheet_put put = {
        .plugin = plugin,
        .print = {host, out},
        .sheet = &sheet,
        .values =
            dg_reader_is(reader, "office") || dg_reader_is(reader, "town"),
    };
    (void) name;
    if (office == DG_PLUGIN_NO_OFFICE) {
        return DG_PLUGIN_NOT_FOUND;
    }
    if (!dg_sheet_init(&sheet, plugin, office,
                       host->boolean(host->member(params, "filled")))) {
        return DG_PLUGIN_FAILED;
    }
    put_sheet(&put, params);
    dg_sheet_finish(&sheet);
    return DG_PLUGIN_OK;
}
