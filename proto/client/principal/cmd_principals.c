/* SPDX-License-Identifier: Apache-2.0 */
/* principals: who may speak, as a table; of one principal all of it. */
#include "proto/base/date.h"
#include "proto/base/i18n.h"
#include "proto/client/answer/label.h"
#include "proto/client/answer/plain.h"
#include "proto/client/ask/listing.h"
#include "proto/client/ask/options.h"
#include "proto/client/principal/cmd.h"

struct reading {
    const char *principal, *kid; /* may be NULL */
    bool all;                    /* what ended, too */
    struct dg_listing listing;   /* its head of one principal */
};

static bool
is_over(struct dg_str state)
{
    return dg_str_is(state, "ended") || dg_str_is(state, "revoked");
}

/* What holds of both: the principal's own state, unless the key's says more. */
static struct dg_str
state_of(const struct dg_json *principal, const struct dg_json *officer)
{
    struct dg_str own = dg_json_get_str(principal, "state");
    struct dg_str state = dg_json_get_str(officer, "state");
    return state.len > 0 && !is_over(own) ? state : own;
}

/* "suspended", with its last day if it has one: a page has no other place for
 * it. */
static void
put_state(struct dg_table *table, const struct dg_json *principal,
          const struct dg_json *officer)
{
    struct dg_str state = state_of(principal, officer);
    struct dg_str end = dg_json_get_str(officer, "suspendeduntil");
    struct dg_buf text;
    char day[DG_DATE_SIZE];
    int64_t time_us;
    end = end.len ? end : dg_json_get_str(principal, "suspendeduntil");
    dg_buf_init(&text);
    if (dg_str_is(state, "suspended") &&
        dg_instant_parse(end, &time_us) == DG_OK) {
        dg_date_format(dg_date_of_instant(time_us - 1), day);
        dg_buf_printf(&text, _("suspended until %s"), day);
    } else {
        dg_buf_str(&text, dg_label(state));
    }
    dg_table_take(table, &text);
}

/* ---- all --------------------------------------------------------------------
 */

static void
add_row(struct reading *reading, const struct dg_json *principal,
        const struct dg_json *officer)
{
    struct dg_table *table = &reading->listing.table;
    struct dg_str state = state_of(principal, officer);
    struct dg_str until = dg_json_get_str(officer, "until");
    if (is_over(state) && !reading->all) {
        return;
    }
    dg_table_cell(table, dg_json_get_str(principal, "principal"));
    dg_table_cell(table, dg_json_get_str(principal, "name"));
    dg_table_cell(table, dg_json_get_str(officer, "name"));
    dg_table_cell(table, dg_label(dg_json_get_str(officer, "post")));
    put_state(table, principal, officer);
    dg_table_day(table, until.len ? until : dg_json_get_str(principal, "until"),
                 true);
    dg_table_number(table, dg_answer_number(principal, "term"));
}

static enum dg_err
add_all(void *context, const struct dg_json *result)
{
    struct reading *reading = context;
    const struct dg_json *p = dg_json_items(result, "principals");
    for (; p; p = p->next) {
        const struct dg_json *o = dg_json_items(p, "officers");
        if (!o) {
            add_row(reading, p, NULL);
        }
        for (; o; o = o->next) {
            add_row(reading, p, o);
        }
    }
    return dg_listing_err(&reading->listing);
}

/* ---- one --------------------------------------------------------------------
 */

/* "NAME (SOURCE): STATE, credit code CODE; parents …" */
static void
put_head(struct dg_buf *out, const struct dg_json *p)
{
    const struct dg_json *parents = dg_json_items(p, "parents");
    struct dg_str name = dg_json_get_str(p, "name");
    struct dg_str code = dg_json_get_str(p, "creditcode");
    if (name.len > 0) {
        dg_plain_put(out, name);
        dg_buf_text(out, " (");
    }
    dg_plain_put(out, dg_json_get_str(p, "principal"));
    dg_buf_text(out, name.len > 0 ? "): " : ": ");
    dg_buf_str(out, dg_label(dg_json_get_str(p, "state")));
    if (code.len > 0) {
        dg_buf_text(out, ", ");
        dg_plain_put(out, code);
    }
    for (; parents; parents = parents->next) {
        dg_buf_text(out, ", ");
        dg_plain_put(out, parents->text);
    }
    dg_buf_text(out, "\n");
}

static void
add_officer(struct reading *reading, const struct dg_json *principal,
            const struct dg_json *officer)
{
    struct dg_table *table = &reading->listing.table;
    dg_table_cell(table, dg_json_get_str(officer, "name"));
    dg_table_cell(table, dg_label(dg_json_get_str(officer, "post")));
    put_state(table, principal, officer);
    dg_table_day(table, dg_json_get_str(officer, "from"), false);
    dg_table_day(table, dg_json_get_str(officer, "until"), true);
    dg_table_number(table, dg_answer_number(officer, "term"));
    dg_table_cell(table, dg_json_get_str(officer, "key"));
}

static enum dg_err
add_one(void *context, const struct dg_json *result)
{
    struct reading *reading = context;
    const struct dg_json *p = dg_json_items(result, "principals");
    const struct dg_json *officers;
    if (p && reading->listing.head.len == 0) {
        put_head(&reading->listing.head, p);
    }
    officers = dg_json_get(p, "officers");
    for (officers = officers ? officers->child : NULL; officers;
         officers = officers->next) {
        add_officer(reading, p, officers);
    }
    return dg_listing_err(&reading->listing);
}

/* ---- command line -------------------------------------------------------- */

static void
put_which(void *context, struct dg_json_writer *request)
{
    const struct reading *reading = context;
    dg_json_put_text(request, "principal",
                     reading->principal ? reading->principal : "");
    dg_json_put_text(request, "key", reading->kid ? reading->kid : "");
}

int
dg_cmd_principals_show(struct dg_cli *cli, int argc, char **argv)
{
    static const char *const all_heads[] = {
        N_("PRINCIPAL"), N_("~NAME"), N_("OFFICER"), N_("POST"),
        N_("STATE"),     N_("UNTIL"), N_(">TERM"),   NULL};
    static const char *const one_heads[] = {
        N_("OFFICER"), N_("POST"),  N_("STATE"), N_("FROM"),
        N_("UNTIL"),   N_(">TERM"), "KID",       NULL};
    struct reading reading = {.principal = NULL};
    const struct dg_option options[] = {{"kid", NULL, &reading.kid},
                                        {"all", &reading.all, NULL},
                                        {NULL, NULL, NULL}};
    int first;
    if (dg_options_parse(cli->where, options, argc, argv, &first) ||
        dg_options_operands(cli->where, argc - first, 0, 1, argv + first) ||
        dg_cli_need_source(cli)) {
        return DG_EXIT_USAGE;
    }
    reading.principal = argv[first]; /* NULL behind the last operand */
    bool one = reading.principal || reading.kid;
    const struct dg_pages pages = {.type = "dutygate.principal.read.v1",
                                   .context = &reading,
                                   .put = put_which,
                                   .add = one ? add_one : add_all};
    return dg_listing_show(cli, &reading.listing, &pages,
                           one ? one_heads : all_heads,
                           _("nobody is enrolled\n"));
}
