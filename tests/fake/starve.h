/* SPDX-License-Identifier: Apache-2.0 */
/* A plugin without memory: every allocation of one of its hooks fails once, and
 * from there on all do. The hook then fails, or has done what it would have
 * done. fake_scarce_begin goes before. */
#ifndef TESTS_FAKE_STARVE_H
#define TESTS_FAKE_STARVE_H

#include "tests/fake/host.h"

struct fake_starved {
    bool sound;     /* with memory it does not fail; what leaves the fold as it
                       is, does so */
    unsigned wrong; /* tries that did neither; what they did is on stdout */
    unsigned tries;
};

/* A hook that leaves the fold. What it says is "failed", or what it says with
 * memory, as answer gives it. */
struct fake_starved fake_starve_answer(struct fake_host *fake,
                                       const char *(*answer)(const void *step),
                                       const void *step);

/* A hook that changes the fold, which stays as it is: each try is in a process
 * of its own. */
struct fake_starved
fake_starve_change(struct fake_host *fake,
                   enum dg_plugin_status (*change)(const void *step),
                   const void *step);

struct fake_starved fake_starve_save(struct fake_host *fake);

#endif
