/* SPDX-License-Identifier: Apache-2.0 */
/* Says where a finding is written and what may be done instead. Decides
 * nothing. */
#include "plugins/access_list/cite.h"

#include "plugins/access_list/text.h"

#define JOIN_MAX 20

void
dg_cite_init(struct dg_cite *cite, const struct dg_rules_task *task,
             const char *code, const char *pointer)
{
    *cite = (struct dg_cite){
        .finding = {.struct_size = sizeof cite->finding,
                    .rule = task->rule,
                    .code = code,
                    .pointer = dg_text_from(pointer),
                    .list = task->state->list},
    };
    if (task->version) {
        cite->finding.listversion = task->version->name;
    }
    if (task->entry) {
        dg_cite_entry(cite, task->entry);
    }
}

void
dg_cite_entry(struct dg_cite *cite, const struct dg_entry *entry)
{
    cite->finding.entry = entry->code;
    cite->finding.clause = entry->clause;
    cite->finding.alternative_count = 0;
    dg_cite_suggest(cite, entry->alternative);
}

void
dg_cite_suggest(struct dg_cite *cite, struct dg_plugin_str way)
{
    if (way.len && cite->finding.alternative_count < DG_CITE_WAYS_MAX) {
        cite->ways[cite->finding.alternative_count++] = way;
    }
}

void
dg_cite_refuse(struct dg_cite *cite, const struct dg_rules_task *task)
{
    cite->finding.verdict = DG_PLUGIN_REFUSE;
    cite->finding.alternatives = cite->ways;
    task->host->add(task->findings, &cite->finding);
}

void
dg_cite_strip(struct dg_cite *cite, const struct dg_rules_task *task,
              const char *dimension)
{
    struct dg_plugin_effect effect = {
        .kind = DG_PLUGIN_EFFECT_STRIP,
        .pointer = cite->finding.pointer,
        .dimension = dimension,
        .quantity = 1,
        .offices = task->host->audience_offices(task->event->audience),
        .cause = cite->finding.code,
    };
    cite->finding.verdict = DG_PLUGIN_STRIP;
    cite->finding.alternatives = cite->ways;
    cite->finding.effects = &effect;
    cite->finding.effect_count = 1;
    task->host->add(task->findings, &cite->finding);
}

struct dg_plugin_str
dg_cite_join(const struct dg_rules_task *task, const struct dg_texts *texts)
{
    const struct dg_plugin_host *host = task->host;
    struct dg_plugin_str joined = {NULL, 0};
    for (uint32_t i = 0; i < texts->count && i < JOIN_MAX; i++) {
        joined =
            host->format(task->findings, "%.*s%s\"%.*s\"", DG_TEXT_ARG(joined),
                         i ? ", " : "", DG_TEXT_ARG(texts->items[i]));
    }
    if (texts->count > JOIN_MAX) {
        joined = host->format(task->findings, "%.*s and %u more",
                              DG_TEXT_ARG(joined), texts->count - JOIN_MAX);
    }
    return joined;
}

struct dg_cite_day
dg_cite_day(const struct dg_rules_task *task, int32_t day)
{
    struct dg_cite_day formatted;
    task->host->date_format(day, formatted.text);
    return formatted;
}
