/* SPDX-License-Identifier: Apache-2.0 */
/* Decides a tariff.publish: it has all rows once, none that is no row, none
 * below zero; it is new, does not reach back, and leaves the baseline alone. */
#include "plugins/burden/tariff/inside.h"

#include <stdio.h>
#include <stdlib.h>

struct vet {
    const struct dg_tariffs *tariffs;
    const struct dg_plugin_host *host;
    const struct dg_plugin_event *event;
    struct dg_plugin_findings *findings;
};

static void
refuse(const struct vet *v, const char *code, struct dg_plugin_str pointer,
       struct dg_plugin_str text)
{
    const struct dg_plugin_finding finding = {
        .struct_size = sizeof finding,
        .rule = "tariff",
        .verdict = DG_PLUGIN_REFUSE,
        .code = code,
        .text = text,
        .pointer = pointer,
    };
    v->host->add(v->findings, &finding);
}

/* ---- rows ---------------------------------------------------------------- */

static struct dg_plugin_str
row_name(const struct vet *v, const struct dg_plugin_value *row)
{
    return v->host->text(v->host->member(row, "row"));
}

static bool
is_there(const struct vet *v, const struct dg_plugin_value *rows,
         struct dg_plugin_str name)
{
    for (const struct dg_plugin_value *row = v->host->first(rows); row;
         row = v->host->next(row)) {
        if (dg_text_equal(row_name(v, row), name)) {
            return true;
        }
    }
    return false;
}

/* All that are missing, in one finding. */
static void
vet_missing(const struct vet *v, const struct dg_plugin_value *rows)
{
    char text[512] = "";
    size_t len = 0;
    for (uint16_t i = 0; i < dg_rows_required; i++) {
        struct dg_plugin_str name = dg_tariff_row_name(v->tariffs, i);
        if (!is_there(v, rows, name) && sizeof text - len > name.len + 3) {
            len += (size_t) snprintf(text + len, sizeof text - len, "%s%.*s",
                                     len ? ", " : "", DG_TEXT_ARG(name));
        }
    }
    if (len > 0) {
        refuse(v, "tariff-row-missing", dg_text_from("/data/rows"),
               v->host->format(v->findings, "has no rows for: %s", text));
    }
}

/* Where row comes first. */
static size_t
first_of(const struct vet *v, const struct dg_plugin_value *rows,
         struct dg_plugin_str name)
{
    const struct dg_plugin_value *row = v->host->first(rows);
    size_t index = 0;
    for (; row && !dg_text_equal(row_name(v, row), name);
         row = v->host->next(row)) {
        index++;
    }
    return index;
}

static void
vet_name(const struct vet *v, const struct dg_plugin_value *rows,
         const struct dg_plugin_value *row, size_t index)
{
    struct dg_plugin_str name = row_name(v, row);
    size_t first = first_of(v, rows, name);
    struct dg_plugin_str pointer =
        v->host->format(v->findings, "/data/rows/%zu/row", index);
    if (!dg_rows_publishable(name)) {
        refuse(v, "tariff-row-unknown", pointer,
               v->host->format(v->findings, "\"%.*s\" is no row of a tariff",
                               DG_TEXT_ARG(name)));
    } else if (first < index) {
        refuse(v, "tariff-row-twice", pointer,
               v->host->format(v->findings,
                               "row \"%.*s\" is already at /data/rows/%zu",
                               DG_TEXT_ARG(name), first));
    }
}

/* A row's minutes, or the share of them that is usual. */
static void
vet_number(const struct vet *v, const struct dg_plugin_value *row, size_t index,
           bool share)
{
    const char *name = share ? "usual" : "minutes";
    const struct dg_plugin_value *member = v->host->member(row, name);
    struct dg_plugin_str text = v->host->text(member), of = row_name(v, row);
    struct dg_plugin_str pointer =
        v->host->format(v->findings, "/data/rows/%zu/%s", index, name);
    uint64_t value;
    enum dg_tariff_reading reading =
        member
            ? dg_tariff_read_decimal(
                  text, share ? 4 : 2,
                  share ? DG_TARIFF_USUAL_MAX : DG_TARIFF_MINUTES_MAX, &value)
            : DG_TARIFF_READ;
    if (reading == DG_TARIFF_TOO_LARGE) {
        refuse(v, "tariff-row-too-large", pointer,
               v->host->format(v->findings,
                               "row \"%.*s\": %.*s is more than %s",
                               DG_TEXT_ARG(of), DG_TEXT_ARG(text),
                               share ? "1" : "99999.99"));
    } else if (reading != DG_TARIFF_READ) {
        refuse(v, "tariff-row-negative", pointer,
               v->host->format(v->findings,
                               "row \"%.*s\": %.*s is no number from 0 on",
                               DG_TEXT_ARG(of), DG_TEXT_ARG(text)));
    }
}

