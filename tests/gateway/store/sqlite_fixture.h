/* SPDX-License-Identifier: Apache-2.0 */
/* An SQLite store in a directory of its own. */
#ifndef TESTS_GATEWAY_STORE_SQLITE_FIXTURE_H
#define TESTS_GATEWAY_STORE_SQLITE_FIXTURE_H

#include "gateway/store/sqlite_internal.h"

struct sqlite_fixture {
    char dir[300];
    struct dg_store *store;
    struct dg_buf why;
};

/* $TEST_DIR/name is made for it, and the store opened. */
void sqlite_fixture_init(struct sqlite_fixture *f, const char *name);
void sqlite_fixture_finish(struct sqlite_fixture *f);

/* Closes it first if it is open. */
enum dg_err sqlite_fixture_open(struct sqlite_fixture *f);
void sqlite_fixture_close(struct sqlite_fixture *f);

/* The next entries, in one envelope. */
enum dg_err sqlite_fixture_append(struct sqlite_fixture *f, size_t count);

/* Entries a cursor gives before it ends or fails. */
size_t sqlite_fixture_count(struct sqlite_fixture *f);

/* Runs SQL on the file behind the store's back. */
void sqlite_fixture_run(struct sqlite_fixture *f, const char *sql);

/* True if why is the directory and then this. */
bool sqlite_fixture_says(struct sqlite_fixture *f, const char *want_after_dir);

#endif
