/* SPDX-License-Identifier: Apache-2.0 */
/* report.submit: what offices fill in, of every type; what is refused of it,
 * word for word, one finding for each wrong cell; and what is noted. */
#include "tests/plugins/form_dedup/report/filling.h"

static struct gate gate;
static unsigned long long october, gone;

static const char *
submit(const char *source, const char *behalf, const char *data)
{
    return filling_says(
        &gate, filling_tell(&gate, "report.submit", source, behalf, data));
}

/* One value of October, of the west. */
static const char *
give(const char *element, const char *value)
{
    static char data[16384];
    snprintf(data, sizeof data,
             "{'values':[{'element':'%s','period':'2026-10',%s}]}", element,
             value);
    return submit(WEST, NULL, data);
}

/* As who asked the task reads a member of an office's value: of offices in the
 * order of their codes. */
static const char *
reads(unsigned office, const char *field, const char *member)
{
    char data[64], pointer[96];
    snprintf(data, sizeof data, "{'task':%llu}", october);
    snprintf(pointer, sizeof pointer, "/result/rows/%u/values/%s/%s", office,
             field, member);
    return gate_at(&gate, filling_tell(&gate, "report.read", MZJ, NULL, data),
                   pointer);
}

/* ---- values ------------------------------------------------------------- */

static void
test_taken(void)
{
    static const struct {
        const char *element, *value, *field, *read;
    } all[] = {
        {"pop", "'value':'1,286'", "a", "1286"},
        {"pop", "'value':'１２８７ 人'", "a", "1287"},
        {"fund", "'value':'125000'", "d", "12.50"},
        {"fund", "'value':'12.34','unit':'万元'", "d", "12.34"},
        {"fund", "'value':'13万元'", "d", "13.00"},
        {"rate", "'value':'98.5%'", "e", "98.5"},
        {"rate", "'value':'98.6％'", "e", "98.6"},
        {"rate", "'value':'99'", "e", "99"},
        {"land", "'value':'30'", "f", "2"},
        {"land", "'value':'3','unit':'公顷'", "f", "3"},
        {"note", "'value':' 道路在修 '", "g", "道路在修"},
        {"day", "'value':'2026年11月22日'", "h", "2026-11-22"},
        {"day", "'value':'20261121'", "h", "2026-11-21"},
        {"day", "'value':'2026/11/2'", "h", "2026-11-02"},
        {"when", "'value':'2026年第四季度'", "i", "2026-Q4"},
        {"when", "'value':'202611'", "i", "2026-11"},
        {"yes", "'value':'是'", "j", "true"},
        {"yes", "'value':'0'", "j", "false"},
        {"kind", "'value':'一般村'", "k", "2"},
        {"kind", "'value':'1'", "k", "1"},
        {"head", "'value':'52273119800101001X'", "l", "52273119800101001X"},
        {"head", "'value':'52273119800101001x'", "l", "52273119800101001X"},
        {"head", "'value':'522731 19800101 001x'", "l", "52273119800101001X"},
        {"head", "'value':'522731-19800101-001X'", "l", "52273119800101001X"},
        {"head", "'value':'522731800101001'", "l", "52273119800101001X"},
        {"head", "'value':'５２２７３１１９８００１０１００１Ｘ'", "l",
         "52273119800101001X"}};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
        const char *said = give(all[i].element, all[i].value);
        ok(strncmp(said, "admit\n", 6) == 0, "%s: taken", all[i].value);
        is_text(reads(1, all[i].field, "value"), all[i].read, all[i].value);
    }
    is_text(give("men", "'none':true"), "admit\n", "none is an answer");
    is_text(reads(1, "b", "none"), "true", "and read as one");
    is_text(give("women", "'value':'0'"),
            "refuse\nsum-differs /data/values/0: \"常住人口\" is 1287, and its "
            "parts are 0 together; 民政局 wants them equal\n",
            "0 is an answer, with which the sum is not right");
    is_text(give("women", "'value':'1287'"), "admit\n", "the sum is right");
}

