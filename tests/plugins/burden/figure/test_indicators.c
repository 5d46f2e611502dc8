/* SPDX-License-Identifier: Apache-2.0 */
/* Scores of trees: exact, weighted, and missing where a part is missing. */
#include <stdlib.h>

#include "tests/plugins/burden/figure/county.h"
#include "tests/tap/tap.h"

static struct county county;

/* The members of a node from "weight" on; of the tree itself without a code. */
static const char *
node(const char *params, const char *code)
{
    static char shown[512];
    char member[64];
    const char *answer = county_read(&county, params), *at, *end;
    snprintf(member, sizeof member, "\"code\":\"%s\"", code ? code : "");
    at = strstr(answer, code ? member : "\"title\"");
    at = at ? strstr(at, code ? "\"weight\"" : ",\"") : NULL;
    end = at ? strpbrk(at, "}[") : NULL;
    if (!end) {
        return answer;
    }
    snprintf(shown, sizeof shown, "%.*s", (int) (end - at), at);
    return shown;
}

#define READ "{'view':'indicators','indicator':'t','period':'2026-01'}"

static void
test_cells(void)
{
    county_open(&county);
    county_indicator(
        &county,
        "{'code':'t','version':'1','title':'T','nodes':["
        "{'code':'a','label':'A','weight':'1'},"
        "{'code':'a1','label':'A1','parent':'a','weight':'0.3','target':'1',"
        "'leaf':{'cell':{'element':'x'},'per':{'element':'y'}}},"
        "{'code':'a2','label':'A2','parent':'a','weight':'0.6','target':'30',"
        "'leaf':{'cell':{'element':'x'}}},"
        "{'code':'a3','label':'A3','parent':'a','weight':'0.1','lower':true,"
        "'target':'5','leaf':{'cell':{'element':'x'}}}]}");
    county.total = "{'value':'20','filled':3,'offices':3}";
    is_text(node(READ, "a1"),
            "\"weight\":\"0.3\",\"value\":\"1.00\",\"target\":\"1\","
            "\"filled\":3,\"offices\":3,\"score\":\"100.00\",\"leaves\":1,"
            "\"missing\":0",
            "a cell by another");
    is_text(node(READ, "a2"),
            "\"weight\":\"0.6\",\"value\":\"20.00\",\"target\":\"30\","
            "\"filled\":3,\"offices\":3,\"score\":\"66.67\",\"leaves\":1,"
            "\"missing\":0",
            "two thirds of its target");
    is_text(node(READ, "a3"),
            "\"weight\":\"0.1\",\"value\":\"20.00\",\"target\":\"5\","
            "\"filled\":3,\"offices\":3,\"score\":\"25.00\",\"leaves\":1,"
            "\"missing\":0",
            "where less is better");
    is_text(node(READ, "a"),
            "\"weight\":\"1\",\"score\":\"72.50\",\"leaves\":3,\"missing\":0",
            "30 + 40 + 2.5, exact before it is written");
    is_text(node(READ, NULL),
            ",\"score\":\"72.50\",\"leaves\":3,\"missing\":0,\"nodes\":",
            "and so the tree");
    county_read(&county, "{'view':'indicators','indicator':'t','period':"
                         "'2026-01','prefix':'522731'}");
    is_text(county.looked,
            "report.total {\"element\":\"y\",\"period\":\"2026-01\",\"prefix\":"
            "\"522731\"}\n"
            "report.total {\"element\":\"x\",\"period\":\"2026-01\",\"prefix\":"
            "\"522731\"}\n"
            "report.total {\"element\":\"x\",\"period\":\"2026-01\",\"prefix\":"
            "\"522731\"}\n"
            "report.total {\"element\":\"x\",\"period\":\"2026-01\",\"prefix\":"
            "\"522731\"}\n",
            "nobody is asked but the reports that are there");

    county.total = "{'value':'20','filled':2,'offices':3}";
    is_text(node(READ, "a2"),
            "\"weight\":\"0.6\",\"target\":\"30\",\"filled\":2,\"offices\":3,"
            "\"leaves\":1,\"missing\":1",
            "a total that lacks an office is missing");
    is_text(node(READ, "a"), "\"weight\":\"1\",\"leaves\":3,\"missing\":3",
            "and so is what has a part of it");
    county.total = NULL;
    is_text(node(READ, "a2"),
            "\"weight\":\"0.6\",\"target\":\"30\",\"leaves\":1,\"missing\":1",
            "an element nobody knows");
    county.total = "{'value':'0','filled':3,'offices':3}";
    is_text(node(READ, "a1"),
            "\"weight\":\"0.3\",\"target\":\"1\",\"filled\":3,\"offices\":3,"
            "\"leaves\":1,\"missing\":1",
            "nothing is divided by nothing");
    is_text(node(READ, "a3"),
            "\"weight\":\"0.1\",\"value\":\"0.00\",\"target\":\"5\","
            "\"filled\":3,\"offices\":3,\"score\":\"100.00\",\"leaves\":1,"
            "\"missing\":0",
            "less than its target is as good as it gets");
    county_close(&county);
}

