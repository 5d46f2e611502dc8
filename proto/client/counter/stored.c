/* SPDX-License-Identifier: Apache-2.0 */
/* Decides where the stored list lies, how it is replaced, and what of it the
 * counter needs: seal items and proofs. */
#include "proto/client/counter/stored.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "proto/base/date.h"
#include "proto/base/i18n.h"
#include "proto/client/answer/answer.h"
#include "proto/client/counter/fold.h"

#define LINE_ARENA_LIMIT ((size_t) 4 << 20)
#define FOLDER_MODE 0700
#define FILE_MODE 0600

/* ---- the file ---------------------------------------------------------- */

/* Makes every folder of path, which ends in a slash. */
static bool
make_folders(char *path)
{
    for (char *slash = strchr(path + 1, '/'); slash;
         slash = strchr(slash + 1, '/')) {
        *slash = '\0';
        bool there = mkdir(path, FOLDER_MODE) == 0 || errno == EEXIST;
        *slash = '/';
        if (!there) {
            return false;
        }
    }
    return true;
}

int
dg_stored_path(const struct dg_cli *cli, bool create, struct dg_buf *path)
{
    const char *data = getenv("XDG_DATA_HOME"), *home = getenv("HOME");
    if (data && data[0] == '/') {
        dg_buf_printf(path, "%s/dutygate/", data);
    } else if (home && home[0] == '/') {
        dg_buf_printf(path, "%s/.local/share/dutygate/", home);
    } else {
        return dg_cli_fail(cli, DG_EXIT_USAGE,
                           _("no HOME to keep the list in: name a file"));
    }
    if (!path->err && create && !make_folders(path->data)) {
        return dg_cli_fail(cli, DG_EXIT_NO_INPUT, "%s: %s", path->data,
                           strerror(errno));
    }
    dg_buf_text(path, "list.json");
    return path->err ? dg_cli_fail(cli, DG_EXIT_UNAVAILABLE, "%s",
                                   _(dg_err_text(path->err)))
                     : DG_EXIT_OK;
}

static bool
write_all(int fd, struct dg_str text)
{
    while (text.len > 0) {
        ssize_t n = write(fd, text.data, text.len);
        if (n < 0) {
            return false;
        }
        text = (struct dg_str){text.data + n, text.len - (size_t) n};
    }
    return fsync(fd) == 0;
}

int
dg_stored_write(const struct dg_cli *cli, const char *path, struct dg_str text)
{
    struct dg_buf new_path;
    dg_buf_init(&new_path);
    dg_buf_printf(&new_path, "%s.XXXXXX", path);
    int fd = new_path.err ? -1 : mkstemp(new_path.data); /* mode 0600 */
    bool written = fd >= 0 && write_all(fd, text);
    int error = errno;
    if (fd >= 0 && close(fd) && written) {
        written = false;
        error = errno;
    }
    if (written && rename(new_path.data, path)) {
        written = false;
        error = errno;
    }
    if (!written && fd >= 0) {
        unlink(new_path.data);
    }
    dg_buf_finish(&new_path);
    return written ? DG_EXIT_OK
                   : dg_cli_fail(cli, DG_EXIT_NO_INPUT, "%s: %s", path,
                                 strerror(error));
}

/* ---- reading ----------------------------------------------------------- */

struct reading {
    struct dg_arena *arena; /* of what is kept */
    struct dg_arena line;   /* of one line */
    struct dg_stored *stored;
    size_t room;
    uint64_t lines; /* entries and proofs, those that are not needed, too */
    bool begun, ended;
    enum dg_err err;
};

static struct dg_str
keep(struct reading *r, const struct dg_json *node, const char *name)
{
    struct dg_str text = dg_json_get_str(node, name);
    if (text.len > 0) {
        text = dg_arena_copy(r->arena, text);
        r->err = text.data ? r->err : DG_ERR_MEMORY;
    }
    return text;
}

static int32_t
day_of(const struct dg_json *node, const char *name, int32_t open)
{
    int32_t day;
    return dg_date_parse(dg_json_get_str(node, name), &day) ? open : day;
}

static void
read_layer(struct reading *r, const struct dg_json *layer)
{
    struct dg_stored *stored = r->stored;
    if (stored->layer_count == DG_STORED_LAYERS_MAX) {
        r->err = DG_ERR_MALFORMED;
        return;
    }
    stored->layers[stored->layer_count++] =
        (struct dg_stored_layer){.list = keep(r, layer, "list"),
                                 .version = keep(r, layer, "version"),
                                 .from = day_of(layer, "validfrom", INT32_MIN),
                                 .to = day_of(layer, "validto", INT32_MAX)};
}

static struct dg_stored_item *
add_item(struct reading *r)
{
    struct dg_stored *stored = r->stored;
    if (stored->layer_count == 0) {
        r->err = DG_ERR_MALFORMED;
        return NULL;
    }
    if (stored->count == r->room) {
        size_t room = r->room ? r->room * 2 : 64;
        struct dg_stored_item *items =
            dg_arena_alloc(r->arena, room * sizeof *items);
        if (!items) {
            r->err = DG_ERR_MEMORY;
            return NULL;
        }
        if (stored->count > 0) {
            memcpy(items, stored->items, stored->count * sizeof *items);
        }
        stored->items = items;
        r->room = room;
    }
    struct dg_stored_item *item = &stored->items[stored->count++];
    item->layer = stored->layer_count - 1;
    return item;
}

