/* SPDX-License-Identifier: Apache-2.0 */
/* Log lines on stderr or in a file, one per event, logfmt: `time level id
 * key=value …`. Ids are stable dotted words, listed in gateway/core/README.md.
 */
#ifndef GATEWAY_CORE_LOG_H
#define GATEWAY_CORE_LOG_H

#include "proto/base/err.h"
#include "proto/base/str.h"

enum dg_log_level { DG_LOG_DEBUG, DG_LOG_INFO, DG_LOG_WARN, DG_LOG_ERROR };

/* From here on lines go to the file, which is made 0640 if it is missing;
 * children inherit that. Once, before there are threads. DG_ERR_IO: errno says
 * what, and lines still go to stderr. */
enum dg_err dg_log_open(const char *path);

/* Whether dg_log_open would do; makes nothing. DG_ERR_IO: errno says what. */
enum dg_err dg_log_check(const char *path);

/* Opens the file again, after it was renamed: what is said from then on stands
 * in the new one. When that fails the old one goes on, and says so. Nothing
 * without a file. Thread-safe against dg_log. */
void dg_log_reopen(void);

/* Whether lines go to a file, and not to the standard error output. */
bool dg_log_has_file(void);

/* Lines below level are dropped; INFO until set. Thread-safe. */
void dg_log_set_level(enum dg_log_level level);

/* format makes the `key=value …` part; quote values that may hold blanks with
 * dg_log_quote. One write(2) per line. */
void dg_log(enum dg_log_level level, const char *id, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

#define DG_LOG_QUOTE_SIZE 512

/* s in double quotes, with \" \\ \n and control characters escaped, cut to the
 * size of out; returns out. */
const char *dg_log_quote(struct dg_str s, char out[DG_LOG_QUOTE_SIZE]);

#endif
