/* SPDX-License-Identifier: Apache-2.0 */
/* Says where a finding is written and what may be done instead. Decides
 * nothing. */
#include "plugins/access_list/cite.h"

#include "plugins/access_list/aside.h"
#include "plugins/access_list/shadow.h"
#include "plugins/access_list/text.h"

#define JOIN_MAX 20

static void
init(struct dg_cite *cite, const struct dg_rules_task *task, const char *code,
     struct dg_plugin_str pointer)
{
    *cite = (struct dg_cite){
        .finding = {.struct_size = sizeof cite->finding,
                    .rule = task->rule,
                    .code = code,
                    .pointer = pointer,
                    .list = task->state->list},
    };
    if (!task->layer) {
        return;
    }
    cite->finding.list = task->layer->version->list;
    cite->finding.listversion = task->layer->version->name;
    if (task->layer->entry) {
        dg_cite_entry(cite, task->layer->entry);
    }
}

void
dg_cite_init(struct dg_cite *cite, const struct dg_rules_task *task,
             const char *code, const char *member)
{
    init(cite, task, code,
         task->host->format(task->findings, "%.*s%s%s",
                            DG_TEXT_ARG(task->event->task_pointer),
                            *member ? "/" : "", member));
}

void
dg_cite_item(struct dg_cite *cite, const struct dg_rules_task *task,
             const char *code)
{
    init(cite, task, code, task->item_pointer);
}

void
dg_cite_entry(struct dg_cite *cite, const struct dg_entry *entry)
{
    cite->finding.entry = dg_entry_code(entry);
    cite->finding.clause = dg_entry_text(entry, DG_ENTRY_CLAUSE);
    cite->finding.alternative_count = 0;
    dg_cite_suggest(cite, dg_entry_text(entry, DG_ENTRY_ALTERNATIVE));
}

void
dg_cite_suggest(struct dg_cite *cite, struct dg_plugin_str way)
{
    if (way.len && cite->finding.alternative_count < DG_CITE_WAYS_MAX) {
        cite->ways[cite->finding.alternative_count++] = way;
    }
}

void
dg_cite_way(struct dg_cite *cite, const struct dg_rules_task *task,
            const char *way)
{
    dg_cite_suggest(cite, dg_text_from(task->host->translate(way)));
}

static bool
hand_in(struct dg_cite *cite, const struct dg_rules_task *task,
        enum dg_plugin_verdict verdict)
{
    cite->finding.verdict = verdict;
    cite->finding.alternatives = cite->ways;
    if (verdict != DG_PLUGIN_NOTE) {
        dg_cite_suggest(cite, task->leave);
    }
    if (task->mute) {
        *task->aside = dg_aside_takes(task->state, task->event, &cite->finding);
    } else if (!dg_aside_take(task->state, task->event, task->findings,
                              &cite->finding)) {
        dg_shadow_add(task->state, task->findings, &cite->finding);
    }
    return true;
}

/* A list above marks the duty mandatory, so this one may not refuse it. */
static bool
note_void(struct dg_cite *cite, const struct dg_rules_task *task)
{
    const struct dg_version *above = task->layer->mandate->version;
    cite->finding.code = "layer-void";
    cite->finding.alternative_count = 0;
    cite->finding.text = task->host->format(
        task->findings,
        "%.*s; this does not count, since list \"%.*s\" version \"%.*s\" "
        "marks the duty mandatory",
        DG_TEXT_ARG(cite->finding.text), DG_TEXT_ARG(above->list),
        DG_TEXT_ARG(above->name));
    return hand_in(cite, task, DG_PLUGIN_NOTE);
}

bool
dg_cite_refuse(struct dg_cite *cite, const struct dg_rules_task *task)
{
    if (task->layer && task->layer->mandate) {
        return note_void(cite, task);
    }
    return hand_in(cite, task, DG_PLUGIN_REFUSE);
}

bool
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
    cite->finding.effects = &effect;
    cite->finding.effect_count = 1;
    return hand_in(cite, task, DG_PLUGIN_STRIP);
}

struct dg_plugin_str
dg_cite_join(const struct dg_rules_task *task, struct dg_texts texts)
{
    const struct dg_plugin_host *host = task->host;
    struct dg_plugin_str joined = {NULL, 0}, text;
    for (size_t i = 0; i < JOIN_MAX && dg_texts_next(&texts, &text); i++) {
        joined =
            host->format(task->findings, "%.*s%s\"%.*s\"", DG_TEXT_ARG(joined),
                         i ? ", " : "", DG_TEXT_ARG(text));
    }
    if (texts.count > 0) {
        joined = host->format(task->findings, "%.*s and %zu more",
                              DG_TEXT_ARG(joined), texts.count);
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
