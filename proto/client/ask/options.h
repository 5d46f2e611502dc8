/* SPDX-License-Identifier: Apache-2.0 */
/* Command lines: long options that end at the first operand, described by a
 * table; every complaint is one stable line on stderr. */
#ifndef PROTO_CLIENT_ASK_OPTIONS_H
#define PROTO_CLIENT_ASK_OPTIONS_H

#include <stdbool.h>

#include "proto/base/err.h"

#define DG_OPTION_REPEATS 20

/* flag, value or both are set; with both, the option may be repeated. The last
 * element of a table has no name. */
struct dg_option {
    const char *name;   /* without dashes */
    bool *flag;         /* set to true */
    const char **value; /* set to the argument; of an option that may be
                           repeated, DG_OPTION_REPEATS + 1 of them: the
                           arguments, NULL behind the last */
};

/* Reads options from argv[1] on; first becomes the index of the first operand.
 * where goes into messages ("publish"; NULL before the subcommand).
 * DG_ERR_MALFORMED: said on stderr. */
enum dg_err dg_options_parse(const char *where, const struct dg_option *options,
                             int argc, char **argv, int *first);

/* "dutygate: WHERE: " and the text on stderr. Gives the exit status 64. */
int dg_options_complain(const char *where, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* Checks how many operands there are. DG_ERR_MALFORMED: said on stderr. */
enum dg_err dg_options_operands(const char *where, int count, int least,
                                int most, char **operands);

#endif
