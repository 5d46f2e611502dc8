/* SPDX-License-Identifier: Apache-2.0 */
/* Decides what a cell of each type may hold. How many a frequency is, is left
 * to cell_frequency.c. */
#include "proto/client/sheet/cell.h"

#include <stdlib.h>
#include <utf8proc.h>

#include "proto/base/date.h"
#include "proto/base/i18n.h"
#include "proto/base/utf8.h"
#include "proto/client/sheet/cell_internal.h"
#include "proto/client/sheet/complaints.h"

#define CODE_MAX 64

/* ---- text --------------------------------------------------------------- */

/* Bytes of the blank that s begins with; 0 if it begins with another. */
static size_t
blank_length(struct dg_str s)
{
    if (s.len > 0 && strchr(" \t\r\n", s.data[0])) {
        return 1;
    }
    if (s.len >= 2 && memcmp(s.data, "\xc2\xa0", 2) == 0) { /* no-break */
        return 2;
    }
    return s.len >= 3 && memcmp(s.data, "　", 3) == 0 ? 3 : 0;
}

static struct dg_str
trim(struct dg_str s)
{
    size_t blank;
    while ((blank = blank_length(s)) > 0) {
        s = (struct dg_str){s.data + blank, s.len - blank};
    }
    for (size_t n = 1; n <= 3 && n <= s.len; n++) {
        struct dg_str end = {s.data + s.len - n, n};
        if (blank_length(end) == n) {
            s.len -= n;
            n = 0;
        }
    }
    return s;
}

static bool
is_ascii(struct dg_str s)
{
    for (size_t i = 0; i < s.len; i++) {
        if ((unsigned char) s.data[i] >= 0x80) {
            return false;
        }
    }
    return true;
}

struct dg_str
dg_cell_fold(struct dg_arena *arena, struct dg_str text)
{
    utf8proc_uint8_t *folded;
    struct dg_str result = {NULL, 0};
    utf8proc_ssize_t len;
    text = trim(text);
    if (is_ascii(text)) {
        return dg_arena_copy(arena, text);
    }
    len = utf8proc_map((const utf8proc_uint8_t *) text.data,
                       (utf8proc_ssize_t) text.len, &folded,
                       UTF8PROC_STABLE | UTF8PROC_COMPOSE | UTF8PROC_COMPAT);
    if (len >= 0) {
        result = dg_arena_copy(
            arena, trim((struct dg_str){(char *) folded, (size_t) len}));
        free(folded);
    }
    return result;
}

/* ---- what each type takes ------------------------------------------------ */

static enum dg_err
read_text(const struct dg_cell *cell, const struct dg_column *column,
          struct dg_str item, struct dg_value *value)
{
    size_t length = dg_utf8_length(item);
    if (length > column->most) {
        dg_buf_printf(cell->why, _("%zu characters; %u are the most"), length,
                      column->most);
        return DG_ERR_MALFORMED;
    }
    dg_rows_put(cell->rows, value, item);
    return DG_OK;
}

static enum dg_err
refuse(const struct dg_cell *cell, struct dg_str item, const char *why)
{
    dg_complaints_quote(cell->why, item);
    dg_buf_u8(cell->why, ' ');
    dg_buf_text(cell->why, why);
    return DG_ERR_MALFORMED;
}

