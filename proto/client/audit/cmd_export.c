/* SPDX-License-Identifier: Apache-2.0 */
/* audit export: takes the journal along, page by page, up to a checkpoint. The
 * file is there whole or not at all; whether it is true is audit verify's. */
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#include "proto/base/base64.h"
#include "proto/base/date.h"
#include "proto/base/i18n.h"
#include "proto/client/ask/options.h"
#include "proto/client/audit/cmd.h"
#include "proto/client/audit/meter.h"
#include "proto/client/proof/extension.h"
#include "proto/codec/export.h"

#define ARENA_LIMIT ((size_t) 1 << 24)

struct taking {
    struct dg_cli *cli;
    const char *path;
    struct dg_buf draft; /* the file's name until it is whole */
    int file;            /* -1: none yet */
    struct dg_arena arena;
    struct dg_extension newest; /* the checkpoint to go up to */
    struct dg_json_writer *request;
    struct dg_buf bytes; /* to be written next */
    struct dg_meter meter;
    uint64_t last; /* entry written */
};

/* ---- the file ------------------------------------------------------------ */

static int
fail_file(const struct taking *t)
{
    return dg_cli_fail(t->cli, DG_EXIT_NO_INPUT, "%s: %s", t->path,
                       strerror(errno));
}

static int
open_file(struct taking *t)
{
    if (access(t->path, F_OK) == 0) {
        return dg_cli_fail(t->cli, DG_EXIT_NO_INPUT,
                           _("%s: is there already; give another name"),
                           t->path);
    }
    dg_buf_printf(&t->draft, "%s.part", t->path);
    if (t->draft.err) {
        return dg_cli_fail_memory(t->cli);
    }
    t->file = open(t->draft.data, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC,
                   S_IRUSR | S_IWUSR);
    return t->file >= 0 ? DG_EXIT_OK : fail_file(t);
}

/* What bytes holds, which is then empty. */
static int
write_bytes(struct taking *t)
{
    if (t->bytes.err) {
        return dg_cli_fail_memory(t->cli);
    }
    for (size_t done = 0; done < t->bytes.len;) {
        ssize_t n = write(t->file, t->bytes.data + done, t->bytes.len - done);
        if (n < 0 && errno != EINTR) {
            return fail_file(t);
        }
        done += n > 0 ? (size_t) n : 0;
    }
    dg_buf_clear(&t->bytes);
    return DG_EXIT_OK;
}

static int
keep_file(struct taking *t)
{
    bool synced = fsync(t->file) == 0;
    bool closed = close(t->file) == 0;
    t->file = -1;
    /* A link, not a rename: what came to stand there meanwhile stays. */
    return synced && closed && link(t->draft.data, t->path) == 0 &&
                   unlink(t->draft.data) == 0
               ? DG_EXIT_OK
               : fail_file(t);
}

static void
drop_file(struct taking *t)
{
    int kept = errno;
    if (t->file >= 0) {
        close(t->file);
        unlink(t->draft.data);
    }
    errno = kept;
}

/* ---- its ends ------------------------------------------------------------ */

static void
put_head(struct taking *t)
{
    struct dg_str origin = t->newest.newest.checkpoint.origin;
    const char *slash = memchr(origin.data, '/', origin.len);
    size_t len = slash ? (size_t) (slash - origin.data) : origin.len;
    struct timespec now;
    char time[DG_INSTANT_SIZE];
    clock_gettime(CLOCK_REALTIME, &now);
    dg_instant_format((int64_t) now.tv_sec * 1000000, time);
    struct dg_export_head head = {.gateway = {origin.data, len},
                                  .reader = dg_str_from(t->cli->source),
                                  .time = dg_str_from(time)};
    if (slash) {
        head.journal = (struct dg_str){slash + 1, origin.len - len - 1};
    }
    dg_export_write_head(&head, &t->bytes);
}

