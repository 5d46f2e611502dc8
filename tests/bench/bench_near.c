/* SPDX-License-Identifier: Apache-2.0 */
/* `make bench`, near matches: what one search costs among 100,000 and among
 * 1,000,000 fields, and whether it finds what it should: each field that is
 * searched for says what one of them says in other words. Labels are put
 * together of what forms of villages and of health workers say. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "plugins/form_dedup/near/near_index.h"
#include "plugins/form_dedup/text/text.h"
#include "tests/bench/bench.h"

#define SEARCHES 4000
#define LABEL_SIZE 256

#define COUNT(array) (sizeof(array) / sizeof *(array))

/* ---- words --------------------------------------------------------------- */

static const char *const zh_when[] = {
    "",         "本月",   "本季度", "本年",   "累计",     "上年末",
    "期末",     "新增",   "减少",   "当前",   "计划",     "实际",
    "年初以来", "近三年", "首次",   "复核后", "公示期内", "动态管理",
};
static const char *const zh_who[] = {
    "低保对象",     "特困供养人员",     "残疾人",       "重度残疾人",
    "精神障碍患者", "严重精神障碍患者", "留守儿童",     "困境儿童",
    "孤儿",         "高龄老人",         "空巢老人",     "失能老人",
    "退役军人",     "优抚对象",         "脱贫户",       "监测户",
    "外出务工人员", "流动人口",         "常住人口",     "户籍人口",
    "计生特扶家庭", "独生子女家庭",     "社区矫正对象", "刑满释放人员",
    "吸毒人员",     "信访人员",         "党员",         "预备党员",
    "村干部",       "网格员",           "护林员",       "保洁员",
    "民兵",         "志愿者",           "致富带头人",   "合作社社员",
    "种植大户",     "养殖户",           "危房户",       "易地搬迁户",
    "在校学生",     "辍学学生",         "孕产妇",       "新生儿",
    "慢病患者",     "高血压患者",       "糖尿病患者",   "结核病患者",
};
static const char *const zh_what[] = {
    "入户走访",   "健康体检",   "资格认证", "补贴发放",   "临时救助",
    "医疗救助",   "住房保障",   "饮水安全", "技能培训",   "转移就业",
    "公益性岗位", "小额信贷",   "产业帮扶", "教育资助",   "参保缴费",
    "疫苗接种",   "随访管理",   "矛盾调处", "安全排查",   "隐患整改",
    "消防检查",   "森林防火",   "防汛值守", "垃圾清运",   "厕所改造",
    "耕地保护",   "宅基地审批", "土地流转", "撂荒地复耕", "秸秆禁烧",
    "高标准农田", "畜禽防疫",   "农机购置", "良种补贴",   "生态公益林",
    "河道巡查",   "饮用水源",   "殡葬改革", "移风易俗",   "法律援助",
};
static const char *const zh_measure[] = {
    "人数",         "户数",       "次数",           "金额",     "面积",
    "比例",         "完成率",     "达标数",         "合格数",   "面积合计",
    "资金总额",     "平均年龄",   "女性人数",       "男性人数", "60岁以上人数",
    "18岁以下人数", "负责人姓名", "负责人联系电话", "登记日期", "办结日期",
    "类别",         "地址",       "备注",           "是否完成",
};
static const char *const en_when[] = {
    "",          "New",      "Cumulative", "Monthly", "Suspected",
    "Confirmed", "Referred", "Number of",  "Total",   "First",
    "Repeat",    "Severe",   "Imported",   "Planned",
};
static const char *const en_who[] = {
    "children under five",
    "pregnant women",
    "adolescent girls",
    "newborns",
    "infants",
    "health workers",
    "outpatients",
    "inpatients",
    "households",
    "migrants",
    "school children",
    "women aged 15 to 49",
    "men",
    "elderly",
    "index cases",
    "contacts",
    "caregivers",
    "community volunteers",
    "antenatal clients",
    "postnatal mothers",
    "blood donors",
    "travellers",
    "pastoralists",
    "farmers",
    "prisoners",
    "miners",
    "students",
    "teachers",
};
static const char *const en_what[] = {
    "malaria",        "tuberculosis", "measles",
    "cholera",        "pneumonia",    "diarrhoea",
    "anaemia",        "hypertension", "diabetes",
    "hepatitis",      "rabies",       "dengue",
    "typhoid",        "meningitis",   "malnutrition",
    "epilepsy",       "asthma",       "scabies",
    "trachoma",       "leprosy",      "schistosomiasis",
    "onchocerciasis", "influenza",    "tetanus",
    "polio",          "yellow fever", "plague",
    "anthrax",        "snake bites",  "burns",
    "road injuries",  "stillbirths",  "low birth weight",
    "preeclampsia",
};
static const char *const en_measure[] = {
    "tested",
    "treated",
    "vaccinated",
    "counselled",
    "admitted",
    "discharged",
    "who died",
    "followed up",
    "lost to follow-up",
    "screened",
    "registered",
    "given vitamin A",
    "given bed nets",
    "given a second dose",
    "transferred",
    "with complete records",
    "who were visited at home",
    "on first line drugs",
};

