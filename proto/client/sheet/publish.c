/* SPDX-License-Identifier: Apache-2.0 */
/* Decides what of a sheet is sent: everything, or what is new; and what cannot
 * be sent in parts. */
#include "proto/client/sheet/publish.h"

#include <stdio.h>

#include "proto/base/i18n.h"
#include "proto/client/sheet/forms.h"
#include "proto/client/sheet/parts.h"
#include "proto/client/sheet/wire.h"

#define MESSAGE_MAX 720 /* KiB */

/* ---- lists -------------------------------------------------------------- */

static void
put_list_head(const void *ctx, struct dg_json_writer *out)
{
    const struct dg_fetch_head *head = ctx;
    dg_json_put_str(out, "list", head->list);
    dg_json_put_str(out, "title", head->title);
    dg_json_put_str(out, "validfrom", head->validfrom);
    dg_json_put_str(out, "validto", head->validto);
    dg_json_put_str(out, "level", head->level);
    dg_json_put_str(out, "upper", head->upper);
    dg_json_put_str(out, "prefix", head->prefix);
    if (head->open) {
        dg_json_put_boolean(out, "open", true);
    }
}

static void
add_row(struct dg_parts *parts, const char *name, const struct dg_row *row,
        const struct dg_form *form, struct dg_json_writer *writer)
{
    dg_json_writer_reset(writer);
    size_t nodes = dg_wire_write(writer, form, row);
    dg_parts_add(parts, name, false, writer, nodes);
}

static void
add_proofs(struct dg_parts *parts, const struct dg_rows *proofs,
           struct dg_json_writer *writer)
{
    size_t nodes = 1;
    dg_json_writer_reset(writer);
    dg_json_open_array(writer);
    for (size_t i = 0; i < proofs->count; i++) {
        nodes += dg_wire_write(writer, proofs->form, proofs->items[i]);
    }
    dg_json_close_array(writer);
    dg_parts_add(parts, "proofs", true, writer, nodes);
}

int
dg_publish_list(struct dg_cli *cli, const struct dg_publish_list *list)
{
    char version[64];
    struct dg_parts parts = {.type = "dutygate.list.publish.v1",
                             .version = version,
                             .base = list->base,
                             .id = list->id,
                             .always = "entries",
                             .drafts = true,
                             .put_head = put_list_head,
                             .ctx = list->head};
    const struct dg_rows *entries = list->entries ? list->entries->to : NULL;
    struct dg_json_writer *writer;
    int status;
    if (dg_json_writer_create(&writer)) {
        return dg_cli_fail_memory(cli);
    }
    snprintf(version, sizeof version, "%.*s", DG_STR_ARG(list->head->version));
    dg_parts_init(&parts);
    for (size_t i = 0; entries && i < entries->count; i++) {
        if (list->base.len == 0 ||
            dg_diff_is_new(list->entries, entries->items[i])) {
            add_row(&parts, "entries", entries->items[i], entries->form,
                    writer);
        }
    }
    if (list->proofs) {
        add_proofs(&parts, list->proofs, writer);
    }
    status = dg_parts_send(cli, &parts);
    dg_parts_finish(&parts);
    dg_json_writer_destroy(writer);
    return status;
}

/* ---- roster ------------------------------------------------------------- */

/* The arrays of roster.publish in the order they are sent in: what takes over
 * before what ends, members before groups. */
static const struct {
    const char *array;
    const char *kinds[2];
} arrays[] = {
    {"departments", {"department", NULL}},
    {"offices", {"town", "village"}},
    {"abolished", {"abolished", NULL}},
    {"groups", {"group", NULL}},
};

#define ARRAY_COUNT (sizeof arrays / sizeof *arrays)

static bool
is_in(size_t array, const struct dg_row *row)
{
    struct dg_str kind = dg_rows_text(row, DG_FORMS_ROSTER_KIND);
    return dg_str_is(kind, arrays[array].kinds[0]) ||
           (arrays[array].kinds[1] && dg_str_is(kind, arrays[array].kinds[1]));
}

static size_t
put_codes(struct dg_json_writer *out, const char *name,
          const struct dg_value *codes)
{
    if (codes->count == 0) {
        return 0;
    }
    dg_json_name(out, name);
    dg_json_open_array(out);
    for (size_t i = 0; i < codes->count; i++) {
        dg_json_str(out, codes->items[i]);
    }
    dg_json_close_array(out);
    return codes->count + 1;
}

