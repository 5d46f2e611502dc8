/* SPDX-License-Identifier: Apache-2.0 */
/* Decides what of a form is a part that may be asked or not. Members come in
 * any order, elements of arrays do not; a part of one form is none of
 * another. */
#include "gateway/inbox/form_set.h"

#include <sodium.h>
#include <stdlib.h>

#include "gateway/inbox/map.h"

#define BUFFER_SIZE 512
#define SORTED_MAX 32 /* members of an object; of more the order counts */
#define END 0xff      /* of an array or object: no kind of node */

/* What forms were written as. */
struct text_digest {
    uint8_t bytes[crypto_shorthash_siphashx24_BYTES];
};

struct dg_form_set {
    struct dg_form_sets *sets;
    UT_hash_handle hh; /* in by_text, if it is */
    struct text_digest text;
    uint32_t holders;
    uint32_t count;
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

/* What is fed is hashed block by block, each behind the digest before it. */
struct digest {
    const uint8_t *key;
    size_t len;
    unsigned char block[BUFFER_SIZE];
};

static uint64_t
finish(struct digest *digest)
{
    uint64_t number;

    _Static_assert(sizeof number == crypto_shorthash_BYTES, "size");
    crypto_shorthash((unsigned char *) &number, digest->block, digest->len,
                     digest->key);
    return number;
}

static void
feed_blocks(struct digest *digest, const unsigned char *at, size_t len)
{
    while (len > 0) {
        size_t room = sizeof digest->block - digest->len;
        size_t part = len < room ? len : room;
        memcpy(digest->block + digest->len, at, part);
        digest->len += part;
        at += part;
        len -= part;
        if (digest->len == sizeof digest->block) {
            uint64_t number = finish(digest);
            memcpy(digest->block, &number, sizeof number);
            digest->len = sizeof number;
        }
    }
}

/* A text behind what it is and how long, so that it ends where it ends. */
static inline void
feed(struct digest *digest, unsigned char what, struct dg_str text)
{
    const uint32_t len = (uint32_t) text.len; /* a message is shorter */
    unsigned char head[1 + sizeof len] = {what};

    memcpy(head + 1, &len, sizeof len);
    if (text.len + sizeof head >= sizeof digest->block - digest->len) {
        feed_blocks(digest, head, sizeof head);
        feed_blocks(digest, (const unsigned char *) text.data, text.len);
        return;
    }
    memcpy(digest->block + digest->len, head, sizeof head);
    digest->len += sizeof head;
    if (text.len > 0) {
        memcpy(digest->block + digest->len, text.data, text.len);
        digest->len += text.len;
    }
}

/* In some order, always the same. */
static bool
comes_before(struct dg_str a, struct dg_str b)
{
    return a.len != b.len ? a.len < b.len : memcmp(a.data, b.data, a.len) < 0;
}

/* The children that count, members by name. */
static size_t
sort_children(const struct dg_json *node, const char *const *parts,
              const struct dg_json *sorted[SORTED_MAX])
{
    size_t count = 0;

    for (const struct dg_json *c = node->child; c; c = c->next) {
        size_t at = count;
        if (is_one_of(c->name, parts)) {
            continue;
        }
        for (; at > 0 && comes_before(c->name, sorted[at - 1]->name); at--) {
            sorted[at] = sorted[at - 1];
        }
        sorted[at] = c;
        count++;
    }
    return count;
}

/* As deep as the parser allows. parts: members that are not looked at. */
static void
feed_node(struct digest *digest, const struct dg_json *node,
          const char *const *parts)
{
    static const char *const none[] = {NULL};
    unsigned char kind = (unsigned char) (2 * node->type + node->boolean);
    bool whole = node->type != DG_JSON_ARRAY && node->type != DG_JSON_OBJECT;
    const struct dg_json *sorted[SORTED_MAX];

    feed(digest, kind, node->name);
    if (whole) {
        feed(digest, kind, node->text);
    } else if (node->type == DG_JSON_OBJECT && node->count <= SORTED_MAX) {
        size_t count = sort_children(node, parts, sorted);
        for (size_t i = 0; i < count; i++) {
            feed_node(digest, sorted[i], none);
        }
    } else {
        for (const struct dg_json *c = node->child; c; c = c->next) {
            if (!is_one_of(c->name, parts)) {
                feed_node(digest, c, none);
            }
        }
    }
    if (!whole) {
        feed(digest, END, DG_STR(""));
    }
}

/* A part of what has that digest. */
static uint64_t
digest_part(const uint8_t *key, uint64_t of, const struct dg_json *node,
            const char *const *parts)
{
    struct digest digest;

    digest.key = key;
    digest.len = 0;
    feed_blocks(&digest, (const unsigned char *) &of, sizeof of);
    feed_node(&digest, node, parts);
    return finish(&digest);
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
            !walk->part(walk->ctx, digest_part(walk->key, of, e, none))) {
            return false;
        }
    }
    return true;
}

