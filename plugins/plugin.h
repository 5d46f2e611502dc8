/* SPDX-License-Identifier: Apache-2.0 */
/* The plugin contract. A plugin includes this header and nothing else of ours,
 * exports the one function dg_plugin_describe, and calls the gateway only
 * through the table of host functions that load receives.
 *
 * Threads: all hooks run on the gateway's loop thread, one at a time; none may
 * block. Texts are UTF-8 slices without NUL; unless said otherwise they and
 * everything opaque live until the hook returns. The host copies what it is
 * given. Nothing here may be freed by the plugin but what it got from alloc or
 * audience_keep.
 *
 * Folds: everything a plugin remembers must come from apply (and restore), so
 * that a replay of the journal gives it back. Time is the event's time; a
 * plugin reads no clock, no file, no random numbers.
 *
 * ABI: a plugin of another major, or of a newer minor, is refused. Blocks begin
 * with their size and only ever grow at the end within a major; so do the items
 * of declared arrays, whose size follows from the minor. */
#ifndef PLUGINS_PLUGIN_H
#define PLUGINS_PLUGIN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define DG_PLUGIN_ABI_MAJOR 1
#define DG_PLUGIN_ABI_MINOR 4

struct dg_plugin_str {
    const char *data; /* may be NULL when len is 0 */
    size_t len;       /* bytes */
};

enum dg_plugin_status {
    DG_PLUGIN_OK = 0,
    DG_PLUGIN_FAILED,   /* out of memory or the like: decide leaves the event
                           without decision, apply restarts the gateway */
    DG_PLUGIN_NOT_FOUND /* query only: there is no such thing */
};

/* ---- what a plugin sees ------------------------------------------------ */

struct dg_plugin_value;    /* a JSON value */
struct dg_plugin_audience; /* resolved recipients */
struct dg_plugin_findings; /* what decide adds to */
struct dg_plugin_decision; /* what was recorded */
struct dg_plugin_writer;   /* JSON being written */
struct dg_plugin_submit;   /* where tick hands in events */
struct dg_plugin_options;  /* checked configuration */
struct dg_plugin_measures; /* what measure adds to */

enum dg_plugin_kind {
    DG_PLUGIN_NULL,
    DG_PLUGIN_BOOLEAN,
    DG_PLUGIN_NUMBER,
    DG_PLUGIN_STRING,
    DG_PLUGIN_ARRAY,
    DG_PLUGIN_OBJECT
};

/* Bits of a type's roles. */
enum dg_plugin_role {
    DG_PLUGIN_DEPARTMENT = 1 << 0,
    DG_PLUGIN_TOWN = 1 << 1,
    DG_PLUGIN_OFFICE = 1 << 2,
    DG_PLUGIN_KEEPER = 1 << 3,
    DG_PLUGIN_AUDITOR = 1 << 4,
    DG_PLUGIN_OPERATOR = 1 << 5,
    DG_PLUGIN_GATEWAY = 1 << 6,
    /* Since 1.2: a task force (专班) asks for its parents, for a time; the root
     * keys of the configuration enrol, and nothing else. */
    DG_PLUGIN_TASKFORCE = 1 << 7,
    DG_PLUGIN_ROOT = 1 << 8
};

struct dg_plugin_event {
    size_t struct_size;
    struct dg_plugin_str type;      /* "dutygate.task.publish.v1" */
    struct dg_plugin_str source;    /* "department/mzj" */
    struct dg_plugin_str principal; /* "mzj" */
    struct dg_plugin_str id;
    enum dg_plugin_role role;
    int64_t time_us;   /* microseconds since 1970 UTC; never decreases */
    uint64_t sequence; /* 0 while it is being decided */
    bool check;        /* task.check: decided, never applied */
    const struct dg_plugin_value *data;
    /* NULL when the type has none or it could not be resolved (the core
     * refuses such a task by itself). */
    const struct dg_plugin_audience *audience;

