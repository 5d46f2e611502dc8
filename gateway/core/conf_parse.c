/* SPDX-License-Identifier: Apache-2.0 */
/* Decides how the file reaches libconfuse, and how its errors read. What may
 * stand in the file is decided in conf.c and conf_plugin.c.
 * What libconfuse gets wrong by itself, conf_scan.c sees to beforehand. */
#include "gateway/core/conf_parse.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>

#include "proto/base/utf8.h"

#define TEXT_MAX (1024 * 1024)
#define ARENA_MAX (1024 * 1024)

static struct dg_conf_parse *current;

struct dg_conf_parse *
dg_conf_parse_current(void)
{
    return current;
}

/* ---- the file ----------------------------------------------------------- */

static enum dg_err
read_failed(struct dg_conf_parse *parse, int error)
{
    dg_conf_complain(parse, 0, "cannot be read: %s", strerror(error));
    return error == ENOMEM ? DG_ERR_MEMORY : DG_ERR_IO;
}

static enum dg_err
read_file(struct dg_conf_parse *parse)
{
    char part[8192];
    size_t len;
    FILE *file = fopen(parse->path, "re");
    if (!file) {
        return read_failed(parse, errno);
    }
    enum dg_err err = DG_OK;
    while ((len = fread(part, 1, sizeof part, file)) > 0 &&
           parse->text.len <= TEXT_MAX) {
        dg_buf_append(&parse->text, part, len);
    }
    if (ferror(file)) {
        err = read_failed(parse, errno);
    } else if (parse->text.len > TEXT_MAX) {
        dg_conf_complain(parse, 0, "is larger than %d bytes", TEXT_MAX);
        err = DG_ERR_CONFIG;
    }
    fclose(file);
    /* Some editors begin with a byte order mark, which nobody sees. */
    if (parse->text.len >= 3 &&
        memcmp(parse->text.data, "\xef\xbb\xbf", 3) == 0) {
        memset(parse->text.data, ' ', 3);
    }
    dg_buf_text(&parse->text, "\n"); /* so that it is never empty */
    return err ? err : parse->text.err;
}

static enum dg_err
text_prepare(struct dg_conf_parse *parse)
{
    char *text = parse->text.data;
    size_t len = parse->text.len, bad_at = 0;
    const char *nul = memchr(text, '\0', len);
    if (nul || !dg_utf8_valid((struct dg_str){text, len}, &bad_at)) {
        dg_conf_complain(parse,
                         dg_conf_complain_line(text, nul ? nul : text + bad_at),
                         nul ? "NUL is not text" : "not UTF-8");
        return DG_ERR_CONFIG;
    }
    dg_conf_scan_text(parse, text, len);
    return parse->complaints ? DG_ERR_CONFIG : DG_OK;
}

/* text: what the file would hold; NULL: it is read. */
static enum dg_err
text_take(struct dg_conf_parse *parse, const struct dg_str *text)
{
    enum dg_err err = DG_OK;
    if (text) {
        dg_buf_str(&parse->text, *text);
        err = parse->text.err;
    } else {
        err = read_file(parse);
    }
    return err ? err : text_prepare(parse);
}

enum dg_err
dg_conf_parse_create(const char *path, const struct dg_str *text,
                     struct dg_conf_parse **parse, struct dg_buf *why)
{
    struct dg_conf_parse *made = calloc(1, sizeof *made);
    if (!made) {
        return DG_ERR_MEMORY;
    }
    dg_arena_init(&made->arena, ARENA_MAX);
    dg_buf_init(&made->text);
    made->why = why;
    made->path = dg_arena_copy(&made->arena, dg_str_from(path)).data;
    enum dg_err err = made->path ? text_take(made, text) : DG_ERR_MEMORY;
    if (err) {
        dg_conf_parse_destroy(made);
        return err;
    }
    *parse = made;
    return DG_OK;
}

void
dg_conf_parse_destroy(struct dg_conf_parse *parse)
{
    if (parse) {
        if (parse->cfg) {
            cfg_free(parse->cfg);
        }
        dg_buf_finish(&parse->text);
        dg_arena_finish(&parse->arena);
        free(parse);
    }
}

/* ---- the run ------------------------------------------------------------ */

