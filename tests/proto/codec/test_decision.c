/* SPDX-License-Identifier: Apache-2.0 */
/* Findings add up to a verdict; decisions go to JSON and come back. */
#include "proto/codec/decision.h"

#include "tests/tap/tap.h"

static struct dg_arena arena;
static struct dg_json_writer *writer;

/* A slice where an initialiser must be constant. */
#define S(literal)                                                             \
    {                                                                          \
        literal, sizeof literal - 1                                            \
    }

static const struct dg_str alternatives[] = {S("由公安机关出具"), S("承诺制")};
static const struct dg_effect effects[] = {
    {DG_EFFECT_STRIP, S("/data/seals/0"), S("seal"), S("seal-not-listed"), 1,
     216, S("0-19")}, /* the place is not written */
    {DG_EFFECT_REFUSE, S(""), S("task"), S(""), 2, 0, S("")},
};
static const struct dg_finding refusal = {
    .plugin = S("access_list"),
    .rule = S("proofs"),
    .verdict = DG_VERDICT_REFUSE,
    .code = S("proof-not-to-be-issued"),
    .text = S("村(社区)不出具“无犯罪记录”证明"),
    .pointer = S("/data/proofs/0"),
    .list = S("huishui"),
    .listversion = S("2026-1"),
    .entry = S("proof-05"),
    .clause = S("民发〔2020〕20号"),
    .alternatives = alternatives,
    .alternative_count = 2,
    .effects = effects,
    .effect_count = 2,
};

#define FINDING                                                                \
    "{\"plugin\":\"access_list\",\"rule\":\"proofs\",\"verdict\":\"refuse\","  \
    "\"code\":\"proof-not-to-be-issued\","                                     \
    "\"text\":\"村(社区)不出具“无犯罪记录”证明\","            \
    "\"pointer\":\"/data/proofs/0\",\"list\":\"huishui\","                     \
    "\"listversion\":\"2026-1\",\"entry\":\"proof-05\","                       \
    "\"clause\":\"民发〔2020〕20号\","                                    \
    "\"alternatives\":[\"由公安机关出具\",\"承诺制\"],"              \
    "\"effects\":[{\"kind\":\"strip\",\"pointer\":\"/data/seals/0\","          \
    "\"dimension\":\"seal\",\"quantity\":1,\"offices\":216,"                   \
    "\"cause\":\"seal-not-listed\"},{\"kind\":\"refuse\","                     \
    "\"dimension\":\"task\",\"quantity\":2,\"offices\":0}]}"

static struct dg_decision
decide(const struct dg_findings *findings)
{
    return (struct dg_decision){
        .verdict = dg_findings_verdict(findings),
        .findings = findings->items,
        .finding_count = findings->count,
    };
}

static void
check_text(const struct dg_decision *decision, const char *want,
           const char *name)
{
    struct dg_str text = {NULL, 0};

    is_int(dg_decision_encode(decision, writer, &text), DG_OK, name);
    is_str(text, want, "as JSON");
}

static void
test_verdicts(void)
{
    struct dg_finding finding = {.plugin = DG_STR("calendar")};
    struct dg_findings findings;

    dg_findings_init(&findings, &arena);
    is_int(dg_findings_verdict(&findings), DG_VERDICT_NOTE, "no finding");
    finding.verdict = DG_VERDICT_STRIP;
    dg_findings_add(&findings, &finding);
    is_int(dg_findings_verdict(&findings), DG_VERDICT_STRIP, "strip");
    finding.verdict = DG_VERDICT_REFUSE;
    finding.observed = true;
    dg_findings_add(&findings, &finding);
    is_int(dg_findings_verdict(&findings), DG_VERDICT_STRIP,
           "an observed refusal does not count");
    finding.verdict = DG_VERDICT_DEFER;
    finding.observed = false;
    dg_findings_add(&findings, &finding);
    finding.verdict = DG_VERDICT_NOTE;
    dg_findings_add(&findings, &finding);
    is_int(dg_findings_verdict(&findings), DG_VERDICT_DEFER,
           "the heaviest wins");
    for (int i = 0; i < 100; i++) {
        dg_findings_refuse(&findings, "unknown-code", DG_STR("/data"),
                           DG_STR("x"));
    }
    is_int(dg_findings_verdict(&findings), DG_VERDICT_REFUSE, "refuse");
    is_int(findings.count, 104, "all of them kept");
    ok(findings.items[0].verdict == DG_VERDICT_STRIP &&
           findings.items[2].verdict == DG_VERDICT_DEFER,
       "in their order");
    is_str(findings.items[103].plugin, "gateway", "the core's own");
    is_str(findings.items[103].code, "unknown-code", "code");
    is_text(dg_decision_text(DG_VERDICT_NOTE), "admit", "NOTE admits");
    is_text(dg_decision_text(DG_VERDICT_STRIP), "admit", "STRIP admits");
    is_text(dg_decision_text(DG_VERDICT_DEFER), "defer", "DEFER");
    is_text(dg_decision_text(DG_VERDICT_REFUSE), "refuse", "REFUSE");
    is_text(dg_effect_text(DG_EFFECT_PREFILL), "prefill", "an effect");
}

