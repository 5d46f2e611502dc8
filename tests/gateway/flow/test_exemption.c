/* SPDX-License-Identifier: Apache-2.0 */
/* What waits for a keeper's word: requests, appeals, urgent tasks, what silence
 * does; life-safety orders, which wait for nobody. Every refusal to the word.
 * At the end the whole is replayed. */
#include "proto/base/date.h"
#include "tests/gateway/flow/say.h"
#include "tests/tap/tap.h"

#define DAY_US INT64_C(86400000000)
#define HOUR_US INT64_C(3600000000)
#define KEEPER "keeper/bwb"

/* B-001, assisting work with thirty days of lead; N-001, negative. */
static const char list[] =
    "{\"list\":\"access\",\"version\":\"2026b\",\"validfrom\":\"2026-01-01\","
    "\"entries\":[{\"code\":\"A-001\",\"title\":\"低保动态核查\","
    "\"class\":\"statutory\",\"departments\":[\"mzj\"],\"clause\":\"第一条\","
    "\"seals\":[\"S-001\"],\"leaddays\":5},"
    "{\"code\":\"B-001\",\"title\":\"数据补充采集\",\"class\":\"assisting\","
    "\"leaddays\":30},"
    "{\"code\":\"N-001\",\"title\":\"招商引资\",\"class\":\"negative\"},"
    "{\"code\":\"S-001\",\"title\":\"困难证明盖章\",\"kind\":\"seal\","
    "\"class\":\"assisting\"}],\"proofs\":[{\"name\":\"婚姻状况\"}]}";

static void
set_up(void)
{
    gate_open(&gate, "sqlite", "access_list { life_safety = \"wjj\" }");
    gate_furnish(&gate);
    is_text(at(say("list.publish", KEEPER, "%s", list), "/verdict"), "admit",
            "the list is published");
}

/* A task due in that many days, with more members. */
static const struct dg_json *
publish(const char *source, const char *duty, int days, const char *more)
{
    char due[11];
    int32_t today = dg_date_of_instant(gate.now_us);
    dg_date_format(today + days, due);
    return say("task.publish", source,
               "{\"duty\":\"%s\",\"title\":\"核查\",\"audience\":" COUNTY
               ",\"due\":\"%s\"%s}",
               duty, due, more);
}

static const struct dg_json *
request(const char *duty, const char *rules, const char *more)
{
    return say("exemption.request", "department/mzj",
               "{\"duty\":\"%s\",\"audience\":" COUNTY ",\"rules\":[%s],"
               "\"reason\":\"上级临时部署\",\"until\":\"2026-12-31\"%s}",
               duty, rules, more);
}

static const struct dg_json *
decide(const char *source, unsigned long long number, const char *verdict,
       const char *more)
{
    return say("exemption.decide", source,
               "{\"request\":%llu,\"verdict\":\"%s\",\"reason\":\"已核\"%s}",
               number, verdict, more);
}

/* The member of the task in the village's inbox. */
static const char *
shown(unsigned long long task, const char *member)
{
    return row_of(say("inbox.read", VILLAGE, "{}"), "tasks/task", task, member);
}

static const char *
matter(unsigned long long number, const char *member)
{
    return row_of(say("exemption.read", KEEPER, "{}"), "matters/request",
                  number, member);
}

/* ---- a request that is granted ------------------------------------------ */

