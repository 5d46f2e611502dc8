/* SPDX-License-Identifier: Apache-2.0 */
/* Decides what the service manager is told and when the watchdog is fed. How it
 * is told is libsystemd's: a datagram to $NOTIFY_SOCKET, if there is one. */
#include "gateway/service.h"

#include <inttypes.h>
#include <stdlib.h>
#include <systemd/sd-daemon.h>
#include <time.h>
#include <unistd.h>

/* The variable names the service's main process, which is the parent; for
 * libsystemd it would have to be who asks. 0: nobody watches. */
static uint64_t
watchdog_us(void)
{
    const char *pid = getenv("WATCHDOG_PID");
    uint64_t us = 0;
    if (pid && strtol(pid, NULL, 10) != (long) getppid() &&
        strtol(pid, NULL, 10) != (long) getpid()) {
        return 0;
    }
    unsetenv("WATCHDOG_PID");
    return sd_watchdog_enabled(0, &us) > 0 ? us : 0;
}

static void
service_handle_watchdog(uv_timer_t *timer)
{
    const struct dg_service *service = timer->data;
    if (dg_flow_progresses(service->flow)) {
        sd_notifyf(0, "WATCHDOG=1\nSTATUS=serving; %" PRIu64 " entries",
                   dg_flow_entries(service->flow));
    }
}

void
dg_service_start(struct dg_service *service, uv_loop_t *loop,
                 struct dg_flow *flow)
{
    uint64_t us = watchdog_us();
    service->flow = flow;
    service->watchdog.data = service;
    uv_timer_init(loop, &service->watchdog);
    if (us > 0) {
        uint64_t half_ms = us / 2000 > 0 ? us / 2000 : 1;
        uv_timer_start(&service->watchdog, service_handle_watchdog, 0, half_ms);
    }
    sd_notifyf(0, "READY=1\nSTATUS=serving; %" PRIu64 " entries",
               dg_flow_entries(flow));
}

void
dg_service_begin_reload(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    sd_notifyf(0, "RELOADING=1\nMONOTONIC_USEC=%" PRIu64,
               (uint64_t) now.tv_sec * 1000000 + (uint64_t) now.tv_nsec / 1000);
}

void
dg_service_end_reload(const struct dg_service *service)
{
    sd_notifyf(0, "READY=1\nSTATUS=serving; %" PRIu64 " entries",
               dg_flow_entries(service->flow));
}

void
dg_service_stop(void)
{
    sd_notify(0, "STOPPING=1\nSTATUS=answering what was decided");
}

void
dg_service_close(struct dg_service *service)
{
    uv_close((uv_handle_t *) &service->watchdog, NULL);
}

void
dg_service_pause(const char *what)
{
    sd_notifyf(0, "WATCHDOG=1\nSTATUS=%s", what);
}
