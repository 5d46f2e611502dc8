/* SPDX-License-Identifier: Apache-2.0 */
/* Makes the journal that test_leaves.sh looks at: in $TEST_DIR/journal, 100
 * entries, one of them erased, left as a process leaves it that dies. */
#include <stdlib.h>
#include <unistd.h>

#include "tests/gateway/journal/journal_fixture.h"

int
main(void)
{
    static struct journal_fixture f;
    const uint64_t erased = 33;
    struct dg_store *store;
    journal_fixture_init(&f, "sqlite", "journal");
    journal_fixture_fill(&f, 20, 4);
    dg_journal_close(f.journal);
    if (dg_store_open("sqlite", f.dir, &store, &f.why) != DG_OK ||
        dg_store_erase(store, &erased, 1) != DG_OK) {
        return 1;
    }
    dg_store_close(store);
    f.journal = NULL;
    if (journal_fixture_reopen(&f) != DG_OK) {
        return 1;
    }
    journal_fixture_fill(&f, 4, 5);
    _exit(0);
}