static void
test_wrong(void)
{
    static const struct {
        const char *element, *value, *says;
    } all[] = {
        {"pop", "'value':'0'",
         "value-range /data/values/0: \"常住人口\" of 2026-10: 民政局 wants at "
         "least 1 人"},
        {"pop", "'value':'9001'",
         "value-range /data/values/0: \"常住人口\" of 2026-10: 民政局 wants at "
         "most 9000 人"},
        {"fund", "'value':'500000.5'",
         "value-range /data/values/0: \"低保资金\" of 2026-10: 民政局 wants at "
         "most 50 万元"},
        {"fund", "'value':'0.005','unit':'万元'",
         "value-decimals /data/values/0: \"低保资金\" of 2026-10: 民政局 wants "
         "at most 2 places behind the point"},
        {"pop", "'value':'12.5'",
         "value-type /data/values/0: \"常住人口\" takes a whole number"},
        {"pop", "'value':'约一千'",
         "value-type /data/values/0: \"常住人口\" takes a whole number"},
        {"fund", "'value':'1.2.3'",
         "value-type /data/values/0: \"低保资金\" takes a number"},
        {"fund", "'value':'12亩'",
         "value-unit /data/values/0: \"低保资金\" is in 元; no rule leads "
         "there "
         "from \"亩\""},
        {"note", "'value':'x','unit':'元'",
         "value-unit /data/values/0: \"备注\" has no unit"},
        {"note", "'value':'　 '",
         "value-blank /data/values/0: \"备注\" is blank, which is no answer: "
         "say 0, none (无此情况) or the same as last period (与上期一致)"},
        {"pop", "'value':''",
         "value-blank /data/values/0: \"常住人口\" is blank, which is no "
         "answer: say 0, none (无此情况) or the same as last period "
         "(与上期一致)"},
        {"day", "'value':'2026-02-30'",
         "value-type /data/values/0: \"检查日期\" takes a date, such as "
         "2026-11-22, 20261122 or 2026年11月22日"},
        {"when", "'value':'2026-Q5'",
         "value-type /data/values/0: \"覆盖期间\" takes a period, such as "
         "2026, "
         "2026-Q4, 2026-11 or 2026-11-22"},
        {"yes", "'value':'也许'",
         "value-type /data/values/0: \"是否有卫生室\" takes yes (是) or no "
         "(否)"},
        {"kind", "'value':'3'",
         "value-option /data/values/0: \"村类型\" takes one of: 重点村, "
         "一般村"},
        {"head", "'value':'5227311980010100'",
         "value-idnumber /data/values/0: \"书记身份证号\" takes an ID number "
         "of 18 characters, or of 15 in the old form"},
        {"head", "'value':'522731198013010018'",
         "value-idnumber /data/values/0: \"书记身份证号\": the date of birth "
         "in "
         "the ID number does not exist"},
        {"head", "'value':'522731198001010011'",
         "value-idnumber /data/values/0: \"书记身份证号\": the check character "
         "of the ID number does not fit the rest"},
        {"men", "'same':true",
         "no-last-period /data/values/0: \"男性\" of 2026-10: the period "
         "before "
         "has no value"},
        {"nothing", "'none':true",
         "cell-unknown /data/values/0: there is no data element \"nothing\""}};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
        char wanted[512];
        snprintf(wanted, sizeof wanted, "refuse\n%s\n", all[i].says);
        is_text(give(all[i].element, all[i].value), wanted, all[i].value);
    }
}

/* ---- cells -------------------------------------------------------------- */

static void
test_cells(void)
{
    char wanted[512];
    is_text(submit(EAST, NULL, "{'values':[{'element':'pop','value':'5'}]}"),
            "refuse\nperiod-missing /data/values/0: say of which month the "
            "value of \"常住人口\" is\n",
            "a month must be named");
    is_text(submit(EAST, NULL,
                   "{'values':[{'element':'pop','period':'2026-10-01','value':"
                   "'5'}]}"),
            "refuse\nperiod-mismatch /data/values/0: \"常住人口\" is asked by "
            "the month, not of \"2026-10-01\"\n",
            "a day is finer than the month it is asked by");
    is_text(submit(EAST, NULL,
                   "{'values':[{'element':'pop','period':'2026-Q4','value':"
                   "'5'}]}"),
            "refuse\nperiod-mismatch /data/values/0: \"常住人口\" of 2026-Q4: "
            "nobody asks it of this office for such a period\n",
            "a quarter that nobody asks");
    is_text(
        submit(EAST, NULL,
               "{'values':[{'element':'pop','period':'2026-11','value':"
               "'5'}]}"),
        "refuse\ncell-not-asked /data/values/0: nobody asks \"常住人口\" of "
        "2026-11 of this office\n",
        "a month that nobody asks");
    is_text(submit(EAST, NULL,
                   "{'values':[{'element':'men','period':'2026-10','value':"
                   "'5'},{'element':'women','period':'2026-10','value':'x'},"
                   "{'element':'men','period':'2026-10','value':'6'},"
                   "{'element':'zzz','period':'2026-10','value':'6'}]}"),
            "refuse\nvalue-type /data/values/1: \"女性\" takes a whole number\n"
            "cell-unknown /data/values/3: there is no data element \"zzz\"\n"
            "cell-twice /data/values/2: \"男性\" is here a second time\n",
            "each wrong cell has one finding");
    is_text(reads(0, "b", "missing"), "true",
            "and nothing is taken of what is refused");
    is_text(submit(EAST, NULL,
                   "{'office':'522731001002','values':[{'element':'men',"
                   "'period':'2026-10','value':'5'}]}"),
            "refuse\n", "another office's cell");
    is_text(
        submit(SOUTH, NULL,
               "{'values':[{'element':'level','period':'2026-09','value':"
               "'5'}]}"),
        "refuse\ncell-not-asked /data/values/0: nobody asks \"残疾等级\" of "
        "2026-09 of this office\n",
        "a cell that only others are asked");
    is_text(submit(TOWN, NULL,
                   "{'office':'522731001001','values':[{'element':'men',"
                   "'period':'2026-10','value':'5'}]}"),
            "refuse\nbehalf-missing /data: say it on behalf of the office "
            "(onbehalf), so that it is marked\n",
            "a town as if it were its office");
    is_text(submit(EAST, NULL, "{'lists':[{'key':'idn','period':'2026-10'}]}"),
            "refuse\nreport-empty /data: it says nothing of any cell\n",
            "nothing at all");
    gone =
        filling_ask(&gate, WJJ, "2026-08", "2026-11-05",
                    "'fields':[{'name':'a','label':'男','element':'men'}]", "");
    is_text(submit(EAST, NULL,
                   "{'values':[{'element':'men','period':'2026-08','value':"
                   "'5'}]}"),
            "admit\n", "a cell of another task");
    snprintf(wanted, sizeof wanted, "{'task':%llu,'reason':'重复'}", gone);
    filling_tell(&gate, "task.withdraw", WJJ, NULL, wanted);
    snprintf(wanted, sizeof wanted,
             "refuse\ntask-ended /data/values/0: nobody asks \"男性\" of "
             "2026-08 any more: task %llu of 卫健局 (withdrawn)\n",
             gone);
    is_text(submit(WEST, NULL,
                   "{'values':[{'element':'men','period':'2026-08','value':"
                   "'5'}]}"),
            wanted, "a withdrawn task");
    is_text(
        submit(EAST, NULL,
               "{'values':[{'element':'men','period':'2026-08','value':"
               "'5'}]}"),
        "refuse\ncell-closed /data/values/0: \"男性\" of 2026-08 is filled, "
        "and no open task asks it: correct it by report.correct\n",
        "filled, and asked by nobody any more");
}

