/* SPDX-License-Identifier: Apache-2.0 */
/* A random life of reports: see reporting.h. */
#include "tests/gateway/flow/reporting.h"

#include <stdio.h>
#include <stdlib.h>

#include "gateway/flow/flow_internal.h"

#define FORMS 14
#define COUNT(array) (sizeof(array) / sizeof *(array))

const char *const reporting_offices[REPORTING_OFFICES] = {
    "522731001001", "522731001002", "522731102201"};
const char *const reporting_towns[REPORTING_TOWNS] = {"522731001000",
                                                      "522731102000"};
const char *const reporting_departments[REPORTING_DEPARTMENTS] = {
    "department/mzj", "department/wjj"};
static const char *const duties[] = {"A-001", "B-001"};

/* Two of each label differ in unit or definition. */
static const char *const fields[] = {
    "\"label\":\"常住人口\",\"type\":\"integer\",\"unit\":\"人\","
    "\"kind\":\"stock\",\"period\":\"month\",\"definition\":\"住满半年\"",
    "\"label\":\"常住人口(人)\",\"type\":\"integer\",\"kind\":\"stock\","
    "\"period\":\"month\",\"definition\":\"户籍登记\"",
    "\"label\":\"本月出生人数\",\"type\":\"integer\",\"unit\":\"人\","
    "\"kind\":\"flow\",\"period\":\"month\",\"required\":true",
    "\"label\":\"村集体经济收入\",\"type\":\"decimal\",\"unit\":\"元\","
    "\"kind\":\"flow\",\"period\":\"month\",\"definition\":\"当月实收\"",
    "\"label\":\"村集体经济收入\",\"type\":\"decimal\",\"unit\":\"万元\","
    "\"decimals\":2,\"kind\":\"flow\",\"period\":\"month\","
    "\"definition\":\"当月实收\"",
    "\"label\":\"耕地面积\",\"type\":\"decimal\",\"unit\":\"亩\","
    "\"kind\":\"stock\",\"period\":\"month\",\"max\":\"9000\"",
    "\"label\":\"备注\",\"type\":\"text\",\"period\":\"month\"",
    "\"label\":\"残疾人数\",\"type\":\"integer\",\"unit\":\"人\","
    "\"kind\":\"stock\",\"period\":\"month\",\"element\":\"DE-1\"",
};

/* With right check digits, but the last. */
static const char *const persons[] = {
    "52273119800101001X", "522731198001010052", "522731195503152225",
    "522731198001010018"};

static unsigned
pick(struct reporting *life, unsigned count)
{
    life->seed = life->seed * 6364136223846793005ull + 1442695040888963407ull;
    return (unsigned) ((life->seed >> 33) % count);
}

/* ---- saying -----------------------------------------------------------------
 */

static const char *
at(const struct reporting *life, const struct dg_json *reply,
   const char *pointer)
{
    return gate_at(life->gate, reply, pointer);
}

/* A message of one event, on behalf of an office unless that is NULL. */
static const struct dg_json *
tell(struct reporting *life, const char *type, const char *source,
     const char *behalf, const char *data)
{
    return gate_ask(life->gate,
                    "{\"specversion\":\"1.0\",\"id\":\"q%u\",\"source\":\"%s\","
                    "\"type\":\"dutygate.%s.v1\",%s%s%s\"data\":%s}",
                    ++life->sent, source, type,
                    behalf ? "\"onbehalf\":\"office/" : "",
                    behalf ? behalf : "", behalf ? "\"," : "", data);
}

/* Its receipt number if it was admitted, else 0. */
static unsigned long long
note(struct reporting *life, const struct dg_json *reply,
     enum reporting_kind kind)
{
    unsigned long long number =
        strtoull(at(life, reply, "/receipt/sequence"), NULL, 10);
    if (strcmp(at(life, reply, "/verdict"), "admit") != 0) {
        life->refused++;
        return 0;
    }
    life->done[kind]++;
    if (kind != REPORTING_DICTIONARY && kind != REPORTING_ERASE &&
        life->entry_count < REPORTING_ENTRIES) {
        life->entries[life->entry_count++] = number;
    }
    return number;
}

