/* SPDX-License-Identifier: Apache-2.0 */
/* inbox, list show, receipt: reads, page after page. */
#include <stdio.h>

#include "proto/base/i18n.h"
#include "proto/client/answer/answer.h"
#include "proto/client/answer/output.h"
#include "proto/client/answer/show.h"
#include "proto/client/ask/options.h"
#include "proto/client/subcommand/cmd.h"

#define PAGE_MAX 500
#define ARENA_LIMIT ((size_t) 1 << 30)

/* One read that may take several pages: what varies, and what shows it. */
struct reading {
    const char *type;
    size_t left; /* to be shown at most */
    bool all;
    uint64_t tasks, shown; /* of an inbox: how many there are to be shown */
    struct dg_json_writer *request;
    struct dg_arena arena; /* of what is kept from page to page */
    struct dg_table table;
    struct dg_buf out;
    struct dg_str after; /* in arena; empty before the first page */
    bool begun;          /* the head was written */
    void (*begin_table)(struct dg_table *table, struct dg_arena *arena);
    void (*put_params)(const void *params, struct dg_json_writer *request);
    const void *params;
    void (*add)(struct reading *reading, const struct dg_json *result);
};

static int
ask_page(struct dg_cli *cli, struct reading *reading, struct dg_reply *reply)
{
    size_t limit = reading->left < PAGE_MAX ? reading->left : PAGE_MAX;
    dg_compose_begin(reading->request, reading->type, cli->source);
    reading->put_params(reading->params, reading->request);
    dg_json_put_str(reading->request, "after", reading->after);
    dg_json_put_integer(reading->request, "limit", (int64_t) limit);
    dg_compose_end(reading->request);
    return dg_cli_request(cli, reading->request, reply);
}

/* Asks for pages until the last, or until enough is shown. */
static int
read_pages(struct dg_cli *cli, struct reading *reading)
{
    struct dg_reply reply;
    do {
        int status = ask_page(cli, reading, &reply);
        if (status) {
            return status;
        }
        const struct dg_json *result = dg_json_get(reply.root, "result");
        if (!result || cli->json) {
            status = dg_cli_show(cli, &reply);
        }
        if (!result) {
            return status;
        }
        reading->add(reading, result);
        reading->after =
            dg_arena_copy(&reading->arena, dg_json_get_str(result, "next"));
    } while (reading->after.len > 0 && reading->left > 0);
    return DG_EXIT_OK;
}

/* What the limit left out. */
static void
put_more(struct reading *reading)
{
    if (reading->after.len > 0 && reading->tasks > reading->shown) {
        dg_buf_printf(&reading->out, _("%llu more; see --limit\n"),
                      (unsigned long long) (reading->tasks - reading->shown));
    }
}

/* Reads all pages; prints them unless they were printed as JSON. */
static int
read_all(struct dg_cli *cli, struct reading *reading)
{
    if (dg_json_writer_create(&reading->request)) {
        return dg_cli_fail_memory(cli);
    }
    dg_arena_init(&reading->arena, ARENA_LIMIT);
    dg_buf_init(&reading->out);
    reading->begin_table(&reading->table, &reading->arena);
    int status = read_pages(cli, reading);
    if (!status && !cli->json) {
        dg_table_render(&reading->table, dg_cli_columns(), &reading->out);
        put_more(reading);
        dg_cli_flush(&reading->out);
    }
    dg_table_finish(&reading->table);
    dg_buf_finish(&reading->out);
    dg_arena_finish(&reading->arena);
    dg_json_writer_destroy(reading->request);
    return status;
}

/* ---- inbox ------------------------------------------------------------- */

static void
put_inbox_params(const void *office, struct dg_json_writer *request)
{
    dg_json_put_text(request, "office", office ? office : "");
}

static void
add_inbox(struct reading *reading, const struct dg_json *result)
{
    if (!reading->begun) {
        dg_show_inbox_head(&reading->out, result);
        reading->begun = true;
    }
    size_t added =
        dg_show_add_inbox(&reading->table, result, reading->all, reading->left);
    reading->tasks = dg_answer_number(result, "open") -
                     (reading->all ? 0
                                   : dg_answer_number(result, "acknowledged") -
                                         dg_answer_number(result, "entered"));
    reading->shown += added;
    reading->left -= added;
}

static int
parse_limit(const struct dg_cli *cli, const char *text, size_t *limit)
{
    uint64_t value;
    if (!text) {
        return DG_EXIT_OK;
    }
    if (dg_str_to_u64(dg_str_from(text), &value) || value == 0 ||
        value > UINT32_MAX) {
        return dg_cli_fail(cli, DG_EXIT_USAGE, _("\"%s\" is no limit"), text);
    }
    *limit = (size_t) value;
    return DG_EXIT_OK;
}

