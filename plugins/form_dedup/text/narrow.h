/* SPDX-License-Identifier: Apache-2.0 */
/* What people type with a Chinese keyboard where ASCII is meant: full-width
 * forms, the wide space, dashes and minus signs that are not the ASCII one. */
#ifndef PLUGINS_FORM_DEDUP_TEXT_NARROW_H
#define PLUGINS_FORM_DEDUP_TEXT_NARROW_H

#include "plugins/plugin.h"

/* As ASCII with a NUL, without spaces at both ends. False if it does not fit,
 * or there is anything else in it. */
bool dg_narrow_read(struct dg_plugin_str text, char *out, size_t size);

#endif
