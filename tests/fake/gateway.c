/* SPDX-License-Identifier: Apache-2.0 */
/* A gateway that answers from a script: fake-gateway URL SCRIPT LOG. Every line
 * of the script is what happens to the next request: the answer to send, in
 * which %id% becomes the id of the request's first event; "-" to stay silent;
 * "after " and an answer to send it behind the next answer. Requests without a
 * line stay silent. Each request is written to LOG as one line. Of a signed
 * message (whose signature is not looked at) that is its event, or the array of
 * them, and the message itself goes to LOG.jws; an answer that is an object
 * goes into an array, as a gateway's does. It runs until it is killed. */
#include <errno.h>
#include <nanomsg/nn.h>
#include <nanomsg/reqrep.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "proto/base/base64.h"
#include "proto/codec/jws.h"

#define CONTROL_SIZE 64
#define LATER "after "

struct request {
    char control[CONTROL_SIZE]; /* the way back */
    char *text;
    char *jws; /* NULL unless it is signed */
    bool is_signed;
    char id[256];
};

static int
fail(const char *what)
{
    fprintf(stderr, "fake gateway: %s: %s\n", what, nn_strerror(errno));
    return 1;
}

/* As one line: valid JSON has line breaks between values only. */
static void
write_log(FILE *log, const char *text)
{
    for (const char *c = text; *c; c++) {
        putc(*c == '\n' ? ' ' : *c, log);
    }
    putc('\n', log);
}

static void
find_id(struct request *request)
{
    const char *id = strstr(request->text, "\"id\":\"");
    request->id[0] = '\0';
    if (id) {
        id += strlen("\"id\":\"");
        snprintf(request->id, sizeof request->id, "%.*s",
                 (int) strcspn(id, "\""), id);
    }
}

/* The events of a signed message instead of it. */
static void
open_message(struct request *request)
{
    struct dg_str text = dg_str_from(request->text);
    enum dg_problem_code problem;
    const char *detail;
    struct dg_jws jws;
    size_t len = 0;
    request->jws = NULL;
    request->is_signed = false;
    if (!dg_jws_split(text, &jws, &problem, &detail)) {
        return;
    }
    char *payload = calloc(1, DG_BASE64_ROOM(text.len) + 1);
    dg_base64url_decode(jws.payload, (uint8_t *) payload,
                        DG_BASE64_ROOM(text.len), &len);
    char *events = strstr(payload, "\"events\":") + strlen("\"events\":");
    bool single = events[1] == '{' && !strstr(events, "},{\"specversion\"");
    request->is_signed = true;
    request->jws = request->text;
    request->text = single ? strndup(events + 1, strlen(events) - 3)
                           : strndup(events, strlen(events) - 1);
    free(payload);
}

static bool
receive(int socket, struct request *request)
{
    void *bytes;
    struct nn_iovec body = {&bytes, NN_MSG};
    struct nn_msghdr message = {&body, 1, request->control, CONTROL_SIZE};
    int len = nn_recvmsg(socket, &message, 0);
    if (len < 0) {
        return false;
    }
    request->text = strndup(bytes, (size_t) len);
    nn_freemsg(bytes);
    open_message(request);
    find_id(request);
    return true;
}

static void
reply(int socket, struct request *request, const char *line)
{
    char *answer;
    size_t len;
    FILE *out = open_memstream(&answer, &len);
    bool wraps = request->is_signed && line[0] == '{';
    fputs(wraps ? "[" : "", out);
    for (const char *c = line; *c; c++) {
        if (strncmp(c, "%id%", 4) == 0) {
            fputs(request->id, out);
            c += 3;
        } else {
            putc(*c, out);
        }
    }
    fputs(wraps ? "]" : "", out);
    fclose(out);
    struct nn_iovec body = {answer, len};
    struct nn_msghdr message = {&body, 1, request->control, CONTROL_SIZE};
    nn_sendmsg(socket, &message, 0);
    free(answer);
}

static void
keep(struct request *held, char **held_line, const struct request *request,
     const char *line)
{
    *held = *request;
    free(*held_line);
    *held_line = strdup(line + strlen(LATER));
}

static void
serve(int socket, FILE *script, FILE *log, FILE *jws)
{
    char *line = NULL, *held_line = NULL;
    size_t size = 0;
    struct request request, held;
    while (receive(socket, &request)) {
        write_log(log, request.text);
        if (request.jws) {
            write_log(jws, request.jws);
        }
        free(request.text);
        free(request.jws);
        if (getline(&line, &size, script) < 0 || line[0] == '-') {
            continue;
        }
        line[strcspn(line, "\n")] = '\0';
        if (strncmp(line, LATER, strlen(LATER)) == 0) {
            keep(&held, &held_line, &request, line);
            continue;
        }
        reply(socket, &request, line);
        if (held_line) {
            reply(socket, &held, held_line);
            free(held_line);
            held_line = NULL;
        }
    }
    free(line);
}

int
main(int argc, char **argv)
{
    if (argc != 4) {
        fprintf(stderr, "usage: %s URL SCRIPT LOG\n", argv[0]);
        return 64;
    }
    FILE *script = fopen(argv[2], "r");
    FILE *log = fopen(argv[3], "w");
    char jws_path[4096];
    snprintf(jws_path, sizeof jws_path, "%s.jws", argv[3]);
    FILE *jws = fopen(jws_path, "w");
    if (!script || !log || !jws) {
        return fail("cannot open script or log");
    }
    setvbuf(log, NULL, _IOLBF, 0);
    setvbuf(jws, NULL, _IOLBF, 0);
    int socket = nn_socket(AF_SP_RAW, NN_REP);
    if (socket < 0 || nn_bind(socket, argv[1]) < 0) {
        return fail(argv[1]);
    }
    serve(socket, script, log, jws);
    return fail("receive");
}
