/* SPDX-License-Identifier: Apache-2.0 */
/* status: the gateway's own health (gateway.read), on one page for whoever runs
 * it. Which figures make the page is decided here; --json has all of them. */
#include <inttypes.h>
#include <stdio.h>

#include "proto/base/i18n.h"
#include "proto/client/answer/answer.h"
#include "proto/client/answer/output.h"
#include "proto/client/answer/plain.h"
#include "proto/client/answer/table.h"
#include "proto/client/ask/options.h"
#include "proto/client/subcommand/cmd.h"

#define DAY_S 86400u

/* ---- figures ------------------------------------------------------------ */

/* The first row of a figure in a group ("counters", "gauges"). */
static const struct dg_json *
first_row(const struct dg_json *result, const char *group, const char *name)
{
    return dg_json_items(dg_json_get(result, group), name);
}

static uint64_t
figure(const struct dg_json *result, const char *group, const char *name)
{
    return dg_answer_number(first_row(result, group, name), "value");
}

static struct dg_str
bytes_text(struct dg_cli *cli, uint64_t bytes)
{
    static const char *const units[] = {"KiB", "MiB", "GiB", "TiB"};
    uint64_t tenths = bytes > UINT64_MAX / 10 ? UINT64_MAX : bytes * 10;
    size_t unit = 0;
    if (bytes < 1024) {
        return dg_arena_printf(&cli->arena, "%" PRIu64 " B", bytes);
    }
    for (tenths /= 1024; tenths >= 10240 && unit < 3; unit++) {
        tenths /= 1024;
    }
    return dg_arena_printf(&cli->arena, "%" PRIu64 ".%" PRIu64 " %s",
                           tenths / 10, tenths % 10, units[unit]);
}

/* A text of the answer, fit for a terminal. */
static struct dg_str
plain(struct dg_cli *cli, const struct dg_json *node, const char *name)
{
    return dg_plain_copy(&cli->arena, dg_json_get_str(node, name));
}

/* "0.000064" in nanoseconds; UINT64_MAX of what is no such number. */
static uint64_t
to_ns(struct dg_str seconds)
{
    uint64_t ns = 0, worth = 1000000000;
    bool point = false;
    for (size_t i = 0; i < seconds.len && worth > 0; i++) {
        char c = seconds.data[i];
        if (c == '.' && !point) {
            point = true;
        } else if (c >= '0' && c <= '9') {
            worth = point ? worth / 10 : worth;
            ns = point ? ns + (uint64_t) (c - '0') * worth
                       : ns * 10 + (uint64_t) (c - '0') * worth;
        } else {
            return UINT64_MAX;
        }
    }
    return ns;
}

static struct dg_str
duration_text(struct dg_cli *cli, uint64_t ns)
{
    if (ns < 1000000) {
        return dg_arena_printf(&cli->arena, "%" PRIu64 " us", ns / 1000);
    }
    if (ns < 1000000000) {
        return dg_arena_printf(&cli->arena, "%" PRIu64 ".%" PRIu64 " ms",
                               ns / 1000000, ns / 100000 % 10);
    }
    return dg_arena_printf(&cli->arena, "%" PRIu64 ".%" PRIu64 " s",
                           ns / 1000000000, ns / 100000000 % 10);
}

/* The bound that so many of a thousand values are not above. */
static struct dg_str
quantile(const struct dg_json *histogram, uint64_t of_1000)
{
    uint64_t count = dg_answer_number(histogram, "count");
    for (const struct dg_json *b = dg_json_items(histogram, "buckets"); b;
         b = b->next) {
        if (dg_answer_number(b, "count") * 1000 >= count * of_1000) {
            return dg_json_get_str(b, "le");
        }
    }
    return DG_STR("");
}

/* ---- the page ----------------------------------------------------------- */

static void
put_gateway(struct dg_cli *cli, struct dg_buf *out,
            const struct dg_json *result)
{
    uint64_t up = dg_answer_number(result, "uptime");
    dg_buf_printf(out,
                  _("gateway   %.*s, dutygate %.*s, up %" PRIu64 " d %02" PRIu64
                    ":%02" PRIu64 ":%02" PRIu64 " since %.*s\n"),
                  DG_STR_ARG(plain(cli, result, "gateway")),
                  DG_STR_ARG(plain(cli, result, "version")), up / DAY_S,
                  up % DAY_S / 3600, up % 3600 / 60, up % 60,
                  DG_STR_ARG(plain(cli, result, "started")));
}

