/* SPDX-License-Identifier: Apache-2.0 */
/* A plugin that follows tasks: it keeps what it is told of them, looks whether
 * that fits what it was told before and what inboxes show, and gives it out. */
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "plugins/plugin.h"

#define TASKS_MAX 8192
#define TEXT_SIZE 64
#define ARG(s) (int) (s).len, (s).data ? (s).data : ""
#define TEXT(s)                                                                \
    (struct dg_plugin_str)                                                     \
    {                                                                          \
        s, strlen(s)                                                           \
    }

struct followed {
    uint64_t task, content, of, forwards;
    int64_t due_us, time_us;
    char source[TEXT_SIZE], period[TEXT_SIZE], end[TEXT_SIZE];
    bool open;
    struct dg_plugin_audience *audience;
};

struct follower {
    struct followed tasks[TASKS_MAX]; /* in the order they came */
    size_t count;
    char *trace; /* a line for each call of the hook */
    size_t trace_len, trace_room;
    char wrong[256]; /* what did not fit first */
};

static const struct dg_plugin_host *calls;

__attribute__((format(printf, 2, 3))) static void
complain(struct follower *f, const char *format, ...)
{
    va_list args;
    if (f->wrong[0]) {
        return;
    }
    va_start(args, format);
    vsnprintf(f->wrong, sizeof f->wrong, format, args);
    va_end(args);
}

static bool
add_line(struct follower *f, const char *line)
{
    size_t len = strlen(line);
    if (f->trace_room - f->trace_len < len + 1) {
        size_t room = 2 * (f->trace_len + len + 1);
        char *trace = realloc(f->trace, room);
        if (!trace) {
            return false;
        }
        f->trace = trace;
        f->trace_room = room;
    }
    memcpy(f->trace + f->trace_len, line, len + 1);
    f->trace_len += len;
    return true;
}

static enum dg_plugin_status
load(const struct dg_plugin_host *host, const struct dg_plugin_options *options,
     void **state)
{
    struct follower *f = calloc(1, sizeof *f);
    (void) options;
    calls = host;
    *state = f;
    return f && add_line(f, "") ? DG_PLUGIN_OK : DG_PLUGIN_FAILED;
}

static void
unload(void *state)
{
    struct follower *f = state;
    for (size_t i = 0; i < f->count; i++) {
        calls->audience_release(f->tasks[i].audience);
    }
    free(f->trace);
    free(f);
}

/* ---- events ------------------------------------------------------------- */

/* What an event asks, as far as it says. */
static struct dg_plugin_str
describe(const struct dg_plugin_event *event, char text[128])
{
    int len = snprintf(
        text, 128, "due %lld, %u offices, for %.*s", (long long) event->due_us,
        calls->audience_offices(event->audience), ARG(event->onbehalf));
    return (struct dg_plugin_str){text, (size_t) len};
}

static enum dg_plugin_status
decide(void *state, const struct dg_plugin_event *event,
       struct dg_plugin_findings *findings)
{
    char text[128];
    (void) state;
    calls->add(findings, &(struct dg_plugin_finding){
                             .struct_size = sizeof(struct dg_plugin_finding),
                             .rule = "seen",
                             .verdict = DG_PLUGIN_NOTE,
                             .code = "seen",
                             .text = describe(event, text)});
    return DG_PLUGIN_OK;
}

/* It reads now as it read when it was decided; but nothing is known of what
 * was erased, nor whom an occurrence of it went to. */
static void
compare(struct follower *f, const struct dg_plugin_event *event,
        const struct dg_plugin_decision *decision)
{
    struct dg_plugin_finding finding = {.struct_size = sizeof finding};
    char text[128];
    struct dg_plugin_str now = describe(event, text);
    for (size_t i = 0; calls->finding_at(decision, i, &finding); i++) {
        if (strcmp(finding.code, "seen") == 0 && event->audience &&
            (finding.text.len != now.len ||
             memcmp(finding.text.data, now.data, now.len) != 0)) {
            complain(f, "%llu: %.*s, but when decided %.*s",
                     (unsigned long long) event->sequence, ARG(now),
                     ARG(finding.text));
        }
    }
}

static struct followed *
find(struct follower *f, uint64_t task)
{
    for (size_t i = 0; i < f->count; i++) {
        if (f->tasks[i].task == task) {
            return &f->tasks[i];
        }
    }
    return NULL;
}

static void
forget(struct follower *f, uint64_t task)
{
    struct followed *t = find(f, task);
    if (t) {
        calls->audience_release(t->audience);
        f->count--;
        memmove(t, t + 1,
                (size_t) (f->tasks + f->count - t) * sizeof *f->tasks);
    }
}

