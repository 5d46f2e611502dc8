/* SPDX-License-Identifier: Apache-2.0 */
/* The journal as the loop sees it: hand in what was decided, hear when it is
 * durable, read one entry back, replay all at start. A writer thread takes
 * everything waiting into one transaction (group commit); it also makes salts
 * and leaf hashes. Reads of single entries run on libuv's thread pool. */
#ifndef GATEWAY_JOURNAL_JOURNAL_H
#define GATEWAY_JOURNAL_JOURNAL_H

#include <uv.h>

#include "gateway/core/metric.h"
#include "gateway/store/store.h"
#include "proto/codec/checkpoint.h"
#include "proto/codec/header.h"

struct dg_journal;
struct dg_receipts;

/* One message's entries, handed in as a whole. The caller owns it and
 * everything it points to, and keeps all of it until handle_commit. */
struct dg_journal_write {
    struct dg_store_entry *entries; /* sequence, time, range, header, decision
                                       set by the caller; salts and leaf are
                                       filled in by the writer thread */
    size_t count;
    size_t size; /* bytes it weighs, for dg_journal_pending */
    void *owner;
    struct dg_journal_write *next; /* the journal's own, like those below */
    enum dg_err err;
    struct dg_receipts *receipts;
    size_t receipts_at; /* its first entry there */
};

/* Called on the loop thread, in the order of append. err is DG_OK; DG_ERR_FULL
 * or DG_ERR_BUSY: known not to be written; anything else: outcome unknown, as
 * for all that follow. After any err but DG_OK the journal takes nothing more
 * until it is opened again. */
typedef void (*dg_journal_commit_fn)(void *ctx, struct dg_journal_write *write,
                                     enum dg_err err);

/* Opens the store and reads nothing yet. Takes the store's lock. */
enum dg_err dg_journal_open(const char *kind, const char *dir,
                            struct dg_journal **journal, struct dg_buf *why);
/* After stop; NULL is fine. */
void dg_journal_close(struct dg_journal *journal);

/* Opens a backup of one, to be replayed or checked, not started. */
enum dg_err dg_journal_open_backup(const char *kind, const char *path,
                                   struct dg_journal **journal,
                                   struct dg_buf *why);

/* Opens an export, to be replayed, not started. */
enum dg_err dg_journal_open_copy(const char *path, struct dg_journal **journal,
                                 struct dg_buf *why);
/* Once it was replayed: whether its entries are those of its checkpoint, by
 * their hashes alone; who signed that is not looked at. DG_ERR_CORRUPT. */
enum dg_err dg_journal_check_copy(struct dg_journal *journal,
                                  struct dg_buf *why);

/* Reads a journal that is not started from end to end: every entry, every hash,
 * and how the file is made. DG_ERR_CORRUPT and why as of replay. */
enum dg_err dg_journal_check(struct dg_journal *journal, struct dg_buf *why);

/* From now on the journal keeps its Merkle tree, signs a checkpoint at each
 * commit, in the name of the gateway and with all of the keys, and has proofs
 * for its entries. Before replay and start, or not at all. Gateway and keys
 * live until close. */
enum dg_err dg_journal_sign(struct dg_journal *journal, const char *gateway,
                            const struct dg_secret_key *const *keys,
                            size_t count);
/* What the checkpoints are of, "GATEWAY/JOURNAL"; empty if none are signed. */
struct dg_str dg_journal_origin(const struct dg_journal *journal);

uint64_t dg_journal_epoch(const struct dg_journal *journal);
/* Highest sequence handed in or found; the next one is this plus one. */
uint64_t dg_journal_last(const struct dg_journal *journal);
/* Highest sequence known to be durable. */
uint64_t dg_journal_durable(const struct dg_journal *journal);
const uint8_t *dg_journal_id_key(const struct dg_journal *journal);
const char *dg_journal_identity(const struct dg_journal *journal);

/* ---- replay ------------------------------------------------------------ */

/* One entry on its way back. Strings live until apply returned. */
struct dg_replay_entry {
    struct dg_store_entry stored;
    struct dg_header header;
    uint8_t event_sha256[DG_SHA256_SIZE]; /* of the event's own bytes; zero
                                             once erased */
    struct dg_arena *arena;               /* for prepare; freed after apply */
    void *prepared;                       /* what prepare left */
};

struct dg_replay {
    /* Off the loop, on several threads, in any order: parsing and other pure
     * work on one entry. May be NULL. */
    enum dg_err (*prepare)(void *ctx, struct dg_replay_entry *entry);
    /* On the caller's thread, in order of sequence. */
    enum dg_err (*apply)(void *ctx, const struct dg_replay_entry *entry);
    void *ctx;
};

/* Reads everything from sequence `from` on, checks every hash, and applies.
 * Blocks; before start. On damage DG_ERR_CORRUPT and why
 * "entry 42 is damaged: …". */
enum dg_err dg_journal_replay(struct dg_journal *journal, uint64_t from,
                              const struct dg_replay *replay,
                              struct dg_buf *why);

/* ---- while running ------------------------------------------------------ */

enum dg_err dg_journal_start(struct dg_journal *journal, uv_loop_t *loop,
                             dg_journal_commit_fn handle_commit, void *ctx);

