/* SPDX-License-Identifier: Apache-2.0 */
/* Decides which officers are of one principal, and how an event says them. */
#include "proto/client/principal/person.h"

#include <stdlib.h>

#define ARENA_LIMIT ((size_t) 1 << 30)
#define OFFICERS_MAX 2000 /* of an event: well below what a message takes */

void
dg_people_init(struct dg_people *people)
{
    *people = (struct dg_people){.err = DG_OK};
    dg_arena_init(&people->arena, ARENA_LIMIT);
}

void
dg_people_finish(struct dg_people *people)
{
    free(people->items);
    dg_arena_finish(&people->arena);
}

static struct dg_str
copy(struct dg_people *people, struct dg_str text)
{
    struct dg_str made = {"", 0};
    if (text.len > 0) {
        made = dg_arena_copy(&people->arena, text);
        people->err = made.data ? people->err : DG_ERR_MEMORY;
    }
    return made;
}

static const struct dg_str *
copy_all(struct dg_people *people, const struct dg_str *texts, size_t count)
{
    struct dg_str *made = dg_arena_alloc(&people->arena, count * sizeof *made);
    if (!made) {
        people->err = DG_ERR_MEMORY;
    }
    for (size_t i = 0; made && i < count; i++) {
        made[i] = copy(people, texts[i]);
    }
    return made;
}

static bool
make_room(struct dg_people *people)
{
    size_t room = people->room ? people->room * 2 : 16;
    struct dg_person *items = people->items;
    if (people->count == people->room) {
        items = realloc(items, room * sizeof *items);
        if (!items) {
            people->err = DG_ERR_MEMORY;
            return false;
        }
        people->items = items;
        people->room = room;
    }
    return true;
}

void
dg_people_add(struct dg_people *people, const struct dg_person *person)
{
    struct dg_person *added;
    if (people->err || !make_room(people)) {
        return;
    }
    added = &people->items[people->count];
    *added = (struct dg_person){
        .principal = copy(people, person->principal),
        .name = copy(people, person->name),
        .creditcode = copy(people, person->creditcode),
        .until = copy(people, person->until),
        .parents = copy_all(people, person->parents, person->parent_count),
        .parent_count = person->parent_count,
        .key = copy(people, person->key),
        .officer = copy(people, person->officer),
        .post = copy(people, person->post),
        .keyuntil = copy(people, person->keyuntil),
        .order = people->count++,
    };
}

static int
compare(const void *a, const void *b)
{
    const struct dg_person *x = a, *y = b;
    int order = dg_str_compare(x->principal, y->principal);
    return order ? order : (x->order > y->order) - (x->order < y->order);
}

void
dg_people_sort(struct dg_people *people)
{
    if (people->count > 0) {
        qsort(people->items, people->count, sizeof *people->items, compare);
    }
}

/* ---- as members of events ---------------------------------------------------
 */

void
dg_people_put_officers(const struct dg_people *people, size_t first, size_t end,
                       struct dg_json_writer *writer)
{
    dg_json_open_array(writer);
    for (size_t i = first; i < end; i++) {
        const struct dg_person *person = &people->items[i];
        if (person->key.len == 0) {
            continue;
        }
        dg_json_open_object(writer);
        dg_json_put_str(writer, "key", person->key);
        dg_json_put_str(writer, "name", person->officer);
        dg_json_put_text(writer, "post",
                         dg_str_is(person->post, "reviewing") ? "reviewing"
                                                              : "handling");
        dg_json_put_str(writer, "until", person->keyuntil);
        dg_json_close_object(writer);
    }
    dg_json_close_array(writer);
}

/* What the first says that says something. */
static struct dg_str
say(const struct dg_people *people, size_t first, size_t end, size_t member)
{
    struct dg_str text = {NULL, 0};
    for (size_t i = first; i < end && text.len == 0; i++) {
        memcpy(&text, (const char *) &people->items[i] + member, sizeof text);
    }
    return text;
}

static void
put_parents(const struct dg_people *people, size_t first, size_t end,
            struct dg_json_writer *writer)
{
    while (first < end && people->items[first].parent_count == 0) {
        first++;
    }
    if (first == end) {
        return;
    }
    dg_json_name(writer, "parents");
    dg_json_open_array(writer);
    for (size_t i = 0; i < people->items[first].parent_count; i++) {
        dg_json_str(writer, people->items[first].parents[i]);
    }
    dg_json_close_array(writer);
}

static void
put_one(const struct dg_people *people, size_t first, size_t end,
        struct dg_json_writer *writer)
{
    static const struct {
        const char *name;
        size_t member;
    } texts[] = {
        {"principal", offsetof(struct dg_person, principal)},
        {"name", offsetof(struct dg_person, name)},
        {"creditcode", offsetof(struct dg_person, creditcode)},
        {"until", offsetof(struct dg_person, until)},
    };
    dg_json_open_object(writer);
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        dg_json_put_str(writer, texts[i].name,
                        say(people, first, end, texts[i].member));
    }
    put_parents(people, first, end, writer);
    if (say(people, first, end, offsetof(struct dg_person, key)).len > 0) {
        dg_json_name(writer, "officers");
        dg_people_put_officers(people, first, end, writer);
    }
    dg_json_close_object(writer);
}

size_t
dg_people_put(const struct dg_people *people, size_t first,
              struct dg_json_writer *writer)
{
    size_t next = first, principals = 0;
    dg_json_open_array(writer);
    while (next < people->count && principals < DG_PERSON_PRINCIPALS_MAX &&
           next - first < OFFICERS_MAX) {
        size_t end = next;
        while (end < people->count &&
               dg_str_equal(people->items[end].principal,
                            people->items[next].principal)) {
            end++;
        }
        put_one(people, next, end, writer);
        principals++;
        next = end;
    }
    dg_json_close_array(writer);
    return next;
}
