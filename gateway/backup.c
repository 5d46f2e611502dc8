/* SPDX-License-Identifier: Apache-2.0 */
/* Decides in which order a backup is written, read through and given its name,
 * what refuses a restore, and what people are told. How a journal is copied is
 * the store's, what makes one sound the journal's business. */
#include "gateway/backup.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sysexits.h>
#include <unistd.h>

#include "gateway/core/conf.h"
#include "gateway/journal/journal.h"

#define PATH_SIZE 4096

struct content {
    uint64_t last, epoch;
};

static int
status_of(enum dg_err err)
{
    switch (err) {
    case DG_OK:
        return 0;
    case DG_ERR_CORRUPT:
    case DG_ERR_MALFORMED:
        return EX_DATAERR;
    case DG_ERR_ABSENT:
        return EX_NOINPUT;
    case DG_ERR_BUSY:
        return EX_UNAVAILABLE;
    case DG_ERR_MEMORY:
        return EX_OSERR;
    case DG_ERR_EXISTS:
        return EX_CANTCREAT;
    case DG_ERR_IO:
    case DG_ERR_FULL:
        return EX_IOERR;
    default:
        return EX_CONFIG;
    }
}

/* Says why it failed, if it did. */
static int
end(enum dg_err err, struct dg_buf *why)
{
    if (err != DG_OK) {
        size_t len = why->len;
        while (len > 0 && why->data[len - 1] == '\n') {
            len--;
        }
        if (len == 0) {
            fprintf(stderr, "dutygated: %s\n", dg_err_text(err));
        } else {
            fprintf(stderr, "dutygated: %.*s\n", (int) len, why->data);
        }
    }
    dg_buf_finish(why);
    return status_of(err);
}

/* Reads a backup from end to end; of damage why names file and entry. */
static enum dg_err
read_through(const char *file, struct content *content, struct dg_buf *why)
{
    struct dg_journal *journal;
    struct dg_buf damage;
    enum dg_err err = dg_journal_open_backup("sqlite", file, &journal, why);
    if (err != DG_OK) {
        return err;
    }
    dg_buf_init(&damage);
    err = dg_journal_check(journal, &damage);
    if (err != DG_OK) {
        dg_buf_printf(why, "%s: %s", file,
                      damage.len ? damage.data : dg_err_text(err));
    }
    *content =
        (struct content){dg_journal_last(journal), dg_journal_epoch(journal)};
    dg_journal_close(journal);
    dg_buf_finish(&damage);
    return err;
}

/* ---- backup ------------------------------------------------------------- */

/* rename would take the name from another file that came meanwhile; a link does
 * not, where the file system has links. */
static bool
move_file(const char *part, const char *file)
{
    if (link(part, file) == 0) {
        return unlink(part) == 0;
    }
    return (errno == EPERM || errno == EOPNOTSUPP) && rename(part, file) == 0;
}

/* Gives what is written its name, unless that is taken, and makes both durable.
 */
