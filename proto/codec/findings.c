/* SPDX-License-Identifier: Apache-2.0 */
/* Decides how findings are collected and which verdict they add up to. What
 * they look like in the journal is decision.c's. */
#include "proto/codec/decision.h"

#define ROOM_FIRST 8

void
dg_findings_init(struct dg_findings *findings, struct dg_arena *arena)
{
    *findings = (struct dg_findings){.arena = arena};
}

/* The array with room for one more; NULL after setting err. */
static void *
make_room(struct dg_findings *findings, void *items, size_t count, size_t *room,
          size_t size)
{
    size_t larger = *room ? *room * 2 : ROOM_FIRST;
    void *grown;

    if (count < *room) {
        return items;
    }
    grown = dg_arena_alloc(findings->arena, larger * size);
    if (!grown) {
        findings->err = DG_ERR_MEMORY;
        return NULL;
    }
    if (count > 0) {
        memcpy(grown, items, count * size);
    }
    *room = larger;
    return grown;
}

/* Room for one finding more; NULL after setting err. */
static struct dg_finding *
add_item(struct dg_findings *findings)
{
    struct dg_finding *items =
        make_room(findings, findings->items, findings->count, &findings->room,
                  sizeof *items);

    if (!items) {
        return NULL;
    }
    findings->items = items;
    return &items[findings->count++];
}

/* Empty slices stay empty without memory. */
static struct dg_str
keep(struct dg_findings *findings, struct dg_str s)
{
    struct dg_str copy = {NULL, 0};

    if (s.len > 0) {
        copy = dg_arena_copy(findings->arena, s);
        findings->err = copy.data ? findings->err : DG_ERR_MEMORY;
    }
    return copy;
}

static const struct dg_str *
keep_alternatives(struct dg_findings *findings, const struct dg_str *texts,
                  size_t count)
{
    struct dg_str *kept =
        count ? dg_arena_alloc(findings->arena, count * sizeof *kept) : NULL;

    if (count && !kept) {
        findings->err = DG_ERR_MEMORY;
        return NULL;
    }
    for (size_t i = 0; i < count; i++) {
        kept[i] = keep(findings, texts[i]);
    }
    return kept;
}

static struct dg_effect
keep_effect(struct dg_findings *findings, const struct dg_effect *effect)
{
    struct dg_effect kept = *effect;

    kept.pointer = keep(findings, effect->pointer);
    kept.dimension = keep(findings, effect->dimension);
    kept.cause = keep(findings, effect->cause);
    kept.place = keep(findings, effect->place);
    return kept;
}

static const struct dg_effect *
keep_effects(struct dg_findings *findings, const struct dg_effect *effects,
             size_t count)
{
    struct dg_effect *kept =
        count ? dg_arena_alloc(findings->arena, count * sizeof *kept) : NULL;

    if (count && !kept) {
        findings->err = DG_ERR_MEMORY;
        return NULL;
    }
    for (size_t i = 0; i < count; i++) {
        kept[i] = keep_effect(findings, &effects[i]);
    }
    return kept;
}

void
dg_findings_add(struct dg_findings *findings, const struct dg_finding *finding)
{
    struct dg_finding *kept = findings->err ? NULL : add_item(findings);

    if (!kept) {
        return;
    }
    *kept = *finding;
    kept->plugin = keep(findings, finding->plugin);
    kept->rule = keep(findings, finding->rule);
    kept->code = keep(findings, finding->code);
    kept->text = keep(findings, finding->text);
    kept->pointer = keep(findings, finding->pointer);
    kept->list = keep(findings, finding->list);
    kept->listversion = keep(findings, finding->listversion);
    kept->entry = keep(findings, finding->entry);
    kept->clause = keep(findings, finding->clause);
    kept->alternatives = keep_alternatives(findings, finding->alternatives,
                                           finding->alternative_count);
    kept->effects =
        keep_effects(findings, finding->effects, finding->effect_count);
}

void
dg_findings_fact(struct dg_findings *findings, const struct dg_effect *fact)
{
    struct dg_effect *facts =
        findings->err
            ? NULL
            : make_room(findings, findings->facts, findings->fact_count,
                        &findings->fact_room, sizeof *facts);

    if (facts) {
        findings->facts = facts;
        facts[findings->fact_count++] = keep_effect(findings, fact);
    }
}

void
dg_findings_say(struct dg_findings *findings, enum dg_verdict verdict,
                const char *code, struct dg_str pointer, struct dg_str text)
{
    struct dg_finding *kept;

    if (!pointer.data || !text.data) {
        findings->err = DG_ERR_MEMORY;
    }
    kept = findings->err ? NULL : add_item(findings);
    if (kept) {
        *kept = (struct dg_finding){
            .plugin = DG_STR("gateway"),
            .verdict = verdict,
            .code = dg_str_from(code),
            .text = text,
            .pointer = keep(findings, pointer),
        };
    }
}

void
dg_findings_note(struct dg_findings *findings, const char *code,
                 struct dg_str pointer, struct dg_str text)
{
    dg_findings_say(findings, DG_VERDICT_NOTE, code, pointer, text);
}

void
dg_findings_refuse(struct dg_findings *findings, const char *code,
                   struct dg_str pointer, struct dg_str text)
{
    dg_findings_say(findings, DG_VERDICT_REFUSE, code, pointer, text);
}

enum dg_verdict
dg_findings_verdict(const struct dg_findings *findings)
{
    enum dg_verdict heaviest = DG_VERDICT_NOTE;

    for (size_t i = 0; i < findings->count; i++) {
        const struct dg_finding *finding = &findings->items[i];
        if (!finding->observed && finding->verdict > heaviest) {
            heaviest = finding->verdict;
        }
    }
    return heaviest;
}
