/* SPDX-License-Identifier: Apache-2.0 */
/* Cuts of random books against sums that are made office by office, and as
 * texts: every figure, every page, every total. */
#include <stdlib.h>

#include "tests/plugins/burden/figure/county.h"
#include "tests/tap/tap.h"

#define BOOKS 12
#define READS 40
#define CELLS 400
#define GROUPS_MAX 20000
#define OFFICES 60u
#define KEY_MAX 160

__extension__ typedef __int128 wide;

static uint32_t seed = 20260301;

static unsigned
draw(unsigned below)
{
    seed = seed * 1664525u + 1013904223u;
    return (unsigned) ((uint64_t) (seed >> 8) * below >> 24);
}

static const char *const months[] = {"2023-12", "2024-01", "2024-02", "2024-03",
                                     "2025-01"};
static const char *const departments[] = {"department/mzj", "department/nyncj",
                                          "department/wjj", "town/bajin"};
static const char *const duties[] = {"mz-001", "ny-007", "wj-010"};
static const char *const levels[] = {"national", "province", "city", "county",
                                     "town"};
static const char *const rows[] = {"task", "form", "field.integer", "seal",
                                   "meeting"};
static const char *const dimensions[] = {"task", "form", "field", "seal",
                                         "meeting"};
/* Hundredths of minutes by version and row; version 0 is the built-in one. */
static const unsigned prices[3][5] = {{1000, 1500, 150, 1500, 18000},
                                      {200, 333, 7, 1201, 9000},
                                      {0, 50, 1, 100, 99999}};
static const char *const causes[] = {"asked", "identical", "duty-not-listed",
                                     "withdrawn"};
enum { ASKED, SHARED, REFUSED, WITHDRAWN };

/* What was written, as the oracle reads it. */
static struct item {
    unsigned month, department, duty, level, row, cause, tariff;
    unsigned quantity;
    bool at[OFFICES];
} items[CELLS];

static struct county county;

/* ---- a random book ------------------------------------------------------- */

static void
draw_place(struct item *item, char *text)
{
    unsigned kind = draw(3), at = 0;
    memset(item->at, 0, sizeof item->at);
    for (unsigned i = 0; i < OFFICES; i++) {
        item->at[i] = kind == 0 || (kind == 1 && i / 10 == item->duty) ||
                      (kind == 2 && draw(3) == 0);
        if (item->at[i]) {
            at += (unsigned) sprintf(text + at, "%s%u", at ? "," : "", i);
        }
    }
    text[at] = '\0';
}

static void
write_item(struct item *item)
{
    char place[OFFICES * 4];
    *item = (struct item){.month = draw(5),
                          .department = draw(4),
                          .duty = draw(3),
                          .level = draw(5),
                          .row = draw(5),
                          .cause = draw(5) % 4,
                          .tariff = draw(3),
                          .quantity = draw(5)};
    draw_place(item, place);
    /* Of the third duty nothing is borne before 2025. */
    if (item->duty == 2 && item->cause == ASKED) {
        item->month = 4;
    }
    county_add(&county, &(struct county_cell){.month = months[item->month],
                                              .department =
                                                  departments[item->department],
                                              .duty = duties[item->duty],
                                              .place = place,
                                              .row = rows[item->row],
                                              .cause = causes[item->cause],
                                              .quantity = item->quantity,
                                              .tariff = (uint16_t) item->tariff,
                                              .level = (uint8_t) item->level});
}

static void
publish_tariff(unsigned version, const char *more)
{
    static const char *const others[] = {
        "field.decimal", "field.text",   "field.date",     "field.period",
        "field.boolean", "field.option", "field.idnumber", "evidence",
        "proof",         "attachment",   "inspection",     "trip",
        "approval"};
    char text[4096];
    int len =
        sprintf(text, "{'version':'v%u','from':'2020-01-01','rows':[", version);
    for (size_t i = 0; i < 5; i++) {
        len += sprintf(text + len, "{'row':'%s','minutes':'%u.%02u'},", rows[i],
                       prices[version][i] / 100, prices[version][i] % 100);
    }
    for (size_t i = 0; i < sizeof others / sizeof *others; i++) {
        len += sprintf(text + len, "%s{'row':'%s','minutes':'3'}", i ? "," : "",
                       others[i]);
    }
    sprintf(text + len, "]%s}", more);
    county_tariff(&county, text);
}

