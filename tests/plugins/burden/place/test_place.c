/* SPDX-License-Identifier: Apache-2.0 */
/* Places against sets that are kept office by office, and boundaries after a
 * merger. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "plugins/burden/place/place.h"
#include "tests/fake/host.h"
#include "tests/tap/tap.h"

#define WORLD 300
#define ROUNDS 2000

static struct dg_plugin_host host;
static uint32_t seed;

static unsigned
draw(unsigned below)
{
    seed = seed * 1664525u + 1013904223u;
    return (unsigned) ((uint64_t) (seed >> 8) * below >> 24);
}

static struct dg_plugin_str
str(const char *text)
{
    return (struct dg_plugin_str){text, strlen(text)};
}

static const char *
text_of(const struct dg_places *places, uint32_t place)
{
    static char shown[65536];
    struct dg_plugin_str text;
    if (!dg_place_text(places, place, &text)) {
        return NULL;
    }
    snprintf(shown, sizeof shown, "%.*s", (int) text.len,
             text.data ? text.data : "");
    host.release((void *) (uintptr_t) text.data);
    return shown;
}

/* ---- text ---------------------------------------------------------------- */

static void
test_text(void)
{
    static const char *const good[] = {
        "0",
        "0-19,25",
        "0-617999",
        "7,9,11,4294967294",
        "0-215",
        "0-65535",
        "65535",
        "65530-65535",
        "65530-131071,131073",
        "2147483648",
        "3-5,2147483648-2147483667",
        "1-100,102-300,302-70000,200000-617999",
    };
    static const char *const bad[] = {
        ",",
        "a",
        "1-",
        "-1",
        "2,1",
        "1,1",
        "5-4",
        "1,",
        "4294967295",
        "1 ",
        "99999999999999999999",
        "0-4294967295",
        "0-4294967294",
        "0-1048575",
    };
    struct dg_places *places = dg_places_create(&host);
    is_int(dg_place_read(places, str("")), DG_PLACE_NOWHERE,
           "no text is nowhere");
    is_text(text_of(places, DG_PLACE_NOWHERE), "", "and back");
    for (size_t i = 0; i < sizeof good / sizeof *good; i++) {
        uint32_t place = dg_place_read(places, str(good[i]));
        is_text(text_of(places, place), good[i], good[i]);
        is_int(dg_place_read(places, str(good[i])), place, "is one place");
    }
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        is_int(dg_place_read(places, str(bad[i])), DG_PLACE_NOWHERE, bad[i]);
    }
    is_int(dg_place_read(places, str("1,2,3")),
           dg_place_read(places, str("1-3")), "runs are joined");
    is_int(dg_place_count(places, dg_place_read(places, str("0-617999"))),
           618000, "a country's offices");
    is_text(text_of(places,
                    dg_place_first(places,
                                   dg_place_read(places, str("3-5,9,12")), 4)),
            "3-5,9", "the first four");
    dg_places_destroy(places);
}

/* ---- against a plain model ----------------------------------------------- */

/* Some runs and some scattered ones. */
static uint32_t
draw_place(struct dg_places *places, bool model[WORLD])
{
    roaring_bitmap_t *set = roaring_bitmap_create();
    uint32_t place;
    memset(model, 0, WORLD * sizeof *model);
    for (unsigned runs = draw(5); runs > 0; runs--) {
        unsigned first = draw(WORLD), len = draw(2) ? 1 : 1 + draw(80);
        for (unsigned i = first; i < WORLD && i < first + len; i++) {
            model[i] = true;
            roaring_bitmap_add(set, i);
        }
    }
    place = dg_place_take(places, set);
    roaring_bitmap_free(set);
    return place;
}

static bool
fits(const struct dg_places *places, uint32_t place, const bool model[WORLD])
{
    const roaring_bitmap_t *set = dg_place_set(places, place);
    unsigned count = 0;
    for (unsigned i = 0; i < WORLD; i++) {
        if (roaring_bitmap_contains(set, i) != model[i]) {
            return false;
        }
        count += model[i];
    }
    return dg_place_count(places, place) == count;
}

static void
test_model(void)
{
    struct dg_places *places = dg_places_create(&host);
    bool a[WORLD], b[WORLD], want[3][WORLD];
    unsigned wrong = 0;
    for (unsigned round = 0; round < ROUNDS; round++) {
        uint32_t x = draw_place(places, a), y = draw_place(places, b);
        unsigned count = draw(WORLD), left = count;
        bool first[WORLD] = {false};
        for (unsigned i = 0; i < WORLD; i++) {
            want[0][i] = a[i] && b[i];
            want[1][i] = a[i] || b[i];
            want[2][i] = a[i] && !b[i];
            first[i] = a[i] && left > 0;
            left -= first[i];
        }
        wrong += !fits(places, dg_place_and(places, x, y), want[0]);
        wrong += !fits(places, dg_place_or(places, x, y), want[1]);
        wrong += !fits(places, dg_place_minus(places, x, y), want[2]);
        wrong += !fits(places, dg_place_first(places, x, count), first);
        wrong += dg_place_read(places, str(text_of(places, x))) != x;
    }
    is_int(wrong, 0, "and, or, minus, first, text as of plain sets");
    dg_places_destroy(places);
}

/* ---- boundaries ---------------------------------------------------------- */

static uint32_t merged_into = 2; /* of village 1 */

/* Four villages of two towns. */
static uint64_t
code_of(const struct dg_plugin_host *of, uint32_t number)
{
    static const uint64_t villages[] = {522731100001u, 522731100002u,
                                        522731101001u, 522731101002u};
    (void) of;
    if (number >= DG_PLUGIN_TOWNS) {
        return number < DG_PLUGIN_TOWNS + 2
                   ? 522731100000u + 1000u * (number - DG_PLUGIN_TOWNS)
                   : 0;
    }
    return number < 4 ? villages[number] : 0;
}

static uint32_t
heir_of(const struct dg_plugin_host *of, uint32_t number)
{
    (void) of;
    return number == 1 ? merged_into : number;
}

static const char *
below(struct dg_places *places, const char *prefix)
{
    roaring_bitmap_t *set = dg_place_below(places, str(prefix));
    uint32_t place = dg_place_take(places, set);
    roaring_bitmap_free(set);
    return text_of(places, place);
}

static void
test_boundaries(void)
{
    struct dg_places *places = dg_places_create(&host);
    host.office_code = code_of;
    host.office_heir = heir_of;
    is_text(below(places, ""), "0-3,2147483648-2147483649", "all");
    is_text(below(places, "522731"), "0-3,2147483648-2147483649", "a county");
    is_text(below(places, "522731100"), "0,2147483648",
            "a town has lost a village");
    is_text(below(places, "522731101"), "1-3,2147483649",
            "which is another town's now");
    is_text(below(places, "522731101001"), "1-2", "its heir counts for both");
    is_text(below(places, "522731100002"), "", "nothing lies there any more");
    is_text(below(places, "5x"), "", "no prefix");
    merged_into = DG_PLUGIN_NO_OFFICE;
    is_text(below(places, "522731100"), "0,2147483648",
            "a roster is not looked at again by itself");
    dg_places_forget_roster(places);
    is_text(below(places, "522731100"), "0-1,2147483648",
            "who has no heir lies where it lay");
    dg_places_destroy(places);
}

int
main(void)
{
    fake_host_make_table(&host);
    test_text();
    test_model();
    test_boundaries();
    is_int(fake_host_live, 0, "all memory is given back");
    return tap_done();
}
