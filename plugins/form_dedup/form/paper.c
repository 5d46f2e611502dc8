/* SPDX-License-Identifier: Apache-2.0 */
/* Reads a form out of an event, as it stands there. What is wrong with it is
 * check.c's, what it means resolve.c's. */
#include <stdlib.h>
#include <string.h>

#include "plugins/form_dedup/form/inside.h"
#include "plugins/form_dedup/text/label.h"

const char *const dg_paper_formats[] = {"plain",  "lower",   "old",
                                        "spaces", "hyphens", "fullwidth",
                                        "iso",    "compact", "chinese"};

#define COUNT(array) (int) (sizeof(array) / sizeof *(array))

/* ---- members ------------------------------------------------------------ */

/* A form while it is read. */
struct reading {
    const struct dg_forms *forms;
    const struct dg_plugin_host *host;
    struct dg_paper *paper;
    struct dg_names *names, *labels; /* of its fields */
    uint32_t *firsts;                /* by number in names: its first field */
    uint32_t *label_firsts;
};

static struct dg_plugin_str
text_of(const struct reading *r, const struct dg_plugin_value *value,
        const char *member)
{
    return dg_shelf_copy(&r->paper->shelf,
                         r->host->text(r->host->member(value, member)));
}

/* Which of the words a member is; -1 if it is not there. */
static int
choice_of(const struct reading *r, const struct dg_plugin_value *value,
          const char *member, const char *const *words, int count)
{
    struct dg_plugin_str text = r->host->text(r->host->member(value, member));
    for (int i = 0; i < count && text.len; i++) {
        if (dg_text_equal(text, dg_text_from(words[i]))) {
            return i;
        }
    }
    return -1;
}

static bool
read_options(const struct reading *r, const struct dg_plugin_value *value,
             struct dg_paper_field *field)
{
    const struct dg_plugin_value *item = r->host->member(value, "options");
    uint32_t count = (uint32_t) r->host->count(item), i = 0;
    struct dg_option *options =
        dg_shelf_alloc(&r->paper->shelf, count * sizeof *options);
    struct dg_names *codes = count ? dg_names_create() : NULL;
    bool ok = options && (codes || !count);
    field->option_twin = DG_FORM_NONE;
    for (item = r->host->first(item); ok && item; item = r->host->next(item)) {
        uint32_t number;
        options[i].code = text_of(r, item, "code");
        options[i].label = text_of(r, item, "label");
        number = dg_names_take(codes, options[i].code);
        ok = number != DG_NAMES_NONE;
        if (number != i && field->option_twin == DG_FORM_NONE) {
            field->option_twin = i;
        }
        i++;
    }
    dg_names_destroy(codes);
    field->meaning.options = options;
    field->meaning.option_count = count;
    return ok;
}

static void
read_meaning(const struct reading *r, const struct dg_plugin_value *value,
             struct dg_field_meaning *meaning)
{
    const struct dg_plugin_host *host = r->host;
    meaning->element = text_of(r, value, "element");
    meaning->label = text_of(r, value, "label");
    meaning->unit = text_of(r, value, "unit");
    meaning->definition = text_of(r, value, "definition");
    meaning->section = text_of(r, value, "section");
    meaning->has_type = dg_element_read_type(
        host->text(host->member(value, "type")), &meaning->type);
    meaning->has_kind = dg_element_read_kind(
        host->text(host->member(value, "kind")), &meaning->kind);
    meaning->has_period = dg_period_kind_read(
        host->text(host->member(value, "period")), &meaning->period);
}

/* ---- fields ------------------------------------------------------------- */

struct unit_asker {
    const struct dg_dictionary *dictionary;
};

static bool
is_unit(void *ctx, struct dg_plugin_str text)
{
    return dg_dictionary_is_unit(((struct unit_asker *) ctx)->dictionary, text);
}

/* Takes the unit that the label names, and notes labels that come again. */
static bool
read_label(struct reading *r, uint32_t index)
{
    struct dg_paper_field *field = &r->paper->fields[index];
    struct unit_asker asker = {r->forms->dictionary};
    struct dg_label label;
    uint32_t number;
    if (!dg_label_read(field->meaning.label, is_unit, &asker, &label)) {
        return false;
    }
    if (!field->field.unit.len) {
        field->field.unit = dg_shelf_copy(&r->paper->shelf, label.unit);
    }
    number = dg_names_take(r->labels, label.text);
    dg_label_finish(&label);
    if (number == DG_NAMES_NONE) {
        return false;
    }
    if (r->label_firsts[number] == DG_FORM_NONE) {
        r->label_firsts[number] = index;
    } else {
        field->meaning.repeated = true;
        r->paper->fields[r->label_firsts[number]].meaning.repeated = true;
    }
    return true;
}