/* Villages 7 and 8 of the first town went to 33; 9 ended. */
static void
write_book(void)
{
    county_open(&county);
    county.villages = OFFICES;
    publish_tariff(1, ",'baseline':{'from':'2023-11','to':'2024-01'}");
    publish_tariff(2, "");
    county.heirs[7] = county.heirs[8] = 33;
    county.heirs[9] = DG_PLUGIN_NO_OFFICE;
    for (size_t i = 0; i < CELLS; i++) {
        write_item(&items[i]);
    }
    county_today(&county, "2025-02-10");
}

/* ---- the oracle ---------------------------------------------------------- */

struct group {
    char key[KEY_MAX];
    wide asked, borne, relief, never, outside;
};

static struct group groups[GROUPS_MAX], all;
static size_t group_count, compared, parts;

struct question {
    const char *by[3];
    size_t by_count;
    int from, to; /* of months; -1: none */
    int department, duty, level, row, cause, tariff;
    const char *prefix;
};

static unsigned
where(unsigned office)
{
    return office == 7 || office == 8 ? 33 : office;
}

static void
add_value(const struct question *q, const char *by, const struct item *item,
          unsigned office, char *key)
{
    char code[16];
    sprintf(code, "5227311%02u20%u", where(office) / 10, where(office) % 10);
    if (strcmp(by, "period") == 0) {
        strcat(key, months[item->month]);
    } else if (strcmp(by, "quarter") == 0) {
        static const char *const quarters[] = {"2023-Q4", "2024-Q1", "2024-Q1",
                                               "2024-Q1", "2025-Q1"};
        strcat(key, quarters[item->month]);
    } else if (strcmp(by, "year") == 0) {
        sprintf(key + strlen(key), "%.4s", months[item->month]);
    } else if (strcmp(by, "department") == 0) {
        strcat(key, departments[item->department]);
    } else if (strcmp(by, "town") == 0) {
        sprintf(key + strlen(key), "%.9s", code);
        strcat(key, "000");
    } else if (strcmp(by, "office") == 0) {
        strcat(key, code);
    } else if (strcmp(by, "prefix") == 0) {
        size_t len = q->prefix ? strlen(q->prefix) : 0;
        sprintf(key + strlen(key), "%.*s",
                (int) (len < 6    ? len + 2
                       : len == 6 ? 9
                                  : 12),
                code);
    } else if (strcmp(by, "level") == 0) {
        strcat(key, levels[item->level]);
    } else if (strcmp(by, "duty") == 0) {
        strcat(key, duties[item->duty]);
    } else if (strcmp(by, "dimension") == 0) {
        strcat(key, dimensions[item->row]);
    } else if (strcmp(by, "row") == 0) {
        strcat(key, rows[item->row]);
    } else {
        strcat(key, causes[item->cause]);
    }
}

static struct group *
group_of(const char *key)
{
    size_t i = 0;
    while (i < group_count && strcmp(groups[i].key, key) != 0) {
        i++;
    }
    if (i == group_count) {
        memset(&groups[i], 0, sizeof groups[i]);
        strcpy(groups[group_count++].key, key);
    }
    return &groups[i];
}

/* Since the year 0. */
static const int counted[] = {2023 * 12 + 11, 2024 * 12, 2024 * 12 + 1,
                              2024 * 12 + 2, 2025 * 12};
#define BASELINE_MONTHS 3 /* 2023-11 to 2024-01 */
#define TODAY (2025 * 12 + 1)

/* By duty, over the whole county: what it bore in the baseline, and, in the
 * months that are asked for, what stands and what was refused. */
static struct {
    wide before, stands, refused;
} duty_sums[3];
static int months_asked;

static wide
minutes_of(const struct question *q, const struct item *item)
{
    unsigned tariff = q->tariff < 0 ? item->tariff : (unsigned) q->tariff;
    return (wide) item->quantity * prices[tariff][item->row];
}

static void
sum_duties(const struct question *q)
{
    int first = 1 << 30, last = TODAY;
    memset(duty_sums, 0, sizeof duty_sums);
    for (size_t i = 0; i < CELLS; i++) {
        const struct item *item = &items[i];
        bool asked_for = (q->from < 0 || (int) item->month >= q->from) &&
                         (q->to < 0 || (int) item->month <= q->to);
        for (unsigned o = 0; o < OFFICES; o++) {
            wide minutes = item->at[o] ? minutes_of(q, item) : 0;
            if (item->cause == ASKED && item->month < 2) {
                duty_sums[item->duty].before += minutes;
            }
            if (asked_for && (item->cause == ASKED || item->cause == SHARED)) {
                duty_sums[item->duty].stands += minutes;
            }
            if (asked_for && item->cause == REFUSED) {
                duty_sums[item->duty].refused += minutes;
            }
        }
        if (item->quantity && counted[item->month] < first) {
            first = counted[item->month];
        }
    }
    if (q->from >= 0 && counted[q->from] > first) {
        first = counted[q->from];
    }
    if (q->to >= 0) {
        last = counted[q->to];
    }
    months_asked = last < first ? 0 : last - first + 1;
}

