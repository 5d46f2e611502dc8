/* SPDX-License-Identifier: Apache-2.0 */
/* inbox --follow: an inbox, and then whatever becomes different in it, until a
 * signal comes. When to look is left to the library's hints, what differs to
 * snapshot.c. */
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#include "proto/base/date.h"
#include "proto/base/i18n.h"
#include "proto/client/answer/answer.h"
#include "proto/client/answer/output.h"
#include "proto/client/answer/show.h"
#include "proto/client/ask/signer.h"
#include "proto/client/subcommand/cmd.h"
#include "proto/client/subcommand/snapshot.h"

#define PAGE_MAX 500

struct following {
    struct dg_cli *cli;
    const struct dg_follow *what;
    char *url; /* of the hints; NULL if there can be none */
    struct dutygate_hints *hints;
    struct dg_json_writer *request;
    struct dg_snapshot shown, read; /* as printed, as being read */
    struct dg_buf out;
    bool asked;   /* a page is awaited */
    bool begun;   /* the inbox was printed */
    bool failing; /* and it was said */
    bool ended;
    int status;
};

static volatile sig_atomic_t signalled;

static void
handle_signal(int number)
{
    signalled = number;
}

/* ---- what is printed ---------------------------------------------------- */

/* The time as it is in China: "2026-11-22 12:10:33". */
static void
put_time(struct dg_buf *out, char between)
{
    char day[DG_DATE_SIZE];
    int64_t now_us = (int64_t) time(NULL) * 1000000;
    int32_t date = dg_date_of_instant(now_us);
    int64_t second = (now_us - dg_instant_of_date(date)) / 1000000;
    dg_date_format(date, day);
    dg_buf_printf(out, "%s%c%02d:%02d:%02d", day, between,
                  (int) (second / 3600), (int) (second / 60 % 60),
                  (int) (second % 60));
}

static const char *
change_text(enum dg_change change)
{
    static const char *const texts[] = {[DG_CHANGE_NEW] = N_("new"),
                                        [DG_CHANGE_CHANGED] = N_("changed"),
                                        [DG_CHANGE_GONE] = N_("gone")};
    return texts[change];
}

/* As one line; in valid JSON, line breaks stand between values only. */
static void
put_json_change(struct dg_buf *out, enum dg_change change, struct dg_str task)
{
    dg_buf_text(out, "{\"time\":\"");
    put_time(out, 'T');
    dg_buf_printf(out,
                  "+08:00\",\"change\":\"%s\",\"task\":", change_text(change));
    for (size_t i = 0; i < task.len; i++) {
        char c = task.data[i];
        dg_buf_u8(out, (uint8_t) (c == '\n' || c == '\r' ? ' ' : c));
    }
    dg_buf_text(out, "}\n");
}

static void
put_change(void *ctx, enum dg_change change, const struct dg_json *task,
           struct dg_str text)
{
    struct following *following = ctx;
    struct dg_buf *out = &following->out;
    if (following->cli->json) {
        put_json_change(out, change, text);
        return;
    }
    put_time(out, ' ');
    dg_buf_printf(out, " %s ", _(change_text(change)));
    dg_show_task(out, task);
    dg_buf_u8(out, '\n');
}

static void
put_pages(struct following *following)
{
    struct dg_buf *out = &following->out;
    const struct dg_snapshot_page *page;
    struct dg_table table;
    dg_show_begin_inbox(&table, &following->read.arena);
    for (page = following->read.pages; page; page = page->next) {
        const struct dg_json *result = dg_json_get(page->root, "result");
        if (following->cli->json) {
            dg_output_json(out, page->text, page->root);
            continue;
        }
        if (page == following->read.pages) {
            dg_show_inbox_head(out, result);
        }
        dg_show_add_inbox(&table, result, following->what->all, SIZE_MAX);
    }
    dg_table_render(&table, dg_cli_columns(), out);
    dg_table_finish(&table);
}

static void
flush(struct following *following)
{
    dg_cli_flush(&following->out);
    if (fflush(stdout) || ferror(stdout)) {
        following->ended = true; /* main says so */
    }
}

/* ---- readings that fail ------------------------------------------------- */

/* The first one ends the command as it ends `inbox`; of later ones it is said
 * that they began to fail, and that they no longer do. */
