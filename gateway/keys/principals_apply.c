/* SPDX-License-Identifier: Apache-2.0 */
/* Decides what an admitted principal.*, office.handover or gateway.configure
 * changes; the same live and at replay. What a check would have refused does
 * not come here. */
#include "gateway/keys/principals_check.h"

#include <stdio.h>

#define DAY_US (INT64_C(86400) * 1000000)

static int64_t
earlier(int64_t a, int64_t b)
{
    return a < b ? a : b;
}

/* Sets a text of the fold's own; one that is not written stays. */
static enum dg_err
set_text(struct dg_principals *principals, const struct dg_json *node,
         struct dg_str *text)
{
    if (node && !dg_str_equal(node->text, *text)) {
        *text = dg_principals_table_text(principals, node->text);
        return text->data ? DG_OK : DG_ERR_MEMORY;
    }
    return DG_OK;
}

static enum dg_post
post_of(const struct dg_json *node)
{
    return dg_str_is(dg_json_get_str(node, "post"), "reviewing")
               ? DG_POST_REVIEWING
               : DG_POST_HANDLING;
}

/* A key that is somebody's stays theirs. */
static enum dg_err
add_officer(struct dg_principals *principals, struct dg_principal *principal,
            const struct dg_json *node, int64_t time_us,
            struct dg_officer **added)
{
    struct dg_public_key key;
    *added = NULL;
    if (!dg_public_key_recall(dg_json_get_str(node, "key"), &key) ||
        dg_principals_find_key(principals, key.kid)) {
        return DG_OK;
    }
    *added = dg_principals_table_add_officer(principals, principal, &key);
    if (!*added) {
        return DG_ERR_MEMORY;
    }
    (*added)->from_us = time_us;
    (*added)->until_us = dg_principals_until(dg_json_get(node, "until"));
    (*added)->post = post_of(node);
    return set_text(principals, dg_json_get(node, "name"), &(*added)->name);
}

static enum dg_err
add_officers(struct dg_principals *principals, struct dg_principal *principal,
             const struct dg_json *array, int64_t time_us)
{
    const struct dg_json *node = array ? array->child : NULL;
    enum dg_err err = DG_OK;
    for (; node && !err; node = node->next) {
        struct dg_officer *added;
        err = add_officer(principals, principal, node, time_us, &added);
    }
    return err;
}

/* ---- enrol ------------------------------------------------------------------
 */

static enum dg_err
set_parents(struct dg_principals *principals, struct dg_principal *principal,
            const struct dg_json *array)
{
    struct dg_str *parents;
    uint16_t count = 0;
    enum dg_err err = DG_OK;
    if (!array) {
        return DG_OK;
    }
    parents =
        dg_arena_alloc(&principals->texts, array->count * sizeof *parents);
    if (!parents) {
        return DG_ERR_MEMORY;
    }
    for (const struct dg_json *node = array->child; node && !err;
         node = node->next) {
        err = set_text(principals, node, &parents[count++]);
    }
    principal->parents = parents;
    principal->parent_count = count;
    return err;
}

static enum dg_err
enrol_one(struct dg_principals *principals, const struct dg_json *node,
          int64_t time_us)
{
    struct dg_str source = dg_json_get_str(node, "principal");
    const struct dg_json *until = dg_json_get(node, "until");
    struct dg_principal *principal =
        dg_principals_table_find(principals, source);
    enum dg_err err;
    if (!principal) {
        principal = dg_principals_table_add(principals, source);
    }
    if (!principal) {
        return DG_ERR_MEMORY;
    }
    err = set_text(principals, dg_json_get(node, "name"), &principal->name);
    if (!err) {
        err = set_text(principals, dg_json_get(node, "creditcode"),
                       &principal->credit_code);
    }
    if (!err) {
        err = set_parents(principals, principal, dg_json_get(node, "parents"));
    }
    principal->until_us =
        until ? dg_principals_until(until) : principal->until_us;
    return err ? err
               : add_officers(principals, principal,
                              dg_json_get(node, "officers"), time_us);
}

static enum dg_err
enrol(struct dg_principals *principals, const struct dg_json *data,
      int64_t time_us)
{
    const struct dg_json *node = dg_json_items(data, "principals");
    enum dg_err err = DG_OK;
    for (; node && !err; node = node->next) {
        err = enrol_one(principals, node, time_us);
    }
    return err;
}

/* ---- what changes -------------------------------------------------------- */

/* The new key has the old one's end and suspension: a rotation gives nobody
 * more than he had. */
static enum dg_err
rotate(struct dg_principals *principals, const struct dg_json *data,
       int64_t time_us)
{
    const struct dg_json *fresh = dg_json_get(data, "new");
    struct dg_officer *old =
        dg_principals_table_find_key(principals, dg_json_get_str(data, "key"));
    struct dg_officer *added;
    int64_t days = 0;
    enum dg_err err;
    if (!old) {
        return DG_OK;
    }
    err = add_officer(principals, old->principal, fresh, time_us, &added);
    if (err || !added) {
        return err;
    }
    dg_json_to_i64(dg_json_get(data, "overlap"), &days);
    added->name = added->name.len ? added->name : old->name;
    added->post = dg_json_get(fresh, "post") ? added->post : old->post;
    added->until_us = old->until_us;
    added->suspended = old->suspended;
    added->suspended_until_us = old->suspended_until_us;
    old->until_us = earlier(old->until_us, time_us + days * DAY_US);
    return DG_OK;
}

