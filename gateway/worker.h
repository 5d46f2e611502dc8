/* SPDX-License-Identifier: Apache-2.0 */
/* The worker process: configuration, flow, bus and loop, put together, started
 * and ended in order. */
#ifndef GATEWAY_WORKER_H
#define GATEWAY_WORKER_H

#include <stdbool.h>

/* Runs a gateway until TERM or INT (0), or until a commit failed
 * (DG_PARENT_AGAIN). A refused start is logged and gives
 *   65 EX_DATAERR      the journal is damaged
 *   69 EX_UNAVAILABLE  journal or socket is another gateway's, or cannot be
 *                      bound
 *   71 EX_OSERR        no memory
 *   74 EX_IOERR        the disk failed or is full
 *   78 EX_CONFIG       the configuration, a plugin, or a journal of a newer
 *                      program
 * Nothing that may fork runs after it began. */
int dg_worker_run(const char *conf_path);

/* The same, but `source` is believed where nothing is signed, and receipts have
 * no proofs if that is wanted: only to measure what signatures and proofs cost.
 * No configuration makes dutygated do so. */
int dg_worker_run_unsigned(const char *conf_path, bool unproved);

/* Tests configuration, plugins and journal, and binds nothing. "FILE: ok" on
 * stdout and 0, or the complaints on stderr and EX_CONFIG. */
int dg_worker_test(const char *conf_path);

#endif