static bool
guess_knows(const struct dg_conf_parse *parse, const char *name)
{
    for (size_t i = 0; i < parse->guess_count; i++) {
        if (strcmp(parse->guesses[i].name, name) == 0) {
            return true;
        }
    }
    return false;
}

/* True if the name may still turn out to be a plugin's section. */
static bool
guess_add(struct dg_conf_parse *parse, const char *name, int line)
{
    if (parse->guess_count == DG_CONF_GUESSES || guess_knows(parse, name)) {
        return false;
    }
    const char *copy = dg_arena_copy(&parse->arena, dg_str_from(name)).data;
    if (copy) {
        parse->guesses[parse->guess_count++] =
            (struct dg_conf_guess){copy, line};
    }
    return copy;
}

/* A plugin in use has a section of its name, and nothing else. */
static void
complain_of_name(struct dg_conf_parse *parse, int line, const char *name)
{
    for (unsigned i = 0; i < cfg_size(parse->cfg, "plugins"); i++) {
        if (strcmp(cfg_getnstr(parse->cfg, "plugins", i), name) == 0) {
            dg_conf_complain(parse, line,
                             "%s is a section, not an option: "
                             "%s { ... }",
                             name, name);
            return;
        }
    }
    dg_conf_complain(parse, line, "unknown option \"%s\"", name);
}

/* The two errors about names are told apart by libconfuse's format. */
__attribute__((format(printf, 2, 0))) static void
handle_error(cfg_t *cfg, const char *format, va_list args)
{
    struct dg_conf_parse *parse = current;
    bool unknown = strcmp(format, "no such option '%s'") == 0;
    bool no_section =
        strcmp(format, "missing opening brace for section '%s'") == 0;
    if (!unknown && !no_section) {
        dg_conf_complain_args(parse, cfg->line, format, args);
        return;
    }
    const char *name = va_arg(args, const char *);
    if (no_section && !guess_knows(parse, name)) {
        dg_conf_complain(parse, cfg->line,
                         "missing opening brace for section '%s'", name);
        return;
    }
    /* Within a guessed section the parser takes any name, but says this. */
    if (parse->guessing && unknown &&
        (cfg != parse->cfg || guess_add(parse, name, cfg->line))) {
        return;
    }
    complain_of_name(parse, cfg->line, name);
}

cfg_opt_t
dg_conf_parse_option(const char *name, const char *fallback,
                     cfg_validate_callback_t check)
{
    cfg_opt_t option =
        CFG_STR(name, fallback, fallback ? CFGF_NONE : CFGF_NODEFAULT);
    option.validcb = check;
    return option;
}

bool
dg_conf_parse_is_before(cfg_opt_t *opt, unsigned index)
{
    const char *text = cfg_opt_getnstr(opt, index);
    for (unsigned i = 0; i < index; i++) {
        if (strcmp(cfg_opt_getnstr(opt, i), text) == 0) {
            return true;
        }
    }
    return false;
}

enum dg_err
dg_conf_parse_run(struct dg_conf_parse *parse, cfg_opt_t *options,
                  struct dg_buf *why)
{
    if (parse->cfg) {
        cfg_free(parse->cfg);
    }
    parse->why = why;
    parse->complaints = 0;
    parse->rule_line = 0;
    parse->key_checked = NULL;
    parse->url_checked = NULL;
    current = parse;
    parse->cfg = cfg_init(options, CFGF_NONE);
    FILE *file =
        parse->cfg ? fmemopen(parse->text.data, parse->text.len, "r") : NULL;
    if (!file) {
        return DG_ERR_MEMORY;
    }
    cfg_set_error_function(parse->cfg, handle_error);
    errno = 0;
    int result = cfg_parse_fp(parse->cfg, file);
    bool memory = errno == ENOMEM;
    fclose(file);
    if (result != CFG_SUCCESS && !parse->complaints && !memory) {
        /* libconfuse gave up without a word, on a text where a name should be
         */
        dg_conf_complain(parse, parse->cfg->line, "not understood");
    }
    if (parse->complaints) {
        return DG_ERR_CONFIG;
    }
    return result == CFG_SUCCESS ? DG_OK : DG_ERR_MEMORY;
}
