/* SPDX-License-Identifier: Apache-2.0 */
/* How principals and officers lie in memory: in blocks that never move, found
 * by two tables of numbers. Internal to gateway/keys/principals*.c. */
#ifndef GATEWAY_KEYS_PRINCIPALS_TABLE_H
#define GATEWAY_KEYS_PRINCIPALS_TABLE_H

#include "gateway/keys/principals.h"

#define DG_PRINCIPALS_BLOCK 256 /* of one kind in a block */

/* Numbers from 1, open addressing; 0 is a free slot. */
struct dg_principals_index {
    uint32_t *slots;
    size_t size; /* a power of two, or 0 */
};

struct dg_principals {
    struct dg_principal **principals; /* blocks, in order of enrolment */
    struct dg_officer **officers;     /* likewise */
    uint32_t principal_count, officer_count;
    struct dg_principals_index by_source, by_kid;
    struct dg_arena texts;
    char *text_next; /* the free part of the last piece of texts */
    size_t text_left;
    char root[48]; /* the source of whose keys the configuration names */
};

/* The number-th, from 1. */
struct dg_principal *
dg_principals_table_principal(const struct dg_principals *principals,
                              uint32_t number);
struct dg_officer *
dg_principals_table_officer(const struct dg_principals *principals,
                            uint32_t number);
/* NULL if there is none. */
struct dg_principal *
dg_principals_table_find(const struct dg_principals *principals,
                         struct dg_str source);
struct dg_officer *
dg_principals_table_find_key(const struct dg_principals *principals,
                             struct dg_str kid);
/* The officer enrolled before it, or the newest of a principal; or NULL. */
struct dg_officer *
dg_principals_table_older(const struct dg_principals *principals,
                          const struct dg_officer *officer);
struct dg_officer *
dg_principals_table_newest(const struct dg_principals *principals,
                           const struct dg_principal *principal);

/* A text of the fold's own; data is NULL without memory. */
struct dg_str dg_principals_table_text(struct dg_principals *principals,
                                       struct dg_str text);

/* A new one, of a source ("role/code") that is not there; NULL without
 * memory. */
struct dg_principal *dg_principals_table_add(struct dg_principals *principals,
                                             struct dg_str source);
/* A new officer in the principal's present term, with a key that is nobody's;
 * NULL without memory. */
struct dg_officer *
dg_principals_table_add_officer(struct dg_principals *principals,
                                struct dg_principal *principal,
                                const struct dg_public_key *key);

/* principals.c: root, made if it is not there; NULL without memory. */
struct dg_principal *dg_principals_take_root(struct dg_principals *principals);
/* A key of it from then on, unless it is somebody's. */
enum dg_err dg_principals_add_root(struct dg_principals *principals,
                                   struct dg_principal *root,
                                   const struct dg_public_key *key,
                                   int64_t time_us);

void dg_principals_table_finish(struct dg_principals *principals);

#endif
