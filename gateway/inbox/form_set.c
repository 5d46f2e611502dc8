/* SPDX-License-Identifier: Apache-2.0 */
/* Decides what of a form is a part that may be asked or not. Members come in
 * any order, elements of arrays do not; a part of one form is none of
 * another. */
#include "gateway/inbox/form_set.h"

#include <sodium.h>
#include <stdlib.h>

#define BUFFER_SIZE 512

struct dg_form_set {
    uint32_t holders;
    uint32_t count;
    uint8_t key[DG_FORM_SET_KEY_SIZE];
    uint64_t digests[];
};

static const char *const form_parts[] = {"fields", "lists", "sums", NULL};
static const char *const list_parts[] = {"fields", NULL};

static bool
is_one_of(struct dg_str name, const char *const *names)
{
    while (*names && !dg_str_is(name, *names)) {
        names++;
    }
    return *names != NULL;
}

/* ---- digests ------------------------------------------------------------ */

static uint64_t
digest_bytes(const uint8_t *key, const void *bytes, size_t len)
{
    uint64_t digest;

    _Static_assert(sizeof digest == crypto_shorthash_BYTES, "size");
    crypto_shorthash((unsigned char *) &digest, bytes, len, key);
    return digest;
}

static uint64_t
digest_two(const uint8_t *key, uint64_t a, uint64_t b)
{
    const uint64_t two[2] = {a, b};

    return digest_bytes(key, two, sizeof two);
}

/* A member's name, or none, and a scalar: one digest, if they are short. */
static uint64_t
digest_scalar(const uint8_t *key, const struct dg_json *node)
{
    unsigned char buffer[BUFFER_SIZE];
    size_t len = 0;

    if (node->name.len + node->text.len + 2 > sizeof buffer) {
        return digest_two(key,
                          digest_bytes(key, node->name.data, node->name.len) +
                              node->type,
                          digest_bytes(key, node->text.data, node->text.len));
    }
    buffer[len++] = (unsigned char) (node->type * 2 + node->boolean);
    if (node->name.len > 0) {
        memcpy(buffer + len, node->name.data, node->name.len);
        len += node->name.len;
    }
    buffer[len++] = 0; /* no decoded text has one */
    if (node->text.len > 0) {
        memcpy(buffer + len, node->text.data, node->text.len);
        len += node->text.len;
    }
    return digest_bytes(key, buffer, len);
}

/* As deep as the parser allows. parts: members that are not looked at. */
static uint64_t
digest_node(const uint8_t *key, const struct dg_json *node,
            const char *const *parts)
{
    static const char *const none[] = {NULL};
    uint64_t digest = (uint64_t) node->type;

    if (node->type != DG_JSON_ARRAY && node->type != DG_JSON_OBJECT) {
        return digest_scalar(key, node);
    }
    for (const struct dg_json *c = node->child; c; c = c->next) {
        if (node->type == DG_JSON_ARRAY) {
            digest = digest_two(key, digest, digest_node(key, c, none));
        } else if (!is_one_of(c->name, parts)) {
            digest += digest_node(key, c, none);
        }
    }
    return digest_two(key, digest,
                      digest_bytes(key, node->name.data, node->name.len));
}

/* ---- the parts of forms ------------------------------------------------- */

/* Told each part's digest, until it says false. */
typedef bool (*part_fn)(void *ctx, uint64_t digest);

struct walk {
    const uint8_t *key;
    const struct dg_strip *strip; /* NULL: nothing was taken off */
    part_fn part;
    void *ctx;
};

static bool
is_left(const struct walk *walk, const struct dg_json *node)
{
    return !walk->strip || (!dg_strip_takes(walk->strip, node) &&
                            !dg_strip_takes_within(walk->strip, node));
}

static bool
walk_elements(const struct walk *walk, const struct dg_json *array, uint64_t of)
{
    for (const struct dg_json *e = array ? array->child : NULL; e;
         e = e->next) {
        static const char *const none[] = {NULL};
        if (is_left(walk, e) &&
            !walk->part(
                walk->ctx,
                digest_two(walk->key, of, digest_node(walk->key, e, none)))) {
            return false;
        }
    }
    return true;
}

