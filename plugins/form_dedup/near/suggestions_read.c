/* SPDX-License-Identifier: Apache-2.0 */
/* Shows suggestions, best first, with what speaks for each in words. */
#include <stdio.h>

#include "plugins/form_dedup/near/suggestions.h"
#include "plugins/form_dedup/text/text.h"

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
put_text(const struct dg_plugin_host *host, struct dg_plugin_writer *out,
         const char *name, struct dg_plugin_str text)
{
    if (text.len) {
        host->put_name(out, name);
        host->put_text(out, text);
    }
}

static void
put_element(const struct dg_plugin_host *host, struct dg_plugin_writer *out,
            const struct dg_element *element)
{
    host->open_object(out);
    put_text(host, out, "code", element->code);
    put_text(host, out, "label", element->label);
    put_text(host, out, "unit", element->unit);
    put_text(host, out, "definition", element->definition);
    put_text(host, out, "section", element->section);
    put_text(host, out, "source", element->source);
    host->close_object(out);
}

static void
put_evidence(const struct dg_plugin_host *host, struct dg_plugin_writer *out,
             unsigned evidence)
{
    host->open_array(out);
    for (unsigned i = 0; i < DG_EVIDENCE_COUNT; i++) {
        if (evidence & 1u << i) {
            host->open_object(out);
            put_text(host, out, "code", dg_text_from(dg_likeness_code(i)));
            put_text(host, out, "text",
                     dg_text_from(host->translate(texts[i])));
            host->close_object(out);
        }
    }
    host->close_array(out);
}

/* The published one stays, else the older: as dictionary.merge names them. */
static void
put_pair(const struct reading *reading, struct dg_plugin_writer *out,
         const struct dg_near_pair *pair)
{
    const struct dg_plugin_host *host = reading->suggestions->host;
    const struct dg_element *newer = element_of(reading, pair->a);
    const struct dg_element *older = element_of(reading, pair->b);
    bool stays = newer->provisional || !older->provisional;
    host->open_object(out);
    host->put_name(out, "score");
    host->put_integer(out, pair->score);
    host->put_name(out, "element");
    put_element(host, out, stays ? newer : older);
    host->put_name(out, "into");
    put_element(host, out, stays ? older : newer);
    host->put_name(out, "evidence");
    put_evidence(host, out, pair->evidence);
    host->close_object(out);
}

static void
put_next(const struct dg_plugin_host *host, struct dg_plugin_writer *out,
         const struct dg_near_pair *last)
{
    char text[40];
    snprintf(text, sizeof text, "%u-%u-%u", (unsigned) last->score,
             (unsigned) last->a, (unsigned) last->b);
    put_text(host, out, "next", dg_text_from(text));
}

static enum dg_plugin_status
put_page(const struct reading *reading, int64_t limit,
         struct dg_plugin_writer *out)
{
    const struct dg_plugin_host *host = reading->suggestions->host;
    const struct dg_near_pair **order =
                                  dg_suggestions_order(reading->suggestions),
                              *last = NULL;
    size_t count = reading->suggestions->count, i = 0;
    if (count && !order) {
        return DG_PLUGIN_FAILED;
    }
    host->open_object(out);
    host->put_name(out, "suggestions");
    host->open_array(out);
    for (; i < count && (limit || !is_shown(reading, order[i])); i++) {
        if (is_shown(reading, order[i])) {
            put_pair(reading, out, last = order[i]);
            limit--;
        }
    }
    host->close_array(out);
    if (i < count && last) {
        put_next(host, out, last);
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
