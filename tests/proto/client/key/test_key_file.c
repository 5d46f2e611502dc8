/* SPDX-License-Identifier: Apache-2.0 */
/* Key files: written, read again, and refused with the very sentence. */
#include "proto/client/key/key_file.h"

#include <fcntl.h>
#include <sodium.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "proto/client/key/gateway_name.h"
#include "proto/client/key/key_folder.h"
#include "proto/codec/checkpoint.h"
#include "tests/tap/tap.h"

static struct dg_secret_key *key;
static const struct dg_key_label label = {
    {"office/522731201001", 19}, {"hs", 2}, {"李四", 6}};

/* Reads path; the sentence must be want, in which %s stands for path. */
static void
check_refused(const char *path, dg_passphrase_fn ask, enum dg_err err,
              const char *want)
{
    struct dg_key_file file;
    struct dg_buf why, expected;

    dg_buf_init(&why);
    dg_buf_init(&expected);
    for (const char *c = want; *c; c++) {
        if (strncmp(c, "%s", 2) == 0) {
            dg_buf_text(&expected, path);
            c++;
        } else {
            dg_buf_append(&expected, c, 1);
        }
    }
    is_int(dg_key_file_read(path, ask, &file, &why), err, want);
    is_str(why, expected.data ? expected.data : "", "the sentence");
    if (!err) {
        dg_key_file_finish(&file);
    }
    dg_buf_finish(&why);
    dg_buf_finish(&expected);
}

static enum dg_err
write_key(const char *path, struct dg_str passphrase, bool replace,
          struct dg_buf *why)
{
    const struct dg_key_file_options options = {passphrase, replace};

    dg_buf_clear(why);
    return dg_key_file_write(path, key, &label, &options, why);
}

static void
put(const char *path, const char *text, size_t len, mode_t mode)
{
    const int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC, mode);

    if (fd < 0 || fchmod(fd, mode) != 0 ||
        write(fd, text, len) != (ssize_t) len) {
        exit(99);
    }
    close(fd);
}

static void
test_roundtrip(void)
{
    struct dg_key_file file;
    struct stat st;
    struct dg_buf why;
    const mode_t mask = umask(0);

    dg_buf_init(&why);
    is_int(write_key("a.jwk", (struct dg_str){NULL, 0}, false, &why), DG_OK,
           "written");
    umask(mask);
    ok(stat("a.jwk", &st) == 0 && (st.st_mode & 07777) == 0600,
       "for its owner alone, whatever the umask");
    is_int(dg_key_file_read("a.jwk", NULL, &file, &why), DG_OK, "read");
    is_text(dg_secret_key_public(file.key)->kid, dg_secret_key_public(key)->kid,
            "the same key");
    is_str(file.label.source, "office/522731201001", "source");
    is_str(file.label.gateway, "hs", "gateway");
    is_str(file.label.name, "李四", "name");
    dg_key_file_finish(&file);
    is_int(write_key("a.jwk", (struct dg_str){NULL, 0}, false, &why),
           DG_ERR_EXISTS, "not over another");
    is_str(why, "a.jwk: File exists", "the sentence");
    is_int(write_key("a.jwk", (struct dg_str){NULL, 0}, true, &why), DG_OK,
           "unless told");
    is_int(write_key("none/a.jwk", (struct dg_str){NULL, 0}, false, &why),
           DG_ERR_ABSENT, "no folder is made on the way");
    is_str(why, "none/a.jwk: No such file or directory", "the sentence");
    is_int(access("a.jwk", F_OK), 0, "there");
    ok(system("test \"$(ls)\" = a.jwk") == 0, "nothing else was left");
    dg_buf_finish(&why);
}

