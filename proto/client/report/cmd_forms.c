/* SPDX-License-Identifier: Apache-2.0 */
/* form show, form check: what is registered, and what would come of a form that
 * nobody asked yet. */
#include "proto/base/i18n.h"
#include "proto/client/answer/label.h"
#include "proto/client/answer/plain.h"
#include "proto/client/ask/listing.h"
#include "proto/client/ask/options.h"
#include "proto/client/report/cmd.h"
#include "proto/client/report/object_file.h"
#include "proto/client/report/spelling.h"

struct reading {
    struct dg_listing listing;
    const char *control, *version; /* of which form; NULL: all */
    struct dg_buf newest;          /* version */
    const struct dg_json *form;    /* to be checked */
    const char *period, *prefix;   /* may be NULL */
};

/* ---- form show ---------------------------------------------------------- */

static void
put_which(void *context, struct dg_json_writer *request)
{
    const struct reading *reading = context;
    dg_json_put_text(request, "control",
                     reading->control ? reading->control : "");
    dg_json_put_text(request, "version",
                     reading->version ? reading->version : "");
}

static enum dg_err
add_forms(void *context, const struct dg_json *result)
{
    struct dg_table *table = &((struct reading *) context)->listing.table;
    for (const struct dg_json *f = dg_json_items(result, "forms"); f;
         f = f->next) {
        struct dg_str number = dg_json_get_str(f, "filing");
        dg_table_cell(table, dg_json_get_str(f, "control"));
        dg_table_cell(table, dg_json_get_str(f, "version"));
        dg_table_cell(table, dg_label(dg_json_get_str(f, "class")));
        dg_table_cell(table,
                      number.len ? number : dg_json_get_str(f, "approval"));
        dg_table_cell(table, dg_json_get_str(f, "validuntil"));
        dg_table_number(table, dg_answer_number(f, "fieldcount"));
        dg_table_cell(table, dg_json_get_str(f, "title"));
        dg_table_cell(table, dg_json_get_str(f, "name"));
    }
    return table->err;
}

/* Remembers the version that was registered last. */
static enum dg_err
find_newest(void *context, const struct dg_json *result)
{
    struct reading *reading = context;
    for (const struct dg_json *f = dg_json_items(result, "forms"); f;
         f = f->next) {
        dg_buf_clear(&reading->newest);
        dg_buf_str(&reading->newest, dg_json_get_str(f, "version"));
    }
    return reading->newest.err;
}

static enum dg_err
add_fields(void *context, const struct dg_json *result)
{
    struct reading *reading = context;
    struct dg_table *table = &reading->listing.table;
    if (reading->listing.head.len == 0) {
        dg_plain_put(&reading->listing.head, dg_json_get_str(result, "title"));
        dg_buf_printf(&reading->listing.head, " (%.*s %.*s), %.*s\n",
                      DG_STR_ARG(dg_json_get_str(result, "control")),
                      DG_STR_ARG(dg_json_get_str(result, "version")),
                      DG_STR_ARG(dg_json_get_str(result, "name")));
    }
    for (const struct dg_json *f = dg_json_items(result, "fields"); f;
         f = f->next) {
        struct dg_str is = dg_json_get_str(f, "is");
        dg_table_cell(table, dg_json_get_str(f, "name"));
        dg_table_cell(table, dg_json_get_str(f, "label"));
        dg_table_cell(table, is.len ? is : dg_json_get_str(f, "element"));
        dg_table_cell(table, dg_label(dg_json_get_str(f, "type")));
        dg_table_cell(table, dg_json_get_str(f, "unit"));
        dg_table_cell(table, dg_label(dg_json_get_str(f, "period")));
        dg_table_cell(table, dg_json_get_str(f, "definition"));
    }
    return table->err;
}

/* The registered forms. */
static int
show_all(struct dg_cli *cli)
{
    static const char *const heads[] = {
        N_("CONTROL"), N_("VERSION"),     N_("CLASS"),
        N_("~NUMBER"), N_("VALID UNTIL"), N_(">FIELDS"),
        N_("~TITLE"),  N_("~FROM"),       NULL};
    struct reading reading = {.control = NULL};
    const struct dg_pages pages = {.type = "dutygate.form.read.v1",
                                   .context = &reading,
                                   .put = put_which,
                                   .add = add_forms};
    return dg_listing_show(cli, &reading.listing, &pages, heads,
                           _("no form is registered\n"));
}

static int
find_version(struct dg_cli *cli, struct reading *reading)
{
    const struct dg_pages pages = {.type = "dutygate.form.read.v1",
                                   .context = reading,
                                   .quiet = true,
                                   .put = put_which,
                                   .add = find_newest};
    int status = dg_pages_read(cli, &pages);
    if (!status && reading->newest.len == 0) {
        return dg_cli_fail(cli, DG_EXIT_DATA, _("no form %s is registered"),
                           reading->control);
    }
    reading->version = reading->newest.data;
    return status;
}

/* One with its fields; without version the newest. */
static int
show_one(struct dg_cli *cli, const char *control, const char *version)
{
    static const char *const heads[] = {
        N_("FIELD"), N_("~FIGURE"), N_("ELEMENT"),     N_("TYPE"),
        N_("UNIT"),  N_("PERIOD"),  N_("~DEFINITION"), NULL};
    struct reading reading = {.control = control, .version = version};
    const struct dg_pages pages = {.type = "dutygate.form.read.v1",
                                   .context = &reading,
                                   .put = put_which,
                                   .add = add_fields};
    dg_buf_init(&reading.newest);
    int status = version ? DG_EXIT_OK : find_version(cli, &reading);
    if (!status) {
        status = dg_listing_show(cli, &reading.listing, &pages, heads, "");
    }
    dg_buf_finish(&reading.newest);
    return status;
}

