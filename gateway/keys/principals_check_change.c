/* SPDX-License-Identifier: Apache-2.0 */
/* Decides who may change what is enrolled: put a new key in an old one's place,
 * suspend, revoke; and whether there is something to change. Which office may
 * be handed over by whom is decided as whatever is about an office is
 * (gateway/flow/authorise.c). */
#include "gateway/keys/principals_check.h"

/* As many as nobody needs in a hundred years. A handover looks at all of them,
 * also at replay. */
#define OWN_KEYS_MAX 1000

/* What data names: a principal, and maybe one of its officers. */
struct target {
    const struct dg_principal *principal;
    const struct dg_officer *officer; /* NULL: the principal as a whole */
};

/* A text about one thing. */
#define TEXT(check, format, what)                                              \
    dg_arena_printf((check)->findings->arena, format, DG_STR_ARG(what))

/* ---- what is named --------------------------------------------------------
 */

static const struct dg_principal *
find_principal(struct dg_principals_check *check, const char *member,
               struct dg_str source)
{
    const struct dg_principal *principal =
        dg_principals_find(check->principals, source);
    if (!principal) {
        dg_principals_check_refuse(
            check, "unknown-principal", member,
            TEXT(check, _("%.*s is not enrolled"), source));
    } else if (principal->role == DG_ROLE_ROOT) {
        dg_principals_check_refuse(
            check, "root-configured", member,
            dg_str_from(_("the keys of root are those of the gateway's "
                          "configuration: no event changes them")));
        return NULL;
    } else if (principal->revoked) {
        dg_principals_check_refuse(
            check, "already-revoked", member,
            TEXT(check, _("%.*s was revoked, for good"), source));
        return NULL;
    }
    return principal;
}

/* An officer of the principal whose key was not revoked, or NULL. */
static const struct dg_officer *
find_officer(struct dg_principals_check *check, const char *member,
             const struct dg_principal *principal, struct dg_str kid)
{
    const struct dg_officer *officer =
        dg_principals_table_find_key(check->principals, kid);
    if (!officer) {
        dg_principals_check_refuse(
            check, "unknown-key", member,
            TEXT(check, _("no key is called %.*s"), kid));
    } else if (officer->principal != principal) {
        dg_principals_check_refuse(
            check, "not-an-officer-of", member,
            dg_arena_printf(check->findings->arena,
                            _("the key %.*s is not of %.*s"), DG_STR_ARG(kid),
                            DG_STR_ARG(principal->source)));
        return NULL;
    } else if (officer->revoked) {
        dg_principals_check_refuse(
            check, "already-revoked", member,
            TEXT(check, _("the key %.*s was revoked, for good"), kid));
        return NULL;
    }
    return officer;
}

/* False, with the refusal, unless both what data names are there. */
static bool
find_target(struct dg_principals_check *check, struct target *target)
{
    const struct dg_json *data = check->event->data;
    const struct dg_json *key = dg_json_get(data, "key");
    *target = (struct target){
        find_principal(check, "/principal", dg_json_get_str(data, "principal")),
        NULL};
    if (target->principal && key) {
        target->officer =
            find_officer(check, "/key", target->principal, key->text);
    }
    return target->principal && (!key || target->officer);
}

/* False, with the refusal, of a key whose time is over. */
static bool
is_current(struct dg_principals_check *check, const char *member,
           const struct dg_officer *officer)
{
    if (dg_officer_state(officer, check->time_us) == DG_KEY_ENDED) {
        dg_principals_check_refuse(check, "key-ended", member,
                                   TEXT(check,
                                        _("the time of the key %.*s is over"),
                                        dg_str_from(officer->key.kid)));
        return false;
    }
    return true;
}

/* How many keys a principal ever had. */
static size_t
count_keys(const struct dg_principals_check *check,
           const struct dg_principal *principal)
{
    const struct dg_officer *officer =
        dg_principals_table_newest(check->principals, principal);
    size_t count = 0;
    for (; officer;
         officer = dg_principals_table_older(check->principals, officer)) {
        count++;
    }
    return count;
}

/* Who does not enrol gives itself, or an office below it, only so many. */
static void
check_room(struct dg_principals_check *check, const char *member,
           const struct dg_principal *principal, size_t more)
{
    size_t count;
    if (dg_principals_check_may(check->event->role, principal->role)) {
        return;
    }
    count = count_keys(check, principal);
    if (count + more > OWN_KEYS_MAX) {
        dg_principals_check_refuse(
            check, "too-many-keys", member,
            dg_arena_printf(check->findings->arena,
                            _("%.*s has had %zu keys; who enrols gives it more "
                              "than %d"),
                            DG_STR_ARG(principal->source), count,
                            OWN_KEYS_MAX));
    }
}

/* ---- rotate ----------------------------------------------------------------
 */

/* Whoever could enrol it, and the principal itself, which may not raise its own
 * officers by the way. */
