/* SPDX-License-Identifier: Apache-2.0 */
/* Decides how it is said where figures come from. */
#include "proto/client/burden/provenance.h"

#include <inttypes.h>
#include <stdio.h>

#include "proto/base/base64.h"
#include "proto/base/i18n.h"
#include "proto/client/answer/plain.h"
#include "proto/client/answer/table.h"
#include "proto/client/burden/decimal.h"
#include "proto/client/burden/sentence.h"
#include "proto/client/proof/extension.h"
#include "proto/client/sheet/export.h"

#define ARENA_LIMIT ((size_t) 1 << 24)

void
dg_provenance_init(struct dg_provenance *p)
{
    memset(p, 0, sizeof *p);
    dg_buf_init(&p->unit);
    dg_buf_init(&p->formula);
    dg_buf_init(&p->tariff);
    dg_buf_init(&p->checkpoint);
}

void
dg_provenance_finish(struct dg_provenance *p)
{
    dg_buf_finish(&p->checkpoint);
    dg_buf_finish(&p->tariff);
    dg_buf_finish(&p->formula);
    dg_buf_finish(&p->unit);
}

enum dg_err
dg_provenance_take(struct dg_provenance *p, const struct dg_json *result)
{
    const struct dg_json *journal = dg_json_get(result, "journal");
    const struct dg_json *version = dg_json_items(result, "tariff");
    dg_buf_clear(&p->unit);
    dg_buf_clear(&p->formula);
    dg_buf_clear(&p->tariff);
    dg_plain_put(&p->unit, dg_json_get_str(result, "unit"));
    dg_plain_put(&p->formula, dg_json_get_str(result, "formula"));
    for (; version; version = version->next) {
        dg_buf_text(&p->tariff, p->tariff.len > 0 ? " " : "");
        dg_plain_put(&p->tariff, version->text);
    }
    p->from = dg_answer_number(journal, "from");
    p->to = dg_answer_number(journal, "to");
    return p->unit.err      ? p->unit.err
           : p->formula.err ? p->formula.err
                            : p->tariff.err;
}

int
dg_provenance_ask(struct dg_cli *cli, struct dg_provenance *p)
{
    const struct dg_extension_question question = {.extends = false};
    struct dg_extension answer;
    struct dg_arena arena;
    dg_arena_init(&arena, ARENA_LIMIT);
    int status = dg_extension_ask(cli, &question, &arena, &answer);
    if (!status) {
        const struct dg_merkle_head *head = &answer.newest.checkpoint.head;
        dg_buf_clear(&p->checkpoint);
        dg_buf_printf(&p->checkpoint, "%" PRIu64 " ", head->size);
        dg_base64_append(&p->checkpoint, &head->root, sizeof head->root);
        status = p->checkpoint.err ? dg_cli_fail_memory(cli) : DG_EXIT_OK;
    }
    dg_arena_finish(&arena);
    return status;
}

/* ---- for people --------------------------------------------------------- */

static void
add_line(struct dg_table *table, const char *label, const char *text)
{
    if (text && *text) {
        dg_table_cell(table, dg_str_from(label));
        dg_table_cell(table, dg_str_from(text));
    }
}

static void
put_number(struct dg_buf *out, uint64_t number)
{
    char text[24];
    snprintf(text, sizeof text, "%" PRIu64, number);
    dg_decimal_put_grouped(out, dg_str_from(text));
}

static void
put_range(struct dg_buf *out, const struct dg_provenance *p)
{
    if (p->to == 0) {
        dg_buf_text(out, _("no entry of it counts"));
        return;
    }
    struct dg_buf from, to;
    dg_buf_init(&from);
    dg_buf_init(&to);
    put_number(&from, p->from);
    put_number(&to, p->to);
    dg_buf_printf(out, _("entries %s to %s"), from.data, to.data);
    dg_buf_finish(&to);
    dg_buf_finish(&from);
}

void
dg_provenance_put(struct dg_buf *out, const struct dg_provenance *p,
                  size_t width)
{
    static const char *const heads[] = {"", "~", NULL};
    struct dg_arena arena;
    struct dg_table table;
    struct dg_buf range;
    if (p->formula.len == 0) {
        return;
    }
    dg_buf_init(&range);
    put_range(&range, p);
    dg_arena_init(&arena, ARENA_LIMIT);
    dg_table_init(&table, &arena, heads);
    add_line(&table, _("unit"),
             _("tariff minutes: by a published table, not measured"));
    dg_table_cell(&table, dg_str_from(_("formula")));
    dg_table_cell(&table, dg_sentence_translate((struct dg_str){
                              p->formula.data, p->formula.len}));
    add_line(&table, _("tariff"), p->tariff.data);
    add_line(&table, _("journal"), range.data);
    add_line(&table, _("checkpoint"), p->checkpoint.data);
    dg_buf_u8(out, '\n');
    dg_table_render(&table, width, out);
    out->err = out->err ? out->err : range.err;
    dg_table_finish(&table);
    dg_arena_finish(&arena);
    dg_buf_finish(&range);
}

/* ---- for sheets --------------------------------------------------------- */

void
dg_provenance_put_headings(struct dg_buf *out, const struct dg_provenance *p)
{
    if (p->formula.len > 0) {
        dg_buf_text(out, ",unit,formula,tariff,journal,checkpoint");
    }
}

void
dg_provenance_put_cells(struct dg_buf *out, const struct dg_provenance *p)
{
    const struct dg_buf *const parts[] = {&p->unit, &p->formula, &p->tariff};
    if (p->formula.len == 0) {
        return;
    }
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        dg_buf_u8(out, ',');
        dg_export_cell(out, (struct dg_str){parts[i]->data, parts[i]->len});
    }
    dg_buf_printf(out, ",%" PRIu64 "-%" PRIu64 ",", p->from, p->to);
    dg_buf_append(out, p->checkpoint.data, p->checkpoint.len);
}
