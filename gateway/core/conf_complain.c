/* SPDX-License-Identifier: Apache-2.0 */
/* Decides how a complaint about the configuration reads: FILE:LINE: what. */
#include "gateway/core/conf_parse.h"

#include <stdio.h>

int
dg_conf_complain_line(const char *text, const char *place)
{
    int line = 1;
    for (; text < place; text++) {
        line += *text == '\n';
    }
    return line;
}

void
dg_conf_complain_args(struct dg_conf_parse *parse, int line, const char *format,
                      va_list args)
{
    char what[1024];
    vsnprintf(what, sizeof what, format, args);
    dg_buf_text(parse->why, parse->path);
    if (line > 0) {
        dg_buf_printf(parse->why, ":%d", line);
    }
    dg_buf_printf(parse->why, ": %s\n", what);
    parse->complaints++;
}

void
dg_conf_complain(struct dg_conf_parse *parse, int line, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    dg_conf_complain_args(parse, line, format, args);
    va_end(args);
}
