/* SPDX-License-Identifier: Apache-2.0 */
/* A plugin to copy: admits at most so many tasks a day for the whole county.
 * Shows one rule, one option, a decision and the fold it rests on; what else a
 * plugin may have is in plugins/plugin.h. */
#include <string.h>

#include "plugins/plugin.h"

struct skeleton {
    const struct dg_plugin_host *host;
    int64_t limit; /* option: tasks a day */
    int32_t day;   /* fold: the last day with an admitted task */
    int64_t tasks; /* fold: admitted on it */
};

static enum dg_plugin_status
load(const struct dg_plugin_host *host, const struct dg_plugin_options *options,
     void **state)
{
    struct skeleton *skeleton = host->alloc(sizeof *skeleton);
    if (!skeleton) {
        return DG_PLUGIN_FAILED;
    }
    skeleton->host = host;
    skeleton->limit = host->option_integer(options, "perday");
    *state = skeleton;
    return DG_PLUGIN_OK;
}

static void
unload(void *state)
{
    struct skeleton *skeleton = state;
    skeleton->host->release(skeleton);
}

/* Says what the rule finds. Whether that counts is for the rule's mode. */
static enum dg_plugin_status
decide(void *state, const struct dg_plugin_event *event,
       struct dg_plugin_findings *findings)
{
    const struct skeleton *skeleton = state;
    const struct dg_plugin_host *host = skeleton->host;
    const char *tomorrow = host->translate("ask again tomorrow (次日下达)");
    struct dg_plugin_str way = {tomorrow, strlen(tomorrow)};
    struct dg_plugin_finding finding = {
        .struct_size = sizeof finding,
        .rule = "perday",
        .verdict = DG_PLUGIN_REFUSE,
        .code = "day-full",
        .alternatives = &way,
        .alternative_count = 1,
    };
    if (!event->task || !event->gated) {
        return DG_PLUGIN_OK;
    }
    if (host->date_of(event->time_us) == skeleton->day &&
        skeleton->tasks >= skeleton->limit) {
        finding.text =
            host->format(findings, "%lld tasks were admitted today; no more",
                         (long long) skeleton->tasks);
        host->add(findings, &finding);
    }
    return DG_PLUGIN_OK;
}

/* Remembers what was admitted. The same entries give the same state: live, and
 * at every replay. */
static enum dg_plugin_status
apply(void *state, const struct dg_plugin_event *event,
      const struct dg_plugin_decision *decision)
{
    struct skeleton *skeleton = state;
    int32_t day = skeleton->host->date_of(event->time_us);
    if (!event->task || !event->gated ||
        skeleton->host->verdict(decision) > DG_PLUGIN_STRIP) {
        return DG_PLUGIN_OK;
    }
    if (day != skeleton->day) {
        skeleton->day = day;
        skeleton->tasks = 0;
    }
    skeleton->tasks++;
    return DG_PLUGIN_OK;
}

static const struct dg_plugin_rule rules[] = {
    {"perday", "not more than so many tasks are admitted a day"},
};

static const struct dg_plugin_option options[] = {
    {"perday", DG_PLUGIN_OPTION_INTEGER, "100", 1, 1000000,
     "tasks admitted a day"},
};

static const struct dg_plugin description = {
    .struct_size = sizeof(struct dg_plugin),
    .abi_major = DG_PLUGIN_ABI_MAJOR,
    .abi_minor = DG_PLUGIN_ABI_MINOR,
    .name = "skeleton",
    .version = "0.1.0",
    .fold_version = 1,
    .rules = rules,
    .rule_count = sizeof rules / sizeof *rules,
    .options = options,
    .option_count = sizeof options / sizeof *options,
    .load = load,
    .unload = unload,
    .decide = decide,
    .apply = apply,
};

const struct dg_plugin *
dg_plugin_describe(void)
{
    return &description;
}
