/* SPDX-License-Identifier: Apache-2.0 */
/* The bus runs in a child with a flow that echoes; clients run here. */
#include "gateway/bus/bus.h"

#include <arpa/inet.h>
#include <endian.h>
#include <errno.h>
#include <nanomsg/nn.h>
#include <nanomsg/reqrep.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tests/fake/flow.h"
#include "tests/tap/tap.h"

#if defined(__SANITIZE_ADDRESS__)
static const bool sanitized = true;
#elif defined(__has_feature)
static const bool sanitized = __has_feature(address_sanitizer);
#else
static const bool sanitized = false;
#endif

static char dir[80], url[120], socket_path[108];
static pid_t server;
static int events[2]; /* the server writes a byte for each thing it did */

/* ---- the server --------------------------------------------------------- */

static struct dg_bus *bus;
static struct dg_flow flow;

static void
tell(void *ctx)
{
    (void) ctx;
    ssize_t written = write(events[1], "x", 1);
    (void) written;
}

/* USR1: hold from now on. USR2: let go. TERM: end. */
static void
handle_signal(uv_signal_t *handle, int number)
{
    if (number == SIGUSR1) {
        flow.holding = true;
        flow.handle_submit = tell;
        tell(NULL);
    } else if (number == SIGUSR2) {
        fake_flow_release(&flow);
        flow.handle_submit = NULL;
        dg_bus_resume(bus);
    } else {
        dg_bus_stop(bus);
        dg_bus_close(bus, tell, NULL);
        uv_stop(handle->loop);
    }
}

static void
server_run(void)
{
    static const int numbers[] = {SIGUSR1, SIGUSR2, SIGTERM};
    static uv_signal_t signals[3];
    static uv_loop_t loop;
    struct dg_buf why;
    dg_buf_init(&why);
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    uv_loop_init(&loop);
    for (int i = 0; i < 3; i++) {
        uv_signal_init(&loop, &signals[i]);
        uv_signal_start(&signals[i], handle_signal, numbers[i]);
    }
    if (dg_bus_open(&loop, &(struct dg_conf){.runtime_dir = dir}, &bus, &why)) {
        _exit(1);
    }
    flow.sink.reply = dg_bus_reply;
    flow.sink.ctx = bus;
    flow.capacity = 4;
    dg_bus_start(bus, &flow);
    tell(NULL);
    uv_run(&loop, UV_RUN_DEFAULT);
    for (int i = 0; i < 3; i++) {
        uv_close((uv_handle_t *) &signals[i], NULL);
    }
    uv_run(&loop, UV_RUN_DEFAULT);
    _exit(uv_loop_close(&loop) == 0 ? 0 : 2);
}

/* Waits up to timeout_ms for the server to have done something. */
static bool
server_did(int timeout_ms)
{
    char byte;
    struct pollfd wait = {.fd = events[0], .events = POLLIN};
    return poll(&wait, 1, timeout_ms) == 1 && read(events[0], &byte, 1) == 1;
}

static long
server_pages(void)
{
    char path[64];
    long pages = 0;
    snprintf(path, sizeof path, "/proc/%d/statm", (int) server);
    FILE *file = fopen(path, "r");
    if (file) {
        if (fscanf(file, "%*s %ld", &pages) != 1) {
            pages = 0;
        }
        fclose(file);
    }
    return pages;
}

/* ---- clients ------------------------------------------------------------ */

static int
req_open(void)
{
    int timeout_ms = 20000;
    int req = nn_socket(AF_SP, NN_REQ);
    nn_setsockopt(req, NN_SOL_SOCKET, NN_RCVTIMEO, &timeout_ms,
                  sizeof timeout_ms);
    nn_connect(req, url);
    return req;
}

static bool
req_asks(int req, const char *text)
{
    char reply[64];
    int len = nn_send(req, text, strlen(text), 0);
    len = len < 0 ? len : nn_recv(req, reply, sizeof reply, 0);
    return len == (int) strlen(text) && memcmp(reply, text, (size_t) len) == 0;
}

/* The number of the connection; 0 without an answer. */
static unsigned long
req_peer(int req)
{
    char reply[64] = "";
    nn_send(req, "peer", 4, 0);
    int len = nn_recv(req, reply, sizeof reply - 1, 0);
    return len > 0 ? strtoul(reply, NULL, 10) : 0;
}

static bool
others_are_served(void)
{
    int req = req_open();
    bool served = req_asks(req, "惠水县 522731");
    nn_close(req);
    return served;
}

