/* SPDX-License-Identifier: Apache-2.0 */
/* What all subcommands share: the global options, the way to ask the
 * gateway, and the way to say what it answered. */
#ifndef PROTO_CLIENT_ASK_CLI_H
#define PROTO_CLIENT_ASK_CLI_H

#include <stdbool.h>

#include "proto/base/arena.h"
#include "proto/base/buf.h"
#include "proto/client/answer/answer.h"
#include "proto/client/ask/compose.h"
#include "proto/client/library/client.h"
#include "proto/codec/json.h"

/* Where the gateway listens unless something else is said. */
#define DG_CLI_SOCKET "ipc:///run/dutygate/gateway.ipc"

struct dg_signer;

struct dg_cli {
    const char *url;
    const char *source;   /* who speaks; NULL unless given */
    const char *key_path; /* --key; NULL: the folder of keys is looked into */
    const char *gateway;  /* --gateway: the id of the one spoken to, or NULL */
    const char *where;    /* the subcommand, for messages */
    bool json;            /* answers are printed as they came */
    bool no_retry;        /* a busy gateway is not asked again */
    unsigned timeout_ms;
    int32_t today;                  /* China day */
    struct dutygate_client *client; /* NULL before the first message */
    struct dg_signer *signers;      /* keys that were read; see signer.h */
    char *gateway_found;            /* that listens at url; NULL before */
    struct dg_arena arena;          /* of the last answer */
};

/* What --socket says, as a URL: a path becomes ipc://, a directory the socket
 * in it. The caller frees it; NULL without memory. */
char *dg_cli_url(const char *socket);

/* Seconds, with up to three decimals, as milliseconds. */
enum dg_err dg_cli_timeout(const char *text, unsigned *timeout_ms);

/* "dutygate: WHERE: " and the text on stderr; gives status back. */
int dg_cli_fail(const struct dg_cli *cli, enum dg_exit status,
                const char *format, ...) __attribute__((format(printf, 3, 4)));

/* Says that memory is exhausted. */
int dg_cli_fail_memory(const struct dg_cli *cli);

/* Says what went wrong with a request that got no answer. */
int dg_cli_fail_unanswered(const struct dg_cli *cli,
                           enum dutygate_status status);

/* 0 or an exit status, said on stderr, when --as is missing. */
int dg_cli_need_source(const struct dg_cli *cli);

/* 0 or an exit status, said on stderr. */
int dg_cli_connect(struct dg_cli *cli);

/* The operand NUMBER: a receipt's. 0 or an exit status, said on stderr. */
int dg_cli_number(const struct dg_cli *cli, const char *text, int64_t *number);

/* Reads a file, or stdin for "-", whole. 0 or an exit status, said. */
int dg_cli_read(const struct dg_cli *cli, const char *path,
                struct dg_buf *text);
/* The same into an arena. */
int dg_cli_read_text(const struct dg_cli *cli, const char *path,
                     struct dg_arena *arena, struct dg_str *text);

/* An answer, taken apart; lives until the next dg_cli_ask. root is the only one
 * where there is but one, so it may be a part of text. */
struct dg_reply {
    struct dg_str text;
    const struct dg_json *root;
};

/* Parses an answer into cli's arena. 0 or an exit status, said. */
int dg_cli_parse(struct dg_cli *cli, struct dg_str text,
                 struct dg_reply *reply);

/* Signs and sends a message, and waits for its answer. 0 or an exit status,
 * said. */
int dg_cli_ask(struct dg_cli *cli, struct dg_str message,
               struct dg_reply *reply);

/* What writer wrote. 0 or an exit status, said. */
int dg_cli_text(const struct dg_cli *cli, struct dg_json_writer *writer,
                struct dg_str *text);

/* Sends a request written by dg_compose_begin … dg_compose_end. */
int dg_cli_request(struct dg_cli *cli, struct dg_json_writer *request,
                   struct dg_reply *reply);

/* Sends an event (check: one that is not recorded) and shows what was decided.
 * Without answer it may have been; then the id is said under which it can be
 * asked again and counts once. Gives the exit status. */
int dg_cli_submit(struct dg_cli *cli, struct dg_str message, bool check);
int dg_cli_submit_request(struct dg_cli *cli, struct dg_json_writer *request);
/* That, of what dg_compose_begin_as began: ends it first, and destroys the
 * writer. */
int dg_cli_submit_end(struct dg_cli *cli, struct dg_json_writer *request);

/* How long a line may be: COLUMNS, else as the terminal is; 0: any length. */
size_t dg_cli_columns(void);

/* Prints a reply: as lines of JSON, or for people. Gives the exit status. */
int dg_cli_show(const struct dg_cli *cli, const struct dg_reply *reply);

/* Prints each answer of a reply as one line of JSON. */
void dg_cli_show_json(const struct dg_reply *reply);

/* Writes out to stdout and empties it. */
void dg_cli_flush(struct dg_buf *out);

#endif
