/* SPDX-License-Identifier: Apache-2.0 */
/* A small county and its figures: see burdened.h. */
#include "tests/plugins/burden/burdened.h"

#include <stdio.h>
#include <stdlib.h>

const char burdened_tariff[] =
    "\"version\":\"t1\",\"from\":\"2026-01-05\",\"rows\":["
    "{\"row\":\"task\",\"minutes\":\"10\"},{\"row\":\"form\",\"minutes\":"
    "\"20\"},{\"row\":\"field.integer\",\"minutes\":\"2\"},"
    "{\"row\":\"field.decimal\",\"minutes\":\"2\"},"
    "{\"row\":\"field.text\",\"minutes\":\"4\"},"
    "{\"row\":\"field.date\",\"minutes\":\"1\"},"
    "{\"row\":\"field.period\",\"minutes\":\"1\"},"
    "{\"row\":\"field.boolean\",\"minutes\":\"1\"},"
    "{\"row\":\"field.option\",\"minutes\":\"1\"},"
    "{\"row\":\"field.idnumber\",\"minutes\":\"1\"},"
    "{\"row\":\"evidence\",\"minutes\":\"30\"},"
    "{\"row\":\"evidence.photo\",\"minutes\":\"10\"},"
    "{\"row\":\"seal\",\"minutes\":\"15\"},"
    "{\"row\":\"proof\",\"minutes\":\"40\"},"
    "{\"row\":\"attachment\",\"minutes\":\"5\"},"
    "{\"row\":\"meeting\",\"minutes\":\"60\"},"
    "{\"row\":\"inspection\",\"minutes\":\"90\"},"
    "{\"row\":\"trip\",\"minutes\":\"100\"},"
    "{\"row\":\"approval\",\"minutes\":\"6\"}]";

#define ENTRY(code, department)                                                \
    "{\"code\":\"" code "\",\"title\":\"核查\",\"class\":\"statutory\","     \
    "\"departments\":[\"" department                                           \
    "\"],\"clause\":\"第一条\",\"seals\":[\"S-001\"],\"evidence\":["        \
    "\"photo\"],\"leaddays\":5}"

const char burdened_list[] =
    "{\"list\":\"access\",\"version\":\"2026\",\"validfrom\":\"2026-01-01\","
    "\"entries\":[" ENTRY("A-001", "mzj") "," ENTRY("A-002", "mzj") "," ENTRY(
        "B-001", "wjj") ","
                        "{\"code\":\"S-001\",\"title\":\"盖章\",\"kind\":"
                        "\"seal\",\"class\":\"assisting\"}]}";

static void
need(struct gate *g, const char *type, const char *source, const char *data)
{
    static unsigned count;
    char id[32];
    const struct dg_json *reply;
    snprintf(id, sizeof id, "begin%u", ++count);
    reply = gate_ask(g, "%s", gate_event(type, source, id, data));
    if (strcmp(gate_at(g, reply, "/verdict"), "admit") != 0) {
        fprintf(stderr, "%s is not admitted\n", type);
        exit(99);
    }
}

void
burdened_begin(struct gate *g, const char *more, const char *in_tariff)
{
    char tariff[4096];
    gate_open(g, "sqlite", more);
    need(g, "roster.publish", "operator/huishui", gate_roster);
    if (strstr(more, "plugins") == NULL) {
        need(g, "list.publish", KEEPER, burdened_list);
    }
    snprintf(tariff, sizeof tariff, "{%s%s}", burdened_tariff, in_tariff);
    need(g, "tariff.publish", KEEPER, tariff);
}

void
burdened_end(struct gate *g)
{
    gate_close(g);
    gate_clear();
}

/* ---- figures ------------------------------------------------------------ */

#define CAUSES 32

static int
compare_lines(const void *a, const void *b)
{
    return strcmp(a, b);
}

static void
append(char *text, size_t size, const char *what)
{
    snprintf(text + strlen(text), size - strlen(text), "%s", what);
}

static void
append_causes(struct gate *g, const struct dg_json *reply, char *text,
              size_t size)
{
    char lines[CAUSES][160];
    char pointer[64];
    size_t count = 0;
    for (; count < CAUSES; count++) {
        const char *cause;
        snprintf(pointer, sizeof pointer, "/result/causes/%zu/cause", count);
        cause = gate_at(g, reply, pointer);
        if (strcmp(cause, "(absent)") == 0) {
            break;
        }
        snprintf(lines[count], sizeof lines[0], "%s ", cause);
        snprintf(pointer, sizeof pointer, "/result/causes/%zu/fate", count);
        append(lines[count], sizeof lines[0], gate_at(g, reply, pointer));
        append(lines[count], sizeof lines[0], " ");
        snprintf(pointer, sizeof pointer, "/result/causes/%zu/minutes", count);
        append(lines[count], sizeof lines[0], gate_at(g, reply, pointer));
    }
    qsort(lines, count, sizeof lines[0], compare_lines);
    for (size_t i = 0; i < count; i++) {
        append(text, size, i ? ", " : "; ");
        append(text, size, lines[i]);
    }
}

const char *
burdened_figures(struct gate *g, const char *where)
{
    static unsigned count;
    static char text[4096];
    char id[32], data[512];
    const struct dg_json *reply;
    snprintf(id, sizeof id, "figures%u", ++count);
    snprintf(data, sizeof data, "{%s}", *where == ',' ? where + 1 : where);
    reply =
        gate_ask(g, "%s", gate_event("burden.read", "auditor/sjj", id, data));
#define TOTAL(name) gate_at(g, reply, "/result/total/" name)
    snprintf(text, sizeof text,
             "%s = %s + %s (relief %s, never %s, outside %s)", TOTAL("asked"),
             TOTAL("borne"), TOTAL("avoided"), TOTAL("relief"),
             TOTAL("neverborne"), TOTAL("outside"));
#undef TOTAL
    append_causes(g, reply, text, sizeof text);
    return text;
}
