/* SPDX-License-Identifier: Apache-2.0 */
/* What an answer of the gateway is: a decision, a result, a problem, or an
 * array of them; and which exit status it stands for. Nodes are those of the
 * parsed answer. */
#ifndef PROTO_CLIENT_ANSWER_ANSWER_H
#define PROTO_CLIENT_ANSWER_ANSWER_H

#include <stdbool.h>

#include "proto/codec/json.h"

/* Of several outcomes the highest is the exit status. */
enum dg_exit {
    DG_EXIT_OK = 0, /* admitted, or a read was answered */
    DG_EXIT_REFUSED = 1,
    DG_EXIT_DEFERRED = 2,
    DG_EXIT_USAGE = 64,       /* EX_USAGE */
    DG_EXIT_DATA = 65,        /* the input is wrong, or the gateway says so */
    DG_EXIT_NO_INPUT = 66,    /* an input file cannot be read */
    DG_EXIT_UNAVAILABLE = 69, /* no gateway, no answer in time */
    DG_EXIT_BUSY = 75         /* ask again, with the same id */
};

enum dg_answer_kind {
    DG_ANSWER_ADMITTED,
    DG_ANSWER_REFUSED,
    DG_ANSWER_DEFERRED,
    DG_ANSWER_RESULT, /* of a read */
    DG_ANSWER_ERASED, /* it was decided; nothing of that is left */
    DG_ANSWER_PROBLEM,
    DG_ANSWER_STRANGE /* none of these */
};

enum dg_answer_kind dg_answer_kind(const struct dg_json *answer);

/* Of an array of one answer, as one signed event gets it, that one; else the
 * answer itself. */
const struct dg_json *dg_answer_only(const struct dg_json *answer);

/* True of a single answer that says admit, refuse or defer. */
bool dg_answer_is_decision(const struct dg_json *answer);

/* The exit status it stands for; of an array the highest. */
int dg_answer_status(const struct dg_json *answer);

/* The slug of a problem's type ("schema"); empty if there is none. */
struct dg_str dg_answer_slug(const struct dg_json *answer);

/* The code that a refusal is counted under: of the first finding that refuses
 * and counts, else (a strict task) of the first that strips and counts, else
 * "refused". */
struct dg_str dg_answer_reason(const struct dg_json *answer);

/* A member that is true. */
bool dg_answer_flag(const struct dg_json *node, const char *name);

/* A member that is a number from 0 on; 0 if it is not. */
uint64_t dg_answer_number(const struct dg_json *node, const char *name);

#endif
