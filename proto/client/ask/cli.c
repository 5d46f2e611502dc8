/* SPDX-License-Identifier: Apache-2.0 */
/* Decides how a subcommand reaches the gateway and how failures are told. What
 * is asked is left to the subcommands, how it looks to output.c. */
#include "proto/client/ask/cli.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "proto/base/i18n.h"
#include "proto/client/answer/answer.h"
#include "proto/client/answer/output.h"
#include "proto/client/ask/signer.h"

#define TIMEOUT_MAX_S 86400

static bool
is_directory(const char *path)
{
    struct stat st;
    return stat(path, &st) == 0 && S_ISDIR(st.st_mode);
}

char *
dg_cli_url(const char *socket)
{
    struct dg_buf url;
    dg_buf_init(&url);
    if (strstr(socket, "://")) {
        dg_buf_text(&url, socket);
    } else {
        dg_buf_printf(&url, "ipc://%s%s", socket,
                      is_directory(socket) ? "/gateway.ipc" : "");
    }
    if (url.err) {
        dg_buf_finish(&url);
        return NULL;
    }
    return (char *) dg_buf_take(&url).data;
}

enum dg_err
dg_cli_timeout(const char *text, unsigned *timeout_ms)
{
    const char *point = text + strcspn(text, ".");
    uint64_t seconds;
    struct dg_str whole = {text, (size_t) (point - text)};
    if (dg_str_to_u64(whole, &seconds) || seconds > TIMEOUT_MAX_S) {
        return DG_ERR_MALFORMED;
    }
    unsigned ms = 0, worth = 100;
    size_t digits = strspn(*point ? point + 1 : "", "0123456789");
    if (*point && (digits == 0 || digits > 3 || point[1 + digits])) {
        return DG_ERR_MALFORMED;
    }
    for (size_t i = 0; i < digits; i++, worth /= 10) {
        ms += (unsigned) (point[1 + i] - '0') * worth;
    }
    *timeout_ms = (unsigned) seconds * 1000 + ms;
    return *timeout_ms > 0 ? DG_OK : DG_ERR_MALFORMED;
}

int
dg_cli_fail(const struct dg_cli *cli, enum dg_exit status, const char *format,
            ...)
{
    va_list args;
    fprintf(stderr, "dutygate: %s: ", cli->where);
    va_start(args, format);
    vfprintf(stderr, format, args);
    va_end(args);
    fprintf(stderr, "\n");
    return (int) status;
}

int
dg_cli_fail_memory(const struct dg_cli *cli)
{
    return dg_cli_fail(cli, DG_EXIT_UNAVAILABLE, "%s",
                       _(dg_err_text(DG_ERR_MEMORY)));
}

int
dg_cli_fail_unanswered(const struct dg_cli *cli, enum dutygate_status status)
{
    double seconds = cli->timeout_ms / 1000.0;
    if (status == DUTYGATE_ABSENT) {
        return dg_cli_fail(cli, DG_EXIT_UNAVAILABLE,
                           _("no gateway at %s within %g s"), cli->url,
                           seconds);
    }
    if (status == DUTYGATE_UNANSWERED) {
        return dg_cli_fail(cli, DG_EXIT_UNAVAILABLE,
                           _("no answer from %s within %g s"), cli->url,
                           seconds);
    }
    return dg_cli_fail(cli, DG_EXIT_UNAVAILABLE, "%s: %s", cli->url,
                       dutygate_status_text(status));
}

int
dg_cli_need_source(const struct dg_cli *cli)
{
    if (cli->source) {
        return DG_EXIT_OK;
    }
    return dg_cli_fail(cli, DG_EXIT_USAGE,
                       _("who is asking? Use --as ROLE/CODE before the "
                         "subcommand, or set DUTYGATE_AS"));
}

