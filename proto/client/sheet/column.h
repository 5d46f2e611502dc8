/* SPDX-License-Identifier: Apache-2.0 */
/* What a sheet's columns are called and what may stand in them: tables, from
 * which sheets are read, written, and turned into the members of events. */
#ifndef PROTO_CLIENT_SHEET_COLUMN_H
#define PROTO_CLIENT_SHEET_COLUMN_H

#include <stdbool.h>
#include <stddef.h>

#include "proto/base/buf.h"
#include "proto/base/i18n.h"

enum dg_column_type {
    DG_COLUMN_IGNORED, /* kept for the reader of the sheet: 序号, 备注 */
    DG_COLUMN_TEXT,    /* as it was written */
    DG_COLUMN_CODE,
    DG_COLUMN_OFFICE, /* 12 digits */
    DG_COLUMN_PREFIX, /* 2, 4, 6 or 9 digits */
    DG_COLUMN_NUMBER,
    DG_COLUMN_DATE,
    DG_COLUMN_FLAG,
    DG_COLUMN_CHOICE,
    DG_COLUMN_FREQUENCY /* "1/quarter" */
};

/* One word of a choice. */
struct dg_column_word {
    const char *wire;    /* also accepted */
    const char *shown;   /* English, marked for translation; also accepted */
    const char *chinese; /* further words that are accepted, between '|' */
};

struct dg_column {
    const char *member;  /* of the event's data; also accepted as heading */
    const char *heading; /* as dg_column_word::shown */
    const char *chinese; /* as dg_column_word::chinese */
    enum dg_column_type type;
    bool required;                      /* as heading, and in every row */
    bool several;                       /* values with ; between them */
    unsigned least, most;               /* of a number; most characters */
    const struct dg_column_word *words; /* of a choice; ends with {NULL} */
    const char *usual; /* what an empty cell means, on the wire; may be NULL */
};

/* Columns that sheets of all kinds may have for whoever reads them. */
#define DG_COLUMN_OF_NUMBERS                                                   \
    {                                                                          \
        .member = "no.", .heading = N_("no."), .chinese = "序号",              \
        .type = DG_COLUMN_IGNORED                                              \
    }
#define DG_COLUMN_OF_REMARKS                                                   \
    {                                                                          \
        .member = "remark", .heading = N_("remark"), .chinese = "备注|说明",   \
        .type = DG_COLUMN_IGNORED                                              \
    }

struct dg_row;
struct dg_rows;

/* A kind of sheet. */
struct dg_form {
    const struct dg_column *columns;
    size_t count;
    size_t named; /* the column that names a row, for messages */
    size_t bare;  /* a sheet of that many columns may come without headings:
                     then they are the first of the form; 0: it may not */
    /* What makes a row one of its kind; lives as long as the rows. */
    struct dg_str (*key)(struct dg_rows *rows, const struct dg_row *row);
    /* Why the row cannot be (marked for translation) and which column is
     * wrong; NULL if it can. Itself NULL if every row can. */
    const char *(*check)(const struct dg_row *row, size_t *column);
    bool quoted; /* what it says goes on from what the cell holds */
    /* Adds a row to one of the same key; false: it stands there twice. NULL:
     * always. */
    bool (*merge)(struct dg_rows *rows, struct dg_row *row,
                  const struct dg_row *more);
};

/* True if text (folded) is the column's heading or the word's name, in any of
 * the languages, whatever blanks, lines and capitals it is written with. */
bool dg_column_is_heading(const struct dg_column *column, struct dg_str text);
bool dg_column_is_word(const struct dg_column_word *word, struct dg_str text);

/* Appends what it is called in the user's language; where that is English, the
 * Chinese word in brackets. */
void dg_column_put(struct dg_buf *out, const char *shown, const char *chinese);

#endif
