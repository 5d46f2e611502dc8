/* SPDX-License-Identifier: Apache-2.0 */
/* Hints as raw subscribers see them, on one loop with those who send them:
 * what is said once, what a slow subscriber misses, who is none. */
#include "gateway/bus/hints.h"

#include <dirent.h>
#include <endian.h>
#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include "tests/tap/tap.h"

#if defined(__SANITIZE_ADDRESS__)
static const bool sanitized = true;
#elif defined(__has_feature)
static const bool sanitized = __has_feature(address_sanitizer);
#else
static const bool sanitized = false;
#endif

#define TICK_MS 2
#define TICKS 10000          /* until a wait is given up */
#define SUBSCRIBERS_MAX 4096 /* as in publisher.c */

static const char hello[] = "\0SP\0\0\x21\0";
static char dir[80], path[108];
static uv_loop_t loop;
static struct dg_hints *hints;

/* ---- the loop and its peers ---------------------------------------------- */

static void
handle_tick(uv_timer_t *timer)
{
    ++*(unsigned *) timer->data;
}

/* Runs the loop until fd, which is not on it, can be read; or too long. */
static bool
run_until_readable(int fd)
{
    unsigned ticks = 0;
    uv_timer_t tick;
    struct pollfd wait = {.fd = fd, .events = POLLIN};
    uv_timer_init(&loop, &tick);
    tick.data = &ticks;
    uv_timer_start(&tick, handle_tick, TICK_MS, TICK_MS);
    while (poll(&wait, 1, 0) == 0 && ticks < TICKS) {
        uv_run(&loop, UV_RUN_ONCE);
    }
    uv_close((uv_handle_t *) &tick, NULL);
    uv_run(&loop, UV_RUN_NOWAIT);
    return ticks < TICKS;
}

static int
peer_open(void)
{
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    char got[8] = "";
    int fd = socket(AF_UNIX, SOCK_STREAM, 0);
    snprintf(address.sun_path, sizeof address.sun_path, "%s", path);
    if (connect(fd, (struct sockaddr *) &address, sizeof address) != 0 ||
        !run_until_readable(fd) || recv(fd, got, 8, MSG_WAITALL) != 8 ||
        memcmp(got, "\0SP\0\0\x20\0", 8) != 0) {
        close(fd);
        return -1;
    }
    return fd;
}

static void
peer_say(int fd, const char *bytes, size_t len)
{
    ssize_t sent = send(fd, bytes, len, MSG_NOSIGNAL);
    (void) sent;
}

/* The next hint, "gone" when hung up on. */
static const char *
peer_hint(int fd)
{
    static char text[64];
    char head[9] = "";
    if (!run_until_readable(fd)) {
        return "silence";
    }
    if (recv(fd, head, sizeof head, MSG_WAITALL) != sizeof head) {
        return "gone";
    }
    size_t len = (size_t) head[8];
    if (memcmp(head, "\1\0\0\0\0\0\0\0", 8) != 0 || len >= sizeof text ||
        recv(fd, text, len, MSG_WAITALL) != (ssize_t) len) {
        return "garbled";
    }
    text[len] = '\0';
    return text;
}

static int
subscribe(void)
{
    int fd = peer_open();
    peer_say(fd, hello, 8);
    return fd;
}

static void
hint(const char *prefix, uint64_t sequence)
{
    struct dg_division division = {0, 0};
    dg_division_parse(dg_str_from(prefix), &division);
    dg_hints_send(hints, division, sequence);
}

/* One of a million villages. */
static void
hint_village(unsigned number, uint64_t sequence)
{
    struct dg_division division = {520000000000 + number, 5};
    dg_hints_send(hints, division, sequence);
}

static long
pages(void)
{
    long size = 0, resident = 0;
    FILE *file = fopen("/proc/self/statm", "r");
    if (file) {
        if (fscanf(file, "%ld %ld", &size, &resident) != 2) {
            resident = 0;
        }
        fclose(file);
    }
    return resident;
}

static int
descriptors(void)
{
    int count = 0;
    DIR *fds = opendir("/proc/self/fd");
    while (fds && readdir(fds)) {
        count++;
    }
    closedir(fds);
    return count;
}

