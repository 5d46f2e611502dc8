/* SPDX-License-Identifier: Apache-2.0 */
/* dictionary show, conflicts, suggestions: data elements, and which of them
 * mean the same, may mean the same, or only sound alike. */
#include "proto/base/i18n.h"
#include "proto/client/answer/label.h"
#include "proto/client/answer/plain.h"
#include "proto/client/ask/listing.h"
#include "proto/client/ask/options.h"
#include "proto/client/report/cmd.h"

struct reading {
    struct dg_listing listing;
    const char *code, *label; /* each may be NULL */
    int64_t least;            /* score */
};

/* ---- dictionary show ---------------------------------------------------- */

static void
put_which(void *context, struct dg_json_writer *request)
{
    const struct reading *reading = context;
    dg_json_put_text(request, "code", reading->code ? reading->code : "");
    dg_json_put_text(request, "label", reading->label ? reading->label : "");
}

/* Members of an object with commas between, items of an array with
 * semicolons. */
static void
put_value(struct dg_buf *out, const struct dg_json *node)
{
    bool array = node->type == DG_JSON_ARRAY;
    if (node->type == DG_JSON_BOOLEAN) {
        dg_buf_text(out, node->boolean ? _("yes") : _("no"));
    } else if (!array && node->type != DG_JSON_OBJECT) {
        dg_plain_put(out, dg_label(node->text));
    }
    for (const struct dg_json *c = node->child; c; c = c->next) {
        if (!array) {
            dg_plain_put(out, c->name);
            dg_buf_text(out, " ");
        }
        put_value(out, c);
        dg_buf_text(out, !c->next ? "" : array ? "; " : ", ");
    }
}

/* One element: a line for each member, in the words of the wire. */
static void
put_element(struct dg_buf *out, const struct dg_json *element)
{
    for (const struct dg_json *m = element->child; m; m = m->next) {
        dg_buf_printf(out, "%-12.*s ", DG_STR_ARG(m->name));
        put_value(out, m);
        dg_buf_text(out, "\n");
    }
}

/* Whose it is, as long as the keeper has not taken it in. */
static void
add_state(struct dg_table *table, const struct dg_json *element)
{
    struct dg_str into = dg_json_get_str(element, "into");
    struct dg_buf text;
    dg_buf_init(&text);
    if (into.len > 0) {
        dg_buf_printf(&text, _("now %.*s"), DG_STR_ARG(into));
    } else if (dg_answer_flag(element, "provisional")) {
        dg_buf_str(&text, dg_json_get_str(element, "source"));
    }
    dg_table_take(table, &text);
}

static enum dg_err
add_elements(void *context, const struct dg_json *result)
{
    struct reading *reading = context;
    struct dg_table *table = &reading->listing.table;
    for (const struct dg_json *e = dg_json_items(result, "elements"); e;
         e = e->next) {
        if (reading->code) {
            put_element(&reading->listing.head, e);
            continue;
        }
        dg_table_cell(table, dg_json_get_str(e, "code"));
        dg_table_cell(table, dg_json_get_str(e, "label"));
        dg_table_cell(table, dg_label(dg_json_get_str(e, "type")));
        dg_table_cell(table, dg_json_get_str(e, "unit"));
        dg_table_cell(table, dg_label(dg_json_get_str(e, "period")));
        dg_table_cell(table, dg_label(dg_json_get_str(e, "kind")));
        dg_table_cell(table, dg_json_get_str(e, "definition"));
        add_state(table, e);
    }
    return dg_listing_err(&reading->listing);
}

int
dg_cmd_dictionary_show(struct dg_cli *cli, int argc, char **argv)
{
    static const char *const heads[] = {
        N_("CODE"), N_("~LABEL"),      N_("TYPE"), N_("UNIT"), N_("PERIOD"),
        N_("KIND"), N_("~DEFINITION"), N_("~OF"),  NULL};
    struct reading reading = {.code = NULL};
    const struct dg_option options[] = {{"label", NULL, &reading.label},
                                        {NULL, NULL, NULL}};
    int first;
    if (dg_options_parse(cli->where, options, argc, argv, &first) ||
        dg_options_operands(cli->where, argc - first, 0, reading.label ? 0 : 1,
                            argv + first) ||
        dg_cli_need_source(cli)) {
        return DG_EXIT_USAGE;
    }
    reading.code = argv[first]; /* NULL behind the last operand */
    const struct dg_pages pages = {.context = &reading,
                                   .type = "dutygate.dictionary.read.v1",
                                   .put = put_which,
                                   .add = add_elements};
    return dg_listing_show(cli, &reading.listing, &pages, heads,
                           _("there is no data element\n"));
}

