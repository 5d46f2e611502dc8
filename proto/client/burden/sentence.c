/* SPDX-License-Identifier: Apache-2.0 */
/* Decides which sentences of answers the catalogue may have: those listed here,
 * and nothing else. tests/style/sentences.sh holds them against the plugin. */
#include "proto/client/burden/sentence.h"

#include "proto/base/i18n.h"

static const char *const sentences[] = {
    /* formulas */
    N_("asked = borne + avoided; avoided = relief + neverborne + outside; rate "
       "= -relief / (borne + relief); refused or stripped is relief up to what "
       "its duty bore in the baseline, by months, less what it bears; minutes "
       "= quantity x tariff x offices; burden = borne x (1 - usual)"),
    N_("perworkerweek = borne minutes x 7 / (on-duty workers x days), of "
       "village-level offices whose workers are published; change = now / "
       "baseline - 1"),
    N_("change = now - baseline, borne minutes a week; tariff = the same at "
       "the prices of now - at those of the baseline; statute = - what "
       "amendments by statute took off; discretion = the rest"),
    N_("rate = numerator / denominator, a ratio of sums"),
    N_("an ask is a rebound if it asks again what was refused: of the same "
       "duty and offices, with the same cells"),
    N_("reports that no requester read within 90 days of when they were due"),
    N_("difference = estimate - minutes, at each office; minutes by the "
       "tariff, of all that is asked; reestimate = estimate - first estimate"),
    N_("score of a leaf = 100 x value / target, lower: 100 x target / value, "
       "within 0 and 100, without a target the value; of a node = sum (weight "
       "x score) / sum (weight) of those below; missing if one of them is"),
    /* what denominators count */
    N_("reports that were due, one of each office for each task"),
    N_("reports that were due and are in"),
    N_("fields that admitted tasks ask, one at each office"),
    N_("values delivered"),
    N_("attempts decided"),
    N_("attempts admitted"),
    N_("forms asked, each once however often it recurs"),
};

struct dg_str
dg_sentence_translate(struct dg_str text)
{
    for (size_t i = 0; i < sizeof sentences / sizeof *sentences; i++) {
        if (dg_str_is(text, sentences[i])) {
            return dg_str_from(_(sentences[i]));
        }
    }
    return text;
}
