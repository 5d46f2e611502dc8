/* SPDX-License-Identifier: Apache-2.0 */
/* Decides how many pages are asked for, and what becomes of them. */
#include "proto/client/sheet/fetch.h"

#include "proto/base/division.h"
#include "proto/client/answer/answer.h"
#include "proto/client/sheet/forms.h"
#include "proto/client/sheet/wire.h"

#define PAGE 500

/* A read of several pages: what varies. */
struct fetch {
    const char *type;
    void (*put_params)(struct dg_json_writer *request, const struct fetch *f);
    void (*take)(struct fetch *f, const struct dg_json *result);
    struct dg_rows *rows; /* whose arena keeps texts */
    struct dg_str after;  /* in it; empty before the first page */
    bool found;
    const void *params;
    void *out;
};

static struct dg_str
keep(struct fetch *f, const struct dg_json *result, const char *name)
{
    struct dg_str text =
        dg_arena_copy(&f->rows->arena, dg_json_get_str(result, name));
    f->rows->err = text.data ? f->rows->err : DG_ERR_MEMORY;
    return text;
}

static int
ask_page(struct dg_cli *cli, struct fetch *f, struct dg_reply *reply)
{
    struct dg_json_writer *request;
    int status;
    if (dg_json_writer_create(&request)) {
        return dg_cli_fail_memory(cli);
    }
    dg_compose_begin(request, f->type, cli->source);
    f->put_params(request, f);
    dg_json_put_str(request, "after", f->after);
    dg_json_put_integer(request, "limit", PAGE);
    dg_compose_end(request);
    status = dg_cli_request(cli, request, reply);
    dg_json_writer_destroy(request);
    return status;
}

static int
take_page(const struct dg_cli *cli, struct fetch *f,
          const struct dg_reply *reply)
{
    const struct dg_json *result = dg_json_get(reply->root, "result");
    if (!result && !f->found &&
        dg_str_is(dg_answer_slug(reply->root), "not-found")) {
        f->after.len = 0;
        return DG_EXIT_OK;
    }
    if (!result) {
        return dg_cli_show(cli, reply);
    }
    f->take(f, result);
    f->found = true;
    f->after = keep(f, result, "next");
    return f->rows->err ? dg_cli_fail(cli, DG_EXIT_UNAVAILABLE, "%s",
                                      dg_err_text(f->rows->err))
                        : DG_EXIT_OK;
}

static int
fetch_all(struct dg_cli *cli, struct fetch *f)
{
    struct dg_reply reply;
    int status;
    do {
        status = ask_page(cli, f, &reply);
        if (!status) {
            status = take_page(cli, f, &reply);
        }
    } while (!status && f->after.len > 0);
    return status;
}

static void
read_array(struct dg_rows *rows, const struct dg_json *result, const char *name)
{
    for (const struct dg_json *o = dg_json_items(result, name); o;
         o = o->next) {
        dg_wire_read(rows, o);
    }
}

/* ---- lists -------------------------------------------------------------- */

struct list_out {
    struct dg_fetch_head *head;
    struct dg_rows *entries, *proofs;
};

static void
put_list_params(struct dg_json_writer *request, const struct fetch *f)
{
    const struct dg_fetch_which *which = f->params;
    dg_json_put_text(request, "list", which->list ? which->list : "");
    dg_json_put_text(request, "version", which->version ? which->version : "");
    if (which->last) {
        dg_json_put_boolean(request, "last", true);
    }
    if (f->out && f->after.len == 0) {
        dg_json_put_boolean(request, "proofs", true);
    }
}

static void
take_head(struct fetch *f, const struct dg_json *result,
          struct dg_fetch_head *head)
{
    *head = (struct dg_fetch_head){
        .found = true,
        .list = keep(f, result, "list"),
        .version = keep(f, result, "version"),
        .title = keep(f, result, "title"),
        .validfrom = keep(f, result, "validfrom"),
        .validto = keep(f, result, "validto"),
        .level = keep(f, result, "level"),
        .upper = keep(f, result, "upper"),
        .prefix = keep(f, result, "prefix"),
        .open = dg_answer_flag(result, "open"),
        .draft = dg_answer_flag(result, "draft"),
    };
}

