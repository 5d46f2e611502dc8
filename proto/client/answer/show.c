/* SPDX-License-Identifier: Apache-2.0 */
/* Decides what of a result is shown and in which order; widths are left to
 * table.c, the words of decisions to output.c. */
#include "proto/client/answer/show.h"

#include <inttypes.h>

#include "proto/base/i18n.h"
#include "proto/base/utf8.h"
#include "proto/client/answer/answer.h"
#include "proto/client/answer/label.h"
#include "proto/client/answer/output.h"
#include "proto/client/answer/plain.h"

#define ENTRY_COLUMNS 12

static struct dg_str
str_of(const struct dg_buf *buf)
{
    return (struct dg_str){buf->data, buf->len};
}

/* Appends the texts of an array, or a single text, with blanks between. */
static void
put_texts(struct dg_buf *out, const struct dg_json *node)
{
    if (node && node->type == DG_JSON_ARRAY) {
        for (const struct dg_json *n = node->child; n; n = n->next) {
            put_texts(out, n);
        }
    } else if (node && node->text.len > 0) {
        dg_buf_text(out, out->len > 0 ? " " : "");
        dg_buf_str(out, node->text);
    }
}

/* ---- inbox ------------------------------------------------------------- */

void
dg_show_begin_inbox(struct dg_table *table, struct dg_arena *arena)
{
    static const char *const heads[] = {
        N_(">RECEIPT"), N_("DUE"),    N_("~FROM"), N_("DUTY"),
        N_("~TITLE"),   N_("~NOTES"), NULL};
    dg_table_init(table, arena, heads);
}

static void
put_note(struct dg_buf *notes, const char *name, const struct dg_json *value)
{
    if (value) {
        struct dg_buf texts;
        dg_buf_init(&texts);
        put_texts(&texts, value);
        dg_buf_printf(notes, "%s%s %s", notes->len > 0 ? ", " : "", name,
                      texts.len > 0 ? texts.data : "");
        dg_buf_finish(&texts);
    }
}

/* Their names; `attachment check` says whether a file is one of them. */
static void
put_attachments(struct dg_buf *notes, const struct dg_json *attachments)
{
    const struct dg_json *first = attachments ? attachments->child : NULL;
    for (const struct dg_json *a = first; a; a = a->next) {
        dg_buf_text(notes, a != first ? " " : notes->len > 0 ? ", " : "");
        dg_buf_text(notes, a == first ? _("attachments ") : "");
        dg_buf_str(notes, dg_json_get_str(a, "name"));
    }
}

static void
put_notes(struct dg_buf *notes, const struct dg_json *task)
{
    if (dg_answer_flag(task, "overdue")) {
        dg_buf_text(notes, _("overdue"));
    }
    if (dg_answer_flag(task, "acknowledged")) {
        dg_buf_text(notes, notes->len > 0 ? ", " : "");
        dg_buf_text(notes, _("acknowledged"));
    }
    put_note(notes, _("unconfirmed, entered by"),
             dg_json_get(task, "enteredby"));
    put_note(notes, _("task force of"), dg_json_get(task, "parents"));
    put_note(notes, _("seals"), dg_json_get(task, "seals"));
    put_note(notes, _("proofs"), dg_json_get(task, "proofs"));
    put_note(notes, _("evidence"), dg_json_get(task, "evidence"));
    put_note(notes, _("meetings"), dg_json_get(task, "meetings"));
    put_note(notes, _("inspections"), dg_json_get(task, "inspections"));
    put_note(notes, _("trips"), dg_json_get(task, "trips"));
    put_attachments(notes, dg_json_get(task, "attachments"));
    if (dg_json_get(task, "review")) {
        dg_buf_text(notes, notes->len > 0 ? ", " : "");
        dg_buf_text(notes, _("reviewed by the town"));
    }
    put_note(notes, _("for"), dg_json_get(task, "for"));
}

static void
add_notes(struct dg_table *table, const struct dg_json *task)
{
    struct dg_buf notes;
    dg_buf_init(&notes);
    put_notes(&notes, task);
    dg_table_cell(table, str_of(&notes));
    dg_buf_finish(&notes);
}

/* How many fields it has; of one that is only named, nobody says so here. */
static void
put_form_note(struct dg_buf *out, const struct dg_json *form)
{
    unsigned long long fields = dg_answer_number(form, "fieldcount");
    if (fields > 0) {
        dg_buf_printf(
            out,
            P_("form, %llu field", "form, %llu fields", (unsigned long) fields),
            fields);
    } else {
        dg_buf_text(out, _("form"));
    }
}

/* A line for each, below its task. */
static void
add_forms(struct dg_table *table, const struct dg_json *task)
{
    for (const struct dg_json *f = dg_json_items(task, "forms"); f;
         f = f->next) {
        struct dg_buf note;
        dg_buf_init(&note);
        put_form_note(&note, f);
        dg_table_cell(table, DG_STR(""));
        dg_table_cell(table, DG_STR(""));
        dg_table_cell(table, DG_STR(""));
        dg_table_cell(table, dg_json_get_str(f, "control"));
        dg_table_cell(table, dg_json_get_str(f, "title"));
        dg_table_cell(table, str_of(&note));
        dg_buf_finish(&note);
    }
}

