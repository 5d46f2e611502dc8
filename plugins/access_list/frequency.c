/* SPDX-License-Identifier: Apache-2.0 */
/* Counts admitted tasks per department, duty and period. A chain holds one
 * month, so a count looks at 1, 3 or 12 of them however long the journal is.
 * Whether a count is too high is rules.c's to say. */
#include "plugins/access_list/frequency.h"

#include <string.h>
#include <utlist.h>

#include "plugins/access_list/bucket.h"
#include "plugins/access_list/text.h"

/* Department and duty (64 characters each by schema), '/', month. */
#define KEY_SIZE 144

struct dg_frequency_task {
    uint64_t sequence;
    int32_t day;
    struct dg_frequency_chain *chain;
    struct dg_plugin_audience *audience;
    struct dg_frequency_task *prev, *next; /* dg_frequency_chain::tasks */
    UT_hash_handle hh;                     /* dg_frequency::tasks */
};

struct dg_frequency_chain {
    struct dg_frequency_task *tasks;
    struct dg_plugin_str department, duty; /* in key */
    UT_hash_handle hh;                     /* dg_frequency::chains */
    char key[];
};

/* ---- chains ------------------------------------------------------------- */

/* Department, duty, month; the key's length, or 0 when the codes are longer
 * than any schema lets through. */
static size_t
write_key(char key[KEY_SIZE], const struct dg_frequency_ask *ask, int32_t month)
{
    struct dg_plugin_str department = ask->department, duty = ask->duty;
    size_t len = department.len + duty.len + 1 + sizeof month;
    if (department.len >= KEY_SIZE || duty.len >= KEY_SIZE || len > KEY_SIZE) {
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

static void
forget(struct dg_frequency *frequency, struct dg_frequency_task *task)
{
    HASH_DEL(frequency->tasks, task);
    DL_DELETE(task->chain->tasks, task);
    drop_if_empty(frequency, task->chain);
    frequency->host->audience_release(task->audience);
    frequency->host->release(task);
}

/* Takes the audience, also on failure. */
static enum dg_plugin_status
insert(struct dg_frequency *frequency, const struct dg_frequency_ask *ask,
       uint64_t sequence, struct dg_plugin_audience *audience)
{
    const struct dg_plugin_host *host = frequency->host;
    int32_t month = dg_bucket_month(host, ask->day);
    struct dg_frequency_chain *chain = find_chain(frequency, ask, month);
    struct dg_frequency_task *task = host->alloc(sizeof *task);
    if (!chain) {
        chain = add_chain(frequency, ask, month);
    }
    if (!audience || !task || !chain) {
        goto fail;
    }
    *task = (struct dg_frequency_task){.sequence = sequence,
                                       .day = ask->day,
                                       .chain = chain,
                                       .audience = audience};
    HASH_ADD(hh, frequency->tasks, sequence, sizeof sequence, task);
    if (!task->hh.tbl) {
        goto fail;
    }
    DL_APPEND(chain->tasks, task);
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
        if (dg_bucket_month(host, task->day) / 12 < year - 1) {
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

/* A period that is kept at all: of last year or later. */
static bool
is_recent(const struct dg_plugin_host *host, int32_t day, int64_t time_us)
{
    int32_t today = host->date_of(time_us);
    return dg_bucket_month(host, day) / 12 >=
           dg_bucket_month(host, today) / 12 - 1;
}

/* A period from long ago is no way round a frequency: then the due date says
 * what the task counts for. */
bool
dg_frequency_read(const struct dg_plugin_host *host,
                  const struct dg_plugin_event *event,
                  struct dg_frequency_ask *ask)
{
    struct dg_plugin_str period =
        host->text(host->member(event->task, "period"));
    struct dg_plugin_str due = host->text(host->member(event->task, "due"));
    *ask = (struct dg_frequency_ask){
        .department = event->principal,
        .duty = host->text(host->member(event->task, "duty")),
        .audience = event->audience,
        .amends = event->amends,
    };
    return ask->duty.len && ask->audience &&
           ((host->period_day(period, &ask->day) &&
             is_recent(host, ask->day, event->time_us)) ||
            host->due_day(due, &ask->day));
}

enum dg_plugin_status
dg_frequency_add(struct dg_frequency *frequency,
                 const struct dg_frequency_ask *ask, uint64_t sequence,
                 int32_t today)
{
    const struct dg_plugin_host *host = frequency->host;
    int32_t month = dg_bucket_month(host, ask->day);
    char key[KEY_SIZE];
    if (today != frequency->today) {
        frequency->today = today;
        expire(frequency, dg_bucket_month(host, today) / 12);
    }
    if (month / 12 < frequency->year - 1 || !write_key(key, ask, month)) {
        return DG_PLUGIN_OK;
    }
    return insert(frequency, ask, sequence, host->audience_keep(ask->audience));
}

bool
dg_frequency_has(const struct dg_frequency *frequency, uint64_t sequence)
{
    struct dg_frequency_task *task = NULL;
    HASH_FIND(hh, frequency->tasks, &sequence, sizeof sequence, task);
    return task != NULL;
}

void
dg_frequency_withdraw(struct dg_frequency *frequency, uint64_t sequence)
{
    struct dg_frequency_task *task = NULL;
    HASH_FIND(hh, frequency->tasks, &sequence, sizeof sequence, task);
    if (task) {
        forget(frequency, task);
    }
}

static void
count_chain(const struct dg_frequency *frequency,
            const struct dg_frequency_chain *chain,
            const struct dg_frequency_ask *ask, bool same_day,
            struct dg_frequency_past *past)
{
    const struct dg_frequency_task *task;
    DL_FOREACH(chain->tasks, task)
    {
        if ((!same_day || task->day == ask->day) &&
            task->sequence != ask->amends &&
            frequency->host->audience_overlaps(task->audience, ask->audience)) {
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

void
dg_frequency_save(const struct dg_frequency *frequency,
                  struct dg_plugin_writer *out)
{
    const struct dg_plugin_host *host = frequency->host;
    const struct dg_frequency_task *task, *next;
    host->open_array(out);
    HASH_ITER(hh, frequency->tasks, task, next)
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
                   host->audience_restore(host->member(v, "audience")))) {
            return DG_PLUGIN_FAILED;
        }
    }
    return DG_PLUGIN_OK;
}