static void
test_granted(void)
{
    const struct dg_json *reply = publish("department/mzj", "B-001", 10, "");
    unsigned long long number;
    char text[256];
    is_text(at(reply, "/verdict"), "refuse", "too soon");
    reply = request("B-001", "\"lead\"", "");
    number = number_of(reply);
    is_text(at(reply, "/verdict"), "defer", "a request waits");
    is_text(found(reply, "exemption-waits", "text"),
            "it waits for a keeper's word", "and says so");
    is_text(at(reply, "/offices"), "3", "for three offices");
    is_text(matter(number, "state"), "waiting", "it is read");
    is_text(matter(number, "deadline"), "2026-01-26", "with its last day");
    is_text(matter(number, "then"), "lapse", "and what happens then");
    is_text(at(publish("department/mzj", "B-001", 10, ""), "/verdict"),
            "refuse", "nothing is set aside yet");

    reply = decide(KEEPER, number, "grant", ",\"until\":\"2026-06-30\"");
    is_text(at(reply, "/verdict"), "admit", "a keeper grants it");
    is_text(found(reply, "exemption-granted", "text"), "the request is granted",
            "and says so");
    is_text(matter(number, "state"), "granted", "it is in force");
    is_text(matter(number, "until"), "2026-06-30", "for less than was asked");
    is_text(matter(number, "deadline"), "(absent)", "and waits no more");
    reply = publish("department/mzj", "B-001", 10, "");
    is_text(at(reply, "/verdict"), "admit", "the same task passes");
    snprintf(text, sizeof text,
             "rule \"lead\" is set aside by receipt %llu, until 2026-06-30; "
             "otherwise: due on 2026-01-15, too soon after 2026-01-05: duty "
             "\"B-001\" needs 30 days; the earliest lawful date is 2026-02-04",
             number);
    is_text(found(reply, "exempted", "text"), text, "by the exemption");
    is_text(found(reply, "exempted", "verdict"), "note", "which only notes");
    is_text(at(publish("department/wjj", "B-001", 10, ""), "/verdict"),
            "refuse", "it is nobody else's");

    reply = decide("keeper/jfb", number, "refuse", "");
    is_text(at(reply, "/findings/0/code"), "request-decided", "decided once");
    snprintf(text, sizeof text, "request %llu is decided already", number);
    is_text(at(reply, "/detail"), text, "and says so");
}

/* ---- what is refused ---------------------------------------------------- */

static void
is_refused(const struct dg_json *reply, const char *code, const char *text)
{
    is_text(at(reply, "/verdict"), "refuse", code);
    is_text(found(reply, code, "text"), text, code);
}

static void
test_requests_refused(void)
{
    const struct dg_json *reply;
    is_refused(say("exemption.request", "department/gaj",
                   "{\"duty\":\"B-001\",\"audience\":" COUNTY
                   ",\"rules\":[\"lead\"],\"reason\":\"r\",\"until\":"
                   "\"2026-12-31\"}"),
               "department-unknown", "department gaj is not in the roster");
    is_refused(say("exemption.request", "town/522731001000",
                   "{\"duty\":\"B-001\",\"audience\":" COUNTY
                   ",\"rules\":[\"lead\"],\"reason\":\"r\",\"until\":"
                   "\"2026-12-31\"}"),
               "audience-not-below",
               "town 522731001000 may ask only offices below it");
    reply = say("exemption.request", "department/mzj",
                "{\"duty\":\"B-001\",\"audience\":" COUNTY
                ",\"rules\":[\"lead\"],\"reason\":\"r\",\"until\":"
                "\"2026-01-04\"}");
    is_refused(reply, "until-past",
               "until 2026-01-04 is past: today is 2026-01-05");
    is_text(found(reply, "exemption-waits", "code"), "(no such finding)",
            "what is refused does not wait");
    is_text(found(reply, "until-past", "effects"), "(absent)",
            "and takes nothing off anybody");
    is_refused(request("N-001", "\"class\"", ""), "rule-not-exemptible",
               "duty \"N-001\" is on the negative list, which nothing sets "
               "aside");
    reply = request("B-001", "\"lead\",\"publish\"", "");
    is_refused(reply, "rule-not-exemptible",
               "rule \"publish\" cannot be set aside");
    is_text(found(reply, "rule-not-exemptible", "pointer"), "/data/rules/1",
            "which one");
    is_text(found(reply, "rule-not-exemptible", "alternatives/0"),
            "rules that can be: \"known\", \"valid\", \"class\", "
            "\"department\", \"audience\", \"seals\", \"proofs\", "
            "\"evidence\", \"lead\", \"frequency\", \"funding\", "
            "\"attachments\"",
            "and which can be");
}

