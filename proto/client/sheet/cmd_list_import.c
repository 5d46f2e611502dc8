/* SPDX-License-Identifier: Apache-2.0 */
/* list import, proofs import: a sheet becomes a version. */
#include <stdio.h>

#include "proto/base/i18n.h"
#include "proto/client/ask/options.h"
#include "proto/client/sheet/cmd.h"
#include "proto/client/sheet/cmd_sheet.h"
#include "proto/client/sheet/contents.h"
#include "proto/client/sheet/forms.h"
#include "proto/client/sheet/publish.h"

#define EMPTY ((struct dg_str){NULL, 0})

/* What the command line says; each may be NULL. */
struct import_options {
    const char *list, *version, *from, *to, *title, *level, *upper, *prefix,
        *proofs, *id;
    bool open, base, dry_run;
    const char *file;
};

/* ---- list import --------------------------------------------------------- */

/* What the command line does not say stays as it was in the version before. */
static struct dg_str
given(const char *option, struct dg_str before)
{
    return option ? dg_str_from(option) : before;
}

static int
fill_head(struct dg_cli *cli, const struct import_options *o,
          const struct dg_contents *before, struct dg_contents *after)
{
    const struct dg_fetch_head *old = &before->head;
    struct dg_arena *arena = &after->entries.arena;
    after->head = (struct dg_fetch_head){
        .list = given(o->list, old->list),
        .version = dg_str_from(o->version),
        .title = given(o->title, old->title),
        .level = given(o->level, old->level),
        .upper = given(o->upper, old->upper),
        .prefix = given(o->prefix, old->prefix),
        .open = o->open || old->open,
    };
    if (after->head.list.len == 0) {
        return dg_cmd_sheet_need(cli, "--list");
    }
    int status = dg_cmd_sheet_day(cli, arena, o->from, &after->head.validfrom);
    return status ? status
                  : dg_cmd_sheet_day(cli, arena, o->to, &after->head.validto);
}

/* What this version is based on must be a version, not a part of one. */
static int
check_base(const struct dg_cli *cli, const struct dg_contents *before)
{
    if (!before->head.found) {
        return dg_cli_fail(cli, DG_EXIT_DATA,
                           _("there is no version of this list to change"));
    }
    if (before->head.draft) {
        return dg_cli_fail(cli, DG_EXIT_DATA,
                           _("the version published last, %.*s, is a draft; "
                             "import the whole list"),
                           DG_STR_ARG(before->head.version));
    }
    return DG_EXIT_OK;
}

static int
check_version(struct dg_cli *cli, const struct dg_fetch_head *head,
              const char *version)
{
    char list[80];
    bool has = false;
    int status = DG_EXIT_OK;
    snprintf(list, sizeof list, "%.*s", DG_STR_ARG(head->list));
    if (version) {
        status = dg_fetch_has_version(cli, list, version, &has);
    }
    return has ? dg_cli_fail(cli, DG_EXIT_DATA,
                             _("list %s has a version %s already"), list,
                             version)
               : status;
}

static void
tell_version(const struct dg_cli *cli, const struct dg_contents *after)
{
    const struct dg_fetch_head *head = &after->head;
    struct dg_buf out;
    size_t n = after->entries.count;
    if (cli->json) {
        return;
    }
    dg_buf_init(&out);
    dg_buf_printf(&out, "%.*s", DG_STR_ARG(head->list));
    if (head->version.len > 0) {
        dg_buf_printf(&out, " %.*s", DG_STR_ARG(head->version));
    }
    if (head->validfrom.len > 0) {
        dg_buf_printf(&out, _(", in force from %.*s"),
                      DG_STR_ARG(head->validfrom));
    }
    if (head->validto.len > 0) {
        dg_buf_printf(&out, _(" to %.*s"), DG_STR_ARG(head->validto));
    }
    dg_buf_text(&out, ": ");
    dg_buf_printf(&out, P_("%zu entry", "%zu entries", n), n);
    n = after->proofs.count;
    dg_buf_printf(&out, P_(", %zu proof", ", %zu proofs", n), n);
    dg_buf_u8(&out, '\n');
    dg_cli_flush(&out);
    dg_buf_finish(&out);
}

/* Compares, says what is different, and publishes unless it is a dry run. */
static int
compare_and_publish(struct dg_cli *cli, const struct import_options *o,
                    const struct dg_contents *before,
                    const struct dg_contents *after)
{
    struct dg_diff entries, proofs;
    bool inherits = o->base && !o->proofs;
    struct dg_publish_list publish = {
        .head = &after->head,
        .entries = &entries,
        .proofs = inherits ? NULL : &after->proofs,
        .base = o->base ? before->head.version : EMPTY,
        .id = o->id,
    };
    dg_diff_init(&entries, &before->entries, &after->entries, o->base);
    dg_diff_init(&proofs, &before->proofs, &after->proofs, o->base);
    tell_version(cli, after);
    int status = dg_cmd_sheet_show(
        cli,
        &(struct dg_cmd_sheet_diffs){before->head.version,
                                     after->head.version,
                                     {N_("entries"), N_("proofs"), NULL},
                                     {&entries, &proofs}},
        o->dry_run);
    if (status || o->dry_run) {
        return status ? status : check_version(cli, &after->head, o->version);
    }
    return dg_publish_list(cli, &publish);
}

/* Proofs that no sheet names are those of the version before. */
static int
read_proofs(struct dg_cli *cli, const struct import_options *o,
            struct dg_contents *before, struct dg_contents *after)
{
    if (o->proofs) {
        return dg_cmd_sheet_read(cli, o->proofs, &after->proofs);
    }
    for (size_t i = 0; i < before->proofs.count; i++) {
        struct dg_row *row = dg_rows_make(&after->proofs, 0);
        if (row) {
            row->values = before->proofs.items[i]->values;
            (void) dg_rows_add(&after->proofs, row);
        }
    }
    return DG_EXIT_OK;
}

