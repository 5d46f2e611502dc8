/* SPDX-License-Identifier: Apache-2.0 */
/* Decides where a long version is cut, and what its parts are called. */
#include "proto/client/sheet/parts.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "proto/base/i18n.h"
#include "proto/client/answer/answer.h"

/* A message may have 1 MiB as it is sent, of which three quarters are left for
 * what is signed; 100,000 values, and 20,000 items in an array. */
#define BYTES_MAX (720 * 1024)
#define NODES_MAX 90000
#define ITEMS_MAX 5000

#define VERSION_MAX 32 /* characters */
#define ID_MAX 128

void
dg_parts_init(struct dg_parts *parts)
{
    dg_buf_init(&parts->text);
    parts->pieces = NULL;
    parts->count = parts->room = parts->bytes = parts->nodes = 0;
    parts->err = DG_OK;
}

void
dg_parts_finish(struct dg_parts *parts)
{
    dg_buf_finish(&parts->text);
    free(parts->pieces);
}

static bool
make_room(struct dg_parts *parts)
{
    size_t room = parts->room ? parts->room * 2 : 256;
    struct dg_parts_piece *pieces;
    if (parts->count < parts->room) {
        return true;
    }
    pieces = reallocarray(parts->pieces, room, sizeof *pieces);
    if (!pieces) {
        parts->err = DG_ERR_MEMORY;
        return false;
    }
    parts->pieces = pieces;
    parts->room = room;
    return true;
}

void
dg_parts_add(struct dg_parts *parts, const char *name, bool whole,
             struct dg_json_writer *writer, size_t nodes)
{
    struct dg_str json;
    enum dg_err err = dg_json_writer_text(writer, &json);
    if (!err && (json.len > BYTES_MAX || nodes > NODES_MAX)) {
        err = DG_ERR_LIMIT;
    }
    if (err || parts->err || !make_room(parts)) {
        parts->err = parts->err ? parts->err : err;
        return;
    }
    parts->pieces[parts->count++] =
        (struct dg_parts_piece){name, whole, parts->text.len, json.len, nodes};
    dg_buf_str(&parts->text, json);
    parts->err = parts->text.err;
    parts->bytes += json.len;
    parts->nodes += nodes;
}

/* The first piece that no longer fits behind begin into one message. */
static size_t
find_end(const struct dg_parts *parts, size_t begin)
{
    size_t bytes = 0, nodes = 0, end = begin;
    while (end < parts->count && end - begin < ITEMS_MAX) {
        const struct dg_parts_piece *piece = &parts->pieces[end];
        bytes += piece->len + 1;
        nodes += piece->nodes;
        if (end > begin && (bytes > BYTES_MAX || nodes > NODES_MAX)) {
            break;
        }
        end++;
    }
    return end;
}

size_t
dg_parts_messages(const struct dg_parts *parts)
{
    size_t messages = 0, end = 0;
    do {
        end = find_end(parts, end);
        messages++;
    } while (end < parts->count);
    return messages;
}

/* ---- one message -------------------------------------------------------- */

struct message {
    const struct dg_parts *parts;
    size_t begin, end; /* of pieces */
    size_t number, of; /* from 1 */
    const char *id;    /* of all parts */
};

static void
put_numbered(struct dg_json_writer *out, const char *name, const char *text,
             size_t number)
{
    char numbered[ID_MAX + 24];
    snprintf(numbered, sizeof numbered, "%.*s.p%zu", ID_MAX, text, number);
    dg_json_put_text(out, name, numbered);
}

static void
put_versions(const struct message *m, struct dg_json_writer *out)
{
    const struct dg_parts *parts = m->parts;
    if (m->number < m->of) {
        put_numbered(out, "version", parts->version, m->number);
    } else {
        dg_json_put_text(out, "version", parts->version);
    }
    if (m->number > 1) {
        put_numbered(out, "base", parts->version, m->number - 1);
    } else {
        dg_json_put_str(out, "base", parts->base);
    }
    if (parts->drafts && m->number < m->of) {
        dg_json_put_boolean(out, "draft", true);
    }
}

