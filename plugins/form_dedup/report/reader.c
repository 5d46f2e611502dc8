/* SPDX-License-Identifier: Apache-2.0 */
/* Whose reports are for whom: see reader.h. */
#include "plugins/form_dedup/report/reader.h"

#include <string.h>

#define CODE_DIGITS 12

/* "522731001001" of "office/522731001001". */
static struct dg_plugin_str
code_of(struct dg_plugin_str reader)
{
    const char *slash =
        reader.len ? memchr(reader.data, '/', reader.len) : NULL;
    size_t skip = slash ? (size_t) (slash + 1 - reader.data) : 0;
    return (struct dg_plugin_str){reader.data + skip, reader.len - skip};
}

bool
dg_reader_is(struct dg_plugin_str reader, const char *role)
{
    size_t len = strlen(role);
    return reader.len > len && memcmp(reader.data, role, len) == 0 &&
           reader.data[len] == '/';
}

uint32_t
dg_reader_office(const struct dg_form_dedup *plugin,
                 struct dg_plugin_str reader)
{
    if (!dg_reader_is(reader, "office") && !dg_reader_is(reader, "town")) {
        return DG_PLUGIN_NO_OFFICE;
    }
    return plugin->host->office_number(plugin->host, code_of(reader));
}

static void
handle_run(void *ctx, uint32_t first, uint32_t count)
{
    roaring_bitmap_add_range(ctx, first, (uint64_t) first + count);
}

bool
dg_reader_sees(const struct dg_form_dedup *plugin, struct dg_plugin_str reader,
               uint64_t task, struct dg_reader_sight *sight)
{
    const struct dg_plugin_host *host = plugin->host;
    uint32_t office;
    *sight = (struct dg_reader_sight){0};
    sight->asked = host->task_asked_by(host, task, reader);
    if (sight->asked) {
        return true;
    }
    office = dg_reader_office(plugin, reader);
    if (office == DG_PLUGIN_NO_OFFICE) {
        return false;
    }
    sight->offices = roaring_bitmap_create();
    if (!sight->offices) {
        return false;
    }
    roaring_bitmap_add(sight->offices, office);
    if (office >= DG_PLUGIN_TOWNS) {
        host->town_offices(host, office, handle_run, sight->offices);
    }
    return true;
}

struct narrowing {
    const struct dg_plugin_host *host;
    uint64_t prefix, divisor;
    roaring_bitmap_t *out; /* those that go */
};

static bool
handle_office(uint32_t office, void *ctx)
{
    struct narrowing *narrowing = ctx;
    uint64_t code = narrowing->host->office_code(narrowing->host, office);
    if (code / narrowing->divisor != narrowing->prefix) {
        roaring_bitmap_add(narrowing->out, office);
    }
    return true;
}

bool
dg_reader_narrow(const struct dg_form_dedup *plugin,
                 struct dg_plugin_str prefix, roaring_bitmap_t *offices)
{
    struct narrowing narrowing = {.host = plugin->host, .divisor = 1};
    if (prefix.len == 0 || prefix.len > CODE_DIGITS) {
        return true;
    }
    for (size_t i = 0; i < CODE_DIGITS; i++) {
        if (i < prefix.len) {
            narrowing.prefix =
                narrowing.prefix * 10 + (uint64_t) (prefix.data[i] - '0');
        } else {
            narrowing.divisor *= 10;
        }
    }
    narrowing.out = roaring_bitmap_create();
    if (!narrowing.out) {
        return false;
    }
    roaring_iterate(offices, handle_office, &narrowing);
    roaring_bitmap_andnot_inplace(offices, narrowing.out);
    roaring_bitmap_free(narrowing.out);
    return true;
}