int
dg_cli_connect(struct dg_cli *cli)
{
    if (cli->client) {
        return DG_EXIT_OK;
    }
    enum dutygate_status status = dutygate_client_open(cli->url, &cli->client);
    if (status == DUTYGATE_BAD_ADDRESS) {
        return dg_cli_fail(cli, DG_EXIT_USAGE,
                           _("\"%s\" is no address of a socket"), cli->url);
    }
    if (status) {
        return dg_cli_fail_unanswered(cli, status);
    }
    dutygate_client_set_timeout(cli->client, cli->timeout_ms,
                                DUTYGATE_CLIENT_TRIES);
    dutygate_client_set_retry(cli->client, !cli->no_retry);
    return DG_EXIT_OK;
}

int
dg_cli_number(const struct dg_cli *cli, const char *text, int64_t *number)
{
    uint64_t value;
    if (dg_str_to_u64(dg_str_from(text), &value) || value == 0 ||
        value > INT64_MAX) {
        return dg_cli_fail(cli, DG_EXIT_USAGE, _("\"%s\" is no receipt number"),
                           text);
    }
    *number = (int64_t) value;
    return DG_EXIT_OK;
}

/* ---- files ------------------------------------------------------------- */

static void
read_stream(FILE *stream, struct dg_buf *text)
{
    char bytes[65536];
    size_t n;
    while ((n = fread(bytes, 1, sizeof bytes, stream)) > 0) {
        dg_buf_append(text, bytes, n);
    }
}

int
dg_cli_read(const struct dg_cli *cli, const char *path, struct dg_buf *text)
{
    bool is_stdin = strcmp(path, "-") == 0;
    FILE *stream = is_stdin ? stdin : fopen(path, "r");
    if (!stream) {
        return dg_cli_fail(cli, DG_EXIT_NO_INPUT, "%s: %s", path,
                           strerror(errno));
    }
    errno = 0;
    read_stream(stream, text);
    int failed = ferror(stream) ? errno : 0;
    if (!is_stdin) {
        fclose(stream);
    }
    if (failed) {
        return dg_cli_fail(cli, DG_EXIT_NO_INPUT, "%s: %s", path,
                           strerror(failed));
    }
    return text->err ? dg_cli_fail(cli, DG_EXIT_UNAVAILABLE, "%s: %s", path,
                                   _(dg_err_text(text->err)))
                     : DG_EXIT_OK;
}

int
dg_cli_read_text(const struct dg_cli *cli, const char *path,
                 struct dg_arena *arena, struct dg_str *text)
{
    struct dg_buf file;
    dg_buf_init(&file);
    int status = dg_cli_read(cli, path, &file);
    *text = dg_arena_copy(arena, (struct dg_str){file.data, file.len});
    dg_buf_finish(&file);
    return status || text->data ? status : dg_cli_fail_memory(cli);
}

/* ---- asking ------------------------------------------------------------ */

int
dg_cli_parse(struct dg_cli *cli, struct dg_str text, struct dg_reply *reply)
{
    struct dg_json_error error;
    dg_arena_reset(&cli->arena);
    reply->text = dg_arena_copy(&cli->arena, text);
    enum dg_err err = DG_ERR_MEMORY;
    if (reply->text.data) {
        err = dg_json_parse(&cli->arena, reply->text, &reply->root, &error);
    }
    if (err) {
        return dg_cli_fail(cli, DG_EXIT_UNAVAILABLE,
                           _("the gateway's answer cannot be read: %s"),
                           err == DG_ERR_MEMORY ? _(dg_err_text(err))
                                                : error.code);
    }
    reply->root = dg_answer_only(reply->root);
    return DG_EXIT_OK;
}

int
dg_cli_ask(struct dg_cli *cli, struct dg_str message, struct dg_reply *reply)
{
    uint32_t request;
    int failed = dg_signer_use_for(cli, message);
    if (failed) {
        return failed;
    }
    enum dutygate_status status =
        dutygate_client_send(cli->client, message.data, message.len, &request);
    if (status == DUTYGATE_TOO_LONG) {
        return dg_cli_fail(cli, DG_EXIT_DATA,
                           _("a message of %zu bytes; %zu are the most"),
                           message.len, dutygate_client_room(cli->client));
    }
    if (status) {
        return dg_cli_fail_unanswered(cli, status);
    }
    const struct dutygate_answer *answer = dutygate_client_receive(cli->client);
    if (answer->status) {
        return dg_cli_fail_unanswered(cli, answer->status);
    }
    struct dg_str text = {answer->text, answer->len};
    return dg_cli_parse(cli, text, reply);
}

