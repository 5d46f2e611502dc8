/* SPDX-License-Identifier: Apache-2.0 */
/* A gateway that answers from a script, for a test program; it logs what it
 * gets. */
#ifndef TESTS_PROTO_CLIENT_LIBRARY_FAKE_H
#define TESTS_PROTO_CLIENT_LIBRARY_FAKE_H

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

static char url[512], script_path[512], log_path[512];

/* Its files, in a folder. */
static void
place(const char *dir)
{
    snprintf(url, sizeof url, "ipc://%s/gateway.ipc", dir);
    snprintf(script_path, sizeof script_path, "%s/script", dir);
    snprintf(log_path, sizeof log_path, "%s/log", dir);
}

/* Writes the script and starts a gateway on it; ended by stop. */
static pid_t
start(const char *script)
{
    char program[1024];
    snprintf(program, sizeof program, "%s/tests/fake/gateway",
             getenv("top_builddir"));
    FILE *file = fopen(script_path, "w");
    if (file) {
        fputs(script, file);
        fclose(file);
    }
    pid_t pid = fork();
    if (pid == 0) {
        execl(program, program, url, script_path, log_path, (char *) NULL);
        perror(program);
        _exit(127);
    }
    return pid;
}

static void
stop(pid_t pid)
{
    kill(pid, SIGKILL);
    waitpid(pid, NULL, 0);
}

#endif
