/* SPDX-License-Identifier: Apache-2.0 */
/* Decides which asks a list has, and what it says of each. */
#include "plugins/burden/figure/lists.h"

#include <stdio.h>

#include "plugins/burden/figure/asks.h"
#include "plugins/burden/figure/total.h"
#include "plugins/burden/text.h"

#define LIMIT_USUAL 100
#define LIMIT_MOST 500
#define UNREAD_DAYS 90
#define DAY_US (INT64_C(86400) * 1000000)

struct list {
    const char *name, *formula;
    bool (*wanted)(const struct dg_scope *scope, const struct dg_book_ask *ask);
    /* Members besides those of every ask. */
    void (*put)(const struct dg_scope *scope, const struct dg_book_ask *ask,
                struct dg_plugin_writer *out);
};

/* ---- any list ------------------------------------------------------------ */

static void
put_day(const struct dg_plugin_host *host, const char *name, int64_t time_us,
        struct dg_plugin_writer *out)
{
    char day[11];
    host->date_format(host->date_of(time_us), day);
    host->put_name(out, name);
    host->put_text(out, dg_text_from(day));
}

static void
put_ask(const struct list *list, const struct dg_scope *scope,
        const struct dg_book_ask *ask, struct dg_plugin_writer *out)
{
    const struct dg_source_rooms *rooms = scope->rooms;
    const struct dg_plugin_host *host = rooms->host;
    host->open_object(out);
    host->put_name(out, "task");
    host->put_integer(out, (int64_t) ask->task);
    dg_scope_put_department(scope, dg_book_source(rooms->book, ask->source),
                            out);
    host->put_name(out, "duty");
    host->put_text(out, dg_book_duty(rooms->book, ask->duty));
    host->put_name(out, "offices");
    host->put_integer(out, dg_place_count(rooms->places, ask->place));
    put_day(host, "date", ask->time_us, out);
    list->put(scope, ask, out);
    host->close_object(out);
}

/* A cursor is how many asks are behind us. */
static size_t
read_after(const struct dg_plugin_host *host,
           const struct dg_plugin_value *params)
{
    struct dg_plugin_str text = host->text(host->member(params, "after"));
    size_t after = 0;
    for (size_t i = 0; i < text.len && i < 15; i++) {
        bool digit = text.data[i] >= '0' && text.data[i] <= '9';
        after = digit ? after * 10 + (size_t) (text.data[i] - '0') : after;
    }
    return after;
}

static void
put_next(const struct dg_plugin_host *host, size_t after,
         struct dg_plugin_writer *out)
{
    char text[24];
    snprintf(text, sizeof text, "%zu", after);
    host->put_name(out, "next");
    host->put_text(out, dg_text_from(text));
}

static enum dg_plugin_status
read_list(const struct list *list, struct dg_scope *scope,
          const struct dg_plugin_value *params, struct dg_plugin_writer *out)
{
    const struct dg_plugin_host *host = scope->rooms->host;
    int64_t limit = host->integer(host->member(params, "limit"), LIMIT_USUAL);
    size_t index = read_after(host, params), next = index;
    struct dg_book_ask ask;
    limit = limit < 1 ? 1 : limit > LIMIT_MOST ? LIMIT_MOST : limit;
    host->open_object(out);
    dg_scope_put_origin(scope, list->formula, out);
    host->put_name(out, list->name);
    host->open_array(out);
    for (; dg_asks_next(scope, &index, &ask) && limit >= 0; index++) {
        if (!list->wanted(scope, &ask)) {
            continue;
        }
        if (limit-- > 0) {
            put_ask(list, scope, &ask, out);
            next = index + 1;
        }
    }
    host->close_array(out);
    if (limit < 0) {
        put_next(host, next, out);
    }
    host->close_object(out);
    return DG_PLUGIN_OK;
}

/* ---- rebounds ------------------------------------------------------------ */

static bool
is_rebound(const struct dg_scope *scope, const struct dg_book_ask *ask)
{
    (void) scope;
    return ask->ancestor != 0;
}

