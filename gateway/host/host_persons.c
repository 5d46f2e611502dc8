/* SPDX-License-Identifier: Apache-2.0 */
/* What the host does about values of persons: the pseudonyms that stand for
 * them, and what of them a read shows, which the flow journals. */
#include "gateway/host/host_internal.h"

void
dg_host_set_key(struct dg_host *host, const uint8_t key[DG_KEY_SIZE])
{
    host->key = key;
}

void
dg_host_pseudonym(const struct dg_plugin_host *table, struct dg_plugin_str text,
                  char out[2 * DG_PSEUDONYM_SIZE + 1])
{
    static const uint8_t unknown[DG_KEY_SIZE];
    const uint8_t *key = dg_host_caller(table)->host->key;
    uint8_t digest[DG_PSEUDONYM_SIZE];
    dg_digest_pseudonym(key ? key : unknown, dg_host_from_plugin(text), digest);
    dg_hex(digest, sizeof digest, out);
}

/* It was the last that was said. */
static bool
repeats(const struct dg_buf *what, struct dg_str text)
{
    size_t before = what->len - text.len;
    return what->len >= text.len &&
           memcmp(what->data + before, text.data, text.len) == 0 &&
           (before == 0 || what->data[before - 1] == ' ');
}

/* What does not fit any more is in the count alone. */
void
dg_host_disclose(struct dg_plugin_writer *writer, struct dg_plugin_str what,
                 uint64_t values)
{
    struct dg_host_disclosed *disclosed = writer->disclosed;
    struct dg_str text = dg_host_from_plugin(what);
    if (!disclosed || values == 0) {
        return;
    }
    disclosed->values += values;
    if (text.len == 0 || repeats(&disclosed->what, text) ||
        disclosed->what.len + text.len > DG_HOST_WHAT_MAX) {
        return;
    }
    if (disclosed->what.len) {
        dg_buf_text(&disclosed->what, ", ");
    }
    dg_buf_str(&disclosed->what, text);
}
