/* SPDX-License-Identifier: Apache-2.0 */
/* Decides what the gateway's own options may be and what they are when they
 * are not written. Plugins' options are conf_plugin.c's. */
#include "gateway/core/conf.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/un.h>
#include <unistd.h>

#include "gateway/core/conf_parse.h"

#define GATEWAY_MAX 32
#define DAYS_MAX 36500
#define COSIGN_DAYS_MAX 366

static const char *const own_names[] = {
    "gateway",
    "state_dir",
    "runtime_dir",
    "plugin_dir",
    "plugins",
    "journal",
    "log_level",
    "language",
    "log_file",
    "metrics_file",
    "expire_after",
    "separation",
    "root_keys",
    "cosign_within",
    "key_files",
    "listen",
    "listen_hints",
    "principal_rate",
    "principal_burst",
    "principal_outstanding",
    "unauthenticated_rate",
    NULL,
};

static const char *const journal_kinds[] = {"sqlite", "memory", NULL};
/* In the order of enum dg_log_level. */
static const char *const log_levels[] = {"debug", "info", "warn", "error",
                                         NULL};

/* The sources' own, and those in proto/client/po. */
static const char *const languages[] = {"en", "zh_CN", NULL};

static const char *const truths[] = {"false", "true", NULL};

/* -1 if it is none of them. */
static int
find_name(const char *const *names, const char *name)
{
    for (int i = 0; names[i]; i++) {
        if (strcmp(names[i], name) == 0) {
            return i;
        }
    }
    return -1;
}

/* ---- validators: called after each value, with its line ----------------- */

static int
check_gateway(cfg_t *cfg, cfg_opt_t *opt)
{
    const char *id = cfg_opt_getstr(opt);
    size_t len = strlen(id);
    if (len < 1 || len > GATEWAY_MAX ||
        strspn(id, "abcdefghijklmnopqrstuvwxyz0123456789.-") != len) {
        dg_conf_complain(dg_conf_parse_current(), cfg->line,
                         "gateway must be 1 to %d of a-z, 0-9, \".\" and \"-\"",
                         GATEWAY_MAX);
    }
    return 0;
}

static int
check_path(cfg_t *cfg, cfg_opt_t *opt)
{
    struct dg_conf_parse *parse = dg_conf_parse_current();
    if (*cfg_opt_getstr(opt) == '\0') {
        dg_conf_complain(parse, cfg->line, "%s must not be empty", opt->name);
    }
    if (strcmp(opt->name, "runtime_dir") == 0) {
        parse->runtime_line = cfg->line;
    }
    return 0;
}

static int
check_journal(cfg_t *cfg, cfg_opt_t *opt)
{
    if (find_name(journal_kinds, cfg_opt_getstr(opt)) < 0) {
        dg_conf_complain(dg_conf_parse_current(), cfg->line,
                         "journal must be \"sqlite\" or \"memory\"");
    }
    return 0;
}

static int
check_log_level(cfg_t *cfg, cfg_opt_t *opt)
{
    if (find_name(log_levels, cfg_opt_getstr(opt)) < 0) {
        dg_conf_complain(
            dg_conf_parse_current(), cfg->line,
            "log_level must be \"debug\", \"info\", \"warn\" or \"error\"");
    }
    return 0;
}

static int
check_language(cfg_t *cfg, cfg_opt_t *opt)
{
    if (find_name(languages, cfg_opt_getstr(opt)) < 0) {
        dg_conf_complain(dg_conf_parse_current(), cfg->line,
                         "language must be \"en\" or \"zh_CN\"");
    }
    return 0;
}

static int
check_separation(cfg_t *cfg, cfg_opt_t *opt)
{
    if (find_name(truths, cfg_opt_getstr(opt)) < 0) {
        dg_conf_complain(dg_conf_parse_current(), cfg->line,
                         "separation must be true or false");
    }
    return 0;
}

/* -1 if it is no number of days. */
static int
parse_days(const char *text)
{
    uint64_t days;
    return dg_str_to_u64(dg_str_from(text), &days) != DG_OK || days > DAYS_MAX
               ? -1
               : (int) days;
}

