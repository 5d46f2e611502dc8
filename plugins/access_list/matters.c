/* SPDX-License-Identifier: Apache-2.0 */
/* Keeps what waits for a keeper's word, and what became of it. Whether a word
 * may be said is the core's to decide; when silence is one, silence.c's. */
#include "plugins/access_list/matters.h"

#include <utlist.h>

#include "plugins/access_list/charged.h"
#include "plugins/access_list/exemption.h"
#include "plugins/access_list/print.h"
#include "plugins/access_list/text.h"

const char *const dg_matter_states[DG_MATTER_STATE_COUNT] = {
    [DG_MATTER_WAITING] = "waiting",         [DG_MATTER_SIGNED] = "signed",
    [DG_MATTER_UNCONFIRMED] = "unconfirmed", [DG_MATTER_GRANTED] = "granted",
    [DG_MATTER_PASSED] = "passed",           [DG_MATTER_LAPSED] = "lapsed",
};

enum dg_matter_group
dg_matters_group(enum dg_matter_state state)
{
    switch (state) {
    case DG_MATTER_GRANTED:
    case DG_MATTER_PASSED:
        return DG_MATTER_HOLDING;
    case DG_MATTER_LAPSED:
        return DG_MATTER_OVER;
    default:
        return DG_MATTER_PENDING;
    }
}

/* ---- one matter --------------------------------------------------------- */

/* Its texts stand behind it. */
static struct dg_matter *
create(const struct dg_plugin_host *host, const struct dg_matter *from)
{
    struct dg_matter *matter =
        host->alloc(sizeof *matter + from->source.len + from->duty.len +
                    from->text.len + from->charged.len);
    struct dg_plugin_str *texts[4];
    char *at;
    if (!matter) {
        return NULL;
    }
    at = (char *) (matter + 1);
    *matter = *from;
    texts[0] = &matter->source;
    texts[1] = &matter->duty;
    texts[2] = &matter->text;
    texts[3] = &matter->charged;
    for (size_t i = 0; i < 4; i++) {
        if (texts[i]->len) {
            memcpy(at, texts[i]->data, texts[i]->len);
        }
        texts[i]->data = at;
        at += texts[i]->len;
    }
    return matter;
}

static void
destroy(const struct dg_plugin_host *host, struct dg_matter *matter)
{
    host->audience_release(matter->audience);
    host->release(matter);
}

/* Into its group, behind those with smaller receipt numbers. */
static void
put_in_group(struct dg_matters *matters, struct dg_matter *matter)
{
    struct dg_matter **group =
        &matters->groups[dg_matters_group(matter->state)];
    struct dg_matter *before = *group ? (*group)->prev : NULL;
    while (before && before->sequence > matter->sequence) {
        before = before == *group ? NULL : before->prev;
    }
    if (before) {
        DL_APPEND_ELEM(*group, before, matter);
    } else {
        DL_PREPEND(*group, matter);
    }
}

static void
move(struct dg_matters *matters, struct dg_matter *matter,
     enum dg_matter_state state)
{
    DL_DELETE(matters->groups[dg_matters_group(matter->state)], matter);
    matter->state = state;
    put_in_group(matters, matter);
}

static void
forget(struct dg_matters *matters, struct dg_matter *matter)
{
    DL_DELETE(matters->groups[dg_matters_group(matter->state)], matter);
    HASH_DEL(matters->by_sequence, matter);
    destroy(matters->host, matter);
}

/* Takes over the audience, also when it fails; a number that is known already
 * stays as it was. */
static enum dg_plugin_status
insert(struct dg_matters *matters, const struct dg_matter *from)
{
    struct dg_matter *matter = create(matters->host, from);
    if (!matter) {
        matters->host->audience_release(from->audience);
        return DG_PLUGIN_FAILED;
    }
    if (dg_matters_find(matters, from->sequence)) {
        destroy(matters->host, matter);
        return DG_PLUGIN_OK;
    }
    HASH_ADD(hh, matters->by_sequence, sequence, sizeof matter->sequence,
             matter);
    if (!matter->hh.tbl) {
        destroy(matters->host, matter);
        return DG_PLUGIN_FAILED;
    }
    put_in_group(matters, matter);
    return DG_PLUGIN_OK;
}

