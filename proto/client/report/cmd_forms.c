/* SPDX-License-Identifier: Apache-2.0 */
/* form show, form check: what is registered, and what would come of a form that
 * nobody asked yet. */
#include "proto/base/i18n.h"
#include "proto/client/answer/label.h"
#include "proto/client/answer/plain.h"
#include "proto/client/answer/table.h"
#include "proto/client/ask/options.h"
#include "proto/client/ask/pages.h"
#include "proto/client/report/cmd.h"
#include "proto/client/report/object_file.h"

#define ARENA_LIMIT ((size_t) 1 << 30)

/* A table that grows page by page, and lines before it. */
struct listing {
    struct dg_arena arena;
    struct dg_table table;
    struct dg_buf out;
    struct dg_str control, version; /* of which form; empty: all */
    const struct dg_json *form;     /* to be checked */
    const char *period, *prefix;    /* may be NULL */
};

static const struct dg_json *
items(const struct dg_json *result, const char *name)
{
    const struct dg_json *array = dg_json_get(result, name);
    return array ? array->child : NULL;
}

static void
begin(struct listing *listing, const char *const *heads)
{
    dg_arena_init(&listing->arena, ARENA_LIMIT);
    dg_buf_init(&listing->out);
    dg_table_init(&listing->table, &listing->arena, heads);
}

static void
finish(struct listing *listing)
{
    dg_table_finish(&listing->table);
    dg_buf_finish(&listing->out);
    dg_arena_finish(&listing->arena);
}

/* Reads all pages and prints what they come to. */
static int
list(struct dg_cli *cli, struct listing *listing, const struct dg_pages *pages)
{
    int status = dg_pages_read(cli, pages);
    if (!status && !cli->json && !pages->quiet) {
        dg_table_render(&listing->table, dg_cli_columns(), &listing->out);
        if (listing->out.len == 0) {
            dg_buf_text(&listing->out, _("no form is registered\n"));
        }
        dg_cli_flush(&listing->out);
    }
    return status;
}

/* ---- form show ---------------------------------------------------------- */

static void
put_which(void *context, struct dg_json_writer *request)
{
    const struct listing *listing = context;
    dg_json_put_str(request, "control", listing->control);
    dg_json_put_str(request, "version", listing->version);
}

static enum dg_err
add_forms(void *context, const struct dg_json *result)
{
    struct dg_table *table = &((struct listing *) context)->table;
    for (const struct dg_json *f = items(result, "forms"); f; f = f->next) {
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
    struct listing *listing = context;
    for (const struct dg_json *f = items(result, "forms"); f; f = f->next) {
        listing->version =
            dg_arena_copy(&listing->arena, dg_json_get_str(f, "version"));
    }
    return DG_OK;
}

static enum dg_err
add_fields(void *context, const struct dg_json *result)
{
    struct listing *listing = context;
    struct dg_table *table = &listing->table;
    if (listing->out.len == 0) {
        dg_plain_put(&listing->out, dg_json_get_str(result, "title"));
        dg_buf_printf(&listing->out, " (%.*s %.*s), %.*s\n",
                      DG_STR_ARG(dg_json_get_str(result, "control")),
                      DG_STR_ARG(dg_json_get_str(result, "version")),
                      DG_STR_ARG(dg_json_get_str(result, "name")));
    }
    for (const struct dg_json *f = items(result, "fields"); f; f = f->next) {
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
    struct listing listing = {.form = NULL};
    begin(&listing, heads);
    int status = list(cli, &listing,
                      &(struct dg_pages){.type = "dutygate.form.read.v1",
                                         .context = &listing,
                                         .put = put_which,
                                         .add = add_forms});
    finish(&listing);
    return status;
}

/* One with its fields; without version the newest. */
static int
show_one(struct dg_cli *cli, const char *control, const char *version)
{
    static const char *const heads[] = {
        N_("FIELD"), N_("~FIGURE"), N_("ELEMENT"),     N_("TYPE"),
        N_("UNIT"),  N_("PERIOD"),  N_("~DEFINITION"), NULL};
    struct listing listing = {.control = dg_str_from(control),
                              .version = dg_str_from(version)};
    struct dg_pages pages = {.type = "dutygate.form.read.v1",
                             .context = &listing,
                             .quiet = true,
                             .put = put_which,
                             .add = find_newest};
    begin(&listing, heads);
    int status = version ? DG_EXIT_OK : list(cli, &listing, &pages);
    if (!status && listing.version.len == 0) {
        status = dg_cli_fail(cli, DG_EXIT_DATA, _("no form %s is registered"),
                             control);
    }
    if (!status) {
        pages.quiet = false;
        pages.add = add_fields;
        status = list(cli, &listing, &pages);
    }
    finish(&listing);
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
    const struct listing *listing = context;
    dg_json_name(request, "form");
    dg_json_copy(request, listing->form);
    dg_json_put_text(request, "period", listing->period ? listing->period : "");
    dg_json_put_text(request, "prefix", listing->prefix ? listing->prefix : "");
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
    for (const struct dg_json *d = items(result, "duplicates"); d;
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
    for (const struct dg_json *w = items(field, "with"); w; w = w->next) {
        dg_buf_text(&text, text.len > 0 ? ", " : "");
        dg_buf_str(&text, dg_json_get_str(w, "name"));
    }
    dg_table_cell(table, (struct dg_str){text.data, text.len});
    dg_buf_finish(&text);
}

static enum dg_err
add_checked(void *context, const struct dg_json *result)
{
    struct listing *listing = context;
    struct dg_table *table = &listing->table;
    if (listing->out.len == 0) {
        put_duplicates(&listing->out, result);
    }
    for (const struct dg_json *f = items(result, "fields"); f; f = f->next) {
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
    struct listing listing = {.form = NULL};
    const struct dg_option options[] = {{"period", NULL, &listing.period},
                                        {"to", NULL, &listing.prefix},
                                        {NULL, NULL, NULL}};
    struct dg_object_file file;
    int first;
    if (dg_options_parse(cli->where, options, argc, argv, &first) ||
        dg_options_operands(cli->where, argc - first, 1, 1, argv + first) ||
        dg_cli_need_source(cli)) {
        return DG_EXIT_USAGE;
    }
    int status = dg_object_file_read(cli, argv[first], &file);
    if (!status) {
        begin(&listing, heads);
        listing.form = find_form(file.object);
        status = list(cli, &listing,
                      &(struct dg_pages){.type = "dutygate.form.check.v1",
                                         .context = &listing,
                                         .put = put_form,
                                         .add = add_checked});
        finish(&listing);
    }
    dg_object_file_finish(&file);
    return status;
}