static void
put_journal(struct dg_cli *cli, struct dg_buf *out,
            const struct dg_json *result)
{
    const struct dg_json *room =
        first_row(result, "gauges", "dutygate_disk_room_bytes");
    uint64_t waiting = figure(result, "gauges", "dutygate_undurable_bytes");
    dg_buf_printf(out,
                  _("journal   %.*s, epoch %" PRIu64 ", %" PRIu64
                    " entries, %.*s not yet durable\n"),
                  DG_STR_ARG(plain(cli, result, "journal")),
                  dg_answer_number(result, "epoch"),
                  dg_answer_number(result, "entries"),
                  DG_STR_ARG(bytes_text(cli, waiting)));
    if (room) {
        dg_buf_printf(
            out, _("disk      has room for %.*s\n"),
            DG_STR_ARG(bytes_text(cli, dg_answer_number(room, "value"))));
    }
}

static void
put_keys(struct dg_cli *cli, struct dg_buf *out, const struct dg_json *result)
{
    for (const struct dg_json *n = dg_json_items(result, "keys"); n;
         n = n->next) {
        dg_buf_printf(out, _("key       %.*s\n"),
                      DG_STR_ARG(dg_plain_copy(&cli->arena, n->text)));
    }
}

static void
put_content(struct dg_cli *cli, struct dg_buf *out,
            const struct dg_json *result)
{
    const struct dg_json *roster =
        first_row(result, "gauges", "dutygate_roster_info");
    uint64_t deaths = figure(result, "gauges", "dutygate_fault_deaths");
    struct dg_str version =
        roster ? plain(cli, dg_json_get(roster, "labels"), "version")
               : dg_str_from(_("none"));
    dg_buf_printf(out, _("content   roster %.*s, %" PRIu64 " open tasks\n"),
                  DG_STR_ARG(version),
                  figure(result, "gauges", "dutygate_tasks_open"));
    if (deaths > 0) {
        dg_buf_printf(out,
                      _("fault     events ended the worker %" PRIu64
                        " times; see fault.death in the log\n"),
                      deaths);
    }
}

static void
put_traffic(struct dg_cli *cli, struct dg_buf *out,
            const struct dg_json *result)
{
    uint64_t size = figure(result, "counters", "dutygate_message_bytes_total");
    dg_buf_printf(out,
                  _("messages  %" PRIu64 " received (%.*s), %" PRIu64
                    " answered, %" PRIu64 " in hand, %" PRIu64 " hints\n"),
                  figure(result, "counters", "dutygate_messages_total"),
                  DG_STR_ARG(bytes_text(cli, size)),
                  figure(result, "counters", "dutygate_replies_total"),
                  figure(result, "gauges", "dutygate_queue_messages"),
                  figure(result, "counters", "dutygate_hints_total"));
}

/* One line of a counter's rows, by their label; none if it never counted. */
static void
put_rows(struct dg_cli *cli, struct dg_buf *out, const char *head,
         const struct dg_json *row, const char *label)
{
    dg_buf_text(out, row ? head : "");
    for (; row; row = row->next) {
        dg_buf_printf(out, " %" PRIu64 " %.*s%s",
                      dg_answer_number(row, "value"),
                      DG_STR_ARG(plain(cli, dg_json_get(row, "labels"), label)),
                      row->next ? "," : "\n");
    }
}

static void
put_problems(struct dg_cli *cli, struct dg_buf *out,
             const struct dg_json *result)
{
    put_rows(cli, out, _("signed   "),
             first_row(result, "counters", "dutygate_signatures_total"),
             "result");
    put_rows(cli, out, _("limited  "),
             first_row(result, "counters", "dutygate_limited_total"), "who");
    put_rows(cli, out, _("problems "),
             first_row(result, "counters", "dutygate_problems_total"), "code");
}

/* ---- tables ------------------------------------------------------------- */

/* Columns behind the type, in their order; what is not named is answered. */
static const char *const columns[] = {"admit",  "strip",  "defer",  "refuse",
                                      "answer", "repeat", "problem"};
#define COLUMN_COUNT (sizeof columns / sizeof *columns)
#define COLUMN_ANSWER 4

static size_t
column_of(struct dg_str outcome)
{
    for (size_t i = 0; i < COLUMN_COUNT; i++) {
        if (dg_str_is(outcome, columns[i])) {
            return i;
        }
    }
    return COLUMN_ANSWER;
}

