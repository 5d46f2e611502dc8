/* SPDX-License-Identifier: Apache-2.0 */
/* A refused ask that returns split, renamed, for another time, from another
 * issuer or as urgent is linked to its ancestor; what is asked again openly is
 * the same ask; what is something else is neither. */
#include "tests/plugins/burden/fact/stated.h"
#include "tests/tap/tap.h"

#define MZJ "department/mzj"
#define WJJ "department/wjj"
#define EAST "\"522731001001\""
#define WEST "\"522731001002\""
#define FAR "\"522731102201\""
/* 2026-01-05; the list wants five days. */
#define TOO_SOON "2026-01-07"
#define IN_TIME "2026-02-01"

static const char list[] =
    "{\"list\":\"access\",\"version\":\"2026\",\"validfrom\":\"2026-01-01\","
    "\"entries\":["
    "{\"code\":\"A-001\",\"title\":\"核查\",\"class\":\"statutory\","
    "\"departments\":[\"mzj\",\"wjj\"],\"clause\":\"第一条\",\"leaddays\":5},"
    "{\"code\":\"A-002\",\"title\":\"走访\",\"class\":\"statutory\","
    "\"departments\":[\"mzj\",\"wjj\"],\"clause\":\"第二条\",\"leaddays\":5},"
    "{\"code\":\"A-003\",\"title\":\"调查\",\"class\":\"statutory\","
    "\"departments\":[\"mzj\",\"wjj\"],\"clause\":\"第三条\",\"leaddays\":5}]}";

/* ---- asking ------------------------------------------------------------- */

/* What one test says differs from another's in every label. */
struct ask {
    const char *source, *duty, *title, *due, *period, *codes, *more;
    const char *subject;          /* of its fields … */
    unsigned first_field, fields; /* … so many of them */
    const char *causation;
};

static const char *
form_of(const struct ask *ask)
{
    static char text[2048];
    size_t len = 0;
    if (ask->fields == 0) {
        return "";
    }
    len += (size_t) snprintf(text, sizeof text,
                             ",\"forms\":[{\"control\":\"%s\",\"version\":"
                             "\"1\",\"class\":\"working\",\"filing\":\"备1\","
                             "\"fields\":[",
                             ask->subject);
    for (unsigned i = 0; i < ask->fields; i++) {
        len += (size_t) snprintf(
            text + len, sizeof text - len,
            "%s{\"name\":\"f%u\",\"label\":\"%s 第%u项\",\"type\":"
            "\"integer\"}",
            i ? "," : "", i, ask->subject, ask->first_field + i);
    }
    snprintf(text + len, sizeof text - len, "]}]");
    return text;
}

static const struct dg_json *
put(const struct ask *ask)
{
    static unsigned count;
    char period[64] = "", causation[64] = "";
    if (ask->period) {
        snprintf(period, sizeof period, ",\"period\":\"%s\"", ask->period);
    }
    if (ask->causation) {
        snprintf(causation, sizeof causation, "\"causationid\":\"%s\",",
                 ask->causation);
    }
    return gate_ask(
        &gate,
        "{\"specversion\":\"1.0\",\"id\":\"ask-%u\",\"source\":\"%s\","
        "\"type\":\"dutygate.task.publish.v1\",%s\"data\":{\"duty\":\"%s\","
        "\"title\":\"%s\",\"due\":\"%s\",\"audience\":{\"codes\":[%s]}%s%s%s}}",
        ++count, ask->source ? ask->source : MZJ, causation,
        ask->duty ? ask->duty : "A-001", ask->title ? ask->title : "核查",
        ask->due ? ask->due : IN_TIME, ask->codes ? ask->codes : EAST "," WEST,
        period, form_of(ask), ask->more ? ask->more : "");
}

/* The receipt number of what must be refused. */
static unsigned long long
refused(struct ask ask)
{
    const struct dg_json *reply;
    ask.due = TOO_SOON;
    reply = put(&ask);
    if (strcmp(at(reply, "/verdict"), "refuse") != 0) {
        exit(99);
    }
    return number_of(reply);
}

