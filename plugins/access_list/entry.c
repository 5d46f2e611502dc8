/* SPDX-License-Identifier: Apache-2.0 */
/* Packs an entry's texts behind it, each after its length (seven bits a byte,
 * the low ones first), and finds them again. Judges nothing. */
#include "plugins/access_list/entry.h"

#include "plugins/access_list/text.h"

const char *const dg_entry_classes[DG_ENTRY_CLASS_COUNT] = {
    [DG_ENTRY_STATUTORY] = "statutory", [DG_ENTRY_ASSISTING] = "assisting",
    [DG_ENTRY_BASIC] = "basic",         [DG_ENTRY_COOPERATING] = "cooperating",
    [DG_ENTRY_NEGATIVE] = "negative",   [DG_ENTRY_WITHDRAWN] = "withdrawn",
};

const char *const dg_entry_spans[DG_ENTRY_PER_COUNT] = {
    [DG_ENTRY_YEAR] = "year",
    [DG_ENTRY_QUARTER] = "quarter",
    [DG_ENTRY_MONTH] = "month",
    [DG_ENTRY_DAY] = "day",
};

const char *const dg_entry_verdicts[DG_ENTRY_VERDICT_COUNT] = {
    [DG_ENTRY_NOT_ALLOWED] = "not-allowed",
    [DG_ENTRY_DECLARATION] = "declaration",
    [DG_ENTRY_ALLOWED] = "allowed",
};

const char *const dg_entry_members[DG_ENTRY_MEMBER_COUNT] = {
    [DG_ENTRY_TITLE] = "title",
    [DG_ENTRY_BASIS] = "basis",
    [DG_ENTRY_CLAUSE] = "clause",
    [DG_ENTRY_ALTERNATIVE] = "alternative",
    [DG_ENTRY_DEPARTMENTS] = "departments",
    [DG_ENTRY_PREFIXES] = "prefixes",
    [DG_ENTRY_SEALS] = "seals",
    [DG_ENTRY_PROOFS] = "proofs",
    [DG_ENTRY_EVIDENCE] = "evidence",
};

/* ---- packing ------------------------------------------------------------ */

/* Everything is written twice: to nowhere for its size, then to memory. */
struct packer {
    const struct dg_plugin_host *host;
    unsigned char *to; /* NULL: only measured */
    size_t size;
};

static void
pack_byte(struct packer *packer, size_t byte)
{
    if (packer->to) {
        packer->to[packer->size] = (unsigned char) byte;
    }
    packer->size++;
}

static void
pack_length(struct packer *packer, size_t length)
{
    for (; length > 127; length >>= 7) {
        pack_byte(packer, (length & 127) | 128);
    }
    pack_byte(packer, length);
}

static void
pack_text(struct packer *packer, struct dg_plugin_str text)
{
    pack_length(packer, text.len);
    if (packer->to && text.len) {
        memcpy(packer->to + packer->size, text.data, text.len);
    }
    packer->size += text.len;
}

/* The number of texts, then each. */
static void
pack_items(struct packer *packer, const struct dg_plugin_value *array)
{
    pack_length(packer, packer->host->count(array));
    for (const struct dg_plugin_value *v = packer->host->first(array); v;
         v = packer->host->next(v)) {
        pack_text(packer, packer->host->text(v));
    }
}

/* As one text; nothing of an array without members. */
static void
pack_texts(struct packer *packer, const struct dg_plugin_value *array)
{
    struct packer inner = {packer->host, NULL, 0};
    if (packer->host->count(array) == 0) {
        pack_length(packer, 0);
        return;
    }
    pack_items(&inner, array);
    pack_length(packer, inner.size);
    pack_items(packer, array);
}

static void
pack(struct packer *packer, const struct dg_plugin_value *value)
{
    const struct dg_plugin_host *host = packer->host;
    pack_text(packer, host->text(host->member(value, "code")));
    for (unsigned i = 0; i < DG_ENTRY_MEMBER_COUNT; i++) {
        const struct dg_plugin_value *member =
            host->member(value, dg_entry_members[i]);
        if (i < DG_ENTRY_DEPARTMENTS) {
            pack_text(packer, host->text(member));
        } else {
            pack_texts(packer, member);
        }
    }
}

/* ---- members ------------------------------------------------------------ */