/* What says the same in other words. */
static const struct {
    const char *text, *other;
} others[] = {
    {"人数", "人员数量"},
    {"户数", "家庭户数"},
    {"联系电话", "手机号码"},
    {"登记日期", "登记时间"},
    {"金额", "资金金额"},
    {"类别", "类型"},
    {"是否完成", "是否已完成"},
    {"入户走访", "走访入户"},
    {"健康体检", "体检"},
    {"vaccinated", "vacinated"},
    {"treated", "who were treated"},
    {"Number of", "Total number of"},
    {"children", "the children"},
    {"counselled", "counseled"},
    {"registered", "that are registered"},
};

/* ---- labels -------------------------------------------------------------- */

static uint64_t state;

/* splitmix64; the same fields each time. */
static uint64_t
next_number(void)
{
    uint64_t z = state += UINT64_C(0x9e3779b97f4a7c15);
    z = (z ^ z >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
    z = (z ^ z >> 27) * UINT64_C(0x94d049bb133111eb);
    return z ^ z >> 31;
}

#define PICK(words) words[next_number() % COUNT(words)]

static void
make_label(char out[LABEL_SIZE])
{
    if (next_number() % 3 != 0) {
        snprintf(out, LABEL_SIZE, "%s%s%s%s", PICK(zh_when), PICK(zh_who),
                 PICK(zh_what), PICK(zh_measure));
    } else {
        snprintf(out, LABEL_SIZE, "%s %s %s for %s", PICK(en_when),
                 PICK(en_who), PICK(en_measure), PICK(en_what));
    }
}

/* The same in other words: a phrase replaced, or something in front. */
static void
vary(const char label[LABEL_SIZE], char out[2 * LABEL_SIZE])
{
    for (size_t i = 0; i < COUNT(others); i++) {
        const char *at = strstr(label, others[i].text);
        if (at) {
            snprintf(out, 2 * LABEL_SIZE, "%.*s%s%s", (int) (at - label), label,
                     others[i].other, at + strlen(others[i].text));
            return;
        }
    }
    snprintf(out, 2 * LABEL_SIZE, "%s%.*s",
             label[0] & 0x80 ? "本村" : "GEN: ", LABEL_SIZE, label);
}

static void
add_field(struct dg_near_index *near_index, const char *label)
{
    static const char *const sections[] = {"", "基本情况", "一、民生保障",
                                           "二、公共服务"};
    uint32_t number = dg_near_index_count(near_index);
    struct dg_near_field field = {
        .number = number,
        .form = number / 20 + 1,
        .label = dg_text_from(label),
        .section = dg_text_from(PICK(sections)),
        .type = DG_VALUE_INTEGER,
        .period = DG_PERIOD_MONTH,
    };
    bench_need(dg_near_index_add(near_index, &field), "a field is taken");
}

/* ---- measuring ----------------------------------------------------------- */

struct searches {
    double us[SEARCHES];
    size_t found;
};

/* Of the thread, so that others on the machine do not count. */
static double
now_us(void)
{
    struct timespec t;
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
    return (double) t.tv_sec * 1e6 + (double) t.tv_nsec / 1e3;
}

/* Fields like some of those that are there come, and are searched for. */
static void
search(struct dg_near_index *near_index, char (*samples)[LABEL_SIZE],
       const uint32_t *numbers, struct searches *searches)
{
    struct dg_near_match found[DG_NEAR_MATCHES];
    searches->found = 0;
    for (size_t i = 0; i < SEARCHES; i++) {
        uint32_t number = dg_near_index_count(near_index);
        char label[2 * LABEL_SIZE];
        double start;
        size_t count;
        vary(samples[i], label);
        add_field(near_index, label);
        start = now_us();
        count = dg_near_index_find(near_index, number, found);
        searches->us[i] = now_us() - start;
        for (size_t j = 0; j < count; j++) {
            searches->found += found[j].label == numbers[i];
        }
    }
}

static double
run(struct dg_near_index *near_index, uint32_t count)
{
    static char samples[SEARCHES][LABEL_SIZE];
    static uint32_t labels[SEARCHES];
    static struct searches searches;
    uint32_t left = count - dg_near_index_count(near_index),
             step = left / SEARCHES;
    double start = now_us(), took, p50, p99;
    for (uint32_t i = 0; i < left; i++) {
        char label[LABEL_SIZE];
        make_label(label);
        add_field(near_index, label);
        if (i % step == 0 && i / step < SEARCHES) {
            memcpy(samples[i / step], label, LABEL_SIZE);
            bench_need(dg_words_hash(dg_text_from(label), &labels[i / step]),
                       "memory");
        }
    }
    took = now_us() - start;
    search(near_index, samples, labels, &searches);
    p50 = bench_quantile(searches.us, SEARCHES, 0.5);
    p99 = bench_quantile(searches.us, SEARCHES, 0.99);
    printf("near match among %7u fields: p50 %4.0f us, p99 %4.0f us; finds "
           "%.1f %% of what says the same in other words; %.1f us to take one "
           "in, %.0f bytes each\n",
           count, p50, p99, 100.0 * (double) searches.found / SEARCHES,
           took / left,
           (double) dg_near_index_size(near_index) /
               dg_near_index_count(near_index));
    return p99;
}

int
main(void)
{
    struct dg_near_index *near_index = dg_near_index_create();
    double small, large;
    bench_need(near_index != NULL, "memory");
    small = run(near_index, 100000);
    large = run(near_index, 1000000);
    printf("near match: ten times the fields, %.2f times the p99\n",
           large / small);
    dg_near_index_destroy(near_index);
    return 0;
}
