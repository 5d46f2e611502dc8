/* SPDX-License-Identifier: Apache-2.0 */
/* Opens, fills and closes journals for the tests beside it. */
#include "tests/gateway/journal/journal_fixture.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>

enum dg_err
journal_fixture_reopen(struct journal_fixture *f)
{
    dg_journal_close(f->journal);
    f->journal = NULL;
    f->commits = 0;
    dg_buf_clear(&f->why);
    return dg_journal_open(f->kind, f->dir, &f->journal, &f->why);
}

void
journal_fixture_init(struct journal_fixture *f, const char *kind,
                     const char *name)
{
    memset(f, 0, sizeof *f);
    f->kind = kind;
    snprintf(f->dir, sizeof f->dir, "%s/%s", getenv("TEST_DIR"), name);
    mkdir(f->dir, 0700);
    dg_buf_init(&f->why);
    uv_loop_init(&f->loop);
    if (journal_fixture_reopen(f) != DG_OK) {
        fprintf(stderr, "%.*s\n", (int) f->why.len, f->why.data);
        abort();
    }
}

void
journal_fixture_finish(struct journal_fixture *f)
{
    dg_journal_close(f->journal);
    dg_buf_finish(&f->why);
    if (uv_loop_close(&f->loop) != 0) {
        abort(); /* a handle was left */
    }
}

static void
handle_commit(void *ctx, struct dg_journal_write *write, enum dg_err err)
{
    struct journal_fixture *f = ctx;
    f->first[f->commits % FIXTURE_WRITES] = write->entries[0].sequence;
    f->err[f->commits % FIXTURE_WRITES] = err;
    f->commits++;
    if (f->look && err == DG_OK) {
        f->look(write);
    }
    dg_journal_release(write);
    fake_message_destroy(write->owner);
    if (f->commits == f->stop_after) {
        uv_stop(&f->loop);
    }
}

void
journal_fixture_start(struct journal_fixture *f)
{
    if (dg_journal_start(f->journal, &f->loop, handle_commit, f) != DG_OK) {
        abort();
    }
}

void
journal_fixture_append(struct journal_fixture *f, size_t count)
{
    struct fake_message *message = fake_message_create(
        dg_journal_last(f->journal) + 1, count, dg_journal_id_key(f->journal));
    dg_journal_append(f->journal, &message->write);
}

static void
handle_stop(void *ctx)
{
    ((struct journal_fixture *) ctx)->stopped = true;
}

void
journal_fixture_stop(struct journal_fixture *f)
{
    f->stopped = false;
    dg_journal_stop(f->journal, handle_stop, f);
    while (!f->stopped) { /* a handler may stop the loop before */
        if (!uv_run(&f->loop, UV_RUN_DEFAULT) && !f->stopped) {
            abort();
        }
    }
}

void
journal_fixture_fill(struct journal_fixture *f, size_t messages, size_t each)
{
    journal_fixture_start(f);
    for (size_t i = 0; i < messages; i++) {
        journal_fixture_append(f, each);
    }
    journal_fixture_stop(f);
}
