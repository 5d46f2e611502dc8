/* SPDX-License-Identifier: Apache-2.0 */
/* Who may speak is a fold: random events, folded as they come and folded anew
 * from the beginning, say the same at every step; so do pages of all sizes. */
#include "tests/gateway/keys/people.h"

#include <stdlib.h>

#include "tests/tap/tap.h"

#define STEPS 240
#define DATA_MAX 512

struct step {
    char type[32], data[DATA_MAX];
    const char *source;
    int64_t time_us;
};

static struct step log_[STEPS];
static size_t logged;
static unsigned state = 7;

/* The same in every run. */
static unsigned
roll(unsigned sides)
{
    state = state * 1103515245u + 12345u;
    return (state >> 16) % sides;
}

static const char *const names[] = {"department/a", "department/b",
                                    "office/522731001001",
                                    "office/522731001002", "auditor/x"};

static const char *
write_step(unsigned fresh, char data[DATA_MAX])
{
    const char *who = names[roll(5)];
    unsigned old = 10 + roll(fresh - 9);
    switch (roll(8)) {
    case 0:
    case 1:
        snprintf(data, DATA_MAX,
                 "{\"principals\":[{\"principal\":\"%s\",\"name\":\"n%u\","
                 "\"officers\":[{\"key\":\"<%u>\",\"name\":\"o\",\"post\":"
                 "\"%s\"%s}]}]}",
                 who, roll(4), fresh, roll(2) ? "handling" : "reviewing",
                 roll(3) ? "" : ",\"until\":\"2026-02-15\"");
        return "principal.enrol";
    case 2:
    case 3:
        snprintf(data, DATA_MAX,
                 "{\"principal\":\"%s\",\"key\":\"[%u]\",\"new\":{\"key\":"
                 "\"<%u>\"},\"overlap\":%u}",
                 who, old, fresh, roll(9));
        return "principal.rotate";
    case 4:
    case 5:
        snprintf(data, DATA_MAX, "{\"principal\":\"%s\",\"reason\":\"r\"%s}",
                 who, roll(2) ? ",\"lift\":true" : "");
        return "principal.suspend";
    case 6:
        snprintf(data, DATA_MAX,
                 "{\"principal\":\"%s\",\"key\":\"[%u]\",\"reason\":\"r\"}",
                 who, old);
        return roll(2) ? "principal.revoke" : "principal.suspend";
    default:
        snprintf(data, DATA_MAX,
                 "{\"office\":\"52273100100%u\",\"officers\":[{\"key\":"
                 "\"<%u>\",\"name\":\"o\",\"post\":\"handling\"}]}",
                 1 + roll(2), fresh);
        return "office.handover";
    }
}

/* From the beginning, as a replay does: only what was admitted, at its time. */
static const char *
read_replayed(int64_t now_us)
{
    static char text[1 << 20];
    struct people again;
    people_init(&again);
    for (size_t i = 0; i < logged; i++) {
        again.now_us = log_[i].time_us;
        people_codes(&again, log_[i].type, log_[i].source, log_[i].data);
    }
    again.now_us = now_us;
    strcpy(text, people_all(&again));
    people_finish(&again);
    return text;
}

/* Every key of the pages, in order. */
static void
gather_keys(const char *page, char *keys)
{
    const char *key = page;
    while ((key = strstr(key, "\"key\":\"")) != NULL) {
        strncat(keys, key + 7, DG_KID_LEN);
        key += 7;
    }
}

static void
test_pages(const struct people *people)
{
    static char whole[1 << 16], parts[1 << 16];
    unsigned wrong = 0, pages = 0;
    gather_keys(people_all(people), whole);
    for (unsigned limit = 1; limit < 12; limit++) {
        char data[128], next[32] = "";
        parts[0] = '\0';
        do {
            const char *page, *after;
            snprintf(data, sizeof data, "{\"limit\":%u%s%s%s}", limit,
                     *next ? ",\"after\":\"" : "", next, *next ? "\"" : "");
            page = people_read(people, people->now_us, data);
            gather_keys(page, parts);
            after = strstr(page, "\"next\":\"");
            snprintf(next, sizeof next, "%.*s",
                     after ? (int) strcspn(after + 8, "\"") : 0,
                     after ? after + 8 : "");
            pages++;
        } while (*next && pages < 10000);
        wrong += strcmp(whole, parts) != 0;
    }
    ok(strlen(whole) > 20u * DG_KID_LEN, "there are some officers");
    is_int(wrong, 0, "pages of every size have all of them, in order");
    is_text(people_read(people, people->now_us, "{\"after\":\"x\"}"),
            "malformed", "a cursor that is none");
    is_text(people_read(people, people->now_us, "{\"after\":\"900.1\"}"),
            "malformed", "nor this");
    is_text(people_read(people, people->now_us, "{\"after\":\"1.9000\"}"),
            "malformed", "nor this");
    is_text(people_read(people, people->now_us, "{\"principal\":\"town/x\"}"),
            "absent", "nobody of that name");
    is_text(people_read(people, people->now_us, "{\"key\":\"[9]\"}"), "absent",
            "nobody's key");
    is_text(people_read(people, people->now_us,
                        "{\"key\":\"[1]\",\"principal\":\"auditor/x\"}"),
            "absent", "another's key");
    ok(strstr(people_read(people, people->now_us, "{\"key\":\"[1]\"}"),
              "root/huishui"),
       "whose key it is");
}

int
main(void)
{
    struct people people;
    unsigned differ = 0, tried = 0;
    people_init(&people);
    while (logged < STEPS && tried < 4000) {
        struct step *step = &log_[logged];
        step->source = "root/huishui";
        step->time_us = people.now_us;
        strcpy(step->type, write_step(10 + (unsigned) logged, step->data));
        tried++;
        people.now_us += roll(2) ? DAY / 5 : 0;
        step->time_us = people.now_us;
        if (*people_codes(&people, step->type, step->source, step->data)) {
            continue;
        }
        logged++;
        if (logged % 8 == 0) {
            static char live[1 << 20];
            strcpy(live, people_all(&people));
            differ += strcmp(live, read_replayed(people.now_us)) != 0;
        }
    }
    is_int(logged, STEPS, "enough events were admitted");
    ok(tried > STEPS, "some were refused");
    is_int(differ, 0, "folded anew, everything reads the same at every step");
    test_pages(&people);
    people_finish(&people);
    return tap_done();
}
