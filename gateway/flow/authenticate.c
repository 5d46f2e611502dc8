/* SPDX-License-Identifier: Apache-2.0 */
/* Stage 3, authenticate: who speaks. Decides whether a message is its signer's,
 * meant for this gateway and recent, and in whose name its events may be.
 * Whoever has no key learns the same, whatever is wrong. What a speaker may say
 * is authorise.c's. */
#include "gateway/flow/flow_internal.h"

#include "proto/base/date.h"

#define FRESH_US (300 * INT64_C(1000000)) /* before and after */

/* ---- the message -------------------------------------------------------- */

/* Why a key that made a good signature is not good any more, or NULL. */
static const char *
key_fault(const struct dg_item *item)
{
    switch (dg_officer_state(item->signer, dg_limits_now(item->flow))) {
    case DG_KEY_SUSPENDED:
        return _("this key, or its principal, is suspended");
    case DG_KEY_ENDED:
        return _("the time of this key, or of its principal, is over");
    case DG_KEY_REVOKED:
        return _("this key, or its principal, was revoked");
    default:
        return NULL;
    }
}

void
dg_authenticate_message(struct dg_item *item)
{
    struct dg_flow *flow = item->flow;
    const struct dg_message *message = &item->message;
    const char *fault;
    if (!item->jws || item->internal || (message->bad && !item->authentic)) {
        return; /* believed, or refused before */
    }
    flow->metrics.signatures[!item->signer     ? DG_SIGNATURE_UNKNOWN
                             : item->authentic ? DG_SIGNATURE_GOOD
                                               : DG_SIGNATURE_BAD]++;
    if (!item->authentic) {
        dg_item_refuse(item, DG_PROBLEM_NOT_AUTHENTIC,
                       dg_str_from(_("no known key made this signature")));
        return;
    }
    fault = key_fault(item);
    if (fault) {
        dg_item_refuse(item, DG_PROBLEM_KEY_NOT_VALID, dg_str_from(fault));
    } else if (!message->bad &&
               !dg_str_is(message->audience, flow->conf->gateway)) {
        dg_item_refuse(item, DG_PROBLEM_WRONG_AUDIENCE,
                       dg_arena_printf(&item->arena, _("this is gateway %s"),
                                       flow->conf->gateway));
    } else {
        item->vouched = true;
    }
}

/* ---- its events --------------------------------------------------------- */

static bool
deny(struct dg_answer *answer, enum dg_problem_code problem,
     struct dg_str detail)
{
    if (!detail.data) {
        problem = DG_PROBLEM_BUSY;
        detail = dg_str_from(_("out of memory"));
    }
    dg_item_say(answer, problem, detail);
    return false;
}

/* What an event of the same message did may have ended the key. */
static bool
check_signer(struct dg_item *item, const struct dg_event *event,
             struct dg_answer *answer)
{
    struct dg_str source = item->signer->principal->source;
    const char *fault = key_fault(item);
    if (fault) {
        return deny(answer, DG_PROBLEM_KEY_NOT_VALID, dg_str_from(fault));
    }
    if (!dg_str_equal(event->source, source)) {
        return deny(
            answer, DG_PROBLEM_NOT_PERMITTED,
            dg_arena_printf(&item->arena, _("signed by %.*s, not by %.*s"),
                            DG_STR_ARG(source), DG_STR_ARG(event->source)));
    }
    return true;
}

bool
dg_authenticate_event(struct dg_item *item, const struct dg_event *event,
                      struct dg_answer *answer)
{
    bool own = event->role == DG_ROLE_GATEWAY;
    if (item->signer && !check_signer(item, event, answer)) {
        return false;
    }
    if (own != item->internal) {
        return deny(answer, DG_PROBLEM_NOT_PERMITTED,
                    dg_arena_printf(&item->arena, _("%.*s may not send %.*s"),
                                    DG_STR_ARG(event->source),
                                    DG_STR_ARG(event->type)));
    }
    return !event->kind->reads || dg_authorise_read(item, event, answer);
}

bool
dg_authenticate_fresh(struct dg_item *item, struct dg_answer *answer)
{
    char signed_at[DG_INSTANT_SIZE], now[DG_INSTANT_SIZE];
    int64_t now_us = dg_limits_clock(item->flow);
    int64_t issued_us = item->message.issued * 1000000;
    if (!item->signer ||
        (issued_us >= now_us - FRESH_US && issued_us <= now_us + FRESH_US)) {
        return true;
    }
    dg_instant_format(issued_us, signed_at);
    dg_instant_format(now_us, now);
    return deny(answer, DG_PROBLEM_NOT_FRESH,
                dg_arena_printf(&item->arena,
                                _("signed at %s, and here it is %s"), signed_at,
                                now));
}
