/* SPDX-License-Identifier: Apache-2.0 */
/* Decides what is right, slowly: see model.h. */
#include "tests/plugins/form_dedup/report/model.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

const struct model_figure_is model_figures[MODEL_FIGURES] = {
    [MODEL_POP] = {"pop.total", "常住人口数", "月末在本地居住的人口", "integer",
                   "stock", "人", NULL, 0, false},
    [MODEL_MEN] = {"pop.men", "男性人口数", "月末在本地居住的男性", "integer",
                   "stock", "人", NULL, 0, true},
    [MODEL_WOMEN] = {"pop.women", "女性人口数", "月末在本地居住的女性",
                     "integer", "stock", "人", NULL, 0, true},
    [MODEL_SPENT] = {"aid.spent", "临时救助支出", "当月实际发放金额", "decimal",
                     "flow", "元", "万元", 1000000, true},
    [MODEL_PAID] = {"aid.paid", "低保金累计发放", "年初至月末累计发放",
                    "decimal", "running", "元", "万元", 1000000, true},
    [MODEL_AREA] = {"land.arable", "耕地面积", "月末实有耕地", "decimal",
                    "stock", "亩", "公顷", 1500, true},
    [MODEL_CHECKED] = {"fire.checked", "消防检查日期", "最近一次检查的日期",
                       "date", NULL, NULL, NULL, 0, false},
    [MODEL_NOTE] = {"fire.note", "存在问题说明", "检查发现的主要问题", "text",
                    NULL, NULL, NULL, 0, false},
    [MODEL_VISITS] = {NULL, "入户走访户次数", "当月网格员入户走访的户次",
                      "integer", "flow", NULL, NULL, 0, false},
    [MODEL_ILL_ONE] = {NULL, "严重精神障碍患者人数", "在册管理的六类重性精神病",
                       "integer", "stock", NULL, NULL, 0, false},
    [MODEL_ILL_TWO] = {NULL, "严重精神障碍患者人数",
                       "有肇事肇祸风险的患者三级以上", "integer", "stock", NULL,
                       NULL, 0, false},
};

const char *const model_periods[MODEL_PERIODS] = {
    "2026-01", "2026-02", "2026-03", "2026-04",
    "2026-05", "2026-06", "2026-Q1", "2026-Q2"};
const char *const model_offices[MODEL_OFFICES] = {
    "522731001001", "522731001002", "522731001003",
    "522731102201", "522731102202", "522731102203"};
const char *const model_departments[4] = {"mzj", "wjj", "czj", "yjglj"};

unsigned
model_pick(struct model *model, unsigned count)
{
    model->seed ^= model->seed << 13;
    model->seed ^= model->seed >> 7;
    model->seed ^= model->seed << 17;
    return (unsigned) (model->seed >> 20) % count;
}

/* ---- what is true ------------------------------------------------------- */

static bool
is_number(enum model_figure figure)
{
    return figure != MODEL_CHECKED && figure != MODEL_NOTE;
}

static bool
is_whole(enum model_figure figure)
{
    return strcmp(model_figures[figure].type, "integer") == 0;
}

/* Months of a quarter add up, or the last one holds. */
static void
sum_up(struct model *model, enum model_figure figure, int office)
{
    for (int quarter = 0; quarter < 2; quarter++) {
        const char *kind = model_figures[figure].kind;
        long long sum = 0;
        for (int i = 0; i < 3; i++) {
            long long month = model->truth[figure][3 * quarter + i][office];
            sum = kind && strcmp(kind, "flow") == 0 ? sum + month : month;
        }
        model->truth[figure][MODEL_MONTHS + quarter][office] = sum;
    }
}

static long long
draw(struct model *model, enum model_figure figure)
{
    if (!is_number(figure)) {
        return model_pick(model, 28);
    }
    if (is_whole(figure)) {
        return 100ll * model_pick(model, 3000);
    }
    return model_pick(model, 3) ? (long long) model_pick(model, 90000000)
                                : 1000000ll * model_pick(model, 90);
}

void
model_change(struct model *model, enum model_figure figure, int period,
             int office)
{
    if (period < MODEL_MONTHS) {
        model->truth[figure][period][office] = draw(model, figure);
        sum_up(model, figure, office);
    } else {
        model->truth[figure][period][office] += is_whole(figure) ? 100 : 1;
    }
}

static void
put_decimal(long long number, int places, char out[64])
{
    char digits[64];
    size_t len;
    snprintf(digits, sizeof digits, "%0*lld", places + 1, number);
    len = strlen(digits) - (size_t) places;
    snprintf(out, 64, "%.*s%s%s", (int) len, digits, places ? "." : "",
             digits + len);
}

static void
trim(char out[64])
{
    size_t len = strlen(out);
    if (strchr(out, '.')) {
        while (out[len - 1] == '0') {
            out[--len] = '\0';
        }
        if (out[len - 1] == '.') {
            out[len - 1] = '\0';
        }
    }
}

