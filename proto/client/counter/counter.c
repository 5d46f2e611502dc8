/* SPDX-License-Identifier: Apache-2.0 */
/* Decides what words at the counter mean and which rule answers them. Of lists
 * that all have an item the strictest rules: one below may tighten, never
 * loosen. Where the words are not clear, nothing is decided. */
#include "proto/client/counter/counter.h"

#include "proto/base/date.h"
#include "proto/base/i18n.h"
#include "proto/client/answer/output.h"
#include "proto/client/answer/plain.h"
#include "proto/client/counter/fold.h"

#define ARENA_LIMIT ((size_t) 1 << 20)
#define ALIKE_LEAST 50 /* hundredths */

struct asking {
    const struct dg_stored *stored;
    struct dg_str words, key;
    int32_t today;
    struct dg_counter *counter;
    unsigned likeness[DG_COUNTER_CANDIDATES_MAX];
};

/* ---- which item -------------------------------------------------------- */

static bool
same_code(struct dg_str a, struct dg_str b)
{
    return a.len == b.len && a.len > 0 &&
           strncasecmp(a.data, b.data, a.len) == 0;
}

/* True for two items that are one: on lists above each other, or as a seal item
 * and as a proof. */
static bool
same_item(const struct dg_stored_item *a, const struct dg_stored_item *b)
{
    return same_code(a->code, b->code) ||
           (a->key.len > 0 && dg_str_equal(a->key, b->key));
}

static bool
in_force(const struct dg_stored_item *item, int32_t today)
{
    return item->from <= today && today <= item->to;
}

/* 0 for what is forbidden, then declarations, then what is allowed. */
static int
leniency(const struct dg_stored_item *item)
{
    static const int order[] = {[DG_STORED_NO_STAMP] = 0,
                                [DG_STORED_DECLARATION] = 1,
                                [DG_STORED_STAMP] = 2};
    return order[item->verdict];
}

static void
settle(struct asking *a, const struct dg_stored_item *named)
{
    const struct dg_stored_item *strictest =
        in_force(named, a->today) ? named : NULL;
    for (size_t i = 0; i < a->stored->count; i++) {
        const struct dg_stored_item *item = &a->stored->items[i];
        if (same_item(item, named) && in_force(item, a->today) &&
            (!strictest || leniency(item) < leniency(strictest))) {
            strictest = item;
        }
    }
    a->counter->outcome = DG_COUNTER_FOUND;
    a->counter->expired = !strictest;
    a->counter->item = strictest ? strictest : named;
    a->counter->verdict = strictest ? strictest->verdict : DG_STORED_NO_STAMP;
}

/* A code, or the whole name, among proofs or seal items. */
static bool
find_exact(struct asking *a, bool proofs)
{
    for (size_t i = 0; i < a->stored->count; i++) {
        const struct dg_stored_item *item = &a->stored->items[i];
        if (item->is_proof == proofs &&
            (same_code(item->code, a->words) ||
             (a->key.len > 0 && dg_str_equal(item->key, a->key)))) {
            settle(a, item);
            return true;
        }
    }
    return false;
}

static bool
is_candidate(const struct dg_counter *counter,
             const struct dg_stored_item *item)
{
    for (size_t i = 0; i < counter->candidate_count; i++) {
        if (same_item(counter->candidates[i], item)) {
            return true;
        }
    }
    return false;
}

/* Puts item among the candidates, the most alike first. */
static void
add_candidate(struct asking *a, const struct dg_stored_item *item,
              unsigned likeness)
{
    struct dg_counter *counter = a->counter;
    size_t at = counter->candidate_count;
    if (is_candidate(counter, item)) {
        return;
    }
    while (at > 0 && a->likeness[at - 1] < likeness) {
        at--;
    }
    if (counter->candidate_count == DG_COUNTER_CANDIDATES_MAX) {
        counter->more = true;
        counter->candidate_count--;
    }
    if (at > counter->candidate_count) {
        counter->candidate_count++;
        return;
    }
    for (size_t i = counter->candidate_count; i > at; i--) {
        counter->candidates[i] = counter->candidates[i - 1];
        a->likeness[i] = a->likeness[i - 1];
    }
    counter->candidates[at] = item;
    a->likeness[at] = likeness;
    counter->candidate_count++;
}

