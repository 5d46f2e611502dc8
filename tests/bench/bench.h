/* SPDX-License-Identifier: Apache-2.0 */
/* What the benchmark's parts share: the clock, samples, and the messages that
 * every part sends or stores. */
#ifndef TESTS_BENCH_BENCH_H
#define TESTS_BENCH_BENCH_H

#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include "proto/base/buf.h"

#define BENCH_MESSAGE_MAX (512 * 1024)
#define BENCH_GATEWAY "bench"
#define BENCH_DEPARTMENT "department/nyncj"

/* Monotonic seconds. */
double bench_now(void);

/* Ends the program with a message if the condition fails. */
void bench_need(int condition, const char *what);

/* Median of values, which get sorted; and the q-quantile (0 … 1). */
double bench_quantile(double *values, size_t count, double q);

struct bench_rate {
    double per_second;     /* assignments, or messages */
    double p50_us, p99_us; /* of a message's answer; 0 if not measured */
};

/* Messages that were signed before they are sent. */
struct bench_texts {
    struct dg_buf bytes;
    size_t *ends;
    size_t count;
};
struct dg_secret_key;

/* Sends `count` messages with `outstanding` of them unanswered, each of `batch`
 * assignments made by bench_message with ids from *serial on. Ends the program
 * if an answer is not an admission (check) or does not come in 30 s. */
struct bench_load {
    const char *url;
    size_t count, outstanding, batch;
    uint64_t *serial;
    int check;
    double per_second; /* messages at most; 0: as fast as it goes */
    /* Writes a message, as bench_message does; NULL is bench_message. */
    size_t (*message)(char *out, uint64_t serial, size_t batch);
    /* Signed beforehand, as many as count; NULL: signed with key as they are
     * sent, or not at all if there is none. */
    const struct bench_texts *texts;
    const struct dg_secret_key *key;
};
struct bench_rate bench_client_run(const struct bench_load *load);

/* Writes a message of `batch` assignments of about 1.1 KB; returns its size. */
size_t bench_message(char out[BENCH_MESSAGE_MAX], uint64_t serial,
                     size_t batch);

/* The key that a source has in the benchmark. */
const struct dg_secret_key *bench_key(const char *source);

/* Appends a signed message of an event or an array of events; of an event,
 * signed by its source. */
void bench_sign(const struct dg_secret_key *key, const char *json, size_t len,
                struct dg_buf *out);
void bench_sign_event(const char *event, struct dg_buf *out);

/* Appends the root's event that enrols these sources. */
void bench_enrolment(const char *const *sources, size_t count,
                     struct dg_buf *event);

/* Makes `count` messages as bench_message does, signed. */
void bench_presign(struct bench_texts *texts, size_t count, size_t batch,
                   uint64_t *serial);
struct dg_str bench_text(const struct bench_texts *texts, size_t i);

/* Assignments per second whose signatures libsodium checks, and nothing else,
 * on so many threads. */
double bench_verify_limit(const struct bench_texts *texts, size_t batch,
                          size_t threads);

/* A bare raw REP socket that answers every message with a short one, in a
 * process of its own: started before anything else, since nanomsg's state does
 * not survive a fork. Messages per second at 256 outstanding. */
void bench_bus_start(const char *dir);
void bench_bus_stop(void);
struct bench_rate bench_bus_limit(size_t count);

/* Bare SQLite: rows of `size` bytes in groups of `group`, WAL, FULL. */
struct bench_rate bench_sqlite_limit(const char *dir, size_t count, size_t size,
                                     size_t group);

/* The real daemon as a process of its own. */
struct bench_gate {
    pid_t pid;
    char url[300];
    bool checks; /* signatures: events must be signed */
};

enum bench_kind {
    BENCH_SIGNED,
    BENCH_UNSIGNED, /* source is believed */
    BENCH_UNPROVED  /* likewise, and receipts have no proofs */
};

/* Starts one in dir, with roster and list published; it is the one that is
 * asked from then on. */
const struct bench_gate *bench_gate_start(const char *dir, const char *plugins,
                                          const char *program,
                                          enum bench_kind kind);
void bench_gate_stop(const struct bench_gate *gate);

/* One event, sent by an ordinary REQ socket that stays open; gives the answer,
 * valid until the next call. */
const char *bench_ask(const char *event);
void bench_admit(const char *event); /* likewise; it must be admitted */
void bench_enrol(const char *const *sources, size_t count);
void bench_ask_stop(void);

/* Bytes per entry as the journal in dir stores them. */
double bench_entry_size(const char *dir);

/* Opens the gateway on the journal in dir, in this process: entries replayed
 * per second, with all hashes checked and all folds made. */
double bench_replay(const char *dir, uint64_t *entries);

#endif