/* What data names: an officer, or a principal as a whole; both NULL: nothing.
 */
struct target {
    struct dg_officer *officer;
    struct dg_principal *principal;
};

static struct target
find_target(const struct dg_principals *principals, const struct dg_json *data)
{
    const struct dg_json *key = dg_json_get(data, "key");
    struct target target = {NULL, NULL};
    if (key) {
        target.officer = dg_principals_table_find_key(principals, key->text);
    } else {
        target.principal = dg_principals_table_find(
            principals, dg_json_get_str(data, "principal"));
    }
    return target;
}

static enum dg_err
suspend(struct dg_principals *principals, const struct dg_json *data,
        int64_t time_us)
{
    struct target target = find_target(principals, data);
    bool on = !dg_json_get(data, "lift");
    int64_t until = dg_principals_until(dg_json_get(data, "until"));
    (void) time_us;
    if (target.officer) {
        target.officer->suspended = on;
        target.officer->suspended_until_us = until;
    } else if (target.principal) {
        target.principal->suspended = on;
        target.principal->suspended_until_us = until;
    }
    return DG_OK;
}

static enum dg_err
revoke(struct dg_principals *principals, const struct dg_json *data,
       int64_t time_us)
{
    struct target target = find_target(principals, data);
    if (target.officer) {
        target.officer->revoked = true;
        target.officer->until_us = earlier(target.officer->until_us, time_us);
    } else if (target.principal) {
        target.principal->revoked = true;
        target.principal->until_us =
            earlier(target.principal->until_us, time_us);
    }
    return DG_OK;
}

/* Without "from" all officers go, with it this one; a new term begins. */
static enum dg_err
hand_over(struct dg_principals *principals, const struct dg_json *data,
          int64_t time_us)
{
    struct dg_str code = dg_json_get_str(data, "office");
    struct dg_str from = dg_json_get_str(data, "from");
    char source[80];
    struct dg_principal *office;
    struct dg_officer *officer;
    int len = snprintf(source, sizeof source, "office/%.*s", DG_STR_ARG(code));
    office = dg_principals_table_find(principals,
                                      (struct dg_str){source, (size_t) len});
    if (!office) {
        return DG_OK;
    }
    officer = dg_principals_table_newest(principals, office);
    for (; officer; officer = dg_principals_table_older(principals, officer)) {
        if (from.len == 0 || dg_str_is(from, officer->key.kid)) {
            officer->until_us = earlier(officer->until_us, time_us);
        }
    }
    office->term++;
    return add_officers(principals, office, dg_json_get(data, "officers"),
                        time_us);
}

/* ---- the configuration's root keys --------------------------------------- */

static bool
is_listed(const struct dg_json *array, const struct dg_public_key *key)
{
    char x[DG_KID_LEN + 1];
    dg_public_key_x(key, x);
    for (const struct dg_json *node = array->child; node; node = node->next) {
        if (dg_str_is(node->text, x)) {
            return true;
        }
    }
    return false;
}

/* Of those who were root, who is not listed any more ends, and who is listed
 * again goes on. */
static void
end_unlisted(struct dg_principals *principals, struct dg_principal *root,
             const struct dg_json *array, int64_t time_us)
{
    struct dg_officer *officer = dg_principals_table_newest(principals, root);
    for (; officer; officer = dg_principals_table_older(principals, officer)) {
        officer->until_us = is_listed(array, &officer->key)
                                ? INT64_MAX
                                : earlier(officer->until_us, time_us);
    }
}

static enum dg_err
configure(struct dg_principals *principals, const struct dg_json *data,
          int64_t time_us)
{
    const struct dg_json *array = dg_json_get(data, "rootkeys");
    struct dg_principal *root;
    enum dg_err err = DG_OK;
    if (!array) {
        return DG_OK;
    }
    root = dg_principals_take_root(principals);
    if (!root) {
        return DG_ERR_MEMORY;
    }
    end_unlisted(principals, root, array, time_us);
    for (const struct dg_json *node = array->child; node && !err;
         node = node->next) {
        struct dg_public_key key;
        if (dg_public_key_recall(node->text, &key)) {
            err = dg_principals_add_root(principals, root, &key, time_us);
        }
    }
    return err;
}

static const struct {
    const char *type;
    enum dg_err (*apply)(struct dg_principals *principals,
                         const struct dg_json *data, int64_t time_us);
} types[] = {
    {"dutygate.gateway.configure.v1", configure},
    {"dutygate.principal.enrol.v1", enrol},
    {"dutygate.principal.rotate.v1", rotate},
    {"dutygate.principal.suspend.v1", suspend},
    {"dutygate.principal.revoke.v1", revoke},
    {"dutygate.office.handover.v1", hand_over},
};

enum dg_err
dg_principals_apply(struct dg_principals *principals,
                    const struct dg_event *event, int64_t time_us)
{
    for (size_t i = 0; i < sizeof types / sizeof types[0]; i++) {
        if (dg_str_is(event->type, types[i].type)) {
            return types[i].apply(principals, event->data, time_us);
        }
    }
    return DG_OK;
}
