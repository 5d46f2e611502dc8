/* SPDX-License-Identifier: Apache-2.0 */
/* `make bench`, second part: a whole country. What publishing to 618,000
 * offices costs beside publishing to one, and how long an inbox takes to read
 * among 1,000,000 open tasks, with and without load. */
#include "tests/bench/bench.h"

#include <inttypes.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#define PROVINCES 31
#define VILLAGES 617784 /* with the county of the other benchmark 618,000 */
#define PART 4000       /* offices a message */
#define EXCLUDED 5000
#define OPEN 1000000
#define VISIBLE 500
#define ROUNDS 400
#define READS 4000

/* The reader is the second village of the eighth town; what it sees lies under
 * its code, its town, county, city and province, and the country. */
#define READER "120101008002"

static const struct bench_gate *gate;
static char event[1 << 20];
static uint64_t serial = 1;

/* The n-th village: 31 provinces, of 20 cities, 10 counties, 10 towns and 10
 * villages each. */
static void
put_code(char out[13], size_t n)
{
    static const uint8_t provinces[PROVINCES] = {
        11, 12, 13, 14, 15, 21, 22, 23, 31, 32, 33, 34, 35, 36, 37, 41,
        42, 43, 44, 45, 46, 50, 51, 52, 53, 54, 61, 62, 63, 64, 65};
    uint64_t code = provinces[n % PROVINCES];
    code = code * 100 + 1 + n / PROVINCES % 20;
    code = code * 100 + 1 + n / (PROVINCES * 20) % 10;
    code = code * 1000 + 1 + n / (PROVINCES * 200) % 10;
    code = code * 1000 + 1 + n / (PROVINCES * 2000);
    snprintf(out, 13, "%012" PRIu64, code % 1000000000000);
}

static size_t
begin_event(const char *source, const char *type)
{
    return (size_t) snprintf(event, sizeof event,
                             "{\"specversion\":\"1.0\",\"id\":\"country-%llu\","
                             "\"source\":\"%s\",\"type\":\"%s\",\"data\":{",
                             (unsigned long long) serial++, source, type);
}

/* ---- the roster --------------------------------------------------------- */

static void
publish_part(size_t part, size_t first, size_t last)
{
    size_t len = begin_event("operator/bench", "dutygate.roster.publish.v1");
    len += (size_t) snprintf(event + len, sizeof event - len,
                             "\"version\":\"%zu\",\"base\":\"%zu\","
                             "\"offices\":[",
                             part + 1, part);
    for (size_t i = first; i < last; i++) {
        char code[13];
        put_code(code, i);
        len += (size_t) snprintf(event + len, sizeof event - len,
                                 "%s{\"code\":\"%s\",\"name\":"
                                 "\"第%zu村民委员会\"}",
                                 i > first ? "," : "", code, i);
    }
    snprintf(event + len, sizeof event - len, "]}}");
    bench_admit(event);
}

/* The codes of every 100th village, in quotes. */
static size_t
put_excluded(size_t len)
{
    for (size_t i = 0; i < EXCLUDED; i++) {
        char code[13];
        put_code(code, 100 + i * 100);
        len += (size_t) snprintf(event + len, sizeof event - len, "%s\"%s\"",
                                 i ? "," : "", code);
    }
    return len;
}

static void
publish_country(void)
{
    size_t part = 1, len;
    for (size_t first = 0; first < VILLAGES; first += PART, part++) {
        size_t last = first + PART < VILLAGES ? first + PART : VILLAGES;
        publish_part(part, first, last);
    }
    len = begin_event("operator/bench", "dutygate.roster.publish.v1");
    len += (size_t) snprintf(event + len, sizeof event - len,
                             "\"version\":\"all\",\"base\":\"%zu\","
                             "\"groups\":[{\"name\":\"试点村\",\"codes\":[",
                             part);
    len = put_excluded(len);
    snprintf(event + len, sizeof event - len, "]}]}}");
    bench_admit(event);
}

/* ---- publishing --------------------------------------------------------- */

enum target { ONE, COUNTRY, EXCEPT_GROUP, EXCEPT_CODES, TARGETS };

static const char *const target_names[TARGETS] = {
    "to one village", "to 618,000 offices", "... but a group of 5,000",
    "... but 5,000 codes, each named"};