static void
test_words_refused(void)
{
    unsigned long long number =
        number_of(request("B-001", "\"lead\",\"funding\"", ""));
    unsigned long long plain =
        number_of(publish("department/mzj", "A-001", 20, ""));
    char text[128];
    is_refused(decide(KEEPER, number, "pass", ""), "verdict-not-yours",
               "\"pass\" is the gateway's to say, when the time for a word is "
               "over");
    is_text(at(decide("gateway/huishui", number, "lapse", ""), "/type"),
            "urn:dutygate:problem:not-permitted",
            "nobody speaks for the gateway");
    is_refused(decide("department/mzj", number, "grant", ""),
               "role-not-permitted",
               "department/mzj may not send dutygate.exemption.decide.v1");
    is_refused(decide(KEEPER, 99999, "grant", ""), "request-unknown",
               "no request and no task has the receipt number 99999");
    snprintf(text, sizeof text, "task %llu waits for no word", plain);
    is_refused(decide(KEEPER, plain, "grant", ""), "request-unknown", text);
    is_refused(decide(KEEPER, number, "grant", ",\"until\":\"2027-01-01\""),
               "exemption-wider", "it was asked for until 2026-12-31 only");
    is_refused(decide(KEEPER, number, "grant", ",\"rules\":[\"class\"]"),
               "exemption-wider", "it was not asked for rule \"class\"");
    is_text(at(decide(KEEPER, number, "grant", ",\"rules\":[\"funding\"]"),
               "/verdict"),
            "admit", "one of two rules");
    is_text(matter(number, "rules"), "[1]", "is set aside");
}

/* ---- appeal ------------------------------------------------------------- */

static unsigned long long
appeal(unsigned long long first)
{
    char more[40];
    snprintf(more, sizeof more, ",\"appeal\":%llu", first);
    return number_of(request("B-001", "\"lead\"", more));
}

static void
test_appeal(void)
{
    unsigned long long first = number_of(request("B-001", "\"lead\"", ""));
    unsigned long long second;
    char text[128], more[40];
    const struct dg_json *reply;
    snprintf(more, sizeof more, ",\"appeal\":%llu", first);
    snprintf(text, sizeof text,
             "request %llu was not refused, nor did it lapse", first);
    is_refused(request("B-001", "\"lead\"", more), "appeal-not-refused", text);
    is_text(
        found(decide(KEEPER, first, "refuse", ""), "exemption-refused", "text"),
        "the request is refused", "a keeper refuses it");
    is_text(matter(first, "state"), "(not there)", "it is gone");
    reply = say("exemption.request", "department/wjj",
                "{\"duty\":\"B-001\",\"audience\":" COUNTY
                ",\"rules\":[\"lead\"],\"reason\":\"r\",\"until\":"
                "\"2026-12-31\",\"appeal\":%llu}",
                first);
    snprintf(text, sizeof text,
             "no request of department/wjj has the receipt number %llu", first);
    is_refused(reply, "appeal-not-own", text);

    second = appeal(first);
    snprintf(text, sizeof text,
             "keeper/bwb refused request %llu; its appeal is for others",
             first);
    is_refused(decide(KEEPER, second, "grant", ""), "signer-not-other", text);
    is_text(found(decide("keeper/jfb", second, "grant", ""), "exemption-signed",
                  "text"),
            "signed by the first of two keepers", "the first signs");
    is_text(matter(second, "state"), "signed", "it still waits");
    is_refused(decide("keeper/jfb", second, "grant", ""), "signer-not-other",
               "keeper/jfb has signed already; an appeal takes two keepers");
    is_text(at(publish("department/mzj", "B-001", 9, ""), "/findings/0/code"),
            "exempted", "the exemption of before is still in force");
    is_text(found(decide("keeper/zzb", second, "grant", ""),
                  "exemption-granted", "text"),
            "the request is granted", "the second grants");

    second = appeal(first);
    decide("keeper/jfb", second, "grant", "");
    is_text(found(decide("keeper/zzb", second, "refuse", ""),
                  "exemption-refused", "code"),
            "exemption-refused", "one refusal is enough");
    is_text(found(decide("keeper/zzb", appeal(second), "grant", ""),
                  "signer-not-other", "code"),
            "signer-not-other", "also against the refusal of an appeal");
}

/* ---- silence ------------------------------------------------------------ */

