/* SPDX-License-Identifier: Apache-2.0 */
/* CloudEvents 1.0 in JSON: takes a received message (one event, or a batch)
 * apart into events and says which of them are well-formed. Knows nothing of
 * lists, rosters or dates. */
#ifndef PROTO_CODEC_EVENT_H
#define PROTO_CODEC_EVENT_H

#include "proto/codec/problem.h"
#include "proto/codec/schema.h"

#define DG_EVENT_BATCH_MAX 256
#define DG_MESSAGE_SIZE_MAX 1048576

/* Who speaks: the first segment of source, "department/mzj". */
enum dg_role {
    DG_ROLE_DEPARTMENT,
    DG_ROLE_TOWN,
    DG_ROLE_OFFICE,
    DG_ROLE_KEEPER,
    DG_ROLE_AUDITOR,
    DG_ROLE_OPERATOR,
    DG_ROLE_GATEWAY,
    DG_ROLE_TASKFORCE, /* 专班: asks for its parents, for a time */
    DG_ROLE_ROOT,      /* the configuration's keys: enrols, nothing else */
    DG_ROLE_COUNT
};

const char *dg_role_text(enum dg_role role); /* "department" */
/* Role and code of a source, "role/code"; DG_ROLE_COUNT if there is no such
 * role, and an empty code without '/'. */
enum dg_role dg_role_split(struct dg_str source, struct dg_str *code);

/* Lives in the message's arena. Members are set as far as decoding came; id
 * and source are empty when they could not be read. */
struct dg_event {
    struct dg_str bytes; /* the event's own bytes within the message */
    struct dg_str id, source, type;
    enum dg_role role;       /* from source; DG_ROLE_COUNT if it names none */
    struct dg_str principal; /* source after the first '/' */
    struct dg_str behalf;    /* code of the office that it is entered for, of
                                "onbehalf"; empty if it says none */
    const struct dg_json *root, *data;
    const struct dg_event_type *kind; /* NULL when the type is unknown */

    bool bad; /* then the three below say why */
    enum dg_problem_code problem;
    struct dg_str detail;
    struct dg_str pointer; /* RFC 6901 within the event; data NULL if none */
};

/* What one event type is; the registry's owner keeps them alive. */
struct dg_event_type {
    const char *name;               /* "dutygate.task.publish.v1" */
    const struct dg_schema *schema; /* of data */
    unsigned roles;                 /* bits 1 << enum dg_role: who may send */
    /* Of roles, those whose authority by it is narrower than everything: only
     * what is their own; that, and what is of the offices below them. */
    unsigned own, below;
    /* The member of data that names, by its code, whose things it is about;
     * NULL: what it is about is known otherwise. */
    const char *whose;
    bool reads;    /* answered from the folds, not journaled */
    bool open;     /* everybody may look its entries up */
    bool personal; /* its data has values of persons */
    bool behalf;   /* a town may enter it for an office below it */
    bool erasable; /* journal.erase may name its entries */
    /* The member of data with the number of the entry it is about: erased only
     * with that one, or after it. NULL: it stands for itself. */
    const char *upon;
    int owner; /* plugin's index, -1 = the core */
};

/* Finds the type by its wire name; NULL if unknown. */
typedef const struct dg_event_type *(*dg_event_lookup_fn)(void *ctx,
                                                          struct dg_str name);

struct dg_event_codec {
    const struct dg_schema *envelope; /* "event.json" of the set */
    dg_event_lookup_fn lookup;
    void *ctx;
    const struct dg_schema *message; /* "message.json"; for signed ones */
};

struct dg_message {
    bool batch; /* an array was sent, so an array is answered */
    size_t count;
    struct dg_event *events; /* in order; at least one when not bad */
    bool bad; /* nothing could be read; the three below say why */
    enum dg_problem_code problem;
    struct dg_str detail;
    struct dg_str pointer;  /* RFC 6901; data NULL if there is none */
    unsigned retry_after_s; /* limit-exceeded: come again then; else 0 */

    /* Of a signed one: which gateway it is for, and when it was signed, in
     * seconds since 1970 UTC. */
    struct dg_str audience;
    int64_t issued;
};

/* Decodes a message into the arena; text must outlive it. Malformed input is
 * data (message->bad, event->bad); only DG_ERR_MEMORY is an error. */
enum dg_err dg_event_decode(const struct dg_event_codec *codec,
                            struct dg_arena *arena, struct dg_str text,
                            struct dg_message *message);

/* As that, for the payload of a signed message: {"aud", "iat", "events"}. It is
 * a batch, however many events it has. Pure; any thread. */
enum dg_err dg_event_decode_signed(const struct dg_event_codec *codec,
                                   struct dg_arena *arena,
                                   struct dg_str payload,
                                   struct dg_message *message);

/* Decodes one stored event for replay: no schema check, no today's limits.
 * DG_ERR_MALFORMED if it is no JSON object. */
enum dg_err dg_event_decode_stored(const struct dg_event_codec *codec,
                                   struct dg_arena *arena, struct dg_str text,
                                   struct dg_event *event);

#endif
