/* SPDX-License-Identifier: Apache-2.0 */
/* Who is hinted at: prefixes and codes as a task names them, members of a group
 * one by one, those of a large group by what they have in common. */
#include <stdlib.h>

#include "tests/gateway/flow/ask.h"
#include "tests/tap/tap.h"

#define LARGE 256 /* members, as in notify.c, that are told one by one */

/* Appends so many codes from the first one on: "…","…". */
static void
put_codes(struct dg_buf *out, uint64_t first, unsigned count)
{
    for (unsigned i = 0; i < count; i++) {
        dg_buf_printf(out, "%s\"%llu\"", i ? "," : "",
                      (unsigned long long) first + i);
    }
}

static void
put_offices(struct dg_buf *out, uint64_t first, unsigned count)
{
    for (unsigned i = 0; i < count; i++) {
        dg_buf_printf(out, "{\"code\":\"%llu\",\"name\":\"村\"},",
                      (unsigned long long) first + i);
    }
}

/* Towns 001 and 102 of one county get villages 300 and more; groups of them. */
static void
publish_groups(void)
{
    struct dg_buf data;
    dg_buf_init(&data);
    dg_buf_text(&data, "{\"version\":\"2026.2\",\"base\":\"2026.1\","
                       "\"offices\":[");
    put_offices(&data, 522731001300, LARGE + 1);
    put_offices(&data, 522731102300, 1);
    data.len--; /* the comma */
    dg_buf_text(&data, "],\"groups\":[{\"name\":\"small\",\"codes\":[");
    put_codes(&data, 522731001300, 2);
    dg_buf_text(&data, "]},{\"name\":\"most\",\"codes\":[");
    put_codes(&data, 522731001300, LARGE);
    dg_buf_text(&data, "]},{\"name\":\"town\",\"codes\":[");
    put_codes(&data, 522731001300, LARGE + 1);
    dg_buf_text(&data, "]},{\"name\":\"county\",\"codes\":[");
    put_codes(&data, 522731001300, LARGE + 1);
    dg_buf_text(&data, ",\"522731102300\"]}]}");
    const struct dg_json *reply =
        ask("roster.publish", "operator/huishui", "r2", (char *) data.data);
    is_text(at(reply, "/verdict"), "admit", "a roster with groups");
    dg_buf_finish(&data);
}

/* Publishes for an audience; the hints, each with the task's sequence as N. */
static const char *
hints_for(const char *audience)
{
    static unsigned number;
    static char hints[sizeof gate.hints];
    char id[16], data[512];
    snprintf(id, sizeof id, "t%u", ++number);
    snprintf(data, sizeof data,
             "{\"duty\":\"A-001\",\"title\":\"核查\",\"due\":\"2026-02-01\","
             "\"audience\":%s}",
             audience);
    gate.hints[0] = hints[0] = '\0';
    const struct dg_json *reply =
        ask("task.publish", "department/mzj", id, data);
    const char *sequence = at(reply, "/receipt/sequence");
    size_t digits = strlen(sequence), used = 0;
    for (const char *c = gate.hints; *c; c++) {
        bool here = c[0] == '|' && strncmp(c + 1, sequence, digits) == 0;
        hints[used++] = *c;
        if (here) {
            hints[used++] = 'N';
            c += digits;
        }
    }
    hints[used] = '\0';
    return hints;
}

static size_t
count_of(const char *text, char c)
{
    size_t count = 0;
    for (; *text; text++) {
        count += *text == c;
    }
    return count;
}

int
main(void)
{
    gate_open(&gate, "memory",
              "access_list { rule frequency { mode = \"off\" } }");
    gate_furnish(&gate);
    publish_groups();
    is_text(hints_for("{\"prefixes\":[\"522731102\"],"
                      "\"codes\":[\"522731001300\"]}"),
            "522731102|N 522731001300|N ", "prefixes and codes");
    is_text(hints_for("{\"groups\":[\"small\"]}"),
            "522731001300|N 522731001301|N ", "members of a group");
    is_text(hints_for("{\"codes\":[\"522731102300\"],\"groups\":[\"small\"]}"),
            "522731102300|N 522731001300|N 522731001301|N ",
            "a code and a group");
    is_int(count_of(hints_for("{\"groups\":[\"most\"]}"), 'N'), LARGE,
           "each of 256 members");
    is_text(hints_for("{\"groups\":[\"town\"]}"), "522731001|N ",
            "257 of one town: the town");
    is_text(hints_for("{\"groups\":[\"county\"]}"), "522731|N ",
            "258 of two towns: their county");
    gate_close(&gate);
    return tap_done();
}
