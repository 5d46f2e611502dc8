/* SPDX-License-Identifier: Apache-2.0 */
/* Decides which gateway a socket belongs to. */
#include "proto/client/key/gateway_name.h"

#include <stdio.h>

#include "proto/codec/checkpoint.h"

#define SCHEME "ipc://"
#define LINE_MAX_LEN 1024

bool
dg_gateway_name_file(const char *url, struct dg_buf *path)
{
    const char *socket = url + sizeof SCHEME - 1, *slash;

    if (strncmp(url, SCHEME, sizeof SCHEME - 1) != 0) {
        return false;
    }
    slash = strrchr(socket, '/');
    dg_buf_append(path, socket, slash ? (size_t) (slash - socket + 1) : 0);
    dg_buf_text(path, DG_VERIFIER_FILE);
    return !path->err;
}

/* Its length, or 0. */
static size_t
read_line(const char *path, char line[LINE_MAX_LEN])
{
    FILE *stream = fopen(path, "re");
    size_t len;

    if (!stream) {
        return 0;
    }
    len = fgets(line, LINE_MAX_LEN, stream) ? strcspn(line, "\n") : 0;
    fclose(stream);
    return len;
}

/* "huishui/6a52…": the gateway, then the journal. */
static bool
take_gateway(struct dg_str line, struct dg_str *gateway)
{
    struct dg_verifier verifier;
    size_t len;

    if (!dg_verifier_read(line, &verifier)) {
        return false;
    }
    len = verifier.name.len;
    while (len > 0 && verifier.name.data[len - 1] != '/') {
        len--;
    }
    if (len < 2) {
        return false;
    }
    *gateway = (struct dg_str){verifier.name.data, len - 1};
    return true;
}

enum dg_err
dg_gateway_name_find(const char *url, struct dg_buf *name)
{
    char line[LINE_MAX_LEN];
    struct dg_str gateway;
    struct dg_buf file;
    size_t len = 0;
    enum dg_err err;

    dg_buf_init(&file);
    if (dg_gateway_name_file(url, &file)) {
        len = read_line(file.data, line);
    }
    err = file.err;
    dg_buf_finish(&file);
    if (err) {
        return err;
    }
    if (len == 0) {
        return DG_ERR_ABSENT;
    }
    if (!take_gateway((struct dg_str){line, len}, &gateway)) {
        return DG_ERR_MALFORMED;
    }
    dg_buf_str(name, gateway);
    return name->err;
}
