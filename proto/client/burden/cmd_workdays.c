/* SPDX-License-Identifier: Apache-2.0 */
/* workdays: how many working days, and which day is so many ahead. */
#include "proto/base/date.h"
#include "proto/base/i18n.h"
#include "proto/base/workday.h"
#include "proto/client/ask/options.h"
#include "proto/client/burden/cmd.h"

#define COUNT_MAX 1000

static int
fail_unknown(const struct dg_cli *cli, int32_t day)
{
    char text[DG_DATE_SIZE];
    dg_date_format(day, text);
    return dg_cli_fail(cli, DG_EXIT_DATA,
                       _("%s: the holidays of that year are not known (known "
                         "are %d to %d)"),
                       text, DG_WORKDAY_FIRST_YEAR, DG_WORKDAY_LAST_YEAR);
}

/* "2025-10-11 (Saturday, a make-up workday)" */
static void
put_day(struct dg_buf *out, int32_t day)
{
    static const char *const weekdays[] = {
        N_("Monday"), N_("Tuesday"),  N_("Wednesday"), N_("Thursday"),
        N_("Friday"), N_("Saturday"), N_("Sunday")};
    char text[DG_DATE_SIZE];
    dg_date_format(day, text);
    const char *weekday = _(weekdays[dg_workday_weekday(day)]);
    switch (dg_workday_at(day)) {
    case DG_WORKDAY_MADE_UP:
        dg_buf_printf(out, _("%s (%s, a make-up workday)"), text, weekday);
        break;
    case DG_WORKDAY_HOLIDAY:
        dg_buf_printf(out, _("%s (%s, a holiday)"), text, weekday);
        break;
    default:
        dg_buf_text(out, text);
        dg_buf_printf(out, _(" (%s)"), weekday);
    }
}

/* "+3" */
static bool
parse_count(const char *text, int32_t *count)
{
    struct dg_str digits = dg_str_from(text);
    uint64_t number;
    if (*text != '+' && *text != '-') {
        return false;
    }
    digits = (struct dg_str){text + 1, digits.len - 1};
    if (dg_str_to_u64(digits, &number) || number > COUNT_MAX) {
        return false;
    }
    *count = *text == '-' ? -(int32_t) number : (int32_t) number;
    return true;
}

static int
show_after(const struct dg_cli *cli, int32_t day, int32_t count)
{
    struct dg_buf out;
    int32_t found;
    if (dg_workday_at(day) == DG_WORKDAY_UNKNOWN) {
        return fail_unknown(cli, day);
    }
    if (dg_workday_after(day, count, &found)) {
        return fail_unknown(cli, found);
    }
    dg_buf_init(&out);
    put_day(&out, day);
    dg_buf_printf(&out,
                  P_(" %+d working day: ", " %+d working days: ",
                     (unsigned long) (count < 0 ? -count : count)),
                  (int) count);
    put_day(&out, found);
    dg_buf_u8(&out, '\n');
    dg_cli_flush(&out);
    dg_buf_finish(&out);
    return DG_EXIT_OK;
}

static int
show_between(const struct dg_cli *cli, int32_t first, int32_t last)
{
    char from[DG_DATE_SIZE], to[DG_DATE_SIZE];
    int32_t count;
    struct dg_buf out;
    if (dg_workday_count(first + 1, last, &count)) {
        return fail_unknown(
            cli, dg_workday_at(last) == DG_WORKDAY_UNKNOWN ? last : first);
    }
    dg_date_format(first, from);
    dg_date_format(last, to);
    dg_buf_init(&out);
    dg_buf_printf(&out,
                  P_("%d working day after %s, up to %s\n",
                     "%d working days after %s, up to %s\n",
                     (unsigned long) count),
                  (int) count, from, to);
    dg_cli_flush(&out);
    dg_buf_finish(&out);
    return DG_EXIT_OK;
}

static int
show_period(const struct dg_cli *cli, const char *text)
{
    enum dg_span span;
    int32_t first, count;
    struct dg_buf out;
    if (dg_period_parse(dg_str_from(text), &first, &span)) {
        return dg_options_complain(
            cli->where, _("\"%s\" is no day and no period such as 2026-11"),
            text);
    }
    int32_t last = dg_period_after(first, span, 1) - 1;
    if (dg_workday_count(first, last, &count)) {
        return fail_unknown(cli, first);
    }
    dg_buf_init(&out);
    dg_buf_printf(&out,
                  P_("%s: %d working day\n", "%s: %d working days\n",
                     (unsigned long) count),
                  text, (int) count);
    dg_cli_flush(&out);
    dg_buf_finish(&out);
    return DG_EXIT_OK;
}

static int
parse_day(const struct dg_cli *cli, const char *text, int32_t *day)
{
    return dg_date_parse(dg_str_from(text), day)
               ? dg_options_complain(cli->where, _("\"%s\" is no day"), text)
               : DG_EXIT_OK;
}

int
dg_cmd_workdays_count(struct dg_cli *cli, int argc, char **argv)
{
    const struct dg_option options[] = {{NULL, NULL, NULL}};
    int32_t day, other, count;
    int first;
    if (dg_options_parse(cli->where, options, argc, argv, &first) ||
        dg_options_operands(cli->where, argc - first, 1, 2, argv + first)) {
        return DG_EXIT_USAGE;
    }
    if (argc - first == 1) {
        return show_period(cli, argv[first]);
    }
    int status = parse_day(cli, argv[first], &day);
    if (status) {
        return status;
    }
    if (parse_count(argv[first + 1], &count)) {
        return show_after(cli, day, count);
    }
    status = parse_day(cli, argv[first + 1], &other);
    if (!status && other < day) {
        status = dg_options_complain(cli->where,
                                     _("the second day is before the first"));
    }
    return status ? status : show_between(cli, day, other);
}
