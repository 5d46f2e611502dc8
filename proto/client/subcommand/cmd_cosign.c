/* SPDX-License-Identifier: Apache-2.0 */
/* cosign: signs a joint task, or declines it; without a number, shows what
 * waits for signatures. What is signed is the event as the gateway's receipt
 * has it, by its digest. */
#include "proto/base/digest.h"
#include "proto/base/i18n.h"
#include "proto/client/answer/label.h"
#include "proto/client/ask/listing.h"
#include "proto/client/ask/lookup.h"
#include "proto/client/ask/options.h"
#include "proto/client/subcommand/cmd.h"

/* ---- a signature ------------------------------------------------------- */

struct signature {
    const char *id, *reason;
    bool declines;
    int64_t task;
    char event[2 * DG_SHA256_SIZE + 1];
};

static int
digest_event(struct dg_cli *cli, struct signature *s)
{
    uint8_t sha[DG_SHA256_SIZE];
    struct dg_sha256 *context;
    struct dg_str event;
    int status = dg_lookup_event(cli, s->task, &event);
    if (status) {
        return status;
    }
    if (event.len == 0) {
        return dg_cli_fail(cli, DG_EXIT_DATA, _("receipt %lld was erased"),
                           (long long) s->task);
    }
    if (dg_sha256_create(&context)) {
        return dg_cli_fail_memory(cli);
    }
    dg_sha256_update(context, event.data, event.len);
    dg_sha256_output(context, sha);
    dg_sha256_destroy(context);
    dg_hex(sha, sizeof sha, s->event);
    return DG_EXIT_OK;
}

static int
submit(struct dg_cli *cli, struct signature *s)
{
    struct dg_json_writer *writer;
    int status = digest_event(cli, s);
    if (status) {
        return status;
    }
    if (dg_json_writer_create(&writer)) {
        return dg_cli_fail_memory(cli);
    }
    dg_compose_begin_as(writer, "dutygate.task.cosign.v1", cli->source, s->id);
    dg_json_put_integer(writer, "task", s->task);
    dg_json_put_text(writer, "event", s->event);
    if (s->declines) {
        dg_json_put_boolean(writer, "agree", false);
    }
    dg_json_put_text(writer, "reason", s->reason ? s->reason : "");
    return dg_cli_submit_end(cli, writer);
}

/* ---- what waits -------------------------------------------------------- */

/* Who has signed, and who has not: "卫健局 ✓, 公安局". */
static void
put_signers(struct dg_table *table, const struct dg_json *signers)
{
    struct dg_buf text;
    dg_buf_init(&text);
    for (const struct dg_json *s = signers ? signers->child : NULL; s;
         s = s->next) {
        struct dg_str name = dg_json_get_str(s, "name");
        dg_buf_str(&text, name.len ? name : dg_json_get_str(s, "department"));
        dg_buf_text(&text, dg_json_get(s, "signature") ? " ✓" : "");
        dg_buf_text(&text, s->next ? ", " : "");
    }
    dg_table_take(table, &text);
}

/* Whose signature it waits for says more than that it waits. */
static struct dg_str
state_of(const struct dg_json *task)
{
    struct dg_str state = dg_json_get_str(task, "state");
    if (dg_answer_flag(task, "yours")) {
        return dg_str_from(_("sign it"));
    }
    return dg_str_is(state, "waiting") ? dg_str_from(_("others sign"))
                                       : dg_label(state);
}

static enum dg_err
add_tasks(void *context, const struct dg_json *result)
{
    struct dg_table *table = &((struct dg_listing *) context)->table;
    for (const struct dg_json *t = dg_json_items(result, "tasks"); t;
         t = t->next) {
        dg_table_number(table, dg_answer_number(t, "task"));
        dg_table_cell(table, state_of(t));
        dg_table_cell(table, dg_json_get_str(t, "from"));
        dg_table_cell(table, dg_json_get_str(t, "due"));
        dg_table_day(table, dg_json_get_str(t, "lapses"), true);
        put_signers(table, dg_json_get(t, "joint"));
        dg_table_cell(table, dg_json_get_str(t, "title"));
        dg_table_cell(table, dg_json_get_str(t, "reason"));
    }
    return table->err;
}

static int
show(struct dg_cli *cli)
{
    static const char *const heads[] = {
        N_(">RECEIPT"), N_("STATE"),  N_("~FROM"),   N_("DUE"), N_("SIGN BY"),
        N_("~JOINT"),   N_("~TITLE"), N_("~REASON"), NULL};
    struct dg_listing listing;
    const struct dg_pages pages = {.type = "dutygate.cosign.read.v1",
                                   .context = &listing,
                                   .add = add_tasks};
    return dg_listing_show(cli, &listing, &pages, heads,
                           _("no joint task waits for a signature\n"));
}

int
dg_cmd_cosign_task(struct dg_cli *cli, int argc, char **argv)
{
    struct signature s = {.id = NULL};
    const struct dg_option options[] = {{"id", NULL, &s.id},
                                        {"decline", &s.declines, NULL},
                                        {"reason", NULL, &s.reason},
                                        {NULL, NULL, NULL}};
    int first;
    if (dg_options_parse(cli->where, options, argc, argv, &first) ||
        dg_options_operands(cli->where, argc - first, 0, 1, argv + first)) {
        return DG_EXIT_USAGE;
    }
    if (argc == first && (s.id || s.declines || s.reason)) {
        return dg_cli_fail(cli, DG_EXIT_USAGE,
                           _("which task? Give its receipt number"));
    }
    if ((argc > first && dg_cli_number(cli, argv[first], &s.task)) ||
        dg_cli_need_source(cli)) {
        return DG_EXIT_USAGE;
    }
    return argc > first ? submit(cli, &s) : show(cli);
}
