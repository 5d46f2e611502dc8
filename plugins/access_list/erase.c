/* SPDX-License-Identifier: Apache-2.0 */
/* Has counts, matters and report forget what was erased, as if it had never
 * been asked: a replay will not show it. Lists are never erased. */
#include "plugins/access_list/erase.h"

#include <stdlib.h>
#include <string.h>

static int
compare(const void *a, const void *b)
{
    uint64_t x = *(const uint64_t *) a, y = *(const uint64_t *) b;
    return (x > y) - (x < y);
}

enum dg_plugin_status
dg_erase_apply(struct dg_access_list *state,
               const struct dg_plugin_event *event)
{
    const struct dg_plugin_host *host = state->host;
    size_t size = event->erased_count * sizeof *event->erased;
    struct dg_erased erased = {NULL, event->erased_count};
    uint64_t *numbers;
    if (size == 0) {
        return DG_PLUGIN_OK;
    }
    numbers = host->alloc(size);
    if (!numbers) {
        return DG_PLUGIN_FAILED;
    }
    memcpy(numbers, event->erased, size);
    qsort(numbers, erased.count, sizeof *numbers, compare);
    erased.numbers = numbers;
    for (size_t i = 0; i < erased.count; i++) {
        dg_frequency_withdraw(&state->frequency, numbers[i]);
    }
    dg_matters_erase(&state->matters, &erased);
    dg_report_erase(&state->report, &erased);
    host->release(numbers);
    return DG_PLUGIN_OK;
}
