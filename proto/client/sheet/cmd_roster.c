/* SPDX-License-Identifier: Apache-2.0 */
/* roster import, export, diff. */
#include "proto/base/i18n.h"
#include "proto/client/ask/options.h"
#include "proto/client/sheet/cmd.h"
#include "proto/client/sheet/cmd_sheet.h"
#include "proto/client/sheet/forms.h"
#include "proto/client/sheet/publish.h"

static bool
is_abolished(const struct dg_row *row)
{
    return dg_str_is(dg_rows_text(row, DG_FORMS_ROSTER_KIND), "abolished");
}

/* Sheets keep what was abolished long ago: an office that is not in force is
 * not abolished again. */
static size_t
drop_ended(struct dg_rows *rows, const struct dg_rows *in_force)
{
    size_t kept = 0, dropped;
    for (size_t i = 0; i < rows->count; i++) {
        struct dg_row *row = rows->items[i];
        if (is_abolished(row) && !dg_rows_find(in_force, row->key)) {
            HASH_DEL(rows->by_key, row);
        } else {
            rows->items[kept++] = row;
        }
    }
    dropped = rows->count - kept;
    rows->count = kept;
    return dropped;
}

/* An abolished office has the name it had. */
static void
name_ended(struct dg_rows *rows, const struct dg_rows *in_force)
{
    for (size_t i = 0; i < rows->count; i++) {
        struct dg_row *row = rows->items[i];
        const struct dg_row *before = dg_rows_find(in_force, row->key);
        if (before && is_abolished(row)) {
            row->values[DG_FORMS_ROSTER_NAME] =
                before->values[DG_FORMS_ROSTER_NAME];
        }
    }
}

/* ---- what one row says of others ---------------------------------------- */

struct references {
    const struct dg_rows *rows;
    struct dg_complaints complaints;
};

/* Every code in this column must be an office that the sheet has and keeps. */
static void
check_codes(struct references *r, const struct dg_row *row, size_t column)
{
    const struct dg_value *codes = &row->values[column];
    for (size_t i = 0; i < codes->count; i++) {
        const struct dg_row *office = dg_rows_find(r->rows, codes->items[i]);
        if (!office || is_abolished(office)) {
            dg_complaints_add(
                &r->complaints, row->line,
                dg_str_from(_(dg_forms_roster.columns[column].heading)),
                _("%.*s is no town or village that this sheet has"),
                DG_STR_ARG(codes->items[i]));
        }
    }
}

static int
check_references(const struct dg_cli *cli, const char *path,
                 const struct dg_rows *rows)
{
    struct references r = {.rows = rows};
    int status = DG_EXIT_OK;
    dg_complaints_init(&r.complaints, dg_cmd_sheet_name(path));
    for (size_t i = 0; i < rows->count; i++) {
        check_codes(&r, rows->items[i], DG_FORMS_ROSTER_SUCCESSORS);
        check_codes(&r, rows->items[i], DG_FORMS_ROSTER_MEMBERS);
    }
    if (r.complaints.count > 0) {
        dg_complaints_end(&r.complaints);
        status = dg_cmd_sheet_complain(cli, &r.complaints);
    }
    dg_complaints_finish(&r.complaints);
    return status;
}

/* ---- import ------------------------------------------------------------- */

static int
show(const struct dg_cli *cli, const struct dg_diff *diff, struct dg_str from,
     struct dg_str to, bool full)
{
    return dg_cmd_sheet_show(
        cli,
        &(struct dg_cmd_sheet_diffs){
            from, to, {N_("roster"), NULL, NULL}, {diff, NULL}},
        full);
}

struct import_options {
    const char *version, *id, *file;
    bool dry_run;
};

