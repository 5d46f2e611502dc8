/* SPDX-License-Identifier: Apache-2.0 */
/* A random life of a small county: see life.h. */
#include "tests/gateway/flow/life.h"

#include <stdio.h>

#include "proto/base/digest.h"

/* ---- chance -------------------------------------------------------------- */

unsigned
life_pick(struct life *life, unsigned count)
{
    life->seed = life->seed * 6364136223846793005u + 1442695040888963407u;
    return (unsigned) (life->seed >> 33) % count;
}

static const char *
pick_text(struct life *life, const char *const *texts, unsigned count)
{
    return texts[life_pick(life, count)];
}
#define PICK(...)                                                              \
    pick_text(life, (const char *const[]){__VA_ARGS__},                        \
              sizeof((const char *const[]){__VA_ARGS__}) / sizeof(char *))

/* Towns 101, 102, 103 with villages 201 to 206 each; 301 and more come later.
 */
unsigned long long
life_village(unsigned number)
{
    return 522731101201ull + number / 6 * 1000ull + number % 6;
}

unsigned long long
life_town(unsigned number)
{
    return 522731101000ull + number * 1000ull;
}

unsigned long long
life_heir(unsigned number)
{
    return 522731101301ull + number;
}

/* ---- events -------------------------------------------------------------- */

static void
put_event(struct life *life, struct dg_buf *out, const char *type,
          const char *source, const struct dg_buf *data)
{
    dg_buf_printf(out,
                  "{\"specversion\":\"1.0\",\"id\":\"e%u\",\"source\":\"%s\","
                  "\"type\":\"dutygate.%s.v1\",\"data\":%.*s}",
                  ++life->sent, source, type, (int) data->len, data->data);
}

static void
put_offices(struct dg_buf *data)
{
    for (unsigned i = 0; i < LIFE_TOWNS; i++) {
        dg_buf_printf(data, "%s{\"code\":\"%llu\",\"name\":\"好花红镇%u\"}",
                      i ? "," : "", life_town(i), i);
    }
    for (unsigned i = 0; i < LIFE_VILLAGES; i++) {
        dg_buf_printf(data, ",{\"code\":\"%llu\",\"name\":\"第%u村\"}",
                      life_village(i), i);
    }
}

void
life_put_roster(struct life *life, struct dg_buf *out)
{
    struct dg_buf data;
    dg_buf_init(&data);
    dg_buf_text(&data, "{\"version\":\"v0\",\"departments\":["
                       "{\"code\":\"mzj\",\"name\":\"民政局\"},"
                       "{\"code\":\"wjj\",\"name\":\"卫健局\"},"
                       "{\"code\":\"xfj\",\"name\":\"信访局\"}],\"offices\":[");
    put_offices(&data);
    dg_buf_printf(&data,
                  "],\"groups\":[{\"name\":\"山区\",\"codes\":[\"%llu\","
                  "\"%llu\",\"%llu\"]}]}",
                  life_village(1), life_village(7), life_village(13));
    put_event(life, out, "roster.publish", "operator/huishui", &data);
    dg_buf_finish(&data);
}

/* Two villages become one, an old or a new one; often something is wrong. */
static void
put_roster(struct life *life, struct dg_buf *out, struct dg_buf *data)
{
    unsigned from = life_pick(life, LIFE_VILLAGES);
    unsigned long long heir = life_pick(life, 2)
                                  ? life_village(life_pick(life, LIFE_VILLAGES))
                                  : life_heir(life_pick(life, LIFE_HEIRS));
    dg_buf_printf(data,
                  "{\"version\":\"v%u\",\"base\":\"v%u\",\"abolished\":["
                  "{\"code\":\"%llu\",\"successors\":[\"%llu\"]}],\"offices\":"
                  "[{\"code\":\"%llu\",\"name\":\"合并村\"}]",
                  life->rosters + 1,
                  life_pick(life, 6) ? life->rosters : life->rosters + 7,
                  life_village(from), heir, heir);
    if (life_pick(life, 3) == 0) {
        dg_buf_printf(data,
                      ",\"groups\":[{\"name\":\"山区\",\"codes\":[\"%llu\","
                      "\"%llu\"]}]",
                      heir, life_village(life_pick(life, LIFE_VILLAGES)));
    }
    dg_buf_text(data, "}");
    put_event(life, out, "roster.publish",
              PICK("operator/huishui", "keeper/huishui"), data);
}