static bool
is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool
is_alphanumeric(char c)
{
    return is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static bool
is_digits(struct dg_str s)
{
    for (size_t i = 0; i < s.len; i++) {
        if (!is_digit(s.data[i])) {
            return false;
        }
    }
    return s.len > 0;
}

/* 5.22731E+11: what a spreadsheet makes of 522731100000. */
static bool
is_spoilt(struct dg_str s)
{
    const char *e = s.len ? memchr(s.data, 'E', s.len) : NULL;
    return e && is_digit(s.data[0]) && e + 2 < s.data + s.len && e[1] == '+' &&
           is_digit(e[2]);
}

static enum dg_err
refuse_code(const struct dg_cell *cell, struct dg_str item, const char *why)
{
    return refuse(cell, item,
                  is_spoilt(item)
                      ? _("is what a spreadsheet makes of a long number: give "
                          "the column the format Text, then write the code")
                      : why);
}

static enum dg_err
read_code(const struct dg_cell *cell, const struct dg_column *column,
          struct dg_str item, struct dg_value *value)
{
    bool good =
        item.len > 0 && item.len <= CODE_MAX && is_alphanumeric(item.data[0]);
    (void) column;
    for (size_t i = 0; good && i < item.len; i++) {
        good = is_alphanumeric(item.data[i]) || item.data[i] == '.' ||
               item.data[i] == '_' || item.data[i] == '-';
    }
    if (!good || is_spoilt(item)) {
        return refuse_code(cell, item,
                           _("is no code: at most 64 letters, digits, and "
                             ". _ - behind the first"));
    }
    dg_rows_put(cell->rows, value, item);
    return DG_OK;
}

static enum dg_err
read_office(const struct dg_cell *cell, const struct dg_column *column,
            struct dg_str item, struct dg_value *value)
{
    (void) column;
    if (item.len != 12 || !is_digits(item)) {
        return refuse_code(cell, item, _("is no code of 12 digits"));
    }
    dg_rows_put(cell->rows, value, item);
    return DG_OK;
}

static enum dg_err
read_prefix(const struct dg_cell *cell, const struct dg_column *column,
            struct dg_str item, struct dg_value *value)
{
    bool good =
        item.len == 2 || item.len == 4 || item.len == 6 || item.len == 9;
    (void) column;
    if (!good || !is_digits(item)) {
        return refuse_code(cell, item,
                           _("is no division prefix of 2, 4, 6 or 9 digits"));
    }
    dg_rows_put(cell->rows, value, item);
    return DG_OK;
}

static enum dg_err
read_number(const struct dg_cell *cell, const struct dg_column *column,
            struct dg_str item, struct dg_value *value)
{
    uint64_t number;
    if (dg_str_to_u64(item, &number) || number < column->least ||
        number > column->most) {
        dg_complaints_quote(cell->why, item);
        dg_buf_u8(cell->why, ' ');
        dg_buf_printf(cell->why, _("is no number from %u to %u"), column->least,
                      column->most);
        return DG_ERR_MALFORMED;
    }
    dg_rows_put(cell->rows, value, item);
    return DG_OK;
}

/* Takes 1 to width digits off s. */
static bool
take_digits(struct dg_str *s, size_t width, unsigned *number)
{
    size_t n = 0;
    *number = 0;
    while (n < width && n < s->len && is_digit(s->data[n])) {
        *number = *number * 10 + (unsigned) (s->data[n++] - '0');
    }
    *s = (struct dg_str){s->data + n, s->len - n};
    return n > 0;
}

static bool
take_mark(struct dg_str *s, const char *mark)
{
    size_t len = strlen(mark);
    if (!dg_str_starts_with(*s, mark)) {
        return false;
    }
    *s = (struct dg_str){s->data + len, s->len - len};
    return true;
}

/* 2026-1-31, 2026/1/31, 2026年1月31日. */
static bool
take_date(struct dg_str s, unsigned ymd[3])
{
    static const char *const marks[][3] = {
        {"-", "-", ""}, {"/", "/", ""}, {"年", "月", "日"}};
    if (!take_digits(&s, 4, &ymd[0])) {
        return false;
    }
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++) {
        if (take_mark(&s, marks[i][0])) {
            return take_digits(&s, 2, &ymd[1]) && take_mark(&s, marks[i][1]) &&
                   take_digits(&s, 2, &ymd[2]) && take_mark(&s, marks[i][2]) &&
                   s.len == 0;
        }
    }
    return false;
}

static enum dg_err
read_date(const struct dg_cell *cell, const struct dg_column *column,
          struct dg_str item, struct dg_value *value)
{
    unsigned ymd[3];
    struct dg_str date = {NULL, 0};
    int32_t day;
    (void) column;
    if (take_date(item, ymd)) {
        date = dg_arena_printf(cell->scratch, "%04u-%02u-%02u", ymd[0], ymd[1],
                               ymd[2]);
    }
    if (dg_date_parse(date, &day)) {
        return refuse(cell, item,
                      _("is no date such as 2026-01-31, 2026/1/31 or "
                        "2026年1月31日"));
    }
    dg_rows_put(cell->rows, value, date);
    return DG_OK;
}

static enum dg_err
read_choice(const struct dg_cell *cell, const struct dg_column *column,
            struct dg_str item, struct dg_value *value)
{
    const struct dg_column_word *word = column->words;
    while (word->wire && !dg_column_is_word(word, item)) {
        word++;
    }
    if (!word->wire) {
        const char *before = _("is none of: ");
        dg_complaints_quote(cell->why, item);
        dg_buf_u8(cell->why, ' ');
        for (word = column->words; word->wire; word++, before = ", ") {
            dg_buf_text(cell->why, before);
            dg_column_put(cell->why, word->shown, word->chinese);
        }
        return DG_ERR_MALFORMED;
    }
    dg_rows_put(cell->rows, value, dg_str_from(word->wire));
    return DG_OK;
}

static enum dg_err
read_frequency(const struct dg_cell *cell, const struct dg_column *column,
               struct dg_str item, struct dg_value *value)
{
    char text[DG_CELL_FREQUENCY_SIZE];
    (void) column;
    if (!dg_cell_frequency_read(item, text)) {
        return refuse(cell, item,
                      _("is no frequency such as 1/quarter or 每季度1次"));
    }
    dg_rows_put(cell->rows, value, dg_str_from(text));
    return DG_OK;
}

typedef enum dg_err (*read_fn)(const struct dg_cell *cell,
                               const struct dg_column *column,
                               struct dg_str item, struct dg_value *value);