/* The rows of one type stand together; gives the first of the next. */
static const struct dg_json *
add_type(struct dg_table *table, const struct dg_json *row)
{
    uint64_t counts[COLUMN_COUNT] = {0};
    struct dg_str type = dg_json_get_str(dg_json_get(row, "labels"), "type");
    const size_t prefix = sizeof "dutygate." - 1;
    while (row) {
        const struct dg_json *labels = dg_json_get(row, "labels");
        if (!dg_str_equal(dg_json_get_str(labels, "type"), type)) {
            break;
        }
        counts[column_of(dg_json_get_str(labels, "outcome"))] +=
            dg_answer_number(row, "value");
        row = row->next;
    }
    if (type.len > prefix && memcmp(type.data, "dutygate.", prefix) == 0) {
        type = (struct dg_str){type.data + prefix, type.len - prefix};
    }
    dg_table_cell(table, dg_plain_copy(table->arena, type));
    for (size_t i = 0; i < COLUMN_COUNT; i++) {
        dg_table_number(table, counts[i]);
    }
    return row;
}

static void
put_events(struct dg_cli *cli, struct dg_buf *out, const struct dg_json *result)
{
    const char *const heads[] = {_("EVENTS"),    _(">ADMITTED"), _(">STRIPPED"),
                                 _(">DEFERRED"), _(">REFUSED"),  _(">ANSWERED"),
                                 _(">REPEATED"), _(">PROBLEMS"), NULL};
    struct dg_table table;
    const struct dg_json *row =
        first_row(result, "counters", "dutygate_events_total");
    dg_table_init(&table, &cli->arena, heads);
    while (row) {
        row = add_type(&table, row);
    }
    dg_table_render(&table, dg_cli_columns(), out);
    dg_table_finish(&table);
}

static void
add_times(struct dg_cli *cli, struct dg_table *table, const char *label,
          const struct dg_json *histogram)
{
    static const uint64_t wanted[] = {500, 990, 1000};
    uint64_t count = dg_answer_number(histogram, "count");
    dg_table_cell(table, dg_str_from(label));
    dg_table_number(table, count);
    for (size_t i = 0; i < sizeof wanted / sizeof *wanted; i++) {
        uint64_t ns = to_ns(quantile(histogram, wanted[i]));
        dg_table_cell(table, count == 0         ? DG_STR("-")
                             : ns == UINT64_MAX ? dg_str_from(_("more"))
                                                : duration_text(cli, ns));
    }
}

static void
put_times(struct dg_cli *cli, struct dg_buf *out, const struct dg_json *result)
{
    const char *const heads[] = {_("TIMES"),    _(">COUNT"),  _(">HALF <="),
                                 _(">99 % <="), _(">ALL <="), NULL};
    const struct dg_json *group = dg_json_get(result, "histograms");
    struct dg_table table;
    dg_table_init(&table, &cli->arena, heads);
    add_times(cli, &table, _("checking a message"),
              dg_json_get(group, "dutygate_verify_seconds"));
    add_times(cli, &table, _("deciding an event"),
              dg_json_get(group, "dutygate_decide_seconds"));
    add_times(cli, &table, _("a commit"),
              dg_json_get(group, "dutygate_commit_seconds"));
    add_times(cli, &table, _("receipt to reply"),
              dg_json_get(group, "dutygate_reply_seconds"));
    dg_table_render(&table, dg_cli_columns(), out);
    dg_table_finish(&table);
}

static int
show_page(struct dg_cli *cli, const struct dg_json *result)
{
    struct dg_buf out;
    dg_buf_init(&out);
    put_gateway(cli, &out, result);
    put_journal(cli, &out, result);
    put_keys(cli, &out, result);
    put_content(cli, &out, result);
    put_traffic(cli, &out, result);
    put_problems(cli, &out, result);
    dg_buf_text(&out, "\n");
    put_events(cli, &out, result);
    dg_buf_text(&out, "\n");
    put_times(cli, &out, result);
    dg_cli_flush(&out);
    dg_buf_finish(&out);
    return DG_EXIT_OK;
}

int
dg_cmd_status_show(struct dg_cli *cli, int argc, char **argv)
{
    const struct dg_option options[] = {{NULL, NULL, NULL}};
    struct dg_json_writer *request;
    struct dg_reply reply;
    int first;
    if (dg_options_parse(cli->where, options, argc, argv, &first) ||
        dg_options_operands(cli->where, argc - first, 0, 0, argv + first) ||
        dg_cli_need_source(cli)) {
        return DG_EXIT_USAGE;
    }
    if (dg_json_writer_create(&request)) {
        return dg_cli_fail_memory(cli);
    }
    dg_compose_begin(request, "dutygate.gateway.read.v1", cli->source);
    dg_compose_end(request);
    int status = dg_cli_request(cli, request, &reply);
    dg_json_writer_destroy(request);
    if (status) {
        return status;
    }
    const struct dg_json *result = dg_json_get(reply.root, "result");
    return result && !cli->json ? show_page(cli, result)
                                : dg_cli_show(cli, &reply);
}
