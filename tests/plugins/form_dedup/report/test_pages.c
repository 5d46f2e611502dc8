/* SPDX-License-Identifier: Apache-2.0 */
/* report.changes of an entry that says more than a page looks at: a town passes
 * a list of thousands of persons. */
#include <stdio.h>
#include <stdlib.h>

#include "proto/base/buf.h"
#include "tests/plugins/form_dedup/report/filling.h"

#define ROWS 6500 /* of four cells, in each of two submissions */

static struct gate gate;

static unsigned long long
submit(unsigned part)
{
    char row[256];
    const struct dg_json *reply;
    struct dg_buf event;
    dg_buf_init(&event);
    snprintf(row, sizeof row,
             "{\"specversion\":\"1.0\",\"id\":\"p%u\",\"source\":\"" EAST
             "\",\"type\":\"dutygate.report.submit.v1\",\"data\":{\"lists\":[{"
             "\"key\":\"name\",\"period\":\"2026-05\",\"rows\":[",
             part);
    dg_buf_text(&event, row);
    for (unsigned i = 0; i < ROWS; i++) {
        snprintf(row, sizeof row,
                 "%s{\"key\":\"n%u.%u\",\"values\":[{\"element\":\"idn\","
                 "\"none\":true},{\"element\":\"level\",\"value\":\"1\"},{"
                 "\"element\":\"cash\",\"value\":\"2\"}]}",
                 i ? "," : "", part, i);
        dg_buf_text(&event, row);
    }
    dg_buf_text(&event, "]}]}}");
    reply = gate_ask(&gate, "%.*s", (int) event.len, (char *) event.data);
    dg_buf_finish(&event);
    is_text(gate_at(&gate, reply, "/verdict"), "admit", "thousands of persons");
    return strtoull(gate_at(&gate, reply, "/receipt/sequence"), NULL, 10);
}

int
main(void)
{
    unsigned long long task, upto;
    char data[256];
    const struct dg_json *reply;
    filling_open(&gate);
    gate.quiet = true;
    task = filling_ask(
        &gate, WJJ, "2026-05", "2026-12-05",
        "'fields':[{'name':'a','label':'低保资金','element':'fund'}],'lists':[{"
        "'name':'p','subject':'person','key':'n','basis':'x','fields':[{'name':"
        "'n','label':'姓名','element':'name'},{'name':'i','label':'身份证号',"
        "'element':'idn'},{'name':'l','label':'等级','element':'level'},{"
        "'name':'c','label':'补贴','element':'cash'}]}]",
        ",'review':'town'");
    submit(1);
    upto = submit(2);
    snprintf(
        data, sizeof data,
        "{'office':'522731001001','task':%llu,'verdict':'pass','upto':%llu}",
        task, upto);
    reply = filling_tell(&gate, "report.review", TOWN, NULL, data);
    is_text(gate_at(&gate, reply, "/verdict"), "admit", "the town passes all");
    snprintf(data, sizeof data, "{'since':%llu}", upto);
    reply = filling_tell(&gate, "report.changes", WJJ, NULL, data);
    is_text(gate_at(&gate, reply, "/result/changes"), "[0]",
            "what was not there before has not changed");
    is_text(gate_at(&gate, reply, "/result/next"), "(absent)",
            "and no page leads to itself");
    gate_close(&gate);
    return tap_done();
}