static bool
walk_list(const struct walk *walk, const struct dg_json *list, uint64_t of)
{
    uint64_t head = digest_part(walk->key, of, list, list_parts);

    return walk->part(walk->ctx, head) &&
           walk_elements(walk, dg_json_get(list, "fields"), head);
}

static bool
walk_form(const struct walk *walk, const struct dg_json *form)
{
    uint64_t head = digest_part(walk->key, 0, form, form_parts);

    if (!walk->part(walk->ctx, head) ||
        !walk_elements(walk, dg_json_get(form, "fields"), head) ||
        !walk_elements(walk, dg_json_get(form, "sums"), ~head)) {
        return false;
    }
    for (const struct dg_json *l = dg_json_items(form, "lists"); l;
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
keep(struct dg_form_sets *sets, const struct made *made)
{
    struct dg_form_set *set =
        malloc(sizeof *set + made->count * sizeof *made->digests);

    if (set) {
        *set = (struct dg_form_set){
            .sets = sets, .holders = 1, .count = (uint32_t) made->count};
        memcpy(set->digests, made->digests,
               made->count * sizeof *made->digests);
        qsort(set->digests, set->count, sizeof *set->digests, compare_digests);
    }
    return set;
}

void
dg_form_set_begin(struct dg_form_sets *sets)
{
    sets->by_text = NULL;
    randombytes_buf(sets->key, sizeof sets->key);
}

/* A set that is made part by part; *set is NULL if there is none. */
static enum dg_err
make(struct dg_form_sets *sets, const struct dg_json *forms,
     const struct dg_strip *strip, struct dg_form_set **set)
{
    struct made made = {NULL, 0, 0};
    const struct walk walk = {sets->key, strip, put, &made};
    bool enough =
        (strip && dg_strip_takes(strip, forms)) || walk_forms(&walk, forms);

    *set = enough && made.count > 0 ? keep(sets, &made) : NULL;
    free(made.digests);
    return *set || (enough && made.count == 0) ? DG_OK : DG_ERR_MEMORY;
}

static struct text_digest
digest_text(const struct dg_form_sets *sets, const struct dg_json *forms)
{
    struct dg_str text = dg_json_bytes(forms);
    struct text_digest digest;

    crypto_shorthash_siphashx24(digest.bytes, (const unsigned char *) text.data,
                                text.len, sets->key);
    return digest;
}

/* One that finds no room is of its task alone. */
static void
share(struct dg_form_set *set, const struct text_digest *text)
{
    struct dg_form_sets *sets = set->sets;

    set->text = *text;
    HASH_ADD(hh, sets->by_text, text, sizeof set->text, set);
}

enum dg_err
dg_form_set_create(struct dg_form_sets *sets, const struct dg_json *forms,
                   const struct dg_strip *strip, const struct dg_form_set **set)
{
    struct dg_form_set *made;
    struct text_digest text;
    enum dg_err err;

    if (strip &&
        (dg_strip_takes(strip, forms) || dg_strip_takes_within(strip, forms))) {
        err = make(sets, forms, strip, &made);
        *set = made;
        return err;
    }
    text = digest_text(sets, forms);
    HASH_FIND(hh, sets->by_text, &text, sizeof text, made);
    *set = dg_form_set_hold(made);
    if (made) {
        return DG_OK;
    }
    err = make(sets, forms, strip, &made);
    if (made) {
        share(made, &text);
    }
    *set = made;
    return err;
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
    struct dg_form_set *held = (struct dg_form_set *) set;

    if (!held || --held->holders > 0) {
        return;
    }
    if (DG_MAP_HAS(held)) {
        HASH_DEL(held->sets->by_text, held);
    }
    free(held);
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
    walk.key = set->sets->key;
    return walk_forms(&walk, forms);
}
