/* SPDX-License-Identifier: Apache-2.0 */
/* exempt request, exempt grant, exempt refuse, exempt list: rules set aside for
 * a time, and what waits for a keeper's word. */
#include "proto/base/i18n.h"
#include "proto/client/answer/answer.h"
#include "proto/client/answer/label.h"
#include "proto/client/ask/listing.h"
#include "proto/client/ask/options.h"
#include "proto/client/ask/terms.h"
#include "proto/client/subcommand/cmd.h"

/* ---- request ----------------------------------------------------------- */

struct request {
    const char *id, *duty, *to, *exclude, *rules, *until, *reason, *basis;
    const char *refusal, *appeal;
    int64_t refusal_number, appeal_number; /* 0: none */
};

static void
put_request(const struct request *r, int32_t today,
            struct dg_json_writer *writer)
{
    dg_json_put_text(writer, "duty", r->duty);
    dg_json_name(writer, "audience");
    dg_json_open_object(writer);
    dg_terms_put(writer, r->to);
    dg_terms_put_excluded(writer, NULL, r->exclude);
    dg_json_close_object(writer);
    dg_terms_put_words(writer, "rules", r->rules);
    dg_json_put_text(writer, "reason", r->reason);
    dg_json_put_text(writer, "basis", r->basis ? r->basis : "");
    dg_compose_put_day(writer, "until", r->until, today);
    if (r->refusal_number > 0) {
        dg_json_put_integer(writer, "refusal", r->refusal_number);
    }
    if (r->appeal_number > 0) {
        dg_json_put_integer(writer, "appeal", r->appeal_number);
    }
}

static int
check_request(const struct dg_cli *cli, struct request *r)
{
    if (!r->duty || !r->to || !r->rules || !r->until || !r->reason) {
        return dg_cli_fail(cli, DG_EXIT_USAGE,
                           _("--duty, --to, --rules, --until and --reason are "
                             "all needed; see: dutygate help exempt request"));
    }
    if (dg_terms_check(cli, r->to) || dg_terms_check(cli, r->exclude) ||
        (r->refusal && dg_cli_number(cli, r->refusal, &r->refusal_number)) ||
        (r->appeal && dg_cli_number(cli, r->appeal, &r->appeal_number)) ||
        dg_cli_need_source(cli)) {
        return DG_EXIT_USAGE;
    }
    return DG_EXIT_OK;
}

int
dg_cmd_exempt_request(struct dg_cli *cli, int argc, char **argv)
{
    struct request r = {.id = NULL};
    const struct dg_option options[] = {{"id", NULL, &r.id},
                                        {"duty", NULL, &r.duty},
                                        {"to", NULL, &r.to},
                                        {"exclude", NULL, &r.exclude},
                                        {"rules", NULL, &r.rules},
                                        {"until", NULL, &r.until},
                                        {"reason", NULL, &r.reason},
                                        {"basis", NULL, &r.basis},
                                        {"refusal", NULL, &r.refusal},
                                        {"appeal", NULL, &r.appeal},
                                        {NULL, NULL, NULL}};
    struct dg_json_writer *writer;
    int first;
    if (dg_options_parse(cli->where, options, argc, argv, &first) ||
        dg_options_operands(cli->where, argc - first, 0, 0, argv + first) ||
        check_request(cli, &r)) {
        return DG_EXIT_USAGE;
    }
    if (dg_json_writer_create(&writer)) {
        return dg_cli_fail_memory(cli);
    }
    dg_compose_begin_as(writer, "dutygate.exemption.request.v1", cli->source,
                        r.id);
    put_request(&r, cli->today, writer);
    return dg_cli_submit_end(cli, writer);
}

/* ---- grant, refuse ----------------------------------------------------- */

struct word {
    const char *id, *verdict, *reason, *rules, *until;
    int64_t request;
};

static int
submit_word(struct dg_cli *cli, const struct word *w)
{
    struct dg_json_writer *writer;
    if (dg_json_writer_create(&writer)) {
        return dg_cli_fail_memory(cli);
    }
    dg_compose_begin_as(writer, "dutygate.exemption.decide.v1", cli->source,
                        w->id);
    dg_json_put_integer(writer, "request", w->request);
    dg_json_put_text(writer, "verdict", w->verdict);
    dg_json_put_text(writer, "reason", w->reason);
    dg_terms_put_words(writer, "rules", w->rules);
    dg_compose_put_day(writer, "until", w->until ? w->until : "", cli->today);
    return dg_cli_submit_end(cli, writer);
}

