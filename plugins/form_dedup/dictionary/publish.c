/* SPDX-License-Identifier: Apache-2.0 */
/* Decides a dictionary.publish: each element by itself, and against what it was
 * when cells and forms rest on it. */
#include "plugins/form_dedup/dictionary/publish.h"

#include "plugins/form_dedup/dictionary/codes.h"
#include "plugins/form_dedup/dictionary/vet.h"

/* ---- what all checks share ---------------------------------------------- */

void
dg_vet_refuse(struct dg_vet *vet, const char *code,
              struct dg_plugin_str pointer, struct dg_plugin_str text)
{
    struct dg_plugin_finding finding = {.struct_size = sizeof finding,
                                        .rule = "dictionary",
                                        .verdict = DG_PLUGIN_REFUSE,
                                        .code = code,
                                        .text = text,
                                        .pointer = pointer};
    if (vet->left) {
        vet->left--;
        vet->host->add(vet->findings, &finding);
    }
}

const struct dg_element *
dg_vet_find(const struct dg_vet *vet, struct dg_plugin_str code)
{
    const struct dg_element *known = dg_dictionary_find(vet->dictionary, code);
    const struct dg_draft *draft =
        dg_drafts_find(&vet->drafts, known ? known->code : code);
    return draft ? &draft->element : known;
}

bool
dg_vet_in_use(const struct dg_vet *vet, const struct dg_element *element)
{
    return vet->use && vet->use->in_use(vet->use->ctx, element->number);
}

static struct dg_plugin_str
at(const struct dg_vet *vet, uint32_t index, const char *member)
{
    return vet->host->format(vet->findings, "/data/elements/%u/%s", index,
                             member);
}

/* ---- one element -------------------------------------------------------- */

static void
check_code(struct dg_vet *vet, uint32_t index)
{
    struct dg_plugin_str code = vet->drafts.list[index].element.code;
    uint32_t first = dg_codes_find(vet->drafts.by_code, code);
    uint64_t sequence;
    uint32_t number;
    if (first != index) {
        dg_vet_refuse(vet, "element-twice", at(vet, index, "code"),
                      vet->host->format(
                          vet->findings,
                          "element \"%.*s\" is already at /data/elements/%u",
                          DG_TEXT_ARG(code), first));
    }
    if (dg_codes_read_provisional(code, &sequence, &number)) {
        dg_vet_refuse(
            vet, "element-reserved", at(vet, index, "code"),
            vet->host->format(vet->findings,
                              "\"%.*s\" is a code of the gateway's, for "
                              "fields that are like no element; publish "
                              "another code and merge it into that",
                              DG_TEXT_ARG(code)));
    }
}

static void
check_options(struct dg_vet *vet, uint32_t index)
{
    const struct dg_draft *draft = &vet->drafts.list[index];
    const struct dg_element *element = &draft->element;
    struct dg_plugin_str set = element->optionset;
    if (set.len && draft->own) {
        dg_vet_refuse(
            vet, "options-twice", at(vet, index, "optionset"),
            vet->host->format(vet->findings,
                              "element \"%.*s\" has options and an option "
                              "set; one of them is to go",
                              DG_TEXT_ARG(element->code)));
    } else if (set.len && !element->option_count) {
        dg_vet_refuse(vet, "optionset-unknown", at(vet, index, "optionset"),
                      vet->host->format(vet->findings,
                                        "there is no option set \"%.*s\"",
                                        DG_TEXT_ARG(set)));
    } else if (!element->option_count && element->type == DG_VALUE_OPTION) {
        dg_vet_refuse(
            vet, "options-missing", at(vet, index, "type"),
            vet->host->format(vet->findings,
                              "element \"%.*s\" is an option and has none "
                              "to choose from",
                              DG_TEXT_ARG(element->code)));
    }
}

static bool
is_number(const struct dg_element *element)
{
    return element->type == DG_VALUE_INTEGER ||
           element->type == DG_VALUE_DECIMAL;
}

static void
refuse_rollup(struct dg_vet *vet, uint32_t index, const char *member,
              const char *reason)
{
    const struct dg_element *element = &vet->drafts.list[index].element;
    dg_vet_refuse(vet, "rollup-not-allowed", at(vet, index, member),
                  vet->host->format(vet->findings, "element \"%.*s\": %s",
                                    DG_TEXT_ARG(element->code),
                                    vet->host->translate(reason)));
}

static bool
is_ratio(const struct dg_vet *vet, struct dg_plugin_str unit)
{
    mpq_t factor;
    bool ratio;
    mpq_init(factor);
    ratio = dg_units_convert(vet->units, unit, dg_text_from("1"), factor);
    mpq_clear(factor);
    return ratio;
}