__attribute__((format(printf, 1, 2))) static const char *
print(const char *format, ...)
{
    static char texts[2][512];
    static unsigned turn;
    char *text = texts[turn++ % 2];
    va_list args;
    va_start(args, format);
    vsnprintf(text, sizeof texts[0], format, args);
    va_end(args);
    return text;
}

/* What it is about, and what is said of it. */
static void
links(const struct dg_json *reply, const char *about, const char *said,
      const char *name)
{
    is_text(stated_line(number_of(reply), "about"), about, name);
    is_text(found(reply, "burden-rebound", "text"),
            said ? said : "(no such finding)", name);
}

#define AGAIN "ask about /%llu 1 again at 0\n"
#define REBOUND(kind) "ask about /%llu 1 rebound-" kind " at 0\n"

/* ---- the same ask ------------------------------------------------------- */

static void
test_again(void)
{
    unsigned long long first =
        refused((struct ask){.subject = "低保", .fields = 4});
    const struct dg_json *reply =
        put(&(struct ask){.subject = "低保", .fields = 3});
    links(reply, print(AGAIN, first), NULL,
          "asked again with less it is the same ask, and no rebound");
    links(put(&(struct ask){.subject = "低保", .fields = 3}), "", NULL,
          "while that stands, another is another ask, and all of it at that");
}

static void
test_split(void)
{
    unsigned long long first =
        refused((struct ask){.subject = "特困", .fields = 4});
    links(put(&(struct ask){.subject = "特困", .fields = 2}),
          print(AGAIN, first), NULL, "the first part is the ask revised");
    links(put(&(struct ask){.subject = "特困", .first_field = 2, .fields = 2}),
          print(REBOUND("split"), first),
          print("receipt %llu was refused, and comes again in parts", first),
          "the second part is a rebound");
}

/* ---- other clothes ------------------------------------------------------ */

static void
test_renamed(void)
{
    unsigned long long first =
        refused((struct ask){.subject = "孤儿", .fields = 4});
    links(
        put(&(struct ask){
            .duty = "A-002", .title = "走访", .subject = "孤儿", .fields = 4}),
        print(REBOUND("renamed"), first),
        print("receipt %llu was refused, and comes again under another duty",
              first),
        "the same cells under another duty");
    refused((struct ask){.duty = "A-003", .title = "清明 祭扫（一）"});
    links(put(&(struct ask){.duty = "A-002", .title = "清明 祭扫（一）"}), "",
          NULL, "without cells a title alone under another duty is none");
}

static void
test_retimed(void)
{
    unsigned long long first = refused(
        (struct ask){.subject = "残疾", .fields = 4, .period = "2026-01"});
    links(
        put(&(struct ask){.subject = "残疾", .fields = 4, .period = "2026-02"}),
        print(REBOUND("retimed"), first),
        print("receipt %llu was refused, and comes again for another time",
              first),
        "the same cells for another period");
    first = refused((struct ask){
        .duty = "A-003", .title = "清明 祭扫（二）", .period = "2026-03"});
    links(put(&(struct ask){
              .duty = "A-003", .title = "清明祭扫(二)", .period = "2026-04"}),
          print(REBOUND("retimed"), first),
          print("receipt %llu was refused, and comes again for another time",
                first),
          "without cells the same title in another way of writing");
}

static void
test_issuer(void)
{
    unsigned long long first =
        refused((struct ask){.subject = "留守", .fields = 4});
    links(put(&(struct ask){.source = WJJ, .subject = "留守", .fields = 3}),
          print(REBOUND("issuer"), first),
          print("receipt %llu was refused, and another asks it again", first),
          "the same cells, asked by another");
}

static void
test_urgent(void)
{
    unsigned long long first =
        refused((struct ask){.subject = "救助", .fields = 4});
    links(put(&(struct ask){.subject = "救助",
                            .fields = 4,
                            .due = TOO_SOON,
                            .more = ",\"urgency\":\"urgent\""}),
          print(AGAIN REBOUND("urgent"), first, first),
          print("receipt %llu was refused, and comes again as urgent", first),
          "the same as urgent, which is the same ask besides");
}

