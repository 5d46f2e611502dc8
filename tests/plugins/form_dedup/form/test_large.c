/* SPDX-License-Identifier: Apache-2.0 */
/* A form of 5,000 fields, as many as the schema takes, goes through the whole
 * gateway: registered, asked by name and whole, wrong in every field, and after
 * a restart it is what it was. */
#include <stdlib.h>

#include "tests/gateway/flow/gate.h"
#include "tests/tap/tap.h"

#define FIELDS 5000
#define SIZE (1 << 20)

static struct gate gate;
static char text[SIZE + 256], fields[SIZE];

/* more stands in each field. */
static void
make_fields(const char *more)
{
    size_t len = 0;
    for (int i = 0; i < FIELDS; i++) {
        len += (size_t) snprintf(
            fields + len, sizeof fields - len,
            "%s{\"name\":\"f%04d\",\"label\":\"第%04d项农业设施面积（亩）\","
            "\"type\":\"decimal\",\"period\":\"month\"%s}",
            i ? "," : "", i, i, more);
    }
}

static const struct dg_json *
send_event(const char *type, const char *source, const char *id)
{
    static char event[SIZE + 1024];
    int len = snprintf(event, sizeof event,
                       "{\"specversion\":\"1.0\",\"type\":\"dutygate.%s.v1\","
                       "\"source\":\"%s\",\"id\":\"%s\",\"data\":%s}",
                       type, source, id, text);
    return gate_ask_bytes(&gate, event, (size_t) len);
}

static const struct dg_json *
ask(const char *id, const char *form)
{
    snprintf(text, sizeof text,
             "{\"duty\":\"A-001\",\"title\":\"农业设施核查\",\"due\":"
             "\"2026-12-05\",\"period\":\"2026-11\",\"audience\":{\"prefixes\":"
             "[\"522731\"]},\"forms\":[{\"control\":\"农1表\",\"version\":\"1\""
             "%s%s%s}]}",
             form ? ",\"fields\":[" : "", form ? form : "", form ? "]" : "");
    return send_event("task.publish", "department/mzj", id);
}

static const char *
at(const struct dg_json *reply, const char *pointer)
{
    return gate_at(&gate, reply, pointer);
}

static void
file(void)
{
    strcpy(text, "{\"department\":\"department/mzj\",\"control\":\"农1表\","
                 "\"filing\":\"备1号\"}");
    is_text(at(send_event("form.file", "keeper/bwb", "f"), "/verdict"), "admit",
            "its number is issued");
}

static void
test_wrong(void)
{
    const struct dg_json *reply;
    make_fields(",\"element\":\"x\"");
    reply = ask("wrong", fields);
    is_text(at(reply, "/verdict"), "refuse", "5,000 mistakes are refused");
    is_text(at(reply, "/findings/99/code"), "element-unknown",
            "a hundred are said");
    is_text(at(reply, "/findings/99/pointer"),
            "/data/forms/0/fields/99/element", "each at its place");
    is_text(at(reply, "/findings/100"), "(absent)", "and no more");
}

static void
test_whole(void)
{
    const struct dg_json *reply;
    make_fields("");
    reply = ask("whole", fields);
    is_text(at(reply, "/verdict"), "admit", "5,000 fields are asked");
    snprintf(text, sizeof text,
             "{\"form\":{\"control\":\"农1表\",\"version\":"
             "\"1\",\"fields\":[%s]}}",
             fields);
    is_text(at(send_event("form.publish", "department/mzj", "p"), "/verdict"),
            "admit", "and registered");
    reply = ask("named", NULL);
    is_text(at(reply, "/verdict"), "admit", "and asked by name");
    is_text(at(reply, "/findings/0/code"), "fields-shared",
            "which is all asked already");
}

static void
read_page(const char *after, char out[256])
{
    const struct dg_json *reply;
    snprintf(
        text, sizeof text,
        "{\"control\":\"农1表\",\"version\":\"1\",\"after\":\"%s\",\"limit\":"
        "500}",
        after);
    reply = send_event("form.read", "office/522731001001", "r");
    snprintf(out, 256, "%s %s %s %s", at(reply, "/result/fieldcount"),
             at(reply, "/result/fields"), at(reply, "/result/fields/499/is"),
             at(reply, "/result/next"));
}

int
main(void)
{
    char before[256], after[256];
    gate_open(&gate, "sqlite", "");
    gate.quiet = true;
    gate_furnish(&gate);
    file();
    test_wrong();
    test_whole();
    read_page("4500", before);
    is_text(before, "5000 [500] p6-4999 (absent)", "the last page of it");
    gate_restart(&gate);
    gate.quiet = true;
    read_page("4500", after);
    is_text(after, before, "is the same after a restart");
    gate_close(&gate);
    return tap_done();
}
