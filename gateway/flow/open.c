/* SPDX-License-Identifier: Apache-2.0 */
/* Puts a flow together and takes it apart: schemas, event types, plugins,
 * folds. Everything that can refuse a start is here, or, of the journal, in
 * open_journal.c. */
#include "gateway/flow/flow_internal.h"

#include <stdlib.h>

#include "proto/schema/schemas.h"

static enum dg_err
add_core_schemas(struct dg_flow *flow, struct dg_buf *why)
{
    size_t count;
    const struct dg_schema_text *texts = dg_schemas_core(&count);
    enum dg_err err = DG_OK;
    for (size_t i = 0; err == DG_OK && i < count; i++) {
        err = dg_schema_set_add(flow->schemas, texts[i].name,
                                dg_str_from(texts[i].text), why);
    }
    return err;
}

static enum dg_err
list_core_type(struct dg_flow *flow, size_t index, struct dg_buf *why)
{
    const struct dg_core_type *core = &dg_core_types[index];
    struct dg_event_type *type = &flow->types[index];
    char file[128];
    int len = snprintf(file, sizeof file, "%s.json",
                       core->name + strlen("dutygate."));
    *type = (struct dg_event_type){
        .name = core->name,
        .schema = dg_schema_set_find(flow->schemas,
                                     (struct dg_str){file, (size_t) len}),
        .roles = core->roles,
        .own = core->own,
        .below = core->below,
        .whose = core->whose,
        .reads = core->reads,
        .open = core->open,
        .behalf = core->behalf,
        .erasable = core->erasable,
        .upon = core->upon,
        .owner = -1,
    };
    if (!type->schema) {
        dg_buf_printf(why, "no schema %s", file);
        return DG_ERR_ABSENT;
    }
    return DG_OK;
}

static const struct dg_event_type *
find_type(void *ctx, struct dg_str name)
{
    const struct dg_flow *flow = ctx;
    for (size_t i = 0; i < flow->type_count; i++) {
        if (dg_str_is(name, flow->types[i].name)) {
            return &flow->types[i];
        }
    }
    return NULL;
}

static enum dg_err
list_types(struct dg_flow *flow, struct dg_buf *why)
{
    size_t plugins = dg_host_type_count(flow->host);
    enum dg_err err = DG_OK;
    flow->types = calloc(dg_core_type_count + plugins, sizeof *flow->types);
    if (!flow->types) {
        return DG_ERR_MEMORY;
    }
    for (size_t i = 0; err == DG_OK && i < dg_core_type_count; i++) {
        err = list_core_type(flow, i, why);
    }
    for (size_t i = 0; err == DG_OK && i < plugins; i++) {
        struct dg_event_type *type = &flow->types[dg_core_type_count + i];
        flow->type_count = dg_core_type_count + i;
        err = dg_host_type(flow->host, i, flow->schemas, type);
        if (err == DG_OK && find_type(flow, dg_str_from(type->name))) {
            dg_buf_printf(why, "event type %s is declared twice", type->name);
            err = DG_ERR_EXISTS;
        }
    }
    flow->type_count = dg_core_type_count + plugins;
    return err;
}

/* Schemas, plugins and types: what decides what an event is. */
static enum dg_err
open_codec(struct dg_flow *flow, struct dg_conf *conf, struct dg_buf *why)
{
    enum dg_err err = dg_schema_set_create(&flow->schemas);
    if (err == DG_OK) {
        err = add_core_schemas(flow, why);
    }
    if (err == DG_OK) {
        err = dg_host_open(conf, flow->schemas, &flow->host, why);
    }
    if (err == DG_OK) {
        err = dg_schema_set_compile(flow->schemas, why);
    }
    if (err == DG_OK) {
        err = list_types(flow, why);
    }
    if (err == DG_OK) {
        err = dg_health_open(flow);
    }
    flow->codec.envelope =
        err == DG_OK ? dg_schema_set_find(flow->schemas, DG_STR("event.json"))
                     : NULL;
    flow->codec.message =
        err == DG_OK ? dg_schema_set_find(flow->schemas, DG_STR("message.json"))
                     : NULL;
    flow->codec.lookup = find_type;
    flow->codec.ctx = flow;
    return err;
}

