/* SPDX-License-Identifier: Apache-2.0 */
/* dutygated: reads the command line, and runs or tests a gateway. */
#include "config.h"

#include <getopt.h>
#include <stdbool.h>
#include <stdio.h>
#include <sys/stat.h>
#include <sysexits.h>

#include "gateway/parent.h"
#include "gateway/worker.h"

static const char usage[] =
    "usage: dutygated [-c FILE] [-t]\n"
    "  -c FILE        configuration (" DG_CONF_FILE ")\n"
    "  -t             test configuration, plugins and journal, and exit\n"
    "  -V, --version  print the version and exit\n"
    "  -h, --help     print this and exit\n";

static const struct option longer[] = {{"help", no_argument, NULL, 'h'},
                                       {"version", no_argument, NULL, 'V'},
                                       {NULL, 0, NULL, 0}};

static int
work(void *ctx)
{
    return dg_worker_run(ctx);
}

int
main(int argc, char **argv)
{
    const char *conf_path = DG_CONF_FILE;
    bool test = false;
    int option;
    while ((option = getopt_long(argc, argv, "c:tVh", longer, NULL)) != -1) {
        switch (option) {
        case 'c':
            conf_path = optarg;
            break;
        case 't':
            test = true;
            break;
        case 'V':
            printf("dutygated %s\n", PACKAGE_VERSION);
            return 0;
        case 'h':
            fputs(usage, stdout);
            return 0;
        default:
            fputs(usage, stderr);
            return EX_USAGE;
        }
    }
    if (optind < argc) {
        fprintf(stderr, "dutygated: operand \"%s\" is not wanted\n%s",
                argv[optind], usage);
        return EX_USAGE;
    }
    umask(077);
    const struct dg_parent parent = {
        .work = work,
        .ctx = (void *) conf_path,
        .first_ms = 1000,
        .most_ms = 60000,
        .steady_ms = 60000,
    };
    return test ? dg_worker_test(conf_path) : dg_parent_run(&parent);
}
