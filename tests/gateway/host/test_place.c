/* SPDX-License-Identifier: Apache-2.0 */
/* The place that recipients are, against a model that goes through all offices:
 * towns of twenty villages, prefixes, codes, and what is left out of them. */
#include <stdlib.h>

#include "gateway/host/host_internal.h"
#include "tests/gateway/inbox/fixture.h"
#include "tests/tap/tap.h"

#define COUNTY_TOWNS 6
#define VILLAGES 20
#define OFFICES (COUNTY_TOWNS * VILLAGES)
#define ROUNDS 2000

static struct fixture fixture;
static unsigned seed = 20261122;

static unsigned
pick(unsigned below)
{
    seed = seed * 1103515245u + 12345u;
    return seed / 65536u % below;
}

/* Villages have their numbers in the order of codes. */
static unsigned long long
code_of(unsigned office)
{
    return 522731100000ull + 1000ull * (office / VILLAGES) + 200 +
           office % VILLAGES;
}

static void
publish_roster(void)
{
    struct dg_buf data;
    dg_buf_init(&data);
    dg_buf_text(&data, "{\"version\":\"1\",\"departments\":[],\"offices\":[");
    for (unsigned i = 0; i < COUNTY_TOWNS; i++) {
        dg_buf_printf(&data, "%s{\"code\":\"5227311%02u000\",\"name\":\"镇\"}",
                      i ? "," : "", i);
    }
    for (unsigned i = 0; i < OFFICES; i++) {
        dg_buf_printf(&data, ",{\"code\":\"%llu\",\"name\":\"村\"}",
                      code_of(i));
    }
    dg_buf_text(&data, "]}");
    fixture_roster(&fixture, data.data);
    dg_buf_finish(&data);
}

/* ---- the model ---------------------------------------------------------- */

struct model {
    bool in[OFFICES], out[OFFICES], town_in[COUNTY_TOWNS],
        town_out[COUNTY_TOWNS];
};

static void
mark(bool of[OFFICES], unsigned town)
{
    for (unsigned i = 0; i < VILLAGES; i++) {
        of[town * VILLAGES + i] = true;
    }
}

/* A term, a town's or an office's, in words and in the model. */
static void
put_excluded(struct model *m, struct dg_buf *out)
{
    unsigned office = pick(OFFICES), town = pick(COUNTY_TOWNS);
    switch (pick(6)) {
    case 0:
        mark(m->out, town);
        m->town_out[town] = true; /* an exclusion takes towns as well */
        dg_buf_printf(out, "\"5227311%02u\"", town);
        break;
    case 1:
        m->town_out[town] = true;
        dg_buf_printf(out, "\"5227311%02u000\"", town);
        break;
    default:
        m->out[office] = true;
        dg_buf_printf(out, "\"%llu\"", code_of(office));
    }
}

static void
put_prefix(struct model *m, struct dg_buf *out)
{
    unsigned town = pick(COUNTY_TOWNS);
    if (pick(8) == 0) {
        for (unsigned i = 0; i < COUNTY_TOWNS; i++) {
            mark(m->in, i);
        }
        dg_buf_text(out, "\"522731\"");
    } else {
        mark(m->in, town);
        dg_buf_printf(out, "\"5227311%02u\"", town);
    }
}

static void
put_code(struct model *m, struct dg_buf *out)
{
    unsigned office = pick(OFFICES), town = pick(COUNTY_TOWNS);
    if (pick(4) == 0) {
        m->town_in[town] = true;
        dg_buf_printf(out, "\"5227311%02u000\"", town);
    } else {
        m->in[office] = true;
        dg_buf_printf(out, "\"%llu\"", code_of(office));
    }
}

static void
put_terms(struct model *m, struct dg_buf *out, const char *name, unsigned count,
          void (*put)(struct model *m, struct dg_buf *out))
{
    if (count == 0) {
        return;
    }
    dg_buf_printf(out, "%s\"%s\":[", out->len > 1 ? "," : "", name);
    for (unsigned i = 0; i < count; i++) {
        dg_buf_text(out, i ? "," : "");
        put(m, out);
    }
    dg_buf_text(out, "]");
}

static void
put_number(struct dg_buf *out, uint32_t first, uint32_t last)
{
    dg_buf_printf(out, first == last ? "%s%u" : "%s%u-%u", out->len ? "," : "",
                  first, last);
}

static void
put_runs(struct dg_buf *out, const bool *in, const bool *less, uint32_t count,
         uint32_t base)
{
    for (uint32_t i = 0; i < count; i++) {
        uint32_t first = i;
        if (!in[i] || less[i]) {
            continue;
        }
        while (i + 1 < count && in[i + 1] && !less[i + 1]) {
            i++;
        }
        put_number(out, base + first, base + i);
    }
}

/* ---- both --------------------------------------------------------------- */

static struct dg_str
place_of(const struct dg_audience *audience)
{
    struct dg_plugin_audience shown = {audience, fixture.roster};
    struct dg_plugin_findings findings = {.findings = &fixture.findings};
    return dg_host_from_plugin(
        dg_host_table.audience_place(&findings, audience ? &shown : NULL));
}

/* An audience that is refused, as one of nobody is, passes. */
static bool
try_once(unsigned *placed)
{
    struct model m = {.in = {false}};
    struct dg_buf words, want;
    const struct dg_audience *audience;
    bool same = true;
    dg_buf_init(&words);
    dg_buf_init(&want);
    dg_buf_text(&words, "{");
    put_terms(&m, &words, "prefixes", pick(3), put_prefix);
    put_terms(&m, &words, "codes", pick(6), put_code);
    put_terms(&m, &words, "exclude", pick(8), put_excluded);
    dg_buf_text(&words, "}");
    audience = fixture_audience(&fixture, words.data);
    if (audience) {
        struct dg_str got = place_of(audience);
        put_runs(&want, m.in, m.out, OFFICES, 0);
        put_runs(&want, m.town_in, m.town_out, COUNTY_TOWNS, DG_ROSTER_TOWNS);
        same = dg_str_is(got, want.len ? want.data : "");
        (*placed)++;
        if (!same) {
            printf("# %s\n#  got %.*s\n# want %s\n", words.data,
                   DG_STR_ARG(got), want.len ? want.data : "");
        }
    }
    dg_buf_finish(&want);
    dg_buf_finish(&words);
    return same;
}

int
main(void)
{
    unsigned placed = 0, same = 0;
    fixture_init(&fixture);
    publish_roster();
    while (same < ROUNDS && try_once(&placed)) {
        same++;
    }
    is_int(same, ROUNDS, "places are what a look at each office gives");
    ok(placed > ROUNDS / 4, "of %u audiences", placed);
    is_int((long) place_of(NULL).len, 0, "nobody's is empty");
    fixture_finish(&fixture);
    return tap_done();
}
