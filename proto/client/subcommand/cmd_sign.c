/* SPDX-License-Identifier: Apache-2.0 */
/* sign: events in, one signed message a line out, for programs that speak to
 * the gateway themselves. Each line is signed with the key of its events'
 * source; what the events must hold is the gateway's to say. */
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <utlist.h>

#include "proto/base/i18n.h"
#include "proto/client/ask/options.h"
#include "proto/client/key/gateway_name.h"
#include "proto/client/key/key_file.h"
#include "proto/client/key/key_folder.h"
#include "proto/client/subcommand/cmd.h"
#include "proto/codec/event.h"
#include "proto/codec/jws.h"

#define LINE_ARENA_LIMIT (64 << 20)

/* A source's key, read once. */
struct holder {
    struct holder *next;
    char *source;
    struct dg_key_file file;
    struct dg_str gateway; /* for whom its messages are */
    struct dg_buf found;   /* a gateway's name that was looked for */
};

struct signing {
    struct dg_cli *cli;
    const char *key_path, *audience, *instant; /* of options; may be NULL */
    int64_t iat;                               /* with instant */
    struct holder *holders;
    struct dg_arena arena; /* of the line being read */
    struct dg_buf events, payload, message;
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

/* ---- keys ------------------------------------------------------------- */

/* The gateway that the key names, else the environment, else whose socket is
 * there. */
static bool
find_gateway(struct signing *signing, struct holder *holder)
{
    const char *named = getenv("DUTYGATE_GATEWAY");

    if (signing->audience) {
        holder->gateway = dg_str_from(signing->audience);
    } else if (holder->file.label.gateway.len > 0) {
        holder->gateway = holder->file.label.gateway;
    } else if (named && *named) {
        holder->gateway = dg_str_from(named);
    } else if (dg_gateway_name_find(signing->cli->url, &holder->found) ==
               DG_OK) {
        holder->gateway =
            (struct dg_str){holder->found.data, holder->found.len};
    } else {
        return complain(signing, DG_EXIT_USAGE,
                        _("for which gateway? Use --aud ID, or set "
                          "DUTYGATE_GATEWAY"));
    }
    return true;
}

/* A file that was given must not be another's. */
static bool
check_owner(struct signing *signing, const struct holder *holder)
{
    const struct dg_str owner = holder->file.label.source;
    struct dg_str text;

    if (owner.len == 0 || dg_str_is(owner, holder->source)) {
        return true;
    }
    text = dg_arena_printf(&signing->arena,
                           _("the key is that of %.*s, not of %s"),
                           DG_STR_ARG(owner), holder->source);
    return complain(signing, DG_EXIT_USAGE,
                    text.data ? text.data : _(dg_err_text(DG_ERR_MEMORY)));
}

static bool
read_key(struct signing *signing, const char *path, struct holder *holder)
{
    struct dg_buf why;
    bool there = true;

    dg_buf_init(&why);
    if (dg_key_file_read(path, dg_passphrase_ask, &holder->file, &why) !=
        DG_OK) {
        there = complain(signing, DG_EXIT_NO_INPUT,
                         why.data ? why.data : _(dg_err_text(DG_ERR_MEMORY)));
    }
    dg_buf_finish(&why);
    return there && check_owner(signing, holder) &&
           find_gateway(signing, holder);
}

static bool
find_file(struct signing *signing, struct holder *holder)
{
    struct dg_buf path;
    bool there = false;

    if (signing->key_path) {
        return read_key(signing, signing->key_path, holder);
    }
    dg_buf_init(&path);
    switch (dg_key_folder_path(dg_str_from(holder->source), &path)) {
    case DG_OK:
        there = read_key(signing, path.data, holder);
        break;
    case DG_ERR_MALFORMED:
        complain(signing, DG_EXIT_DATA,
                 _("the source is no ROLE/CODE such as department/mzj"));
        break;
    case DG_ERR_ABSENT:
        complain(signing, DG_EXIT_USAGE,
                 _("where are the keys? Set DUTYGATE_KEYS or HOME"));
        break;
    default:
        complain(signing, DG_EXIT_UNAVAILABLE, _(dg_err_text(DG_ERR_MEMORY)));
    }
    dg_buf_finish(&path);
    return there;
}

static void
free_holder(struct holder *holder)
{
    dg_key_file_finish(&holder->file);
    dg_buf_finish(&holder->found);
    free(holder->source);
    free(holder);
}

/* NULL: said. */
static struct holder *
find_holder(struct signing *signing, struct dg_str source)
{
    struct holder *holder;

    LL_FOREACH(signing->holders, holder)
    {
        if (dg_str_is(source, holder->source)) {
            return holder;
        }
    }
    holder = calloc(1, sizeof *holder);
    if (!holder || !(holder->source = strndup(source.data, source.len))) {
        free(holder);
        complain(signing, DG_EXIT_UNAVAILABLE, _(dg_err_text(DG_ERR_MEMORY)));
        return NULL;
    }
    if (!find_file(signing, holder)) {
        free_holder(holder);
        return NULL;
    }
    LL_PREPEND(signing->holders, holder);
    return holder;
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
write_message(struct signing *signing, const struct holder *holder)
{
    const struct dg_buf *events = &signing->events;
    struct dg_buf *payload = &signing->payload, *message = &signing->message;
    const int64_t iat = signing->instant ? signing->iat : (int64_t) time(NULL);

    dg_buf_clear(payload);
    dg_buf_clear(message);
    dg_jws_payload(holder->gateway, iat,
                   (struct dg_str){events->data, events->len}, payload);
    if (!payload->err) {
        dg_jws_write(holder->file.key,
                     (struct dg_str){payload->data, payload->len}, message);
    }
    if (events->err || payload->err || message->err) {
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
    const struct dg_json *root;
    const struct holder *holder;
    struct dg_str source = {NULL, 0};

    dg_arena_reset(&signing->arena);
    dg_buf_clear(&signing->events);
    if (!parse_line(signing, line, &root) ||
        !(root->type == DG_JSON_ARRAY
              ? take_events(signing, line, root, &source)
              : take_event(signing, line, root, &source))) {
        return;
    }
    holder = find_holder(signing, source);
    if (holder) {
        write_message(signing, holder);
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

static void
finish(struct signing *signing)
{
    struct holder *holder, *next;

    LL_FOREACH_SAFE(signing->holders, holder, next)
    {
        free_holder(holder);
    }
    dg_buf_finish(&signing->message);
    dg_buf_finish(&signing->payload);
    dg_buf_finish(&signing->events);
    dg_arena_finish(&signing->arena);
}

int
dg_cmd_sign_events(struct dg_cli *cli, int argc, char **argv)
{
    struct signing signing = {
        .cli = cli, .key_path = getenv("DUTYGATE_KEY"), .path = "-"};
    const struct dg_option options[] = {{"aud", NULL, &signing.audience},
                                        {"iat", NULL, &signing.instant},
                                        {"key", NULL, &signing.key_path},
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
    signing.path = first < argc ? argv[first] : "-";
    if (signing.key_path && !*signing.key_path) {
        signing.key_path = NULL;
    }
    dg_arena_init(&signing.arena, LINE_ARENA_LIMIT);
    sign_file(&signing);
    finish(&signing);
    return signing.status;
}