static int
check_expire_after(cfg_t *cfg, cfg_opt_t *opt)
{
    if (parse_days(cfg_opt_getstr(opt)) < 0) {
        dg_conf_complain(dg_conf_parse_current(), cfg->line,
                         "expire_after must be a whole number from 0 to %d",
                         DAYS_MAX);
    }
    return 0;
}

static int
check_cosign_within(cfg_t *cfg, cfg_opt_t *opt)
{
    int days = parse_days(cfg_opt_getstr(opt));
    if (days < 1 || days > COSIGN_DAYS_MAX) {
        dg_conf_complain(dg_conf_parse_current(), cfg->line,
                         "cosign_within must be a whole number from 1 to %d",
                         COSIGN_DAYS_MAX);
    }
    return 0;
}

/* Called after each name and after the list: the list is checked as a whole
 * when the file was read. */
static int
note_plugins(cfg_t *cfg, cfg_opt_t *opt)
{
    (void) opt;
    dg_conf_parse_current()->plugins_line = cfg->line;
    return 0;
}

/* ---- after the reading -------------------------------------------------- */

static void
check_plugin(struct dg_conf_parse *parse, unsigned index)
{
    const char *name = cfg_getnstr(parse->cfg, "plugins", index);
    if (*name == '\0' || find_name(own_names, name) >= 0 ||
        name[strspn(name, "abcdefghijklmnopqrstuvwxyz0123456789_")] != '\0') {
        dg_conf_complain(parse, parse->plugins_line,
                         "\"%s\" cannot be a plugin's name", name);
    }
    for (unsigned i = 0; i < index; i++) {
        if (strcmp(cfg_getnstr(parse->cfg, "plugins", i), name) == 0) {
            dg_conf_complain(parse, parse->plugins_line,
                             "plugin %s is named twice", name);
        }
    }
}

/* A guessed section that no plugin in use has. */
static void
check_guess(struct dg_conf_parse *parse, const struct dg_conf_guess *guess)
{
    for (unsigned i = 0; i < cfg_size(parse->cfg, "plugins"); i++) {
        if (strcmp(cfg_getnstr(parse->cfg, "plugins", i), guess->name) == 0) {
            return;
        }
    }
    dg_conf_complain(parse, guess->line,
                     "unknown section \"%s\": plugins does not name it",
                     guess->name);
}

static enum dg_err
check_whole(struct dg_conf_parse *parse)
{
    if (cfg_size(parse->cfg, "gateway") == 0) {
        dg_conf_complain(parse, 0, "missing option \"gateway\"");
    }
    for (unsigned i = 0; i < cfg_size(parse->cfg, "plugins"); i++) {
        check_plugin(parse, i);
    }
    for (size_t i = 0; i < parse->guess_count; i++) {
        check_guess(parse, &parse->guesses[i]);
    }
    return parse->complaints ? DG_ERR_CONFIG : DG_OK;
}

const char *
dg_conf_absolute(struct dg_conf_parse *parse, const char *path)
{
    const char *slash = strrchr(parse->path, '/');
    int folder = slash ? (int) (slash - parse->path) + 1 : 0;
    char cwd[PATH_MAX] = "";
    if (path[0] == '/') {
        return dg_arena_copy(&parse->arena, dg_str_from(path)).data;
    }
    if (parse->path[0] != '/' && !getcwd(cwd, sizeof cwd - 1)) {
        return NULL;
    }
    strcat(cwd, *cwd ? "/" : "");
    return dg_arena_printf(&parse->arena, "%s%.*s%s", cwd, folder, parse->path,
                           path)
        .data;
}

static const char *
absolute_path(struct dg_conf_parse *parse, const char *name)
{
    return dg_conf_absolute(parse, cfg_getstr(parse->cfg, name));
}

