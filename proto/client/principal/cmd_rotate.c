/* SPDX-License-Identifier: Apache-2.0 */
/* rotate: a new key in the place of the own one. The new key is on the disk
 * before the gateway hears of it, beside the old one (FILE.next), and takes its
 * place when the gateway has taken it: whatever happens in between, one of the
 * two files works, and rotate, called again, goes on. */
#include <stdio.h>
#include <unistd.h>

#include "proto/base/i18n.h"
#include "proto/client/ask/options.h"
#include "proto/client/ask/signer.h"
#include "proto/client/key/key_file.h"
#include "proto/client/key/secret_file.h"
#include "proto/client/principal/cmd.h"
#include "proto/client/principal/public.h"

#define ARENA_LIMIT ((size_t) 1 << 20)
#define OVERLAP_MAX 90 /* as in the schema */

struct rotation {
    struct dg_cli *cli;
    const char *id, *overlap, *officer, *post; /* of options; may be NULL */
    const char *kid, *public;                  /* of another's key */
    bool seal;
    int64_t days;

    struct dg_arena arena;
    struct dg_buf path, next; /* of the old key and of the new one */
    struct dg_public_file old, fresh;
};

static int
fail(const struct rotation *r, enum dg_exit status, const struct dg_buf *why)
{
    return why->err || !why->data
               ? dg_cli_fail_memory(r->cli)
               : dg_cli_fail(r->cli, status, "%s", why->data);
}

/* ---- the event -------------------------------------------------------------
 */

/* Its id is the new key's, so that it counts once however often it is sent. */
static void
write_event(const struct rotation *r, const char *source, const char *kid,
            const char *x, struct dg_json_writer *writer)
{
    char id[16 + DG_KID_LEN + 1];
    snprintf(id, sizeof id, "rotate/%s", r->public ? "" : r->fresh.kid);
    dg_compose_begin_as(writer, "dutygate.principal.rotate.v1", r->cli->source,
                        r->id || r->public ? r->id : id);
    dg_json_put_text(writer, "principal", source);
    dg_json_put_text(writer, "key", kid);
    dg_json_name(writer, "new");
    dg_json_open_object(writer);
    dg_json_put_text(writer, "key", x);
    dg_json_put_text(writer, "name", r->officer);
    dg_json_put_text(writer, "post", r->post);
    dg_json_close_object(writer);
    if (r->days > 0) {
        dg_json_put_integer(writer, "overlap", r->days);
    }
    dg_compose_end(writer);
}

/* ---- the new key --------------------------------------------------------- */

static int
find_files(struct rotation *r)
{
    struct dg_cli *cli = r->cli;
    int status = DG_EXIT_OK;
    if (cli->key_path) {
        dg_buf_text(&r->path, cli->key_path);
    } else {
        status = dg_signer_path(cli, dg_str_from(cli->source), DG_EXIT_USAGE,
                                &r->path);
    }
    if (status) {
        return status;
    }
    dg_buf_printf(&r->next, "%s.next", r->path.data ? r->path.data : "");
    return r->path.err || r->next.err
               ? dg_cli_fail_memory(cli)
               : dg_public_read(cli, r->path.data, &r->arena, &r->old);
}

static int
write_key(struct rotation *r, const struct dg_passphrase *passphrase)
{
    const struct dg_key_label label = {r->old.source, r->old.gateway,
                                       r->officer ? dg_str_from(r->officer)
                                                  : r->old.name};
    const struct dg_key_file_options options = {
        {passphrase->text, passphrase->len}, false};
    struct dg_secret_key *key;
    struct dg_buf why;
    int status = DG_EXIT_OK;
    if (dg_secret_key_generate(&key)) {
        return dg_cli_fail_memory(r->cli);
    }
    dg_buf_init(&why);
    if (dg_key_file_write(r->next.data, key, &label, &options, &why)) {
        status = fail(r, DG_EXIT_UNAVAILABLE, &why);
    }
    dg_buf_finish(&why);
    dg_secret_key_destroy(key);
    return status;
}

/* Sealed, if the old one is. */
static int
make_key(struct rotation *r)
{
    struct dg_passphrase passphrase = {NULL, 0};
    struct dg_buf why;
    int status = DG_EXIT_OK;
    dg_buf_init(&why);
    if ((r->seal || r->old.sealed) &&
        dg_passphrase_choose(r->next.data, &passphrase, &why)) {
        status = fail(r, DG_EXIT_DATA, &why);
    }
    if (!status) {
        status = write_key(r, &passphrase);
    }
    dg_passphrase_finish(&passphrase);
    dg_buf_finish(&why);
    return status;
}

static int
place_key(const struct rotation *r)
{
    struct dg_buf why;
    int status = DG_EXIT_OK;
    dg_buf_init(&why);
    if (dg_secret_file_replace(r->next.data, r->path.data, &why)) {
        status = fail(r, DG_EXIT_UNAVAILABLE, &why);
        dg_cli_fail(r->cli, DG_EXIT_UNAVAILABLE,
                    _("the new key is good, and is in %s"), r->next.data);
    }
    dg_buf_finish(&why);
    return status;
}

/* ---- a rotation that was interrupted ------------------------------------- */

