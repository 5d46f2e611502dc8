/* SPDX-License-Identifier: Apache-2.0 */
/* Compares two entries of one code, member by member. What follows from it,
 * above.c and below.c say. */
#include "plugins/access_list/compare.h"

#include "plugins/access_list/text.h"

/* ---- sets --------------------------------------------------------------- */

/* Is every text of a among b? */
static bool
among(struct dg_texts a, struct dg_texts b,
      bool (*have)(struct dg_texts texts, struct dg_plugin_str text))
{
    struct dg_plugin_str text;
    while (dg_texts_next(&a, &text)) {
        if (!have(b, text)) {
            return false;
        }
    }
    return true;
}

static bool
more_items(const struct dg_compare *c, enum dg_entry_member member)
{
    return !among(dg_entry_texts(c->lower, member),
                  dg_entry_texts(c->upper, member), dg_texts_have);
}

static bool
more_seals(const struct dg_compare *c)
{
    return more_items(c, DG_ENTRY_SEALS);
}

static bool
more_evidence(const struct dg_compare *c)
{
    return more_items(c, DG_ENTRY_EVIDENCE);
}

static bool
more_proofs(const struct dg_compare *c)
{
    return !among(dg_entry_texts(c->lower, DG_ENTRY_PROOFS),
                  dg_entry_texts(c->upper, DG_ENTRY_PROOFS),
                  dg_texts_have_proof);
}

/* ---- who and where ------------------------------------------------------ */

static bool
more_departments(const struct dg_compare *c)
{
    struct dg_texts upper = dg_entry_texts(c->upper, DG_ENTRY_DEPARTMENTS);
    struct dg_texts lower = dg_entry_texts(c->lower, DG_ENTRY_DEPARTMENTS);
    return upper.count > 0 &&
           (lower.count == 0 || !among(lower, upper, dg_texts_have));
}

static bool
fewer_departments(const struct dg_compare *c)
{
    struct dg_texts upper = dg_entry_texts(c->upper, DG_ENTRY_DEPARTMENTS);
    struct dg_texts lower = dg_entry_texts(c->lower, DG_ENTRY_DEPARTMENTS);
    return lower.count > 0 &&
           (upper.count == 0 || !among(upper, lower, dg_texts_have));
}

/* Is what of these prefixes lies where the list holds below some of those? No
 * prefixes are everywhere. */
static bool
covered(struct dg_texts prefixes, struct dg_texts by,
        struct dg_plugin_str holds)
{
    struct dg_plugin_str prefix;
    if (by.count == 0) {
        return true;
    }
    if (prefixes.count == 0) {
        return dg_texts_above(by, holds);
    }
    while (dg_texts_next(&prefixes, &prefix)) {
        bool around = dg_text_begins(holds, prefix);
        if ((around || dg_text_begins(prefix, holds)) &&
            !dg_texts_above(by, around ? holds : prefix)) {
            return false;
        }
    }
    return true;
}

static bool
more_prefixes(const struct dg_compare *c)
{
    return !covered(dg_entry_texts(c->lower, DG_ENTRY_PREFIXES),
                    dg_entry_texts(c->upper, DG_ENTRY_PREFIXES),
                    c->version->prefix);
}

static bool
fewer_prefixes(const struct dg_compare *c)
{
    return !covered(dg_entry_texts(c->upper, DG_ENTRY_PREFIXES),
                    dg_entry_texts(c->lower, DG_ENTRY_PREFIXES),
                    c->version->prefix);
}

/* ---- when and how often ------------------------------------------------- */

/* The lower one counts only while its version is in force. */
static int32_t
later(int32_t a, int32_t b)
{
    return a > b ? a : b;
}

static int32_t
earlier(int32_t a, int32_t b)
{
    return a < b ? a : b;
}

static bool
longer(const struct dg_compare *c)
{
    const struct dg_validity *upper = &c->upper->valid;
    const struct dg_validity *lower = &c->lower->valid;
    const struct dg_validity *list = &c->version->valid;
    return later(lower->from, list->from) < upper->from ||
           earlier(lower->to, list->to) > upper->to;
}

static bool
shorter(const struct dg_compare *c)
{
    const struct dg_validity *upper = &c->upper->valid;
    const struct dg_validity *lower = &c->lower->valid;
    const struct dg_validity *list = &c->version->valid;
    return lower->from > later(upper->from, list->from) ||
           lower->to < earlier(upper->to, list->to);
}

/* How many periods of the second kind begin in one of the first, at most. */
static const unsigned periods[DG_ENTRY_PER_COUNT][DG_ENTRY_PER_COUNT] = {
    [DG_ENTRY_YEAR] = {1, 4, 12, 366},
    [DG_ENTRY_QUARTER] = {1, 1, 3, 92},
    [DG_ENTRY_MONTH] = {1, 1, 1, 31},
    [DG_ENTRY_DAY] = {1, 1, 1, 1},
};

/* Could one period of the upper's see more than the upper allows in it? */
static bool
oftener(const struct dg_compare *c)
{
    const struct dg_entry *upper = c->upper, *lower = c->lower;
    return upper->times > 0 &&
           (lower->times == 0 ||
            lower->times * periods[upper->per][lower->per] > upper->times);
}

static bool
fewer_days(const struct dg_compare *c)
{
    return c->lower->leaddays < c->upper->leaddays;
}

/* ---- the rest ----------------------------------------------------------- */

static bool
allowed_again(const struct dg_compare *c)
{
    return dg_entry_forbids(c->upper) && !dg_entry_forbids(c->lower);
}

static bool
forbidden(const struct dg_compare *c)
{
    return !dg_entry_forbids(c->upper) && dg_entry_forbids(c->lower);
}

static bool
unfunded(const struct dg_compare *c)
{
    return c->upper->funding && !c->lower->funding;
}

const struct dg_compare_rule dg_compare_milder[] = {
    {"class", N_("it lets be handed down what must not be"), allowed_again},
    {"departments", N_("it lets more departments ask"), more_departments},
    {"prefixes", N_("it may be asked in more places"), more_prefixes},
    {"seals", N_("it allows more seals"), more_seals},
    {"proofs", N_("it allows more proofs"), more_proofs},
    {"evidence", N_("it allows more evidence"), more_evidence},
    {"frequency", N_("it may be asked more often"), oftener},
    {"leaddays", N_("it needs fewer days"), fewer_days},
    {"funding", N_("it needs no funding"), unfunded},
    {"validfrom", N_("it is in force longer"), longer},
};

const struct dg_compare_rule dg_compare_taken[] = {
    {"class", N_("it may not be handed down any more"), forbidden},
    {"departments", N_("it lets fewer departments ask"), fewer_departments},
    {"prefixes", N_("it may be asked in fewer places"), fewer_prefixes},
    {"validfrom", N_("it is in force for a shorter time"), shorter},
};

#define COUNT(array) (sizeof(array) / sizeof *(array))

const size_t dg_compare_milder_count = COUNT(dg_compare_milder);
const size_t dg_compare_taken_count = COUNT(dg_compare_taken);