/* ---- tests --------------------------------------------------------------- */

static void
test_open(void)
{
    struct stat st;
    struct dg_buf why;
    char deep[121], want[200];
    dg_buf_init(&why);
    memset(deep, 'x', sizeof deep - 1);
    deep[0] = '/';
    deep[sizeof deep - 1] = '\0';
    snprintf(want, sizeof want, "ipc://%s/hints.ipc: name too long", deep);
    is_int(dg_hints_open(&loop, &(struct dg_conf){.runtime_dir = deep}, 1,
                         &hints, &why),
           DG_ERR_IO, "a path longer than a socket's may be");
    is_text(why.data, want, "and why");
    uv_run(&loop, UV_RUN_DEFAULT);
    fclose(fopen(path, "w")); /* left behind */
    is_int(dg_hints_open(&loop, &(struct dg_conf){.runtime_dir = dir}, 5,
                         &hints, &why),
           DG_OK, "a socket");
    ok(stat(path, &st) == 0 && S_ISSOCK(st.st_mode), "in place of what lay");
    is_int(st.st_mode & 07777, 0660, "for owner and group");
    dg_buf_finish(&why);
}

static void
test_once(void)
{
    int a = subscribe(), b = subscribe();
    is_text(peer_hint(a), "|5", "the first hint is for everybody");
    is_text(peer_hint(b), "|5", "each gets it");
    hint("522731", 7);
    hint("522731", 9);
    hint("522731001", 8);
    hint("522731", 6);
    hint("", 4);
    is_text(peer_hint(a), "522731|9", "a prefix once, with the newest");
    is_text(peer_hint(a), "522731001|8", "another");
    is_text(peer_hint(a), "|9", "for everybody: with the newest of all");
    is_text(peer_hint(b), "522731|9", "each gets them");
    close(a);
    close(b);
    a = subscribe();
    is_text(peer_hint(a), "|9", "who comes later looks for what was");
    close(a);
}

static void
test_many(void)
{
    int fd = subscribe(), count = 1;
    peer_hint(fd);
    for (unsigned i = 0; i < 1100; i++) {
        hint_village(i, 100 + i);
    }
    is_text(peer_hint(fd), "|1124",
            "more than 1,024 prefixes become one for everybody");
    const char *last = "";
    while (strcmp(last, "520000001099|1199") != 0 && count < 1100) {
        last = peer_hint(fd);
        count++;
    }
    is_int(count, 1 + 1100 - 1025, "and those that came behind it");
    close(fd);
}

/* While one sleeps, 100,000 hints are asked for. */
static void
test_flood(void)
{
    int sleeper = subscribe(), other = subscribe();
    peer_hint(sleeper);
    peer_hint(other);
    for (unsigned i = 0; i < 1000; i++) {
        hint_village(i, 2000 + i); /* more than its buffer takes */
    }
    while (strcmp(peer_hint(other), "520000000999|2999") != 0) {
    }
    long before = pages();
    int fds = descriptors();
    uint64_t begin = uv_hrtime();
    for (unsigned i = 0; i < 100000; i++) {
        hint_village(i % 2000, 3000 + i);
        if (i % 100 == 0) {
            uv_run(&loop, UV_RUN_NOWAIT);
        }
    }
    uint64_t took_ms = (uv_hrtime() - begin) / 1000000;
    hint("52", 200000);
    while (strcmp(peer_hint(other), "52|200000") != 0) {
    }
    ok(true, "100,000 hints took %d ms; others hear of the last",
       (int) took_ms);
    is_int(descriptors(), fds, "no descriptor more");
    long grown = (pages() - before) * sysconf(_SC_PAGESIZE) / 1024;
    if (sanitized || getenv("LD_PRELOAD")) {
        tap_skip(1, "sanitizers and valgrind keep freed memory");
    } else {
        ok(grown < 1024, "memory grew by %ld KiB, less than 1 MiB", grown);
    }
    const char *last = "";
    int heard = 0;
    while (!strstr(last, "|200000") && heard++ < 5000) {
        last = peer_hint(sleeper);
    }
    is_text(last, "|200000", "who slept is told to look, too");
    ok(heard < 2000, "after what its buffer held: %d hints", heard);
    hint("52", 200001);
    is_text(peer_hint(sleeper), "52|200001", "and hears what comes then");
    close(sleeper);
    close(other);
}