int
dg_cli_text(const struct dg_cli *cli, struct dg_json_writer *writer,
            struct dg_str *text)
{
    enum dg_err err = dg_json_writer_text(writer, text);
    if (err == DG_ERR_MALFORMED) {
        return dg_cli_fail(cli, DG_EXIT_USAGE, _("arguments must be UTF-8"));
    }
    if (err) {
        return dg_cli_fail(cli, DG_EXIT_UNAVAILABLE, "%s", _(dg_err_text(err)));
    }
    return DG_EXIT_OK;
}

int
dg_cli_request(struct dg_cli *cli, struct dg_json_writer *request,
               struct dg_reply *reply)
{
    struct dg_str message;
    int status = dg_cli_text(cli, request, &message);
    return status ? status : dg_cli_ask(cli, message, reply);
}

/* ---- showing ----------------------------------------------------------- */

size_t
dg_cli_columns(void)
{
    const char *columns = getenv("COLUMNS");
    struct winsize size;
    uint64_t value;
    if (columns && dg_str_to_u64(dg_str_from(columns), &value) == DG_OK) {
        return (size_t) value;
    }
    return ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 ? size.ws_col : 0;
}

void
dg_cli_flush(struct dg_buf *out)
{
    if (out->len > 0) {
        fwrite(out->data, 1, out->len, stdout);
    }
    dg_buf_clear(out);
}

void
dg_cli_show_json(const struct dg_reply *reply)
{
    struct dg_buf out;
    dg_buf_init(&out);
    dg_output_json(&out, reply->text, reply->root);
    dg_cli_flush(&out);
    dg_buf_finish(&out);
}

int
dg_cli_show(const struct dg_cli *cli, const struct dg_reply *reply)
{
    struct dg_buf out;
    dg_buf_init(&out);
    if (cli->json) {
        dg_output_json(&out, reply->text, reply->root);
    } else {
        dg_output_answer(&out, reply->root);
    }
    dg_cli_flush(&out);
    dg_buf_finish(&out);
    return dg_answer_status(reply->root);
}

/* ---- events ------------------------------------------------------------ */

/* An event without answer may have been decided; under its own id it can be
 * asked again without being decided twice. */
static void
tell_id(struct dg_cli *cli, struct dg_str message)
{
    struct dg_json_error error;
    const struct dg_json *event;
    dg_arena_reset(&cli->arena);
    if (dg_json_parse(&cli->arena, message, &event, &error) == DG_OK &&
        event->type == DG_JSON_OBJECT) {
        dg_cli_fail(cli, DG_EXIT_UNAVAILABLE,
                    _("to ask again and be counted once: --id %.*s"),
                    DG_STR_ARG(dg_json_get_str(event, "id")));
    }
}

int
dg_cli_submit(struct dg_cli *cli, struct dg_str message, bool check)
{
    struct dg_reply reply;
    int status = dg_cli_ask(cli, message, &reply);
    if (status == DG_EXIT_UNAVAILABLE && !check) {
        tell_id(cli, message);
    }
    return status ? status : dg_cli_show(cli, &reply);
}

int
dg_cli_submit_request(struct dg_cli *cli, struct dg_json_writer *request)
{
    struct dg_str message;
    int status = dg_cli_text(cli, request, &message);
    return status ? status : dg_cli_submit(cli, message, false);
}

int
dg_cli_submit_end(struct dg_cli *cli, struct dg_json_writer *request)
{
    dg_compose_end(request);
    int status = dg_cli_submit_request(cli, request);
    dg_json_writer_destroy(request);
    return status;
}
