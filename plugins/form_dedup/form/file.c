/* SPDX-License-Identifier: Apache-2.0 */
/* Keeps the filing numbers 备案号 that the keeper issues, by form.file: each to
 * one department for one control number, for all versions of the form. */
#include <stdlib.h>

#include "plugins/form_dedup/form/inside.h"

/* More than a source and a control number have. */
#define KEY_MAX 512

/* What form.file says. */
struct filed {
    struct dg_plugin_str source, control, number;
    int32_t valid_until;
};

static struct filed
read_filed(const struct dg_forms *forms, const struct dg_plugin_value *data)
{
    const struct dg_plugin_host *host = forms->host;
    struct filed filed = {
        .source = host->text(host->member(data, "department")),
        .control = host->text(host->member(data, "control")),
        .number = host->text(host->member(data, "filing")),
    };
    if (!host->date_parse(host->text(host->member(data, "validuntil")),
                          &filed.valid_until)) {
        filed.valid_until = INT32_MAX;
    }
    return filed;
}

static struct dg_form_filing *
find_number(const struct dg_forms *forms, struct dg_plugin_str number)
{
    struct dg_form_filing *filing;
    HASH_FIND(hh, forms->filings, number.data, number.len, filing);
    return filing;
}

static bool
is_same(const struct dg_form_filing *filing, const struct filed *said)
{
    return dg_text_equal(filing->source, said->source) &&
           dg_text_equal(filing->control, said->control);
}

void
dg_file_decide(struct dg_form_check *check)
{
    const struct dg_plugin_host *host = check->forms->host;
    struct filed filed = read_filed(check->forms, check->event->data);
    const struct dg_form_filing *filing =
        find_number(check->forms, filed.number);
    if (filing && !is_same(filing, &filed)) {
        dg_check_refuse(
            check, "filing-taken", dg_text_from("/filing"),
            host->format(check->findings,
                         "filing number \"%.*s\" was issued to %.*s for form "
                         "\"%.*s\" in receipt %llu",
                         DG_TEXT_ARG(filed.number), DG_TEXT_ARG(filing->source),
                         DG_TEXT_ARG(filing->control),
                         (unsigned long long) filing->sequence));
    }
}

static struct dg_form_filed *
find_filed(const struct dg_forms *forms, struct dg_plugin_str source,
           struct dg_plugin_str control)
{
    char key[KEY_MAX];
    struct dg_form_filed *filed;
    size_t len;
    if (source.len + control.len + 1 > sizeof key) {
        return NULL;
    }
    len = dg_form_key(source, control, key);
    HASH_FIND(hh, forms->filed, key, len, filed);
    return filed;
}

const struct dg_form_filing *
dg_file_find(const struct dg_forms *forms, struct dg_plugin_str source,
             struct dg_plugin_str control)
{
    const struct dg_form_filed *filed = find_filed(forms, source, control);
    return filed ? filed->newest : NULL;
}

static struct dg_form_filed *
take_filed(struct dg_forms *forms, const struct filed *said)
{
    struct dg_form_filed *filed =
        find_filed(forms, said->source, said->control);
    size_t len = said->source.len + said->control.len + 1;
    if (filed) {
        return filed;
    }
    filed = calloc(1, sizeof *filed + len);
    if (!filed) {
        return NULL;
    }
    (void) dg_form_key(said->source, said->control, filed->key);
    HASH_ADD_KEYPTR(hh, forms->filed, filed->key, len, filed);
    if (!filed->hh.tbl) {
        free(filed);
        return NULL;
    }
    return filed;
}

static struct dg_plugin_str
lay(char **at, struct dg_plugin_str text)
{
    struct dg_plugin_str laid = {*at, text.len};
    memcpy(*at, text.data, text.len);
    *at += text.len;
    return laid;
}

static struct dg_form_filing *
add_filing(struct dg_forms *forms, const struct filed *said)
{
    struct dg_form_filed *filed = take_filed(forms, said);
    struct dg_form_filing *filing =
        filed ? calloc(1, sizeof *filing + said->source.len +
                              said->control.len + said->number.len)
              : NULL;
    char *at;
    if (!filing) {
        return NULL;
    }
    at = filing->text;
    filing->source = lay(&at, said->source);
    filing->control = lay(&at, said->control);
    filing->number = lay(&at, said->number);
    HASH_ADD_KEYPTR(hh, forms->filings, filing->number.data, filing->number.len,
                    filing);
    if (!filing->hh.tbl) {
        free(filing);
        return NULL;
    }
    filing->before = filed->newest;
    filed->newest = filing;
    return filing;
}

/* A number that was issued before to somebody else stays where it is: so it is
 * where the rule only observes. */
bool
dg_file_apply(struct dg_forms *forms, const struct dg_plugin_event *event)
{
    struct filed said = read_filed(forms, event->data);
    struct dg_form_filing *filing = find_number(forms, said.number);
    if (!filing) {
        filing = add_filing(forms, &said);
    } else if (!is_same(filing, &said)) {
        return true;
    }
    if (!filing) {
        return false;
    }
    filing->valid_until = said.valid_until;
    filing->sequence = event->sequence;
    return true;
}

void
dg_file_clear(struct dg_forms *forms)
{
    struct dg_form_filing *filing, *next;
    struct dg_form_filed *filed, *after;
    HASH_ITER(hh, forms->filings, filing, next)
    {
        HASH_DEL(forms->filings, filing);
        free(filing);
    }
    HASH_ITER(hh, forms->filed, filed, after)
    {
        HASH_DEL(forms->filed, filed);
        free(filed);
    }
}
