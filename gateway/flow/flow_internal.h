/* SPDX-License-Identifier: Apache-2.0 */
/* What the flow's stages share: the flow itself, one message in flight, and an
 * entry on its way into the folds. */
#ifndef GATEWAY_FLOW_FLOW_INTERNAL_H
#define GATEWAY_FLOW_FLOW_INTERNAL_H

#include "gateway/core/fault.h"
#include "gateway/core/metric.h"
#include "gateway/flow/budget.h"
#include "gateway/flow/erasable.h"
#include "gateway/flow/flow.h"
#include "gateway/inbox/matter.h"
#include "gateway/journal/known.h"
#include "gateway/keys/keyring.h"
#include "gateway/keys/principals.h"
#include "proto/base/i18n.h"
#include "proto/codec/jws.h"

/* ---- one message in flight --------------------------------------------- */

enum dg_stage {
    DG_STAGE_RECEIVED,
    DG_STAGE_DECODED,
    DG_STAGE_DECIDED,
    DG_STAGE_JOURNALED, /* handed to the journal, or nothing to hand in */
    DG_STAGE_DURABLE,   /* everything it saw is */
    DG_STAGE_REPLIED
};

enum dg_answer_kind {
    DG_ANSWER_PROBLEM, /* not taken, or a read of what is not there */
    DG_ANSWER_DECIDED, /* has a sequence; said once it is durable */
    DG_ANSWER_CHECKED, /* task.check: decided, nothing else */
    DG_ANSWER_RESULT,  /* of a read */
    DG_ANSWER_REPEAT,  /* known id: the first answer, from the journal */
    DG_ANSWER_LOOKUP,  /* receipt.lookup: event and answer, from the journal */
    DG_ANSWER_PROOF,   /* proof.read: made once all is durable */
    DG_ANSWER_PAGE     /* journal.read: likewise */
};

/* What an answer shows of persons. */
struct dg_disclosure {
    struct dg_str what;
    uint64_t values;
};

/* What one event of a message gets; strings live in the item's arena. */
struct dg_answer {
    enum dg_answer_kind kind;
    enum dg_problem_code problem;
    struct dg_str detail, pointer;
    struct dg_str decision;    /* DECIDED, CHECKED */
    enum dg_verdict verdict;   /* DECIDED */
    struct dg_division *hints; /* where inboxes changed */
    size_t hint_count, hint_room;
    struct dg_store_entry *entry; /* DECIDED */
    uint64_t sequence;            /* REPEAT, LOOKUP */
    uint64_t amendment;           /* LOOKUP: what the task reads as; 0: as it
                                     was asked */
    struct dg_journal_question question; /* PROOF */
    struct dg_journal_range range;       /* PAGE */
    struct dg_str result;                /* RESULT, LOOKUP, PROOF, PAGE */
    unsigned retry_after_s;              /* limit-exceeded */
    uint64_t rests_on; /* RESULT: it shows nothing newer; 0: it may show all */
    const struct dg_disclosure *disclosure; /* RESULT; NULL: of nobody */
};

/* How near a message is to its turn. */
enum dg_arrival {
    DG_ARRIVAL_READY,    /* decoded, or turned away */
    DG_ARRIVAL_UNKNOWN,  /* of a key nobody had when it came in */
    DG_ARRIVAL_WAITING,  /* for its signature to be checked */
    DG_ARRIVAL_CHECKING, /* on the thread pool, whose it is meanwhile */
};

/* What an event is known by. */
struct dg_event_digests {
    uint8_t sha256[DG_SHA256_SIZE]; /* of its own bytes */
    uint8_t id[DG_ID_DIGEST_SIZE];  /* of source and id */
};

