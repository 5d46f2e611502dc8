/* SPDX-License-Identifier: Apache-2.0 */
/* Decides how a complaint reads; who complains is left to the others. */
#include "proto/client/sheet/complaints.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include "proto/base/i18n.h"
#include "proto/base/utf8.h"
#include "proto/client/answer/plain.h"

#define QUOTE_COLUMNS 40

void
dg_complaints_init(struct dg_complaints *complaints, const char *file)
{
    *complaints = (struct dg_complaints){.file = file};
    dg_buf_init(&complaints->text);
}

void
dg_complaints_finish(struct dg_complaints *complaints)
{
    dg_buf_finish(&complaints->text);
}

void
dg_complaints_add(struct dg_complaints *complaints, size_t line,
                  struct dg_str heading, const char *format, ...)
{
    struct dg_buf *out = &complaints->text;
    char *text;
    va_list args;
    if (complaints->count++ >= DG_COMPLAINTS_MAX) {
        return;
    }
    dg_buf_text(out, complaints->file);
    if (line > 0) {
        dg_buf_printf(out, ":%zu", line);
    }
    dg_buf_text(out, ": ");
    if (heading.len > 0) {
        dg_buf_text(out, _("column"));
        dg_buf_u8(out, ' ');
        dg_complaints_quote(out, heading);
        dg_buf_text(out, ": ");
    }
    va_start(args, format);
    if (vasprintf(&text, format, args) >= 0) {
        dg_buf_text(out, text);
        free(text);
    } else {
        out->err = DG_ERR_MEMORY;
    }
    va_end(args);
    dg_buf_u8(out, '\n');
}

void
dg_complaints_end(struct dg_complaints *complaints)
{
    if (complaints->count > DG_COMPLAINTS_MAX) {
        size_t more = complaints->count - DG_COMPLAINTS_MAX;
        dg_buf_printf(&complaints->text, "%s: ", complaints->file);
        dg_buf_printf(&complaints->text,
                      P_("%zu more mistake", "%zu more mistakes", more), more);
        dg_buf_u8(&complaints->text, '\n');
    }
}

void
dg_complaints_quote(struct dg_buf *out, struct dg_str text)
{
    struct dg_str shown = dg_utf8_clip(text, QUOTE_COLUMNS);
    dg_buf_u8(out, '"');
    dg_plain_put(out, shown);
    dg_buf_text(out, shown.len < text.len ? "…\"" : "\"");
}
