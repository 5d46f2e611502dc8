/* SPDX-License-Identifier: Apache-2.0 */
/* Shows suggestions, best first, with what speaks for each in words. */
#include <stdio.h>

#include "plugins/form_dedup/near/suggestions.h"
#include "plugins/form_dedup/text/print.h"

#define LIMIT_DEFAULT 50
#define DEPARTMENT "department/"

struct reading {
    struct dg_suggestions *suggestions;
    struct dg_plugin_str brought; /* by this source; empty: all */
    int64_t min;
    bool resumes;
    struct dg_near_pair after;
};

/* In the order of enum dg_evidence. */
static const char *const texts[DG_EVIDENCE_COUNT] = {
    N_("the same label"),
    N_("the same words in another order"),
    N_("all words of one are in the other"),
    N_("most words are the same"),
    N_("a word that differs in a letter or two"),
    N_("the same options"),
    N_("the same unit"),
    N_("the same section"),
    N_("the same field stands before both"),
    N_("the same field stands behind both"),
    N_("the same definition"),
};

static const struct dg_element *
element_of(const struct reading *reading, uint32_t number)
{
    return dg_dictionary_element(reading->suggestions->dictionary, number);
}

/* ---- which --------------------------------------------------------------- */

static bool
begins_with(struct dg_plugin_str text, const char *start)
{
    size_t len = strlen(start);
    return text.len > len && memcmp(text.data, start, len) == 0;
}

/* "870-1204-7": behind which pair the page begins. */
static bool
read_after(struct dg_plugin_str text, struct dg_near_pair *pair)
{
    char copy[40];
    unsigned score, a, b;
    if (text.len >= sizeof copy) {
        return false;
    }
    snprintf(copy, sizeof copy, "%.*s", DG_TEXT_ARG(text));
    if (sscanf(copy, "%u-%u-%u", &score, &a, &b) != 3) {
        return false;
    }
    *pair = (struct dg_near_pair){a, b, (uint16_t) score, 0};
    return true;
}

static bool
comes_after(const struct dg_near_pair *pair, const struct dg_near_pair *after)
{
    if (pair->score != after->score) {
        return pair->score < after->score;
    }
    return pair->a != after->a ? pair->a > after->a : pair->b > after->b;
}

static bool
is_shown(const struct reading *reading, const struct dg_near_pair *pair)
{
    if (pair->score < reading->min ||
        (reading->resumes && !comes_after(pair, &reading->after))) {
        return false;
    }
    return !reading->brought.len ||
           dg_text_equal(element_of(reading, pair->a)->source,
                         reading->brought) ||
           dg_text_equal(element_of(reading, pair->b)->source,
                         reading->brought);
}

/* ---- how ----------------------------------------------------------------- */

static void
put_element(const struct dg_print *print, const struct dg_element *element)
{
    print->host->open_object(print->out);
    dg_print_text(print, "code", element->code);
    dg_print_text(print, "label", element->label);
    dg_print_text(print, "unit", element->unit);
    dg_print_text(print, "definition", element->definition);
    dg_print_text(print, "section", element->section);
    dg_print_text(print, "source", element->source);
    print->host->close_object(print->out);
}

static void
put_evidence(const struct dg_print *print, unsigned evidence)
{
    print->host->open_array(print->out);
    for (unsigned i = 0; i < DG_EVIDENCE_COUNT; i++) {
        if (evidence & 1u << i) {
            print->host->open_object(print->out);
            dg_print_word(print, "code", dg_likeness_code(i));
            dg_print_word(print, "text", print->host->translate(texts[i]));
            print->host->close_object(print->out);
        }
    }
    print->host->close_array(print->out);
}

/* The published one stays, else the older: as dictionary.merge names them. */
static void
put_pair(const struct reading *reading, const struct dg_print *print,
         const struct dg_near_pair *pair)
{
    const struct dg_element *newer = element_of(reading, pair->a);
    const struct dg_element *older = element_of(reading, pair->b);
    bool stays = newer->provisional || !older->provisional;
    print->host->open_object(print->out);
    dg_print_number(print, "score", pair->score);
    print->host->put_name(print->out, "element");
    put_element(print, stays ? newer : older);
    print->host->put_name(print->out, "into");
    put_element(print, stays ? older : newer);
    print->host->put_name(print->out, "evidence");
    put_evidence(print, pair->evidence);
    print->host->close_object(print->out);
}

static void
put_next(const struct dg_print *print, const struct dg_near_pair *last)
{
    char text[40];
    snprintf(text, sizeof text, "%u-%u-%u", (unsigned) last->score,
             (unsigned) last->a, (unsigned) last->b);
    dg_print_word(print, "next", text);
}

static enum dg_plugin_status
put_page(const struct reading *reading, int64_t limit,
         struct dg_plugin_writer *out)
{
    const struct dg_plugin_host *host = reading->suggestions->host;
    const struct dg_print print = {host, out};
    const struct dg_near_pair **order =
                                  dg_suggestions_order(reading->suggestions),
                              *last = NULL;
    size_t count = reading->suggestions->count, i = 0;
    if (count && !order) {
        return DG_PLUGIN_FAILED;
    }
    host->open_object(out);
    dg_print_open_array(&print, "suggestions");
    for (; i < count && (limit || !is_shown(reading, order[i])); i++) {
        if (is_shown(reading, order[i])) {
            put_pair(reading, &print, last = order[i]);
            limit--;
        }
    }
    host->close_array(out);
    if (i < count && last) {
        put_next(&print, last);
    }
    host->close_object(out);
    return DG_PLUGIN_OK;
}

enum dg_plugin_status
dg_suggestions_query(struct dg_suggestions *suggestions,
                     const struct dg_plugin_value *params,
                     struct dg_plugin_str reader, struct dg_plugin_writer *out)
{
    const struct dg_plugin_host *host = suggestions->host;
    struct dg_plugin_str code = host->text(host->member(params, "department"));
    char brought[80];
    struct reading reading = {
        .suggestions = suggestions,
        .min = host->integer(host->member(params, "min"), 0),
    };
    snprintf(brought, sizeof brought, DEPARTMENT "%.*s", DG_TEXT_ARG(code));
    if (code.len) {
        reading.brought = dg_text_from(brought);
    } else if (begins_with(reader, DEPARTMENT)) {
        reading.brought = reader;
    }
    reading.resumes =
        read_after(host->text(host->member(params, "after")), &reading.after);
    return put_page(&reading,
                    host->integer(host->member(params, "limit"), LIMIT_DEFAULT),
                    out);
}
