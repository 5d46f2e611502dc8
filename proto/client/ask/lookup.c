/* SPDX-License-Identifier: Apache-2.0 */
/* Decides what of a receipt is the assignment. Who may see it is left to the
 * gateway. */
#include "proto/client/ask/lookup.h"

#include "proto/base/i18n.h"
#include "proto/client/answer/answer.h"

static int
look_up(struct dg_cli *cli, int64_t number, struct dg_reply *reply)
{
    struct dg_json_writer *request;
    if (dg_json_writer_create(&request)) {
        return dg_cli_fail_memory(cli);
    }
    dg_compose_begin(request, "dutygate.receipt.lookup.v1", cli->source);
    dg_json_put_integer(request, "sequence", number);
    dg_compose_end(request);
    int status = dg_cli_request(cli, request, reply);
    dg_json_writer_destroy(request);
    if (status) {
        return status;
    }
    return dg_json_get(reply->root, "result") ? DG_EXIT_OK
                                              : dg_cli_show(cli, reply);
}

int
dg_lookup_event(struct dg_cli *cli, int64_t number, struct dg_str *event)
{
    struct dg_reply reply = {.root = NULL};
    int status = look_up(cli, number, &reply);
    const struct dg_json *node =
        status ? NULL : dg_json_get(dg_json_get(reply.root, "result"), "event");
    *event = node && node->type == DG_JSON_OBJECT
                 ? (struct dg_str){reply.text.data + node->start,
                                   node->end - node->start}
                 : (struct dg_str){NULL, 0};
    return status;
}

/* result is NULL when the gateway told a problem instead, which has been shown.
 * It lives until the next question. 0 or an exit status, said. */
static int
ask_receipt(struct dg_cli *cli, int64_t number, const struct dg_json **result)
{
    struct dg_reply reply = {.root = NULL};
    int status = look_up(cli, number, &reply);
    *result = reply.root ? dg_json_get(reply.root, "result") : NULL;
    return status;
}

/* As that; of a task that was amended, the amendment it reads as
 * now. */
static int
look_up_latest(struct dg_cli *cli, int64_t number,
               const struct dg_json **result)
{
    int status = ask_receipt(cli, number, result);
    uint64_t amendment = dg_answer_number(*result, "amendment");
    if (!status && amendment > 0 && amendment <= INT64_MAX) {
        status = ask_receipt(cli, (int64_t) amendment, result);
    }
    return status;
}

int
dg_lookup_assignment(struct dg_cli *cli, int64_t number,
                     const struct dg_json **result,
                     const struct dg_json **assignment)
{
    int status = look_up_latest(cli, number, result);
    if (status) {
        return status;
    }
    const struct dg_json *data =
        dg_json_get(dg_json_get(*result, "event"), "data");
    const struct dg_json *inner = dg_json_get(data, "assignment");
    *assignment = inner ? inner : data;
    if (!dg_json_get(*assignment, "audience") ||
        !dg_json_get(*assignment, "title")) {
        return dg_cli_fail(cli, DG_EXIT_DATA,
                           _("receipt %lld is not that of a task"),
                           (long long) number);
    }
    return DG_EXIT_OK;
}
