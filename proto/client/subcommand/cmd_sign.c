/* SPDX-License-Identifier: Apache-2.0 */
/* sign: events in, one signed message a line out, for programs that speak to
 * the gateway themselves. Each line is signed with the key of its events'
 * source; what the events must hold is the gateway's to say. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "proto/base/i18n.h"
#include "proto/client/ask/options.h"
#include "proto/client/ask/signer.h"
#include "proto/client/library/sign.h"
#include "proto/client/subcommand/cmd.h"
#include "proto/codec/event.h"

#define LINE_ARENA_LIMIT (64 << 20)

struct signing {
    struct dg_cli *cli;
    const char *audience, *instant; /* of options; may be NULL */
    int64_t iat;                    /* with instant */
    struct dg_arena arena;          /* of the line being read */
    struct dg_buf events, message;
    const char *path;
    size_t line;
    int status; /* highest so far */
};

static void
note_status(struct signing *signing, int status)
{
    signing->status = status > signing->status ? status : signing->status;
}

/* Of the line being read; the next ones are signed all the same. */
static bool
complain(struct signing *signing, enum dg_exit status, const char *what)
{
    fprintf(stderr, "dutygate: %s:%zu: %s\n", signing->path, signing->line,
            what);
    note_status(signing, (int) status);
    return false;
}

/* The key of this source, and for which gateway. False: said. */
static bool
find_key(struct signing *signing, struct dg_str source,
         const struct dutygate_key **key, const char **gateway)
{
    const int status = dg_signer_find(signing->cli, source, key, gateway);

    if (status) {
        return complain(signing, (enum dg_exit) status, _("not signed"));
    }
    if (*dutygate_key_source(*key) &&
        !dg_str_is(source, dutygate_key_source(*key))) {
        return complain(signing, DG_EXIT_USAGE,
                        _("the key is not that of this source"));
    }
    return true;
}

/* ---- lines ------------------------------------------------------------ */

/* Appends an event, completed; *source becomes its own, or that of --as. */
static bool
take_event(struct signing *signing, struct dg_str line,
           const struct dg_json *event, struct dg_str *source)
{
    const struct dg_compose compose = {.source = signing->cli->source,
                                       .today = signing->cli->today};
    const struct dg_json *own = dg_json_get(event, "source");

    if (event->type != DG_JSON_OBJECT || !event->child) {
        return complain(signing, DG_EXIT_DATA, _("not an event"));
    }
    *source = own ? own->text : dg_str_from(compose.source);
    if (source->len == 0) {
        return complain(signing, DG_EXIT_USAGE,
                        _("an event without source; use --as ROLE/CODE "
                          "before the subcommand"));
    }
    if (signing->events.len > 0) {
        dg_buf_text(&signing->events, ",");
    }
    dg_compose_event(&compose, line, event, &signing->events);
    return true;
}

static bool
take_events(struct signing *signing, struct dg_str line,
            const struct dg_json *array, struct dg_str *source)
{
    struct dg_str other;

    if (array->count == 0 || array->count > DG_EVENT_BATCH_MAX) {
        return complain(signing, DG_EXIT_DATA,
                        _("a message has 1 to 256 events"));
    }
    for (const struct dg_json *e = array->child; e; e = e->next) {
        if (!take_event(signing, line, e, &other)) {
            return false;
        }
        if (e != array->child && !dg_str_equal(*source, other)) {
            return complain(signing, DG_EXIT_DATA,
                            _("events of several sources; a message has one "
                              "signature"));
        }
        *source = other;
    }
    return true;
}

static bool
parse_line(struct signing *signing, struct dg_str line,
           const struct dg_json **root)
{
    struct dg_json_error error;
    struct dg_buf why;
    enum dg_err err = dg_json_parse(&signing->arena, line, root, &error);

    if (!err) {
        return true;
    }
    if (err == DG_ERR_MEMORY) {
        return complain(signing, DG_EXIT_UNAVAILABLE, _(dg_err_text(err)));
    }
    dg_buf_init(&why);
    dg_compose_explain(&error, 0, &why);
    complain(signing, DG_EXIT_DATA,
             why.data ? why.data : _("not taken as JSON"));
    dg_buf_finish(&why);
    return false;
}

