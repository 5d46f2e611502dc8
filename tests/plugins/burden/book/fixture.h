/* SPDX-License-Identifier: Apache-2.0 */
/* A book that is fed entries by hand, and read in lines. Offices are numbers;
 * rows and minutes those of the built-in tariff. */
#ifndef TESTS_PLUGINS_BURDEN_BOOK_FIXTURE_H
#define TESTS_PLUGINS_BURDEN_BOOK_FIXTURE_H

#include "plugins/burden/book/book.h"
#include "tests/fake/host.h"

struct fixture {
    struct dg_plugin_host host;
    struct dg_places *places;
    struct dg_tariffs *tariffs;
    struct dg_book *book;
    uint64_t sequence; /* of the last entry */
    int64_t time_us;
    const char *type, *source, *duty, *period; /* of entries */
};

void fixture_open(struct fixture *f);
void fixture_close(struct fixture *f);

/* Noon, China time. */
void fixture_day(struct fixture *f, const char *date);

/* An entry; facts and effects are lines of
 *   KIND DIMENSION POINTER QUANTITY CAUSE [PLACE]
 * where KIND is ask answer refuse strip share prefill, and - stands for an
 * empty pointer. False if the book failed. */
uint64_t fixture_entry(struct fixture *f, enum dg_plugin_verdict verdict,
                       const char *effects);

/* The hook task; what is an end, "opened", "changed", or "dropped" and an end
 * ("dropped refused"). content 0: itself. place: of an occurrence that goes to
 * others. */
void fixture_task(struct fixture *f, uint64_t task, uint64_t content,
                  const char *what);

/* What the book comes to: a line for each cause, in the order of their names,
 *   borne asked 120.00
 * and "asked N" at the end, all in minutes by the tariff of each cell. */
const char *fixture_sums(const struct fixture *f);
/* … at an office alone; UINT32_MAX: at all. */
const char *fixture_sums_at(const struct fixture *f, uint32_t office);
char *fixture_save(const struct fixture *f); /* freed by the caller */

#endif
