/* SPDX-License-Identifier: Apache-2.0 */
/* A model of who asks what of whom, without sets: offices are bits, and every
 * question goes through all tasks. */
#ifndef TESTS_PLUGINS_FORM_DEDUP_ASK_ASKED_H
#define TESTS_PLUGINS_FORM_DEDUP_ASK_ASKED_H

#include <stdbool.h>
#include <stdint.h>

#define OFFICES 14
#define ELEMENTS 10
#define FORMS 8 /* the last three of a quarter */
#define FIELDS 6
#define MONTHS 3
#define QUARTER 3 /* the period behind those */
#define PERIODS 4
#define TASKS 400

struct form {
    unsigned count;
    struct field {
        unsigned element;
        bool rise; /* what a running total rose by */
    } fields[FIELDS];
    char text[4096];
};

struct asked {
    uint64_t task, content;
    unsigned form, period, offices;
    bool open, erased;
    char source[32];
};

struct classes {
    unsigned fresh, shared, known, derivable; /* offices */
};

extern struct form forms[FORMS];
extern struct asked tasks[TASKS];
extern unsigned task_count;
extern unsigned answered[ELEMENTS][PERIODS];

/* The same numbers for the same seed; below so many. */
void asked_seed(uint32_t seed);
unsigned asked_draw(unsigned below);
unsigned asked_count_bits(unsigned bits);

bool asked_is_flow(unsigned element);
/* The period of the cell that a field asks for. */
unsigned asked_slot(struct field field, unsigned period);
/* Offices of which open tasks, but for one, ask the element of that period. */
unsigned asked_offices(unsigned element, unsigned slot, uint64_t but);
/* Of each field of a form. */
void asked_judge(unsigned form, unsigned period, unsigned offices, uint64_t but,
                 struct classes classes[FIELDS]);

/* ' stands for ". Valid until the next but one call. */
const char *asked_codes(unsigned offices, const char *quote,
                        const char *between);
const char *asked_period(unsigned period);
const char *asked_code(unsigned element); /* of an element */
const char *asked_dictionary(void);
const char *asked_task(unsigned form, unsigned period, unsigned offices);
void asked_make_forms(void);

#endif
