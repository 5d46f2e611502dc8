/* SPDX-License-Identifier: Apache-2.0 */
/* A plugin whose events have values of persons, which may be erased and entered
 * on behalf; and a read about an office, which discloses as many as it is asked
 * to, or answers with the pseudonym of a person. */
#include <string.h>

#include "tests/fake/idle.h"

static const struct dg_plugin_host *calls;

static enum dg_plugin_status
load(const struct dg_plugin_host *host, const struct dg_plugin_options *options,
     void **state)
{
    (void) options;
    calls = host;
    *state = NULL;
    return DG_PLUGIN_OK;
}

static enum dg_plugin_status
query(void *state, struct dg_plugin_str name,
      const struct dg_plugin_value *params, struct dg_plugin_str reader,
      struct dg_plugin_writer *out)
{
    struct dg_plugin_str person = calls->text(calls->member(params, "person"));
    char pseudonym[33];
    (void) state;
    (void) name;
    if (person.len) {
        calls->pseudonym(calls, person, pseudonym);
        calls->put_text(out, (struct dg_plugin_str){pseudonym, 32});
        return DG_PLUGIN_OK;
    }
    calls->disclose(
        out, calls->text(calls->member(params, "what")),
        (uint64_t) calls->integer(calls->member(params, "values"), 0));
    calls->put_text(out, reader);
    return DG_PLUGIN_OK;
}

static const struct dg_plugin_type types[] = {
    {.name = "dutygate.persons.note.v1",
     .schema = "{\"type\":\"object\",\"required\":[\"name\"],\"properties\":{"
               "\"name\":{\"type\":\"string\"},\"task\":{\"type\":\"integer\"},"
               "\"office\":{}},\"additionalProperties\":false}",
     .roles = DG_PLUGIN_OFFICE | DG_PLUGIN_TOWN,
     .scope = {.own = DG_PLUGIN_OFFICE,
               .below = DG_PLUGIN_TOWN,
               .whose = "office"},
     .personal = true,
     .erasable = true,
     .behalf = true},
    {.name = "dutygate.persons.read.v1",
     .schema = "{\"type\":\"object\",\"properties\":{\"office\":{\"type\":"
               "\"string\"},\"person\":{\"type\":\"string\"},\"what\":{"
               "\"type\":\"string\"},\"values\":{\"type\":"
               "\"integer\"}},\"additionalProperties\":false}",
     .roles = DG_PLUGIN_OFFICE | DG_PLUGIN_TOWN | DG_PLUGIN_KEEPER,
     .reads = true,
     .scope = {.own = DG_PLUGIN_OFFICE,
               .below = DG_PLUGIN_TOWN,
               .whose = "office"}},
};

static const struct dg_plugin description = {
    .struct_size = sizeof(struct dg_plugin),
    .abi_major = DG_PLUGIN_ABI_MAJOR,
    .abi_minor = DG_PLUGIN_ABI_MINOR,
    .name = "persons",
    .version = "0.1.0",
    .fold_version = 1,
    .types = types,
    .type_count = sizeof types / sizeof *types,
    .load = load,
    .decide = idle_decide,
    .apply = idle_apply,
    .query = query,
};

const struct dg_plugin *
dg_plugin_describe(void)
{
    return &description;
}
