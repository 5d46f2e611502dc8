/* SPDX-License-Identifier: Apache-2.0 */
/* The gateway's own keys: the first one signs what the gateway sends, all of
 * them sign checkpoints, so that a key can be replaced while those who verify
 * learn of the next one. */
#ifndef GATEWAY_KEYS_KEYRING_H
#define GATEWAY_KEYS_KEYRING_H

#include "gateway/core/conf.h"
#include "proto/codec/checkpoint.h"

struct dg_keyring;

/* Reads the key files of the configuration. If it names none and there is none
 * in state_dir, makes that one, or, when test is true, goes without. Anything
 * that others may read, that is no key, that is sealed without a passphrase
 * (DUTYGATE_PASSPHRASE_FILE) or that stands there twice is refused:
 * DG_ERR_CONFIG, and why; else DG_ERR_IO, DG_ERR_FULL, DG_ERR_MEMORY. */
enum dg_err dg_keyring_open(const struct dg_conf *conf, bool test,
                            struct dg_keyring **keyring, struct dg_buf *why);
/* A key that nobody keeps, for a gateway that nobody believes. */
enum dg_err dg_keyring_open_fleeting(struct dg_keyring **keyring);
void dg_keyring_close(struct dg_keyring *keyring); /* NULL is fine */

/* In the order of the configuration; they live as long as the keyring. At
 * least one, but in a test. */
size_t dg_keyring_count(const struct dg_keyring *keyring);
const struct dg_secret_key *const *
dg_keyring_keys(const struct dg_keyring *keyring);

/* Writes the verifier keys of a name ("GATEWAY/JOURNAL") to DG_VERIFIER_FILE in
 * a folder, readable by all. */
enum dg_err dg_keyring_publish(const struct dg_keyring *keyring,
                               const char *dir, struct dg_str name,
                               struct dg_buf *why);

#endif
