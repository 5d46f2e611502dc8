/* SPDX-License-Identifier: Apache-2.0 */
/* Power cuts: a process appends on a disk that loses what was not synced, is
 * killed and started again, is killed again; in every other run one more only
 * looks at what is there. All they ever said to be durable must be on that
 * disk, whole, also what was written, not synced, and then read. The same with
 * synchronous = NORMAL must lose something, or this test proves nothing. */
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "gateway/journal/journal.h"
#include "tests/fake/fake_message.h"
#include "tests/tap/tap.h"

#define RUNS 24
#define LIVES 2 /* of the process, in one run */

struct run {
    char dir[400], shadow[400], disk[420];
    uint64_t acknowledged, found;
};

static void
make_dir(char *path, size_t size, const char *name, int number)
{
    snprintf(path, size, "%s/%s-%d", getenv("TEST_DIR"), name, number);
    if (mkdir(path, 0700) != 0) {
        perror(path);
        exit(1);
    }
}

static void
setup(struct run *run, int number)
{
    char data[420];
    memset(run, 0, sizeof *run);
    make_dir(run->dir, sizeof run->dir, "journal", number);
    make_dir(run->shadow, sizeof run->shadow, "shadow", number);
    snprintf(run->disk, sizeof run->disk, "%s/disk", run->shadow);
    snprintf(data, sizeof data, "%s/data", run->shadow);
    mkdir(run->disk, 0700);
    mkdir(data, 0700);
}

static void
become_driver(const struct run *run, const char *driver, const char *mode,
              int acks)
{
    char library[400], program[400];
    const char *top = getenv("top_builddir");
    snprintf(library, sizeof library, "%s/tests/fake/.libs/powerloss.so", top);
    snprintf(program, sizeof program, "%s/tests/gateway/journal/%s", top,
             driver);
    setenv("POWERLOSS_DIR", run->dir, 1);
    setenv("POWERLOSS_SHADOW", run->shadow, 1);
    setenv("LD_PRELOAD", library, 1);
    /* The library comes before the sanitizer's; it does not mind. */
    setenv("ASAN_OPTIONS", "verify_asan_link_order=0", 1);
    if (dup2(acks, 3) == 3) {
        execl(program, program, run->dir, mode, (char *) NULL);
    }
    perror(program);
    _exit(127);
}

static int64_t
now_ms(void)
{
    return (int64_t) (uv_hrtime() / 1000000);
}

/* Listens for so long after the first word, kills, and hears it out. */
static void
live(struct run *run, const char *driver, const char *mode, int for_ms)
{
    int acks[2];
    uint64_t sequence;
    int64_t until = INT64_MAX;
    if (pipe(acks) != 0) {
        abort();
    }
    pid_t child = fork();
    if (child == 0) {
        become_driver(run, driver, mode, acks[1]);
    }
    close(acks[1]);
    struct pollfd readable = {.fd = acks[0], .events = POLLIN};
    while (now_ms() < until) {
        int wait_ms = until == INT64_MAX ? 10000 : (int) (until - now_ms());
        if (poll(&readable, 1, wait_ms > 0 ? wait_ms : 0) != 1 ||
            read(acks[0], &sequence, sizeof sequence) != sizeof sequence) {
            break;
        }
        run->acknowledged = sequence;
        until = until == INT64_MAX ? now_ms() + for_ms : until;
    }
    kill(child, SIGKILL);
    while (read(acks[0], &sequence, sizeof sequence) == sizeof sequence) {
        run->acknowledged = sequence;
    }
    close(acks[0]);
    int status;
    waitpid(child, &status, 0);
    if (!WIFSIGNALED(status) || WTERMSIG(status) != SIGKILL) {
        fprintf(stderr, "the driver ended by itself: %d\n", status);
        exit(1);
    }
}

struct check {
    struct dg_journal *journal;
    struct run *run;
};

static enum dg_err
apply(void *ctx, const struct dg_replay_entry *entry)
{
    struct check *check = ctx;
    uint64_t sequence = check->run->found + 1;
    struct fake_message *message =
        fake_message_create(sequence, 1, dg_journal_id_key(check->journal));
    const struct dg_store_entry *want = &message->write.entries[0];
    bool same =
        entry->stored.sequence == sequence &&
        dg_str_equal(entry->stored.event,
                     (struct dg_str){message->envelope.data + want->start,
                                     want->length}) &&
        dg_str_equal(entry->stored.header, want->header) &&
        dg_str_equal(entry->stored.decision, want->decision);
    fake_message_destroy(message);
    check->run->found = sequence;
    return same ? DG_OK : DG_ERR_CORRUPT;
}

/* Opens what is on the disk, and counts what is there and right. */
static void
read_disk(struct run *run)
{
    struct check check = {.run = run};
    const struct dg_replay hooks = {NULL, apply, &check};
    struct dg_buf why;
    dg_buf_init(&why);
    enum dg_err err =
        dg_journal_open("sqlite", run->disk, &check.journal, &why);
    if (err == DG_OK) {
        err = dg_journal_replay(check.journal, 1, &hooks, &why);
        dg_journal_close(check.journal);
    }
    if (err != DG_OK) {
        printf("# %s\n", why.data ? why.data : dg_err_text(err));
        run->found = 0;
    }
    dg_buf_finish(&why);
}

static void
clean_up(const struct run *run)
{
    char command[900];
    snprintf(command, sizeof command, "rm -rf '%s' '%s'", run->dir,
             run->shadow);
    if (system(command) != 0) {
        abort();
    }
}

/* True if something acknowledged was lost. */
static bool
cut_power(const char *driver, bool look, int number, uint64_t *acknowledged)
{
    struct run run;
    setup(&run, number);
    for (int i = 0; i < LIVES; i++) {
        live(&run, driver, NULL, (number * 7 + i * 13) % 60);
    }
    if (look) {
        live(&run, driver, "look", 0);
    }
    read_disk(&run);
    bool lost = run.found < run.acknowledged;
    if (lost) {
        printf("# run %d: %" PRIu64 " acknowledged, %" PRIu64 " there\n",
               number, run.acknowledged, run.found);
    }
    *acknowledged += run.acknowledged;
    clean_up(&run);
    return lost;
}

int
main(void)
{
    uint64_t acknowledged = 0;
    int lost = 0, number = 0;
    while (number < RUNS) {
        lost += cut_power("power-full", number % 2, number, &acknowledged);
        number++;
    }
    ok(acknowledged > 1000, "%" PRIu64 " entries were acknowledged",
       acknowledged);
    is_int(lost, 0, "FULL loses nothing in any run");
    while (lost == 0 && number < 2 * RUNS) {
        lost += cut_power("power-normal", false, number++, &acknowledged);
    }
    is_int(lost, 1, "NORMAL does, so the test would see it");
    return tap_done();
}
