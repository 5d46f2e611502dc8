/* SPDX-License-Identifier: Apache-2.0 */
/* Scores a pair. The weights of the parts were fitted (logistic regression) to
 * real forms whose fields carry the code of their data element; README.md says
 * how. */
#include "plugins/form_dedup/near/likeness.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* ---- reading ------------------------------------------------------------ */

void
dg_likeness_field(const struct dg_element *element, uint32_t form,
                  struct dg_near_field *field)
{
    *field = (struct dg_near_field){
        .number = element->number,
        .form = form,
        .label = element->label,
        .unit = element->unit,
        .definition = element->definition,
        .section = element->section,
        .before = element->before,
        .after = element->after,
        .type = element->type,
        .kind = element->kind,
        .period = element->period,
        .published = !element->provisional,
        .options = element->options,
        .option_count = element->option_count,
    };
}

static int
compare_hashes(const void *a, const void *b)
{
    uint32_t x = *(const uint32_t *) a, y = *(const uint32_t *) b;
    return (x > y) - (x < y);
}

static bool
read_options(const struct dg_near_field *field, struct dg_near_item *item)
{
    uint32_t count = field->option_count < DG_LIKENESS_OPTIONS
                         ? field->option_count
                         : DG_LIKENESS_OPTIONS;
    if (!count) {
        return true;
    }
    item->options = calloc(count, sizeof *item->options);
    if (!item->options) {
        return false;
    }
    for (uint32_t i = 0; i < count; i++) {
        const struct dg_option *option = &field->options[i];
        if (!dg_words_hash(option->label.len ? option->label : option->code,
                           &item->options[i])) {
            return false;
        }
    }
    qsort(item->options, count, sizeof *item->options, compare_hashes);
    item->option_count = (uint16_t) count;
    return true;
}

bool
dg_likeness_read(const struct dg_near_field *field, struct dg_near_item *item)
{
    memset(item, 0, sizeof *item);
    item->number = field->number;
    item->type = (uint8_t) field->type;
    item->kind = (uint8_t) field->kind;
    item->period = (uint8_t) field->period;
    item->published = field->published;
    item->forms = malloc(sizeof *item->forms);
    if (!item->forms || !dg_words_hash(field->unit, &item->unit) ||
        !dg_words_hash(field->definition, &item->definition) ||
        !dg_words_hash(field->section, &item->section) ||
        !dg_words_hash(field->before, &item->before) ||
        !dg_words_hash(field->after, &item->after) ||
        !dg_words_read(field->label, &item->words) ||
        !read_options(field, item)) {
        dg_likeness_finish(item);
        return false;
    }
    item->forms[item->form_count++] = field->form;
    return true;
}

void
dg_likeness_finish(struct dg_near_item *item)
{
    dg_words_finish(&item->words);
    free(item->options);
    free(item->forms);
    memset(item, 0, sizeof *item);
}

/* ---- spelling ----------------------------------------------------------- */

#define SPELLED_MIN                                                            \
    5 /* letters; shorter words differ by a letter in meaning                  \
       */
#define SPELLED_MAX 32

/* Letters to be put in, taken out or replaced; more than limit is limit + 1. */
static unsigned
edit_distance(struct dg_plugin_str a, struct dg_plugin_str b, unsigned limit)
{
    unsigned row[SPELLED_MAX + 1];
    for (size_t j = 0; j <= b.len; j++) {
        row[j] = (unsigned) j;
    }
    for (size_t i = 1; i <= a.len; i++) {
        unsigned corner = row[0], best;
        row[0] = best = (unsigned) i;
        for (size_t j = 1; j <= b.len; j++) {
            unsigned cost = corner + (a.data[i - 1] != b.data[j - 1]);
            corner = row[j];
            cost = cost < row[j] + 1 ? cost : row[j] + 1;
            cost = cost < row[j - 1] + 1 ? cost : row[j - 1] + 1;
            row[j] = cost;
            best = cost < best ? cost : best;
        }
        if (best > limit) {
            return limit + 1;
        }
    }
    return row[b.len];
}

static struct dg_plugin_str
letters_of(const struct dg_words *words, const struct dg_near_word *word)
{
    return (struct dg_plugin_str){words->text + word->at, word->len};
}

/* One letter in five to seven, two in longer words. */
static bool
is_misspelled(struct dg_plugin_str a, struct dg_plugin_str b)
{
    size_t shorter = a.len < b.len ? a.len : b.len;
    size_t longer = a.len < b.len ? b.len : a.len;
    unsigned limit = shorter >= 8 ? 2 : 1;
    return shorter >= SPELLED_MIN && longer <= SPELLED_MAX &&
           longer - shorter <= limit && edit_distance(a, b, limit) <= limit;
}

/* ---- words -------------------------------------------------------------- */