static enum dg_err
name_file(const char *part, const char *file, struct dg_buf *why)
{
    char dir[PATH_SIZE];
    const char *slash = strrchr(file, '/');
    int len = slash ? (int) (slash - file) + 1 : 0;
    snprintf(dir, sizeof dir, "%.*s.", len, file);
    int fd = open(dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    bool durable = fd >= 0 && move_file(part, file) && fsync(fd) == 0;
    int error = errno;
    if (fd >= 0) {
        close(fd);
    }
    if (!durable) {
        dg_buf_printf(why, "%s: %s", file, strerror(error));
    }
    return durable ? DG_OK : error == EEXIST ? DG_ERR_EXISTS : DG_ERR_IO;
}

static enum dg_err
write_backup(const struct dg_conf *conf, const char *file,
             struct content *content, struct dg_buf *why)
{
    char part[PATH_SIZE];
    if (access(file, F_OK) == 0) {
        dg_buf_printf(why, "%s: %s", file, strerror(EEXIST));
        return DG_ERR_EXISTS;
    }
    if (snprintf(part, sizeof part, "%s.part-%ld", file, (long) getpid()) >=
        PATH_SIZE) {
        dg_buf_printf(why, "%s: %s", file, strerror(ENAMETOOLONG));
        return DG_ERR_IO;
    }
    enum dg_err err =
        dg_store_backup(conf->journal, conf->state_dir, part, why);
    if (err == DG_OK) {
        err = read_through(part, content, why);
        err = err == DG_OK ? name_file(part, file, why) : err;
        if (err != DG_OK) {
            unlink(part);
        }
    }
    return err;
}

int
dg_backup_write(const char *conf_path, const char *file)
{
    struct dg_conf conf;
    struct dg_buf why;
    struct content content;
    struct stat st;
    dg_buf_init(&why);
    enum dg_err err = dg_conf_open(conf_path, &conf, &why);
    if (err != DG_OK) {
        return end(DG_ERR_CONFIG, &why);
    }
    err = write_backup(&conf, file, &content, &why);
    dg_conf_close(&conf);
    if (err == DG_OK) {
        printf("%s: %" PRIu64 " entries, last sequence %" PRIu64
               ", epoch %" PRIu64 ", %lld bytes; read through\n",
               file, content.last, content.last, content.epoch,
               stat(file, &st) == 0 ? (long long) st.st_size : 0);
    }
    return end(err, &why);
}

/* ---- restore ------------------------------------------------------------ */

/* A gateway that runs holds its runtime_dir, whatever became of its journal. */
static enum dg_err
check_idle(const struct dg_conf *conf, struct dg_buf *why)
{
    char path[PATH_SIZE];
    snprintf(path, sizeof path, "%s/gateway.lock", conf->runtime_dir);
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    bool busy = fd >= 0 && flock(fd, LOCK_EX | LOCK_NB) != 0;
    if (fd >= 0) {
        close(fd);
    }
    if (busy) {
        dg_buf_printf(why, "runtime_dir %s: a gateway is running there",
                      conf->runtime_dir);
    }
    return busy ? DG_ERR_BUSY : DG_OK;
}

static enum dg_err
restore(const struct dg_conf *conf, const char *file, struct content *content,
        struct dg_buf *why)
{
    enum dg_err err = check_idle(conf, why);
    if (err == DG_OK) {
        err = read_through(file, content, why);
    }
    if (err == DG_OK && mkdir(conf->state_dir, 0700) != 0 && errno != EEXIST) {
        dg_buf_printf(why, "state_dir %s: %s", conf->state_dir,
                      strerror(errno));
        err = DG_ERR_IO;
    }
    if (err == DG_OK) {
        err = dg_store_restore(conf->journal, file, conf->state_dir, why);
    }
    return err;
}

/* Keys are in no backup. */
static void
tell_keys(const struct dg_conf *conf)
{
    for (size_t i = 0; i < conf->key_file_count; i++) {
        const char *path = conf->key_files[i];
        if (access(path, F_OK) == 0) {
            printf("%s: receipts are signed with this key\n", path);
        } else if (conf->key_files_named) {
            printf("%s: missing, and no start without it\n", path);
        } else {
            printf("%s: missing; the next start makes a new key, which all who "
                   "verify receipts\nhave to learn, unless the former key's "
                   "file is put there first\n",
                   path);
        }
    }
}

int
dg_backup_restore(const char *conf_path, const char *file)
{
    struct dg_conf conf;
    struct dg_buf why;
    struct content content;
    dg_buf_init(&why);
    enum dg_err err = dg_conf_open(conf_path, &conf, &why);
    if (err != DG_OK) {
        return end(DG_ERR_CONFIG, &why);
    }
    err = restore(&conf, file, &content, &why);
    if (err == DG_OK) {
        printf("%s: %" PRIu64 " entries, last sequence %" PRIu64
               "\nthe epoch is %" PRIu64 " now: receipts above %" PRIu64
               " of epoch %" PRIu64 " are not in this journal;\n"
               "who holds one has to send the event again\n",
               conf.state_dir, content.last, content.last, content.epoch + 1,
               content.last, content.epoch);
        tell_keys(&conf);
    }
    dg_conf_close(&conf);
    return end(err, &why);
}