static void
add_minutes(struct group *group, const struct item *item, wide minutes)
{
    wide most = duty_sums[item->duty].before * months_asked -
                duty_sums[item->duty].stands * BASELINE_MONTHS;
    wide of = duty_sums[item->duty].refused * BASELINE_MONTHS;
    group->asked += minutes;
    if (item->cause == ASKED) {
        group->borne += minutes;
    } else if (item->cause == SHARED) {
        group->relief += minutes;
    } else if (item->cause == REFUSED) {
        wide relief = most <= 0   ? 0
                      : most > of ? minutes
                                  : minutes * most / (of ? of : 1);
        parts += relief > 0 && relief < minutes;
        group->relief += relief;
        group->never += minutes - relief;
    } else {
        group->outside += minutes;
    }
}

static void
take_office(const struct question *q, const struct item *item, unsigned office)
{
    char key[KEY_MAX] = "", code[16];
    wide minutes = minutes_of(q, item);
    sprintf(code, "5227311%02u20%u", where(office) / 10, where(office) % 10);
    if (q->prefix && strncmp(code, q->prefix, strlen(q->prefix)) != 0) {
        return;
    }
    for (size_t b = 0; b < q->by_count; b++) {
        strcat(key, b ? "|" : "");
        add_value(q, q->by[b], item, office, key);
    }
    if (q->by_count) {
        add_minutes(group_of(key), item, minutes);
    }
    add_minutes(&all, item, minutes);
}

static bool
is_asked_for(const struct question *q, const struct item *item)
{
    return item->quantity > 0 &&
           (q->from < 0 || (int) item->month >= q->from) &&
           (q->to < 0 || (int) item->month <= q->to) &&
           (q->department < 0 || (int) item->department == q->department) &&
           (q->duty < 0 || (int) item->duty == q->duty) &&
           (q->level < 0 || (int) item->level == q->level) &&
           (q->row < 0 || (int) item->row == q->row) &&
           (q->cause < 0 || (int) item->cause == q->cause);
}

static int
by_key(const void *a, const void *b)
{
    return strcmp(((const struct group *) a)->key,
                  ((const struct group *) b)->key);
}

static void
sum_up(const struct question *q)
{
    sum_duties(q);
    group_count = 0;
    memset(&all, 0, sizeof all);
    for (size_t i = 0; i < CELLS; i++) {
        for (unsigned o = 0; o < OFFICES; o++) {
            if (items[i].at[o] && is_asked_for(q, &items[i])) {
                take_office(q, &items[i], o);
            }
        }
    }
    qsort(groups, group_count, sizeof *groups, by_key);
}

/* ---- asking -------------------------------------------------------------- */

static struct question
draw_question(void)
{
    static const char *const names[] = {
        "period", "quarter", "year", "department", "town", "office",
        "prefix", "level",   "duty", "dimension",  "row",  "cause"};
    static const char *const prefixes[] = {"52", "522731", "522731100",
                                           "522731103", "522731103203"};
    struct question q = {.by_count = draw(4)};
    unsigned first = draw(12);
    for (size_t i = 0; i < q.by_count; i++) {
        q.by[i] = names[(first + i * 5) % 12];
    }
    q.from = draw(3) ? -1 : (int) draw(5);
    q.to = draw(3) ? -1 : (int) draw(5);
    q.department = draw(4) ? -1 : (int) draw(4);
    q.duty = draw(4) ? -1 : (int) draw(3);
    q.level = draw(4) ? -1 : (int) draw(5);
    q.row = draw(4) ? -1 : (int) draw(5);
    q.cause = draw(4) ? -1 : (int) draw(4);
    q.tariff = draw(4) ? -1 : 1 + (int) draw(2);
    q.prefix = draw(2) ? NULL : prefixes[draw(5)];
    return q;
}

static void
add_param(char *text, const char *name, int value, const char *const *texts)
{
    if (value >= 0) {
        sprintf(text + strlen(text), ",'%s':'%s'", name, texts[value]);
    }
}

