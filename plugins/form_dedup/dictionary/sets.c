/* SPDX-License-Identifier: Apache-2.0 */
/* Decides which units and option sets a dictionary.publish may bring: none that
 * contradicts what is known, or takes an option from elements in use. */
#include <stdlib.h>

#include "plugins/form_dedup/dictionary/codes.h"
#include "plugins/form_dedup/dictionary/options.h"
#include "plugins/form_dedup/dictionary/publish.h"
#include "plugins/form_dedup/dictionary/vet.h"

/* ---- units -------------------------------------------------------------- */

struct rule {
    struct dg_plugin_str unit, of, factor;
    struct dg_plugin_str pointer;
};

static void
refuse_contradiction(struct dg_vet *vet, const struct rule *rule)
{
    mpq_t known;
    char *text;
    mpq_init(known);
    dg_units_convert(vet->units, rule->unit, rule->of, known);
    text = mpq_get_str(NULL, 10, known);
    dg_vet_refuse(
        vet, "unit-changed", rule->pointer,
        vet->host->format(vet->findings, "1 %.*s is %s %.*s, not %.*s",
                          DG_TEXT_ARG(rule->unit), text, DG_TEXT_ARG(rule->of),
                          DG_TEXT_ARG(rule->factor)));
    free(text);
    mpq_clear(known);
}

static void
check_rule(struct dg_vet *vet, const struct rule *rule)
{
    mpq_t factor;
    mpq_init(factor);
    if (!dg_draft_read_factor(rule->factor, factor) || mpq_sgn(factor) == 0) {
        dg_vet_refuse(vet, "unit-factor", rule->pointer,
                      vet->host->format(vet->findings, "\"%.*s\" is no factor",
                                        DG_TEXT_ARG(rule->factor)));
    } else if (dg_units_fit(vet->units, rule->unit, rule->of, factor) ==
               DG_UNITS_OTHER) {
        refuse_contradiction(vet, rule);
    } else if (!dg_units_take(vet->units, rule->unit, rule->of, factor)) {
        vet->failed = true;
    }
    mpq_clear(factor);
}

void
dg_vet_units(struct dg_vet *vet)
{
    const struct dg_plugin_host *host = vet->host;
    size_t i = 0;
    for (const struct dg_plugin_value *v =
             host->first(host->member(vet->event->data, "units"));
         v; v = host->next(v), i++) {
        struct rule rule = {.unit = host->text(host->member(v, "unit")),
                            .of = host->text(host->member(v, "of")),
                            .factor = host->text(host->member(v, "factor")),
                            .pointer = host->format(
                                vet->findings, "/data/units/%zu/factor", i)};
        check_rule(vet, &rule);
    }
}

/* ---- option sets -------------------------------------------------------- */

struct side {
    struct dg_vet *vet;
    const struct dg_draft_set *set;
    uint32_t index;
};

static void
check_codes(struct dg_vet *vet, const struct dg_options *options,
            const char *place, uint32_t index)
{
    for (uint32_t i = 1; i < options->count; i++) {
        for (uint32_t j = 0; j < i; j++) {
            if (!dg_text_equal(options->list[i].code, options->list[j].code)) {
                continue;
            }
            dg_vet_refuse(
                vet, "option-twice",
                vet->host->format(vet->findings, "/data/%s/%u/options/%u/code",
                                  place, index, i),
                vet->host->format(vet->findings,
                                  "option \"%.*s\" is there twice",
                                  DG_TEXT_ARG(options->list[i].code)));
            break;
        }
    }
}

/* Elements in use that have the set keep every option. */
static void
check_users(struct dg_vet *vet, const struct dg_draft_set *set, uint32_t index)
{
    const struct dg_dictionary *dictionary = vet->dictionary;
    struct dg_element now = {.options = set->options.list,
                             .option_count = set->options.count};
    if (!dg_optionsets_find(dictionary->sets, set->options.set)) {
        return;
    }
    for (uint32_t i = 0; i < dictionary->count; i++) {
        const struct dg_element *element = dg_dictionary_element(dictionary, i);
        if (element->provisional ||
            !dg_text_equal(element->optionset, set->options.set) ||
            dg_publish_keeps_options(element, &now) ||
            !dg_vet_in_use(vet, element)) {
            continue;
        }
        dg_vet_refuse(
            vet, "element-type-changed",
            vet->host->format(vet->findings, "/data/optionsets/%u/options",
                              index),
            vet->host->format(
                vet->findings,
                "forms or cells rest on element \"%.*s\", so that option set "
                "\"%.*s\" loses no option; the new one needs a new code",
                DG_TEXT_ARG(element->code), DG_TEXT_ARG(set->options.set)));
        return;
    }
}

