/* SPDX-License-Identifier: Apache-2.0 */
/* What an auditor's copy answers is what the gateway answered, to the byte:
 * after a restart, out of an export, and out of one that keeps from its reader
 * what persons said; although the journal's secret is in none of them. And what
 * is no copy is refused, in these words. */
#include "tests/gateway/flow/reporting.h"
#include "tests/gateway/recompute/copy.h"
#include "tests/tap/tap.h"

#include <stdio.h>
#include <stdlib.h>

#define STEPS 250

static const struct {
    const char *type, *params;
} questions[] = {
    {"list.report", "{}"},
    {"burden.read", "{}"},
    {"burden.read", "{\"by\":[\"office\",\"cause\"]}"},
    {"burden.read", "{\"by\":[\"period\",\"department\",\"dimension\"]}"},
    {"burden.read", "{\"view\":\"rates\"}"},
    {"burden.read", "{\"view\":\"headline\"}"},
    {"burden.read", "{\"view\":\"rebounds\"}"},
    {"burden.read", "{\"view\":\"unread\"}"},
    {"burden.read", "{\"view\":\"estimates\"}"},
};
#define QUESTIONS (sizeof questions / sizeof questions[0])

static struct gate gate;
static struct dg_buf lived[QUESTIONS];

static bool
is_report(const struct dg_header *header)
{
    return dg_str_starts_with(header->type, "dutygate.report.");
}

static void
compare(const char *what, const struct dg_buf *found, size_t index)
{
    bool same = found->len == lived[index].len &&
                memcmp(found->data, lived[index].data, found->len) == 0;
    ok(same, "%s: %s %s", what, questions[index].type, questions[index].params);
    if (!same) {
        fprintf(stderr, "# live  %.*s\n# found %.*s\n", (int) lived[index].len,
                lived[index].data, (int) found->len, found->data);
    }
}

static void
test_gate(const char *what)
{
    for (size_t i = 0; i < QUESTIONS; i++) {
        struct dg_buf found;
        dg_buf_init(&found);
        copy_ask_gate(&gate, questions[i].type, questions[i].params, &found);
        compare(what, &found, i);
        dg_buf_finish(&found);
    }
}

static void
test_export(const char *what, fake_export_fn withholds)
{
    struct dg_asker asker = {.handle_entry = NULL};
    struct dg_buf why;
    dg_buf_init(&why);
    bool opened = copy_open(&asker, copy_export(withholds), false, &why);
    ok(opened, "%s: %s", what, why.len ? why.data : "it is opened");
    for (size_t i = 0; opened && i < QUESTIONS; i++) {
        struct dg_buf found;
        dg_buf_init(&found);
        copy_ask(&asker, questions[i].type, questions[i].params, &found);
        compare(what, &found, i);
        dg_buf_finish(&found);
    }
    if (opened) {
        dg_asker_close(&asker);
    }
    dg_buf_finish(&why);
}

/* ---- what is no copy -------------------------------------------------------
 */

static void
read_file(const char *path, struct dg_buf *bytes)
{
    char part[4096];
    size_t len;
    FILE *file = fopen(path, "r");
    while (file && (len = fread(part, 1, sizeof part, file)) > 0) {
        dg_buf_append(bytes, part, len);
    }
    if (file) {
        fclose(file);
    }
}

/* What is said of it; the file's name in front, if it says that. Of ": …" what
 * stands from the first colon on: numbers differ with the life. */
static void
refuses(const char *what, struct dg_str bytes, const char *expected)
{
    struct dg_asker asker = {.handle_entry = NULL};
    struct dg_buf why;
    char path[4096];
    dg_buf_init(&why);
    snprintf(path, sizeof path, "%s/spoilt", getenv("TEST_DIR"));
    FILE *file = fopen(path, "w");
    fwrite(bytes.data, 1, bytes.len, file);
    fclose(file);
    bool opened = copy_open(&asker, path, false, &why);
    if (opened) {
        dg_asker_close(&asker);
    }
    const char *said = why.data ? why.data : "";
    said += strncmp(said, path, strlen(path)) == 0 ? strlen(path) + 2 : 0;
    if (expected[0] == ':') {
        const char *colon = strchr(said, ':');
        said = colon ? colon : said;
    }
    is_text(opened ? "it was opened" : said, expected, what);
    dg_buf_finish(&why);
}

static char *
find(const struct dg_buf *bytes, const char *text)
{
    return memmem(bytes->data, bytes->len, text, strlen(text));
}

static void
test_spoilt(const char *path)
{
    struct dg_buf bytes;
    dg_buf_init(&bytes);
    read_file(path, &bytes);
    struct dg_str whole = {bytes.data, bytes.len};
    char *roster = find(&bytes, "\"version\":\"2026.1\"");
    char *second = find(&bytes, "\nentry 2 ");
    char *origin = find(&bytes, "\nhuishui/");
    if (!ok(roster && second && origin, "there is something to spoil")) {
        return;
    }
    roster[16] = '2';
    refuses("a changed event", whole,
            "entry 2 is damaged: its hash does not match");
    roster[16] = '1';
    second[7] = '3';
    refuses("an entry out of its turn", whole, "entry 2 is missing");
    second[7] = '2';
    origin = strchr(origin + 1, '\n') + 1;
    char size = *origin;
    *origin = '0';
    refuses("no checkpoint", whole, "its checkpoint cannot be read");
    *origin = size;
    origin = strchr(origin, '\n') + 1;
    *origin = *origin == 'A' ? 'B' : 'A';
    refuses("a checkpoint of others", whole,
            "its entries are not those of its checkpoint");
    refuses("an export cut off", (struct dg_str){bytes.data, bytes.len - 7},
            ": the export is cut off");
    refuses("no export", DG_STR("{}"),
            "byte 0, behind entry 0: this is no export, or one of a newer "
            "version");
    dg_buf_finish(&bytes);
}

int
main(void)
{
    struct reporting life = {.gate = &gate, .seed = 20261122};
    gate_link_plugin("plugins/burden", "burden");
    gate_open(&gate, "sqlite", COPY_PLUGINS);
    gate.quiet = true;
    reporting_begin(&life);
    for (unsigned step = 0; step < STEPS; step++) {
        reporting_step(&life);
    }
    reporting_erase(&life);
    for (size_t i = 0; i < QUESTIONS; i++) {
        dg_buf_init(&lived[i]);
        copy_ask_gate(&gate, questions[i].type, questions[i].params, &lived[i]);
    }
    gate_restart(&gate);
    test_gate("after a restart");
    gate_close(&gate);
    test_export("out of an export", NULL);
    test_export("without what persons said", is_report);
    test_spoilt(copy_export(NULL));
    for (size_t i = 0; i < QUESTIONS; i++) {
        dg_buf_finish(&lived[i]);
    }
    return tap_done();
}
