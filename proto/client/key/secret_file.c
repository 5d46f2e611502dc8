/* SPDX-License-Identifier: Apache-2.0 */
/* Decides which files are safe to hold a secret, and writes such. */
#include "proto/client/key/secret_file.h"

#include <errno.h>
#include <fcntl.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "proto/base/i18n.h"

static enum dg_err
err_of_errno(int code)
{
    switch (code) {
    case ENOENT:
    case ENOTDIR:
        return DG_ERR_ABSENT;
    case EACCES:
    case EPERM:
        return DG_ERR_DENIED;
    case EEXIST:
        return DG_ERR_EXISTS;
    case ENOSPC:
    case EDQUOT:
        return DG_ERR_FULL;
    case ENOMEM:
        return DG_ERR_MEMORY;
    default:
        return DG_ERR_IO;
    }
}

static enum dg_err
fail_system(const char *path, int code, struct dg_buf *why)
{
    dg_buf_printf(why, "%s: %s", path, strerror(code));
    return err_of_errno(code);
}

/* What is open is looked at, not what the path may be by then. */
static enum dg_err
check_file(int fd, const char *path, size_t size, struct dg_buf *why)
{
    struct stat st;

    if (fstat(fd, &st) != 0) {
        return fail_system(path, errno, why);
    }
    if (!S_ISREG(st.st_mode)) {
        dg_buf_printf(why, _("%s: not a regular file"), path);
        return DG_ERR_DENIED;
    }
    /* root, who may read it anyhow, may test the service's configuration. */
    if (st.st_uid != geteuid() && geteuid() != 0) {
        dg_buf_printf(why, _("%s: belongs to another user"), path);
        return DG_ERR_DENIED;
    }
    if ((st.st_mode & 077) != 0) {
        dg_buf_printf(why,
                      _("%s: others may read or write it (mode %04o); "
                        "make it yours alone: chmod 600 %s"),
                      path, (unsigned) st.st_mode & 07777, path);
        return DG_ERR_DENIED;
    }
    if (st.st_size < 0 || (size_t) st.st_size > size) {
        dg_buf_printf(why, _("%s: longer than %zu bytes"), path, size);
        return DG_ERR_LIMIT;
    }
    return DG_OK;
}

/* Up to size bytes; -1 and errno if it cannot be read. */
static ssize_t
read_all(int fd, char *text, size_t size)
{
    size_t len = 0;

    while (len < size) {
        const ssize_t n = read(fd, text + len, size - len);

        if (n == 0) {
            break;
        }
        if (n < 0 && errno != EINTR) {
            return -1;
        }
        len += n > 0 ? (size_t) n : 0;
    }
    return (ssize_t) len;
}

enum dg_err
dg_secret_file_read(const char *path, size_t size, char **text, size_t *len,
                    struct dg_buf *why)
{
    /* A FIFO would wait for its other end. */
    const int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
    enum dg_err err;
    ssize_t n;
    char *read;

    if (fd < 0) {
        return fail_system(path, errno, why);
    }
    err = check_file(fd, path, size, why);
    if (err) {
        goto close;
    }
    read = sodium_init() < 0 ? NULL : sodium_malloc(size);
    if (!read) {
        err = fail_system(path, ENOMEM, why);
        goto close;
    }
    n = read_all(fd, read, size);
    if (n < 0) {
        err = fail_system(path, errno, why);
        sodium_free(read);
        goto close;
    }
    *text = read;
    *len = (size_t) n;
close:
    close(fd);
    return err;
}

static bool
write_all(int fd, struct dg_str text)
{
    while (text.len > 0) {
        const ssize_t n = write(fd, text.data, text.len);

        if (n < 0 && errno != EINTR) {
            return false;
        }
        if (n > 0) {
            text.data += n;
            text.len -= (size_t) n;
        }
    }
    return fchmod(fd, 0600) == 0 && fsync(fd) == 0;
}

/* The name itself is on the disk when its folder is. */
static bool
sync_folder(const char *path)
{
    const char *slash = strrchr(path, '/');
    char *folder =
        slash ? strndup(path, (size_t) (slash - path + 1)) : strdup(".");
    int fd, failed;

    if (!folder) {
        return false;
    }
    fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    free(folder);
    if (fd < 0) {
        return false;
    }
    failed = fsync(fd) != 0 ? errno : 0;
    close(fd);
    errno = failed;
    return !failed;
}

/* Gives what is written its name. link, other than rename, takes nobody's
 * place. */
static bool
name_file(const char *written, const char *path, bool replace)
{
    int failed;

    if (replace) {
        return rename(written, path) == 0 && sync_folder(path);
    }
    if (link(written, path) != 0) {
        return false;
    }
    failed = sync_folder(path) ? 0 : errno;
    unlink(written);
    errno = failed;
    return !failed;
}

enum dg_err
dg_secret_file_write(const char *path, struct dg_str text, bool replace,
                     struct dg_buf *why)
{
    const size_t size = strlen(path) + sizeof ".XXXXXX";
    char *written = malloc(size);
    enum dg_err err = DG_OK;
    int fd, failed = 0;

    if (!written) {
        return fail_system(path, ENOMEM, why);
    }
    snprintf(written, size, "%s.XXXXXX", path);
    fd = mkostemp(written, O_CLOEXEC);
    if (fd < 0) {
        err = fail_system(path, errno, why);
        goto finish;
    }
    if (!write_all(fd, text)) {
        failed = errno;
    }
    close(fd);
    if (!failed && !name_file(written, path, replace)) {
        failed = errno;
    }
    if (failed) {
        unlink(written);
        err = fail_system(path, failed, why);
    }
finish:
    free(written);
    return err;
}

enum dg_err
dg_secret_file_replace(const char *from, const char *to, struct dg_buf *why)
{
    return name_file(from, to, true) ? DG_OK : fail_system(to, errno, why);
}