void
dg_matters_init(struct dg_matters *matters, const struct dg_plugin_host *host)
{
    *matters = (struct dg_matters){.host = host};
}

void
dg_matters_finish(struct dg_matters *matters)
{
    struct dg_matter *matter, *next;
    HASH_ITER(hh, matters->by_sequence, matter, next)
    {
        forget(matters, matter);
    }
}

struct dg_matter *
dg_matters_find(const struct dg_matters *matters, uint64_t sequence)
{
    struct dg_matter *matter = NULL;
    HASH_FIND(hh, matters->by_sequence, &sequence, sizeof sequence, matter);
    return matter;
}

bool
dg_matters_is_of(const struct dg_matter *matter, struct dg_plugin_str source)
{
    struct dg_plugin_str left = matter->charged;
    if (dg_text_equal(matter->source, source)) {
        return true;
    }
    while (left.len >= source.len && left.len > 0) {
        if (dg_text_begins(left, source) &&
            (left.len == source.len || left.data[source.len] == ' ')) {
            return true;
        }
        struct dg_plugin_str next = dg_text_behind(left, ' ');
        left = next.len < left.len ? next : (struct dg_plugin_str){NULL, 0};
    }
    return false;
}

struct dg_plugin_str
dg_matters_payer(const struct dg_matter *matter)
{
    struct dg_plugin_str first = matter->charged;
    const char *end = first.len ? memchr(first.data, ' ', first.len) : NULL;
    if (first.len == 0) {
        return matter->source; /* as kept by an older program */
    }
    return (struct dg_plugin_str){first.data, end ? (size_t) (end - first.data)
                                                  : first.len};
}

/* A county has some dozens of exemptions, and they are looked at only where a
 * rule objects. */
const struct dg_matter *
dg_matters_exempting(const struct dg_matters *matters,
                     const struct dg_plugin_event *event, uint32_t rule)
{
    const struct dg_plugin_host *host = matters->host;
    struct dg_plugin_str duty = host->text(host->member(event->task, "duty"));
    int32_t today = host->date_of(event->time_us);
    const struct dg_matter *matter;
    DL_FOREACH(matters->groups[DG_MATTER_HOLDING], matter)
    {
        if ((matter->rules & rule) && matter->until >= today &&
            dg_charged_has(event, matter->source) &&
            dg_text_equal(matter->duty, duty) && event->audience &&
            host->audience_within(event->audience, matter->audience)) {
            return matter;
        }
    }
    return NULL;
}

/* ---- what happens to it ------------------------------------------------- */

/* Their sources, one behind the other; NULL without memory. */
static char *
join_charged(const struct dg_plugin_host *host,
             const struct dg_plugin_event *event, struct dg_plugin_str *joined)
{
    size_t size = 0;
    char *at;
    for (size_t i = 0; i < event->charged_count; i++) {
        size += event->charged[i].len + 1;
    }
    at = host->alloc(size);
    *joined = (struct dg_plugin_str){at, 0};
    for (size_t i = 0; at && i < event->charged_count; i++) {
        if (i > 0) {
            at[joined->len++] = ' ';
        }
        memcpy(at + joined->len, event->charged[i].data, event->charged[i].len);
        joined->len += event->charged[i].len;
    }
    return at;
}

static enum dg_plugin_status
insert_charged(struct dg_matters *matters, const struct dg_plugin_event *event,
               struct dg_matter *from)
{
    const struct dg_plugin_host *host = matters->host;
    enum dg_plugin_status status;
    char *joined = NULL;
    from->charged = event->charged[0];
    if (event->charged_count > 1) {
        joined = join_charged(host, event, &from->charged);
        if (!joined) {
            host->audience_release(from->audience);
            return DG_PLUGIN_FAILED;
        }
    }
    status = insert(matters, from);
    host->release(joined);
    return status;
}

