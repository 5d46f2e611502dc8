/* SPDX-License-Identifier: Apache-2.0 */
/* Rows from sheets and from the gateway are the same rows: to JSON and back, to
 * a sheet and back, and what is different between two of them. */
#include <stdio.h>
#include <stdlib.h>

#include "proto/client/sheet/diff.h"
#include "proto/client/sheet/export.h"
#include "proto/client/sheet/wire.h"
#include "tests/proto/client/sheet/fixture.h"
#include "tests/tap/tap.h"

#define FULL                                                                   \
    "{\"code\":\"mz-01\",\"title\":\"低保, \\\"动态\\\"\\n管理\","       \
    "\"kind\":\"seal\",\"class\":\"statutory\",\"departments\":[\"mzj\","      \
    "\"wjj\"],\"prefixes\":[\"522731\"],\"basis\":\"《办法》；第1条\"," \
    "\"clause\":\" 第一条 \",\"seals\":[\"s-1\"],\"proofs\":[\"居住\"],"  \
    "\"evidence\":[\"photo\"],\"frequency\":{\"times\":2,\"per\":\"year\"},"   \
    "\"leaddays\":10,\"funding\":true,\"mandatory\":true,\"alternative\":"     \
    "\"查系统\",\"validfrom\":\"2026-01-01\",\"validto\":\"2026-12-31\"}"
#define LEAST "{\"code\":\"a\",\"title\":\"甲\",\"class\":\"basic\"}"
#define USUAL                                                                  \
    "{\"code\":\"a\",\"title\":\"甲\",\"kind\":\"work\",\"class\":\"basic\"," \
    "\"leaddays\":0,\"funding\":false,\"unheard\":[1]}"

static void
add(struct dg_rows *rows, const char *json)
{
    struct dg_arena arena;
    struct dg_json_error error;
    const struct dg_json *root;
    dg_arena_init(&arena, SIZE_MAX);
    if (dg_json_parse(&arena, dg_str_from(json), &root, &error)) {
        exit(99);
    }
    dg_wire_read(rows, root);
    dg_arena_finish(&arena);
}

static void
test_wire(void)
{
    struct dg_rows rows;
    dg_rows_init(&rows, &dg_forms_list);
    add(&rows, FULL);
    add(&rows, USUAL);
    is_text(fixture_json(&rows, rows.items[0]), FULL, "all members");
    is_text(fixture_json(&rows, rows.items[1]), LEAST,
            "what is usual, or no column, is left out");
    dg_rows_finish(&rows);
}

static void
test_export(void)
{
    struct dg_rows rows, again;
    struct dg_buf text;
    struct dg_diff diff;
    size_t odd;
    dg_rows_init(&rows, &dg_forms_list);
    dg_buf_init(&text);
    add(&rows, FULL);
    add(&rows, LEAST);
    dg_export_write(&rows, true, &text, &odd);
    is_int(odd, 0, "everything reads back");
    is_text(text.data,
            "\xef\xbb\xbf"
            "code,title,kind,class,departments,prefixes,basis,clause,seals,"
            "proofs,evidence,frequency,lead days,funding,mandatory,"
            "alternative,valid from,valid to\n"
            "mz-01,\"低保, \"\"动态\"\"\n管理\",seal,statutory,\"mzj;wjj\","
            "522731,《办法》；第1条,\" 第一条 \",s-1,居住,photo,2/year,10,yes,"
            "yes,查系统,2026-01-01,2026-12-31\n"
            "a,甲,work,basic,,,,,,,,,,,,,,\n",
            "the sheet");
    is_text(fixture_read(&dg_forms_list, (struct dg_str){text.data, text.len},
                         &again),
            "", "which is read");
    dg_diff_init(&diff, &rows, &again, false);
    is_int(diff.added + diff.removed + diff.changed, 0, "as the same rows");
    dg_rows_finish(&again);
    dg_buf_finish(&text);
    dg_rows_finish(&rows);
}

static void
test_odd(void)
{
    struct dg_rows rows;
    struct dg_buf text;
    size_t odd;
    dg_rows_init(&rows, &dg_forms_list);
    dg_buf_init(&text);
    add(&rows, "{\"code\":\"a\",\"title\":\"甲、乙\",\"class\":\"basic\","
               "\"proofs\":[\"收入、支出\",\"居住\"]}");
    dg_export_write(&rows, false, &text, &odd);
    is_int(odd, 1, "a name that would be read as two is counted");
    dg_buf_finish(&text);
    dg_rows_finish(&rows);
}

