/* SPDX-License-Identifier: Apache-2.0 */
/* A gateway that answers from a script: fake-gateway URL SCRIPT LOG. Every line
 * of the script is what happens to the next request: the answer to send, in
 * which %id% becomes the id of the request's first event; "-" to stay silent;
 * "after " and an answer to send it behind the next answer. Requests without a
 * line stay silent. Each request is written to LOG as one line. It runs until
 * it is killed. */
#include <errno.h>
#include <nanomsg/nn.h>
#include <nanomsg/reqrep.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define CONTROL_SIZE 64
#define LATER "after "

struct request {
    char control[CONTROL_SIZE]; /* the way back */
    char *text;
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
    find_id(request);
    return true;
}

static void
reply(int socket, struct request *request, const char *line)
{
    char *answer;
    size_t len;
    FILE *out = open_memstream(&answer, &len);
    for (const char *c = line; *c; c++) {
        if (strncmp(c, "%id%", 4) == 0) {
            fputs(request->id, out);
            c += 3;
        } else {
            putc(*c, out);
        }
    }
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
serve(int socket, FILE *script, FILE *log)
{
    char *line = NULL, *held_line = NULL;
    size_t size = 0;
    struct request request, held;
    while (receive(socket, &request)) {
        write_log(log, request.text);
        free(request.text);
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
    if (!script || !log) {
        return fail("cannot open script or log");
    }
    setvbuf(log, NULL, _IOLBF, 0);
    int socket = nn_socket(AF_SP_RAW, NN_REP);
    if (socket < 0 || nn_bind(socket, argv[1]) < 0) {
        return fail(argv[1]);
    }
    serve(socket, script, log);
    return fail("receive");
}
