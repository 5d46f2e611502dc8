/* SPDX-License-Identifier: Apache-2.0 */
/* Words for one thing, as every form of every office uses them; nothing of any
 * one trade. They make labels likely to be the same, never certain, so that
 * wide ones (电话, 手机) are in place here. */
#include <string.h>

#include "plugins/form_dedup/near/words.h"

#define COUNT(array) (sizeof(array) / sizeof *(array))

/* ---- words of letters, in the singular --------------------------------- */

struct synonym {
    const char *first, *second; /* second: "" if it is one word */
    const char *same;
};

static const struct synonym words[] = {
    {"birth", "date", "birthdate"}, {"date", "birth", "birthdate"},

    {"cell", "phone", "phone"},     {"cellphone", "", "phone"},
    {"comment", "", "remark"},      {"commenced", "", "start"},
    {"commencement", "", "start"},  {"contact", "number", "phone"},
    {"contact", "phone", "phone"},  {"dob", "", "birthdate"},
    {"family", "name", "surname"},  {"fax", "number", "fax"},
    {"first", "name", "forename"},  {"gender", "", "sex"},
    {"given", "name", "forename"},  {"home", "address", "address"},
    {"identification", "", "id"},   {"identifier", "", "id"},
    {"identity", "", "id"},         {"kg", "", "kilogram"},
    {"kilogramme", "", "kilogram"}, {"last", "name", "surname"},
    {"location", "", "place"},      {"mobile", "", "phone"},
    {"mobile", "phone", "phone"},   {"note", "", "remark"},
    {"observation", "", "remark"},  {"occurence", "", "occurrence"},
    {"phone", "number", "phone"},   {"residential", "address", "address"},
    {"started", "", "start"},       {"starting", "", "start"},
    {"telephone", "", "phone"},     {"telephone", "number", "phone"},
    {"tel", "", "phone"},
};

static bool
is_text(struct dg_plugin_str text, const char *other)
{
    return strlen(other) == text.len &&
           (!text.len || memcmp(text.data, other, text.len) == 0);
}

const char *
dg_synonyms_word(struct dg_plugin_str first, struct dg_plugin_str second)
{
    for (size_t i = 0; i < COUNT(words); i++) {
        if (is_text(first, words[i].first) &&
            is_text(second, words[i].second)) {
            return words[i].same;
        }
    }
    return NULL;
}

/* ---- phrases of Han characters ----------------------------------------- */

struct phrase {
    const char *text, *same;
};

/* Longer ones before those they begin with. */
static const struct phrase phrases[] = {
    {"公民身份证号码", "身份证"},
    {"公民身份号码", "身份证"},
    {"公民身份证号", "身份证"},
    {"居民身份证号码", "身份证"},
    {"居民身份证号", "身份证"},
    {"身份证件号码", "身份证"},
    {"身份证号码", "身份证"},
    {"身份证编号", "身份证"},
    {"身份证号", "身份证"},
    {"身份号码", "身份证"},
    {"身份证", "身份证"},
    {"联系电话", "电话"},
    {"联系方式", "电话"},
    {"联系号码", "电话"},
    {"手机号码", "电话"},
    {"手机号", "电话"},
    {"移动电话", "电话"},
    {"固定电话", "电话"},
    {"固定号码", "电话"},
    {"电话号码", "电话"},
    {"手机", "电话"},
    {"电话", "电话"},
    {"详细地址", "地址"},
    {"家庭地址", "地址"},
    {"家庭住址", "地址"},
    {"联系地址", "地址"},
    {"通讯地址", "地址"},
    {"住址", "地址"},
    {"详址", "地址"},
    {"住所", "地址"},
    {"地址", "地址"},
    {"文化程度", "学历"},
    {"受教育程度", "学历"},
    {"学历", "学历"},
    {"类型", "类别"},
    {"种类", "类别"},
    {"类别", "类别"},
    {"年月日", "日期"},
    {"年月", "日期"},
    {"时间", "日期"},
    {"日期", "日期"},
    {"姓名", "名称"},
    {"名字", "名称"},
    {"名称", "名称"},
    {"编号", "编号"},
    {"号码", "编号"},
    {"编码", "编号"},
    {"代码", "编号"},
    {"组织", "机构"},
    {"机构", "机构"},
    {"单位", "机构"},
    {"描述", "情况"},
    {"简述", "情况"},
    {"简介", "情况"},
    {"概况", "情况"},
    {"状况", "情况"},
    {"情况", "情况"},
    {"附注", "备注"},
    {"说明", "备注"},
    {"备注", "备注"},
    {"标志", "标识"},
    {"标识", "标识"},
    {"修改", "更新"},
    {"更新", "更新"},
    {"有无", "是否"},
    {"是否有", "是否"},
    {"是否", "是否"},
    {"数量", "数"},
    {"总数", "数"},
    {"合计", "总计"},
    {"总计", "总计"},
    {"最低生活保障", "低保"},
    {"农民合作社", "合作社"},
    {"农民专业合作社", "合作社"},
    {"残疾证", "残疾人证"},
    {"及以上", "以上"},
};

bool
dg_synonyms_phrase(struct dg_plugin_str text, size_t *len, const char **same)
{
    for (size_t i = 0; i < COUNT(phrases); i++) {
        size_t size = strlen(phrases[i].text);
        if (size <= text.len && memcmp(phrases[i].text, text.data, size) == 0) {
            *len = size;
            *same = phrases[i].same;
            return true;
        }
    }
    return false;
}

/* ---- what says little --------------------------------------------------- */

static const char *const light[] = {
    "a",      "an",    "and",    "any",    "are",     "as",    "at",   "be",
    "been",   "by",    "can",    "count",  "did",     "do",    "does", "during",
    "for",    "from",  "had",    "has",    "have",    "he",    "her",  "his",
    "how",    "if",    "in",     "is",     "it",      "its",   "many", "much",
    "no",     "nr",    "num",    "number", "of",      "on",    "or",   "per",
    "please", "s",     "select", "she",    "specify", "state", "than", "that",
    "the",    "their", "they",   "this",   "to",      "total", "was",  "were",
    "what",   "when",  "where",  "which",  "who",     "with",  "yes",  "you",
    "的",     "数",    "之",     "为",     "与",      "和",    "及",   "其",
    "是否",   "情况",  "各",     "请",     "了",      "所",    "在",   "于",
};

static bool
is_among(struct dg_plugin_str word, const char *const *list, size_t count)
{
    size_t i = 0;
    while (i < count && !is_text(word, list[i])) {
        i++;
    }
    return i < count;
}

bool
dg_synonyms_light(struct dg_plugin_str word)
{
    return is_among(word, light, COUNT(light));
}

/* ---- what makes another thing of it ------------------------------------- */

static const char *const contrast[] = {
    "after",  "all",       "before", "boy",      "boys",    "decrease",
    "except", "excluding", "female", "girl",     "girls",   "increase",
    "male",   "negative",  "never",  "new",      "non",     "not",
    "old",    "other",     "out",    "positive", "without", "上",
    "下",     "不",        "减",     "后",       "增",      "女",
    "前",     "新",        "无",     "未",       "男",      "旧",
    "非",     "除",
};

bool
dg_synonyms_contrast(struct dg_plugin_str word)
{
    return is_among(word, contrast, COUNT(contrast));
}
