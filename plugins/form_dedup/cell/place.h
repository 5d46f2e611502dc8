/* SPDX-License-Identifier: Apache-2.0 */
/* Sets of offices as the contract writes a place: runs of their numbers,
 * "0-19,25". */
#ifndef PLUGINS_FORM_DEDUP_CELL_PLACE_H
#define PLUGINS_FORM_DEDUP_CELL_PLACE_H

#include <roaring/roaring.h>

#include "plugins/plugin.h"

#define DG_PLACE_OFFICE_SIZE 11

/* A text that is the caller's (free); NULL without memory. */
char *dg_place_write(const roaring_bitmap_t *offices);
/* Of one office. */
struct dg_plugin_str dg_place_of(uint32_t office,
                                 char out[DG_PLACE_OFFICE_SIZE]);
/* Adds what a place names; false if it is none. */
bool dg_place_read(struct dg_plugin_str text, roaring_bitmap_t *offices);

#endif
