/* SPDX-License-Identifier: Apache-2.0 */
/* Reads the header of an entry that asks: facts say what, of whom and in which
 * relation to what was asked before, effects what was taken off. */
#include "plugins/burden/book/attempt.h"

const char *const dg_reading_rebounds[DG_REBOUNDS] = {
    "split", "renamed", "retimed", "issuer", "urgent"};

/* Days from civil, the other way round: Howard Hinnant's algorithm. */
int32_t
dg_reading_month(int32_t day)
{
    int32_t z = day + 719468;
    int32_t era = (z >= 0 ? z : z - 146096) / 146097;
    int32_t doe = z - era * 146097;
    int32_t yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365;
    int32_t doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
    int32_t mp = (5 * doy + 2) / 153; /* from March */
    int32_t year = yoe + era * 400 + (mp >= 10);
    int32_t month = mp < 10 ? mp + 2 : mp - 10;
    return (year - 1970) * 12 + month;
}

static bool
says(const char *text, const char *literal)
{
    return text && strcmp(text, literal) == 0;
}

/* ---- facts about the entry ----------------------------------------------- */

static uint8_t
read_level(const char *cause)
{
    enum dg_level level = dg_level_find(dg_text_from(cause ? cause : ""));
    return (uint8_t) (level == DG_LEVEL_COUNT ? DG_LEVEL_COUNTY : level);
}

static void
read_rebound(struct dg_reading *r, const char *cause, uint64_t task)
{
    static const char prefix[] = "rebound-";
    if (!cause || strncmp(cause, prefix, strlen(prefix)) != 0) {
        return;
    }
    for (uint16_t i = 0; i < DG_REBOUNDS; i++) {
        if (says(cause + strlen(prefix), dg_reading_rebounds[i])) {
            r->rebound = i + 1;
            r->ancestor = task;
        }
    }
}

static void
read_about(struct dg_book *book, const struct dg_plugin_effect *fact,
           struct dg_reading *r)
{
    const struct dg_attempt *attempt;
    uint64_t task, content;
    if (says(fact->cause, "statute")) {
        r->attempt.statute = true;
        return;
    }
    if (!dg_book_numbers(fact->pointer, &task, &content)) {
        return;
    }
    attempt = dg_attempt_find(book, task);
    if (says(fact->cause, "amends")) {
        r->amends = attempt;
        r->attempt.amends = attempt != NULL;
    } else if (says(fact->cause, "again")) {
        r->again = attempt;
    } else if (says(fact->cause, "occurs")) {
        r->attempt.occurs = true;
        r->of = attempt;
        r->content = dg_attempt_find(book, content);
    } else {
        read_rebound(r, fact->cause, task);
    }
}

static void
read_charged(struct dg_book *book, const struct dg_plugin_effect *fact,
             struct dg_reading *r)
{
    r->source = dg_words_take(&book->names, fact->pointer);
    book->builder.failed |= r->source == DG_NONE;
}

static void
read_urgency(struct dg_book *book, const struct dg_plugin_effect *fact,
             struct dg_reading *r)
{
    (void) book;
    r->attempt.urgent = says(fact->cause, "urgent");
    r->attempt.lifesafety = says(fact->cause, "life-safety");
}

static void
read_estimate(struct dg_book *book, const struct dg_plugin_effect *fact,
              struct dg_reading *r)
{
    (void) book;
    r->attempt.estimate =
        fact->quantity < UINT32_MAX ? (uint32_t) fact->quantity : UINT32_MAX;
}

static const struct {
    const char *dimension;
    void (*read)(struct dg_book *book, const struct dg_plugin_effect *fact,
                 struct dg_reading *r);
} words[] = {
    {"about", read_about},
    {"charged", read_charged},
    {"urgency", read_urgency},
    {"estimate", read_estimate},
};

#define WORDS (sizeof words / sizeof *words)

/* It is about the entry, and no thing that is asked. */
static size_t
find_word(const struct dg_plugin_effect *fact)
{
    size_t i = 0;
    while (i < WORDS && !says(fact->dimension, words[i].dimension)) {
        i++;
    }
    return i;
}

static bool
is_word(const struct dg_plugin_effect *fact)
{
    return find_word(fact) < WORDS;
}

static void
read_word(struct dg_book *book, const struct dg_plugin_effect *fact,
          struct dg_reading *r)
{
    size_t word = find_word(fact);
    if (word < WORDS) {
        words[word].read(book, fact, r);
    }
}

