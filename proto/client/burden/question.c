/* SPDX-License-Identifier: Apache-2.0 */
/* Decides how options become what is asked. What may be asked is the gateway's
 * to say. */
#include "proto/client/burden/question.h"

#include "proto/base/date.h"
#include "proto/base/i18n.h"

void
dg_question_options(struct dg_question *q, struct dg_option *options)
{
    const struct dg_option all[DG_QUESTION_OPTIONS] = {
        {"by", NULL, &q->by},
        {"from", NULL, &q->from},
        {"to", NULL, &q->to},
        {"department", NULL, &q->department},
        {"duty", NULL, &q->duty},
        {"level", NULL, &q->level},
        {"dimension", NULL, &q->dimension},
        {"cause", NULL, &q->cause},
        {"prefix", NULL, &q->prefix},
        {"tariff", NULL, &q->tariff},
        {"indicator", NULL, &q->indicator},
        {"period", NULL, &q->period},
        {"shadow", &q->shadow, NULL}};
    memcpy(options, all, sizeof all);
}

struct dg_str
dg_question_cut(const struct dg_question *q, size_t i)
{
    const char *rest = q->by ? q->by : "";
    size_t len = strcspn(rest, ",");
    while (i > 0 && rest[len]) {
        rest += len + 1;
        len = strcspn(rest, ",");
        i--;
    }
    return (struct dg_str){rest, i > 0 ? 0 : len};
}

/* A year, a quarter or a month. */
static bool
is_period(const char *text)
{
    int32_t first;
    enum dg_span span;
    return dg_period_parse(dg_str_from(text), &first, &span) == DG_OK &&
           span != DG_SPAN_DAY;
}

int
dg_question_check(const struct dg_cli *cli, const struct dg_question *q)
{
    const char *const periods[] = {q->from, q->to, q->period};
    for (size_t i = 0; i < sizeof periods / sizeof *periods; i++) {
        if (periods[i] && !is_period(periods[i])) {
            return dg_options_complain(
                cli->where,
                _("\"%s\" is no year, quarter or month such as 2026, "
                  "2026-Q1 or 2026-03"),
                periods[i]);
        }
    }
    return dg_question_cut(q, DG_QUESTION_CUTS).len > 0
               ? dg_options_complain(cli->where,
                                     _("\"%s\" are more than %d cuts"), q->by,
                                     DG_QUESTION_CUTS)
               : DG_EXIT_OK;
}

/* What goes in front of a code: that of a town has 12 digits. */
static const char *
role_of(const char *code)
{
    return strchr(code, '/') ? ""
           : strlen(code) == 12 && strspn(code, "0123456789") == 12
               ? "town/"
               : "department/";
}

static void
put_department(const struct dg_question *q, struct dg_json_writer *request)
{
    struct dg_buf source;
    dg_buf_init(&source);
    if (q->department) {
        dg_buf_text(&source, role_of(q->department));
        dg_buf_text(&source, q->department);
    }
    dg_json_put_str(request, "department",
                    (struct dg_str){source.data, source.len});
    dg_buf_finish(&source);
}

void
dg_question_put(const struct dg_question *q, struct dg_json_writer *request)
{
    const struct {
        const char *name, *value;
    } members[] = {{"view", q->view},     {"from", q->from},
                   {"to", q->to},         {"duty", q->duty},
                   {"level", q->level},   {"dimension", q->dimension},
                   {"cause", q->cause},   {"prefix", q->prefix},
                   {"tariff", q->tariff}, {"indicator", q->indicator},
                   {"period", q->period}};
    for (size_t i = 0; i < sizeof members / sizeof *members; i++) {
        dg_json_put_text(request, members[i].name,
                         members[i].value ? members[i].value : "");
    }
    put_department(q, request);
    if (q->by) {
        dg_json_name(request, "by");
        dg_json_open_array(request);
        for (size_t i = 0; dg_question_cut(q, i).len > 0; i++) {
            dg_json_str(request, dg_question_cut(q, i));
        }
        dg_json_close_array(request);
    }
    if (q->shadow) {
        dg_json_put_boolean(request, "shadow", true);
    }
}