static double
publish_to(enum target target)
{
    double begin;
    size_t len = begin_event("department/nyncj", "dutygate.task.publish.v1");
    len += (size_t) snprintf(event + len, sizeof event - len,
                             "\"duty\":\"B-ALL\",\"title\":\"全国统一核查\","
                             "\"due\":\"2099-12-31\",\"audience\":{");
    len += (size_t) snprintf(event + len, sizeof event - len, "%s",
                             target == ONE ? "\"codes\":[\"110101001001\"]"
                                           : "\"prefixes\":[\"\"]");
    if (target == EXCEPT_GROUP) {
        len += (size_t) snprintf(event + len, sizeof event - len,
                                 ",\"excludegroups\":[\"试点村\"]");
    } else if (target == EXCEPT_CODES) {
        len += (size_t) snprintf(event + len, sizeof event - len,
                                 ",\"exclude\":[");
        len = put_excluded(len);
        len += (size_t) snprintf(event + len, sizeof event - len, "]");
    }
    snprintf(event + len, sizeof event - len, "}}}");
    begin = bench_now();
    bench_admit(event);
    return bench_now() - begin;
}

/* Asked and answered one after the other, in turn; the receipt of the last one
 * with an excluded group is kept. */
static long long
measure_publishing(void)
{
    static double seconds[TARGETS][ROUNDS];
    double medians[TARGETS];
    const char *receipt;
    long long number = 0;
    for (int round = 0; round < ROUNDS; round++) {
        for (int target = 0; target < TARGETS; target++) {
            seconds[target][round] = publish_to((enum target) target);
        }
    }
    printf("\npublishing, one after the other; medians of %d\n", ROUNDS);
    for (int target = 0; target < TARGETS; target++) {
        medians[target] = bench_quantile(seconds[target], ROUNDS, 0.5);
        printf("%-38s %9.0f us   %5.2f of one\n", target_names[target],
               1e6 * medians[target], medians[target] / medians[ONE]);
    }
    printf("target: 618,000 offices with 5,000 exclusions at most 2 of one\n");
    publish_to(EXCEPT_GROUP);
    receipt = strstr(bench_ask(event), "\"sequence\":");
    bench_need(receipt && sscanf(receipt, "\"sequence\":%lld", &number) == 1,
               "a receipt");
    return number;
}

/* ---- reading ------------------------------------------------------------ */

/* Whoever reads an inbox below. */
static void
enrol_readers(void)
{
    static char sources[PROVINCES + 2][32];
    const char *enrolled[PROVINCES + 2];
    char code[13];
    for (size_t i = 0; i < PROVINCES + 2; i++) {
        put_code(code, i < PROVINCES ? i : 100);
        snprintf(sources[i], sizeof sources[i], "office/%s",
                 i <= PROVINCES ? code : READER);
        enrolled[i] = sources[i];
    }
    bench_enrol(enrolled, PROVINCES + 2);
}

static const char *
read_inbox(const char *code, const char *after)
{
    char source[32];
    size_t len;
    snprintf(source, sizeof source, "office/%s", code);
    len = begin_event(source, "dutygate.inbox.read.v1");
    snprintf(event + len, sizeof event - len, "\"limit\":%d%s%s%s}}",
             *after ? 500 : 100, *after ? ",\"after\":\"" : "", after,
             *after ? "\"" : "");
    return bench_ask(event);
}

/* Goes through all pages. */
static int
sees(const char *code, long long number)
{
    char wanted[40], after[64] = "";
    int found = 0;
    snprintf(wanted, sizeof wanted, "\"task\":%lld,", number);
    do {
        const char *page = read_inbox(code, after);
        const char *next = strstr(page, "\"next\":\"");
        bench_need(strstr(page, "\"result\":") != NULL, "an inbox");
        found |= strstr(page, wanted) != NULL;
        after[0] = '\0';
        if (next) {
            sscanf(next, "\"next\":\"%63[^\"]\"", after);
        }
    } while (after[0] && !found);
    return found;
}

static void
check_reach(long long number)
{
    char code[13];
    for (size_t province = 0; province < PROVINCES; province++) {
        put_code(code, province);
        bench_need(sees(code, number), "an office of every province reads it");
    }
    put_code(code, 100);
    bench_need(!sees(code, number), "an excluded office does not");
    printf("an office of each of the %d provinces reads it, an excluded one "
           "does not\n",
           PROVINCES);
}

