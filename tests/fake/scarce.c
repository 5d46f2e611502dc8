/* SPDX-License-Identifier: Apache-2.0 */
/* Memory that runs out in one module: the addresses to which the module's calls
 * of malloc and its like were bound when it was loaded are written over. */
#include "tests/fake/scarce.h"

#include <link.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

static size_t left = SIZE_MAX;
static bool all_fail, failed, is_held;

static bool
is_refused(void)
{
    if (left == SIZE_MAX || is_held) {
        return false;
    }
    if (left > 0) {
        left--;
        return false;
    }
    left = all_fail ? 0 : SIZE_MAX;
    failed = true;
    return true;
}

static void *
scarce_malloc(size_t size)
{
    return is_refused() ? NULL : malloc(size);
}

static void *
scarce_calloc(size_t count, size_t size)
{
    return is_refused() ? NULL : calloc(count, size);
}

static void *
scarce_realloc(void *memory, size_t size)
{
    return is_refused() ? NULL : realloc(memory, size);
}

static char *
scarce_strdup(const char *text)
{
    return is_refused() ? NULL : strdup(text);
}

static void *
stand_in(const char *name)
{
    static const struct {
        const char *name;
        void *(*allocate)(size_t);
        void *(*clear)(size_t, size_t);
        void *(*grow)(void *, size_t);
        char *(*copy)(const char *);
    } all[] = {
        {.name = "malloc", .allocate = scarce_malloc},
        {.name = "calloc", .clear = scarce_calloc},
        {.name = "realloc", .grow = scarce_realloc},
        {.name = "strdup", .copy = scarce_strdup},
    };
    void *address = NULL;
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
        if (strcmp(all[i].name, name) == 0) {
            address = all[i].allocate ? *(void *const *) &all[i].allocate
                      : all[i].clear  ? *(void *const *) &all[i].clear
                      : all[i].grow   ? *(void *const *) &all[i].grow
                                      : *(void *const *) &all[i].copy;
        }
    }
    return address;
}

/* A module's tables, of its dynamic section. */
struct tables {
    uintptr_t base;
    const ElfW(Sym) * symbols;
    const char *names;
    const ElfW(Rela) * relocations[2];
    size_t sizes[2]; /* bytes */
};

static void
find_tables(const ElfW(Dyn) * entry, struct tables *tables)
{
    for (; entry->d_tag != DT_NULL; entry++) {
        const void *at = (const void *) entry->d_un.d_ptr;
        switch (entry->d_tag) {
        case DT_SYMTAB:
            tables->symbols = at;
            break;
        case DT_STRTAB:
            tables->names = at;
            break;
        case DT_RELA:
            tables->relocations[0] = at;
            break;
        case DT_RELASZ:
            tables->sizes[0] = entry->d_un.d_val;
            break;
        case DT_JMPREL:
            tables->relocations[1] = at;
            break;
        case DT_PLTRELSZ:
            tables->sizes[1] = entry->d_un.d_val;
            break;
        default:
            break;
        }
    }
}

/* The tables of addresses are read-only once a module is bound. */
static void
bind_one(void **slot, void *address)
{
    uintptr_t page = (uintptr_t) sysconf(_SC_PAGESIZE);
    void *begin = (void *) ((uintptr_t) slot & ~(page - 1));
    mprotect(begin, page, PROT_READ | PROT_WRITE);
    *slot = address;
}

static unsigned
bind_all(const struct tables *tables)
{
    unsigned count = 0;
    for (int i = 0; i < 2; i++) {
        const ElfW(Rela) *rela = tables->relocations[i];
        for (size_t k = 0; k < tables->sizes[i] / sizeof *rela; k++) {
            size_t symbol = ELF64_R_SYM(rela[k].r_info);
            void *address =
                stand_in(tables->names + tables->symbols[symbol].st_name);
            if (symbol && address) {
                bind_one((void **) (tables->base + rela[k].r_offset), address);
                count++;
            }
        }
    }
    return count;
}

static bool
ends_with(const char *text, const char *end)
{
    size_t len = strlen(text), end_len = strlen(end);
    return len >= end_len && strcmp(text + len - end_len, end) == 0;
}

unsigned
fake_scarce_begin(const char *module)
{
    const struct link_map *map = _r_debug.r_map;
    while (map && !ends_with(map->l_name, module)) {
        map = map->l_next;
    }
    if (!map) {
        return 0;
    }
    struct tables tables = {.base = map->l_addr};
    find_tables(map->l_ld, &tables);
    return bind_all(&tables);
}

void
fake_scarce_set(size_t count, bool all)
{
    left = count;
    all_fail = all;
    failed = is_held = false;
}

void
fake_scarce_hold(bool held)
{
    is_held = held;
}

void *
fake_scarce_alloc(size_t size)
{
    return scarce_calloc(1, size);
}

bool
fake_scarce_end(void)
{
    left = SIZE_MAX;
    return failed;
}
