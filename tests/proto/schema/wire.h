/* SPDX-License-Identifier: Apache-2.0 */
/* The decoder with every schema of the project: the core's as the program
 * carries them, the plugins' from their folders. */
#ifndef TESTS_PROTO_SCHEMA_WIRE_H
#define TESTS_PROTO_SCHEMA_WIRE_H

#include "proto/codec/event.h"

struct wire {
    struct dg_schema_set *set;
    struct dg_event_codec codec;
    struct dg_arena arena; /* of the message decoded last */
};

/* False after a word on stderr. */
bool wire_open(struct wire *wire);
void wire_close(struct wire *wire);

/* The whole file, to be freed; data NULL if it cannot be read. */
struct dg_str wire_read(const char *path);

/* Decodes text; the message lives until the next call. Ends the process when
 * memory is exhausted. */
struct dg_message wire_decode(struct wire *wire, struct dg_str text);

#endif