    /* Since 1.1: the assignment that the event carries (of task.publish and
     * task.check data itself, of task.amend, task.forward and task.declare what
     * they name), and where it stands ("/data", "/data/assignment"). NULL of
     * every other type. */
    const struct dg_plugin_value *task;
    struct dg_plugin_str task_pointer;
    /* The rules judge it. False of what only takes off or hands on: a later
     * date, fewer recipients, less to show; and of types without a task. */
    bool gated;
    uint64_t amends; /* receipt number of the task it changes, or 0 */

    /* Since 1.2: whom it is charged to and whose authority it rests on: the
     * parents of a task force ("department/mzj"), of everybody else the source
     * alone. At least one. */
    const struct dg_plugin_str *charged;
    size_t charged_count;

    /* Since 1.2, in apply of an admitted journal.erase: the receipt numbers of
     * what was erased and of occurrences of it, in no order. A fold forgets
     * what it keeps of them, and of what was about them (amends, data.task,
     * data.request), so that it stands as at a replay, which does not show what
     * was erased, but what was about it, and then this. */
    const uint64_t *erased;
    size_t erased_count;

    /* Since 1.3: the code of the office for which a town says it (onbehalf);
     * the source is the town's. Empty otherwise. */
    struct dg_plugin_str onbehalf;
    /* Since 1.3: when what the event asks is due, of task.occur that
     * occurrence, whose audience is the task's; 0 if it asks nothing, or
     * recurs. */
    int64_t due_us;

    /* Since 1.4: its causationid, the id of the event that it follows from, as
     * its source says. Empty otherwise. */
    struct dg_plugin_str causation;
};

/* Since 1.3: what became of a task in the inboxes. */
enum dg_plugin_change {
    DG_PLUGIN_TASK_OPENED,  /* it came into them */
    DG_PLUGIN_TASK_CHANGED, /* it reads otherwise, or goes to others */
    DG_PLUGIN_TASK_ENDED,   /* it left them */
    /* Since 1.4, to plugins of that minor: it ended, and was not in them: it
     * waited, as an amendment may, or recurs. */
    DG_PLUGIN_TASK_DROPPED,
    /* … it recurs, and its occurrences will be, or they will read otherwise. */
    DG_PLUGIN_TASK_STANDS
};

struct dg_plugin_task {
    size_t struct_size;
    enum dg_plugin_change change;
    uint64_t task; /* receipt number; of an occurrence its own */
    /* Receipt number of the entry whose assignment it reads as: its own, of an
     * occurrence that of the recurring task, or of the last amendment taken
     * over by either. */
    uint64_t content;
    uint64_t of;       /* the recurring task it is an occurrence of, or 0 */
    uint64_t forwards; /* the task that it hands on, or 0 */
    struct dg_plugin_str source; /* who asks: "department/mzj" */
    struct dg_plugin_str period; /* "2026-10"; empty if it names none */
    int64_t due_us;
    int64_t time_us; /* of the entry that changed it */
    const struct dg_plugin_audience *audience;
    /* Of ENDED and DROPPED: "withdrawn", "refused", "lapsed", "expired",
     * "declined", "erased". Empty otherwise. */
    struct dg_plugin_str end;
};

/* ---- findings ---------------------------------------------------------- */

/* The heaviest verdict of all enforced findings decides. */
enum dg_plugin_verdict {
    DG_PLUGIN_NOTE,  /* said, changes nothing */
    DG_PLUGIN_STRIP, /* admitted without what the effects name; a refusal if
                        the task says "strict": true */
    /* Waits for the keeper, who grants or refuses it by exemption.decide: an
     * entry of its own, whose task is NULL and whose data names, as "request",
     * the receipt number (sequence) of what was deferred. */
    DG_PLUGIN_DEFER,
    DG_PLUGIN_REFUSE
};

