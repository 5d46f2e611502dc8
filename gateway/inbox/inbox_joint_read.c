/* SPDX-License-Identifier: Apache-2.0 */
/* Decides what a department is shown of joint tasks that wait for signatures:
 * those it leads and those it is named in, and for some time how they ended. */
#include <stdio.h>

#include "gateway/inbox/inbox_state.h"
#include "proto/base/date.h"

#define PAGE_BYTES (256u << 10)

static bool
is_theirs(const struct dg_task *task, struct dg_str source)
{
    return dg_str_equal(task->source, source) ||
           dg_joint_find(task->joint, source);
}

static void
write_signers(const struct dg_inbox *inbox, const struct dg_joint *joint,
              struct dg_json_writer *out)
{
    dg_json_name(out, "joint");
    dg_json_open_array(out);
    for (size_t i = 0; i < joint->count; i++) {
        const struct dg_joint_signer *signer = &joint->signers[i];
        struct dg_str code;

        dg_role_split(signer->source, &code);
        dg_json_open_object(out);
        dg_json_put_str(out, "department", signer->source);
        dg_json_put_str(out, "name", dg_roster_department(inbox->roster, code));
        if (signer->signature) {
            dg_json_put_integer(out, "signature", (int64_t) signer->signature);
        }
        dg_json_close_object(out);
    }
    dg_json_close_array(out);
}

/* What of the assignment tells which one it is. */
static enum dg_err
write_assignment(const struct dg_task *task, struct dg_json_writer *out)
{
    static const char *const names[] = {"duty", "title", "document", "due"};
    const struct dg_json *item;
    struct dg_json_error error;
    struct dg_arena arena;
    enum dg_err err;

    dg_arena_init(&arena, SIZE_MAX);
    err = dg_json_parse(&arena, task->item, &item, &error);
    for (size_t i = 0; !err && i < sizeof names / sizeof *names; i++) {
        dg_json_put_str(out, names[i], dg_json_get_str(item, names[i]));
    }
    dg_arena_finish(&arena);
    return err;
}

static enum dg_err
write_task(const struct dg_inbox *inbox, const struct dg_task *task,
           struct dg_str reader, struct dg_json_writer *out)
{
    const struct dg_joint *joint = task->joint;
    const struct dg_joint_signer *self = dg_joint_find(task->joint, reader);
    bool waits = dg_task_unsigned(task);
    char hex[2 * DG_SHA256_SIZE + 1], lapses[DG_INSTANT_SIZE];
    enum dg_err err;

    dg_hex(joint->event, DG_SHA256_SIZE, hex);
    dg_instant_format(joint->lapses_us, lapses);
    dg_json_open_object(out);
    dg_json_put_integer(out, "task", (int64_t) task->sequence);
    dg_json_put_text(out, "state",
                     waits             ? "waiting"
                     : joint->decliner ? "declined"
                                       : "lapsed");
    dg_json_put_str(out, "from", task->source);
    if (task->amends) {
        dg_json_put_integer(out, "amends", (int64_t) task->parent->sequence);
    }
    err = write_assignment(task, out);
    dg_json_put_integer(out, "offices", task->audience->offices);
    dg_json_put_text(out, "event", hex);
    dg_json_put_text(out, "lapses", lapses);
    write_signers(inbox, joint, out);
    dg_json_put_boolean(out, "yours", waits && self && !self->signature);
    if (joint->decliner) {
        dg_json_put_str(out, "by", joint->decliner->source);
        dg_json_put_str(out, "reason", joint->reason);
    }
    dg_json_close_object(out);
    return err;
}

enum dg_err
dg_inbox_read_joint(struct dg_inbox *inbox,
                    const struct dg_inbox_joint_query *query,
                    struct dg_json_writer *out)
{
    uint64_t last = query->after;
    size_t shown = 0, bytes = 0;
    bool more = false;
    enum dg_err err = DG_OK;

    dg_json_open_object(out);
    dg_json_name(out, "tasks");
    dg_json_open_array(out);
    for (size_t i = 0; i < inbox->joint_count && !err && !more; i++) {
        const struct dg_task *task = inbox->joint[i];
        if (task->sequence <= query->after ||
            !dg_inbox_shows_joint(task, query->now_us) ||
            !is_theirs(task, query->source)) {
            continue;
        }
        more = shown == query->limit || bytes >= PAGE_BYTES;
        if (!more) {
            err = write_task(inbox, task, query->source, out);
            last = task->sequence;
            bytes += task->item.len;
            shown++;
        }
    }
    dg_json_close_array(out);
    if (more) {
        char next[24];
        snprintf(next, sizeof next, "%llu", (unsigned long long) last);
        dg_json_put_text(out, "next", next);
    }
    dg_json_close_object(out);
    return err;
}
