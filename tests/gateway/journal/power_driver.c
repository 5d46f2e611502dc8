/* SPDX-License-Identifier: Apache-2.0 */
/* Appends to the journal in the directory it is given until it is killed, and
 * writes to descriptor 3 the last durable sequence: at the start what it found,
 * then after every commit. With "look" after the directory it only looks. */
#include <stdlib.h>
#include <unistd.h>

#include "tests/fake/fake_message.h"

#define OUTSTANDING 16 /* messages */

static struct dg_journal *journal;

static void
acknowledge(uint64_t sequence)
{
    if (write(3, &sequence, sizeof sequence) != sizeof sequence) {
        exit(1);
    }
}

static void
append(void)
{
    uint64_t first = dg_journal_last(journal) + 1;
    struct fake_message *message =
        fake_message_create(first, 1 + first % 5, dg_journal_id_key(journal));
    dg_journal_append(journal, &message->write);
}

static void
handle_commit(void *ctx, struct dg_journal_write *write, enum dg_err err)
{
    (void) ctx;
    if (err != DG_OK) {
        fprintf(stderr, "commit: %s\n", dg_err_text(err));
        exit(1);
    }
    acknowledge(write->entries[write->count - 1].sequence);
    fake_message_destroy(write->owner);
    append();
}

int
main(int argc, char **argv)
{
    struct dg_buf why;
    dg_buf_init(&why);
    if (argc < 2 ||
        dg_journal_open("sqlite", argv[1], &journal, &why) != DG_OK) {
        fprintf(stderr, "%s\n", why.data ? why.data : "usage: DIR [look]");
        return 1;
    }
    acknowledge(dg_journal_durable(journal));
    while (argc > 2) {
        pause();
    }
    dg_journal_start(journal, uv_default_loop(), handle_commit, NULL);
    for (int i = 0; i < OUTSTANDING; i++) {
        append();
    }
    return uv_run(uv_default_loop(), UV_RUN_DEFAULT);
}
