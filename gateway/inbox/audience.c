/* SPDX-License-Identifier: Apache-2.0 */
/* Decides whom an audience written in JSON reaches: every term must be known to
 * the roster in force, and what is left is sorted, without repetition, and
 * counted. Questions about resolved audiences are audience_set.c's. */
#include "gateway/inbox/audience.h"

#include <inttypes.h>

#include "gateway/inbox/audience_count.h"
#include "gateway/inbox/term.h"
#include "proto/codec/complaint.h"

/* An audience while it is being written; the arrays have room for all that the
 * JSON names. */
struct draft {
    const struct dg_roster *roster;
    const struct dg_json *json;
    struct dg_findings *findings; /* and the arena of everything */
    struct dg_complaint prefix_unknown, office_unknown, office_abolished,
        group_unknown;
    struct dg_division *prefixes, *excludes;
    uint64_t *codes;
    uint32_t *groups, *exclude_groups;
    struct dg_audience audience;
};

static void
complain_of_ended(struct draft *draft, const struct dg_json *node,
                  const struct dg_office *office)
{
    struct dg_str heirs = {NULL, 0}, name;

    for (size_t i = 0; i < office->successor_count; i++) {
        heirs = dg_arena_printf(draft->findings->arena, "%.*s%s%012" PRIu64,
                                DG_STR_ARG(heirs), i ? ", " : "",
                                office->successors[i]->code);
    }
    name = dg_arena_printf(
        draft->findings->arena, "%.*s (%s%.*s)", DG_STR_ARG(node->text),
        heirs.len ? _("now ") : _("no successor"), DG_STR_ARG(heirs));
    dg_complaint_add(&draft->office_abolished, node, name);
}

/* True if the code is an office in force. */
static bool
check_code(struct draft *draft, const struct dg_json *node, uint64_t code)
{
    const struct dg_office *office = dg_roster_office(draft->roster, code);

    if (!office) {
        dg_complaint_add(&draft->office_unknown, node, node->text);
        return false;
    }
    if (office->until != DG_ROSTER_NEVER) {
        complain_of_ended(draft, node, office);
        return false;
    }
    return true;
}

static bool
check_prefix(struct draft *draft, const struct dg_json *node,
             struct dg_division prefix)
{
    struct dg_str name;

    if (dg_roster_count(draft->roster, prefix) > 0) {
        return true;
    }
    name = dg_arena_printf(draft->findings->arena, "\"%.*s\"",
                           DG_STR_ARG(node->text));
    dg_complaint_add(&draft->prefix_unknown, node, name);
    return false;
}

/* Takes a prefix or a code. Of what no schema would let pass, only that it is
 * unknown is said. */
static bool
check_term(struct draft *draft, const struct dg_json *node,
           struct dg_division *term)
{
    if (dg_division_parse(node->text, term)) {
        dg_complaint_add(&draft->office_unknown, node, node->text);
        return false;
    }
    return term->level == 5 ? check_code(draft, node, term->value)
                            : check_prefix(draft, node, *term);
}

static size_t
read_terms(struct draft *draft, const char *member, struct dg_division *terms)
{
    const struct dg_json *node = dg_json_items(draft->json, member);
    size_t count = 0;

    for (; node; node = node->next) {
        count += check_term(draft, node, &terms[count]);
    }
    return count;
}

static size_t
read_codes(struct draft *draft)
{
    const struct dg_json *node = dg_json_items(draft->json, "codes");
    struct dg_division term;
    size_t count = 0;

    for (; node; node = node->next) {
        if (check_term(draft, node, &term)) {
            draft->codes[count++] = term.value;
        }
    }
    return count;
}

static size_t
read_groups(struct draft *draft, const char *member, uint32_t *groups)
{
    const struct dg_json *node = dg_json_items(draft->json, member);
    size_t count = 0;

    for (; node; node = node->next) {
        uint32_t group = dg_roster_group(draft->roster, node->text);
        if (group == DG_ROSTER_NEVER) {
            dg_complaint_add(&draft->group_unknown, node, node->text);
        } else {
            groups[count++] = group;
        }
    }
    return count;
}

static void *
room_for(const struct draft *draft, const char *member, size_t size)
{
    const struct dg_json *array = dg_json_get(draft->json, member);

    return dg_arena_alloc(draft->findings->arena,
                          (array ? array->count : 0) * size);
}

static enum dg_err
allocate(struct draft *draft)
{
    draft->prefixes = room_for(draft, "prefixes", sizeof *draft->prefixes);
    draft->codes = room_for(draft, "codes", sizeof *draft->codes);
    draft->groups = room_for(draft, "groups", sizeof *draft->groups);
    draft->excludes = room_for(draft, "exclude", sizeof *draft->excludes);
    draft->exclude_groups =
        room_for(draft, "excludegroups", sizeof *draft->exclude_groups);
    if (!draft->prefixes || !draft->codes || !draft->groups ||
        !draft->excludes || !draft->exclude_groups) {
        return DG_ERR_MEMORY;
    }
    draft->audience = (struct dg_audience){
        .version = dg_roster_version(draft->roster),
        .prefixes = draft->prefixes,
        .codes = draft->codes,
        .groups = draft->groups,
        .excludes = draft->excludes,
        .exclude_groups = draft->exclude_groups,
    };
    return DG_OK;
}