static void
write_message(struct signing *signing, const struct dutygate_key *key,
              const char *gateway)
{
    const int64_t iat = signing->instant ? signing->iat : (int64_t) time(NULL);
    const struct dg_str events = {signing->events.data, signing->events.len};
    struct dg_buf *message = &signing->message;

    dg_buf_clear(message);
    dg_sign_write(key, gateway, iat, events, message);
    if (signing->events.err || message->err) {
        complain(signing, DG_EXIT_UNAVAILABLE, _(dg_err_text(DG_ERR_MEMORY)));
    } else if (message->len > DG_MESSAGE_SIZE_MAX) {
        complain(signing, DG_EXIT_DATA, _("longer than a message may be"));
    } else {
        dg_buf_text(message, "\n");
        dg_cli_flush(message);
    }
}

static void
sign_line(struct signing *signing, struct dg_str line)
{
    const struct dutygate_key *key;
    const char *gateway = NULL;
    const struct dg_json *root;
    struct dg_str source = {NULL, 0};

    dg_arena_reset(&signing->arena);
    dg_buf_clear(&signing->events);
    if (parse_line(signing, line, &root) &&
        (root->type == DG_JSON_ARRAY
             ? take_events(signing, line, root, &source)
             : take_event(signing, line, root, &source)) &&
        find_key(signing, source, &key, &gateway)) {
        write_message(signing, key,
                      signing->audience ? signing->audience : gateway);
    }
}

static void
sign_stream(struct signing *signing, FILE *stream)
{
    char *line = NULL;
    size_t size = 0;
    ssize_t len;

    while ((len = getline(&line, &size, stream)) >= 0) {
        signing->line++;
        if (strspn(line, " \t\r\n") != (size_t) len) {
            sign_line(signing, (struct dg_str){line, (size_t) len});
        }
    }
    free(line);
}

static void
sign_file(struct signing *signing)
{
    const bool is_stdin = strcmp(signing->path, "-") == 0;
    FILE *stream = is_stdin ? stdin : fopen(signing->path, "re");

    if (stream) {
        errno = 0;
        sign_stream(signing, stream);
    }
    if (!stream || ferror(stream)) {
        note_status(signing,
                    dg_cli_fail(signing->cli, DG_EXIT_NO_INPUT, "%s: %s",
                                signing->path, strerror(errno)));
    }
    if (stream && !is_stdin) {
        fclose(stream);
    }
}

int
dg_cmd_sign_events(struct dg_cli *cli, int argc, char **argv)
{
    struct signing signing = {.cli = cli};
    const struct dg_option options[] = {{"aud", NULL, &signing.audience},
                                        {"iat", NULL, &signing.instant},
                                        {NULL, NULL, NULL}};
    uint64_t iat = 0;
    int first;

    if (dg_options_parse(cli->where, options, argc, argv, &first) ||
        dg_options_operands(cli->where, argc - first, 0, 1, argv + first)) {
        return DG_EXIT_USAGE;
    }
    if (signing.instant && (dg_str_to_u64(dg_str_from(signing.instant), &iat) ||
                            iat > INT64_MAX)) {
        return dg_options_complain(
            cli->where, _("\"%s\" is no number of seconds"), signing.instant);
    }
    signing.iat = (int64_t) iat;
    cli->gateway = signing.audience ? signing.audience : cli->gateway;
    signing.path = first < argc ? argv[first] : "-";
    dg_arena_init(&signing.arena, LINE_ARENA_LIMIT);
    sign_file(&signing);
    dg_buf_finish(&signing.message);
    dg_buf_finish(&signing.events);
    dg_arena_finish(&signing.arena);
    return signing.status;
}
