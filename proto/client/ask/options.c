/* SPDX-License-Identifier: Apache-2.0 */
/* Decides what a command line's words are: option, argument, operand. What
 * they mean is left to the subcommands. */
#include "proto/client/ask/options.h"

#include <getopt.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "proto/base/i18n.h"
#include "proto/client/answer/answer.h"

#define OPTIONS_MAX 16

/* Of the command itself, not of its subcommands (main.c). */
static const char *const globals[] = {"socket", "as", "json", "timeout"};

int
dg_options_complain(const char *where, const char *format, ...)
{
    va_list args;
    fprintf(stderr, "dutygate: %s%s", where ? where : "", where ? ": " : "");
    va_start(args, format);
    vfprintf(stderr, format, args);
    va_end(args);
    fprintf(stderr, "\n");
    return DG_EXIT_USAGE;
}

static void
make_getopt_table(const struct dg_option *options, struct option *table)
{
    int i;
    for (i = 0; options[i].name && i < OPTIONS_MAX; i++) {
        table[i] = (struct option){
            options[i].name, options[i].value ? required_argument : no_argument,
            NULL, i + 1};
    }
    table[i] = (struct option){NULL, 0, NULL, 0};
}

/* True for "--json", of which name bytes are the option's. */
static bool
is_global(const char *word, int name)
{
    for (size_t i = 0; i < sizeof globals / sizeof *globals; i++) {
        if (name == (int) strlen(globals[i]) + 2 &&
            strncmp(word, "--", 2) == 0 &&
            strncmp(word + 2, globals[i], (size_t) name - 2) == 0) {
            return true;
        }
    }
    return false;
}

/* getopt tells of a known option used wrongly by its number, in optopt. */
static void
complain_of_option(const char *where, int kind, const char *word)
{
    int name = (int) strcspn(word, "=");
    bool known = where && is_global(word, name);
    if (kind == ':') {
        dg_options_complain(where, _("option \"%.*s\" needs a value"), name,
                            word);
    } else if (optopt > 0 && strncmp(word, "--", 2) == 0) {
        dg_options_complain(where, _("option \"%.*s\" takes no value"), name,
                            word);
    } else {
        dg_options_complain(where,
                            known ? _("misplaced option \"%.*s\" (it comes "
                                      "before the subcommand)")
                                  : _("unknown option \"%.*s\""),
                            name, word);
    }
}

/* One more argument of an option that may be repeated. */
static enum dg_err
add_value(const char *where, const struct dg_option *option)
{
    size_t i = 0;
    while (option->value[i]) {
        i++;
    }
    if (i == DG_OPTION_REPEATS) {
        dg_options_complain(where, _("option \"--%s\" more than %d times"),
                            option->name, DG_OPTION_REPEATS);
        return DG_ERR_MALFORMED;
    }
    option->value[i] = optarg;
    return DG_OK;
}

enum dg_err
dg_options_parse(const char *where, const struct dg_option *options, int argc,
                 char **argv, int *first)
{
    struct option table[OPTIONS_MAX + 1];
    make_getopt_table(options, table);
    opterr = 0;
    optind = 0; /* GNU: start anew */
    for (;;) {
        int at = optind > 0 ? optind : 1;
        int found = getopt_long(argc, argv, "+:", table, NULL);
        if (found == -1) {
            *first = optind;
            return DG_OK;
        }
        if (found == '?' || found == ':') {
            complain_of_option(where, found, argv[at]);
            return DG_ERR_MALFORMED;
        }
        const struct dg_option *option = &options[found - 1];
        if (option->value && option->flag) {
            *option->flag = true;
            if (add_value(where, option)) {
                return DG_ERR_MALFORMED;
            }
        } else if (option->value) {
            *option->value = optarg;
        } else {
            *option->flag = true;
        }
    }
}

enum dg_err
dg_options_operands(const char *where, int count, int least, int most,
                    char **operands)
{
    if (count < least) {
        dg_options_complain(where, _("operand missing; see: dutygate help %s"),
                            where);
        return DG_ERR_MALFORMED;
    }
    if (count > most) {
        const char *extra = operands[most];
        dg_options_complain(where,
                            extra[0] == '-'
                                ? _("unexpected operand \"%s\" (options come "
                                    "before operands)")
                                : _("unexpected operand \"%s\""),
                            extra);
        return DG_ERR_MALFORMED;
    }
    return DG_OK;
}
