/* SPDX-License-Identifier: Apache-2.0 */
/* Decides how figures of finer periods become that of a field: flows are
 * summed, stocks and running totals take the last, and running totals may give
 * a difference. Anything else is refused, with the reason. */
#include "plugins/form_dedup/form/resolve.h"

/* Of the period that comes from a finer one, by enum dg_period_kind. */
static const char *const nouns[] = {"", N_("day"), N_("month"), N_("quarter"),
                                    N_("year")};
static const char *const adjectives[] = {"", N_("daily"), N_("monthly"),
                                         N_("quarterly"), N_("yearly")};

static void
say_mismatch(struct dg_resolving *r, const struct dg_element *element)
{
    if (dg_resolve_speaks(r)) {
        dg_check_refuse(
            r->check, "period-mismatch",
            dg_check_field(r->check, r->index, "period"),
            r->check->forms->host->format(
                r->check->findings,
                "\"period\" of element \"%.*s\" is \"%s\": nothing makes it "
                "\"%s\"",
                DG_TEXT_ARG(element->code),
                dg_period_kind_name(element->period),
                dg_period_kind_name(r->meaning.period)));
    }
}

static enum dg_rollup
usual_rollup(const struct dg_element *element)
{
    return element->kind == DG_KIND_FLOW   ? DG_ROLLUP_SUM
           : element->kind == DG_KIND_NONE ? element->time
                                           : DG_ROLLUP_LAST;
}

static bool
is_allowed(const struct dg_element *element, enum dg_rollup rollup)
{
    return rollup != DG_ROLLUP_NONE && (rollup == usual_rollup(element) ||
                                        (element->kind == DG_KIND_RUNNING &&
                                         rollup == DG_ROLLUP_DIFFERENCE));
}

/* Why a figure of this kind is not rolled up so; with two words for the finer
 * and the coarser period. */
static struct dg_plugin_str
explain(const struct dg_resolving *r, const struct dg_element *element,
        enum dg_rollup rollup)
{
    const struct dg_plugin_host *host = r->check->forms->host;
    const char *fine = host->translate(adjectives[element->period]);
    const char *coarse = host->translate(nouns[r->meaning.period]);
    if (element->kind == DG_KIND_STOCK && rollup == DG_ROLLUP_SUM) {
        return host->format(r->check->findings,
                            "%s stocks do not add up to a %s: a stock is as of "
                            "a day, and the last one counts",
                            fine, coarse);
    }
    if (element->kind == DG_KIND_RUNNING && rollup == DG_ROLLUP_SUM) {
        return host->format(r->check->findings,
                            "%s running totals do not add up to a %s: each has "
                            "those before in it",
                            fine, coarse);
    }
    if (element->kind == DG_KIND_FLOW && rollup == DG_ROLLUP_LAST) {
        return host->format(r->check->findings,
                            "the last of %s flows is not that of a %s: the "
                            "others would be missing",
                            fine, coarse);
    }
    if (element->kind == DG_KIND_NONE) {
        return host->format(r->check->findings,
                            "nothing says how %s values become that of a %s: "
                            "element \"%.*s\" has no kind",
                            fine, coarse, DG_TEXT_ARG(element->code));
    }
    return host->format(r->check->findings,
                        "%s figures make no difference for a %s: only running "
                        "totals do",
                        fine, coarse);
}

static void
roll_up(struct dg_resolving *r, const struct dg_element *element)
{
    enum dg_rollup rollup =
        r->paper->rollup ? r->paper->rollup : usual_rollup(element);
    r->field->rollup = rollup;
    if (!is_allowed(element, rollup) && dg_resolve_speaks(r)) {
        dg_check_refuse(r->check, "rollup-not-allowed",
                        dg_check_field(r->check, r->index,
                                       r->paper->rollup ? "rollup" : "period"),
                        explain(r, element, rollup));
    }
}

/* A published element says what its figure's period is; one that does not, and
 * one that a field made, has the period of the task that asks it. */
void
dg_rollup_settle(struct dg_resolving *r, const struct dg_element *element)
{
    enum dg_period_kind said = r->meaning.period;
    bool says =
        r->meaning.has_period && (!r->meaning.implied || element->provisional);
    if (element->any_period) {
        r->field->period = says ? said : r->record->period;
        return;
    }
    r->field->period = says ? said : element->period;
    if (!says || said == element->period) {
        return;
    }
    if (element->period == DG_PERIOD_NONE || said < element->period) {
        say_mismatch(r, element);
    } else {
        roll_up(r, element);
    }
}
