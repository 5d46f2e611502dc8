/* SPDX-License-Identifier: Apache-2.0 */
/* Decides which elements and conflicts a reader is shown, and in what pages.
 * What is one requester's own, for want of a legal basis, others do not see. */
#include "plugins/form_dedup/dictionary/read.h"

#include "plugins/form_dedup/dictionary/difference.h"
#include "plugins/form_dedup/dictionary/inside.h"

#define LIMIT 100

struct page {
    const struct dg_dictionary *dictionary;
    const struct dg_plugin_host *host;
    struct dg_plugin_str reader;
    struct dg_plugin_writer *out;
    int64_t left;
    struct dg_plugin_str next; /* code of the last that was shown */
};

static struct page
open_page(const struct dg_dictionary *dictionary,
          const struct dg_plugin_value *params, struct dg_plugin_str reader,
          struct dg_plugin_writer *out)
{
    const struct dg_plugin_host *host = dictionary->host;
    return (struct page){
        .dictionary = dictionary,
        .host = host,
        .reader = reader,
        .out = out,
        .left = host->integer(host->member(params, "limit"), LIMIT)};
}

static bool
is_role(struct dg_plugin_str reader, const char *role)
{
    size_t len = strlen(role);
    return reader.len > len && memcmp(reader.data, role, len) == 0 &&
           reader.data[len] == '/';
}

static bool
may_see(const struct page *page, const struct dg_element *element)
{
    return !element->private_to || is_role(page->reader, "keeper") ||
           is_role(page->reader, "auditor") ||
           is_role(page->reader, "operator") ||
           dg_text_equal(page->reader, element->source);
}

/* ---- elements ----------------------------------------------------------- */

static void
put_element(struct page *page, const struct dg_element *element)
{
    page->host->open_object(page->out);
    dg_element_print(page->dictionary, element, page->out);
    page->host->close_object(page->out);
    page->next = element->code;
    page->left--;
}

/* The first number behind the page before; false: its code is none. */
static bool
find_start(const struct dg_dictionary *dictionary, struct dg_plugin_str after,
           uint32_t *start)
{
    const struct dg_entry *entry =
        after.len ? dg_dictionary_named(dictionary, after) : NULL;
    *start = entry ? entry->element.number + 1 : 0;
    return entry || !after.len;
}

static bool
put_all(struct page *page, uint32_t start, bool published)
{
    const struct dg_dictionary *dictionary = page->dictionary;
    for (uint32_t i = start; i < dictionary->count; i++) {
        const struct dg_element *element = dg_dictionary_element(dictionary, i);
        if ((published && element->provisional) || !may_see(page, element)) {
            continue;
        }
        if (page->left == 0) {
            return true;
        }
        put_element(page, element);
    }
    return false;
}

/* Of one label, behind the page before. */
static bool
put_labelled(struct page *page, struct dg_plugin_str label, uint32_t start)
{
    const struct dg_dictionary *dictionary = page->dictionary;
    struct dg_plugin_str none = {0};
    struct dg_label normal;
    uint32_t link = DG_LINK_NONE;
    if (dg_dictionary_read_label(dictionary, label, none, &normal)) {
        link = dg_dictionary_head(dictionary, normal.text);
        dg_label_finish(&normal);
    }
    for (; link != DG_LINK_NONE; link = dictionary->links[link].next) {
        const struct dg_element *element =
            dg_dictionary_element(dictionary, dictionary->links[link].element);
        if (element->number < start || !may_see(page, element)) {
            continue;
        }
        if (page->left == 0) {
            return true;
        }
        put_element(page, element);
    }
    return false;
}

static void
close_page(struct page *page, bool more)
{
    page->host->close_array(page->out);
    if (more) {
        page->host->put_name(page->out, "next");
        page->host->put_text(page->out, page->next);
    }
    page->host->close_object(page->out);
}

