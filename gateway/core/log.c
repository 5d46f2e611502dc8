/* SPDX-License-Identifier: Apache-2.0 */
/* Decides the shape of a log line and writes it. What is worth a line, and its
 * id, is the callers' business. */
#include "gateway/core/log.h"

#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "proto/base/date.h"

#define LINE_SIZE 4096

static _Atomic int lowest = DG_LOG_INFO;
static int sink = STDERR_FILENO; /* stays the same number when opened again */
static char *file;               /* NULL: stderr */

/* The mode of a file that is there is its owner's business. */
static int
open_file(const char *path)
{
    const int flags = O_WRONLY | O_APPEND | O_CLOEXEC;
    int fd = open(path, flags | O_CREAT | O_EXCL, 0640);
    if (fd >= 0) {
        fchmod(fd, 0640); /* whatever the umask is */
        return fd;
    }
    return errno == EEXIST ? open(path, flags) : -1;
}

enum dg_err
dg_log_open(const char *path)
{
    int fd = open_file(path);
    if (fd < 0) {
        return DG_ERR_IO;
    }
    file = strdup(path);
    if (!file) {
        close(fd);
        errno = ENOMEM;
        return DG_ERR_IO;
    }
    sink = fd;
    return DG_OK;
}

enum dg_err
dg_log_check(const char *path)
{
    const char *slash = strrchr(path, '/');
    char *folder = strndup(path, slash ? (size_t) (slash - path) + 1 : 0);
    int fd = open(path, O_WRONLY | O_APPEND | O_CLOEXEC);
    bool fine = fd >= 0;
    if (fine) {
        close(fd);
    } else if (errno == ENOENT && folder) {
        fine = access(*folder ? folder : ".", W_OK | X_OK) == 0;
    }
    free(folder);
    return fine ? DG_OK : DG_ERR_IO;
}

void
dg_log_reopen(void)
{
    char quoted[DG_LOG_QUOTE_SIZE];
    int fd = file ? open_file(file) : -1;
    /* Other threads may be writing: they must never meet a closed number. */
    if (fd >= 0 && dup3(fd, sink, O_CLOEXEC) == sink) {
        close(fd);
    } else if (file) {
        int error = errno;
        if (fd >= 0) {
            close(fd);
        }
        dg_log(DG_LOG_ERROR, "log.failed", "path=%s error=\"%s\"",
               dg_log_quote(dg_str_from(file), quoted), strerror(error));
    }
}

bool
dg_log_has_file(void)
{
    return file != NULL;
}

void
dg_log_set_level(enum dg_log_level level)
{
    atomic_store(&lowest, (int) level);
}

static int64_t
now_us(void)
{
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    return (int64_t) now.tv_sec * 1000000 + now.tv_nsec / 1000;
}

/* Where a text of len, cut to what fits, ends. */
static size_t
line_end(size_t used, int len)
{
    size_t end = used + (len > 0 ? (size_t) len : 0);
    return end < LINE_SIZE - 1 ? end : LINE_SIZE - 1;
}

void
dg_log(enum dg_log_level level, const char *id, const char *format, ...)
{
    static const char *const names[] = {"debug", "info", "warn", "error"};
    char line[LINE_SIZE];
    va_list args;
    if ((int) level < atomic_load(&lowest)) {
        return;
    }
    char time[DG_INSTANT_SIZE];
    dg_instant_format(now_us(), time);
    size_t used = line_end(
        0, snprintf(line, sizeof line, "%s %s %s ", time, names[level], id));
    va_start(args, format);
    used = line_end(used,
                    vsnprintf(line + used, sizeof line - used, format, args));
    va_end(args);
    used -= line[used - 1] == ' '; /* an empty format */
    line[used++] = '\n';
    /* A log that cannot be written must not stop the gate. */
    ssize_t written = write(sink, line, used);
    (void) written;
}

/* How c stands in quotes. */
static const char *
quote_char(unsigned char c, char escape[5])
{
    switch (c) {
    case '"':
        return "\\\"";
    case '\\':
        return "\\\\";
    case '\n':
        return "\\n";
    default:
        snprintf(escape, 5, c < 0x20 || c == 0x7f ? "\\x%02x" : "%c", c);
        return escape;
    }
}

const char *
dg_log_quote(struct dg_str s, char out[DG_LOG_QUOTE_SIZE])
{
    char *next = out, *end = out + DG_LOG_QUOTE_SIZE - 2;
    *next++ = '"';
    for (size_t i = 0; i < s.len; i++) {
        char escape[5];
        unsigned char c = (unsigned char) s.data[i];
        const char *text = quote_char(c, escape);
        size_t len = strlen(text);
        /* Room for the whole of a character of several bytes, or none. */
        if ((size_t) (end - next) < (c >= 0xc0 ? 4 : len)) {
            break;
        }
        memcpy(next, text, len);
        next += len;
    }
    *next++ = '"';
    *next = '\0';
    return out;
}
