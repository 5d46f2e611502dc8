/* SPDX-License-Identifier: Apache-2.0 */
/* The table of host functions: the real one for values, days and writing; ours
 * for what a test counts, fills in or looks at. */
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include "tests/fake/host.h"

/* Of gateway/host, whose own header says otherwise what an audience is. */
extern const struct dg_plugin_host dg_host_table;

size_t fake_host_live, fake_host_left = SIZE_MAX;

#define ARG(s) (int) (s).len, (s).data ? (s).data : ""

/* ---- memory, log ------------------------------------------------------- */

static void *
host_alloc(size_t size)
{
    if (fake_host_left == 0) {
        return NULL;
    }
    fake_host_left -= fake_host_left != SIZE_MAX;
    fake_host_live++;
    return calloc(1, size);
}

static void
host_release(void *memory)
{
    fake_host_live -= memory != NULL;
    free(memory);
}

static void
host_log(enum dg_plugin_level level, const char *id, struct dg_plugin_str text)
{
    fprintf(stderr, "%d %s %.*s\n", (int) level, id, ARG(text));
}

/* ---- audiences ----------------------------------------------------------- */

struct dg_plugin_audience *
fake_host_audience(const struct dg_plugin_value *codes)
{
    struct dg_plugin_audience *audience =
        codes ? host_alloc(sizeof *audience) : NULL;
    if (!audience) {
        return NULL;
    }
    for (const struct dg_plugin_value *v = dg_host_table.first(codes);
         v && audience->count < FAKE_HOST_CODES_MAX;
         v = dg_host_table.next(v)) {
        snprintf(audience->codes[audience->count++], 13, "%.*s",
                 ARG(dg_host_table.text(v)));
    }
    return audience;
}

static uint32_t
audience_offices(const struct dg_plugin_audience *audience)
{
    return audience ? (uint32_t) audience->count : 0;
}

static bool
audience_overlaps(const struct dg_plugin_audience *a,
                  const struct dg_plugin_audience *b)
{
    for (size_t i = 0; i < a->count; i++) {
        for (size_t j = 0; j < b->count; j++) {
            if (strcmp(a->codes[i], b->codes[j]) == 0) {
                return true;
            }
        }
    }
    return false;
}

static bool
below_any(const char *code, const struct dg_plugin_str *prefixes, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (strncmp(code, prefixes[i].data, prefixes[i].len) == 0) {
            return true;
        }
    }
    return false;
}

static bool
audience_inside(const struct dg_plugin_audience *audience,
                const struct dg_plugin_str *prefixes, size_t count)
{
    for (size_t i = 0; i < audience->count; i++) {
        if (!below_any(audience->codes[i], prefixes, count)) {
            return false;
        }
    }
    return true;
}

static bool
audience_within(const struct dg_plugin_audience *inner,
                const struct dg_plugin_audience *outer)
{
    for (size_t i = 0; i < inner->count; i++) {
        struct dg_plugin_audience one = {.count = 1};
        memcpy(one.codes[0], inner->codes[i], sizeof one.codes[0]);
        if (!audience_overlaps(&one, outer)) {
            return false;
        }
    }
    return true;
}

static bool
audience_meets(const struct dg_plugin_audience *audience,
               struct dg_plugin_str prefix)
{
    for (size_t i = 0; i < audience->count; i++) {
        if (below_any(audience->codes[i], &prefix, 1)) {
            return true;
        }
    }
    return false;
}

static struct dg_plugin_audience *
audience_keep(const struct dg_plugin_audience *audience)
{
    struct dg_plugin_audience *copy = host_alloc(sizeof *copy);
    if (copy) {
        *copy = *audience;
    }
    return copy;
}

static void
audience_release(struct dg_plugin_audience *audience)
{
    host_release(audience);
}

/* ---- findings ------------------------------------------------------------ */

__attribute__((format(printf, 2, 3))) static struct dg_plugin_str
format_text(struct dg_plugin_findings *findings, const char *format, ...)
{
    char text[8192];
    int len;
    va_list args;
    va_start(args, format);
    len = vsnprintf(text, sizeof text, format, args);
    va_end(args);
    struct dg_str copy =
        dg_arena_copy(findings->arena, (struct dg_str){text, (size_t) len});
    return (struct dg_plugin_str){copy.data, copy.len};
}

static void *
copy_array(struct dg_arena *arena, const void *from, size_t size)
{
    void *copy = dg_arena_alloc(arena, size);
    return copy && size ? memcpy(copy, from, size) : copy;
}

/* As the host does: what a plugin gives need not outlive its hook. */
static void
keep_text(struct dg_arena *arena, struct dg_plugin_str *text)
{
    struct dg_str copy =
        dg_arena_copy(arena, (struct dg_str){text->data, text->len});
    *text = (struct dg_plugin_str){copy.data, copy.len};
}

static const struct dg_plugin_effect *
copy_effects(struct dg_arena *arena, const struct dg_plugin_finding *finding)
{
    struct dg_plugin_effect *effects =
        copy_array(arena, finding->effects,
                   finding->effect_count * sizeof *finding->effects);
    for (size_t i = 0; effects && i < finding->effect_count; i++) {
        keep_text(arena, &effects[i].pointer);
        keep_text(arena, &effects[i].place);
    }
    return effects;
}

static const char *
keep_word(struct dg_arena *arena, const char *word)
{
    return word ? dg_arena_copy(arena, dg_str_from(word)).data : NULL;
}