/* A connection without nanomsg, to say what nanomsg never would. */
static int
raw_open(void)
{
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    struct timeval limit = {.tv_sec = 20};
    int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    memcpy(address.sun_path, socket_path, sizeof socket_path);
    setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
    setsockopt(fd, SOL_SOCKET, SO_SNDTIMEO, &limit, sizeof limit);
    if (connect(fd, (struct sockaddr *) &address, sizeof address) != 0) {
        close(fd);
        return -1;
    }
    return fd;
}

static bool
raw_write(int fd, const void *bytes, size_t len)
{
    const char *next = bytes;
    while (len > 0) {
        ssize_t written = send(fd, next, len, MSG_NOSIGNAL);
        if (written <= 0) {
            return false;
        }
        next += written;
        len -= (size_t) written;
    }
    return true;
}

/* An SP connection as REQ (RFC of nanomsg's ipc mapping). */
static int
raw_hello(void)
{
    static const uint8_t hello[8] = {0, 'S', 'P', 0, 0, NN_REQ, 0, 0};
    uint8_t answer[8];
    int fd = raw_open();
    if (!raw_write(fd, hello, sizeof hello) ||
        recv(fd, answer, sizeof answer, MSG_WAITALL) != sizeof answer) {
        close(fd);
        return -1;
    }
    return fd;
}

/* Type, length, request id; the text follows. */
static void
raw_head(uint8_t head[13], uint32_t id, uint64_t len)
{
    uint64_t size = htobe64(len + 4);
    uint32_t request = htonl(0x80000000u | id);
    head[0] = 1;
    memcpy(head + 1, &size, 8);
    memcpy(head + 9, &request, 4);
}

static bool
raw_ask(int fd, uint32_t id, const char *text, size_t len)
{
    uint8_t head[13];
    raw_head(head, id, len);
    return raw_write(fd, head, sizeof head) && raw_write(fd, text, len);
}

/* True if the peer hung up, whatever it said before. */
static bool
raw_is_closed(int fd)
{
    char bytes[64];
    ssize_t len;
    do {
        len = recv(fd, bytes, sizeof bytes, 0);
    } while (len > 0);
    return len == 0 || errno == ECONNRESET;
}

/* ---- tests -------------------------------------------------------------- */

static void
refuses_dir(const char *path, const char *what, const char *name)
{
    char want[700];
    struct dg_bus *made;
    struct dg_buf why;
    uv_loop_t loop;
    dg_buf_init(&why);
    uv_loop_init(&loop);
    is_int(
        dg_bus_open(&loop, &(struct dg_conf){.runtime_dir = path}, &made, &why),
        DG_ERR_IO, name);
    snprintf(want, sizeof want, "runtime_dir %s: %s", path, what);
    is_text(why.data, want, "and says why");
    uv_loop_close(&loop);
    dg_buf_finish(&why);
}

static void
test_dirs(void)
{
    char path[600];
    snprintf(path, sizeof path, "%s.file", dir);
    fclose(fopen(path, "w"));
    refuses_dir(path, "not a directory", "a file is refused");
    snprintf(path, sizeof path, "%s/a/b", dir);
    refuses_dir(path, "No such file or directory", "only the last is made");
    snprintf(path, sizeof path, "%s.open", dir);
    mkdir(path, 0700);
    chmod(path, 0770);
    refuses_dir(path, "others may write there", "an open folder is refused");
    snprintf(path, sizeof path, "%s.link", dir);
    ok(symlink("/tmp", path) == 0, "a link");
    refuses_dir(path, "not a directory", "is refused");
    if (geteuid() == 0) {
        snprintf(path, sizeof path, "%s.other", dir);
        mkdir(path, 0700);
        ok(chown(path, 65534, 65534) == 0, "another user's folder");
        refuses_dir(path, "belongs to another user", "is refused");
    } else {
        tap_skip(3, "needs root");
    }
}

static void
test_modes(void)
{
    struct stat st;
    stat(dir, &st);
    is_int(st.st_mode & 07777, 0700, "the folder was made for us alone");
    stat(socket_path, &st);
    is_int(st.st_mode & 07777, 0660, "the socket is for the group too");
}

