/* SPDX-License-Identifier: Apache-2.0 */
/* What follows from what. */
#ifndef PLUGINS_FORM_DEDUP_DICTIONARY_DERIVE_H
#define PLUGINS_FORM_DEDUP_DICTIONARY_DERIVE_H

#include "plugins/form_dedup/dictionary/dictionary.h"

/* An element follows from others over so many steps at most. */
#define DG_DERIVE_DEPTH_MAX 16

/* Whether an element follows, over any steps, from another, which is what it
 * was merged into. False without memory. */
bool dg_derive_reaches(const struct dg_dictionary *dictionary, uint32_t from,
                       uint32_t to, bool *reached);
/* Whether a merged element would follow from itself if it were merged no more.
 * False without memory. */
bool dg_derive_returns(const struct dg_dictionary *dictionary, uint32_t merged,
                       bool *returned);

#endif