/* Owns everything about its message; freed by dg_item_release only. */
struct dg_item {
    struct dg_flow *flow;
    struct dg_arena arena;
    enum dg_stage stage;
    bool internal; /* handed in by the gateway itself */
    bool wants_reply;
    struct dg_route route;
    struct dg_str text;  /* as received */
    struct dg_jws *jws;  /* its parts, NULL if it is not signed */
    struct dg_str body;  /* what its events stand in: the text, or the payload;
                            at the end that of what is journaled with it */
    struct dg_str proof; /* what signs that: the JWS without its payload; data
                            NULL if nothing does */
    enum dg_arrival arrival;
    uint64_t check_ns;                 /* what its check took */
    struct dg_account *peer, *account; /* of its connection, of its principal;
                                          NULL unless it is counted there */
    bool checked;   /* its check counts among those of its peer … */
    bool stranger;  /* … of whom nothing good had come */
    bool replayed;  /* the same message came before */
    bool vouched;   /* an enrolled key signed it for this gateway */
    bool authentic; /* the signature is its key's */
    const struct dg_officer *signer; /* whose that is; NULL: unsigned, or
                                        nobody's */
    struct dg_message message;
    struct dg_event_digests *digests; /* one per event, unset of bad ones */
    struct dg_answer *answers;        /* one per event */
    struct dg_journal_write write;
    size_t begun; /* its entry that begins the envelope which body is */
    struct dg_journal_erasure erasure;
    uint64_t sees;     /* highest sequence its answers rest on */
    size_t fetching;   /* reads of the journal under way */
    size_t held;       /* bytes of it in dg_flow::held */
    uint64_t taken_ns; /* when it came in, by uv_hrtime */
    struct dg_item *next;
};

/* ---- the flow ---------------------------------------------------------- */

/* Messages that came in and have not had their turn. */
struct dg_arrivals {
    struct dg_item *first, *last;
    struct dg_item *unchecked; /* first whose signature nobody looks at yet */
    size_t count, bytes;
    bool running; /* some are having their turn */
};

#define DG_SIGNATURES_SEEN 8192u

/* How much whom is allowed (allow.c). */
struct dg_allowances {
    uint64_t
        seen[DG_SIGNATURES_SEEN]; /* of signatures, by some of their bits */
    struct dg_ledger peers, principals;
    struct dg_bucket failures; /* of all peers together */
    size_t strangers; /* checks under way for those of whom nothing good came */
};

struct dg_check; /* of some signatures at once; verify.c's */

/* What became of tasks since plugins were last told (follow.c). */
struct dg_followed {
    struct dg_host_task *items; /* each holds its audience */
    size_t count, room;
    bool wanted, failed;
};

struct dg_flow {
    struct dg_flow_settings settings;
    const struct dg_conf *conf;
    struct dg_schema_set *schemas;
    struct dg_event_codec codec;
    struct dg_event_type *types; /* the core's, then the plugins' */
    size_t type_count;

    struct dg_host *host;
    struct dg_principals *principals;
    struct dg_roster *roster;
    struct dg_inbox *inbox;
    struct dg_matters *matters;
    struct dg_keyring *keyring; /* in a test there may be no key in it */
    struct dg_journal *journal;
    struct dg_known *known;
    struct dg_erasable *erasable;
    uint64_t *late; /* entries that replay found still to be erased */
    size_t late_count;
    bool replaying;
    struct dg_fault *fault;
    struct dg_sha256 *sha;

    struct dg_item *changing; /* it changes inboxes … */
    struct dg_answer *change; /* … and notes here which; NULL: no hints */
    struct dg_followed followed;

    struct dg_json_writer *writer; /* of whoever is at work */
    struct dg_buf header, reply;   /* likewise */

    int64_t last_us;  /* time of the last entry; time never goes back */
    uint64_t changed; /* sequence of the last entry of a type that does more
                         than add */
    uint64_t replayed;
    bool configured; /* gateway.configure of this start has its sequence */
    bool failed;     /* a commit's outcome is unknown: nothing more is taken */
    bool failure_told;
    bool was_full;  /* the bus was told to stop reading */
    bool disk_full; /* as last logged */

    struct dg_arrivals arrivals; /* waiting for their turn, in order */
    struct dg_allowances allowances;
    struct dg_check *checks; /* of signatures, on the thread pool */
    size_t check_count;
    struct dg_item *first, *last; /* waiting for durability, in order */
    struct dg_item *spare;        /* for the next messages */
    size_t spare_count;
    size_t in_flight;
    size_t held; /* memory of the messages that wait for something */

    struct dg_metrics metrics;
    struct {
        uint64_t of[DG_OUTCOME_COUNT];
    } * outcomes;        /* of events, one for each type */
    uint64_t started_ns; /* by uv_hrtime */
    int64_t started_us;
    uint64_t watched; /* last sequence when dg_flow_progresses was asked */

