/* SPDX-License-Identifier: Apache-2.0 */
/* The file of figures: all of them as Prometheus text, written anew every 15
 * seconds, for the node exporter's textfile collector or whoever else reads it.
 */
#ifndef GATEWAY_MONITORING_FIGURES_FILE_H
#define GATEWAY_MONITORING_FIGURES_FILE_H

#include <uv.h>

#include "gateway/flow/flow.h"

#define DG_FIGURES_FILE_PERIOD_MS 15000

struct dg_figures_file {
    uv_timer_t timer;
    uv_work_t work;
    const struct dg_flow *flow;
    const char *path;     /* NULL: there is no file */
    struct dg_buf text;   /* of the write under way */
    char temporary[4096]; /* where it is made */
    int error, told;      /* errno of the last write, and as last logged */
    bool busy, closed;
};

/* path lives until close; NULL: nothing is written. */
void dg_figures_file_init(struct dg_figures_file *file,
                          const struct dg_flow *flow, const char *path);
/* Writes at once, and then each time that period is over. */
void dg_figures_file_start(struct dg_figures_file *file, uv_loop_t *loop,
                           unsigned period_ms);
/* Closes the handle, and removes the file once nobody writes it: what is not
 * kept up says nothing. The flow may be closed at once. */
void dg_figures_file_close(struct dg_figures_file *file);

#endif
