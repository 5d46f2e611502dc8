/* SPDX-License-Identifier: Apache-2.0 */
/* Who may speak: principals and their officers' keys, a fold of the journal's
 * principal.* and office.handover events, with the root keys of the
 * configuration as its beginning. Nothing is ever forgotten, so that pointers
 * stay, and that a key once revoked is known as such. Knows nothing of what
 * each may say (gateway/flow/authorise.c). */
#ifndef GATEWAY_KEYS_PRINCIPALS_H
#define GATEWAY_KEYS_PRINCIPALS_H

#include "proto/codec/decision.h"
#include "proto/codec/event.h"
#include "proto/codec/json_writer.h"
#include "proto/codec/key.h"

enum dg_post {
    DG_POST_HANDLING, /* 经办人 */
    DG_POST_REVIEWING /* 审核人 */
};

/* The graver the later. */
enum dg_key_state {
    DG_KEY_ACTIVE,
    DG_KEY_SUSPENDED, /* the key or its principal */
    DG_KEY_ENDED,     /* its time, or that of its principal, is over */
    DG_KEY_REVOKED
};

/* Both live as long as the fold. Small, because a country has 600,000. */
struct dg_principal {
    struct dg_str source; /* "department/mzj" */
    struct dg_str code;   /* behind the '/' */
    struct dg_str name;
    struct dg_str credit_code;    /* GB 32100, empty if it has none */
    const struct dg_str *parents; /* sources; of a task force */
    int64_t until_us;             /* INT64_MAX: no end */
    int64_t suspended_until_us;   /* INT64_MAX: until it is lifted */
    enum dg_role role : 8;
    bool suspended : 1, revoked : 1;
    uint16_t parent_count;
    uint32_t term;   /* that now runs, from 1 */
    uint32_t newest; /* of its officers: principals_table.h */
};

struct dg_officer {
    struct dg_public_key key;
    uint32_t older; /* officer of the same principal: principals_table.h */
    struct dg_principal *principal;
    struct dg_str name;
    int64_t from_us;            /* when it was enrolled */
    int64_t until_us;           /* of its key; INT64_MAX: no end */
    int64_t suspended_until_us; /* INT64_MAX: until it is lifted */
    uint32_t term; /* in which it began: 1, and one more with each handover */
    enum dg_post post : 2;
    bool suspended : 1, revoked : 1;
};

struct dg_principals;

/* roots are there from the beginning and speak as "root/GATEWAY", whose keys
 * are those of the configuration; gateway.configure says which ones hold. */
enum dg_err dg_principals_create(const char *gateway,
                                 const struct dg_public_key *roots,
                                 size_t count,
                                 struct dg_principals **principals);
void dg_principals_destroy(struct dg_principals *principals); /* NULL is fine */

/* The officer whose key it is, in whatever state; NULL if nobody's. */
const struct dg_officer *
dg_principals_find_key(const struct dg_principals *principals, const char *kid);
const struct dg_principal *
dg_principals_find(const struct dg_principals *principals,
                   struct dg_str source);

enum dg_key_state dg_officer_state(const struct dg_officer *officer,
                                   int64_t time_us);
/* As far as its keys depend on it. */
enum dg_key_state dg_principal_state(const struct dg_principal *principal,
                                     int64_t time_us);

/* What the core finds about principal.enrol, .rotate, .suspend, .revoke and
 * office.handover. */
void dg_principals_check(const struct dg_principals *principals,
                         const struct dg_event *event, int64_t time_us,
                         struct dg_findings *findings);

/* Folds an admitted one, and gateway.configure. */
enum dg_err dg_principals_apply(struct dg_principals *principals,
                                const struct dg_event *event, int64_t time_us);

/* One page of who may speak, for data of a principal.read: {"principals":
 * [{"principal", "name", "creditcode"?, "parents"?, "state", "until"?,
 * "suspendeduntil"?, "term", "terms": [{"term", "from"?, "until"?}],
 * "officers": [{"key", "x", "name"?, "post", "state", "term", "from"?,
 * "until"?, "suspendeduntil"?}]}], "next"?}, newest terms and officers first,
 * with at most limit officers. DG_ERR_MALFORMED: bad cursor; DG_ERR_ABSENT:
 * there is none of that name or key; nothing is written then. */
enum dg_err dg_principals_read(const struct dg_principals *principals,
                               const struct dg_json *params, int64_t now_us,
                               size_t limit, struct dg_json_writer *out);

#endif
