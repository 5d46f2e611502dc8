/* SPDX-License-Identifier: Apache-2.0 */
/* Decides what may be named as a root key, and as a file of the gateway's own
 * keys. What a root key may do is decided behind the gate, what such a file
 * must be in gateway/keys. */
#include "gateway/core/conf_parse.h"

/* Called after each value, and once more after the list. */
int
dg_conf_keys_check(cfg_t *cfg, cfg_opt_t *opt)
{
    struct dg_conf_parse *parse = dg_conf_parse_current();
    unsigned count = cfg_opt_size(opt);
    const char *text = count ? cfg_opt_getnstr(opt, count - 1) : NULL;
    struct dg_public_key key;
    if (text && text != parse->key_checked) {
        if (!dg_public_key_read(dg_str_from(text), &key)) {
            dg_conf_complain(
                parse, cfg->line,
                "root_keys: \"%s\" is no public key: 43 characters "
                "of base64url, as dutygate keygen says it",
                text);
        } else if (dg_conf_parse_is_before(opt, count - 1)) {
            dg_conf_complain(parse, cfg->line, "root_keys: %s is named twice",
                             text);
        }
    }
    parse->key_checked = text;
    return 0;
}

enum dg_err
dg_conf_keys_copy(struct dg_conf_parse *parse, struct dg_conf *conf)
{
    unsigned count = cfg_size(parse->cfg, "root_keys");
    struct dg_public_key *keys =
        dg_arena_alloc(&parse->arena, count * sizeof *keys);
    for (unsigned i = 0; keys && i < count; i++) {
        const char *text = cfg_getnstr(parse->cfg, "root_keys", i);
        dg_public_key_read(dg_str_from(text), &keys[i]);
    }
    conf->root_keys = keys;
    conf->root_key_count = count;
    return keys ? DG_OK : DG_ERR_MEMORY;
}

/* Likewise called. */
int
dg_conf_keys_check_files(cfg_t *cfg, cfg_opt_t *opt)
{
    struct dg_conf_parse *parse = dg_conf_parse_current();
    unsigned count = cfg_opt_size(opt);
    const char *path = count ? cfg_opt_getnstr(opt, count - 1) : "";
    if (path == parse->key_checked) {
        return 0;
    }
    if (*path == '\0') {
        dg_conf_complain(parse, cfg->line, "key_files must name a file");
    } else if (count == DG_CONF_KEY_FILES + 1) {
        dg_conf_complain(parse, cfg->line, "key_files names more than %d files",
                         DG_CONF_KEY_FILES);
    }
    parse->key_checked = path;
    return 0;
}

enum dg_err
dg_conf_keys_copy_files(struct dg_conf_parse *parse, struct dg_conf *conf)
{
    unsigned count = cfg_size(parse->cfg, "key_files");
    const char **paths =
        dg_arena_alloc(&parse->arena, (count + 1) * sizeof *paths);
    if (!paths) {
        return DG_ERR_MEMORY;
    }
    paths[0] =
        dg_arena_printf(&parse->arena, "%s/" DG_CONF_KEY_FILE, conf->state_dir)
            .data;
    for (unsigned i = 0; i < count; i++) {
        paths[i] =
            dg_conf_absolute(parse, cfg_getnstr(parse->cfg, "key_files", i));
        if (!paths[i]) {
            return DG_ERR_MEMORY;
        }
    }
    conf->key_files = paths;
    conf->key_file_count = count > 0 ? count : 1;
    conf->key_files_named = count > 0;
    return paths[0] ? DG_OK : DG_ERR_MEMORY;
}
