/* SPDX-License-Identifier: Apache-2.0 */
/* Decides whether labels and aliases still tell published elements apart: a
 * field that says no definition would else become either of two. */
#define HASH_NONFATAL_OOM 1
#include <stdlib.h>
#include <uthash.h>

#include "plugins/form_dedup/dictionary/vet.h"

/* A label of the event, in normal form. */
struct seen {
    struct dg_label label;
    uint32_t index; /* of the element */
    struct seen *next;
    UT_hash_handle hh;
};

struct naming {
    struct dg_vet *vet;
    struct seen *by_label;
    uint32_t index;               /* of the element being looked at */
    struct dg_plugin_str pointer; /* of its label being looked at */
    struct dg_plugin_str label;   /* as written */
};

/* Two that a field could not tell apart, though nothing says they differ. */
static bool
is_twin(const struct dg_vet *vet, const struct dg_element *a,
        const struct dg_element *b)
{
    mpq_t factor;
    bool twin = a->type == b->type && a->kind == b->kind &&
                a->period == b->period && a->any_period == b->any_period &&
                a->personal == b->personal;
    mpq_init(factor);
    twin = twin && dg_units_convert(vet->units, a->unit, b->unit, factor);
    mpq_clear(factor);
    return twin;
}

/* Nothing is looked for that would not be said. */
static void
compare(struct naming *naming, const struct dg_element *other)
{
    struct dg_vet *vet = naming->vet;
    const struct dg_element *own = &vet->drafts.list[naming->index].element;
    bool same = false;
    if (vet->left == 0) {
        return;
    }
    if (!dg_dictionary_same_text(own->definition, other->definition, &same)) {
        vet->failed = true;
    } else if (!same) {
        dg_vet_refuse(
            vet, "definitions-conflict", naming->pointer,
            vet->host->format(vet->findings,
                              "\"%.*s\" would name two figures: element "
                              "\"%.*s\" has it with another definition",
                              DG_TEXT_ARG(naming->label),
                              DG_TEXT_ARG(other->code)));
    } else if (is_twin(vet, own, other)) {
        dg_vet_refuse(
            vet, "label-twice", naming->pointer,
            vet->host->format(vet->findings,
                              "\"%.*s\" is element \"%.*s\" already, which "
                              "differs in nothing",
                              DG_TEXT_ARG(naming->label),
                              DG_TEXT_ARG(other->code)));
    }
}

/* Published elements of the label that the event does not change. */
static void
compare_known(struct naming *naming, struct dg_plugin_str normal)
{
    const struct dg_vet *vet = naming->vet;
    const struct dg_dictionary *dictionary = vet->dictionary;
    uint32_t link = dg_dictionary_head(dictionary, normal);
    for (; link != DG_LINK_NONE; link = dictionary->links[link].next) {
        const struct dg_element *other =
            dg_dictionary_element(dictionary, dictionary->links[link].element);
        if (!other->provisional && other->into == other->number &&
            !dg_drafts_find(&vet->drafts, other->code)) {
            compare(naming, other);
        }
    }
}

/* Takes over seen. */
static void
compare_drafts(struct naming *naming, struct seen *seen)
{
    const struct dg_drafts *drafts = &naming->vet->drafts;
    struct dg_plugin_str code = drafts->list[seen->index].element.code;
    struct seen *first = NULL;
    HASH_FIND(hh, naming->by_label, seen->label.text.data, seen->label.text.len,
              first);
    for (struct seen *s = first; s; s = s->next) {
        const struct dg_element *other = &drafts->list[s->index].element;
        if (!dg_text_equal(other->code, code)) {
            compare(naming, other);
        }
    }
    if (first) {
        seen->next = first->next;
        first->next = seen;
        return;
    }
    HASH_ADD_KEYPTR(hh, naming->by_label, seen->label.text.data,
                    seen->label.text.len, seen);
    if (!seen->hh.tbl) {
        naming->vet->failed = true;
        dg_label_finish(&seen->label);
        free(seen);
    }
}

static void
look(struct naming *naming, struct dg_plugin_str label)
{
    struct dg_vet *vet = naming->vet;
    struct dg_plugin_str unit = vet->drafts.list[naming->index].element.unit;
    struct seen *seen = calloc(1, sizeof *seen);
    if (!seen ||
        !dg_dictionary_read_label(vet->dictionary, label, unit, &seen->label)) {
        free(seen);
        vet->failed = true;
        return;
    }
    seen->index = naming->index;
    naming->label = label;
    compare_known(naming, seen->label.text);
    compare_drafts(naming, seen);
}

static void
finish(struct naming *naming)
{
    struct seen *seen = naming->by_label;
    HASH_CLEAR(hh, naming->by_label);
    while (seen) {
        struct seen *after = seen->hh.next;
        while (seen) {
            struct seen *next = seen->next;
            dg_label_finish(&seen->label);
            free(seen);
            seen = next;
        }
        seen = after;
    }
}

void
dg_vet_labels(struct dg_vet *vet)
{
    const struct dg_plugin_host *host = vet->host;
    struct naming naming = {.vet = vet};
    for (uint32_t i = 0; i < vet->drafts.count; i++) {
        const struct dg_element *element = &vet->drafts.list[i].element;
        naming.index = i;
        naming.pointer =
            host->format(vet->findings, "/data/elements/%u/label", i);
        look(&naming, element->label);
        for (uint32_t a = 0; a < element->alias_count; a++) {
            naming.pointer = host->format(vet->findings,
                                          "/data/elements/%u/aliases/%u", i, a);
            look(&naming, element->aliases[a]);
        }
    }
    finish(&naming);
}