static uint64_t
digest_head(const struct walk *walk, const struct dg_json *node, uint64_t of,
            const char *const *parts)
{
    return digest_two(walk->key, of, digest_node(walk->key, node, parts));
}

static bool
walk_list(const struct walk *walk, const struct dg_json *list, uint64_t of)
{
    uint64_t head = digest_head(walk, list, of, list_parts);

    return walk->part(walk->ctx, head) &&
           walk_elements(walk, dg_json_get(list, "fields"), head);
}

static bool
walk_form(const struct walk *walk, const struct dg_json *form)
{
    uint64_t head = digest_head(walk, form, 0, form_parts);
    const struct dg_json *lists = dg_json_get(form, "lists");

    if (!walk->part(walk->ctx, head) ||
        !walk_elements(walk, dg_json_get(form, "fields"), head) ||
        !walk_elements(walk, dg_json_get(form, "sums"), ~head)) {
        return false;
    }
    for (const struct dg_json *l = lists ? lists->child : NULL; l;
         l = l->next) {
        if (!(walk->strip && dg_strip_takes(walk->strip, l)) &&
            !walk_list(walk, l, head)) {
            return false;
        }
    }
    return true;
}

static bool
walk_forms(const struct walk *walk, const struct dg_json *forms)
{
    for (const struct dg_json *f = forms->child; f; f = f->next) {
        if (!(walk->strip && dg_strip_takes(walk->strip, f)) &&
            !walk_form(walk, f)) {
            return false;
        }
    }
    return true;
}

/* ---- the set ------------------------------------------------------------ */

struct made {
    uint64_t *digests;
    size_t count, room;
};

static bool
put(void *ctx, uint64_t digest)
{
    struct made *made = ctx;

    if (made->count == made->room) {
        size_t room = made->room ? made->room * 2 : 32;
        uint64_t *digests = realloc(made->digests, room * sizeof *digests);
        if (!digests) {
            return false;
        }
        made->digests = digests;
        made->room = room;
    }
    made->digests[made->count++] = digest;
    return true;
}

static int
compare_digests(const void *a, const void *b)
{
    const uint64_t *x = a, *y = b;

    return (*x > *y) - (*x < *y);
}

static struct dg_form_set *
keep(const struct made *made, const uint8_t *key)
{
    struct dg_form_set *set =
        malloc(sizeof *set + made->count * sizeof *made->digests);

    if (set) {
        set->holders = 1;
        set->count = (uint32_t) made->count;
        memcpy(set->key, key, sizeof set->key);
        memcpy(set->digests, made->digests,
               made->count * sizeof *made->digests);
        qsort(set->digests, set->count, sizeof *set->digests, compare_digests);
    }
    return set;
}

enum dg_err
dg_form_set_create(const uint8_t key[DG_FORM_SET_KEY_SIZE],
                   const struct dg_json *forms, const struct dg_strip *strip,
                   const struct dg_form_set **set)
{
    struct made made = {NULL, 0, 0};
    const struct walk walk = {key, strip, put, &made};
    bool enough =
        (strip && dg_strip_takes(strip, forms)) || walk_forms(&walk, forms);

    *set = enough && made.count > 0 ? keep(&made, key) : NULL;
    free(made.digests);
    return *set || (enough && made.count == 0) ? DG_OK : DG_ERR_MEMORY;
}

const struct dg_form_set *
dg_form_set_hold(const struct dg_form_set *set)
{
    if (set) {
        ((struct dg_form_set *) set)->holders++;
    }
    return set;
}

void
dg_form_set_drop(const struct dg_form_set *set)
{
    if (set && --((struct dg_form_set *) set)->holders == 0) {
        free((void *) set);
    }
}

static bool
is_there(void *ctx, uint64_t digest)
{
    const struct dg_form_set *set = ctx;

    return bsearch(&digest, set->digests, set->count, sizeof digest,
                   compare_digests) != NULL;
}

bool
dg_form_set_has(const struct dg_form_set *set, const struct dg_json *forms)
{
    struct walk walk = {NULL, NULL, is_there, (void *) set};

    if (!set) {
        return forms->count == 0;
    }
    walk.key = set->key;
    return walk_forms(&walk, forms);
}
