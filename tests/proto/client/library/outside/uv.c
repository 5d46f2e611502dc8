/* SPDX-License-Identifier: Apache-2.0 */
/* A program outside the tree: a client on a libuv loop, uv URL MESSAGE …: sends
 * all messages, prints each answer, ends with the last. A timer of its own
 * shows that the loop is never held up. */
#include <dutygate/client.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <uv.h>

struct program {
    struct dutygate_client *client;
    uv_poll_t poll;
    uv_timer_t timer; /* of the client */
    uv_timer_t tick;
    unsigned ticks;
};

static void handle_timer(uv_timer_t *timer);

static void
handle_close(uv_handle_t *handle)
{
    (void) handle;
}

/* Ends the loop, or says when to come again. */
static void
go_on(struct program *program)
{
    int timeout_ms = dutygate_client_timeout_ms(program->client);
    if (timeout_ms >= 0) {
        uv_timer_start(&program->timer, handle_timer, (uint64_t) timeout_ms, 0);
        return;
    }
    uv_close((uv_handle_t *) &program->poll, handle_close);
    uv_close((uv_handle_t *) &program->timer, handle_close);
    uv_close((uv_handle_t *) &program->tick, handle_close);
}

static void
handle_answer(void *ctx, const struct dutygate_answer *answer)
{
    (void) ctx;
    printf("%u %s %.*s\n", answer->request,
           dutygate_status_text(answer->status), (int) answer->len,
           answer->text ? answer->text : "");
}

static void
dispatch(struct program *program)
{
    if (dutygate_client_dispatch(program->client, handle_answer, program)) {
        exit(1);
    }
    go_on(program);
}

static void
handle_readable(uv_poll_t *poll, int status, int events)
{
    (void) status;
    (void) events;
    dispatch(poll->data);
}

static void
handle_timer(uv_timer_t *timer)
{
    dispatch(timer->data);
}

static void
handle_tick(uv_timer_t *timer)
{
    struct program *program = timer->data;
    program->ticks++;
}

int
main(int argc, char **argv)
{
    struct program p = {.ticks = 0};
    uv_loop_t *loop = uv_default_loop();
    if (argc < 3 || dutygate_client_open(argv[1], &p.client)) {
        return 1;
    }
    dutygate_client_set_timeout(p.client, 20000, 20);
    uv_poll_init(loop, &p.poll, dutygate_client_fd(p.client));
    uv_timer_init(loop, &p.timer);
    uv_timer_init(loop, &p.tick);
    p.poll.data = p.timer.data = p.tick.data = &p;
    uv_poll_start(&p.poll, UV_READABLE, handle_readable);
    uv_timer_start(&p.tick, handle_tick, 10, 10);
    for (int i = 2; i < argc; i++) {
        uint32_t request;
        if (dutygate_client_send(p.client, argv[i], strlen(argv[i]),
                                 &request)) {
            return 1;
        }
    }
    go_on(&p);
    uv_run(loop, UV_RUN_DEFAULT);
    dutygate_client_close(p.client);
    printf("%s\n", p.ticks >= 10 ? "the loop went on" : "the loop stood still");
    return uv_loop_close(loop) != 0;
}
