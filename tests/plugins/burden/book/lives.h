/* SPDX-License-Identifier: Apache-2.0 */
/* Random lives of asks, and what they come to by another way: office by office
 * and thing by thing. Shares nothing with the book. */
#ifndef TESTS_PLUGINS_BURDEN_BOOK_LIVES_H
#define TESTS_PLUGINS_BURDEN_BOOK_LIVES_H

#include <stdbool.h>
#include <stdint.h>

#define OFFICES 7
#define FIELDS_MAX 6
#define SEALS_MAX 3
#define UNITS (1 + FIELDS_MAX + SEALS_MAX)
#define EVENTS_MAX 24
#define TAKINGS_MAX 3

enum row { ROW_TASK, ROW_FIELD, ROW_SEAL, ROW_COUNT };

enum event_kind {
    EVENT_ASK,   /* a publication */
    EVENT_AMEND, /* of ref */
    EVENT_ACT,   /* of an office, on ref */
    EVENT_OPEN,  /* ref is let through */
    EVENT_TAKE,  /* ref, an amendment, is taken over by its task */
    EVENT_END    /* of ref */
};

enum verdict { ADMITTED, REFUSED, DEFERRED };

struct taking {
    int kind;        /* 0 strip, 1 share, 2 prefill */
    int unit;        /* -1: all fields, -2: all seals */
    unsigned places; /* bits of offices; 0: all */
};

struct event {
    enum event_kind kind;
    enum verdict verdict;
    int ref; /* an event before it; of EVENT_ASK what it goes on with, or -1
              */
    int of;  /* of EVENT_TAKE the task, of an amendment too */
    unsigned places;
    int fields, seals;
    struct taking takings[TAKINGS_MAX];
    int taking_count;
    int office;
    const char *end;
};

struct life {
    struct event events[EVENTS_MAX];
    int count;
};

/* seed goes on. */
void lives_draw(struct life *life, uint32_t *seed);
unsigned lives_pick(uint32_t *seed, unsigned below);

/* What the first count events come to. */
struct worth {
    unsigned borne[ROW_COUNT][OFFICES]; /* things */
    unsigned taken[ROW_COUNT][OFFICES]; /* off by effects, of what stands */
    unsigned kept[ROW_COUNT][OFFICES]; /* … of that or of what stood before */
    unsigned most[ROW_COUNT][OFFICES]; /* that any attempt asked */
    long largest;    /* hundredths of the largest attempt, of all offices */
    long refused;    /* … that was refused */
    long stood;      /* … of contents that stood */
    long effects;    /* what they took off most of one content of the last
                        task, where that is asked */
    bool any, acted; /* something stood; some office acted */
    bool alone;      /* of the last task one content stood */
    bool shrunk;     /* one before it, which asked no less of anything, and
                        nobody acted: kept is known */
};
void lives_worth(const struct life *life, int count, struct worth *worth);
extern const long lives_minutes[ROW_COUNT]; /* hundredths */

#endif