    void (*handle_empty)(struct dg_flow *flow); /* set when stopping */
    uv_timer_t timer;

    void (*handle_stop)(void *ctx);
    void *stop_ctx;
    bool stopping;
};

/* submit.c: what happens to a message when its turn has come, and to one that
 * is refused before. */
void dg_submit_decide(struct dg_item *item);
void dg_submit_finish(struct dg_item *item);

/* submit.c: events of the gateway's own, commas between, as a signed message.
 */
enum dg_err dg_submit_sign(struct dg_flow *flow, struct dg_str events,
                           struct dg_buf *text);

/* arrive.c: takes a message into the line. */
void dg_arrive_enter(struct dg_item *item);
/* Decides, in order, what has had its signature checked. */
void dg_arrive_run(struct dg_flow *flow);

/* verify.c: signatures are checked on the thread pool. */
enum dg_err dg_verify_open(struct dg_flow *flow);
void dg_verify_close(struct dg_flow *flow);
/* Starts as many checks as there are threads for. */
void dg_verify_run(struct dg_flow *flow);
/* Checks one at once: the line waits for it. */
void dg_verify_first(struct dg_item *item);

/* allow.c: seconds after which the peer may come again; 0: it may. */
unsigned dg_allow_peer(struct dg_flow *flow, uint32_t peer,
                       struct dg_account **account);
const char *dg_allow_words(void); /* that say so */
/* Makes a message its peer's, until it is settled. */
void dg_allow_arrive(struct dg_item *item, struct dg_account *peer);
/* Whether its signature may be checked now; if it never may, it is refused. */
bool dg_allow_check(struct dg_item *item);
/* Refuses what its principal may not send now: before the signature was
 * checked, and after, when it is counted. */
void dg_allow_look(struct dg_item *item);
void dg_allow_principal(struct dg_item *item);
/* Says what the message was worth, once it is decided or refused. */
void dg_allow_settle(struct dg_item *item);
void dg_allow_release(struct dg_item *item); /* it is answered */
void dg_allow_init(struct dg_allowances *allowances);
void dg_allow_finish(struct dg_allowances *allowances);

/* limits.c */
int64_t dg_limits_clock(const struct dg_flow *flow); /* as it is */
int64_t dg_limits_now(struct dg_flow *flow);         /* never going back */
/* Why no write is taken now (static), or NULL. */
const char *dg_limits_blocked(const struct dg_flow *flow,
                              const struct dg_item *item);
bool dg_limits_room(const struct dg_flow *flow, size_t size);
bool dg_limits_full(const struct dg_flow *flow);
/* True while what waits holds too much memory. */
bool dg_limits_held(const struct dg_flow *flow);
/* Has the bus read on, once what made it stop is gone. */
void dg_limits_tell(struct dg_flow *flow);

/* item.c */
struct dg_item *dg_item_take(struct dg_flow *flow, struct dg_str text);
void dg_item_release(struct dg_item *item);
void dg_item_advance(struct dg_item *item, enum dg_stage stage);
/* Counts the memory it holds by now into dg_flow::held. */
void dg_item_weigh(struct dg_item *item);
/* Makes a problem the answer to all of it. */
void dg_item_refuse(struct dg_item *item, enum dg_problem_code problem,
                    struct dg_str detail);
/* Makes the answer a problem. */
void dg_item_say(struct dg_answer *answer, enum dg_problem_code problem,
                 struct dg_str detail);

/* decode.c: touches nothing but the item; any thread, with its own sha. */
void dg_decode_run(struct dg_item *item, struct dg_sha256 *sha);
/* The payload of a JWS, and the JWS without it, in the arena. DG_ERR_MALFORMED:
 * that is no base64url. */
enum dg_err dg_decode_envelope(struct dg_arena *arena, const struct dg_jws *jws,
                               struct dg_str *payload, struct dg_str *proof);
void dg_decode_digest(const struct dg_flow *flow, const struct dg_event *event,
                      struct dg_sha256 *sha, struct dg_event_digests *digests);

