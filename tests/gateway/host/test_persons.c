/* SPDX-License-Identifier: Apache-2.0 */
/* Pseudonyms: the same for one journal, others for another, none of a text
 * alone; and what a read says that it discloses. */
#include "gateway/host/host_internal.h"
#include "tests/tap/tap.h"

#define TEXT(s) ((struct dg_plugin_str){(s), sizeof(s) - 1})

static struct dg_host host;
static struct dg_host_plugin plugin = {.host = &host};

static const char *
pseudonym_of(struct dg_plugin_str text, char out[33])
{
    plugin.table.pseudonym(&plugin.table, text, out);
    return out;
}

static void
try_pseudonyms(void)
{
    static const uint8_t one[DG_KEY_SIZE] = "a journal's secret",
                         other[DG_KEY_SIZE] = "another journal's secret";
    char first[33], second[33], third[33];
    uint8_t id[DG_ID_DIGEST_SIZE];
    char hex[33];
    dg_host_set_key(&host, one);
    is_text(pseudonym_of(TEXT("person:522731198001010016"), first),
            "1af17823da4e6c9279c778a294ecd510",
            "BLAKE2b-128, keyed and personalised");
    pseudonym_of(TEXT("person:522731198001010016"), second);
    is_text(second, first, "is the same each time");
    ok(strlen(first) == 32 && strspn(first, "0123456789abcdef") == 32,
       "32 hexadecimal digits");
    pseudonym_of(TEXT("household:522731198001010016"), third);
    ok(strcmp(third, first) != 0, "another text has another");
    dg_digest_id(one, DG_STR(""), DG_STR("person:522731198001010016"), id);
    dg_hex(id, sizeof id, hex);
    ok(strcmp(hex, first) != 0, "no digest of an id is one");
    dg_host_set_key(&host, other);
    pseudonym_of(TEXT("person:522731198001010016"), third);
    ok(strcmp(third, first) != 0, "another journal has others");
}

static void
try_disclosures(void)
{
    struct dg_host_disclosed disclosed = {.values = 0};
    struct dg_plugin_writer out = {.disclosed = &disclosed}, saving = {.json = NULL};
    char filler[DG_HOST_WHAT_MAX];
    memset(filler, 'x', sizeof filler);
    dg_buf_init(&disclosed.what);
    plugin.table.disclose(&out, TEXT("task 7"), 0);
    ok(disclosed.values == 0 && disclosed.what.len == 0,
       "no values are no disclosure");
    plugin.table.disclose(&out, TEXT("task 7"), 40);
    plugin.table.disclose(&out, TEXT("task 7"), 2);
    plugin.table.disclose(&out, TEXT("task 17"), 3);
    plugin.table.disclose(&out, (struct dg_plugin_str){filler, sizeof filler},
                          5);
    ok(disclosed.values == 50, "values are added up");
    is_text(disclosed.what.data, "task 7, task 17",
            "what they are of is said once, as far as there is room");
    plugin.table.disclose(&saving, TEXT("task 7"), 1);
    ok(disclosed.values == 50, "what is saved discloses nothing");
    dg_buf_finish(&disclosed.what);
}

int
main(void)
{
    plugin.table = dg_host_table;
    try_pseudonyms();
    try_disclosures();
    return tap_done();
}
