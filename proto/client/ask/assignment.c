/* SPDX-License-Identifier: Apache-2.0 */
/* Decides what an amended or forwarded task takes over from the one before:
 * everything but what the gate had stripped and what the command line changes.
 * Who is left out stays left out, whoever else receives it. */
#include "proto/client/ask/assignment.h"

#include "proto/base/date.h"
#include "proto/client/answer/answer.h"
#include "proto/client/ask/compose.h"
#include "proto/client/ask/terms.h"

/* True for a part that the gate took off before it reached the offices. */
static bool
was_stripped(const struct dg_json *receipt, const struct dg_json *part)
{
    const struct dg_json *event = dg_json_get(receipt, "event");
    for (const struct dg_json *f =
             dg_json_items(dg_json_get(receipt, "answer"), "findings");
         f; f = f->next) {
        if (dg_str_is(dg_json_get_str(f, "verdict"), "strip") &&
            !dg_answer_flag(f, "observed") &&
            dg_json_at(event, dg_json_get_str(f, "pointer")) == part) {
            return true;
        }
    }
    return false;
}

static void
put_audience(const struct dg_assignment *a, struct dg_json_writer *writer)
{
    const struct dg_json *audience = dg_json_get(a->from, "audience");
    const struct dg_json *m = audience ? audience->child : NULL;
    dg_json_name(writer, "audience");
    dg_json_open_object(writer);
    for (; m && !a->audience; m = m->next) {
        if (!dg_str_starts_with(m->name, "exclude")) {
            dg_json_name_str(writer, m->name);
            dg_json_copy(writer, m);
        }
    }
    dg_terms_put(writer, a->audience);
    dg_terms_put_excluded(writer, audience, a->exclude);
    dg_json_close_object(writer);
}

/* The items of an array as they reached the offices, then more. */
static void
put_items(const struct dg_assignment *a, const struct dg_json *array,
          struct dg_str more, struct dg_json_writer *writer)
{
    dg_json_name_str(writer, array->name);
    dg_json_open_array(writer);
    for (const struct dg_json *item = array->child; item; item = item->next) {
        if (!was_stripped(a->receipt, item)) {
            dg_json_copy(writer, item);
        }
    }
    if (more.len > 2) {
        dg_json_raw(writer, (struct dg_str){more.data + 1, more.len - 2});
    }
    dg_json_close_array(writer);
}

/* The due date is taken as publish takes it: "+30d" counts from today. */
static bool
put_days_ahead(const struct dg_json *m, int32_t today,
               struct dg_json_writer *writer)
{
    char date[DG_DATE_SIZE];
    int32_t days;
    if (!dg_str_is(m->name, "due") || m->type != DG_JSON_STRING ||
        !dg_compose_days_ahead(m->text, &days)) {
        return false;
    }
    dg_date_format(today + days, date);
    dg_json_put_text(writer, "due", date);
    return true;
}

static void
put_member(const struct dg_assignment *a, const struct dg_json *m,
           int32_t today, struct dg_json_writer *writer)
{
    bool attachments = dg_str_is(m->name, "attachments");
    if ((a->due && dg_str_is(m->name, "due")) ||
        dg_str_is(m->name, "audience") || was_stripped(a->receipt, m) ||
        put_days_ahead(m, today, writer)) {
        return;
    }
    if (m->type == DG_JSON_ARRAY) {
        put_items(a, m, attachments ? a->attachments : (struct dg_str){NULL, 0},
                  writer);
        return;
    }
    dg_json_name_str(writer, m->name);
    dg_json_copy(writer, m);
}

void
dg_assignment_put(const struct dg_assignment *a, int32_t today,
                  struct dg_json_writer *writer)
{
    dg_json_open_object(writer);
    for (const struct dg_json *m = a->from->child; m; m = m->next) {
        put_member(a, m, today, writer);
    }
    put_audience(a, writer);
    if (a->due) {
        dg_compose_put_day(writer, "due", a->due, today);
    }
    if (a->attachments.len > 0 && !dg_json_get(a->from, "attachments")) {
        dg_json_name(writer, "attachments");
        dg_json_raw(writer, a->attachments);
    }
    dg_json_close_object(writer);
}
