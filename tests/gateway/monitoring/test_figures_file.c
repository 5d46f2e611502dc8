/* SPDX-License-Identifier: Apache-2.0 */
/* The file of figures: it comes whole and anew, follows no link, says once that
 * it cannot be written, and goes with the gateway. */
#include "gateway/monitoring/figures_file.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "gateway/core/log.h"
#include "tests/gateway/flow/gate.h"
#include "tests/tap/tap.h"

static struct gate gate;
static struct dg_figures_file file;
static char folder[512], path[600], beside[640], log_path[640];

static ino_t
inode(void)
{
    struct stat st;
    return stat(path, &st) == 0 ? st.st_ino : 0;
}

/* Until the file is another one than that. */
static ino_t
await(ino_t before)
{
    while (inode() == before) {
        uv_run(&gate.loop, UV_RUN_ONCE);
    }
    return inode();
}

/* Until the write that is under way, or the next, has ended. */
static void
await_write(void)
{
    while (!file.busy) {
        uv_run(&gate.loop, UV_RUN_ONCE);
    }
    while (file.busy) {
        uv_run(&gate.loop, UV_RUN_ONCE);
    }
}

static size_t
read_text(FILE *stream, char *text, size_t size)
{
    size_t len = fread(text, 1, size - 1, stream);
    text[len] = '\0';
    return len;
}

/* How often the log has said that. */
static int
count_lines(const char *words)
{
    static char text[65536];
    FILE *stream = fopen(log_path, "r");
    int n = 0;
    if (!stream) {
        return -1;
    }
    read_text(stream, text, sizeof text);
    fclose(stream);
    for (const char *p = text; (p = strstr(p, words)); p++) {
        n++;
    }
    return n;
}

static void
test_written(void)
{
    static char old[262144], now[262144];
    struct stat st;
    ino_t first = await(0);
    FILE *stream = fopen(path, "r");
    is_int(stat(path, &st), 0, "there is a file");
    is_int((int) (st.st_mode & 0777), 0644, "that others may read");
    ok(await(first) != first, "the next one takes its place");
    read_text(stream, old, sizeof old);
    fclose(stream);
    stream = fopen(path, "r");
    read_text(stream, now, sizeof now);
    fclose(stream);
    ok(strncmp(old, "# HELP dutygate_messages_total ", 31) == 0 &&
           old[strlen(old) - 1] == '\n',
       "whoever reads the old one reads all of it");
    ok(strstr(now, "\ndutygate_entries ") != NULL, "as in the new one");
}

static void
test_unwritable(void)
{
    ino_t before;
    do { /* against the thread that writes */
        (void) unlink(beside);
        (void) unlink(path);
    } while (rmdir(folder) != 0);
    await_write();
    await_write();
    await_write();
    is_int(count_lines("figures.failed"), 1, "a failure is told once");
    is_int(count_lines(strerror(ENOENT)), 1, "in words");
    (void) mkdir(folder, 0755);
    before = await(0);
    ok(before != 0, "it is tried again");
    await_write();
    is_int(count_lines("figures.written"), 1, "and told that it is over");
    (void) symlink("/dev/null", beside);
    await_write();
    await_write();
    is_int(count_lines(strerror(ELOOP)), 1, "no link is followed");
}

static void
test_end(void)
{
    await(inode());
    dg_figures_file_close(&file);
    while (file.busy) {
        uv_run(&gate.loop, UV_RUN_ONCE);
    }
    uv_run(&gate.loop, UV_RUN_NOWAIT);
    is_int(access(path, F_OK), -1, "the end removes it");
    is_int(access(beside, F_OK), -1, "and what was beside it");
}

int
main(void)
{
    const char *dir = getenv("TEST_DIR");
    snprintf(folder, sizeof folder, "%s/figures", dir);
    snprintf(path, sizeof path, "%s/gate.prom", folder);
    snprintf(beside, sizeof beside, "%s.new", path);
    snprintf(log_path, sizeof log_path, "%s/log", dir);
    (void) mkdir(folder, 0755);
    gate_open(&gate, "memory", "");
    gate.quiet = true;
    if (dg_log_open(log_path) != DG_OK) {
        return 99;
    }
    dg_figures_file_init(&file, gate.flow, path);
    dg_figures_file_start(&file, &gate.loop, 1);
    test_written();
    test_unwritable();
    test_end();
    gate_close(&gate);
    return tap_done();
}
