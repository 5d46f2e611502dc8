/* SPDX-License-Identifier: Apache-2.0 */
/* Whether figures of burden.read add up: by a cut, page by page, to the total,
 * and what a filter leaves is what the cut shows. Minutes are in hundredths. */
#ifndef TESTS_PLUGINS_BURDEN_SUMMING_H
#define TESTS_PLUGINS_BURDEN_SUMMING_H

#include "tests/gateway/flow/gate.h"

enum { ASKED, BORNE, AVOIDED, RELIEF, NEVER, OUTSIDE, SUMS };
extern const char *const summing_names[SUMS];

struct sums {
    long long of[SUMS];
};

#define SUMMING_CAUSES 4096
extern char summing_causes_seen[SUMMING_CAUSES]; /* "asked withdrawn " */
extern unsigned summing_figures;                 /* that were summed */

/* Whose figures; it lives as long as they are read. */
void summing_begin(struct gate *gate);

/* Of everything, or of what a filter leaves (",\"duty\":\"A-1\""). */
struct sums summing_total(const char *filter);

/* Asked is borne and avoided, and the sum of all causes; what counts of them is
 * borne and relief. */
bool summing_causes(void);

/* All pages of cuts ("\"town\",\"cause\""), of what a filter leaves. */
bool summing_pages(const char *by, const char *filter);

/* Pages, and each value of the cut as a filter. */
bool summing_cut(const char *cut);

#endif
