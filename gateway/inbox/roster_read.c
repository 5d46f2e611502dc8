/* SPDX-License-Identifier: Apache-2.0 */
/* Decides the order in which the roster is read, and where a page ends:
 * departments by code, offices by code, groups as they were published. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "gateway/inbox/roster_table.h"

#define PAGE_MEMBERS 20000 /* a page ends behind so many members of groups */

enum part { PART_DEPARTMENTS, PART_OFFICES, PART_GROUPS };

/* "d.CODE", "o.CODE" or "g.INDEX": the last item of the page before. */
static const char part_letters[] = "dog";

struct page {
    struct dg_roster *roster;
    struct dg_json_writer *out;
    enum part part;        /* of the last item of the page before */
    struct dg_str after;   /* that item within its part; empty: none */
    uint64_t after_number; /* of an office or a group */
    size_t left, members;
    struct dg_str last; /* the item written last */
    uint64_t last_number;
    bool more;
};

static enum dg_err
parse_cursor(struct dg_str text, struct page *page)
{
    const char *letter =
        text.len > 2 ? memchr(part_letters, text.data[0], 3) : NULL;
    if (text.len == 0) {
        return DG_OK;
    }
    if (!letter || text.data[1] != '.') {
        return DG_ERR_MALFORMED;
    }
    page->part = (enum part)(letter - part_letters);
    page->after = (struct dg_str){text.data + 2, text.len - 2};
    return page->part == PART_DEPARTMENTS
               ? DG_OK
               : dg_str_to_u64(page->after, &page->after_number);
}

/* True if the item begins a next page. */
static bool
is_full(struct page *page)
{
    page->more = page->left == 0 || page->members >= PAGE_MEMBERS;
    return page->more;
}

static void
put_named(struct page *page, struct dg_str code, struct dg_str name)
{
    dg_json_open_object(page->out);
    dg_json_put_str(page->out, "code", code);
    dg_json_put_str(page->out, "name", name);
    dg_json_close_object(page->out);
    page->left--;
}

/* ---- departments and groups: few, sorted for each page ------------------- */

typedef int (*compare_fn)(const void *a, const void *b);

static int
compare_keys(const void *a, const void *b)
{
    const struct dg_roster_name *const *x = a, *const *y = b;
    return dg_str_compare((*x)->key, (*y)->key);
}

static int
compare_groups(const void *a, const void *b)
{
    const struct dg_roster_name *const *x = a, *const *y = b;
    return ((*x)->group > (*y)->group) - ((*x)->group < (*y)->group);
}

/* Those listed, in order; the caller frees them. NULL without memory. */
static const struct dg_roster_name **
sort_names(const struct dg_roster_name *names, compare_fn compare,
           size_t *count)
{
    const struct dg_roster_name **sorted =
        malloc((HASH_COUNT(names) + 1) * sizeof(const struct dg_roster_name *));
    *count = 0;
    for (; sorted && names; names = names->hh.next) {
        if (names->listed) {
            sorted[(*count)++] = names;
        }
    }
    if (*count > 0) {
        qsort(sorted, *count, sizeof(const struct dg_roster_name *), compare);
    }
    return sorted;
}

static enum dg_err
put_departments(struct page *page)
{
    size_t count;
    const struct dg_roster_name **names =
        sort_names(page->roster->departments, compare_keys, &count);
    if (!names) {
        return DG_ERR_MEMORY;
    }
    for (size_t i = 0; i < count; i++) {
        if (dg_str_compare(names[i]->key, page->after) <= 0) {
            continue;
        }
        if (is_full(page)) {
            break;
        }
        put_named(page, names[i]->key, names[i]->name);
        page->last = names[i]->key;
        page->part = PART_DEPARTMENTS;
    }
    free(names);
    return DG_OK;
}

