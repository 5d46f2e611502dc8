/* SPDX-License-Identifier: Apache-2.0 */
/* What the checks of principal.* and office.handover share: who asks, and the
 * mistakes that several of them may find. Internal to gateway/keys. */
#ifndef GATEWAY_KEYS_PRINCIPALS_CHECK_H
#define GATEWAY_KEYS_PRINCIPALS_CHECK_H

#include "gateway/keys/principals_table.h"
#include "proto/codec/complaint.h"

/* One refusal each, in this order. */
enum dg_mistake {
    DG_MISTAKE_MAY_NOT,
    DG_MISTAKE_TWICE,
    DG_MISTAKE_DIVISION,
    DG_MISTAKE_CREDIT,
    DG_MISTAKE_CREDIT_CHANGED,
    DG_MISTAKE_NAMELESS,
    DG_MISTAKE_REVOKED,
    DG_MISTAKE_PARENTS_MISSING,
    DG_MISTAKE_PARENTS_ELSEWHERE,
    DG_MISTAKE_PARENTS_UNKNOWN,
    DG_MISTAKE_PARENTS_NO_DEPARTMENTS,
    DG_MISTAKE_UNTIL_MISSING,
    DG_MISTAKE_UNTIL_PAST,
    DG_MISTAKE_BAD_KEY,
    DG_MISTAKE_KEY_KNOWN,
    DG_MISTAKE_KEY_REVOKED,
    DG_MISTAKE_ONESELF,
    DG_MISTAKE_PERSON,
    DG_MISTAKE_COUNT
};

struct dg_principals_check {
    const struct dg_principals *principals;
    const struct dg_event *event;
    int64_t time_us;
    struct dg_findings *findings;
    struct dg_complaint mistakes[DG_MISTAKE_COUNT];
    /* Whose officers in force hand over to themselves when they are named; NULL
     * elsewhere. */
    const struct dg_principal *handing_over;
};

/* Root enrols everybody, a keeper all but keepers and operators. */
bool dg_principals_check_may(enum dg_role by, enum dg_role whom);

void dg_principals_check_mistake(struct dg_principals_check *check,
                                 enum dg_mistake mistake,
                                 const struct dg_json *node,
                                 struct dg_str name);
/* A refusal that points at a member of data. */
void dg_principals_check_refuse(struct dg_principals_check *check,
                                const char *code, const char *member,
                                struct dg_str text);

/* No identity number of a person; node may be NULL. */
void dg_principals_check_text(struct dg_principals_check *check,
                              const struct dg_json *node);
/* A last day that is not past; node may be NULL. */
void dg_principals_check_until(struct dg_principals_check *check,
                               const struct dg_json *node);
/* Officers ({key, name, until?}): each has a good key, nobody's, and a last day
 * that is not past. */
void dg_principals_check_officers(struct dg_principals_check *check,
                                  const struct dg_json *array);
/* A key that is to be somebody's. */
void dg_principals_check_key(struct dg_principals_check *check,
                             const struct dg_json *node);

/* principals_check_enrol.c and principals_check_change.c */
void dg_principals_check_enrol(struct dg_principals_check *check);
void dg_principals_check_rotate(struct dg_principals_check *check);
void dg_principals_check_suspend(struct dg_principals_check *check);
void dg_principals_check_revoke(struct dg_principals_check *check);
void dg_principals_check_handover(struct dg_principals_check *check);

/* The instant at which a last day ends; INT64_MAX of NULL. */
int64_t dg_principals_until(const struct dg_json *node);

#endif