/* authenticate.c: whose message it is; refuses it if that cannot be. */
void dg_authenticate_message(struct dg_item *item);
/* False with the answer filled if this speaker may not. */
bool dg_authenticate_event(struct dg_item *item, const struct dg_event *event,
                           struct dg_answer *answer);
/* False with the answer filled if it was signed too long ago. */
bool dg_authenticate_fresh(struct dg_item *item, struct dg_answer *answer);

/* authorise.c: whether a role may send a type, and about whom. Of a read false
 * with the answer filled, of a write with the refusal. */
bool dg_authorise_read(struct dg_item *item, const struct dg_event *event,
                       struct dg_answer *answer);
struct dg_deciding;
bool dg_authorise_write(struct dg_deciding *deciding);
/* False if data.task names a task that the sender may not know of. */
bool dg_authorise_task(const struct dg_deciding *deciding);
/* True if what is of a code is, by a type that narrows its role, also that of
 * who sent an event. */
bool dg_authorise_concerns(const struct dg_event_type *type,
                           const struct dg_event *who, struct dg_str code);
/* Whom an event is charged to and whose authority it rests on, as sources: a
 * task force's parents, else who sent it; *count is at least 1. */
const struct dg_str *dg_authorise_charged(const struct dg_flow *flow,
                                          const struct dg_event *event,
                                          size_t *count);
/* True if the office is below that town, or the town itself. */
bool dg_authorise_is_below(uint64_t town, uint64_t office);

/* sight.c: what of the journal a reader may see. */
enum dg_sight {
    DG_SIGHT_NONE, /* as if it were not there */
    DG_SIGHT_BARE, /* all but the values of persons: a commitment stands for
                      the event */
    DG_SIGHT_WHOLE
};
enum dg_sight dg_sight_entry(const struct dg_flow *flow,
                             const struct dg_event *reader,
                             const struct dg_header *header,
                             const struct dg_event *event);
/* Of many entries at once, for roles that see all of them: whether the event is
 * more than a commitment, by its header alone. Pure; any thread. */
bool dg_sight_shows(const struct dg_flow *flow, const struct dg_event *reader,
                    const struct dg_header *header);
bool dg_sight_task(const struct dg_flow *flow, const struct dg_event *reader,
                   const struct dg_task *task);

/* decide.c */
void dg_decide_run(struct dg_item *item);
/* One event that may be taken: its answer is DECIDED, CHECKED or a problem. */
void dg_decide_event(struct dg_item *item, const struct dg_event *event,
                     const struct dg_event_digests *digests,
                     struct dg_answer *answer);

/* disclose.c: keeps what an answer shows of persons; DG_ERR_MEMORY. */
enum dg_err dg_disclose_note(struct dg_item *item, struct dg_answer *answer,
                             const struct dg_host_disclosed *disclosed);
/* Once all events of a message are decided: journals that, or makes problems
 * of the answers. */
void dg_disclose_run(struct dg_item *item);

/* judge.c: all findings of the core and, unless the event ended the worker
 * before (fault), of all plugins. */
enum dg_err dg_judge_run(struct dg_deciding *deciding, bool fault);

/* look.c: dg_host_asking::ask, of a read while it is answered. */
struct dg_looking {
    struct dg_item *item;
    const struct dg_event *event;
};
const struct dg_event *dg_look_ask(void *looking, const char *name,
                                   struct dg_str params);

/* read.c */
void dg_read_run(struct dg_item *item, const struct dg_event *event,
                 const uint8_t sha[DG_SHA256_SIZE], struct dg_answer *answer);

/* commit.c */
void dg_commit_run(struct dg_item *item);
/* What it says is durable, and what it erases gone; or that is not known. */
void dg_commit_leave(struct dg_item *item);
void dg_commit_disown(struct dg_item *item);
void dg_commit_handle(void *flow, struct dg_journal_write *write,
                      enum dg_err err);

/* fetch.c: reads the entries the item's answers name, then replies. */
void dg_fetch_run(struct dg_item *item);

/* reply.c */
void dg_reply_run(struct dg_item *item);
/* An entry as it comes out of the journal, and what proves its place. */
struct dg_stored {
    const struct dg_store_entry *entry;
    struct dg_str proof;
    const struct dg_event *asked; /* the same again; NULL: a look-up */
};
/* Answers a message that is not even taken. */
void dg_reply_limited(struct dg_flow *flow, const struct dg_route *route,
                      unsigned wait_s);
