/* SPDX-License-Identifier: Apache-2.0 */
/* What stands in an entry's header as facts, a line for each. */
#ifndef TESTS_PLUGINS_BURDEN_FACT_STATED_H
#define TESTS_PLUGINS_BURDEN_FACT_STATED_H

#include <stdio.h>

#include "proto/base/base64.h"
#include "proto/codec/header.h"
#include "tests/gateway/flow/say.h"

static struct dg_header
header_of(unsigned long long sequence)
{
    const struct dg_json *reply = say("receipt.lookup", "keeper/huishui",
                                      "{\"sequence\":%llu}", sequence);
    struct dg_str text =
        dg_str_from(at(reply, "/result/answer/receipt/header"));
    uint8_t *bytes = dg_arena_alloc(&gate.arena, text.len + 1);
    struct dg_header header;
    size_t len;
    if (!dg_base64_decode(text, bytes, text.len, &len) ||
        dg_header_decode((struct dg_str){(char *) bytes, len}, &gate.arena,
                         &header) != DG_OK) {
        fprintf(stderr, "no header of %llu: %s\n", sequence, text.data);
        exit(99);
    }
    return header;
}

/* "ask task /data 1 county at 3 [0-2]" */
static const char *
stated(unsigned long long sequence)
{
    static char text[1 << 16];
    struct dg_header header = header_of(sequence);
    size_t len = 0;
    text[0] = '\0';
    for (size_t i = 0; i < header.effect_count; i++) {
        const struct dg_effect *e = &header.effects[i];
        if (e->kind != DG_EFFECT_ASK && e->kind != DG_EFFECT_ANSWER) {
            continue;
        }
        len += (size_t) snprintf(
            text + len, sizeof text - len, "%s %.*s %.*s %llu %.*s at %u",
            e->kind == DG_EFFECT_ASK ? "ask" : "answer",
            DG_STR_ARG(e->dimension), DG_STR_ARG(e->pointer),
            (unsigned long long) e->quantity, DG_STR_ARG(e->cause), e->offices);
        len += (size_t) snprintf(text + len, sizeof text - len,
                                 e->place.len ? " [%.*s]\n" : "%.*s\n",
                                 DG_STR_ARG(e->place));
    }
    return text;
}

/* One of those lines, of a dimension; "" if there is none. */
static inline const char *
stated_line(unsigned long long sequence, const char *dimension)
{
    static char line[512];
    char *from = strdup(stated(sequence)), *at_line = from, *end;
    char wanted[64];
    snprintf(wanted, sizeof wanted, " %s ", dimension);
    line[0] = '\0';
    for (; (end = strchr(at_line, '\n')) != NULL; at_line = end + 1) {
        const char *word = strchr(at_line, ' ');
        if (strncmp(word, wanted, strlen(wanted)) == 0) {
            snprintf(line + strlen(line), sizeof line - strlen(line), "%.*s\n",
                     (int) (end - at_line), at_line);
        }
    }
    free(from);
    return line;
}

#endif
