/* SPDX-License-Identifier: Apache-2.0 */
/* replay: sends files of events, one a line, in their order, many outstanding
 * at a time, and says at the end what became of them. What is counted is left
 * to tally.c.
 *
 * A file's answers are all there before the next file begins. Within a file at
 * most WINDOW events separate the oldest without answer from the newest sent,
 * so that one that has to be sent again is not far behind. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#include "proto/base/i18n.h"
#include "proto/client/answer/answer.h"
#include "proto/client/ask/options.h"
#include "proto/client/ask/signer.h"
#include "proto/client/subcommand/cmd.h"
#include "proto/client/subcommand/tally.h"

#define WINDOW 64
#define PROGRESS_MS 100
#define LINE_ARENA_LIMIT (16 << 20)

/* What a line becomes. */
struct outgoing {
    struct dg_buf message;
    struct dg_str source; /* in the replay's arena, or the command line's */
    bool publishes;
};

/* An event under way; request 0: the place is free. */
struct place {
    uint32_t request;
    bool publishes;
    size_t line;
};

struct replay {
    struct dg_cli *cli;
    struct dg_tally tally;
    struct dg_arena arena;       /* of the line being read */
    struct place places[WINDOW]; /* by request number modulo WINDOW */
    const char *path;
    size_t line;
    int status;   /* highest so far, of events without decision */
    bool stopped; /* no gateway: ask nothing more */
    bool terminal;
    size_t answered; /* of this file */
    int64_t shown_ms;
};

/* A gateway that was busy for all of an event's time is not pressed again for
 * each of those behind it. */
static void
note_status(struct replay *replay, int status)
{
    if (status == DG_EXIT_BUSY) {
        dutygate_client_set_retry(replay->cli->client, false);
    }
    if (status > replay->status) {
        replay->status = status;
    }
}

/* ---- progress ---------------------------------------------------------- */

static void
show_progress(struct replay *replay)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    int64_t now = (int64_t) t.tv_sec * 1000 + t.tv_nsec / 1000000;
    if (replay->terminal && now - replay->shown_ms >= PROGRESS_MS) {
        fputc('\r', stderr);
        fprintf(stderr, _("%s: %zu answered"), replay->path, replay->answered);
        replay->shown_ms = now;
    }
}

static void
clear_progress(struct replay *replay)
{
    if (replay->terminal && replay->shown_ms > 0) {
        fprintf(stderr, "\r\033[K");
        replay->shown_ms = 0;
    }
}

/* ---- answers ----------------------------------------------------------- */

static struct place *
place_of(struct replay *replay, uint32_t request)
{
    return &replay->places[request % WINDOW];
}

static void
take_answer(struct replay *replay, const struct place *place,
            struct dg_str text)
{
    struct dg_reply reply;
    int status = dg_cli_parse(replay->cli, text, &reply);
    if (status) {
        note_status(replay, status);
        return;
    }
    dg_tally_add(&replay->tally, place->publishes, reply.root);
    if (replay->cli->json) {
        dg_cli_show_json(&reply);
    }
    if (!dg_answer_is_decision(reply.root)) {
        note_status(replay, dg_answer_status(reply.root));
    }
    replay->answered++;
    show_progress(replay);
}

static void
tell_stop(struct replay *replay, size_t line)
{
    clear_progress(replay);
    fprintf(stderr, _("dutygate: %s:%zu: stopped here\n"), replay->path, line);
    replay->stopped = true;
}

static void
stop_at(struct replay *replay, size_t line, enum dutygate_status status)
{
    if (!replay->stopped) {
        tell_stop(replay, line);
        note_status(replay, dg_cli_fail_unanswered(replay->cli, status));
    }
}

/* Waits for one event to end. The first without answer stops the replay; those
 * still under way are waited for in silence. False when the socket failed and
 * no more will come. */
static bool
receive_one(struct replay *replay)
{
    const struct dutygate_answer *answer =
        dutygate_client_receive(replay->cli->client);
    if (answer->request == 0) {
        stop_at(replay, replay->line, answer->status);
        return false;
    }
    struct place *place = place_of(replay, answer->request);
    if (answer->status) {
        stop_at(replay, place->line, answer->status);
    } else {
        struct dg_str text = {answer->text, answer->len};
        take_answer(replay, place, text);
    }
    place->request = 0;
    return true;
}

/* ---- events ------------------------------------------------------------ */

static void
complain_of_line(struct replay *replay, const char *what)
{
    clear_progress(replay);
    fprintf(stderr, "dutygate: %s:%zu: %s\n", replay->path, replay->line, what);
    note_status(replay, DG_EXIT_DATA);
}

