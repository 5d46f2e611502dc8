/* SPDX-License-Identifier: Apache-2.0 */
/* The fault file through the deaths of workers, and damaged. */
#include "gateway/core/fault.h"

#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tests/tap/tap.h"

static char path[512], log_path[512];

static void
digest_make(unsigned seed, uint8_t digest[DG_SHA256_SIZE])
{
    memset(digest, 0, DG_SHA256_SIZE);
    memcpy(digest, &seed, sizeof seed);
}

/* A worker that dies while deciding the item, or after it. */
static int
worker_run(unsigned seed, bool dies_within)
{
    pid_t pid = fork();
    if (pid == 0) {
        struct dg_fault *fault;
        uint8_t digest[DG_SHA256_SIZE];
        struct rlimit none = {0, 0};
        setrlimit(RLIMIT_CORE, &none);
        digest_make(seed, digest);
        if (dg_fault_open(path, &fault)) {
            _exit(1);
        }
        dg_fault_begin(fault, digest);
        if (dies_within) {
            abort();
        }
        dg_fault_end(fault);
        raise(SIGKILL);
    }
    int status = 0;
    waitpid(pid, &status, 0);
    return WIFSIGNALED(status) ? WTERMSIG(status) : 0;
}

static unsigned
deaths_of(unsigned seed)
{
    struct dg_fault *fault;
    uint8_t digest[DG_SHA256_SIZE];
    digest_make(seed, digest);
    if (dg_fault_open(path, &fault)) {
        return 999;
    }
    unsigned deaths = dg_fault_deaths(fault, digest);
    dg_fault_close(fault);
    return deaths;
}

static void
test_deaths(void)
{
    is_int(deaths_of(1), 0, "a new file knows no item");
    is_int(worker_run(1, true), SIGABRT, "a worker aborts in an item");
    is_int(deaths_of(1), 1, "one death");
    is_int(deaths_of(1), 1, "opening again counts nothing");
    is_int(worker_run(2, false), SIGKILL, "a worker is killed between items");
    is_int(deaths_of(2), 0, "which is no item's fault");
    is_int(deaths_of(1), 1, "and changes no count");
    worker_run(1, true);
    is_int(deaths_of(1), DG_FAULT_DEATHS, "the second death");
    worker_run(1, false);
    is_int(deaths_of(1), 0, "an item that got through is forgotten");
}

static void
test_table(void)
{
    for (unsigned seed = 100; seed < 165; seed++) {
        worker_run(seed, true);
    }
    is_int(deaths_of(100), 0, "65 items: the oldest gave way");
    is_int(deaths_of(101), 1, "the next oldest is there");
    is_int(deaths_of(164), 1, "the newest is there");
}

/* Begins the log anew. */
static void
log_clear(void)
{
    ok(truncate(log_path, 0) == 0, "an empty log");
}

/* The log's one line is this, after its time. */
static void
log_is(const char *want, const char *name)
{
    char text[4096];
    FILE *file = fopen(log_path, "r");
    size_t len = fread(text, 1, sizeof text - 1, file);
    fclose(file);
    text[len] = '\0';
    const char *blank = strchr(text, ' ');
    const char *got = blank ? blank + 1 : text;
    is_text(got, want, name);
}

static void
file_write(const char *bytes, size_t len)
{
    int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0600);
    ssize_t written = write(fd, bytes, len);
    (void) written;
    close(fd);
}

static void
test_damage(void)
{
    char want[1024], bytes[64];
    struct stat st;
    stat(path, &st);
    log_clear();

    file_write("short", 5);
    is_int(deaths_of(164), 0, "a short file is begun afresh");
    snprintf(want, sizeof want, "warn fault.reset path=%s reason=size\n", path);
    log_is(want, "and said");
    log_clear();
    stat(path, &st);
    is_int(st.st_mode & 0777, 0600, "it is the owner's alone");

    memset(bytes, 'x', sizeof bytes);
    int fd = open(path, O_WRONLY);
    ok(pwrite(fd, bytes, sizeof bytes, 0) == sizeof bytes, "a foreign file");
    close(fd);
    is_int(deaths_of(164), 0, "is begun afresh");
    snprintf(want, sizeof want, "warn fault.reset path=%s reason=content\n",
             path);
    log_is(want, "and said");
    log_clear();

    worker_run(7, true);
    is_int(deaths_of(7), 1, "it counts again");
    log_is("warn fault.death item=070000000000000000000000000000000000000000"
           "0000000000000000000000 deaths=1\n",
           "a death is said with its item");
}

static void
test_refusals(void)
{
    struct dg_fault *fault;
    is_int(dg_fault_open("/nowhere/fault.map", &fault), DG_ERR_IO,
           "no folder: DG_ERR_IO");
    dg_fault_close(NULL);
    ok(true, "closing NULL is fine");
}

int
main(void)
{
    const char *dir = getenv("TEST_DIR");
    snprintf(path, sizeof path, "%s/fault.map", dir);
    snprintf(log_path, sizeof log_path, "%s/log", dir);
    int fd = open(log_path, O_WRONLY | O_CREAT | O_APPEND, 0600);
    dup2(fd, STDERR_FILENO);
    test_deaths();
    test_table();
    test_damage();
    test_refusals();
    return tap_done();
}
