/* SPDX-License-Identifier: Apache-2.0 */
/* After random lives of reports in which keepers have entries erased, the
 * living fold of form_dedup is, byte for byte, that of one that replayed a
 * journal in which nothing of them is left; and everybody sees what he saw. */
#include "tests/gateway/flow/reporting.h"
#include "tests/gateway/flow/view.h"
#include "tests/tap/tap.h"

#include <stdio.h>
#include <stdlib.h>

#define LIVES 25
#define STEPS 200

static struct gate gate;
static unsigned done[REPORTING_KINDS];

/* The journal of the life before. */
static void
clear(void)
{
    static const char *const names[] = {"journal.db",      "journal.db-wal",
                                        "journal.db-shm",  "journal.lock",
                                        "journal.reserve", "fault.map"};
    char path[4096];
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        snprintf(path, sizeof path, "%s/state/%s", getenv("TEST_DIR"),
                 names[i]);
        remove(path);
    }
}

/* One line for each member, so that what differs is small. */
static void
break_lines(struct dg_buf *fold)
{
    for (size_t i = 0; i < fold->len; i++) {
        fold->data[i] = fold->data[i] == ',' ? '\n' : fold->data[i];
    }
}

static void
compare(const struct reporting *life, unsigned number)
{
    struct dg_buf fold, seen, fold_after, seen_after;
    dg_buf_init(&fold);
    dg_buf_init(&seen);
    dg_buf_init(&fold_after);
    dg_buf_init(&seen_after);
    reporting_save(&gate, &fold);
    reporting_look(life, &seen);
    gate_restart(&gate);
    reporting_save(&gate, &fold_after);
    reporting_look(life, &seen_after);
    break_lines(&fold);
    break_lines(&fold_after);
    break_lines(&seen);
    break_lines(&seen_after);
    ok(view_same(&fold, &fold_after), "life %u: the fold, %zu bytes", number,
       fold.len);
    ok(view_same(&seen, &seen_after), "life %u: what is seen, %zu bytes",
       number, seen.len);
    dg_buf_finish(&fold);
    dg_buf_finish(&seen);
    dg_buf_finish(&fold_after);
    dg_buf_finish(&seen_after);
}

static void
test_life(unsigned number)
{
    struct reporting life = {.gate = &gate,
                             .seed = 20261122 + number * 7919ull};
    clear();
    gate_open(&gate, "sqlite", "");
    gate.quiet = true;
    reporting_begin(&life);
    for (unsigned step = 0; step < STEPS; step++) {
        reporting_step(&life);
    }
    reporting_erase(&life);
    compare(&life, number);
    for (int i = 0; i < REPORTING_KINDS; i++) {
        done[i] += life.done[i];
    }
    gate_close(&gate);
}

int
main(int argc, char **argv)
{
    static const char *const kinds[] = {
        "publications", "changes of tasks", "submissions",
        "corrections",  "reviews",          "changes of the dictionary",
        "erasures"};
    unsigned first = argc > 1 ? (unsigned) atoi(argv[1]) : 0;
    unsigned count = argc > 2 ? (unsigned) atoi(argv[2]) : LIVES;
    for (unsigned i = first; i < first + count; i++) {
        test_life(i);
    }
    for (int i = 0; i < REPORTING_KINDS; i++) {
        ok(done[i] >= count, "there were %s: %u", kinds[i], done[i]);
    }
    return tap_done();
}
