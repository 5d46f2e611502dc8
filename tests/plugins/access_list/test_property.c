/* SPDX-License-Identifier: Apache-2.0 */
/* Random sequences of publications by four layers, and of tasks. Whatever the
 * lower ones publish:
 * - what the layers above alone refuse is refused ("loosens"),
 * - what they mark mandatory and admit is admitted ("shirks"),
 * - and a list that was accepted, asked alone about a duty that it lists, lets
 *   nothing through that the layers above do not ("accepted").
 * A sequence that breaks one is shrunk and printed with its seed; PROPERTY_SEED
 * and PROPERTY_RUNS choose others. */
#include <stdlib.h>

#include "tests/plugins/access_list/fixture.h"
#include "tests/tap/tap.h"

#define STEPS 40
#define DUTIES 2
#define RUNS 1000

static uint64_t seed;

static unsigned
roll(unsigned sides)
{
    seed ^= seed << 13;
    seed ^= seed >> 7;
    seed ^= seed << 17;
    return (unsigned) ((seed >> 20) % sides);
}

static const char *
one_of(const char *const *choices, unsigned count)
{
    return choices[roll(count)];
}

#define ONE_OF(...)                                                            \
    one_of((const char *const[]){__VA_ARGS__},                                 \
           sizeof((const char *const[]){__VA_ARGS__}) / sizeof(char *))

/* ---- steps --------------------------------------------------------------- */

enum { CITY, COUNTY, TOWN_A, TOWN_B, LAYERS };

static const struct {
    const char *name, *head, *prefix;
    int upper;
} layers[LAYERS] = {
    {"city", "'level': 'city', 'prefix': '5227'", "5227", -1},
    {"access", "'level': 'county', 'upper': 'city', 'prefix': '522731'",
     "522731", CITY},
    {"town-a", "'level': 'town', 'upper': 'access', 'prefix': '522731100'",
     "522731100", COUNTY},
    {"town-b", "'level': 'town', 'upper': 'access', 'prefix': '522731102'",
     "522731102", COUNTY},
};

struct step {
    int layer; /* -1: a task is asked */
    bool whole;
    char date[11], duty[4];
    const char *codes, *source;
    char data[3000];
};

static struct step steps[STEPS];
static bool left_out[STEPS];

static void
add(char *data, const char *text)
{
    strcat(data, text);
}

/* Mostly one that a list below gets through with; else the other. */
static const char *
mostly(bool upper, const char *mild, const char *strict)
{
    return (roll(5) > 0) == upper ? mild : strict;
}

static void
make_entry(char *data, unsigned duty, bool upper)
{
    sprintf(data + strlen(data), "{'code': 'd%u', 'title': '事项', ", duty);
    add(data, ONE_OF("'class': 'basic'", "'class': 'statutory'",
                     "'class': 'statutory', 'mandatory': true",
                     "'class': 'assisting'", "'class': 'basic'",
                     "'class': 'assisting'", "'class': 'negative'"));
    add(data, mostly(upper, "", ", 'departments': ['mzj']"));
    add(data, ONE_OF("", "", "", "", "", ", 'prefixes': ['522731100']",
                     ", 'prefixes': ['522731']"));
    add(data, mostly(upper, ", 'seals': ['s1']", ""));
    add(data, mostly(upper, ", 'evidence': ['photo']", ""));
    add(data, mostly(upper, ", 'proofs': ['居住']", ""));
    add(data, mostly(upper, ", 'leaddays': 5", ", 'leaddays': 20"));
    add(data, mostly(upper, "", ", 'funding': true"));
    add(data, mostly(upper, ", 'frequency': {'times': 3, 'per': 'month'}",
                     ", 'frequency': {'times': 3, 'per': 'year'}"));
    add(data, ONE_OF("", "", "", "", "", ", 'validto': '2026-02-10'"));
    add(data, "}");
}

