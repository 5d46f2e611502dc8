/* SPDX-License-Identifier: Apache-2.0 */
/* dutygated: reads the command line, and runs, tests, backs up or restores a
 * gateway, or computes anew what another's journal says. */
#include "config.h"

#include <errno.h>
#include <getopt.h>
#include <stdbool.h>
#include <stdio.h>
#include <sys/stat.h>
#include <sysexits.h>

#include "gateway/backup.h"
#include "gateway/core/conf.h"
#include "gateway/parent.h"
#include "gateway/recompute/recompute.h"
#include "gateway/worker.h"

static const char usage[] =
    "usage: dutygated [-c FILE] [-t | --backup FILE | --restore FILE]\n"
    "       dutygated --recompute FILE [--list LIST [--enforce] | --pages]\n"
    "                 [--plugins DIR] [PARAMS]\n"
    "  -c FILE        configuration (" DG_CONF_FILE ")\n"
    "  -t             test configuration, plugins and journal, and exit\n"
    "  --backup FILE  write the journal to a new file; a gateway may run\n"
    "  --restore FILE make the journal of a backup; no gateway may run\n"
    "  --recompute FILE  print the figures of an export, as burden.read would\n"
    "  --list LIST    with those under another list, its JSON\n"
    "  --enforce      then rules that were on trial count, too\n"
    "  --pages        all pages of the answer, a line each\n"
    "  --plugins DIR  where the plugins lie that the export names\n"
    "  -V, --version  print the version and exit\n"
    "  -h, --help     print this and exit\n";

static const struct option longer[] = {
    {"backup", required_argument, NULL, 'b'},
    {"restore", required_argument, NULL, 'r'},
    {"recompute", required_argument, NULL, 'R'},
    {"list", required_argument, NULL, 'l'},
    {"enforce", no_argument, NULL, 'e'},
    {"pages", no_argument, NULL, 'a'},
    {"plugins", required_argument, NULL, 'p'},
    {"help", no_argument, NULL, 'h'},
    {"version", no_argument, NULL, 'V'},
    {NULL, 0, NULL, 0}};

static int
work(void *ctx)
{
    return dg_worker_run(ctx);
}

/* The file is the parent's and the worker's together, so it is opened before
 * there are two. What else is wrong with the configuration the worker says. */
static int
open_log(const char *conf_path)
{
    char quoted[DG_LOG_QUOTE_SIZE];
    struct dg_conf conf;
    struct dg_buf why;
    int status = 0;
    dg_buf_init(&why);
    if (dg_conf_open(conf_path, &conf, &why) == DG_OK) {
        if (conf.log_file && dg_log_open(conf.log_file) != DG_OK) {
            dg_buf_clear(&why);
            dg_buf_printf(&why, "log_file %s: %s", conf.log_file,
                          strerror(errno));
            status = EX_CANTCREAT;
            dg_log(DG_LOG_ERROR, "gateway.refused", "status=%d why=%s", status,
                   dg_log_quote((struct dg_str){why.data, why.len}, quoted));
        }
        dg_conf_close(&conf);
    }
    dg_buf_finish(&why);
    return status;
}

static int
run(const char *conf_path)
{
    const struct dg_parent parent = {
        .work = work,
        .ctx = (void *) conf_path,
        .first_ms = 1000,
        .most_ms = 60000,
        .steady_ms = 60000,
    };
    int status = open_log(conf_path);
    return status ? status : dg_parent_run(&parent);
}

/* What the command line asks for; file is a backup's. */
struct command {
    enum { RUN, TEST, BACKUP, RESTORE, RECOMPUTE } kind;
    const char *conf_path, *file;
    struct dg_recompute recompute;
};

static void
choose(struct command *command, int option)
{
    switch (option) {
    case 'c':
        command->conf_path = optarg;
        break;
    case 't':
        command->kind = TEST;
        break;
    case 'b':
    case 'r':
        command->kind = option == 'b' ? BACKUP : RESTORE;
        command->file = optarg;
        break;
    case 'R':
        command->kind = RECOMPUTE;
        command->recompute.file = optarg;
        break;
    case 'l':
        command->recompute.list = optarg;
        break;
    case 'e':
        command->recompute.enforce = true;
        break;
    case 'a':
        command->recompute.pages = true;
        break;
    case 'p':
        command->recompute.plugins = optarg;
        break;
    }
}

static int
execute(const struct command *command)
{
    umask(077);
    switch (command->kind) {
    case TEST:
        return dg_worker_test(command->conf_path);
    case BACKUP:
        return dg_backup_write(command->conf_path, command->file);
    case RESTORE:
        return dg_backup_restore(command->conf_path, command->file);
    case RECOMPUTE:
        return dg_recompute_run(&command->recompute);
    case RUN:
        break;
    }
    return run(command->conf_path);
}

int
main(int argc, char **argv)
{
    struct command command = {.kind = RUN, .conf_path = DG_CONF_FILE};
    int option;
    while ((option = getopt_long(argc, argv, "c:tVh", longer, NULL)) != -1) {
        switch (option) {
        case 'V':
            printf("dutygated %s\n", PACKAGE_VERSION);
            return 0;
        case 'h':
            fputs(usage, stdout);
            return 0;
        case '?':
            fputs(usage, stderr);
            return EX_USAGE;
        default:
            choose(&command, option);
        }
    }
    if (command.kind == RECOMPUTE && optind < argc) {
        command.recompute.params = argv[optind++];
    }
    if (optind < argc) {
        fprintf(stderr, "dutygated: operand \"%s\" is not wanted\n%s",
                argv[optind], usage);
        return EX_USAGE;
    }
    return execute(&command);
}
