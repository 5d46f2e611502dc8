/* SPDX-License-Identifier: Apache-2.0 */
/* `make bench`, third part: what a form of 12 fields costs a publication,
 * written out and by the number of a registered one, beside the same assignment
 * without. */
#include "tests/bench/bench.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define ROUNDS 5
#define FIELDS 12
#define SINGLY 10000 /* assignments a round */
#define ENVELOPES 300
#define BATCH 64

enum kind { WITHOUT, INLINE, REFERENCE, KINDS };

static const char *const names[KINDS] = {"without a form",
                                         "with 12 fields, written out",
                                         "with 12 fields, by reference"};

static const char *const labels[FIELDS] = {
    "常住户数",         "常住人口数",   "低保户数",     "低保对象人数",
    "特困供养人数",     "残疾人数",     "重度残疾人数", "65岁及以上老年人数",
    "高龄津贴领取人数", "留守儿童人数", "孤儿人数",     "当月临时救助户数"};

static char forms[KINDS][4096];
static enum kind current;

static void
write_forms(void)
{
    char *whole = forms[INLINE];
    size_t len = (size_t) sprintf(
        whole, "{\"control\":\"黔民统03\",\"version\":\"2026-1\","
               "\"title\":\"民政对象月报\",\"class\":\"survey\","
               "\"authority\":\"省民政厅\",\"approval\":\"黔统制〔2026〕3号\","
               "\"validuntil\":\"2099-12-31\",\"fields\":[");
    for (int i = 0; i < FIELDS; i++) {
        len += (size_t) sprintf(
            whole + len,
            "%s{\"name\":\"f%d\",\"label\":\"%s\",\"type\":\"integer\","
            "\"unit\":\"%s\",\"period\":\"month\",\"kind\":\"stock\"}",
            i ? "," : "", i + 1, labels[i],
            strstr(labels[i], "户数") ? "户" : "人");
    }
    sprintf(whole + len, "]}");
    strcpy(forms[REFERENCE],
           "{\"control\":\"黔民统03\",\"version\":\"2026-1\"}");
}

/* As without, and asked for a month with the form. */
static size_t
write_message(char *out, uint64_t serial, size_t batch)
{
    static char one[BENCH_MESSAGE_MAX];
    size_t len = 0;
    for (size_t i = 0; i < batch; i++) {
        size_t size = bench_message(one, serial + i, 1);
        if (batch > 1) {
            out[len++] = i ? ',' : '[';
        }
        memcpy(out + len, one, size);
        len += size;
        if (current != WITHOUT) {
            len -= 2; /* both braces again */
            len += (size_t) sprintf(out + len,
                                    ",\"period\":\"2026-11\",\"forms\":[%s]}}",
                                    forms[current]);
        }
    }
    if (batch > 1) {
        out[len++] = ']';
    }
    return len;
}

static void
register_form(void)
{
    static char event[8192];
    snprintf(event, sizeof event,
             "{\"specversion\":\"1.0\",\"id\":\"form-1\",\"source\":"
             "\"" BENCH_DEPARTMENT "\",\"type\":\"dutygate.form.publish.v1\","
             "\"data\":{\"form\":%s}}",
             forms[INLINE]);
    bench_admit(event);
}

/* Signed before they are sent. */
static double
measure(const struct bench_gate *gate, size_t batch, uint64_t *serial)
{
    static struct bench_texts texts;
    static char json[BENCH_MESSAGE_MAX];
    const struct dg_secret_key *key = bench_key(BENCH_DEPARTMENT);
    size_t count = batch > 1 ? ENVELOPES : SINGLY;
    struct bench_load load = {.url = gate->url,
                              .count = count,
                              .outstanding = batch > 1 ? 4 : 256,
                              .batch = batch,
                              .serial = serial,
                              .check = 1,
                              .texts = &texts};
    dg_buf_clear(&texts.bytes);
    texts.ends = realloc(texts.ends, count * sizeof *texts.ends);
    bench_need(texts.ends != NULL, "memory");
    texts.count = count;
    for (size_t i = 0; i < count; i++) {
        size_t len = write_message(json, *serial, batch);
        *serial += batch;
        bench_sign(key, json, len, &texts.bytes);
        texts.ends[i] = texts.bytes.len;
    }
    return bench_client_run(&load).per_second;
}

static void
compare(const struct bench_gate *gate, size_t batch, uint64_t *serial)
{
    double rates[KINDS][ROUNDS], ratios[ROUNDS], share[KINDS];
    for (int round = -1; round < ROUNDS; round++) { /* the first is to warm */
        for (int kind = 0; kind < KINDS; kind++) {
            current = (enum kind) kind;
            rates[kind][round < 0 ? 0 : round] = measure(gate, batch, serial);
        }
    }
    printf("\npublishing, %s; medians of %d rounds\n",
           batch > 1 ? "signed, 4 envelopes of 64"
                     : "signed singly, 256 outstanding",
           ROUNDS);
    for (int kind = 0; kind < KINDS; kind++) {
        for (int i = 0; i < ROUNDS; i++) {
            ratios[i] = rates[kind][i] / rates[WITHOUT][i];
        }
        share[kind] = bench_quantile(ratios, ROUNDS, 0.5);
    }
    for (int kind = 0; kind < KINDS; kind++) {
        printf("%-38s %9.0f/s   %5.1f %%\n", names[kind],
               bench_quantile(rates[kind], ROUNDS, 0.5), 100 * share[kind]);
    }
}

int
main(int argc, char **argv)
{
    const struct bench_gate *gate;
    uint64_t serial = 1;
    bench_need(argc == 4, "usage: bench-forms DIR PLUGINS DUTYGATED");
    gate = bench_gate_start(argv[1], argv[2], argv[3], BENCH_SIGNED);
    write_forms();
    register_form();
    compare(gate, 1, &serial);
    compare(gate, BATCH, &serial);
    printf("target: 60 %% of the rate without\n");
    bench_ask_stop();
    bench_gate_stop(gate);
    return 0;
}