static void
make_list(struct step *step, int number)
{
    static int last[LAYERS];
    bool comma = false;
    step->whole = number < LAYERS || roll(2);
    sprintf(
        step->data, "{'list': '%s', 'version': 'v%d', %s, 'validfrom': '%s'",
        layers[step->layer].name, number, layers[step->layer].head, step->date);
    if (!step->whole) {
        sprintf(step->data + strlen(step->data), ", 'base': 'v%d'",
                last[step->layer]);
    }
    last[step->layer] = number;
    add(step->data, ONE_OF(", 'open': true", "", ""));
    add(step->data, ONE_OF("", "", ", 'proofs': [{'name': '居住'}]",
                           ", 'proofs': [{'name': '居住', "
                           "'verdict': 'allowed'}]"));
    add(step->data, ", 'entries': [");
    for (unsigned duty = 0; duty < DUTIES; duty++) {
        if (number >= LAYERS && roll(4)) {
            add(step->data, comma ? ", " : "");
            make_entry(step->data, duty, step->layer == CITY);
            comma = true;
        }
    }
    if (step->whole) {
        add(step->data, comma ? ", " : "");
        add(step->data, "{'code': 's1', 'title': '印', 'kind': 'seal', "
                        "'class': 'basic'}");
    }
    add(step->data, "]}");
}

#define OFFICE_A "'522731100201'"
#define OFFICE_B "'522731102201'"
#define OFFICE_C "'522731103201'"

static void
make_task(struct step *step)
{
    char due[32];
    sprintf(step->duty, "d%u", roll(2 * DUTIES + 1) / 2);
    step->codes = ONE_OF(OFFICE_A, OFFICE_A, OFFICE_B, OFFICE_C,
                         OFFICE_A ", " OFFICE_B, OFFICE_B ", " OFFICE_C);
    step->source =
        ONE_OF("department/mzj", "department/mzj", "department/mzj",
               "department/mzj", "department/wjj", "town/522731100000");
    /* In ten days, mostly; step->date is in February. */
    unsigned day = (unsigned) atoi(step->date + 8) + 10;
    snprintf(due, sizeof due, "2026-%02u-%02u", day > 28 ? 3 : 2,
             day > 28 ? day - 28 : day);
    sprintf(step->data,
            "{'duty': '%s', 'title': '通知', 'audience': {'codes': [%s]}, "
            "'due': '%s'",
            step->duty, step->codes, roll(4) ? due : "2026-06-01");
    add(step->data, ONE_OF("", ", 'seals': ['s1']"));
    add(step->data, ONE_OF("", ", 'proofs': ['居住证明']"));
    add(step->data, ONE_OF("", ", 'evidence': ['photo']"));
    add(step->data,
        ONE_OF(", 'funding': '县财政'}", ", 'funding': '县财政'}", "}"));
}

static void
make_steps(void)
{
    for (int i = 0; i < STEPS; i++) {
        struct step *step = &steps[i];
        bool list = i < LAYERS || roll(5) == 0;
        *step = (struct step){.layer = -1};
        sprintf(step->date, "2026-02-%02d", 1 + i * 28 / STEPS);
        left_out[i] = false;
        if (list) {
            step->layer = i < LAYERS ? i : (int) roll(LAYERS);
            make_list(step, i);
        } else {
            make_task(step);
        }
    }
}

/* ---- gateways ------------------------------------------------------------ */

/* One with all lists; of each layer one that knows it and all above, and one
 * that knows nothing else. */
static struct fake_host all, with_uppers[LAYERS], alone[LAYERS];
static bool fresh[LAYERS]; /* accepted under what is now above */
static unsigned accepted, refused, compared;

static void
open_one(struct fake_host *host, const char *list)
{
    const char *options[] = {"list", list, NULL};
    if (!fake_host_open(host, "access_list", options)) {
        exit(99);
    }
}

static void
open_all(void)
{
    open_one(&all, "access");
    for (int i = 0; i < LAYERS; i++) {
        open_one(&with_uppers[i], layers[i].name);
        open_one(&alone[i], layers[i].name);
        fresh[i] = false;
    }
}