static size_t
open_task(char *out, uint64_t n, size_t batch)
{
    static const char *const terms[] = {
        "\"codes\":[\"120101008002\"]", "\"prefixes\":[\"120101008\"]",
        "\"prefixes\":[\"120101\"]", "\"prefixes\":[\"1201\"]",
        "\"prefixes\":[\"12\"]"};
    size_t len = 0;
    for (size_t i = 0; i < batch; i++) {
        uint64_t number = n + i;
        char code[13], term[64];
        if (number % (OPEN / VISIBLE) == 0) {
            snprintf(term, sizeof term, "%s",
                     terms[number / (OPEN / VISIBLE) % 5]);
        } else {
            /* Province 13 and on: nobody else's code, town or province. */
            put_code(code, 2 + number * PROVINCES % (VILLAGES - PROVINCES) +
                               number % (PROVINCES - 2));
            snprintf(term, sizeof term, "\"codes\":[\"%s\"]", code);
        }
        len += (size_t) sprintf(
            out + len,
            "%c{\"specversion\":\"1.0\",\"id\":\"open-%llu\",\"source\":"
            "\"department/nyncj\",\"type\":\"dutygate.task.publish.v1\","
            "\"data\":{\"duty\":\"B-ALL\",\"title\":\"月度核实第%llu号\","
            "\"document\":\"惠农发〔2026〕12号\",\"audience\":{%s},\"due\":"
            "\"2099-%02u-%02u\"}}",
            i ? ',' : '[', (unsigned long long) number,
            (unsigned long long) number, term, (unsigned) (1 + number % 12),
            (unsigned) (1 + number % 28));
    }
    out[len++] = ']';
    return len;
}

/* A program of its own, since nanomsg's state does not survive a fork. It ends
 * when it is told to. */
static pid_t
start_load(const char *program, double per_second)
{
    char rate[32];
    pid_t pid;
    snprintf(rate, sizeof rate, "%.0f", per_second);
    fflush(stdout);
    pid = fork();
    bench_need(pid >= 0, "fork");
    if (pid == 0) {
        execl(program, program, "load", gate->url, rate, (char *) NULL);
        _exit(127);
    }
    return pid;
}

/* The rest of the other benchmark's county is asked, so the reader's inbox
 * stays as it is. */
static int
run_load(const char *url, double per_second)
{
    uint64_t from = 1;
    struct bench_load load = {.url = url,
                              .count = (size_t) (per_second * 120),
                              .outstanding = 256,
                              .batch = 1,
                              .serial = &from,
                              .check = 1,
                              .per_second = per_second,
                              .key = bench_key(BENCH_DEPARTMENT)};
    bench_client_run(&load);
    return 0;
}

static void
measure_reads(const char *name, pid_t load)
{
    static double seconds[READS];
    int status = 0;
    size_t count = 0;
    while (count < READS) {
        double begin = bench_now();
        const char *page = read_inbox(READER, "");
        seconds[count++] = bench_now() - begin;
        bench_need(strstr(page, "\"next\":") != NULL, "a page of many");
    }
    if (load) {
        bench_need(waitpid(load, &status, WNOHANG) == 0,
                   "the load lasts longer than the reads");
        kill(load, SIGTERM);
        bench_need(waitpid(load, &status, 0) == load && WIFSIGNALED(status),
                   "an end of the load");
    }
    printf("%-38s p50 %6.0f us   p99 %6.0f us\n", name,
           1e6 * bench_quantile(seconds, READS, 0.5),
           1e6 * bench_quantile(seconds, READS, 0.99));
}

static void
measure_inbox(const char *program)
{
    struct bench_load fill = {.url = gate->url,
                              .count = OPEN / 64,
                              .outstanding = 4,
                              .batch = 64,
                              .serial = &serial,
                              .check = 1,
                              .message = open_task,
                              .key = bench_key(BENCH_DEPARTMENT)};
    uint64_t from = 1000000000;
    struct bench_load full = {gate->url, 30000, 256,  1,    &from,
                              1,         0,     NULL, NULL, fill.key};
    struct bench_rate rate = bench_client_run(&fill);
    printf("\n%d open tasks, published at %.0f/s; pages of 100 of %d\n", OPEN,
           rate.per_second, VISIBLE);
    rate = bench_client_run(&full);
    measure_reads("inbox read, no load", 0);
    measure_reads("inbox read, half load",
                  start_load(program, rate.per_second / 2));
    printf("target: p99 under 2,000 us; full load here is %.0f/s\n",
           rate.per_second);
}

int
main(int argc, char **argv)
{
    if (argc == 4 && strcmp(argv[1], "load") == 0) {
        return run_load(argv[2], atof(argv[3]));
    }
    bench_need(argc == 4, "usage: bench-country DIR PLUGINS DUTYGATED");
    gate = bench_gate_start(argv[1], argv[2], argv[3], BENCH_SIGNED);
    enrol_readers();
    publish_country();
    measure_inbox(argv[0]); /* first: what follows lies in every inbox */
    check_reach(measure_publishing());
    bench_ask_stop();
    bench_gate_stop(gate);
    return 0;
}
