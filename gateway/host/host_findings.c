/* SPDX-License-Identifier: Apache-2.0 */
/* Findings across the border: what a plugin says is copied and gets its
 * rule's mode of the day; what was recorded is decoded when a plugin first
 * looks at it. */
#include "gateway/host/host_internal.h"

#include "gateway/core/log.h"

static const struct dg_conf_rule *
find_rule(const struct dg_host_plugin *plugin, const char *name)
{
    for (size_t i = 0; name && i < plugin->block.rule_count; i++) {
        if (strcmp(plugin->block.rules[i].name, name) == 0) {
            return &plugin->rules[i];
        }
    }
    return NULL;
}

/* What a plugin gives need not outlive its hook. */
static struct dg_str
copy_text(struct dg_findings *out, struct dg_plugin_str text)
{
    struct dg_str copy = DG_STR("");
    if (text.len > 0) {
        copy = dg_arena_copy(out->arena, dg_host_from_plugin(text));
        out->err = copy.data ? out->err : DG_ERR_MEMORY;
    }
    return copy;
}

/* Bytes from one effect to the next: before minor 4 they had no place. */
static size_t
effect_size(const struct dg_host_plugin *plugin)
{
    return plugin->block.abi_minor >= 4
               ? sizeof(struct dg_plugin_effect)
               : offsetof(struct dg_plugin_effect, place);
}

/* Nothing is copied. */
static struct dg_effect
from_plugin(const struct dg_plugin_effect *e, bool placed)
{
    return (struct dg_effect){
        .kind = (enum dg_effect_kind) e->kind,
        .pointer = dg_host_from_plugin(e->pointer),
        .dimension = dg_str_from(e->dimension),
        .cause = dg_str_from(e->cause),
        .quantity = e->quantity,
        .offices = e->offices,
        .place = placed ? dg_host_from_plugin(e->place) : DG_STR(""),
    };
}

static void
complain(struct dg_plugin_findings *findings, const char *what,
         const struct dg_effect *effect)
{
    dg_log(DG_LOG_ERROR, "plugin.failed", "plugin=%s hook=decide %s=%d",
           findings->plugin->block.name, what, (int) effect->kind);
    findings->findings->err = DG_ERR_MALFORMED;
}

/* What they point at is copied as they are added. */
static const struct dg_effect *
take_effects(struct dg_plugin_findings *findings,
             const struct dg_plugin_finding *finding)
{
    struct dg_findings *out = findings->findings;
    const size_t size = effect_size(findings->plugin);
    const char *from = (const char *) finding->effects;
    struct dg_effect *effects =
        dg_arena_alloc(out->arena, finding->effect_count * sizeof *effects);
    for (size_t i = 0; effects && i < finding->effect_count; i++) {
        effects[i] = from_plugin((const void *) (from + i * size),
                                 size == sizeof(struct dg_plugin_effect));
        if (effects[i].kind >= DG_EFFECT_ASK) {
            complain(findings, "effect_of_kind", &effects[i]);
        }
    }
    return effects;
}

static const struct dg_str *
copy_alternatives(struct dg_findings *out,
                  const struct dg_plugin_finding *finding)
{
    struct dg_str *texts =
        dg_arena_alloc(out->arena, finding->alternative_count * sizeof *texts);
    for (size_t i = 0; texts && i < finding->alternative_count; i++) {
        texts[i] = copy_text(out, finding->alternatives[i]);
    }
    return texts;
}

/* Before minor 4 a finding could not say so. */
static bool
only_observes(const struct dg_plugin_findings *findings,
              const struct dg_plugin_finding *finding)
{
    return findings->plugin->block.abi_minor >= 4 && finding->observed;
}

void
dg_host_findings_add(struct dg_plugin_findings *findings,
                     const struct dg_plugin_finding *finding)
{
    struct dg_findings *out = findings->findings;
    const struct dg_conf_rule *rule =
        find_rule(findings->plugin, finding->rule);
    enum dg_mode mode;
    if (!rule) {
        dg_log(DG_LOG_ERROR, "plugin.failed",
               "plugin=%s hook=decide undeclared_rule=%s",
               findings->plugin->block.name,
               finding->rule ? finding->rule : "");
        out->err = DG_ERR_MALFORMED;
        return;
    }
    mode = dg_conf_mode(*rule, findings->day);
    if (mode == DG_MODE_OFF) {
        return;
    }
    struct dg_finding copy = {
        .plugin = dg_str_from(findings->plugin->block.name),
        .rule = dg_str_from(finding->rule),
        .verdict = (enum dg_verdict) finding->verdict,
        .observed = mode == DG_MODE_OBSERVE || only_observes(findings, finding),
        .code = dg_str_from(finding->code),
        .text = copy_text(out, finding->text),
        .pointer = copy_text(out, finding->pointer),
        .list = copy_text(out, finding->list),
        .listversion = copy_text(out, finding->listversion),
        .entry = copy_text(out, finding->entry),
        .clause = copy_text(out, finding->clause),
        .alternatives = copy_alternatives(out, finding),
        .alternative_count = finding->alternative_count,
        .effects = take_effects(findings, finding),
        .effect_count = finding->effect_count,
    };
    if (!copy.effects || !copy.alternatives) {
        out->err = DG_ERR_MEMORY;
        return;
    }
    dg_findings_add(out, &copy);
}

