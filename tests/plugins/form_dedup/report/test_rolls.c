/* SPDX-License-Identifier: Apache-2.0 */
/* Lists of persons (花名册): one list for all who have a legal basis, given to
 * each in its own columns and formats; who reads it is written down; who has no
 * basis asks for itself. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/plugins/form_dedup/report/filling.h"

#define LIST(more, fields)                                                       \
    "'lists':[{'name':'people','title':'残疾人花名册','subject':'person'," \
    "'key':'id'" more ",'fields':[" fields "]}]"
#define BASIS ",'basis':'《残疾人保障法》第十一条'"
#define ID(format) "{'name':'id','label':'身份证号','element':'idn'" format "}"

static struct gate gate;
static unsigned long long first, second, third; /* tasks */

static const struct dg_json *tell(const char *type, const char *source,
                                  const char *format, ...)
    __attribute__((format(printf, 3, 4)));

static const struct dg_json *
tell(const char *type, const char *source, const char *format, ...)
{
    static char data[4096];
    va_list args;
    va_start(args, format);
    vsnprintf(data, sizeof data, format, args);
    va_end(args);
    return filling_tell(&gate, type, source, NULL, data);
}

static const char *
at(const struct dg_json *reply, const char *pointer)
{
    return gate_at(&gate, reply, pointer);
}

static const char *
bytes(const struct dg_json *reply, const char *pointer)
{
    struct dg_str text = dg_json_bytes(dg_json_at(reply, dg_str_from(pointer)));
    return dg_arena_printf(&gate.arena, "%.*s", (int) text.len, text.data).data;
}

static unsigned long long
sequence_of(const struct dg_json *reply)
{
    return strtoull(at(reply, "/receipt/sequence"), NULL, 10);
}

static void
ask_all(void)
{
    first = filling_ask(
        &gate, MZJ, "2026-01", "2026-03-01",
        LIST(BASIS,
             ID(",'format':'spaces'") ",{'name':'nm','label':'姓名',"
                                      "'element':'name'},{'name':'lv','label':'"
                                      "等级',"
                                      "'element':'level','required':true}"),
        "");
    second = filling_ask(
        &gate, WJJ, "2026-01", "2026-03-05",
        LIST(BASIS, ID(",'format':'lower'") ",{'name':'dj','label':'残疾等级',"
                                            "'element':'level'}"),
        "");
}

static void
see_worksheet(void)
{
    const struct dg_json *reply = tell("worksheet.read", EAST, "{}");
    is_text(at(reply, "/result/open"), "1", "a list is one thing to fill in");
    is_text(at(reply, "/result/cells"), "[0]", "and its columns no cells");
    is_text(at(reply, "/result/lists/0/key"), "idn", "it has a key");
    is_text(at(reply, "/result/lists/0/columns"), "[3]",
            "all columns, each once");
    is_text(at(reply, "/result/lists/0/columns/2/element"), "level",
            "as codes of elements");
    is_text(at(reply, "/result/lists/0/columns/2/required"), "true",
            "required if anybody requires it");
    is_text(at(reply, "/result/lists/0/askedby/1/source"), WJJ, "for both");
}

static void
fill_in(void)
{
    const struct dg_json *reply = tell(
        "report.submit", EAST,
        "{'lists':[{'key':'idn','period':'2026-01','complete':true,'rows':["
        "{'key':'52273119491231004X','values':[{'element':'name','value':"
        "'王国芬'},{'element':'level','value':'2'}]},"
        "{'key':'11010519491231002X','values':[{'element':'name','value':"
        "'罗大明'},{'element':'level','value':'4'}]}]}]}");
    is_text(at(reply, "/verdict"), "admit", "two persons");
    reply = tell("worksheet.read", EAST, "{}");
    is_text(at(reply, "/result/open"), "0", "the list is complete");
}

/* ---- who reads ---------------------------------------------------------- */

