/* SPDX-License-Identifier: Apache-2.0 */
/* Decides a list.publish: a version is published once, changes what was
 * published last, says each code once, and nothing ends before it begins. A
 * seal that no entry describes is only noted: it will never be allowed. How it
 * goes with other lists is looked at in place.c, above.c and below.c. */
#include "plugins/access_list/publish.h"

#include "plugins/access_list/check.h"
#include "plugins/access_list/text.h"

#define FINDINGS_MAX 100

/* ---- the version -------------------------------------------------------- */

static void
check_base(struct dg_check *check)
{
    const struct dg_plugin_host *host = check->host;
    struct dg_plugin_str base =
        host->text(host->member(check->event->data, "base"));
    struct dg_plugin_finding finding = {.verdict = DG_PLUGIN_REFUSE,
                                        .pointer = dg_text_from("/data/base")};
    if (base.len == 0 ||
        (check->last && dg_text_equal(base, check->last->name))) {
        return;
    }
    if (dg_list_version(check->own, base)) {
        finding.code = "base-not-last";
        finding.text = host->format(
            check->findings,
            "version \"%.*s\" is not the one published last; that is "
            "\"%.*s\"",
            DG_TEXT_ARG(base), DG_TEXT_ARG(check->last->name));
    } else {
        finding.code = "base-unknown";
        finding.text = host->format(
            check->findings, "list \"%.*s\" has no version \"%.*s\"",
            DG_TEXT_ARG(check->list), DG_TEXT_ARG(base));
    }
    dg_check_say(check, finding);
}

static void
check_version(struct dg_check *check, const struct dg_version *taken)
{
    struct dg_plugin_str way = dg_text_from(
        check->host->translate("publish it under another version"));
    if (!taken) {
        return;
    }
    dg_check_say(
        check,
        (struct dg_plugin_finding){
            .verdict = DG_PLUGIN_REFUSE,
            .code = "list-version-taken",
            .pointer = dg_text_from("/data/version"),
            .alternatives = &way,
            .alternative_count = 1,
            .text = check->host->format(
                check->findings,
                "list \"%.*s\" has had a version \"%.*s\" since receipt %llu",
                DG_TEXT_ARG(check->list), DG_TEXT_ARG(check->version),
                (unsigned long long) taken->sequence)});
}

/* object has the pointer below. */
static void
check_validity(struct dg_check *check, const struct dg_plugin_value *object,
               struct dg_plugin_str below, struct dg_plugin_str entry)
{
    const struct dg_plugin_host *host = check->host;
    struct dg_plugin_str from = host->text(host->member(object, "validfrom"));
    struct dg_plugin_str to = host->text(host->member(object, "validto"));
    int32_t first, last;
    if (!host->date_parse(from, &first) || !host->date_parse(to, &last) ||
        last >= first) {
        return;
    }
    dg_check_say(
        check,
        (struct dg_plugin_finding){
            .verdict = DG_PLUGIN_REFUSE,
            .code = "validity-reversed",
            .entry = entry,
            .pointer = host->format(check->findings, "%.*s/validto",
                                    DG_TEXT_ARG(below)),
            .text = host->format(check->findings,
                                 "ends on %.*s, before it begins on %.*s",
                                 DG_TEXT_ARG(to), DG_TEXT_ARG(from))});
}

/* ---- codes -------------------------------------------------------------- */

/* Notes the code, or says that it was there before. */
static void
see_code(struct dg_check *check, struct dg_check_seen *now)
{
    const struct dg_plugin_host *host = check->host;
    struct dg_check_seen *before = NULL;
    HASH_FIND(hh, check->by_code, now->code.data, now->code.len, before);
    if (!before) {
        HASH_ADD_KEYPTR(hh, check->by_code, now->code.data, now->code.len, now);
        check->failed |= !now->hh.tbl;
        return;
    }
    dg_check_say(
        check,
        (struct dg_plugin_finding){
            .verdict = DG_PLUGIN_REFUSE,
            .code = "entry-twice",
            .entry = now->code,
            .pointer = host->format(check->findings, "/data/%s/%zu/code",
                                    now->array, now->index),
            .text = host->format(
                check->findings, "entry \"%.*s\" is already at /data/%s/%zu",
                DG_TEXT_ARG(now->code), before->array, before->index)});
}

/* What is removed has to be there. */
static void
check_removed(struct dg_check *check, struct dg_check_seen *seen)
{
    const struct dg_plugin_host *host = check->host;
    size_t index = 0;
    for (const struct dg_plugin_value *v =
             host->first(host->member(check->event->data, "removed"));
         v; v = host->next(v), seen++, index++) {
        *seen = (struct dg_check_seen){
            .code = host->text(v), .array = "removed", .index = index};
        see_code(check, seen);
        if (dg_check_base_entry(check, seen->code)) {
            continue;
        }
        dg_check_say(
            check,
            (struct dg_plugin_finding){
                .verdict = DG_PLUGIN_REFUSE,
                .code = "removed-unknown",
                .entry = seen->code,
                .pointer =
                    host->format(check->findings, "/data/removed/%zu", index),
                .text = check->next->base.len
                            ? host->format(check->findings,
                                           "entry \"%.*s\" is not in version "
                                           "\"%.*s\"",
                                           DG_TEXT_ARG(seen->code),
                                           DG_TEXT_ARG(check->next->base))
                            : host->format(check->findings,
                                           "entry \"%.*s\" cannot be removed "
                                           "from nothing: there is no base",
                                           DG_TEXT_ARG(seen->code))});
    }
}