static void
test_copies(void)
{
    char text[] = "due in the past", cause[] = "lead-time";
    struct dg_effect effect = {.cause = dg_str_from(cause)};
    struct dg_str alternative = dg_str_from(text);
    struct dg_finding finding = {
        .plugin = DG_STR("x"),
        .text = dg_str_from(text),
        .alternatives = &alternative,
        .alternative_count = 1,
        .effects = &effect,
        .effect_count = 1,
    };
    struct dg_findings findings;

    dg_findings_init(&findings, &arena);
    dg_findings_add(&findings, &finding);
    memset(text, '?', sizeof text - 1);
    memset(cause, '?', sizeof cause - 1);
    alternative = DG_STR("?");
    effect.quantity = 9;
    is_str(findings.items[0].text, "due in the past", "the text is copied");
    is_str(findings.items[0].alternatives[0], "due in the past",
           "the alternatives too");
    is_str(findings.items[0].effects[0].cause, "lead-time", "and the effects");
    is_int(findings.items[0].effects[0].quantity, 0, "with their numbers");
}

static void
test_encode(void)
{
    struct dg_finding observed = refusal;
    struct dg_findings findings;
    struct dg_decision decision;

    dg_findings_init(&findings, &arena);
    decision = decide(&findings);
    check_text(&decision,
               "{\"verdict\":\"admit\",\"offices\":0,\"findings\":[]}",
               "an admission");
    observed = (struct dg_finding){.plugin = DG_STR("access_list"),
                                   .rule = DG_STR("duty"),
                                   .verdict = DG_VERDICT_REFUSE,
                                   .observed = true,
                                   .code = DG_STR("duty-not-listed"),
                                   .list = DG_STR("other")};
    dg_findings_add(&findings, &observed);
    decision = decide(&findings);
    decision.roster = DG_STR("2026-11");
    decision.offices = 216;
    check_text(&decision,
               "{\"verdict\":\"admit\",\"roster\":\"2026-11\",\"offices\":216,"
               "\"findings\":[{\"plugin\":\"access_list\",\"rule\":\"duty\","
               "\"verdict\":\"refuse\",\"observed\":true,"
               "\"code\":\"duty-not-listed\",\"list\":\"other\"}]}",
               "an admission that would have been refused");
    dg_findings_add(&findings, &refusal);
    decision = decide(&findings);
    check_text(
        &decision,
        "{\"type\":\"urn:dutygate:problem:refused\",\"title\":\"Refused\","
        "\"status\":403,"
        "\"detail\":\"村(社区)不出具“无犯罪记录”证明\","
        "\"list\":\"huishui\",\"listversion\":\"2026-1\","
        "\"clause\":\"民发〔2020〕20号\","
        "\"alternatives\":[\"由公安机关出具\",\"承诺制\"],"
        "\"verdict\":\"refuse\",\"offices\":0,"
        "\"findings\":[{\"plugin\":\"access_list\",\"rule\":\"duty\","
        "\"verdict\":\"refuse\",\"observed\":true,"
        "\"code\":\"duty-not-listed\",\"list\":\"other\"}," FINDING "]}",
        "a refusal quotes the first that counts");
}

static bool
same_finding(const struct dg_finding *a, const struct dg_finding *b)
{
    bool same = dg_str_equal(a->plugin, b->plugin) &&
                dg_str_equal(a->rule, b->rule) && a->verdict == b->verdict &&
                a->observed == b->observed && dg_str_equal(a->code, b->code) &&
                dg_str_equal(a->text, b->text) &&
                dg_str_equal(a->pointer, b->pointer) &&
                dg_str_equal(a->list, b->list) &&
                dg_str_equal(a->listversion, b->listversion) &&
                dg_str_equal(a->entry, b->entry) &&
                dg_str_equal(a->clause, b->clause) &&
                a->alternative_count == b->alternative_count &&
                a->effect_count == b->effect_count;

    for (size_t i = 0; same && i < a->alternative_count; i++) {
        same = dg_str_equal(a->alternatives[i], b->alternatives[i]);
    }
    for (size_t i = 0; same && i < a->effect_count; i++) {
        const struct dg_effect *x = &a->effects[i], *y = &b->effects[i];
        same = x->kind == y->kind && dg_str_equal(x->pointer, y->pointer) &&
               dg_str_equal(x->dimension, y->dimension) &&
               dg_str_equal(x->cause, y->cause) && x->quantity == y->quantity &&
               x->offices == y->offices;
    }
    return same;
}