static void
add_member(struct dg_parts *parts, size_t array, const struct dg_row *row,
           struct dg_json_writer *writer)
{
    bool ends = dg_str_is(dg_str_from(arrays[array].array), "abolished");
    size_t nodes = 3;
    dg_json_writer_reset(writer);
    dg_json_open_object(writer);
    dg_json_put_str(writer, "code", dg_rows_text(row, DG_FORMS_ROSTER_CODE));
    if (!ends) {
        dg_json_put_str(writer, "name",
                        dg_rows_text(row, DG_FORMS_ROSTER_NAME));
    }
    nodes += put_codes(writer, "successors",
                       &row->values[DG_FORMS_ROSTER_SUCCESSORS]);
    nodes += put_codes(writer, "codes", &row->values[DG_FORMS_ROSTER_MEMBERS]);
    dg_json_close_object(writer);
    dg_parts_add(parts, arrays[array].array, false, writer, nodes);
}

/* An office that the sheet has no more, and that nobody succeeds. */
static void
add_ended(struct dg_parts *parts, struct dg_str code,
          struct dg_json_writer *writer)
{
    dg_json_writer_reset(writer);
    dg_json_open_object(writer);
    dg_json_put_str(writer, "code", code);
    dg_json_close_object(writer);
    dg_parts_add(parts, "abolished", false, writer, 2);
}

/* With a base: what is new, and what ended without being named. */
static void
add_array(struct dg_parts *parts, const struct dg_diff *changes, size_t array,
          bool whole, struct dg_json_writer *writer)
{
    const struct dg_rows *from = changes->from, *to = changes->to;
    bool ends = strcmp(arrays[array].array, "abolished") == 0;
    for (size_t i = 0; i < to->count; i++) {
        if (is_in(array, to->items[i]) &&
            (whole || dg_diff_is_new(changes, to->items[i]))) {
            add_member(parts, array, to->items[i], writer);
        }
    }
    for (size_t i = 0; ends && !whole && i < from->count; i++) {
        const struct dg_row *row = from->items[i];
        if (is_in(1, row) && !dg_rows_find(to, row->key)) {
            add_ended(parts, dg_rows_text(row, DG_FORMS_ROSTER_CODE), writer);
        }
    }
}

static void
add_arrays(struct dg_parts *parts, const struct dg_diff *changes, bool whole,
           struct dg_json_writer *writer)
{
    for (size_t a = 0; a < ARRAY_COUNT; a++) {
        add_array(parts, changes, a, whole, writer);
    }
}

/* A change cannot take off departments or groups. */
static const struct dg_row *
find_unremovable(const struct dg_diff *changes)
{
    for (size_t i = 0; i < changes->from->count; i++) {
        const struct dg_row *row = changes->from->items[i];
        if ((is_in(0, row) || is_in(3, row)) &&
            !dg_rows_find(changes->to, row->key)) {
            return row;
        }
    }
    return NULL;
}

static void
put_no_head(const void *ctx, struct dg_json_writer *out)
{
    (void) ctx;
    (void) out;
}

static int
send_changes(struct dg_cli *cli, const struct dg_publish_roster *roster,
             struct dg_parts *parts, struct dg_json_writer *writer)
{
    const struct dg_row *gone = find_unremovable(roster->changes);
    if (gone) {
        return dg_cli_fail(
            cli, DG_EXIT_DATA,
            _("the sheet no longer has the %.*s, and a roster of more than %d "
              "KiB can take off offices only"),
            DG_STR_ARG(gone->key), MESSAGE_MAX);
    }
    dg_parts_finish(parts);
    dg_parts_init(parts);
    parts->base = roster->base;
    add_arrays(parts, roster->changes, false, writer);
    return dg_parts_send(cli, parts);
}

int
dg_publish_roster(struct dg_cli *cli, const struct dg_publish_roster *roster)
{
    struct dg_parts parts = {.type = "dutygate.roster.publish.v1",
                             .version = roster->version,
                             .id = roster->id,
                             .put_head = put_no_head};
    struct dg_json_writer *writer;
    int status;
    if (dg_json_writer_create(&writer)) {
        return dg_cli_fail_memory(cli);
    }
    dg_parts_init(&parts);
    add_arrays(&parts, roster->changes, true, writer);
    if (roster->base.len > 0 && dg_parts_messages(&parts) > 1) {
        status = send_changes(cli, roster, &parts, writer);
    } else {
        status = dg_parts_send(cli, &parts);
    }
    dg_parts_finish(&parts);
    dg_json_writer_destroy(writer);
    return status;
}
