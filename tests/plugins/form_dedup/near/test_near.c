/* SPDX-License-Identifier: Apache-2.0 */
/* Suggestions from the forms to the keeper's decision: what is searched for,
 * handed in, shown, and remembered. */
#include "tests/fake/host.h"
#include "tests/tap/tap.h"

#define FILE_IT "dutygate.form.file.v1"
#define TASK "dutygate.task.publish.v1"
#define SUGGEST "dutygate.dictionary.suggest.v1"
#define MZJ "department/mzj"
#define CL "department/cl"
#define GATEWAY "gateway/huishui"

static struct fake_host fake;

/* Has the form filed, and asks it. */
static void
ask(const char *source, const char *control, const char *fields)
{
    char data[4096];
    snprintf(data, sizeof data,
             "{'department': '%s', 'control': '%s', 'filing': '惠报备%s'}",
             source, control, control);
    ok(fake_host_send(&fake, FILE_IT, "keeper/bwb", data) == DG_PLUGIN_NOTE,
       "form %s is filed", control);
    snprintf(data, sizeof data,
             "{'duty': 'A-001', 'title': '核查', 'due': '2026-12-05', "
             "'period': '2026-11', 'audience': {'codes': ['522731102200']}, "
             "'forms': [{'control': '%s', 'version': '1', 'fields': [%s]}]}",
             control, fields);
    ok(fake_host_send(&fake, TASK, source, data) == DG_PLUGIN_NOTE,
       "form %s is asked", control);
}

/* Ticks until a search is done; the data of the event that comes of it, or "".
 */
static const char *
search(void)
{
    static char text[4096];
    const char *line, *data;
    fake_host_tick(&fake);
    if (!fake_host_work(&fake)) {
        return "no work";
    }
    line = fake_host_tick(&fake);
    data = strchr(line, '{');
    snprintf(text, sizeof text, "%s", data ? data : "");
    text[strcspn(text, "\n")] = '\0';
    return text;
}

static const char *
read_suggestions(const char *source, const char *params)
{
    fake.reader = source;
    return fake_host_query(&fake, "dictionary.suggestions", params);
}

#define PAIR                                                                   \
    "{\"pairs\":[{\"a\":\"p4-0\",\"b\":\"p2-0\",\"score\":269,\"evidence\":["  \
    "\"same-words\"]}],\"upto\":4}"

static void
test_search(void)
{
    const char *data;
    ask(MZJ, "民1表",
        "{'name': 'a', 'label': '监护人身份证号'}, "
        "{'name': 'b', 'label': '低保金额'}");
    is_text(search(), "", "one form alone is like nothing");
    ask(CL, "残1表",
        "{'name': 'x', 'label': '监护人公民身份证号码'}, "
        "{'name': 'y', 'label': '辅助器具'}");
    data = search();
    is_text(data, PAIR, "what is found is handed in");
    is_text(strchr(fake_host_tick(&fake), '{'), PAIR "\n", "until it is taken");
    is_int(fake_host_apply(&fake, SUGGEST, GATEWAY, PAIR, DG_PLUGIN_NOTE),
           DG_PLUGIN_OK, "it is taken");
    is_text(fake_host_tick(&fake), "", "then no more");
    ok(!fake_host_work(&fake), "and nothing is searched for");
}

#define NEWER                                                                  \
    "{\"code\":\"p4-0\",\"label\":\"监护人公民身份证号码\",\"source\":\"" CL   \
    "\"}"
#define OLDER                                                                  \
    "{\"code\":\"p2-0\",\"label\":\"监护人身份证号\",\"source\":\"" MZJ "\"}"
#define SHOWN                                                                  \
    "{\"score\":269,\"element\":" NEWER ",\"into\":" OLDER                     \
    ",\"evidence\":[{\"code\":\"same-words\",\"text\":\"the same words in "    \
    "another order\"}]}"
#define NOTHING "{\"suggestions\":[]}"