static void
see_rows(void)
{
    const struct dg_json *reply =
        tell("report.read", MZJ, "{'task':%llu,'list':'people'}", first);
    unsigned long long disclosed = 0;
    char want[256];
    is_text(at(reply, "/result/lists/0/rows"), "2", "so many rows");
    is_text(at(reply, "/result/received"), "1", "one office has reported");
    is_text(at(reply, "/result/rows"), "[2]", "a row for each person");
    is_text(at(reply, "/result/rows/0/values/lv/sequence"), "7",
            "with where it comes from");
    ok(strlen(at(reply, "/result/rows/0/subject")) == 32,
       "under a pseudonym that the town may return it by");
    for (disclosed = 8; disclosed < 14; disclosed++) {
        reply = tell("receipt.lookup", "auditor/sjj", "{'sequence':%llu}",
                     disclosed);
        if (strcmp(at(reply, "/result/event/type"),
                   "dutygate.journal.disclose.v1") == 0) {
            break;
        }
    }
    snprintf(want, sizeof want,
             "{\"reader\":\"department/mzj\",\"read\":\"dutygate.report.read.v1"
             "\",\"what\":\"report %llu people\",\"values\":6}",
             first);
    is_text(bytes(reply, "/result/event/data"), want,
            "who read what of them is in the journal");
}

static bool
has(const struct dg_json *reply, const char *pointer, const char *text)
{
    for (int i = 0; i < 2; i++) {
        char row[64];
        snprintf(row, sizeof row, "/result/rows/%d/values%s", i, pointer);
        if (strcmp(at(reply, row), text) == 0) {
            return true;
        }
    }
    return false;
}

static void
see_formats(void)
{
    const struct dg_json *reply =
        tell("report.read", MZJ, "{'task':%llu,'list':'people'}", first);
    ok(has(reply, "/id/value", "522731 19491231 004X"), "with spaces");
    reply = tell("report.read", WJJ, "{'task':%llu,'list':'people'}", second);
    ok(has(reply, "/id/value", "52273119491231004x"), "or a small x");
    ok(has(reply, "/dj/value", "4"), "under its own names");
    ok(!has(reply, "/nm/value", "王国芬"), "and only what it asked");
    is_text(at(tell("report.read", WJJ, "{'task':%llu,'list':'x'}", second),
               "/type"),
            "urn:dutygate:problem:not-found", "there is no other list");
}

static void
remove_one(void)
{
    unsigned long long since;
    const struct dg_json *reply =
        tell("report.correct", EAST,
             "{'reason':'迁出','lists':[{'key':'idn','period':'2026-01',"
             "'rows':[{'key':'11010519491231002x','remove':true}]}]}");
    is_text(at(reply, "/verdict"), "admit", "one has moved away");
    since = sequence_of(reply) - 1;
    reply = tell("report.read", WJJ, "{'task':%llu,'list':'people'}", second);
    is_text(at(reply, "/result/rows"), "[1]", "the row is gone");
    reply = tell("report.changes", WJJ, "{'since':%llu}", since);
    is_text(at(reply, "/result/changes/0/gone"), "removed", "which is said");
    is_text(at(reply, "/result/changes/0/reason"), "迁出", "with the reason");
}

/* ---- without a legal basis ---------------------------------------------- */

static void
ask_alone(void)
{
    const struct dg_json *reply;
    third = filling_ask(&gate, WJJ, "2026-01", "2026-03-09",
                        LIST("", ID("") ",{'name':'lv','label':'等级',"
                                        "'element':'level'}"),
                        "");
    reply = tell("report.read", WJJ, "{'task':%llu,'list':'people'}", third);
    is_text(at(reply, "/result/rows"), "[0]", "nothing is reused");
    reply = tell("worksheet.read", EAST, "{}");
    is_text(at(reply, "/result/open"), "1", "the office is asked anew");
}

int
main(void)
{
    filling_open(&gate);
    gate.quiet = true;
    ask_all();
    see_worksheet();
    fill_in();
    see_rows();
    see_formats();
    remove_one();
    ask_alone();
    gate_close(&gate);
    return tap_done();
}
