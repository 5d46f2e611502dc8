/* SPDX-License-Identifier: Apache-2.0 */
/* Cells and tallies: one for each key, found by a hash. */
#include "plugins/burden/book/inside.h"

/* ---- cells --------------------------------------------------------------- */

static uint32_t
hash_of_cell(const struct dg_cell *cell)
{
    uint32_t hash = dg_table_mix((uint32_t) cell->month, cell->source);
    hash = dg_table_mix(hash, cell->duty);
    hash = dg_table_mix(hash, cell->place);
    hash = dg_table_mix(hash, (uint32_t) cell->row << 16 | cell->cause);
    return dg_table_mix(hash, (uint32_t) cell->tariff << 8 | cell->level);
}

static bool
same_cell(const void *ctx, uint32_t record, const void *key)
{
    const struct dg_book *book = ctx;
    const struct dg_cell *a = &book->cells[record], *b = key;
    return a->month == b->month && a->source == b->source &&
           a->duty == b->duty && a->place == b->place && a->row == b->row &&
           a->tariff == b->tariff && a->cause == b->cause &&
           a->level == b->level;
}

uint32_t
dg_cells_take(struct dg_book *book, const struct dg_cell *key)
{
    uint32_t hash = hash_of_cell(key);
    uint32_t cell =
        dg_table_find(&book->cell_table, hash, same_cell, book, key);
    if (cell != DG_TABLE_FREE) {
        return cell;
    }
    if (!dg_room(&book->cells, book->cell_count, &book->cell_room,
                 sizeof *book->cells) ||
        !dg_table_add(&book->cell_table, hash, book->cell_count)) {
        return DG_NONE;
    }
    book->cells[book->cell_count] = *key;
    book->cells[book->cell_count].quantity = 0;
    return book->cell_count++;
}

const struct dg_cell *
dg_book_cells(const struct dg_book *book, size_t *count)
{
    *count = book->cell_count;
    return book->cells;
}

/* ---- tallies ------------------------------------------------------------- */

static bool
same_tally(const void *ctx, uint32_t record, const void *key)
{
    const struct dg_book *book = ctx;
    const struct dg_tally *a = &book->tallies[record], *b = key;
    return a->month == b->month && a->source == b->source &&
           a->duty == b->duty && a->level == b->level;
}

struct dg_tally *
dg_tallies_take(struct dg_book *book, const struct dg_tally *key)
{
    uint32_t hash = dg_table_mix(
        dg_table_mix(dg_table_mix((uint32_t) key->month, key->source),
                     key->duty),
        key->level);
    uint32_t tally =
        dg_table_find(&book->tally_table, hash, same_tally, book, key);
    if (tally != DG_TABLE_FREE) {
        return &book->tallies[tally];
    }
    if (!dg_room(&book->tallies, book->tally_count, &book->tally_room,
                 sizeof *book->tallies) ||
        !dg_table_add(&book->tally_table, hash, book->tally_count)) {
        return NULL;
    }
    book->tallies[book->tally_count] = (struct dg_tally){.month = key->month,
                                                         .source = key->source,
                                                         .duty = key->duty,
                                                         .level = key->level};
    return &book->tallies[book->tally_count++];
}

struct dg_tally *
dg_tally_of(struct dg_book *book, const struct dg_ask *ask, int32_t month)
{
    const struct dg_tally key = {.month = month,
                                 .source = ask->source,
                                 .duty = ask->duty,
                                 .level = ask->level};
    return dg_tallies_take(book, &key);
}

const struct dg_tally *
dg_book_tallies(const struct dg_book *book, size_t *count)
{
    *count = book->tally_count;
    return book->tallies;
}