static int
import(struct dg_cli *cli, const struct import_options *o,
       struct dg_rows *before, struct dg_rows *after)
{
    struct dg_str version;
    struct dg_diff diff;
    int status = dg_cmd_sheet_read(cli, o->file, after);
    if (!status) {
        status = dg_fetch_roster(cli, before, &version);
    }
    if (status) {
        return status;
    }
    size_t dropped = drop_ended(after, before);
    if (dropped > 0) {
        dg_cli_fail(cli, DG_EXIT_OK,
                    P_("%zu abolished office is not in force any more",
                       "%zu abolished offices are not in force any more",
                       dropped),
                    dropped);
    }
    name_ended(after, before);
    status = check_references(cli, o->file, after);
    if (status) {
        return status;
    }
    dg_diff_init(&diff, before, after, false);
    status = show(cli, &diff, version, dg_str_from(o->version), o->dry_run);
    return status || o->dry_run
               ? status
               : dg_publish_roster(
                     cli, &(struct dg_publish_roster){.version = o->version,
                                                      .changes = &diff,
                                                      .base = version,
                                                      .id = o->id});
}

int
dg_cmd_roster_import(struct dg_cli *cli, int argc, char **argv)
{
    struct import_options o = {.version = NULL};
    struct dg_rows before, after;
    const struct dg_option options[] = {{"version", NULL, &o.version},
                                        {"id", NULL, &o.id},
                                        {"dry-run", &o.dry_run, NULL},
                                        {NULL, NULL, NULL}};
    int first;
    if (dg_options_parse(cli->where, options, argc, argv, &first) ||
        dg_options_operands(cli->where, argc - first, 1, 1, argv + first) ||
        dg_cli_need_source(cli)) {
        return DG_EXIT_USAGE;
    }
    if (!o.dry_run && !o.version) {
        return dg_cmd_sheet_need(cli, "--version");
    }
    o.file = argv[first];
    dg_rows_init(&before, &dg_forms_roster);
    dg_rows_init(&after, &dg_forms_roster);
    int status = import(cli, &o, &before, &after);
    dg_rows_finish(&after);
    dg_rows_finish(&before);
    return status;
}

int
dg_cmd_roster_export(struct dg_cli *cli, int argc, char **argv)
{
    struct dg_rows rows;
    struct dg_str version;
    bool bom = false;
    const struct dg_option options[] = {{"bom", &bom, NULL},
                                        {NULL, NULL, NULL}};
    int first;
    if (dg_options_parse(cli->where, options, argc, argv, &first) ||
        dg_options_operands(cli->where, argc - first, 0, 1, argv + first) ||
        dg_cli_need_source(cli)) {
        return DG_EXIT_USAGE;
    }
    dg_rows_init(&rows, &dg_forms_roster);
    int status = dg_fetch_roster(cli, &rows, &version);
    if (!status && version.len == 0) {
        status = dg_cli_fail(cli, DG_EXIT_DATA, _("there is no roster yet"));
    }
    if (!status) {
        status = dg_cmd_sheet_write(cli, &rows, bom, argv[first]);
    }
    dg_rows_finish(&rows);
    return status;
}

/* One sheet: against the roster in force; two: the one against the other. */
int
dg_cmd_roster_diff(struct dg_cli *cli, int argc, char **argv)
{
    struct dg_rows from, to;
    struct dg_str version = {NULL, 0};
    const struct dg_option options[] = {{NULL, NULL, NULL}};
    int first;
    if (dg_options_parse(cli->where, options, argc, argv, &first) ||
        dg_options_operands(cli->where, argc - first, 1, 2, argv + first) ||
        (argc - first == 1 && dg_cli_need_source(cli))) {
        return DG_EXIT_USAGE;
    }
    dg_rows_init(&from, &dg_forms_roster);
    dg_rows_init(&to, &dg_forms_roster);
    int status = dg_cmd_sheet_read(cli, argv[argc - 1], &to);
    if (!status && argc - first == 2) {
        status = dg_cmd_sheet_read(cli, argv[first], &from);
    } else if (!status) {
        status = dg_fetch_roster(cli, &from, &version);
        drop_ended(&to, &from);
        name_ended(&to, &from);
    }
    if (!status) {
        struct dg_diff diff;
        dg_diff_init(&diff, &from, &to, false);
        status = show(cli, &diff, version, dg_str_from(NULL), true);
    }
    dg_rows_finish(&to);
    dg_rows_finish(&from);
    return status;
}
