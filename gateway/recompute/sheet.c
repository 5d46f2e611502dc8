/* SPDX-License-Identifier: Apache-2.0 */
/* Decides what of a list's publications stays when its entries are others:
 * name and place among the layers; of proofs what was published last. It is in
 * force from the day on which the first was published. What may stand in a
 * list, the plugin says when it is handed in. */
#include "gateway/recompute/sheet.h"

#include <errno.h>
#include <stdio.h>

#include "proto/base/date.h"
#include "proto/codec/json_writer.h"

#define PUBLISH "dutygate.list.publish.v1"

/* ---- the file -------------------------------------------------------------
 */

static enum dg_err
read_file(const char *path, struct dg_buf *text, struct dg_buf *why)
{
    char part[8192];
    size_t len;
    FILE *file = fopen(path, "re");
    if (!file) {
        dg_buf_printf(why, "%s: %s", path, strerror(errno));
        return errno == ENOENT ? DG_ERR_ABSENT : DG_ERR_IO;
    }
    while ((len = fread(part, 1, sizeof part, file)) > 0) {
        dg_buf_append(text, part, len);
    }
    enum dg_err err = ferror(file) ? DG_ERR_IO : text->err;
    fclose(file);
    return err;
}

static enum dg_err
read_list(struct dg_sheet *sheet, const char *path, const struct dg_json **list,
          struct dg_buf *why)
{
    struct dg_buf text;
    struct dg_json_error error;
    struct dg_str copy = {NULL, 0};
    dg_buf_init(&text);
    enum dg_err err = read_file(path, &text, why);
    if (err == DG_OK) {
        copy =
            dg_arena_copy(&sheet->arena, (struct dg_str){text.data, text.len});
        err = copy.data ? dg_json_parse(&sheet->arena, copy, list, &error)
                        : DG_ERR_MEMORY;
    }
    dg_buf_finish(&text);
    if (err == DG_ERR_MALFORMED || err == DG_ERR_LIMIT ||
        (err == DG_OK && !dg_json_get(*list, "entries"))) {
        dg_buf_printf(why,
                      "%s: no list: a JSON object with \"entries\", as "
                      "list.publish has it",
                      path);
        return DG_ERR_MALFORMED;
    }
    return err;
}

/* ---- what was published ---------------------------------------------------
 */

struct looking {
    struct dg_sheet *sheet;
    struct dg_arena arena;       /* of one entry */
    struct dg_str first, proofs; /* events, in the sheet's arena */
    int64_t first_us;
};

bool
dg_sheet_replaces(const struct dg_sheet *sheet, const struct dg_json *event)
{
    return dg_str_is(dg_json_get_str(event, "type"), PUBLISH) &&
           dg_str_equal(dg_json_get_str(dg_json_get(event, "data"), "list"),
                        sheet->list);
}

static enum dg_err
keep(struct looking *l, struct dg_str text, struct dg_str *kept)
{
    *kept = dg_arena_copy(&l->sheet->arena, text);
    return kept->data ? DG_OK : DG_ERR_MEMORY;
}

static enum dg_err
look_at_event(struct looking *l, const struct dg_store_entry *entry)
{
    const struct dg_json *event;
    struct dg_json_error error;
    enum dg_err err = dg_json_parse(&l->arena, entry->event, &event, &error);
    if (err != DG_OK || !dg_sheet_replaces(l->sheet, event)) {
        return err;
    }
    if (l->sheet->first == 0) {
        l->sheet->first = entry->sequence;
        l->first_us = entry->time_us;
        err = keep(l, entry->event, &l->first);
    }
    if (err == DG_OK && dg_json_get(dg_json_get(event, "data"), "proofs")) {
        err = keep(l, entry->event, &l->proofs);
    }
    return err;
}

static enum dg_err
look_at(struct looking *l, const struct dg_store_entry *entry)
{
    struct dg_header header;
    dg_arena_reset(&l->arena);
    enum dg_err err = dg_header_decode(entry->header, &l->arena, &header);
    bool published = err == DG_OK && entry->event.data &&
                     dg_str_is(header.type, PUBLISH) &&
                     header.verdict < DG_VERDICT_DEFER;
    return published ? look_at_event(l, entry) : err;
}

static enum dg_err
look(struct looking *l, struct dg_store *store)
{
    struct dg_store_cursor *cursor;
    struct dg_store_entry entry;
    uint64_t sequence;
    enum dg_err err = dg_store_cursor_open(store, 1, &cursor);
    if (err != DG_OK) {
        return err;
    }
    dg_arena_init(&l->arena, SIZE_MAX);
    while (err == DG_OK &&
           (err = dg_store_cursor_next(cursor, &entry, &sequence)) == DG_OK) {
        err = look_at(l, &entry);
    }
    dg_arena_finish(&l->arena);
    dg_store_cursor_close(cursor);
    return err == DG_ERR_ABSENT ? DG_OK : err;
}

