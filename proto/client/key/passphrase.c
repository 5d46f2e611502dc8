/* SPDX-License-Identifier: Apache-2.0 */
/* Decides where a passphrase comes from, and that nobody sees it on the
 * screen. */
#include "proto/client/key/passphrase.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sodium.h>
#include <stdlib.h>
#include <termios.h>
#include <unistd.h>

#include "proto/base/i18n.h"
#include "proto/client/key/secret_file.h"

static const int signals[] = {SIGINT, SIGTERM, SIGHUP, SIGQUIT};

#define SIGNAL_COUNT (sizeof signals / sizeof *signals)

static volatile sig_atomic_t caught; /* by handle_signal; 0: none */

static void
handle_signal(int signal)
{
    caught = signal;
}

/* The terminal as it was, and what signals did. */
struct asking {
    int fd;
    struct termios terminal;
    struct sigaction actions[SIGNAL_COUNT];
    sigset_t mask;
};

static void
put(int fd, const char *text)
{
    /* What the terminal does not show, nobody misses. */
    if (write(fd, text, strlen(text)) < 0) {
        errno = 0;
    }
}

/* From here on signals wait, but while a character is waited for; the echo
 * comes back before they count. */
static bool
hide(struct asking *asking)
{
    const struct sigaction catch = {.sa_handler = handle_signal};
    struct termios hidden;
    sigset_t wait;

    if (tcgetattr(asking->fd, &asking->terminal) != 0) {
        return false;
    }
    hidden = asking->terminal;
    hidden.c_lflag &= ~(tcflag_t) (ECHO | ECHOE | ECHOK | ECHONL);
    hidden.c_lflag |= ICANON | ISIG;
    hidden.c_cc[VSUSP] = _POSIX_VDISABLE;
    caught = 0;
    sigemptyset(&wait);
    for (size_t i = 0; i < SIGNAL_COUNT; i++) {
        sigaddset(&wait, signals[i]);
    }
    pthread_sigmask(SIG_BLOCK, &wait, &asking->mask);
    for (size_t i = 0; i < SIGNAL_COUNT; i++) {
        sigaction(signals[i], &catch, &asking->actions[i]);
    }
    tcsetattr(asking->fd, TCSAFLUSH, &hidden);
    return true;
}

static void
show(const struct asking *asking)
{
    tcsetattr(asking->fd, TCSAFLUSH, &asking->terminal);
    put(asking->fd, "\n");
    for (size_t i = 0; i < SIGNAL_COUNT; i++) {
        sigaction(signals[i], &asking->actions[i], NULL);
    }
    pthread_sigmask(SIG_SETMASK, &asking->mask, NULL);
    if (caught) {
        raise(caught);
    }
}

/* 1, 0 at the end, or -1 and errno. */
static ssize_t
read_character(const struct asking *asking, char *c)
{
    struct pollfd poll = {.fd = asking->fd, .events = POLLIN};

    return ppoll(&poll, 1, NULL, &asking->mask) < 0 ? -1
                                                    : read(asking->fd, c, 1);
}

/* A line without its end; DG_PASSPHRASE_MAX + 1 bytes if it is longer; -1 and
 * errno. */
static ssize_t
read_line(const struct asking *asking, char text[DG_PASSPHRASE_MAX + 1])
{
    size_t len = 0;
    ssize_t n;
    char c;

    while ((n = read_character(asking, &c)) == 1 && c != '\n') {
        if (len <= DG_PASSPHRASE_MAX) {
            text[len++] = c;
        }
    }
    sodium_memzero(&c, 1);
    return n < 0 ? -1 : (ssize_t) len;
}

static enum dg_err
take(ssize_t len, struct dg_passphrase *passphrase, struct dg_buf *why)
{
    if (len < 0) {
        dg_buf_printf(why, _("the passphrase cannot be read: %s"),
                      strerror(errno));
        return DG_ERR_IO;
    }
    if (len == 0) {
        dg_buf_text(why, _("the passphrase is empty"));
        return DG_ERR_ABSENT;
    }
    if (len > DG_PASSPHRASE_MAX) {
        dg_buf_printf(why, _("the passphrase is longer than %d bytes"),
                      DG_PASSPHRASE_MAX);
        return DG_ERR_LIMIT;
    }
    passphrase->len = (size_t) len;
    return DG_OK;
}

