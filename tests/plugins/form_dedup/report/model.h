/* SPDX-License-Identifier: Apache-2.0 */
/* A small county as a naive program would know it: what each figure is, what
 * every office said of it, what every task asks. It shares nothing: each
 * question is answered for one requester, as if it were the only one. */
#ifndef TESTS_PLUGINS_FORM_DEDUP_REPORT_MODEL_H
#define TESTS_PLUGINS_FORM_DEDUP_REPORT_MODEL_H

#include <stdbool.h>
#include <stddef.h>

#define MODEL_OFFICES 6 /* three villages in each of two towns */
#define MODEL_MONTHS 6  /* 2026-01 … 2026-06 */
#define MODEL_PERIODS 8 /* … then 2026-Q1, 2026-Q2 */
#define MODEL_FORMS 24
#define MODEL_FIELDS 9
#define MODEL_TASKS 64

/* What figures there are. The first are in the dictionary. */
enum model_figure {
    MODEL_POP, /* men and women, or said itself */
    MODEL_MEN,
    MODEL_WOMEN,
    MODEL_SPENT,   /* 元 or 万元, of the month */
    MODEL_PAID,    /* likewise, since the year began */
    MODEL_AREA,    /* 亩 or 公顷; a value holds for two months more */
    MODEL_CHECKED, /* a day */
    MODEL_NOTE,    /* a text */
    MODEL_VISITS,  /* in no dictionary */
    MODEL_ILL_ONE, /* likewise; one label, two definitions */
    MODEL_ILL_TWO,
    MODEL_FIGURES
};

struct model_figure_is {
    const char *code; /* NULL: in no dictionary */
    const char *label, *definition, *type, *kind;
    const char *unit, *other; /* NULL: none */
    long long per;            /* hundredths of the unit in one of the other */
    bool quarterly;           /* may be asked by the quarter */
};
extern const struct model_figure_is model_figures[MODEL_FIGURES];

enum model_word { MODEL_VALUE, MODEL_NONE, MODEL_PASSED, MODEL_RETURNED };

/* Numbers are hundredths of the figure's unit; a day or a text has its number,
 * too. */
struct model_said {
    unsigned long long sequence, upto;
    enum model_word word;
    bool correct;
    long long number;
};

struct model_cell {
    struct model_said *said;
    size_t count;
};

struct model_field {
    enum model_figure figure;
    bool other;    /* in its other unit */
    int decimals;  /* -1: as it comes */
    bool by_label; /* without the code */
    int format;    /* of a day: 0 iso, 1 compact, 2 chinese */
};

struct model_form {
    int department;
    bool quarterly;
    size_t count;
    struct model_field fields[MODEL_FIELDS];
};

struct model_task {
    unsigned long long number;
    const struct model_form *form;
    int period;
    bool asks[MODEL_OFFICES];
    bool review, open;
};

struct model {
    unsigned long long seed;
    struct model_form forms[MODEL_FORMS];
    size_t form_count;
    struct model_task tasks[MODEL_TASKS];
    size_t task_count;
    struct model_cell cells[MODEL_FIGURES][MODEL_PERIODS][MODEL_OFFICES];
    const struct model_form *along; /* what is asked just now; or NULL */
    long long truth[MODEL_FIGURES][MODEL_PERIODS][MODEL_OFFICES];
};

unsigned model_pick(struct model *model, unsigned count);
/* Forms, and what is true. */
void model_make(struct model *model, unsigned long long seed);
void model_free(struct model *model);

extern const char *const model_periods[MODEL_PERIODS];
extern const char *const model_offices[MODEL_OFFICES];
extern const char *const model_departments[4];

/* The truth of one period changes; that of its quarter with it. */
void model_change(struct model *model, enum model_figure figure, int period,
                  int office);
/* The number as a text in the figure's unit, or in 万元. */
void model_write(enum model_figure figure, long long number, bool other,
                 char out[64]);

void model_say(struct model *model, enum model_figure figure, int period,
               int office, struct model_said said);
/* Entry's sayings are gone, as if they had never been. */
void model_erase(struct model *model, unsigned long long sequence);

/* What counts of one cell; NULL: nothing. */
const struct model_said *model_counts(const struct model *model,
                                      enum model_figure figure, int period,
                                      int office, bool passed);

struct model_value {
    bool there, none, said, older, derived;
    long long number;
};
/* What who asks the figure gets: said, or from its months, its parts, or the
 * months before. */
struct model_value model_ask(const struct model *model,
                             enum model_figure figure, int period, int office,
                             bool passed);
/* As the field wants it. */
void model_give(const struct model_field *field, long long number,
                char out[64]);

/* How a figure stands with an office when one more task would ask it. */
enum model_class { MODEL_NEW, MODEL_SHARED, MODEL_DERIVABLE, MODEL_KNOWN };
enum model_class model_class_of(const struct model *model,
                                enum model_figure figure, int period,
                                int office);
/* Whether the office's worksheet has the cell. */
bool model_open(const struct model *model, enum model_figure figure, int period,
                int office);

#endif
