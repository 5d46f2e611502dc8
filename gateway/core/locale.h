/* SPDX-License-Identifier: Apache-2.0 */
/* The language in which the gateway writes findings and problems. */
#ifndef GATEWAY_CORE_LOCALE_H
#define GATEWAY_CORE_LOCALE_H

#include "proto/base/buf.h"

/* Takes a language ("en", "zh_CN") for the whole process, before anything is
 * decided. DG_ERR_CONFIG with why filled if there is no catalogue for it. */
enum dg_err dg_locale_set(const char *language, struct dg_buf *why);

#endif