static void
close_all(void)
{
    fake_host_close(&all);
    for (int i = 0; i < LAYERS; i++) {
        fake_host_close(&with_uppers[i]);
        fake_host_close(&alone[i]);
    }
}

static bool
stands_above(int upper, int layer)
{
    while (layer >= 0 && layer != upper) {
        layer = layers[layer].upper;
    }
    return layer == upper;
}

static void
apply(struct fake_host *host, const struct step *step, const char *type,
      enum dg_plugin_verdict verdict)
{
    fake_host_set_day(host, step->date);
    fake_host_apply(host, type, step->source ? step->source : KEEPER,
                    step->data, verdict);
}

static void
publish(const struct step *step)
{
    fake_host_set_day(&all, step->date);
    if (fake_host_send(&all, LIST_PUBLISH, KEEPER, step->data) >
        DG_PLUGIN_STRIP) {
        refused++;
        return;
    }
    accepted++;
    fresh[step->layer] |= step->whole;
    apply(&alone[step->layer], step, LIST_PUBLISH, DG_PLUGIN_NOTE);
    for (int i = 0; i < LAYERS; i++) {
        if (stands_above(step->layer, i)) {
            apply(&with_uppers[i], step, LIST_PUBLISH, DG_PLUGIN_NOTE);
            fresh[i] &= i == step->layer;
        }
    }
}

/* ---- what must hold ------------------------------------------------------ */

static enum dg_plugin_verdict
ask(struct fake_host *host, const struct step *step)
{
    enum dg_plugin_verdict verdict = DG_PLUGIN_NOTE;
    fake_host_set_day(host, step->date);
    fake_host_decide(host, TASK_PUBLISH, step->source, step->data);
    for (size_t i = 0; i < host->findings.count; i++) {
        if (host->findings.items[i].verdict > verdict) {
            verdict = host->findings.items[i].verdict;
        }
    }
    return verdict;
}

/* Refuses for another reason than that the duty may be listed below. */
static bool
refuses(struct fake_host *host, const struct step *step)
{
    bool open = strstr(fake_host_query(host, "list.read", "{'limit': 1}"),
                       "\"open\":true") != NULL;
    ask(host, step);
    for (size_t i = 0; i < host->findings.count; i++) {
        const struct dg_plugin_finding *f = &host->findings.items[i];
        if (f->verdict == DG_PLUGIN_REFUSE &&
            strcmp(f->code, "no-list-in-force") != 0 &&
            !(open && strcmp(f->code, "duty-not-listed") == 0)) {
            return true;
        }
    }
    return false;
}

static bool
lists(int layer, const char *duty, const char *word)
{
    char params[64];
    fake_host_set_day(&alone[layer], "2026-02-01");
    sprintf(params, "{'code': '%s'}", duty);
    return strstr(fake_host_query(&alone[layer], "list.read", params), word);
}

/* Of what does not hang on the past, on lists below or on proofs, which are
 * inherited one by one. */
static bool
is_milder(int layer, const struct step *step)
{
    static const char *const rules[] = {"valid",    "class",   "department",
                                        "audience", "seals",   "evidence",
                                        "lead",     "funding", NULL};
    struct fake_host *above = &with_uppers[layers[layer].upper];
    char taken[2048] = "";
    if (ask(&alone[layer], step) == DG_PLUGIN_REFUSE) {
        return false;
    }
    for (size_t i = 0; i < alone[layer].findings.count; i++) {
        struct dg_plugin_str p = alone[layer].findings.items[i].pointer;
        sprintf(taken + strlen(taken), "%.*s ", (int) p.len, p.data);
    }
    ask(above, step);
    for (size_t i = 0; i < above->findings.count; i++) {
        const struct dg_plugin_finding *f = &above->findings.items[i];
        char pointer[64];
        snprintf(pointer, sizeof pointer, "%.*s ", (int) f->pointer.len,
                 f->pointer.data);
        for (const char *const *rule = rules; *rule; rule++) {
            if (strcmp(f->rule, *rule) == 0 && f->verdict >= DG_PLUGIN_STRIP &&
                (f->verdict == DG_PLUGIN_REFUSE || !strstr(taken, pointer))) {
                return true;
            }
        }
    }
    return false;
}

