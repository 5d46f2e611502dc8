/* SPDX-License-Identifier: Apache-2.0 */
/* Decides how the signatures of a joint task lie in memory: the signers and
 * their names in one block. */
#include "gateway/inbox/joint.h"

#include <stdlib.h>

struct dg_joint *
dg_joint_create(const struct dg_json *sources)
{
    size_t size = sizeof(struct dg_joint) +
                  sources->count * sizeof(struct dg_joint_signer);
    struct dg_joint *joint;
    char *text;

    for (const struct dg_json *s = sources->child; s; s = s->next) {
        size += s->text.len;
    }
    joint = calloc(1, size);
    if (!joint) {
        return NULL;
    }
    text = (char *) &joint->signers[sources->count];
    for (const struct dg_json *s = sources->child; s; s = s->next) {
        memcpy(text, s->text.data, s->text.len);
        joint->signers[joint->count++].source =
            (struct dg_str){text, s->text.len};
        text += s->text.len;
    }
    return joint;
}

void
dg_joint_destroy(struct dg_joint *joint)
{
    if (joint) {
        free((char *) joint->reason.data);
        free(joint);
    }
}

struct dg_joint_signer *
dg_joint_find(struct dg_joint *joint, struct dg_str source)
{
    for (size_t i = 0; i < joint->count; i++) {
        if (dg_str_equal(joint->signers[i].source, source)) {
            return &joint->signers[i];
        }
    }
    return NULL;
}

bool
dg_joint_decline(struct dg_joint *joint, const struct dg_joint_signer *signer,
                 struct dg_str reason)
{
    char *text = malloc(reason.len + 1);

    if (!text) {
        return false;
    }
    if (reason.len > 0) {
        memcpy(text, reason.data, reason.len);
    }
    joint->decliner = signer;
    joint->reason = (struct dg_str){text, reason.len};
    return true;
}
