/* SPDX-License-Identifier: Apache-2.0 */
/* Decides where keys lie when nothing else is said. */
#include "proto/client/key/key_folder.h"

#include <errno.h>
#include <stdlib.h>
#include <sys/stat.h>

#include "proto/codec/event.h"

#define FILE_SUFFIX ".jwk"

bool
dg_key_folder_is_source(struct dg_str source)
{
    struct dg_str code;

    return dg_role_split(source, &code) != DG_ROLE_COUNT && code.len > 0 &&
           code.data[0] != '.' && !memchr(code.data, '/', code.len) &&
           !memchr(code.data, '\0', code.len);
}

static const char *
environment(const char *name)
{
    const char *value = getenv(name);

    return value && *value ? value : NULL;
}

enum dg_err
dg_key_folder_path(struct dg_str source, struct dg_buf *path)
{
    const char *folder;

    if (!dg_key_folder_is_source(source)) {
        return DG_ERR_MALFORMED;
    }
    if ((folder = environment("DUTYGATE_KEYS"))) {
        dg_buf_text(path, folder);
    } else if ((folder = environment("XDG_CONFIG_HOME"))) {
        dg_buf_printf(path, "%s/dutygate/keys", folder);
    } else if ((folder = environment("HOME"))) {
        dg_buf_printf(path, "%s/.config/dutygate/keys", folder);
    } else {
        return DG_ERR_ABSENT;
    }
    dg_buf_text(path, "/");
    dg_buf_str(path, source);
    dg_buf_text(path, FILE_SUFFIX);
    return path->err;
}

enum dg_err
dg_key_folder_make(const char *path)
{
    char *folder = strdup(path);
    enum dg_err err = DG_OK;

    if (!folder) {
        return DG_ERR_MEMORY;
    }
    for (char *slash = strchr(folder + (folder[0] == '/'), '/'); slash && !err;
         slash = strchr(slash + 1, '/')) {
        *slash = '\0';
        if (mkdir(folder, 0700) != 0 && errno != EEXIST) {
            err = DG_ERR_IO;
        }
        *slash = '/';
    }
    free(folder);
    return err;
}
