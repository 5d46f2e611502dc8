/* SPDX-License-Identifier: Apache-2.0 */
/* Memory that runs out in one loaded module: what its own code asks malloc,
 * calloc, realloc or strdup for comes from here; what libraries ask for on its
 * behalf does not. */
#ifndef TESTS_FAKE_SCARCE_H
#define TESTS_FAKE_SCARCE_H

#include <stdbool.h>
#include <stddef.h>

/* Of the module whose path ends so; the number of functions that come from here
 * from now on, 0 if there is no such module. */
unsigned fake_scarce_begin(const char *module);

/* Lets so many more succeed; then one fails, or every one. */
void fake_scarce_set(size_t left, bool all);

/* Until it is released, all succeed and none is counted. */
void fake_scarce_hold(bool held);

/* Lets all succeed again; true if one failed since it was set. */
bool fake_scarce_end(void);

/* In place of dg_plugin_host::alloc. */
void *fake_scarce_alloc(size_t size);

#endif