static void
put_rebound(const struct dg_scope *scope, const struct dg_book_ask *ask,
            struct dg_plugin_writer *out)
{
    const struct dg_plugin_host *host = scope->rooms->host;
    static const char *const states[] = {"waiting", "open", "ended", "refused"};
    host->put_name(out, "ancestor");
    host->put_integer(out, (int64_t) ask->ancestor);
    host->put_name(out, "kind");
    host->put_text(out, ask->rebound);
    host->put_name(out, "state");
    host->put_text(out, dg_text_from(states[ask->state]));
}

enum dg_plugin_status
dg_lists_rebounds(struct dg_scope *scope, const struct dg_plugin_value *params,
                  struct dg_plugin_writer *out)
{
    static const struct list list = {
        "rebounds",
        "an ask is a rebound if it asks again what was refused: of the same "
        "duty and offices, with the same cells",
        is_rebound, put_rebound};
    return read_list(&list, scope, params, out);
}

/* ---- unread -------------------------------------------------------------- */

/* Reports are there to be read from when they are due. */
bool
dg_lists_is_unread(const struct dg_book_ask *ask, int64_t now_us)
{
    int64_t from = ask->due_us ? ask->due_us : ask->time_us;
    int64_t until = from + UNREAD_DAYS * DAY_US;
    return ask->forms > 0 && ask->reported &&
           !roaring_bitmap_is_empty(ask->reported) && until <= now_us &&
           (!ask->fetched || ask->fetched_us > until);
}

static bool
is_unread(const struct dg_scope *scope, const struct dg_book_ask *ask)
{
    return dg_lists_is_unread(ask, scope->rooms->now_us);
}

static void
put_unread(const struct dg_scope *scope, const struct dg_book_ask *ask,
           struct dg_plugin_writer *out)
{
    const struct dg_plugin_host *host = scope->rooms->host;
    host->put_name(out, "forms");
    host->put_integer(out, ask->forms);
    host->put_name(out, "reports");
    host->put_integer(out,
                      (int64_t) roaring_bitmap_get_cardinality(ask->reported));
    if (ask->due_us) {
        put_day(host, "due", ask->due_us, out);
    }
    if (ask->fetched) {
        put_day(host, "read", ask->fetched_us, out);
    }
}

enum dg_plugin_status
dg_lists_unread(struct dg_scope *scope, const struct dg_plugin_value *params,
                struct dg_plugin_writer *out)
{
    static const struct list list = {
        "unread",
        "reports that no requester read within 90 days of when they were due",
        is_unread, put_unread};
    return read_list(&list, scope, params, out);
}

/* ---- estimates ----------------------------------------------------------- */

static bool
is_estimated(const struct dg_scope *scope, const struct dg_book_ask *ask)
{
    (void) scope;
    return ask->estimate || ask->estimated;
}

static void
put_estimate(const struct dg_scope *scope, const struct dg_book_ask *ask,
             struct dg_plugin_writer *out)
{
    const struct dg_plugin_host *host = scope->rooms->host;
    dg_signed estimate = (dg_signed) ask->estimate * 100;
    dg_signed first = (dg_signed) ask->estimated * 100;
    dg_total_put_minutes(host, "estimate", estimate, out);
    dg_total_put_minutes(host, "minutes", (dg_signed) ask->minutes, out);
    dg_total_put_minutes(host, "difference",
                         estimate - (dg_signed) ask->minutes, out);
    if (ask->estimated != ask->estimate) {
        dg_total_put_minutes(host, "reestimate", estimate - first, out);
    }
}

enum dg_plugin_status
dg_lists_estimates(struct dg_scope *scope, const struct dg_plugin_value *params,
                   struct dg_plugin_writer *out)
{
    static const struct list list = {
        "estimates",
        "difference = estimate - minutes, at each office; minutes by the "
        "tariff, of all that is asked; reestimate = estimate - first estimate",
        is_estimated, put_estimate};
    return read_list(&list, scope, params, out);
}
