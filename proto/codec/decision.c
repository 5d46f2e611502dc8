/* SPDX-License-Identifier: Apache-2.0 */
/* Decides how a decision is written into the journal and the answer, and reads
 * it back. Which verdict it is was decided before. */
#include "proto/codec/decision.h"

#include <inttypes.h>
#include <stdio.h>

#include "proto/codec/problem.h"

static const char *const verdict_texts[] = {
    [DG_VERDICT_NOTE] = "note",
    [DG_VERDICT_STRIP] = "strip",
    [DG_VERDICT_DEFER] = "defer",
    [DG_VERDICT_REFUSE] = "refuse",
};

static const char *const effect_texts[DG_EFFECT_COUNT] = {
    [DG_EFFECT_REFUSE] = "refuse",   [DG_EFFECT_STRIP] = "strip",
    [DG_EFFECT_SHARE] = "share",     [DG_EFFECT_PREFILL] = "prefill",
    [DG_EFFECT_RELEASE] = "release", [DG_EFFECT_ASK] = "ask",
    [DG_EFFECT_ANSWER] = "answer",
};

const char *
dg_effect_text(enum dg_effect_kind kind)
{
    return effect_texts[kind];
}

const char *
dg_decision_text(enum dg_verdict verdict)
{
    return verdict <= DG_VERDICT_STRIP ? "admit" : verdict_texts[verdict];
}

static void
put_alternatives(struct dg_json_writer *writer,
                 const struct dg_finding *finding)
{
    if (finding->alternative_count == 0) {
        return;
    }
    dg_json_name(writer, "alternatives");
    dg_json_open_array(writer);
    for (size_t i = 0; i < finding->alternative_count; i++) {
        dg_json_str(writer, finding->alternatives[i]);
    }
    dg_json_close_array(writer);
}

/* A text that JSON writes as it is. */
static bool
is_plain(struct dg_str text)
{
    for (size_t i = 0; i < text.len; i++) {
        unsigned char c = (unsigned char) text.data[i];
        if (c < 0x20 || c > 0x7e || c == '"' || c == '\\') {
            return false;
        }
    }
    return text.len > 0;
}

/* There may be thousands, and nearly all of them fit here: at once. */
static bool
put_plain(struct dg_json_writer *writer, const struct dg_effect *effect)
{
    char text[256];
    int len;

    if (!is_plain(effect->pointer) || !is_plain(effect->dimension) ||
        !is_plain(effect->cause)) {
        return false;
    }
    len = snprintf(text, sizeof text,
                   "{\"kind\":\"%s\",\"pointer\":\"%.*s\",\"dimension\":"
                   "\"%.*s\",\"quantity\":%" PRId64 ",\"offices\":%" PRIu32
                   ",\"cause\":\"%.*s\"}",
                   effect_texts[effect->kind], DG_STR_ARG(effect->pointer),
                   DG_STR_ARG(effect->dimension), (int64_t) effect->quantity,
                   effect->offices, DG_STR_ARG(effect->cause));
    if (len < 0 || (size_t) len >= sizeof text) {
        return false;
    }
    dg_json_raw(writer, (struct dg_str){text, (size_t) len});
    return true;
}

static void
put_effects(struct dg_json_writer *writer, const struct dg_finding *finding)
{
    if (finding->effect_count == 0) {
        return;
    }
    dg_json_name(writer, "effects");
    dg_json_open_array(writer);
    for (size_t i = 0; i < finding->effect_count; i++) {
        const struct dg_effect *effect = &finding->effects[i];
        if (put_plain(writer, effect)) {
            continue;
        }
        dg_json_open_object(writer);
        dg_json_put_text(writer, "kind", effect_texts[effect->kind]);
        dg_json_put_str(writer, "pointer", effect->pointer);
        dg_json_put_str(writer, "dimension", effect->dimension);
        dg_json_put_integer(writer, "quantity", (int64_t) effect->quantity);
        dg_json_put_integer(writer, "offices", effect->offices);
        dg_json_put_str(writer, "cause", effect->cause);
        dg_json_close_object(writer);
    }
    dg_json_close_array(writer);
}