static const read_fn readers[] = {
    [DG_COLUMN_TEXT] = read_text,           [DG_COLUMN_CODE] = read_code,
    [DG_COLUMN_OFFICE] = read_office,       [DG_COLUMN_PREFIX] = read_prefix,
    [DG_COLUMN_NUMBER] = read_number,       [DG_COLUMN_DATE] = read_date,
    [DG_COLUMN_FLAG] = read_choice,         [DG_COLUMN_CHOICE] = read_choice,
    [DG_COLUMN_FREQUENCY] = read_frequency,
};

/* ---- several in one cell ------------------------------------------------ */

/* Bytes of the separator that s begins with; 0 if it begins with another. A
 * code has no comma in it, a name may. */
static size_t
separator_length(const struct dg_column *column, struct dg_str s)
{
    if (s.len > 0 && (strchr(";\r\n", s.data[0]) ||
                      (column->type != DG_COLUMN_TEXT && s.data[0] == ','))) {
        return 1;
    }
    return s.len >= 3 && (memcmp(s.data, "、", 3) == 0 ||
                          memcmp(s.data, "；", 3) == 0)
               ? 3
               : 0;
}

/* Takes the next item and the separator behind it off rest. */
static struct dg_str
take_item(const struct dg_column *column, struct dg_str *rest)
{
    size_t len = 0, separator = 0;
    struct dg_str item = {rest->data, 0};
    while (len < rest->len &&
           (separator = separator_length(
                column, (struct dg_str){rest->data + len, rest->len - len})) ==
               0) {
        len++;
    }
    item.len = len;
    separator = len < rest->len ? separator : 0;
    *rest = (struct dg_str){rest->data + len + separator,
                            rest->len - len - separator};
    return trim(item);
}

bool
dg_cell_splits(const struct dg_column *column, struct dg_str item)
{
    struct dg_str rest = item;
    return column->several && take_item(column, &rest).len < item.len;
}

static bool
has(const struct dg_value *value, struct dg_str item)
{
    for (size_t i = 0; i + 1 < value->count; i++) {
        if (dg_str_equal(value->items[i], item)) {
            return true;
        }
    }
    return false;
}

static enum dg_err
read_several(const struct dg_cell *cell, const struct dg_column *column,
             struct dg_str rest, struct dg_value *value)
{
    while (rest.len > 0) {
        struct dg_str item = take_item(column, &rest);
        enum dg_err err =
            item.len ? readers[column->type](cell, column, item, value) : DG_OK;
        if (err) {
            return err;
        }
        if (item.len > 0 && has(value, item)) {
            return refuse(cell, item, _("stands in this cell twice"));
        }
    }
    if (column->most > 0 && column->type != DG_COLUMN_TEXT &&
        value->count > column->most) {
        dg_buf_printf(cell->why, _("%zu values; %u are the most"), value->count,
                      column->most);
        return DG_ERR_MALFORMED;
    }
    return DG_OK;
}

enum dg_err
dg_cell_read(const struct dg_cell *cell, const struct dg_column *column,
             struct dg_str text, struct dg_value *value)
{
    enum dg_err err;
    if (column->type == DG_COLUMN_IGNORED || trim(text).len == 0) {
        return DG_OK;
    }
    if (column->type != DG_COLUMN_TEXT) {
        text = dg_cell_fold(cell->scratch, text);
        if (!text.data) {
            return DG_ERR_MEMORY;
        }
    }
    err = (column->several ? read_several : readers[column->type])(cell, column,
                                                                   text, value);
    if (!err && column->usual && value->count == 1 &&
        dg_str_is(value->items[0], column->usual)) {
        value->count = 0;
    }
    return err ? err : cell->rows->err;
}

/* ---- writing ------------------------------------------------------------ */

static const char *
shown_word(const struct dg_column *column, struct dg_str wire)
{
    for (const struct dg_column_word *w = column->words; w->wire; w++) {
        if (dg_str_is(wire, w->wire)) {
            return _(w->shown);
        }
    }
    return "";
}

static void
write_item(struct dg_buf *out, const struct dg_column *column,
           struct dg_str item)
{
    if (column->type == DG_COLUMN_FREQUENCY) {
        dg_cell_frequency_write(out, item);
    } else if (column->words) {
        dg_buf_text(out, shown_word(column, item));
    } else {
        dg_buf_str(out, item);
    }
}

void
dg_cell_write(struct dg_buf *out, const struct dg_column *column,
              const struct dg_value *value)
{
    if (value->count == 0 && column->type == DG_COLUMN_CHOICE &&
        column->usual) {
        dg_buf_text(out, shown_word(column, dg_str_from(column->usual)));
    }
    for (size_t i = 0; i < value->count; i++) {
        dg_buf_text(out, i > 0 ? ";" : "");
        write_item(out, column, value->items[i]);
    }
}
