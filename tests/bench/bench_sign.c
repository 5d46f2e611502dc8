/* SPDX-License-Identifier: Apache-2.0 */
/* Keys of everybody in the benchmark, messages signed with them, and the limit:
 * libsodium alone checking the same signatures. */
#include "tests/bench/bench.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "proto/base/digest.h"
#include "proto/codec/jws.h"

#define KEYS_MAX 256

static struct {
    char source[64];
    struct dg_secret_key *key;
} keys[KEYS_MAX];

/* The same source has the same key in every program of the benchmark. */
static struct dg_secret_key *
make_key(const char *source)
{
    struct dg_sha256 *sha;
    struct dg_secret_key *key = NULL;
    uint8_t seed[DG_SHA256_SIZE];
    bench_need(dg_sha256_create(&sha) == DG_OK, "memory");
    dg_sha256_update(sha, source, strlen(source));
    dg_sha256_output(sha, seed);
    dg_sha256_destroy(sha);
    bench_need(dg_secret_key_from_seed(seed, &key) == DG_OK, "a key");
    return key;
}

const struct dg_secret_key *
bench_key(const char *source)
{
    size_t i = 0;
    while (i < KEYS_MAX && keys[i].key && strcmp(keys[i].source, source) != 0) {
        i++;
    }
    bench_need(i < KEYS_MAX, "fewer principals");
    if (!keys[i].key) {
        snprintf(keys[i].source, sizeof keys[i].source, "%s", source);
        keys[i].key = make_key(source);
    }
    return keys[i].key;
}

/* One event, or an array of them, becomes a signed message. */
void
bench_sign(const struct dg_secret_key *key, const char *json, size_t len,
           struct dg_buf *out)
{
    static struct dg_buf payload;
    struct dg_str events = {json, len};
    if (len > 1 && json[0] == '[') {
        events = (struct dg_str){json + 1, len - 2};
    }
    dg_buf_clear(&payload);
    dg_jws_payload(dg_str_from(BENCH_GATEWAY), time(NULL), events, &payload);
    dg_jws_write(key, (struct dg_str){payload.data, payload.len}, out);
    bench_need(payload.err == DG_OK && out->err == DG_OK, "memory");
}

/* Who signs it is in the event. */
void
bench_sign_event(const char *event, struct dg_buf *out)
{
    char source[64] = "";
    const char *at = strstr(event, "\"source\":\"");
    bench_need(at && sscanf(at + 10, "%63[^\"]", source) == 1, "a source");
    bench_sign(bench_key(source), event, strlen(event), out);
}

void
bench_enrolment(const char *const *sources, size_t count, struct dg_buf *event)
{
    dg_buf_printf(event,
                  "{\"specversion\":\"1.0\",\"id\":\"enrol-%s\",\"source\":"
                  "\"root/" BENCH_GATEWAY "\",\"type\":"
                  "\"dutygate.principal.enrol.v1\",\"data\":{\"principals\":[",
                  sources[0]);
    for (size_t i = 0; i < count; i++) {
        char x[DG_KID_LEN + 1];
        dg_public_key_x(dg_secret_key_public(bench_key(sources[i])), x);
        dg_buf_printf(event,
                      "%s{\"principal\":\"%s\",\"name\":\"%s\",\"officers\":[{"
                      "\"key\":\"%s\",\"name\":\"经办人\",\"post\":"
                      "\"handling\"}]}",
                      i ? "," : "", sources[i], sources[i], x);
    }
    dg_buf_text(event, "]}}");
    bench_need(event->err == DG_OK, "memory");
}

void
bench_presign(struct bench_texts *texts, size_t count, size_t batch,
              uint64_t *serial)
{
    static char json[BENCH_MESSAGE_MAX];
    const struct dg_secret_key *key = bench_key(BENCH_DEPARTMENT);
    dg_buf_clear(&texts->bytes);
    texts->ends = realloc(texts->ends, count * sizeof *texts->ends);
    bench_need(texts->ends != NULL, "memory");
    texts->count = count;
    for (size_t i = 0; i < count; i++) {
        size_t len = bench_message(json, *serial, batch);
        *serial += batch;
        bench_sign(key, json, len, &texts->bytes);
        texts->ends[i] = texts->bytes.len;
    }
}

struct dg_str
bench_text(const struct bench_texts *texts, size_t i)
{
    size_t start = i ? texts->ends[i - 1] : 0;
    return (struct dg_str){texts->bytes.data + start, texts->ends[i] - start};
}

/* ---- the limit ---------------------------------------------------------- */

struct checker {
    const struct bench_texts *texts;
    size_t from, step;
    size_t good;
};

static void *
check(void *ctx)
{
    struct checker *c = ctx;
    const struct dg_public_key *key =
        dg_secret_key_public(bench_key(BENCH_DEPARTMENT));
    for (size_t i = c->from; i < c->texts->count; i += c->step) {
        struct dg_jws jws;
        enum dg_problem_code problem;
        const char *detail;
        c->good +=
            dg_jws_split(bench_text(c->texts, i), &jws, &problem, &detail) &&
            dg_jws_verify(&jws, key);
    }
    return NULL;
}

double
bench_verify_limit(const struct bench_texts *texts, size_t batch,
                   size_t threads)
{
    struct checker checkers[16] = {{NULL, 0, 0, 0}};
    pthread_t ids[16];
    size_t good = 0;
    double begin = bench_now();
    bench_need(threads <= 16, "at most 16 threads");
    for (size_t i = 0; i < threads; i++) {
        checkers[i] = (struct checker){texts, i, threads, 0};
        bench_need(pthread_create(&ids[i], NULL, check, &checkers[i]) == 0,
                   "a thread");
    }
    for (size_t i = 0; i < threads; i++) {
        pthread_join(ids[i], NULL);
        good += checkers[i].good;
    }
    bench_need(good == texts->count, "good signatures");
    return (double) (texts->count * batch) / (bench_now() - begin);
}
