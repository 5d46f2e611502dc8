/* SPDX-License-Identifier: Apache-2.0 */
/* Decides the words and lines of an answer to a person: the verdict first, then
 * every reason with what it cites, what could be done instead, and what it
 * takes off the offices. */
#include "proto/client/answer/output.h"

#include <inttypes.h>

#include "proto/base/i18n.h"
#include "proto/base/utf8.h"
#include "proto/client/answer/answer.h"
#include "proto/client/answer/label.h"
#include "proto/client/answer/plain.h"

#define LABEL_COLUMNS 9

static const char *const verdict_words[] = {
    [DG_ANSWER_ADMITTED] = N_("admitted"),
    [DG_ANSWER_REFUSED] = N_("refused"),
    [DG_ANSWER_DEFERRED] = N_("deferred"),
    [DG_ANSWER_ERASED] = N_("erased"),
};

/* The label of a line in the user's language, as wide as all are. */
static void
put_label(struct dg_buf *out, const char *label)
{
    const char *shown = _(label);
    size_t columns = dg_utf8_columns(dg_str_from(shown));
    int rest = columns < LABEL_COLUMNS ? (int) (LABEL_COLUMNS - columns) : 0;
    dg_buf_printf(out, "  %s%*s ", shown, rest, "");
}

void
dg_output_line(struct dg_buf *out, const char *label, struct dg_str text)
{
    if (text.len > 0) {
        put_label(out, label);
        dg_plain_put(out, text);
        dg_buf_u8(out, '\n');
    }
}

static void
put_headline(struct dg_buf *out, const struct dg_json *answer)
{
    const struct dg_json *receipt = dg_json_get(answer, "receipt");
    unsigned long long offices = dg_answer_number(answer, "offices");
    const char *verdict = _(verdict_words[dg_answer_kind(answer)]);
    dg_buf_printf(out,
                  dg_answer_flag(answer, "check") ? _("would be %s") : "%s",
                  verdict);
    if (receipt) {
        dg_buf_printf(
            out, _(", receipt %llu"),
            (unsigned long long) dg_answer_number(receipt, "sequence"));
    }
    if (offices > 0) {
        dg_buf_printf(out, P_(" (%llu office)", " (%llu offices)", offices),
                      offices);
    }
    dg_buf_u8(out, '\n');
}

/* ", NAME VALUE", without the comma when it is the line's first. */
static void
put_part(struct dg_buf *out, size_t begin, const char *name,
         struct dg_str value)
{
    if (value.len > 0) {
        dg_buf_text(out, out->len > begin ? ", " : "");
        dg_buf_text(out, name);
        dg_plain_put(out, value);
    }
}

/* Where it is written: list and version, entry, clause. */
static void
put_citation(struct dg_buf *out, const struct dg_json *finding)
{
    struct dg_buf line;
    dg_buf_init(&line);
    put_part(&line, 0, "", dg_json_get_str(finding, "list"));
    struct dg_str version = dg_json_get_str(finding, "listversion");
    if (version.len > 0) {
        dg_buf_text(&line, line.len > 0 ? " " : "");
        dg_plain_put(&line, version);
    }
    put_part(&line, 0, _("entry "), dg_json_get_str(finding, "entry"));
    put_part(&line, 0, _("clause "), dg_json_get_str(finding, "clause"));
    dg_output_line(out, "list", (struct dg_str){line.data, line.len});
    out->err = out->err ? out->err : line.err;
    dg_buf_finish(&line);
}

/* "strip 1 seal at 216 offices, /data/seals/0 (seal-not-listed)" */
static void
put_effect(struct dg_buf *out, const struct dg_json *effect)
{
    unsigned long long offices = dg_answer_number(effect, "offices");
    put_label(out, N_("effect"));
    dg_label_put(out, dg_json_get_str(effect, "kind"));
    dg_buf_printf(out, " %" PRIu64 " ", dg_answer_number(effect, "quantity"));
    dg_label_put(out, dg_json_get_str(effect, "dimension"));
    if (offices > 0) {
        dg_buf_printf(out, P_(" at %llu office", " at %llu offices", offices),
                      offices);
    }
    struct dg_str pointer = dg_json_get_str(effect, "pointer");
    if (pointer.len > 0) {
        dg_buf_text(out, ", ");
        dg_plain_put(out, pointer);
    }
    struct dg_str cause = dg_json_get_str(effect, "cause");
    if (cause.len > 0) {
        dg_buf_text(out, " (");
        dg_plain_put(out, cause);
        dg_buf_text(out, ")");
    }
    dg_buf_u8(out, '\n');
}

static void
put_alternatives(struct dg_buf *out, const struct dg_json *node)
{
    for (const struct dg_json *a = dg_json_items(node, "alternatives"); a;
         a = a->next) {
        dg_output_line(out, "instead", a->text);
    }
}

static void
put_finding(struct dg_buf *out, const struct dg_json *finding)
{
    dg_buf_text(out, "- ");
    dg_label_put(out, dg_json_get_str(finding, "verdict"));
    dg_buf_u8(out, ' ');
    dg_label_put_code(out, dg_json_get_str(finding, "code"));
    if (dg_answer_flag(finding, "observed")) {
        dg_buf_text(out, _(" (observed only)"));
    }
    dg_buf_text(out, ": ");
    dg_plain_put(out, dg_json_get_str(finding, "text"));
    dg_buf_u8(out, '\n');
    dg_output_line(out, "at", dg_json_get_str(finding, "pointer"));
    dg_output_line(out, "by rule", dg_json_get_str(finding, "rule"));
    put_citation(out, finding);
    put_alternatives(out, finding);
    for (const struct dg_json *e = dg_json_items(finding, "effects"); e;
         e = e->next) {
        put_effect(out, e);
    }
}

