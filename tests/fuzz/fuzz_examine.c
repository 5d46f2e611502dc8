/* SPDX-License-Identifier: Apache-2.0 */
/* Attachments: whatever a file claims to be, it is looked into, or it is said
 * why not. */
#include <sys/mman.h>
#include <unistd.h>

#include "proto/client/examine/examine.h"
#include "tests/fuzz/fuzz.h"

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct dg_examination found = {0};
    struct dg_arena arena;
    struct dg_buf why;
    char path[64];
    int fd = memfd_create("attachment", 0);
    FUZZ_NEED(fd >= 0 && write(fd, data, size) == (ssize_t) size);
    snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
    dg_arena_init(&arena, 256u << 20);
    dg_buf_init(&why);
    if (dg_examine_file(&arena, path, &found, &why) == DG_OK) {
        FUZZ_NEED(found.size == size && found.type.len > 0);
        FUZZ_NEED(found.is_sheet || found.column_count == 0);
    } else {
        FUZZ_NEED(why.len > 0);
    }
    dg_buf_finish(&why);
    dg_arena_finish(&arena);
    close(fd);
    return 0;
}
