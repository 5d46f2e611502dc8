/* SPDX-License-Identifier: Apache-2.0 */
/* Pages of reads end by their bytes as well, so that what a client takes holds
 * them. */
#include "tests/gateway/flow/ask.h"
#include "tests/tap/tap.h"

#include <stdlib.h>

#define COUNT 9

static char filler[60001];

static void
publish(unsigned number)
{
    char id[8];
    snprintf(id, sizeof id, "t%u", number);
    gate_ask(
        &gate,
        "{\"specversion\":\"1.0\",\"id\":\"%s\",\"source\":"
        "\"department/mzj\",\"type\":\"dutygate.task.publish.v1\",\"data\":"
        "{\"duty\":\"A-001\",\"title\":\"低保核查\",\"due\":"
        "\"2026-02-01\",\"audience\":{\"prefixes\":[\"522731\"]},\"text\":"
        "\"%.*s\"}}",
        id, 60000, filler);
}

static void
fill(const char *character)
{
    size_t len = strlen(character);
    for (size_t i = 0; i + len < sizeof filler; i += len) {
        memcpy(filler + i, character, len);
    }
}

/* Of a hundred at most; how many come by pages. */
static unsigned
read_pages(const char *type, const char *source, const char *member,
           unsigned *pages)
{
    char after[64] = "", data[128], pointer[64];
    unsigned total = 0;
    *pages = 0;
    do {
        const struct dg_json *reply;
        size_t count;
        snprintf(data, sizeof data, "{\"limit\":100%s%s%s}",
                 *after ? ",\"after\":\"" : "", after, *after ? "\"" : "");
        snprintf(pointer, sizeof pointer, "/result/%s", member);
        reply = ask(type, source, "read", data);
        count = (size_t) atoi(at(reply, pointer) + 1);
        snprintf(after, sizeof after, "%s", at(reply, "/result/next"));
        total += (unsigned) count;
    } while (++*pages < 50 && *after != '(');
    return total;
}

static void
test_inbox(void)
{
    unsigned pages;
    fill("长");
    for (unsigned i = 0; i < COUNT; i++) {
        publish(i);
    }
    is_int(read_pages("inbox.read", "office/522731001001", "tasks", &pages),
           COUNT, "all long tasks are in the inbox");
    is_int(pages, 2, "on pages of 256 KiB");
}

static void
test_exemptions(void)
{
    static char data[8192];
    char id[8];
    unsigned pages;
    snprintf(data, sizeof data,
             "{\"duty\":\"A-001\",\"audience\":{\"prefixes\":[\"522731\"]},"
             "\"rules\":[\"lead\"],\"until\":\"2026-12-31\",\"reason\":"
             "\"%.*s\"}",
             6000, filler);
    for (unsigned i = 0; i < 60; i++) {
        snprintf(id, sizeof id, "x%u", i);
        ask("exemption.request", "department/mzj", id, data);
    }
    is_int(read_pages("exemption.read", "keeper/bwb", "matters", &pages), 60,
           "all requests are told");
    is_int(pages, 2, "on pages of 256 KiB");
}

int
main(void)
{
    gate_open(&gate, "memory", "");
    gate.quiet = true;
    gate_furnish(&gate);
    test_inbox();
    test_exemptions();
    gate_close(&gate);
    return tap_done();
}
