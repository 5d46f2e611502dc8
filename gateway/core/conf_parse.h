/* SPDX-License-Identifier: Apache-2.0 */
/* What the files conf*.c share: the file's text, the parser's run over
 * it, and the complaints. Nobody else includes this. */
#ifndef GATEWAY_CORE_CONF_PARSE_H
#define GATEWAY_CORE_CONF_PARSE_H

#include <confuse.h>
#include <stdarg.h>

#include "gateway/core/conf.h"
#include "proto/base/arena.h"

/* A name the first reading does not know. When the parser then finds a section
 * under it, it may be a plugin's. */
struct dg_conf_guess {
    const char *name;
    int line;
};

#define DG_CONF_GUESSES 64

struct dg_conf_parse {
    struct dg_arena arena; /* every text of the configuration */
    const char *path;
    struct dg_buf text; /* the file's, without comments */
    cfg_t *cfg;         /* what the last run read; NULL before */

    /* Where these stand; 0: nowhere. */
    int plugins_line, runtime_line, listen_line;

    struct dg_buf *why; /* where complaints of the run under way go */
    unsigned complaints;
    bool guessing; /* the first reading: unknown names become guesses */
    struct dg_conf_guess guesses[DG_CONF_GUESSES];
    size_t guess_count;

    const struct dg_plugin *const *plugins; /* the second reading */
    size_t plugin_count;
    const char *key_checked; /* of root_keys, the value checked last */
    const char *url_checked; /* of listen or listen_hints, likewise */
    int rule_line;           /* where the rule being read begins; 0 outside */
};

/* Reads the file, or in its place a text that is not empty. DG_ERR_CONFIG or
 * DG_ERR_IO with why filled, DG_ERR_MEMORY. */
enum dg_err dg_conf_parse_create(const char *path, const struct dg_str *text,
                                 struct dg_conf_parse **parse,
                                 struct dg_buf *why);
void dg_conf_parse_destroy(struct dg_conf_parse *parse); /* NULL is fine */

/* conf_complain.c: the line a place of the text is in, from 1. */
int dg_conf_complain_line(const char *text, const char *place);

/* Adds "FILE:LINE: what" to why; no ":LINE" when line is 0. */
void dg_conf_complain(struct dg_conf_parse *parse, int line, const char *format,
                      ...) __attribute__((format(printf, 3, 4)));
void dg_conf_complain_args(struct dg_conf_parse *parse, int line,
                           const char *format, va_list args)
    __attribute__((format(printf, 3, 0)));

/* conf_scan.c: blanks the comments of a text, which is NUL-terminated, and
 * complains of what libconfuse would not. */
void dg_conf_scan_text(struct dg_conf_parse *parse, char *text, size_t len);

/* A row of a table of options: a text, which check looks at. fallback may be
 * NULL. */
cfg_opt_t dg_conf_parse_option(const char *name, const char *fallback,
                               cfg_validate_callback_t check);

/* For the validator of a list: its value of that index stands before it, too.
 */
bool dg_conf_parse_is_before(cfg_opt_t *opt, unsigned index);

/* Parses the text under a table of options, which is copied. DG_ERR_CONFIG
 * after complaints, as many as there are; DG_ERR_MEMORY. */
enum dg_err dg_conf_parse_run(struct dg_conf_parse *parse, cfg_opt_t *options,
                              struct dg_buf *why);

#define DG_CONF_OWN_OPTIONS 24 /* at most */

/* The gateway's own options as a table for the parser, without its end. */
size_t dg_conf_own_options(cfg_opt_t options[DG_CONF_OWN_OPTIONS]);

/* conf_keys.c: the validator of root_keys, and what it let pass. */
int dg_conf_keys_check(cfg_t *cfg, cfg_opt_t *opt);
enum dg_err dg_conf_keys_copy(struct dg_conf_parse *parse,
                              struct dg_conf *conf);
/* And those of key_files; copied once state_dir is. */
int dg_conf_keys_check_files(cfg_t *cfg, cfg_opt_t *opt);
enum dg_err dg_conf_keys_copy_files(struct dg_conf_parse *parse,
                                    struct dg_conf *conf);

/* A path of the file as an absolute one; NULL without memory. */
const char *dg_conf_absolute(struct dg_conf_parse *parse, const char *path);

/* conf_listen.c: the validator of listen and listen_hints, and what it let
 * pass; runtime_dir is copied before. */
int dg_conf_listen_check(cfg_t *cfg, cfg_opt_t *opt);
enum dg_err dg_conf_listen_copy(struct dg_conf_parse *parse,
                                struct dg_conf *conf);

/* conf_limits.c: the options of struct dg_conf_limits. */
#define DG_CONF_LIMITS 4
void dg_conf_limits_options(cfg_opt_t options[DG_CONF_LIMITS]);
void dg_conf_limits_copy(struct dg_conf_parse *parse, struct dg_conf *conf);

/* For validators, to which libconfuse hands no context: the parse whose run is
 * under way. Configurations are read by one thread. */
struct dg_conf_parse *dg_conf_parse_current(void);

#endif
