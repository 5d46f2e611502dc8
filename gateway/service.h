/* SPDX-License-Identifier: Apache-2.0 */
/* What the service manager (systemd) is told: that the gate is open, what it
 * does, that it is alive. Without one, nothing is told and nothing happens. The
 * worker tells; of the parent's pauses the parent does. */
#ifndef GATEWAY_SERVICE_H
#define GATEWAY_SERVICE_H

#include "gateway/flow/flow.h"

struct dg_service {
    uv_timer_t watchdog;
    struct dg_flow *flow;
};

/* The bus listens. Begins to feed the watchdog, if one watches the parent or
 * this process: at half its time, and only while what was decided by one time
 * is durable by the next. */
void dg_service_start(struct dg_service *service, uv_loop_t *loop,
                      struct dg_flow *flow);

/* Around what HUP makes the worker do. */
void dg_service_begin_reload(void);
void dg_service_end_reload(const struct dg_service *service);

/* It takes nothing more. The watchdog is fed on, until close. */
void dg_service_stop(void);
void dg_service_close(struct dg_service *service); /* closes the handle */

/* From the parent: there is no worker, or none that serves yet, and this is as
 * it should be. what is a text for people. */
void dg_service_pause(const char *what);

#endif