/* Makes the message for a line. False: said, go on with the next. */
static bool
compose_line(struct replay *replay, struct dg_str line, struct outgoing *out)
{
    const struct dg_compose compose = {.source = replay->cli->source,
                                       .today = replay->cli->today};
    struct dg_json_error error;
    const struct dg_json *event;
    dg_arena_reset(&replay->arena);
    enum dg_err err = dg_json_parse(&replay->arena, line, &event, &error);
    if (err == DG_ERR_MALFORMED || err == DG_ERR_LIMIT) {
        struct dg_buf why;
        dg_buf_init(&why);
        dg_compose_explain(&error, 0, &why);
        complain_of_line(replay, why.data ? why.data : _("not taken as JSON"));
        dg_buf_finish(&why);
        return false;
    }
    if (!err && event->type != DG_JSON_OBJECT) {
        complain_of_line(replay, _("not an event"));
        return false;
    }
    err = err ? err : dg_compose_event(&compose, line, event, &out->message);
    if (err) {
        complain_of_line(replay, _(dg_err_text(err)));
        return false;
    }
    out->publishes =
        dg_str_is(dg_json_get_str(event, "type"), "dutygate.task.publish.v1");
    out->source = dg_json_get_str(event, "source");
    if (out->source.len == 0) {
        out->source = dg_str_from(replay->cli->source);
    }
    return true;
}

/* Its source's key, or nobody's: then the replay stops here. */
static void
choose_key(struct replay *replay, struct dg_str source)
{
    int failed = dg_signer_use(replay->cli, source);
    if (failed) {
        note_status(replay, failed);
        tell_stop(replay, replay->line);
    }
}

/* Request numbers go up by one; the next one's place must be free. */
static void
send_event(struct replay *replay, const struct outgoing *out, uint32_t *last)
{
    uint32_t request;
    choose_key(replay, out->source);
    while (place_of(replay, *last + 1)->request != 0 && !replay->stopped) {
        receive_one(replay);
    }
    if (replay->stopped) {
        return;
    }
    enum dutygate_status status = dutygate_client_send(
        replay->cli->client, out->message.data, out->message.len, &request);
    if (status == DUTYGATE_TOO_LONG) {
        complain_of_line(replay, _("longer than a message may be"));
    } else if (status) {
        stop_at(replay, replay->line, status);
    } else {
        *last = request;
        *place_of(replay, request) =
            (struct place){request, out->publishes, replay->line};
    }
}

static bool
is_blank(struct dg_str line)
{
    return strspn(line.data, " \t\r\n") == line.len;
}

static void
replay_stream(struct replay *replay, FILE *stream, uint32_t *last)
{
    char *line = NULL;
    size_t size = 0;
    ssize_t len;
    struct outgoing out = {.publishes = false};
    dg_buf_init(&out.message);
    while (!replay->stopped && (len = getline(&line, &size, stream)) >= 0) {
        struct dg_str text = {line, (size_t) len};
        replay->line++;
        dg_buf_clear(&out.message);
        if (!is_blank(text) && compose_line(replay, text, &out)) {
            send_event(replay, &out, last);
        }
    }
    while (dutygate_client_outstanding(replay->cli->client) > 0 &&
           receive_one(replay)) {
    }
    dg_buf_finish(&out.message);
    free(line);
}

static void
replay_file(struct replay *replay, const char *path, uint32_t *last)
{
    bool is_stdin = strcmp(path, "-") == 0;
    FILE *stream = is_stdin ? stdin : fopen(path, "r");
    if (!stream) {
        note_status(replay, dg_cli_fail(replay->cli, DG_EXIT_NO_INPUT, "%s: %s",
                                        path, strerror(errno)));
        return;
    }
    replay->path = path;
    replay->line = 0;
    replay->answered = 0;
    dg_tally_begin(&replay->tally, path);
    errno = 0;
    replay_stream(replay, stream, last);
    clear_progress(replay);
    if (ferror(stream)) {
        note_status(replay, dg_cli_fail(replay->cli, DG_EXIT_NO_INPUT, "%s: %s",
                                        path, strerror(errno)));
    }
    struct dg_tally_file *file = dg_tally_current(&replay->tally);
    if (file) {
        file->stopped = replay->stopped;
    }
    if (!is_stdin) {
        fclose(stream);
    }
}

static void
show_outcome(struct replay *replay)
{
    struct dg_buf out;
    if (replay->tally.err) {
        note_status(replay, dg_cli_fail(replay->cli, DG_EXIT_UNAVAILABLE, "%s",
                                        _(dg_err_text(replay->tally.err))));
        return;
    }
    dg_buf_init(&out);
    dg_tally_render(&replay->tally, &out);
    dg_cli_flush(&out);
    dg_buf_finish(&out);
}

int
dg_cmd_replay_files(struct dg_cli *cli, int argc, char **argv)
{
    const struct dg_option options[] = {{NULL, NULL, NULL}};
    struct replay replay = {.cli = cli, .terminal = isatty(STDERR_FILENO)};
    int first;
    if (dg_options_parse(cli->where, options, argc, argv, &first) ||
        dg_options_operands(cli->where, argc - first, 1, argc, argv + first)) {
        return DG_EXIT_USAGE;
    }
    int status = dg_cli_connect(cli);
    if (status) {
        return status;
    }
    uint32_t last = 0;
    dg_tally_init(&replay.tally);
    dg_arena_init(&replay.arena, LINE_ARENA_LIMIT);
    for (int i = first; i < argc && !replay.stopped; i++) {
        replay_file(&replay, argv[i], &last);
    }
    if (!cli->json) {
        show_outcome(&replay);
    }
    dg_arena_finish(&replay.arena);
    dg_tally_finish(&replay.tally);
    return replay.status;
}
