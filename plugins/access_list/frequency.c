/* SPDX-License-Identifier: Apache-2.0 */
/* Counts admitted tasks per department, duty and period. A chain holds one
 * month, so a count looks at 1, 3 or 12 of them however long the journal is.
 * Whether a count is too high is rules.c's to say. */
#include "plugins/access_list/frequency.h"

#include <string.h>
#include <utlist.h>

#include "plugins/access_list/bucket.h"
#include "plugins/access_list/charged.h"
#include "plugins/access_list/text.h"

/* Department and duty (64 characters each by schema), '/', month. */
#define KEY_SIZE 144

/* A task, or one occurrence of it, for one of those it is charged to. */
struct dg_frequency_task {
    uint64_t sequence;
    int32_t day;
    struct dg_frequency_chain *chain;
    struct dg_plugin_audience *audience;
    struct dg_frequency_task *prev, *next; /* dg_frequency_chain::tasks */
    struct dg_frequency_task *later;       /* another occurrence, or NULL */
    int32_t until;     /* of the first occurrence: the last one's day */
    UT_hash_handle hh; /* dg_frequency::tasks; of the first occurrence */
};

struct dg_frequency_chain {
    struct dg_frequency_task *tasks;
    struct dg_plugin_str department, duty; /* in key */
    UT_hash_handle hh;                     /* dg_frequency::chains */
    char key[];
};

/* ---- chains ------------------------------------------------------------- */

/* Department, duty, month; the key's length, or 0 when the codes are none, or
 * longer than any schema lets through. */
static size_t
write_key(char key[KEY_SIZE], const struct dg_frequency_ask *ask, int32_t month)
{
    struct dg_plugin_str department = ask->department, duty = ask->duty;
    size_t len = department.len + duty.len + 1 + sizeof month;
    if (department.len == 0 || duty.len == 0 || department.len >= KEY_SIZE ||
        duty.len >= KEY_SIZE || len > KEY_SIZE) {
        return 0;
    }
    memcpy(key, department.data, department.len);
    key[department.len] = '/';
    memcpy(key + department.len + 1, duty.data, duty.len);
    memcpy(key + department.len + 1 + duty.len, &month, sizeof month);
    return len;
}

static struct dg_frequency_chain *
find_chain(const struct dg_frequency *frequency,
           const struct dg_frequency_ask *ask, int32_t month)
{
    struct dg_frequency_chain *chain = NULL;
    char key[KEY_SIZE];
    size_t len = write_key(key, ask, month);
    HASH_FIND(hh, frequency->chains, key, len, chain);
    return chain;
}

static struct dg_frequency_chain *
add_chain(struct dg_frequency *frequency, const struct dg_frequency_ask *ask,
          int32_t month)
{
    struct dg_frequency_chain *chain =
        frequency->host->alloc(sizeof *chain + KEY_SIZE);
    size_t len;
    if (!chain) {
        return NULL;
    }
    len = write_key(chain->key, ask, month);
    chain->department = (struct dg_plugin_str){chain->key, ask->department.len};
    chain->duty = (struct dg_plugin_str){chain->key + ask->department.len + 1,
                                         ask->duty.len};
    HASH_ADD_KEYPTR(hh, frequency->chains, chain->key, len, chain);
    if (!chain->hh.tbl) {
        frequency->host->release(chain);
        return NULL;
    }
    return chain;
}

static void
drop_if_empty(struct dg_frequency *frequency, struct dg_frequency_chain *chain)
{
    if (!chain->tasks) {
        HASH_DEL(frequency->chains, chain);
        frequency->host->release(chain);
    }
}

/* ---- tasks -------------------------------------------------------------- */

static struct dg_frequency_task *
find_task(const struct dg_frequency *frequency, uint64_t sequence)
{
    struct dg_frequency_task *task = NULL;
    if (sequence == 0 || sequence > frequency->newest) {
        return NULL; /* as of most: no search in a large table */
    }
    HASH_FIND(hh, frequency->tasks, &sequence, sizeof sequence, task);
    return task;
}

/* With all its occurrences. */
static void
forget(struct dg_frequency *frequency, struct dg_frequency_task *task)
{
    HASH_DEL(frequency->tasks, task);
    frequency->host->audience_release(task->audience);
    while (task) {
        struct dg_frequency_task *later = task->later;
        DL_DELETE(task->chain->tasks, task);
        drop_if_empty(frequency, task->chain);
        frequency->host->release(task);
        task = later;
    }
}

/* Into the map, or behind the occurrences before it, whose audience it shares.
 */
static bool
keep_task(struct dg_frequency *frequency, struct dg_frequency_task *task,
          struct dg_frequency_task *first)
{
    if (first) {
        task->audience = first->audience;
        task->later = first->later;
        first->later = task;
        first->until = task->day > first->until ? task->day : first->until;
        return true;
    }
    task->until = task->day;
    HASH_ADD(hh, frequency->tasks, sequence, sizeof task->sequence, task);
    return task->hh.tbl != NULL;
}

