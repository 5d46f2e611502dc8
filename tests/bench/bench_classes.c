/* SPDX-License-Identifier: Apache-2.0 */
/* `make bench`: 200,000 fields of 2,000 forms by 40 departments, which are
 * 4,500 figures, written in several ways each: registered, and found to be
 * exactly that many. Whatever the plugin does is measured, reading the JSON
 * included. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "plugins/form_dedup/form_dedup.h"
#include "tests/bench/bench.h"
#include "tests/fake/host.h"

#define CLASSES 4500
#define FORMS 2000
#define FIELDS 100
#define ROUNDS 3

static const char *const objects[] = {
    "常住人口", "户籍人口", "低保对象",         "特困人员", "残疾人",
    "老年人",   "留守儿童", "脱贫户",           "监测户",   "耕地",
    "林地",     "危房",     "在册精神障碍患者", "党员",     "退役军人"};
static const char *const measures[] = {"数量",     "新增数",   "减少数",
                                       "已核实数", "补助金额", "面积"};
static const char *const units[] = {"个", "个", "个", "个", "元", "亩"};

/* A class is object × measure × group, 15 × 6 × 50; written in one of four ways
 * that mean the same. */
static size_t
write_field(char *out, unsigned class, unsigned way, unsigned place)
{
    unsigned object = class % 15, measure = class / 15 % 6, group = class / 90;
    const char *unit = units[measure];
    char label[256], brackets[64] = "";
    if (way == 2) {
        snprintf(brackets, sizeof brackets, "（%s）", unit);
    }
    snprintf(label, sizeof label, "%s%s第%u组%s%s", way == 1 ? "1. " : "",
             objects[object], group + 1, measures[measure], brackets);
    return (size_t) sprintf(
        out,
        "%s{\"name\":\"f%u\",\"label\":\"%s\",\"type\":\"decimal\","
        "\"unit\":\"%s\",\"period\":\"month\",\"kind\":\"%s\","
        "\"definition\":\"按%s口径统计的第%u组%s%s\"}",
        place ? "," : "", place, label,
        way == 3 && measure == 4 ? "万元" : unit,
        measure == 1 || measure == 2 ? "flow" : "stock", objects[object],
        group + 1, objects[object], measures[measure]);
}

/* Form n has the classes from 100 n on, and so the neighbours that it has
 * elsewhere, or not. */
static char *
write_form(unsigned n)
{
    static char text[64 * 1024];
    size_t len = (size_t) sprintf(
        text,
        "{\"form\":{\"control\":\"惠统%04u\",\"version\":\"2026-1\","
        "\"class\":\"survey\",\"authority\":\"县统计局\",\"approval\":"
        "\"惠统制〔2026〕%u号\",\"validuntil\":\"2030-12-31\",\"fields\":[",
        n, n);
    for (unsigned i = 0; i < FIELDS; i++) {
        unsigned class = (n * FIELDS + i * (1 + n / 45)) % CLASSES;
        len += write_field(text + len, class, (n + i) % 4, i);
    }
    sprintf(text + len, "]}}");
    return strdup(text);
}

static double
register_all(char *const *forms, uint32_t *classes)
{
    static struct fake_host fake;
    char source[32];
    double begin;
    bench_need(fake_host_open(&fake, "form_dedup", NULL) &&
                   fake_host_set_day(&fake, "2026-11-22"),
               "the plugin");
    begin = bench_now();
    for (unsigned i = 0; i < FORMS; i++) {
        snprintf(source, sizeof source, "department/d%02u", i % 40);
        bench_need(fake_host_send(&fake, "dutygate.form.publish.v1", source,
                                  forms[i]) <= DG_PLUGIN_NOTE,
                   "every form is admitted");
    }
    begin = bench_now() - begin;
    *classes =
        dg_dictionary_count(((struct dg_form_dedup *) fake.state)->dictionary);
    fake_host_close(&fake);
    return begin;
}

int
main(void)
{
    static char *forms[FORMS];
    double seconds[ROUNDS];
    clock_t used;
    uint32_t classes = 0;
    for (unsigned i = 0; i < FORMS; i++) {
        forms[i] = write_form(i);
    }
    used = clock();
    for (int i = 0; i < ROUNDS; i++) {
        seconds[i] = register_all(forms, &classes);
        bench_need(classes == CLASSES, "exactly 4,500 classes");
    }
    used = clock() - used;
    printf("\n%d fields of %d forms registered in %.2f s, %.2f s of the "
           "processor: %u classes (target 2 s, exactly %d)\n",
           FORMS * FIELDS, FORMS, bench_quantile(seconds, ROUNDS, 0.5),
           (double) used / CLOCKS_PER_SEC / ROUNDS, classes, CLASSES);
    for (unsigned i = 0; i < FORMS; i++) {
        free(forms[i]);
    }
    return 0;
}
