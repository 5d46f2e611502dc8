/* SPDX-License-Identifier: Apache-2.0 */
/* Decides how times, offices and sources are spelled in answers. */
#include "plugins/form_dedup/text/print.h"

#include <stdio.h>

#define CHINA_S (8 * 3600)
#define DAY_S 86400

void
dg_print_text(const struct dg_print *print, const char *name,
              struct dg_plugin_str text)
{
    if (text.len > 0) {
        print->host->put_name(print->out, name);
        print->host->put_text(print->out, text);
    }
}

void
dg_print_word(const struct dg_print *print, const char *name, const char *word)
{
    if (word) {
        dg_print_text(print, name, dg_text_from(word));
    }
}

void
dg_print_number(const struct dg_print *print, const char *name, uint64_t number)
{
    print->host->put_name(print->out, name);
    print->host->put_integer(print->out, (int64_t) number);
}

void
dg_print_count(const struct dg_print *print, const char *name, uint64_t count)
{
    if (count > 0) {
        dg_print_number(print, name, count);
    }
}

void
dg_print_flag(const struct dg_print *print, const char *name, bool truth)
{
    if (truth) {
        print->host->put_name(print->out, name);
        print->host->put_boolean(print->out, true);
    }
}

void
dg_print_time(const struct dg_print *print, const char *name, int64_t time_us)
{
    int32_t second = (int32_t) ((time_us / 1000000 + CHINA_S) % DAY_S);
    char text[48];
    print->host->date_format(print->host->date_of(time_us), text);
    snprintf(text + 10, sizeof text - 10, "T%02d:%02d:%02d+08:00",
             second / 3600, second / 60 % 60, second % 60);
    dg_print_word(print, name, text);
}

/* The end of a day is told as that day. */
void
dg_print_due(const struct dg_print *print, const char *name, int64_t due_us)
{
    int64_t second = due_us / 1000000 + CHINA_S;
    char day[11];
    if (due_us % 1000000 != 0 || second % DAY_S != 0) {
        dg_print_time(print, name, due_us);
    } else if (due_us > 0) {
        print->host->date_format((int32_t) (second / DAY_S) - 1, day);
        dg_print_word(print, name, day);
    }
}

void
dg_print_period(const struct dg_print *print, const char *name,
                dg_period period)
{
    char text[11];
    dg_period_write(period, text);
    dg_print_word(print, name, text);
}

void
dg_print_office(const struct dg_print *print, const char *name, uint32_t office)
{
    char code[24];
    snprintf(
        code, sizeof code, "%012llu",
        (unsigned long long) print->host->office_code(print->host, office));
    dg_print_word(print, name, code);
}

void
dg_print_place(const struct dg_print *print, uint32_t office)
{
    dg_print_office(print, "office", office);
    dg_print_text(print, "name", print->host->office_name(print->host, office));
}

void
dg_print_source(const struct dg_print *print, const char *name,
                struct dg_plugin_str source)
{
    dg_print_text(print, name, source);
    dg_print_text(print, "name", print->host->source_name(print->host, source));
}

void
dg_print_open_array(const struct dg_print *print, const char *name)
{
    print->host->put_name(print->out, name);
    print->host->open_array(print->out);
}

void
dg_print_open_object(const struct dg_print *print, const char *name)
{
    print->host->put_name(print->out, name);
    print->host->open_object(print->out);
}
