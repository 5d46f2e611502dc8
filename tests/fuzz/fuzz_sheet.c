/* SPDX-License-Identifier: Apache-2.0 */
/* Sheets: whatever the bytes, there are rows or complaints; rows that were
 * written and read again are the same. */
#include "proto/client/burden/tariff_sheet.h"
#include "proto/client/sheet/diff.h"
#include "proto/client/sheet/export.h"
#include "proto/client/sheet/forms.h"
#include "proto/client/sheet/sheet.h"
#include "tests/fuzz/fuzz.h"

/* Gives the number of complaints. */
static size_t
parse(struct dg_str bytes, struct dg_rows *rows)
{
    struct dg_complaints complaints;
    size_t count;
    dg_complaints_init(&complaints, "sheet.csv");
    FUZZ_NEED(dg_sheet_parse(bytes, rows, &complaints) == DG_OK);
    count = complaints.count;
    FUZZ_NEED((count > 0) == (complaints.text.len > 0));
    dg_complaints_finish(&complaints);
    return count;
}

static void
write_again(const struct dg_rows *rows)
{
    struct dg_rows again;
    struct dg_diff diff;
    struct dg_buf text;
    size_t odd;
    dg_buf_init(&text);
    dg_export_write(rows, true, &text, &odd);
    FUZZ_NEED(text.err == DG_OK && odd == 0);
    dg_rows_init(&again, rows->form);
    FUZZ_NEED(parse((struct dg_str){text.data, text.len}, &again) == 0);
    dg_diff_init(&diff, rows, &again, false);
    FUZZ_NEED(diff.added + diff.removed + diff.changed == 0);
    dg_rows_finish(&again);
    dg_buf_finish(&text);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const struct dg_form *const forms[] = {
        &dg_forms_list, &dg_forms_proofs, &dg_forms_roster,
        &dg_tariff_sheet_rows, &dg_tariff_sheet_workers};
    for (size_t i = 0; i < sizeof forms / sizeof *forms; i++) {
        struct dg_rows rows;
        dg_rows_init(&rows, forms[i]);
        if (parse((struct dg_str){(const char *) data, size}, &rows) == 0) {
            write_again(&rows);
        }
        dg_rows_finish(&rows);
    }
    return 0;
}
