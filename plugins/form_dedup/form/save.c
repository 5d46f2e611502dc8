/* SPDX-License-Identifier: Apache-2.0 */
/* The room's fold as JSON, the same for the same fold. */
#include "plugins/form_dedup/form/inside.h"

/* What is being written. */
struct saving {
    const struct dg_forms *forms;
    const struct dg_plugin_host *host;
    struct dg_plugin_writer *out;
};

static void
put(const struct saving *s, const char *name, struct dg_plugin_str text)
{
    s->host->put_name(s->out, name);
    s->host->put_text(s->out, text);
}

static void
put_number(const struct saving *s, const char *name, int64_t number)
{
    s->host->put_name(s->out, name);
    s->host->put_integer(s->out, number);
}

static void
save_fields(const struct saving *s, const struct dg_form *form)
{
    s->host->put_name(s->out, "elements");
    s->host->open_array(s->out);
    for (uint32_t i = 0; i < form->field_count; i++) {
        s->host->put_text(s->out, dg_dictionary_element(s->forms->dictionary,
                                                        form->fields[i].element)
                                      ->code);
    }
    s->host->close_array(s->out);
}

static void
save_record(const struct saving *s, const struct dg_form_record *record)
{
    s->host->open_object(s->out);
    put(s, "reads", record->paper->raw);
    put(s, "from", record->form.source);
    put_number(s, "since", (int64_t) record->form.since);
    put(s, "period", dg_text_from(dg_period_kind_name(record->period)));
    put_number(s, "requester", record->requester);
    save_fields(s, &record->form);
    s->host->close_object(s->out);
}

static void
save_registration(const struct saving *s,
                  const struct dg_form_registration *registered)
{
    s->host->open_object(s->out);
    put(s, "reads", registered->paper->raw);
    put(s, "from", registered->source);
    put_number(s, "since", (int64_t) registered->sequence);
    s->host->close_object(s->out);
}

static void
save_filing(const struct saving *s, const struct dg_form_filing *filing)
{
    s->host->open_object(s->out);
    put(s, "department", filing->source);
    put(s, "control", filing->control);
    put(s, "filing", filing->number);
    put_number(s, "validuntil", filing->valid_until);
    put_number(s, "since", (int64_t) filing->sequence);
    s->host->close_object(s->out);
}

void
dg_forms_save(const struct dg_forms *forms, struct dg_plugin_writer *out)
{
    struct saving s = {forms, forms->host, out};
    s.host->open_object(out);
    s.host->put_name(out, "forms");
    s.host->open_array(out);
    for (uint32_t i = 0; i < forms->count; i++) {
        save_record(&s, forms->records[i]);
    }
    s.host->close_array(out);
    s.host->put_name(out, "registered");
    s.host->open_array(out);
    for (const struct dg_form_registration *r = forms->registered; r;
         r = r->hh.next) {
        save_registration(&s, r);
    }
    s.host->close_array(out);
    s.host->put_name(out, "filings");
    s.host->open_array(out);
    for (const struct dg_form_filing *f = forms->filings; f; f = f->hh.next) {
        save_filing(&s, f);
    }
    s.host->close_array(out);
    s.host->close_object(out);
}
