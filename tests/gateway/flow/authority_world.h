/* SPDX-License-Identifier: Apache-2.0 */
/* What authority.c and authority_world.c share. */
#ifndef TESTS_GATEWAY_FLOW_AUTHORITY_WORLD_H
#define TESTS_GATEWAY_FLOW_AUTHORITY_WORLD_H

#include "proto/codec/key.h"
#include "tests/gateway/flow/authority.h"

#define BELOW "office/522731001001"
#define OTHER_TOWN "office/522731102201"
#define OTHER "department/wjj"

/* One source for each role. */
extern const char *const authority_speakers[DG_ROLE_COUNT];

/* The key of who is enrolled; in base64url, static. */
struct dg_public_key authority_key(const char *source);
const char *authority_written(const struct dg_public_key *key);

/* The answer to an event with an id of its own. */
const struct dg_json *authority_tell(struct gate *gate, const char *type,
                                     const char *source, const char *data);

/* True if a cosign.read answers with what others are to sign. */
bool authority_lists(const char *reply);

#endif