/* A refusal's detail is the text of one of its findings, as a rule. */
static bool
is_said_by_finding(const struct dg_json *answer, struct dg_str detail)
{
    for (const struct dg_json *f = dg_json_items(answer, "findings"); f;
         f = f->next) {
        if (dg_str_equal(dg_json_get_str(f, "text"), detail)) {
            return true;
        }
    }
    return false;
}

static void
put_decision(struct dg_buf *out, const struct dg_json *answer)
{
    struct dg_str detail = dg_json_get_str(answer, "detail");
    put_headline(out, answer);
    if (!is_said_by_finding(answer, detail)) {
        dg_output_line(out, "reason", detail);
    }
    for (const struct dg_json *f = dg_json_items(answer, "findings"); f;
         f = f->next) {
        put_finding(out, f);
    }
}

/* What an honest sender may do about it. */
static void
put_help(struct dg_buf *out, struct dg_str slug)
{
    static const struct {
        const char *slug, *text;
    } helps[] = {
        {"not-signed", N_("sign it: dutygate does, with the key of --as")},
        {"not-authentic",
         N_("have this key enrolled, or name the one that is: --key FILE")},
        {"key-not-valid",
         N_("ask who enrolled it; this key cannot rotate itself")},
        {"wrong-audience",
         N_("mend \"gateway\" in the key file; where it has none: --gateway")},
        {"not-fresh",
         N_("this machine's clock differs from the gateway's: set it")},
    };
    for (size_t i = 0; i < sizeof helps / sizeof *helps; i++) {
        if (dg_str_is(slug, helps[i].slug)) {
            dg_output_line(out, "instead", dg_str_from(_(helps[i].text)));
        }
    }
}

/* When a limit lets more pass. */
static void
put_pause(struct dg_buf *out, const struct dg_json *answer)
{
    uint64_t seconds = dg_answer_number(answer, "retryafter");
    if (seconds > 0) {
        put_label(out, "instead");
        dg_buf_printf(out, _("again in %llu s"), (unsigned long long) seconds);
        dg_buf_u8(out, '\n');
    }
}

static void
put_problem(struct dg_buf *out, const struct dg_json *answer)
{
    struct dg_str slug = dg_answer_slug(answer);
    dg_buf_text(out, _("problem "));
    dg_label_put_code(out, slug);
    if (dg_label_code(slug).len == 0) { /* the title says the same in English */
        dg_buf_text(out, ": ");
        dg_plain_put(out, dg_json_get_str(answer, "title"));
    }
    dg_buf_u8(out, '\n');
    dg_output_line(out, "reason", dg_json_get_str(answer, "detail"));
    dg_output_line(out, "at", dg_json_get_str(answer, "pointer"));
    put_help(out, slug);
    put_pause(out, answer);
    if (dg_str_is(slug, "busy") || dg_str_is(slug, "outcome-unknown")) {
        dg_output_line(out, "again as", dg_json_get_str(answer, "id"));
    }
}

static void
put_single(struct dg_buf *out, const struct dg_json *answer)
{
    switch (dg_answer_kind(answer)) {
    case DG_ANSWER_ADMITTED:
    case DG_ANSWER_REFUSED:
    case DG_ANSWER_DEFERRED:
        put_decision(out, answer);
        break;
    case DG_ANSWER_RESULT:
        dg_buf_text(out, _("answered\n"));
        break;
    case DG_ANSWER_ERASED:
        put_headline(out, answer);
        break;
    case DG_ANSWER_PROBLEM:
        put_problem(out, answer);
        break;
    case DG_ANSWER_STRANGE:
        dg_buf_text(out, _("an answer this program does not know\n"));
        break;
    }
}

void
dg_output_answer(struct dg_buf *out, const struct dg_json *answer)
{
    if (answer->type != DG_JSON_ARRAY) {
        put_single(out, answer);
        return;
    }
    size_t number = 0;
    for (const struct dg_json *a = answer->child; a; a = a->next) {
        dg_buf_printf(out, "%zu: ", ++number);
        put_single(out, a);
    }
}

/* What a receipt proves is the event's bytes, so an event looked up keeps its
 * line breaks. Elsewhere they become blanks; in valid JSON they stand between
 * values only. */
static void
put_json_line(struct dg_buf *out, struct dg_str text,
              const struct dg_json *json)
{
    size_t begin = out->len;
    const struct dg_json *result = dg_json_get(json, "result");
    bool proves = dg_json_get(result, "event") && dg_json_get(result, "answer");
    dg_buf_append(out, text.data + json->start, json->end - json->start);
    for (size_t i = begin; !proves && !out->err && i < out->len; i++) {
        if (out->data[i] == '\n' || out->data[i] == '\r') {
            out->data[i] = ' ';
        }
    }
    dg_buf_u8(out, '\n');
}

void
dg_output_json(struct dg_buf *out, struct dg_str text,
               const struct dg_json *answer)
{
    if (answer->type != DG_JSON_ARRAY) {
        put_json_line(out, text, answer);
        return;
    }
    for (const struct dg_json *a = answer->child; a; a = a->next) {
        put_json_line(out, text, a);
    }
}