static void
put_list(struct life *life, struct dg_buf *out, struct dg_buf *data)
{
    dg_buf_printf(data,
                  "{\"list\":\"access\",\"version\":\"l%u\",\"validfrom\":"
                  "\"2026-01-%02u\",\"entries\":[",
                  life_pick(life, 8) ? ++life->lists : life->lists,
                  1 + life_pick(life, 20));
    for (unsigned i = 0; i < 6; i++) {
        dg_buf_printf(
            data,
            "%s{\"code\":\"A-%u\",\"title\":\"事项%u\",\"class\":"
            "\"%s\",\"departments\":[\"%s\"],\"seals\":[\"S-1\"],"
            "\"evidence\":[\"photo\"],\"frequency\":{\"times\":%u,"
            "\"per\":\"%s\"},\"leaddays\":%u}",
            i ? "," : "", i, i,
            PICK("statutory", "assisting", "basic", "cooperating", "negative"),
            PICK("mzj", "mzj\",\"wjj", "mzj\",\"wjj"), 1 + life_pick(life, 30),
            PICK("year", "month", "day"), life_pick(life, 5));
    }
    dg_buf_text(data, ",{\"code\":\"S-1\",\"title\":\"盖章\",\"kind\":\"seal\","
                      "\"class\":\"assisting\"}]}");
    put_event(life, out, "list.publish", "keeper/huishui", data);
}

static void
put_audience(struct life *life, struct dg_buf *data)
{
    switch (life_pick(life, 5)) {
    case 0:
        dg_buf_printf(data, "{\"prefixes\":[\"%s\"]",
                      PICK("", "52", "522731", "522731101", "522731103"));
        break;
    case 1:
        dg_buf_text(data, "{\"groups\":[\"山区\"]");
        break;
    case 2:
        dg_buf_printf(data, "{\"codes\":[\"%llu\"]",
                      life_town(life_pick(life, 4)));
        break;
    default:
        dg_buf_printf(data, "{\"codes\":[\"%llu\"]",
                      life_village(life_pick(life, LIFE_VILLAGES)));
    }
    if (life_pick(life, 3) == 0) {
        dg_buf_printf(data, ",\"exclude\":[\"%llu\"]",
                      life_village(life_pick(life, LIFE_VILLAGES)));
    }
    dg_buf_text(data, "}");
}

/* A due date, or, now and then, a recurrence; seldom both, or nonsense. */
static void
put_dates(struct life *life, struct dg_buf *data)
{
    unsigned kind = life_pick(life, 12);
    if (kind > 0) {
        dg_buf_printf(data, ",\"due\":\"2026-%02u-%02u\"",
                      1 + life_pick(life, 4), 1 + life_pick(life, 28));
    }
    if (kind < 2 || life_pick(life, 40) == 0) {
        dg_buf_printf(data,
                      ",\"recurrence\":{\"per\":\"%s\",\"first\":\"2026-%02u"
                      "\",\"last\":\"2026-%02u\",\"dueafter\":%u}",
                      PICK("month", "month", "month", "quarter"),
                      1 + life_pick(life, 3), 2 + life_pick(life, 5),
                      life_pick(life, 20));
    }
    if (life_pick(life, 6) == 0) {
        dg_buf_printf(data, ",\"expires\":\"2026-%02u-%02u\"",
                      2 + life_pick(life, 4), 1 + life_pick(life, 28));
    }
}

/* Mostly none; what was ordered by telephone is mostly entered too late. */
static void
put_urgency(struct life *life, struct dg_buf *data)
{
    unsigned kind = life_pick(life, 24);
    if (kind < 4) {
        dg_buf_printf(data, ",\"urgency\":\"%s\"",
                      kind ? "urgent" : "life-safety");
    }
    if (life_pick(life, 40) == 0) {
        dg_buf_printf(data, ",\"ordered\":\"2026-%02u-%02uT08:00:00+08:00\"",
                      1 + life_pick(life, 3), 1 + life_pick(life, 28));
    }
}

/* Now and then; the other department signs, or does not. */
static void
put_joint(struct life *life, struct dg_buf *data)
{
    if (life_pick(life, 9) == 0) {
        dg_buf_printf(data, ",\"joint\":[\"department/%s\"]",
                      PICK("wjj", "wjj", "wjj", "xfj", "wjj\",\"department/xfj",
                           "wjj\",\"department/xfj", "mzj", "gaj"));
    }
}