static void
check_rollup(struct dg_vet *vet, uint32_t index)
{
    const struct dg_element *element = &vet->drafts.list[index].element;
    const char *reason = dg_element_rollup_fault(element->kind, element->time);
    if (!is_number(element) && element->kind != DG_KIND_NONE) {
        refuse_rollup(vet, index, "kind",
                      N_("what is no number is no stock, flow or running "
                         "total"));
        return;
    }
    if (reason) {
        refuse_rollup(vet, index, "rollup/time", reason);
    }
    if (element->space == DG_ROLLUP_SUM && !is_number(element)) {
        refuse_rollup(vet, index, "rollup/space",
                      N_("what is no number does not add up"));
    } else if (element->space == DG_ROLLUP_SUM &&
               is_ratio(vet, element->unit)) {
        refuse_rollup(vet, index, "rollup/space",
                      N_("ratios of villages do not add up to that of the "
                         "town"));
    }
}

/* ---- an element that is in use ------------------------------------------ */

/* Every option that there was is there and means the same. */
static bool
keeps_options(const struct dg_options *before, const struct dg_options *now)
{
    for (uint32_t i = 0; i < before->count; i++) {
        bool kept = false;
        for (uint32_t j = 0; j < now->count && !kept; j++) {
            kept = dg_text_equal(before->list[i].code, now->list[j].code) &&
                   dg_text_equal(before->list[i].label, now->list[j].label);
        }
        if (!kept) {
            return false;
        }
    }
    return before->count > 0 || now->count == 0;
}

bool
dg_publish_keeps_options(const struct dg_element *before,
                         const struct dg_element *now)
{
    struct dg_options a = {before->options, before->option_count, {0}};
    struct dg_options b = {now->options, now->option_count, {0}};
    return keeps_options(&a, &b);
}

/* What must not change, and did; NULL: nothing. */
static const char *
changed_member(const struct dg_element *before, const struct dg_element *now)
{
    if (before->type != now->type) {
        return "type";
    }
    if (!dg_text_equal(before->unit, now->unit)) {
        return "unit";
    }
    if (before->kind != now->kind) {
        return "kind";
    }
    if (before->period != now->period ||
        before->any_period != now->any_period) {
        return "period";
    }
    if (before->personal != now->personal) {
        return "personal";
    }
    return dg_publish_keeps_options(before, now) ? NULL : "options";
}

static void
check_change(struct dg_vet *vet, uint32_t index)
{
    const struct dg_element *now = &vet->drafts.list[index].element;
    const struct dg_entry *before =
        dg_dictionary_named(vet->dictionary, now->code);
    const char *member = before ? changed_member(&before->element, now) : NULL;
    if (!member || before->element.provisional ||
        !dg_vet_in_use(vet, &before->element)) {
        return;
    }
    dg_vet_refuse(
        vet, "element-type-changed", at(vet, index, member),
        vet->host->format(vet->findings,
                          "forms or cells rest on element \"%.*s\", so that "
                          "its %s cannot change; the new figure needs a new "
                          "code",
                          DG_TEXT_ARG(now->code), member));
}

void
dg_vet_elements(struct dg_vet *vet)
{
    for (uint32_t i = 0; i < vet->drafts.count; i++) {
        check_code(vet, i);
        check_options(vet, i);
        check_rollup(vet, i);
        check_change(vet, i);
    }
}

/* ---- all of it ---------------------------------------------------------- */

static void
check_version(struct dg_vet *vet)
{
    const struct dg_plugin_host *host = vet->host;
    struct dg_plugin_str version =
        host->text(host->member(vet->event->data, "version"));
    if (dg_names_find(vet->dictionary->versions, version) != DG_NAMES_NONE) {
        dg_vet_refuse(
            vet, "dictionary-version-taken", dg_text_from("/data/version"),
            host->format(vet->findings,
                         "there has been a version \"%.*s\" of the dictionary; "
                         "publish it under another version",
                         DG_TEXT_ARG(version)));
    }
}

enum dg_plugin_status
dg_publish_decide(const struct dg_dictionary *dictionary,
                  const struct dg_dictionary_use *use,
                  const struct dg_plugin_event *event,
                  struct dg_plugin_findings *findings)
{
    struct dg_vet vet = {.dictionary = dictionary,
                         .use = use,
                         .host = dictionary->host,
                         .event = event,
                         .findings = findings,
                         .drafts = {.host = dictionary->host},
                         .units = dg_units_copy(dictionary->units),
                         .left = DG_VET_FINDINGS_MAX};
    if (!vet.units || !dg_drafts_read(&vet.drafts, dictionary, event->data)) {
        dg_units_destroy(vet.units);
        return DG_PLUGIN_FAILED;
    }
    check_version(&vet);
    dg_vet_units(&vet);
    dg_vet_sets(&vet);
    dg_vet_elements(&vet);
    dg_vet_labels(&vet);
    dg_vet_derivations(&vet);
    dg_drafts_finish(&vet.drafts);
    dg_units_destroy(vet.units);
    return vet.failed ? DG_PLUGIN_FAILED : DG_PLUGIN_OK;
}