static void
check_rotator(struct dg_principals_check *check, const struct target *target)
{
    struct dg_str post =
        dg_json_get_str(dg_json_get(check->event->data, "new"), "post");
    bool reviewing = dg_str_is(post, "reviewing");
    if (dg_principals_check_may(check->event->role, target->principal->role)) {
        return;
    }
    if (!dg_str_equal(check->event->source, target->principal->source)) {
        dg_principals_check_refuse(
            check, "may-not-enrol", "/principal",
            dg_arena_printf(check->findings->arena,
                            _("%.*s may not change the keys of %.*s"),
                            DG_STR_ARG(check->event->source),
                            DG_STR_ARG(target->principal->source)));
    } else if (post.len > 0 &&
               reviewing != (target->officer->post == DG_POST_REVIEWING)) {
        dg_principals_check_refuse(
            check, "post-not-yours", "/new/post",
            dg_str_from(_("who holds which post is said by those who enrol")));
    }
}

void
dg_principals_check_rotate(struct dg_principals_check *check)
{
    const struct dg_json *fresh = dg_json_get(check->event->data, "new");
    struct target target;
    if (find_target(check, &target)) {
        is_current(check, "/key", target.officer);
        check_rotator(check, &target);
        check_room(check, "/new", target.principal, 1);
    }
    dg_principals_check_key(check, dg_json_get(fresh, "key"));
    dg_principals_check_text(check, dg_json_get(fresh, "name"));
}

/* ---- suspend, revoke --------------------------------------------------------
 */

static void
check_authority(struct dg_principals_check *check,
                const struct dg_principal *principal)
{
    if (!dg_principals_check_may(check->event->role, principal->role)) {
        dg_principals_check_refuse(
            check, "may-not-enrol", "/principal",
            dg_arena_printf(check->findings->arena,
                            _("%.*s may neither suspend nor revoke %.*s"),
                            DG_STR_ARG(check->event->source),
                            DG_STR_ARG(principal->source)));
    }
}

/* The instant until which it is suspended now; 0: it is not. */
static int64_t
suspended_until(const struct dg_principals_check *check,
                const struct target *target)
{
    const struct dg_principal *principal = target->principal;
    const struct dg_officer *officer = target->officer;
    bool suspended = officer ? officer->suspended : principal->suspended;
    int64_t until =
        officer ? officer->suspended_until_us : principal->suspended_until_us;
    return suspended && check->time_us < until ? until : 0;
}

static void
check_suspension(struct dg_principals_check *check, const struct target *target)
{
    const struct dg_json *data = check->event->data;
    const struct dg_json *until = dg_json_get(data, "until");
    struct dg_str name = target->officer ? dg_str_from(target->officer->key.kid)
                                         : target->principal->source;
    int64_t now = suspended_until(check, target);
    bool lift = dg_json_get(data, "lift") != NULL;
    if (lift && until) {
        dg_principals_check_refuse(
            check, "until-and-lift", "/until",
            dg_str_from(_("a suspension is lifted at once: without a day")));
    } else if (lift && now == 0) {
        dg_principals_check_refuse(
            check, "not-suspended", "",
            TEXT(check, _("%.*s is not suspended"), name));
    } else if (!lift && now == dg_principals_until(until)) {
        dg_principals_check_refuse(
            check, "already-suspended", "",
            TEXT(check, _("%.*s is suspended already, just so"), name));
    }
}

void
dg_principals_check_suspend(struct dg_principals_check *check)
{
    const struct dg_json *data = check->event->data;
    struct target target;
    if (find_target(check, &target)) {
        check_authority(check, target.principal);
        if (!target.officer || is_current(check, "/key", target.officer)) {
            check_suspension(check, &target);
        }
    }
    dg_principals_check_until(check, dg_json_get(data, "until"));
    dg_principals_check_text(check, dg_json_get(data, "reason"));
}

void
dg_principals_check_revoke(struct dg_principals_check *check)
{
    struct target target;
    if (find_target(check, &target)) {
        check_authority(check, target.principal);
    }
    dg_principals_check_text(check, dg_json_get(check->event->data, "reason"));
}

/* ---- handover ------------------------------------------------------------ */

void
dg_principals_check_handover(struct dg_principals_check *check)
{
    const struct dg_json *data = check->event->data;
    const struct dg_json *from = dg_json_get(data, "from");
    const struct dg_principal *office = find_principal(
        check, "/office",
        TEXT(check, "office/%.*s", dg_json_get_str(data, "office")));
    if (office) {
        const struct dg_officer *officer =
            from ? find_officer(check, "/from", office, from->text) : NULL;
        if (officer) {
            is_current(check, "/from", officer);
        }
        check_room(check, "/officers", office,
                   dg_json_get(data, "officers")->count);
    }
    check->handing_over = office;
    dg_principals_check_officers(check, dg_json_get(data, "officers"));
    dg_principals_check_text(check, dg_json_get(data, "reason"));
}
