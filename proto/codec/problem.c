/* SPDX-License-Identifier: Apache-2.0 */
/* Decides what problems there are, and how each is titled and ranked. */
#include "proto/codec/problem.h"

#define TYPE_PREFIX "urn:dutygate:problem:"

static const struct {
    const char *type, *title;
    int status;
} problems[DG_PROBLEM_COUNT] = {
    [DG_PROBLEM_NOT_JSON] = {TYPE_PREFIX "not-json", "Not JSON", 400},
    [DG_PROBLEM_INVALID_UTF8] = {TYPE_PREFIX "invalid-utf8", "Invalid UTF-8",
                                 400},
    [DG_PROBLEM_LONE_SURROGATE] = {TYPE_PREFIX "lone-surrogate",
                                   "Lone surrogate", 400},
    [DG_PROBLEM_NUL_CHARACTER] = {TYPE_PREFIX "nul-character", "NUL character",
                                  400},
    [DG_PROBLEM_DUPLICATE_MEMBER] = {TYPE_PREFIX "duplicate-member",
                                     "Duplicate member", 400},
    [DG_PROBLEM_TOO_DEEP] = {TYPE_PREFIX "too-deep", "Nested too deep", 400},
    [DG_PROBLEM_TOO_MANY_VALUES] = {TYPE_PREFIX "too-many-values",
                                    "Too many values", 413},
    [DG_PROBLEM_TOO_LARGE] = {TYPE_PREFIX "too-large", "Too large", 413},
    [DG_PROBLEM_SCHEMA] = {TYPE_PREFIX "schema", "Does not fit the schema",
                           422},
    [DG_PROBLEM_UNKNOWN_TYPE] = {TYPE_PREFIX "unknown-type",
                                 "Unknown event type", 422},
    [DG_PROBLEM_NOT_SIGNED] = {TYPE_PREFIX "not-signed", "Not signed", 401},
    [DG_PROBLEM_NOT_JWS] = {TYPE_PREFIX "not-jws", "Not a JWS", 400},
    [DG_PROBLEM_BAD_HEADER] = {TYPE_PREFIX "bad-header", "Bad JWS header", 400},
    [DG_PROBLEM_NOT_AUTHENTIC] = {TYPE_PREFIX "not-authentic", "Not authentic",
                                  401},
    [DG_PROBLEM_KEY_NOT_VALID] = {TYPE_PREFIX "key-not-valid", "Key not valid",
                                  403},
    [DG_PROBLEM_WRONG_AUDIENCE] = {TYPE_PREFIX "wrong-audience",
                                   "For another gateway", 421},
    [DG_PROBLEM_NOT_FRESH] = {TYPE_PREFIX "not-fresh", "Not fresh", 401},
    [DG_PROBLEM_LIMIT_EXCEEDED] = {TYPE_PREFIX "limit-exceeded",
                                   "Limit exceeded", 429},
    [DG_PROBLEM_NOT_PERMITTED] = {TYPE_PREFIX "not-permitted", "Not permitted",
                                  403},
    [DG_PROBLEM_NOT_FOUND] = {TYPE_PREFIX "not-found", "Not found", 404},
    [DG_PROBLEM_ID_REUSED] = {TYPE_PREFIX "id-reused",
                              "Id reused for another event", 409},
    [DG_PROBLEM_REFUSED] = {TYPE_PREFIX "refused", "Refused", 403},
    [DG_PROBLEM_BUSY] = {TYPE_PREFIX "busy", "Busy", 503},
    [DG_PROBLEM_OUTCOME_UNKNOWN] = {TYPE_PREFIX "outcome-unknown",
                                    "Outcome unknown", 503},
    [DG_PROBLEM_INTERNAL] = {TYPE_PREFIX "internal", "Internal error", 500},
};

const char *
dg_problem_slug(enum dg_problem_code code)
{
    return problems[code].type + sizeof TYPE_PREFIX - 1;
}

const char *
dg_problem_title(enum dg_problem_code code)
{
    return problems[code].title;
}

int
dg_problem_status(enum dg_problem_code code)
{
    return problems[code].status;
}

enum dg_problem_code
dg_problem_from_slug(const char *slug)
{
    unsigned code = 0;

    while (code < DG_PROBLEM_COUNT &&
           strcmp(dg_problem_slug((enum dg_problem_code) code), slug) != 0) {
        code++;
    }
    return (enum dg_problem_code) code;
}

void
dg_problem_write(struct dg_json_writer *writer, enum dg_problem_code code,
                 struct dg_str detail)
{
    dg_json_put_text(writer, "type", problems[code].type);
    dg_json_put_text(writer, "title", problems[code].title);
    dg_json_put_integer(writer, "status", problems[code].status);
    dg_json_put_str(writer, "detail", detail);
}