static void
put_forms(struct dg_buf *notes, const struct dg_json *task)
{
    for (const struct dg_json *f = dg_json_items(task, "forms"); f;
         f = f->next) {
        struct dg_str title = dg_json_get_str(f, "title");
        dg_buf_text(notes, notes->len > 0 ? ", " : "");
        dg_buf_str(notes, dg_json_get_str(f, "control"));
        dg_buf_text(notes, title.len > 0 ? " " : "");
        dg_buf_str(notes, title);
        dg_buf_text(notes, ": ");
        put_form_note(notes, f);
    }
}

/* The name of who asks, or else its code. */
static struct dg_str
asker_of(const struct dg_json *task)
{
    struct dg_str name = dg_json_get_str(task, "department");
    name = name.len > 0 ? name : dg_json_get_str(task, "town");
    name = name.len > 0 ? name : dg_json_get_str(task, "taskforce");
    return name.len > 0 ? name : dg_json_get_str(task, "from");
}

static void
put_word(struct dg_buf *out, struct dg_str word)
{
    if (word.len > 0) {
        dg_buf_u8(out, ' ');
        dg_plain_put(out, word);
    }
}

void
dg_show_task(struct dg_buf *out, const struct dg_json *task)
{
    struct dg_buf notes;
    dg_buf_init(&notes);
    put_notes(&notes, task);
    put_forms(&notes, task);
    dg_buf_printf(out, "%" PRIu64, dg_answer_number(task, "task"));
    put_word(out, dg_json_get_str(task, "due"));
    put_word(out, asker_of(task));
    put_word(out, dg_json_get_str(task, "duty"));
    put_word(out, dg_json_get_str(task, "title"));
    if (notes.len > 0) {
        dg_buf_text(out, " (");
        dg_plain_put(out, str_of(&notes));
        dg_buf_text(out, ")");
    }
    dg_buf_finish(&notes);
}

/* What a town entered for it, the office has not acknowledged itself. */
bool
dg_show_is_pending(const struct dg_json *task)
{
    return !dg_answer_flag(task, "acknowledged") ||
           dg_json_get(task, "enteredby") != NULL;
}

size_t
dg_show_add_inbox(struct dg_table *table, const struct dg_json *result,
                  bool all, size_t most)
{
    size_t added = 0;
    for (const struct dg_json *t = dg_json_items(result, "tasks");
         t && added < most; t = t->next) {
        if (!all && !dg_show_is_pending(t)) {
            continue;
        }
        dg_table_number(table, dg_answer_number(t, "task"));
        dg_table_cell(table, dg_json_get_str(t, "due"));
        dg_table_cell(table, asker_of(t));
        dg_table_cell(table, dg_json_get_str(t, "duty"));
        dg_table_cell(table, dg_json_get_str(t, "title"));
        add_notes(table, t);
        add_forms(table, t);
        added++;
    }
    return added;
}

void
dg_show_inbox_head(struct dg_buf *out, const struct dg_json *result)
{
    dg_plain_put(out, dg_json_get_str(result, "name"));
    dg_buf_text(out, " (");
    dg_plain_put(out, dg_json_get_str(result, "office"));
    unsigned long long open = dg_answer_number(result, "open");
    unsigned long long acknowledged = dg_answer_number(result, "acknowledged");
    unsigned long long entered = dg_answer_number(result, "entered");
    dg_buf_printf(out, _("): %llu open"), open);
    if (acknowledged > 0) {
        dg_buf_printf(out, _(", %llu of them acknowledged"), acknowledged);
    }
    if (entered > 0) {
        dg_buf_printf(out, _(", %llu of these to be confirmed"), entered);
    }
    dg_buf_u8(out, '\n');
}

/* ---- list -------------------------------------------------------------- */

void
dg_show_begin_list(struct dg_table *table, struct dg_arena *arena)
{
    static const char *const heads[] = {N_("CODE"),   N_("KIND"),
                                        N_("CLASS"),  N_("~DEPARTMENTS"),
                                        N_("~TITLE"), NULL};
    dg_table_init(table, arena, heads);
}

void
dg_show_add_list(struct dg_table *table, const struct dg_json *result)
{
    for (const struct dg_json *e = dg_json_items(result, "entries"); e;
         e = e->next) {
        struct dg_str kind = dg_json_get_str(e, "kind");
        struct dg_buf departments;
        dg_buf_init(&departments);
        put_texts(&departments, dg_json_get(e, "departments"));
        dg_table_cell(table, dg_json_get_str(e, "code"));
        dg_table_cell(table, dg_label(kind.len > 0 ? kind : DG_STR("work")));
        dg_table_cell(table, dg_label(dg_json_get_str(e, "class")));
        dg_table_cell(table, str_of(&departments));
        dg_table_cell(table, dg_json_get_str(e, "title"));
        dg_buf_finish(&departments);
    }
}