/* Something alike: what is part of one name only is taken for it, unless that
 * would be a stamp; all else is asked back. */
static void
find_alike(struct asking *a)
{
    struct dg_counter *counter = a->counter;
    for (size_t i = 0; i < a->stored->count; i++) {
        const struct dg_stored_item *item = &a->stored->items[i];
        unsigned likeness = dg_fold_likeness(a->key, item->key);
        if (likeness >= ALIKE_LEAST) {
            add_candidate(a, item, likeness);
        }
    }
    counter->outcome =
        counter->candidate_count > 0 ? DG_COUNTER_UNSURE : DG_COUNTER_NOTHING;
    if (counter->candidate_count == 1 &&
        dg_fold_holds(counter->candidates[0]->key, a->key)) {
        settle(a, counter->candidates[0]);
        counter->alike = counter->verdict != DG_STORED_STAMP;
        counter->outcome =
            counter->alike ? DG_COUNTER_FOUND : DG_COUNTER_UNSURE;
    }
}

enum dg_err
dg_counter_ask(const struct dg_stored *stored, struct dg_str words, bool proofs,
               int32_t today, struct dg_counter *counter)
{
    struct asking a = {
        .stored = stored, .words = words, .today = today, .counter = counter};
    struct dg_arena arena;
    *counter = (struct dg_counter){.verdict = DG_STORED_NO_STAMP,
                                   .outcome = DG_COUNTER_NOTHING};
    dg_arena_init(&arena, ARENA_LIMIT);
    enum dg_err err = dg_fold(&arena, words, &a.key);
    if (!err) {
        err = dg_fold_width(&arena, words, &a.words);
    }
    if (!err && a.key.len == 0) {
        counter->outcome = DG_COUNTER_WORDLESS;
    } else if (!err && !find_exact(&a, proofs) && !find_exact(&a, !proofs)) {
        find_alike(&a);
    }
    dg_arena_finish(&arena);
    return err;
}

/* ---- what is said ------------------------------------------------------ */

const char *
dg_counter_verdict(enum dg_stored_verdict verdict)
{
    switch (verdict) {
    case DG_STORED_STAMP:
        return _("stamp");
    case DG_STORED_DECLARATION:
        return _("do not stamp: self-declaration");
    default:
        return _("do not stamp");
    }
}

struct dg_str
dg_counter_instead(const struct dg_counter *counter)
{
    const struct dg_stored_item *item = counter->item;
    if (item->instead.len > 0) {
        return item->instead;
    }
    return counter->verdict == DG_STORED_NO_STAMP
               ? dg_str_from(_("the keeper of the list"))
               : (struct dg_str){NULL, 0};
}

static void
put_expiry(struct dg_buf *out, const struct dg_counter *counter)
{
    char day[DG_DATE_SIZE];
    const struct dg_stored_item *item = counter->item;
    bool over = item->to != INT32_MAX;
    dg_date_format(over ? item->to : item->from, day);
    dg_buf_printf(out,
                  over ? _("  its entry was in force until %s\n")
                       : _("  its entry is in force from %s\n"),
                  day);
}

static void
put_layer(struct dg_buf *out, const struct dg_stored_layer *layer)
{
    char day[DG_DATE_SIZE];
    struct dg_buf line;
    dg_buf_init(&line);
    dg_plain_put(&line, layer->list);
    dg_buf_u8(&line, ' ');
    dg_plain_put(&line, layer->version);
    if (layer->from != INT32_MIN) {
        dg_date_format(layer->from, day);
        dg_buf_printf(&line, _(", in force from %s"), day);
    }
    if (layer->to != INT32_MAX) {
        dg_date_format(layer->to, day);
        dg_buf_printf(&line, _(" to %s"), day);
    }
    dg_output_line(out, "list", (struct dg_str){line.data, line.len});
    dg_buf_finish(&line);
}