enum dg_plugin_status
dg_matters_request(struct dg_matters *matters,
                   const struct dg_plugin_event *event)
{
    const struct dg_plugin_host *host = matters->host;
    const struct dg_plugin_value *data = event->data;
    struct dg_matter from = {
        .sequence = event->sequence,
        .time_us = event->time_us,
        .state = DG_MATTER_WAITING,
        .appeal = (uint64_t) host->integer(host->member(data, "appeal"), 0),
        .rules = dg_exemption_bits(host, host->member(data, "rules")),
        .offices = host->audience_offices(event->audience),
        .source = event->source,
        .duty = host->text(host->member(data, "duty")),
        .text = host->text(host->member(data, "reason")),
    };
    if (!event->audience ||
        !host->date_parse(host->text(host->member(data, "until")),
                          &from.until)) {
        return DG_PLUGIN_OK;
    }
    from.audience = host->audience_keep(event->audience);
    return from.audience ? insert_charged(matters, event, &from)
                         : DG_PLUGIN_FAILED;
}

enum dg_plugin_status
dg_matters_task(struct dg_matters *matters, const struct dg_plugin_event *event,
                uint64_t number, enum dg_matter_state state)
{
    const struct dg_plugin_host *host = matters->host;
    struct dg_matter from = {
        .sequence = number,
        .amends = event->amends,
        .time_us = event->time_us,
        .state = state,
        .task = true,
        .urgent = dg_text_is(host->text(host->member(event->task, "urgency")),
                             "urgent"),
        .offices = host->audience_offices(event->audience),
        .source = event->source,
        .duty = host->text(host->member(event->task, "duty")),
        .text = host->text(host->member(event->task, "title")),
    };
    return insert_charged(matters, event, &from);
}

enum dg_plugin_status
dg_matters_deliver(struct dg_matters *matters, uint64_t sequence)
{
    struct dg_matter *matter = dg_matters_find(matters, sequence);
    if (!matter || matter->state != DG_MATTER_UNCONFIRMED || !matter->amends ||
        matter->amends == matter->sequence) {
        return DG_PLUGIN_OK;
    }
    dg_matters_drop(matters, matter->amends);
    HASH_DEL(matters->by_sequence, matter);
    DL_DELETE(matters->groups[DG_MATTER_PENDING], matter);
    matter->sequence = matter->amends;
    HASH_ADD(hh, matters->by_sequence, sequence, sizeof matter->sequence,
             matter);
    if (!matter->hh.tbl) {
        destroy(matters->host, matter);
        return DG_PLUGIN_FAILED;
    }
    put_in_group(matters, matter);
    return DG_PLUGIN_OK;
}

/* A word may give less than was asked, never more. */
static void
narrow(const struct dg_plugin_host *host, struct dg_matter *matter,
       const struct dg_plugin_value *data)
{
    const struct dg_plugin_value *rules = host->member(data, "rules");
    int32_t until;
    if (rules) {
        matter->rules &= dg_exemption_bits(host, rules);
    }
    if (host->date_parse(host->text(host->member(data, "until")), &until) &&
        until < matter->until) {
        matter->until = until;
    }
}

void
dg_matters_settle(struct dg_matters *matters,
                  const struct dg_plugin_event *event, const char *code)
{
    const struct dg_plugin_host *host = matters->host;
    struct dg_matter *matter = dg_matters_find(
        matters,
        (uint64_t) host->integer(host->member(event->data, "request"), 0));
    if (!matter) {
        return;
    }
    matter->over = host->date_of(event->time_us);
    narrow(host, matter, event->data);
    if (strcmp(code, "exemption-signed") == 0) {
        move(matters, matter, DG_MATTER_SIGNED);
    } else if (strcmp(code, "exemption-passed") == 0) {
        move(matters, matter, DG_MATTER_PASSED);
    } else if (strcmp(code, "exemption-lapsed") == 0) {
        move(matters, matter, DG_MATTER_LAPSED);
    } else if (strcmp(code, "exemption-granted") == 0 && !matter->task) {
        move(matters, matter, DG_MATTER_GRANTED);
    } else {
        forget(matters, matter);
    }
}

void
dg_matters_drop(struct dg_matters *matters, uint64_t sequence)
{
    struct dg_matter *matter = dg_matters_find(matters, sequence);
    if (matter) {
        forget(matters, matter);
    }
}

void
dg_matters_erase(struct dg_matters *matters, const struct dg_erased *erased)
{
    struct dg_matter *matter, *next;
    HASH_ITER(hh, matters->by_sequence, matter, next)
    {
        if (dg_erased_has(erased, matter->sequence) ||
            dg_erased_has(erased, matter->amends)) {
            forget(matters, matter);
        }
    }
}

