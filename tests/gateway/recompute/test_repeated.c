/* SPDX-License-Identifier: Apache-2.0 */
/* Asked, refused, asked anew: under a list that had admitted it at once, nobody
 * would have asked twice. What offices said of the second is said of the first,
 * and what towns handed on of a task that is refused now is left out. */
#include "gateway/recompute/again.h"
#include "tests/gateway/recompute/copy.h"
#include "tests/tap/tap.h"

#include <stdio.h>
#include <stdlib.h>

#define TASK                                                                   \
    "{\"duty\":\"A-001\",\"title\":\"核查\",\"audience\":{\"prefixes\":"     \
    "[\"522731\"]},\"due\":\"%s\",\"evidence\":[\"photo\"]}"
#define FIGURES "burden.read"

static struct gate gate;

/* The verdict. */
static const char *
tell(const char *type, const char *source, const char *data)
{
    static unsigned serial;
    char id[16];
    snprintf(id, sizeof id, "t%u", ++serial);
    gate.now_us += 60000000;
    return gate_at(&gate,
                   gate_ask(&gate, "%s", gate_event(type, source, id, data)),
                   "/verdict");
}

static const char *
publish(const char *due)
{
    char data[512];
    snprintf(data, sizeof data, TASK, due);
    return tell("task.publish", "department/mzj", data);
}

static void
live(void)
{
    gate_furnish(&gate);
    is_text(publish("2026-01-07"), "refuse", "too soon, the list says");
    is_text(publish("2026-01-30"), "admit", "asked anew, with time");
    is_text(tell("task.acknowledge", "office/522731001001", "{\"task\":5}"),
            "admit", "an office takes notice");
    is_text(tell("task.forward", "town/522731001000",
                 "{\"task\":5,\"assignment\":{\"duty\":\"A-001\",\"title\":"
                 "\"核查\",\"audience\":{\"codes\":[\"522731001001\"]},"
                 "\"due\":\"2026-01-30\",\"evidence\":[\"photo\"]}}"),
            "admit", "a town hands it on");
}

static void
again(const char *file, const char *list, struct dg_again_counts *counts,
      struct dg_buf *figures)
{
    struct dg_asker asker = {.handle_entry = NULL};
    struct dg_sheet sheet;
    struct dg_again again = {.asker = &asker, .sheet = &sheet};
    struct dg_buf why;
    char path[4096];
    dg_buf_init(&why);
    snprintf(path, sizeof path, "%s/sheet.json", getenv("TEST_DIR"));
    FILE *out = fopen(path, "w");
    fputs(list, out);
    fclose(out);
    dg_store_open_backup("export", file, &again.store, &why);
    is_int(dg_sheet_open(&sheet, path, DG_STR("access"), again.store, &why),
           DG_OK, "a list");
    ok(copy_open(&asker, file, true, &why), "it begins anew");
    is_int(dg_again_run(&again, counts), DG_OK, "it comes to its end");
    copy_ask(&asker, FIGURES, "{}", figures);
    dg_asker_close(&asker);
    dg_sheet_close(&sheet);
    dg_store_close(again.store);
    dg_buf_finish(&why);
}

/* The text of a member of the totals. */
static const char *
total(const struct dg_buf *figures, const char *member)
{
    static char text[64];
    char name[64];
    snprintf(name, sizeof name, "\"%s\":\"", member);
    const char *at = strstr(figures->data, "\"total\":");
    at = at ? strstr(at, name) : NULL;
    snprintf(text, sizeof text, "%.*s",
             at ? (int) strcspn(at + strlen(name), "\"") : 0,
             at ? at + strlen(name) : "");
    return text;
}

static void
test_lenient(const char *file, const struct dg_buf *lived)
{
    struct dg_again_counts counts;
    struct dg_buf figures;
    dg_buf_init(&figures);
    again(file,
          "{\"entries\":[{\"code\":\"A-001\",\"title\":\"低保动态核查\","
          "\"class\":\"statutory\",\"departments\":[\"mzj\"],"
          "\"evidence\":[\"photo\"]}]}",
          &counts, &figures);
    is_int(counts.admitted_now, 1, "the first is admitted");
    is_int(counts.repeated, 2, "the second is not asked, nor handed on");
    is_int(counts.resting, 0, "what else was said of it is of the first");
    is_int(counts.decided, 4, "roster, list, the first, and a word");
    char borne[64];
    snprintf(borne, sizeof borne, "%s", total(lived, "borne"));
    is_text(total(&figures, "borne"), borne, "offices bear it once");
    is_text(total(&figures, "asked"), borne, "and nothing is avoided");
    dg_buf_finish(&figures);
}

static void
test_strict(const char *file)
{
    struct dg_again_counts counts;
    struct dg_buf figures;
    dg_buf_init(&figures);
    again(file,
          "{\"entries\":[{\"code\":\"A-001\",\"title\":\"低保动态核查\","
          "\"class\":\"negative\"}]}",
          &counts, &figures);
    is_int(counts.refused_now, 1, "what was admitted is refused");
    is_int(counts.resting, 2, "nobody takes notice of it or hands it on");
    is_int(counts.repeated, 0, "both were asked");
    is_text(total(&figures, "borne"), "0.00", "nobody bears anything");
    dg_buf_finish(&figures);
}

static void
test_refused_list(const char *file)
{
    struct dg_asker asker = {.handle_entry = NULL};
    struct dg_again_counts counts;
    struct dg_sheet sheet;
    struct dg_again again = {.asker = &asker, .sheet = &sheet};
    struct dg_buf why;
    char path[4096];
    dg_buf_init(&why);
    snprintf(path, sizeof path, "%s/sheet.json", getenv("TEST_DIR"));
    FILE *out = fopen(path, "w");
    fputs("{\"entries\":[{\"code\":\"A\",\"title\":\"a\",\"class\":\"basic\"},"
          "{\"code\":\"A\",\"title\":\"b\",\"class\":\"basic\"}]}",
          out);
    fclose(out);
    dg_store_open_backup("export", file, &again.store, &why);
    dg_sheet_open(&sheet, path, DG_STR("access"), again.store, &why);
    copy_open(&asker, file, true, &why);
    is_int(dg_again_run(&again, &counts), DG_ERR_MALFORMED,
           "a list with an entry twice is refused");
    is_text(asker.problem->data, "entry \"A\" is already at /data/entries/0",
            "and it is said why");
    dg_asker_close(&asker);
    dg_sheet_close(&sheet);
    dg_store_close(again.store);
    dg_buf_finish(&why);
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
    copy_ask_gate(&gate, FIGURES, "{}", &lived);
    gate_close(&gate);
    const char *file = copy_export(NULL);
    test_lenient(file, &lived);
    test_strict(file);
    test_refused_list(file);
    dg_buf_finish(&lived);
    return tap_done();
}