static void
check_back(const struct dg_findings *findings, const char *name)
{
    struct dg_decision decision = decide(findings), back;
    struct dg_str text;
    bool same = true;

    decision.roster = DG_STR("2026-11");
    decision.offices = UINT32_MAX;
    dg_decision_encode(&decision, writer, &text);
    is_int(dg_decision_decode(&arena, dg_arena_copy(&arena, text), &back),
           DG_OK, name);
    is_int(back.verdict, decision.verdict, "verdict");
    is_str(back.roster, "2026-11", "roster");
    ok(back.offices == UINT32_MAX, "offices");
    is_int(back.finding_count, findings->count, "number of findings");
    for (size_t i = 0; i < back.finding_count; i++) {
        same = same && same_finding(&back.findings[i], &findings->items[i]);
    }
    ok(same, "the findings are the same");
}

static void
test_decode(void)
{
    static const enum dg_verdict verdicts[] = {
        DG_VERDICT_NOTE, DG_VERDICT_STRIP, DG_VERDICT_DEFER, DG_VERDICT_REFUSE};
    struct dg_finding finding = refusal;
    struct dg_findings findings;

    dg_findings_init(&findings, &arena);
    check_back(&findings, "no finding");
    finding.observed = true;
    dg_findings_add(&findings, &finding);
    finding.observed = false;
    for (size_t i = 0; i < sizeof verdicts / sizeof verdicts[0]; i++) {
        finding.verdict = verdicts[i];
        dg_findings_add(&findings, &finding);
        check_back(&findings, dg_decision_text(verdicts[i]));
    }
}

static void
test_malformed(void)
{
    static const char *const texts[] = {
        "",
        "[]",
        "{}",
        "{\"verdict\":\"admit\",\"findings\":[]}",
        "{\"verdict\":\"maybe\",\"offices\":0,\"findings\":[]}",
        "{\"verdict\":\"admit\",\"offices\":-1,\"findings\":[]}",
        "{\"verdict\":\"admit\",\"offices\":4294967296,\"findings\":[]}",
        "{\"verdict\":\"admit\",\"offices\":0,\"findings\":{\"a\":1}}",
        "{\"verdict\":\"admit\",\"offices\":0,\"findings\":[{}]}",
        "{\"verdict\":\"admit\",\"offices\":0,\"findings\":[1]}",
        "{\"verdict\":\"admit\",\"offices\":0,\"findings\":[{\"verdict\":"
        "\"note\",\"alternatives\":[1]}]}",
        "{\"verdict\":\"admit\",\"offices\":0,\"findings\":[{\"verdict\":"
        "\"note\",\"effects\":[{\"kind\":\"x\",\"quantity\":1,\"offices\":1}]"
        "}]}",
        "{\"verdict\":\"admit\",\"offices\":0,\"findings\":[{\"verdict\":"
        "\"note\",\"effects\":[{\"kind\":\"strip\",\"offices\":1}]}]}",
    };
    struct dg_decision decision = {.offices = 7};

    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        ok(dg_decision_decode(&arena, dg_str_from(texts[i]), &decision) ==
                   DG_ERR_MALFORMED &&
               decision.offices == 7,
           "no decision: %s", texts[i]);
    }
}

/* Under each limit: the sticky error, or everything. */
static void
test_memory(void)
{
    bool sound = true;
    size_t limit = 0, kept = 0;

    for (; limit < 65536 && kept < 20; limit += 16) {
        struct dg_arena small;
        struct dg_findings findings;
        dg_arena_init(&small, limit);
        dg_findings_init(&findings, &small);
        for (kept = 0; kept < 20 && !findings.err; kept++) {
            dg_findings_add(&findings, &refusal);
        }
        sound = sound && (findings.err == DG_ERR_MEMORY ||
                          (kept == 20 && findings.count == 20));
        if (findings.err) {
            kept = 0;
        }
        dg_arena_finish(&small);
    }
    ok(sound, "out of memory is said, wherever it happens");
    is_int(kept, 20, "with enough of it all is kept");
}

int
main(void)
{
    dg_arena_init(&arena, 16 << 20);
    if (dg_json_writer_create(&writer) != DG_OK) {
        return 99;
    }
    test_verdicts();
    test_copies();
    test_encode();
    test_decode();
    test_malformed();
    test_memory();
    dg_json_writer_destroy(writer);
    dg_arena_finish(&arena);
    return tap_done();
}
