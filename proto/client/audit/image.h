/* SPDX-License-Identifier: Apache-2.0 */
/* A file that is read where it lies: mapped, not copied. */
#ifndef PROTO_CLIENT_AUDIT_IMAGE_H
#define PROTO_CLIENT_AUDIT_IMAGE_H

#include "proto/client/ask/cli.h"

/* 0 or an exit status, said: 66, it cannot be read. bytes may be empty. */
int dg_image_open(struct dg_cli *cli, const char *path, struct dg_str *bytes);
void dg_image_close(struct dg_str bytes);

#endif
