/* SPDX-License-Identifier: Apache-2.0 */
/* How much of whom is taken, so that nobody's flood starves another.
 *
 * A connection may send a number of messages a second that turn out to be
 * nobody's, and all connections together ten times as many: so whoever floods
 * costs a bounded time, under whatever key's name. A check under way counts as
 * if it would turn out so, unless good messages came before, of which each
 * vouches for two; what is beyond that waits for the outcome of the others. The
 * first of a connection is checked however many fail on others, so that who
 * comes anew is heard. A
 * principal may send a number of events a second and have a number of bytes in
 * hand. What only repeats what is known does not count for it but for the
 * connection that brought it, which may as much: so whoever replays a
 * principal's messages does not use up its share, and who asks again for all
 * its answers gets them. Nor is a connection thought good for a message that
 * came before.
 *
 * Everybody is told the same words; of a key that is over its limit they are
 * told before its signature was checked. */
#include "gateway/flow/flow_internal.h"

#define PEERS_MAX 4096
#define PRINCIPALS_MAX 65536
#define BURST_S 2 /* of the messages that are nobody's */
#define ALL_PEERS 10
#define VOUCHES 2
#define FAILURE_SIZE (16u << 10) /* a check takes as long for as many bytes */

void
dg_allow_init(struct dg_allowances *allowances)
{
    dg_ledger_init(&allowances->peers, PEERS_MAX);
    dg_ledger_init(&allowances->principals, PRINCIPALS_MAX);
}

void
dg_allow_finish(struct dg_allowances *allowances)
{
    dg_ledger_finish(&allowances->peers);
    dg_ledger_finish(&allowances->principals);
}

const char *
dg_allow_words(void)
{
    return _("too much at once");
}

static void
refuse(struct dg_item *item, enum dg_limited who, unsigned wait_s)
{
    item->flow->metrics.limited[who]++;
    dg_item_refuse(item, DG_PROBLEM_LIMIT_EXCEEDED,
                   dg_str_from(dg_allow_words()));
    item->message.retry_after_s = wait_s;
}

/* ---- connections -------------------------------------------------------- */

static struct dg_bucket_kind
failures_of(const struct dg_flow *flow, uint32_t times)
{
    uint32_t rate = flow->conf->limits.unauthenticated_rate * times;
    return (struct dg_bucket_kind){rate, rate * BURST_S};
}

static struct dg_bucket_kind
events_of(const struct dg_flow *flow)
{
    const struct dg_conf_limits *limits = &flow->conf->limits;
    return (struct dg_bucket_kind){limits->principal_rate,
                                   limits->principal_burst};
}

/* As long as connections are not forgotten for others, which would make first
 * ones of all their messages. */
static bool
is_first(const struct dg_flow *flow, const struct dg_account *peer)
{
    const struct dg_ledger *peers = &flow->allowances.peers;
    return !peer->failed && peer->open == 0 && peer->pending <= 1 &&
           peers->strangers.count < peers->room;
}

/* Seconds after which to come again; 0 if it may. */
static unsigned
judge_peer(struct dg_flow *flow, struct dg_account *peer, uint64_t now_ns)
{
    struct dg_bucket *failures = &flow->allowances.failures;
    struct dg_bucket_kind one = failures_of(flow, 1),
                          all = failures_of(flow, ALL_PEERS),
                          events = events_of(flow);
    if (dg_bucket_level(&peer->repeats, events, now_ns) <= 0) {
        return dg_bucket_wait_s(&peer->repeats, events);
    }
    if (dg_bucket_level(&peer->bucket, one, now_ns) <= 0) {
        return dg_bucket_wait_s(&peer->bucket, one);
    }
    if (dg_bucket_level(failures, all, now_ns) <= 0 && peer->good == 0 &&
        !is_first(flow, peer)) {
        return dg_bucket_wait_s(failures, all);
    }
    return 0;
}

unsigned
dg_allow_peer(struct dg_flow *flow, uint32_t peer, struct dg_account **account)
{
    unsigned wait_s;
    *account = dg_ledger_use(&flow->allowances.peers, peer);
    wait_s = *account ? judge_peer(flow, *account, uv_hrtime()) : 1;
    flow->metrics.limited[DG_LIMITED_CONNECTION] += wait_s > 0;
    return wait_s;
}

void
dg_allow_arrive(struct dg_item *item, struct dg_account *peer)
{
    item->peer = peer;
    peer->pending++;
}

/* Whether those under way leave one more, all of them failing. */
static bool
has_left(struct dg_flow *flow, struct dg_account *peer, uint64_t now_ns)
{
    struct dg_allowances *allowances = &flow->allowances;
    int64_t level =
        dg_bucket_level(&peer->bucket, failures_of(flow, 1), now_ns);
    int64_t all = dg_bucket_level(&allowances->failures,
                                  failures_of(flow, ALL_PEERS), now_ns);
    return flow->conf->limits.unauthenticated_rate == 0 ||
           ((int64_t) peer->open < level + (int64_t) peer->good * VOUCHES &&
            (peer->good > 0 || is_first(flow, peer) ||
             (int64_t) allowances->strangers < all));
}

