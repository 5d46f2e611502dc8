/* SPDX-License-Identifier: Apache-2.0 */
/* Tries hooks without memory: see starve.h. */
#include "tests/fake/starve.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tests/fake/scarce.h"
#include "tests/tap/tap.h"

#define TRIES_MAX 100000

/* One hook. */
struct hook {
    struct fake_host *fake;
    const char *(*answer)(const void *step);
    enum dg_plugin_status (*change)(const void *step);
    const void *step;
};

static char *
keep(const char *text)
{
    char *copy = strdup(text);
    if (!copy) {
        abort();
    }
    return copy;
}

/* ---- that answers -------------------------------------------------------- */

static void
try_answer(const struct hook *hook, bool all, struct fake_starved *starved)
{
    char *want = keep(hook->answer(hook->step));
    char *fold = keep(fake_host_save(hook->fake));
    bool failed = true;
    for (size_t n = 0; failed && n < TRIES_MAX; n++, starved->tries++) {
        const char *got;
        fake_scarce_set(n, all);
        got = hook->answer(hook->step);
        failed = fake_scarce_end();
        if (strcmp(got, "failed") != 0 && strcmp(got, want) != 0) {
            starved->wrong++;
            tap_show(" got", got, strlen(got));
            tap_show("want", want, strlen(want));
            printf("# without allocation %zu\n", n);
        }
    }
    starved->sound = starved->sound && strcmp(want, "failed") != 0 &&
                     strcmp(fake_host_save(hook->fake), fold) == 0;
    free(want);
    free(fold);
}

struct fake_starved
fake_starve_answer(struct fake_host *fake,
                   const char *(*answer)(const void *step), const void *step)
{
    const struct hook hook = {.fake = fake, .answer = answer, .step = step};
    struct fake_starved starved = {.sound = true};
    try_answer(&hook, false, &starved);
    try_answer(&hook, true, &starved);
    return starved;
}

static const char *
save(const void *step)
{
    struct fake_host *fake = *(struct fake_host *const *) step;
    return fake_host_save(fake);
}

struct fake_starved
fake_starve_save(struct fake_host *fake)
{
    return fake_starve_answer(fake, save, &fake);
}

/* ---- that changes -------------------------------------------------------- */

/* In a process of its own. Its end: 0 done as it should, 1 done otherwise, 2
 * failed, 3 as no allocation failed. */
static int
change_apart(const struct hook *hook, size_t n, bool all, const char *want)
{
    int status = -1;
    pid_t child = fork();
    if (child == 0) {
        int end;
        fake_scarce_set(n, all);
        bool done = hook->change(hook->step) == DG_PLUGIN_OK;
        bool failed = fake_scarce_end();
        bool same = done && strcmp(fake_host_save(hook->fake), want) == 0;
        end = !failed ? 3 : !done ? 2 : same ? 0 : 1;
        fake_host_close(hook->fake);
        _exit(end);
    }
    waitpid(child, &status, 0);
    return WIFEXITED(status) ? WEXITSTATUS(status) : 100 + WTERMSIG(status);
}

/* The fold after it, with memory; overwritten by the next call. */
static const char *
fold_after(const struct hook *hook)
{
    static char fold[1 << 20];
    int ends[2];
    size_t len = 0;
    ssize_t got;
    pid_t child;
    if (pipe(ends) < 0) {
        abort();
    }
    child = fork();
    if (child == 0) {
        const char *text = hook->change(hook->step) == DG_PLUGIN_OK
                               ? fake_host_save(hook->fake)
                               : "failed";
        _exit(write(ends[1], text, strlen(text)) < 0);
    }
    close(ends[1]);
    while ((got = read(ends[0], fold + len, sizeof fold - 1 - len)) > 0) {
        len += (size_t) got;
    }
    fold[len] = '\0';
    close(ends[0]);
    waitpid(child, NULL, 0);
    return fold;
}

static void
try_change(const struct hook *hook, bool all, struct fake_starved *starved)
{
    const char *want = fold_after(hook);
    int end = 0;
    fflush(stdout);
    starved->sound = starved->sound && strcmp(want, "failed") != 0;
    for (size_t n = 0; end != 3 && n < TRIES_MAX; n++, starved->tries++) {
        end = change_apart(hook, n, all, want);
        if (end != 0 && end != 2 && end != 3) {
            starved->wrong++;
            printf("# without allocation %zu it ends with %d\n", n, end);
        }
    }
}

struct fake_starved
fake_starve_change(struct fake_host *fake,
                   enum dg_plugin_status (*change)(const void *step),
                   const void *step)
{
    const struct hook hook = {.fake = fake, .change = change, .step = step};
    struct fake_starved starved = {.sound = true};
    fflush(stdout);
    try_change(&hook, false, &starved);
    try_change(&hook, true, &starved);
    return starved;
}