#define LIGHT_SHARE 0.25  /* of the weight that a word has which says little */
#define SPELLED_SHARE 0.9 /* of a word in another spelling */

struct alignment {
    const struct dg_near_item *a, *b;
    double a_weights[DG_WORDS_MAX], b_weights[DG_WORDS_MAX];
    bool a_taken[DG_WORDS_MAX], b_taken[DG_WORDS_MAX];
    double a_sum, b_sum, shared;
    bool spelling;
};

static double
weigh(const struct dg_words *words, double *weights,
      dg_likeness_weight_fn weight, void *ctx)
{
    double sum = 0;
    for (uint16_t i = 0; i < words->count; i++) {
        const struct dg_near_word *word = &words->items[i];
        weights[i] = weight(ctx, word->hash) * (word->light ? LIGHT_SHARE : 1);
        sum += weights[i];
    }
    return sum;
}

static bool
take_pair(struct alignment *with, uint16_t i, uint16_t j, bool spelling)
{
    const struct dg_near_word *x = &with->a->words.items[i],
                              *y = &with->b->words.items[j];
    if (with->b_taken[j] ||
        (spelling ? !is_misspelled(letters_of(&with->a->words, x),
                                   letters_of(&with->b->words, y))
                  : x->hash != y->hash)) {
        return false;
    }
    with->a_taken[i] = with->b_taken[j] = true;
    with->shared += (with->a_weights[i] + with->b_weights[j]) / 2 *
                    (spelling ? SPELLED_SHARE : 1);
    with->spelling |= spelling;
    return true;
}

static void
align(struct alignment *with, bool spelling)
{
    for (uint16_t i = 0; i < with->a->words.count; i++) {
        for (uint16_t j = 0; !with->a_taken[i] && j < with->b->words.count;
             j++) {
            take_pair(with, i, j, spelling);
        }
    }
}

/* What is left over on one side, and whether a number is among it, or another
 * word that makes a difference. */
static double
left_over(const struct dg_words *words, const double *weights,
          const bool *taken, bool *contrast)
{
    double sum = 0;
    for (uint16_t i = 0; i < words->count; i++) {
        if (!taken[i]) {
            sum += weights[i];
            *contrast |= words->items[i].contrast;
        }
    }
    return sum;
}

/* ---- parts -------------------------------------------------------------- */

/* Of both's options, how many are shared: 0 to 1; < 0: one has none. */
static double
share_options(const struct dg_near_item *a, const struct dg_near_item *b)
{
    unsigned i = 0, j = 0, shared = 0;
    if (!a->option_count || !b->option_count) {
        return -1;
    }
    while (i < a->option_count && j < b->option_count) {
        if (a->options[i] == b->options[j]) {
            shared++, i++, j++;
        } else if (a->options[i] < b->options[j]) {
            i++;
        } else {
            j++;
        }
    }
    return 2.0 * shared / (a->option_count + b->option_count);
}

static double
both_same(uint32_t a, uint32_t b)
{
    return a && a == b;
}

static double
both_other(uint32_t a, uint32_t b)
{
    return a && b && a != b;
}

static void
compare_words(struct alignment *with, double parts[DG_PART_COUNT])
{
    double a_left, b_left,
        sum = with->a_sum + with->b_sum,
        shorter = with->a_sum < with->b_sum ? with->a_sum : with->b_sum;
    bool contrast = false;
    align(with, false);
    align(with, true);
    a_left =
        left_over(&with->a->words, with->a_weights, with->a_taken, &contrast);
    b_left =
        left_over(&with->b->words, with->b_weights, with->b_taken, &contrast);
    if (sum > 0 && shorter > 0) {
        parts[DG_PART_SHARED] = 2 * with->shared / sum;
        parts[DG_PART_WITHIN] = fmin(with->shared / shorter, 1);
        parts[DG_PART_EXTRA] = 2 * fmax(a_left, b_left) / sum;
        parts[DG_PART_BOTH] = 2 * fmin(a_left, b_left) / sum;
    }
    parts[DG_PART_CONTRAST] = contrast;
    parts[DG_PART_SPELLING] = with->spelling;
}

