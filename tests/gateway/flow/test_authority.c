/* SPDX-License-Identifier: Apache-2.0 */
/* Holds the table "Who may do what" of the README against what the gateway
 * does: every type is sent as every role, about one's own, about an office
 * below, and about another's. */
#include "tests/gateway/flow/ask.h"

#include <stdio.h>
#include <stdlib.h>

#include "gateway/flow/flow_internal.h"
#include "tests/gateway/flow/authority.h"
#include "tests/tap/tap.h"

/* The README's columns. */
static const enum dg_role columns[] = {
    DG_ROLE_DEPARTMENT, DG_ROLE_TOWN,   DG_ROLE_OFFICE,
    DG_ROLE_TASKFORCE,  DG_ROLE_KEEPER, DG_ROLE_AUDITOR,
    DG_ROLE_OPERATOR,   DG_ROLE_ROOT,   DG_ROLE_GATEWAY,
};
#define COLUMNS (sizeof columns / sizeof *columns)

/* ---- the README --------------------------------------------------------- */

static char readme[1 << 18];

static void
load_readme(void)
{
    char path[4096];
    FILE *file;
    snprintf(path, sizeof path, "%s/README.md", getenv("top_srcdir"));
    file = fopen(path, "r");
    if (!file || fread(readme, 1, sizeof readme - 1, file) == 0) {
        perror(path);
        exit(99);
    }
    fclose(file);
}

/* The line of the table that names the type in its first cell, or NULL. */
static const char *
find_row(const char *type)
{
    const char *line = strstr(readme, "| type `dutygate.….v1` |");
    const char *name = dg_arena_printf(&gate.arena, "`%s`", type).data;
    for (; line && *line == '|'; line = strchr(line, '\n') + 1) {
        const char *at = strstr(line, name);
        const char *cell = strstr(line + 1, " | ");
        if (at && cell && at < cell) {
            return line;
        }
    }
    return NULL;
}

/* The cell of a column, without blanks. */
static const char *
find_cell(const char *row, size_t column)
{
    static char cell[32];
    size_t len = 0;
    for (size_t i = 0; i <= column && row; i++) {
        row = strstr(row + 1, " | ");
    }
    for (row += 3; row && *row != ' ' && len < sizeof cell - 1; row++) {
        cell[len++] = *row;
    }
    cell[len] = '\0';
    return cell;
}

/* How many types the table names. */
static size_t
count_rows(void)
{
    const char *line = strstr(readme, "| type `dutygate.….v1` |");
    size_t count = 0;
    line = strchr(strchr(line, '\n') + 1, '\n') + 1; /* behind the rule */
    for (; *line == '|'; line = strchr(line, '\n') + 1) {
        const char *end = strstr(line + 1, " | ");
        for (const char *at = line; at < end; at++) {
            count += *at == '`';
        }
    }
    return count / 2;
}

/* ---- the gateway -------------------------------------------------------- */

/* What a role is able to do by a type, as the README says it. */
static const char *
behaviour(const char *type, enum dg_role role)
{
    if (authority_try(&gate, type, role, AUTHORITY_OWN) == AUTHORITY_ROLE) {
        return "–";
    }
    if (authority_try(&gate, type, role, AUTHORITY_OWN) != AUTHORITY_DONE) {
        return "not even its own";
    }
    if (authority_try(&gate, type, role, AUTHORITY_OTHER) == AUTHORITY_DONE) {
        return "all";
    }
    return role == DG_ROLE_TOWN &&
                   authority_try(&gate, type, role, AUTHORITY_BELOW) ==
                       AUTHORITY_DONE
               ? "below"
               : "own";
}

/* What the table of types declares. */
static const char *
declared(const struct dg_event_type *type, enum dg_role role)
{
    unsigned bit = 1u << role;
    return !(type->roles & bit)  ? "–"
           : (type->below & bit) ? "below"
           : (type->own & bit)   ? "own"
                                 : "all";
}

/* "task.publish" of "dutygate.task.publish.v1". */
static const char *
short_name(const char *name)
{
    static char text[64];
    snprintf(text, sizeof text, "%s", name + strlen("dutygate."));
    *strrchr(text, '.') = '\0';
    return text;
}

static void
test_type(const struct dg_event_type *type)
{
    const char *name = short_name(type->name);
    const char *row = find_row(name);
    ok(row != NULL, "%s stands in the README", name);
    ok(authority_knows(name), "%s is tried out here", name);
    for (size_t i = 0; row && i < COLUMNS; i++) {
        enum dg_role role = columns[i];
        const char *cell = find_cell(row, i);
        const char *done = role == DG_ROLE_GATEWAY ? declared(type, role)
                                                   : behaviour(name, role);
        ok(strcmp(cell, done) == 0 && strcmp(declared(type, role), done) == 0,
           "%s as %s: the README says %s, the types %s, the gateway %s", name,
           dg_role_text(role), cell, declared(type, role), done);
    }
}

/* Nobody from outside speaks as the gateway, whatever the type. */
static void
test_gateway(const struct dg_event_type *type)
{
    const struct dg_json *reply =
        ask(short_name(type->name), "gateway/huishui", "g1",
            authority_data(&gate, short_name(type->name), DG_ROLE_KEEPER,
                           AUTHORITY_OWN));
    is_text(at(reply, "/type"), "urn:dutygate:problem:not-permitted",
            type->name);
}

int
main(void)
{
    const struct dg_flow *flow;
    gate_open(&gate, "memory", "");
    gate.quiet = true;
    authority_furnish(&gate);
    load_readme();
    flow = gate.flow;
    is_int(count_rows(), (long long) flow->type_count,
           "the README names as many types as there are");
    for (size_t i = 0; i < flow->type_count; i++) {
        test_type(&flow->types[i]);
        test_gateway(&flow->types[i]);
    }
    gate_close(&gate);
    return tap_done();
}