static void
read_all(struct draft *draft)
{
    struct dg_audience *audience = &draft->audience;

    audience->prefix_count = read_terms(draft, "prefixes", draft->prefixes);
    audience->code_count = read_codes(draft);
    audience->group_count = read_groups(draft, "groups", draft->groups);
    audience->exclude_count = read_terms(draft, "exclude", draft->excludes);
    audience->exclude_group_count =
        read_groups(draft, "excludegroups", draft->exclude_groups);
}

static bool
has_complaint(struct draft *draft)
{
    size_t before = draft->findings->count;

    dg_complaint_end(&draft->prefix_unknown);
    dg_complaint_end(&draft->office_unknown);
    dg_complaint_end(&draft->office_abolished);
    dg_complaint_end(&draft->group_unknown);
    return draft->findings->count > before;
}

static void
normalise_prefixes(struct draft *draft)
{
    struct dg_audience *audience = &draft->audience;
    size_t count = dg_term_normalise(draft->prefixes, audience->prefix_count);
    size_t kept = 0;

    for (size_t i = 0; i < count; i++) {
        if (!dg_term_above(draft->excludes, audience->exclude_count,
                           draft->prefixes[i])) {
            draft->prefixes[kept++] = draft->prefixes[i];
        }
    }
    audience->prefix_count = kept;
}

static void
normalise_codes(struct draft *draft)
{
    struct dg_audience *audience = &draft->audience;
    size_t count = dg_term_sort_codes(draft->codes, audience->code_count);
    size_t kept = 0;

    audience->code_count = 0; /* dg_audience_names asks the prefixes only */
    for (size_t i = 0; i < count; i++) {
        if (!dg_audience_excludes(audience, draft->roster, draft->codes[i]) &&
            !dg_audience_names(audience, draft->codes[i])) {
            draft->codes[kept++] = draft->codes[i];
        }
    }
    audience->code_count = kept;
}

/* Each once, as written; how many are left. */
static size_t
normalise_groups(uint32_t *groups, size_t count)
{
    size_t kept = 0;

    for (size_t i = 0; i < count; i++) {
        bool repeated = false;
        for (size_t j = 0; j < kept; j++) {
            repeated = repeated || groups[j] == groups[i];
        }
        if (!repeated) {
            groups[kept++] = groups[i];
        }
    }
    return kept;
}

/* Without groups only what lies below a prefix can still exclude something:
 * the rest was taken from the terms already. */
static void
drop_idle_excludes(struct draft *draft)
{
    struct dg_audience *audience = &draft->audience;
    size_t kept = 0;

    for (size_t i = 0; i < audience->exclude_count; i++) {
        if (audience->group_count > 0 ||
            dg_term_above(audience->prefixes, audience->prefix_count,
                          draft->excludes[i])) {
            draft->excludes[kept++] = draft->excludes[i];
        }
    }
    audience->exclude_count = kept;
}

static enum dg_err
normalise(struct draft *draft)
{
    struct dg_audience *audience = &draft->audience;

    audience->exclude_count =
        dg_term_normalise(draft->excludes, audience->exclude_count);
    normalise_prefixes(draft);
    normalise_codes(draft);
    audience->group_count =
        normalise_groups(draft->groups, audience->group_count);
    audience->exclude_group_count =
        normalise_groups(draft->exclude_groups, audience->exclude_group_count);
    drop_idle_excludes(draft);
    return dg_audience_count_offices(audience, draft->roster,
                                     &audience->offices);
}

static enum dg_err
resolve(struct draft *draft, const char *pointer,
        const struct dg_audience **audience)
{
    struct dg_audience *result;
    enum dg_err err = allocate(draft);

    if (err) {
        return err;
    }
    read_all(draft);
    if (has_complaint(draft)) {
        return draft->findings->err;
    }
    err = normalise(draft);
    if (err) {
        return err;
    }
    if (draft->audience.offices == 0) {
        dg_findings_refuse(draft->findings, "audience-empty",
                           dg_str_from(pointer),
                           dg_str_from(_("the audience holds no office")));
        return draft->findings->err;
    }
    result = dg_arena_alloc(draft->findings->arena, sizeof *result);
    if (!result) {
        return DG_ERR_MEMORY;
    }
    *result = draft->audience;
    *audience = result;
    return DG_OK;
}

enum dg_err
dg_audience_resolve(const struct dg_roster *roster, const struct dg_json *json,
                    const char *pointer, struct dg_findings *findings,
                    const struct dg_audience **audience)
{
    struct dg_complaint none = {
        .findings = findings, .root = json, .base = pointer};
    struct draft draft = {.roster = roster,
                          .json = json,
                          .findings = findings,
                          .prefix_unknown = none,
                          .office_unknown = none,
                          .office_abolished = none,
                          .group_unknown = none};

    draft.prefix_unknown.code = "audience-unknown";
    draft.prefix_unknown.said = _("no office below ");
    draft.office_unknown.code = "office-unknown";
    draft.office_unknown.said = _("no such office: ");
    draft.office_abolished.code = "office-abolished";
    draft.office_abolished.said = _("no longer an office: ");
    draft.group_unknown.code = "group-unknown";
    draft.group_unknown.said = _("no such group: ");
    *audience = NULL;
    return resolve(&draft, pointer, audience);
}