static void
test_caused(void)
{
    unsigned long long first =
        refused((struct ask){.subject = "养老", .fields = 4});
    char id[64];
    const struct dg_json *reply =
        say("receipt.lookup", "keeper/huishui", "{\"sequence\":%llu}", first);
    snprintf(id, sizeof id, "%s", at(reply, "/result/event/id"));
    links(put(&(struct ask){.duty = "A-003",
                            .title = "问卷",
                            .subject = "问卷",
                            .fields = 1,
                            .codes = FAR,
                            .causation = id}),
          print(AGAIN, first), NULL,
          "its own word links what has nothing else in common");
    links(put(&(struct ask){.source = WJJ,
                            .duty = "A-003",
                            .title = "测评",
                            .subject = "测评",
                            .fields = 1,
                            .codes = FAR,
                            .causation = id}),
          print(REBOUND("issuer"), first),
          print("receipt %llu was refused, and another asks it again", first),
          "so does another's");
}

/* ---- something else ----------------------------------------------------- */

static void
test_other(void)
{
    refused((struct ask){.subject = "殡葬", .fields = 4});
    links(put(&(struct ask){.subject = "殡葬",
                            .duty = "A-002",
                            .title = "走访",
                            .codes = FAR,
                            .fields = 4}),
          "", NULL, "of other offices");
    links(
        put(&(struct ask){
            .subject = "婚俗", .duty = "A-002", .title = "婚俗", .fields = 4}),
        "", NULL, "other cells under another duty");
    links(put(&(struct ask){.source = WJJ,
                            .subject = "殡葬",
                            .title = "健康",
                            .first_field = 3,
                            .fields = 8}),
          "", NULL, "one cell of four in common is not most");
}

/* ---- the fold ----------------------------------------------------------- */

static void
test_kept(void)
{
    unsigned long long first = refused(
        (struct ask){.subject = "移风", .fields = 4, .codes = EAST "," FAR});
    gate_restart(&gate);
    links(
        put(&(struct ask){
            .duty = "A-002", .title = "走访", .subject = "移风", .fields = 4}),
        print(REBOUND("renamed"), first),
        print("receipt %llu was refused, and comes again under another duty",
              first),
        "a replay remembers what was refused");
    is_text(at(say("journal.erase", "keeper/huishui",
                   "{\"sequences\":[%llu],\"reason\":\"误报\"}", first),
               "/verdict"),
            "admit", "what was refused is erased");
    links(put(&(struct ask){.duty = "A-003",
                            .title = "调查",
                            .subject = "移风",
                            .codes = FAR,
                            .fields = 4}),
          "", NULL, "what was erased is no ancestor");
}

static void
test_old(void)
{
    unsigned long long first =
        refused((struct ask){.subject = "乡贤", .fields = 4});
    gate.now_us += 120 * 86400 * 1000000ll;
    links(
        put(&(struct ask){.subject = "乡贤", .fields = 4, .due = "2026-06-30"}),
        print(REBOUND("retimed"), first),
        print("receipt %llu was refused, and comes again for another time",
              first),
        "after 90 days the same is another ask, and a rebound");
    gate.now_us += 260 * 86400 * 1000000ll;
    links(put(&(struct ask){.source = WJJ,
                            .subject = "乡贤",
                            .fields = 4,
                            .due = "2027-03-30"}),
          "", NULL, "after a year it is forgotten");
}

int
main(void)
{
    gate_open(&gate, "sqlite", "");
    say("roster.publish", "operator/huishui", "%s", gate_roster);
    say("list.publish", "keeper/huishui", "%s", list);
    test_again();
    test_split();
    test_renamed();
    test_retimed();
    test_issuer();
    test_urgent();
    test_caused();
    test_other();
    test_kept();
    test_old();
    gate_close(&gate);
    return tap_done();
}
