/* SPDX-License-Identifier: Apache-2.0 */
/* Decides whether what is configured for plugins is what they declare, and
 * what a rule's mode is on a day. What options and rules mean is theirs. */
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "gateway/core/conf_parse.h"
#include "proto/base/date.h"
#include "proto/base/utf8.h"

/* In the order of enum dg_mode. */
static const char *const modes[] = {"off", "observe", "enforce"};

const char *
dg_mode_text(enum dg_mode mode)
{
    return modes[mode];
}

static bool
parse_mode(const char *text, enum dg_mode *mode)
{
    for (int i = 0; i < 3; i++) {
        if (strcmp(text, modes[i]) == 0) {
            *mode = (enum dg_mode) i;
            return true;
        }
    }
    return false;
}

/* ---- options ------------------------------------------------------------ */

static bool
parse_integer(const char *text, int64_t *number)
{
    char *end;
    errno = 0;
    intmax_t value = strtoimax(text, &end, 10);
    *number = value;
    return *text != '\0' && *end == '\0' && errno == 0 && value >= INT64_MIN &&
           value <= INT64_MAX;
}

/* Writes what is wrong with a value of an option; false if nothing is. */
static bool
option_is_wrong(const struct dg_plugin_option *option, const char *value,
                char why[256])
{
    int64_t number;
    size_t characters;
    switch (option->type) {
    case DG_PLUGIN_OPTION_INTEGER:
        snprintf(why, 256,
                 "%s must be a whole number from %" PRId64 " to %" PRId64,
                 option->name, option->min, option->max);
        return !parse_integer(value, &number) || number < option->min ||
               number > option->max;
    case DG_PLUGIN_OPTION_BOOLEAN:
        snprintf(why, 256, "%s must be true or false", option->name);
        return cfg_parse_boolean(value) < 0;
    case DG_PLUGIN_OPTION_TEXT:
        snprintf(why, 256, "%s must have %" PRId64 " to %" PRId64 " characters",
                 option->name, option->min, option->max);
        characters = dg_utf8_length(dg_str_from(value));
        return (int64_t) characters < option->min ||
               (int64_t) characters > option->max;
    }
    return false;
}

static const struct dg_plugin *
find_plugin(const struct dg_conf_parse *parse, const char *name)
{
    for (size_t i = 0; i < parse->plugin_count; i++) {
        if (strcmp(parse->plugins[i]->name, name) == 0) {
            return parse->plugins[i];
        }
    }
    return NULL;
}

static bool
has_rule(const struct dg_plugin *plugin, const char *name)
{
    for (size_t i = 0; i < plugin->rule_count; i++) {
        if (strcmp(plugin->rules[i].name, name) == 0) {
            return true;
        }
    }
    return false;
}

/* ---- validators --------------------------------------------------------- */

static int
check_option(cfg_t *section, cfg_opt_t *opt)
{
    struct dg_conf_parse *parse = dg_conf_parse_current();
    const struct dg_plugin *plugin = find_plugin(parse, section->name);
    char why[256];
    for (size_t i = 0; i < plugin->option_count; i++) {
        if (strcmp(plugin->options[i].name, opt->name) == 0 &&
            option_is_wrong(&plugin->options[i], cfg_opt_getstr(opt), why)) {
            dg_conf_complain(parse, section->line, "%s", why);
        }
    }
    return 0;
}

/* While a rule is read, its section still stands at the rule's first line. */
static void
note_rule(struct dg_conf_parse *parse, const cfg_t *rule)
{
    for (size_t i = 0; i < parse->plugin_count && !parse->rule_line; i++) {
        cfg_t *section = cfg_getsec(parse->cfg, parse->plugins[i]->name);
        unsigned count = cfg_size(section, "rule");
        if (count && cfg_getnsec(section, "rule", count - 1) == rule) {
            parse->rule_line = section->line;
        }
    }
}

static int
check_mode(cfg_t *rule, cfg_opt_t *opt)
{
    struct dg_conf_parse *parse = dg_conf_parse_current();
    enum dg_mode mode;
    note_rule(parse, rule);
    if (!parse_mode(cfg_opt_getstr(opt), &mode)) {
        dg_conf_complain(parse, rule->line,
                         "%s must be \"off\", \"observe\" or \"enforce\"",
                         opt->name);
    }
    return 0;
}

static int
check_from(cfg_t *rule, cfg_opt_t *opt)
{
    struct dg_conf_parse *parse = dg_conf_parse_current();
    int32_t day;
    note_rule(parse, rule);
    if (dg_date_parse(dg_str_from(cfg_opt_getstr(opt)), &day)) {
        dg_conf_complain(parse, rule->line, "from must be a date YYYY-MM-DD");
    }
    return 0;
}

/* After a rule's closing brace. */
static int
check_rule(cfg_t *section, cfg_opt_t *opt)
{
    struct dg_conf_parse *parse = dg_conf_parse_current();
    const struct dg_plugin *plugin = find_plugin(parse, section->name);
    cfg_t *rule = cfg_opt_getnsec(opt, cfg_opt_size(opt) - 1);
    int line = parse->rule_line ? parse->rule_line : section->line;
    parse->rule_line = 0;
    if (!has_rule(plugin, rule->title)) {
        dg_conf_complain(parse, line, "unknown rule \"%s\" of plugin %s",
                         rule->title, plugin->name);
    }
    if (cfg_size(rule, "before") && !cfg_size(rule, "from")) {
        dg_conf_complain(parse, line, "before needs from in rule \"%s\"",
                         rule->title);
    }
    return 0;
}

