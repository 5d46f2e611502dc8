/* SPDX-License-Identifier: Apache-2.0 */
/* The corpus as a test: every file of the folders that FUZZ_CORPUS names goes
 * through the target, whole, cut off at some places and with some bits turned.
 */
#include <dirent.h>
#include <string.h>
#include <sys/stat.h>

#include "tests/fuzz/fuzz.h"
#include "tests/tap/tap.h"

#define CUTS 24
#define FILE_MAX (1 << 20)

/* In memory of exactly its size, so that reading past its end is noticed. */
static void
try_bytes(const uint8_t *data, size_t size)
{
    uint8_t *exact = malloc(size ? size : 1);
    if (!exact) {
        abort();
    }
    memcpy(exact, data, size);
    LLVMFuzzerTestOneInput(exact, size);
    free(exact);
}

static void
try_file(const char *path, const char *name)
{
    static uint8_t data[FILE_MAX];
    FILE *file = fopen(path, "rb");
    size_t size = file ? fread(data, 1, sizeof data, file) : 0;
    if (file) {
        fclose(file);
    }
    try_bytes(data, size);
    for (size_t cut = 0; cut < CUTS; cut++) {
        try_bytes(data, size * cut / CUTS);
    }
    for (size_t cut = 0; cut < CUTS && size > 0; cut++) {
        size_t at = size * cut / CUTS;
        data[at] ^= (uint8_t) (1u << cut % 8);
        try_bytes(data, size);
        data[at] ^= (uint8_t) (1u << cut % 8);
    }
    ok(file != NULL, "%s", name);
}

static int
is_visible(const struct dirent *entry)
{
    return entry->d_name[0] != '.';
}

static void
try_folder(const char *folder)
{
    struct dirent **entries;
    int count = scandir(folder, &entries, is_visible, alphasort);
    if (count < 0) {
        ok(0, "%s can be read", folder);
    }
    for (int i = 0; i < count; i++) {
        char path[4096];
        struct stat st;
        snprintf(path, sizeof path, "%s/%s", folder, entries[i]->d_name);
        if (stat(path, &st) == 0 && S_ISREG(st.st_mode)) {
            try_file(path, entries[i]->d_name);
        }
        free(entries[i]);
    }
    if (count >= 0) {
        free(entries);
    }
}

/* tests/fuzz/fuzz-json takes tests/fuzz/corpus/json, and the examples where
 * messages are read. */
int
main(int argc, char **argv)
{
    const char *top = getenv("top_srcdir");
    const char *name = strrchr(argv[0], '-');
    char folder[4096];
    (void) argc;
    if (!top || !name) {
        return 99;
    }
    snprintf(folder, sizeof folder, "%s/tests/fuzz/corpus/%s", top, name + 1);
    try_folder(folder);
    if (strcmp(name, "-flow") == 0 || strcmp(name, "-event") == 0 ||
        strcmp(name, "-json") == 0) {
        snprintf(folder, sizeof folder, "%s/proto/schema/examples", top);
        try_folder(folder);
        strcat(folder, "/bad");
        try_folder(folder);
    }
    return tap_done();
}
