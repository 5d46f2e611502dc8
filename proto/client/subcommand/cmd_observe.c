/* SPDX-License-Identifier: Apache-2.0 */
/* list observe-report: what the rules on trial would have stopped, statutory
 * work first, so that the list is mended before they count; and who calls how
 * much urgent. */
#include "proto/base/i18n.h"
#include "proto/client/answer/answer.h"
#include "proto/client/answer/label.h"
#include "proto/client/answer/table.h"
#include "proto/client/ask/options.h"
#include "proto/client/ask/pages.h"
#include "proto/client/subcommand/cmd.h"
#include "proto/client/subcommand/tally.h"

#define ARENA_LIMIT ((size_t) 256 << 20)

struct report {
    const char *from, *to;
    bool begun;
    struct dg_table groups, tasks, shares;
    struct dg_buf out;
};

/* ---- the head ---------------------------------------------------------- */

static void
put_headline(struct dg_buf *out, const struct dg_json *result)
{
    unsigned long long stopped = dg_answer_number(result, "stopped");
    unsigned long long statutory = dg_answer_number(result, "statutory");
    if (stopped == 0) {
        dg_buf_text(out, _("enforcing would have stopped no request\n"));
    } else if (statutory == 0) {
        dg_buf_printf(out,
                      P_("enforcing would have stopped %llu request, not "
                         "statutory\n",
                         "enforcing would have stopped %llu requests, none of "
                         "them statutory\n",
                         stopped),
                      stopped);
    } else {
        dg_buf_printf(out,
                      P_("enforcing would have stopped %llu request, %llu of "
                         "them statutory: mend the list first\n",
                         "enforcing would have stopped %llu requests, %llu of "
                         "them statutory: mend the list first\n",
                         stopped),
                      stopped, statutory);
    }
}

static void
put_head(struct dg_buf *out, const struct dg_json *result)
{
    const struct dg_json *silence = dg_json_get(result, "silence");
    struct dg_str from = dg_json_get_str(result, "from");
    struct dg_str to = dg_json_get_str(result, "to");
    put_headline(out, result);
    dg_buf_printf(out,
                  _("%.*s to %.*s: asked %llu, would have been stopped %llu, "
                    "would have lost parts %llu\n"),
                  DG_STR_ARG(from), DG_STR_ARG(to),
                  (unsigned long long) dg_answer_number(result, "asked"),
                  (unsigned long long) dg_answer_number(result, "stopped"),
                  (unsigned long long) dg_answer_number(result, "stripped"));
    unsigned long long passed = dg_answer_number(silence, "passed");
    unsigned long long lapsed = dg_answer_number(silence, "lapsed");
    if (passed + lapsed > 0) {
        dg_buf_printf(out,
                      _("without a keeper's word: passed %llu, lapsed %llu\n"),
                      passed, lapsed);
    }
}

/* ---- tables ------------------------------------------------------------ */

static void
put_rules(struct dg_table *table, const struct dg_json *rules)
{
    struct dg_buf text;
    dg_buf_init(&text);
    for (const struct dg_json *r = rules ? rules->child : NULL; r;
         r = r->next) {
        dg_buf_printf(&text, "%s%.*s %.*s", text.len > 0 ? ", " : "",
                      DG_STR_ARG(r->name), DG_STR_ARG(r->text));
    }
    dg_table_take(table, &text);
}

static void
add_groups(struct dg_table *table, const struct dg_json *groups)
{
    for (const struct dg_json *g = groups ? groups->child : NULL; g;
         g = g->next) {
        dg_table_cell(table, dg_json_get_str(g, "department"));
        dg_table_cell(table, dg_label(dg_json_get_str(g, "class")));
        dg_table_number(table, dg_answer_number(g, "stopped"));
        dg_table_number(table, dg_answer_number(g, "stripped"));
        dg_table_number(table, dg_answer_number(g, "offices"));
        put_rules(table, dg_json_get(g, "rules"));
    }
}

static void
put_codes(struct dg_table *table, const struct dg_json *codes)
{
    struct dg_buf text;
    dg_buf_init(&text);
    for (const struct dg_json *c = codes ? codes->child : NULL; c;
         c = c->next) {
        dg_buf_text(&text, text.len > 0 ? ", " : "");
        dg_label_put_code(&text, c->text);
    }
    dg_table_take(table, &text);
}

/* Those that are to be mended first are named one by one. */
static void
add_tasks(struct dg_table *table, const struct dg_json *tasks)
{
    for (const struct dg_json *t = tasks ? tasks->child : NULL; t;
         t = t->next) {
        if (!dg_answer_flag(t, "stopped") ||
            !dg_str_is(dg_json_get_str(t, "class"), "statutory")) {
            continue;
        }
        dg_table_number(table, dg_answer_number(t, "task"));
        dg_table_cell(table, dg_json_get_str(t, "time"));
        dg_table_cell(table, dg_json_get_str(t, "department"));
        dg_table_cell(table, dg_json_get_str(t, "duty"));
        put_codes(table, dg_json_get(t, "codes"));
    }
}

