/* SPDX-License-Identifier: Apache-2.0 */
/* Makes messages: events from what people write in files, and requests from
 * what they write on the command line. What it takes from a file stays byte for
 * byte as it was, but for what is filled in. */
#ifndef PROTO_CLIENT_ASK_COMPOSE_H
#define PROTO_CLIENT_ASK_COMPOSE_H

#include <stdbool.h>

#include "proto/base/buf.h"
#include "proto/codec/json.h"
#include "proto/codec/json_writer.h"

#define DG_COMPOSE_UUID_SIZE 37

/* How events are completed. */
struct dg_compose {
    const char *type;          /* of events made from data */
    const char *source;        /* may be NULL */
    const char *id;            /* NULL: one is generated */
    bool check;                /* a task.publish becomes a task.check */
    int32_t today;             /* China day that "due": "+20d" counts from */
    struct dg_str attachments; /* a JSON array to add to a task's; or empty */
};

/* A random UUID (RFC 9562, version 4). */
void dg_compose_uuid(char out[DG_COMPOSE_UUID_SIZE]);

/* Appends to message the event or batch that a file's text stands for: data
 * (an object without specversion) becomes an event, an event gets the id and
 * source it lacks, an array becomes a batch. DG_ERR_MALFORMED with why;
 * DG_ERR_ABSENT: data, and no source. */
enum dg_err dg_compose_message(const struct dg_compose *compose,
                               struct dg_str text, struct dg_buf *message,
                               struct dg_buf *why);

/* Appends one event, which may lack specversion, id and source, to message.
 * text is what event was parsed from. */
enum dg_err dg_compose_event(const struct dg_compose *compose,
                             struct dg_str text, const struct dg_json *event,
                             struct dg_buf *message);

/* Takes "+20d" apart; false for any other text. */
bool dg_compose_days_ahead(struct dg_str due, int32_t *days);

/* A member that is a day; "+20d" is so many days after today. */
void dg_compose_put_day(struct dg_json_writer *writer, const char *name,
                        const char *day, int32_t today);

/* The text behind the byte order mark that some editors write. */
struct dg_str dg_compose_unmarked(struct dg_str text);

/* Writes "not taken as JSON: … at byte N" for a text that dg_json_parse did not
 * take. line: which line the byte is in; 0: not said. */
void dg_compose_explain(const struct dg_json_error *error, size_t line,
                        struct dg_buf *why);

/* Begins an event, up to and including the opening of data. id NULL: a new
 * one. */
void dg_compose_begin_as(struct dg_json_writer *writer, const char *type,
                         const char *source, const char *id);
void dg_compose_begin(struct dg_json_writer *writer, const char *type,
                      const char *source);
void dg_compose_end(struct dg_json_writer *writer);
/* As that; entered for the office of that code, unless behalf is NULL. */
void dg_compose_end_for(struct dg_json_writer *writer, const char *behalf);

#endif