bool
dg_allow_check(struct dg_item *item)
{
    struct dg_flow *flow = item->flow;
    struct dg_account *peer = item->peer;
    uint64_t now_ns = uv_hrtime();
    unsigned wait_s;
    if (!peer) {
        return true;
    }
    wait_s = judge_peer(flow, peer, now_ns);
    if (wait_s > 0) {
        refuse(item, DG_LIMITED_CONNECTION, wait_s);
        item->arrival = DG_ARRIVAL_READY;
        return false;
    }
    /* What is at the head waits for nobody. */
    if (item != flow->arrivals.first && !has_left(flow, peer, now_ns)) {
        return false;
    }
    item->checked = true;
    item->stranger = peer->good == 0;
    peer->open++;
    flow->allowances.strangers += item->stranger;
    return true;
}

static void
leave_peer(struct dg_item *item)
{
    item->peer->open -= item->checked;
    item->peer->pending--;
    item->flow->allowances.strangers -= item->stranger;
    item->peer = NULL;
}

/* ---- principals --------------------------------------------------------- */

static struct dg_account *
find_principal(const struct dg_item *item)
{
    return dg_ledger_use(&item->flow->allowances.principals,
                         (uintptr_t) item->signer->principal);
}

/* Of a principal with nothing in hand one message is taken, however large. */
static unsigned
judge_principal(struct dg_flow *flow, struct dg_account *account, size_t size)
{
    struct dg_bucket_kind kind = events_of(flow);
    uint32_t most = flow->conf->limits.principal_outstanding;
    if (dg_bucket_level(&account->bucket, kind, uv_hrtime()) <= 0) {
        return dg_bucket_wait_s(&account->bucket, kind);
    }
    return most > 0 && account->open > 0 && account->open + size > most;
}

/* Who is over the limits need not have signatures checked. */
void
dg_allow_look(struct dg_item *item)
{
    struct dg_account *account = find_principal(item);
    unsigned wait_s =
        account ? judge_principal(item->flow, account, item->text.len) : 0;
    if (wait_s > 0) {
        refuse(item, DG_LIMITED_PRINCIPAL, wait_s);
    }
}

/* Whether a message with that signature came before, not long ago. */
static bool
note_signature(struct dg_allowances *allowances,
               const uint8_t signature[DG_SIGNATURE_SIZE])
{
    uint64_t slot, name;
    memcpy(&slot, signature, sizeof slot);
    memcpy(&name, signature + sizeof slot, sizeof name);
    slot %= DG_SIGNATURES_SEEN;
    if (allowances->seen[slot] == name) {
        return true;
    }
    allowances->seen[slot] = name;
    return false;
}

void
dg_allow_principal(struct dg_item *item)
{
    struct dg_account *account = find_principal(item);
    size_t events = item->message.count;
    unsigned wait_s;
    item->replayed =
        note_signature(&item->flow->allowances, item->jws->signature);
    if (!account) {
        return; /* without memory others refuse, too */
    }
    wait_s = judge_principal(item->flow, account, item->text.len);
    if (wait_s > 0) {
        refuse(item, DG_LIMITED_PRINCIPAL, wait_s);
        return;
    }
    dg_bucket_take(&account->bucket, events > 0 ? (int64_t) events : 1);
    account->open += item->text.len;
    account->pending++;
    item->account = account;
}

/* ---- what it was worth --------------------------------------------------- */

/* All of its events were answered so. */
static bool
is_all(const struct dg_item *item, enum dg_answer_kind kind,
       enum dg_problem_code problem)
{
    size_t i = 0;
    while (i < item->message.count && item->answers[i].kind == kind &&
           (kind != DG_ANSWER_PROBLEM || item->answers[i].problem == problem)) {
        i++;
    }
    return item->message.count > 0 && i == item->message.count;
}

static void
charge_failure(struct dg_item *item)
{
    int64_t tokens = 1 + (int64_t) (item->text.len / FAILURE_SIZE);
    item->peer->failed = true;
    dg_bucket_take(&item->peer->bucket, tokens);
    dg_bucket_take(&item->flow->allowances.failures, tokens);
}

static void
settle_peer(struct dg_item *item, bool repeated, bool stale)
{
    struct dg_ledger *peers = &item->flow->allowances.peers;
    bool limited =
        item->message.bad && item->message.problem == DG_PROBLEM_LIMIT_EXCEEDED;
    if (stale) {
        charge_failure(item);
    } else if (repeated || item->replayed) {
        dg_bucket_take(&item->peer->repeats, (int64_t) item->message.count);
    } else if (item->vouched) {
        dg_ledger_praise(peers, item->peer);
    } else if (!limited) {
        charge_failure(item);
        dg_ledger_blame(peers, item->peer);
    }
    leave_peer(item);
}

void
dg_allow_settle(struct dg_item *item)
{
    bool repeated = is_all(item, DG_ANSWER_REPEAT, DG_PROBLEM_COUNT);
    bool stale = is_all(item, DG_ANSWER_PROBLEM, DG_PROBLEM_NOT_FRESH);
    if (item->account && (repeated || stale)) {
        dg_bucket_take(&item->account->bucket, -(int64_t) item->message.count);
    }
    if (item->peer) {
        settle_peer(item, repeated, stale);
    }
}

void
dg_allow_release(struct dg_item *item)
{
    if (item->account) {
        item->account->open -= item->text.len;
        item->account->pending--;
    }
}
