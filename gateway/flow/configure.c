/* SPDX-License-Identifier: Apache-2.0 */
/* gateway.configure: at every start the gateway writes down everything besides
 * events that its decisions depend on: program, Unicode version, the language
 * of its texts, when tasks end or lapse, whether keepers are set apart, the
 * keys of root, plugins with versions, order, options and rule modes. And its
 * own public keys, so that the journal says which they were. */
#include "config.h"

#include "gateway/flow/flow_internal.h"

#include <utf8proc.h>

static void
write_roots(const struct dg_conf *conf, struct dg_json_writer *writer)
{
    char x[DG_KID_LEN + 1];
    dg_json_name(writer, "rootkeys");
    dg_json_open_array(writer);
    for (size_t i = 0; i < conf->root_key_count; i++) {
        dg_public_key_x(&conf->root_keys[i], x);
        dg_json_text(writer, x);
    }
    dg_json_close_array(writer);
}

static void
write_keys(const struct dg_keyring *keyring, struct dg_json_writer *writer)
{
    char x[DG_KID_LEN + 1];
    dg_json_name(writer, "keys");
    dg_json_open_array(writer);
    for (size_t i = 0; i < dg_keyring_count(keyring); i++) {
        dg_public_key_x(dg_secret_key_public(dg_keyring_keys(keyring)[i]), x);
        dg_json_text(writer, x);
    }
    dg_json_close_array(writer);
}

static void
write_event(struct dg_flow *flow, const char *id, const char *source)
{
    struct dg_json_writer *writer = flow->writer;
    dg_json_writer_reset(writer);
    dg_json_open_object(writer);
    dg_json_put_text(writer, "specversion", "1.0");
    dg_json_put_text(writer, "id", id);
    dg_json_put_text(writer, "source", source);
    dg_json_put_text(writer, "type", "dutygate.gateway.configure.v1");
    dg_json_name(writer, "data");
    dg_json_open_object(writer);
    dg_json_put_text(writer, "program", PACKAGE_VERSION);
    dg_json_put_text(writer, "unicode", utf8proc_unicode_version());
    dg_json_put_text(writer, "language", flow->conf->language);
    dg_json_put_integer(writer, "expireafter", flow->conf->expire_after);
    dg_json_put_integer(writer, "cosignwithin", flow->conf->cosign_within);
    dg_json_put_boolean(writer, "separation", flow->conf->separation);
    write_roots(flow->conf, writer);
    write_keys(flow->keyring, writer);
    dg_host_describe(flow->host, writer);
    dg_json_close_object(writer);
    dg_json_close_object(writer);
}

void
dg_flow_describe(const struct dg_flow *flow, struct dg_json_writer *out)
{
    dg_host_describe(flow->host, out);
}

enum dg_err
dg_configure_write(struct dg_flow *flow, struct dg_str *event)
{
    char id[64], source[64];
    /* The sequence makes the id one of its own at every start. */
    snprintf(id, sizeof id, "configure/%llu",
             (unsigned long long) dg_journal_last(flow->journal) + 1);
    snprintf(source, sizeof source, "gateway/%s", flow->conf->gateway);
    write_event(flow, id, source);
    return dg_json_writer_text(flow->writer, event);
}
