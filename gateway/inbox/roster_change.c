/* SPDX-License-Identifier: Apache-2.0 */
/* Decides what a roster.publish says about each office. Whether it may say so
 * is roster_check.c's, doing it roster_apply.c's. */
#include "gateway/inbox/roster_change.h"

#include <stdlib.h>

static int
compare_entries(const void *a, const void *b)
{
    const struct dg_roster_entry *x = a, *y = b;

    if (x->code != y->code) {
        return x->code < y->code ? -1 : 1;
    }
    return (x->node->start > y->node->start) -
           (x->node->start < y->node->start);
}

static int
compare_code(const void *key, const void *entry)
{
    uint64_t code = *(const uint64_t *) key;
    uint64_t other = ((const struct dg_roster_entry *) entry)->code;

    return (code > other) - (code < other);
}

static bool
holds(const struct dg_roster_entry *entries, size_t count, uint64_t code)
{
    return count > 0 &&
           bsearch(&code, entries, count, sizeof *entries, compare_code);
}

enum dg_err
dg_roster_change_code(const struct dg_json *node, uint64_t *code)
{
    struct dg_division division;

    if (!node || node->type != DG_JSON_STRING ||
        dg_division_parse(node->text, &division) || division.level != 5) {
        return DG_ERR_MALFORMED;
    }
    *code = division.value;
    return DG_OK;
}

static enum dg_err
read_entries(struct dg_arena *arena, const struct dg_json *array,
             struct dg_roster_entry **entries, size_t *count)
{
    size_t n = 0;

    if (!array) {
        return DG_OK;
    }
    *entries = dg_arena_alloc(arena, array->count * sizeof **entries);
    if (!*entries) {
        return DG_ERR_MEMORY;
    }
    for (const struct dg_json *node = array->child; node; node = node->next) {
        enum dg_err err = dg_roster_change_code(dg_json_get(node, "code"),
                                                &(*entries)[n].code);
        if (err) {
            return err;
        }
        (*entries)[n++].node = node;
    }
    qsort(*entries, n, sizeof **entries, compare_entries);
    *count = n;
    return DG_OK;
}

enum dg_err
dg_roster_change_read(struct dg_arena *arena, const struct dg_json *data,
                      struct dg_roster_change *change)
{
    enum dg_err err;

    *change = (struct dg_roster_change){
        .data = data, .whole = dg_json_get(data, "base") == NULL};
    err = read_entries(arena, dg_json_get(data, "offices"), &change->listed,
                       &change->listed_count);
    if (err) {
        return err;
    }
    return read_entries(arena, dg_json_get(data, "abolished"), &change->ended,
                        &change->ended_count);
}

bool
dg_roster_change_lists(const struct dg_roster_change *change, uint64_t code)
{
    return holds(change->listed, change->listed_count, code);
}

bool
dg_roster_change_keeps(const struct dg_roster_change *change,
                       const struct dg_roster *roster, uint64_t code)
{
    if (dg_roster_change_lists(change, code)) {
        return true;
    }
    return !change->whole && !holds(change->ended, change->ended_count, code) &&
           dg_roster_office_at(roster, code, dg_roster_version(roster));
}