static void
test_read(void)
{
    is_text(read_suggestions("keeper/bwb", "{}"),
            "{\"suggestions\":[" SHOWN "]}", "the keeper sees all");
    is_text(read_suggestions(CL, "{}"), "{\"suggestions\":[" SHOWN "]}",
            "a department what it brought");
    is_text(read_suggestions("department/wjj", "{}"), NOTHING,
            "and nothing else");
    is_text(read_suggestions("keeper/bwb", "{'department': 'wjj'}"), NOTHING,
            "the keeper what a department brought");
    is_text(read_suggestions("keeper/bwb", "{'min': 270}"), NOTHING,
            "what is likelier than that");
    is_text(read_suggestions("keeper/bwb", "{'after': '269-2-0'}"), NOTHING,
            "what comes behind it");
    is_text(read_suggestions("keeper/bwb", "{'after': '269-2-0x'}"), NOTHING,
            "a cursor with a tail is read as far as it goes");
}

/* Elements 4 to 6, from a third department: the first like 0 and 2, by other
 * words; the others like each other's neighbours only. */
static void
test_pages(void)
{
    const char *data;
    ask("department/wjj", "卫1表",
        "{'name': 'a', 'label': '监护人的公民身份号码'}, "
        "{'name': 'b', 'label': '低保金额合计'}, "
        "{'name': 'c', 'label': '住院次数'}");
    data = search();
    ok(strstr(data, "\"upto\":7"), "three more were searched for");
    is_int(fake_host_apply(&fake, SUGGEST, GATEWAY, data, DG_PLUGIN_NOTE),
           DG_PLUGIN_OK, "what was found is taken");
    data = read_suggestions("keeper/bwb", "{'limit': 2}");
    ok(strstr(data, "\"next\":\"248-4-0\""), "there is more behind two");
    data = read_suggestions("keeper/bwb", "{'limit': 2, 'after': '248-4-0'}");
    ok(!strstr(data, "\"next\"") && strstr(data, "p7-1") &&
           !strstr(data, "\"score\":269"),
       "that is the rest");
    ok(!strstr(data, "p6-2"), "what is like nothing is not shown");
    is_int(fake_host_apply(&fake, SUGGEST, GATEWAY,
                           "{'pairs':[{'a':'p99-0','b':'p2-0','score':700,"
                           "'evidence':['same-label']},{'a':'p4-0','b':'p2-0',"
                           "'score':100,'evidence':[]}],'upto':7}",
                           DG_PLUGIN_NOTE),
           DG_PLUGIN_OK, "elements that are not there, and what was said");
    ok(!strstr(read_suggestions("keeper/bwb", "{}"), "p99-0"),
       "the former are not suggested");
    ok(strstr(fake_host_save(&fake), "[\"p4-0\",\"p2-0\",269,2]"),
       "of the latter the best score stays");
}

#define KEEPER "keeper/bwb"

/* A decision ends a suggestion, also what is like it. */
static void
test_decided(void)
{
    const char *data;
    ok(fake_host_send(&fake, "dutygate.dictionary.merge.v1", KEEPER,
                      "{'element': 'p4-0', 'into': 'p2-0'}") == DG_PLUGIN_NOTE,
       "two are merged");
    data = read_suggestions(KEEPER, "{}");
    ok(!strstr(data, "p4-0"), "then they are not suggested");
    ok(strstr(data, "p7-0\",\"label\":\"监护人的公民身份号码\",\"source\":"
                    "\"department/wjj\"},\"into\":{\"code\":\"p2-0"),
       "the third is suggested for what they were merged into");
    ok(!strstr(strstr(data, "p7-0") + 4, "p7-0"), "once");
    ok(fake_host_send(&fake, "dutygate.dictionary.keep_apart.v1", KEEPER,
                      "{'elements': ['p7-1', 'p2-1']}") == DG_PLUGIN_NOTE,
       "two are kept apart");
    ok(!strstr(read_suggestions(KEEPER, "{}"), "p7-1"),
       "then they are not suggested");
    ask("department/jyj", "教1表",
        "{'name': 'a', 'label': '低保金额合计'}, "
        "{'name': 'b', 'label': '低保金额合计'}");
    data = search();
    ok(strstr(data, "\"b\":\"p7-1\""), "one of the same label is suggested");
    ok(!strstr(data, "\"b\":\"p2-1\""),
       "and not for what that was kept apart from");
}

int
main(void)
{
    if (!fake_host_open(&fake, "form_dedup", NULL)) {
        return 1;
    }
    test_search();
    test_read();
    test_pages();
    test_decided();
    fake_host_close(&fake);
    return tap_done();
}