static void
put_members(struct page *page, const struct dg_roster_group *group)
{
    const struct dg_roster *roster = page->roster;
    char code[DG_DIVISION_CODE_SIZE];
    dg_json_name(page->out, "codes");
    dg_json_open_array(page->out);
    for (uint32_t i = 0; i < group->count; i++) {
        if (dg_roster_office_at(roster, group->members[i], roster->version)) {
            dg_division_format(dg_division_above(group->members[i], 5), code);
            dg_json_text(page->out, code);
        }
    }
    dg_json_close_array(page->out);
    page->members += group->count;
}

static enum dg_err
put_groups(struct page *page)
{
    size_t count;
    const struct dg_roster_name **names =
        sort_names(page->roster->group_names, compare_groups, &count);
    bool begun = page->part == PART_GROUPS && page->after.len > 0;
    if (!names) {
        return DG_ERR_MEMORY;
    }
    for (size_t i = 0; i < count; i++) {
        const struct dg_roster_group *group =
            &page->roster->groups[names[i]->group];
        if ((begun && names[i]->group <= page->after_number) ||
            group->offices == 0) {
            continue;
        }
        if (is_full(page)) {
            break;
        }
        dg_json_open_object(page->out);
        dg_json_put_str(page->out, "name", names[i]->key);
        put_members(page, group);
        dg_json_close_object(page->out);
        page->left--;
        page->last_number = names[i]->group;
        page->part = PART_GROUPS;
    }
    free(names);
    return DG_OK;
}

/* ---- offices: many, the towns are kept sorted ---------------------------- */

static void
put_town(struct page *page, const struct dg_roster_place *town, uint64_t after)
{
    for (uint32_t i = 0; i < town->count; i++) {
        const struct dg_office *office = town->offices[i];
        char code[DG_DIVISION_CODE_SIZE];
        if (office->code <= after || office->until != DG_ROSTER_NEVER) {
            continue;
        }
        if (is_full(page)) {
            return;
        }
        dg_division_format(dg_division_above(office->code, 5), code);
        put_named(page, dg_str_from(code), office->name);
        page->last_number = office->code;
        page->part = PART_OFFICES;
    }
}

static enum dg_err
put_offices(struct page *page)
{
    uint64_t after = page->part == PART_OFFICES ? page->after_number : 0;
    enum dg_err err = dg_roster_table_sort_towns(page->roster);
    if (err) {
        return err;
    }
    for (uint32_t i = dg_roster_table_first_town(page->roster, after);
         i < page->roster->town_count && !page->more; i++) {
        put_town(page, page->roster->towns[i], after);
    }
    return DG_OK;
}

/* ---- a page -------------------------------------------------------------- */

static const struct {
    const char *name;
    enum dg_err (*put)(struct page *page);
} parts[] = {
    [PART_DEPARTMENTS] = {"departments", put_departments},
    [PART_OFFICES] = {"offices", put_offices},
    [PART_GROUPS] = {"groups", put_groups},
};

static void
put_next(struct page *page)
{
    char next[80];
    if (page->part == PART_DEPARTMENTS) {
        snprintf(next, sizeof next, "d.%.*s", DG_STR_ARG(page->last));
    } else if (page->part == PART_OFFICES) {
        snprintf(next, sizeof next, "o.%" PRIu64, page->last_number);
    } else {
        snprintf(next, sizeof next, "g.%" PRIu64, page->last_number);
    }
    dg_json_put_text(page->out, "next", next);
}

enum dg_err
dg_roster_read(struct dg_roster *roster, struct dg_str after, size_t limit,
               struct dg_json_writer *out)
{
    struct page page = {.roster = roster, .out = out, .left = limit};
    enum dg_err err = parse_cursor(after, &page);
    if (err) {
        return DG_ERR_MALFORMED;
    }
    if (roster->version == 0) {
        return DG_ERR_ABSENT;
    }
    dg_json_open_object(out);
    dg_json_put_str(out, "version",
                    dg_roster_version_name(roster, roster->version));
    for (unsigned i = page.part; i <= PART_GROUPS && !page.more && !err; i++) {
        dg_json_name(out, parts[i].name);
        dg_json_open_array(out);
        err = parts[i].put(&page);
        dg_json_close_array(out);
    }
    if (page.more) {
        put_next(&page);
    }
    dg_json_close_object(out);
    return err;
}