static bool
read_name(struct reading *r, uint32_t index)
{
    struct dg_paper_field *field = &r->paper->fields[index];
    uint32_t number = dg_names_take(r->names, field->field.name);
    if (number == DG_NAMES_NONE) {
        return false;
    }
    if (r->firsts[number] == DG_FORM_NONE) {
        r->firsts[number] = index;
    }
    field->twin = r->firsts[number];
    return true;
}

static bool
read_field(struct reading *r, const struct dg_plugin_value *value,
           uint32_t index, int16_t list)
{
    struct dg_paper_field *field = &r->paper->fields[index];
    struct dg_form_field *f = &field->field;
    int format = choice_of(r, value, "format", dg_paper_formats,
                           COUNT(dg_paper_formats));
    read_meaning(r, value, &field->meaning);
    field->meaning.personal = list >= 0;
    field->optionset = text_of(r, value, "optionset");
    dg_element_read_rollup(r->host->text(r->host->member(value, "rollup")),
                           &field->rollup);
    f->name = text_of(r, value, "name");
    f->label = field->meaning.label;
    f->section = field->meaning.section;
    f->unit = field->meaning.unit;
    f->min = text_of(r, value, "min");
    f->max = text_of(r, value, "max");
    f->decimals =
        (int8_t) r->host->integer(r->host->member(value, "decimals"), -1);
    f->format = format > 0 ? (uint8_t) format : 0;
    f->required = r->host->boolean(r->host->member(value, "required"));
    f->list = list;
    f->element = DG_ELEMENT_NONE;
    if (!field->meaning.has_period) {
        r->paper->open |= !field->meaning.element.len;
        r->paper->named |= field->meaning.element.len > 0;
    }
    return read_options(r, value, field) && read_name(r, index) &&
           read_label(r, index);
}

/* The fields of the form, or of a list, from index first on. */
static bool
read_fields(struct reading *r, const struct dg_plugin_value *array,
            uint32_t first, int16_t list)
{
    struct dg_paper_field *fields = r->paper->fields;
    uint32_t end = first;
    for (const struct dg_plugin_value *value = r->host->first(array); value;
         value = r->host->next(value)) {
        if (!read_field(r, value, end++, list)) {
            return false;
        }
    }
    for (uint32_t i = first; i < end; i++) {
        if (i > first) {
            fields[i].meaning.before = fields[i - 1].meaning.label;
        }
        if (i + 1 < end) {
            fields[i].meaning.after = fields[i + 1].meaning.label;
        }
    }
    return true;
}

/* ---- lists and sums ----------------------------------------------------- */

static uint32_t
find_field(const struct reading *r, struct dg_plugin_str name)
{
    uint32_t number = dg_names_find(r->names, name);
    return number == DG_NAMES_NONE ? DG_FORM_NONE : r->firsts[number];
}

static uint32_t
find_key(const struct dg_paper *paper, const struct dg_form_list *list,
         struct dg_plugin_str name)
{
    for (uint32_t i = list->first; i < list->first + list->count; i++) {
        if (dg_text_equal(paper->fields[i].field.name, name)) {
            return i;
        }
    }
    return DG_FORM_NONE;
}

static bool
read_lists(struct reading *r, const struct dg_plugin_value *array)
{
    struct dg_form *head = &r->paper->head;
    uint32_t first = head->plain_count, index = 0;
    for (const struct dg_plugin_value *value = r->host->first(array); value;
         value = r->host->next(value), index++) {
        const struct dg_plugin_value *fields = r->host->member(value, "fields");
        struct dg_form_list *list = &head->lists[index];
        list->name = text_of(r, value, "name");
        list->title = text_of(r, value, "title");
        list->subject = text_of(r, value, "subject");
        list->basis = text_of(r, value, "basis");
        list->first = first;
        list->count = (uint32_t) r->host->count(fields);
        r->paper->keys[index] = text_of(r, value, "key");
        r->paper->private |= !list->basis.len;
        if (!read_fields(r, fields, first, (int16_t) index)) {
            return false;
        }
        list->key = find_key(r->paper, list, r->paper->keys[index]);
        first += list->count;
    }
    return true;
}

static bool
read_sum(const struct reading *r, const struct dg_plugin_value *value,
         struct dg_paper_sum *sum)
{
    const struct dg_plugin_value *part = r->host->member(value, "parts");
    struct dg_shelf *shelf = &r->paper->shelf;
    uint32_t i = 0;
    sum->part_count = (uint32_t) r->host->count(part);
    sum->parts = dg_shelf_alloc(shelf, sum->part_count * sizeof *sum->parts);
    sum->part_fields =
        dg_shelf_alloc(shelf, sum->part_count * sizeof *sum->part_fields);
    if (!sum->parts || !sum->part_fields) {
        return false;
    }
    sum->total = text_of(r, value, "total");
    sum->total_field = find_field(r, sum->total);
    for (part = r->host->first(part); part; part = r->host->next(part)) {
        sum->parts[i] = dg_shelf_copy(shelf, r->host->text(part));
        sum->part_fields[i] = find_field(r, sum->parts[i]);
        i++;
    }
    return true;
}

