/* SPDX-License-Identifier: Apache-2.0 */
/* receipt verify: whether answers are what the gateway decided, offline. What
 * holds is proto/codec/receipt.c's to say; here it gets its words. */
#include <inttypes.h>

#include "proto/base/date.h"
#include "proto/base/i18n.h"
#include "proto/client/answer/label.h"
#include "proto/client/answer/output.h"
#include "proto/client/ask/options.h"
#include "proto/client/proof/cmd.h"
#include "proto/client/proof/documents.h"
#include "proto/client/proof/trust.h"
#include "proto/codec/receipt.h"

#define ARENA_LIMIT ((size_t) 1 << 30)

struct verifying {
    struct dg_cli *cli;
    struct dg_arena arena;
    struct dg_sha256 *sha;
    struct dg_trust trust;
    struct dg_document *events; /* of --event; may be NULL */
    struct dg_buf out;
};

/* ---- why ---------------------------------------------------------------- */

/* The gravest reason first; NULL: it holds. */
static const char *
reason(const struct dg_receipt_check *check)
{
    const struct {
        enum dg_proof proof;
        const char *text;
    } reasons[] = {
        {check->journal,
         N_("it is of another journal than the key is, or names another")},
        {check->signature, N_("the checkpoint's signature is not the key's")},
        {check->place, N_("the entry is not in the journal that was signed")},
    };
    for (size_t i = 0; i < sizeof reasons / sizeof *reasons; i++) {
        if (reasons[i].proof != DG_PROOF_HOLDS) {
            return reasons[i].text;
        }
    }
    if (check->header == DG_PROOF_MISSING) {
        return N_("it lacks its event, without which nothing is proved: use "
                  "--event FILE");
    }
    if (check->header == DG_PROOF_FAILS && check->event == DG_PROOF_FAILS) {
        return N_("event or decision are not those that were journaled");
    }
    if (check->decision == DG_PROOF_FAILS || check->header == DG_PROOF_FAILS) {
        return N_("the decision is not the one that was journaled");
    }
    if (check->event == DG_PROOF_FAILS) {
        return N_("the event is not the one that was decided");
    }
    return check->member ? N_("the answer says something else than its proof")
                         : NULL;
}

static const char *
proof_word(enum dg_proof proof)
{
    return proof == DG_PROOF_HOLDS   ? N_("holds")
           : proof == DG_PROOF_FAILS ? N_("does not hold")
                                     : N_("not there");
}

/* ---- for people ---------------------------------------------------------- */

static void
put_headline(struct dg_buf *out, const struct dg_receipt *receipt,
             const struct dg_receipt_check *check)
{
    const char *why = reason(check);
    struct dg_str verdict =
        dg_str_from(dg_decision_text(receipt->header.verdict));
    if (why) {
        dg_buf_printf(out, _("does not hold: %s\n"), _(why));
        return;
    }
    dg_buf_text(out, _("holds: "));
    dg_label_put(out, verdict);
    dg_buf_printf(out, _(", receipt %" PRIu64 "\n"), receipt->header.sequence);
}

static void
put_header(struct dg_buf *out, const struct dg_header *header)
{
    char time[DG_INSTANT_SIZE];
    struct dg_buf line;
    dg_instant_format(header->time_us, time);
    dg_output_line(out, "type", header->type);
    dg_output_line(out, "source", header->source);
    dg_output_line(out, "decided", dg_str_from(time));
    dg_buf_init(&line);
    dg_buf_printf(&line, _("%.*s, epoch %" PRIu64 ", entry %" PRIu64),
                  DG_STR_ARG(header->gateway), header->epoch, header->sequence);
    dg_output_line(out, "journal", (struct dg_str){line.data, line.len});
    dg_buf_finish(&line);
    dg_output_line(out, "duty", header->duty);
    dg_output_line(out, "period", header->period);
}

static void
put_signer(struct verifying *v, const struct dg_receipt *receipt,
           const struct dg_receipt_check *check)
{
    struct dg_buf line;
    dg_buf_init(&line);
    dg_buf_printf(&line, _("%.*s, %" PRIu64 " entries: "),
                  DG_STR_ARG(receipt->checkpoint.origin),
                  receipt->checkpoint.head.size);
    if (check->signer) {
        dg_buf_printf(&line, _("signed, by the key of %.*s"),
                      DG_STR_ARG(v->trust.origin));
    } else {
        dg_buf_printf(&line, _("not signed by a key of %.*s"),
                      DG_STR_ARG(v->trust.origin));
    }
    dg_output_line(&v->out, "signature", (struct dg_str){line.data, line.len});
    dg_buf_finish(&line);
}

static void
put_proofs(struct dg_buf *out, const struct dg_receipt *receipt,
           const struct dg_receipt_check *check)
{
    dg_output_line(out, "place", dg_str_from(_(proof_word(check->place))));
    dg_output_line(out, "header", dg_str_from(_(proof_word(check->header))));
    dg_output_line(out, "decision",
                   dg_str_from(_(proof_word(check->decision))));
    dg_output_line(out, "event", dg_str_from(_(proof_word(check->event))));
    if (!receipt->event_root && dg_json_get_str(receipt->answer, "id").len) {
        dg_output_line(out, "id",
                       dg_str_from(_("proved only with its event: use --event "
                                     "FILE")));
    }
    if (check->member) {
        dg_output_line(out, "differs", dg_str_from(check->member));
    }
}

