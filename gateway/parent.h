/* SPDX-License-Identifier: Apache-2.0 */
/* The parent process: runs work in a child, the worker, and runs it again when
 * it crashed or asked for it. It owns no socket, no thread and no loop, so that
 * nothing which ends the worker can end the parent. */
#ifndef GATEWAY_PARENT_H
#define GATEWAY_PARENT_H

#include <sys/types.h>

/* The worker's wish to be started again (EX_TEMPFAIL). */
#define DG_PARENT_AGAIN 75

struct dg_parent {
    int (*work)(void *ctx); /* in the child; gives its exit status */
    void *ctx;
    /* The wait before a restart doubles from first to most, and is first again
     * after the worker ran for steady. */
    int first_ms, most_ms, steady_ms;
};

/* Forwards TERM, INT and HUP to the worker, and opens its own log again upon
 * HUP. Returns, when the worker ended by
 * itself with another status than DG_PARENT_AGAIN, that status; after TERM or
 * INT, what the worker made of it: its status, 0 if it had not yet come to
 * handle the signal, 128 + the signal if something else killed it. Without a
 * worker at that time: 0. Never restarts after TERM or INT. When the parent
 * dies, the kernel kills the worker. */
int dg_parent_run(const struct dg_parent *parent);

#endif
