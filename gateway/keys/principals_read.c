/* SPDX-License-Identifier: Apache-2.0 */
/* Decides how who may speak is shown, and where a page ends: principals in the
 * order they were enrolled, of each the newest officer first. */
#include "gateway/keys/principals_check.h"

#include <inttypes.h>
#include <stdio.h>

#include "proto/base/date.h"

struct page {
    const struct dg_principals *principals;
    struct dg_json_writer *out;
    int64_t now_us;
    size_t left;        /* officers, or principals without any */
    uint32_t principal; /* where the page begins, then where the next does … */
    uint32_t officer;   /* … and with which of its officers; 0: the newest */
    bool more;
};

static const char *const state_texts[] = {
    [DG_KEY_ACTIVE] = "active",
    [DG_KEY_SUSPENDED] = "suspended",
    [DG_KEY_ENDED] = "ended",
    [DG_KEY_REVOKED] = "revoked",
};

/* "12.34": with the officer 34 of the principal 12. */
static enum dg_err
parse_cursor(struct dg_str text, struct page *page)
{
    const char *dot = text.len ? memchr(text.data, '.', text.len) : NULL;
    uint64_t principal, officer;
    struct dg_str rest;
    if (text.len == 0) {
        return DG_OK;
    }
    if (!dot) {
        return DG_ERR_MALFORMED;
    }
    rest = (struct dg_str){dot + 1, text.len - (size_t) (dot + 1 - text.data)};
    text.len = (size_t) (dot - text.data);
    if (dg_str_to_u64(text, &principal) || dg_str_to_u64(rest, &officer) ||
        principal > page->principals->principal_count ||
        officer > page->principals->officer_count) {
        return DG_ERR_MALFORMED;
    }
    page->principal = (uint32_t) principal;
    page->officer = (uint32_t) officer;
    return DG_OK;
}

/* Nothing of what has no end, or was there from the beginning. */
static void
put_instant(struct page *page, const char *name, int64_t time_us)
{
    char text[DG_INSTANT_SIZE];
    if (time_us != INT64_MAX && time_us != 0) {
        dg_instant_format(time_us, text);
        dg_json_put_text(page->out, name, text);
    }
}

/* ---- an officer ------------------------------------------------------------
 */

static void
put_officer(struct page *page, const struct dg_officer *officer)
{
    char x[DG_KID_LEN + 1];
    enum dg_key_state state = dg_officer_state(officer, page->now_us);
    dg_public_key_x(&officer->key, x);
    dg_json_open_object(page->out);
    dg_json_put_text(page->out, "key", officer->key.kid);
    dg_json_put_text(page->out, "x", x);
    dg_json_put_str(page->out, "name", officer->name);
    dg_json_put_text(page->out, "post",
                     officer->post == DG_POST_REVIEWING ? "reviewing"
                                                        : "handling");
    dg_json_put_text(page->out, "state", state_texts[state]);
    dg_json_put_integer(page->out, "term", officer->term);
    put_instant(page, "from", officer->from_us);
    put_instant(page, "until", officer->until_us);
    if (officer->suspended && page->now_us < officer->suspended_until_us) {
        put_instant(page, "suspendeduntil", officer->suspended_until_us);
    }
    dg_json_close_object(page->out);
}

/* From the one with which the page begins. */
static void
put_officers(struct page *page, const struct dg_principal *principal)
{
    uint32_t number = page->officer ? page->officer : principal->newest;
    page->officer = 0;
    page->left -= number == 0;
    dg_json_name(page->out, "officers");
    dg_json_open_array(page->out);
    while (number && !page->more) {
        const struct dg_officer *officer =
            dg_principals_table_officer(page->principals, number);
        page->more = page->left == 0;
        if (page->more) {
            page->officer = number;
        } else {
            put_officer(page, officer);
            page->left--;
            number = officer->older;
        }
    }
    dg_json_close_array(page->out);
}

/* ---- a principal ------------------------------------------------------------
 */

