/* SPDX-License-Identifier: Apache-2.0 */
/* The book: asked, borne and avoided, each hundredth of a minute with one
 * cause. A fold of entries' headers (and of what became of tasks in inboxes)
 * alone, so that it stands whatever is erased, and in every copy of the
 * journal.
 *
 * An ask is a chain of attempts. It stands in the month (China) of the
 * publication that stands, or of its first attempt if none ever did. Its rows
 * are kept in cells: how many of a tariff row, at which offices, with which
 * cause; asked is the sum of all causes. */
#ifndef PLUGINS_BURDEN_BOOK_BOOK_H
#define PLUGINS_BURDEN_BOOK_BOOK_H

#include "plugins/burden/book/level.h"
#include "plugins/burden/place/place.h"
#include "plugins/burden/tariff/tariff.h"

/* What became of minutes. How much of AVOIDED and REFUSED is relief, figure/
 * says. */
enum dg_fate {
    DG_FATE_BORNE,   /* cause "asked", or "rework" */
    DG_FATE_AVOIDED, /* an effect took it off what was admitted */
    DG_FATE_REFUSED, /* no attempt of its ask was ever admitted */
    DG_FATE_OUTSIDE  /* outside every rate: "withdrawn", "discretion",
                        "statute", "waiting", "lapsed" … */
};

struct dg_cause {
    struct dg_plugin_str code; /* lives with the book */
    enum dg_fate fate;
    /* Of the effect that took it off; ASK: no effect did. */
    enum dg_plugin_effect_kind kind;
};

/* So many of a row at each office of a place. */
struct dg_cell {
    uint64_t quantity; /* at each office; 0: nothing any more */
    int32_t month;     /* since 1970-01 */
    uint32_t source;   /* whom it is charged to: dg_book_source */
    uint32_t duty;     /* dg_book_duty */
    uint32_t place;
    uint16_t row, tariff, cause;
    uint8_t level;
};

enum dg_ask_state {
    DG_ASK_WAITING,
    DG_ASK_OPEN,
    DG_ASK_ENDED, /* was open: borne stays, unless withdrawn */
    DG_ASK_REFUSED
};

/* One ask: what rates, rebounds and lists are made of. */
struct dg_book_ask {
    uint64_t task;           /* receipt number of its last attempt */
    uint64_t first;          /* … of its first */
    int64_t time_us, due_us; /* of the first attempt; due 0: unknown */
    int32_t month;           /* in which it counts, as its cells */
    uint32_t source, duty;
    uint32_t place;    /* of the last attempt */
    uint32_t attempts; /* how many, and of them refused */
    uint32_t refused;
    uint32_t forms;     /* of the last attempt */
    uint32_t estimate;  /* minutes at each office, its own; 0: none */
    uint32_t estimated; /* … as its first attempt said */
    uint64_t minutes;   /* hundredths at each office, all that its last attempt
                           asks by the tariff, before effects */
    uint64_t ancestor;  /* whose rebound it is, or 0 */
    struct dg_plugin_str rebound; /* "split" "renamed" "retimed" "issuer"
                                     "urgent" */
    enum dg_ask_state state;
    uint8_t level;
    bool urgent, lifesafety, repeats; /* repeats: an occurrence */
    bool withdrawn; /* ended so: nobody is expected to report */
    bool fetched;   /* some requester has read its reports */
    int64_t fetched_us;
    const roaring_bitmap_t *acted;    /* NULL: nobody */
    const roaring_bitmap_t *reported; /* whose report is in; NULL: nobody */
    const roaring_bitmap_t *ontime;   /* of them */
};

/* Sums that are no minutes, by month and by whom it is charged to. */
struct dg_tally {
    int32_t month;
    uint32_t source, duty;
    uint8_t level;
    uint64_t decided, admitted, refused, deferred; /* attempts */
    uint64_t urgent, lifesafety, once; /* admitted; once: not recurring */
    uint64_t submissions;              /* answers that were taken in */
    uint64_t filled, reused;           /* values said; delivered besides */
};

