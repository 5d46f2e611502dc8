/* SPDX-License-Identifier: Apache-2.0 */
/* Reduction rates, to the last digit, and the lines a replay ends with. */
#include "proto/client/subcommand/tally.h"
#include "tests/tap/tap.h"

/* Published reforms, with the right figure where the published one is wrong,
 * then the edges of rounding. */
static void
test_rate(void)
{
    static const struct {
        uint64_t before, after;
        const char *rate;
    } cases[] = {
        {198, 76, "-61.62"},
        {99, 21, "-78.79"},
        {91, 39, "-57.14"},
        {1849, 904, "-51.11"},
        {9648, 2838, "-70.58"},
        {200000, 4500, "-97.75"},
        {20000, 19999, "0.00"},  /* 0.005 to even */
        {20000, 19997, "-0.02"}, /* 0.015 to even */
        {20000, 19995, "-0.02"}, /* 0.025 to even */
        {100, 0, "-100.00"},
        {100, 105, "+5.00"},
        {7, 7, "0.00"},
        {0, 0, "0.00"},
        {3, 2, "-33.33"},
        {3, 1, "-66.67"},
        {281474976710655, 1, "-100.00"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char rate[DG_TALLY_RATE_SIZE], name[64];
        dg_tally_rate(cases[i].before, cases[i].after, rate);
        snprintf(name, sizeof name, "%ju -> %ju", (uintmax_t) cases[i].before,
                 (uintmax_t) cases[i].after);
        is_text(rate, cases[i].rate, name);
    }
}

static struct dg_arena arena;

static void
add(struct dg_tally *tally, bool publishes, const char *json)
{
    struct dg_json_error error;
    const struct dg_json *root = NULL;
    dg_json_parse(&arena, dg_str_from(json), &root, &error);
    dg_tally_add(tally, publishes, root);
}

#define REFUSE(code)                                                           \
    "{\"verdict\":\"refuse\",\"findings\":[{\"verdict\":\"refuse\","           \
    "\"code\":\"" code "\"}]}"

static void
test_render(void)
{
    struct dg_tally tally;
    struct dg_buf out;
    dg_buf_init(&out);
    dg_tally_init(&tally);
    ok(dg_tally_current(&tally) == NULL, "no file yet");
    dg_tally_begin(&tally, "data/huishui/setup.jsonl");
    add(&tally, false, "{\"verdict\":\"admit\"}");
    add(&tally, false, "{\"verdict\":\"admit\"}");
    add(&tally, false, "{\"result\":{}}");
    dg_tally_begin(&tally, "items.v2.jsonl");
    add(&tally, true, "{\"verdict\":\"admit\"}");
    add(&tally, true, REFUSE("proof-forbidden"));
    add(&tally, true, REFUSE("duty-not-listed"));
    add(&tally, true, REFUSE("class-negative"));
    add(&tally, true, REFUSE("duty-not-listed"));
    add(&tally, false, REFUSE("class-negative"));
    dg_tally_begin(&tally, "/x/.hidden");
    add(&tally, true, "{\"verdict\":\"defer\"}");
    add(&tally, true, "{\"type\":\"urn:dutygate:problem:schema\"}");
    add(&tally, true, "[]");
    dg_tally_begin(&tally, "-");
    add(&tally, true, REFUSE("due-past"));
    add(&tally, false, "{\"verdict\":\"defer\"}");
    dg_tally_current(&tally)->stopped = true;
    dg_tally_render(&tally, &out);
    is_int(tally.err, DG_OK, "no error");
    is_text(out.data,
            "setup: 2 admitted, 0 refused, 1 answered\n"
            "items.v2 5 -> 1 (-80.00 %)\n"
            ".hidden 3 -> 0 (-100.00 %)\n"
            "-: 0 admitted, 1 refused, 1 deferred, then stopped\n"
            "refused:\n"
            "  class-negative   2\n"
            "  duty-not-listed  2\n"
            "  due-past         1\n"
            "  proof-forbidden  1\n"
            "problems:\n"
            "  schema          1\n"
            "  unknown answer  1\n",
            "files in order, then reasons by count and code, then problems");
    dg_tally_finish(&tally);
    dg_buf_finish(&out);
}

int
main(void)
{
    dg_arena_init(&arena, 1 << 20);
    test_rate();
    test_render();
    dg_arena_finish(&arena);
    return tap_done();
}
