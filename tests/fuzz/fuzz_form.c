/* SPDX-License-Identifier: Apache-2.0 */
/* What people write into forms, and forms: labels, numbers, ID numbers,
 * periods, values of any bytes; and any JSON as a form, which is looked at,
 * taken in, and then is the one that is known. */
#include <string.h>

#include "plugins/form_dedup/cell/value.h"
#include "plugins/form_dedup/form/form.h"
#include "plugins/form_dedup/text/idnumber.h"
#include "plugins/form_dedup/text/label.h"
#include "plugins/form_dedup/text/text.h"
#include "tests/fake/host.h"
#include "tests/fuzz/fuzz.h"

/* ---- texts -------------------------------------------------------------- */

/* The plain form is a number of its own, and the same. */
static void
try_number(struct dg_plugin_str text)
{
    char plain[DG_NUMBER_SIZE], again[DG_NUMBER_SIZE];
    const char *point;
    mpq_t value;
    bool exact;
    int decimals = dg_number_decimals(text);
    mpq_init(value);
    if (dg_number_plain(text, plain)) {
        FUZZ_NEED(dg_number_plain(dg_text_from(plain), again));
        FUZZ_NEED(strcmp(plain, again) == 0);
        FUZZ_NEED(dg_number_read(text, value));
        dg_number_write(value, -1, again, &exact);
        FUZZ_NEED(exact && strcmp(plain, again) == 0);
        dg_number_write(value, 2, again, &exact);
        FUZZ_NEED(exact == (decimals <= 2));
        point = strchr(plain, '.');
        FUZZ_NEED(decimals == (point ? (int) strlen(point + 1) : 0));
    } else {
        FUZZ_NEED(decimals == -1 && !dg_number_read(text, value));
    }
    mpq_clear(value);
}

static void
try_idnumber(struct dg_plugin_str text)
{
    char plain[19], again[19], written[64];
    if (dg_idnumber_read(text, plain) != DG_IDNUMBER_GOOD) {
        return;
    }
    FUZZ_NEED(dg_idnumber_birth(plain) > -70000);
    for (int form = 0; form <= DG_IDNUMBER_FULLWIDTH; form++) {
        dg_idnumber_write(plain, (enum dg_idnumber_form) form, written);
        FUZZ_NEED(dg_idnumber_read(dg_text_from(written), again) ==
                  DG_IDNUMBER_GOOD);
        FUZZ_NEED(strcmp(plain, again) == 0);
    }
}

/* Its parts lie within it, and behind the period before. */
static void
try_period(struct dg_plugin_str text)
{
    dg_period period, first, whole, before;
    char written[11];
    uint32_t count;
    if (!dg_period_read(text, &period)) {
        return;
    }
    dg_period_write(period, written);
    FUZZ_NEED(dg_text_is(text, written));
    for (int kind = DG_PERIOD_DAY; kind <= DG_PERIOD_YEAR; kind++) {
        count = dg_period_parts(period, (enum dg_period_kind) kind, &first);
        if (count) {
            FUZZ_NEED(dg_period_within(first + count - 1,
                                       dg_period_kind(period), &whole));
            FUZZ_NEED(whole == period);
            FUZZ_NEED(dg_period_last_day(first + count - 1) ==
                      dg_period_last_day(period));
        }
    }
    if (dg_period_before(period, false, &before)) {
        FUZZ_NEED(dg_period_last_day(before) < dg_period_last_day(period));
    }
}

static void
try_label(struct dg_plugin_str text)
{
    struct dg_label label;
    if (dg_label_read(text, NULL, NULL, &label)) {
        (void) dg_label_weight(label.text);
        (void) dg_label_is_vague(label.text);
        dg_label_finish(&label);
    }
}

