/* SPDX-License-Identifier: Apache-2.0 */
/* Decides which keys the gateway has, and when it makes one by itself. Which
 * files may hold a key is proto/client/key's, what is signed with them the
 * journal's and the flow's. */
#include "gateway/keys/keyring.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "proto/client/key/key_file.h"

struct dg_keyring {
    struct dg_secret_key *keys[DG_CONF_KEY_FILES];
    size_t count;
};

/* ---- reading ----------------------------------------------------------- */

/* A terminal is not asked: the worker starts again by itself. */
static dg_passphrase_fn
find_passphrase(void)
{
    const char *file = getenv("DUTYGATE_PASSPHRASE_FILE");
    return file && *file ? dg_passphrase_ask : NULL;
}

static const char *
hint(enum dg_err err)
{
    return err == DG_ERR_ABSENT && !find_passphrase()
               ? "; DUTYGATE_PASSPHRASE_FILE may name the file of a passphrase"
               : "";
}

static enum dg_err
check_new(const struct dg_keyring *keyring, const struct dg_conf *conf,
          const struct dg_secret_key *key, struct dg_buf *why)
{
    const char *kid = dg_secret_key_public(key)->kid;
    for (size_t i = 0; i < keyring->count; i++) {
        if (strcmp(dg_secret_key_public(keyring->keys[i])->kid, kid) == 0) {
            dg_buf_printf(why, "key_files: %s and %s hold the same key\n",
                          conf->key_files[i], conf->key_files[keyring->count]);
            return DG_ERR_CONFIG;
        }
    }
    return DG_OK;
}

static enum dg_err
read_key(struct dg_keyring *keyring, const struct dg_conf *conf,
         struct dg_buf *why)
{
    struct dg_key_file file;
    const char *path = conf->key_files[keyring->count];
    size_t start = why->len;
    dg_buf_text(why, "key_files: ");
    enum dg_err err = dg_key_file_read(path, find_passphrase(), &file, why);
    if (err != DG_OK) {
        bool there = access(path, F_OK) == 0;
        dg_buf_printf(why, "%s\n", there ? hint(err) : "");
        return err == DG_ERR_MEMORY || err == DG_ERR_IO ? err : DG_ERR_CONFIG;
    }
    if (why->data) {
        why->len = start;
        why->data[start] = '\0';
    }
    err = check_new(keyring, conf, file.key, why);
    if (err == DG_OK) {
        keyring->keys[keyring->count++] = file.key;
        file.key = NULL;
    }
    dg_key_file_finish(&file);
    return err;
}

/* ---- making ------------------------------------------------------------ */

static enum dg_err
make_key(struct dg_keyring *keyring, const struct dg_conf *conf,
         struct dg_buf *why)
{
    char source[64], quoted[DG_LOG_QUOTE_SIZE];
    const char *path = conf->key_files[0];
    struct dg_secret_key *key;
    enum dg_err err = dg_secret_key_generate(&key);
    if (err != DG_OK) {
        return err;
    }
    snprintf(source, sizeof source, "gateway/%s", conf->gateway);
    const struct dg_key_label label = {.source = dg_str_from(source),
                                       .gateway = dg_str_from(conf->gateway)};
    const struct dg_key_file_options options = {.replace = false};
    err = dg_key_file_write(path, key, &label, &options, why);
    if (err != DG_OK) {
        dg_secret_key_destroy(key);
        return err == DG_ERR_DENIED ? DG_ERR_IO : err;
    }
    dg_log(DG_LOG_INFO, "key.made", "kid=%s file=%s",
           dg_secret_key_public(key)->kid,
           dg_log_quote(dg_str_from(path), quoted));
    keyring->keys[keyring->count++] = key;
    return DG_OK;
}

static bool
is_first_start(const struct dg_conf *conf)
{
    struct stat st;
    return !conf->key_files_named && lstat(conf->key_files[0], &st) != 0 &&
           errno == ENOENT;
}

static enum dg_err
fill(struct dg_keyring *keyring, const struct dg_conf *conf, bool test,
     struct dg_buf *why)
{
    enum dg_err err = DG_OK;
    if (is_first_start(conf)) {
        return test ? DG_OK : make_key(keyring, conf, why);
    }
    while (err == DG_OK && keyring->count < conf->key_file_count) {
        err = read_key(keyring, conf, why);
    }
    return err;
}

enum dg_err
dg_keyring_open(const struct dg_conf *conf, bool test,
                struct dg_keyring **keyring, struct dg_buf *why)
{
    struct dg_keyring *fresh = calloc(1, sizeof *fresh);
    if (!fresh) {
        return DG_ERR_MEMORY;
    }
    enum dg_err err = fill(fresh, conf, test, why);
    if (err != DG_OK) {
        dg_keyring_close(fresh);
        return err;
    }
    *keyring = fresh;
    return DG_OK;
}

enum dg_err
dg_keyring_open_fleeting(struct dg_keyring **keyring)
{
    struct dg_keyring *fresh = calloc(1, sizeof *fresh);
    if (!fresh) {
        return DG_ERR_MEMORY;
    }
    enum dg_err err = dg_secret_key_generate(&fresh->keys[0]);
    if (err != DG_OK) {
        free(fresh);
        return err;
    }
    fresh->count = 1;
    *keyring = fresh;
    return DG_OK;
}

void
dg_keyring_close(struct dg_keyring *keyring)
{
    if (keyring) {
        for (size_t i = 0; i < keyring->count; i++) {
            dg_secret_key_destroy(keyring->keys[i]);
        }
        free(keyring);
    }
}

size_t
dg_keyring_count(const struct dg_keyring *keyring)
{
    return keyring->count;
}

const struct dg_secret_key *const *
dg_keyring_keys(const struct dg_keyring *keyring)
{
    return (const struct dg_secret_key *const *) keyring->keys;
}

/* ---- publishing -------------------------------------------------------- */

static bool
write_file(const char *path, struct dg_str text)
{
    int fd =
        open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0644);
    if (fd < 0) {
        return false;
    }
    /* Whatever the umask is. */
    bool written = fchmod(fd, 0644) == 0 &&
                   write(fd, text.data, text.len) == (ssize_t) text.len;
    return close(fd) == 0 && written;
}

enum dg_err
dg_keyring_publish(const struct dg_keyring *keyring, const char *dir,
                   struct dg_str name, struct dg_buf *why)
{
    struct dg_buf path, fresh, text;
    dg_buf_init(&path);
    dg_buf_init(&fresh);
    dg_buf_init(&text);
    dg_buf_printf(&path, "%s/" DG_VERIFIER_FILE, dir);
    dg_buf_printf(&fresh, "%s/" DG_VERIFIER_FILE ".new", dir);
    for (size_t i = 0; i < keyring->count; i++) {
        dg_verifier_write(name, dg_secret_key_public(keyring->keys[i]), &text);
        dg_buf_text(&text, "\n");
    }
    enum dg_err err = path.err || fresh.err || text.err ? DG_ERR_MEMORY : DG_OK;
    if (err == DG_OK &&
        (!write_file(fresh.data, (struct dg_str){text.data, text.len}) ||
         rename(fresh.data, path.data) != 0)) {
        dg_buf_printf(why, "%s: %s", path.data, strerror(errno));
        err = DG_ERR_IO;
    }
    dg_buf_finish(&path);
    dg_buf_finish(&fresh);
    dg_buf_finish(&text);
    return err;
}
