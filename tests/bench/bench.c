/* SPDX-License-Identifier: Apache-2.0 */
/* `make bench`: assignments per second and answer times of the real daemon,
 * beside two limits measured in turn with it on the same machine, client
 * included; then replay of the journal that came of it. Quote the ratios. */
#include "tests/bench/bench.h"

#include <stdio.h>
#include <stdlib.h>

#define ROUNDS 5

/* One kind of load: its figures over the rounds. */
struct row {
    const char *name;
    size_t outstanding, batch, count;
    double rate[ROUNDS], p50[ROUNDS], p99[ROUNDS];
};

static void
measure(struct row *row, int round, uint64_t *serial)
{
    struct bench_load load = {.url = bench_gate_url(),
                              .count = row->count,
                              .outstanding = row->outstanding,
                              .batch = row->batch,
                              .serial = serial,
                              .check = 1};
    struct bench_rate rate = bench_client_run(&load);
    row->rate[round] = rate.per_second;
    row->p50[round] = rate.p50_us;
    row->p99[round] = rate.p99_us;
}

static void
print_row(struct row *row, double limit)
{
    double rate = bench_quantile(row->rate, ROUNDS, 0.5);
    printf("%-38s %9.0f", row->name, rate);
    if (row->outstanding) {
        printf(" %9.0f %9.0f", bench_quantile(row->p50, ROUNDS, 0.5),
               bench_quantile(row->p99, ROUNDS, 0.5));
        printf("   %5.1f %%", 100 * rate / limit);
    }
    printf("\n");
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
    struct row rows[] = {
        {"gate, 1 outstanding", 1, 1, 2000, {0}, {0}, {0}},
        {"gate, 16 outstanding", 16, 1, 10000, {0}, {0}, {0}},
        {"gate, 64 outstanding", 64, 1, 20000, {0}, {0}, {0}},
        {"gate, 256 outstanding", 256, 1, 40000, {0}, {0}, {0}},
        {"gate, 4 envelopes of 64 outstanding", 4, 64, 800, {0}, {0}, {0}},
    };
    struct row bus = {
        "limit: bare REQ/REP, 256 outstanding", 0, 1, 0, {0}, {0}, {0}};
    struct row sqlite = {
        "limit: bare SQLite, groups of 256", 0, 1, 0, {0}, {0}, {0}};
    uint64_t serial = 1;
    double size, limit;
    bench_need(argc == 4, "usage: bench DIR PLUGINS DUTYGATED");
    bench_bus_start(argv[1]);
    bench_gate_start(argv[1], argv[2], argv[3]);
    measure(&rows[1], 0, &serial); /* warm */
    size = bench_entry_size(argv[1]);
    for (int round = 0; round < ROUNDS; round++) {
        sqlite.rate[round] =
            bench_sqlite_limit(argv[1], 40000, (size_t) size, 256).per_second;
        for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
            measure(&rows[i], round, &serial);
        }
        bus.rate[round] = bench_bus_limit(100000).per_second;
    }
    bench_gate_stop();
    bench_bus_stop();
    limit = bench_quantile(sqlite.rate, ROUNDS, 0.5);
    printf("\n%.0f bytes an entry in the journal; medians of %d rounds\n\n",
           size, ROUNDS);
    printf("%-38s %9s %9s %9s   of SQLite\n", "", "per s", "p50 us", "p99 us");
    print_row(&bus, limit);
    print_row(&sqlite, limit);
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        print_row(&rows[i], limit);
    }
    printf("target: 256 outstanding at least 35 %% of SQLite\n\n");
    print_replay(argv[1]);
    return 0;
}
