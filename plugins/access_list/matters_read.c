/* SPDX-License-Identifier: Apache-2.0 */
/* Answers exemption.read: what waits for a keeper's word, and what happens
 * without one; then the exemptions that hold; then what silence ended. */
#include "plugins/access_list/matters_read.h"

#include <stdio.h>

#include "plugins/access_list/exemption.h"
#include "plugins/access_list/lane.h"
#include "plugins/access_list/print.h"
#include "plugins/access_list/silence.h"
#include "plugins/access_list/text.h"

#define PAGE_DEFAULT 100
#define PAGE_BYTES (256 * 1024) /* of reasons and titles */

struct reading {
    const struct dg_access_list *state;
    const struct dg_plugin_host *host;
    struct dg_plugin_writer *out;
    struct dg_plugin_str source;     /* only theirs; empty: everybody's */
    struct dg_plugin_str department; /* likewise, without role */
    int32_t today;
};

static bool
shows(const struct reading *r, const struct dg_matter *matter)
{
    if (r->source.len && !dg_matters_is_of(matter, r->source)) {
        return false;
    }
    return r->department.len == 0 ||
           dg_text_equal(r->department, dg_text_behind(matter->source, '/'));
}

/* ---- one matter --------------------------------------------------------- */

static void
put_text(const struct reading *r, const char *name, const char *text)
{
    dg_print_text(r->host, r->out, name, dg_text_from(text));
}

static void
put_day(const struct reading *r, const char *name, int32_t day)
{
    char text[11];
    r->host->date_format(day, text);
    put_text(r, name, text);
}

static void
put_number(const struct reading *r, const char *name, uint64_t number)
{
    r->host->put_name(r->out, name);
    r->host->put_integer(r->out, (int64_t) number);
}

/* Hours are told to the minute, days as the last day for a word. */
static void
put_deadline(const struct reading *r, const struct dg_matter *matter)
{
    int64_t due_us = dg_silence_due_us(r->state, matter);
    char text[DG_LANE_TIME_SIZE], instant[DG_LANE_TIME_SIZE + 12];
    if (matter->urgent) {
        dg_lane_format(r->host, due_us, text);
        text[10] = 'T';
        snprintf(instant, sizeof instant, "%s:00+08:00", text);
        put_text(r, "deadline", instant);
    } else {
        put_day(r, "deadline", r->host->date_of(due_us - 1));
    }
    put_text(r, "then",
             dg_silence_passes(r->state, matter, r->today) ? "pass" : "lapse");
}

static void
put_rules(const struct reading *r, uint32_t rules)
{
    r->host->put_name(r->out, "rules");
    r->host->open_array(r->out);
    for (size_t i = 0; i < dg_exemption_rule_count; i++) {
        if (rules & UINT32_C(1) << i) {
            r->host->put_text(r->out, dg_text_from(dg_exemption_rules[i]));
        }
    }
    r->host->close_array(r->out);
}

static void
put_matter(const struct reading *r, const struct dg_matter *matter)
{
    int class = dg_exemption_class(r->state, matter->duty, r->today);
    r->host->open_object(r->out);
    put_number(r, "request", matter->sequence);
    put_text(r, "kind", matter->task ? "task" : "request");
    put_text(r, "state", dg_matter_states[matter->state]);
    dg_print_text(r->host, r->out, "from", matter->source);
    dg_print_text(r->host, r->out, "duty", matter->duty);
    put_text(r, "class", class < 0 ? "unlisted" : dg_entry_classes[class]);
    put_day(r, "asked", r->host->date_of(matter->time_us));
    put_number(r, "offices", matter->offices);
    dg_print_text(r->host, r->out, matter->task ? "title" : "reason",
                  matter->text);
    if (!matter->task) {
        put_rules(r, matter->rules);
        put_day(r, "until", matter->until);
    }
    if (matter->appeal) {
        put_number(r, "appeal", matter->appeal);
    }
    if (dg_matters_group(matter->state) == DG_MATTER_PENDING) {
        put_deadline(r, matter);
    }
    r->host->close_object(r->out);
}

/* ---- one page ----------------------------------------------------------- */

/* "<group>.<receipt number>" */
struct cursor {
    int group;
    uint64_t sequence;
};

static struct cursor
parse_cursor(struct dg_plugin_str text)
{
    struct cursor cursor = {0, 0};
    if (text.len > 2 && text.data[0] >= '0' && text.data[0] <= '2') {
        cursor.group = text.data[0] - '0';
        for (size_t i = 2; i < text.len; i++) {
            cursor.sequence =
                cursor.sequence * 10 + (uint64_t) (text.data[i] - '0');
        }
    }
    return cursor;
}

/* What a page still takes. */
struct room {
    int64_t matters, bytes;
};

/* False once the room is used up and there are more. */
static bool
put_group(const struct reading *r, struct cursor *cursor, struct room *room)
{
    const struct dg_matter *matter = r->state->matters.groups[cursor->group];
    for (; matter; matter = matter->next) {
        if (matter->sequence <= cursor->sequence || !shows(r, matter)) {
            continue;
        }
        if (room->matters == 0 || room->bytes <= 0) {
            return false;
        }
        put_matter(r, matter);
        cursor->sequence = matter->sequence;
        room->matters--;
        room->bytes -= (int64_t) matter->text.len;
    }
    return true;
}

static void
put_page(const struct reading *r, struct cursor cursor, int64_t limit)
{
    struct room room = {limit, PAGE_BYTES};
    bool done = true;
    r->host->put_name(r->out, "matters");
    r->host->open_array(r->out);
    while (done && cursor.group < DG_MATTER_GROUP_COUNT) {
        done = put_group(r, &cursor, &room);
        if (done) {
            cursor = (struct cursor){cursor.group + 1, 0};
        }
    }
    r->host->close_array(r->out);
    if (!done) {
        char next[32];
        snprintf(next, sizeof next, "%d.%llu", cursor.group,
                 (unsigned long long) cursor.sequence);
        put_text(r, "next", next);
    }
}

static bool
sees_all(struct dg_plugin_str reader)
{
    static const char *const roles[] = {"keeper/", "auditor/", "operator/",
                                        "gateway/"};
    for (size_t i = 0; i < sizeof roles / sizeof *roles; i++) {
        size_t len = strlen(roles[i]);
        if (reader.len > len && memcmp(reader.data, roles[i], len) == 0) {
            return true;
        }
    }
    return false;
}

enum dg_plugin_status
dg_matters_read(const struct dg_access_list *state,
                const struct dg_plugin_value *params,
                struct dg_plugin_str reader, struct dg_plugin_writer *out)
{
    const struct dg_plugin_host *host = state->host;
    struct reading r = {
        .state = state,
        .host = host,
        .out = out,
        .department = host->text(host->member(params, "department")),
        .today = host->date_of(state->now_us),
    };
    if (!sees_all(reader)) {
        r.source = reader;
    }
    host->open_object(out);
    put_day(&r, "today", r.today);
    put_page(&r, parse_cursor(host->text(host->member(params, "after"))),
             host->integer(host->member(params, "limit"), PAGE_DEFAULT));
    host->close_object(out);
    return DG_PLUGIN_OK;
}
