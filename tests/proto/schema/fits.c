/* SPDX-License-Identifier: Apache-2.0 */
/* Reads messages from stdin, one a line, and says of each whether our decoder
 * takes all of it: "fits", or "misfit" with the first pointer and why. */
#include <stdio.h>
#include <stdlib.h>
#include <sys/types.h>

#include "tests/proto/schema/wire.h"

static void
say(const struct dg_message *message)
{
    if (message->bad) {
        printf("misfit %.*s\n", DG_STR_ARG(message->detail));
        return;
    }
    for (size_t i = 0; i < message->count; i++) {
        const struct dg_event *event = &message->events[i];
        if (event->bad) {
            printf("misfit %.*s: %.*s\n", DG_STR_ARG(event->pointer),
                   DG_STR_ARG(event->detail));
            return;
        }
    }
    printf("fits\n");
}

int
main(void)
{
    struct wire wire;
    char *line = NULL;
    size_t size = 0;
    ssize_t len;

    if (!wire_open(&wire)) {
        return 1;
    }
    while ((len = getline(&line, &size, stdin)) > 0) {
        struct dg_message message =
            wire_decode(&wire, (struct dg_str){line, (size_t) len});
        say(&message);
    }
    free(line);
    wire_close(&wire);
    return 0;
}