/* A group of 2,500 goes into three rows, and comes back as one. */
static void
test_long_group(void)
{
    struct dg_rows rows, again;
    struct dg_row *row;
    struct dg_buf text;
    struct dg_diff diff;
    size_t odd, lines = 0;
    dg_rows_init(&rows, &dg_forms_roster);
    dg_buf_init(&text);
    row = dg_rows_make(&rows, 0);
    dg_rows_put(&rows, &row->values[DG_FORMS_ROSTER_KIND], DG_STR("group"));
    dg_rows_put(&rows, &row->values[DG_FORMS_ROSTER_NAME], DG_STR("山区"));
    for (int i = 0; i < 2500; i++) {
        char code[16];
        snprintf(code, sizeof code, "52273110%04d", i);
        dg_rows_put(&rows, &row->values[DG_FORMS_ROSTER_MEMBERS],
                    dg_str_from(code));
    }
    dg_rows_add(&rows, row);
    dg_export_write(&rows, false, &text, &odd);
    for (size_t i = 0; i < text.len; i++) {
        lines += text.data[i] == '\n';
    }
    is_int(lines, 4, "a long group takes three rows");
    is_text(fixture_read(&dg_forms_roster, (struct dg_str){text.data, text.len},
                         &again),
            "", "which are read");
    dg_diff_init(&diff, &rows, &again, false);
    is_int(diff.added + diff.removed + diff.changed, 0, "as one group");
    dg_rows_finish(&again);
    dg_buf_finish(&text);
    dg_rows_finish(&rows);
}

static const char *
diff_text(struct dg_diff *diff, bool json)
{
    static char text[8192];
    struct dg_json_writer *writer;
    struct dg_str written = {NULL, 0};
    struct dg_buf out;
    dg_buf_init(&out);
    if (json && !dg_json_writer_create(&writer)) {
        dg_json_open_object(writer);
        dg_diff_write(diff, writer);
        dg_json_close_object(writer);
        dg_json_writer_text(writer, &written);
        dg_buf_str(&out, written);
        dg_json_writer_destroy(writer);
    } else {
        dg_diff_print(diff, true, &out);
    }
    snprintf(text, sizeof text, "%s", out.data);
    dg_buf_finish(&out);
    return text;
}

static void
test_diff(void)
{
    struct dg_rows from, to;
    struct dg_diff diff;
    dg_rows_init(&from, &dg_forms_list);
    dg_rows_init(&to, &dg_forms_list);
    add(&from, "{\"code\":\"gone\",\"title\":\"去\",\"class\":\"basic\"}");
    add(&from, "{\"code\":\"same\",\"title\":\"同\",\"class\":\"basic\"}");
    add(&from, "{\"code\":\"x\",\"title\":\"旧\",\"class\":\"basic\","
               "\"seals\":[\"s1\",\"s2\"],\"leaddays\":5}");
    add(&to,
        "{\"code\":\"x\",\"title\":\"新\\n\\u001b[2J\",\"class\":\"basic\","
        "\"seals\":[\"s2\",\"s1\"],\"funding\":true,"
        "\"frequency\":{\"times\":1,\"per\":\"month\"}}");
    add(&to, "{\"code\":\"same\",\"title\":\"同\",\"class\":\"basic\"}");
    add(&to, "{\"code\":\"new\",\"title\":\"来\",\"class\":\"negative\"}");
    dg_diff_init(&diff, &from, &to, false);
    is_text(diff_text(&diff, false),
            "1 added, 1 removed, 1 changed\n"
            "~ x 新  [2J\n"
            "    title: 旧 -> 新  [2J\n"
            "    seals: s1;s2 -> s2;s1\n"
            "    frequency: (empty) -> 1/month\n"
            "    lead days: 5 -> (empty)\n"
            "    funding: (empty) -> yes\n"
            "+ new 来\n"
            "- gone 去\n",
            "for people; control characters are blanks");
    is_text(diff_text(&diff, true),
            "{\"added\":[{\"code\":\"new\",\"title\":\"来\",\"class\":"
            "\"negative\"}],\"removed\":[{\"code\":\"gone\",\"title\":\"去\","
            "\"class\":\"basic\"}],\"changed\":[{\"code\":\"x\",\"members\":{"
            "\"title\":{\"from\":\"旧\",\"to\":\"新\\n\\u001B[2J\"},"
            "\"seals\":{\"from\":[\"s1\",\"s2\"],\"to\":[\"s2\",\"s1\"]},"
            "\"frequency\":{\"from\":null,\"to\":{\"times\":1,\"per\":"
            "\"month\"}},\"leaddays\":{\"from\":5,\"to\":null},"
            "\"funding\":{\"from\":null,\"to\":true}}}]}",
            "for programs");
    dg_diff_init(&diff, &from, &to, true);
    is_int(diff.removed, 0, "of changes, what is not named stays");
    dg_diff_init(&diff, &to, &to, false);
    is_text(diff_text(&diff, false), "no difference\n", "with itself");
    dg_rows_finish(&to);
    dg_rows_finish(&from);
}

int
main(void)
{
    test_wire();
    test_export();
    test_odd();
    test_long_group();
    test_diff();
    return tap_done();
}
