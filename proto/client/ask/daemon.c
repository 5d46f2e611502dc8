/* SPDX-License-Identifier: Apache-2.0 */
/* Decides where the daemon lies: beside this program, or where programs do. */
#include "proto/client/ask/daemon.h"

#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <sys/wait.h>
#include <unistd.h>

#include "proto/base/i18n.h"

#define DAEMON "dutygated"
#define ARGUMENTS_MAX 16

/* Seen from this program's own folder. */
static const char *const places[] = {DAEMON, "../sbin/" DAEMON};

/* Returns only if the program is not there. */
static void
execute_near(char *const argv[])
{
    char path[PATH_MAX + sizeof "../sbin/" DAEMON];
    ssize_t len = readlink("/proc/self/exe", path, PATH_MAX);
    if (len <= 0 || len == PATH_MAX) {
        return;
    }
    while (path[len - 1] != '/') {
        len--;
    }
    for (size_t i = 0; i < sizeof places / sizeof *places; i++) {
        snprintf(path + len, sizeof path - (size_t) len, "%s", places[i]);
        execv(path, argv);
    }
}

int
dg_daemon_execute(struct dg_cli *cli, const char *const *arguments)
{
    char *words[ARGUMENTS_MAX + 2] = {(char *) DAEMON};
    for (size_t i = 0; i < ARGUMENTS_MAX && arguments[i]; i++) {
        words[i + 1] = (char *) arguments[i];
    }
    execute_near(words);
    execvp(DAEMON, words);
    return dg_cli_fail(cli, DG_EXIT_UNAVAILABLE, _("%s cannot be started: %s"),
                       DAEMON, strerror(errno));
}

static void
read_all(int fd, struct dg_buf *output)
{
    char part[65536];
    ssize_t len;
    while ((len = read(fd, part, sizeof part)) > 0 ||
           (len < 0 && errno == EINTR)) {
        dg_buf_append(output, part, len > 0 ? (size_t) len : 0);
    }
}

int
dg_daemon_run(struct dg_cli *cli, const char *const *arguments,
              struct dg_buf *output)
{
    int ends[2], status = 0;
    fflush(NULL);
    pid_t pid = pipe(ends) == 0 ? fork() : -1;
    if (pid < 0) {
        return dg_cli_fail(cli, DG_EXIT_UNAVAILABLE,
                           _("%s cannot be started: %s"), DAEMON,
                           strerror(errno));
    }
    if (pid == 0) {
        dup2(ends[1], STDOUT_FILENO);
        close(ends[0]);
        close(ends[1]);
        _exit(dg_daemon_execute(cli, arguments));
    }
    close(ends[1]);
    read_all(ends[0], output);
    close(ends[0]);
    while (waitpid(pid, &status, 0) < 0 && errno == EINTR) {
    }
    if (output->err) {
        return dg_cli_fail_memory(cli);
    }
    return WIFEXITED(status) ? WEXITSTATUS(status) : DG_EXIT_UNAVAILABLE;
}
