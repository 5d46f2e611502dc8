/* SPDX-License-Identifier: Apache-2.0 */
/* The clock and the quantiles of all benchmarks. */
#include "tests/bench/bench.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

double
bench_now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double) t.tv_sec + (double) t.tv_nsec / 1e9;
}

void
bench_need(int condition, const char *what)
{
    if (!condition) {
        fprintf(stderr, "bench: failed: %s\n", what);
        exit(1);
    }
}

static int
compare(const void *a, const void *b)
{
    double x = *(const double *) a, y = *(const double *) b;
    return (x > y) - (x < y);
}

double
bench_quantile(double *values, size_t count, double q)
{
    qsort(values, count, sizeof *values, compare);
    return values[(size_t) ((double) (count - 1) * q)];
}
