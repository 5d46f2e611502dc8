/* SPDX-License-Identifier: Apache-2.0 */
/* The three kinds of sheets, each a table of columns. */
#ifndef PROTO_CLIENT_SHEET_FORMS_H
#define PROTO_CLIENT_SHEET_FORMS_H

#include "proto/client/sheet/rows.h"

/* Entries of a task-access list: all members they have on the wire. */
extern const struct dg_form dg_forms_list;

/* What offices may be asked to prove. */
extern const struct dg_form dg_forms_proofs;

/* Departments, towns, villages, groups, and offices that end. A group that is
 * too long for a cell may stand in several rows. */
extern const struct dg_form dg_forms_roster;

enum dg_forms_roster_column {
    DG_FORMS_ROSTER_KIND,
    DG_FORMS_ROSTER_CODE,
    DG_FORMS_ROSTER_NAME,
    DG_FORMS_ROSTER_SUCCESSORS,
    DG_FORMS_ROSTER_MEMBERS
};

#endif
