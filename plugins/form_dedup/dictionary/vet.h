/* SPDX-License-Identifier: Apache-2.0 */
/* Checking a dictionary.publish. Each file looks at one side of it: publish.c
 * at the elements by themselves, labels.c at what they are called, derive.c at
 * what follows from what, sets.c at units and option sets. */
#ifndef PLUGINS_FORM_DEDUP_DICTIONARY_VET_H
#define PLUGINS_FORM_DEDUP_DICTIONARY_VET_H

#include "plugins/form_dedup/dictionary/draft.h"
#include "plugins/form_dedup/dictionary/inside.h"

#define DG_VET_FINDINGS_MAX 100

struct dg_vet {
    const struct dg_dictionary *dictionary;
    const struct dg_dictionary_use *use;
    const struct dg_plugin_host *host;
    const struct dg_plugin_event *event;
    struct dg_plugin_findings *findings;
    struct dg_drafts drafts;
    struct dg_units *units; /* with those of the event */
    unsigned left;          /* so many findings may still be said */
    bool failed;            /* no memory */
};

/* Refuses by the rule dictionary. */
void dg_vet_refuse(struct dg_vet *vet, const char *code,
                   struct dg_plugin_str pointer, struct dg_plugin_str text);
/* The element of a code as it will be: the event's, else the dictionary's. */
const struct dg_element *dg_vet_find(const struct dg_vet *vet,
                                     struct dg_plugin_str code);
/* Whether forms or cells rest on an element. */
bool dg_vet_in_use(const struct dg_vet *vet, const struct dg_element *element);

void dg_vet_elements(struct dg_vet *vet);    /* publish.c */
void dg_vet_labels(struct dg_vet *vet);      /* labels.c */
void dg_vet_derivations(struct dg_vet *vet); /* derive.c */
/* Before the others: units are those they look at. */
void dg_vet_units(struct dg_vet *vet); /* sets.c */
void dg_vet_sets(struct dg_vet *vet);  /* sets.c */

#endif