void
reporting_begin(struct reporting *life)
{
    static const char list[] =
        "{\"list\":\"access\",\"version\":\"2026\",\"validfrom\":\"2026-01-"
        "01\","
        "\"entries\":[{\"code\":\"A-001\",\"title\":\"民政\",\"class\":"
        "\"statutory\",\"departments\":[\"mzj\"],\"clause\":\"第一条\"},"
        "{\"code\":\"B-001\",\"title\":\"卫健\",\"class\":\"statutory\","
        "\"departments\":[\"wjj\"],\"clause\":\"第二条\"}]}";
    static const char elements[] =
        "{\"version\":\"1\",\"elements\":[{\"code\":\"DE-1\",\"label\":"
        "\"残疾人数\",\"type\":\"integer\",\"unit\":\"人\",\"kind\":\"stock\","
        "\"period\":\"month\",\"freshness\":2}]}";
    tell(life, "roster.publish", "operator/huishui", NULL, gate_roster);
    tell(life, "list.publish", "keeper/huishui", NULL, list);
    note(life,
         tell(life, "dictionary.publish", "keeper/huishui", NULL, elements),
         REPORTING_DICTIONARY);
}

/* ---- asking
 * ------------------------------------------------------------------ */

static const char *
month(struct reporting *life)
{
    static const char *const months[] = {"2026-01", "2026-02", "2026-03"};
    return months[pick(life, COUNT(months))];
}

static void
put_fields(unsigned form, struct dg_buf *out)
{
    dg_buf_text(out, "\"fields\":[");
    for (unsigned i = 0; i < 1 + form % 5; i++) {
        dg_buf_printf(out, "%s{\"name\":\"f%u\",%s}", i ? "," : "", i,
                      fields[(form + i) % COUNT(fields)]);
    }
    dg_buf_text(out, "]");
}

/* Without a legal basis, of some. */
static void
put_list(unsigned form, struct dg_buf *out)
{
    dg_buf_printf(
        out,
        ",\"lists\":[{\"name\":\"people\",\"title\":\"残疾人花名册\","
        "\"subject\":\"person\",\"key\":\"id\"%s,\"fields\":["
        "{\"name\":\"id\",\"label\":\"身份证号\",\"type\":\"idnumber\"},"
        "{\"name\":\"level\",\"label\":\"残疾等级\",\"type\":\"integer\","
        "\"max\":\"4\",\"definition\":\"残疾人证所载\"}]}]",
        form % 2 ? ",\"basis\":\"残疾人保障法第十五条\"" : "");
}

/* One of FORMS, so that tasks ask what was asked before, too. */
static void
put_form(unsigned form, struct dg_buf *out)
{
    dg_buf_printf(out,
                  "{\"control\":\"表%u\",\"version\":\"1\",\"class\":"
                  "\"survey\",\"authority\":\"民政部\",\"approval\":"
                  "\"国统制〔2025〕1号\",\"validuntil\":\"2030-12-31\",",
                  form);
    put_fields(form, out);
    if (form % 3 == 0) {
        put_list(form, out);
    }
    dg_buf_text(out, "}");
}

static void
put_task(struct reporting *life, unsigned who, struct dg_buf *out)
{
    static const char *const audiences[] = {
        "{\"prefixes\":[\"522731\"]}", "{\"prefixes\":[\"522731001\"]}",
        "{\"codes\":[\"522731001001\",\"522731102201\"]}",
        "{\"prefixes\":[\"522731\"],\"exclude\":[\"522731001002\"]}"};
    dg_buf_printf(out, "{\"duty\":\"%s\",\"title\":\"月报\",", duties[who]);
    if (pick(life, 6)) {
        dg_buf_printf(out, "\"due\":\"2026-0%u-20\",\"period\":\"%s\",",
                      2 + pick(life, 5), month(life));
    } else {
        dg_buf_text(out, "\"recurrence\":{\"per\":\"month\",\"first\":"
                         "\"2026-01\",\"last\":\"2026-05\",\"dueafter\":"
                         "10},");
    }
    dg_buf_printf(out, "\"audience\":%s,%s\"forms\":[",
                  audiences[pick(life, COUNT(audiences))],
                  pick(life, 3) ? "" : "\"review\":\"town\",");
    put_form(pick(life, FORMS), out);
    dg_buf_text(out, "]}");
}

