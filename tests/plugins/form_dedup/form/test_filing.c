/* SPDX-License-Identifier: Apache-2.0 */
/* Registered forms, filing numbers, labels: what is said of them, and what is
 * read of them. */
#include "tests/fake/host.h"
#include "tests/tap/tap.h"

#define PUBLISH "dutygate.form.publish.v1"
#define FILE_IT "dutygate.form.file.v1"
#define TASK "dutygate.task.publish.v1"
#define KEEPER "keeper/bwb"
#define MZJ "department/mzj"
#define CL "department/cl"

static struct fake_host fake;

#define FIELDS                                                                 \
    "'fields': [{'name': 'a', 'label': '残疾人数', 'period': 'month'}]"
#define WORKING(version, more)                                                 \
    "{'form': {'control': '残3表', 'version': '" version "', " more "}}"

/* A task of one form, of two offices. */
static const char *
ask(const char *source, const char *form)
{
    static char data[4096];
    snprintf(data, sizeof data,
             "{'duty': 'A-001', 'title': '核查', 'due': '2026-12-05', "
             "'period': '2026-11', 'audience': {'codes': ['522731102200', "
             "'522731102201']}, 'forms': [%s]}",
             form);
    return fake_host_decide(&fake, TASK, source, data);
}

/* The text has a line that begins so, and the next is that. */
static void
says(const char *text, const char *line, const char *name)
{
    if (!ok(strstr(text, line), "%s", name)) {
        tap_show(" got", text, strlen(text));
        tap_show("want", line, strlen(line));
    }
}

#define FILED                                                                     \
    "strip form-label form-not-filed at /data/forms/0\n"                          \
    "  filing number \"惠报备1号\" was not issued to department/cl for form " \
    "\"残3表\"\n"                                                               \
    "  or: ask the keeper to file it: that is one step\n"                         \
    "  strip /data/forms/0: 1 form at 2 offices, form-not-filed\n"                \
    "  strip /data/forms/0: 1 field at 2 offices, form-not-filed\n"

static void
test_working(void)
{
    const char *form = "{'control': '残3表', 'version': '1', " FIELDS "}";
    const char *named = "{'control': '残3表', 'version': '1', 'filing': "
                        "'惠报备1号', " FIELDS "}";
    says(ask(CL, form),
         "strip form-label form-label-missing at /data/forms/0\n"
         "  form \"残3表\" is a working form without a filing number\n"
         "  or: ask the keeper to file it: that is one step\n"
         "  strip /data/forms/0: 1 form at 2 offices, form-label-missing\n"
         "  strip /data/forms/0: 1 field at 2 offices, form-label-missing\n",
         "a working form needs a number");
    says(ask(CL, named), FILED, "one that was issued");
    is_int(fake_host_send(&fake, FILE_IT, KEEPER,
                          "{'department': 'department/cl', 'control': '残3表', "
                          "'filing': '惠报备1号', 'validuntil': "
                          "'2026-12-31'}"),
           DG_PLUGIN_NOTE, "the keeper issues it");
    ok(!strstr(ask(CL, named), "form-label"), "then it may be asked");
    ok(!strstr(ask(CL, form), "form-label"), "also without naming it");
    says(ask(MZJ, named),
         "  filing number \"惠报备1号\" was not issued to department/mzj for "
         "form \"残3表\"\n",
         "but by nobody else");
    fake_host_set_day(&fake, "2027-01-01");
    says(ask(CL, named),
         "strip form-label form-expired at /data/forms/0\n"
         "  form \"残3表\" was valid until 2026-12-31\n"
         "  or: have it renewed, and ask then\n",
         "as long as it holds");
    fake_host_set_day(&fake, "2026-11-22");
}

static void
test_issue(void)
{
    is_text(fake_host_decide(&fake, FILE_IT, KEEPER,
                             "{'department': 'department/mzj', 'control': "
                             "'残3表', 'filing': '惠报备1号'}"),
            "refuse form filing-taken at /data/filing\n"
            "  filing number \"惠报备1号\" was issued to department/cl for "
            "form \"残3表\" in receipt 1\n",
            "a number is issued once");
    is_text(fake_host_decide(&fake, FILE_IT, KEEPER,
                             "{'department': 'department/cl', 'control': "
                             "'残3表', 'filing': '惠报备1号', 'validuntil': "
                             "'2027-12-31'}"),
            "", "or again to the same, for longer");
}

static void
test_survey(void)
{
    says(ask(MZJ, "{'control': '民统1表', 'version': '2026', 'class': "
                  "'survey', 'approval': '12号', " FIELDS "}"),
         "strip form-label form-label-missing at /data/forms/0\n"
         "  form \"民统1表\" is a statistical survey and lacks: issuing "
         "authority, end of validity\n"
         "  or: hand it in with all labels that the approval gives it\n",
         "a survey needs its labels");
    says(ask(MZJ, "{'control': '民统1表', 'version': '2026', 'class': "
                  "'survey', 'authority': '省民政厅', 'approval': '12号', "
                  "'validuntil': '2026-11-21', " FIELDS "}"),
         "strip form-label form-expired at /data/forms/0\n"
         "  form \"民统1表\" was valid until 2026-11-21\n",
         "and its time");
    ok(!strstr(ask(MZJ, "{'control': '民统1表', 'version': '2026', 'class': "
                        "'survey', 'authority': '省民政厅', 'approval': "
                        "'12号', 'validuntil': '2026-11-22', " FIELDS "}"),
               "form-label"),
       "the last day is in it");
}

