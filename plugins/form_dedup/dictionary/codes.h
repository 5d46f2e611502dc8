/* SPDX-License-Identifier: Apache-2.0 */
/* Codes of elements: a table of the published, the form of the provisional. */
#ifndef PLUGINS_FORM_DEDUP_DICTIONARY_CODES_H
#define PLUGINS_FORM_DEDUP_DICTIONARY_CODES_H

#include "plugins/plugin.h"

struct dg_code; /* opaque; NULL is an empty table */

/* Number of the element of a code, or DG_ELEMENT_NONE. */
uint32_t dg_codes_find(const struct dg_code *codes, struct dg_plugin_str code);
/* code lives as long as the table. False without memory. */
bool dg_codes_add(struct dg_code **codes, struct dg_plugin_str code,
                  uint32_t number);
void dg_codes_destroy(struct dg_code **codes);

#define DG_CODES_SIZE 36
/* "p1234-7": the seventh element that entry 1234 brought, counted from 0. */
void dg_codes_write_provisional(uint64_t sequence, uint32_t index,
                                char code[DG_CODES_SIZE]);
/* False if it is not of that form. */
bool dg_codes_read_provisional(struct dg_plugin_str code, uint64_t *sequence,
                               uint32_t *index);

#endif
