/* SPDX-License-Identifier: Apache-2.0 */
/* Decides how the item in flight and the deaths lie in the mapped file, and
 * which of them is forgotten when the table is full. What happens to an item
 * that ended the worker is the flow's business. */
#include "gateway/core/fault.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "gateway/core/log.h"

#define SLOTS 64
/* Above this a count is damage, not deaths. */
#define DEATHS_MAX 1000000

static const char MAGIC[8] = "dgfault2";

struct slot {
    uint8_t digest[DG_SHA256_SIZE];
    uint32_t deaths; /* 0: free */
    uint32_t age;    /* of the last death; higher is younger */
};

/* The file as it is mapped; in this machine's byte order, as it never leaves
 * it. */
struct map {
    char magic[sizeof MAGIC];
    uint32_t last_age;
    _Atomic uint32_t in_flight; /* 0 or 1; written after the digest */
    uint8_t digest[DG_SHA256_SIZE];
    struct slot slots[SLOTS];
    _Atomic uint64_t replaying; /* sequence; 0: no replay is under way */
    uint64_t replay_died_at;
    uint64_t replay_deaths; /* there, in a row */
};

struct dg_fault {
    struct map *map;
    size_t
        remembered; /* slots with deaths: usually none, so nothing is sought */
};

static struct slot *
slot_find(struct map *map, const uint8_t *digest)
{
    for (size_t i = 0; i < SLOTS; i++) {
        struct slot *slot = &map->slots[i];
        if (slot->deaths && !memcmp(slot->digest, digest, DG_SHA256_SIZE)) {
            return slot;
        }
    }
    return NULL;
}

/* A free slot, or the one whose last death is longest ago. */
static struct slot *
slot_take(struct map *map, const uint8_t *digest)
{
    struct slot *taken = &map->slots[0];
    for (size_t i = 0; i < SLOTS && taken->deaths; i++) {
        struct slot *slot = &map->slots[i];
        if (!slot->deaths || slot->age < taken->age) {
            taken = slot;
        }
    }
    memcpy(taken->digest, digest, DG_SHA256_SIZE);
    taken->deaths = 0;
    return taken;
}

static bool
map_is_sound(struct map *map)
{
    if (memcmp(map->magic, MAGIC, sizeof MAGIC) != 0 ||
        atomic_load(&map->in_flight) > 1 || map->replay_deaths > DEATHS_MAX) {
        return false;
    }
    for (size_t i = 0; i < SLOTS; i++) {
        if (map->slots[i].deaths > DEATHS_MAX ||
            map->slots[i].age > map->last_age) {
            return false;
        }
    }
    return true;
}

static void
map_reset(struct map *map)
{
    memset(map, 0, sizeof *map);
    memcpy(map->magic, MAGIC, sizeof MAGIC);
}

/* Whatever was in flight when the file was last mapped ended the worker. */
static void
map_count_death(struct map *map)
{
    if (!atomic_load(&map->in_flight)) {
        return;
    }
    struct slot *slot = slot_find(map, map->digest);
    if (!slot) {
        slot = slot_take(map, map->digest);
    }
    if (slot->deaths < DEATHS_MAX) {
        slot->deaths++;
    }
    slot->age = ++map->last_age;
    atomic_store(&map->in_flight, 0);
    char hex[2 * DG_SHA256_SIZE + 1];
    dg_hex(slot->digest, DG_SHA256_SIZE, hex);
    dg_log(DG_LOG_WARN, "fault.death", "item=%s deaths=%u", hex,
           (unsigned) slot->deaths);
}

/* As that, for the entry that was being applied. Once may be anybody's kill. */
static void
map_count_replay(struct map *map)
{
    uint64_t sequence = atomic_exchange(&map->replaying, 0);
    if (sequence == 0) {
        return;
    }
    if (sequence != map->replay_died_at) {
        map->replay_died_at = sequence;
        map->replay_deaths = 0;
    }
    if (map->replay_deaths < DEATHS_MAX) {
        map->replay_deaths++;
    }
    if (map->replay_deaths >= DG_FAULT_DEATHS) {
        dg_log(DG_LOG_ERROR, "fault.replay",
               "sequence=%" PRIu64 " deaths=%" PRIu64
               " why=\"the start ends at this entry: go back to the program "
               "and plugins that wrote it\"",
               sequence, map->replay_deaths);
    }
}

