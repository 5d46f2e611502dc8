/* SPDX-License-Identifier: Apache-2.0 */
/* Decides what counts as added, removed and changed, and how it is shown. */
#include "proto/client/sheet/diff.h"

#include "proto/base/i18n.h"
#include "proto/client/answer/plain.h"
#include "proto/client/sheet/cell.h"
#include "proto/client/sheet/wire.h"

static bool
is_changed(const struct dg_form *form, const struct dg_row *a,
           const struct dg_row *b)
{
    for (size_t c = 0; c < form->count; c++) {
        if (!dg_rows_equal(&a->values[c], &b->values[c])) {
            return true;
        }
    }
    return false;
}

bool
dg_diff_is_new(const struct dg_diff *diff, const struct dg_row *row)
{
    const struct dg_row *before = dg_rows_find(diff->from, row->key);
    return !before || is_changed(diff->to->form, before, row);
}

static bool
is_gone(const struct dg_diff *diff, const struct dg_row *row)
{
    return !diff->keeps && !dg_rows_find(diff->to, row->key);
}

void
dg_diff_init(struct dg_diff *diff, const struct dg_rows *from,
             const struct dg_rows *to, bool keeps)
{
    *diff = (struct dg_diff){.from = from, .to = to, .keeps = keeps};
    for (size_t i = 0; i < to->count; i++) {
        if (!dg_rows_find(from, to->items[i]->key)) {
            diff->added++;
        } else if (dg_diff_is_new(diff, to->items[i])) {
            diff->changed++;
        }
    }
    for (size_t i = 0; i < from->count; i++) {
        diff->removed += is_gone(diff, from->items[i]);
    }
}

/* ---- for people --------------------------------------------------------- */

static void
put_value(struct dg_buf *out, const struct dg_column *column,
          const struct dg_value *value)
{
    struct dg_buf text;
    dg_buf_init(&text);
    dg_cell_write(&text, column, value);
    if (text.len > 0) {
        dg_plain_put(out, (struct dg_str){text.data, text.len});
    } else {
        dg_buf_text(out, _("(empty)"));
    }
    dg_buf_finish(&text);
}

/* "+ CODE TITLE": what stands in the first three columns of the form; of
 * choices only the first. */
static void
put_row(struct dg_buf *out, const struct dg_form *form, char mark,
        const struct dg_row *row)
{
    dg_buf_u8(out, (uint8_t) mark);
    for (size_t c = 0; c < form->count && c < 3; c++) {
        if (row->values[c].count > 0 &&
            (form->columns[c].type != DG_COLUMN_CHOICE || c == 0)) {
            dg_buf_u8(out, ' ');
            put_value(out, &form->columns[c], &row->values[c]);
        }
    }
    dg_buf_u8(out, '\n');
}

static void
put_changes(struct dg_buf *out, const struct dg_form *form,
            const struct dg_row *from, const struct dg_row *to)
{
    for (size_t c = 0; c < form->count; c++) {
        if (!dg_rows_equal(&from->values[c], &to->values[c])) {
            dg_buf_printf(out, "    %s: ", _(form->columns[c].heading));
            put_value(out, &form->columns[c], &from->values[c]);
            dg_buf_text(out, " -> ");
            put_value(out, &form->columns[c], &to->values[c]);
            dg_buf_u8(out, '\n');
        }
    }
}

static void
put_counts(const struct dg_diff *diff, struct dg_buf *out)
{
    dg_buf_printf(out, _("%zu added, %zu removed, %zu changed"), diff->added,
                  diff->removed, diff->changed);
    dg_buf_u8(out, '\n');
}

static void
put_all(const struct dg_diff *diff, struct dg_buf *out)
{
    const struct dg_form *form = diff->to->form;
    for (size_t i = 0; i < diff->to->count; i++) {
        const struct dg_row *to = diff->to->items[i];
        const struct dg_row *from = dg_rows_find(diff->from, to->key);
        if (!from) {
            put_row(out, form, '+', to);
        } else if (is_changed(form, from, to)) {
            put_row(out, form, '~', to);
            put_changes(out, form, from, to);
        }
    }
    for (size_t i = 0; i < diff->from->count; i++) {
        if (is_gone(diff, diff->from->items[i])) {
            put_row(out, form, '-', diff->from->items[i]);
        }
    }
}

void
dg_diff_print(const struct dg_diff *diff, bool full, struct dg_buf *out)
{
    if (diff->added + diff->removed + diff->changed == 0) {
        dg_buf_text(out, _("no difference"));
        dg_buf_u8(out, '\n');
        return;
    }
    put_counts(diff, out);
    if (full) {
        put_all(diff, out);
    }
}

/* ---- for programs ------------------------------------------------------- */

static void
write_change(struct dg_json_writer *out, const struct dg_form *form,
             const struct dg_row *from, const struct dg_row *to)
{
    dg_json_open_object(out);
    dg_json_name(out, form->columns[form->named].member);
    dg_wire_write_value(out, &form->columns[form->named],
                        &to->values[form->named]);
    dg_json_name(out, "members");
    dg_json_open_object(out);
    for (size_t c = 0; c < form->count; c++) {
        if (!dg_rows_equal(&from->values[c], &to->values[c])) {
            dg_json_name(out, form->columns[c].member);
            dg_json_open_object(out);
            dg_json_name(out, "from");
            dg_wire_write_value(out, &form->columns[c], &from->values[c]);
            dg_json_name(out, "to");
            dg_wire_write_value(out, &form->columns[c], &to->values[c]);
            dg_json_close_object(out);
        }
    }
    dg_json_close_object(out);
    dg_json_close_object(out);
}

/* Those of rows that are not among the others. */
static void
write_only(struct dg_json_writer *out, const char *name,
           const struct dg_rows *rows, const struct dg_rows *others)
{
    dg_json_name(out, name);
    dg_json_open_array(out);
    for (size_t i = 0; others && i < rows->count; i++) {
        if (!dg_rows_find(others, rows->items[i]->key)) {
            dg_wire_write(out, rows->form, rows->items[i]);
        }
    }
    dg_json_close_array(out);
}

void
dg_diff_write(const struct dg_diff *diff, struct dg_json_writer *out)
{
    write_only(out, "added", diff->to, diff->from);
    write_only(out, "removed", diff->from, diff->keeps ? NULL : diff->to);
    dg_json_name(out, "changed");
    dg_json_open_array(out);
    for (size_t i = 0; i < diff->to->count; i++) {
        const struct dg_row *to = diff->to->items[i];
        const struct dg_row *from = dg_rows_find(diff->from, to->key);
        if (from && is_changed(diff->to->form, from, to)) {
            write_change(out, diff->to->form, from, to);
        }
    }
    dg_json_close_array(out);
}
