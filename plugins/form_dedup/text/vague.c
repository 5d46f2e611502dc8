/* SPDX-License-Identifier: Apache-2.0 */
/* Decides which labels mean nothing without what stands around them. Two fields
 * of such a label are alike only by their definition. */
#include <stdlib.h>
#include <string.h>
#include <utf8proc.h>

#include "plugins/form_dedup/text/label.h"

/* Normal forms, sorted by bytes. */
static const char *const words[] = {
    /* clang-format off */
    "ageunits", "amount", "answer", "category", "code", "comment", "comments",
    "count", "date", "dates", "datetime", "describe", "description", "detail",
    "details", "dose", "duration", "enddate", "endtime", "explain", "female",
    "findings", "frequency", "grandtotal", "id", "ifany", "index", "item",
    "label", "male", "month", "na", "name", "no", "none", "normal", "note",
    "notes", "number", "outcome", "percent", "percentage", "pleaselist",
    "quantity", "rate", "reason", "reasons", "remark", "remarks", "result",
    "results", "route", "select", "signature", "size", "startdate", "starttime",
    "status", "stillongoing", "subtotal", "sum", "test", "testdate", "text",
    "time", "title", "total", "type", "unit", "units", "unknown", "value",
    "which", "year", "yes", "yesno", "上年", "上年同期", "上报日期", "上报时间",
    "上月", "上期", "个数", "主键", "事项", "享受人数", "享受户数", "人数",
    "人次", "代码", "价格", "位置", "余额", "依据", "债务", "全年", "共计",
    "内容", "减少", "减少人数", "减少户数", "分值", "分数", "分类", "创建人",
    "创建日期", "创建时间", "制表人", "办理情况", "办理日期", "办理时间",
    "办理结果", "单价", "单位", "单位名称", "占比", "原因", "县", "参与人数",
    "参加人数", "发放人数", "发放户数", "发放日期", "发放时间", "发放标准",
    "发放金额", "受益人数", "受益户数", "合格率", "合计", "同比", "名称",
    "品种", "图片", "地址", "地点", "基本情况", "填报人", "填报单位",
    "填报日期", "填报时间", "填表人", "填表日期", "增减", "增加", "增长",
    "处理情况", "处理时间", "处理结果", "备注", "女", "女性", "存在问题",
    "完成情况", "完成数", "完成日期", "完成时间", "完成率", "实际", "审批意见",
    "审批日期", "审批时间", "审核人", "审核人意见", "审核意见", "小计",
    "工作情况", "年初", "年度", "年末", "序号", "开始日期", "开始时间",
    "开展情况", "性质", "总数", "总计", "总金额", "情况", "情况说明", "意见",
    "户数", "批准日期", "批准时间", "投入", "指标", "描述", "收入", "数量",
    "整改情况", "整改数", "整改时间", "整改时限", "整改率", "新增", "新增人数",
    "新增户数", "新增数", "日期", "时间", "是否", "是否完成", "更新时间",
    "有无", "期初", "期末", "本年", "本年累计", "本月", "本期", "本期数", "村",
    "标准", "检查人", "检查人数", "检查情况", "检查日期", "检查时间",
    "检查次数", "检查结果", "次数", "比例", "比率", "活动内容", "活动地点",
    "活动时间", "活动次数", "照片", "状态", "环比", "现有", "申请人",
    "申请日期", "申请时间", "男", "男性", "登记人", "登记日期", "登记时间",
    "百分比", "目标", "种类", "签名", "简介", "类别", "类型", "累计", "累计数",
    "经办人", "结束日期", "结束时间", "结果", "编号", "编码", "联系人",
    "联系方式", "联系电话", "落实情况", "补助人数", "补助户数", "补助标准",
    "补助金额", "补贴人数", "补贴户数", "补贴标准", "补贴金额", "覆盖率",
    "规模", "角色", "计", "计划", "记录人", "记录日期", "评分", "详情", "说明",
    "负责人", "责任人", "资金总额", "起止时间", "达标率", "进度", "退出人数",
    "选项", "重量", "金额", "镇", "长度", "附件", "面积", "项目", "项目名称",
    "额度", "高度",
    /* clang-format on */
};

/* What begins so leans on the field before it. */
static const char *const beginnings[] = {
    "ifno",    "ifother", "ifyes",         "ofthese", "ofthis",
    "ofwhich", "other",   "pleasespecify", "specify", "thereof",
    "其中",    "其他",    "其它",
};

/* So do these ends. */
static const char *const ends[] = {"其他", "其它", "specify", "pleasespecify"};

#define COUNT(array) (sizeof(array) / sizeof *(array))

static int
compare(const void *key, const void *item)
{
    const struct dg_plugin_str *text = key;
    const char *word = *(const char *const *) item;
    size_t len = strlen(word);
    int order = memcmp(text->data, word, text->len < len ? text->len : len);
    return order ? order : (text->len > len) - (text->len < len);
}

static bool
has_letter(struct dg_plugin_str text)
{
    for (size_t i = 0; i < text.len;) {
        utf8proc_int32_t c;
        utf8proc_ssize_t n =
            utf8proc_iterate((const utf8proc_uint8_t *) text.data + i,
                             (utf8proc_ssize_t) (text.len - i), &c);
        if (n <= 0) {
            return false;
        }
        if (utf8proc_category(c) <= UTF8PROC_CATEGORY_LO) {
            return true;
        }
        i += (size_t) n;
    }
    return false;
}

bool
dg_label_is_vague(struct dg_plugin_str normal)
{
    if (!has_letter(normal) ||
        bsearch(&normal, words, COUNT(words), sizeof *words, compare)) {
        return true;
    }
    for (size_t i = 0; i < COUNT(beginnings); i++) {
        size_t len = strlen(beginnings[i]);
        if (normal.len >= len && memcmp(normal.data, beginnings[i], len) == 0) {
            return true;
        }
    }
    for (size_t i = 0; i < COUNT(ends); i++) {
        size_t len = strlen(ends[i]);
        if (normal.len >= len &&
            memcmp(normal.data + normal.len - len, ends[i], len) == 0) {
            return true;
        }
    }
    return false;
}
