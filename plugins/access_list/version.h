/* SPDX-License-Identifier: Apache-2.0 */
/* One published version of a list: its entries and proofs, found by code and
 * name in constant time. */
#ifndef PLUGINS_ACCESS_LIST_VERSION_H
#define PLUGINS_ACCESS_LIST_VERSION_H

#include "plugins/access_list/hash.h"
#include "plugins/access_list/pool.h"

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

/* As on the wire. */
extern const char *const dg_version_classes[DG_ENTRY_CLASS_COUNT];
extern const char *const dg_version_spans[DG_ENTRY_PER_COUNT];

/* First and last day, both included; open ends are the type's limits. */
struct dg_validity {
    int32_t from, to;
};

#define DG_VALIDITY_OPEN_FROM INT32_MIN
#define DG_VALIDITY_OPEN_TO INT32_MAX

struct dg_texts {
    const struct dg_plugin_str *items; /* in the order written */
    uint32_t count;                    /* 0 when the member was not there */
};

struct dg_entry {
    struct dg_plugin_str code, title, basis, clause, alternative;
    struct dg_texts departments; /* none: any department */
    struct dg_texts prefixes;    /* none: everywhere */
    struct dg_texts seals, proofs, evidence;
    struct dg_validity valid;
    uint16_t leaddays; /* 0: none */
    uint16_t times;    /* per per; 0: as often as they like */
    uint8_t per;       /* enum dg_entry_per */
    uint8_t class;     /* enum dg_entry_class */
    bool seal;         /* kind */
    bool funding;
    UT_hash_handle hh; /* dg_version::by_code */
};

struct dg_proof {
    struct dg_plugin_str name, clause, instead;
    UT_hash_handle hh; /* dg_version::by_proof, by dg_version_proof_key */
};

struct dg_version {
    struct dg_plugin_str list, name, title; /* name: "2026-1" */
    struct dg_validity valid;
    uint64_t sequence; /* its receipt */
    struct dg_entry *by_code;
    struct dg_entry **entries; /* in code order */
    size_t count;
    struct dg_proof *by_proof; /* iterates in the order written */
    struct dg_pool pool;
    struct dg_version *prev, *next; /* dg_list::versions */
};

/* Copies the data of a list.publish. Of entries with one code, and of proofs
 * with one name, the first counts. DG_PLUGIN_FAILED: no memory. */
enum dg_plugin_status dg_version_create(const struct dg_plugin_host *host,
                                        const struct dg_plugin_value *data,
                                        uint64_t sequence,
                                        struct dg_version **version);
void dg_version_destroy(struct dg_version *version); /* NULL is fine */

/* NULL if there is none. */
const struct dg_entry *dg_version_entry(const struct dg_version *version,
                                        struct dg_plugin_str code);
const struct dg_proof *dg_version_proof(const struct dg_version *version,
                                        struct dg_plugin_str name);

/* A proof's name as compared: "婚姻状况证明" is "婚姻状况". */
struct dg_plugin_str dg_version_proof_key(struct dg_plugin_str name);

bool dg_version_has_text(const struct dg_texts *texts,
                         struct dg_plugin_str text);

static inline bool
dg_validity_holds(const struct dg_validity *valid, int32_t day)
{
    return valid->from <= day && day <= valid->to;
}

#endif
