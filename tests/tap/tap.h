/* SPDX-License-Identifier: Apache-2.0 */
/* TAP for C tests: results on stdout, everything else on stderr. Each check is
 * one line; a failed one shows file, line and what it got. End main with
 * `return tap_done();`. */
#ifndef TESTS_TAP_TAP_H
#define TESTS_TAP_TAP_H

#include <inttypes.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

static int tap_count, tap_failures;

__attribute__((format(printf, 4, 5), unused)) static bool
tap_check(bool passed, const char *file, int line, const char *format, ...)
{
    va_list args;
    printf("%sok %d - ", passed ? "" : "not ", ++tap_count);
    va_start(args, format);
    vprintf(format, args);
    va_end(args);
    printf("\n");
    if (!passed) {
        tap_failures++;
        printf("# failed at %s:%d\n", file, line);
    }
    fflush(stdout);
    return passed;
}

__attribute__((unused)) static bool
tap_check_int(intmax_t got, intmax_t want, const char *file, int line,
              const char *name)
{
    bool same = tap_check(got == want, file, line, "%s", name);
    if (!same) {
        printf("#  got %jd\n# want %jd\n", got, want);
    }
    return same;
}

/* Texts of several lines are shown on one. */
__attribute__((unused)) static void
tap_show(const char *label, const char *text, size_t len)
{
    printf("# %s ", label);
    for (size_t i = 0; i < len; i++) {
        putchar(text[i] == '\n' || text[i] == '\r' ? '|' : text[i]);
    }
    printf("\n");
}

__attribute__((unused)) static bool
tap_check_text(const char *got, size_t got_len, const char *want,
               const char *file, int line, const char *name)
{
    size_t want_len = strlen(want);
    bool same = got && got_len == want_len && memcmp(got, want, want_len) == 0;
    tap_check(same, file, line, "%s", name);
    if (!same) {
        tap_show(" got", got ? got : "(null)", got ? got_len : 6);
        tap_show("want", want, want_len);
    }
    return same;
}

__attribute__((unused)) static bool
tap_check_cstr(const char *got, const char *want, const char *file, int line,
               const char *name)
{
    return tap_check_text(got, got ? strlen(got) : 0, want, file, line, name);
}

#define ok(condition, ...)                                                     \
    tap_check((condition), __FILE__, __LINE__, __VA_ARGS__)
#define is_int(got, want, name)                                                \
    tap_check_int((intmax_t) (got), (intmax_t) (want), __FILE__, __LINE__, name)
/* C strings; got may be NULL. */
#define is_text(got, want, name)                                               \
    tap_check_cstr((got), (want), __FILE__, __LINE__, name)
/* A slice (anything with data and len) against a C string. */
#define is_str(got, want, name)                                                \
    tap_check_text((got).data ? (got).data : "", (got).len, (want), __FILE__,  \
                   __LINE__, name)

__attribute__((format(printf, 2, 3), unused)) static void
tap_skip(int count, const char *format, ...)
{
    char why[256];
    va_list args;
    va_start(args, format);
    vsnprintf(why, sizeof why, format, args);
    va_end(args);
    for (int i = 0; i < count; i++) {
        printf("ok %d # SKIP %s\n", ++tap_count, why);
    }
    fflush(stdout);
}

__attribute__((unused)) static int
tap_done(void)
{
    printf("1..%d\n", tap_count);
    return tap_failures ? 1 : 0;
}

#endif
