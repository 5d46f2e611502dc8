/* SPDX-License-Identifier: Apache-2.0 */
/* Looks at the towns of the recipients only: see recipients.h. */
#include "plugins/form_dedup/report/recipients.h"

#include <stdio.h>

#include "plugins/form_dedup/report/summary.h"

#define TOWN_DIVISOR 1000

struct finding {
    const struct dg_view *view;
    const struct dg_plugin_host *host;
    roaring_bitmap_t *offices; /* what is found */
    roaring_bitmap_t *around;  /* in force in towns of recipients */
    uint64_t town;             /* that was looked at last */
    bool failed;
};

static void
take_run(void *ctx, uint32_t first, uint32_t count)
{
    roaring_bitmap_add_range(ctx, first, (uint64_t) first + count);
}

/* The villages of the office's town; it alone if there is no such town. */
static bool
look_around(uint32_t office, void *ctx)
{
    struct finding *finding = ctx;
    const struct dg_plugin_host *host = finding->host;
    uint64_t code = host->office_code(host, office);
    char text[24];
    uint32_t town;
    if (office >= DG_PLUGIN_TOWNS || code / TOWN_DIVISOR == finding->town) {
        return office < DG_PLUGIN_TOWNS;
    }
    snprintf(text, sizeof text, "%09llu000",
             (unsigned long long) (code / TOWN_DIVISOR));
    town = host->office_number(host, dg_text_from(text));
    if (town == DG_PLUGIN_NO_OFFICE) {
        roaring_bitmap_add(finding->around, office);
        return true;
    }
    finding->town = code / TOWN_DIVISOR;
    finding->failed =
        !host->town_offices(host, town, take_run, finding->around);
    return !finding->failed;
}

static bool
drop_gone(uint32_t office, void *ctx)
{
    struct finding *finding = ctx;
    if (dg_summary_came(finding->view, office) == 0) {
        roaring_bitmap_remove(finding->offices, office);
    }
    return true;
}

static bool
add_heir(uint32_t office, void *ctx)
{
    struct finding *finding = ctx;
    if (finding->host->audience_reaches(finding->view->task->audience,
                                        office)) {
        roaring_bitmap_add(finding->offices, office);
    }
    return true;
}

/* The villages among the recipients that are gone, and the others around. */
static bool
compare(struct finding *finding)
{
    roaring_bitmap_t *gone = roaring_bitmap_copy(finding->offices);
    roaring_bitmap_t *others =
        roaring_bitmap_andnot(finding->around, finding->offices);
    bool done = gone && others;
    if (done) {
        roaring_bitmap_andnot_inplace(gone, finding->around);
        roaring_bitmap_remove_range(gone, DG_PLUGIN_TOWNS,
                                    (uint64_t) UINT32_MAX + 1);
        roaring_iterate(gone, drop_gone, finding);
        roaring_iterate(others, add_heir, finding);
    }
    if (gone) {
        roaring_bitmap_free(gone);
    }
    if (others) {
        roaring_bitmap_free(others);
    }
    return done;
}

roaring_bitmap_t *
dg_recipients_make(const struct dg_view *view)
{
    struct finding finding = {
        .view = view,
        .host = view->plugin->host,
        .offices = roaring_bitmap_copy(view->group->offices),
        .around = roaring_bitmap_create(),
    };
    bool done = finding.offices && finding.around;
    if (done) {
        roaring_iterate(view->group->offices, look_around, &finding);
        done = !finding.failed && compare(&finding);
    }
    if (finding.around) {
        roaring_bitmap_free(finding.around);
    }
    if (!done && finding.offices) {
        roaring_bitmap_free(finding.offices);
    }
    return done ? finding.offices : NULL;
}
