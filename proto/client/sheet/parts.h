/* SPDX-License-Identifier: Apache-2.0 */
/* A version that may be too long for one message: its pieces in order, sent as
 * one event, or as several that each change the one before. */
#ifndef PROTO_CLIENT_SHEET_PARTS_H
#define PROTO_CLIENT_SHEET_PARTS_H

#include "proto/client/ask/cli.h"

/* A member of data, or an item of an array of data. */
struct dg_parts_piece {
    const char *name; /* of the member */
    bool whole;       /* the member itself, not an item of it */
    size_t at, len;   /* its JSON, in dg_parts::text */
    size_t nodes;
};

struct dg_parts {
    const char *type;
    const char *version; /* of the last part; others are VERSION.p1 … */
    struct dg_str base;  /* that the first part changes; may be empty */
    const char *id;      /* NULL: one is made up */
    const char *always;  /* an array that every part must have, or NULL */
    bool drafts;         /* parts but the last are marked as drafts */
    void (*put_head)(const void *ctx, struct dg_json_writer *out);
    const void *ctx;

    struct dg_buf text;
    struct dg_parts_piece *pieces;
    size_t count, room;
    size_t bytes, nodes; /* of all pieces */
    enum dg_err err;     /* sticky: memory, or a piece that no message takes */
};

void dg_parts_init(struct dg_parts *parts);
void dg_parts_finish(struct dg_parts *parts);

/* The next piece: what writer holds, with so many JSON values in it. Pieces of
 * one array come one after the other. */
void dg_parts_add(struct dg_parts *parts, const char *name, bool whole,
                  struct dg_json_writer *writer, size_t nodes);

/* How many messages it takes. */
size_t dg_parts_messages(const struct dg_parts *parts);

/* Sends them one after the other, each when the one before was admitted; shows
 * the last answer, or the one that was no admission. Gives the exit status. */
int dg_parts_send(struct dg_cli *cli, const struct dg_parts *parts);

#endif