int
dg_cmd_read_inbox(struct dg_cli *cli, int argc, char **argv)
{
    struct reading reading = {.type = "dutygate.inbox.read.v1",
                              .left = SIZE_MAX,
                              .begin_table = dg_show_begin_inbox,
                              .put_params = put_inbox_params,
                              .add = add_inbox};
    const char *limit = NULL, *every = NULL, *hints = NULL;
    bool follow = false;
    const struct dg_option options[] = {
        {"all", &reading.all, NULL}, {"limit", NULL, &limit},
        {"follow", &follow, NULL},   {"every", NULL, &every},
        {"hints", NULL, &hints},     {NULL, NULL, NULL}};
    int first;
    if (dg_options_parse(cli->where, options, argc, argv, &first) ||
        dg_options_operands(cli->where, argc - first, 0, 1, argv + first) ||
        parse_limit(cli, limit, &reading.left) || dg_cli_need_source(cli)) {
        return DG_EXIT_USAGE;
    }
    reading.params = argv[first]; /* NULL behind the last operand */
    if (follow ? limit != NULL : every || hints) {
        return dg_cli_fail(cli, DG_EXIT_USAGE,
                           follow ? _("--limit does not go with --follow")
                                  : _("--every and --hints go with --follow"));
    }
    if (!follow) {
        return read_all(cli, &reading);
    }
    struct dg_follow what = {argv[first], hints, reading.all,
                             DUTYGATE_HINTS_INTERVAL_MS};
    if (every && dg_cli_timeout(every, &what.every_ms)) {
        return dg_cli_fail(cli, DG_EXIT_USAGE, _("\"%s\" is no interval"),
                           every);
    }
    return dg_cmd_follow_inbox(cli, &what);
}

/* ---- list show --------------------------------------------------------- */

struct list_params {
    const char *list, *code, *department, *version; /* each may be NULL */
};

static void
put_list_params(const void *params, struct dg_json_writer *request)
{
    const struct list_params *p = params;
    dg_json_put_text(request, "list", p->list ? p->list : "");
    dg_json_put_text(request, "version", p->version ? p->version : "");
    dg_json_put_text(request, "code", p->code ? p->code : "");
    dg_json_put_text(request, "department", p->department ? p->department : "");
}

static void
add_list(struct reading *reading, const struct dg_json *result)
{
    const struct list_params *params = reading->params;
    const struct dg_json *entries = dg_json_get(result, "entries");
    if (!reading->begun) {
        dg_show_list_head(&reading->out, result);
        reading->begun = true;
    }
    if (!params->code) {
        dg_show_add_list(&reading->table, result);
    } else {
        if (entries && entries->child) {
            dg_show_entry(&reading->out, entries->child);
        }
        dg_show_layers(&reading->out, result);
    }
}

int
dg_cmd_read_list(struct dg_cli *cli, int argc, char **argv)
{
    struct list_params params = {NULL, NULL, NULL, NULL};
    struct reading reading = {.type = "dutygate.list.read.v1",
                              .left = SIZE_MAX,
                              .begin_table = dg_show_begin_list,
                              .put_params = put_list_params,
                              .params = &params,
                              .add = add_list};
    const struct dg_option options[] = {
        {"department", NULL, &params.department},
        {"list", NULL, &params.list},
        {"version", NULL, &params.version},
        {NULL, NULL, NULL}};
    int first;
    if (dg_options_parse(cli->where, options, argc, argv, &first) ||
        dg_options_operands(cli->where, argc - first, 0, 1, argv + first) ||
        dg_cli_need_source(cli)) {
        return DG_EXIT_USAGE;
    }
    params.code = argv[first];
    return read_all(cli, &reading);
}

/* ---- receipt ----------------------------------------------------------- */

static int
show_receipt(const struct dg_cli *cli, const struct dg_reply *reply)
{
    const struct dg_json *result = dg_json_get(reply->root, "result");
    if (!result || cli->json) {
        return dg_cli_show(cli, reply);
    }
    struct dg_buf out;
    dg_buf_init(&out);
    dg_show_receipt(&out, result);
    dg_cli_flush(&out);
    dg_buf_finish(&out);
    return DG_EXIT_OK;
}

/* A number is a receipt's, unless a source says that it is an event's id. */
static int
look_up(struct dg_cli *cli, const char *key, const char *source)
{
    struct dg_json_writer *request;
    struct dg_reply reply;
    uint64_t sequence;
    if (dg_json_writer_create(&request)) {
        return dg_cli_fail_memory(cli);
    }
    dg_compose_begin(request, "dutygate.receipt.lookup.v1", cli->source);
    if (!source && dg_str_to_u64(dg_str_from(key), &sequence) == DG_OK &&
        sequence <= INT64_MAX) {
        dg_json_put_integer(request, "sequence", (int64_t) sequence);
    } else {
        dg_json_put_text(request, "id", key);
        dg_json_put_text(request, "source", source ? source : "");
    }
    dg_compose_end(request);
    int status = dg_cli_request(cli, request, &reply);
    dg_json_writer_destroy(request);
    return status ? status : show_receipt(cli, &reply);
}

int
dg_cmd_read_receipt(struct dg_cli *cli, int argc, char **argv)
{
    const char *source = NULL;
    const struct dg_option options[] = {{"source", NULL, &source},
                                        {NULL, NULL, NULL}};
    int first;
    if (dg_options_parse(cli->where, options, argc, argv, &first) ||
        dg_options_operands(cli->where, argc - first, 1, 1, argv + first)) {
        return DG_EXIT_USAGE;
    }
    if (!cli->source) {
        cli->source = source; /* who published it may read it */
    }
    if (dg_cli_need_source(cli)) {
        return DG_EXIT_USAGE;
    }
    return look_up(cli, argv[first], source);
}
