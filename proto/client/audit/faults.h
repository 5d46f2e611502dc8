/* SPDX-License-Identifier: Apache-2.0 */
/* What the two walks through an export found, for people, on stderr. Each gives
 * 0 if it is sound, else the exit status: 1, or 65 of what is no export. */
#ifndef PROTO_CLIENT_AUDIT_FAULTS_H
#define PROTO_CLIENT_AUDIT_FAULTS_H

#include "proto/client/ask/cli.h"
#include "proto/client/audit/hashes.h"

int dg_faults_tell_scan(struct dg_cli *cli, const char *path,
                        const struct dg_scan *scan);
int dg_faults_tell_hashes(struct dg_cli *cli, const char *path,
                          const struct dg_hashes *hashes);

#endif
