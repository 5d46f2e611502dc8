/* SPDX-License-Identifier: Apache-2.0 */
/* A county in which offices fill in forms: see filling.h. */
#include "tests/plugins/form_dedup/report/filling.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char list[] =
    "{'list':'access','version':'2026','validfrom':'2026-01-01','entries':["
    "{'code':'A-001','title':'民政','class':'statutory','departments':['mzj'],"
    "'clause':'第一条'},{'code':'B-001','title':'卫健','class':'statutory',"
    "'departments':['wjj'],'clause':'第二条'}]}";

static const char elements[] =
    "{'version':'1','elements':["
    "{'code':'pop','label':'常住人口','type':'integer','unit':'人',"
    "'kind':'stock','period':'month'},"
    "{'code':'men','label':'男性','type':'integer','unit':'人',"
    "'kind':'stock','period':'month'},"
    "{'code':'women','label':'女性','type':'integer','unit':'人',"
    "'kind':'stock','period':'month'},"
    "{'code':'fund','label':'低保资金','type':'decimal','unit':'元',"
    "'kind':'flow','period':'month'},"
    "{'code':'rate','label':'参保率','type':'decimal','unit':'%',"
    "'kind':'stock','period':'month'},"
    "{'code':'land','label':'耕地面积','type':'decimal','unit':'亩',"
    "'kind':'stock','period':'month'},"
    "{'code':'note','label':'备注','type':'text','period':'month'},"
    "{'code':'day','label':'检查日期','type':'date','period':'month'},"
    "{'code':'when','label':'覆盖期间','type':'period','period':'month'},"
    "{'code':'yes','label':'是否有卫生室','type':'boolean','period':'month'},"
    "{'code':'kind','label':'村类型','type':'option','period':'month',"
    "'options':[{'code':'1','label':'重点村'},{'code':'2','label':'一般村'}]},"
    "{'code':'head','label':'书记身份证号','type':'idnumber',"
    "'period':'month'},"
    "{'code':'idn','label':'身份证号','type':'idnumber','period':'month',"
    "'personal':true},"
    "{'code':'name','label':'姓名','type':'text','period':'month',"
    "'personal':true},"
    "{'code':'level','label':'残疾等级','type':'integer','period':'month',"
    "'personal':true},"
    "{'code':'cash','label':'补贴','type':'decimal','unit':'元',"
    "'kind':'flow','period':'month','personal':true}]}";

/* ' as ". */
static const char *
quote(const char *text)
{
    static char out[1 << 16];
    size_t i = 0;
    for (; text[i] && i + 1 < sizeof out; i++) {
        out[i] = text[i] == '\'' ? '"' : text[i];
    }
    out[i] = '\0';
    return out;
}

const struct dg_json *
filling_tell(struct gate *gate, const char *type, const char *source,
             const char *behalf, const char *data)
{
    static unsigned sent;
    return gate_ask(gate,
                    "{\"specversion\":\"1.0\",\"id\":\"f%u\",\"source\":\"%s\","
                    "\"type\":\"dutygate.%s.v1\",%s%s%s\"data\":%s}",
                    ++sent, source, type, behalf ? "\"onbehalf\":\"" : "",
                    behalf ? behalf : "", behalf ? "\"," : "", quote(data));
}

static const struct dg_json *
must(struct gate *gate, const char *type, const char *source, const char *data)
{
    const struct dg_json *reply = filling_tell(gate, type, source, NULL, data);
    if (strcmp(gate_at(gate, reply, "/verdict"), "admit") != 0) {
        fprintf(stderr, "%s: %s\n", type, filling_says(gate, reply));
        exit(99);
    }
    return reply;
}

void
filling_open(struct gate *gate)
{
    gate_open(gate, "sqlite", "");
    must(gate, "roster.publish", "operator/huishui", gate_roster);
    must(gate, "list.publish", "keeper/huishui", list);
    must(gate, "dictionary.publish", "keeper/huishui", elements);
}

unsigned long long
filling_ask(struct gate *gate, const char *source, const char *period,
            const char *due, const char *fields, const char *more)
{
    static unsigned forms;
    static char data[16384];
    snprintf(data, sizeof data,
             "{'duty':'%s','title':'月报','period':'%s','due':'%s',"
             "'audience':{'prefixes':['522731']}%s,'forms':[{'control':'表%u',"
             "'version':'1','class':'survey','authority':'民政部','approval':"
             "'国统制〔2025〕1号','validuntil':'2030-12-31',%s}]}",
             strcmp(source, MZJ) == 0 ? "A-001" : "B-001", period, due, more,
             ++forms, fields);
    return strtoull(gate_at(gate, must(gate, "task.publish", source, data),
                            "/receipt/sequence"),
                    NULL, 10);
}

const char *
filling_says(struct gate *gate, const struct dg_json *reply)
{
    static char out[16384];
    size_t len = (size_t) snprintf(out, sizeof out, "%s\n",
                                   gate_at(gate, reply, "/verdict"));
    char pointer[64];
    for (unsigned i = 0; i < 100 && len < sizeof out; i++) {
        snprintf(pointer, sizeof pointer, "/findings/%u/plugin", i);
        if (strcmp(gate_at(gate, reply, pointer), "form_dedup") != 0) {
            continue;
        }
        snprintf(pointer, sizeof pointer, "/findings/%u/code", i);
        len += (size_t) snprintf(out + len, sizeof out - len, "%s ",
                                 gate_at(gate, reply, pointer));
        snprintf(pointer, sizeof pointer, "/findings/%u/pointer", i);
        len += (size_t) snprintf(out + len, sizeof out - len,
                                 "%s: ", gate_at(gate, reply, pointer));
        snprintf(pointer, sizeof pointer, "/findings/%u/text", i);
        len += (size_t) snprintf(out + len, sizeof out - len, "%s\n",
                                 gate_at(gate, reply, pointer));
    }
    return out;
}