static void
publish(struct reporting *life)
{
    unsigned who = pick(life, COUNT(reporting_departments));
    struct dg_buf data;
    unsigned long long number;
    dg_buf_init(&data);
    put_task(life, who, &data);
    number = note(
        life,
        tell(life, "task.publish", reporting_departments[who], NULL, data.data),
        REPORTING_PUBLISH);
    if (number && life->task_count < REPORTING_TASKS) {
        life->tasks[life->task_count] = number;
        life->askers[life->task_count++] = reporting_departments[who];
    }
    if (number && strstr(data.data, "\"review\"") &&
        life->reviewed_count < REPORTING_TASKS) {
        life->reviewed[life->reviewed_count++] = number;
    }
    dg_buf_finish(&data);
}

/* One that was admitted, with who asked it; 0 without any. */
static unsigned long long
pick_task(struct reporting *life, const char **asker)
{
    unsigned i = life->task_count ? pick(life, life->task_count) : 0;
    *asker = life->task_count ? life->askers[i] : reporting_departments[0];
    return life->task_count ? life->tasks[i] : 0;
}

static void
withdraw(struct reporting *life)
{
    const char *asker;
    char data[64];
    snprintf(data, sizeof data, "{\"task\":%llu}", pick_task(life, &asker));
    note(life, tell(life, "task.withdraw", asker, NULL, data),
         REPORTING_CHANGE);
}

/* Mostly another task than it was. */
static void
amend(struct reporting *life)
{
    const char *asker;
    unsigned long long task = pick_task(life, &asker);
    unsigned who = strcmp(asker, reporting_departments[1]) == 0;
    struct dg_buf data;
    dg_buf_init(&data);
    dg_buf_printf(&data, "{\"task\":%llu,\"assignment\":", task);
    put_task(life, who, &data);
    dg_buf_text(&data, "}");
    note(life, tell(life, "task.amend", asker, NULL, data.data),
         REPORTING_CHANGE);
    dg_buf_finish(&data);
}

/* ---- answering
 * --------------------------------------------------------------- */

static const char *
member(const struct dg_json *object, const char *name, char out[128])
{
    struct dg_str text = dg_json_get_str(object, name);
    snprintf(out, 128, "%.*s", DG_STR_ARG(text));
    return out;
}

static void
put_value(struct reporting *life, struct dg_buf *out)
{
    static const char *const values[] = {
        "\"value\":\"12\"",    "\"value\":\"0\"",   "\"value\":\"1234.56\"",
        "\"value\":\"９１\"",  "\"none\":true",     "\"same\":true",
        "\"value\":\"暂无\"",  "\"value\":\"\"",    "\"value\":\"3\"",
        "\"value\":\"77777\"", "\"value\":\"1200\""};
    unsigned i = pick(life, 12 * COUNT(values));
    if (i < COUNT(values)) {
        dg_buf_text(out, values[i]);
    } else {
        dg_buf_printf(out, "\"value\":\"%u\"", pick(life, 3000));
    }
}

/* Some of the cells that a worksheet shows: of those to be filled, or of those
 * that are. */
static bool
put_cells(struct reporting *life, const struct dg_json *sheet, bool filled,
          struct dg_buf *out)
{
    const struct dg_json *cells = dg_json_get(sheet, "cells");
    char element[128], period[128];
    bool any = false;
    for (const struct dg_json *c = cells ? cells->child : NULL; c;
         c = c->next) {
        bool open = dg_str_is(dg_json_get_str(c, "state"), "open");
        if (open == filled || pick(life, 3) == 0) {
            continue;
        }
        dg_buf_printf(out, "%s{\"element\":\"%s\"", any ? "," : "",
                      member(c, "element", element));
        if (dg_json_get_str(c, "period").len) {
            dg_buf_printf(out, ",\"period\":\"%s\"",
                          member(c, "period", period));
        }
        dg_buf_text(out, ",");
        put_value(life, out);
        dg_buf_text(out, "}");
        any = true;
    }
    return any;
}

static void
put_rows(struct reporting *life, const struct dg_json *list, struct dg_buf *out)
{
    const struct dg_json *columns = dg_json_get(list, "columns");
    const struct dg_json *column = columns ? columns->child : NULL;
    char key[128], element[128];
    unsigned count = 1 + pick(life, 3), first = pick(life, COUNT(persons));
    member(list, "key", key);
    for (; column; column = column->next) {
        if (strcmp(member(column, "element", element), key) != 0) {
            break;
        }
    }
    dg_buf_text(out, "\"rows\":[");
    for (unsigned i = 0; i < count; i++) {
        dg_buf_printf(
            out, "%s{\"key\":\"%s\",%s\"values\":[", i ? "," : "",
            persons[(first + i) % (COUNT(persons) - (pick(life, 9) > 0))],
            pick(life, 8) ? "" : "\"remove\":true,");
        if (column && pick(life, 6)) {
            dg_buf_printf(out, "{\"element\":\"%s\",\"value\":\"%u\"}", element,
                          pick(life, 9) ? 1 + pick(life, 4) : 5);
        }
        dg_buf_text(out, "]}");
    }
    dg_buf_text(out, "]");
}