static int
decide(struct dg_cli *cli, int argc, char **argv, const char *verdict)
{
    struct word w = {.verdict = verdict};
    const struct dg_option options[] = {{"id", NULL, &w.id},
                                        {"reason", NULL, &w.reason},
                                        {"until", NULL, &w.until},
                                        {"rules", NULL, &w.rules},
                                        {NULL, NULL, NULL}};
    int first;
    if (dg_options_parse(cli->where, options, argc, argv, &first) ||
        dg_options_operands(cli->where, argc - first, 1, 1, argv + first) ||
        dg_cli_number(cli, argv[first], &w.request)) {
        return DG_EXIT_USAGE;
    }
    if (!w.reason) {
        return dg_cli_fail(cli, DG_EXIT_USAGE,
                           _("why? Use --reason TEXT before the number"));
    }
    return dg_cli_need_source(cli) ? DG_EXIT_USAGE : submit_word(cli, &w);
}

int
dg_cmd_exempt_grant(struct dg_cli *cli, int argc, char **argv)
{
    return decide(cli, argc, argv, "grant");
}

int
dg_cmd_exempt_refuse(struct dg_cli *cli, int argc, char **argv)
{
    return decide(cli, argc, argv, "refuse");
}

/* ---- list -------------------------------------------------------------- */

struct listing {
    const char *department;
    struct dg_listing listing;
};

static void
put_department(void *context, struct dg_json_writer *request)
{
    const struct listing *l = context;
    dg_json_put_text(request, "department", l->department ? l->department : "");
}

static void
put_labels(struct dg_table *table, const struct dg_json *first)
{
    struct dg_buf text;
    dg_buf_init(&text);
    for (const struct dg_json *n = first; n; n = n->next) {
        dg_buf_text(&text, n == first ? "" : " ");
        dg_label_put(&text, n->text);
    }
    dg_table_take(table, &text);
}

/* A day, or an instant to the minute, which the gateway says in China Standard
 * Time as everything else; anything else as it is. */
static void
put_deadline(struct dg_buf *out, struct dg_str deadline)
{
    const char *zero = ":00+08:00";
    size_t minute = sizeof "2026-11-23T13:12" - 1;
    if (deadline.len == minute + strlen(zero) &&
        memcmp(deadline.data + minute, zero, strlen(zero)) == 0) {
        dg_buf_printf(out, "%.10s %.5s", deadline.data, deadline.data + 11);
    } else {
        dg_buf_str(out, deadline);
    }
}

/* What ends it: the last day for a word and what silence then means, or the
 * last day it holds. */
static void
put_end(struct dg_table *table, const struct dg_json *matter)
{
    struct dg_str deadline = dg_json_get_str(matter, "deadline");
    if (deadline.len == 0) {
        dg_table_cell(table, dg_json_get_str(matter, "until"));
        return;
    }
    struct dg_buf text, end;
    dg_buf_init(&text);
    dg_buf_init(&end);
    put_deadline(&end, deadline);
    dg_buf_printf(&text,
                  dg_str_is(dg_json_get_str(matter, "then"), "pass")
                      ? _("passes after %.*s")
                      : _("lapses after %.*s"),
                  (int) end.len, end.data ? end.data : "");
    dg_buf_finish(&end);
    dg_table_take(table, &text);
}

static void
add_matter(struct dg_table *table, const struct dg_json *matter)
{
    struct dg_str title = dg_json_get_str(matter, "title");
    dg_table_number(table, dg_answer_number(matter, "request"));
    dg_table_cell(table, dg_label(dg_json_get_str(matter, "state")));
    dg_table_cell(table, dg_json_get_str(matter, "from"));
    dg_table_cell(table, dg_json_get_str(matter, "duty"));
    dg_table_cell(table, dg_label(dg_json_get_str(matter, "class")));
    put_end(table, matter);
    put_labels(table, dg_json_items(matter, "rules"));
    dg_table_cell(table,
                  title.len > 0 ? title : dg_json_get_str(matter, "reason"));
}

static enum dg_err
add_matters(void *context, const struct dg_json *result)
{
    struct listing *l = context;
    for (const struct dg_json *m = dg_json_items(result, "matters"); m;
         m = m->next) {
        add_matter(&l->listing.table, m);
    }
    return dg_listing_err(&l->listing);
}

int
dg_cmd_exempt_list(struct dg_cli *cli, int argc, char **argv)
{
    static const char *const heads[] = {
        N_(">RECEIPT"), N_("STATE"),  N_("~FROM"),  N_("DUTY"), N_("CLASS"),
        N_("END"),      N_("~RULES"), N_("~TITLE"), NULL};
    struct listing l = {.department = NULL};
    const struct dg_option options[] = {{"department", NULL, &l.department},
                                        {NULL, NULL, NULL}};
    const struct dg_pages pages = {.type = "dutygate.exemption.read.v1",
                                   .context = &l,
                                   .put = put_department,
                                   .add = add_matters};
    int first;
    if (dg_options_parse(cli->where, options, argc, argv, &first) ||
        dg_options_operands(cli->where, argc - first, 0, 0, argv + first) ||
        dg_cli_need_source(cli)) {
        return DG_EXIT_USAGE;
    }
    return dg_listing_show(cli, &l.listing, &pages, heads,
                           _("nothing waits for a word, no exemption holds\n"));
}