static void
findings_fact(struct dg_plugin_findings *findings,
              const struct dg_plugin_effect *effect)
{
    struct dg_plugin_effect *copy = &findings->facts[findings->fact_count];
    if ((effect->kind != DG_PLUGIN_EFFECT_ASK &&
         effect->kind != DG_PLUGIN_EFFECT_ANSWER) ||
        findings->fact_count == FAKE_HOST_FACTS_MAX) {
        abort();
    }
    *copy = *effect;
    keep_text(findings->arena, &copy->pointer);
    keep_text(findings->arena, &copy->place);
    copy->dimension = keep_word(findings->arena, effect->dimension);
    copy->cause = keep_word(findings->arena, effect->cause);
    findings->fact_count++;
}

static void
findings_add(struct dg_plugin_findings *findings,
             const struct dg_plugin_finding *finding)
{
    struct dg_plugin_finding *copy;
    if (findings->count == FAKE_HOST_FINDINGS_MAX) {
        return;
    }
    copy = &findings->items[findings->count++];
    *copy = *finding;
    keep_text(findings->arena, &copy->text);
    keep_text(findings->arena, &copy->pointer);
    keep_text(findings->arena, &copy->list);
    keep_text(findings->arena, &copy->listversion);
    keep_text(findings->arena, &copy->entry);
    keep_text(findings->arena, &copy->clause);
    copy->alternatives =
        copy_array(findings->arena, finding->alternatives,
                   finding->alternative_count * sizeof *finding->alternatives);
    copy->effects = copy_effects(findings->arena, finding);
}

static enum dg_plugin_verdict
decision_verdict(const struct dg_plugin_decision *decision)
{
    return decision->verdict;
}

static size_t
decision_count(const struct dg_plugin_decision *decision)
{
    return decision->findings->count;
}

static bool
decision_at(const struct dg_plugin_decision *decision, size_t index,
            struct dg_plugin_finding *finding)
{
    if (index >= decision->findings->count) {
        return false;
    }
    *finding = decision->findings->items[index];
    return true;
}

static bool
decision_observed(const struct dg_plugin_decision *decision, size_t index)
{
    const struct dg_plugin_finding *finding =
        index < decision->findings->count ? &decision->findings->items[index]
                                          : NULL;
    return finding && (finding->observed ||
                       (decision->observed &&
                        strcmp(finding->rule, decision->observed) == 0));
}

/* Of the core's own, the rule is empty. */
static const char *
decision_plugin(const struct dg_plugin_decision *decision, size_t index)
{
    const struct dg_plugin_findings *findings = decision->findings;
    return index >= findings->count         ? ""
           : findings->items[index].rule[0] ? decision->plugin
                                            : "gateway";
}

static void
submit_event(struct dg_plugin_submit *submit, const char *type,
             const char *what, int64_t due_us, struct dg_plugin_str data)
{
    dg_buf_printf(&submit->text, "%s %s %lld %.*s\n", type, what,
                  (long long) due_us, ARG(data));
}

/* ---- saved form -------------------------------------------------------- */

static void
put_audience(struct dg_plugin_writer *writer,
             const struct dg_plugin_audience *audience)
{
    struct dg_json_writer *json = writer->json;
    dg_json_open_array(json);
    for (size_t i = 0; i < audience->count; i++) {
        dg_json_text(json, audience->codes[i]);
    }
    dg_json_close_array(json);
}

/* ---- options ------------------------------------------------------------- */

static const char *
option(const struct dg_plugin_options *options, const char *name)
{
    for (const char *const *pair = options->pairs; pair && *pair; pair += 2) {
        if (strcmp(pair[0], name) == 0) {
            return pair[1];
        }
    }
    for (size_t i = 0; i < options->plugin->option_count; i++) {
        if (strcmp(options->plugin->options[i].name, name) == 0) {
            return options->plugin->options[i].fallback;
        }
    }
    return "";
}

static struct dg_plugin_str
option_text(const struct dg_plugin_options *options, const char *name)
{
    const char *text = option(options, name);
    return (struct dg_plugin_str){text, strlen(text)};
}

static int64_t
option_integer(const struct dg_plugin_options *options, const char *name)
{
    return strtoll(option(options, name), NULL, 10);
}

static bool
option_boolean(const struct dg_plugin_options *options, const char *name)
{
    return strcmp(option(options, name), "true") == 0;
}

void
fake_host_make_table(struct dg_plugin_host *table)
{
    *table = dg_host_table;
    table->alloc = host_alloc;
    table->release = host_release;
    table->log = host_log;
    table->audience_offices = audience_offices;
    table->audience_overlaps = audience_overlaps;
    table->audience_inside = audience_inside;
    table->audience_meets = audience_meets;
    table->audience_within = audience_within;
    table->audience_keep = audience_keep;
    table->audience_release = audience_release;
    table->put_audience = put_audience;
    table->audience_restore = fake_host_audience;
    table->format = format_text;
    table->add = findings_add;
    table->fact = findings_fact;
    table->verdict = decision_verdict;
    table->finding_count = decision_count;
    table->finding_at = decision_at;
    table->finding_observed = decision_observed;
    table->finding_plugin = decision_plugin;
    table->submit = submit_event;
    table->option_text = option_text;
    table->option_integer = option_integer;
    table->option_boolean = option_boolean;
    fake_host_make_world(table);
}