static void
show_item(const struct dg_stored *stored, const struct dg_counter *counter,
          struct dg_buf *out)
{
    const struct dg_stored_item *item = counter->item;
    dg_output_line(out, counter->alike ? N_("taken for") : N_("item"),
                   item->name);
    dg_output_line(out, "code", item->code);
    if (counter->expired) {
        put_expiry(out, counter);
    }
    dg_output_line(out, "rule", item->clause);
    dg_output_line(out, "basis", item->basis);
    dg_output_line(out, "for", item->department);
    dg_output_line(out, "ask", dg_counter_instead(counter));
    put_layer(out, &stored->layers[item->layer]);
}

static void
show_candidates(const struct dg_counter *counter, struct dg_buf *out)
{
    dg_buf_text(out, _("which of these is meant?\n"));
    for (size_t i = 0; i < counter->candidate_count; i++) {
        const struct dg_stored_item *item = counter->candidates[i];
        dg_buf_text(out, "- ");
        dg_plain_put(out, item->name);
        if (item->code.len > 0) {
            dg_buf_text(out, " (");
            dg_plain_put(out, item->code);
            dg_buf_text(out, ")");
        }
        dg_buf_u8(out, '\n');
    }
    if (counter->more) {
        dg_buf_text(out, _("and more; say it more exactly\n"));
    }
}

void
dg_counter_show(const struct dg_stored *stored,
                const struct dg_counter *counter, struct dg_buf *out)
{
    switch (counter->outcome) {
    case DG_COUNTER_FOUND:
        dg_buf_printf(out, "%s\n", dg_counter_verdict(counter->verdict));
        show_item(stored, counter, out);
        break;
    case DG_COUNTER_UNSURE:
        show_candidates(counter, out);
        break;
    default:
        dg_buf_text(out, _("not on the list: do not stamp; ask the keeper of "
                           "the list\n"));
        break;
    }
}

/* ---- for programs ------------------------------------------------------ */

static const char *const outcome_words[] = {[DG_COUNTER_FOUND] = "found",
                                            [DG_COUNTER_UNSURE] = "unsure",
                                            [DG_COUNTER_NOTHING] = "not-listed",
                                            [DG_COUNTER_WORDLESS] =
                                                "not-listed"};

static const char *const verdict_words[] = {[DG_STORED_STAMP] = "stamp",
                                            [DG_STORED_NO_STAMP] = "no-stamp",
                                            [DG_STORED_DECLARATION] =
                                                "declaration"};

static void
put_item(const struct dg_stored *stored, const struct dg_stored_item *item,
         struct dg_json_writer *writer)
{
    dg_json_put_str(writer, "name", item->name);
    dg_json_put_str(writer, "code", item->code);
    dg_json_put_str(writer, "clause", item->clause);
    dg_json_put_str(writer, "basis", item->basis);
    dg_json_put_str(writer, "department", item->department);
    dg_json_put_str(writer, "instead", item->instead);
    dg_json_put_str(writer, "list", stored->layers[item->layer].list);
    dg_json_put_str(writer, "version", stored->layers[item->layer].version);
}

void
dg_counter_put(const struct dg_stored *stored, const struct dg_counter *counter,
               struct dg_json_writer *writer)
{
    char fetched[DG_INSTANT_SIZE];
    bool unsure = counter->outcome == DG_COUNTER_UNSURE;
    dg_instant_format(stored->fetched_us, fetched);
    dg_json_open_object(writer);
    dg_json_put_text(writer, "outcome", outcome_words[counter->outcome]);
    dg_json_put_text(writer, "verdict",
                     unsure ? "" : verdict_words[counter->verdict]);
    if (counter->outcome == DG_COUNTER_FOUND) {
        dg_json_put_boolean(writer, "expired", counter->expired);
        put_item(stored, counter->item, writer);
    }
    if (unsure) {
        dg_json_name(writer, "candidates");
        dg_json_open_array(writer);
        for (size_t i = 0; i < counter->candidate_count; i++) {
            dg_json_open_object(writer);
            put_item(stored, counter->candidates[i], writer);
            dg_json_close_object(writer);
        }
        dg_json_close_array(writer);
    }
    dg_json_put_text(writer, "fetched", fetched);
    dg_json_close_object(writer);
}
