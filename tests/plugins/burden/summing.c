/* SPDX-License-Identifier: Apache-2.0 */
/* What burden.read answers, added up: see summing.h. */
#include "tests/plugins/burden/summing.h"

#include <stdio.h>
#include <stdlib.h>

static struct gate *gate;
static unsigned asked;
unsigned summing_figures;
char summing_causes_seen[SUMMING_CAUSES];

void
summing_begin(struct gate *of)
{
    gate = of;
}

/* ---- reading ------------------------------------------------------------- */

const char *const summing_names[SUMS] = {"asked",  "borne",      "avoided",
                                         "relief", "neverborne", "outside"};

static const struct dg_json *
read_burden(const char *params)
{
    char id[32];
    const struct dg_json *reply;
    snprintf(id, sizeof id, "read%u", ++asked);
    reply = gate_ask(gate, "%s",
                     gate_event("burden.read", "auditor/sjj", id, params));
    if (!dg_json_get(reply, "result")) {
        fprintf(stderr, "# %s: %s\n", params,
                gate->replies[(gate->asked - 1) % GATE_REPLIES]);
    }
    return dg_json_get(reply, "result");
}

static long long
minutes_of(const struct dg_json *object, const char *name)
{
    struct dg_str text = dg_json_get_str(object, name);
    char number[64];
    char *point;
    long long whole;
    snprintf(number, sizeof number, "%.*s", DG_STR_ARG(text));
    whole = strtoll(number, &point, 10);
    return *point == '.' && strlen(point) == 3
               ? whole * 100 + strtoll(point + 1, NULL, 10)
               : -1;
}

static struct sums
sums_of(const struct dg_json *object)
{
    struct sums sums;
    for (int i = 0; i < SUMS; i++) {
        sums.of[i] = minutes_of(object, summing_names[i]);
    }
    return sums;
}

static bool
holds(const struct sums *s)
{
    for (int i = 0; i < SUMS; i++) {
        if (s->of[i] < 0) {
            return false;
        }
    }
    return s->of[ASKED] == s->of[BORNE] + s->of[AVOIDED] &&
           s->of[AVOIDED] == s->of[RELIEF] + s->of[NEVER] + s->of[OUTSIDE];
}

static bool
same(const struct sums *a, const struct sums *b)
{
    return memcmp(a, b, sizeof *a) == 0;
}

/* Of everything, or of what a filter leaves (",\"duty\":\"A-1\""). */
struct sums
summing_total(const char *filter)
{
    char params[512];
    struct sums sums;
    snprintf(params, sizeof params, "{\"view\":\"figures\"%s}", filter);
    sums = sums_of(dg_json_get(read_burden(params), "total"));
    dg_arena_reset(&gate->arena);
    return sums;
}

/* ---- what adds up -------------------------------------------------------- */

static void
note_cause(struct dg_str cause)
{
    char word[128];
    snprintf(word, sizeof word, "%.*s ", DG_STR_ARG(cause));
    if (!strstr(summing_causes_seen, word) &&
        strlen(summing_causes_seen) + strlen(word) <
            sizeof summing_causes_seen) {
        strcat(summing_causes_seen, word);
    }
}

/* What counts is borne and relief, all causes together are what is asked. */
bool
summing_causes(void)
{
    const struct dg_json *result = read_burden("{}");
    struct sums total = sums_of(dg_json_get(result, "total"));
    const struct dg_json *cause = dg_json_get(result, "causes")->child;
    long long all = 0, counted = 0;
    for (; cause; cause = cause->next) {
        long long minutes = minutes_of(cause, "minutes");
        note_cause(dg_json_get_str(cause, "cause"));
        all += minutes;
        counted += dg_json_get(cause, "counts")->boolean ? minutes : 0;
    }
    return holds(&total) && all == total.of[ASKED] &&
           counted == total.of[BORNE] + total.of[RELIEF];
}

/* The figure's value by that cut, as a filter of its own; none if there is no
 * such filter. */
