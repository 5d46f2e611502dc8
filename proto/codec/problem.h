/* SPDX-License-Identifier: Apache-2.0 */
/* Problems (RFC 9457): how the gateway says what it did not take or found
 * wrong. One table holds every code with its title and status; the type on the
 * wire is "urn:dutygate:problem:" and the code. */
#ifndef PROTO_CODEC_PROBLEM_H
#define PROTO_CODEC_PROBLEM_H

#include "proto/codec/json_writer.h"

enum dg_problem_code {
    DG_PROBLEM_NOT_JSON,         /* 400 not-json */
    DG_PROBLEM_INVALID_UTF8,     /* 400 invalid-utf8 */
    DG_PROBLEM_LONE_SURROGATE,   /* 400 lone-surrogate */
    DG_PROBLEM_NUL_CHARACTER,    /* 400 nul-character */
    DG_PROBLEM_DUPLICATE_MEMBER, /* 400 duplicate-member */
    DG_PROBLEM_TOO_DEEP,         /* 400 too-deep */
    DG_PROBLEM_TOO_MANY_VALUES,  /* 413 too-many-values */
    DG_PROBLEM_TOO_LARGE,        /* 413 too-large */
    DG_PROBLEM_SCHEMA,           /* 422 schema: detail and pointer say where */
    DG_PROBLEM_UNKNOWN_TYPE,     /* 422 unknown-type */
    DG_PROBLEM_NOT_SIGNED,       /* 401 not-signed: JSON, but no signature */
    DG_PROBLEM_NOT_JWS,          /* 400 not-jws: no JWS compact serialisation */
    DG_PROBLEM_BAD_HEADER,       /* 400 bad-header: not just alg, kid and typ */
    DG_PROBLEM_NOT_AUTHENTIC,    /* 401 not-authentic: no known key made the
                                    signature; never says more */
    DG_PROBLEM_KEY_NOT_VALID,    /* 403 key-not-valid: a good signature, of a
                                    key suspended, expired or revoked */
    DG_PROBLEM_WRONG_AUDIENCE,   /* 421 wrong-audience: for another gateway */
    DG_PROBLEM_NOT_FRESH,        /* 401 not-fresh: signed too long ago, or in
                                    the future; sign again */
    DG_PROBLEM_LIMIT_EXCEEDED,   /* 429 limit-exceeded: not accepted; later */
    DG_PROBLEM_NOT_PERMITTED,    /* 403 not-permitted: not this type, or not
                                    what it is about, by this principal */
    DG_PROBLEM_NOT_FOUND,        /* 404 not-found: nothing there to read */
    DG_PROBLEM_ID_REUSED,        /* 409 id-reused: same id, other bytes */
    DG_PROBLEM_REFUSED,          /* 403 refused: journaled, has a receipt */
    DG_PROBLEM_BUSY,             /* 503 busy: not accepted; try later */
    DG_PROBLEM_OUTCOME_UNKNOWN,  /* 503 outcome-unknown: ask again, same id */
    DG_PROBLEM_INTERNAL,         /* 500 internal */
    DG_PROBLEM_COUNT
};

const char *dg_problem_slug(enum dg_problem_code code);  /* "not-json" */
const char *dg_problem_title(enum dg_problem_code code); /* "Not JSON" */
int dg_problem_status(enum dg_problem_code code);

/* The code of a slug; DG_PROBLEM_COUNT if there is none. */
enum dg_problem_code dg_problem_from_slug(const char *slug);

/* Writes the members type, title, status and (unless empty) detail into the
 * open object of writer; the caller adds extension members and closes it. */
void dg_problem_write(struct dg_json_writer *writer, enum dg_problem_code code,
                      struct dg_str detail);

#endif