/* Of a few forms the same fields or fewer, or one that is only named. */
static void
put_forms(struct life *life, struct dg_buf *data)
{
    unsigned form = life_pick(life, 12), fields = life_pick(life, 4);
    if (form > 3) {
        return;
    }
    dg_buf_printf(data, ",\"forms\":[{\"control\":\"F-%u\",\"version\":\"1\"",
                  form);
    for (unsigned i = 0; i < fields; i++) {
        dg_buf_printf(data, "%s{\"name\":\"f%u\",\"label\":\"指标%u\"}",
                      i ? "," : ",\"fields\":[", i, i);
    }
    dg_buf_printf(data, "%s}]%s", fields ? "]" : "",
                  life_pick(life, 3) ? "" : ",\"review\":\"town\"");
}

/* Few titles, so that one is now and then what it was. */
static void
put_task_data(struct life *life, struct dg_buf *data)
{
    dg_buf_printf(data, "{\"duty\":\"A-%u\",\"title\":\"任务 \\u4e00 %u\"",
                  life_pick(life, 7), life_pick(life, 4));
    put_dates(life, data);
    put_urgency(life, data);
    put_joint(life, data);
    put_forms(life, data);
    dg_buf_text(data, ",\"audience\":");
    put_audience(life, data);
    if (life_pick(life, 2)) {
        dg_buf_printf(data, ",\"seals\":[\"S-%u\",\"S-1%u\"]",
                      1 + life_pick(life, 2), life_pick(life, 3));
    }
    if (life_pick(life, 3) == 0) {
        dg_buf_printf(data, ",\"evidence\":[\"%s\"]", PICK("photo", "video"));
    }
    dg_buf_printf(data, ",\"strict\":%s}",
                  life_pick(life, 10) ? "false" : "true");
}

static void
put_task(struct life *life, struct dg_buf *out, struct dg_buf *data)
{
    put_task_data(life, data);
    put_event(life, out, "task.publish",
              strstr(data->data, "\"joint\":[\"department/wjj")
                  ? "department/mzj"
                  : PICK("department/mzj", "department/mzj", "department/wjj",
                         "department/wjj", "department/gaj",
                         "town/522731101000", "office/522731101201"),
              data);
}

/* Mostly one that is there. */
static unsigned
pick_task(struct life *life)
{
    unsigned count =
        life->task_count < LIFE_TASKS ? life->task_count : LIFE_TASKS;
    if (count == 0 || life_pick(life, 4) == 0) {
        return 1 + life_pick(life, life->sent + 5);
    }
    return life->tasks[life_pick(life, count)].sequence;
}

static void
put_signature(struct life *life, struct dg_buf *out, struct dg_buf *data)
{
    unsigned kept =
        life->event_count < LIFE_TASKS ? life->event_count : LIFE_TASKS;
    const struct life_event *event =
        kept ? &life->events[life_pick(life, kept)] : NULL;
    dg_buf_printf(data, "{\"task\":%u,\"event\":\"%s\"%s}",
                  event ? event->sequence : 1,
                  event && life_pick(life, 8) ? event->sha256
                                              : "9f86d081884c7d659a2feaa0c55ad"
                                                "015a3bf4f1b2b0b822cd15d6c15b0"
                                                "f00a08",
                  PICK("", "", "", ",\"agree\":false"));
    put_event(life, out, "task.cosign",
              PICK("department/mzj", "department/wjj", "department/wjj",
                   "department/xfj"),
              data);
}

/* What a task was asked with, put off a little or left as it was, or anything
 * else. */
static void
put_assignment(struct life *life, struct dg_buf *data)
{
    unsigned kept =
        life->task_count < LIFE_TASKS ? life->task_count : LIFE_TASKS;
    const struct life_task *task =
        kept ? &life->tasks[life_pick(life, kept)] : NULL;
    if (!task || !task->data[0] || life_pick(life, 4) == 0) {
        dg_buf_printf(
            data, "{\"task\":%u,\"assignment\":", task ? task->sequence : 1);
        put_task_data(life, data);
    } else {
        dg_buf_printf(data, "{\"task\":%u,\"assignment\":%s", task->sequence,
                      task->data);
        if (life_pick(life, 2)) { /* within its month */
            char *due = strstr(data->data, "\"due\":\"2026-");
            if (due && due[16] == '0') {
                due[16] = (char) ('1' + life_pick(life, 2));
            }
        }
    }
    dg_buf_text(data, "}");
}