enum dg_plugin_effect_kind {
    DG_PLUGIN_EFFECT_REFUSE,
    DG_PLUGIN_EFFECT_STRIP,
    DG_PLUGIN_EFFECT_SHARE,
    DG_PLUGIN_EFFECT_PREFILL,
    DG_PLUGIN_EFFECT_RELEASE,
    /* Since 1.4, of host->fact alone: what an event asks of offices, and what
     * they did. */
    DG_PLUGIN_EFFECT_ASK,
    DG_PLUGIN_EFFECT_ANSWER
};

/* What a finding takes off the offices; or, as a fact, what is asked of them.
 */
struct dg_plugin_effect {
    enum dg_plugin_effect_kind kind;
    struct dg_plugin_str pointer; /* RFC 6901 in the event: "/data/seals/0" */
    const char *dimension; /* "task", "seal", "proof", "evidence", "field" … */
    uint64_t quantity;     /* how many of them */
    uint32_t offices;      /* at how many offices */
    const char *cause;     /* stable code */
    /* Since 1.4: which offices, as a place: runs of their numbers, ascending
     * and joined, "0-19,25" (towns "2147483648"). Empty: all that the event
     * goes to. */
    struct dg_plugin_str place;
};

/* Since 1.4: an entry as it stays readable for ever, whatever became of its
 * event: what figures are folded from. Strings live until the hook returns. */
struct dg_plugin_header {
    size_t struct_size;
    uint64_t sequence;
    int64_t time_us;
    struct dg_plugin_str type, source;
    enum dg_plugin_verdict verdict;
    struct dg_plugin_str duty, period; /* empty when the event has none */
    uint32_t offices;
    /* Of all findings that count, in their order, then facts. */
    const struct dg_plugin_effect *effects;
    size_t effect_count;
    /* The event was erased, or is kept from whoever replays: neither apply nor
     * task will tell of it. */
    bool bare;
};

struct dg_plugin_finding {
    size_t struct_size;
    const char *rule; /* one of the declared rules: its mode applies */
    enum dg_plugin_verdict verdict;
    const char *code;             /* stable: "duty-not-listed" */
    struct dg_plugin_str text;    /* one sentence for people */
    struct dg_plugin_str pointer; /* what it is about; may be empty */
    /* Where it is written; each may be empty. */
    struct dg_plugin_str list, listversion, entry, clause;
    const struct dg_plugin_str *alternatives; /* lawful ways instead */
    size_t alternative_count;
    /* A REFUSE without effects gets one of kind refuse on the whole task, if
     * any office was asked. */
    const struct dg_plugin_effect *effects;
    size_t effect_count;
    /* Since 1.4: it never counts, whatever its rule's mode, as if that only
     * observed; off is off. */
    bool observed;
};

/* Since 1.4: a figure for gateway.read and the file of figures. */
struct dg_plugin_measure {
    size_t struct_size;
    /* The plugin's own, '_', and what it is in snake_case with its unit:
     * "burden_minutes" is shown as dutygate_burden_minutes, of counters with
     * _total. Rows of one name have one kind and summary, and each has labels
     * of its own. */
    const char *name;
    const char *summary; /* one line */
    bool counter;        /* never falls while the gateway runs; else a gauge */
    const char *labels[4]; /* name, value, name, value; NULL: no more */
    int64_t value;
};

/* ---- host functions ---------------------------------------------------- */

/* Since 1.3: offices first to first + count - 1. */
typedef void (*dg_plugin_run_fn)(void *ctx, uint32_t first, uint32_t count);
#define DG_PLUGIN_NO_OFFICE UINT32_MAX
#define DG_PLUGIN_TOWNS 0x80000000u /* the first town's number */

enum dg_plugin_level { DG_PLUGIN_DEBUG, DG_PLUGIN_INFO, DG_PLUGIN_WARN };

struct dg_plugin_host {
    size_t struct_size;
    uint16_t abi_major, abi_minor;

    /* Zeroed memory that lives until release; NULL when there is none. */
    void *(*alloc)(size_t size);
    void (*release)(void *memory); /* NULL is fine */

    /* One log line; id is a stable dotted word of the plugin's. */
    void (*log)(enum dg_plugin_level level, const char *id,
                struct dg_plugin_str text);