static bool
read_sums(struct reading *r, const struct dg_plugin_value *array)
{
    struct dg_paper *paper = r->paper;
    uint32_t index = 0;
    for (const struct dg_plugin_value *value = r->host->first(array); value;
         value = r->host->next(value)) {
        struct dg_paper_sum *sum = &paper->sums[index];
        if (!read_sum(r, value, sum)) {
            return false;
        }
        paper->head.sums[index++] = (struct dg_form_sum){
            sum->total_field, sum->part_fields, sum->part_count};
    }
    return true;
}

/* ---- the form ----------------------------------------------------------- */

static void
read_head(const struct reading *r, const struct dg_plugin_value *value)
{
    static const char *const classes[] = {"working", "survey"};
    struct dg_form *head = &r->paper->head;
    head->number = DG_FORM_NONE;
    head->control = text_of(r, value, "control");
    head->version = text_of(r, value, "version");
    head->title = text_of(r, value, "title");
    head->authority = text_of(r, value, "authority");
    head->approval = text_of(r, value, "approval");
    head->filing = text_of(r, value, "filing");
    head->survey = choice_of(r, value, "class", classes, 2) == 1;
    if (!r->host->date_parse(
            r->host->text(r->host->member(value, "validuntil")),
            &head->valid_until)) {
        head->valid_until = INT32_MAX;
    }
}

/* Counts, and lays out what is counted. */
static bool
make_room(struct reading *r, const struct dg_plugin_value *value)
{
    const struct dg_plugin_host *host = r->host;
    const struct dg_plugin_value *lists = host->member(value, "lists");
    struct dg_paper *paper = r->paper;
    struct dg_form *head = &paper->head;
    struct dg_shelf *shelf = &paper->shelf;
    head->plain_count = (uint32_t) host->count(host->member(value, "fields"));
    head->field_count = head->plain_count;
    head->list_count = (uint32_t) host->count(lists);
    paper->sum_count = (uint32_t) host->count(host->member(value, "sums"));
    head->sum_count = paper->sum_count;
    for (lists = host->first(lists); lists; lists = host->next(lists)) {
        head->field_count +=
            (uint32_t) host->count(host->member(lists, "fields"));
    }
    paper->fields =
        dg_shelf_alloc(shelf, head->field_count * sizeof *paper->fields);
    head->lists = dg_shelf_alloc(shelf, head->list_count * sizeof *head->lists);
    paper->keys = dg_shelf_alloc(shelf, head->list_count * sizeof *paper->keys);
    head->sums = dg_shelf_alloc(shelf, head->sum_count * sizeof *head->sums);
    paper->sums = dg_shelf_alloc(shelf, head->sum_count * sizeof *paper->sums);
    r->firsts = malloc((head->field_count + 1) * sizeof *r->firsts);
    r->label_firsts = malloc((head->field_count + 1) * sizeof *r->label_firsts);
    r->names = dg_names_create();
    r->labels = dg_names_create();
    if (shelf->failed || !r->firsts || !r->label_firsts || !r->names ||
        !r->labels) {
        return false;
    }
    memset(r->firsts, 0xff, head->field_count * sizeof *r->firsts);
    memset(r->label_firsts, 0xff, head->field_count * sizeof *r->label_firsts);
    return true;
}

static bool
read_paper(struct reading *r, const struct dg_plugin_value *value)
{
    const struct dg_plugin_host *host = r->host;
    struct dg_form_check check = {.paper = r->paper};
    r->paper->raw = dg_shelf_copy(&r->paper->shelf, host->raw(value));
    read_head(r, value);
    if (!make_room(r, value) ||
        !read_fields(r, host->member(value, "fields"), 0, -1) ||
        !read_lists(r, host->member(value, "lists")) ||
        !read_sums(r, host->member(value, "sums")) || r->paper->shelf.failed) {
        return false;
    }
    dg_check_paper(&check);
    r->paper->sound = !check.flawed;
    return true;
}

struct dg_paper *
dg_paper_create(const struct dg_forms *forms,
                const struct dg_plugin_value *value)
{
    struct reading r = {.forms = forms,
                        .host = forms->host,
                        .paper = calloc(1, sizeof(struct dg_paper))};
    if (r.paper && !read_paper(&r, value)) {
        dg_paper_destroy(r.paper);
        r.paper = NULL;
    }
    dg_names_destroy(r.names);
    dg_names_destroy(r.labels);
    free(r.firsts);
    free(r.label_firsts);
    return r.paper;
}

void
dg_paper_destroy(struct dg_paper *paper)
{
    if (paper) {
        dg_shelf_clear(&paper->shelf);
        free(paper);
    }
}

bool
dg_paper_is_whole(const struct dg_plugin_host *host,
                  const struct dg_plugin_value *value)
{
    return host->member(value, "fields") || host->member(value, "lists");
}
