/* SPDX-License-Identifier: Apache-2.0 */
/* One refusal for one kind of mistake, however often it was made: it points at
 * the first place, names the first twenty and counts the rest. */
#ifndef PROTO_CODEC_COMPLAINT_H
#define PROTO_CODEC_COMPLAINT_H

#include "proto/base/i18n.h"
#include "proto/codec/decision.h"

#define DG_COMPLAINT_NAMES 20

/* Set up with the first five members; the others begin as zero. */
struct dg_complaint {
    struct dg_findings *findings;
    const struct dg_json *root; /* places are pointers below it … */
    const char *base;           /* … after this one: "/data" */
    const char *code;           /* "office-unknown" */
    const char *said;           /* "no such office: " */

    struct dg_str pointer, names;
    size_t count;
};

/* The mistake called name was made at node. */
void dg_complaint_add(struct dg_complaint *complaint,
                      const struct dg_json *node, struct dg_str name);

/* Adds the refusal, if there was a mistake. */
void dg_complaint_end(struct dg_complaint *complaint);

#endif