static void
vet_rows(const struct vet *v)
{
    const struct dg_plugin_value *rows =
        v->host->member(v->event->data, "rows");
    size_t index = 0;
    vet_missing(v, rows);
    for (const struct dg_plugin_value *row = v->host->first(rows); row;
         row = v->host->next(row), index++) {
        vet_name(v, rows, row, index);
        vet_number(v, row, index, false);
        vet_number(v, row, index, true);
    }
}

/* ---- the version --------------------------------------------------------- */

static void
vet_version(const struct vet *v)
{
    struct dg_plugin_str name =
        v->host->text(v->host->member(v->event->data, "version"));
    uint16_t taken = dg_tariff_find(v->tariffs, name);
    if (taken == 0) {
        refuse(v, "tariff-version-taken", dg_text_from("/data/version"),
               v->host->format(v->findings,
                               "\"%.*s\" is the tariff that was there first",
                               DG_TEXT_ARG(name)));
    } else if (taken != UINT16_MAX) {
        refuse(v, "tariff-version-taken", dg_text_from("/data/version"),
               v->host->format(
                   v->findings,
                   "there has been a tariff \"%.*s\" since receipt %llu",
                   DG_TEXT_ARG(name),
                   (unsigned long long) v->tariffs->versions[taken].sequence));
    }
}

static void
vet_from(const struct vet *v)
{
    struct dg_plugin_str from =
        v->host->text(v->host->member(v->event->data, "from"));
    int32_t today = v->host->date_of(v->event->time_us), day;
    char date[11];
    if (v->host->date_parse(from, &day) && day >= today) {
        return;
    }
    v->host->date_format(today, date);
    refuse(v, "tariff-from-past", dg_text_from("/data/from"),
           v->host->format(v->findings,
                           "holds from %.*s, but today is %s: what was asked "
                           "keeps its minutes",
                           DG_TEXT_ARG(from), date));
}

static void
vet_baseline(const struct vet *v)
{
    const struct dg_plugin_value *baseline =
        v->host->member(v->event->data, "baseline");
    struct dg_plugin_str from =
        v->host->text(v->host->member(baseline, "from"));
    struct dg_plugin_str to = v->host->text(v->host->member(baseline, "to"));
    int32_t first, last, fixed_first, fixed_last;
    if (!baseline) {
        return;
    }
    if (!dg_tariff_read_month(from, &first) ||
        !dg_tariff_read_month(to, &last) || last < first) {
        refuse(v, "tariff-baseline-frozen", dg_text_from("/data/baseline"),
               v->host->format(v->findings,
                               "%.*s to %.*s are no months of a baseline",
                               DG_TEXT_ARG(from), DG_TEXT_ARG(to)));
    } else if (dg_tariff_baseline(v->tariffs, &fixed_first, &fixed_last) &&
               (first != fixed_first || last != fixed_last)) {
        refuse(v, "tariff-baseline-frozen", dg_text_from("/data/baseline"),
               v->host->format(
                   v->findings,
                   "the baseline is %04d-%02d to %04d-%02d, and stays so",
                   1970 + (int) fixed_first / 12, (int) fixed_first % 12 + 1,
                   1970 + (int) fixed_last / 12, (int) fixed_last % 12 + 1));
    }
}

void
dg_tariffs_decide(const struct dg_tariffs *tariffs,
                  const struct dg_plugin_event *event,
                  struct dg_plugin_findings *findings)
{
    const struct vet v = {tariffs, tariffs->host, event, findings};
    vet_version(&v);
    vet_from(&v);
    vet_rows(&v);
    vet_baseline(&v);
}