static size_t
map_count_slots(const struct map *map)
{
    size_t count = 0;
    for (size_t i = 0; i < SLOTS; i++) {
        count += map->slots[i].deaths > 0;
    }
    return count;
}

/* Opens the file at its full size. *empty: it was made or emptied just now. Its
 * blocks are allocated, so that no write to the map can find the disk full
 * (SIGBUS). */
static enum dg_err
file_open(const char *path, int *fd, bool *empty)
{
    struct stat st;
    *fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (*fd < 0) {
        return errno == ENOSPC ? DG_ERR_FULL : DG_ERR_IO;
    }
    int err = fstat(*fd, &st) == 0 ? 0 : errno;
    if (!err && st.st_size != 0 && st.st_size != sizeof(struct map)) {
        dg_log(DG_LOG_WARN, "fault.reset", "path=%s reason=size", path);
        err = ftruncate(*fd, 0) == 0 ? 0 : errno;
        st.st_size = 0;
    }
    *empty = st.st_size == 0;
    if (!err) {
        err = posix_fallocate(*fd, 0, sizeof(struct map));
    }
    if (err) {
        close(*fd);
        errno = err;
        return err == ENOSPC ? DG_ERR_FULL : DG_ERR_IO;
    }
    return DG_OK;
}

/* Of nobody: what happens is forgotten with the process. */
static enum dg_err
open_fleeting(struct dg_fault *made)
{
    made->map = mmap(NULL, sizeof(struct map), PROT_READ | PROT_WRITE,
                     MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (made->map == MAP_FAILED) {
        return DG_ERR_MEMORY;
    }
    map_reset(made->map);
    made->remembered = 0;
    return DG_OK;
}

static enum dg_err
open_kept(const char *path, struct dg_fault *made)
{
    int fd;
    bool empty;
    enum dg_err err = file_open(path, &fd, &empty);
    if (err) {
        return err;
    }
    made->map = mmap(NULL, sizeof(struct map), PROT_READ | PROT_WRITE,
                     MAP_SHARED, fd, 0);
    close(fd);
    if (made->map == MAP_FAILED) {
        return DG_ERR_IO;
    }
    if (empty) {
        map_reset(made->map);
    } else if (!map_is_sound(made->map)) {
        dg_log(DG_LOG_WARN, "fault.reset", "path=%s reason=content", path);
        map_reset(made->map);
    }
    map_count_death(made->map);
    map_count_replay(made->map);
    made->remembered = map_count_slots(made->map);
    return DG_OK;
}

enum dg_err
dg_fault_open(const char *path, struct dg_fault **fault)
{
    struct dg_fault *made = malloc(sizeof *made);
    if (!made) {
        return DG_ERR_MEMORY;
    }
    enum dg_err err = path ? open_kept(path, made) : open_fleeting(made);
    if (err) {
        free(made);
        return err;
    }
    *fault = made;
    return DG_OK;
}

void
dg_fault_begin(struct dg_fault *fault, const uint8_t digest[DG_SHA256_SIZE])
{
    memcpy(fault->map->digest, digest, DG_SHA256_SIZE);
    atomic_store(&fault->map->in_flight, 1);
}

void
dg_fault_end(struct dg_fault *fault)
{
    struct slot *slot =
        fault->remembered ? slot_find(fault->map, fault->map->digest) : NULL;
    if (slot) {
        slot->deaths = 0;
        fault->remembered--;
    }
    atomic_store(&fault->map->in_flight, 0);
}

void
dg_fault_replay(struct dg_fault *fault, uint64_t sequence)
{
    atomic_store(&fault->map->replaying, sequence);
    if (sequence == 0) {
        fault->map->replay_died_at = 0;
        fault->map->replay_deaths = 0;
    }
}

unsigned
dg_fault_deaths(const struct dg_fault *fault,
                const uint8_t digest[DG_SHA256_SIZE])
{
    const struct slot *slot =
        fault->remembered ? slot_find(fault->map, digest) : NULL;
    return slot ? slot->deaths : 0;
}

unsigned
dg_fault_total(const struct dg_fault *fault)
{
    unsigned deaths = 0;
    for (size_t i = 0; i < SLOTS; i++) {
        deaths += fault->map->slots[i].deaths;
    }
    return deaths;
}

void
dg_fault_close(struct dg_fault *fault)
{
    if (fault) {
        munmap(fault->map, sizeof *fault->map);
        free(fault);
    }
}
