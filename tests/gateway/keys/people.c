/* SPDX-License-Identifier: Apache-2.0 */
/* Principals fed with JSON: see people.h. */
#include "tests/gateway/keys/people.h"

#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>

static void
need(bool condition, const char *what)
{
    if (!condition) {
        fprintf(stderr, "people: %s\n", what);
        exit(99);
    }
}

static struct dg_public_key
key_of(unsigned number)
{
    uint8_t seed[32] = {(uint8_t) number, (uint8_t) (number >> 8), 7};
    struct dg_secret_key *secret;
    struct dg_public_key key;
    need(dg_secret_key_from_seed(seed, &secret) == DG_OK, "no key");
    key = *dg_secret_key_public(secret);
    dg_secret_key_destroy(secret);
    return key;
}

const char *
people_x(unsigned number)
{
    static char texts[8][DG_KID_LEN + 1];
    static unsigned next;
    struct dg_public_key key = key_of(number);
    char *text = texts[next++ % 8];
    dg_public_key_x(&key, text);
    return text;
}

const char *
people_kid(unsigned number)
{
    static char texts[8][DG_KID_LEN + 1];
    static unsigned next;
    struct dg_public_key key = key_of(number);
    char *text = texts[next++ % 8];
    memcpy(text, key.kid, sizeof key.kid);
    return text;
}

void
people_init(struct people *people)
{
    const struct dg_public_key roots[] = {key_of(1), key_of(2)};
    *people = (struct people){.now_us = NOW};
    need(sodium_init() >= 0, "no libsodium");
    dg_arena_init(&people->arena, 64u << 20);
    need(dg_principals_create("huishui", roots, 2, &people->principals) ==
             DG_OK,
         "no principals");
    need(dg_json_writer_create(&people->out) == DG_OK, "no writer");
}

void
people_finish(struct people *people)
{
    dg_principals_destroy(people->principals);
    dg_json_writer_destroy(people->out);
    dg_arena_finish(&people->arena);
}

/* Keys and their names for <N> and [N] with digits between. */
static void
fill_in(const char *data, struct dg_buf *out)
{
    while (*data) {
        char *end;
        unsigned long number = strtoul(data + 1, &end, 10);
        bool digits = data[1] >= '0' && data[1] <= '9';
        if (*data == '<' && digits && *end == '>') {
            dg_buf_text(out, people_x((unsigned) number));
            data = end + 1;
        } else if (*data == '[' && digits && *end == ']') {
            dg_buf_text(out, people_kid((unsigned) number));
            data = end + 1;
        } else {
            dg_buf_u8(out, (uint8_t) *data++);
        }
    }
}

static const struct dg_json *
parse(struct people *people, const char *data)
{
    const struct dg_json *root = NULL;
    struct dg_json_error error;
    struct dg_str copy;
    struct dg_buf text;
    dg_buf_init(&text);
    fill_in(data, &text);
    copy = dg_arena_copy(&people->arena, (struct dg_str){text.data, text.len});
    dg_buf_finish(&text);
    need(dg_json_parse(&people->arena, copy, &root, &error) == DG_OK, data);
    return root;
}

static void
check(struct people *people, const char *type, const char *source,
      const char *data, struct dg_findings *findings)
{
    char name[80];
    struct dg_event event = {.source = dg_str_from(source)};
    unsigned role = 0;
    dg_arena_reset(&people->arena);
    snprintf(name, sizeof name, "dutygate.%s.v1", type);
    event.type = dg_str_from(name);
    event.principal = dg_str_from(strchr(source, '/') + 1);
    while (strncmp(source, dg_role_text((enum dg_role) role),
                   strcspn(source, "/")) != 0) {
        role++;
    }
    event.role = (enum dg_role) role;
    event.data = parse(people, data);
    dg_findings_init(findings, &people->arena);
    dg_principals_check(people->principals, &event, people->now_us, findings);
    need(findings->err == DG_OK, "no memory");
    if (findings->count == 0) {
        need(dg_principals_apply(people->principals, &event, people->now_us) ==
                 DG_OK,
             "not folded");
        people->admitted++;
    }
}

const char *
people_say(struct people *people, const char *type, const char *source,
           const char *data)
{
    static char text[8192];
    struct dg_findings findings;
    size_t len = 0;
    check(people, type, source, data, &findings);
    text[0] = '\0';
    for (size_t i = 0; i < findings.count && len < sizeof text; i++) {
        const struct dg_finding *f = &findings.items[i];
        len += (size_t) snprintf(text + len, sizeof text - len,
                                 "%.*s %.*s: %.*s\n", DG_STR_ARG(f->code),
                                 DG_STR_ARG(f->pointer), DG_STR_ARG(f->text));
    }
    return text;
}

const char *
people_codes(struct people *people, const char *type, const char *source,
             const char *data)
{
    static char text[1024];
    struct dg_findings findings;
    size_t len = 0;
    check(people, type, source, data, &findings);
    text[0] = '\0';
    for (size_t i = 0; i < findings.count && len < sizeof text; i++) {
        len += (size_t) snprintf(text + len, sizeof text - len, "%.*s ",
                                 DG_STR_ARG(findings.items[i].code));
    }
    return text;
}

const char *
people_read(const struct people *people, int64_t now_us, const char *data)
{
    static char text[1 << 20];
    struct people mine = {.out = people->out};
    struct dg_str page;
    const struct dg_json *params;
    int64_t limit = 500;
    enum dg_err err;
    dg_arena_init(&mine.arena, 1u << 20);
    params = parse(&mine, data);
    dg_json_to_i64(dg_json_get(params, "limit"), &limit);
    dg_json_writer_reset(people->out);
    err = dg_principals_read(people->principals, params, now_us, (size_t) limit,
                             people->out);
    if (err) {
        strcpy(text, err == DG_ERR_ABSENT ? "absent" : "malformed");
    } else {
        need(dg_json_writer_text(people->out, &page) == DG_OK, "no page");
        need(page.len < sizeof text, "a page that is too long");
        memcpy(text, page.data, page.len);
        text[page.len] = '\0';
    }
    dg_arena_finish(&mine.arena);
    return text;
}

const char *
people_all(const struct people *people)
{
    return people_read(people, people->now_us, "{}");
}

enum dg_key_state
people_state(const struct people *people, unsigned number)
{
    const struct dg_officer *officer =
        dg_principals_find_key(people->principals, people_kid(number));
    need(officer != NULL, "nobody's key");
    return dg_officer_state(officer, people->now_us);
}
