/* SPDX-License-Identifier: Apache-2.0 */
/* A journal with a loop, and a record of what it said. */
#ifndef TESTS_GATEWAY_JOURNAL_JOURNAL_FIXTURE_H
#define TESTS_GATEWAY_JOURNAL_JOURNAL_FIXTURE_H

#include "tests/fake/fake_message.h"

#define FIXTURE_WRITES 4096

struct journal_fixture {
    const char *kind;
    char dir[512];
    uv_loop_t loop;
    struct dg_journal *journal;
    struct dg_buf why;

    /* Commits heard of, in order. */
    size_t commits;
    uint64_t first[FIXTURE_WRITES]; /* their first sequences */
    enum dg_err err[FIXTURE_WRITES];
    size_t stop_after; /* commits; 0: stops only when told */
    /* Sees what was committed; may be NULL. */
    void (*look)(const struct dg_journal_write *write);
    bool stopped;
};

/* $TEST_DIR/name is made for it; the journal is opened, not started. */
void journal_fixture_init(struct journal_fixture *f, const char *kind,
                          const char *name);
void journal_fixture_finish(struct journal_fixture *f);

/* Closes and opens again; gives what opening gave. */
enum dg_err journal_fixture_reopen(struct journal_fixture *f);

void journal_fixture_start(struct journal_fixture *f);

/* Hands in the next entries, as one message. */
void journal_fixture_append(struct journal_fixture *f, size_t count);

/* Runs the loop until everything is committed and the journal has stopped. */
void journal_fixture_stop(struct journal_fixture *f);

/* Start, messages of `each` entries, stop. */
void journal_fixture_fill(struct journal_fixture *f, size_t messages,
                          size_t each);

#endif
