/* SPDX-License-Identifier: Apache-2.0 */
/* Decides which gateway a socket belongs to. */
#include "proto/client/key/gateway_name.h"

#include <stdio.h>

#include "proto/codec/checkpoint.h"

#define SCHEME "ipc://"
#define FILE_NAME "gateway.vkey"
#define LINE_MAX_LEN 1024

/* The first line of FILE_NAME in the folder that path lies in; its length, or
 * 0. */
static size_t
read_line(const char *path, char line[LINE_MAX_LEN], struct dg_buf *file)
{
    const char *slash = strrchr(path, '/');
    FILE *stream;
    size_t len;

    dg_buf_append(file, path, slash ? (size_t) (slash - path + 1) : 0);
    dg_buf_text(file, FILE_NAME);
    stream = file->err ? NULL : fopen(file->data, "re");
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
    if (strncmp(url, SCHEME, sizeof SCHEME - 1) == 0) {
        len = read_line(url + sizeof SCHEME - 1, line, &file);
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