static void
fail_with(struct following *following, int status)
{
    following->failing = true;
    if (!following->begun) {
        following->status = status;
        following->ended = true;
    }
}

static void
fail_unanswered(struct following *following, enum dutygate_status status)
{
    if (!following->failing) {
        fail_with(following, dg_cli_fail_unanswered(following->cli, status));
    }
}

static void
fail_problem(struct following *following, const struct dg_json *answer)
{
    if (!following->failing) {
        dg_output_answer(&following->out, answer);
        fwrite(following->out.data, 1, following->out.len,
               following->begun ? stderr : stdout);
        dg_buf_clear(&following->out);
        fail_with(following, dg_answer_status(answer));
    }
}

static void
fail_unread(struct following *following, enum dg_err err)
{
    if (!following->failing) {
        fail_with(following,
                  dg_cli_fail(following->cli, DG_EXIT_UNAVAILABLE,
                              _("the gateway's answer cannot be read: %s"),
                              err == DG_ERR_MEMORY ? _(dg_err_text(err))
                                                   : "not-json"));
    }
}

/* ---- readings ----------------------------------------------------------- */

static void
ask_page(struct following *following, struct dg_str after)
{
    struct dg_json_writer *request = following->request;
    struct dg_str message;
    uint32_t number;
    const char *office = following->what->office;
    dg_compose_begin(request, "dutygate.inbox.read.v1", following->cli->source);
    dg_json_put_text(request, "office", office ? office : "");
    dg_json_put_str(request, "after", after);
    dg_json_put_integer(request, "limit", PAGE_MAX);
    dg_compose_end(request);
    enum dg_err err = dg_json_writer_text(request, &message);
    if (err) {
        fail_with(following,
                  err == DG_ERR_MALFORMED
                      ? dg_cli_fail(following->cli, DG_EXIT_USAGE,
                                    _("arguments must be UTF-8"))
                      : dg_cli_fail(following->cli, DG_EXIT_UNAVAILABLE, "%s",
                                    _(dg_err_text(err))));
        return;
    }
    enum dutygate_status status = dutygate_client_send(
        following->cli->client, message.data, message.len, &number);
    following->asked = status == DUTYGATE_OK;
    if (status) {
        fail_unanswered(following, status);
    }
}

static void
begin_reading(struct following *following)
{
    dg_snapshot_clear(&following->read);
    ask_page(following, DG_STR(""));
}

/* Of a socket on this machine it can be seen. */
static bool
is_there(const char *url)
{
    return url &&
           (strncmp(url, "ipc://", 6) != 0 || access(url + 6, F_OK) == 0);
}

/* From now on hints of this office are heard. */
static void
begin_following(struct following *following, const struct dg_json *result)
{
    struct dg_str office = dg_json_get_str(result, "office");
    char code[16];
    snprintf(code, sizeof code, "%.*s", DG_STR_ARG(office));
    bool heard = is_there(following->url) &&
                 dutygate_hints_subscribe(following->hints, code) == 0;
    if (!heard) {
        fprintf(stderr, _("dutygate: %s: no hints here; looking every %g s\n"),
                following->cli->where, following->what->every_ms / 1000.0);
    }
    following->begun = true;
}

static void
end_reading(struct following *following, const struct dg_json *result)
{
    if (following->begun) {
        dg_snapshot_compare(&following->shown, &following->read, put_change,
                            following);
    } else {
        put_pages(following);
    }
    flush(following);
    if (following->failing) {
        following->failing = false;
        dg_cli_fail(following->cli, DG_EXIT_OK, _("the gateway answers again"));
    }
    if (!following->begun) {
        begin_following(following, result);
    }
    struct dg_snapshot before = following->shown;
    following->shown = following->read;
    following->read = before;
}

static void
handle_answer(void *ctx, const struct dutygate_answer *answer)
{
    struct following *following = ctx;
    const struct dg_json *result;
    struct dg_str text = {answer->text, answer->len};
    following->asked = false;
    if (answer->status) {
        fail_unanswered(following, answer->status);
        return;
    }
    enum dg_err err =
        dg_snapshot_add(&following->read, text, following->what->all, &result);
    if (err) {
        fail_unread(following, err);
        return;
    }
    if (!result) {
        fail_problem(following, dg_snapshot_last(&following->read)->root);
        return;
    }
    struct dg_str next = dg_json_get_str(result, "next");
    if (next.len > 0) {
        ask_page(following, next);
    } else {
        end_reading(following, result);
    }
}