static struct dg_str
lead_of(struct reading *r, const struct dg_json *entry)
{
    const struct dg_json *departments = dg_json_get(entry, "departments");
    if (!departments || !departments->child) {
        return (struct dg_str){NULL, 0};
    }
    struct dg_str lead = dg_arena_copy(r->arena, departments->child->text);
    r->err = lead.data ? r->err : DG_ERR_MEMORY;
    return lead;
}

static void
read_entry(struct reading *r, const struct dg_json *entry)
{
    struct dg_str class = dg_json_get_str(entry, "class");
    if (!dg_str_is(dg_json_get_str(entry, "kind"), "seal")) {
        return;
    }
    struct dg_stored_item *item = add_item(r);
    if (!item) {
        return;
    }
    item->code = keep(r, entry, "code");
    item->name = keep(r, entry, "title");
    item->clause = keep(r, entry, "clause");
    item->basis = keep(r, entry, "basis");
    item->instead = keep(r, entry, "alternative");
    item->department = lead_of(r, entry);
    item->verdict =
        dg_str_is(class, "negative") || dg_str_is(class, "withdrawn")
            ? DG_STORED_NO_STAMP
            : DG_STORED_STAMP;
    item->from = day_of(entry, "validfrom", INT32_MIN);
    item->to = day_of(entry, "validto", INT32_MAX);
}

static void
read_proof(struct reading *r, const struct dg_json *proof)
{
    struct dg_str verdict = dg_json_get_str(proof, "verdict");
    struct dg_stored_item *item = add_item(r);
    if (!item) {
        return;
    }
    item->is_proof = true;
    item->name = keep(r, proof, "name");
    item->clause = keep(r, proof, "clause");
    item->instead = keep(r, proof, "instead");
    item->verdict = dg_str_is(verdict, "allowed")       ? DG_STORED_STAMP
                    : dg_str_is(verdict, "declaration") ? DG_STORED_DECLARATION
                                                        : DG_STORED_NO_STAMP;
    item->from = INT32_MIN;
    item->to = INT32_MAX;
}

static void
read_object(struct reading *r, const struct dg_json *object)
{
    const struct dg_json *layer = dg_json_get(object, "layer");
    const struct dg_json *entry = dg_json_get(object, "entry");
    const struct dg_json *proof = dg_json_get(object, "proof");
    const struct dg_json *end = dg_json_get(object, "items");
    if (!r->begun) {
        r->begun = dg_str_is(dg_json_get_str(object, "dutygate"), "list") &&
                   dg_answer_number(object, "format") == 1 &&
                   dg_instant_parse(dg_json_get_str(object, "fetched"),
                                    &r->stored->fetched_us) == DG_OK;
        r->err = r->begun ? r->err : DG_ERR_MALFORMED;
    } else if (layer) {
        read_layer(r, layer);
    } else if (entry) {
        r->lines++;
        read_entry(r, entry);
    } else if (proof) {
        r->lines++;
        read_proof(r, proof);
    } else {
        r->ended = end && dg_answer_number(object, "items") == r->lines;
        r->err = r->ended ? r->err : DG_ERR_MALFORMED;
    }
}

static void
read_line(struct reading *r, struct dg_str text)
{
    struct dg_json_error error;
    const struct dg_json *object;
    dg_arena_reset(&r->line);
    enum dg_err err = r->ended ? DG_ERR_MALFORMED
                               : dg_json_parse(&r->line, text, &object, &error);
    if (err) {
        r->err = err;
    } else {
        read_object(r, object);
    }
}

static size_t
read_lines(struct reading *r, struct dg_str text)
{
    size_t line = 0;
    while (text.len > 0 && !r->err) {
        const char *end = memchr(text.data, '\n', text.len);
        size_t len = end ? (size_t) (end - text.data) : text.len;
        read_line(r, (struct dg_str){text.data, len});
        len += end != NULL;
        text = (struct dg_str){text.data + len, text.len - len};
        line++;
    }
    return line;
}

static void
fold_names(struct reading *r)
{
    for (size_t i = 0; i < r->stored->count && !r->err; i++) {
        struct dg_stored_item *item = &r->stored->items[i];
        r->err = dg_fold(r->arena, item->name, &item->key);
    }
}

int
dg_stored_read(const struct dg_cli *cli, const char *path,
               struct dg_arena *arena, struct dg_stored *stored)
{
    struct reading r = {.arena = arena, .stored = stored};
    struct dg_buf text;
    *stored = (struct dg_stored){.count = 0};
    dg_buf_init(&text);
    int status = dg_cli_read(cli, path, &text);
    if (!status) {
        dg_arena_init(&r.line, LINE_ARENA_LIMIT);
        size_t line = read_lines(&r, (struct dg_str){text.data, text.len});
        fold_names(&r);
        dg_arena_finish(&r.line);
        if (r.err == DG_ERR_MEMORY) {
            status = dg_cli_fail(cli, DG_EXIT_UNAVAILABLE, "%s",
                                 _(dg_err_text(r.err)));
        } else if (r.err || !r.ended) {
            status = dg_cli_fail(
                cli, DG_EXIT_DATA,
                _("%s:%zu: not as list fetch stores it; fetch it again"), path,
                line);
        }
    }
    dg_buf_finish(&text);
    return status;
}