void
model_write(enum model_figure figure, long long number, bool other,
            char out[64])
{
    if (figure == MODEL_CHECKED) {
        snprintf(out, 64, "2026-02-%02lld", number + 1);
    } else if (figure == MODEL_NOTE) {
        snprintf(out, 64, "问题%lld处", number);
    } else {
        put_decimal(number, other ? 6 : 2, out);
        trim(out);
    }
}

/* ---- what is asked ------------------------------------------------------ */

/* One field of a figure; of the other unit if it has one. */
static struct model_field
draw_field(struct model *model, enum model_figure figure)
{
    const struct model_figure_is *is = &model_figures[figure];
    struct model_field field = {
        .figure = figure,
        .other = is->other && model_pick(model, 2),
        .decimals = -1,
        .by_label = !is->code || model_pick(model, 4) == 0,
        .format = figure == MODEL_CHECKED ? (int) model_pick(model, 3) : 0,
    };
    if (field.other) { /* may be longer than nine places, else */
        field.decimals = (int) model_pick(model, 5);
    }
    return field;
}

static void
draw_form(struct model *model, struct model_form *form)
{
    form->department = (int) model_pick(model, 4);
    form->quarterly = model_pick(model, 3) == 0;
    for (int figure = 0; figure < MODEL_FIGURES && form->count < MODEL_FIELDS;
         figure++) {
        bool fits = !form->quarterly || model_figures[figure].quarterly;
        /* one of the two, that no form has one label twice */
        bool twin = figure == MODEL_ILL_TWO && form->count > 0 &&
                    form->fields[form->count - 1].figure == MODEL_ILL_ONE;
        if (fits && !twin && model_pick(model, 2)) {
            form->fields[form->count++] = draw_field(model, figure);
        }
    }
    if (form->count == 0) {
        form->fields[form->count++] = draw_field(model, MODEL_MEN);
    }
}

void
model_make(struct model *model, unsigned long long seed)
{
    memset(model, 0, sizeof *model);
    model->seed = seed * 0x9e3779b97f4a7c15ull + 1;
    for (int figure = 0; figure < MODEL_FIGURES; figure++) {
        for (int office = 0; office < MODEL_OFFICES; office++) {
            for (int month = 0; month < MODEL_MONTHS; month++) {
                model->truth[figure][month][office] = draw(model, figure);
            }
            sum_up(model, figure, office);
        }
    }
    model->form_count = MODEL_FORMS;
    for (size_t i = 0; i < model->form_count; i++) {
        draw_form(model, &model->forms[i]);
    }
}

static struct model_cell *
each_cell(struct model *model, size_t index)
{
    return index < sizeof model->cells / sizeof(struct model_cell)
               ? &model->cells[0][0][0] + index
               : NULL;
}

void
model_free(struct model *model)
{
    for (size_t i = 0; each_cell(model, i); i++) {
        free(each_cell(model, i)->said);
    }
}

/* ---- what was said ------------------------------------------------------ */

void
model_say(struct model *model, enum model_figure figure, int period, int office,
          struct model_said said)
{
    struct model_cell *cell = &model->cells[figure][period][office];
    cell->said = realloc(cell->said, (cell->count + 1) * sizeof said);
    cell->said[cell->count++] = said;
}

void
model_erase(struct model *model, unsigned long long sequence)
{
    struct model_cell *cell;
    for (size_t i = 0; (cell = each_cell(model, i)) != NULL; i++) {
        size_t kept = 0;
        for (size_t k = 0; k < cell->count; k++) {
            if (cell->said[k].sequence != sequence) {
                cell->said[kept++] = cell->said[k];
            }
        }
        cell->count = kept;
    }
}

const struct model_said *
model_counts(const struct model *model, enum model_figure figure, int period,
             int office, bool passed)
{
    const struct model_cell *cell = &model->cells[figure][period][office];
    const struct model_said *now = NULL, *good = NULL;
    for (size_t i = 0; i < cell->count; i++) {
        const struct model_said *said = &cell->said[i];
        if (said->word == MODEL_PASSED) {
            good = now && now->sequence <= said->upto ? now : good;
        } else if (said->word == MODEL_RETURNED) {
            now = good = NULL;
        } else {
            good = said->correct && good ? said : good;
            now = said;
        }
    }
    return passed ? good : now;
}

/* ---- what who asks alone gets ------------------------------------------- */

static struct model_value
as_said(const struct model_said *said)
{
    return (struct model_value){.there = said != NULL,
                                .said = said != NULL,
                                .none = said && said->word == MODEL_NONE,
                                .number = said ? said->number : 0};
}

static struct model_value
from_months(const struct model *model, enum model_figure figure, int quarter,
            int office, bool passed)
{
    const char *kind = model_figures[figure].kind;
    bool flow = kind && strcmp(kind, "flow") == 0;
    struct model_value sum = {.there = kind != NULL, .derived = true};
    for (int i = flow ? 0 : 2; i < 3; i++) {
        struct model_value month =
            model_ask(model, figure, 3 * quarter + i, office, passed);
        sum.there = sum.there && month.there;
        sum.older = sum.older || month.older;
        sum.number += month.number;
    }
    return sum;
}

