/* SPDX-License-Identifier: Apache-2.0 */
/* How cells are kept; of this folder only. A filled cell takes 24 bytes, its
 * share of the hash table (4 at least three eighths used), and 16 and the text
 * for each thing said of it; what an entry says of all its cells alike is kept
 * once. */
#ifndef PLUGINS_FORM_DEDUP_CELL_STORE_H
#define PLUGINS_FORM_DEDUP_CELL_STORE_H

#include "plugins/form_dedup/cell/cell.h"
#include "plugins/form_dedup/cell/cell_index.h"

/* What an entry said of cells. */
struct dg_said {
    uint64_t sequence, task, upto;
    int64_t time_us;
    char *reason;
    uint32_t who;
    uint16_t reason_len;
    bool behalf, correct;
    bool gone; /* it was forgotten */
};

/* One thing said; lies in an arena, aligned to 8. */
struct dg_record {
    struct dg_record *before;
    uint32_t said; /* number of its struct dg_said */
    uint16_t len;
    uint8_t unit_len;
    uint8_t word;
    char text[]; /* the text, then the unit */
};

struct dg_cell {
    struct dg_cell_key key;
    uint32_t rows; /* of one without subject: 1 + number of its struct dg_rows,
                      if some subject was named; of a subject's: 1, it is in
                      them */
    struct dg_record *last;
};

/* The subjects of an office in a slot, as far as anything was said of them. */
struct dg_rows {
    const struct dg_subject **subjects;
    uint32_t count, room;
    bool sorted;     /* by name */
    uint32_t filled; /* so many have a value */
    char text[12];   /* the same in digits */
};

struct dg_subject {
    uint8_t name[16];
    uint32_t number;
};

/* Something said of a cell that may have had a value before. */
struct dg_again {
    const struct dg_record *record;
    uint32_t cell;
};

struct dg_block;

struct dg_cells {
    const struct dg_plugin_host *host;
    const struct dg_dictionary *dictionary;
    const struct dg_names *sources;
    struct dg_chunks slots, subjects, cells, rows, said, again;
    struct dg_cell_index slot_index, subject_index, cell_index;
    struct dg_block *blocks; /* records and reasons */
    size_t block_left;
};

/* ---- cells.c ------------------------------------------------------------ */

/* The cell of a key, or NULL; take makes it, NULL without memory. */
struct dg_cell *dg_cells_find(const struct dg_cells *cells,
                              struct dg_cell_key key);
struct dg_cell *dg_cells_take(struct dg_cells *cells, struct dg_cell_key key);
/* The number of a cell, or DG_INDEX_NONE. */
uint32_t dg_cells_number(const struct dg_cells *cells, struct dg_cell_key key);

/* ---- said.c ------------------------------------------------------------- */

const struct dg_said *dg_cells_said(const struct dg_cells *cells,
                                    const struct dg_record *record);
/* Frees records and reasons. */
void dg_said_finish(struct dg_cells *cells);

/* ---- state.c: what follows from what was said --------------------------- */

/* Whether a review is kept behind the last thing said: there is a value up to
 * upto, and the last thing was no review of the same task with the same word
 * and of the same value. So what is kept of the rest does not change by what is
 * forgotten. */
bool dg_state_takes(const struct dg_cells *cells, const struct dg_record *last,
                    enum dg_word word, const struct dg_said *said);
/* Whether it may have changed what somebody had got: something was said of the
 * cell before, or its value may have followed. */
bool dg_state_is_again(const struct dg_cells *cells, struct dg_cell_key key,
                       const struct dg_record *record);
bool dg_state_is_filled(const struct dg_cells *cells,
                        const struct dg_cell *cell);
/* Sets answered and counts rows by whether a cell is filled, and was before. */
void dg_state_update(struct dg_cells *cells, const struct dg_cell *cell,
                     bool was);
/* As if it were not filled, until it is updated. */
void dg_state_discount(struct dg_cells *cells, const struct dg_cell *cell);

/* ---- rows.c ------------------------------------------------------------- */

/* Takes the cell's subject in, once; false without memory. */
bool dg_rows_take(struct dg_cells *cells, struct dg_cell *cell);
/* One row more is filled, or one less. */
void dg_rows_count(const struct dg_cells *cells, struct dg_cell_key key,
                   bool more);
/* How many are, in digits. */
struct dg_plugin_str dg_rows_text(const struct dg_cells *cells,
                                  struct dg_cell_key key);

#endif
