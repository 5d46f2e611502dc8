/* SPDX-License-Identifier: Apache-2.0 */
/* Decides when progress is shown, and that it leaves nothing behind. */
#include "proto/client/audit/meter.h"

#include <inttypes.h>
#include <stdio.h>
#include <time.h>
#include <unistd.h>

#include "proto/base/i18n.h"

#define EVERY_MS 200

static int64_t
now_ms(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (int64_t) t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

void
dg_meter_begin(struct dg_meter *meter, const char *path)
{
    *meter = (struct dg_meter){
        .path = path, .terminal = isatty(STDERR_FILENO), .shown_ms = now_ms()};
}

void
dg_meter_show(struct dg_meter *meter, uint64_t done, uint64_t of)
{
    int64_t now = meter->terminal ? now_ms() : 0;
    if (!meter->terminal || now - meter->shown_ms < EVERY_MS || of == 0) {
        return;
    }
    fputc('\r', stderr);
    fprintf(stderr, _("%s: %" PRIu64 " per cent"), meter->path,
            done * 100 / of);
    meter->shown_ms = now;
    meter->shown = true;
}

void
dg_meter_clear(struct dg_meter *meter)
{
    if (meter->shown) {
        fprintf(stderr, "\r\033[K");
        meter->shown = false;
    }
}
