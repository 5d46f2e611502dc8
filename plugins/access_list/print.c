/* SPDX-License-Identifier: Apache-2.0 */
/* The way back from version.c's structures to the JSON of proto: what
 * dg_version_create reads, dg_print_version writes. */
#include "plugins/access_list/print.h"

#include "plugins/access_list/text.h"

void
dg_print_text(const struct dg_plugin_host *host, struct dg_plugin_writer *out,
              const char *name, struct dg_plugin_str text)
{
    if (text.len) {
        host->put_name(out, name);
        host->put_text(out, text);
    }
}

static void
put_texts(const struct dg_plugin_host *host, struct dg_plugin_writer *out,
          const char *name, const struct dg_texts *texts)
{
    if (texts->count == 0) {
        return;
    }
    host->put_name(out, name);
    host->open_array(out);
    for (uint32_t i = 0; i < texts->count; i++) {
        host->put_text(out, texts->items[i]);
    }
    host->close_array(out);
}

static void
put_integer(const struct dg_plugin_host *host, struct dg_plugin_writer *out,
            const char *name, int64_t number)
{
    host->put_name(out, name);
    host->put_integer(out, number);
}

static void
put_validity(const struct dg_plugin_host *host, struct dg_plugin_writer *out,
             const struct dg_validity *valid)
{
    char day[11];
    if (valid->from != DG_VALIDITY_OPEN_FROM) {
        host->date_format(valid->from, day);
        dg_print_text(host, out, "validfrom", dg_text_from(day));
    }
    if (valid->to != DG_VALIDITY_OPEN_TO) {
        host->date_format(valid->to, day);
        dg_print_text(host, out, "validto", dg_text_from(day));
    }
}

static void
put_limits(const struct dg_plugin_host *host, const struct dg_entry *entry,
           struct dg_plugin_writer *out)
{
    if (entry->times) {
        host->put_name(out, "frequency");
        host->open_object(out);
        put_integer(host, out, "times", entry->times);
        dg_print_text(host, out, "per",
                      dg_text_from(dg_version_spans[entry->per]));
        host->close_object(out);
    }
    if (entry->leaddays) {
        put_integer(host, out, "leaddays", entry->leaddays);
    }
    if (entry->funding) {
        host->put_name(out, "funding");
        host->put_boolean(out, true);
    }
}

void
dg_print_entry(const struct dg_plugin_host *host, const struct dg_entry *entry,
               struct dg_plugin_writer *out)
{
    host->open_object(out);
    dg_print_text(host, out, "code", entry->code);
    dg_print_text(host, out, "title", entry->title);
    dg_print_text(host, out, "kind",
                  dg_text_from(entry->seal ? "seal" : "work"));
    dg_print_text(host, out, "class",
                  dg_text_from(dg_version_classes[entry->class]));
    put_texts(host, out, "departments", &entry->departments);
    put_texts(host, out, "prefixes", &entry->prefixes);
    dg_print_text(host, out, "basis", entry->basis);
    dg_print_text(host, out, "clause", entry->clause);
    put_texts(host, out, "seals", &entry->seals);
    put_texts(host, out, "proofs", &entry->proofs);
    put_texts(host, out, "evidence", &entry->evidence);
    put_limits(host, entry, out);
    dg_print_text(host, out, "alternative", entry->alternative);
    put_validity(host, out, &entry->valid);
    host->close_object(out);
}

void
dg_print_head(const struct dg_version *version, struct dg_plugin_writer *out)
{
    const struct dg_plugin_host *host = version->pool.host;
    dg_print_text(host, out, "list", version->list);
    dg_print_text(host, out, "version", version->name);
    put_validity(host, out, &version->valid);
}

void
dg_print_proofs(const struct dg_version *version, struct dg_plugin_writer *out)
{
    const struct dg_plugin_host *host = version->pool.host;
    const struct dg_proof *proof, *next;
    host->put_name(out, "proofs");
    host->open_array(out);
    HASH_ITER(hh, version->by_proof, proof, next)
    {
        host->open_object(out);
        dg_print_text(host, out, "name", proof->name);
        dg_print_text(host, out, "clause", proof->clause);
        dg_print_text(host, out, "instead", proof->instead);
        host->close_object(out);
    }
    host->close_array(out);
}

void
dg_print_version(const struct dg_version *version, struct dg_plugin_writer *out)
{
    const struct dg_plugin_host *host = version->pool.host;
    host->open_object(out);
    put_integer(host, out, "sequence", (int64_t) version->sequence);
    dg_print_head(version, out);
    dg_print_text(host, out, "title", version->title);
    host->put_name(out, "entries");
    host->open_array(out);
    for (size_t i = 0; i < version->count; i++) {
        dg_print_entry(host, version->entries[i], out);
    }
    host->close_array(out);
    dg_print_proofs(version, out);
    host->close_object(out);
}
