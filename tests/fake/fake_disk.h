/* SPDX-License-Identifier: Apache-2.0 */
/* A disk that fails on demand, below SQLite: a VFS in front of the usual one.
 * Any thread. */
#ifndef TESTS_FAKE_FAKE_DISK_H
#define TESTS_FAKE_FAKE_DISK_H

#include <sqlite3.h>

enum fake_disk_op { FAKE_DISK_WRITE, FAKE_DISK_SYNC };

/* Once, before the first store is opened. */
void fake_disk_install(void);

/* From now on, the skip-th operation and all after it on files whose name ends
 * in suffix ("-wal", ".db") fail with rc. One fault at a time. */
void fake_disk_fail(enum fake_disk_op op, const char *suffix, int skip, int rc);
void fake_disk_heal(void);

/* From now on syncs of such files take until the release. */
void fake_disk_hold(const char *suffix);
/* Returns when one is under way. */
void fake_disk_await(void);
void fake_disk_release(void);

#endif