static void
measure(const struct dg_near_item *a, const struct dg_near_item *b,
        dg_likeness_weight_fn weight, void *ctx, double parts[DG_PART_COUNT])
{
    struct alignment with = {.a = a, .b = b};
    double options = share_options(a, b);
    memset(parts, 0, DG_PART_COUNT * sizeof *parts);
    with.a_sum = weigh(&a->words, with.a_weights, weight, ctx);
    with.b_sum = weigh(&b->words, with.b_weights, weight, ctx);
    compare_words(&with, parts);
    parts[DG_PART_LABEL] = both_same(a->words.compact, b->words.compact);
    parts[DG_PART_TYPE] = a->type != b->type;
    parts[DG_PART_OPTIONS] = options > 0 ? options : 0;
    parts[DG_PART_OTHER_OPTIONS] = options >= 0 && options < 0.5;
    parts[DG_PART_SECTION] = both_same(a->section, b->section);
    parts[DG_PART_OTHER_SECTION] = both_other(a->section, b->section);
    parts[DG_PART_BEFORE] = both_same(a->before, b->before);
    parts[DG_PART_AFTER] = both_same(a->after, b->after);
    parts[DG_PART_UNIT] = both_same(a->unit, b->unit);
    parts[DG_PART_OTHER_UNIT] = both_other(a->unit, b->unit);
}

/* ---- the score ---------------------------------------------------------- */

static const double intercept = -5.0;
static const double weights[DG_PART_COUNT] = {
    [DG_PART_SHARED] = 1.5,         [DG_PART_WITHIN] = 2.5,
    [DG_PART_EXTRA] = -0.3,         [DG_PART_BOTH] = -1.5,
    [DG_PART_CONTRAST] = -1.2,      [DG_PART_LABEL] = 1.6,
    [DG_PART_TYPE] = -1.8,          [DG_PART_OPTIONS] = 1.5,
    [DG_PART_OTHER_OPTIONS] = -1.5, [DG_PART_SECTION] = 0.5,
    [DG_PART_OTHER_SECTION] = -1.2, [DG_PART_BEFORE] = 1.2,
    [DG_PART_AFTER] = 1.0,          [DG_PART_UNIT] = 0.5,
    [DG_PART_OTHER_UNIT] = -1.0,
};

static bool
stand_together(const struct dg_near_item *a, const struct dg_near_item *b)
{
    for (uint32_t i = 0; i < a->form_count; i++) {
        for (uint32_t j = 0; j < b->form_count; j++) {
            if (a->forms[i] == b->forms[j]) {
                return true;
            }
        }
    }
    return false;
}

static bool
exclude_each_other(const struct dg_near_item *a, const struct dg_near_item *b)
{
    return (a->published && b->published) || stand_together(a, b) ||
           both_other(a->period, b->period) || both_other(a->kind, b->kind) ||
           both_other(a->definition, b->definition);
}

static unsigned
evidence_of(const struct dg_near_item *a, const struct dg_near_item *b,
            const double parts[DG_PART_COUNT])
{
    unsigned evidence = 0;
    if (parts[DG_PART_LABEL] > 0) {
        evidence = DG_EVIDENCE_LABEL;
    } else if (parts[DG_PART_EXTRA] <= 0) {
        evidence = parts[DG_PART_SPELLING] > 0 ? 0 : DG_EVIDENCE_WORDS;
    } else if (parts[DG_PART_BOTH] <= 0) {
        evidence = DG_EVIDENCE_WITHIN;
    } else if (parts[DG_PART_SHARED] >= 0.5) {
        evidence = DG_EVIDENCE_MOST;
    }
    evidence |= parts[DG_PART_SPELLING] > 0 ? DG_EVIDENCE_SPELLING : 0;
    evidence |= parts[DG_PART_OPTIONS] >= 0.5 ? DG_EVIDENCE_OPTIONS : 0;
    evidence |= parts[DG_PART_UNIT] > 0 ? DG_EVIDENCE_UNIT : 0;
    evidence |= parts[DG_PART_SECTION] > 0 ? DG_EVIDENCE_SECTION : 0;
    evidence |= parts[DG_PART_BEFORE] > 0 ? DG_EVIDENCE_BEFORE : 0;
    evidence |= parts[DG_PART_AFTER] > 0 ? DG_EVIDENCE_AFTER : 0;
    return evidence |
           (both_same(a->definition, b->definition) > 0 ? DG_EVIDENCE_DEFINITION
                                                        : 0);
}

unsigned
dg_likeness_score(const struct dg_near_item *a, const struct dg_near_item *b,
                  dg_likeness_weight_fn weight, void *ctx, unsigned *evidence)
{
    double parts[DG_PART_COUNT], sum = intercept;
    if (exclude_each_other(a, b)) {
        return 0;
    }
    measure(a, b, weight, ctx, parts);
    for (unsigned i = 0; i < DG_PART_COUNT; i++) {
        sum += weights[i] * parts[i];
    }
    *evidence = evidence_of(a, b, parts);
    return (unsigned) lround(1000 / (1 + exp(-sum)));
}

const char *
dg_likeness_code(unsigned index)
{
    static const char *const codes[DG_EVIDENCE_COUNT] = {
        "same-label",  "same-words",   "words-within",    "most-words",
        "spelling",    "same-options", "same-unit",       "same-section",
        "same-before", "same-after",   "same-definition",
    };
    return codes[index];
}