static void
test_silence(void)
{
    unsigned long long statutory = number_of(request("A-001", "\"lead\"", ""));
    unsigned long long other = number_of(request("B-001", "\"seals\"", ""));
    const struct dg_json *reply;
    int64_t start = gate.now_us;
    gate.now_us += 21 * DAY_US;
    gate_tick(&gate);
    is_text(matter(other, "state"), "waiting", "the last day is not over");
    gate.now_us += 8 * HOUR_US;
    gate_tick(&gate);
    is_text(matter(statutory, "state"), "passed", "statutory work passes");
    is_text(matter(other, "state"), "lapsed", "other work lapses");
    reply = publish("department/mzj", "A-001", 1, "");
    is_text(at(reply, "/verdict"), "admit", "what passed is in force");
    ok(strstr(found(reply, "exempted", "text"),
              "is set aside provisionally by receipt ") != NULL,
       "provisionally");
    reply =
        say("receipt.lookup", KEEPER,
            "{\"id\":\"access_list/silence-%llu/%lld\",\"source\":"
            "\"gateway/huishui\"}",
            other, (long long) (start / DAY_US + 22) * DAY_US - 8 * HOUR_US);
    is_text(at(reply, "/result/event/data/reason"),
            "no word within 21 days (默认)", "the gateway says why");
    is_text(at(reply, "/result/answer/findings/0/text"), "the request lapses",
            "and what it amounts to");
    is_text(found(decide(KEEPER, statutory, "refuse", ""), "exemption-refused",
                  "code"),
            "exemption-refused", "a keeper may still refuse");
    is_text(at(publish("department/mzj", "A-001", 1, ""), "/verdict"), "refuse",
            "and then it is not in force");
    is_text(found(request("B-001", "\"seals\"", ""), "exemption-waits", "code"),
            "exemption-waits", "asked again");
    ok(appeal(other) > 0, "what lapsed may be appealed");
    reply = say("list.report", KEEPER, "{}");
    is_text(at(reply, "/result/silence/passed"), "1", "reported: passed");
    is_text(at(reply, "/result/silence/lapsed"), "2",
            "reported: lapsed, with the appeal that nobody signed");
}

/* ---- urgent ------------------------------------------------------------- */

#define URGENT ",\"urgency\":\"urgent\""

static void
test_urgent(void)
{
    const struct dg_json *reply = publish("department/mzj", "B-001", 1, URGENT);
    unsigned long long lapses = number_of(reply);
    unsigned long long granted, passes, unlisted;
    is_text(at(reply, "/verdict"), "admit", "urgent work goes out");
    is_text(found(reply, "urgency-urgent", "text"),
            "urgent: goes out at once, for the keeper to confirm until "
            "2026-01-28 00:00; without a word it lapses",
            "flagged");
    ok(strstr(found(reply, "urgent-set-aside", "text"),
              "rule \"lead\" is set aside for urgent work; otherwise: due on "),
       "with the lead set aside");
    is_text(shown(lapses, "unconfirmed"), "true", "unconfirmed in the inbox");
    is_text(shown(lapses, "urgency"), "urgent", "and marked urgent");
    is_text(matter(lapses, "deadline"), "2026-01-28T00:00:00+08:00",
            "to be confirmed until then");
    unlisted = number_of(publish("department/mzj", "X-404", 1, URGENT));
    granted = number_of(publish("department/mzj", "B-001", 2, URGENT));
    passes = number_of(publish("department/mzj", "A-001", 1, URGENT));
    is_text(at(publish("department/mzj", "N-001", 1, URGENT), "/detail"),
            "duty \"N-001\" is on the negative list and must not be handed "
            "down",
            "a negative duty stays refused");
    is_text(found(decide(KEEPER, granted, "grant", ""), "exemption-granted",
                  "text"),
            "the task is confirmed", "a keeper confirms");
    is_text(shown(granted, "unconfirmed"), "(absent)", "it is confirmed");
    is_refused(decide(KEEPER, unlisted, "grant", ",\"rules\":[\"lead\"]"),
               "exemption-wider",
               "rules and days belong to a request, not to a task");
    is_text(found(decide(KEEPER, unlisted, "refuse", ""), "exemption-refused",
                  "text"),
            "the task is refused and ends", "a keeper refuses");
    is_text(shown(unlisted, "task"), "(not there)", "it is gone");

    gate.now_us += 24 * HOUR_US;
    gate_tick(&gate);
    is_text(shown(lapses, "task"), "(not there)", "not confirmed, it lapses");
    is_text(shown(passes, "provisional"), "true", "statutory work passes");
    is_text(shown(passes, "unconfirmed"), "(absent)", "and is told so");
    is_text(
        found(decide(KEEPER, passes, "grant", ""), "exemption-granted", "code"),
        "exemption-granted", "which a keeper may still confirm");
    is_text(shown(passes, "provisional"), "(absent)", "for good");
}

