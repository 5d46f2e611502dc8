/* SPDX-License-Identifier: Apache-2.0 */
/* The silence rule (默认): what happens when no keeper says a word in time. */
#ifndef PLUGINS_ACCESS_LIST_SILENCE_H
#define PLUGINS_ACCESS_LIST_SILENCE_H

#include "plugins/access_list/access_list.h"

/* Until when an urgent task asked at time_us is to be confirmed. */
int64_t dg_silence_urgent_us(const struct dg_access_list *state,
                             int64_t time_us);

/* The first moment at which it is too late for a word on the matter. */
int64_t dg_silence_due_us(const struct dg_access_list *state,
                          const struct dg_matter *matter);

/* True if it passes then, provisionally; else it lapses. */
bool dg_silence_passes(const struct dg_access_list *state,
                       const struct dg_matter *matter, int32_t today);

/* Hands in the words that are due. */
void dg_silence_tick(struct dg_access_list *state, int64_t now_us,
                     struct dg_plugin_submit *submit);

#endif
