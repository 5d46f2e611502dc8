/* SPDX-License-Identifier: Apache-2.0 */
/* A gateway that believes unsigned messages, too: what signatures cost is the
 * difference. With -n for -c its receipts have no proofs. Never installed. */
#include <string.h>
#include <sys/stat.h>

#include "gateway/worker.h"

int
main(int argc, char **argv)
{
    umask(077);
    return argc == 3
               ? dg_worker_run_unsigned(argv[2], strcmp(argv[1], "-n") == 0)
               : 64;
}