    /* JSON. Every function takes NULL and then answers NULL, 0 or empty. */
    enum dg_plugin_kind (*kind)(const struct dg_plugin_value *value);
    size_t (*count)(const struct dg_plugin_value *value);
    const struct dg_plugin_value *(*member)(const struct dg_plugin_value *value,
                                            const char *name);
    const struct dg_plugin_value *(*first)(const struct dg_plugin_value *value);
    const struct dg_plugin_value *(*next)(const struct dg_plugin_value *value);
    struct dg_plugin_str (*name)(const struct dg_plugin_value *value);
    /* A string decoded, or a number as written; empty for other kinds. */
    struct dg_plugin_str (*text)(const struct dg_plugin_value *value);
    bool (*boolean)(const struct dg_plugin_value *value);
    /* fallback unless it is an integral number that fits. */
    int64_t (*integer)(const struct dg_plugin_value *value, int64_t fallback);

    /* Days. day is days since 1970-01-01, of China Standard Time. */
    bool (*date_parse)(struct dg_plugin_str text, int32_t *day);
    int32_t (*date_of)(int64_t time_us);
    void (*date_format)(int32_t day, char out[11]);
    /* A due date (a day, or an instant) as the China day it falls on. */
    bool (*due_day)(struct dg_plugin_str text, int32_t *day);
    /* The first day of a period "2026", "2026-Q4", "2026-11", "2026-11-22". */
    bool (*period_day)(struct dg_plugin_str text, int32_t *day);

    /* Audiences. */
    uint32_t (*audience_offices)(const struct dg_plugin_audience *audience);
    /* True if some office may be in both. */
    bool (*audience_overlaps)(const struct dg_plugin_audience *a,
                              const struct dg_plugin_audience *b);
    /* True if every office is below one of the division prefixes. */
    bool (*audience_inside)(const struct dg_plugin_audience *audience,
                            const struct dg_plugin_str *prefixes, size_t count);
    /* A copy of the plugin's own, for its fold; NULL without memory. */
    struct dg_plugin_audience *(*audience_keep)(
        const struct dg_plugin_audience *audience);
    void (*audience_release)(struct dg_plugin_audience *audience);
    /* A kept audience as one JSON value, for save, and back, for restore. The
     * value is the host's own; NULL if it is none, or without memory. */
    void (*put_audience)(struct dg_plugin_writer *writer,
                         const struct dg_plugin_audience *audience);
    struct dg_plugin_audience *(*audience_restore)(
        const struct dg_plugin_value *value);

    /* Findings. text is printf into memory that lives as long as findings. */
    struct dg_plugin_str (*format)(struct dg_plugin_findings *findings,
                                   const char *format, ...)
        __attribute__((format(printf, 2, 3)));
    void (*add)(struct dg_plugin_findings *findings,
                const struct dg_plugin_finding *finding);

    /* The recorded decision, in apply. */
    enum dg_plugin_verdict (*verdict)(
        const struct dg_plugin_decision *decision);
    size_t (*finding_count)(const struct dg_plugin_decision *decision);
    /* Effects and alternatives included; false past the last. */
    bool (*finding_at)(const struct dg_plugin_decision *decision, size_t index,
                       struct dg_plugin_finding *finding);

    /* JSON out, in query and save. */
    void (*open_object)(struct dg_plugin_writer *writer);
    void (*close_object)(struct dg_plugin_writer *writer);
    void (*open_array)(struct dg_plugin_writer *writer);
    void (*close_array)(struct dg_plugin_writer *writer);
    void (*put_name)(struct dg_plugin_writer *writer, const char *name);
    void (*put_text)(struct dg_plugin_writer *writer,
                     struct dg_plugin_str text);
    void (*put_integer)(struct dg_plugin_writer *writer, int64_t number);
    void (*put_boolean)(struct dg_plugin_writer *writer, bool truth);
    /* A value passed on as it was received. */
    void (*put_value)(struct dg_plugin_writer *writer,
                      const struct dg_plugin_value *value);

