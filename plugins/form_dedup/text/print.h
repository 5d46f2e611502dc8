/* SPDX-License-Identifier: Apache-2.0 */
/* Members of answers and of folds, one call each. */
#ifndef PLUGINS_FORM_DEDUP_TEXT_PRINT_H
#define PLUGINS_FORM_DEDUP_TEXT_PRINT_H

#include "plugins/form_dedup/text/period.h"
#include "plugins/form_dedup/text/text.h"

/* Where they are written. */
struct dg_print {
    const struct dg_plugin_host *host;
    struct dg_plugin_writer *out;
};

/* Nothing if the text is empty. */
void dg_print_text(const struct dg_print *print, const char *name,
                   struct dg_plugin_str text);
void dg_print_word(const struct dg_print *print, const char *name,
                   const char *word);
void dg_print_number(const struct dg_print *print, const char *name,
                     uint64_t number);
/* Nothing of 0. */
void dg_print_count(const struct dg_print *print, const char *name,
                    uint64_t count);
/* Nothing unless it is true. */
void dg_print_flag(const struct dg_print *print, const char *name, bool truth);
/* "2026-11-05T16:30:00+08:00" */
void dg_print_time(const struct dg_print *print, const char *name,
                   int64_t time_us);
/* A due date as common.json has it: a day, or an instant; nothing of 0. */
void dg_print_due(const struct dg_print *print, const char *name,
                  int64_t due_us);
/* Nothing of none. */
void dg_print_period(const struct dg_print *print, const char *name,
                     dg_period period);
/* "522731001001"; and with its name, as two members. */
void dg_print_office(const struct dg_print *print, const char *name,
                     uint32_t office);
void dg_print_place(const struct dg_print *print, uint32_t office);
/* A source, and what it is called: two members. */
void dg_print_source(const struct dg_print *print, const char *name,
                     struct dg_plugin_str source);
void dg_print_open_array(const struct dg_print *print, const char *name);
void dg_print_open_object(const struct dg_print *print, const char *name);

#endif