static bool
put_lists(struct reporting *life, const struct dg_json *sheet,
          struct dg_buf *out)
{
    const struct dg_json *lists = dg_json_get(sheet, "lists");
    char key[128], period[128];
    bool any = false;
    for (const struct dg_json *l = lists ? lists->child : NULL; l;
         l = l->next) {
        dg_buf_printf(out, "%s{\"key\":\"%s\",", any ? "," : "",
                      member(l, "key", key));
        if (dg_json_get_str(l, "period").len) {
            dg_buf_printf(out, "\"period\":\"%s\",",
                          member(l, "period", period));
        }
        if (pick(life, 8) == 0) {
            dg_buf_text(out, "\"none\":true}");
        } else {
            put_rows(life, l, out);
            dg_buf_text(out, pick(life, 3) ? "}" : ",\"complete\":true}");
        }
        any = true;
    }
    return any;
}

/* What the office's worksheet asks, or has. */
static bool
put_report(struct reporting *life, const struct dg_json *sheet, bool correct,
           struct dg_buf *out)
{
    struct dg_buf values, lists;
    bool has_values, has_lists;
    dg_buf_init(&values);
    dg_buf_init(&lists);
    has_values = put_cells(life, sheet, correct, &values);
    has_lists = pick(life, 2) && put_lists(life, sheet, &lists);
    if (has_values) {
        dg_buf_printf(out, ",\"values\":[%s]", values.data);
    }
    if (has_lists) {
        dg_buf_printf(out, ",\"lists\":[%s]", lists.data);
    }
    dg_buf_finish(&values);
    dg_buf_finish(&lists);
    return has_values || has_lists;
}

/* By the office itself, or by its town for it. */
static void
answer(struct reporting *life, bool correct)
{
    const char *code = reporting_offices[pick(life, COUNT(reporting_offices))];
    bool by_town = pick(life, 4) == 0;
    char source[64], office[64];
    const struct dg_json *reply;
    struct dg_buf data;
    snprintf(source, sizeof source, by_town ? "town/%.9s000" : "office/%s",
             code);
    snprintf(office, sizeof office,
             "{\"office\":\"%s\",\"limit\":100,\"filled\":%s}", code,
             correct ? "true" : "false");
    reply = tell(life, "worksheet.read", source, NULL, office);
    dg_buf_init(&data);
    dg_buf_printf(&data, "{\"office\":\"%s\"%s", code,
                  correct ? ",\"reason\":\"原报有误\"" : "");
    if (put_report(life, dg_json_get(reply, "result"), correct, &data)) {
        dg_buf_text(&data, "}");
        note(life,
             tell(life, correct ? "report.correct" : "report.submit", source,
                  by_town ? code : NULL, data.data),
             correct ? REPORTING_CORRECT : REPORTING_SUBMIT);
    }
    dg_buf_finish(&data);
}

/* One that is filled; "none" if there is none. */
static void
pick_filled(struct reporting *life, const char *town, const char *code,
            char element[128], char period[128])
{
    char data[128];
    const struct dg_json *reply, *cells, *cell;
    unsigned index;
    snprintf(data, sizeof data,
             "{\"office\":\"%s\",\"limit\":100,\"filled\":true}", code);
    reply = tell(life, "worksheet.read", town, NULL, data);
    cells = dg_json_get(dg_json_get(reply, "result"), "cells");
    index = cells && cells->count ? pick(life, (unsigned) cells->count) : 0;
    cell = cells ? cells->child : NULL;
    while (cell && index-- > 0) {
        cell = cell->next;
    }
    strcpy(element, "none");
    strcpy(period, "2026-01");
    if (cell) {
        member(cell, "element", element);
        member(cell, "period", period);
    }
}