static enum dg_err
load_plugins(struct dg_flow *flow, struct dg_buf *why)
{
    const struct dg_host_world world = {
        .roster = flow->roster,
        .inbox = flow->inbox,
        .principals = flow->principals,
    };
    return dg_host_load(flow->host, &world, why);
}

static enum dg_err
open_folds(struct dg_flow *flow, struct dg_buf *why)
{
    enum dg_err err = dg_json_writer_create(&flow->writer);
    if (err == DG_OK) {
        err = dg_sha256_create(&flow->sha);
    }
    if (err == DG_OK) {
        err = dg_verify_open(flow);
    }
    if (err == DG_OK) {
        err = dg_known_create(&flow->known);
    }
    if (err == DG_OK) {
        err = dg_principals_create(flow->conf->gateway, NULL, 0,
                                   &flow->principals);
    }
    if (err == DG_OK) {
        err = dg_erasable_create(&flow->erasable);
    }
    if (err == DG_OK) {
        err = dg_roster_create(&flow->roster);
    }
    if (err == DG_OK) {
        err = dg_inbox_create(flow->roster, &flow->inbox);
    }
    if (err == DG_OK) {
        err = dg_matters_create(flow->inbox, &flow->matters);
    }
    if (err == DG_OK) {
        dg_inbox_set_expiry(flow->inbox, flow->conf->expire_after);
        dg_inbox_set_cosign(flow->inbox, flow->conf->cosign_within);
        dg_inbox_set_principals(flow->inbox, flow->principals);
        dg_follow_open(flow);
        err = load_plugins(flow, why);
    }
    return err;
}

/* Without one nobody could ever be enrolled. */
static enum dg_err
check_roots(const struct dg_flow *flow, struct dg_buf *why)
{
    if (flow->conf->root_key_count > 0 || flow->settings.unsigned_too) {
        return DG_OK;
    }
    dg_buf_printf(why,
                  "%s: missing option \"root_keys\": make a key by dutygate "
                  "keygen root/%s, and name its KEY\n",
                  flow->conf->path, flow->conf->gateway);
    return DG_ERR_CONFIG;
}

enum dg_err
dg_flow_open(const struct dg_flow_settings *settings, struct dg_conf *conf,
             bool test, struct dg_flow **out, struct dg_buf *why)
{
    struct dg_flow *flow = calloc(1, sizeof *flow);
    enum dg_err err;
    if (!flow) {
        return DG_ERR_MEMORY;
    }
    flow->settings = *settings;
    flow->conf = conf;
    dg_buf_init(&flow->header);
    dg_buf_init(&flow->reply);
    dg_allow_init(&flow->allowances);
    err = check_roots(flow, why);
    if (err == DG_OK) {
        err = open_codec(flow, conf, why);
    }
    if (err == DG_OK) {
        err = open_folds(flow, why);
    }
    if (err == DG_OK) {
        err = dg_open_journal_run(flow, test, why);
    }
    if (err != DG_OK) {
        dg_flow_close(flow);
        return err;
    }
    *out = flow;
    return DG_OK;
}

static void
free_spares(struct dg_flow *flow)
{
    while (flow->spare) {
        struct dg_item *item = flow->spare;
        flow->spare = item->next;
        dg_arena_finish(&item->arena);
        free(item);
    }
}

void
dg_flow_close(struct dg_flow *flow)
{
    if (!flow) {
        return;
    }
    dg_follow_close(flow);
    dg_host_close(flow->host);
    dg_matters_destroy(flow->matters);
    dg_inbox_destroy(flow->inbox);
    dg_roster_destroy(flow->roster);
    dg_principals_destroy(flow->principals);
    dg_known_destroy(flow->known);
    dg_erasable_destroy(flow->erasable);
    free(flow->late);
    dg_fault_close(flow->fault);
    dg_journal_close(flow->journal);
    dg_verify_close(flow);
    dg_keyring_close(flow->keyring);
    dg_allow_finish(&flow->allowances);
    dg_sha256_destroy(flow->sha);
    dg_json_writer_destroy(flow->writer);
    dg_schema_set_destroy(flow->schemas);
    dg_buf_finish(&flow->header);
    dg_buf_finish(&flow->reply);
    free_spares(flow);
    free(flow->outcomes);
    free(flow->types);
    free(flow);
}