uint8_t
dg_entry_read_choice(const struct dg_plugin_host *host,
                     const struct dg_plugin_value *value,
                     const char *const *names, uint8_t count)
{
    struct dg_plugin_str text = host->text(value);
    for (uint8_t i = 0; i < count; i++) {
        if (dg_text_is(text, names[i])) {
            return i;
        }
    }
    return 0;
}

struct dg_validity
dg_entry_read_validity(const struct dg_plugin_host *host,
                       const struct dg_plugin_value *object)
{
    struct dg_validity valid;
    if (!host->date_parse(host->text(host->member(object, "validfrom")),
                          &valid.from)) {
        valid.from = DG_VALIDITY_OPEN_FROM;
    }
    if (!host->date_parse(host->text(host->member(object, "validto")),
                          &valid.to)) {
        valid.to = DG_VALIDITY_OPEN_TO;
    }
    return valid;
}

static void
read_limits(const struct dg_plugin_host *host, struct dg_entry *entry,
            const struct dg_plugin_value *value)
{
    const struct dg_plugin_value *frequency = host->member(value, "frequency");
    entry->times =
        (uint16_t) host->integer(host->member(frequency, "times"), 0);
    entry->per = dg_entry_read_choice(host, host->member(frequency, "per"),
                                      dg_entry_spans, DG_ENTRY_PER_COUNT);
    entry->leaddays =
        (uint16_t) host->integer(host->member(value, "leaddays"), 0);
    entry->funding = host->boolean(host->member(value, "funding"));
    entry->mandatory = host->boolean(host->member(value, "mandatory"));
    entry->valid = dg_entry_read_validity(host, value);
    entry->seal = dg_text_is(host->text(host->member(value, "kind")), "seal");
    entry->class = dg_entry_read_choice(host, host->member(value, "class"),
                                        dg_entry_classes, DG_ENTRY_CLASS_COUNT);
}

struct dg_entry *
dg_entry_create(struct dg_pool *pool, const struct dg_plugin_value *value)
{
    struct packer packer = {pool->host, NULL, 0};
    struct dg_entry *entry;
    pack(&packer, value);
    entry =
        dg_pool_alloc(pool, offsetof(struct dg_entry, packed) + packer.size);
    if (!entry) {
        return NULL;
    }
    packer.to = entry->packed;
    packer.size = 0;
    pack(&packer, value);
    entry->record.key =
        dg_texts_unpack(&(const unsigned char *){entry->packed});
    read_limits(pool->host, entry, value);
    return entry;
}

struct dg_proof *
dg_entry_create_proof(struct dg_pool *pool, const struct dg_plugin_value *value)
{
    const struct dg_plugin_host *host = pool->host;
    struct dg_proof *proof = dg_pool_alloc(pool, sizeof *proof);
    if (!proof) {
        return NULL;
    }
    proof->name = dg_pool_copy(pool, host->text(host->member(value, "name")));
    proof->clause =
        dg_pool_copy(pool, host->text(host->member(value, "clause")));
    proof->instead =
        dg_pool_copy(pool, host->text(host->member(value, "instead")));
    proof->verdict =
        dg_entry_read_choice(host, host->member(value, "verdict"),
                             dg_entry_verdicts, DG_ENTRY_VERDICT_COUNT);
    proof->record.key = dg_texts_proof_key(proof->name);
    return proof;
}

/* ---- unpacking ---------------------------------------------------------- */

struct dg_plugin_str
dg_entry_code(const struct dg_entry *entry)
{
    return entry->record.key;
}

struct dg_plugin_str
dg_entry_text(const struct dg_entry *entry, enum dg_entry_member member)
{
    const unsigned char *at = entry->packed;
    struct dg_plugin_str text = dg_texts_unpack(&at); /* the code */
    for (unsigned i = 0; i <= member; i++) {
        text = dg_texts_unpack(&at);
    }
    return text;
}

struct dg_texts
dg_entry_texts(const struct dg_entry *entry, enum dg_entry_member member)
{
    return dg_texts_open(dg_entry_text(entry, member));
}

size_t
dg_entry_size(const struct dg_entry *entry)
{
    struct dg_plugin_str last = dg_entry_text(entry, DG_ENTRY_EVIDENCE);
    return (size_t) ((const unsigned char *) last.data + last.len -
                     entry->packed);
}