/* ---- the loop ----------------------------------------------------------- */

/* Signals come while this waits, and only then. */
static void
wait_for_either(const struct following *following, const sigset_t *signals)
{
    struct pollfd fds[] = {
        {.fd = dutygate_client_fd(following->cli->client), .events = POLLIN},
        {.fd = dutygate_hints_fd(following->hints), .events = POLLIN}};
    int timeout_ms = following->asked
                         ? dutygate_client_timeout_ms(following->cli->client)
                         : dutygate_hints_timeout_ms(following->hints);
    struct timespec timeout = {timeout_ms / 1000, timeout_ms % 1000 * 1000000L};
    ppoll(fds, 2, timeout_ms < 0 ? NULL : &timeout, signals);
}

static void
run(struct following *following, const sigset_t *signals)
{
    begin_reading(following);
    while (!following->ended && !signalled) {
        wait_for_either(following, signals);
        enum dutygate_status status = dutygate_client_dispatch(
            following->cli->client, handle_answer, following);
        if (!status) {
            status = dutygate_hints_dispatch(following->hints, NULL, NULL);
        }
        if (status) {
            following->status = dg_cli_fail_unanswered(following->cli, status);
            return;
        }
        if (!following->asked && !following->ended &&
            dutygate_hints_due(following->hints)) {
            begin_reading(following);
        }
    }
}

/* INT and TERM are held back but for the waiting, also in nanomsg's threads,
 * which begin after this. */
static void
hold_signals(sigset_t *before)
{
    struct sigaction action = {.sa_handler = handle_signal};
    sigset_t held;
    sigemptyset(&held);
    sigaddset(&held, SIGINT);
    sigaddset(&held, SIGTERM);
    sigprocmask(SIG_BLOCK, &held, before);
    sigdelset(before, SIGINT);
    sigdelset(before, SIGTERM);
    sigaction(SIGINT, &action, NULL);
    sigaction(SIGTERM, &action, NULL);
}

/* hints.ipc beside gateway.ipc; NULL for any other socket, or without memory.
 */
static char *
hints_beside(const char *url)
{
    static const char socket[] = "/gateway.ipc";
    size_t len = strlen(url), tail = sizeof socket - 1;
    char *hints = NULL;
    if (strncmp(url, "ipc://", 6) == 0 && len > tail &&
        strcmp(url + len - tail, socket) == 0 &&
        asprintf(&hints, "%.*s/hints.ipc", (int) (len - tail), url) < 0) {
        hints = NULL;
    }
    return hints;
}

/* Without a socket of hints, a place where none will ever come from. */
static int
open_hints(struct following *following)
{
    const char *named = following->what->hints;
    following->url = named ? strdup(named) : hints_beside(following->cli->url);
    enum dutygate_status status = dutygate_hints_open(
        following->url ? following->url : "inproc://no-hints",
        &following->hints);
    if (status == DUTYGATE_BAD_ADDRESS) {
        return dg_cli_fail(following->cli, DG_EXIT_USAGE,
                           _("\"%s\" is no address of a socket"),
                           following->url);
    }
    if (status) {
        return dg_cli_fail_unanswered(following->cli, status);
    }
    dutygate_hints_set_interval(following->hints, following->what->every_ms);
    return DG_EXIT_OK;
}

int
dg_cmd_follow_inbox(struct dg_cli *cli, const struct dg_follow *what)
{
    struct following following = {.cli = cli, .what = what};
    sigset_t signals;
    hold_signals(&signals);
    if (dg_json_writer_create(&following.request)) {
        return dg_cli_fail_memory(cli);
    }
    dg_snapshot_init(&following.shown);
    dg_snapshot_init(&following.read);
    dg_buf_init(&following.out);
    following.status = open_hints(&following);
    if (!following.status) {
        following.status = dg_signer_use(cli, dg_str_from(cli->source));
    }
    if (!following.status) {
        run(&following, &signals);
    }
    dutygate_hints_close(following.hints);
    free(following.url);
    dg_buf_finish(&following.out);
    dg_snapshot_finish(&following.read);
    dg_snapshot_finish(&following.shown);
    dg_json_writer_destroy(following.request);
    return following.status;
}