/* ---- dictionary conflicts ----------------------------------------------- */

/* Two rows, one for each side. */
static void
add_side(struct dg_table *table, const struct dg_json *side,
         struct dg_str differs)
{
    dg_table_cell(table, dg_json_get_str(side, "label"));
    dg_table_cell(table, dg_json_get_str(side, "code"));
    dg_table_cell(table, dg_json_get_str(side, "unit"));
    dg_table_cell(table, dg_json_get_str(side, "source"));
    dg_table_cell(table, dg_label(differs));
    dg_table_cell(table, dg_json_get_str(side, "definition"));
}

static enum dg_err
add_conflicts(void *context, const struct dg_json *result)
{
    struct dg_table *table = &((struct reading *) context)->listing.table;
    const struct dg_json *c = dg_json_items(result, "conflicts");
    for (; c; c = c->next) {
        add_side(table, dg_json_get(c, "other"), (struct dg_str){NULL, 0});
        add_side(table, dg_json_get(c, "element"),
                 dg_json_get_str(c, "member"));
    }
    return table->err;
}

int
dg_cmd_dictionary_conflicts(struct dg_cli *cli, int argc, char **argv)
{
    static const char *const heads[] = {
        N_("~LABEL"),  N_("CODE"),        N_("UNIT"), N_("~OF"),
        N_("DIFFERS"), N_("~DEFINITION"), NULL};
    static const struct dg_option options[] = {{NULL, NULL, NULL}};
    struct reading reading = {.code = NULL};
    int first;
    if (dg_options_parse(cli->where, options, argc, argv, &first) ||
        dg_options_operands(cli->where, argc - first, 0, 0, argv + first) ||
        dg_cli_need_source(cli)) {
        return DG_EXIT_USAGE;
    }
    const struct dg_pages pages = {.context = &reading,
                                   .type = "dutygate.dictionary.conflicts.v1",
                                   .add = add_conflicts};
    return dg_listing_show(cli, &reading.listing, &pages, heads,
                           _("no two fields are in conflict\n"));
}

/* ---- dictionary suggestions --------------------------------------------- */

static void
put_least(void *context, struct dg_json_writer *request)
{
    const struct reading *reading = context;
    dg_json_put_integer(request, "min", reading->least);
}

static void
add_evidence(struct dg_table *table, const struct dg_json *pair)
{
    struct dg_buf text;
    dg_buf_init(&text);
    for (const struct dg_json *e = dg_json_items(pair, "evidence"); e;
         e = e->next) {
        dg_buf_text(&text, text.len > 0 ? ", " : "");
        dg_buf_str(&text, dg_json_get_str(e, "text"));
    }
    dg_table_take(table, &text);
}

static enum dg_err
add_pairs(void *context, const struct dg_json *result)
{
    struct dg_table *table = &((struct reading *) context)->listing.table;
    const struct dg_json *p = dg_json_items(result, "suggestions");
    for (; p; p = p->next) {
        const struct dg_json *element = dg_json_get(p, "element");
        const struct dg_json *into = dg_json_get(p, "into");
        dg_table_number(table, dg_answer_number(p, "score"));
        dg_table_cell(table, dg_json_get_str(element, "code"));
        dg_table_cell(table, dg_json_get_str(element, "label"));
        dg_table_cell(table, dg_json_get_str(into, "code"));
        dg_table_cell(table, dg_json_get_str(into, "label"));
        add_evidence(table, p);
    }
    return table->err;
}

int
dg_cmd_dictionary_suggestions(struct dg_cli *cli, int argc, char **argv)
{
    static const char *const heads[] = {
        N_(">SCORE"), N_("CODE"),      N_("~LABEL"), N_("INTO"),
        N_("~LABEL"), N_("~EVIDENCE"), NULL};
    const char *least = NULL;
    const struct dg_option options[] = {{"min", NULL, &least},
                                        {NULL, NULL, NULL}};
    struct reading reading = {.code = NULL};
    int first;
    if (dg_options_parse(cli->where, options, argc, argv, &first) ||
        dg_options_operands(cli->where, argc - first, 0, 0, argv + first) ||
        (least && dg_cli_number(cli, least, &reading.least)) ||
        dg_cli_need_source(cli)) {
        return DG_EXIT_USAGE;
    }
    const struct dg_pages pages = {.context = &reading,
                                   .type = "dutygate.dictionary.suggestions.v1",
                                   .put = put_least,
                                   .add = add_pairs};
    return dg_listing_show(cli, &reading.listing, &pages, heads,
                           _("nothing is suggested\n"));
}
