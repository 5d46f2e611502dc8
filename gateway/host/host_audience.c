/* SPDX-License-Identifier: Apache-2.0 */
/* Audiences across the border: what a plugin may ask of them, keep, save and
 * get back. What an audience is, the inbox knows. */
#include "gateway/host/host_internal.h"

#include <stdlib.h>

uint32_t
dg_host_audience_offices(const struct dg_plugin_audience *audience)
{
    return audience ? audience->audience->offices : 0;
}

/* One of the two is the event's, which has the roster. */
bool
dg_host_audience_overlaps(const struct dg_plugin_audience *a,
                          const struct dg_plugin_audience *b)
{
    return a && b &&
           dg_audience_overlaps(a->audience, b->audience,
                                a->roster ? a->roster : b->roster);
}

bool
dg_host_audience_inside(const struct dg_plugin_audience *audience,
                        const struct dg_plugin_str *prefixes, size_t count)
{
    struct dg_division *parsed = calloc(count ? count : 1, sizeof *parsed);
    size_t n = 0;
    bool inside = false;
    for (size_t i = 0; parsed && i < count; i++) {
        n += dg_division_parse(dg_host_from_plugin(prefixes[i]), &parsed[n]) ==
             DG_OK;
    }
    if (parsed && audience && audience->roster) {
        inside =
            dg_audience_inside(audience->audience, audience->roster, parsed, n);
    }
    free(parsed);
    return inside;
}

/* Takes over a copy of audience. */
static struct dg_plugin_audience *
wrap(const struct dg_audience *audience, struct dg_roster *roster)
{
    struct dg_plugin_audience *kept = malloc(sizeof *kept);
    if (!kept) {
        return NULL;
    }
    kept->roster = roster;
    kept->audience = dg_audience_copy(audience);
    if (!kept->audience) {
        free(kept);
        return NULL;
    }
    return kept;
}

bool
dg_host_audience_meets(const struct dg_plugin_audience *audience,
                       struct dg_plugin_str prefix)
{
    struct dg_division below;
    return audience && audience->roster &&
           dg_division_parse(dg_host_from_plugin(prefix), &below) == DG_OK &&
           dg_audience_meets(audience->audience, audience->roster, below);
}

/* One of the two is the event's, which has the roster. */
bool
dg_host_audience_within(const struct dg_plugin_audience *inner,
                        const struct dg_plugin_audience *outer)
{
    return inner && outer &&
           dg_audience_within(inner->audience, outer->audience,
                              inner->roster ? inner->roster : outer->roster);
}

bool
dg_host_audience_runs(const struct dg_plugin_audience *audience,
                      dg_plugin_run_fn in, dg_plugin_run_fn out, void *ctx)
{
    return audience && audience->roster &&
           dg_audience_runs(audience->audience, audience->roster, in, out,
                            ctx) == DG_OK;
}

bool
dg_host_audience_reaches(const struct dg_plugin_audience *audience,
                         uint32_t number)
{
    const struct dg_office *office =
        audience && audience->roster
            ? dg_roster_numbered(audience->roster, number)
            : NULL;
    return office &&
           dg_audience_reaches(audience->audience, audience->roster, office);
}

struct dg_plugin_audience *
dg_host_audience_keep(const struct dg_plugin_audience *audience)
{
    return audience ? wrap(audience->audience, audience->roster) : NULL;
}

void
dg_host_audience_release(struct dg_plugin_audience *audience)
{
    if (audience) {
        free((void *) audience->audience);
        free(audience);
    }
}

/* ---- saved form ---------------------------------------------------------
 * {"version", "offices", "prefixes": [code digits], "codes", "groups": [index],
 * "exclude": [code digits], "excludegroups": [index]} */

static void
put_groups(struct dg_json_writer *out, const char *name, const uint32_t *groups,
           size_t count)
{
    dg_json_name(out, name);
    dg_json_open_array(out);
    for (size_t i = 0; i < count; i++) {
        dg_json_integer(out, groups[i]);
    }
    dg_json_close_array(out);
}

