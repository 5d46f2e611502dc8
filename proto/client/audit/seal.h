/* SPDX-License-Identifier: Apache-2.0 */
/* The checkpoint of an export as figures bear it: "1240 CsUYap…=". */
#ifndef PROTO_CLIENT_AUDIT_SEAL_H
#define PROTO_CLIENT_AUDIT_SEAL_H

#define DG_SEAL_SIZE 80

/* Empty if there is none that can be read. */
void dg_seal_read(const char *path, char seal[DG_SEAL_SIZE]);

#endif
