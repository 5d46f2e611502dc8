/* SPDX-License-Identifier: Apache-2.0 */
/* tariff import: a tariff.publish made from sheets. */
#include "proto/base/i18n.h"
#include "proto/client/ask/options.h"
#include "proto/client/burden/cmd.h"
#include "proto/client/burden/tariff_sheet.h"
#include "proto/client/sheet/cmd_sheet.h"

#define WORKERS_MOST 100000

struct import {
    const char *version, *from, *workers, *each, *village, *town, *baseline,
        *id;
    struct dg_arena arena;
    struct dg_str day;
    uint64_t each_number;
    struct dg_rows rows, staff;
};

/* ---- as JSON ------------------------------------------------------------ */

static void
put_grade(struct dg_json_writer *out, const char *grade, const char *perhour)
{
    if (perhour) {
        dg_json_open_object(out);
        dg_json_put_text(out, "grade", grade);
        dg_json_put_text(out, "perhour", perhour);
        dg_json_close_object(out);
    }
}

static void
put_money(struct dg_json_writer *out, const struct import *import)
{
    if (import->village || import->town) {
        dg_json_name(out, "money");
        dg_json_open_array(out);
        put_grade(out, "village", import->village);
        put_grade(out, "town", import->town);
        dg_json_close_array(out);
    }
}

static void
put_workers(struct dg_json_writer *out, const struct import *import)
{
    if (!import->each && import->staff.count == 0) {
        return;
    }
    dg_json_name(out, "workers");
    dg_json_open_object(out);
    if (import->each) {
        dg_json_put_integer(out, "each", (int64_t) import->each_number);
    }
    if (import->staff.count > 0) {
        dg_json_name(out, "offices");
        dg_tariff_sheet_write(out, &import->staff);
    }
    dg_json_close_object(out);
}

/* "2025-01,2025-12" */
static void
put_baseline(struct dg_json_writer *out, const char *text)
{
    size_t len = strcspn(text, ",");
    dg_json_name(out, "baseline");
    dg_json_open_object(out);
    dg_json_put_str(out, "from", (struct dg_str){text, len});
    dg_json_put_text(out, "to", text + len + 1);
    dg_json_close_object(out);
}

static int
submit(struct dg_cli *cli, const struct import *import)
{
    struct dg_json_writer *out;
    if (dg_json_writer_create(&out)) {
        return dg_cli_fail_memory(cli);
    }
    dg_compose_begin_as(out, "dutygate.tariff.publish.v1", cli->source,
                        import->id);
    dg_json_put_text(out, "version", import->version);
    dg_json_put_str(out, "from", import->day);
    dg_json_name(out, "rows");
    dg_tariff_sheet_write(out, &import->rows);
    put_money(out, import);
    put_workers(out, import);
    if (import->baseline) {
        put_baseline(out, import->baseline);
    }
    return dg_cli_submit_end(cli, out);
}

/* ---- the command -------------------------------------------------------- */

/* Nothing given is fine. */
static bool
is_money(const char *text)
{
    size_t whole = text ? strspn(text, "0123456789") : 1;
    const char *rest = text ? text + whole : "";
    size_t part = *rest == '.' ? strspn(rest + 1, "0123456789") : 0;
    return whole > 0 && whole <= 9 && part <= 2 &&
           (*rest == '\0' || (part > 0 && rest[1 + part] == '\0'));
}

static int
check(struct dg_cli *cli, struct import *import)
{
    const char *missing = !import->version ? "--version"
                          : !import->from  ? "--from"
                                           : NULL;
    if (missing) {
        return dg_cmd_sheet_need(cli, missing);
    }
    if (import->each &&
        (dg_str_to_u64(dg_str_from(import->each), &import->each_number) ||
         import->each_number == 0 || import->each_number > WORKERS_MOST)) {
        return dg_options_complain(
            cli->where, _("\"%s\" is no number of workers"), import->each);
    }
    const char *wrong = !is_money(import->village) ? import->village
                        : !is_money(import->town)  ? import->town
                                                   : NULL;
    if (wrong) {
        return dg_options_complain(cli->where,
                                   _("\"%s\" is no amount of yuan such as 30 "
                                     "or 30.50"),
                                   wrong);
    }
    if (import->baseline && !strchr(import->baseline, ',')) {
        return dg_options_complain(cli->where,
                                   _("\"%s\" are no months such as "
                                     "2025-01,2025-12 from first to last"),
                                   import->baseline);
    }
    int status =
        dg_cmd_sheet_day(cli, &import->arena, import->from, &import->day);
    return status ? status : dg_cli_need_source(cli);
}

static int
import_files(struct dg_cli *cli, struct import *import, const char *path)
{
    int status = dg_cmd_sheet_read(cli, path, &import->rows);
    if (!status && import->workers) {
        status = dg_cmd_sheet_read(cli, import->workers, &import->staff);
    }
    if (!status && import->rows.count == 0) {
        status = dg_cli_fail(cli, DG_EXIT_DATA, _("%s: holds no row"),
                             dg_cmd_sheet_name(path));
    }
    return status ? status : submit(cli, import);
}

int
dg_cmd_tariff_import(struct dg_cli *cli, int argc, char **argv)
{
    struct import import = {.version = NULL};
    const struct dg_option options[] = {{"version", NULL, &import.version},
                                        {"from", NULL, &import.from},
                                        {"workers", NULL, &import.workers},
                                        {"each", NULL, &import.each},
                                        {"village", NULL, &import.village},
                                        {"town", NULL, &import.town},
                                        {"baseline", NULL, &import.baseline},
                                        {"id", NULL, &import.id},
                                        {NULL, NULL, NULL}};
    int first;
    if (dg_options_parse(cli->where, options, argc, argv, &first) ||
        dg_options_operands(cli->where, argc - first, 1, 1, argv + first)) {
        return DG_EXIT_USAGE;
    }
    dg_arena_init(&import.arena, 1 << 16);
    dg_rows_init(&import.rows, &dg_tariff_sheet_rows);
    dg_rows_init(&import.staff, &dg_tariff_sheet_workers);
    int status = check(cli, &import);
    status = status ? status : import_files(cli, &import, argv[first]);
    dg_rows_finish(&import.staff);
    dg_rows_finish(&import.rows);
    dg_arena_finish(&import.arena);
    return status;
}