/* What is kept of a value is kept of itself. */
static void
try_value(struct dg_plugin_str text)
{
    static const struct dg_option options[] = {
        {{"1", 1}, {"重点村", sizeof "重点村" - 1}}, {{"2", 1}, {"", 0}}};
    struct dg_element element = {.options = options, .option_count = 2};
    static struct dg_value value, again;
    struct dg_plugin_host host;
    struct dg_value_fault fault;
    struct dg_dictionary *dictionary;
    fake_host_make_table(&host);
    dictionary = dg_dictionary_create(&host);
    FUZZ_NEED(dictionary);
    for (int i = 0; i <= 2 * DG_VALUE_IDNUMBER + 1; i++) {
        struct dg_value_given given = {&host,    NULL, dictionary,
                                       &element, text, {0}};
        element.type = (enum dg_value_type)(i / 2);
        element.unit = dg_text_from(i % 2 ? "元" : "");
        if (!dg_value_read(&given, &value, &fault)) {
            FUZZ_NEED(fault.code);
            continue;
        }
        given.text = dg_text_from(value.text);
        given.unit = value.unit;
        FUZZ_NEED(dg_value_read(&given, &again, &fault));
        FUZZ_NEED(strcmp(value.text, again.text) == 0);
        FUZZ_NEED(dg_text_equal(value.unit, again.unit));
    }
    dg_dictionary_destroy(dictionary);
}

/* ---- forms -------------------------------------------------------------- */

struct world {
    struct dg_plugin_host host;
    struct dg_dictionary *dictionary;
    struct dg_forms *forms;
    struct dg_arena arena;
    struct dg_plugin_findings findings;
};

static struct dg_plugin_event
make_event(uint64_t sequence)
{
    struct dg_plugin_event event = {
        .struct_size = sizeof event,
        .type = dg_text_from("dutygate.task.publish.v1"),
        .source = dg_text_from("department/mzj"),
        .time_us = INT64_C(1790000000000000),
        .sequence = sequence,
    };
    return event;
}

/* Looked at twice it says the same, and taken twice it is the same. */
static void
try_form(struct world *w, const struct dg_plugin_value *value)
{
    struct dg_plugin_event event = make_event(7), later = make_event(8);
    struct dg_form_asked asked = {&event, value, dg_text_from("/data/forms/0")};
    const struct dg_form *looked, *taken, *again;
    size_t said;
    FUZZ_NEED(dg_forms_look(w->forms, &asked, &w->findings, &looked));
    said = w->findings.count;
    FUZZ_NEED(dg_forms_look(w->forms, &asked, &w->findings, &looked));
    FUZZ_NEED(w->findings.count == 2 * said);
    (void) (looked && dg_forms_check_labels(w->forms, &event, looked,
                                            asked.pointer, &w->findings));
    FUZZ_NEED(dg_forms_take(w->forms, &asked, &taken));
    FUZZ_NEED(!taken == !looked);
    asked.event = &later;
    FUZZ_NEED(dg_forms_take(w->forms, &asked, &again) && again == taken);
    if (taken) {
        FUZZ_NEED(taken->since == 7 && dg_forms_form(w->forms, 0) == taken);
        for (uint32_t i = 0; i < taken->field_count; i++) {
            FUZZ_NEED(dg_forms_uses(w->forms, taken->fields[i].element));
        }
        FUZZ_NEED(dg_forms_take_again(w->forms, taken, 1, &again));
        FUZZ_NEED(again == taken);
    }
}

static void
try_json(struct dg_str text)
{
    static struct world w;
    const struct dg_json *root = NULL;
    struct dg_json_error error;
    dg_arena_init(&w.arena, 256u << 20);
    fake_host_make_table(&w.host);
    w.findings = (struct dg_plugin_findings){.arena = &w.arena};
    if (dg_json_parse(&w.arena, text, &root, &error) == DG_OK) {
        w.dictionary = dg_dictionary_create(&w.host);
        w.forms = dg_forms_create(&w.host, w.dictionary);
        FUZZ_NEED(w.dictionary && w.forms);
        try_form(&w, (const struct dg_plugin_value *) root);
        dg_forms_destroy(w.forms);
        dg_dictionary_destroy(w.dictionary);
    }
    dg_arena_finish(&w.arena);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct dg_plugin_str text = {(const char *) data, size};
    try_number(text);
    try_idnumber(text);
    try_period(text);
    try_label(text);
    try_value(text);
    try_json((struct dg_str){(const char *) data, size});
    return 0;
}