/* Whether the gateway knows the new key, asked in its own name. */
static int
ask_with_next(const struct rotation *r, struct dg_json_writer *writer,
              bool *known)
{
    struct dg_cli with = *r->cli;
    struct dg_reply reply;
    int status;
    with.client = NULL;
    with.signers = NULL;
    with.gateway_found = NULL;
    with.key_path = r->next.data;
    dg_arena_init(&with.arena, ARENA_LIMIT);
    dg_compose_begin(writer, "dutygate.principal.read.v1", with.source);
    dg_json_put_text(writer, "key", r->fresh.kid);
    dg_compose_end(writer);
    status = dg_cli_request(&with, writer, &reply);
    if (!status) {
        *known = dg_json_get(reply.root, "result") != NULL;
        if (!*known &&
            !dg_str_is(dg_answer_slug(reply.root), "not-authentic")) {
            status = dg_cli_show(&with, &reply);
        }
    }
    dutygate_client_close(with.client);
    dg_signer_finish(&with);
    dg_arena_finish(&with.arena);
    return status;
}

static int
go_on(struct rotation *r, struct dg_json_writer *writer, bool *done)
{
    int status = dg_public_read(r->cli, r->next.data, &r->arena, &r->fresh);
    if (!status) {
        status = ask_with_next(r, writer, done);
    }
    if (status || !*done) {
        return status;
    }
    status = place_key(r);
    if (!status) {
        printf(_("the gateway took the new key before: it is in its place "
                 "now\n"));
    }
    return status;
}

/* ---- rotating ------------------------------------------------------------ */

static int
submit_own(struct rotation *r, struct dg_json_writer *writer)
{
    char x[DG_KID_LEN + 1];
    struct dg_reply reply;
    int status;
    snprintf(x, sizeof x, "%.*s", DG_STR_ARG(r->fresh.x));
    write_event(r, r->cli->source, r->old.kid, x, writer);
    status = dg_cli_request(r->cli, writer, &reply);
    if (status) {
        dg_cli_fail(r->cli, DG_EXIT_UNAVAILABLE,
                    _("whether the gateway took it is not known; call rotate "
                      "again"));
        return status;
    }
    status = dg_cli_show(r->cli, &reply);
    if (dg_answer_kind(reply.root) == DG_ANSWER_ADMITTED) {
        return place_key(r);
    }
    if (status == DG_EXIT_REFUSED || status == DG_EXIT_DATA) {
        unlink(r->next.data); /* it is nobody's, for sure */
    }
    return status;
}

static int
rotate_own(struct rotation *r, struct dg_json_writer *writer)
{
    bool done = false;
    int status = find_files(r);
    if (!status && access(r->next.data, F_OK) == 0) {
        status = go_on(r, writer, &done);
    } else if (!status) {
        status = make_key(r);
        if (!status) {
            status = dg_public_read(r->cli, r->next.data, &r->arena, &r->fresh);
        }
    }
    return status || done ? status : submit_own(r, writer);
}

/* ---- command line -------------------------------------------------------- */

static int
check_options(struct rotation *r, int count)
{
    uint64_t days = 0;
    if (r->overlap &&
        (dg_str_to_u64(dg_str_from(r->overlap), &days) || days > OVERLAP_MAX)) {
        return dg_options_complain(r->cli->where,
                                   _("\"%s\" is no number of days up to %d"),
                                   r->overlap, OVERLAP_MAX);
    }
    r->days = (int64_t) days;
    if ((count > 0) != (r->kid != NULL) || (count > 0) != (r->public != NULL)) {
        return dg_options_complain(
            r->cli->where,
            _("another's key needs --kid, --public and ROLE/CODE; the own one "
              "none of them"));
    }
    if (count == 0 && r->cli->source &&
        strncmp(r->cli->source, "root/", 5) == 0) {
        return dg_options_complain(
            r->cli->where,
            _("root's keys are those of the configuration (root_keys)"));
    }
    return dg_cli_need_source(r->cli);
}

static int
run(struct rotation *r, const char *other)
{
    struct dg_json_writer *writer;
    int status;
    if (dg_json_writer_create(&writer)) {
        return dg_cli_fail_memory(r->cli);
    }
    dg_arena_init(&r->arena, ARENA_LIMIT);
    dg_buf_init(&r->path);
    dg_buf_init(&r->next);
    if (other) {
        write_event(r, other, r->kid, r->public, writer);
        status = dg_cli_submit_request(r->cli, writer);
    } else {
        status = rotate_own(r, writer);
    }
    dg_buf_finish(&r->next);
    dg_buf_finish(&r->path);
    dg_arena_finish(&r->arena);
    dg_json_writer_destroy(writer);
    return status;
}

int
dg_cmd_rotate_key(struct dg_cli *cli, int argc, char **argv)
{
    struct rotation r = {.cli = cli};
    const struct dg_option options[] = {
        {"id", NULL, &r.id},           {"overlap", NULL, &r.overlap},
        {"officer", NULL, &r.officer}, {"post", NULL, &r.post},
        {"kid", NULL, &r.kid},         {"public", NULL, &r.public},
        {"passphrase", &r.seal, NULL}, {NULL, NULL, NULL}};
    int first;
    if (dg_options_parse(cli->where, options, argc, argv, &first) ||
        dg_options_operands(cli->where, argc - first, 0, 1, argv + first) ||
        check_options(&r, argc - first)) {
        return DG_EXIT_USAGE;
    }
    return run(&r, argv[first]);
}
