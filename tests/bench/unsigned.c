/* SPDX-License-Identifier: Apache-2.0 */
/* A gateway that believes unsigned messages, too: what signatures cost is the
 * difference. Never installed. */
#include <signal.h>
#include <sys/stat.h>

#include "gateway/worker.h"

int
main(int argc, char **argv)
{
    umask(077);
    return argc == 3 ? dg_worker_run_unsigned(argv[2]) : 64;
}