static enum dg_err
check_runtime_dir(struct dg_conf_parse *parse, const char *dir)
{
    const size_t most = sizeof((struct sockaddr_un *) 0)->sun_path - 1;
    size_t len = strlen(dir) + sizeof "/" DG_CONF_SOCKET - 1;
    if (len > most) {
        dg_conf_complain(parse, parse->runtime_line,
                         "runtime_dir is too long: the path of its "
                         "socket has %zu bytes, %zu are possible",
                         len, most);
        return DG_ERR_CONFIG;
    }
    return DG_OK;
}

static enum dg_err
copy_plugins(struct dg_conf_parse *parse, struct dg_conf *conf)
{
    size_t count = cfg_size(parse->cfg, "plugins");
    const char **names = dg_arena_alloc(&parse->arena, count * sizeof *names);
    for (size_t i = 0; names && i < count; i++) {
        const char *name = cfg_getnstr(parse->cfg, "plugins", (unsigned) i);
        names[i] = dg_arena_copy(&parse->arena, dg_str_from(name)).data;
        if (!names[i]) {
            return DG_ERR_MEMORY;
        }
    }
    conf->plugins = names;
    conf->plugin_count = count;
    conf->plugins_line = parse->plugins_line;
    return names ? DG_OK : DG_ERR_MEMORY;
}

static enum dg_err
copy_options(struct dg_conf_parse *parse, struct dg_conf *conf)
{
    cfg_t *cfg = parse->cfg;
    conf->path = parse->path;
    conf->gateway =
        dg_arena_copy(&parse->arena, dg_str_from(cfg_getstr(cfg, "gateway")))
            .data;
    conf->state_dir = absolute_path(parse, "state_dir");
    conf->runtime_dir = absolute_path(parse, "runtime_dir");
    conf->plugin_dir = absolute_path(parse, "plugin_dir");
    conf->journal =
        journal_kinds[find_name(journal_kinds, cfg_getstr(cfg, "journal"))];
    conf->log_level =
        (enum dg_log_level) find_name(log_levels, cfg_getstr(cfg, "log_level"));
    conf->language =
        languages[find_name(languages, cfg_getstr(cfg, "language"))];
    conf->log_file =
        cfg_size(cfg, "log_file") ? absolute_path(parse, "log_file") : NULL;
    conf->metrics_file = cfg_size(cfg, "metrics_file")
                             ? absolute_path(parse, "metrics_file")
                             : NULL;
    conf->separation = find_name(truths, cfg_getstr(cfg, "separation")) == 1;
    conf->expire_after = parse_days(cfg_getstr(cfg, "expire_after"));
    conf->cosign_within = parse_days(cfg_getstr(cfg, "cosign_within"));
    if (!conf->gateway || !conf->state_dir || !conf->runtime_dir ||
        !conf->plugin_dir || (cfg_size(cfg, "log_file") && !conf->log_file) ||
        (cfg_size(cfg, "metrics_file") && !conf->metrics_file)) {
        return DG_ERR_MEMORY;
    }
    dg_conf_limits_copy(parse, conf);
    enum dg_err err = copy_plugins(parse, conf);
    err = err ? err : dg_conf_keys_copy(parse, conf);
    err = err ? err : dg_conf_keys_copy_files(parse, conf);
    err = err ? err : dg_conf_listen_copy(parse, conf);
    return err ? err : check_runtime_dir(parse, conf->runtime_dir);
}

/* ---- the first reading -------------------------------------------------- */