static enum dg_plugin_status
apply(void *state, const struct dg_plugin_event *event,
      const struct dg_plugin_decision *decision)
{
    compare(state, event, decision);
    for (size_t i = 0; i < event->erased_count; i++) {
        forget(state, event->erased[i]);
    }
    return DG_PLUGIN_OK;
}

/* ---- tasks -------------------------------------------------------------- */

static void
copy(char out[TEXT_SIZE], struct dg_plugin_str text)
{
    snprintf(out, TEXT_SIZE, "%.*s", ARG(text));
}

/* Everything that is said, into its place. */
static enum dg_plugin_status
take(struct followed *t, const struct dg_plugin_task *task)
{
    t->task = task->task;
    t->content = task->content;
    t->of = task->of;
    t->forwards = task->forwards;
    t->due_us = task->due_us;
    t->time_us = task->time_us;
    copy(t->source, task->source);
    copy(t->period, task->period);
    copy(t->end, task->end);
    t->open = task->change != DG_PLUGIN_TASK_ENDED;
    calls->audience_release(t->audience);
    t->audience = calls->audience_keep(task->audience);
    return t->audience ? DG_PLUGIN_OK : DG_PLUGIN_FAILED;
}

static bool
fits(struct follower *f, const struct dg_plugin_task *task,
     const struct followed *before)
{
    bool opens = task->change == DG_PLUGIN_TASK_OPENED;
    if (opens ? before != NULL : !before || !before->open) {
        complain(f, "task %llu: change %d %s", (unsigned long long) task->task,
                 (int) task->change,
                 !before        ? "of none"
                 : before->open ? "of an open one"
                                : "of one that ended");
        return false;
    }
    return f->count < TASKS_MAX;
}

static enum dg_plugin_status
follow(void *state, const struct dg_plugin_task *task)
{
    static const char *const changes[] = {"opened", "changed", "ended"};
    struct follower *f = state;
    struct followed *before = find(f, task->task);
    char line[512];
    if (task->change >= DG_PLUGIN_TASK_DROPPED) {
        return DG_PLUGIN_OK;
    }
    snprintf(line, sizeof line,
             "%s %llu as %llu of %llu forwards %llu %.*s [%.*s] due %lld at "
             "%lld, %u offices, %.*s\n",
             changes[task->change], (unsigned long long) task->task,
             (unsigned long long) task->content, (unsigned long long) task->of,
             (unsigned long long) task->forwards, ARG(task->source),
             ARG(task->period), (long long) task->due_us,
             (long long) task->time_us, calls->audience_offices(task->audience),
             ARG(task->end));
    if (!add_line(f, line)) {
        return DG_PLUGIN_FAILED;
    }
    if (task->end.len == 6 && memcmp(task->end.data, "erased", 6) == 0) {
        if (before) {
            complain(f, "task %llu: erased and not forgotten before",
                     (unsigned long long) task->task);
        }
        return DG_PLUGIN_OK;
    }
    if (!fits(f, task, before)) {
        return DG_PLUGIN_OK;
    }
    if (!before) {
        before = &f->tasks[f->count++];
        *before = (struct followed){.task = task->task};
    }
    return take(before, task);
}

/* ---- what inboxes show -------------------------------------------------- */

struct shown {
    struct follower *f;
    uint32_t office;
    size_t count;
};

static bool
look_at(void *ctx, uint64_t task)
{
    struct shown *shown = ctx;
    const struct followed *t = find(shown->f, task);
    if (!t || !t->open ||
        !calls->audience_reaches(t->audience, shown->office)) {
        complain(shown->f, "task %llu is in the inbox of %u",
                 (unsigned long long) task, shown->office);
    }
    shown->count++;
    return true;
}

static void
check_office(struct follower *f, uint32_t office)
{
    struct shown shown = {f, office, 0};
    size_t reached = 0;
    for (size_t i = 0; i < f->count; i++) {
        const struct followed *t = &f->tasks[i];
        reached +=
            t->open && calls->audience_reaches(t->audience, shown.office);
    }
    if (!calls->inbox_each(calls, office, look_at, &shown) ||
        shown.count != reached) {
        complain(f, "%zu tasks in the inbox of %u, %zu reach it", shown.count,
                 office, reached);
    }
}

static void
check_inboxes(struct follower *f)
{
    for (uint32_t i = 0; calls->office_code(calls, i); i++) {
        check_office(f, i);
    }
    for (uint32_t i = DG_PLUGIN_TOWNS; calls->office_code(calls, i); i++) {
        check_office(f, i);
    }
}

/* ---- reads -------------------------------------------------------------- */

static void
put_run(void *ctx, uint32_t first, uint32_t count)
{
    char text[48];
    snprintf(text, sizeof text, "%u+%u", first, count);
    calls->put_text(ctx, TEXT(text));
}