static void
put_amendment(struct life *life, struct dg_buf *out, struct dg_buf *data)
{
    put_assignment(life, data);
    put_event(life, out, "task.amend",
              PICK("department/mzj", "department/mzj", "department/wjj",
                   "department/wjj", "town/522731101000"),
              data);
}

static void
put_forward(struct life *life, struct dg_buf *out, struct dg_buf *data)
{
    unsigned town = life_pick(life, LIFE_TOWNS);
    char source[40];
    snprintf(source, sizeof source, "town/%llu", life_town(town));
    if (life_pick(life, 3)) {
        dg_buf_printf(data,
                      "{\"task\":%u,\"assignment\":{\"duty\":\"A-%u\","
                      "\"title\":\"任务 \\u4e00 %u\",\"due\":\"2026-%02u-%02u"
                      "\",\"audience\":{\"codes\":[\"%llu\"]}}}",
                      pick_task(life), life_pick(life, 6), life_pick(life, 4),
                      1 + life_pick(life, 4), 1 + life_pick(life, 28),
                      life_village(town * 6 + life_pick(life, 6)));
    } else {
        put_assignment(life, data);
    }
    put_event(life, out, "task.forward", source, data);
}

static void
put_declaration(struct life *life, struct dg_buf *out, struct dg_buf *data)
{
    dg_buf_printf(data, "{\"duty\":\"A-%u\",\"minutes\":%u,\"audience\":",
                  life_pick(life, 7), 1 + life_pick(life, 600));
    put_audience(life, data);
    dg_buf_text(data, "}");
    put_event(life, out, "task.declare",
              PICK("department/mzj", "department/wjj"), data);
}

static void
put_withdrawal(struct life *life, struct dg_buf *out, struct dg_buf *data)
{
    dg_buf_printf(data, "{\"task\":%u}", pick_task(life));
    put_event(life, out, "task.withdraw",
              PICK("department/mzj", "department/wjj"), data);
}

static void
put_acknowledgement(struct life *life, struct dg_buf *out, struct dg_buf *data)
{
    char source[40];
    snprintf(source, sizeof source, "office/%llu",
             life_village(life_pick(life, LIFE_VILLAGES)));
    dg_buf_printf(data, "{\"task\":%u}", pick_task(life));
    put_event(life, out, "task.acknowledge", source, data);
}

/* Mostly one that is there. */
static unsigned
pick_request(struct life *life)
{
    unsigned count =
        life->request_count < LIFE_TASKS ? life->request_count : LIFE_TASKS;
    return count == 0 || life_pick(life, 3) == 0
               ? pick_task(life)
               : life->requests[life_pick(life, count)];
}

static void
put_request(struct life *life, struct dg_buf *out, struct dg_buf *data)
{
    dg_buf_printf(data,
                  "{\"duty\":\"A-%u\",\"rules\":[\"%s\",\"%s\"],"
                  "\"reason\":\"r\",\"until\":\"2026-%02u-20\","
                  "\"audience\":",
                  life_pick(life, 7), PICK("lead", "frequency", "class"),
                  PICK("seals", "department", "evidence", "no-such"),
                  1 + life_pick(life, 8));
    put_audience(life, data);
    if (life_pick(life, 2) == 0) {
        dg_buf_printf(data, ",\"appeal\":%u", pick_request(life));
    }
    dg_buf_text(data, "}");
    put_event(life, out, "exemption.request",
              PICK("department/mzj", "department/wjj", "department/wjj",
                   "town/522731101000", "department/gaj"),
              data);
}

static void
put_word(struct life *life, struct dg_buf *out, struct dg_buf *data)
{
    dg_buf_printf(data,
                  "{\"request\":%u,\"verdict\":\"%s\","
                  "\"reason\":\"r\"",
                  pick_request(life),
                  PICK("grant", "grant", "grant", "refuse", "refuse", "pass"));
    if (life_pick(life, 6) == 0) {
        dg_buf_printf(data, ",\"until\":\"2026-%02u-01\"",
                      1 + life_pick(life, 12));
    }
    dg_buf_text(data, "}");
    put_event(life, out, "exemption.decide",
              PICK("keeper/bwb", "keeper/bwb", "keeper/jfb", "department/mzj"),
              data);
}

