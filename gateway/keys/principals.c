/* SPDX-License-Identifier: Apache-2.0 */
/* Decides who is root, and in what state a key is. Who may be added or taken
 * away is principals_check.c's. */
#include "gateway/keys/principals_table.h"

#include <stdio.h>
#include <stdlib.h>

struct dg_principal *
dg_principals_take_root(struct dg_principals *principals)
{
    struct dg_str source = dg_str_from(principals->root);
    struct dg_principal *root = dg_principals_table_find(principals, source);
    return root ? root : dg_principals_table_add(principals, source);
}

enum dg_err
dg_principals_add_root(struct dg_principals *principals,
                       struct dg_principal *root,
                       const struct dg_public_key *key, int64_t time_us)
{
    struct dg_officer *officer;
    if (dg_principals_find_key(principals, key->kid)) {
        return DG_OK;
    }
    officer = dg_principals_table_add_officer(principals, root, key);
    if (!officer) {
        return DG_ERR_MEMORY;
    }
    officer->post = DG_POST_REVIEWING;
    officer->from_us = time_us;
    return DG_OK;
}

static enum dg_err
add_roots(struct dg_principals *principals, const struct dg_public_key *roots,
          size_t count)
{
    struct dg_principal *root = dg_principals_take_root(principals);
    enum dg_err err = root ? DG_OK : DG_ERR_MEMORY;
    for (size_t i = 0; !err && i < count; i++) {
        err = dg_principals_add_root(principals, root, &roots[i], 0);
    }
    return err;
}

enum dg_err
dg_principals_create(const char *gateway, const struct dg_public_key *roots,
                     size_t count, struct dg_principals **principals)
{
    struct dg_principals *made = calloc(1, sizeof *made);
    enum dg_err err = DG_OK;
    if (!made) {
        return DG_ERR_MEMORY;
    }
    snprintf(made->root, sizeof made->root, "root/%s", gateway);
    dg_arena_init(&made->texts, SIZE_MAX);
    if (count > 0) {
        err = add_roots(made, roots, count);
    }
    if (err) {
        dg_principals_destroy(made);
        return err;
    }
    *principals = made;
    return DG_OK;
}

void
dg_principals_destroy(struct dg_principals *principals)
{
    if (principals) {
        dg_principals_table_finish(principals);
        free(principals);
    }
}

const struct dg_officer *
dg_principals_find_key(const struct dg_principals *principals, const char *kid)
{
    return dg_principals_table_find_key(principals, dg_str_from(kid));
}

const struct dg_principal *
dg_principals_find(const struct dg_principals *principals, struct dg_str source)
{
    return dg_principals_table_find(principals, source);
}

enum dg_key_state
dg_principal_state(const struct dg_principal *p, int64_t time_us)
{
    return p->revoked                                        ? DG_KEY_REVOKED
           : p->until_us <= time_us                          ? DG_KEY_ENDED
           : p->suspended && time_us < p->suspended_until_us ? DG_KEY_SUSPENDED
                                                             : DG_KEY_ACTIVE;
}

/* The graver of the officer's own and its principal's. */
enum dg_key_state
dg_officer_state(const struct dg_officer *officer, int64_t time_us)
{
    enum dg_key_state of_all = dg_principal_state(officer->principal, time_us);
    enum dg_key_state own =
        officer->revoked               ? DG_KEY_REVOKED
        : officer->until_us <= time_us ? DG_KEY_ENDED
        : officer->suspended && time_us < officer->suspended_until_us
            ? DG_KEY_SUSPENDED
            : DG_KEY_ACTIVE;
    return own > of_all ? own : of_all;
}
