/* SPDX-License-Identifier: Apache-2.0 */
/* The gateway's own keys: made once, read again, refused for what is wrong with
 * them, published. */
#include "gateway/keys/keyring.h"

#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "proto/client/key/key_file.h"
#include "tests/tap/tap.h"

static char path[4][400];
static const char *paths[2] = {path[0], path[1]};
static struct dg_conf conf = {.gateway = "huishui", .key_files = paths};
static struct dg_buf why;

static enum dg_err
open_keys(bool test, struct dg_keyring **keyring)
{
    dg_buf_clear(&why);
    *keyring = NULL;
    return dg_keyring_open(&conf, test, keyring, &why);
}

/* A key's name and the file's mode; "" if it does not open. */
static const char *
look(void)
{
    static char text[80];
    struct dg_keyring *keyring;
    struct stat st;
    text[0] = '\0';
    if (open_keys(false, &keyring) == DG_OK) {
        const struct dg_secret_key *key = dg_keyring_keys(keyring)[0];
        stat(path[0], &st);
        snprintf(text, sizeof text, "%s %o", dg_secret_key_public(key)->kid,
                 (unsigned) st.st_mode & 07777);
    }
    dg_keyring_close(keyring);
    return text;
}

/* what, with "@" for the first path and "@@" for the other. */
static void
refuses(const char *what, const char *name)
{
    struct dg_keyring *keyring;
    struct dg_buf want;
    dg_buf_init(&want);
    while (*what) {
        if (strncmp(what, "@@", 2) == 0) {
            dg_buf_text(&want, path[1]);
            what += 2;
        } else if (*what == '@') {
            dg_buf_text(&want, path[0]);
            what++;
        } else {
            dg_buf_append(&want, what++, 1);
        }
    }
    is_int(open_keys(true, &keyring), DG_ERR_CONFIG, name);
    is_text(why.len ? why.data : "", want.data, "as it says");
    dg_buf_finish(&want);
}

static void
write_text(const char *file, const char *text)
{
    int fd = open(file, O_WRONLY | O_CREAT | O_TRUNC, 0600);
    if (fd < 0 || write(fd, text, strlen(text)) < 0) {
        perror(file);
        exit(99);
    }
    close(fd);
}

static void
write_key(const char *file, const char *passphrase)
{
    struct dg_secret_key *key;
    const struct dg_key_label label = {.source = DG_STR("gateway/huishui")};
    const struct dg_key_file_options options = {dg_str_from(passphrase), true};
    dg_secret_key_generate(&key);
    dg_key_file_write(file, key, &label, &options, &why);
    dg_secret_key_destroy(key);
}

static void
test_made(void)
{
    char first[80];
    struct dg_keyring *keyring;
    is_int(open_keys(true, &keyring), DG_OK, "a test of nothing");
    is_int(dg_keyring_count(keyring), 0, "has no key");
    dg_keyring_close(keyring);
    ok(access(path[0], F_OK) != 0, "and makes none");
    snprintf(first, sizeof first, "%s", look());
    ok(strlen(first) == DG_KID_LEN + 4 &&
           strcmp(first + DG_KID_LEN, " 600") == 0,
       "the first start makes one, for itself alone: %s", first);
    is_text(look(), first, "the second one finds it");
}

static void
test_refused(void)
{
    char passphrase[400];
    conf.key_files_named = true;
    chmod(path[0], 0640);
    refuses("key_files: @: others may read or write it (mode 0640); make it "
            "yours alone: chmod 600 @\n",
            "a key that others may read");
    write_text(path[0], "{}");
    chmod(path[0], 0600);
    refuses("key_files: @: not a secret Ed25519 key as JWK\n", "no key");
    unlink(path[0]);
    refuses("key_files: @: No such file or directory\n",
            "one that is named and not there");
    ok(access(path[0], F_OK) != 0, "is not made");
    write_key(path[0], "slow and steady");
    refuses("key_files: @: sealed with a passphrase; "
            "DUTYGATE_PASSPHRASE_FILE may name the file of a passphrase\n",
            "a sealed one without its passphrase");
    setenv("DUTYGATE_PASSPHRASE_FILE", "", 1);
    refuses("key_files: @: sealed with a passphrase; "
            "DUTYGATE_PASSPHRASE_FILE may name the file of a passphrase\n",
            "a variable without a name has none either");
    snprintf(passphrase, sizeof passphrase, "%s/passphrase",
             getenv("TEST_DIR"));
    write_text(passphrase, "slow and steady\n");
    setenv("DUTYGATE_PASSPHRASE_FILE", passphrase, 1);
    ok(*look() != '\0', "with it");
    write_text(passphrase, "fast\n");
    refuses("key_files: @: the passphrase is wrong\n", "with another");
    unsetenv("DUTYGATE_PASSPHRASE_FILE");
    write_key(path[0], NULL);
    conf.key_file_count = 2;
    if (link(path[0], path[1]) != 0) {
        perror(path[1]);
    }
    refuses("key_files: @ and @@ hold the same key\n", "one twice");
    unlink(path[1]);
}

static void
test_published(void)
{
    struct dg_keyring *keyring;
    struct dg_verifier verifier;
    struct dg_str name = DG_STR("huishui/6a52f0a2-7c1d-4d5e-8f10-2b3c4d5e6f70");
    struct stat st;
    char text[1024] = "", *line = text, *end;
    int same = 0;
    write_key(path[1], NULL);
    is_int(open_keys(false, &keyring), DG_OK, "two keys");
    umask(077);
    is_int(dg_keyring_publish(keyring, getenv("TEST_DIR"), name, &why), DG_OK,
           "are published");
    stat(path[2], &st);
    is_int(st.st_mode & 07777, 0644, "for all to read");
    ok(access(path[3], F_OK) != 0, "by a rename");
    FILE *file = fopen(path[2], "r");
    text[file ? fread(text, 1, sizeof text - 1, file) : 0] = '\0';
    for (size_t i = 0; (end = strchr(line, '\n')); i++, line = end + 1) {
        same +=
            dg_verifier_read((struct dg_str){line, (size_t) (end - line)},
                             &verifier) &&
            dg_str_equal(verifier.name, name) && i < 2 &&
            strcmp(verifier.key.kid,
                   dg_secret_key_public(dg_keyring_keys(keyring)[i])->kid) == 0;
    }
    is_int(same, 2, "a line each, in order");
    fclose(file);
    dg_buf_clear(&why);
    is_int(dg_keyring_publish(keyring, "/nowhere", name, &why), DG_ERR_IO,
           "no folder");
    is_text(why.data, "/nowhere/gateway.vkey: No such file or directory",
            "as it says");
    dg_keyring_close(keyring);
}

int
main(void)
{
    static const char *const names[] = {"gateway.jwk", "next.jwk",
                                        "gateway.vkey", "gateway.vkey.new"};
    for (int i = 0; i < 4; i++) {
        snprintf(path[i], sizeof path[i], "%s/%s", getenv("TEST_DIR"),
                 names[i]);
    }
    dg_buf_init(&why);
    conf.key_file_count = 1;
    test_made();
    test_refused();
    test_published();
    dg_buf_finish(&why);
    return tap_done();
}
