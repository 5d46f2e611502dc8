/* SPDX-License-Identifier: Apache-2.0 */
/* The table of problems: whole, distinct, there and back. */
#include "proto/codec/problem.h"

#include "tests/tap/tap.h"

int
main(void)
{
    struct dg_json_writer *writer;
    struct dg_str text = {NULL, 0};

    for (unsigned i = 0; i < DG_PROBLEM_COUNT; i++) {
        enum dg_problem_code code = (enum dg_problem_code) i;
        ok(dg_problem_title(code) && dg_problem_status(code) >= 400 &&
               dg_problem_status(code) < 600 &&
               dg_problem_from_slug(dg_problem_slug(code)) == code,
           "%s: %d %s", dg_problem_slug(code), dg_problem_status(code),
           dg_problem_title(code));
    }
    is_int(dg_problem_from_slug("no-such"), DG_PROBLEM_COUNT, "no such slug");
    is_int(dg_problem_from_slug(""), DG_PROBLEM_COUNT, "no empty slug");

    if (dg_json_writer_create(&writer) != DG_OK) {
        return 99;
    }
    dg_json_open_object(writer);
    dg_problem_write(writer, DG_PROBLEM_SCHEMA, DG_STR("must have \"duty\""));
    dg_json_put_text(writer, "pointer", "/data");
    dg_json_close_object(writer);
    is_int(dg_json_writer_text(writer, &text), DG_OK, "written");
    is_str(text,
           "{\"type\":\"urn:dutygate:problem:schema\","
           "\"title\":\"Does not fit the schema\",\"status\":422,"
           "\"detail\":\"must have \\\"duty\\\"\",\"pointer\":\"/data\"}",
           "with detail");
    dg_json_writer_reset(writer);
    dg_json_open_object(writer);
    dg_problem_write(writer, DG_PROBLEM_BUSY, DG_STR(""));
    dg_json_close_object(writer);
    dg_json_writer_text(writer, &text);
    is_str(text,
           "{\"type\":\"urn:dutygate:problem:busy\",\"title\":\"Busy\","
           "\"status\":503}",
           "without");
    dg_json_writer_destroy(writer);
    return tap_done();
}