struct dg_book; /* opaque */

struct dg_book *dg_book_create(const struct dg_plugin_host *host,
                               struct dg_places *places,
                               struct dg_tariffs *tariffs);
void dg_book_destroy(struct dg_book *book);

/* The hooks header and task. */
enum dg_plugin_status dg_book_header(struct dg_book *book,
                                     const struct dg_plugin_header *header);
enum dg_plugin_status dg_book_task(struct dg_book *book,
                                   const struct dg_plugin_task *task);

/* Sequences of the first and the last entry that count; 0: none. */
void dg_book_range(const struct dg_book *book, uint64_t *first, uint64_t *last);

/* All cells, in no order; valid until the next header or task. */
const struct dg_cell *dg_book_cells(const struct dg_book *book, size_t *count);
const struct dg_tally *dg_book_tallies(const struct dg_book *book,
                                       size_t *count);
size_t dg_book_asks(const struct dg_book *book); /* from 0, by first attempt */
void dg_book_ask(const struct dg_book *book, size_t index,
                 struct dg_book_ask *ask);
struct dg_plugin_str dg_book_source(const struct dg_book *book,
                                    uint32_t source);
struct dg_plugin_str dg_book_duty(const struct dg_book *book, uint32_t duty);
/* UINT32_MAX: nobody was ever charged, nothing asked by that name. */
uint32_t dg_book_find_source(const struct dg_book *book,
                             struct dg_plugin_str source);
uint32_t dg_book_find_duty(const struct dg_book *book,
                           struct dg_plugin_str duty);
const struct dg_cause *dg_book_cause(const struct dg_book *book,
                                     uint16_t cause);
uint16_t dg_book_causes(const struct dg_book *book);
/* Errors of what was counted: a report of an office that was not asked. Named
 * by reads whose rate would be above one. NULL past the last. */
struct dg_book_stray {
    uint64_t task, sequence;
    uint32_t office;
};
const struct dg_book_stray *dg_book_stray(const struct dg_book *book,
                                          size_t index);

/* ---- for decide (fact/) -------------------------------------------------- */

/* What is standing of a task: its current content and place; false: unknown. */
struct dg_standing {
    uint64_t content;
    uint32_t place, source;
    uint8_t level;
    bool recurs;
    const char
        *state; /* "waiting" "open" "recurring" "refused" "withdrawn" … */
};
bool dg_book_standing(const struct dg_book *book, uint64_t task,
                      struct dg_standing *standing);
/* What a new attempt is about. The set is the caller's: decide must not number
 * places, which a replay would not. */
struct dg_book_seek {
    struct dg_plugin_str source, duty, period;
    const roaring_bitmap_t *at;
    int64_t time_us;
};
/* The ask that it goes on with: the newest of this source, duty and period
 * (none: of the last 90 days) that stands no more, or never did, on which
 * nobody acted, and whose place meets these offices; 0: none. */
uint64_t dg_book_chain(const struct dg_book *book,
                       const struct dg_book_seek *seek);
/* An earlier refused ask that this one may be in other clothes: see
 * fact/rebound.h. */

/* What journal.erase of an entry would keep from a replay's hook task, as facts
 * that are handed to host->fact as they are (dimension "sealed"): of each task
 * whose own entry it is, or that reads or read as it, and of a recurring one's
 * occurrences, the contents it stood with, where, who keeps to the one before,
 * what became of amendments that waited, and its state. Texts live until each
 * returns. False without memory. */
bool dg_book_each_sealed(const struct dg_book *book, uint64_t erased,
                         void (*each)(void *ctx,
                                      const struct dg_plugin_effect *fact),
                         void *ctx);

bool dg_book_save(const struct dg_book *book, struct dg_plugin_writer *out);

#endif