static bool
filter_of(const char *by, const struct dg_json *figure, char out[256])
{
    struct dg_str value = dg_json_get_str(figure, by);
    bool town = strcmp(by, "town") == 0;
    bool place = town || strcmp(by, "office") == 0 || strcmp(by, "prefix") == 0;
    bool time = strcmp(by, "period") == 0 || strcmp(by, "quarter") == 0 ||
                strcmp(by, "year") == 0;
    int digits = town ? 9 : (int) value.len;
    if (strcmp(by, "row") == 0 || value.len == 0) {
        return false;
    }
    if (time) {
        snprintf(out, 256, ",\"from\":\"%.*s\",\"to\":\"%.*s\"",
                 DG_STR_ARG(value), DG_STR_ARG(value));
    } else {
        snprintf(out, 256, ",\"%s\":\"%.*s\"", place ? "prefix" : by, digits,
                 value.data);
    }
    return true;
}

/* Of another span another part of what was refused is relief. */
static bool
filter_leaves(const char *by, const struct dg_json *figure)
{
    struct sums shown = sums_of(figure), left;
    char filter[256];
    if (!filter_of(by, figure, filter)) {
        return true;
    }
    left = summing_total(filter);
    if (strstr(filter, "\"from\"")) {
        shown.of[NEVER] += shown.of[RELIEF];
        left.of[NEVER] += left.of[RELIEF];
        shown.of[RELIEF] = left.of[RELIEF] = 0;
    }
    return same(&shown, &left);
}

/* One after the other, since an answer does not outlive the next. */
static bool
filters_leave(const char *by, const char *params, size_t figures)
{
    for (size_t i = 0; i < figures; i++) {
        const struct dg_json *figure =
            dg_json_get(read_burden(params), "figures")->child;
        for (size_t k = 0; k < i; k++) {
            figure = figure->next;
        }
        if (!filter_leaves(by, figure)) {
            return false;
        }
    }
    return true;
}

/* All pages of a cut; filter goes with it. */
bool
summing_pages(const char *by, const char *filter)
{
    char params[1024], next[512] = "", after[600] = "";
    struct sums sum = {{0}}, total;
    bool good = true, more = true;
    for (unsigned pages = 0; more && pages < 400; pages++) {
        const struct dg_json *result, *figure;
        struct dg_str cursor;
        snprintf(params, sizeof params, "{\"by\":[%s],\"limit\":%u%s%s}", by,
                 strchr(by, ',') ? 17u : 5u, filter, after);
        result = read_burden(params);
        total = sums_of(dg_json_get(result, "total"));
        for (figure = dg_json_get(result, "figures")->child; figure;
             figure = figure->next, summing_figures++) {
            struct sums one = sums_of(figure);
            good = good && holds(&one);
            for (int i = 0; i < SUMS; i++) {
                sum.of[i] += one.of[i];
            }
        }
        cursor = dg_json_get_str(result, "next");
        more = dg_json_get(result, "next") != NULL;
        snprintf(next, sizeof next, "%.*s", DG_STR_ARG(cursor));
        snprintf(after, sizeof after, ",\"after\":\"%s\"", next);
        dg_arena_reset(&gate->arena);
    }
    good = good && !more && same(&sum, &total);
    if (!good) {
        fprintf(stderr, "# %s: asked %lld of %lld, borne %lld of %lld\n",
                params, sum.of[0], total.of[0], sum.of[1], total.of[1]);
    }
    return good;
}

bool
summing_cut(const char *cut)
{
    char by[64], params[128];
    size_t figures = 0;
    const struct dg_json *figure;
    snprintf(by, sizeof by, "\"%s\"", cut);
    snprintf(params, sizeof params, "{\"by\":[%s],\"limit\":500}", by);
    figure = dg_json_get(read_burden(params), "figures")->child;
    for (; figure; figure = figure->next) {
        figures++;
    }
    return summing_pages(by, "") && filters_leave(cut, params, figures);
}