static void
put_finding(struct dg_json_writer *writer, const struct dg_finding *finding)
{
    dg_json_open_object(writer);
    dg_json_put_str(writer, "plugin", finding->plugin);
    dg_json_put_str(writer, "rule", finding->rule);
    dg_json_put_text(writer, "verdict", verdict_texts[finding->verdict]);
    if (finding->observed) {
        dg_json_put_boolean(writer, "observed", true);
    }
    dg_json_put_str(writer, "code", finding->code);
    dg_json_put_str(writer, "text", finding->text);
    dg_json_put_str(writer, "pointer", finding->pointer);
    dg_json_put_str(writer, "list", finding->list);
    dg_json_put_str(writer, "listversion", finding->listversion);
    dg_json_put_str(writer, "entry", finding->entry);
    dg_json_put_str(writer, "clause", finding->clause);
    put_alternatives(writer, finding);
    put_effects(writer, finding);
    dg_json_close_object(writer);
}

/* The first refusal that counts, which a problem quotes. */
static const struct dg_finding *
find_refusal(const struct dg_decision *decision)
{
    for (size_t i = 0; i < decision->finding_count; i++) {
        const struct dg_finding *finding = &decision->findings[i];
        if (finding->verdict == DG_VERDICT_REFUSE && !finding->observed) {
            return finding;
        }
    }
    return NULL;
}

static void
put_problem(struct dg_json_writer *writer, const struct dg_decision *decision)
{
    const struct dg_finding *refusal = find_refusal(decision);

    dg_problem_write(writer, DG_PROBLEM_REFUSED,
                     refusal ? refusal->text : (struct dg_str){NULL, 0});
    if (refusal) {
        dg_json_put_str(writer, "list", refusal->list);
        dg_json_put_str(writer, "listversion", refusal->listversion);
        dg_json_put_str(writer, "clause", refusal->clause);
        put_alternatives(writer, refusal);
    }
}

enum dg_err
dg_decision_encode(const struct dg_decision *decision,
                   struct dg_json_writer *writer, struct dg_str *text)
{
    dg_json_writer_reset(writer);
    dg_json_open_object(writer);
    if (decision->verdict == DG_VERDICT_REFUSE) {
        put_problem(writer, decision);
    }
    dg_json_put_text(writer, "verdict", dg_decision_text(decision->verdict));
    dg_json_put_str(writer, "roster", decision->roster);
    dg_json_put_integer(writer, "offices", decision->offices);
    dg_json_name(writer, "findings");
    dg_json_open_array(writer);
    for (size_t i = 0; i < decision->finding_count; i++) {
        put_finding(writer, &decision->findings[i]);
    }
    dg_json_close_array(writer);
    dg_json_close_object(writer);
    return dg_json_writer_text(writer, text);
}

/* ---- back ---------------------------------------------------------------- */

/* Reads with a sticky error, as everything here was written by us: one member
 * that is not as it should be spoils the whole. */
struct reading {
    struct dg_arena *arena;
    enum dg_err err;
};

static uint64_t
read_number(struct reading *reading, const struct dg_json *object,
            const char *name, uint64_t max)
{
    int64_t value = 0;

    if (dg_json_to_i64(dg_json_get(object, name), &value) != DG_OK ||
        value < 0 || (uint64_t) value > max) {
        reading->err = DG_ERR_MALFORMED;
        return 0;
    }
    return (uint64_t) value;
}

/* The index of a member's text among texts. */
static unsigned
read_word(struct reading *reading, const struct dg_json *object,
          const char *name, const char *const *texts, unsigned count)
{
    struct dg_str word = dg_json_get_str(object, name);

    for (unsigned i = 0; i < count; i++) {
        if (dg_str_is(word, texts[i])) {
            return i;
        }
    }
    reading->err = DG_ERR_MALFORMED;
    return 0;
}

/* The first element of an array member that is absent when it has none, with
 * room for what is read from each; NULL if there is nothing to read. */
static const struct dg_json *
begin_array(struct reading *reading, const struct dg_json *array, size_t size,
            void **items)
{
    *items = NULL;
    if (!array || array->count == 0 || reading->err) {
        return NULL;
    }
    *items = array->type == DG_JSON_ARRAY
                 ? dg_arena_alloc(reading->arena, array->count * size)
                 : NULL;
    if (!*items) {
        reading->err =
            array->type == DG_JSON_ARRAY ? DG_ERR_MEMORY : DG_ERR_MALFORMED;
        return NULL;
    }
    return array->child;
}

static void
read_alternatives(struct reading *reading, const struct dg_json *object,
                  struct dg_finding *finding)
{
    void *items;
    const struct dg_json *node =
        begin_array(reading, dg_json_get(object, "alternatives"),
                    sizeof(struct dg_str), &items);
    struct dg_str *texts = items;