/* ---- facts about what is asked ------------------------------------------- */

/* Number of the fact's row; UINT16_MAX: it is of none. */
static uint16_t
row_of(struct dg_book *book, const struct dg_plugin_effect *fact)
{
    const char *name = fact->cause;
    uint16_t row;
    if (says(fact->dimension, "form") || says(fact->dimension, "task")) {
        name = fact->dimension;
    } else if (says(fact->dimension, "recurring")) {
        name = "task";
    }
    row = name ? dg_tariff_row(book->tariffs, dg_text_from(name)) : UINT16_MAX;
    return row != UINT16_MAX || !fact->dimension
               ? row
               : dg_tariff_row(book->tariffs, dg_text_from(fact->dimension));
}

static bool
counts_at_one(const char *dimension)
{
    return says(dimension, "meeting") || says(dimension, "inspection") ||
           says(dimension, "trip") || says(dimension, "declared");
}

#define PERIODS_MAX ((1u << DG_TARIFF_PERIODS_BITS) - 1)

static void
read_item(struct dg_book *book, const struct dg_plugin_effect *fact,
          struct dg_reading *r)
{
    bool recurs = says(fact->dimension, "recurring");
    uint16_t row = row_of(book, fact);
    uint32_t quantity =
        fact->quantity < UINT32_MAX ? (uint32_t) fact->quantity : UINT32_MAX;
    if (recurs || says(fact->dimension, "task")) {
        r->level = read_level(fact->cause);
        r->attempt.periods = !recurs                  ? 0
                             : quantity > PERIODS_MAX ? PERIODS_MAX
                                                      : quantity;
        quantity = 1;
    }
    if (says(fact->dimension, "form")) {
        r->attempt.forms += quantity;
    }
    book->builder.failed |= row == DG_TARIFF_FAILED;
    if (row >= DG_TARIFF_FAILED || (r->of && r->content)) {
        return; /* an occurrence asks what its content does */
    }
    if (counts_at_one(fact->dimension)) {
        dg_builder_counted(&book->builder, fact->pointer, quantity, row);
    } else {
        dg_builder_item(&book->builder, fact->pointer, quantity, row);
    }
}

/* ---- effects ------------------------------------------------------------- */

static uint32_t
place_of(struct dg_book *book, struct dg_plugin_str text, uint32_t everywhere)
{
    return text.len ? dg_place_read(book->places, text) : everywhere;
}

static bool
read_taking(struct dg_book *book, const struct dg_plugin_effect *effect,
            const struct dg_reading *r, uint32_t everywhere)
{
    bool refused = r->header->verdict == DG_PLUGIN_REFUSE;
    struct dg_taking taking = {
        .pointer = effect->pointer,
        .place = place_of(book, effect->place, everywhere),
        .rank = (uint8_t) effect->kind,
        .all = refused || (effect->kind == DG_PLUGIN_EFFECT_REFUSE &&
                           says(effect->dimension, "task"))};
    if (effect->kind > DG_PLUGIN_EFFECT_PREFILL) {
        return true;
    }
    taking.cause = dg_cause_take(
        book, dg_text_from(effect->cause ? effect->cause : ""),
        refused ? DG_FATE_REFUSED : DG_FATE_AVOIDED, effect->kind);
    if (taking.place == DG_PLACE_NONE || taking.cause == DG_CAUSE_FAILED) {
        return false;
    }
    dg_builder_taking(&book->builder, &taking);
    return true;
}

/* ---- all of it ----------------------------------------------------------- */

static const struct dg_plugin_effect *
find_task_fact(const struct dg_plugin_header *header)
{
    for (size_t i = 0; i < header->effect_count; i++) {
        const struct dg_plugin_effect *fact = &header->effects[i];
        if (fact->kind == DG_PLUGIN_EFFECT_ASK &&
            (says(fact->dimension, "task") ||
             says(fact->dimension, "recurring"))) {
            return fact;
        }
    }
    return NULL;
}

/* Where its report is known without a pointer. */
static void
read_known(struct dg_book *book, const struct dg_plugin_effect *fact,
           struct dg_reading *r, uint32_t everywhere)
{
    if (says(fact->dimension, "report") && fact->pointer.len == 0) {
        r->known = place_of(book, fact->place, everywhere);
    }
}