static void
test_refused(void)
{
    static const char large[DG_KEY_FILE_MAX + 1];
    static const char other[] =
        "{\"kty\":\"OKP\",\"crv\":\"Ed25519\","
        "\"x\":\"PUAXw-hDiVqStwqnTRt-vJyYLM8uxJaMwM1V8Sr0Zgw\","
        "\"d\":\"nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A\"}";

    check_refused("none.jwk", NULL, DG_ERR_ABSENT,
                  "%s: No such file or directory");
    chmod("a.jwk", 0640);
    check_refused("a.jwk", NULL, DG_ERR_DENIED,
                  "%s: others may read or write it (mode 0640); make it "
                  "yours alone: chmod 600 %s");
    chmod("a.jwk", 0602);
    check_refused("a.jwk", NULL, DG_ERR_DENIED,
                  "%s: others may read or write it (mode 0602); make it "
                  "yours alone: chmod 600 %s");
    chmod("a.jwk", 0400);
    check_refused("a.jwk", NULL, DG_OK, "");
    chmod("a.jwk", 0600);
    if (symlink("a.jwk", "link.jwk") != 0 || mkdir("folder", 0700) != 0 ||
        mkfifo("fifo", 0600) != 0) {
        exit(99);
    }
    check_refused("link.jwk", NULL, DG_OK, "");
    check_refused("folder", NULL, DG_ERR_DENIED, "%s: not a regular file");
    check_refused("fifo", NULL, DG_ERR_DENIED, "%s: not a regular file");
    check_refused("/dev/null", NULL, DG_ERR_DENIED, "%s: not a regular file");
    put("large", large, sizeof large, 0600);
    check_refused("large", NULL, DG_ERR_LIMIT, "%s: longer than 16384 bytes");
    put("empty", "", 0, 0600);
    check_refused("empty", NULL, DG_ERR_MALFORMED,
                  "%s: not a secret Ed25519 key as JWK");
    put("other", other, sizeof other - 1, 0600);
    check_refused("other", NULL, DG_ERR_MALFORMED,
                  "%s: not a secret Ed25519 key as JWK");
    if (geteuid() == 0) {
        is_int(chown("a.jwk", 65534, 65534), 0, "somebody else's");
        check_refused("a.jwk", NULL, DG_OK, "");
        is_int(seteuid(65534), 0, "not root any more");
        check_refused("/etc/passwd", NULL, DG_ERR_DENIED,
                      "%s: belongs to another user");
        is_int(seteuid(0), 0, "root again");
    } else {
        check_refused("/etc/passwd", NULL, DG_ERR_DENIED,
                      "%s: belongs to another user");
        tap_skip(5, "only root is let");
    }
}

static void
test_sealed(void)
{
    struct dg_buf why;

    dg_buf_init(&why);
    put("right", "石榴籽\n", 10, 0600);
    put("wrong", "other", 5, 0600);
    put("blank", "\n", 1, 0600);
    put("open", "other", 5, 0644);
    is_int(write_key("s.jwk", DG_STR("石榴籽"), false, &why), DG_OK, "sealed");
    check_refused("s.jwk", NULL, DG_ERR_ABSENT, "%s: sealed with a passphrase");
    setenv("DUTYGATE_PASSPHRASE_FILE", "right", 1);
    check_refused("s.jwk", dg_passphrase_ask, DG_OK, "");
    setenv("DUTYGATE_PASSPHRASE_FILE", "wrong", 1);
    check_refused("s.jwk", dg_passphrase_ask, DG_ERR_DENIED,
                  "%s: the passphrase is wrong");
    setenv("DUTYGATE_PASSPHRASE_FILE", "blank", 1);
    check_refused("s.jwk", dg_passphrase_ask, DG_ERR_ABSENT,
                  "the passphrase is empty");
    setenv("DUTYGATE_PASSPHRASE_FILE", "gone", 1);
    check_refused("s.jwk", dg_passphrase_ask, DG_ERR_ABSENT,
                  "gone: No such file or directory");
    setenv("DUTYGATE_PASSPHRASE_FILE", "open", 1);
    check_refused("s.jwk", dg_passphrase_ask, DG_ERR_DENIED,
                  "open: others may read or write it (mode 0644); make it "
                  "yours alone: chmod 600 open");
    unsetenv("DUTYGATE_PASSPHRASE_FILE");
    if (setsid() < 0) {
        tap_skip(2, "cannot leave the terminal");
    } else {
        check_refused("s.jwk", dg_passphrase_ask, DG_ERR_ABSENT,
                      "%s: sealed with a passphrase, and there is no terminal "
                      "to ask for it; set DUTYGATE_PASSPHRASE_FILE");
    }
    dg_buf_finish(&why);
}