    /* Hands in an event from tick. It gets the source gateway/<id> and the id
     * "<plugin>/<what>/<due_us>", so the same one counts once. data is JSON. */
    void (*submit)(struct dg_plugin_submit *submit, const char *type,
                   const char *what, int64_t due_us, struct dg_plugin_str data);

    /* Checked options; name must be one of the declared. */
    struct dg_plugin_str (*option_text)(const struct dg_plugin_options *options,
                                        const char *name);
    int64_t (*option_integer)(const struct dg_plugin_options *options,
                              const char *name);
    bool (*option_boolean)(const struct dg_plugin_options *options,
                           const char *name);

    /* Since 1.1. True if some office may be below the prefix. */
    bool (*audience_meets)(const struct dg_plugin_audience *audience,
                           struct dg_plugin_str prefix);
    /* True if that recorded finding's rule only observed: it did not count. */
    bool (*finding_observed)(const struct dg_plugin_decision *decision,
                             size_t index);
    /* A literal of the plugin's in the language findings are written in; format
     * looks its format up by itself. Never NULL. */
    const char *(*translate)(const char *text);
    /* True only if every office of inner is one of outer, too. */
    bool (*audience_within)(const struct dg_plugin_audience *inner,
                            const struct dg_plugin_audience *outer);

    /* ---- Since 1.3. What looks at the gateway takes the table itself, of the
     * plugin's own load. ---- */

    /* The bytes of a value as they were received; empty for NULL. */
    struct dg_plugin_str (*raw)(const struct dg_plugin_value *value);

    /* Offices have numbers that never change, one for each code: villages from
     * 0 in the order they came to the roster, towns from 0x80000000. */
    uint32_t (*office_number)(const struct dg_plugin_host *host,
                              struct dg_plugin_str code); /* or NO_OFFICE */
    uint64_t (*office_code)(const struct dg_plugin_host *host,
                            uint32_t number); /* 0: there is none */
    struct dg_plugin_str (*office_name)(const struct dg_plugin_host *host,
                                        uint32_t number);
    /* The villages of a town that are in force, as runs, ascending. False, of
     * this and the two below that give: without memory. */
    bool (*town_offices)(const struct dg_plugin_host *host, uint32_t town,
                         dg_plugin_run_fn run, void *ctx);
    /* The recipients as runs: first all that are in, then all that are left
     * out, named or not; each ascending and joined. Costs as many steps as
     * there are terms and runs of the roster. One that was restored has none,
     * nor reaches anybody. */
    bool (*audience_runs)(const struct dg_plugin_audience *audience,
                          dg_plugin_run_fn in, dg_plugin_run_fn out, void *ctx);
    /* What went to it reaches this office: it is a recipient, or took over from
     * one. */
    bool (*audience_reaches)(const struct dg_plugin_audience *audience,
                             uint32_t office);
    /* The tasks in an office's inbox, each once, until each says false; it must
     * not call inbox_each itself. */
    bool (*inbox_each)(const struct dg_plugin_host *host, uint32_t office,
                       bool (*each)(void *ctx, uint64_t task), void *ctx);
    /* Whether a source asked the task: published it, is joint in it, or a
     * parent of the task force that did; or so with what it is an occurrence
     * of, or hands on as it was. */
    bool (*task_asked_by)(const struct dg_plugin_host *host, uint64_t task,
                          struct dg_plugin_str source);
    /* A source's name as enrolled or in the roster: "县民政局"; the source
     * itself if it has none. */
    struct dg_plugin_str (*source_name)(const struct dg_plugin_host *host,
                                        struct dg_plugin_str source);
    /* A keyed pseudonym of a text: 32 hexadecimal digits, for good the same in
     * one journal, and in no other. Not yet in load. */
    void (*pseudonym)(const struct dg_plugin_host *host,
                      struct dg_plugin_str text, char out[33]);
    /* Slow work: run on a thread of the pool, where nothing but job may be
     * touched and no host function called, then done on the loop; both before
     * unload, which waits for them, so that it ought to take seconds. Only from
     * tick, one at a time for each plugin. False: not now. What came of it is
     * handed in by a later tick, as an event: a replay runs nothing. */
    bool (*work)(const struct dg_plugin_host *host, void (*run)(void *job),
                 void (*done)(void *job), void *job);
    /* In query: the answer shows so many values of persons; what says of what
     * they are, and is never one of them. It is journaled (journal.disclose:
     * reader, key, read, what, values) before it is given, one entry for an
     * answer: values are added up, and each what is said beside the others. */
    void (*disclose)(struct dg_plugin_writer *writer, struct dg_plugin_str what,
                     uint64_t values);