static void
test_register(void)
{
    says(ask(CL, "{'control': '残3表', 'version': '2'}"),
         "refuse form form-unknown at /data/forms/0\n"
         "  no form \"残3表\" version \"2\" is registered, and it gives no "
         "fields\n",
         "a form that nobody registered");
    is_text(fake_host_decide(&fake, PUBLISH, MZJ, WORKING("2", FIELDS)),
            "note form-label form-label-missing at /data/form\n"
            "  form \"残3表\" is a working form without a filing number\n"
            "  or: ask the keeper to file it: that is one step\n",
            "labels are noted at once");
    is_int(fake_host_send(&fake, PUBLISH, CL, WORKING("2", FIELDS)),
           DG_PLUGIN_NOTE, "it is registered");
    ok(!strstr(ask(CL, "{'control': '残3表', 'version': '2'}"), "refuse"),
       "and need only be named");
    is_text(fake_host_decide(&fake, PUBLISH, CL, WORKING("2", FIELDS)), "",
            "the same again is no other");
    is_text(
        fake_host_decide(
            &fake, PUBLISH, CL,
            WORKING("2", "'fields': [ { 'label': '残疾人数', 'period': "
                         "'month', 'name': 'a' } ], 'filing': '惠报备1号'")),
        "", "nor is it in other words of JSON");
    is_text(
        fake_host_decide(&fake, PUBLISH, CL,
                         WORKING("2", "'fields': [{'name': 'a', 'label': "
                                      "'残疾人数', 'period': 'quarter'}]")),
        "refuse form form-taken at /data/form\n"
        "  form \"残3表\" version \"2\" was registered with other content, in "
        "receipt 2\n"
        "  or: give it another version\n",
        "with other content it needs another version");
    says(ask(CL, "{'control': '残3表', 'version': '2', 'fields': [{'name': "
                 "'a', 'label': '人数'}]}"),
         "refuse form form-taken at /data/forms/0\n", "in a task, too");
}

static void
test_read(void)
{
    is_text(fake_host_query(&fake, "form.read", "{}"),
            "{\"forms\":[{\"control\":\"残3表\",\"version\":\"2\",\"class\":"
            "\"working\",\"filing\":\"惠报备1号\",\"fileduntil\":\"2026-12-31\""
            ",\"from\":\"department/cl\",\"name\":\"department/cl\","
            "\"receipt\":2,\"fieldcount\":1}]}",
            "what is registered");
    is_text(fake_host_query(&fake, "form.read", "{'after': '2'}"),
            "{\"forms\":[]}", "nothing behind the last");
    is_text(fake_host_query(&fake, "form.read",
                            "{'control': '残3表', 'version': '2'}"),
            "{\"control\":\"残3表\",\"version\":\"2\",\"class\":\"working\","
            "\"filing\":\"惠报备1号\",\"fileduntil\":\"2026-12-31\",\"from\":"
            "\"department/cl\",\"name\":\"department/cl\",\"receipt\":2,"
            "\"fieldcount\":1,\"fields\":[{\"name\":\"a\",\"label\":"
            "\"残疾人数\",\"period\":\"month\",\"is\":\"p2-0\",\"provisional\":"
            "true}]}",
            "and one of them");
    is_text(fake_host_query(&fake, "form.read",
                            "{'control': '残3表', 'version': '3'}"),
            "not found", "there is no third version");
}

/* What is only asked changes nothing, and the same events give the same. */
static void
test_save(void)
{
    struct fake_host other;
    char before[8192];
    snprintf(before, sizeof before, "%s", fake_host_save(&fake));
    (void) ask(CL, "{'control': '残9表', 'version': '1', " FIELDS "}");
    (void) fake_host_decide(&fake, PUBLISH, CL, WORKING("9", FIELDS));
    is_text(fake_host_save(&fake), before, "the fold is as before");
    ok(fake_host_open(&other, "form_dedup", NULL), "another opens");
    fake_host_set_day(&other, "2026-11-22");
    fake_host_send(&other, FILE_IT, KEEPER,
                   "{'department': 'department/cl', 'control': '残3表', "
                   "'filing': '惠报备1号', 'validuntil': '2026-12-31'}");
    fake_host_apply(&other, PUBLISH, CL, WORKING("2", FIELDS), DG_PLUGIN_NOTE);
    is_text(fake_host_save(&other), before, "and the same without asking");
    fake_host_close(&other);
}

int
main(void)
{
    ok(fake_host_open(&fake, "form_dedup", NULL), "opens");
    fake_host_set_day(&fake, "2026-11-22");
    test_working();
    test_issue();
    test_survey();
    test_register();
    test_read();
    test_save();
    fake_host_close(&fake);
    is_int(fake_host_live, 0, "everything was released");
    return tap_done();
}
