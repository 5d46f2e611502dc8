/* SPDX-License-Identifier: Apache-2.0 */
/* Audiences across the plugin border: kept, saved and restored they answer as
 * they did. */
#include "gateway/host/host_internal.h"
#include "tests/tap/tap.h"

static const struct dg_division prefixes[] = {{522731000000, 3}};
static const uint64_t codes[] = {420325001001, 420325001002};
static const uint32_t groups[] = {7}, exclude_groups[] = {3, 8};
static const struct dg_division excludes[] = {{522731001000, 4},
                                              {522731102201, 5}};

static const struct dg_audience original = {
    .version = 3,
    .offices = 217,
    .prefix_count = 1,
    .code_count = 2,
    .group_count = 1,
    .exclude_count = 2,
    .exclude_group_count = 2,
    .prefixes = prefixes,
    .codes = codes,
    .groups = groups,
    .excludes = excludes,
    .exclude_groups = exclude_groups,
};

static struct dg_json_writer *writer;
static struct dg_arena arena;

static struct dg_str
put(const struct dg_plugin_audience *audience)
{
    struct dg_str text = {NULL, 0};
    struct dg_plugin_writer out = {.json = writer};
    dg_json_writer_reset(writer);
    dg_host_table.put_audience(&out, audience);
    ok(dg_json_writer_text(writer, &text) == DG_OK, "an audience is written");
    return dg_arena_copy(&arena, text);
}

static struct dg_plugin_audience *
restore(struct dg_str text)
{
    const struct dg_json *json = NULL;
    struct dg_json_error error;
    ok(dg_json_parse(&arena, text, &json, &error) == DG_OK, "it is read");
    return dg_host_table.audience_restore(
        (const struct dg_plugin_value *) json);
}

int
main(void)
{
    struct dg_roster *roster = NULL;
    struct dg_plugin_audience shown = {&original, NULL};
    struct dg_plugin_audience *kept, *back;
    struct dg_str text, again;

    dg_arena_init(&arena, 1 << 20);
    ok(dg_json_writer_create(&writer) == DG_OK, "a writer");
    ok(dg_roster_create(&roster) == DG_OK, "a roster");
    shown.roster = roster;
    kept = dg_host_table.audience_keep(&shown);
    ok(kept != NULL, "it is kept");
    text = put(kept);
    is_str(text,
           "{\"version\":3,\"offices\":217,\"prefixes\":[\"522731\"],"
           "\"codes\":[420325001001,420325001002],\"groups\":[7],"
           "\"exclude\":[\"522731001\",\"522731102201\"],"
           "\"excludegroups\":[3,8]}",
           "its saved form");
    back = restore(text);
    ok(back != NULL, "it is restored");
    again = put(back);
    ok(dg_str_equal(text, again), "and saved again, it is the same");
    is_int(dg_host_table.audience_offices(back), 217, "its offices");
    ok(dg_host_table.audience_overlaps(back, &shown) ==
           dg_host_table.audience_overlaps(kept, &shown),
       "it overlaps as before");
    ok(dg_host_table.audience_restore(NULL) == NULL, "nothing gives nothing");
    ok(restore(DG_STR("{\"version\":\"x\"}")) == NULL,
       "what no host wrote gives nothing");
    dg_host_table.audience_release(kept);
    dg_host_table.audience_release(back);
    dg_roster_destroy(roster);
    dg_json_writer_destroy(writer);
    dg_arena_finish(&arena);
    return tap_done();
}