    /* ---- Since 1.4 ---- */

    /* In decide: puts a fact of kind ASK or ANSWER into the entry's header,
     * behind the effects of findings. It says nothing to anybody, weighs
     * nothing, and no mode of a rule touches it. Copied. */
    void (*fact)(struct dg_plugin_findings *findings,
                 const struct dg_plugin_effect *effect);
    /* The recipients as a place (struct dg_plugin_effect); lives as long as
     * findings. Empty without memory, or if there are none. */
    struct dg_plugin_str (*audience_place)(
        struct dg_plugin_findings *findings,
        const struct dg_plugin_audience *audience);
    /* Who has taken over what was an office's: itself while it is in force,
     * else its first successor's; NO_OFFICE if it ended without one. */
    uint32_t (*office_heir)(const struct dg_plugin_host *host, uint32_t number);
    /* The plugin that a recorded finding is of; "gateway": the core's. */
    const char *(*finding_plugin)(const struct dg_plugin_decision *decision,
                                  size_t index);
    /* In query: what another plugin answers to a read of its type
     * ("report.total") with these parameters (JSON), as the same reader would
     * get it; NULL if there is no such type, thing or memory. Lives until the
     * hook returns. Not from within a read that look asked for. */
    const struct dg_plugin_value *(*look)(struct dg_plugin_writer *writer,
                                          const char *name,
                                          struct dg_plugin_str params);
    /* In measure: a figure of now. */
    void (*put_measure)(struct dg_plugin_measures *measures,
                        const struct dg_plugin_measure *measure);
};

/* ---- what a plugin declares -------------------------------------------- */

/* Whose things a role may see and touch. Deny by default: the roles of a type
 * are all that may send it, and these narrow what they may do by it. */
struct dg_plugin_scope {
    unsigned own;   /* roles that have only what is their own: what they sent,
                       what they were asked, what others say about what they
                       asked */
    unsigned below; /* towns that have that, and what is of offices below */
    /* The member of data that names, by its code, whose things it is about:
     * the gateway turns away whoever may not, before the plugin sees it. NULL:
     * the plugin looks to it by itself. */
    const char *whose;
    /* Entries of the type may be looked up by everybody (receipt.lookup); else
     * by those whose own they are, keepers, operators and auditors. */
    bool open;
};

struct dg_plugin_type {
    const char *name; /* dutygate.<noun>.<verb>.v<number>, nobody else's:
                         "dutygate.list.publish.v1" */
    /* JSON Schema (2020-12) of its data, as text. Keywords: type const enum
     * pattern format minLength maxLength minimum maximum required properties
     * minProperties additionalProperties (a boolean) items minItems maxItems
     * uniqueItems anyOf oneOf $ref $defs, and title, description and the like;
     * another one is refused, so that none is passed over in silence. A $ref
     * may be to what the gateway's own types share:
     * "common.json#/$defs/office". */
    const char *schema;
    unsigned roles; /* who may send it: bits of enum dg_plugin_role */
    bool reads;     /* answered by query; never decided or journaled */
    /* Since 1.2. Without it every role has everything. */
    struct dg_plugin_scope scope;
    /* Since 1.2. data has values of persons: whoever looks an entry up and is
     * none of those whose own it is, gets a commitment in place of the event.
     */
    bool personal;
    /* Since 1.2. journal.erase may name its entries: apply forgets them. */
    bool erasable;
    /* Since 1.3. A town may send it on behalf of an office below it, which it
     * then counts as. */
    bool behalf;
};