/* ---- for programs -------------------------------------------------------- */

static void
put_json(struct dg_buf *out, const struct dg_receipt *receipt,
         const struct dg_receipt_check *check)
{
    static const char *const words[] = {"missing", "fails", "holds"};
    dg_buf_printf(
        out,
        "{\"holds\":%s,\"sequence\":%" PRIu64 ",\"size\":%" PRIu64
        ",\"journal\":\"%s\",\"signature\":\"%s\",\"place\":\"%s\","
        "\"header\":\"%s\",\"decision\":\"%s\",\"event\":\"%s\","
        "\"members\":\"%s\"",
        dg_receipt_holds(check) ? "true" : "false", receipt->header.sequence,
        receipt->checkpoint.head.size, words[check->journal],
        words[check->signature], words[check->place], words[check->header],
        words[check->decision], words[check->event], words[check->members]);
    if (check->member) {
        dg_buf_printf(out, ",\"differs\":\"%s\"", check->member);
    }
    dg_buf_text(out, "}\n");
}

/* ---- verifying ----------------------------------------------------------- */

/* The event of --event that has the answer's id and source. */
static int
find_event(struct verifying *v, struct dg_receipt *receipt)
{
    struct dg_str id = dg_json_get_str(receipt->answer, "id");
    struct dg_str source = dg_json_get_str(receipt->answer, "source");
    for (const struct dg_document *d = v->events; d; d = d->next) {
        if (dg_str_equal(dg_json_get_str(d->node, "id"), id) &&
            dg_str_equal(dg_json_get_str(d->node, "source"), source)) {
            dg_receipt_set_event(receipt, dg_document_bytes(d), d->node);
            return DG_EXIT_OK;
        }
    }
    return v->events && !receipt->event_root
               ? dg_cli_fail(v->cli, DG_EXIT_DATA,
                             _("no event \"%.*s\" of %.*s in the file of "
                               "--event"),
                             DG_STR_ARG(id), DG_STR_ARG(source))
               : DG_EXIT_OK;
}

static int
verify(struct verifying *v, const struct dg_document *document)
{
    struct dg_receipt receipt;
    struct dg_receipt_check check;
    const char *what;
    enum dg_err err = dg_receipt_read(&v->arena, document->text, document->node,
                                      &receipt, &what);
    if (err == DG_ERR_ABSENT) {
        return dg_cli_fail(v->cli, DG_EXIT_DATA,
                           _("an answer without receipt: nothing of it is in "
                             "the journal"));
    }
    if (err == DG_ERR_MALFORMED) {
        return dg_cli_fail(v->cli, DG_EXIT_DATA,
                           _("no receipt: its \"%s\" is missing or malformed"),
                           what);
    }
    int status = err ? dg_cli_fail_memory(v->cli) : find_event(v, &receipt);
    if (status) {
        return status;
    }
    dg_receipt_verify(v->sha, &receipt, v->trust.keys, v->trust.count, &check);
    if (v->cli->json) {
        put_json(&v->out, &receipt, &check);
    } else {
        put_headline(&v->out, &receipt, &check);
        put_header(&v->out, &receipt.header);
        put_signer(v, &receipt, &check);
        put_proofs(&v->out, &receipt, &check);
    }
    dg_cli_flush(&v->out);
    return dg_receipt_holds(&check) ? DG_EXIT_OK : DG_EXIT_REFUSED;
}

static int
verify_file(struct verifying *v, const char *path, const char *verifier,
            const char *event)
{
    struct dg_document *answers;
    int worst = DG_EXIT_OK, status;
    status = event ? dg_documents_read(v->cli, event, &v->arena, &v->events)
                   : DG_EXIT_OK;
    status =
        status ? status : dg_documents_read(v->cli, path, &v->arena, &answers);
    status =
        status ? status : dg_trust_find(v->cli, verifier, &v->arena, &v->trust);
    if (status) {
        return status;
    }
    if (!answers) {
        return dg_cli_fail(v->cli, DG_EXIT_DATA, _("%s: no answers"), path);
    }
    for (const struct dg_document *d = answers; d; d = d->next) {
        status = verify(v, d);
        worst = status > worst ? status : worst;
    }
    return worst;
}

int
dg_cmd_receipt_verify(struct dg_cli *cli, int argc, char **argv)
{
    struct verifying v = {.cli = cli};
    const char *verifier = NULL, *event = NULL;
    const struct dg_option options[] = {{"verifier", NULL, &verifier},
                                        {"event", NULL, &event},
                                        {NULL, NULL, NULL}};
    int first;
    if (dg_options_parse(cli->where, options, argc, argv, &first) ||
        dg_options_operands(cli->where, argc - first, 1, 1, argv + first)) {
        return DG_EXIT_USAGE;
    }
    if (dg_sha256_create(&v.sha)) {
        return dg_cli_fail_memory(cli);
    }
    dg_arena_init(&v.arena, ARENA_LIMIT);
    dg_buf_init(&v.out);
    int status = verify_file(&v, argv[first], verifier, event);
    dg_buf_finish(&v.out);
    dg_arena_finish(&v.arena);
    dg_sha256_destroy(v.sha);
    return status;
}