struct model_value
model_ask(const struct model *model, enum model_figure figure, int period,
          int office, bool passed)
{
    const struct model_said *said =
        model_counts(model, figure, period, office, passed);
    struct model_value men, women, older;
    if (said) {
        return as_said(said);
    }
    if (period >= MODEL_MONTHS) {
        return from_months(model, figure, period - MODEL_MONTHS, office,
                           passed);
    }
    if (figure == MODEL_POP) {
        men = model_ask(model, MODEL_MEN, period, office, passed);
        women = model_ask(model, MODEL_WOMEN, period, office, passed);
        return (struct model_value){.there = men.there && women.there,
                                    .derived = true,
                                    .number = men.number + women.number};
    }
    for (int before = 1; figure == MODEL_AREA && before <= 2; before++) {
        if (period >= before &&
            (said = model_counts(model, figure, period - before, office,
                                 passed))) {
            older = as_said(said);
            older.said = false;
            older.older = true;
            return older;
        }
    }
    return (struct model_value){0};
}

/* number ÷ divisor to so many places, half to even, as an integer of these. */
static long long
divide(long long number, long long divisor, int places)
{
    long long whole, rest;
    for (int i = 0; i < places; i++) {
        number *= 10; /* of 12 digits, by 10,000 at most */
    }
    whole = number / divisor;
    rest = 2 * (number % divisor);
    return whole + (rest > divisor || (rest == divisor && whole % 2 != 0));
}

void
model_give(const struct model_field *field, long long number, char out[64])
{
    if (field->figure == MODEL_CHECKED) {
        char day[24];
        snprintf(day, sizeof day, "%02lld", number + 1);
        snprintf(out, 64,
                 field->format == 0   ? "2026-02-%s"
                 : field->format == 1 ? "202602%s"
                                      : "2026年02月%s日",
                 day);
    } else if (field->decimals < 0) {
        model_write(field->figure, number, false, out);
    } else {
        put_decimal(
            divide(number,
                   field->other ? model_figures[field->figure].per : 100,
                   field->decimals),
            field->decimals, out);
    }
}

/* ---- how a figure stands ------------------------------------------------ */

static bool
is_asked(const struct model *model, enum model_figure figure, int period,
         int office)
{
    for (size_t i = 0; i < model->task_count; i++) {
        const struct model_task *task = &model->tasks[i];
        for (size_t k = 0; task->open && task->period == period &&
                           task->asks[office] && k < task->form->count;
             k++) {
            if (task->form->fields[k].figure == figure) {
                return true;
            }
        }
    }
    return false;
}

/* The form that is asked just now has it. */
static bool
is_along(const struct model *model, enum model_figure figure)
{
    for (size_t k = 0; model->along && k < model->along->count; k++) {
        if (model->along->fields[k].figure == figure) {
            return true;
        }
    }
    return false;
}

static bool
is_filled(const struct model *model, enum model_figure figure, int period,
          int office)
{
    return is_along(model, figure) || is_asked(model, figure, period, office) ||
           model_counts(model, figure, period, office, false);
}

/* Asked or answered itself, or following from what is. */
static bool
is_covered(const struct model *model, enum model_figure figure, int period,
           int office)
{
    if (period >= MODEL_MONTHS) {
        int first = 3 * (period - MODEL_MONTHS);
        const char *kind = model_figures[figure].kind;
        bool flow = kind && strcmp(kind, "flow") == 0;
        for (int i = !kind ? 3 : flow ? 0 : 2; i < 3; i++) {
            if (!is_asked(model, figure, first + i, office) &&
                !model_ask(model, figure, first + i, office, false).there &&
                !is_covered(model, figure, first + i, office)) {
                return false;
            }
        }
        return kind != NULL;
    }
    return figure == MODEL_POP && is_filled(model, MODEL_MEN, period, office) &&
           is_filled(model, MODEL_WOMEN, period, office);
}

enum model_class
model_class_of(const struct model *model, enum model_figure figure, int period,
               int office)
{
    struct model_value value = model_ask(model, figure, period, office, false);
    bool known = value.said || (value.older && !value.derived);
    return known                                       ? MODEL_KNOWN
           : is_asked(model, figure, period, office)   ? MODEL_SHARED
           : is_covered(model, figure, period, office) ? MODEL_DERIVABLE
                                                       : MODEL_NEW;
}

bool
model_open(const struct model *model, enum model_figure figure, int period,
           int office)
{
    struct model_value value = model_ask(model, figure, period, office, false);
    return is_asked(model, figure, period, office) && !value.said &&
           (!value.older || value.derived) &&
           !is_covered(model, figure, period, office);
}