/* Returns what a shell command prints. */
__attribute__((format(printf, 1, 2))) static const char *
output_of(const char *format, ...)
{
    static char output[256];
    char command[1024];
    va_list args;
    va_start(args, format);
    vsnprintf(command, sizeof command, format, args);
    va_end(args);
    FILE *stream = popen(command, "r");
    size_t len = fread(output, 1, sizeof output - 1, stream);
    output[len] = '\0';
    pclose(stream);
    return output;
}

static void
test_clients(void)
{
    int a = req_open(), b = req_open();
    ok(req_asks(a, "one"), "a request is answered");
    ok(req_asks(b, "two"), "another client's too");
    ok(req_asks(a, ""), "an empty one");
    ok(req_asks(a, "three"), "one after the other");
    nn_close(a);
    nn_close(b);

    const char *got = output_of(
        "nngcat --req --dial %s --recv-timeout 20 --raw --data 惠水县", url);
    is_text(got, "惠水县", "nngcat");
    got = output_of("nanocat --req --connect %s --recv-timeout 20 --raw "
                    "--data 惠水县",
                    url);
    is_text(got, "惠水县", "nanocat");
}

static void
test_full(void)
{
    enum { ASKED = 10, CAPACITY = 4 };
    int fds[ASKED];
    int taken = 0, answered = 0;
    kill(server, SIGUSR1);
    ok(server_did(20000), "the flow holds what it gets");
    for (int i = 0; i < ASKED; i++) {
        fds[i] = raw_hello();
        raw_ask(fds[i], (uint32_t) i, "text", 4);
    }
    while (taken < CAPACITY && server_did(20000)) {
        taken++;
    }
    is_int(taken, CAPACITY, "it gets as many as it takes");
    ok(!server_did(200), "and no more while it is full");
    kill(server, SIGUSR2);
    for (int i = 0; i < ASKED; i++) {
        char reply[17];
        answered +=
            recv(fds[i], reply, sizeof reply, MSG_WAITALL) == sizeof reply &&
            memcmp(reply + 13, "text", 4) == 0;
        close(fds[i]);
    }
    is_int(answered, ASKED, "with room again, all are read and answered");
}

static void
test_leavers(void)
{
    char reply[18];
    for (uint32_t i = 0; i < 200; i++) {
        int fd = raw_hello();
        raw_ask(fd, i, "gone", 4);
        close(fd);
    }
    ok(others_are_served(), "clients that leave without their reply");

    int fd = raw_hello();
    raw_ask(fd, 1, "later", 5);
    is_int(recv(fd, reply, sizeof reply, MSG_WAITALL), 18,
           "one that stays gets it");
    close(fd);
}

/* 10,000 requests of 1 KiB whose replies nobody reads. */
static void
test_never_reads(void)
{
    char text[1024];
    memset(text, 'x', sizeof text);
    int fd = raw_hello();
    long before = server_pages();
    bool taken = true;
    for (uint32_t i = 0; i < 10000 && taken; i++) {
        taken = raw_ask(fd, i, text, sizeof text);
    }
    ok(taken, "10,000 requests of one that never reads are taken");
    ok(others_are_served(), "others are served");
    long grown = (server_pages() - before) * sysconf(_SC_PAGESIZE) / 1024;
    const char *preload = getenv("LD_PRELOAD");
    if (sanitized || (preload && strstr(preload, "vgpreload"))) {
        tap_skip(1, "sanitizers and valgrind keep freed memory");
    } else {
        ok(grown < 2048, "memory grew by %ld KiB, less than 2 MiB", grown);
    }
    close(fd);
}

/* What one client has outstanding is answered whole, read late or not. */
static void
test_burst(void)
{
    enum { BURST = 64 };
    char text[2048];
    memset(text, 'y', sizeof text);
    int fd = raw_hello(), answered = 0;
    for (uint32_t i = 0; i < BURST; i++) {
        raw_ask(fd, i, text, sizeof text);
    }
    ok(others_are_served(), "64 requests are answered before a reply is read");
    for (int i = 0; i < BURST; i++) {
        char reply[13 + sizeof text];
        answered += recv(fd, reply, sizeof reply, MSG_WAITALL) == sizeof reply;
    }
    is_int(answered, BURST, "none of 64 replies of 2 KiB is lost");
    close(fd);
}

