/* SPDX-License-Identifier: Apache-2.0 */
/* One entry and one proof of a list as published. An entry is one piece of
 * memory, its texts packed behind it, since lists may have a million. */
#ifndef PLUGINS_ACCESS_LIST_ENTRY_H
#define PLUGINS_ACCESS_LIST_ENTRY_H

#include "plugins/access_list/index.h"
#include "plugins/access_list/pool.h"
#include "plugins/access_list/texts.h"

enum dg_entry_class {
    DG_ENTRY_STATUTORY,
    DG_ENTRY_ASSISTING,
    DG_ENTRY_BASIC,
    DG_ENTRY_COOPERATING,
    DG_ENTRY_NEGATIVE,
    DG_ENTRY_WITHDRAWN,
    DG_ENTRY_CLASS_COUNT
};

enum dg_entry_per {
    DG_ENTRY_YEAR,
    DG_ENTRY_QUARTER,
    DG_ENTRY_MONTH,
    DG_ENTRY_DAY,
    DG_ENTRY_PER_COUNT
};

/* From the strictest to the mildest. */
enum dg_entry_verdict {
    DG_ENTRY_NOT_ALLOWED,
    DG_ENTRY_DECLARATION,
    DG_ENTRY_ALLOWED,
    DG_ENTRY_VERDICT_COUNT
};

/* As on the wire. */
extern const char *const dg_entry_classes[DG_ENTRY_CLASS_COUNT];
extern const char *const dg_entry_spans[DG_ENTRY_PER_COUNT];
extern const char *const dg_entry_verdicts[DG_ENTRY_VERDICT_COUNT];

/* First and last day, both included; open ends are the type's limits. */
struct dg_validity {
    int32_t from, to;
};

#define DG_VALIDITY_OPEN_FROM INT32_MIN
#define DG_VALIDITY_OPEN_TO INT32_MAX

/* The packed members, texts first, in their order. */
enum dg_entry_member {
    DG_ENTRY_TITLE,
    DG_ENTRY_BASIS,
    DG_ENTRY_CLAUSE,
    DG_ENTRY_ALTERNATIVE,
    DG_ENTRY_DEPARTMENTS, /* none: any department */
    DG_ENTRY_PREFIXES,    /* none: everywhere */
    DG_ENTRY_SEALS,
    DG_ENTRY_PROOFS,
    DG_ENTRY_EVIDENCE,
    DG_ENTRY_MEMBER_COUNT
};

/* As on the wire. */
extern const char *const dg_entry_members[DG_ENTRY_MEMBER_COUNT];

struct dg_entry {
    struct dg_record record; /* first; its key is the code */
    struct dg_validity valid;
    uint16_t leaddays; /* 0: none */
    uint16_t times;    /* per per; 0: as often as they like */
    uint8_t per;       /* enum dg_entry_per */
    uint8_t class;     /* enum dg_entry_class */
    bool seal;         /* kind */
    bool funding;
    bool mandatory;
    unsigned char packed[];
};

struct dg_proof {
    struct dg_record record; /* first; its key is dg_texts_proof_key(name) */
    struct dg_plugin_str name, clause, instead;
    uint8_t verdict; /* enum dg_entry_verdict */
};

/* Copied from JSON into the pool; NULL without memory. */
struct dg_entry *dg_entry_create(struct dg_pool *pool,
                                 const struct dg_plugin_value *value);
struct dg_proof *dg_entry_create_proof(struct dg_pool *pool,
                                       const struct dg_plugin_value *value);

/* What an entry says; these live as long as it. */
struct dg_plugin_str dg_entry_code(const struct dg_entry *entry);
struct dg_plugin_str dg_entry_text(const struct dg_entry *entry,
                                   enum dg_entry_member member);
struct dg_texts dg_entry_texts(const struct dg_entry *entry,
                               enum dg_entry_member member);

/* Bytes of all its texts. */
size_t dg_entry_size(const struct dg_entry *entry);

/* Is it of a class that may not be handed down? */
static inline bool
dg_entry_forbids(const struct dg_entry *entry)
{
    return entry->class == DG_ENTRY_NEGATIVE ||
           entry->class == DG_ENTRY_WITHDRAWN;
}

/* "validfrom" and "validto" of an object. */
struct dg_validity dg_entry_read_validity(const struct dg_plugin_host *host,
                                          const struct dg_plugin_value *object);

static inline bool
dg_validity_holds(const struct dg_validity *valid, int32_t day)
{
    return valid->from <= day && day <= valid->to;
}

/* The index of a text among names; 0 if it is none of them. */
uint8_t dg_entry_read_choice(const struct dg_plugin_host *host,
                             const struct dg_plugin_value *value,
                             const char *const *names, uint8_t count);

#endif