/* Takes the audience, also on failure; NULL of a later occurrence. */
static enum dg_plugin_status
insert(struct dg_frequency *frequency, const struct dg_frequency_ask *ask,
       uint64_t sequence, struct dg_plugin_audience *audience)
{
    const struct dg_plugin_host *host = frequency->host;
    int32_t month = dg_bucket_month(host, ask->day);
    struct dg_frequency_task *first = find_task(frequency, sequence);
    struct dg_frequency_chain *chain = find_chain(frequency, ask, month);
    struct dg_frequency_task *task = host->alloc(sizeof *task);
    if (!chain) {
        chain = add_chain(frequency, ask, month);
    }
    if (!(audience || first) || !task || !chain) {
        goto fail;
    }
    *task = (struct dg_frequency_task){.sequence = sequence,
                                       .day = ask->day,
                                       .chain = chain,
                                       .audience = audience};
    if (!keep_task(frequency, task, first)) {
        goto fail;
    }
    DL_APPEND(chain->tasks, task);
    frequency->newest =
        sequence > frequency->newest ? sequence : frequency->newest;
    return DG_PLUGIN_OK;

fail:
    if (chain) {
        drop_if_empty(frequency, chain);
    }
    host->release(task);
    host->audience_release(audience);
    return DG_PLUGIN_FAILED;
}

/* A task of a year before the last is of no use to any count. Once a year. */
static void
expire(struct dg_frequency *frequency, int32_t year)
{
    const struct dg_plugin_host *host = frequency->host;
    struct dg_frequency_task *task, *next;
    if (year == frequency->year) {
        return;
    }
    frequency->year = year;
    HASH_ITER(hh, frequency->tasks, task, next)
    {
        if (dg_bucket_month(host, task->until) / 12 < year - 1) {
            forget(frequency, task);
        }
    }
}

void
dg_frequency_init(struct dg_frequency *frequency,
                  const struct dg_plugin_host *host)
{
    *frequency = (struct dg_frequency){.host = host};
}

void
dg_frequency_finish(struct dg_frequency *frequency)
{
    struct dg_frequency_task *task, *next;
    HASH_ITER(hh, frequency->tasks, task, next)
    {
        forget(frequency, task);
    }
}

bool
dg_frequency_read(const struct dg_plugin_host *host,
                  const struct dg_plugin_event *event, size_t charged,
                  struct dg_frequency_ask *ask)
{
    *ask = (struct dg_frequency_ask){
        .department = dg_charged_cap(host, event, charged),
        .duty = host->text(host->member(event->task, "duty")),
        .audience = event->audience,
        .amends = event->amends,
    };
    return ask->duty.len && ask->audience &&
           dg_occasions_begin(host, event, &ask->occasions);
}

bool
dg_frequency_turn(struct dg_frequency_ask *ask)
{
    struct dg_occasion occasion;
    if (!dg_occasions_next(&ask->occasions, &occasion)) {
        return false;
    }
    ask->day = occasion.day;
    return true;
}

static enum dg_plugin_status
add_day(struct dg_frequency *frequency, const struct dg_frequency_ask *ask,
        uint64_t sequence)
{
    int32_t month = dg_bucket_month(frequency->host, ask->day);
    char key[KEY_SIZE];
    if (month / 12 < frequency->year - 1 || !write_key(key, ask, month)) {
        return DG_PLUGIN_OK;
    }
    return insert(frequency, ask, sequence,
                  dg_frequency_has(frequency, sequence)
                      ? NULL
                      : frequency->host->audience_keep(ask->audience));
}

enum dg_plugin_status
dg_frequency_add(struct dg_frequency *frequency, struct dg_frequency_ask *ask,
                 uint64_t sequence, int32_t today)
{
    enum dg_plugin_status status = DG_PLUGIN_OK;
    if (today != frequency->today) {
        frequency->today = today;
        expire(frequency, dg_bucket_month(frequency->host, today) / 12);
    }
    while (status == DG_PLUGIN_OK && dg_frequency_turn(ask)) {
        status = add_day(frequency, ask, sequence);
    }
    return status;
}

bool
dg_frequency_has(const struct dg_frequency *frequency, uint64_t sequence)
{
    return find_task(frequency, sequence) != NULL;
}

/* The audience of all its days. */
static bool
replace_audience(const struct dg_plugin_host *host,
                 struct dg_frequency_task *task,
                 const struct dg_plugin_audience *audience)
{
    struct dg_plugin_audience *kept = host->audience_keep(audience);
    if (!kept) {
        return false;
    }
    host->audience_release(task->audience);
    for (; task; task = task->later) {
        task->audience = kept;
    }
    return true;
}