static void
put_pieces(const struct message *m, struct dg_json_writer *out)
{
    const struct dg_parts *parts = m->parts;
    const char *open = NULL;
    bool had = !parts->always;
    for (size_t i = m->begin; i < m->end; i++) {
        const struct dg_parts_piece *piece = &parts->pieces[i];
        if (open && (piece->whole || strcmp(open, piece->name) != 0)) {
            dg_json_close_array(out);
            open = NULL;
        }
        if (!open) {
            dg_json_name(out, piece->name);
        }
        if (!open && !piece->whole) {
            dg_json_open_array(out);
            open = piece->name;
        }
        had |= parts->always && strcmp(piece->name, parts->always) == 0;
        dg_json_raw(out,
                    (struct dg_str){parts->text.data + piece->at, piece->len});
    }
    if (open) {
        dg_json_close_array(out);
    }
    if (!had) {
        dg_json_name(out, parts->always);
        dg_json_open_array(out);
        dg_json_close_array(out);
    }
}

static void
compose(const struct message *m, const char *source, struct dg_json_writer *out)
{
    dg_json_writer_reset(out);
    dg_json_open_object(out);
    dg_json_put_text(out, "specversion", "1.0");
    if (m->of > 1) {
        put_numbered(out, "id", m->id, m->number);
    } else {
        dg_json_put_text(out, "id", m->id);
    }
    dg_json_put_text(out, "source", source);
    dg_json_put_text(out, "type", m->parts->type);
    dg_json_name(out, "data");
    dg_json_open_object(out);
    put_versions(m, out);
    m->parts->put_head(m->parts->ctx, out);
    put_pieces(m, out);
    dg_compose_end(out);
}

/* ---- sending ------------------------------------------------------------ */

static void
tell_part(const struct dg_cli *cli, const struct message *m,
          const struct dg_reply *reply)
{
    const struct dg_json *receipt = dg_json_get(reply->root, "receipt");
    if (cli->json) {
        dg_cli_show_json(reply);
        return;
    }
    printf(_("part %zu of %zu: receipt %llu\n"), m->number, m->of,
           (unsigned long long) dg_answer_number(receipt, "sequence"));
}

/* Shows the answer of the last part, or of one that stops the others. */
static int
take_answer(const struct dg_cli *cli, const struct message *m,
            const struct dg_reply *reply)
{
    bool admitted = dg_answer_kind(reply->root) == DG_ANSWER_ADMITTED;
    int status;
    if (admitted && m->number < m->of) {
        tell_part(cli, m, reply);
        return DG_EXIT_OK;
    }
    status = dg_cli_show(cli, reply);
    if (!admitted && m->of > 1) {
        fflush(stdout); /* the answer first */
        dg_cli_fail(cli, (enum dg_exit) status,
                    _("part %zu of %zu was not taken, so the others were not "
                      "sent"),
                    m->number, m->of);
    }
    return status;
}

static int
send_part(struct dg_cli *cli, const struct message *m,
          struct dg_json_writer *writer)
{
    struct dg_reply reply;
    int status;
    compose(m, cli->source, writer);
    status = dg_cli_request(cli, writer, &reply);
    if (status == DG_EXIT_UNAVAILABLE) {
        dg_cli_fail(cli, DG_EXIT_UNAVAILABLE,
                    _("to ask again and be counted once: --id %s"), m->id);
    }
    return status ? status : take_answer(cli, m, &reply);
}

static int
check_lengths(const struct dg_cli *cli, const struct dg_parts *parts,
              size_t messages)
{
    char number[24];
    int digits = snprintf(number, sizeof number, ".p%zu", messages);
    if (messages > 1 &&
        strlen(parts->version) + (size_t) digits > VERSION_MAX) {
        return dg_cli_fail(cli, DG_EXIT_USAGE,
                           _("\"%s\" is too long for a version in %zu parts"),
                           parts->version, messages);
    }
    return DG_EXIT_OK;
}

int
dg_parts_send(struct dg_cli *cli, const struct dg_parts *parts)
{
    char uuid[DG_COMPOSE_UUID_SIZE];
    struct message m = {.parts = parts, .of = dg_parts_messages(parts)};
    struct dg_json_writer *writer;
    int status = check_lengths(cli, parts, m.of);
    if (status) {
        return status;
    }
    if (parts->err || dg_json_writer_create(&writer)) {
        return dg_cli_fail(
            cli,
            parts->err == DG_ERR_LIMIT ? DG_EXIT_DATA : DG_EXIT_UNAVAILABLE,
            "%s", dg_err_text(parts->err ? parts->err : DG_ERR_MEMORY));
    }
    dg_compose_uuid(uuid);
    m.id = parts->id ? parts->id : uuid;
    do {
        m.begin = m.end;
        m.end = find_end(parts, m.begin);
        m.number++;
        status = send_part(cli, &m, writer);
    } while (!status && m.end < parts->count);
    dg_json_writer_destroy(writer);
    return status;
}