void
dg_host_findings_fact(struct dg_plugin_findings *findings,
                      const struct dg_plugin_effect *effect)
{
    const struct dg_effect fact = from_plugin(effect, true);
    if (fact.kind != DG_EFFECT_ASK && fact.kind != DG_EFFECT_ANSWER) {
        complain(findings, "fact_of_kind", &fact);
        return;
    }
    dg_findings_fact(findings->findings, &fact);
}

/* The contract shows the decision as const; decoding it once is no change that
 * a plugin could see. */
static bool
has_findings(struct dg_str text)
{
    static const struct dg_str none = {"\"findings\":[]}", 14};
    return text.len < none.len ||
           memcmp(text.data + text.len - none.len, none.data, none.len) != 0;
}

static struct dg_decision *
decoded(const struct dg_plugin_decision *decision)
{
    struct dg_plugin_decision *d = (struct dg_plugin_decision *) decision;
    if (!d->is_decoded) {
        d->is_decoded = true;
        if (!has_findings(d->text) ||
            dg_decision_decode(&d->arena, d->text, &d->decoded) != DG_OK) {
            d->decoded = (struct dg_decision){.verdict = d->verdict};
        }
    }
    return &d->decoded;
}

size_t
dg_host_findings_count(const struct dg_plugin_decision *decision)
{
    return decoded(decision)->finding_count;
}

/* A text that the arena ends with a NUL, as the contract's codes are. */
static const char *
terminated(struct dg_arena *arena, struct dg_str s)
{
    struct dg_str copy = dg_arena_copy(arena, s);
    return copy.data ? copy.data : "";
}

static struct dg_plugin_effect
to_plugin(struct dg_arena *arena, const struct dg_effect *e)
{
    return (struct dg_plugin_effect){
        .kind = (enum dg_plugin_effect_kind) e->kind,
        .pointer = dg_host_to_plugin(e->pointer),
        .dimension = terminated(arena, e->dimension),
        .quantity = e->quantity,
        .offices = e->offices,
        .cause = terminated(arena, e->cause),
    };
}

/* Without places, which the recorded decision does not have. */
static void
give_effects(const struct dg_plugin_decision *decision, struct dg_arena *arena,
             const struct dg_finding *from, struct dg_plugin_finding *to)
{
    const size_t size = effect_size(decision->plugin);
    char *effects = dg_arena_alloc(arena, from->effect_count * size);
    for (size_t i = 0; effects && i < from->effect_count; i++) {
        const struct dg_plugin_effect e = to_plugin(arena, &from->effects[i]);
        memcpy(effects + i * size, &e, size);
    }
    to->effects = (const void *) effects;
    to->effect_count = effects ? from->effect_count : 0;
}

enum dg_err
dg_host_findings_show(struct dg_arena *arena, const struct dg_header *header,
                      const struct dg_plugin_effect **out)
{
    struct dg_plugin_effect *effects =
        dg_arena_alloc(arena, header->effect_count * sizeof *effects);
    for (size_t i = 0; effects && i < header->effect_count; i++) {
        effects[i] = to_plugin(arena, &header->effects[i]);
        effects[i].place = dg_host_to_plugin(header->effects[i].place);
    }
    *out = effects;
    return effects ? DG_OK : DG_ERR_MEMORY;
}

static void
give_alternatives(struct dg_arena *arena, const struct dg_finding *from,
                  struct dg_plugin_finding *to)
{
    struct dg_plugin_str *texts =
        dg_arena_alloc(arena, from->alternative_count * sizeof *texts);
    for (size_t i = 0; texts && i < from->alternative_count; i++) {
        texts[i] = dg_host_to_plugin(from->alternatives[i]);
    }
    to->alternatives = texts;
    to->alternative_count = texts ? from->alternative_count : 0;
}

bool
dg_host_findings_at(const struct dg_plugin_decision *decision, size_t index,
                    struct dg_plugin_finding *finding)
{
    struct dg_decision *d = decoded(decision);
    struct dg_arena *arena = (struct dg_arena *) &decision->arena;
    const struct dg_finding *from;
    struct dg_plugin_finding to;
    size_t size = decision->plugin->block.abi_minor >= 4
                      ? sizeof to
                      : offsetof(struct dg_plugin_finding, observed);
    if (index >= d->finding_count) {
        return false;
    }
    from = &d->findings[index];
    to = (struct dg_plugin_finding){
        .struct_size = size,
        .rule = terminated(arena, from->rule),
        .verdict = (enum dg_plugin_verdict) from->verdict,
        .code = terminated(arena, from->code),
        .text = dg_host_to_plugin(from->text),
        .pointer = dg_host_to_plugin(from->pointer),
        .list = dg_host_to_plugin(from->list),
        .listversion = dg_host_to_plugin(from->listversion),
        .entry = dg_host_to_plugin(from->entry),
        .clause = dg_host_to_plugin(from->clause),
        .observed = from->observed,
    };
    give_effects(decision, arena, from, &to);
    give_alternatives(arena, from, &to);
    memcpy(finding, &to, size);
    return true;
}

bool
dg_host_findings_observed(const struct dg_plugin_decision *decision,
                          size_t index)
{
    struct dg_decision *d = decoded(decision);
    return index < d->finding_count && d->findings[index].observed;
}

const char *
dg_host_findings_plugin(const struct dg_plugin_decision *decision, size_t index)
{
    struct dg_decision *d = decoded(decision);
    return index < d->finding_count
               ? terminated((struct dg_arena *) &decision->arena,
                            d->findings[index].plugin)
               : "";
}