static bool
is_forgotten(const struct dg_matter *matter, int32_t today, int32_t days)
{
    if (matter->state == DG_MATTER_LAPSED || matter->task) {
        return matter->over < today - days;
    }
    return matter->until < today;
}

void
dg_matters_forget(struct dg_matters *matters, int32_t today, int32_t days)
{
    if (today == matters->today) {
        return;
    }
    matters->today = today;
    for (int i = DG_MATTER_HOLDING; i < DG_MATTER_GROUP_COUNT; i++) {
        struct dg_matter *matter, *next;
        DL_FOREACH_SAFE(matters->groups[i], matter, next)
        {
            if (is_forgotten(matter, today, days)) {
                forget(matters, matter);
            }
        }
    }
}

/* ---- save and restore --------------------------------------------------- */

static void
save_matter(const struct dg_plugin_host *host, const struct dg_matter *matter,
            struct dg_plugin_writer *out)
{
    const struct {
        const char *name;
        int64_t value;
    } numbers[] = {
        {"sequence", (int64_t) matter->sequence},
        {"time", matter->time_us},
        {"appeal", (int64_t) matter->appeal},
        {"amends", (int64_t) matter->amends},
        {"state", matter->state},
        {"task", matter->task},
        {"urgent", matter->urgent},
        {"rules", matter->rules},
        {"offices", matter->offices},
        {"until", matter->until},
        {"over", matter->over},
    };
    host->open_object(out);
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++) {
        host->put_name(out, numbers[i].name);
        host->put_integer(out, numbers[i].value);
    }
    dg_print_text(host, out, "source", matter->source);
    dg_print_text(host, out, "duty", matter->duty);
    dg_print_text(host, out, "text", matter->text);
    dg_print_text(host, out, "charged", matter->charged);
    if (matter->audience) {
        host->put_name(out, "audience");
        host->put_audience(out, matter->audience);
    }
    host->close_object(out);
}

void
dg_matters_save(const struct dg_matters *matters, struct dg_plugin_writer *out)
{
    const struct dg_matter *matter;
    matters->host->open_array(out);
    for (int i = 0; i < DG_MATTER_GROUP_COUNT; i++) {
        DL_FOREACH(matters->groups[i], matter)
        {
            save_matter(matters->host, matter, out);
        }
    }
    matters->host->close_array(out);
}

static enum dg_plugin_status
restore_matter(struct dg_matters *matters, const struct dg_plugin_value *v)
{
    const struct dg_plugin_host *host = matters->host;
    const struct dg_plugin_value *audience = host->member(v, "audience");
#define NUMBER(name) host->integer(host->member(v, name), 0)
    struct dg_matter from = {
        .sequence = (uint64_t) NUMBER("sequence"),
        .time_us = NUMBER("time"),
        .appeal = (uint64_t) NUMBER("appeal"),
        .amends = (uint64_t) NUMBER("amends"),
        .state = (enum dg_matter_state) NUMBER("state"),
        .task = NUMBER("task") != 0,
        .urgent = NUMBER("urgent") != 0,
        .rules = (uint32_t) NUMBER("rules"),
        .offices = (uint32_t) NUMBER("offices"),
        .until = (int32_t) NUMBER("until"),
        .over = (int32_t) NUMBER("over"),
        .source = host->text(host->member(v, "source")),
        .duty = host->text(host->member(v, "duty")),
        .text = host->text(host->member(v, "text")),
        .charged = host->text(host->member(v, "charged")),
    };
#undef NUMBER
    if (audience) {
        from.audience = host->audience_restore(audience);
        if (!from.audience) {
            return DG_PLUGIN_FAILED;
        }
    }
    return insert(matters, &from);
}

enum dg_plugin_status
dg_matters_restore(struct dg_matters *matters,
                   const struct dg_plugin_value *fold)
{
    const struct dg_plugin_host *host = matters->host;
    for (const struct dg_plugin_value *v = host->first(fold); v;
         v = host->next(v)) {
        if (restore_matter(matters, v)) {
            return DG_PLUGIN_FAILED;
        }
    }
    return DG_PLUGIN_OK;
}
