/* SPDX-License-Identifier: Apache-2.0 */
/* Decides what a term is by its look: digits are a prefix or a code, anything
 * else the name of a group. Whether it exists is left to the gateway. */
#include "proto/client/ask/terms.h"

#include "proto/base/i18n.h"

enum kind { PREFIX = 1, CODE = 2, GROUP = 4, WRONG = 8 };

static enum kind
kind_of(struct dg_str term)
{
    for (size_t i = 0; i < term.len; i++) {
        if (term.data[i] < '0' || term.data[i] > '9') {
            return GROUP;
        }
    }
    switch (term.len) {
    case 2:
    case 4:
    case 6:
    case 9:
        return PREFIX;
    case 12:
        return CODE;
    default:
        return WRONG;
    }
}

/* Takes the next term off the front of terms; false behind the last. */
static bool
next_term(const char **terms, struct dg_str *term)
{
    if (!*terms) {
        return false;
    }
    *term = (struct dg_str){*terms, strcspn(*terms, ",")};
    *terms = (*terms)[term->len] ? *terms + term->len + 1 : NULL;
    return true;
}

int
dg_terms_check(const struct dg_cli *cli, const char *terms)
{
    struct dg_str term;
    while (next_term(&terms, &term)) {
        if (kind_of(term) == WRONG) {
            return dg_cli_fail(cli, DG_EXIT_USAGE,
                               _("\"%.*s\" is no prefix, code or group"),
                               DG_STR_ARG(term));
        }
    }
    return DG_EXIT_OK;
}

static bool
has_text(const struct dg_json *array, struct dg_str text)
{
    for (const struct dg_json *n = array ? array->child : NULL; n;
         n = n->next) {
        if (dg_str_equal(n->text, text)) {
            return true;
        }
    }
    return false;
}

/* The array of this name: what is there, then the terms of these kinds. */
static void
put_kinds(struct dg_json_writer *writer, const char *name,
          const struct dg_json *there, const char *terms, unsigned kinds)
{
    struct dg_str term;
    bool open = there && there->child;
    if (open) {
        dg_json_name(writer, name);
        dg_json_open_array(writer);
        for (const struct dg_json *n = there->child; n; n = n->next) {
            dg_json_copy(writer, n);
        }
    }
    while (next_term(&terms, &term)) {
        if (!(kind_of(term) & kinds) || has_text(there, term)) {
            continue;
        }
        if (!open) {
            dg_json_name(writer, name);
            dg_json_open_array(writer);
            open = true;
        }
        dg_json_str(writer, term);
    }
    if (open) {
        dg_json_close_array(writer);
    }
}

void
dg_terms_put(struct dg_json_writer *writer, const char *terms)
{
    put_kinds(writer, "prefixes", NULL, terms, PREFIX);
    put_kinds(writer, "codes", NULL, terms, CODE);
    put_kinds(writer, "groups", NULL, terms, GROUP);
}

void
dg_terms_put_excluded(struct dg_json_writer *writer,
                      const struct dg_json *audience, const char *terms)
{
    put_kinds(writer, "exclude", dg_json_get(audience, "exclude"), terms,
              PREFIX | CODE);
    put_kinds(writer, "excludegroups", dg_json_get(audience, "excludegroups"),
              terms, GROUP);
}

void
dg_terms_put_words(struct dg_json_writer *writer, const char *name,
                   const char *words)
{
    put_kinds(writer, name, NULL, words, PREFIX | CODE | GROUP | WRONG);
}