size_t
dg_conf_own_options(cfg_opt_t options[DG_CONF_OWN_OPTIONS])
{
    static char plugins[] = "{access_list, form_dedup, burden}";
    size_t i = 0;
    options[i++] = dg_conf_parse_option("gateway", NULL, check_gateway);
    options[i++] = dg_conf_parse_option("state_dir", DG_STATE_DIR, check_path);
    options[i++] =
        dg_conf_parse_option("runtime_dir", DG_RUNTIME_DIR, check_path);
    options[i++] =
        dg_conf_parse_option("plugin_dir", DG_PLUGIN_DIR, check_path);
    options[i++] = dg_conf_parse_option("journal", "sqlite", check_journal);
    options[i++] = dg_conf_parse_option("log_level", "info", check_log_level);
    options[i++] = dg_conf_parse_option("log_file", NULL, check_path);
    options[i++] = dg_conf_parse_option("metrics_file", NULL, check_path);
    options[i++] = dg_conf_parse_option("language", "en", check_language);
    options[i++] =
        dg_conf_parse_option("expire_after", "365", check_expire_after);
    options[i++] =
        dg_conf_parse_option("cosign_within", "15", check_cosign_within);
    options[i++] =
        dg_conf_parse_option("separation", "false", check_separation);
    dg_conf_limits_options(&options[i]);
    i += DG_CONF_LIMITS;
    options[i] = (cfg_opt_t) CFG_STR_LIST("plugins", plugins, CFGF_NONE);
    options[i++].validcb = note_plugins;
    options[i] = (cfg_opt_t) CFG_STR_LIST("root_keys", NULL, CFGF_NONE);
    options[i++].validcb = dg_conf_keys_check;
    options[i] = (cfg_opt_t) CFG_STR_LIST("key_files", NULL, CFGF_NODEFAULT);
    options[i++].validcb = dg_conf_keys_check_files;
    options[i] = (cfg_opt_t) CFG_STR_LIST("listen", NULL, CFGF_NONE);
    options[i++].validcb = dg_conf_listen_check;
    options[i] = (cfg_opt_t) CFG_STR_LIST("listen_hints", NULL, CFGF_NONE);
    options[i++].validcb = dg_conf_listen_check;
    return i;
}

/* Parses with every guess so far as a section that may hold anything. */
static enum dg_err
run_guessing(struct dg_conf_parse *parse, struct dg_buf *why)
{
    cfg_opt_t anything[] = {CFG_END()};
    cfg_opt_t section[] = {
        CFG_SEC("rule", anything, CFGF_MULTI | CFGF_TITLE | CFGF_KEYSTRVAL),
        CFG_END(),
    };
    cfg_opt_t options[DG_CONF_OWN_OPTIONS + DG_CONF_GUESSES + 1];
    size_t count = dg_conf_own_options(options);
    for (size_t i = 0; i < parse->guess_count; i++) {
        options[count++] = (cfg_opt_t) CFG_SEC(parse->guesses[i].name, section,
                                               CFGF_KEYSTRVAL);
    }
    options[count] = (cfg_opt_t) CFG_END();
    return dg_conf_parse_run(parse, options, why);
}

static enum dg_err
open_parse(struct dg_conf_parse *parse, struct dg_conf *conf,
           struct dg_buf *why)
{
    enum dg_err err;
    /* A run that meets an unknown name stops there; the next one knows it. */
    size_t before, begin = why->len;
    parse->guessing = true;
    do {
        before = parse->guess_count;
        if (why->len > begin) {
            why->len = begin;
            why->data[begin] = '\0';
        }
        err = run_guessing(parse, why);
    } while (parse->guess_count > before);
    parse->guessing = false;

    err = err ? err : check_whole(parse);
    err = err ? err : copy_options(parse, conf);
    if (err) {
        dg_conf_parse_destroy(parse);
        return err;
    }
    conf->parse = parse;
    return DG_OK;
}

enum dg_err
dg_conf_open(const char *path, struct dg_conf *conf, struct dg_buf *why)
{
    struct dg_conf_parse *parse;
    enum dg_err err = dg_conf_parse_create(path, NULL, &parse, why);
    return err ? err : open_parse(parse, conf, why);
}

enum dg_err
dg_conf_open_text(const char *name, struct dg_str text, struct dg_conf *conf,
                  struct dg_buf *why)
{
    struct dg_conf_parse *parse;
    enum dg_err err = dg_conf_parse_create(name, &text, &parse, why);
    return err ? err : open_parse(parse, conf, why);
}

void
dg_conf_close(struct dg_conf *conf)
{
    dg_conf_parse_destroy(conf->parse);
    conf->parse = NULL;
}
