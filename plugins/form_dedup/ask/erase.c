/* SPDX-License-Identifier: Apache-2.0 */
/* Erasure: an entry stays by which the fields of a form found their figures.
 * Reports and other forms go by what these are called; an assignment has no
 * values of anybody. What is reported may be erased, and assignments that ask
 * what was asked before. */
#include "plugins/form_dedup/ask/ask_internal.h"

/* The entry, or an occurrence of it. */
static bool
rests_on(const struct dg_asks *asks, uint64_t entry)
{
    const struct dg_ask_task *task = NULL;
    bool rests = dg_forms_rest_on(asks->forms, entry);
    while (!rests && (task = dg_asks_next(asks, task ? task->task : 0))) {
        rests = task->of == entry && dg_forms_rest_on(asks->forms, task->task);
    }
    return rests;
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
dg_asks_check_erase(const struct dg_asks *asks,
                    const struct dg_plugin_event *event,
                    struct dg_plugin_findings *findings)
{
    const struct dg_plugin_host *host = asks->host;
    const struct dg_plugin_value *number =
        host->first(host->member(event->data, "sequences"));
    for (size_t i = 0; number; i++, number = host->next(number)) {
        uint64_t entry = (uint64_t) host->integer(number, 0);
        if (entry > 0 && rests_on(asks, entry)) {
            refuse(host, findings, i, entry);
        }
    }
}