static bool
has_code(const struct dg_options *options, struct dg_plugin_str code)
{
    for (uint32_t i = 0; i < options->count; i++) {
        if (dg_text_equal(options->list[i].code, code)) {
            return true;
        }
    }
    return false;
}

static void
check_mapped(const struct side *side, const struct dg_options *options,
             struct dg_plugin_str code, struct dg_plugin_str pointer)
{
    struct dg_vet *vet = side->vet;
    if (!has_code(options, code)) {
        dg_vet_refuse(vet, "option-unknown", pointer,
                      vet->host->format(
                          vet->findings, "option set \"%.*s\" has no \"%.*s\"",
                          DG_TEXT_ARG(options->set), DG_TEXT_ARG(code)));
    }
}

static bool
find_set(const struct dg_vet *vet, struct dg_plugin_str code,
         struct dg_options *options)
{
    const struct dg_draft_set *draft = dg_drafts_find_set(&vet->drafts, code);
    options->set = code;
    if (draft) {
        *options = draft->options;
        return true;
    }
    return dg_dictionary_optionset(vet->dictionary, code, &options->list,
                                   &options->count);
}

static void
check_map(const struct side *side, const struct dg_plugin_value *map,
          size_t number)
{
    struct dg_vet *vet = side->vet;
    const struct dg_plugin_host *host = vet->host;
    struct dg_options to;
    struct dg_plugin_str at = host->format(
        vet->findings, "/data/optionsets/%u/maps/%zu", side->index, number);
    size_t i = 0;
    if (!find_set(vet, host->text(host->member(map, "to")), &to)) {
        dg_vet_refuse(vet, "optionset-unknown",
                      host->format(vet->findings, "%.*s/to", DG_TEXT_ARG(at)),
                      host->format(vet->findings,
                                   "there is no option set \"%.*s\"",
                                   DG_TEXT_ARG(to.set)));
        return;
    }
    for (const struct dg_plugin_value *v =
             host->first(host->member(map, "codes"));
         v; v = host->next(v), i++) {
        check_mapped(side, &side->set->options,
                     host->text(host->member(v, "from")),
                     host->format(vet->findings, "%.*s/codes/%zu/from",
                                  DG_TEXT_ARG(at), i));
        check_mapped(side, &to, host->text(host->member(v, "to")),
                     host->format(vet->findings, "%.*s/codes/%zu/to",
                                  DG_TEXT_ARG(at), i));
    }
}

static void
check_set(struct dg_vet *vet, uint32_t index)
{
    const struct dg_plugin_host *host = vet->host;
    struct side side = {vet, &vet->drafts.sets[index], index};
    struct dg_plugin_str code = side.set->options.set;
    uint32_t first = dg_codes_find(vet->drafts.set_by_code, code);
    size_t i = 0;
    if (first != index) {
        dg_vet_refuse(
            vet, "optionset-twice",
            host->format(vet->findings, "/data/optionsets/%u/code", index),
            host->format(vet->findings,
                         "option set \"%.*s\" is already at "
                         "/data/optionsets/%u",
                         DG_TEXT_ARG(code), first));
    }
    check_codes(vet, &side.set->options, "optionsets", index);
    check_users(vet, side.set, index);
    for (const struct dg_plugin_value *v =
             host->first(host->member(side.set->value, "maps"));
         v; v = host->next(v)) {
        check_map(&side, v, i++);
    }
}

void
dg_vet_sets(struct dg_vet *vet)
{
    for (uint32_t i = 0; i < vet->drafts.set_count; i++) {
        check_set(vet, i);
    }
    for (uint32_t i = 0; i < vet->drafts.count; i++) {
        struct dg_options own = {vet->drafts.list[i].own,
                                 vet->drafts.list[i].own
                                     ? vet->drafts.list[i].element.option_count
                                     : 0,
                                 {0}};
        check_codes(vet, &own, "elements", i);
    }
}