static bool
lies_in(const char *codes, const char *prefix)
{
    for (const char *at = codes; (at = strchr(at, '5'));
         at = strchr(at, '\'') ? strchr(at, '\'') + 1 : at + strlen(at)) {
        if (strncmp(at, prefix, strlen(prefix)) != 0) {
            return false;
        }
    }
    return true;
}

static const char *
break_of(const struct step *step)
{
    enum dg_plugin_verdict verdict = ask(&all, step);
    bool mandatory = false;
    if (all.findings.count &&
        strcmp(all.findings.items[0].code, "no-list-in-force") == 0) {
        return NULL;
    }
    for (int i = CITY; i <= COUNTY; i++) {
        bool no = refuses(&with_uppers[i], step);
        mandatory |= lists(i, step->duty, "\"mandatory\":true");
        if (no && verdict != DG_PLUGIN_REFUSE) {
            return "loosens";
        }
        if (mandatory && !no && ask(&with_uppers[i], step) < DG_PLUGIN_REFUSE &&
            verdict == DG_PLUGIN_REFUSE) {
            return "shirks";
        }
    }
    for (int i = COUNTY; i < LAYERS; i++) {
        if (fresh[i] && lies_in(step->codes, layers[i].prefix) &&
            lists(i, step->duty, "\"code\":\"d")) {
            compared++;
            if (is_milder(i, step)) {
                return "accepted";
            }
        }
    }
    return NULL;
}

/* ---- sequences ----------------------------------------------------------- */

/* What breaks, or NULL. */
static const char *
run(void)
{
    const char *broken = NULL;
    open_all();
    for (int i = 0; i < STEPS && !broken; i++) {
        if (left_out[i]) {
            continue;
        }
        if (steps[i].layer >= 0) {
            publish(&steps[i]);
            continue;
        }
        broken = break_of(&steps[i]);
        enum dg_plugin_verdict verdict = ask(&all, &steps[i]);
        apply(&all, &steps[i], TASK_PUBLISH, verdict);
        for (int l = 0; l < LAYERS; l++) {
            apply(&with_uppers[l], &steps[i], TASK_PUBLISH, verdict);
        }
    }
    close_all();
    return broken;
}

static void
shrink_and_print(uint64_t from, const char *broken)
{
    for (int i = 0; i < STEPS; i++) {
        left_out[i] = true;
        const char *still = run();
        left_out[i] = still && strcmp(still, broken) == 0;
    }
    fprintf(stderr, "# PROPERTY_SEED=%llu breaks \"%s\":\n",
            (unsigned long long) from, broken);
    for (int i = 0; i < STEPS; i++) {
        if (!left_out[i]) {
            fprintf(stderr, "# %s %s %s\n", steps[i].date,
                    steps[i].source ? steps[i].source : "list", steps[i].data);
        }
    }
}

int
main(void)
{
    const char *chosen = getenv("PROPERTY_SEED");
    const char *often = getenv("PROPERTY_RUNS");
    uint64_t first = chosen ? strtoull(chosen, NULL, 10) : 1;
    uint64_t runs = often ? strtoull(often, NULL, 10) : RUNS;
    const char *broken = NULL;
    for (uint64_t i = first; i < first + runs && !broken; i++) {
        seed = i * UINT64_C(0x9E3779B97F4A7C15);
        make_steps();
        broken = run();
        if (broken) {
            shrink_and_print(i, broken);
        }
    }
    ok(!broken, "%d steps in each of %d sequences", STEPS, (int) runs);
    ok(accepted > refused / 4 && refused > 0,
       "%u lists were accepted, %u refused", accepted, refused);
    ok(compared > 0, "%u times an accepted list was asked alone", compared);
    is_int(fake_host_live, 0, "everything was released");
    return tap_done();
}
