/* SPDX-License-Identifier: Apache-2.0 */
/* A fuzz target: takes any bytes, ends the process when the program does
 * something it must never do. Under `make fuzz` libFuzzer calls it, under `make
 * check` main.c does, with what lies in corpus/. */
#ifndef TESTS_FUZZ_FUZZ_H
#define TESTS_FUZZ_FUZZ_H

#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* What must hold, whatever the input is. */
#define FUZZ_NEED(condition)                                                   \
    do {                                                                       \
        if (!(condition)) {                                                    \
            fprintf(stderr, "%s:%d: %s\n", __FILE__, __LINE__, #condition);    \
            abort();                                                           \
        }                                                                      \
    } while (0)

#endif