static void
put_nonsense(struct life *life, struct dg_buf *out, struct dg_buf *data)
{
    dg_buf_text(data, PICK("{}", "{\"task\":\"1\"}", "17",
                           "{\"task\":1,"
                           "\"x\":2}"));
    put_event(life, out, PICK("task.withdraw", "task.publish", "no.such"),
              "department/mzj", data);
}

typedef void put_fn(struct life *life, struct dg_buf *out, struct dg_buf *data);

static void
put_any(struct life *life, struct dg_buf *out)
{
    static put_fn *const fns[] = {
        put_task,      put_task,       put_task,        put_acknowledgement,
        put_amendment, put_withdrawal, put_forward,     put_acknowledgement,
        put_amendment, put_nonsense,   put_declaration, put_acknowledgement,
        put_task,      put_forward,    put_request,     put_word,
        put_word,      put_request,    put_signature,   put_signature,
    };
    struct dg_buf data;
    dg_buf_init(&data);
    fns[life_pick(life, sizeof fns / sizeof *fns)](life, out, &data);
    dg_buf_finish(&data);
}

static void
put_change(struct life *life, struct dg_buf *out)
{
    struct dg_buf data;
    dg_buf_init(&data);
    put_roster(life, out, &data);
    dg_buf_finish(&data);
}

void
life_put_list(struct life *life, struct dg_buf *out)
{
    struct dg_buf data;
    dg_buf_init(&data);
    put_list(life, out, &data);
    dg_buf_finish(&data);
}

void
life_put_amendment(struct life *life, struct dg_buf *out)
{
    struct dg_buf data;
    dg_buf_init(&data);
    put_amendment(life, out, &data);
    dg_buf_finish(&data);
}

void
life_put_check(struct life *life, struct dg_buf *out)
{
    struct dg_buf data;
    dg_buf_init(&data);
    put_task_data(life, &data);
    put_event(life, out, "task.check", PICK("department/mzj", "department/wjj"),
              &data);
    dg_buf_finish(&data);
}

/* ---- messages ------------------------------------------------------------ */

void
life_put(struct life *life, struct dg_buf *out)
{
    unsigned kind = life_pick(life, 100);
    if (kind < 4) {
        (kind < 2 ? put_change : life_put_list)(life, out);
        return;
    }
    if (kind < 90) {
        put_any(life, out);
        return;
    }
    dg_buf_text(out, "[");
    put_any(life, out);
    dg_buf_text(out, ",17,");
    put_any(life, out);
    life->sent -= life_pick(life, 8) == 0; /* an id that is taken */
    dg_buf_text(out, ",");
    put_any(life, out);
    dg_buf_text(out, "]");
}

static void
note_event(struct life *life, const struct dg_buf *message, unsigned sequence)
{
    struct life_event *event = &life->events[life->event_count++ % LIFE_TASKS];
    uint8_t sha256[DG_SHA256_SIZE];
    struct dg_sha256 *context;
    dg_sha256_create(&context);
    dg_sha256_update(context, message->data, message->len);
    dg_sha256_output(context, sha256);
    dg_sha256_destroy(context);
    dg_hex(sha256, sizeof sha256, event->sha256);
    event->sequence = sequence;
}

void
life_note(struct life *life, const struct dg_buf *message, unsigned sequence)
{
    if (strstr(message->data, "\"joint\":")) {
        note_event(life, message, sequence);
    }
    if (strstr(message->data, "task.publish")) {
        struct life_task *task = &life->tasks[life->task_count++ % LIFE_TASKS];
        const char *data = strstr(message->data, "\"data\":") + 7;
        size_t len = strlen(data) - 1; /* without the event's brace */
        task->sequence = sequence;
        len = len < sizeof task->data ? len : 0;
        memcpy(task->data, data, len);
        task->data[len] = '\0';
    } else if (strstr(message->data, "exemption.request")) {
        life->requests[life->request_count++ % LIFE_TASKS] = sequence;
    } else if (strstr(message->data, "\"base\":")) {
        life->rosters++;
    }
}