static int
take_end(struct taking *t)
{
    dg_export_write_end(t->newest.newest.text, t->last, &t->bytes);
    int status = write_bytes(t);
    return status ? status : keep_file(t);
}

/* ---- pages --------------------------------------------------------------- */

static int
ask_page(struct taking *t, const struct dg_json **result)
{
    struct dg_reply reply;
    dg_compose_begin(t->request, "dutygate.journal.read.v1", t->cli->source);
    dg_json_put_integer(t->request, "after", (int64_t) t->last);
    dg_json_put_integer(t->request, "to", (int64_t) t->newest.size);
    dg_compose_end(t->request);
    int status = dg_cli_request(t->cli, t->request, &reply);
    if (status) {
        return status;
    }
    *result = dg_json_get(reply.root, "result");
    return *result ? DG_EXIT_OK : dg_cli_show(t->cli, &reply);
}

static bool
take_records(struct taking *t, const struct dg_json *result)
{
    struct dg_str text = dg_json_get_str(result, "records");
    uint64_t after = dg_json_to_number(dg_json_get(result, "after"));
    uint64_t last = dg_json_to_number(dg_json_get(result, "last"));
    size_t len, room = DG_BASE64_ROOM(text.len);
    uint8_t *bytes = malloc(room);
    bool taken = bytes && after == t->last && last > after &&
                 last <= t->newest.size &&
                 dg_base64_decode(text, bytes, room, &len);
    if (taken) {
        dg_buf_append(&t->bytes, bytes, len);
        t->last = last;
    }
    free(bytes);
    return taken;
}

static int
take_page(struct taking *t)
{
    const struct dg_json *result;
    int status = ask_page(t, &result);
    if (status) {
        return status;
    }
    if (!take_records(t, result)) {
        return dg_cli_fail(t->cli, DG_EXIT_UNAVAILABLE,
                           _("the gateway's answer is no page of its journal"));
    }
    dg_meter_show(&t->meter, t->last, t->newest.size);
    return write_bytes(t);
}

static int
take_pages(struct taking *t)
{
    const struct dg_extension_question question = {.extends = false};
    int status = dg_extension_ask(t->cli, &question, &t->arena, &t->newest);
    if (status == DG_EXIT_OK) {
        put_head(t);
        status = write_bytes(t);
    }
    while (status == DG_EXIT_OK && t->last < t->newest.size) {
        status = take_page(t);
    }
    dg_meter_clear(&t->meter);
    return status ? status : take_end(t);
}

static int
take(struct taking *t)
{
    int status = dg_cli_need_source(t->cli);
    if (status) {
        return status;
    }
    if (dg_json_writer_create(&t->request)) {
        return dg_cli_fail_memory(t->cli);
    }
    dg_meter_begin(&t->meter, t->path);
    status = open_file(t);
    status = status ? status : take_pages(t);
    drop_file(t);
    dg_json_writer_destroy(t->request);
    if (status == DG_EXIT_OK) {
        printf(_("%s: %" PRIu64 " entries of %.*s\n"), t->path, t->last,
               DG_STR_ARG(t->newest.newest.checkpoint.origin));
    }
    return status;
}

int
dg_cmd_export_take(struct dg_cli *cli, int argc, char **argv)
{
    const struct dg_option options[] = {{NULL, NULL, NULL}};
    struct taking t = {.cli = cli, .file = -1};
    int first;
    if (dg_options_parse(cli->where, options, argc, argv, &first) ||
        dg_options_operands(cli->where, argc - first, 1, 1, argv + first)) {
        return DG_EXIT_USAGE;
    }
    t.path = argv[first];
    dg_buf_init(&t.draft);
    dg_buf_init(&t.bytes);
    dg_arena_init(&t.arena, ARENA_LIMIT);
    int status = take(&t);
    dg_arena_finish(&t.arena);
    dg_buf_finish(&t.bytes);
    dg_buf_finish(&t.draft);
    return status;
}
