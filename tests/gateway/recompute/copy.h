/* SPDX-License-Identifier: Apache-2.0 */
/* What tests of recompute share: a gate's journal as an export, and what is
 * answered to the same question by the gate, and by a copy. */
#ifndef TESTS_GATEWAY_RECOMPUTE_COPY_H
#define TESTS_GATEWAY_RECOMPUTE_COPY_H

#include "gateway/recompute/asker.h"
#include "gateway/recompute/recorded.h"
#include "tests/fake/fake_export.h"
#include "tests/gateway/flow/gate.h"

/* Its plugins, burden with them. */
#define COPY_PLUGINS "plugins = {access_list, form_dedup, burden}\n"

/* The bytes of what a gate answers an auditor; the caller's. */
void copy_ask_gate(struct gate *gate, const char *type, const char *params,
                   struct dg_buf *result);

/* $TEST_DIR/export, of the journal of a gate that is closed. */
const char *copy_export(fake_export_fn withholds);

/* Opens a copy, or, with again, an empty gateway of the same kind; asker's
 * handle_entry and ctx are kept. False with why. */
bool copy_open(struct dg_asker *asker, const char *file, bool again,
               struct dg_buf *why);
void copy_ask(struct dg_asker *asker, const char *type, const char *params,
              struct dg_buf *result);

#endif
