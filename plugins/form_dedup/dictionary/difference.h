/* SPDX-License-Identifier: Apache-2.0 */
/* What a field says otherwise than an element. */
#ifndef PLUGINS_FORM_DEDUP_DICTIONARY_DIFFERENCE_H
#define PLUGINS_FORM_DEDUP_DICTIONARY_DIFFERENCE_H

#include "plugins/form_dedup/dictionary/field.h"

enum dg_difference_kind {
    DG_DIFFERENCE_NONE, /* nothing differs */
    DG_DIFFERENCE_OPEN, /* one says what the other leaves open: it may be
                           another */
    DG_DIFFERENCE_SAID  /* both say it, and differently: member */
};

/* What a field is beside an element. */
struct dg_difference {
    struct dg_field *field;
    const struct dg_dictionary *dictionary;
    const struct dg_entry *entry;
    const struct dg_element *element; /* entry's */
    bool named;                       /* by its code */
    bool converted;
    const char *member; /* the first that differs */
};

/* The worst of all members; one that both say and differently is worst. */
enum dg_difference_kind dg_difference_find(struct dg_difference *at);
/* Whether its values are converted; asked when nothing differs. */
bool dg_difference_converts(struct dg_difference *at);
/* What two elements differ in first; NULL: in nothing. */
const char *dg_difference_of(const struct dg_dictionary *dictionary, uint32_t a,
                             uint32_t b);

#endif