static void
check_path(const char *source, enum dg_err err, const char *want)
{
    struct dg_buf path;

    dg_buf_init(&path);
    is_int(dg_key_folder_path(dg_str_from(source), &path), err, source);
    is_str(path, want, "its file");
    dg_buf_finish(&path);
}

static void
test_folder(void)
{
    static const char *const no_source[] = {
        "",           "office",     "office/",          "/1",
        "stranger/1", "office/a/b", "office/../town/1", "office/.x",
    };
    struct stat st;

    setenv("DUTYGATE_KEYS", "/k", 1);
    setenv("XDG_CONFIG_HOME", "/x", 1);
    setenv("HOME", "/h", 1);
    check_path("office/1", DG_OK, "/k/office/1.jwk");
    unsetenv("DUTYGATE_KEYS");
    check_path("root/hs", DG_OK, "/x/dutygate/keys/root/hs.jwk");
    setenv("XDG_CONFIG_HOME", "", 1);
    check_path("taskforce/fx", DG_OK,
               "/h/.config/dutygate/keys/taskforce/fx.jwk");
    unsetenv("HOME");
    check_path("office/1", DG_ERR_ABSENT, "");
    for (size_t i = 0; i < sizeof no_source / sizeof *no_source; i++) {
        check_path(no_source[i], DG_ERR_MALFORMED, "");
    }
    is_int(dg_key_folder_make("p/q/r.jwk"), DG_OK, "folders are made");
    is_int(dg_key_folder_make("p/q/r.jwk"), DG_OK, "or there");
    ok(stat("p/q", &st) == 0 && (st.st_mode & 07777) == 0700,
       "for their owner alone");
    is_int(dg_key_folder_make("empty/x"), DG_OK, "a file is there");
    is_int(dg_key_folder_make("empty/x/y"), DG_ERR_IO, "in the way");
    is_int(dg_key_folder_make(""), DG_OK, "nothing to do");
}

static void
check_gateway(const char *url, enum dg_err err, const char *want)
{
    struct dg_buf name;

    dg_buf_init(&name);
    is_int(dg_gateway_name_find(url, &name), err, url);
    is_str(name, want, "its id");
    dg_buf_finish(&name);
}

static void
test_gateway(void)
{
    struct dg_buf line;

    dg_buf_init(&line);
    dg_verifier_write(DG_STR("hs/1/journal"), dg_secret_key_public(key), &line);
    dg_buf_text(&line, "\nanother\n");
    put("gateway.vkey", line.data, line.len, 0644);
    check_gateway("ipc://gateway.ipc", DG_OK, "hs/1");
    check_gateway("ipc://./any.ipc", DG_OK, "hs/1");
    check_gateway("ipc://folder/gateway.ipc", DG_ERR_ABSENT, "");
    check_gateway("tcp://127.0.0.1:7473", DG_ERR_ABSENT, "");
    put("gateway.vkey", line.data + 1, line.len - 1, 0644);
    check_gateway("ipc://gateway.ipc", DG_ERR_MALFORMED, "");
    dg_buf_clear(&line);
    dg_verifier_write(DG_STR("hs"), dg_secret_key_public(key), &line);
    put("gateway.vkey", line.data, line.len, 0644);
    check_gateway("ipc://gateway.ipc", DG_ERR_MALFORMED, "");
    put("gateway.vkey", "", 0, 0644);
    check_gateway("ipc://gateway.ipc", DG_ERR_ABSENT, "");
    dg_buf_finish(&line);
}

int
main(void)
{
    const char *dir = getenv("TEST_DIR");

    umask(022);
    if (sodium_init() < 0 || dg_secret_key_generate(&key) != DG_OK || !dir ||
        chdir(dir) != 0) {
        return 99;
    }
    test_roundtrip();
    test_refused();
    test_sealed();
    test_folder();
    test_gateway();
    dg_secret_key_destroy(key);
    return tap_done();
}