/* ---- life-safety -------------------------------------------------------- */

static void
test_life_safety(void)
{
    const struct dg_json *reply =
        publish("department/wjj", "N-001", 1,
                ",\"urgency\":\"life-safety\",\"seals\":[\"S-404\"],"
                "\"proofs\":[\"婚姻状况\"]");
    unsigned long long order = number_of(reply);
    char text[128];
    is_text(at(reply, "/verdict"), "admit", "nothing refuses it");
    is_text(found(reply, "urgency-life-safety", "text"),
            "a life-safety order: goes out at once, and no rule refuses it",
            "flagged");
    is_text(found(reply, "life-safety-set-aside", "text"),
            "rule \"class\" is set aside for a life-safety order; otherwise: "
            "duty \"N-001\" is on the negative list and must not be handed "
            "down",
            "what would have refused it is said");
    is_text(found(reply, "proof-forbidden", "verdict"), "strip",
            "a forbidden proof is taken off");
    is_text(shown(order, "urgency"), "life-safety", "delivered");
    is_text(shown(order, "proofs"), "(absent)", "without the proof");
    is_text(shown(order, "seals"), "(absent)", "without the seal");
    is_text(shown(order, "unconfirmed"), "(absent)", "it waits for nobody");
    snprintf(text, sizeof text,
             "task %llu is a life-safety order: it stands without a word",
             order);
    is_refused(decide(KEEPER, order, "refuse", ""), "life-safety-stands", text);
    reply =
        publish("department/mzj", "A-001", 20, ",\"urgency\":\"life-safety\"");
    is_refused(reply, "urgency-not-entitled",
               "\"mzj\" may not order life-safety work; entitled: wjj");
    is_text(found(reply, "urgency-not-entitled", "alternatives/0"),
            "ask it as \"urgent\" (按紧急任务报送)", "another way");
}

/* ---- ordered by telephone ----------------------------------------------- */

/* Ordered so many hours ago and due in so many. */
static const struct dg_json *
enter(int ago, int due, const char *more)
{
    char ordered_text[DG_INSTANT_SIZE], due_text[DG_INSTANT_SIZE];
    dg_instant_format(gate.now_us - ago * HOUR_US, ordered_text);
    dg_instant_format(gate.now_us + due * HOUR_US, due_text);
    return say("task.publish", "department/wjj",
               "{\"duty\":\"B-001\",\"title\":\"转移群众\",\"audience\":" COUNTY
               ",\"due\":\"%s\",\"ordered\":\"%s\"%s}",
               due_text, ordered_text, more);
}

static void
test_ordered(void)
{
    const struct dg_json *reply = enter(20, -2, ",\"urgency\":\"life-safety\"");
    char text[160], instant[DG_INSTANT_SIZE];
    is_text(at(reply, "/verdict"), "admit", "entered when it was done already");
    dg_instant_format(gate.now_us - 20 * HOUR_US, instant);
    snprintf(text, sizeof text, "ordered at %s, entered afterwards (补录)",
             instant);
    is_text(found(reply, "entered-afterwards", "text"), text, "marked");
    is_text(shown(number_of(reply), "ordered"), instant, "in the inbox, too");
    is_text(found(enter(20, -21, ",\"urgency\":\"life-safety\""), "due-past",
                  "code"),
            "due-past", "not if it was due before it was ordered");
    is_refused(enter(3, 24 * 40, ""), "ordered-not-urgent",
               "only urgent and life-safety work may be ordered by telephone "
               "and entered afterwards (补录)");
    reply = enter(25, 3, ",\"urgency\":\"life-safety\"");
    dg_instant_format(gate.now_us - 25 * HOUR_US, instant);
    snprintf(text, sizeof text,
             "ordered at %s: it had to be entered within 24 hours", instant);
    is_refused(reply, "ordered-too-late", text);
    reply = enter(-1, 3, ",\"urgency\":\"life-safety\"");
    dg_instant_format(gate.now_us + HOUR_US, instant);
    snprintf(text, sizeof text,
             "it cannot have been ordered at %s: that is still to come",
             instant);
    is_refused(reply, "ordered-in-future", text);
}

