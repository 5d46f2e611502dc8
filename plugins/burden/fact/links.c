/* SPDX-License-Identifier: Apache-2.0 */
/* States which earlier ask an attempt goes on with, so that both are one ask,
 * and whose rebound it is, which it also says to whoever asks. */
#include <inttypes.h>
#include <stdio.h>

#include "plugins/burden/fact/inside.h"
#include "plugins/burden/fact/rebound.h"

static const char *const causes[DG_REBOUND_NONE] = {
    [DG_REBOUND_ISSUER] = "rebound-issuer",
    [DG_REBOUND_URGENT] = "rebound-urgent",
    [DG_REBOUND_RENAMED] = "rebound-renamed",
    [DG_REBOUND_RETIMED] = "rebound-retimed",
    [DG_REBOUND_SPLIT] = "rebound-split",
};

/* ---- what it is said by ------------------------------------------------- */

static struct dg_plugin_str
say(const struct dg_stating *s, const struct dg_rebound *rebound)
{
    unsigned long long n = rebound->ancestor;
    switch (rebound->kind) {
    case DG_REBOUND_ISSUER:
        return s->host->format(s->findings,
                               "receipt %llu was refused, and another asks it "
                               "again",
                               n);
    case DG_REBOUND_URGENT:
        return s->host->format(s->findings,
                               "receipt %llu was refused, and comes again as "
                               "urgent",
                               n);
    case DG_REBOUND_RENAMED:
        return s->host->format(s->findings,
                               "receipt %llu was refused, and comes again "
                               "under another duty",
                               n);
    case DG_REBOUND_RETIMED:
        return s->host->format(s->findings,
                               "receipt %llu was refused, and comes again for "
                               "another time",
                               n);
    default:
        return s->host->format(s->findings,
                               "receipt %llu was refused, and comes again in "
                               "parts",
                               n);
    }
}

static void
note_rebound(const struct dg_stating *s, const struct dg_rebound *rebound)
{
    const struct dg_plugin_finding finding = {
        .struct_size = sizeof finding,
        .rule = "rebound",
        .verdict = DG_PLUGIN_NOTE,
        .code = "burden-rebound",
        .text = say(s, rebound),
        .pointer = s->event->task_pointer,
    };
    char pointer[32];
    snprintf(pointer, sizeof pointer, "/%" PRIu64, rebound->ancestor);
    dg_stating_about(s, pointer, causes[rebound->kind]);
    s->host->add(s->findings, &finding);
}

/* ---- one ask ------------------------------------------------------------ */

static struct dg_plugin_str
member(const struct dg_stating *s, const char *name)
{
    return s->host->text(s->host->member(s->event->task, name));
}

static bool
stands(const struct dg_standing *standing)
{
    static const char *const states[] = {"open", "recurring", "waiting"};
    for (size_t i = 0; i < sizeof states / sizeof *states; i++) {
        if (strcmp(standing->state, states[i]) == 0) {
            return true;
        }
    }
    return false;
}

/* By its own word, or because it is plainly the same. While that stands,
 * another publication is another ask. */
static uint64_t
find_ask(const struct dg_stating *s, const struct dg_content *content)
{
    const struct dg_plugin_event *event = s->event;
    const struct dg_book_seek seek = {.source = event->charged[0],
                                      .duty = member(s, "duty"),
                                      .period = member(s, "period"),
                                      .at = content->at,
                                      .time_us = event->time_us};
    struct dg_standing standing;
    uint64_t caused = dg_rebound_caused(s->refusals, content, event->time_us);
    if (caused && dg_book_standing(s->rooms->book, caused, &standing) &&
        !stands(&standing)) {
        return caused;
    }
    return dg_book_chain(s->rooms->book, &seek);
}

void
dg_links_state(struct dg_stating *s)
{
    struct dg_content content;
    struct dg_rebound rebound;
    uint64_t ask;
    if (!dg_content_read(s->host, s->event, &content)) {
        s->failed = true;
        return;
    }
    ask = find_ask(s, &content);
    if (ask) {
        char pointer[32];
        snprintf(pointer, sizeof pointer, "/%" PRIu64, ask);
        dg_stating_about(s, pointer, "again");
    }
    rebound = dg_rebound_find(s->refusals, s->rooms->book, &content,
                              s->event->time_us, ask != 0);
    if (rebound.kind != DG_REBOUND_NONE) {
        note_rebound(s, &rebound);
    }
    dg_content_finish(&content);
}