/* ---- both together --------------------------------------------------------
 */

/* Of what was: not what made it a change of another version. */
static bool
stays(struct dg_str member)
{
    return !dg_str_is(member, "entries") && !dg_str_is(member, "base") &&
           !dg_str_is(member, "removed") && !dg_str_is(member, "draft") &&
           !dg_str_is(member, "validfrom") && !dg_str_is(member, "validto") &&
           !dg_str_is(member, "proofs");
}

/* Of the sheet: not when and under which name. */
static bool
counts(struct dg_str member)
{
    return !dg_str_is(member, "list") && !dg_str_is(member, "version") &&
           !dg_str_is(member, "validfrom") && !dg_str_is(member, "base") &&
           !dg_str_is(member, "removed") && !dg_str_is(member, "draft") &&
           !dg_str_is(member, "validto");
}

static bool
has(const struct dg_json *object, struct dg_str name)
{
    const struct dg_json *m = object->child;
    while (m && !dg_str_equal(m->name, name)) {
        m = m->next;
    }
    return m != NULL;
}

static void
put_member(struct dg_json_writer *out, const struct dg_json *member)
{
    dg_json_name_str(out, member->name);
    dg_json_copy(out, member);
}

static void
put_data(struct dg_json_writer *out, const struct looking *l,
         const struct dg_json *was, const struct dg_json *proofs,
         const struct dg_json *list)
{
    char day[DG_DATE_SIZE];
    dg_date_format(dg_date_of_instant(l->first_us), day);
    dg_json_open_object(out);
    dg_json_put_text(out, "validfrom", day);
    for (const struct dg_json *m = was->child; m; m = m->next) {
        if (stays(m->name) && (!counts(m->name) || !has(list, m->name))) {
            put_member(out, m);
        }
    }
    if (proofs && !has(list, proofs->name)) {
        put_member(out, proofs);
    }
    for (const struct dg_json *m = list->child; m; m = m->next) {
        if (counts(m->name)) {
            put_member(out, m);
        }
    }
    dg_json_close_object(out);
}

/* The first publication with other data. */
static enum dg_err
write_event(struct dg_sheet *sheet, const struct looking *l,
            const struct dg_json *list)
{
    const struct dg_json *event, *last = NULL, *data;
    struct dg_json_error error;
    struct dg_json_writer *writer;
    struct dg_str text;
    enum dg_err err = dg_json_parse(&sheet->arena, l->first, &event, &error);
    if (err == DG_OK && l->proofs.data) {
        err = dg_json_parse(&sheet->arena, l->proofs, &last, &error);
    }
    if (err == DG_OK) {
        err = dg_json_writer_create(&writer);
    }
    if (err != DG_OK) {
        return err;
    }
    data = dg_json_get(event, "data");
    put_data(writer, l, data, dg_json_get(dg_json_get(last, "data"), "proofs"),
             list);
    err = dg_json_writer_text(writer, &text);
    if (err == DG_OK) {
        struct dg_str head = {l->first.data, data->start};
        struct dg_str tail = {l->first.data + data->end,
                              l->first.len - data->end};
        sheet->event =
            dg_arena_printf(&sheet->arena, "%.*s%.*s%.*s", DG_STR_ARG(head),
                            DG_STR_ARG(text), DG_STR_ARG(tail));
        err = sheet->event.data ? DG_OK : DG_ERR_MEMORY;
    }
    dg_json_writer_destroy(writer);
    return err;
}

enum dg_err
dg_sheet_open(struct dg_sheet *sheet, const char *path, struct dg_str list,
              struct dg_store *store, struct dg_buf *why)
{
    struct looking l = {.sheet = sheet};
    const struct dg_json *entries = NULL;
    *sheet = (struct dg_sheet){.first = 0};
    dg_arena_init(&sheet->arena, SIZE_MAX);
    enum dg_err err = read_list(sheet, path, &entries, why);
    if (err == DG_OK) {
        struct dg_str own = dg_json_get_str(entries, "list");
        sheet->list = dg_arena_copy(&sheet->arena, own.len ? own : list);
        err = sheet->list.data ? look(&l, store) : DG_ERR_MEMORY;
    }
    if (err == DG_OK && sheet->first == 0) {
        dg_buf_printf(why, "list \"%.*s\" was never published there",
                      DG_STR_ARG(sheet->list));
        err = DG_ERR_ABSENT;
    }
    err = err == DG_OK ? write_event(sheet, &l, entries) : err;
    if (err != DG_OK) {
        dg_sheet_close(sheet);
    }
    return err;
}

void
dg_sheet_close(struct dg_sheet *sheet)
{
    dg_arena_finish(&sheet->arena);
}