static void
check_entries(struct dg_check *check, const struct dg_plugin_value *entries,
              struct dg_check_seen *seen)
{
    const struct dg_plugin_host *host = check->host;
    size_t index = 0;
    for (const struct dg_plugin_value *v = host->first(entries); v;
         v = host->next(v), seen++, index++) {
        *seen = (struct dg_check_seen){
            .code = host->text(host->member(v, "code")),
            .array = "entries",
            .index = index,
            .seal = dg_text_is(host->text(host->member(v, "kind")), "seal")};
        see_code(check, seen);
        check_validity(
            check, v, host->format(check->findings, "/data/entries/%zu", index),
            seen->code);
    }
}

/* ---- seals -------------------------------------------------------------- */

/* Here, in what this changes, or above. */
static bool
is_seal(const struct dg_check *check, struct dg_plugin_str code)
{
    const struct dg_check_seen *seen = NULL;
    const struct dg_entry *entry;
    HASH_FIND(hh, check->by_code, code.data, code.len, seen);
    if (seen) {
        return seen->seal;
    }
    entry = dg_check_base_entry(check, code);
    for (size_t i = check->upper_count; !entry && i-- > 0;) {
        entry = dg_version_entry(check->uppers[i], code);
    }
    return entry && entry->seal;
}

static void
check_seals_of(struct dg_check *check, const struct dg_plugin_value *entry,
               size_t index)
{
    const struct dg_plugin_host *host = check->host;
    size_t nth = 0;
    for (const struct dg_plugin_value *v =
             host->first(host->member(entry, "seals"));
         v; v = host->next(v), nth++) {
        struct dg_plugin_str code = host->text(v);
        if (is_seal(check, code)) {
            continue;
        }
        dg_check_say(
            check,
            (struct dg_plugin_finding){
                .verdict = DG_PLUGIN_NOTE,
                .code = "seal-unknown",
                .entry = host->text(host->member(entry, "code")),
                .pointer = host->format(
                    check->findings, "/data/entries/%zu/seals/%zu", index, nth),
                .text = host->format(check->findings,
                                     "\"%.*s\" is no seal item of this list, "
                                     "so it is never allowed",
                                     DG_TEXT_ARG(code))});
    }
}

static void
check_seals(struct dg_check *check, const struct dg_plugin_value *entries)
{
    const struct dg_plugin_host *host = check->host;
    size_t index = 0;
    for (const struct dg_plugin_value *v = host->first(entries); v;
         v = host->next(v)) {
        check_seals_of(check, v, index++);
    }
}

/* ---- all ---------------------------------------------------------------- */

static void
look(struct dg_check *check, const struct dg_plugin_value *data)
{
    const struct dg_plugin_host *host = check->host;
    const struct dg_plugin_value *entries = host->member(data, "entries");
    check_version(check, dg_list_version(check->own, check->version));
    check_base(check);
    check_validity(check, data, dg_text_from("/data"),
                   (struct dg_plugin_str){NULL, 0});
    check_removed(check, check->seen);
    check_entries(check, entries,
                  check->seen + host->count(host->member(data, "removed")));
    dg_place_check(check);
    check_seals(check, entries);
    dg_above_check(check);
    dg_below_check(check);
}

enum dg_plugin_status
dg_publish_decide(const struct dg_access_list *state,
                  const struct dg_plugin_event *event,
                  struct dg_plugin_findings *findings)
{
    const struct dg_plugin_host *host = state->host;
    const struct dg_plugin_value *data = event->data;
    struct dg_check check = {
        .state = state,
        .host = host,
        .event = event,
        .findings = findings,
        .list = host->text(host->member(data, "list")),
        .version = host->text(host->member(data, "version")),
        .left = FINDINGS_MAX,
    };
    size_t codes = host->count(host->member(data, "entries")) +
                   host->count(host->member(data, "removed"));
    check.own = dg_list_find(&state->lists, check.list);
    check.last = dg_list_last(check.own);
    dg_pool_init(&check.content.pool, host);
    check.next = dg_version_create(&check.content, check.last, data, 0);
    check.seen = host->alloc((codes + 1) * sizeof *check.seen);
    check.failed = !check.next || !check.seen;
    if (!check.failed) {
        look(&check, data);
    }
    HASH_CLEAR(hh, check.by_code);
    host->release(check.uppers);
    host->release(check.seen);
    dg_index_finish(&check.content.entries, host);
    dg_index_finish(&check.content.proofs, host);
    dg_pool_finish(&check.content.pool);
    return check.failed ? DG_PLUGIN_FAILED : DG_PLUGIN_OK;
}