/* Never blocks. At least one entry; the first one's sequence must be last + 1,
 * and it begins an envelope. */
void dg_journal_append(struct dg_journal *journal,
                       struct dg_journal_write *write);

/* Appends what proves the place of one of the write's entries, as members of
 * its receipt (receipts.h). From handle_commit with DG_OK on, until the write
 * is let go of; nothing if checkpoints are not signed. */
void dg_journal_put_proof(const struct dg_journal_write *write,
                          const struct dg_store_entry *entry,
                          struct dg_buf *out);
/* Lets go of what the journal keeps for it. Of any write, once. */
void dg_journal_release(struct dg_journal_write *write);

/* Bytes handed in and not yet durable. */
size_t dg_journal_pending(const struct dg_journal *journal);

/* What the writer thread has done since start, as of its last report. Lives
 * with the journal. */
struct dg_journal_figures {
    struct dg_histogram commits; /* DG_HISTOGRAM_COMMIT */
    struct dg_histogram entries; /* DG_HISTOGRAM_ENTRIES */
};
const struct dg_journal_figures *
dg_journal_figures(const struct dg_journal *journal);

/* Room on the disk as of the last commit or look; a look is asked for with
 * dg_journal_look_for_room and ends in handle_room on the loop thread, with the
 * ctx given to start. */
uint64_t dg_journal_room(const struct dg_journal *journal);
void dg_journal_look_for_room(struct dg_journal *journal,
                              void (*handle_room)(void *ctx));

/* Reads one durable entry and checks its hash; handle_fetch runs on the loop
 * thread; entry, and proof, which is "path":[…],"checkpoint":"…" or empty if
 * checkpoints are not signed, live until it returns. err DG_ERR_ABSENT,
 * DG_ERR_CORRUPT, DG_ERR_IO: entry is NULL. */
typedef void (*dg_journal_fetch_fn)(void *ctx,
                                    const struct dg_store_entry *entry,
                                    struct dg_str proof, enum dg_err err);
enum dg_err dg_journal_fetch(struct dg_journal *journal, uint64_t sequence,
                             dg_journal_fetch_fn handle_fetch, void *ctx);

/* What the newest checkpoint is asked for besides itself. */
struct dg_journal_question {
    uint64_t sequence; /* the path of inclusion of this entry; 0: none */
    uint64_t size;     /* in the tree of so many entries; 0: the newest */
    bool extends;      /* the path of consistency from the tree of … */
    uint64_t from;     /* … so many entries */
};

/* Answers with a JSON object, which lives until handle_proof returned:
 * {"size":…,"checkpoint":"…"}, and with the question's "sequence", "leaf"
 * (hex), "path" or "from", "path". DG_ERR_ABSENT: there is no such tree yet, or
 * no such entry in it; answer is then empty. Only if checkpoints are signed. */
typedef void (*dg_journal_proof_fn)(void *ctx, struct dg_str answer,
                                    enum dg_err err);
enum dg_err dg_journal_prove(struct dg_journal *journal,
                             const struct dg_journal_question *question,
                             dg_journal_proof_fn handle_proof, void *ctx);

/* Entries behind one, as they are taken along. */
struct dg_journal_range {
    uint64_t after; /* the last of its envelope; 0: from the first on */
    uint64_t to;    /* no envelope that begins behind this; 0: all there are */
    /* On the thread pool: whether an entry's event may be shown. */
    bool (*shows)(const void *ctx, const struct dg_header *header);
    const void *ctx;
};

/* Answers with a page of durable entries, whole envelopes, their hashes
 * checked: {"after":…,"last":…,"records":"…"}, and "next" if there are more;
 * records are those of an export (proto/codec/export.h), in base64. An envelope
 * is shown if every event in it is shown and nothing else stands there.
 * DG_ERR_ABSENT: nothing is behind that; DG_ERR_MALFORMED: after is within an
 * envelope. */
enum dg_err dg_journal_read(struct dg_journal *journal,
                            const struct dg_journal_range *range,
                            dg_journal_proof_fn handle_page, void *ctx);

/* ---- erasure ----------------------------------------------------------- */

/* Bodies and salts of durable entries, by sequence. The caller owns it and what
 * it points to, and keeps it until handle. */
struct dg_journal_erasure {
    const uint64_t *sequences;
    size_t count;
    /* On the loop thread. DG_OK: nothing of them is left, neither in the file
     * nor in its log; else they may be there, and are to be erased again. */
    void (*handle)(void *ctx, enum dg_err err);
    void *ctx;
    struct dg_journal_erasure *next; /* the journal's own, like the one below */
    enum dg_err err;
};

/* Never blocks: the writer thread does it, between commits. */
void dg_journal_erase(struct dg_journal *journal,
                      struct dg_journal_erasure *erasure);
/* Of a journal that is not started. */
enum dg_err dg_journal_erase_now(struct dg_journal *journal,
                                 const uint64_t *sequences, size_t count);

/* Commits what was handed in, ends the threads, then calls handle_stop on the
 * loop thread. */
void dg_journal_stop(struct dg_journal *journal, void (*handle_stop)(void *ctx),
                     void *ctx);

#endif
