/* SPDX-License-Identifier: Apache-2.0 */
/* One published version of a list: its head, and what it changed in the content
 * that all versions of the list share. */
#ifndef PLUGINS_ACCESS_LIST_VERSION_H
#define PLUGINS_ACCESS_LIST_VERSION_H

#include "plugins/access_list/entry.h"

/* From the highest. */
enum dg_level {
    DG_LEVEL_NONE,
    DG_LEVEL_NATIONAL,
    DG_LEVEL_PROVINCE,
    DG_LEVEL_CITY,
    DG_LEVEL_COUNTY,
    DG_LEVEL_TOWN,
    DG_LEVEL_COUNT
};

/* As on the wire; "" is none. */
extern const char *const dg_version_levels[DG_LEVEL_COUNT];

/* Entries and proofs of all versions of one list, and their memory. */
struct dg_content {
    struct dg_pool pool;
    struct dg_index entries; /* of dg_entry, by code */
    struct dg_index proofs;  /* of dg_proof, by dg_texts_proof_key */
};

/* Records in the order written. */
struct dg_records {
    struct dg_record **items;
    size_t count;
};

struct dg_version {
    struct dg_content *content;             /* the list's */
    struct dg_plugin_str list, name, title; /* name: "2026-1" */
    struct dg_plugin_str base;   /* the version before; empty: it is whole */
    struct dg_plugin_str upper;  /* a list's name; may be empty */
    struct dg_plugin_str prefix; /* where it holds; empty: everywhere */
    struct dg_validity valid;
    uint64_t sequence; /* its receipt */
    uint32_t number;   /* in the list, from 0 */
    uint32_t root;     /* the last whole version's number */
    uint8_t level;     /* enum dg_level */
    bool open, draft;
    struct dg_records added, removed; /* entries */
    struct dg_records added_proofs;
    struct dg_version *prev, *next; /* dg_list::versions */
};

/* Reads the data of a list.publish that follows `before` (NULL: it is the first
 * of its list) into content. Without a base it is whole; with one it changes
 * `before`, and what its head does not say about title and layer is as there.
 * Of entries with one code, and of proofs with one name, the first counts.
 * Lives as long as content. NULL: no memory; content is then of no use. */
struct dg_version *dg_version_create(struct dg_content *content,
                                     const struct dg_version *before,
                                     const struct dg_plugin_value *data,
                                     uint64_t sequence);

/* What it says itself or took over from its base; NULL if there is none. Costs
 * no more in a long list than in a short one. */
const struct dg_entry *dg_version_entry(const struct dg_version *version,
                                        struct dg_plugin_str code);
const struct dg_proof *dg_version_proof(const struct dg_version *version,
                                        struct dg_plugin_str name);

/* The same of the place-th code of content->entries.sorted. */
const struct dg_entry *dg_version_entry_at(const struct dg_version *version,
                                           size_t place);
const struct dg_proof *dg_version_proof_at(const struct dg_version *version,
                                           size_t place);

#endif