int
dg_cmd_form_show(struct dg_cli *cli, int argc, char **argv)
{
    const char *version = NULL;
    const struct dg_option options[] = {{"version", NULL, &version},
                                        {NULL, NULL, NULL}};
    int first;
    if (dg_options_parse(cli->where, options, argc, argv, &first) ||
        dg_options_operands(cli->where, argc - first, version ? 1 : 0, 1,
                            argv + first) ||
        dg_cli_need_source(cli)) {
        return DG_EXIT_USAGE;
    }
    return argc > first ? show_one(cli, argv[first], version) : show_all(cli);
}

/* ---- form check --------------------------------------------------------- */

static void
put_form(void *context, struct dg_json_writer *request)
{
    const struct reading *reading = context;
    dg_json_name(request, "form");
    dg_json_copy(request, reading->form);
    dg_json_put_text(request, "period", reading->period ? reading->period : "");
    dg_json_put_text(request, "prefix", reading->prefix ? reading->prefix : "");
}

/* Who asks how much of it already. */
static void
put_duplicates(struct dg_buf *out, const struct dg_json *result)
{
    struct dg_str period = dg_json_get_str(result, "period");
    dg_buf_printf(out, _("%.*s %.*s for %.*s, of %llu offices\n"),
                  DG_STR_ARG(dg_json_get_str(result, "control")),
                  DG_STR_ARG(dg_json_get_str(result, "version")),
                  DG_STR_ARG(period),
                  (unsigned long long) dg_answer_number(result, "offices"));
    for (const struct dg_json *d = dg_json_items(result, "duplicates"); d;
         d = d->next) {
        dg_buf_printf(out,
                      _("%.*s asks %llu of these %llu already, due %.*s "
                        "(receipt %llu)\n"),
                      DG_STR_ARG(dg_json_get_str(d, "name")),
                      (unsigned long long) dg_answer_number(d, "fields"),
                      (unsigned long long) dg_answer_number(d, "of"),
                      DG_STR_ARG(dg_json_get_str(d, "due")),
                      (unsigned long long) dg_answer_number(d, "task"));
    }
}

/* "惠水县民政局, 惠水县公安局"; of a conflict what differs from what. */
static void
add_with(struct dg_table *table, const struct dg_json *field)
{
    const struct dg_json *conflict = dg_json_get(field, "conflict");
    struct dg_buf text;
    dg_buf_init(&text);
    if (conflict) {
        dg_buf_printf(
            &text, _("%.*s, by %.*s"),
            DG_STR_ARG(dg_json_get_str(conflict, "element")),
            DG_STR_ARG(dg_label(dg_json_get_str(conflict, "differs"))));
    }
    for (const struct dg_json *w = dg_json_items(field, "with"); w;
         w = w->next) {
        dg_buf_text(&text, text.len > 0 ? ", " : "");
        dg_buf_str(&text, dg_json_get_str(w, "name"));
    }
    dg_table_take(table, &text);
}

static enum dg_err
add_checked(void *context, const struct dg_json *result)
{
    struct reading *reading = context;
    struct dg_table *table = &reading->listing.table;
    if (reading->listing.head.len == 0) {
        put_duplicates(&reading->listing.head, result);
    }
    for (const struct dg_json *f = dg_json_items(result, "fields"); f;
         f = f->next) {
        const struct dg_json *offices = dg_json_get(f, "offices");
        dg_table_cell(table, dg_json_get_str(f, "name"));
        dg_table_cell(table, dg_json_get_str(f, "label"));
        dg_table_cell(table, dg_label(dg_json_get_str(f, "class")));
        dg_table_number(table, dg_answer_number(offices, "new"));
        dg_table_cell(table, dg_json_get_str(f, "asof"));
        dg_table_cell(table, dg_json_get_str(f, "element"));
        add_with(table, f);
    }
    return table->err;
}

/* A form, or a task that asks one. */
static const struct dg_json *
find_form(const struct dg_json *object)
{
    const struct dg_json *forms = dg_json_get(object, "forms");
    const struct dg_json *form = dg_json_get(object, "form");
    return forms ? forms->child : form ? form : object;
}

int
dg_cmd_form_check(struct dg_cli *cli, int argc, char **argv)
{
    static const char *const heads[] = {
        N_("FIELD"), N_("~FIGURE"), N_("CLASS"), N_(">NEW AT"),
        N_("AS OF"), N_("ELEMENT"), N_("~WITH"), NULL};
    struct reading reading = {.form = NULL};
    const struct dg_pages pages = {.type = "dutygate.form.check.v1",
                                   .context = &reading,
                                   .put = put_form,
                                   .add = add_checked};
    const struct dg_option options[] = {{"period", NULL, &reading.period},
                                        {"to", NULL, &reading.prefix},
                                        {NULL, NULL, NULL}};
    struct dg_object_file file;
    char period[DG_SPELLING_SIZE];
    int first;
    if (dg_options_parse(cli->where, options, argc, argv, &first) ||
        dg_options_operands(cli->where, argc - first, 1, 1, argv + first) ||
        dg_spelling_option(cli, &reading.period, period) ||
        dg_cli_need_source(cli)) {
        return DG_EXIT_USAGE;
    }
    int status = dg_object_file_read(cli, argv[first], &file);
    if (!status) {
        reading.form = find_form(file.object);
        status = dg_listing_show(cli, &reading.listing, &pages, heads, "");
    }
    dg_object_file_finish(&file);
    return status;
}
