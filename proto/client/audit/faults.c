/* SPDX-License-Identifier: Apache-2.0 */
/* Decides in which words it is said what was done to an export. */
#include "proto/client/audit/faults.h"

#include <inttypes.h>

#include "proto/base/i18n.h"

static int
tell_bytes(struct dg_cli *cli, const char *path, const struct dg_scan *scan)
{
    const struct dg_export_reader *reader = &scan->reader;
    switch (reader->fault) {
    case DG_EXPORT_FOREIGN:
        return dg_cli_fail(cli, DG_EXIT_DATA, "%s: %s", path,
                           _(dg_export_fault_text(reader->fault)));
    case DG_EXPORT_CUT:
        return dg_cli_fail(
            cli, DG_EXIT_REFUSED,
            _("%s: CUT OFF behind entry %" PRIu64 ": the end is missing"), path,
            scan->entries);
    default:
        return dg_cli_fail(
            cli, DG_EXIT_REFUSED,
            _("%s: ALTERED behind entry %" PRIu64 " (byte %zu): %s"), path,
            scan->entries, reader->at, _(dg_export_fault_text(reader->fault)));
    }
}

int
dg_faults_tell_scan(struct dg_cli *cli, const char *path,
                    const struct dg_scan *scan)
{
    switch (scan->fault) {
    case DG_SCAN_SOUND:
        return DG_EXIT_OK;
    case DG_SCAN_MISSING:
        return dg_cli_fail(cli, DG_EXIT_REFUSED,
                           _("%s: MISSING: entry %" PRIu64 "; entry %" PRIu64
                             " stands in its place"),
                           path, scan->wanted, scan->found);
    case DG_SCAN_SWAPPED:
        return dg_cli_fail(cli, DG_EXIT_REFUSED,
                           _("%s: SWAPPED: entry %" PRIu64
                             " stands where entry %" PRIu64 " belongs"),
                           path, scan->found, scan->wanted);
    case DG_SCAN_TWICE:
        return dg_cli_fail(cli, DG_EXIT_REFUSED,
                           _("%s: TWICE: entry %" PRIu64
                             " stands again where entry %" PRIu64 " belongs"),
                           path, scan->found, scan->wanted);
    case DG_SCAN_CHECKPOINT:
        return dg_cli_fail(cli, DG_EXIT_REFUSED, "%s: %s", path,
                           _("ALTERED: its checkpoint is none"));
    default:
        return tell_bytes(cli, path, scan);
    }
}

int
dg_faults_tell_hashes(struct dg_cli *cli, const char *path,
                      const struct dg_hashes *hashes)
{
    const char *words = NULL;
    switch (hashes->fault) {
    case DG_HASHES_SOUND:
        return DG_EXIT_OK;
    case DG_HASHES_HEADER:
        return dg_cli_fail(cli, DG_EXIT_REFUSED,
                           _("%s: SWAPPED: entry %" PRIu64
                             " has the header of entry %" PRIu64),
                           path, hashes->sequence, hashes->other);
    case DG_HASHES_ALTERED:
        words = _("ALTERED: its header, event or decision is not what was "
                  "journaled");
        break;
    case DG_HASHES_FORGED:
        words = _("FORGED: the signature of its message does not hold");
        break;
    case DG_HASHES_STRANGER:
        words = _("FORGED: nobody had the key that signed its message");
        break;
    case DG_HASHES_SPEAKER:
        words = _("FORGED: its message is signed by another than its source");
        break;
    }
    return dg_cli_fail(cli, DG_EXIT_REFUSED, _("%s: entry %" PRIu64 ": %s"),
                       path, hashes->sequence, words);
}
