/* SPDX-License-Identifier: Apache-2.0 */
/* A store written as an export, as the client would of a gateway on it. */
#ifndef TESTS_FAKE_FAKE_EXPORT_H
#define TESTS_FAKE_FAKE_EXPORT_H

#include "gateway/store/store.h"

/* Of which entries the reader is not given the event; NULL: of none. */
typedef bool (*fake_export_fn)(const struct dg_header *header);

/* Ends the program with a message if that fails. */
void fake_export_write(struct dg_store *store, const char *path,
                       fake_export_fn withholds);

#endif