/* A term begins when the first of its officers does: a handover names one. */
static void
put_terms(struct page *page, const struct dg_principal *principal)
{
    const struct dg_officer *officer =
        dg_principals_table_newest(page->principals, principal);
    int64_t until_us = INT64_MAX;
    dg_json_name(page->out, "terms");
    dg_json_open_array(page->out);
    while (officer) {
        uint32_t term = officer->term;
        int64_t from_us = officer->from_us;
        for (; officer && officer->term == term;
             officer = dg_principals_table_older(page->principals, officer)) {
            from_us = officer->from_us;
        }
        dg_json_open_object(page->out);
        dg_json_put_integer(page->out, "term", term);
        put_instant(page, "from", from_us);
        put_instant(page, "until", until_us);
        dg_json_close_object(page->out);
        until_us = from_us;
    }
    dg_json_close_array(page->out);
}

static void
put_parents(struct page *page, const struct dg_principal *principal)
{
    if (principal->parent_count == 0) {
        return;
    }
    dg_json_name(page->out, "parents");
    dg_json_open_array(page->out);
    for (uint16_t i = 0; i < principal->parent_count; i++) {
        dg_json_str(page->out, principal->parents[i]);
    }
    dg_json_close_array(page->out);
}

static void
put_principal(struct page *page, const struct dg_principal *principal)
{
    struct dg_json_writer *out = page->out;
    dg_json_open_object(out);
    dg_json_put_str(out, "principal", principal->source);
    dg_json_put_str(out, "name", principal->name);
    dg_json_put_str(out, "creditcode", principal->credit_code);
    put_parents(page, principal);
    dg_json_put_text(out, "state",
                     state_texts[dg_principal_state(principal, page->now_us)]);
    put_instant(page, "until", principal->until_us);
    if (principal->suspended && page->now_us < principal->suspended_until_us) {
        put_instant(page, "suspendeduntil", principal->suspended_until_us);
    }
    dg_json_put_integer(out, "term", principal->term);
    put_terms(page, principal);
    put_officers(page, principal);
    dg_json_close_object(out);
}

static void
put_all(struct page *page)
{
    uint32_t number = page->principal ? page->principal : 1;
    while (number <= page->principals->principal_count && !page->more) {
        page->more = page->left == 0;
        if (!page->more) {
            put_principal(
                page, dg_principals_table_principal(page->principals, number));
            number += !page->more; /* else there is more of this one */
        }
    }
    page->principal = number;
}

/* Which one is asked for, by name or by key; NULL: all. */
static enum dg_err
find_only(const struct dg_principals *principals, const struct dg_json *params,
          const struct dg_principal **only)
{
    const struct dg_json *source = dg_json_get(params, "principal");
    const struct dg_json *key = dg_json_get(params, "key");
    *only = source ? dg_principals_find(principals, source->text) : NULL;
    if (key) {
        const struct dg_officer *officer =
            dg_principals_table_find_key(principals, key->text);
        *only = officer && (!source || officer->principal == *only)
                    ? officer->principal
                    : NULL;
    }
    return *only || (!source && !key) ? DG_OK : DG_ERR_ABSENT;
}

static void
put_page(struct page *page, const struct dg_principal *only)
{
    char next[32];
    dg_json_open_object(page->out);
    dg_json_name(page->out, "principals");
    dg_json_open_array(page->out);
    if (only) {
        put_principal(page, only);
    } else {
        put_all(page);
    }
    dg_json_close_array(page->out);
    if (page->more) {
        snprintf(next, sizeof next, "%" PRIu32 ".%" PRIu32, page->principal,
                 page->officer);
        dg_json_put_text(page->out, "next", next);
    }
    dg_json_close_object(page->out);
}

enum dg_err
dg_principals_read(const struct dg_principals *principals,
                   const struct dg_json *params, int64_t now_us, size_t limit,
                   struct dg_json_writer *out)
{
    struct page page = {
        .principals = principals,
        .out = out,
        .now_us = now_us,
        .left = limit,
    };
    const struct dg_principal *only;
    enum dg_err err = parse_cursor(dg_json_get_str(params, "after"), &page);
    if (!err) {
        err = find_only(principals, params, &only);
    }
    if (!err) {
        put_page(&page, only);
    }
    return err;
}
