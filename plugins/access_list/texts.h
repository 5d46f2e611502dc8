/* SPDX-License-Identifier: Apache-2.0 */
/* Packed texts, and those of a kind in a row: departments, prefixes … */
#ifndef PLUGINS_ACCESS_LIST_TEXTS_H
#define PLUGINS_ACCESS_LIST_TEXTS_H

#include "plugins/plugin.h"

/* Texts in the order written; advanced by dg_texts_next. */
struct dg_texts {
    const unsigned char *at;
    size_t count; /* left; 0 when the member was not there */
};

/* The text at *at, which moves behind it. */
struct dg_plugin_str dg_texts_unpack(const unsigned char **at);

/* A number of texts and the texts, packed. */
struct dg_texts dg_texts_open(struct dg_plugin_str packed);

/* Takes the first; false when there is none left. */
bool dg_texts_next(struct dg_texts *texts, struct dg_plugin_str *text);

bool dg_texts_have(struct dg_texts texts, struct dg_plugin_str text);
/* The same of names of proofs. */
bool dg_texts_have_proof(struct dg_texts texts, struct dg_plugin_str name);
/* Does a division lie below one of these prefixes? */
bool dg_texts_above(struct dg_texts prefixes, struct dg_plugin_str division);

/* A proof's name as compared: "婚姻状况证明" is "婚姻状况". */
struct dg_plugin_str dg_texts_proof_key(struct dg_plugin_str name);

#endif
