/* SPDX-License-Identifier: Apache-2.0 */
/* list fetch: the list in force, and those above it, into one file for the
 * counter. */
#include <time.h>

#include "proto/base/date.h"
#include "proto/base/i18n.h"
#include "proto/client/answer/plain.h"
#include "proto/client/ask/options.h"
#include "proto/client/ask/pages.h"
#include "proto/client/counter/cmd.h"
#include "proto/client/counter/stored.h"

struct fetching {
    struct dg_json_writer *writer; /* of one line */
    struct dg_buf text;            /* the file so far */
    struct dg_buf list;            /* which list; empty: the one that decides */
    struct dg_buf upper;           /* of the list being read */
    struct dg_buf said;            /* the lists that were stored */
    bool begun;                    /* its first page is there */
    unsigned layers;
    uint64_t items, seals, proofs;
};

static void
put_list(void *context, struct dg_json_writer *request)
{
    const struct fetching *f = context;
    dg_json_put_str(request, "list",
                    (struct dg_str){f->list.data, f->list.len});
    if (!f->begun) {
        dg_json_put_boolean(request, "proofs", true);
    }
}

/* What the writer holds, as one more line. */
static enum dg_err
end_line(struct fetching *f)
{
    struct dg_str line;
    enum dg_err err = dg_json_writer_text(f->writer, &line);
    if (!err) {
        dg_buf_str(&f->text, line);
        dg_buf_u8(&f->text, '\n');
        err = f->text.err;
    }
    return err;
}

static enum dg_err
add_line(struct fetching *f, const char *name, const struct dg_json *node)
{
    dg_json_writer_reset(f->writer);
    dg_json_open_object(f->writer);
    dg_json_name(f->writer, name);
    dg_json_copy(f->writer, node);
    dg_json_close_object(f->writer);
    return end_line(f);
}

/* The list's head: its members but the long ones. */
static enum dg_err
add_head(struct fetching *f, const struct dg_json *result)
{
    dg_json_writer_reset(f->writer);
    dg_json_open_object(f->writer);
    dg_json_name(f->writer, "layer");
    dg_json_open_object(f->writer);
    for (const struct dg_json *m = result->child; m; m = m->next) {
        if (m->type != DG_JSON_ARRAY && !dg_str_is(m->name, "next")) {
            dg_json_name_str(f->writer, m->name);
            dg_json_copy(f->writer, m);
        }
    }
    dg_json_close_object(f->writer);
    dg_json_close_object(f->writer);
    dg_buf_text(&f->said, f->layers++ > 0 ? ", " : "");
    dg_plain_put(&f->said, dg_json_get_str(result, "list"));
    dg_buf_u8(&f->said, ' ');
    dg_plain_put(&f->said, dg_json_get_str(result, "version"));
    dg_buf_str(&f->upper, dg_json_get_str(result, "upper"));
    return end_line(f);
}

static enum dg_err
add_page(void *context, const struct dg_json *result)
{
    struct fetching *f = context;
    const struct dg_json *proofs = dg_json_get(result, "proofs");
    enum dg_err err = f->begun ? DG_OK : add_head(f, result);
    for (const struct dg_json *p = proofs && !f->begun ? proofs->child : NULL;
         p && !err; p = p->next) {
        err = add_line(f, "proof", p);
        f->proofs++;
        f->items++;
    }
    for (const struct dg_json *e = dg_json_items(result, "entries"); e && !err;
         e = e->next) {
        err = add_line(f, "entry", e);
        f->seals += dg_str_is(dg_json_get_str(e, "kind"), "seal");
        f->items++;
    }
    f->begun = true;
    return err ? err : f->upper.err ? f->upper.err : f->said.err;
}

