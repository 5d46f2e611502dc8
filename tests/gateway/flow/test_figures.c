/* SPDX-License-Identifier: Apache-2.0 */
/* Figures, the gate's own and a plugin's: gateway.read and the text of the file
 * say the same; what a plugin measures wrongly spoils nothing. */
#include "tests/gateway/flow/ask.h"
#include "tests/tap/tap.h"

#define READER "operator/huishui"

static struct dg_buf text;

static bool
has(const char *lines)
{
    return strstr(text.data, lines) != NULL;
}

/* How often it is in the text. */
static int
count(const char *what)
{
    int n = 0;
    for (const char *p = text.data; (p = strstr(p, what)); p++) {
        n++;
    }
    return n;
}

static void
test_json(void)
{
    const struct dg_json *reply = ask("gateway.read", READER, "f1", "{}");
    is_text(at(reply, "/result/counters/dutygate_scribe_entries_total/0/value"),
            "3", "a plugin's counter");
    is_text(at(reply, "/result/gauges/dutygate_scribe_pages"), "[2]",
            "a plugin's gauge, two rows of it");
    is_text(at(reply, "/result/gauges/dutygate_scribe_pages/0/labels/which"),
            "a", "in the order of their labels");
    is_text(at(reply, "/result/gauges/dutygate_entries/0/value"), "3",
            "the gate's own");
    is_text(at(reply, "/result/gauges/dutygate_entries/0/labels"), "(absent)",
            "without labels");
    is_text(at(reply, "/result/histograms/dutygate_decide_seconds/count"), "3",
            "and histograms");
}

static void
test_text(void)
{
    dg_buf_init(&text);
    is_int(dg_flow_figures(gate.flow, &text), DG_OK, "the text is made");
    dg_buf_u8(&text, 0);
    ok(has("# HELP dutygate_entries Entries of the journal.\n"
           "# TYPE dutygate_entries gauge\n"
           "dutygate_entries 3\n"),
       "a gauge");
    ok(has("# TYPE dutygate_events_total counter\n") &&
           has("\ndutygate_events_total{type=\"dutygate.roster.publish.v1\","
               "outcome=\"admit\"} 1\n"),
       "a counter with labels");
    ok(has("# TYPE dutygate_commit_entries histogram\n"
           "dutygate_commit_entries_bucket{le=\"1\"} ") &&
           has("\ndutygate_commit_entries_bucket{le=\"+Inf\"} ") &&
           has("\ndutygate_commit_entries_sum 3\n"
               "dutygate_commit_entries_count "),
       "a histogram");
    ok(has("# HELP dutygate_scribe_pages What\\\\the scribe\\nhas.\n"
           "# TYPE dutygate_scribe_pages gauge\n"
           "dutygate_scribe_pages{which=\"a\"} ") &&
           has("\ndutygate_scribe_pages{which=\"b \\\"quoted\\\" \\\\ \\n "
               "line\"} 2\n"),
       "a plugin's, whatever its labels say");
    is_int(count("dutygate_scribe_pages{which=\"a\"}"), 1, "each row once");
    is_int(count("dutygate_entries "), 3, "no plugin has the gate's names");
    is_int(count("Pages"), 0, "what is no name is left out");
    is_int(count("scribe_lost"), 0, "so is what is no value");
    dg_buf_finish(&text);
}

int
main(void)
{
    gate_link_plugin("tests/fake", "scribe");
    gate_open(&gate, "sqlite", "plugins = {\"access_list\", \"scribe\"}\n");
    gate.quiet = true;
    gate_furnish(&gate);
    test_json();
    test_text();
    gate_close(&gate);
    return tap_done();
}