static void
put_divisions(struct dg_json_writer *out, const char *name,
              const struct dg_division *divisions, size_t count)
{
    dg_json_name(out, name);
    dg_json_open_array(out);
    for (size_t i = 0; i < count; i++) {
        char digits[DG_DIVISION_CODE_SIZE];
        size_t len = dg_division_format(divisions[i], digits);
        dg_json_str(out, (struct dg_str){digits, len});
    }
    dg_json_close_array(out);
}

void
dg_host_audience_put(struct dg_plugin_writer *writer,
                     const struct dg_plugin_audience *audience)
{
    struct dg_json_writer *out = writer->json;
    const struct dg_audience *a = audience->audience;
    dg_json_open_object(out);
    dg_json_put_integer(out, "version", a->version);
    dg_json_put_integer(out, "offices", a->offices);
    put_divisions(out, "prefixes", a->prefixes, a->prefix_count);
    dg_json_name(out, "codes");
    dg_json_open_array(out);
    for (size_t i = 0; i < a->code_count; i++) {
        dg_json_integer(out, (int64_t) a->codes[i]);
    }
    dg_json_close_array(out);
    put_groups(out, "groups", a->groups, a->group_count);
    put_divisions(out, "exclude", a->excludes, a->exclude_count);
    put_groups(out, "excludegroups", a->exclude_groups, a->exclude_group_count);
    dg_json_close_object(out);
}

static uint64_t
number_of(const struct dg_json *node)
{
    int64_t number;
    return dg_json_to_i64(node, &number) == DG_OK ? (uint64_t) number : 0;
}

/* Memory for the members of an array, from the arena; NULL without it. */
static void *
room_for(struct dg_arena *arena, const struct dg_json *array, size_t size)
{
    return dg_arena_alloc(arena, (array ? array->count : 0) * size);
}

static const struct dg_division *
read_divisions(struct dg_arena *arena, const struct dg_json *array,
               size_t *count)
{
    struct dg_division *out = room_for(arena, array, sizeof *out);
    const struct dg_json *node = array ? array->child : NULL;
    for (; out && node; node = node->next) {
        *count += dg_division_parse(node->text, &out[*count]) == DG_OK;
    }
    return out;
}

static const uint64_t *
read_codes(struct dg_arena *arena, const struct dg_json *array, size_t *count)
{
    uint64_t *out = room_for(arena, array, sizeof *out);
    const struct dg_json *node = array ? array->child : NULL;
    for (; out && node; node = node->next) {
        out[(*count)++] = number_of(node);
    }
    return out;
}

static const uint32_t *
read_groups(struct dg_arena *arena, const struct dg_json *array, size_t *count)
{
    uint32_t *out = room_for(arena, array, sizeof *out);
    const struct dg_json *node = array ? array->child : NULL;
    for (; out && node; node = node->next) {
        out[(*count)++] = (uint32_t) number_of(node);
    }
    return out;
}

struct dg_plugin_audience *
dg_host_audience_restore(const struct dg_plugin_value *value)
{
    const struct dg_json *json = (const struct dg_json *) value;
    struct dg_audience a = {
        .version = (uint32_t) number_of(dg_json_get(json, "version")),
        .offices = (uint32_t) number_of(dg_json_get(json, "offices")),
    };
    struct dg_plugin_audience *kept = NULL;
    struct dg_arena arena;
    dg_arena_init(&arena, SIZE_MAX / 2);
    a.prefixes =
        read_divisions(&arena, dg_json_get(json, "prefixes"), &a.prefix_count);
    a.codes = read_codes(&arena, dg_json_get(json, "codes"), &a.code_count);
    a.groups = read_groups(&arena, dg_json_get(json, "groups"), &a.group_count);
    a.excludes =
        read_divisions(&arena, dg_json_get(json, "exclude"), &a.exclude_count);
    a.exclude_groups = read_groups(&arena, dg_json_get(json, "excludegroups"),
                                   &a.exclude_group_count);
    if (a.version && a.prefixes && a.codes && a.groups && a.excludes &&
        a.exclude_groups) {
        kept = wrap(&a, NULL);
    }
    dg_arena_finish(&arena);
    return kept;
}