static void
test_strangers(void)
{
    static const struct {
        const char *name, *bytes;
        size_t len;
    } strangers[] = {
        {"HTTP", "GET / HTTP/1.1\r\n\r\n", 18},
        {"a REQ socket", "\0SP\0\0\x30\0\0", 8},
        {"another hello than SP's", "\0SQ", 3},
        {"a subscriber that sends an empty message",
         "\0SP\0\0\x21\0\0\1\0\0\0\0\0\0\0\0", 17},
        {"one that sends a byte too many", "\0SP\0\0\x21\0\0x", 9},
    };
    int good = subscribe();
    peer_hint(good);
    for (size_t i = 0; i < sizeof strangers / sizeof *strangers; i++) {
        int fd = peer_open();
        peer_say(fd, strangers[i].bytes, strangers[i].len);
        is_text(peer_hint(fd), "gone", strangers[i].name);
        close(fd);
    }
    int fd = subscribe();
    peer_hint(fd);
    peer_say(fd, "\1\0\0\0\0\0\0\0\2hi", 11);
    is_text(peer_hint(fd), "gone", "one that talks later");
    close(fd);
    fd = peer_open();
    for (size_t i = 0; i < 8; i++) {
        peer_say(fd, hello + i, 1);
        uv_run(&loop, UV_RUN_NOWAIT);
    }
    is_text(peer_hint(fd), "|200001", "a hello byte by byte is one");
    close(fd);
    hint("52", 200002);
    is_text(peer_hint(good), "52|200002", "the others notice nothing");
    close(good);
    uv_run(&loop, UV_RUN_NOWAIT);
}

/* Connections that never say hello make room for those that do. */
static void
test_half_open(void)
{
    struct rlimit limit = {0, 0};
    static int silent[SUBSCRIBERS_MAX];
    int opened = 0;
    getrlimit(RLIMIT_NOFILE, &limit);
    limit.rlim_cur = limit.rlim_max;
    if (setrlimit(RLIMIT_NOFILE, &limit) != 0 ||
        limit.rlim_cur < 2 * SUBSCRIBERS_MAX + 100) {
        tap_skip(4, "too few descriptors allowed");
        return;
    }
    for (int i = 0; i < SUBSCRIBERS_MAX; i++) {
        silent[i] = peer_open();
        opened += silent[i] >= 0;
    }
    is_int(opened, SUBSCRIBERS_MAX, "4,096 connections without a hello");
    int fd = subscribe();
    is_text(peer_hint(fd), "|200002", "one more is served");
    is_text(peer_hint(silent[0]), "gone", "the oldest made room");
    hint("52", 200003);
    is_text(peer_hint(fd), "52|200003", "and hears what is new");
    close(fd);
    for (int i = 0; i < SUBSCRIBERS_MAX; i++) {
        close(silent[i]);
    }
}

static void
test_close(void)
{
    int fd = subscribe(), sleeper = subscribe();
    peer_hint(fd);
    for (unsigned i = 0; i < 1000; i++) {
        hint_village(i, 300000);
    }
    while (strcmp(peer_hint(fd), "520000000999|300000") != 0) {
    }
    hint("52", 300001);
    dg_hints_close(hints);
    is_text(peer_hint(fd), "gone", "subscribers are hung up on");
    uv_run(&loop, UV_RUN_DEFAULT);
    is_int(uv_loop_close(&loop), 0, "nothing is left on the loop");
    ok(access(path, F_OK) != 0 && errno == ENOENT, "the socket is gone");
    dg_hints_close(NULL);
    close(fd);
    close(sleeper);
}

int
main(void)
{
    snprintf(dir, sizeof dir, "%s", getenv("TEST_DIR"));
    snprintf(path, sizeof path, "%s/hints.ipc", dir);
    signal(SIGPIPE, SIG_IGN);
    uv_loop_init(&loop);
    test_open();
    test_once();
    test_many();
    test_flood();
    test_strangers();
    test_half_open();
    test_close();
    return tap_done();
}
