/* SPDX-License-Identifier: Apache-2.0 */
/* Every type of event, said by any role: about its own, about an office below
 * it, about another's; and how it was taken. */
#ifndef TESTS_GATEWAY_FLOW_AUTHORITY_H
#define TESTS_GATEWAY_FLOW_AUTHORITY_H

#include "tests/gateway/flow/gate.h"

enum authority_about { AUTHORITY_OWN, AUTHORITY_BELOW, AUTHORITY_OTHER };

enum authority_outcome {
    AUTHORITY_DONE, /* or refused for another reason than who it is about */
    AUTHORITY_ROLE, /* this role may not at all */
    AUTHORITY_NOT   /* not about that */
};

/* Roster, list, principals with keys, and tasks. */
void authority_furnish(struct gate *gate);

bool authority_knows(const char *type);

/* Data of such an event; makes what it is about. Static memory. */
const char *authority_data(struct gate *gate, const char *type,
                           enum dg_role role, enum authority_about about);

enum authority_outcome authority_try(struct gate *gate, const char *type,
                                     enum dg_role role,
                                     enum authority_about about);

#endif
