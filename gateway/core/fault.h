/* SPDX-License-Identifier: Apache-2.0 */
/* Remembers, beyond the worker's death, which item was being decided: a small
 * mapped file with the digest of the item in flight and how often each of the
 * recent ones ended the worker. An item that did so DG_FAULT_DEATHS times is
 * refused by the flow, so that the gate goes on. */
#ifndef GATEWAY_CORE_FAULT_H
#define GATEWAY_CORE_FAULT_H

#include <stdbool.h>

#include "proto/base/digest.h"

/* So many deaths, and the item is refused as `fault`. */
#define DG_FAULT_DEATHS 2

struct dg_fault;

/* Opens or makes the file. An item found in flight ended the worker: its deaths
 * are raised, and it is logged. A file that is short, damaged or not ours is
 * begun afresh, with a log line. The caller holds the journal's lock, which
 * keeps others from the file. DG_ERR_IO, DG_ERR_FULL, DG_ERR_MEMORY: errno says
 * what. Without a path there is no file: nothing outlives the process. */
enum dg_err dg_fault_open(const char *path, struct dg_fault **fault);

/* Around deciding (and folding) one item: begin writes memory, nothing else.
 * end also forgets the item's earlier deaths: it got through. */
void dg_fault_begin(struct dg_fault *fault,
                    const uint8_t digest[DG_SHA256_SIZE]);
void dg_fault_end(struct dg_fault *fault);

/* Before each entry that is applied at the start; 0: all are. An entry at which
 * DG_FAULT_DEATHS workers in a row ended is logged at the next opening: it was
 * decided long ago and cannot be left out, so people must help. */
void dg_fault_replay(struct dg_fault *fault, uint64_t sequence);

/* How often an item ended the worker; 0 for one never seen. */
unsigned dg_fault_deaths(const struct dg_fault *fault,
                         const uint8_t digest[DG_SHA256_SIZE]);

/* The deaths of all items that are remembered. */
unsigned dg_fault_total(const struct dg_fault *fault);

void dg_fault_close(struct dg_fault *fault); /* NULL is fine */

#endif