static void
write_params(const struct question *q, const char *after, char *text)
{
    static const char *const versions[] = {"", "v1", "v2"};
    strcpy(text, "{'view':'figures','limit':37");
    for (size_t i = 0; i < q->by_count; i++) {
        sprintf(text + strlen(text), "%s'%s'%s", i ? "," : ",'by':[", q->by[i],
                i + 1 == q->by_count ? "]" : "");
    }
    add_param(text, "from", q->from, months);
    add_param(text, "to", q->to, months);
    add_param(text, "department", q->department, departments);
    add_param(text, "duty", q->duty, duties);
    add_param(text, "level", q->level, levels);
    add_param(text, "dimension", q->row, dimensions);
    add_param(text, "cause", q->cause, causes);
    add_param(text, "tariff", q->tariff, versions);
    add_param(text, "prefix", q->prefix ? 0 : -1, &q->prefix);
    if (after) {
        sprintf(text + strlen(text), ",'after':'%s'", after);
    }
    strcat(text, "}");
}

static wide
read_minutes(const struct dg_plugin_value *object, const char *name)
{
    const struct dg_plugin_host *host = &county.fake.table;
    struct dg_plugin_str text = host->text(host->member(object, name));
    wide value = 0;
    bool negative = text.len && text.data[0] == '-';
    for (size_t i = 0; i < text.len; i++) {
        if (text.data[i] >= '0' && text.data[i] <= '9') {
            value = value * 10 + (text.data[i] - '0');
        }
    }
    return negative ? -value : value;
}

static bool
same_sums(const struct dg_plugin_value *figure, const struct group *group)
{
    return read_minutes(figure, "asked") == group->asked &&
           read_minutes(figure, "borne") == group->borne &&
           read_minutes(figure, "relief") == group->relief &&
           read_minutes(figure, "neverborne") == group->never &&
           read_minutes(figure, "outside") == group->outside &&
           read_minutes(figure, "avoided") == group->asked - group->borne;
}

static bool
same_key(const struct question *q, const struct dg_plugin_value *figure,
         const char *key)
{
    const struct dg_plugin_host *host = &county.fake.table;
    char text[KEY_MAX] = "";
    for (size_t i = 0; i < q->by_count; i++) {
        struct dg_plugin_str value = host->text(host->member(figure, q->by[i]));
        sprintf(text + strlen(text), "%s%.*s", i ? "|" : "", (int) value.len,
                value.data);
    }
    return strcmp(text, key) == 0;
}

static const struct dg_plugin_value *
parse(const char *text)
{
    const struct dg_json *root = NULL;
    struct dg_json_error error;
    return dg_json_parse(&county.fake.arena, dg_str_from(text), &root,
                         &error) == DG_OK
               ? (const struct dg_plugin_value *) root
               : NULL;
}

/* Levels and dimensions come in their own order: looked up by their key. */
static struct group *
find_group(const struct question *q, const struct dg_plugin_value *figure)
{
    for (size_t i = 0; i < group_count; i++) {
        if (same_key(q, figure, groups[i].key)) {
            return &groups[i];
        }
    }
    return NULL;
}

/* Every page; true if all figures are there, each once, and right. */
static bool
ask(const struct question *q)
{
    const struct dg_plugin_host *host = &county.fake.table;
    char after[KEY_MAX] = "", params[2048];
    size_t shown = 0;
    bool good = true, more = true;
    sum_up(q);
    while (good && more) {
        const struct dg_plugin_value *answer, *figure;
        struct dg_plugin_str next;
        write_params(q, after[0] ? after : NULL, params);
        answer = parse(county_read(&county, params));
        figure = host->first(host->member(answer, "figures"));
        for (; figure && good; figure = host->next(figure)) {
            struct group *group = find_group(q, figure);
            good = group && same_sums(figure, group);
            shown++;
            compared++;
            if (group) {
                group->key[0] = '\0'; /* once */
            }
        }
        good = good && same_sums(host->member(answer, "total"), &all);
        next = host->text(host->member(answer, "next"));
        more = next.len > 0;
        sprintf(after, "%.*s", (int) next.len, next.data ? next.data : "");
    }
    if (!good || shown != group_count) {
        fprintf(stderr, "%s: %zu of %zu\n%.2000s\n", params, shown, group_count,
                county_read(&county, params));
    }
    return good && shown == group_count;
}

static void
test_random(void)
{
    unsigned good = 0;
    for (unsigned i = 0; i < BOOKS; i++) {
        write_book();
        for (unsigned k = 0; k < READS; k++) {
            struct question q = draw_question();
            good += ask(&q);
        }
        county_close(&county);
    }
    is_int(good, BOOKS * READS, "every cut is the sum of its offices");
    ok(compared > 10000, "%zu figures were there to compare", compared);
    ok(parts > 100, "%zu times a part of what was refused was relief", parts);
}

int
main(void)
{
    test_random();
    return tap_done();
}
