/* SPDX-License-Identifier: Apache-2.0 */
/* Messages as a gateway would have decided them, for tests of what lies below
 * the flow: an envelope of about 1.1 KB an event, headers, decisions. */
#ifndef TESTS_FAKE_FAKE_MESSAGE_H
#define TESTS_FAKE_FAKE_MESSAGE_H

#include "gateway/journal/journal.h"

struct fake_message {
    struct dg_journal_write write;          /* owner is the message */
    const struct dg_store_entry **pointers; /* to the write's entries */
    struct dg_buf envelope, rest;           /* rest: headers and decisions */
};

/* Entries first … first + count - 1 of one envelope. The events' ids are
 * "mzj-2026-" and the sequence in six digits, their source is department/mzj.
 * Salts and leaves are zero. Aborts without memory. */
struct fake_message *fake_message_create(uint64_t first, size_t count,
                                         const uint8_t id_key[DG_KEY_SIZE]);
void fake_message_destroy(struct fake_message *message);

/* The header an entry was given. effects are static. */
void fake_message_header(uint64_t sequence, const uint8_t id_key[DG_KEY_SIZE],
                         struct dg_header *header);

#endif