/* Words first: what else is said depends on them. */
static bool
read_effects(struct dg_book *book, struct dg_reading *r, uint32_t everywhere)
{
    for (size_t i = 0; i < r->header->effect_count; i++) {
        const struct dg_plugin_effect *effect = &r->header->effects[i];
        if (effect->kind == DG_PLUGIN_EFFECT_ASK) {
            read_word(book, effect, r);
        } else if (effect->kind == DG_PLUGIN_EFFECT_ANSWER) {
            read_known(book, effect, r, everywhere);
        } else if (!read_taking(book, effect, r, everywhere)) {
            return false;
        }
    }
    for (size_t i = 0; i < r->header->effect_count; i++) {
        const struct dg_plugin_effect *effect = &r->header->effects[i];
        if (effect->kind == DG_PLUGIN_EFFECT_ASK && !is_word(effect)) {
            read_item(book, effect, r);
        }
    }
    return true;
}

/* What goes on with an earlier ask is of whom that is. */
static void
inherit(const struct dg_book *book, struct dg_reading *r)
{
    const struct dg_attempt *earlier = r->of       ? r->of
                                       : r->amends ? r->amends
                                                   : r->again;
    const struct dg_ask *ask;
    if (!earlier) {
        return;
    }
    ask = &book->asks[earlier->ask];
    r->source = ask->source;
    r->duty = ask->duty;
    r->level = ask->level;
}

/* The cause of what no effect took. */
static uint16_t
left_cause(struct dg_book *book, struct dg_reading *r)
{
    if (r->header->verdict != DG_PLUGIN_REFUSE) {
        return DG_CAUSE_ASKED;
    }
    r->attempt.cause =
        book->builder.taking_count > 0
            ? book->builder.takings[0].cause
            : dg_cause_take(book, dg_text_from("refused"), DG_FATE_REFUSED,
                            DG_PLUGIN_EFFECT_REFUSE);
    return r->attempt.cause;
}

/* An occurrence that nothing changes shares what its content asks. */
static bool
make_sheet(struct dg_book *book, struct dg_reading *r, uint32_t place)
{
    struct dg_builder *builder = &book->builder;
    const struct dg_attempt *content = r->of ? r->content : NULL;
    uint16_t left = left_cause(book, r);
    if (left == DG_CAUSE_FAILED) {
        return false;
    }
    if (content) {
        r->attempt.forms = content->forms;
        r->attempt.estimate = content->estimate;
        if (builder->taking_count == 0 && content->sheet->place == place) {
            r->attempt.sheet = dg_sheet_hold(content->sheet);
            return true;
        }
        if (content->asked) {
            dg_builder_again(builder, content->asked);
        }
    }
    r->attempt.sheet = dg_builder_sheet(builder, book->places, place, left);
    if (!r->attempt.sheet || r->attempt.periods == 0) {
        return r->attempt.sheet != NULL;
    }
    r->attempt.asked = dg_builder_keep(builder);
    if (!r->attempt.asked) {
        dg_sheet_drop(r->attempt.sheet);
    }
    return r->attempt.asked != NULL;
}

bool
dg_reading_read(struct dg_book *book, const struct dg_plugin_header *header,
                struct dg_reading *r)
{
    const struct dg_plugin_effect *fact = find_task_fact(header);
    int32_t day = book->host->date_of(header->time_us);
    uint32_t place = dg_place_read(book->places, fact->place);
    *r = (struct dg_reading){
        .header = header,
        .attempt = {.sequence = header->sequence,
                    .next = DG_NONE,
                    .month = dg_reading_month(day),
                    .tariff = dg_tariff_at(book->tariffs, day),
                    .deferred = header->verdict == DG_PLUGIN_DEFER},
        .source = DG_NONE,
        .duty = dg_words_take(&book->names, header->duty),
        .period = dg_words_take(&book->names, header->period),
        .known = DG_PLACE_NOWHERE,
        .level = DG_LEVEL_COUNTY,
    };
    dg_builder_begin(&book->builder);
    if (place == DG_PLACE_NONE || !read_effects(book, r, place) ||
        r->known == DG_PLACE_NONE || book->builder.failed) {
        return false;
    }
    if (r->source == DG_NONE) {
        r->source = dg_words_take(&book->names, header->source);
    }
    r->ignored =
        r->attempt.occurs && (!r->of || header->verdict == DG_PLUGIN_REFUSE);
    inherit(book, r);
    return r->source != DG_NONE && r->duty != DG_NONE && r->period != DG_NONE &&
           (r->ignored || make_sheet(book, r, place));
}
