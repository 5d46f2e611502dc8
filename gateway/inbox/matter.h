/* SPDX-License-Identifier: Apache-2.0 */
/* Requests for exemption and the words on them: a fold of exemption.request and
 * exemption.decide. What an exemption sets aside is a plugin's. */
#ifndef GATEWAY_INBOX_MATTER_H
#define GATEWAY_INBOX_MATTER_H

#include "gateway/inbox/inbox.h"

enum dg_matter_state {
    DG_MATTER_WAITING,
    DG_MATTER_SIGNED, /* an appeal, by the first of two */
    DG_MATTER_GRANTED,
    DG_MATTER_PASSED, /* provisionally, by silence */
    DG_MATTER_REFUSED,
    DG_MATTER_LAPSED /* by silence */
};

/* What may be said. */
enum dg_matter_verdict {
    DG_MATTER_GRANT,
    DG_MATTER_REFUSE,
    DG_MATTER_PASS,
    DG_MATTER_LAPSE
};

/* A request; lives with the matters. */
struct dg_matter {
    uint64_t sequence;               /* its receipt number */
    const struct dg_matter *appeals; /* NULL: it is no appeal */
    enum dg_matter_state state;
    int32_t until; /* last day that was asked for */
    struct dg_str source;
    struct dg_str signer, refuser; /* keepers, or empty */
    const struct dg_str *rules;
    size_t rule_count;
};

struct dg_matters;

/* The inbox outlives the matters. */
enum dg_err dg_matters_create(struct dg_inbox *inbox,
                              struct dg_matters **matters);
void dg_matters_destroy(struct dg_matters *matters); /* NULL is fine */

/* NULL if there is no such request, or it was erased. */
const struct dg_matter *dg_matters_find(const struct dg_matters *matters,
                                        uint64_t sequence);

/* The first request behind the number after that waits for a keeper's word and
 * appeals that one, or an appeal of it; 0: none. */
uint64_t dg_matters_next_appeal(const struct dg_matters *matters, uint64_t of,
                                uint64_t after);

/* The request was erased: nothing is said of it any more, who refused it
 * included; an appeal of it stays an appeal. */
void dg_matters_forget(struct dg_matters *matters, uint64_t sequence);
/* At replay, of one whose event is gone. DG_ERR_MEMORY. */
enum dg_err dg_matters_bury(struct dg_matters *matters, uint64_t sequence);

/* Core refusals of exemption.request, at a time: until is past, appeal names no
 * request of the same source, or one that was neither refused nor lapsed. */
void dg_matters_check_request(const struct dg_matters *matters,
                              const struct dg_event *event, int64_t time_us,
                              struct dg_findings *findings);

/* Core refusals of exemption.decide, one for the first reason there is; else
 * the note that says what the word amounts to: exemption-granted, -refused,
 * -passed, -lapsed, -signed. */
void dg_matters_check_decide(const struct dg_matters *matters,
                             const struct dg_event *event,
                             struct dg_findings *findings);

/* Takes over what was checked and deferred. DG_ERR_MEMORY. */
enum dg_err dg_matters_request(struct dg_matters *matters, uint64_t sequence,
                               const struct dg_event *event);

/* Takes over what was checked and admitted: on a request, or on a task of the
 * inbox. DG_ERR_ABSENT: there is none that waits for it (at replay, of one that
 * was erased). After DG_ERR_MEMORY matters and inbox can only be destroyed. */
enum dg_err dg_matters_decide(struct dg_matters *matters,
                              const struct dg_event *event);

#endif