void dg_reply_stored(struct dg_flow *flow, struct dg_arena *arena,
                     const struct dg_stored *stored, struct dg_buf *out);

/* health.c */
enum dg_err dg_health_open(struct dg_flow *flow); /* once types are known */
void dg_health_start(struct dg_flow *flow);
/* One event was decided since begin_ns; gives the time now. */
uint64_t dg_health_decided(struct dg_flow *flow, uint64_t begin_ns);
/* Counts what one event is answered with. */
void dg_health_count_event(struct dg_flow *flow, const struct dg_event *event,
                           const struct dg_answer *answer);
/* Counts what its events are answered with. */
void dg_health_count(const struct dg_item *item);

/* notify.c */
void dg_notify_run(struct dg_item *item);
/* From now on, until told otherwise, the answer notes inboxes that change. */
void dg_notify_watch(struct dg_item *item, struct dg_answer *answer);
void dg_notify_unwatch(struct dg_flow *flow);
/* Inboxes of an audience changed; there is an answer to note it. */
void dg_notify_note(struct dg_flow *flow, const struct dg_audience *audience);

/* follow.c: from now on what becomes of tasks is heard; plugins are told of it,
 * those that want it. */
void dg_follow_open(struct dg_flow *flow);
void dg_follow_close(struct dg_flow *flow);
enum dg_err dg_follow_tell(struct dg_flow *flow, int64_t time_us);

/* flow.c: an entry is in the folds. */
void dg_flow_tell_entry(const struct dg_flow *flow,
                        const struct dg_header *header);

/* configure.c: valid until the flow's writer is used again. */
enum dg_err dg_configure_write(struct dg_flow *flow, struct dg_str *event);

/* ---- folds ------------------------------------------------------------- */

/* A sequenced entry on its way into the folds, live or replayed. */
struct dg_folding {
    const struct dg_header *header;
    const struct dg_event *event; /* NULL once erased */
    const struct dg_audience *audience;
    struct dg_str decision;
    const struct dg_findings *findings; /* its, when it was just made; at replay
                                           NULL */
    const uint8_t *event_sha256;
    /* As the decision says: the rules judged it; it waits for signatures; for a
     * keeper's word. */
    bool gated, signs, needs_word;
};

/* fold.c */
enum dg_err dg_fold_apply(struct dg_flow *flow,
                          const struct dg_folding *folding);

/* erase.c: whether this entry may be erased, for later. Before it is folded. */
enum dg_err dg_erase_note(struct dg_flow *flow,
                          const struct dg_folding *folding);
/* What stands for an entry whose event is gone. */
enum dg_err dg_erase_skip(struct dg_flow *flow, const struct dg_header *header);
enum dg_err dg_erase_apply(struct dg_flow *flow,
                           const struct dg_folding *folding);
/* A journal.erase that was admitted. */
bool dg_erase_is(const struct dg_event *event, enum dg_verdict verdict);
/* What folds forget with a journal.erase: the numbers it names, and those of
 * occurrences; for free(). NULL without memory. */
uint64_t *dg_erase_list(const struct dg_flow *flow,
                        const struct dg_event *event, size_t *count);
/* Has the bytes erased that a durable message names; false if it names none.
 * Else the message leaves, or is disowned, when that is done. */
bool dg_erase_run(struct dg_item *item);

/* open_journal.c: when test is true the journal is left alone. */
enum dg_err dg_open_journal_run(struct dg_flow *flow, bool test,
                                struct dg_buf *why);

/* replay.c */
enum dg_err dg_replay_run(struct dg_flow *flow, struct dg_buf *why);

/* ---- the core's own event types (types/) -------------------------------- */

/* An event while it is decided. */
struct dg_deciding {
    struct dg_flow *flow;
    const struct dg_event *event;
    int64_t time_us;
    struct dg_findings findings;
    const struct dg_audience *audience;
    const struct dg_json *task;  /* the assignment it carries, or NULL */
    struct dg_str task_pointer;  /* where that stands: "/data" */
    bool gated;                  /* the rules judge it; the check may say no */
    uint64_t amends;             /* receipt number of the task it changes */
    const struct dg_task *about; /* that it is about, when it carries none */
};

