/* SPDX-License-Identifier: Apache-2.0 */
/* What the files of this room share: how asks, their attempts and tasks are
 * kept. Everything refers to everything by number, in the order entries came.
 */
#ifndef PLUGINS_BURDEN_BOOK_INSIDE_H
#define PLUGINS_BURDEN_BOOK_INSIDE_H

#include <string.h>

#include "plugins/burden/book/book.h"
#include "plugins/burden/book/sheet.h"
#include "plugins/burden/book/steps.h"
#include "plugins/burden/book/table.h"
#include "plugins/burden/text.h"

#define DG_NONE UINT32_MAX

/* ---- words --------------------------------------------------------------- */

/* Texts, each kept once. */
struct dg_words {
    struct dg_plugin_str *items;
    uint32_t count, room;
    struct dg_table table;
};

/* DG_NONE without memory. */
uint32_t dg_words_take(struct dg_words *words, struct dg_plugin_str text);
uint32_t dg_words_find(const struct dg_words *words, struct dg_plugin_str text);
void dg_words_finish(struct dg_words *words);

/* ---- what was asked ------------------------------------------------------ */

/* What became of an attempt. */
enum dg_outcome {
    DG_OUTCOME_WAITS,
    DG_OUTCOME_STOOD, /* whatever came later */
    DG_OUTCOME_REFUSED,
    DG_OUTCOME_DROPPED /* lapsed, declined, withdrawn while it waited */
};

/* An entry that asks: a publication, an amendment, an occurrence. */
struct dg_attempt {
    uint64_t sequence;
    struct dg_sheet *sheet;
    struct dg_asked *asked; /* of what recurs; else NULL */
    uint32_t ask;           /* dg_book::asks */
    uint32_t task;          /* dg_book::tasks: its own, or what it amends */
    uint32_t next;          /* attempt of the same ask, or DG_NONE */
    int32_t month;
    uint16_t tariff; /* in force that day */
    uint32_t forms, estimate;
    uint32_t periods; /* how many it asks for in a year; 0: it does not recur */
    uint16_t cause;   /* REFUSED: that came first; DROPPED: how */
    uint8_t outcome;  /* enum dg_outcome */
    bool amends, statute, deferred, occurs, urgent, lifesafety;
};

/* What a task asked, from when on. */
struct dg_content {
    uint32_t attempt; /* whose rows */
    uint32_t place;   /* where */
    uint32_t kept;    /* who had acted before it: what was asked of them before
                         stays */
    bool statute;
};

enum dg_state {
    DG_STATE_WAITING,
    DG_STATE_OPEN,
    DG_STATE_RECURRING,
    DG_STATE_EXPIRED,
    DG_STATE_WITHDRAWN,
    DG_STATE_LAPSED,
    DG_STATE_DECLINED,
    DG_STATE_REFUSED
};
const char *dg_state_name(enum dg_state state);
bool dg_state_find(struct dg_plugin_str name, enum dg_state *state);

struct dg_task {
    uint32_t attempt; /* that published it */
    uint32_t next;    /* task of the same ask, or DG_NONE */
    uint32_t of;      /* the task it is an occurrence of, or DG_NONE */
    uint32_t sibling; /* the occurrence before it */
    uint32_t latest;  /* its own latest occurrence */
    uint8_t state;    /* enum dg_state */
    struct dg_content *contents;
    uint32_t content_count; /* 0: it never stood */
    uint32_t known;         /* place whose report was there before */
    roaring_bitmap_t *acted, *reported, *ontime;
};

/* A cell's share of an ask, so that it can be taken back. */
struct dg_share {
    uint32_t cell;
    uint64_t quantity;
};

struct dg_ask {
    uint64_t first;
    int64_t time_us, due_us, fetched_us;
    uint32_t source, duty, period;
    uint32_t attempt, last;           /* the first and last attempt */
    uint32_t task, last_task;         /* the first and last task */
    uint32_t key;                     /* dg_book::keys */
    uint32_t before_idle, after_idle; /* in its key's list; or DG_NONE */
    bool idle; /* it is there: a new attempt may go on with it */
    uint32_t attempts, refused;
    int32_t month;   /* of the publication that it stands by … */
    uint16_t tariff; /* … and then in force */
    uint16_t rebound;
    uint8_t level;
    bool fetched;
    uint64_t ancestor;
    /* Of an occurrence: the attempt at its task that was refused before. */
    uint32_t before, scale_by, scale_of; /* attempt or DG_NONE */
    struct dg_share *shares;
    uint32_t share_count;
};

struct dg_key {
    uint32_t source, duty, period;
    uint32_t idle; /* ask that stands no more, or DG_NONE; that which came to
                      do so last */
};

