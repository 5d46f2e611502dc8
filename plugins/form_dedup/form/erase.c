/* SPDX-License-Identifier: Apache-2.0 */
/* Erasure: an entry that brought a form stays, for what the form calls figures
 * stands in the dictionary, by names which reports and other forms go by; it
 * has no values of anybody. What is reported on it may be erased. */
#include "plugins/form_dedup/form/inside.h"

static bool
brought(const struct dg_forms *forms, uint64_t entry)
{
    uint32_t i = 0;
    while (i < forms->count && forms->records[i]->form.since != entry) {
        i++;
    }
    return i < forms->count;
}

static void
refuse(const struct dg_plugin_host *host, struct dg_plugin_findings *findings,
       size_t index, uint64_t entry)
{
    const struct dg_plugin_finding finding = {
        .struct_size = sizeof finding,
        .rule = "dictionary",
        .verdict = DG_PLUGIN_REFUSE,
        .code = "erase-defines",
        .text = host->format(
            findings,
            "the forms of task %llu brought figures into the dictionary, by "
            "which reports go; what was reported may be erased by itself",
            (unsigned long long) entry),
        .pointer = host->format(findings, "/data/sequences/%zu", index),
    };
    host->add(findings, &finding);
}

void
dg_forms_check_erase(const struct dg_forms *forms,
                     const struct dg_plugin_event *event,
                     struct dg_plugin_findings *findings)
{
    const struct dg_plugin_host *host = forms->host;
    const struct dg_plugin_value *number =
        host->first(host->member(event->data, "sequences"));
    for (size_t i = 0; number; i++, number = host->next(number)) {
        uint64_t entry = (uint64_t) host->integer(number, 0);
        if (entry > 0 && brought(forms, entry)) {
            refuse(host, findings, i, entry);
        }
    }
}
