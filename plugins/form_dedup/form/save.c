/* SPDX-License-Identifier: Apache-2.0 */
/* The room's fold as JSON, the same for the same fold. */
#include "plugins/form_dedup/form/inside.h"
#include "plugins/form_dedup/text/print.h"

static void
save_fields(const struct dg_print *print,
            const struct dg_dictionary *dictionary, const struct dg_form *form)
{
    dg_print_open_array(print, "elements");
    for (uint32_t i = 0; i < form->field_count; i++) {
        print->host->put_text(
            print->out,
            dg_dictionary_element(dictionary, form->fields[i].element)->code);
    }
    print->host->close_array(print->out);
}

static void
save_record(const struct dg_print *print,
            const struct dg_dictionary *dictionary,
            const struct dg_form_record *record)
{
    print->host->open_object(print->out);
    dg_print_text(print, "reads", record->paper->raw);
    dg_print_text(print, "from", record->form.source);
    dg_print_number(print, "since", record->form.since);
    dg_print_text(print, "period",
                  dg_text_from(dg_period_kind_name(record->period)));
    dg_print_number(print, "requester", record->requester);
    save_fields(print, dictionary, &record->form);
    print->host->close_object(print->out);
}

static void
save_registration(const struct dg_print *print,
                  const struct dg_form_registration *registered)
{
    print->host->open_object(print->out);
    dg_print_text(print, "reads", registered->paper->raw);
    dg_print_text(print, "from", registered->source);
    dg_print_number(print, "since", registered->sequence);
    print->host->close_object(print->out);
}

static void
save_filing(const struct dg_print *print, const struct dg_form_filing *filing)
{
    print->host->open_object(print->out);
    dg_print_text(print, "department", filing->source);
    dg_print_text(print, "control", filing->control);
    dg_print_text(print, "filing", filing->number);
    dg_print_number(print, "validuntil", filing->valid_until);
    dg_print_number(print, "since", filing->sequence);
    print->host->close_object(print->out);
}

void
dg_forms_save(const struct dg_forms *forms, struct dg_plugin_writer *out)
{
    const struct dg_print print = {forms->host, out};
    print.host->open_object(out);
    dg_print_open_array(&print, "forms");
    for (uint32_t i = 0; i < forms->count; i++) {
        save_record(&print, forms->dictionary, forms->records[i]);
    }
    print.host->close_array(out);
    dg_print_open_array(&print, "registered");
    for (const struct dg_form_registration *r = forms->registered; r;
         r = r->hh.next) {
        save_registration(&print, r);
    }
    print.host->close_array(out);
    dg_print_open_array(&print, "filings");
    for (const struct dg_form_filing *f = forms->filings; f; f = f->hh.next) {
        save_filing(&print, f);
    }
    print.host->close_array(out);
    print.host->close_object(out);
}
