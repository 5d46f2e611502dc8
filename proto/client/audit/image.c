/* SPDX-License-Identifier: Apache-2.0 */
/* Decides how a large file comes into memory: not at all, until it is looked
 * at. */
#include "proto/client/audit/image.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

static bool
map(int file, struct dg_str *bytes)
{
    struct stat st;
    void *at;
    if (fstat(file, &st) != 0) {
        return false;
    }
    if (!S_ISREG(st.st_mode)) {
        errno = S_ISDIR(st.st_mode) ? EISDIR : ESPIPE;
        return false;
    }
    if (st.st_size == 0) {
        return true;
    }
    at = mmap(NULL, (size_t) st.st_size, PROT_READ, MAP_PRIVATE, file, 0);
    if (at == MAP_FAILED) {
        return false;
    }
    *bytes = (struct dg_str){at, (size_t) st.st_size};
    return true;
}

int
dg_image_open(struct dg_cli *cli, const char *path, struct dg_str *bytes)
{
    int file = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK); /* of a FIFO */
    *bytes = (struct dg_str){NULL, 0};
    bool mapped = file >= 0 && map(file, bytes);
    int status = mapped ? DG_EXIT_OK
                        : dg_cli_fail(cli, DG_EXIT_NO_INPUT, "%s: %s", path,
                                      strerror(errno));
    if (file >= 0) {
        close(file);
    }
    return status;
}

void
dg_image_close(struct dg_str bytes)
{
    if (bytes.data) {
        munmap((void *) bytes.data, bytes.len);
    }
}