struct dg_book {
    const struct dg_plugin_host *host;
    struct dg_places *places;
    struct dg_tariffs *tariffs;
    struct dg_words names, causes_text;
    struct dg_cause *causes;
    uint16_t cause_count, cause_room;
    struct dg_attempt *attempts; /* by sequence */
    uint32_t attempt_count, attempt_room;
    struct dg_task *tasks;
    uint32_t task_count, task_room;
    struct dg_ask *asks;
    uint32_t ask_count, ask_room;
    struct dg_key *keys;
    uint32_t key_count, key_room;
    struct dg_table key_table;
    struct dg_cell *cells;
    uint32_t cell_count, cell_room;
    struct dg_table cell_table;
    struct dg_tally *tallies;
    uint32_t tally_count, tally_room;
    struct dg_table tally_table;
    struct dg_book_stray *strays;
    uint32_t stray_count, stray_room;
    uint64_t first, last, now; /* entries that count; the one being folded */
    bool statute;              /* the entry being folded names one */
    uint32_t sealing;          /* task whose contents are being given back */
    struct dg_builder builder;
    struct dg_evaluation *evaluation;
};

/* ---- causes -------------------------------------------------------------- */

#define DG_CAUSE_ASKED 0u
#define DG_CAUSE_REWORK 1u
#define DG_CAUSE_FAILED UINT16_MAX

uint16_t dg_cause_take(struct dg_book *book, struct dg_plugin_str code,
                       enum dg_fate fate, enum dg_plugin_effect_kind kind);
/* The same code with another fate. */
uint16_t dg_cause_turn(struct dg_book *book, uint16_t cause, enum dg_fate fate);
bool dg_causes_create(struct dg_book *book);

/* ---- arrays -------------------------------------------------------------- */

/* Makes room for one more of size bytes; false without memory. */
bool dg_room(void *items, uint32_t count, uint32_t *room, size_t size);

/* ---- cells and tallies (cells.c) ----------------------------------------- */

/* The cell of that key, made if need be; DG_NONE without memory. */
uint32_t dg_cells_take(struct dg_book *book, const struct dg_cell *key);
/* NULL without memory. */
struct dg_tally *dg_tallies_take(struct dg_book *book,
                                 const struct dg_tally *key);
/* Of an ask, in its own month. */
struct dg_tally *dg_tally_of(struct dg_book *book, const struct dg_ask *ask,
                             int32_t month);

/* ---- finding ------------------------------------------------------------- */

/* NULL: no such attempt. */
struct dg_attempt *dg_attempt_find(const struct dg_book *book,
                                   uint64_t sequence);
/* The task that an entry published; NULL: none. */
struct dg_task *dg_task_find(const struct dg_book *book, uint64_t sequence);
static inline struct dg_ask *
dg_ask_of(const struct dg_book *book, const struct dg_task *task)
{
    return &book->asks[book->attempts[task->attempt].ask];
}

/* It stood, and stands no more. */
static inline bool
dg_task_gone(const struct dg_task *task)
{
    return task->content_count > 0 && task->state >= DG_STATE_WITHDRAWN;
}

/* The task that an ask is about now: the last that stood, else the last. */
struct dg_task *dg_ask_current(const struct dg_book *book,
                               const struct dg_ask *ask);

/* ---- chains (chain.c) ------------------------------------------------------
 */

/* The key of an ask's source, duty and period; DG_NONE without memory. */
uint32_t dg_chain_take(struct dg_book *book, const struct dg_ask *ask);
/* Puts it among those that a new attempt may go on with, or takes it out. */
void dg_chain_list(struct dg_book *book, struct dg_ask *ask);

/* ---- what changes an ask ------------------------------------------------- */

/* Computes its cells anew (evaluate.c), and lists it. */
bool dg_ask_evaluate(struct dg_book *book, struct dg_ask *ask);

/* The attempt of an entry (ask.c). */
enum dg_plugin_status dg_attempt_add(struct dg_book *book,
                                     const struct dg_plugin_header *header);

/* A task asks by that content from now on; kept DG_NONE: who has acted. */
bool dg_task_stand(struct dg_book *book, struct dg_task *task,
                   struct dg_content content);
/* What became of an attempt that had waited. */
bool dg_attempt_settle(struct dg_book *book, struct dg_attempt *attempt,
                       enum dg_outcome outcome, struct dg_plugin_str how);

/* What offices did (answer.c). */
enum dg_plugin_status dg_answer_take(struct dg_book *book,
                                     const struct dg_plugin_header *header,
                                     const struct dg_plugin_effect *fact);

/* What a journal.erase states (seal.c). */
enum dg_plugin_status dg_seal_take(struct dg_book *book,
                                   const struct dg_plugin_effect *fact);

/* ---- texts --------------------------------------------------------------- */

/* "/7/9": 7 and 9, "/7": 7 and 0. False: it is nothing of the like. */
bool dg_book_numbers(struct dg_plugin_str pointer, uint64_t *first,
                     uint64_t *second);

#endif
