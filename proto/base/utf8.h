/* SPDX-License-Identifier: Apache-2.0 */
/* UTF-8 as RFC 3629 has it (no overlong forms, no surrogates, nothing above
 * U+10FFFF); yajl's own check accepts all three. */
#ifndef PROTO_BASE_UTF8_H
#define PROTO_BASE_UTF8_H

#include "proto/base/str.h"

/* bad_at, if not NULL, gets the offset of the first bad byte. */
bool dg_utf8_valid(struct dg_str s, size_t *bad_at);

/* Number of code points; s must be valid. */
size_t dg_utf8_length(struct dg_str s);

/* Terminal columns (a Han character takes two); s must be valid. */
size_t dg_utf8_columns(struct dg_str s);

/* The longest prefix of s that takes at most columns columns. */
struct dg_str dg_utf8_clip(struct dg_str s, size_t columns);

#endif