/* ---- more than so many a month ------------------------------------------ */

static void
test_limit(void)
{
    const struct dg_json *reply;
    unsigned long long waits;
    char text[200], day[11];
    gate_reconfigure(&gate, "access_list { life_safety = \"wjj\" urgent_limit "
                            "= 1 confirm_hours = 2 }");
    reply = publish("department/wjj", "B-001", 3, URGENT);
    is_text(at(reply, "/verdict"), "admit", "the first goes out");
    reply = publish("department/wjj", "A-001", 3, URGENT);
    is_text(at(reply, "/findings/1/code"), "department-not-entitled",
            "who may ask is not set aside");
    reply = publish("department/wjj", "B-001", 3, URGENT);
    waits = number_of(reply);
    is_text(at(reply, "/verdict"), "defer", "the second waits");
    dg_date_format(dg_date_of_instant(gate.now_us), day);
    snprintf(text, sizeof text,
             "\"wjj\" has asked 1 urgent tasks in %.7s, and 1 a month go out "
             "at once: this one waits for the keeper, until %s 02:00",
             day, day);
    is_text(found(reply, "urgent-waits", "text"), text, "and says so");
    is_text(shown(waits, "task"), "(not there)", "it is in no inbox");
    is_text(matter(waits, "state"), "waiting", "but is read");
    decide(KEEPER, waits, "grant", "");
    is_text(shown(waits, "urgency"), "urgent", "granted, it goes out");
    is_text(shown(waits, "unconfirmed"), "(absent)", "confirmed");
    waits = number_of(publish("department/wjj", "B-001", 3, URGENT));
    gate.now_us += 2 * HOUR_US;
    gate_tick(&gate);
    is_text(shown(waits, "task"), "(not there)", "without a word it lapses");
    is_text(matter(waits, "state"), "lapsed", "and is read as lapsed");
}

/* ---- replay ------------------------------------------------------------- */

static char *
look(void)
{
    static const struct {
        const char *type, *source, *data;
    } reads[] = {
        {"inbox.read", VILLAGE, "{\"limit\":500}"},
        {"exemption.read", KEEPER, "{\"limit\":500}"},
        {"exemption.read", "department/mzj", "{\"limit\":500}"},
        {"list.report", KEEPER, "{\"limit\":500}"},
    };
    struct dg_buf seen;
    dg_buf_init(&seen);
    for (size_t i = 0; i < sizeof reads / sizeof *reads; i++) {
        ask(reads[i].type, reads[i].source, "look", reads[i].data);
        dg_buf_text(&seen, gate.replies[(gate.asked - 1) % GATE_REPLIES]);
    }
    return (char *) dg_buf_take(&seen).data;
}

static void
test_replay(void)
{
    char *before = look(), *after;
    unsigned long long number = number_of(request("B-001", "\"lead\"", ""));
    gate_restart(&gate);
    is_text(found(decide(KEEPER, number, "refuse", ""), "exemption-refused",
                  "code"),
            "exemption-refused", "after a restart it still waits");
    after = look();
    is_text(after, before, "and everything reads as before");
    free(before);
    free(after);
}

int
main(void)
{
    set_up();
    test_granted();
    test_requests_refused();
    test_words_refused();
    test_appeal();
    test_silence();
    test_urgent();
    test_life_safety();
    test_ordered();
    test_limit();
    test_replay();
    gate_close(&gate);
    return tap_done();
}
