/* SPDX-License-Identifier: Apache-2.0 */
/* Decides what an answer means for a program; how it is shown to people is left
 * to output.c. */
#include "proto/client/answer/answer.h"

#define PROBLEM_PREFIX "urn:dutygate:problem:"

static const struct {
    const char *verdict;
    enum dg_answer_kind kind;
} verdicts[] = {
    {"admit", DG_ANSWER_ADMITTED},
    {"refuse", DG_ANSWER_REFUSED},
    {"defer", DG_ANSWER_DEFERRED},
};

/* Problems that have a status of their own. */
static const struct {
    const char *slug;
    enum dg_exit status;
} problems[] = {
    {"busy", DG_EXIT_BUSY},
    {"outcome-unknown", DG_EXIT_BUSY},
    {"limit-exceeded", DG_EXIT_BUSY},
    {"internal", DG_EXIT_UNAVAILABLE},
};

const struct dg_json *
dg_answer_only(const struct dg_json *answer)
{
    return answer->type == DG_JSON_ARRAY && answer->count == 1 ? answer->child
                                                               : answer;
}

enum dg_answer_kind
dg_answer_kind(const struct dg_json *answer)
{
    struct dg_str verdict = dg_json_get_str(answer, "verdict");
    for (size_t i = 0; i < sizeof verdicts / sizeof *verdicts; i++) {
        if (dg_str_is(verdict, verdicts[i].verdict)) {
            return verdicts[i].kind;
        }
    }
    if (dg_json_get(answer, "result")) {
        return DG_ANSWER_RESULT;
    }
    if (dg_answer_flag(answer, "erased")) {
        return DG_ANSWER_ERASED;
    }
    if (dg_answer_slug(answer).len > 0) {
        return DG_ANSWER_PROBLEM;
    }
    return DG_ANSWER_STRANGE;
}

bool
dg_answer_is_decision(const struct dg_json *answer)
{
    return dg_answer_kind(answer) <= DG_ANSWER_DEFERRED;
}

static int
problem_status(struct dg_str slug)
{
    for (size_t i = 0; i < sizeof problems / sizeof *problems; i++) {
        if (dg_str_is(slug, problems[i].slug)) {
            return problems[i].status;
        }
    }
    return DG_EXIT_DATA;
}

static int
single_status(const struct dg_json *answer)
{
    static const int statuses[] = {
        [DG_ANSWER_ADMITTED] = DG_EXIT_OK,
        [DG_ANSWER_REFUSED] = DG_EXIT_REFUSED,
        [DG_ANSWER_DEFERRED] = DG_EXIT_DEFERRED,
        [DG_ANSWER_RESULT] = DG_EXIT_OK,
        [DG_ANSWER_ERASED] = DG_EXIT_OK,
        [DG_ANSWER_STRANGE] = DG_EXIT_UNAVAILABLE,
    };
    enum dg_answer_kind kind = dg_answer_kind(answer);
    return kind == DG_ANSWER_PROBLEM ? problem_status(dg_answer_slug(answer))
                                     : statuses[kind];
}

int
dg_answer_status(const struct dg_json *answer)
{
    if (answer->type != DG_JSON_ARRAY) {
        return single_status(answer);
    }
    int highest = DG_EXIT_OK;
    for (const struct dg_json *a = answer->child; a; a = a->next) {
        int status = single_status(a);
        highest = status > highest ? status : highest;
    }
    return highest;
}

struct dg_str
dg_answer_slug(const struct dg_json *answer)
{
    struct dg_str type = dg_json_get_str(answer, "type");
    size_t prefix = sizeof PROBLEM_PREFIX - 1;
    if (!dg_str_starts_with(type, PROBLEM_PREFIX)) {
        return (struct dg_str){NULL, 0};
    }
    return (struct dg_str){type.data + prefix, type.len - prefix};
}

static struct dg_str
first_code(const struct dg_json *answer, const char *verdict)
{
    for (const struct dg_json *f = dg_json_items(answer, "findings"); f;
         f = f->next) {
        if (dg_str_is(dg_json_get_str(f, "verdict"), verdict) &&
            !dg_answer_flag(f, "observed")) {
            return dg_json_get_str(f, "code");
        }
    }
    return (struct dg_str){NULL, 0};
}

struct dg_str
dg_answer_reason(const struct dg_json *answer)
{
    struct dg_str code = first_code(answer, "refuse");
    if (code.len == 0) {
        code = first_code(answer, "strip");
    }
    return code.len > 0 ? code : DG_STR("refused");
}

bool
dg_answer_flag(const struct dg_json *node, const char *name)
{
    const struct dg_json *member = dg_json_get(node, name);
    return member && member->type == DG_JSON_BOOLEAN && member->boolean;
}

uint64_t
dg_answer_number(const struct dg_json *node, const char *name)
{
    int64_t value;
    if (dg_json_to_i64(dg_json_get(node, name), &value) || value < 0) {
        return 0;
    }
    return (uint64_t) value;
}
