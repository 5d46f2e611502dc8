/* SPDX-License-Identifier: Apache-2.0 */
/* Decides a list.publish: a version is published once, an entry stands in it
 * once, and nothing ends before it begins. A seal that no entry describes is
 * only noted: it will never be allowed. */
#include "plugins/access_list/publish.h"

#include "plugins/access_list/text.h"

#define RULE "publish"
#define FINDINGS_MAX 100

struct seen {
    struct dg_plugin_str code;
    size_t index;
    bool seal;
    UT_hash_handle hh;
};

struct check {
    const struct dg_plugin_host *host;
    struct dg_plugin_findings *findings;
    struct dg_plugin_str list, version;
    struct seen *by_code;
    unsigned left; /* findings that may still be said */
    bool failed;   /* no memory */
};

static void
say(struct check *check, struct dg_plugin_finding finding)
{
    if (check->left == 0) {
        return;
    }
    check->left--;
    finding.struct_size = sizeof finding;
    finding.rule = RULE;
    finding.list = check->list;
    finding.listversion = check->version;
    check->host->add(check->findings, &finding);
}

static void
check_version(struct check *check, const struct dg_version *taken)
{
    struct dg_plugin_str way = dg_text_from(
        check->host->translate("publish it under another version"));
    if (!taken) {
        return;
    }
    say(check,
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
check_validity(struct check *check, const struct dg_plugin_value *object,
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
    say(check,
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

/* Notes the code, or says that it was there before. */
static void
check_code(struct check *check, struct seen *now,
           const struct dg_plugin_value *entry)
{
    const struct dg_plugin_host *host = check->host;
    struct seen *before = NULL;
    now->code = host->text(host->member(entry, "code"));
    now->seal = dg_text_is(host->text(host->member(entry, "kind")), "seal");
    HASH_FIND(hh, check->by_code, now->code.data, now->code.len, before);
    if (!before) {
        HASH_ADD_KEYPTR(hh, check->by_code, now->code.data, now->code.len, now);
        check->failed |= !now->hh.tbl;
        return;
    }
    say(check,
        (struct dg_plugin_finding){
            .verdict = DG_PLUGIN_REFUSE,
            .code = "entry-twice",
            .entry = now->code,
            .pointer = host->format(check->findings, "/data/entries/%zu/code",
                                    now->index),
            .text = host->format(check->findings,
                                 "entry \"%.*s\" is already at "
                                 "/data/entries/%zu",
                                 DG_TEXT_ARG(now->code), before->index)});
}

static void
check_seals(struct check *check, const struct dg_plugin_value *entry,
            size_t index)
{
    const struct dg_plugin_host *host = check->host;
    size_t nth = 0;
    for (const struct dg_plugin_value *v =
             host->first(host->member(entry, "seals"));
         v; v = host->next(v), nth++) {
        struct dg_plugin_str code = host->text(v);
        struct seen *seal = NULL;
        HASH_FIND(hh, check->by_code, code.data, code.len, seal);
        if (seal && seal->seal) {
            continue;
        }
        say(check,
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
check_entries(struct check *check, const struct dg_plugin_value *entries,
              struct seen *seen)
{
    const struct dg_plugin_host *host = check->host;
    size_t index = 0;
    for (const struct dg_plugin_value *v = host->first(entries); v;
         v = host->next(v), index++) {
        seen[index].index = index;
        check_code(check, &seen[index], v);
        check_validity(
            check, v, host->format(check->findings, "/data/entries/%zu", index),
            seen[index].code);
    }
    index = 0;
    for (const struct dg_plugin_value *v = host->first(entries); v;
         v = host->next(v)) {
        check_seals(check, v, index++);
    }
}

enum dg_plugin_status
dg_publish_decide(const struct dg_access_list *state,
                  const struct dg_plugin_event *event,
                  struct dg_plugin_findings *findings)
{
    const struct dg_plugin_host *host = state->host;
    const struct dg_plugin_value *entries =
        host->member(event->data, "entries");
    struct seen *seen = host->alloc((host->count(entries) + 1) * sizeof *seen);
    struct check check = {
        .host = host,
        .findings = findings,
        .list = host->text(host->member(event->data, "list")),
        .version = host->text(host->member(event->data, "version")),
        .left = FINDINGS_MAX,
    };
    if (!seen) {
        return DG_PLUGIN_FAILED;
    }
    check_version(&check,
                  dg_list_version(dg_list_find(&state->lists, check.list),
                                  check.version));
    check_validity(&check, event->data, dg_text_from("/data"),
                   (struct dg_plugin_str){NULL, 0});
    check_entries(&check, entries, seen);
    HASH_CLEAR(hh, check.by_code);
    host->release(seen);
    return check.failed ? DG_PLUGIN_FAILED : DG_PLUGIN_OK;
}
