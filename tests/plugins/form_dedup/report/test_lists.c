/* SPDX-License-Identifier: Apache-2.0 */
/* Lists of persons (花名册): rows, what a row lacks, none, complete; values of
 * persons in no finding. */
#include "tests/plugins/form_dedup/report/filling.h"

static struct gate gate;
static unsigned long long task;

#define LUO "52273119800101001X"
#define WANG "522731195503152225"

static const char *
submit(const char *data)
{
    return filling_says(&gate,
                        filling_tell(&gate, "report.submit", EAST, NULL, data));
}

/* The rows of the list as who asked it reads them: "52…X 罗永祥 2; …". */
static const char *
rows(void)
{
    static char out[512];
    char data[64];
    const struct dg_json *reply;
    size_t len = 0;
    snprintf(data, sizeof data, "{'task':%llu,'list':'people'}", task);
    reply = filling_tell(&gate, "report.read", MZJ, NULL, data);
    out[0] = '\0';
    for (unsigned i = 0; i < 9; i++) {
        static const char *const fields[] = {"id", "name", "level"};
        char pointer[64];
        snprintf(pointer, sizeof pointer, "/result/rows/%u", i);
        if (strcmp(gate_at(&gate, reply, pointer), "(absent)") == 0) {
            break;
        }
        for (unsigned f = 0; f < 3; f++) {
            snprintf(pointer, sizeof pointer, "/result/rows/%u/values/%s/value",
                     i, fields[f]);
            len += (size_t) snprintf(out + len, sizeof out - len, "%s%s",
                                     gate_at(&gate, reply, pointer),
                                     f < 2 ? " " : "; ");
        }
    }
    return out;
}

static void
test_wrong(void)
{
    is_text(
        submit("{'lists':[{'key':'idn','period':'2026-10','rows':[{'key':"
               "'522731 19800101 001x','values':[{'element':'name','value':"
               "'罗永祥'},{'element':'level','value':'2'}]},{'key':'" WANG
               "','values':[{'element':'level','value':'5'},{'element':'pop',"
               "'value':'1'}]},{'key':'522731195503152226'},{'key':'" LUO
               "'}]},{'key':'zzz','none':true}]}"),
        "refuse\n"
        "value-idnumber /data/lists/0/rows/2: \"身份证号\": the check "
        "character of the ID number does not fit the rest\n"
        "cell-unknown /data/lists/1: there is no data element \"zzz\"\n"
        "cell-twice /data/lists/0/rows/3: \"身份证号\" is here a second "
        "time\n"
        "value-range /data/lists/0/rows/1/values/0: \"残疾等级\" of 2026-10: "
        "民政局 wants at most 4\n"
        "cell-not-asked /data/lists/0/rows/1/values/1: nobody asks "
        "\"常住人口\" of 2026-10 of this office\n"
        "value-missing /data/lists/0/rows/1: the row lacks \"姓名\", which "
        "民政局 requires\n",
        "each wrong cell is named, and no person");
    is_text(submit("{'values':[{'element':'level','period':'2026-10','value':"
                   "'1'}]}"),
            "refuse\ncell-not-asked /data/values/0: nobody asks \"残疾等级\" "
            "of 2026-10 of this office\n",
            "what is asked of persons is not asked of the office");
    is_text(submit("{'lists':[{'key':'pop','period':'2026-10','rows':[{'key':"
                   "'1'}]}]}"),
            "refuse\ncell-not-asked /data/lists/0/rows/0: nobody asks "
            "\"常住人口\" of 2026-10 of this office\n",
            "no list has that key");
    is_text(rows(), "", "nothing of it is taken");
}

static void
test_rows(void)
{
    is_text(submit("{'lists':[{'key':'idn','period':'2026-10','rows':[{'key':"
                   "'522731 19800101 001x','values':[{'element':'name',"
                   "'value':'罗永祥'},{'element':'level','value':'2'}]}]}]}"),
            "admit\n", "a row");
    is_text(rows(), LUO " 罗永祥 2; ", "is read");
    is_text(
        submit("{'lists':[{'key':'idn','period':'2026-10','rows':[{'key':'" LUO
               "','values':[{'element':'level','value':'3'}]},{'key':'" WANG
               "','values':[{'element':'name','value':'王秀英'},"
               "{'element':'level','none':true}]}],'complete':true}]}"),
        "admit\n"
        "unchanged /data/lists/0/rows/0: 1 of 6 values stood like this "
        "already\n"
        "overwrites /data/lists/0/rows/0/values/0: 1 of 6 values take the "
        "place of others, which are kept\n",
        "the same person, in another spelling of the number, and one more");
    ok(strstr(rows(), LUO " 罗永祥 3; ") && strstr(rows(), WANG " 王秀英 "),
       "two rows");
    is_text(submit("{'lists':[{'key':'idn','period':'2026-10','none':true}]}"),
            "refuse\nlist-not-empty /data/lists/0: \"身份证号\" of 2026-10 has "
            "2 rows: remove them before saying none\n",
            "a list with rows is not none");
    is_text(
        submit("{'lists':[{'key':'idn','period':'2026-10','rows':[{'key':'" WANG
               "','remove':true}]}]}"),
        "admit\n"
        "overwrites /data/lists/0/rows/0: 1 of 1 values take the place of "
        "others, which are kept\n",
        "a row is removed");
    is_text(rows(), LUO " 罗永祥 3; ", "and not read any more");
    is_text(
        submit("{'lists':[{'key':'idn','period':'2026-10','rows':[{'key':'" LUO
               "','remove':true}],'none':true}]}"),
        "admit\n"
        "overwrites /data/lists/0/rows/0: 2 of 2 values take the place of "
        "others, which are kept\n",
        "the last one goes along with none");
    is_text(rows(), "", "no row is left");
    gate_restart(&gate);
    is_text(rows(), "", "also after a restart");
}