/* This list, then those above it. */
static int
fetch_layers(struct dg_cli *cli, struct fetching *f)
{
    const struct dg_pages pages = {.type = "dutygate.list.read.v1",
                                   .quiet = true,
                                   .context = f,
                                   .put = put_list,
                                   .add = add_page};
    do {
        dg_buf_clear(&f->upper);
        f->begun = false;
        int status = dg_pages_read(cli, &pages);
        if (status) {
            return status;
        }
        dg_buf_clear(&f->list);
        dg_buf_append(&f->list, f->upper.data, f->upper.len);
    } while (f->list.len > 0 && f->layers < DG_STORED_LAYERS_MAX);
    return DG_EXIT_OK;
}

static enum dg_err
begin_file(struct fetching *f, int64_t now_us)
{
    char instant[DG_INSTANT_SIZE];
    dg_instant_format(now_us, instant);
    dg_json_open_object(f->writer);
    dg_json_put_text(f->writer, "dutygate", "list");
    dg_json_put_integer(f->writer, "format", 1);
    dg_json_put_text(f->writer, "fetched", instant);
    dg_json_close_object(f->writer);
    return end_line(f);
}

static enum dg_err
end_file(struct fetching *f)
{
    dg_json_writer_reset(f->writer);
    dg_json_open_object(f->writer);
    dg_json_put_integer(f->writer, "items", (int64_t) f->items);
    dg_json_close_object(f->writer);
    return end_line(f);
}

static int
fetch_file(struct dg_cli *cli, struct fetching *f, const char *path)
{
    enum dg_err err = begin_file(f, (int64_t) time(NULL) * 1000000);
    int status = err ? DG_EXIT_OK : fetch_layers(cli, f);
    if (!err && !status) {
        err = end_file(f);
    }
    if (err) {
        return dg_cli_fail(cli, DG_EXIT_UNAVAILABLE, "%s", _(dg_err_text(err)));
    }
    if (!status) {
        status = dg_stored_write(cli, path,
                                 (struct dg_str){f->text.data, f->text.len});
    }
    if (!status) {
        struct dg_buf out;
        dg_buf_init(&out);
        dg_buf_printf(
            &out,
            _("stored %s: seal items %llu, proofs %llu, other entries "
              "%llu\n"),
            f->said.data, (unsigned long long) f->seals,
            (unsigned long long) f->proofs,
            (unsigned long long) (f->items - f->seals - f->proofs));
        dg_cli_flush(&out);
        dg_buf_finish(&out);
    }
    return status;
}

static int
fetch(struct dg_cli *cli, const char *list, const char *output)
{
    struct fetching f = {.layers = 0};
    struct dg_buf path;
    dg_buf_init(&path);
    dg_buf_init(&f.text);
    dg_buf_init(&f.list);
    dg_buf_init(&f.upper);
    dg_buf_init(&f.said);
    dg_buf_text(&f.list, list ? list : "");
    int status = output ? DG_EXIT_OK : dg_stored_path(cli, true, &path);
    if (!status && dg_json_writer_create(&f.writer)) {
        status = dg_cli_fail_memory(cli);
    }
    if (!status) {
        status = fetch_file(cli, &f, output ? output : path.data);
        dg_json_writer_destroy(f.writer);
    }
    dg_buf_finish(&f.said);
    dg_buf_finish(&f.upper);
    dg_buf_finish(&f.list);
    dg_buf_finish(&f.text);
    dg_buf_finish(&path);
    return status;
}

int
dg_cmd_fetch_list(struct dg_cli *cli, int argc, char **argv)
{
    const char *list = NULL, *output = NULL;
    const struct dg_option options[] = {
        {"list", NULL, &list}, {"output", NULL, &output}, {NULL, NULL, NULL}};
    int first;
    if (dg_options_parse(cli->where, options, argc, argv, &first) ||
        dg_options_operands(cli->where, argc - first, 0, 0, argv + first) ||
        dg_cli_need_source(cli)) {
        return DG_EXIT_USAGE;
    }
    return fetch(cli, list, output);
}
