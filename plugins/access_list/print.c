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
          const char *name, struct dg_texts texts)
{
    struct dg_plugin_str text;
    if (texts.count == 0) {
        return;
    }
    host->put_name(out, name);
    host->open_array(out);
    while (dg_texts_next(&texts, &text)) {
        host->put_text(out, text);
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
put_truth(const struct dg_plugin_host *host, struct dg_plugin_writer *out,
          const char *name, bool truth)
{
    if (truth) {
        host->put_name(out, name);
        host->put_boolean(out, true);
    }
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
                      dg_text_from(dg_entry_spans[entry->per]));
        host->close_object(out);
    }
    if (entry->leaddays) {
        put_integer(host, out, "leaddays", entry->leaddays);
    }
    put_truth(host, out, "funding", entry->funding);
    put_truth(host, out, "mandatory", entry->mandatory);
}

/* The packed members from first to last. */
static void
put_members(const struct dg_plugin_host *host, const struct dg_entry *entry,
            enum dg_entry_member first, enum dg_entry_member last,
            struct dg_plugin_writer *out)
{
    for (enum dg_entry_member i = first; i <= last; i++) {
        if (i < DG_ENTRY_DEPARTMENTS) {
            dg_print_text(host, out, dg_entry_members[i],
                          dg_entry_text(entry, i));
        } else {
            put_texts(host, out, dg_entry_members[i], dg_entry_texts(entry, i));
        }
    }
}

void
dg_print_entry(const struct dg_plugin_host *host, const struct dg_entry *entry,
               struct dg_plugin_writer *out)
{
    host->open_object(out);
    dg_print_text(host, out, "code", dg_entry_code(entry));
    put_members(host, entry, DG_ENTRY_TITLE, DG_ENTRY_TITLE, out);
    dg_print_text(host, out, "kind",
                  dg_text_from(entry->seal ? "seal" : "work"));
    dg_print_text(host, out, "class",
                  dg_text_from(dg_entry_classes[entry->class]));
    put_members(host, entry, DG_ENTRY_DEPARTMENTS, DG_ENTRY_PREFIXES, out);
    put_members(host, entry, DG_ENTRY_BASIS, DG_ENTRY_CLAUSE, out);
    put_members(host, entry, DG_ENTRY_SEALS, DG_ENTRY_EVIDENCE, out);
    put_limits(host, entry, out);
    put_members(host, entry, DG_ENTRY_ALTERNATIVE, DG_ENTRY_ALTERNATIVE, out);
    put_validity(host, out, &entry->valid);
    host->close_object(out);
}

void
dg_print_head(const struct dg_version *version, struct dg_plugin_writer *out)
{
    const struct dg_plugin_host *host = version->content->pool.host;
    dg_print_text(host, out, "list", version->list);
    dg_print_text(host, out, "version", version->name);
    dg_print_text(host, out, "title", version->title);
    put_validity(host, out, &version->valid);
    dg_print_text(host, out, "level",
                  dg_text_from(dg_version_levels[version->level]));
    dg_print_text(host, out, "upper", version->upper);
    dg_print_text(host, out, "prefix", version->prefix);
    put_truth(host, out, "open", version->open);
    put_truth(host, out, "draft", version->draft);
}

static void
put_proof(const struct dg_plugin_host *host, const struct dg_proof *proof,
          struct dg_plugin_writer *out)
{
    host->open_object(out);
    dg_print_text(host, out, "name", proof->name);
    dg_print_text(host, out, "clause", proof->clause);
    dg_print_text(host, out, "verdict",
                  dg_text_from(dg_entry_verdicts[proof->verdict]));
    dg_print_text(host, out, "instead", proof->instead);
    host->close_object(out);
}

void
dg_print_proofs(const struct dg_version *version, struct dg_plugin_writer *out)
{
    const struct dg_plugin_host *host = version->content->pool.host;
    host->put_name(out, "proofs");
    host->open_array(out);
    for (size_t i = 0; i < version->content->proofs.count; i++) {
        const struct dg_proof *proof = dg_version_proof_at(version, i);
        if (proof) {
            put_proof(host, proof, out);
        }
    }
    host->close_array(out);
}

/* ---- a version as it was published --------------------------------------- */

static void
put_removed(const struct dg_version *version, struct dg_plugin_writer *out)
{
    const struct dg_plugin_host *host = version->content->pool.host;
    if (version->removed.count == 0) {
        return;
    }
    host->put_name(out, "removed");
    host->open_array(out);
    for (size_t i = 0; i < version->removed.count; i++) {
        host->put_text(out, version->removed.items[i]->key);
    }
    host->close_array(out);
}

/* What a head takes over from its base is said again. */
void
dg_print_version(const struct dg_version *version, struct dg_plugin_writer *out)
{
    const struct dg_plugin_host *host = version->content->pool.host;
    host->open_object(out);
    put_integer(host, out, "sequence", (int64_t) version->sequence);
    dg_print_head(version, out);
    dg_print_text(host, out, "base", version->base);
    if (version->base.len && !version->open) {
        host->put_name(out, "open");
        host->put_boolean(out, false);
    }
    put_removed(version, out);
    host->put_name(out, "entries");
    host->open_array(out);
    for (size_t i = 0; i < version->added.count; i++) {
        dg_print_entry(host, (const void *) version->added.items[i], out);
    }
    host->close_array(out);
    host->put_name(out, "proofs");
    host->open_array(out);
    for (size_t i = 0; i < version->added_proofs.count; i++) {
        put_proof(host, (const void *) version->added_proofs.items[i], out);
    }
    host->close_array(out);
    host->close_object(out);
}
