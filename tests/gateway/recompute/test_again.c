/* SPDX-License-Identifier: Apache-2.0 */
/* A journal decided again: under the lists that were there a random life comes
 * out as it was lived, entry by entry, with what the clock did in it; under
 * another list it is that list's. */
#include "gateway/recompute/again.h"
#include "tests/gateway/flow/life.h"
#include "tests/gateway/recompute/copy.h"
#include "tests/tap/tap.h"

#include <stdio.h>
#include <stdlib.h>

#define STEPS 1200
#define FIGURES "{\"by\":[\"department\",\"office\",\"cause\"]}"

static struct gate gate;
static struct life life = {.seed = 20261125};

static void
send_message(const struct dg_buf *message)
{
    const struct dg_json *reply =
        gate_ask_bytes(&gate, message->data, message->len);
    unsigned sequence = (unsigned) strtoul(
        gate_at(&gate, reply, "/receipt/sequence"), NULL, 10);
    if (sequence > 0 &&
        strcmp(gate_at(&gate, reply, "/verdict"), "refuse") != 0) {
        life_note(&life, message, sequence);
    }
    dg_arena_reset(&gate.arena);
}

/* Each second of it would be looked at; here, before each message. */
static void
live(void)
{
    struct dg_buf message;
    dg_buf_init(&message);
    life_put_roster(&life, &message);
    send_message(&message);
    dg_buf_clear(&message);
    life_put_list(&life, &message);
    send_message(&message);
    for (unsigned step = 0; step < STEPS; step++) {
        gate.now_us += life_pick(&life, 6000) * 1000000ll;
        gate_tick(&gate);
        dg_buf_clear(&message);
        life_put(&life, &message);
        send_message(&message);
    }
    dg_buf_finish(&message);
}

static void
again(const char *file, const struct dg_sheet *sheet,
      struct dg_again_counts *counts, struct dg_buf *report)
{
    struct dg_asker asker = {.handle_entry = NULL};
    struct dg_again again = {.asker = &asker, .sheet = sheet};
    struct dg_buf why;
    dg_buf_init(&why);
    dg_buf_clear(report);
    if (ok(copy_open(&asker, file, true, &why), "it begins anew: %s",
           why.len ? why.data : "nothing wrong") &&
        ok(dg_store_open_backup("export", file, &again.store, &why) == DG_OK,
           "the export")) {
        is_int(dg_again_run(&again, counts), DG_OK, "it comes to its end");
        copy_ask(&asker, "list.report", "{}", report);
        copy_ask(&asker, "burden.read", FIGURES, report);
        dg_store_close(again.store);
        dg_asker_close(&asker);
    }
    dg_buf_finish(&why);
}

static void
test_same(const char *file, const struct dg_buf *lived)
{
    struct dg_again_counts counts;
    struct dg_buf report;
    dg_buf_init(&report);
    again(file, NULL, &counts, &report);
    printf("# %llu decided, %llu resting, %llu repeated, %llu unfit\n",
           (unsigned long long) counts.decided,
           (unsigned long long) counts.resting,
           (unsigned long long) counts.repeated,
           (unsigned long long) counts.unfit);
    is_int(counts.refused_now, 0, "nothing is refused that was not");
    is_int(counts.admitted_now, 0, "nor admitted");
    is_int(counts.unfit, 0, "everything is taken");
    is_text(report.data ? report.data : "", lived->data, "the report");
    dg_buf_finish(&report);
}

/* ---- under another list ------------------------------------------------- */

static enum dg_err
open_sheet(struct dg_sheet *sheet, const char *file, const char *list,
           struct dg_buf *why)
{
    struct dg_store *store;
    char path[4096];
    snprintf(path, sizeof path, "%s/sheet.json", getenv("TEST_DIR"));
    FILE *out = fopen(path, "w");
    fputs(list, out);
    fclose(out);
    dg_store_open_backup("export", file, &store, why);
    enum dg_err err = dg_sheet_open(sheet, path, DG_STR("access"), store, why);
    dg_store_close(store);
    return err;
}

/* Nothing may be handed down any more. */
static void
test_negative(const char *file)
{
    struct dg_again_counts counts;
    struct dg_sheet sheet;
    struct dg_buf why, report;
    dg_buf_init(&why);
    dg_buf_init(&report);
    is_int(open_sheet(&sheet, file,
                      "{\"entries\":[{\"code\":\"A-1\",\"title\":"
                      "\"t\",\"class\":\"negative\"}]}",
                      &why),
           DG_OK, "a list with one entry, which is negative");
    again(file, &sheet, &counts, &report);
    printf("# %llu decided, %llu resting, %llu repeated, %llu unfit, %llu "
           "refused now\n",
           (unsigned long long) counts.decided,
           (unsigned long long) counts.resting,
           (unsigned long long) counts.repeated,
           (unsigned long long) counts.unfit,
           (unsigned long long) counts.refused_now);
    ok(counts.refused_now >= 10, "what was admitted is refused");
    is_int(counts.unfit, 0, "everything is taken");
    ok(counts.resting >= 10, "nobody speaks of what was refused");
    dg_sheet_close(&sheet);
    dg_buf_finish(&report);
    dg_buf_finish(&why);
}

static void
test_wrong_sheets(const char *file)
{
    static const struct {
        const char *list, *why;
    } wrong[] = {
        {"[]", "no list: a JSON object with \"entries\", as list.publish has "
               "it"},
        {"{\"entries\":", "no list: a JSON object with \"entries\", as "
                          "list.publish has it"},
        {"{\"list\":\"none\",\"entries\":[]}",
         "list \"none\" was never published there"},
    };
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
        struct dg_sheet sheet;
        struct dg_buf why;
        dg_buf_init(&why);
        ok(open_sheet(&sheet, file, wrong[i].list, &why) != DG_OK,
           "a sheet that is none");
        const char *said = why.data ? strstr(why.data, "sheet.json: ") : NULL;
        is_text(said ? said + strlen("sheet.json: ") : why.data, wrong[i].why,
                wrong[i].list);
        dg_buf_finish(&why);
    }
}

int
main(void)
{
    struct dg_buf lived;
    dg_buf_init(&lived);
    gate_link_plugin("plugins/burden", "burden");
    gate_open(&gate, "sqlite", COPY_PLUGINS);
    gate.quiet = true;
    live();
    copy_ask_gate(&gate, "list.report", "{}", &lived);
    copy_ask_gate(&gate, "burden.read", FIGURES, &lived);
    dg_buf_u8(&lived, '\0');
    gate_close(&gate);
    const char *file = copy_export(NULL);
    test_same(file, &lived);
    test_negative(file);
    test_wrong_sheets(file);
    dg_buf_finish(&lived);
    return tap_done();
}
