/* SPDX-License-Identifier: Apache-2.0 */
/* `make bench`: assignments per second and answer times of the real daemon, and
 * of one that believes unsigned messages, beside the limits (bus, SQLite,
 * libsodium) measured in turn with them on the same machine, client included;
 * then replay of the journal that came of it. Quote the ratios. */
#include "tests/bench/bench.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#define ROUNDS 5

/* One kind of load: its figures over the rounds. */
struct row {
    const char *name;
    size_t outstanding, batch, count;
    enum bench_kind kind;
    double rate[ROUNDS], p50[ROUNDS], p99[ROUNDS];
    double checks[ROUNDS]; /* libsodium alone, for the same messages */
};

enum {
    ONE,
    SIXTEEN,
    SIXTY_FOUR,
    MANY,
    ENVELOPES,
    UNPROVED_MANY,
    UNPROVED_ENVELOPES,
    SIGNED_ONE,
    SIGNED_MANY,
    SIGNED_16,
    SIGNED_64,
    SIGNED_256,
    ROWS
};

#define ROW(name_, outstanding_, batch_, count_, kind_)                        \
    {                                                                          \
        .name = (name_), .outstanding = (outstanding_), .batch = (batch_),     \
        .count = (count_), .kind = BENCH_##kind_                               \
    }

static struct row rows[ROWS] = {
    [ONE] = ROW("unsigned, 1 outstanding", 1, 1, 2000, UNSIGNED),
    [SIXTEEN] = ROW("unsigned, 16 outstanding", 16, 1, 10000, UNSIGNED),
    [SIXTY_FOUR] = ROW("unsigned, 64 outstanding", 64, 1, 20000, UNSIGNED),
    [MANY] = ROW("unsigned, 256 outstanding", 256, 1, 40000, UNSIGNED),
    [ENVELOPES] = ROW("unsigned, 4 envelopes of 64", 4, 64, 800, UNSIGNED),
    [UNPROVED_MANY] =
        ROW("  without proofs, 256 outstanding", 256, 1, 40000, UNPROVED),
    [UNPROVED_ENVELOPES] =
        ROW("  without proofs, 4 envelopes of 64", 4, 64, 800, UNPROVED),
    [SIGNED_ONE] = ROW("signed singly, 1 outstanding", 1, 1, 2000, SIGNED),
    [SIGNED_MANY] =
        ROW("signed singly, 256 outstanding", 256, 1, 20000, SIGNED),
    [SIGNED_16] = ROW("signed, 16 envelopes of 16", 16, 16, 2400, SIGNED),
    [SIGNED_64] = ROW("signed, 4 envelopes of 64", 4, 64, 800, SIGNED),
    [SIGNED_256] = ROW("signed, 2 envelopes of 256", 2, 256, 200, SIGNED),
};

static void
measure(struct row *row, const struct bench_gate *gate, int round,
        uint64_t *serial)
{
    static struct bench_texts texts;
    struct bench_load load = {.url = gate->url,
                              .count = row->count,
                              .outstanding = row->outstanding,
                              .batch = row->batch,
                              .serial = serial,
                              .check = 1};
    struct bench_rate rate;
    if (row->kind == BENCH_SIGNED) {
        bench_presign(&texts, row->count, row->batch, serial);
        row->checks[round] = bench_verify_limit(
            &texts, row->batch, (size_t) sysconf(_SC_NPROCESSORS_ONLN));
        load.texts = &texts;
    }
    rate = bench_client_run(&load);
    row->rate[round] = rate.per_second;
    row->p50[round] = rate.p50_us;
    row->p99[round] = rate.p99_us;
}

static double
median(double *values)
{
    return bench_quantile(values, ROUNDS, 0.5);
}

static void
print_row(struct row *row, double limit)
{
    printf("%-38s %9.0f", row->name, median(row->rate));
    if (row->outstanding) {
        printf(" %9.0f %9.0f   %5.1f %%", median(row->p50), median(row->p99),
               100 * median(row->rate) / limit);
    }
    if (row->outstanding && row->kind == BENCH_SIGNED) {
        printf("  %9.0f   %5.1f %%", median(row->checks),
               100 * median(row->rate) / median(row->checks));
    }
    printf("\n");
}