struct dg_core_type {
    const char *name;
    unsigned roles; /* 1 << enum dg_role */
    /* As struct dg_event_type's. */
    unsigned own, below;
    const char *whose;
    bool open, behalf;
    bool reads, checks;
    /* The member of data that holds an assignment; "" is data itself, NULL: it
     * has none. */
    const char *task;
    bool audience; /* data, or the assignment, has an audience */
    bool defers;   /* deferred ones are folded, too */
    bool adds;     /* what was there before reads as before */
    bool amends;   /* data.task names the task it changes */
    bool occurs;   /* data.task names what it is an occurrence of */
    /* The code of the core's finding by which the rules do not judge it; NULL:
     * they judge whatever has an assignment. */
    const char *passes;
    /* Adds the core's findings; NULL if there are none to make. */
    void (*check)(struct dg_deciding *deciding);
    /* Folds an admitted entry; NULL if there is nothing to keep. */
    enum dg_err (*apply)(struct dg_flow *flow,
                         const struct dg_folding *folding);
    /* Answers a read; NULL for writes. */
    void (*read)(struct dg_item *item, const struct dg_event *event,
                 struct dg_answer *answer);
    /* As of dg_event_type. */
    bool erasable;
    const char *upon;
};

extern const struct dg_core_type dg_core_types[];
extern const size_t dg_core_type_count;

/* NULL if the type is a plugin's or unknown. */
const struct dg_core_type *dg_core_types_of(const struct dg_flow *flow,
                                            const struct dg_event *event);

/* The assignment that an event carries, NULL if none. */
const struct dg_json *dg_core_types_task(const struct dg_core_type *core,
                                         const struct dg_event *event);
/* Where it stands: "/data", "/data/assignment". */
struct dg_str dg_core_types_pointer(const struct dg_core_type *core);
/* The audience as written, NULL if the type has none. */
const struct dg_json *dg_core_types_audience(const struct dg_core_type *core,
                                             const struct dg_event *event);
/* The receipt number of the task it changes, or 0. */
uint64_t dg_core_types_amends(const struct dg_core_type *core,
                              const struct dg_event *event);
/* Fills in what plugins are shown of the assignment: task, task_pointer,
 * amends, due_us; and the audience of an occurrence. */
void dg_core_types_show(const struct dg_flow *flow,
                        const struct dg_core_type *core,
                        struct dg_host_event *shown);

/* core_task.c: a refusal that points at a member of the assignment. */
void dg_core_task_refuse(struct dg_deciding *deciding, const char *code,
                         const char *member, struct dg_str text);

/* core_cosign.c: once all others had their say, what nothing refuses waits for
 * signatures. */
void dg_core_cosign_wait(struct dg_deciding *deciding);
/* What it waits for, by its decision's findings. */
void dg_core_cosign_read(struct dg_folding *folding,
                         const struct dg_finding *findings, size_t count);

/* core_clock.c: submits what tasks need of the clock by now. */
void dg_core_clock_tick(struct dg_flow *flow);

/* ---- reads, for the table ----------------------------------------------- */

/* read.c: how many a page may hold; that `after` is no cursor. */
size_t dg_read_limit(const struct dg_event *event);
void dg_read_refuse_cursor(struct dg_answer *answer);

/* read.c: makes what the flow's writer holds the answer. */
void dg_read_keep(struct dg_item *item, struct dg_answer *answer);

void dg_read_inbox(struct dg_item *item, const struct dg_event *event,
                   struct dg_answer *answer);
void dg_read_roster(struct dg_item *item, const struct dg_event *event,
                    struct dg_answer *answer);
void dg_read_principals(struct dg_item *item, const struct dg_event *event,
                        struct dg_answer *answer);
void dg_read_journal(struct dg_item *item, const struct dg_event *event,
                     struct dg_answer *answer);
void dg_read_proof(struct dg_item *item, const struct dg_event *event,
                   struct dg_answer *answer);
void dg_read_receipt(struct dg_item *item, const struct dg_event *event,
                     struct dg_answer *answer);
void dg_health_read(struct dg_item *item, const struct dg_event *event,
                    struct dg_answer *answer);

#endif