static int
import_list(struct dg_cli *cli, const struct import_options *o,
            struct dg_contents *before, struct dg_contents *after)
{
    struct dg_fetch_which which = {.list = o->list, .last = o->base};
    int status = dg_cmd_sheet_read(cli, o->file, &after->entries);
    if (!status && after->entries.count == 0 && !o->base) {
        status = dg_cli_fail(cli, DG_EXIT_DATA,
                             _("%s: holds no entry; it would empty the list"),
                             o->file);
    }
    if (!status) {
        status = dg_contents_fetch(cli, &which, before);
    }
    if (!status && o->base) {
        status = check_base(cli, before);
    }
    if (!status) {
        status = read_proofs(cli, o, before, after);
    }
    if (!status) {
        status = fill_head(cli, o, before, after);
    }
    return status ? status : compare_and_publish(cli, o, before, after);
}

/* Compares what is there before with what will be after, and publishes. */
typedef int (*import_fn)(struct dg_cli *cli, const struct import_options *o,
                         struct dg_contents *before, struct dg_contents *after);

static int
run_import(struct dg_cli *cli, const struct import_options *o, import_fn import)
{
    struct dg_contents before, after;
    dg_contents_init(&before);
    dg_contents_init(&after);
    int status = import(cli, o, &before, &after);
    dg_contents_finish(&after);
    dg_contents_finish(&before);
    return status;
}

/* What a version cannot do without. */
static int
need_version(const struct dg_cli *cli, const struct import_options *o)
{
    if (!o->dry_run && !o->version) {
        return dg_cmd_sheet_need(cli, "--version");
    }
    if (!o->dry_run && !o->from) {
        return dg_cmd_sheet_need(cli, "--from");
    }
    return dg_cli_need_source(cli);
}

int
dg_cmd_list_import(struct dg_cli *cli, int argc, char **argv)
{
    struct import_options o = {.version = NULL};
    const struct dg_option options[] = {
        {"list", NULL, &o.list},       {"version", NULL, &o.version},
        {"from", NULL, &o.from},       {"to", NULL, &o.to},
        {"title", NULL, &o.title},     {"level", NULL, &o.level},
        {"upper", NULL, &o.upper},     {"prefix", NULL, &o.prefix},
        {"open", &o.open, NULL},       {"proofs", NULL, &o.proofs},
        {"base", &o.base, NULL},       {"id", NULL, &o.id},
        {"dry-run", &o.dry_run, NULL}, {NULL, NULL, NULL}};
    int first;
    if (dg_options_parse(cli->where, options, argc, argv, &first) ||
        dg_options_operands(cli->where, argc - first, 1, 1, argv + first) ||
        need_version(cli, &o)) {
        return DG_EXIT_USAGE;
    }
    o.file = argv[first];
    return run_import(cli, &o, import_list);
}

/* ---- proofs import ------------------------------------------------------ */

/* A version with a base cannot take proofs off: then it goes whole, with the
 * entries as they are. */
static int
publish_proofs(struct dg_cli *cli, const struct import_options *o,
               const struct dg_contents *before,
               const struct dg_contents *after, bool whole)
{
    struct dg_diff entries;
    struct dg_publish_list publish = {.head = &after->head,
                                      .proofs = &after->proofs,
                                      .base = before->head.version,
                                      .id = o->id};
    if (whole) {
        dg_diff_init(&entries, &before->entries, &before->entries, false);
        publish.entries = &entries;
        publish.base = EMPTY;
    }
    return dg_publish_list(cli, &publish);
}

static int
import_proofs(struct dg_cli *cli, const struct import_options *o,
              struct dg_contents *before, struct dg_contents *after)
{
    struct dg_fetch_which which = {.list = o->list, .last = true};
    struct dg_diff proofs;
    int status = dg_cmd_sheet_read(cli, o->file, &after->proofs);
    if (!status) {
        status = dg_contents_fetch(cli, &which, before);
    }
    if (!status) {
        status = check_base(cli, before);
    }
    if (!status) {
        status = fill_head(cli, o, before, after);
    }
    if (status) {
        return status;
    }
    if (!o->to) {
        after->head.validto = before->head.validto;
    }
    dg_diff_init(&proofs, &before->proofs, &after->proofs, false);
    status = dg_cmd_sheet_show(
        cli,
        &(struct dg_cmd_sheet_diffs){before->head.version,
                                     after->head.version,
                                     {N_("proofs"), NULL, NULL},
                                     {&proofs, NULL}},
        o->dry_run);
    if (status || o->dry_run) {
        return status ? status : check_version(cli, &after->head, o->version);
    }
    return publish_proofs(cli, o, before, after, proofs.removed > 0);
}

int
dg_cmd_proofs_import(struct dg_cli *cli, int argc, char **argv)
{
    struct import_options o = {.version = NULL};
    const struct dg_option options[] = {
        {"list", NULL, &o.list}, {"version", NULL, &o.version},
        {"from", NULL, &o.from}, {"to", NULL, &o.to},
        {"id", NULL, &o.id},     {"dry-run", &o.dry_run, NULL},
        {NULL, NULL, NULL}};
    int first;
    if (dg_options_parse(cli->where, options, argc, argv, &first) ||
        dg_options_operands(cli->where, argc - first, 1, 1, argv + first) ||
        need_version(cli, &o)) {
        return DG_EXIT_USAGE;
    }
    o.file = argv[first];
    return run_import(cli, &o, import_proofs);
}
