/* SPDX-License-Identifier: Apache-2.0 */
/* reports: what came in for who asked: all reports, one of them, what was
 * corrected since. */
#include "proto/base/i18n.h"
#include "proto/client/ask/listing.h"
#include "proto/client/ask/options.h"
#include "proto/client/report/cmd.h"
#include "proto/client/report/delivery.h"

struct reading {
    struct dg_listing listing;
    int64_t since;
};

static enum dg_err
add_reports(void *context, const struct dg_json *result)
{
    struct dg_table *table = &((struct reading *) context)->listing.table;
    const struct dg_json *r = dg_json_items(result, "reports");
    for (; r; r = r->next) {
        const struct dg_json *rates = dg_json_get(r, "rates");
        dg_table_number(table, dg_answer_number(r, "task"));
        dg_table_cell(table, dg_json_get_str(r, "period"));
        dg_table_day(table, dg_json_get_str(r, "due"), true);
        dg_table_number(table, dg_answer_number(r, "expected"));
        dg_table_number(table, dg_answer_number(r, "received"));
        dg_table_cell(table, dg_json_get_str(rates, "reporting"));
        dg_table_cell(table, dg_json_get_str(rates, "ontime"));
        dg_table_cell(table, dg_json_get_str(r, "title"));
    }
    return table->err;
}

static void
add_said(struct dg_table *table, const struct dg_json *said)
{
    dg_table_cell(table, dg_answer_flag(said, "none")
                             ? dg_str_from(_("none"))
                             : dg_json_get_str(said, "value"));
}

static enum dg_err
add_changes(void *context, const struct dg_json *result)
{
    struct dg_table *table = &((struct reading *) context)->listing.table;
    const struct dg_json *c = dg_json_items(result, "changes");
    for (; c; c = c->next) {
        dg_table_number(table, dg_answer_number(c, "sequence"));
        dg_table_number(table, dg_answer_number(c, "task"));
        dg_table_cell(table, dg_json_get_str(c, "period"));
        dg_table_cell(table, dg_json_get_str(c, "name"));
        dg_table_cell(table, dg_json_get_str(c, "label"));
        add_said(table, dg_json_get(c, "old"));
        add_said(table, dg_json_get(c, "new"));
        dg_table_cell(table, dg_json_get_str(c, "reason"));
    }
    return table->err;
}

static void
put_since(void *context, struct dg_json_writer *request)
{
    const struct reading *reading = context;
    dg_json_put_integer(request, "since", reading->since);
}

static int
list_reports(struct dg_cli *cli)
{
    static const char *const heads[] = {
        N_(">RECEIPT"),  N_("PERIOD"),    N_("DUE"),
        N_(">EXPECTED"), N_(">RECEIVED"), N_(">%"),
        N_(">ON TIME"),  N_("~TITLE"),    NULL};
    struct reading reading = {.since = 0};
    const struct dg_pages pages = {.context = &reading,
                                   .type = "dutygate.report.list.v1",
                                   .add = add_reports};
    return dg_listing_show(cli, &reading.listing, &pages, heads,
                           _("no report was asked for\n"));
}

static int
list_changes(struct dg_cli *cli, const char *since)
{
    static const char *const heads[] = {
        N_(">RECEIPT"), N_(">TASK"),   N_("PERIOD"),
        N_("~OFFICE"),  N_("~FIGURE"), N_(">OLD"),
        N_(">NEW"),     N_("~REASON"), NULL};
    struct reading reading = {.since = 0};
    if (since && strcmp(since, "0") != 0 && /* 0: from the beginning */
        dg_cli_number(cli, since, &reading.since)) {
        return DG_EXIT_USAGE;
    }
    const struct dg_pages pages = {.context = &reading,
                                   .type = "dutygate.report.changes.v1",
                                   .put = put_since,
                                   .add = add_changes};
    return dg_listing_show(cli, &reading.listing, &pages, heads,
                           _("nothing was corrected\n"));
}

int
dg_cmd_reports_show(struct dg_cli *cli, int argc, char **argv)
{
    struct dg_delivery delivery = {.task = 0};
    bool changes = false;
    const char *since = NULL;
    const struct dg_option options[] = {{"csv", &delivery.csv, NULL},
                                        {"bom", &delivery.bom, NULL},
                                        {"control", NULL, &delivery.control},
                                        {"list", NULL, &delivery.list},
                                        {"changes", &changes, NULL},
                                        {"since", NULL, &since},
                                        {NULL, NULL, NULL}};
    int first;
    if (dg_options_parse(cli->where, options, argc, argv, &first) ||
        dg_options_operands(cli->where, argc - first, delivery.csv ? 1 : 0,
                            changes ? 0 : 1, argv + first) ||
        dg_cli_need_source(cli)) {
        return DG_EXIT_USAGE;
    }
    if (changes) {
        return list_changes(cli, since);
    }
    if (argc == first) {
        return list_reports(cli);
    }
    return dg_cli_number(cli, argv[first], &delivery.task)
               ? DG_EXIT_USAGE
               : dg_delivery_show(cli, &delivery);
}
