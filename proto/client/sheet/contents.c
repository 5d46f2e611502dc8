/* SPDX-License-Identifier: Apache-2.0 */
/* Decides which forms the rows of a list have. */
#include "proto/client/sheet/contents.h"

#include "proto/client/sheet/forms.h"

void
dg_contents_init(struct dg_contents *contents)
{
    contents->head = (struct dg_fetch_head){.found = false};
    dg_rows_init(&contents->entries, &dg_forms_list);
    dg_rows_init(&contents->proofs, &dg_forms_proofs);
}

void
dg_contents_finish(struct dg_contents *contents)
{
    dg_rows_finish(&contents->entries);
    dg_rows_finish(&contents->proofs);
}

int
dg_contents_fetch(struct dg_cli *cli, const struct dg_fetch_which *which,
                  struct dg_contents *contents)
{
    return dg_fetch_list(cli, which, &contents->head, &contents->entries,
                         &contents->proofs);
}
