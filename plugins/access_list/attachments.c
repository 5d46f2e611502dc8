/* SPDX-License-Identifier: Apache-2.0 */
/* Decides which attachments may go along: a spreadsheet with empty cells is a
 * form in disguise, and one that nobody looked into may be. What is in a file,
 * the publishing client found out. */
#include "plugins/access_list/attachments.h"

#include "plugins/access_list/aside.h"
#include "plugins/access_list/text.h"

#define COLUMNS_MAX 20

struct looking {
    const struct dg_access_list *state;
    const struct dg_plugin_host *host;
    const struct dg_plugin_event *event;
    struct dg_plugin_findings *findings;
    const struct dg_plugin_value *attachment; /* the one that is looked at */
    struct dg_plugin_str name, pointer;
};

/* ---- what is a spreadsheet ---------------------------------------------- */

static char
lower(char c)
{
    return (char) (c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c);
}

/* As far as a system looks that passes over blanks and points at the end. */
static struct dg_plugin_str
trim_name(struct dg_plugin_str name)
{
    while (name.len > 0 && strchr(". \t", name.data[name.len - 1])) {
        name.len--;
    }
    return name;
}

/* end is in lower case. */
static bool
ends_with(struct dg_plugin_str text, const char *end)
{
    size_t len = strlen(end);
    for (size_t i = 0; i < len && len <= text.len; i++) {
        if (lower(text.data[text.len - len + i]) != end[i]) {
            return false;
        }
    }
    return len <= text.len;
}

static bool
contains(struct dg_plugin_str text, const char *part)
{
    for (; text.len >= strlen(part); text.data++, text.len--) {
        struct dg_plugin_str head = {text.data, strlen(part)};
        if (ends_with(head, part)) {
            return true;
        }
    }
    return false;
}

static bool
is_spreadsheet(const struct looking *l)
{
    static const char *const ends[] = {
        ".xls", ".xlsx", ".xlsm", ".xlsb", ".xlt", ".xltx", ".xltm",
        ".ods", ".ots",  ".fods", ".et",   ".ett", ".csv",  ".tsv"};
    static const char *const types[] = {"spreadsheet", "ms-excel", "/csv",
                                        "tab-separated-values",
                                        "wps-office.et"};
    struct dg_plugin_str type =
        l->host->text(l->host->member(l->attachment, "type"));
    struct dg_plugin_str name = trim_name(l->name);
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++) {
        if (ends_with(name, ends[i])) {
            return true;
        }
    }
    for (size_t i = 0; i < sizeof types / sizeof *types; i++) {
        if (contains(type, types[i])) {
            return true;
        }
    }
    return false;
}

/* ---- findings ----------------------------------------------------------- */

static void
say(const struct looking *l, enum dg_plugin_verdict verdict, const char *code,
    struct dg_plugin_str text, struct dg_plugin_str way)
{
    const struct dg_plugin_finding finding = {
        .struct_size = sizeof finding,
        .rule = "attachments",
        .verdict = verdict,
        .code = code,
        .text = text,
        .pointer = l->pointer,
        .alternatives = &way,
        .alternative_count = way.len > 0,
    };
    if (!dg_aside_take(l->state, l->event, l->findings, &finding)) {
        l->host->add(l->findings, &finding);
    }
}

static void
refuse_unexamined(const struct looking *l)
{
    say(l, DG_PLUGIN_REFUSE, "attachment-unexamined",
        l->host->format(l->findings,
                        "\"%.*s\" is a spreadsheet that nobody looked into",
                        DG_TEXT_ARG(l->name)),
        dg_text_from(l->host->translate(
            N_("name it through a client that looks into attachments (dutygate "
               "attach)"))));
}

/* The headings, as the fields the form in disguise asks for. */
static struct dg_plugin_str
ask_as_fields(const struct looking *l, const struct dg_plugin_value *columns)
{
    struct dg_plugin_str way = dg_text_from(
        l->host->translate(N_("ask what is missing as fields (表内字段)")));
    struct dg_plugin_str joined = {NULL, 0};
    const struct dg_plugin_value *v = l->host->first(columns);
    size_t count = 0;
    for (; v && count < COLUMNS_MAX; v = l->host->next(v), count++) {
        joined =
            l->host->format(l->findings, "%.*s%s%.*s", DG_TEXT_ARG(joined),
                            count ? ", " : "", DG_TEXT_ARG(l->host->text(v)));
    }
    if (count == 0) {
        return way;
    }
    if (v) {
        joined = l->host->format(l->findings, "%.*s and %zu more",
                                 DG_TEXT_ARG(joined),
                                 l->host->count(columns) - count);
    }
    return l->host->format(l->findings, "ask as fields: %.*s",
                           DG_TEXT_ARG(joined));
}

static void
look_into(const struct looking *l)
{
    const struct dg_plugin_host *host = l->host;
    const struct dg_plugin_value *sheet = host->member(l->attachment, "sheet");
    int64_t empty = host->integer(host->member(sheet, "empty"), 0);
    if (!sheet) {
        if (is_spreadsheet(l)) {
            refuse_unexamined(l);
        }
        return;
    }
    if (empty > 0) {
        say(l, DG_PLUGIN_REFUSE, "attachment-fillable",
            host->format(l->findings,
                         "\"%.*s\" has %lld empty cells to be filled in: it is "
                         "a form, not an attachment",
                         DG_TEXT_ARG(l->name), (long long) empty),
            ask_as_fields(l, host->member(sheet, "columns")));
    }
}

/* The same file under another name, before this one. */
static void
look_for_twin(const struct looking *l, const struct dg_plugin_value *first)
{
    const struct dg_plugin_host *host = l->host;
    struct dg_plugin_str digest =
        host->text(host->member(l->attachment, "sha256"));
    for (const struct dg_plugin_value *v = first; v != l->attachment;
         v = host->next(v)) {
        struct dg_plugin_str name = host->text(host->member(v, "name"));
        if (dg_text_equal(host->text(host->member(v, "sha256")), digest)) {
            say(l, DG_PLUGIN_NOTE, "attachment-twice",
                host->format(l->findings,
                             "\"%.*s\" is the same file as \"%.*s\"",
                             DG_TEXT_ARG(l->name), DG_TEXT_ARG(name)),
                (struct dg_plugin_str){NULL, 0});
            return;
        }
    }
}

void
dg_attachments_decide(const struct dg_access_list *state,
                      const struct dg_plugin_event *event,
                      struct dg_plugin_findings *findings)
{
    const struct dg_plugin_host *host = state->host;
    const struct dg_plugin_value *first =
        host->first(host->member(event->task, "attachments"));
    struct looking l = {state, host,      event,    findings,
                        first, {NULL, 0}, {NULL, 0}};
    for (size_t i = 0; l.attachment; i++) {
        l.name = host->text(host->member(l.attachment, "name"));
        l.pointer = host->format(findings, "%.*s/attachments/%zu",
                                 DG_TEXT_ARG(event->task_pointer), i);
        look_into(&l);
        look_for_twin(&l, first);
        l.attachment = host->next(l.attachment);
    }
}