static bool
put_one(struct page *page, struct dg_plugin_str code)
{
    const struct dg_entry *entry = dg_dictionary_named(page->dictionary, code);
    if (!entry || !may_see(page, &entry->element)) {
        return false;
    }
    page->host->open_object(page->out);
    page->host->put_name(page->out, "elements");
    page->host->open_array(page->out);
    put_element(page, &entry->element);
    close_page(page, false);
    return true;
}

enum dg_plugin_status
dg_read_elements(const struct dg_dictionary *dictionary,
                 const struct dg_plugin_value *params,
                 struct dg_plugin_str reader, struct dg_plugin_writer *out)
{
    const struct dg_plugin_host *host = dictionary->host;
    struct page page = open_page(dictionary, params, reader, out);
    struct dg_plugin_str code = host->text(host->member(params, "code"));
    struct dg_plugin_str label = host->text(host->member(params, "label"));
    uint32_t start;
    bool more;
    if (code.len) {
        return put_one(&page, code) ? DG_PLUGIN_OK : DG_PLUGIN_NOT_FOUND;
    }
    if (!find_start(dictionary, host->text(host->member(params, "after")),
                    &start)) {
        return DG_PLUGIN_NOT_FOUND;
    }
    host->open_object(out);
    host->put_name(out, "elements");
    host->open_array(out);
    more = label.len
               ? put_labelled(&page, label, start)
               : put_all(&page, start,
                         host->boolean(host->member(params, "published")));
    close_page(&page, more);
    return DG_PLUGIN_OK;
}

/* ---- conflicts ---------------------------------------------------------- */

/* Nobody decided it yet. */
static bool
is_open(const struct dg_dictionary *dictionary,
        const struct dg_conflict *conflict)
{
    return dg_dictionary_into(dictionary, conflict->element) !=
               dg_dictionary_into(dictionary, conflict->other) &&
           !dg_dictionary_is_apart(dictionary, conflict->element,
                                   conflict->other);
}

static void
put_conflict(struct page *page, const struct dg_conflict *conflict)
{
    const struct dg_plugin_host *host = page->host;
    const struct dg_element *element =
        dg_dictionary_element(page->dictionary, conflict->element);
    const char *member =
        dg_difference_of(page->dictionary, conflict->element, conflict->other);
    host->open_object(page->out);
    host->put_name(page->out, "element");
    dg_element_print_brief(page->dictionary, element, page->out);
    host->put_name(page->out, "other");
    dg_element_print_brief(
        page->dictionary,
        dg_dictionary_element(page->dictionary, conflict->other), page->out);
    if (member) {
        host->put_name(page->out, "member");
        host->put_text(page->out, dg_text_from(member));
    }
    host->put_name(page->out, "since");
    host->put_integer(page->out, (int64_t) conflict->sequence);
    host->close_object(page->out);
    page->next = element->code;
    page->left--;
}

static bool
put_conflicts(struct page *page, uint32_t start)
{
    const struct dg_dictionary *dictionary = page->dictionary;
    for (uint32_t i = 0; i < dictionary->conflict_count; i++) {
        const struct dg_conflict *conflict = &dictionary->conflicts[i];
        if (conflict->element < start || !is_open(dictionary, conflict) ||
            !may_see(page,
                     dg_dictionary_element(dictionary, conflict->element))) {
            continue;
        }
        if (page->left == 0) {
            return true;
        }
        put_conflict(page, conflict);
    }
    return false;
}

enum dg_plugin_status
dg_read_conflicts(const struct dg_dictionary *dictionary,
                  const struct dg_plugin_value *params,
                  struct dg_plugin_str reader, struct dg_plugin_writer *out)
{
    const struct dg_plugin_host *host = dictionary->host;
    struct page page = open_page(dictionary, params, reader, out);
    uint32_t start;
    if (!find_start(dictionary, host->text(host->member(params, "after")),
                    &start)) {
        return DG_PLUGIN_NOT_FOUND;
    }
    host->open_object(out);
    host->put_name(out, "conflicts");
    host->open_array(out);
    close_page(&page, put_conflicts(&page, start));
    return DG_PLUGIN_OK;
}
