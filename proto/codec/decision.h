/* SPDX-License-Identifier: Apache-2.0 */
/* A decision with its findings and effects: collected while deciding, stored as
 * JSON, read back at replay. The stored JSON object is also the body of the
 * answer; a refusal has the members of a problem (RFC 9457) in front. */
#ifndef PROTO_CODEC_DECISION_H
#define PROTO_CODEC_DECISION_H

#include "proto/codec/json.h"
#include "proto/codec/json_writer.h"

/* Ordered by weight: the heaviest enforced finding decides. On the wire
 * "note", "strip", "defer", "refuse"; as a decision "admit", "defer",
 * "refuse" (NOTE and STRIP admit). */
enum dg_verdict {
    DG_VERDICT_NOTE,
    DG_VERDICT_STRIP,
    DG_VERDICT_DEFER,
    DG_VERDICT_REFUSE
};

enum dg_effect_kind {
    DG_EFFECT_REFUSE,
    DG_EFFECT_STRIP,
    DG_EFFECT_SHARE,
    DG_EFFECT_PREFILL,
    DG_EFFECT_RELEASE,
    /* Facts: in headers alone, of no finding, and not in the stored form. */
    DG_EFFECT_ASK,
    DG_EFFECT_ANSWER,
    DG_EFFECT_COUNT
};

const char *dg_effect_text(enum dg_effect_kind kind); /* "strip" */

struct dg_effect {
    enum dg_effect_kind kind;
    struct dg_str pointer, dimension, cause;
    uint64_t quantity;
    uint32_t offices;
    struct dg_str place; /* which offices, "0-19,25"; empty: all of them. Of
                            headers alone: the stored form leaves it out */
};

struct dg_finding {
    struct dg_str plugin; /* "gateway" for the core's own */
    struct dg_str rule;   /* of the plugin; empty for the core's own */
    enum dg_verdict verdict;
    bool observed; /* the rule only observes: said, but does not count */
    struct dg_str code, text, pointer;
    struct dg_str list, listversion, entry, clause;
    const struct dg_str *alternatives;
    size_t alternative_count;
    const struct dg_effect *effects;
    size_t effect_count;
};

/* Findings in the order they were made; all in one arena. */
struct dg_findings {
    struct dg_arena *arena;
    struct dg_finding *items;
    size_t count, room;
    struct dg_effect *facts; /* for the header, behind their effects */
    size_t fact_count, fact_room;
    enum dg_err err; /* sticky */
};

void dg_findings_init(struct dg_findings *findings, struct dg_arena *arena);

/* Copies the finding and everything it points to into the arena. */
void dg_findings_add(struct dg_findings *findings,
                     const struct dg_finding *finding);

/* Copies likewise; of kind ASK or ANSWER. */
void dg_findings_fact(struct dg_findings *findings,
                      const struct dg_effect *fact);

/* A finding of the core's own: code is a literal; text is static or in the
 * arena already. Where pointer or text have no data, the arena was exhausted:
 * so says err. */
void dg_findings_say(struct dg_findings *findings, enum dg_verdict verdict,
                     const char *code, struct dg_str pointer,
                     struct dg_str text);
void dg_findings_note(struct dg_findings *findings, const char *code,
                      struct dg_str pointer, struct dg_str text);
void dg_findings_refuse(struct dg_findings *findings, const char *code,
                        struct dg_str pointer, struct dg_str text);

/* The heaviest verdict that counts; NOTE if there is none. */
enum dg_verdict dg_findings_verdict(const struct dg_findings *findings);

struct dg_decision {
    enum dg_verdict verdict; /* of the whole: NOTE or STRIP admit */
    struct dg_str roster;    /* roster version it was decided under */
    uint32_t offices;        /* recipients; 0 when there is no audience */
    const struct dg_finding *findings;
    size_t finding_count;
};

/* "admit", "defer" or "refuse". */
const char *dg_decision_text(enum dg_verdict verdict);

/* The stored form, one JSON object; valid until the next call on the writer. Of
 * a refusal it begins with type, title, status and detail (the first counting
 * refusal's text) and repeats that finding's list, listversion, clause and
 * alternatives as members of the problem. */
enum dg_err dg_decision_encode(const struct dg_decision *decision,
                               struct dg_json_writer *writer,
                               struct dg_str *text);

/* Back from the stored form; strings live in arena and text. */
enum dg_err dg_decision_decode(struct dg_arena *arena, struct dg_str text,
                               struct dg_decision *decision);

#endif