static bool
has_day(const struct dg_frequency_task *task,
        const struct dg_frequency_ask *ask)
{
    while (task && (task->day != ask->day ||
                    !dg_text_equal(task->chain->department, ask->department))) {
        task = task->later;
    }
    return task != NULL;
}

enum dg_plugin_status
dg_frequency_put_off(struct dg_frequency *frequency,
                     struct dg_frequency_ask *ask, uint64_t sequence)
{
    struct dg_frequency_task *task = find_task(frequency, sequence);
    enum dg_plugin_status status = DG_PLUGIN_OK;
    if (!task) {
        return DG_PLUGIN_OK;
    }
    if (!replace_audience(frequency->host, task, ask->audience)) {
        return DG_PLUGIN_FAILED;
    }
    while (status == DG_PLUGIN_OK && dg_frequency_turn(ask)) {
        if (!has_day(task, ask)) {
            status = add_day(frequency, ask, sequence);
        }
    }
    return status;
}

void
dg_frequency_withdraw(struct dg_frequency *frequency, uint64_t sequence)
{
    struct dg_frequency_task *task = find_task(frequency, sequence);
    if (task) {
        forget(frequency, task);
    }
}

/* Occurrences lie one behind the other and share an audience, so that one look
 * does for all of them. */
static void
count_chain(const struct dg_frequency *frequency,
            const struct dg_frequency_chain *chain,
            const struct dg_frequency_ask *ask, bool same_day,
            struct dg_frequency_past *past)
{
    const struct dg_frequency_task *task;
    const struct dg_plugin_audience *seen = NULL;
    bool overlaps = false;
    DL_FOREACH(chain->tasks, task)
    {
        if ((same_day && task->day != ask->day) ||
            task->sequence == ask->amends) {
            continue;
        }
        if (task->audience != seen) {
            seen = task->audience;
            overlaps = frequency->host->audience_overlaps(seen, ask->audience);
        }
        if (overlaps) {
            past->times++;
            past->last =
                task->sequence > past->last ? task->sequence : past->last;
        }
    }
}

struct dg_frequency_past
dg_frequency_count(const struct dg_frequency *frequency,
                   const struct dg_frequency_ask *ask, enum dg_entry_per per)
{
    struct dg_frequency_past past = {0, 0};
    int32_t month =
        dg_bucket_first(dg_bucket_month(frequency->host, ask->day), per);
    for (int32_t end = month + dg_bucket_months[per]; month < end; month++) {
        const struct dg_frequency_chain *chain =
            find_chain(frequency, ask, month);
        if (chain) {
            count_chain(frequency, chain, ask, per == DG_ENTRY_DAY, &past);
        }
    }
    return past;
}

/* ---- save and restore --------------------------------------------------- */

static void
save_day(const struct dg_plugin_host *host,
         const struct dg_frequency_task *task, struct dg_plugin_writer *out)
{
    char day[11];
    host->date_format(task->day, day);
    host->open_object(out);
    host->put_name(out, "task");
    host->put_integer(out, (int64_t) task->sequence);
    host->put_name(out, "department");
    host->put_text(out, task->chain->department);
    host->put_name(out, "duty");
    host->put_text(out, task->chain->duty);
    host->put_name(out, "day");
    host->put_text(out, dg_text_from(day));
    host->put_name(out, "audience");
    host->put_audience(out, task->audience);
    host->close_object(out);
}

void
dg_frequency_save(const struct dg_frequency *frequency,
                  struct dg_plugin_writer *out)
{
    const struct dg_plugin_host *host = frequency->host;
    const struct dg_frequency_task *task, *next;
    host->open_array(out);
    HASH_ITER(hh, frequency->tasks, task, next)
    {
        for (const struct dg_frequency_task *t = task; t; t = t->later) {
            save_day(host, t, out);
        }
    }
    host->close_array(out);
}

enum dg_plugin_status
dg_frequency_restore(struct dg_frequency *frequency,
                     const struct dg_plugin_value *tasks)
{
    const struct dg_plugin_host *host = frequency->host;
    for (const struct dg_plugin_value *v = host->first(tasks); v;
         v = host->next(v)) {
        struct dg_frequency_ask ask = {
            .department = host->text(host->member(v, "department")),
            .duty = host->text(host->member(v, "duty")),
        };
        int64_t sequence = host->integer(host->member(v, "task"), 0);
        if (!host->date_parse(host->text(host->member(v, "day")), &ask.day) ||
            insert(frequency, &ask, (uint64_t) sequence,
                   dg_frequency_has(frequency, (uint64_t) sequence)
                       ? NULL
                       : host->audience_restore(host->member(v, "audience")))) {
            return DG_PLUGIN_FAILED;
        }
    }
    return DG_PLUGIN_OK;
}
