/* SPDX-License-Identifier: Apache-2.0 */
/* A list.publish while it is being decided, shared by the files that look at
 * it: publish.c, place.c, above.c, below.c. What they share is in check.c. */
#ifndef PLUGINS_ACCESS_LIST_CHECK_H
#define PLUGINS_ACCESS_LIST_CHECK_H

#include "plugins/access_list/access_list.h"

/* A code of the version being published, and where it stands. */
struct dg_check_seen {
    struct dg_plugin_str code;
    const char *array; /* "entries" or "removed" */
    size_t index;
    bool seal;
    UT_hash_handle hh; /* dg_check::by_code */
};

struct dg_check {
    const struct dg_access_list *state;
    const struct dg_plugin_host *host;
    const struct dg_plugin_event *event;
    struct dg_plugin_findings *findings;
    struct dg_plugin_str list, version;
    const struct dg_list *own;     /* as it was; NULL: this is its first */
    const struct dg_version *last; /* of own */
    struct dg_content content;     /* of next */
    const struct dg_version *next; /* the version published, with its changes
                                      and nothing else */
    struct dg_check_seen *seen;    /* array */
    struct dg_check_seen *by_code;
    /* Those above as they will be when it comes into force, uppermost first. */
    const struct dg_version **uppers;
    size_t upper_count;
    unsigned left; /* findings that may still be said */
    bool failed;   /* no memory */
};

/* Hands in a finding about this version, until too many were. */
void dg_check_say(struct dg_check *check, struct dg_plugin_finding finding);

/* What the list has under a code before this version is applied to its base. */
const struct dg_entry *dg_check_base_entry(const struct dg_check *check,
                                           struct dg_plugin_str code);

/* `"a" of list "b" version "c", clause d`, in the findings' memory. */
struct dg_plugin_str dg_check_name(const struct dg_check *check,
                                   const struct dg_version *version,
                                   struct dg_plugin_str code,
                                   struct dg_plugin_str clause);

/* place.c: where among the layers the list stands; finds the uppers. */
void dg_place_check(struct dg_check *check);

/* May whoever sent the list.publish keep that list there? Also where the rule
 * only observes: a list that may not be kept is not taken. */
bool dg_place_permits(const struct dg_access_list *state,
                      const struct dg_plugin_event *event);

/* above.c: loosens nothing that the lists above say. */
void dg_above_check(struct dg_check *check);

/* below.c: which entries of lists below will be milder than this one. */
void dg_below_check(struct dg_check *check);

#endif
