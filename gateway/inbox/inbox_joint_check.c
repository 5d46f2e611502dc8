/* SPDX-License-Identifier: Apache-2.0 */
/* Decides whether a department may sign a joint task, and what its signature
 * amounts to: one refusal, for the first reason that applies, or one note. */
#include <inttypes.h>

#include "gateway/inbox/inbox_state.h"

struct signing {
    const struct dg_event *event;
    struct dg_findings *findings;
    const struct dg_task *task;
    const struct dg_joint_signer *signer;
};

static void
refuse(const struct signing *s, const char *code, struct dg_str text)
{
    dg_findings_refuse(s->findings, code, DG_STR("/data/task"), text);
}

static void
note(const struct signing *s, const char *code, struct dg_str text)
{
    dg_findings_note(s->findings, code, DG_STR("/data/task"), text);
}

/* The receipt number, and who signs. */
#define BOTH(format)                                                           \
    dg_arena_printf(s->findings->arena, format, s->task->sequence,             \
                    DG_STR_ARG(s->event->source))

/* True if the task waits for the signature of that department. */
static bool
is_awaited(const struct signing *s)
{
    if (!s->task->joint) {
        refuse(s, "cosign-not-joint",
               BOTH(_("task %" PRIu64 " is not joint: %.*s has nothing to "
                      "sign")));
        return false;
    }
    if (!s->signer) {
        refuse(s, "cosign-not-named",
               BOTH(_("task %" PRIu64 " does not name %.*s as joint")));
        return false;
    }
    if (s->signer->signature) {
        refuse(s, "cosign-twice",
               BOTH(_("task %" PRIu64 " is signed by %.*s already")));
        return false;
    }
    if (!dg_inbox_goes_on(s->task, s->findings)) {
        return false;
    }
    if (!dg_task_unsigned(s->task)) {
        refuse(s, "cosign-not-waiting",
               BOTH(_("task %" PRIu64 " waits for no signature of %.*s")));
        return false;
    }
    return true;
}

static bool
is_same_content(const struct signing *s)
{
    char hex[2 * DG_SHA256_SIZE + 1];

    dg_hex(s->task->joint->event, DG_SHA256_SIZE, hex);
    if (dg_str_is(dg_json_get_str(s->event->data, "event"), hex)) {
        return true;
    }
    dg_findings_refuse(
        s->findings, "other-content", DG_STR("/data/event"),
        dg_arena_printf(s->findings->arena,
                        _("what was signed is not task %" PRIu64
                          ": look it up, read it, and sign that"),
                        s->task->sequence));
    return false;
}

/* Who has still to sign besides the one who does now. */
static struct dg_str
name_others(const struct signing *s)
{
    const struct dg_joint *joint = s->task->joint;
    struct dg_str names = DG_STR("");

    for (size_t i = 0; i < joint->count; i++) {
        const struct dg_joint_signer *other = &joint->signers[i];
        if (other != s->signer && !other->signature) {
            names = dg_arena_printf(s->findings->arena, "%.*s%s%.*s",
                                    DG_STR_ARG(names), names.len ? ", " : "",
                                    DG_STR_ARG(other->source));
        }
    }
    return names;
}

static void
note_outcome(const struct signing *s)
{
    const struct dg_json *agree = dg_json_get(s->event->data, "agree");
    struct dg_arena *arena = s->findings->arena;

    if (agree && !agree->boolean) {
        note(s, "cosign-declined",
             dg_arena_printf(arena, _("task %" PRIu64 " is declined and ends"),
                             s->task->sequence));
    } else if (s->task->joint->missing > 1) {
        note(s, "cosign-signed",
             dg_arena_printf(arena,
                             _("signed; task %" PRIu64 " still waits for %.*s"),
                             s->task->sequence, DG_STR_ARG(name_others(s))));
    } else {
        note(s, "cosign-complete",
             dg_arena_printf(
                 arena,
                 s->task->needs_word
                     ? _("all have signed; task %" PRIu64
                         " waits for a keeper's word")
                     : _("all have signed: task %" PRIu64 " is delivered"),
                 s->task->sequence));
    }
}

void
dg_inbox_check_cosign(const struct dg_inbox *inbox,
                      const struct dg_event *event,
                      struct dg_findings *findings)
{
    struct signing s = {.event = event,
                        .findings = findings,
                        .task = dg_inbox_named(inbox, event)};

    if (!s.task) {
        dg_inbox_refuse_unknown(event, findings);
        return;
    }
    if (s.task->joint) {
        s.signer = dg_joint_find(s.task->joint, event->source);
    }
    if (is_awaited(&s) && is_same_content(&s)) {
        note_outcome(&s);
    }
}