/* A rule's mode (off, observe, enforce, each with a date) is configured in the
 * plugin's section: rule NAME { mode = "enforce" from = "2027-01-01" }. What is
 * not configured is enforced. */
struct dg_plugin_rule {
    const char *name;
    const char *summary; /* one line, for the documentation of options */
};

enum dg_plugin_option_type {
    DG_PLUGIN_OPTION_TEXT,
    DG_PLUGIN_OPTION_INTEGER,
    DG_PLUGIN_OPTION_BOOLEAN
};

struct dg_plugin_option {
    const char *name;
    enum dg_plugin_option_type type;
    const char *fallback; /* as written in a configuration; never NULL */
    int64_t min, max;     /* of an integer; characters of a text */
    const char *summary;
};

struct dg_plugin {
    size_t struct_size;
    uint16_t abi_major, abi_minor;
    const char *name;      /* the file is <name>.so, the section is <name> */
    const char *version;   /* of the plugin, for gateway.configure */
    uint32_t fold_version; /* raised when apply folds old entries otherwise */

    const struct dg_plugin_type *types;
    size_t type_count;
    const struct dg_plugin_rule *rules;
    size_t rule_count;
    const struct dg_plugin_option *options;
    size_t option_count;

    /* Once, after the options were checked. Keeps host and gives its state;
     * options live until it returns. */
    enum dg_plugin_status (*load)(const struct dg_plugin_host *host,
                                  const struct dg_plugin_options *options,
                                  void **state);
    void (*unload)(void *state); /* once, at the end; may be NULL */

    /* For every event that may be journaled, and for task.check. */
    enum dg_plugin_status (*decide)(void *state,
                                    const struct dg_plugin_event *event,
                                    struct dg_plugin_findings *findings);
    /* For every entry, in order, live and at replay. Deterministic. */
    enum dg_plugin_status (*apply)(void *state,
                                   const struct dg_plugin_event *event,
                                   const struct dg_plugin_decision *decision);
    /* A read of one of its types: writes exactly one JSON value. name is the
     * type without prefix and version ("list.read"); reader is a source. */
    enum dg_plugin_status (*query)(void *state, struct dg_plugin_str name,
                                   const struct dg_plugin_value *params,
                                   struct dg_plugin_str reader,
                                   struct dg_plugin_writer *out);
    /* About once a second, the first time a second after the start. What it
     * hands in again each time counts once. May be NULL. */
    enum dg_plugin_status (*tick)(void *state, int64_t now_us,
                                  struct dg_plugin_submit *submit);
    /* The fold as one JSON value, and back. Both may be NULL; restore alone,
     * too: the fold can then be compared, and is only ever replayed. */
    enum dg_plugin_status (*save)(void *state, struct dg_plugin_writer *out);
    enum dg_plugin_status (*restore)(void *state,
                                     const struct dg_plugin_value *fold);
    /* Since 1.3, may be NULL. After apply of the entry that did it, for every
     * task that came into inboxes, changed there or left them, live and at
     * replay; deterministic. */
    enum dg_plugin_status (*task)(void *state,
                                  const struct dg_plugin_task *task);
    /* Since 1.4, may be NULL. Every entry's header, in order, before its apply,
     * live and at replay, also of what was erased; deterministic. A fold of
     * this hook alone stands whatever is erased, and in every copy. */
    enum dg_plugin_status (*header)(void *state,
                                    const struct dg_plugin_header *header);
    /* Since 1.4, may be NULL. Hands its figures to host->put_measure. */
    enum dg_plugin_status (*measure)(void *state,
                                     struct dg_plugin_measures *out);
};

/* The one exported function; the block is static. */
__attribute__((visibility("default"))) const struct dg_plugin *
dg_plugin_describe(void);

#endif