static void
review(struct reporting *life)
{
    const char *code = reporting_offices[pick(life, COUNT(reporting_offices))];
    unsigned long long upto = dg_flow_entries(life->gate->flow), task = 1;
    char town[64], element[128], period[128], data[768];
    if (life->reviewed_count > 0) {
        task = life->reviewed[pick(life, life->reviewed_count)];
    }
    snprintf(town, sizeof town, "town/%.9s000", code);
    snprintf(data, sizeof data,
             "{\"office\":\"%s\",\"task\":%llu,\"verdict\":\"pass\","
             "\"upto\":%llu}",
             code, task, upto);
    if (pick(life, 3) == 0) {
        pick_filled(life, town, code, element, period);
        snprintf(data, sizeof data,
                 "{\"office\":\"%s\",\"task\":%llu,\"verdict\":\"return\","
                 "\"upto\":%llu,\"cells\":[{\"element\":\"%s\",\"period\":"
                 "\"%s\",\"reason\":\"请核对\"}]}",
                 code, task, upto, element, period);
    }
    note(life, tell(life, "report.review", town, NULL, data), REPORTING_REVIEW);
}

/* ---- the dictionary
 * ----------------------------------------------------------- */

/* The code of an element that somebody asked. */
static void
pick_element(struct reporting *life, char code[128])
{
    const struct dg_json *reply = tell(
        life, "dictionary.read", "keeper/huishui", NULL, "{\"limit\":100}");
    const struct dg_json *elements =
        dg_json_get(dg_json_get(reply, "result"), "elements");
    unsigned index = elements && elements->count
                         ? pick(life, (unsigned) elements->count)
                         : 0;
    const struct dg_json *element = elements ? elements->child : NULL;
    while (element && index-- > 0) {
        element = element->next;
    }
    snprintf(code, 128, "none");
    if (element) {
        member(element, "code", code);
    }
}

static void
define(struct reporting *life)
{
    char one[128], other[128], data[512];
    const char *type = "dictionary.merge";
    pick_element(life, one);
    pick_element(life, other);
    switch (pick(life, 3)) {
    case 0:
        snprintf(data, sizeof data, "{\"element\":\"%s\",\"into\":\"%s\"}", one,
                 other);
        break;
    case 1:
        type = "dictionary.keep_apart";
        snprintf(data, sizeof data, "{\"elements\":[\"%s\",\"%s\"]}", one,
                 other);
        break;
    default:
        type = "dictionary.publish";
        snprintf(data, sizeof data,
                 "{\"version\":\"%u\",\"elements\":[{\"code\":\"DE-%u\","
                 "\"label\":\"耕地面积\",\"type\":\"decimal\",\"unit\":\"亩\","
                 "\"kind\":\"stock\",\"period\":\"month\"}]}",
                 life->sent, 2 + pick(life, 3));
    }
    note(life, tell(life, type, "keeper/huishui", NULL, data),
         REPORTING_DICTIONARY);
}

/* ---- a life
 * -------------------------------------------------------------------- */

void
reporting_erase(struct reporting *life)
{
    unsigned count = pick(life, 4) ? 1 : 3, used;
    char data[256];
    if (life->entry_count == 0) {
        return;
    }
    used = (unsigned) snprintf(data, sizeof data, "{\"sequences\":[");
    for (unsigned i = 0; i < count; i++) {
        used += (unsigned) snprintf(
            data + used, sizeof data - used, "%s%llu", i ? "," : "",
            life->entries[pick(life, life->entry_count)]);
    }
    snprintf(data + used, sizeof data - used, "],\"reason\":\"依申请\"}");
    note(life, tell(life, "journal.erase", "keeper/bwb", NULL, data),
         REPORTING_ERASE);
}

void
reporting_step(struct reporting *life)
{
    unsigned kind = pick(life, 22);
    if (kind < 4) {
        publish(life);
    } else if (kind < 5) {
        withdraw(life);
    } else if (kind < 6) {
        amend(life);
    } else if (kind < 13) {
        answer(life, false);
    } else if (kind < 15) {
        answer(life, true);
    } else if (kind < 17) {
        review(life);
    } else if (kind < 19) {
        define(life);
    } else {
        reporting_erase(life);
    }
    life->gate->now_us += pick(life, 60000) * 1000000ll;
    dg_core_clock_tick(life->gate->flow);
    if (life->sent % 8 == 0) {
        gate_tick(life->gate);
    }
    dg_arena_reset(&life->gate->arena);
}