static void
test_figures(void)
{
    county_open(&county);
    county_even_tariff(&county, "2026-1", "10", "");
    county_indicator(
        &county,
        "{'code':'t','version':'1','title':'T','nodes':["
        "{'code':'r','label':'R','weight':'1','target':'-80',"
        "'leaf':{'figure':'rate'}},"
        "{'code':'s','label':'S','weight':'1','lower':true,'target':'0',"
        "'leaf':{'figure':'borne','dimension':'seal'}},"
        "{'code':'u','label':'U','weight':'1','target':'1',"
        "'leaf':{'figure':'rate','dimension':'trip'}},"
        "{'code':'w','label':'W','weight':'1',"
        "'leaf':{'figure':'duplicate'}}]}");
    county_add(&county, &(struct county_cell){.month = "2026-01",
                                              .department = "department/mzj",
                                              .duty = "mz-001",
                                              .place = "0-9",
                                              .row = "field.integer",
                                              .cause = "asked",
                                              .quantity = 6,
                                              .tariff = 1});
    county_add(&county, &(struct county_cell){.month = "2026-01",
                                              .department = "department/mzj",
                                              .duty = "mz-001",
                                              .place = "0-9",
                                              .row = "field.integer",
                                              .cause = "identical",
                                              .quantity = 4,
                                              .tariff = 1});
    is_text(node(READ, "r"),
            "\"weight\":\"1\",\"value\":\"-40.00\",\"target\":\"-80\","
            "\"score\":\"50.00\",\"leaves\":1,\"missing\":0",
            "half of the rate that was aimed at");
    is_text(node(READ, "s"),
            "\"weight\":\"1\",\"value\":\"0.00\",\"target\":\"0\",\"score\":"
            "\"100.00\",\"leaves\":1,\"missing\":0",
            "no seals, as aimed at");
    is_text(node(READ, "u"),
            "\"weight\":\"1\",\"target\":\"1\",\"leaves\":1,\"missing\":1",
            "no rate where nothing was asked");
    is_text(node(READ, "w"),
            "\"weight\":\"1\",\"value\":\"40.00\",\"score\":\"40.00\","
            "\"leaves\":1,\"missing\":0",
            "a rate");
    is_text(
        node("{'view':'indicators','indicator':'t','period':'2026-02'}", "r"),
        "\"weight\":\"1\",\"target\":\"-80\",\"leaves\":1,\"missing\":1",
        "in a month without any");
    is_text(county_read(&county, "{'view':'indicators'}"),
            "{\"indicators\":[{\"code\":\"t\",\"version\":\"1\",\"title\":"
            "\"T\"}]}",
            "trees by name");
    is_text(county_read(&county, "{'view':'indicators','indicator':'x'}"),
            "not found", "a tree that is none");
    county_close(&county);
}

/* The sample: 5 / 16 / 40 / 54. */
static void
test_sample(void)
{
    char path[4096], text[65536], *data, *end;
    FILE *file;
    size_t len;
    snprintf(path, sizeof path, "%s/tests/data/huishui/indicators.jsonl",
             getenv("top_srcdir"));
    file = fopen(path, "r");
    len = file ? fread(text, 1, sizeof text - 1, file) : 0;
    text[len] = '\0';
    if (file) {
        fclose(file);
    }
    data = strstr(text, "\"data\":");
    end = data ? strrchr(data, '}') : NULL;
    if (!end) {
        ok(false, "the sample is there");
        return;
    }
    *end = '\0';
    county_open(&county);
    county_even_tariff(&county, "2026-1", "10", "");
    county_indicator(&county, data + strlen("\"data\":"));
    county.total = "{'value':'5','filled':216,'offices':216}";
    is_text(
        node("{'view':'indicators','indicator':'jc-jf','period':'2026'}", NULL),
        ",\"leaves\":54,\"missing\":15,\"nodes\":",
        "54 leaves, of which what nothing was asked for lacks its rates");
    county_close(&county);
}

int
main(void)
{
    test_cells();
    test_figures();
    test_sample();
    return tap_done();
}