static void
test_sizes(void)
{
    const size_t most = 2 * 1024 * 1024;
    uint8_t head[13];
    char *text = calloc(1, most), *reply = malloc(most + 13);
    int fd = raw_hello();
    raw_ask(fd, 1, text, most);
    is_int(recv(fd, reply, most + 13, MSG_WAITALL), most + 13,
           "2 MiB reach the flow");
    close(fd);
    free(text);
    free(reply);

    fd = raw_hello();
    raw_head(head, 1, 3 * 1024 * 1024);
    raw_write(fd, head, sizeof head);
    ok(raw_is_closed(fd), "3 MiB announced: hung up");
    close(fd);
    fd = raw_hello();
    raw_head(head, 1, UINT64_MAX - 4);
    raw_write(fd, head, sizeof head);
    ok(raw_is_closed(fd), "a forged length: hung up");
    close(fd);
    ok(others_are_served(), "others are served");
}

static void
test_garbage(void)
{
    enum { COUNT = 100 };
    static const char http[] = "GET / HTTP/1.1\r\nHost: x\r\n\r\n";
    static const uint8_t push[8] = {0, 'S', 'P', 0, 0, 0x50, 0, 0};
    static const uint8_t no_id[11] = {1, 0, 0, 0, 0, 0, 0, 0, 2, 'h', 'i'};
    int half[COUNT], silent[COUNT];
    for (int i = 0; i < COUNT; i++) {
        half[i] = raw_hello();
        raw_write(half[i], "\1\0\0\0", 4);
        silent[i] = raw_open();
    }
    int fd = raw_open();
    raw_write(fd, http, sizeof http);
    ok(raw_is_closed(fd), "HTTP is hung up on");
    close(fd);
    fd = raw_open();
    raw_write(fd, push, sizeof push);
    ok(raw_is_closed(fd), "a socket that is no REQ is hung up on");
    close(fd);
    fd = raw_hello();
    raw_write(fd, no_id, sizeof no_id);
    raw_ask(fd, 7, "after", 5);
    char reply[18];
    is_int(recv(fd, reply, sizeof reply, MSG_WAITALL), 18,
           "a message without request id is dropped, the next answered");
    close(fd);
    ok(others_are_served(), "beside 200 half-open connections");
    for (int i = 0; i < COUNT; i++) {
        close(half[i]);
        close(silent[i]);
    }
    ok(others_are_served(), "and after they left");
}

static void
test_end(void)
{
    int status;
    struct dg_bus *made;
    struct dg_buf why;
    uv_loop_t loop;
    char want[700];
    dg_buf_init(&why);
    uv_loop_init(&loop);
    is_int(
        dg_bus_open(&loop, &(struct dg_conf){.runtime_dir = dir}, &made, &why),
        DG_ERR_BUSY, "a second gateway in the same folder is refused");
    snprintf(want, sizeof want,
             "runtime_dir %s: another gateway is bound there", dir);
    is_text(why.data, want, "and says why");
    ok(others_are_served(), "the first one goes on");
    kill(server, SIGTERM);
    ok(server_did(20000), "closing ends in handle_close");
    waitpid(server, &status, 0);
    is_int(status, 0, "with nothing left on the loop");
    is_int(
        dg_bus_open(&loop, &(struct dg_conf){.runtime_dir = dir}, &made, &why),
        DG_OK, "its place is free again");
    dg_bus_close(made, NULL, NULL);
    uv_run(&loop, UV_RUN_DEFAULT);
    is_int(uv_loop_close(&loop), 0, "a bus that was never started closes");
    dg_buf_finish(&why);
}

/* Whoever sends: known by the connection, for as long as it lasts. */
static void
test_peers(void)
{
    int one = req_open(), other = req_open();
    unsigned long first = req_peer(one), second = req_peer(other);
    ok(first && req_peer(one) == first, "a connection has a number");
    ok(second && second != first, "another one has another");
    nn_close(one);
    one = req_open();
    unsigned long third = req_peer(one);
    ok(third && third != first && third != second, "and so has the next");
    nn_close(one);
    nn_close(other);
}

int
main(void)
{
    snprintf(dir, sizeof dir, "%s/run", getenv("TEST_DIR"));
    snprintf(url, sizeof url, "ipc://%s/gateway.ipc", dir);
    snprintf(socket_path, sizeof socket_path, "%s/gateway.ipc", dir);
    test_dirs();
    if (pipe(events) != 0) {
        return 99;
    }
    server = fork(); /* before any nn_socket */
    if (server == 0) {
        server_run();
    }
    ok(server_did(20000), "the bus is open");
    test_modes();
    test_clients();
    test_peers();
    test_full();
    test_leavers();
    test_never_reads();
    test_burst();
    test_sizes();
    test_garbage();
    test_end();
    return tap_done();
}