/* Each ratio is of figures of one round, one right after the other. */
static double
ratio(const double *of, const double *to)
{
    double ratios[ROUNDS];
    for (int i = 0; i < ROUNDS; i++) {
        ratios[i] = of[i] / to[i];
    }
    return median(ratios);
}

static void
print_targets(void)
{
    printf("\n256 outstanding, of bare SQLite (target 35 %%): see above\n");
    printf("signed singly, of libsodium's limit: %.1f %% (target 60 %%)\n",
           100 * ratio(rows[SIGNED_MANY].rate, rows[SIGNED_MANY].checks));
    printf("64 signed by one, of the same unsigned: %.1f %% (target 80 %%)\n",
           100 * ratio(rows[SIGNED_64].rate, rows[ENVELOPES].rate));
    printf("with proofs, of the same without: %.1f %%, envelopes %.1f %% "
           "(target 90 %%)\n\n",
           100 * ratio(rows[MANY].rate, rows[UNPROVED_MANY].rate),
           100 * ratio(rows[ENVELOPES].rate, rows[UNPROVED_ENVELOPES].rate));
}

static void
print_replay(const char *dir)
{
    double rates[3];
    uint64_t entries = 0;
    for (int i = 0; i < 3; i++) {
        rates[i] = bench_replay(dir, &entries);
    }
    printf("%-38s %9.0f entries/s of %llu (target 150,000)\n",
           "replay, hashes checked, all folds", bench_quantile(rates, 3, 0.5),
           (unsigned long long) entries);
}

int
main(int argc, char **argv)
{
    struct row bus = {.name = "limit: bare REQ/REP, 256 outstanding"};
    struct row sqlite = {.name = "limit: bare SQLite, groups of 256"};
    static const char *const names[] = {"signed", "unsigned", "unproved"};
    const struct bench_gate *gates[3];
    uint64_t serial = 1;
    double size, limit;
    char dir[3][256];
    bench_need(argc == 5, "usage: bench DIR PLUGINS DUTYGATED UNSIGNED");
    bench_bus_start(argv[1]);
    for (int kind = BENCH_SIGNED; kind <= BENCH_UNPROVED; kind++) {
        snprintf(dir[kind], sizeof dir[kind], "%s/%s", argv[1], names[kind]);
        bench_need(mkdir(dir[kind], 0700) == 0, dir[kind]);
        gates[kind] = bench_gate_start(
            dir[kind], argv[2], argv[kind == BENCH_SIGNED ? 3 : 4], kind);
    }
    for (size_t i = 0; i < ROWS; i++) { /* warm */
        measure(&rows[i], gates[rows[i].kind], 0, &serial);
    }
    size = bench_entry_size(dir[BENCH_UNSIGNED]);
    for (int round = 0; round < ROUNDS; round++) {
        sqlite.rate[round] =
            bench_sqlite_limit(argv[1], 40000, (size_t) size, 256).per_second;
        for (size_t i = 0; i < ROWS; i++) {
            measure(&rows[i], gates[rows[i].kind], round, &serial);
        }
        bus.rate[round] = bench_bus_limit(100000).per_second;
    }
    for (int kind = BENCH_SIGNED; kind <= BENCH_UNPROVED; kind++) {
        bench_gate_stop(gates[kind]);
    }
    bench_bus_stop();
    limit = median(sqlite.rate);
    printf("\n%.0f bytes an entry in the journal; medians of %d rounds\n\n",
           size, ROUNDS);
    printf("%-38s %9s %9s %9s   of SQLite  libsodium     of it\n", "", "per s",
           "p50 us", "p99 us");
    print_row(&bus, limit);
    print_row(&sqlite, limit);
    for (size_t i = 0; i < ROWS; i++) {
        print_row(&rows[i], limit);
    }
    print_targets();
    print_replay(dir[BENCH_SIGNED]);
    return 0;
}