static enum dg_err
ask_terminal(int fd, const char *prompt, struct dg_passphrase *passphrase,
             struct dg_buf *why)
{
    struct asking asking = {.fd = fd};
    ssize_t len = -1;
    int failed;

    passphrase->text =
        sodium_init() < 0 ? NULL : sodium_malloc(DG_PASSPHRASE_MAX + 1);
    if (!passphrase->text) {
        dg_buf_text(why, _(dg_err_text(DG_ERR_MEMORY)));
        return DG_ERR_MEMORY;
    }
    if (hide(&asking)) {
        put(fd, prompt);
        len = read_line(&asking, passphrase->text);
        failed = errno;
        show(&asking);
        errno = failed;
    }
    return take(len, passphrase, why);
}

static enum dg_err
read_file(const char *path, struct dg_passphrase *passphrase,
          struct dg_buf *why)
{
    size_t len;
    enum dg_err err = dg_secret_file_read(path, DG_PASSPHRASE_MAX + 1,
                                          &passphrase->text, &len, why);

    if (err) {
        return err;
    }
    if (len > 0 && passphrase->text[len - 1] == '\n') {
        len--;
    }
    return take((ssize_t) len, passphrase, why);
}

static enum dg_err
fail_absent(const char *path, bool choose, struct dg_buf *why)
{
    dg_buf_printf(why,
                  choose ? _("%s: there is no terminal to ask for a new "
                             "passphrase; set DUTYGATE_PASSPHRASE_FILE")
                         : _("%s: sealed with a passphrase, and there is no "
                             "terminal to ask for it; set "
                             "DUTYGATE_PASSPHRASE_FILE"),
                  path);
    return DG_ERR_ABSENT;
}

static enum dg_err
ask_again(int fd, const struct dg_passphrase *passphrase, struct dg_buf *why)
{
    struct dg_passphrase again = {NULL, 0};
    enum dg_err err = ask_terminal(fd, _("Once more: "), &again, why);

    if (!err && (again.len != passphrase->len ||
                 sodium_memcmp(again.text, passphrase->text, again.len))) {
        dg_buf_text(why, _("the two passphrases differ"));
        err = DG_ERR_CONFLICT;
    }
    dg_passphrase_finish(&again);
    return err;
}

static enum dg_err
get(const char *path, bool choose, struct dg_passphrase *passphrase,
    struct dg_buf *why)
{
    const char *file = getenv("DUTYGATE_PASSPHRASE_FILE");
    struct dg_buf prompt;
    enum dg_err err;
    int fd;

    *passphrase = (struct dg_passphrase){NULL, 0};
    if (file && *file) {
        err = read_file(file, passphrase, why);
        goto finish;
    }
    fd = open("/dev/tty", O_RDWR | O_CLOEXEC | O_NOCTTY);
    if (fd < 0) {
        return fail_absent(path, choose, why);
    }
    dg_buf_init(&prompt);
    dg_buf_printf(
        &prompt,
        choose ? _("New passphrase for %s: ") : _("Passphrase of %s: "), path);
    err = ask_terminal(fd, prompt.data ? prompt.data : "", passphrase, why);
    if (!err && choose) {
        err = ask_again(fd, passphrase, why);
    }
    dg_buf_finish(&prompt);
    close(fd);
finish:
    if (err) {
        dg_passphrase_finish(passphrase);
    }
    return err;
}

enum dg_err
dg_passphrase_ask(const char *path, struct dg_passphrase *passphrase,
                  struct dg_buf *why)
{
    return get(path, false, passphrase, why);
}

enum dg_err
dg_passphrase_choose(const char *path, struct dg_passphrase *passphrase,
                     struct dg_buf *why)
{
    return get(path, true, passphrase, why);
}

void
dg_passphrase_finish(struct dg_passphrase *passphrase)
{
    sodium_free(passphrase->text);
    *passphrase = (struct dg_passphrase){NULL, 0};
}