static void
put_out_run(void *ctx, uint32_t first, uint32_t count)
{
    char text[48];
    snprintf(text, sizeof text, "-%u+%u", first, count);
    calls->put_text(ctx, TEXT(text));
}

static void
put_number(struct dg_plugin_writer *out, const char *name, uint64_t number)
{
    calls->put_name(out, name);
    calls->put_integer(out, (int64_t) number);
}

static void
put_string(struct dg_plugin_writer *out, const char *name, const char *text)
{
    calls->put_name(out, name);
    calls->put_text(out, TEXT(text));
}

static void
put_task(struct follower *f, struct dg_plugin_writer *out,
         const struct followed *t)
{
    calls->open_object(out);
    put_number(out, "task", t->task);
    put_number(out, "content", t->content);
    put_number(out, "of", t->of);
    put_number(out, "forwards", t->forwards);
    put_number(out, "due", (uint64_t) t->due_us);
    put_number(out, "time", (uint64_t) t->time_us);
    put_string(out, "source", t->source);
    put_string(out, "period", t->period);
    put_string(out, "end", t->end);
    calls->put_name(out, "runs");
    calls->open_array(out);
    if (!calls->audience_runs(t->audience, put_run, put_out_run, out)) {
        complain(f, "no memory");
    }
    calls->close_array(out);
    calls->close_object(out);
}

static void
put_state(struct follower *f, struct dg_plugin_writer *out)
{
    check_inboxes(f);
    calls->open_object(out);
    put_string(out, "wrong", f->wrong);
    calls->put_name(out, "tasks");
    calls->open_array(out);
    for (size_t i = 0; i < f->count; i++) {
        put_task(f, out, &f->tasks[i]);
    }
    calls->close_array(out);
    calls->close_object(out);
}

/* What the host says of a code, a source and a task. */
static void
put_known(const struct dg_plugin_value *params, struct dg_plugin_writer *out)
{
    struct dg_plugin_str source = calls->text(calls->member(params, "source"));
    uint64_t task = (uint64_t) calls->integer(calls->member(params, "task"), 0);
    uint32_t number =
        calls->office_number(calls, calls->text(calls->member(params, "code")));
    calls->open_object(out);
    put_number(out, "number", number);
    put_number(out, "code", calls->office_code(calls, number));
    calls->put_name(out, "office");
    calls->put_text(out, calls->office_name(calls, number));
    calls->put_name(out, "villages");
    calls->open_array(out);
    calls->town_offices(calls, number, put_run, out);
    calls->close_array(out);
    calls->put_name(out, "name");
    calls->put_text(out, calls->source_name(calls, source));
    calls->put_name(out, "asked");
    calls->put_boolean(out, calls->task_asked_by(calls, task, source));
    calls->put_name(out, "raw");
    calls->put_text(out, calls->raw(params));
    calls->close_object(out);
}

static enum dg_plugin_status
query(void *state, struct dg_plugin_str name,
      const struct dg_plugin_value *params, struct dg_plugin_str reader,
      struct dg_plugin_writer *out)
{
    struct follower *f = state;
    (void) reader;
    if (name.data[name.len - 1] == 'k') { /* follower.ask */
        put_known(params, out);
    } else if (calls->member(params, "trace")) {
        calls->put_text(out, (struct dg_plugin_str){f->trace, f->trace_len});
    } else {
        put_state(f, out);
    }
    return DG_PLUGIN_OK;
}

#define ALL 0xffu

static const struct dg_plugin_type types[] = {
    {.name = "dutygate.follower.read.v1",
     .schema = "{\"type\":\"object\",\"properties\":{\"trace\":{}},"
               "\"additionalProperties\":false}",
     .roles = ALL,
     .reads = true},
    {.name = "dutygate.follower.ask.v1",
     .schema = "{\"type\":\"object\"}",
     .roles = ALL,
     .reads = true},
};

static const struct dg_plugin_rule rules[] = {{"seen", "says what it sees"}};

static const struct dg_plugin description = {
    .struct_size = sizeof(struct dg_plugin),
    .abi_major = DG_PLUGIN_ABI_MAJOR,
    .abi_minor = DG_PLUGIN_ABI_MINOR,
    .name = "follower",
    .version = "0.1.0",
    .fold_version = 1,
    .types = types,
    .type_count = sizeof types / sizeof *types,
    .rules = rules,
    .rule_count = sizeof rules / sizeof *rules,
    .load = load,
    .unload = unload,
    .decide = decide,
    .apply = apply,
    .query = query,
    .task = follow,
};

const struct dg_plugin *
dg_plugin_describe(void)
{
    return &description;
}