/* A cell of a row by the pseudonym of who it is of. */
static void
test_subject(void)
{
    char data[256], subject[33];
    const struct dg_json *reply;
    submit("{'lists':[{'key':'idn','period':'2026-10','rows':[{'key':'" LUO
           "','values':[{'element':'name','value':'罗永祥'},{'element':'level',"
           "'value':'2'}]}]}]}");
    submit("{'lists':[{'key':'idn','period':'2026-10','rows':[{'key':'" LUO
           "','values':[{'element':'level','value':'1'}]}]}]}");
    snprintf(data, sizeof data, "{'task':%llu,'since':%llu}", task,
             (unsigned long long) gate.asked - 2);
    reply = filling_tell(&gate, "report.changes", MZJ, NULL, data);
    snprintf(subject, sizeof subject, "%s",
             gate_at(&gate, reply, "/result/changes/0/subject"));
    is_int(strlen(subject), 32, "a change names the row");
    snprintf(data, sizeof data,
             "{'values':[{'element':'level','period':'2026-10','subject':'%s',"
             "'value':'4'}]}",
             subject);
    is_text(submit(data),
            "admit\noverwrites /data/values/0: 1 of 1 values take the place of "
            "others, which are kept\n",
            "by its name it is filled in");
    ok(strstr(rows(), LUO " 罗永祥 4; ") != NULL, "and read");
    is_text(
        filling_says(&gate,
                     filling_tell(&gate, "report.submit", WEST, NULL, data)),
        "refuse\ncell-not-asked /data/values/0: nobody asks \"残疾等级\" of "
        "2026-10 of this office\n",
        "it is no row of another office");
}

/* A list of others with the same key. */
static void
test_two(void)
{
    static const char listed[] =
        "{'lists':[{'key':'idn','period':'2026-09','rows':[{'key':'" LUO
        "','values':[{'element':'name','value':'罗永祥'},{'element':'level',"
        "'value':'2'}]},{'key':'" WANG "','values':[{'element':'cash','value':"
        "'300'}]}]}]}";
    unsigned long long other;
    char data[64];
    task = filling_ask(
        &gate, MZJ, "2026-09", "2026-10-05",
        "'lists':[{'name':'people','subject':'person','key':'id','basis':"
        "'残疾人保障法第十五条','fields':[{'name':'id','label':'身份证号',"
        "'element':'idn'},{'name':'name','label':'姓名','element':'name',"
        "'required':true},{'name':'level','label':'残疾等级','element':'level'}"
        "]}]",
        "");
    other = filling_ask(
        &gate, WJJ, "2026-09", "2026-10-05",
        "'lists':[{'name':'people','subject':'person','key':'id','basis':"
        "'社会救助暂行办法','fields':[{'name':'id','label':'身份证号',"
        "'element':'idn'},{'name':'cash','label':'补贴','element':'cash'}]}]",
        "");
    is_text(submit(listed), "admit\n", "persons of two lists");
    is_text(rows(), LUO " 罗永祥 2; ", "each is in the list it belongs to");
    snprintf(data, sizeof data, "{'task':%llu,'list':'people'}", other);
    {
        const struct dg_json *reply =
            filling_tell(&gate, "report.read", WJJ, NULL, data);
        is_text(gate_at(&gate, reply, "/result/rows/0/values/id/value"), WANG,
                "and so the other");
        is_text(gate_at(&gate, reply, "/result/rows/1"), "(absent)", "alone");
        snprintf(data, sizeof data, "{'task':%llu}", other);
        reply = filling_tell(&gate, "report.read", WJJ, NULL, data);
        is_text(gate_at(&gate, reply, "/result/lists/0/rows"), "1",
                "and is counted so");
        submit("{'lists':[{'key':'idn','period':'2026-09','rows':[{'key':'" LUO
               "','remove':true}]}]}");
        snprintf(data, sizeof data, "{'task':%llu,'since':1}", other);
        reply = filling_tell(&gate, "report.changes", WJJ, NULL, data);
        is_text(gate_at(&gate, reply, "/result/changes"), "[0]",
                "who is in no list of theirs is no change to them");
        snprintf(data, sizeof data, "{'task':%llu,'since':1}", task);
        reply = filling_tell(&gate, "report.changes", MZJ, NULL, data);
        is_text(gate_at(&gate, reply, "/result/changes/0/gone"), "removed",
                "but to those whose list it is");
    }
}

int
main(void)
{
    filling_open(&gate);
    gate.quiet = true;
    task = filling_ask(
        &gate, MZJ, "2026-10", "2026-11-05",
        "'fields':[{'name':'n','label':'常住人口','element':'pop'}],"
        "'lists':[{'name':'people','subject':'person','key':'id','basis':"
        "'残疾人保障法第十五条','fields':[{'name':'id','label':'身份证号',"
        "'element':'idn'},{'name':'name','label':'姓名','element':'name',"
        "'required':true},{'name':'level','label':'残疾等级','element':'level',"
        "'max':'4'},{'name':'cash','label':'补贴','element':'cash'}]}]",
        "");
    test_wrong();
    test_rows();
    test_subject();
    test_two();
    gate_close(&gate);
    return tap_done();
}