void
dg_show_list_head(struct dg_buf *out, const struct dg_json *result)
{
    struct dg_str to = dg_json_get_str(result, "validto");
    dg_plain_put(out, dg_json_get_str(result, "list"));
    dg_buf_u8(out, ' ');
    dg_plain_put(out, dg_json_get_str(result, "version"));
    dg_buf_text(out, _(", in force from "));
    dg_plain_put(out, dg_json_get_str(result, "validfrom"));
    if (to.len > 0) {
        dg_buf_text(out, _(" to "));
        dg_plain_put(out, to);
    }
    dg_buf_u8(out, '\n');
}

/* The members of an entry that have a name in the user's language. */
static struct dg_str
entry_label(struct dg_str name)
{
    static const char *const names[] = {
        N_("code"),        N_("title"),    N_("kind"),      N_("class"),
        N_("departments"), N_("prefixes"), N_("basis"),     N_("clause"),
        N_("seals"),       N_("proofs"),   N_("evidence"),  N_("frequency"),
        N_("leaddays"),    N_("funding"),  N_("mandatory"), N_("alternative"),
        N_("validfrom"),   N_("validto")};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        if (dg_str_is(name, names[i])) {
            return dg_str_from(_(names[i]));
        }
    }
    return name;
}

/* A frequency is the only object among an entry's members. */
static void
put_member(struct dg_buf *out, const struct dg_json *member)
{
    struct dg_buf texts;
    dg_buf_init(&texts);
    if (member->type == DG_JSON_OBJECT) {
        struct dg_str per = dg_label(dg_json_get_str(member, "per"));
        dg_buf_printf(&texts, _("%llu a %.*s"),
                      (unsigned long long) dg_answer_number(member, "times"),
                      DG_STR_ARG(per));
    } else if (member->type == DG_JSON_BOOLEAN) {
        dg_buf_text(&texts, member->boolean ? _("yes") : _("no"));
    } else {
        put_texts(&texts, member);
    }
    struct dg_str label = entry_label(member->name), value = str_of(&texts);
    size_t columns = dg_utf8_columns(label);
    bool word =
        dg_str_is(member->name, "kind") || dg_str_is(member->name, "class");
    dg_buf_printf(out, "%.*s%*s ", DG_STR_ARG(label),
                  columns < ENTRY_COLUMNS ? (int) (ENTRY_COLUMNS - columns) : 0,
                  "");
    dg_plain_put(out, word ? dg_label(value) : value);
    dg_buf_u8(out, '\n');
    dg_buf_finish(&texts);
}

void
dg_show_entry(struct dg_buf *out, const struct dg_json *entry)
{
    for (const struct dg_json *m = entry->child; m; m = m->next) {
        put_member(out, m);
    }
}

/* ---- receipt ----------------------------------------------------------- */

static void
put_attachment_lines(struct dg_buf *out, const struct dg_json *attachments)
{
    for (const struct dg_json *a = attachments ? attachments->child : NULL; a;
         a = a->next) {
        dg_output_line(out, "attached", dg_json_get_str(a, "name"));
    }
}

/* What an event asks, as far as it is short: a roster's or a list's members are
 * not. */
static void
put_data(struct dg_buf *out, const struct dg_json *data)
{
    static const char *const names[] = {
        N_("list"), N_("version"), N_("task"), N_("reason"), N_("document"),
        N_("duty"), N_("title"), N_("text"), N_("due"), N_("period"),
        N_("seals"), N_("proofs"), N_("evidence"), N_("funding"), N_("joint"),
        /* of journal.disclose */
        N_("reader"), N_("read"), N_("what"), N_("values")};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        const struct dg_json *member = dg_json_get(data, names[i]);
        struct dg_buf texts;
        dg_buf_init(&texts);
        put_texts(&texts, member);
        dg_output_line(out, names[i], str_of(&texts));
        dg_buf_finish(&texts);
    }
    put_attachment_lines(out, dg_json_get(data, "attachments"));
}

void
dg_show_receipt(struct dg_buf *out, const struct dg_json *result)
{
    const struct dg_json *event = dg_json_get(result, "event");
    const struct dg_json *answer = dg_json_get(result, "answer");
    const struct dg_json *data = dg_json_get(event, "data");
    const struct dg_json *receipt = dg_json_get(answer, "receipt");
    const struct dg_json *amendment = dg_json_get(result, "amendment");
    if (event && event->type == DG_JSON_OBJECT) {
        dg_plain_put(out, dg_json_get_str(event, "type"));
        dg_buf_u8(out, '\n');
    }
    dg_output_line(out, "id", dg_json_get_str(event, "id"));
    dg_output_line(out, "from", dg_json_get_str(event, "source"));
    put_data(out, data);
    put_data(out, dg_json_get(data, "assignment"));
    dg_output_line(out, "decided", dg_json_get_str(receipt, "time"));
    dg_output_line(out, "leaf", dg_json_get_str(receipt, "leaf"));
    dg_output_line(out, "amended by", amendment ? amendment->text : DG_STR(""));
    if (answer) {
        dg_output_answer(out, answer);
    }
}