/* Two decimals, rounded half to even; "-" of no task. */
static void
put_share(struct dg_table *table, uint64_t part, uint64_t whole)
{
    char rate[DG_TALLY_RATE_SIZE];
    struct dg_buf text;
    if (whole == 0 || part > whole) {
        dg_table_cell(table, DG_STR("-"));
        return;
    }
    dg_tally_rate(whole, whole - part, rate);
    dg_buf_init(&text);
    dg_buf_printf(&text, "%s %%", rate + (rate[0] == '-'));
    dg_table_take(table, &text);
}

static void
add_shares(struct dg_table *table, const struct dg_json *shares)
{
    for (const struct dg_json *s = shares ? shares->child : NULL; s;
         s = s->next) {
        uint64_t urgent = dg_answer_number(s, "urgent");
        uint64_t life_safety = dg_answer_number(s, "lifesafety");
        dg_table_cell(table, dg_json_get_str(s, "department"));
        dg_table_number(table, dg_answer_number(s, "tasks"));
        dg_table_number(table, urgent);
        dg_table_number(table, life_safety);
        dg_table_number(table, dg_answer_number(s, "afterwards"));
        put_share(table, urgent + life_safety, dg_answer_number(s, "tasks"));
    }
}

/* ---- the report -------------------------------------------------------- */

static void
put_days(void *context, struct dg_json_writer *request)
{
    const struct report *r = context;
    dg_json_put_text(request, "from", r->from ? r->from : "");
    dg_json_put_text(request, "to", r->to ? r->to : "");
}

/* Every page repeats the sums. */
static enum dg_err
add_page(void *context, const struct dg_json *result)
{
    struct report *r = context;
    if (!r->begun) {
        put_head(&r->out, result);
        add_groups(&r->groups, dg_json_get(result, "by"));
        add_shares(&r->shares, dg_json_get(result, "urgent"));
        r->begun = true;
    }
    add_tasks(&r->tasks, dg_json_get(result, "tasks"));
    return r->out.err ? r->out.err : r->tasks.err;
}

static void
put_table(struct report *r, const char *title, const struct dg_table *table)
{
    struct dg_buf text;
    dg_buf_init(&text);
    dg_table_render(table, dg_cli_columns(), &text);
    if (text.len > 0) {
        dg_buf_printf(&r->out, "\n%s\n", title);
        dg_buf_append(&r->out, text.data, text.len);
    }
    dg_buf_finish(&text);
}

static void
show_report(struct report *r)
{
    put_table(r, _("statutory requests that would have been stopped:"),
              &r->tasks);
    put_table(r, _("by department and class:"), &r->groups);
    put_table(r, _("called urgent:"), &r->shares);
    dg_cli_flush(&r->out);
}

static void
init_report(struct report *r, struct dg_arena *arena)
{
    static const char *const groups[] = {N_("DEPARTMENT"),
                                         N_("CLASS"),
                                         N_(">STOPPED"),
                                         N_(">CUT"),
                                         N_(">OFFICES"),
                                         N_("~RULES"),
                                         NULL};
    static const char *const tasks[] = {N_(">RECEIPT"),   N_("DAY"),
                                        N_("DEPARTMENT"), N_("DUTY"),
                                        N_("~CODES"),     NULL};
    static const char *const shares[] = {
        N_("DEPARTMENT"),  N_(">TASKS"), N_(">URGENT"), N_(">LIFE-SAFETY"),
        N_(">AFTERWARDS"), N_(">SHARE"), NULL};
    dg_arena_init(arena, ARENA_LIMIT);
    dg_table_init(&r->groups, arena, groups);
    dg_table_init(&r->tasks, arena, tasks);
    dg_table_init(&r->shares, arena, shares);
    dg_buf_init(&r->out);
}

int
dg_cmd_observe_report(struct dg_cli *cli, int argc, char **argv)
{
    struct report r = {.from = NULL};
    const struct dg_option options[] = {
        {"from", NULL, &r.from}, {"to", NULL, &r.to}, {NULL, NULL, NULL}};
    const struct dg_pages pages = {.type = "dutygate.list.report.v1",
                                   .context = &r,
                                   .put = put_days,
                                   .add = add_page};
    struct dg_arena arena;
    int first;
    if (dg_options_parse(cli->where, options, argc, argv, &first) ||
        dg_options_operands(cli->where, argc - first, 0, 0, argv + first) ||
        dg_cli_need_source(cli)) {
        return DG_EXIT_USAGE;
    }
    init_report(&r, &arena);
    int status = dg_pages_read(cli, &pages);
    if (!status && !cli->json) {
        show_report(&r);
    }
    dg_buf_finish(&r.out);
    dg_table_finish(&r.shares);
    dg_table_finish(&r.tasks);
    dg_table_finish(&r.groups);
    dg_arena_finish(&arena);
    return status;
}