static void
take_list(struct fetch *f, const struct dg_json *result)
{
    const struct list_out *out = f->out;
    if (!f->found) {
        take_head(f, result, out->head);
        read_array(out->proofs, result, "proofs");
    }
    read_array(out->entries, result, "entries");
    f->rows->err = f->rows->err ? f->rows->err : out->proofs->err;
}

int
dg_fetch_list(struct dg_cli *cli, const struct dg_fetch_which *which,
              struct dg_fetch_head *head, struct dg_rows *entries,
              struct dg_rows *proofs)
{
    struct list_out out = {head, entries, proofs};
    struct fetch f = {.type = "dutygate.list.read.v1",
                      .put_params = put_list_params,
                      .take = take_list,
                      .rows = entries,
                      .params = which,
                      .out = &out};
    *head = (struct dg_fetch_head){.found = false};
    return fetch_all(cli, &f);
}

/* The first page is enough. */
static void
take_nothing(struct fetch *f, const struct dg_json *result)
{
    (void) f;
    (void) result;
}

int
dg_fetch_has_version(struct dg_cli *cli, const char *list, const char *version,
                     bool *has)
{
    const struct dg_fetch_which which = {.list = list, .version = version};
    struct dg_rows rows;
    struct fetch f = {.type = "dutygate.list.read.v1",
                      .put_params = put_list_params,
                      .take = take_nothing,
                      .rows = &rows,
                      .params = &which};
    struct dg_reply reply;
    int status;
    dg_rows_init(&rows, &dg_forms_list);
    status = ask_page(cli, &f, &reply);
    if (!status) {
        status = take_page(cli, &f, &reply);
    }
    *has = f.found;
    dg_rows_finish(&rows);
    return status;
}

/* ---- roster ------------------------------------------------------------- */

static void
put_no_params(struct dg_json_writer *request, const struct fetch *f)
{
    (void) request;
    (void) f;
}

static void
put(struct dg_rows *rows, struct dg_row *row, size_t column, struct dg_str text)
{
    if (row && text.len > 0) {
        dg_rows_put(rows, &row->values[column], text);
    }
}

static const char *
office_kind(struct dg_str code)
{
    struct dg_division division;
    return dg_division_parse(code, &division) == DG_OK &&
                   dg_division_is_town(division.value)
               ? "town"
               : "village";
}

/* An object of one of the three arrays; kind is NULL for an office. */
static void
take_member(struct dg_rows *rows, const struct dg_json *object,
            const char *kind)
{
    struct dg_row *row = dg_rows_make(rows, 0);
    struct dg_str code = dg_json_get_str(object, "code");
    const struct dg_json *codes = dg_json_items(object, "codes");
    put(rows, row, DG_FORMS_ROSTER_KIND,
        dg_str_from(kind ? kind : office_kind(code)));
    put(rows, row, DG_FORMS_ROSTER_CODE, code);
    put(rows, row, DG_FORMS_ROSTER_NAME, dg_json_get_str(object, "name"));
    for (; codes; codes = codes->next) {
        put(rows, row, DG_FORMS_ROSTER_MEMBERS, codes->text);
    }
    if (row && !rows->err) {
        (void) dg_rows_add(rows, row);
    }
}

static void
take_roster(struct fetch *f, const struct dg_json *result)
{
    static const struct {
        const char *array, *kind;
    } arrays[] = {
        {"departments", "department"}, {"offices", NULL}, {"groups", "group"}};
    if (!f->found) {
        *(struct dg_str *) f->out = keep(f, result, "version");
    }
    for (size_t i = 0; i < sizeof arrays / sizeof *arrays; i++) {
        for (const struct dg_json *o = dg_json_items(result, arrays[i].array);
             o; o = o->next) {
            take_member(f->rows, o, arrays[i].kind);
        }
    }
}

int
dg_fetch_roster(struct dg_cli *cli, struct dg_rows *rows,
                struct dg_str *version)
{
    struct fetch f = {.type = "dutygate.roster.read.v1",
                      .put_params = put_no_params,
                      .take = take_roster,
                      .rows = rows,
                      .out = version};
    *version = (struct dg_str){NULL, 0};
    return fetch_all(cli, &f);
}