/* ---- the second reading ------------------------------------------------- */

/* A plugin's own fallbacks must pass too. */
static void
check_fallbacks(struct dg_conf_parse *parse, const struct dg_plugin *plugin)
{
    char why[256];
    for (size_t i = 0; i < plugin->option_count; i++) {
        const struct dg_plugin_option *option = &plugin->options[i];
        if (option_is_wrong(option, option->fallback, why)) {
            dg_conf_complain(parse, 0, "plugin %s has a bad fallback: %s",
                             plugin->name, why);
        }
    }
}

/* The section of a plugin; its table is copied by cfg_init and lives in the
 * arena until then. */
static enum dg_err
section_table(struct dg_conf_parse *parse, const struct dg_plugin *plugin,
              cfg_opt_t *rule, cfg_opt_t *section)
{
    cfg_opt_t *table = dg_arena_alloc(
        &parse->arena, (plugin->option_count + 2) * sizeof *table);
    if (!table) {
        return DG_ERR_MEMORY;
    }
    size_t count = 0;
    for (; count < plugin->option_count; count++) {
        table[count] =
            dg_conf_parse_option(plugin->options[count].name,
                                 plugin->options[count].fallback, check_option);
    }
    table[count] = (cfg_opt_t) CFG_SEC(
        "rule", rule, CFGF_MULTI | CFGF_TITLE | CFGF_NO_TITLE_DUPES);
    table[count++].validcb = check_rule;
    table[count] = (cfg_opt_t) CFG_END();
    *section = (cfg_opt_t) CFG_SEC(plugin->name, table, CFGF_NONE);
    return DG_OK;
}

enum dg_err
dg_conf_check(struct dg_conf *conf, const struct dg_plugin *const *plugins,
              size_t count, struct dg_buf *why)
{
    struct dg_conf_parse *parse = conf->parse;
    cfg_opt_t rule[] = {
        dg_conf_parse_option("mode", "enforce", check_mode),
        dg_conf_parse_option("from", NULL, check_from),
        dg_conf_parse_option("before", NULL, check_mode),
        CFG_END(),
    };
    cfg_opt_t *options = dg_arena_alloc(
        &parse->arena, (DG_CONF_OWN_OPTIONS + count + 1) * sizeof *options);
    if (!options) {
        return DG_ERR_MEMORY;
    }
    size_t used = dg_conf_own_options(options);
    for (size_t i = 0; i < count; i++, used++) {
        enum dg_err err =
            section_table(parse, plugins[i], rule, &options[used]);
        if (err) {
            return err;
        }
    }
    options[used] = (cfg_opt_t) CFG_END();
    parse->plugins = plugins;
    parse->plugin_count = count;
    enum dg_err err = dg_conf_parse_run(parse, options, why);
    for (size_t i = 0; i < count; i++) {
        check_fallbacks(parse, plugins[i]);
    }
    parse->plugins = NULL;
    parse->plugin_count = 0;
    return !err && parse->complaints ? DG_ERR_CONFIG : err;
}

/* ---- accessors ---------------------------------------------------------- */

static const char *
option_value(const struct dg_conf *conf, const char *plugin, const char *name)
{
    return cfg_getstr(cfg_getsec(conf->parse->cfg, plugin), name);
}

struct dg_str
dg_conf_text(const struct dg_conf *conf, const char *plugin, const char *name)
{
    return dg_str_from(option_value(conf, plugin, name));
}

int64_t
dg_conf_integer(const struct dg_conf *conf, const char *plugin,
                const char *name)
{
    int64_t number;
    parse_integer(option_value(conf, plugin, name), &number);
    return number;
}

bool
dg_conf_boolean(const struct dg_conf *conf, const char *plugin,
                const char *name)
{
    return cfg_parse_boolean(option_value(conf, plugin, name)) == cfg_true;
}

/* The rule's section, or NULL if none is written. */
static cfg_t *
rule_section(const struct dg_conf *conf, const char *plugin, const char *rule)
{
    cfg_t *section = cfg_getsec(conf->parse->cfg, plugin);
    for (unsigned i = 0; i < cfg_size(section, "rule"); i++) {
        cfg_t *found = cfg_getnsec(section, "rule", i);
        if (strcmp(found->title, rule) == 0) {
            return found;
        }
    }
    return NULL;
}

struct dg_conf_rule
dg_conf_rule(const struct dg_conf *conf, const char *plugin, const char *rule)
{
    struct dg_conf_rule made = {.mode = DG_MODE_ENFORCE,
                                .before = DG_MODE_OBSERVE};
    cfg_t *section = rule_section(conf, plugin, rule);
    if (section) {
        parse_mode(cfg_getstr(section, "mode"), &made.mode);
        made.dated = cfg_size(section, "from") > 0;
    }
    if (made.dated) {
        dg_date_parse(dg_str_from(cfg_getstr(section, "from")), &made.from);
    }
    if (made.dated && cfg_size(section, "before")) {
        parse_mode(cfg_getstr(section, "before"), &made.before);
    }
    return made;
}

enum dg_mode
dg_conf_mode(struct dg_conf_rule rule, int32_t day)
{
    return rule.dated && day < rule.from ? rule.before : rule.mode;
}