/* ---- notes -------------------------------------------------------------- */

static void
test_notes(void)
{
    is_text(
        submit(SOUTH, NULL,
               "{'values':[{'element':'pop','period':'2026-10','value':"
               "'40'},{'element':'rate','period':'2026-10','value':'80'}]}"),
        "admit\n", "an office fills in two cells");
    is_text(
        submit(SOUTH, NULL,
               "{'values':[{'element':'pop','period':'2026-10','value':"
               "'41'},{'element':'rate','period':'2026-10','value':'80'}]}"),
        "admit\n"
        "unchanged /data/values/1: 1 of 2 values stood like this already\n"
        "overwrites /data/values/0: 1 of 2 values take the place of "
        "others, which are kept\n",
        "and again, otherwise: the last one counts");
    is_text(reads(2, "a", "value"), "41", "for who asked, too");
    is_text(reads(2, "a", "was/value"), "40", "with what stood there before");
    is_text(submit("town/522731001000", "office/522731001001",
                   "{'values':[{'element':'rate','period':'2026-10','value':"
                   "'70'}]}"),
            "admit\nentered-on-behalf /data: entered by town/522731001000 on "
            "behalf of office/522731001001 (代录)\n",
            "a town enters for its office");
    is_text(submit("town/522731001000", "office/522731102201",
                   "{'values':[{'element':'rate','period':'2026-10','value':"
                   "'70'}]}"),
            "refuse\n", "and for no other");
    gate.now_us += (int64_t) 320 * 86400 * 1000000;
    is_text(
        submit(EAST, NULL,
               "{'values':[{'element':'pop','period':'2026-10','value':"
               "'50'},{'element':'rate','period':'2026-10','value':'71'}]}"),
        "admit\n"
        "late /data/values/0: 2 of 2 values come after they were due, the "
        "last on 2026-11-05: they are taken, and marked as late\n"
        "overwrites /data/values/1: 1 of 2 values take the place of "
        "others, which are kept\n",
        "after the due date it is taken, and late");
    filling_ask(&gate, WJJ, "2026-10", "2026-12-05",
                "'fields':[{'name':'a','label':'男','element':'men'}]", "");
    is_text(submit(EAST, NULL,
                   "{'values':[{'element':'men','period':'2026-10','value':"
                   "'20'}]}"),
            "admit\n", "not late for one is not late");
}

int
main(void)
{
    filling_open(&gate);
    gate.quiet = true;
    october = filling_ask(
        &gate, MZJ, "2026-10", "2026-11-05",
        "'fields':[{'name':'a','label':'常住人口','element':'pop','min':'1',"
        "'max':'9000'},{'name':'b','label':'男','element':'men'},{'name':'c',"
        "'label':'女','element':'women'},{'name':'d','label':'低保资金',"
        "'element':'fund','unit':'万元','max':'50','decimals':2},{'name':'e',"
        "'label':'参保率','element':'rate','max':'100'},{'name':'f','label':"
        "'耕地面积','element':'land','unit':'公顷'},{'name':'g','label':'备注',"
        "'element':'note'},{'name':'h','label':'检查日期','element':'day'},"
        "{'name':'i','label':'覆盖期间','element':'when'},{'name':'j','label':"
        "'是否有卫生室','element':'yes'},{'name':'k','label':'村类型',"
        "'element':'kind'},{'name':'l','label':'书记身份证号','element':"
        "'head'}],'sums':[{'total':'a','parts':['b','c']}]",
        "");
    test_wrong();
    test_taken();
    test_cells();
    test_notes();
    gate_close(&gate);
    return tap_done();
}