    finding->alternatives = texts;
    for (; node; node = node->next) {
        if (node->type != DG_JSON_STRING) {
            reading->err = DG_ERR_MALFORMED;
        }
        texts[finding->alternative_count++] = node->text;
    }
}

static void
read_effects(struct reading *reading, const struct dg_json *object,
             struct dg_finding *finding)
{
    void *items;
    const struct dg_json *node =
        begin_array(reading, dg_json_get(object, "effects"),
                    sizeof(struct dg_effect), &items);
    struct dg_effect *effects = items;

    finding->effects = effects;
    for (; node; node = node->next) {
        effects[finding->effect_count++] = (struct dg_effect){
            .kind = (enum dg_effect_kind) read_word(
                reading, node, "kind", effect_texts, DG_EFFECT_ASK),
            .pointer = dg_json_get_str(node, "pointer"),
            .dimension = dg_json_get_str(node, "dimension"),
            .cause = dg_json_get_str(node, "cause"),
            .quantity = read_number(reading, node, "quantity", INT64_MAX),
            .offices =
                (uint32_t) read_number(reading, node, "offices", UINT32_MAX),
        };
    }
}

static void
read_finding(struct reading *reading, const struct dg_json *node,
             struct dg_finding *finding)
{
    const struct dg_json *observed = dg_json_get(node, "observed");

    *finding = (struct dg_finding){
        .plugin = dg_json_get_str(node, "plugin"),
        .rule = dg_json_get_str(node, "rule"),
        .verdict = (enum dg_verdict) read_word(
            reading, node, "verdict", verdict_texts, DG_VERDICT_REFUSE + 1),
        .observed = observed && observed->boolean,
        .code = dg_json_get_str(node, "code"),
        .text = dg_json_get_str(node, "text"),
        .pointer = dg_json_get_str(node, "pointer"),
        .list = dg_json_get_str(node, "list"),
        .listversion = dg_json_get_str(node, "listversion"),
        .entry = dg_json_get_str(node, "entry"),
        .clause = dg_json_get_str(node, "clause"),
    };
    read_alternatives(reading, node, finding);
    read_effects(reading, node, finding);
}

static void
read_findings(struct reading *reading, const struct dg_json *root,
              struct dg_decision *decision)
{
    void *items;
    const struct dg_json *node =
        begin_array(reading, dg_json_get(root, "findings"),
                    sizeof(struct dg_finding), &items);
    struct dg_finding *findings = items;

    decision->findings = findings;
    for (; node; node = node->next) {
        read_finding(reading, node, &findings[decision->finding_count++]);
    }
}

/* "admit" was written of NOTE and of STRIP: the findings tell which. */
static enum dg_verdict
read_verdict(struct reading *reading, const struct dg_json *root,
             const struct dg_decision *decision)
{
    static const char *const texts[] = {"admit", "defer", "refuse"};
    static const enum dg_verdict verdicts[] = {
        DG_VERDICT_NOTE, DG_VERDICT_DEFER, DG_VERDICT_REFUSE};
    enum dg_verdict verdict =
        verdicts[read_word(reading, root, "verdict", texts, 3)];

    for (size_t i = 0; i < decision->finding_count; i++) {
        const struct dg_finding *finding = &decision->findings[i];
        if (verdict == DG_VERDICT_NOTE && !finding->observed &&
            finding->verdict == DG_VERDICT_STRIP) {
            verdict = DG_VERDICT_STRIP;
        }
    }
    return verdict;
}

enum dg_err
dg_decision_decode(struct dg_arena *arena, struct dg_str text,
                   struct dg_decision *decision)
{
    struct reading reading = {.arena = arena};
    struct dg_decision read = {.verdict = DG_VERDICT_NOTE};
    struct dg_json_error error;
    const struct dg_json *root;
    enum dg_err err = dg_json_parse(arena, text, &root, &error);

    if (err) {
        return err == DG_ERR_MEMORY ? err : DG_ERR_MALFORMED;
    }
    read.roster = dg_json_get_str(root, "roster");
    read.offices =
        (uint32_t) read_number(&reading, root, "offices", UINT32_MAX);
    read_findings(&reading, root, &read);
    read.verdict = read_verdict(&reading, root, &read);
    if (!reading.err) {
        *decision = read;
    }
    return reading.err;
}
