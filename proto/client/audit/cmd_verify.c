/* SPDX-License-Identifier: Apache-2.0 */
/* audit verify: whether an export is a journal's, whole and as it was, and one
 * that witnesses saw. Needs nothing but the file and the gateway's public key.
 */
#include <inttypes.h>
#include <stdio.h>

#include "proto/base/date.h"
#include "proto/base/i18n.h"
#include "proto/client/ask/options.h"
#include "proto/client/audit/cmd.h"
#include "proto/client/audit/faults.h"
#include "proto/client/audit/image.h"
#include "proto/client/audit/meter.h"
#include "proto/client/proof/seen.h"

#define ARENA_LIMIT ((size_t) 1 << 24)

struct verifying {
    struct dg_cli *cli;
    const char *path;
    const char *verifier;                    /* --verifier; may be NULL */
    const char *seen[DG_OPTION_REPEATS + 1]; /* --seen */
    bool signatures;                         /* --signatures */
    struct dg_arena arena;
    struct dg_sha256 *sha;
    struct dg_meter meter;
    struct dg_trust trust;
    struct dg_enrolled enrolled;
    struct dg_scan scan;
    struct dg_hashes hashes;
};

static int
refuse_export(const struct verifying *v, const char *why)
{
    return dg_cli_fail(v->cli, DG_EXIT_REFUSED, "%s: %s", v->path, why);
}

/* ---- whose it is --------------------------------------------------------- */

static bool
is_origin(const struct verifying *v, struct dg_str origin)
{
    const struct dg_export_head *head = &v->scan.head;
    struct dg_str gateway = {origin.data, head->gateway.len};
    struct dg_str journal = {origin.data + gateway.len + 1, head->journal.len};
    return origin.len == gateway.len + 1 + journal.len &&
           dg_str_equal(gateway, head->gateway) &&
           origin.data[gateway.len] == '/' &&
           dg_str_equal(journal, head->journal);
}

static bool
has_key_of(const struct verifying *v, struct dg_str origin)
{
    for (size_t i = 0; i < v->trust.count; i++) {
        if (dg_str_equal(v->trust.keys[i].name, origin)) {
            return true;
        }
    }
    return false;
}

/* Keys of the command line, else those a witness keeps, else the gateway's. */
static int
find_trust(struct verifying *v)
{
    struct dg_seen seen;
    for (size_t i = 0; v->seen[i] && !v->verifier; i++) {
        int status = dg_seen_read(v->cli, v->seen[i], &v->arena, &seen);
        if (status) {
            return status;
        }
        if (seen.trust.count > 0) {
            v->trust = seen.trust;
            return DG_EXIT_OK;
        }
    }
    return dg_trust_find(v->cli, v->verifier, &v->arena, &v->trust);
}

static int
check_checkpoint(const struct verifying *v)
{
    const struct dg_checkpoint *checkpoint = &v->scan.checkpoint;
    if (!is_origin(v, checkpoint->origin)) {
        return dg_cli_fail(v->cli, DG_EXIT_REFUSED,
                           _("%s: OTHER JOURNAL: it says %.*s/%.*s, its "
                             "checkpoint is of %.*s"),
                           v->path, DG_STR_ARG(v->scan.head.gateway),
                           DG_STR_ARG(v->scan.head.journal),
                           DG_STR_ARG(checkpoint->origin));
    }
    if (!has_key_of(v, checkpoint->origin)) {
        return dg_cli_fail(v->cli, DG_EXIT_REFUSED,
                           _("%s: OTHER JOURNAL: it is of %.*s, the key of "
                             "%.*s is of %.*s"),
                           v->path, DG_STR_ARG(checkpoint->origin),
                           DG_STR_ARG(v->trust.origin),
                           DG_STR_ARG(v->trust.keys[0].name));
    }
    if (!dg_trust_signer(&v->trust, checkpoint)) {
        return dg_cli_fail(v->cli, DG_EXIT_REFUSED,
                           _("%s: UNKNOWN KEY: its checkpoint is not signed by "
                             "a key of %.*s"),
                           v->path, DG_STR_ARG(v->trust.origin));
    }
    if (checkpoint->head.size != v->scan.entries) {
        return dg_cli_fail(v->cli, DG_EXIT_REFUSED,
                           _("%s: MISSING: its checkpoint is of %" PRIu64
                             " entries, and it has %" PRIu64),
                           v->path, checkpoint->head.size, v->scan.entries);
    }
    return DG_EXIT_OK;
}

/* ---- its entries --------------------------------------------------------- */

static void
show_progress(void *ctx, size_t done, size_t of)
{
    dg_meter_show(ctx, done, of);
}

static int
check_entries(struct verifying *v)
{
    const struct dg_hashes_progress progress = {show_progress, &v->meter};
    enum dg_err err = dg_hashes_run(
        &v->hashes, &v->scan, v->signatures ? &v->enrolled : NULL, &progress);
    dg_meter_clear(&v->meter);
    if (err != DG_OK) {
        return dg_cli_fail_memory(v->cli);
    }
    int status = dg_faults_tell_hashes(v->cli, v->path, &v->hashes);
    if (status) {
        return status;
    }
    return memcmp(&v->hashes.root, &v->scan.checkpoint.head.root,
                  sizeof v->hashes.root) == 0
               ? DG_EXIT_OK
               : refuse_export(v, _("ALTERED: its entries are not those that "
                                    "its checkpoint was signed for"));
}

/* ---- witnesses ----------------------------------------------------------- */

static int
tell_fork(const struct verifying *v, const struct dg_seen *seen,
          const char *path)
{
    int status = dg_cli_fail(
        v->cli, DG_EXIT_REFUSED,
        _("%s: FORK: its first %" PRIu64 " entries are not those that %s saw"),
        v->path, seen->checkpoint.head.size, path);
    fprintf(stderr, "%s:\n%.*s\n%s:\n%.*s\n", path, DG_STR_ARG(seen->text),
            v->path, DG_STR_ARG(v->scan.checkpoint_text));
    return status;
}

/* A checkpoint that nobody of trust signed proves nothing against anybody. */
static int
check_seen(struct verifying *v, const char *path)
{
    struct dg_seen seen;
    struct dg_merkle_hash root;
    int status = dg_seen_read(v->cli, path, &v->arena, &seen);
    if (status) {
        return status;
    }
    const struct dg_merkle_head *head = &seen.checkpoint.head;
    if (!dg_str_equal(seen.checkpoint.origin, v->scan.checkpoint.origin)) {
        return dg_cli_fail(v->cli, DG_EXIT_REFUSED,
                           _("%s: OTHER JOURNAL: it is of %.*s, %s saw %.*s"),
                           v->path, DG_STR_ARG(v->scan.checkpoint.origin), path,
                           DG_STR_ARG(seen.checkpoint.origin));
    }
    if (!dg_trust_signer(&v->trust, &seen.checkpoint)) {
        return dg_cli_fail(v->cli, DG_EXIT_DATA,
                           _("%s: not signed by a key of %.*s, so it "
                             "proves nothing"),
                           path, DG_STR_ARG(v->trust.origin));
    }
    if (head->size > v->scan.entries) {
        return dg_cli_fail(
            v->cli, DG_EXIT_REFUSED,
            _("%s: SHORTER: it has %" PRIu64 " entries, %s saw %" PRIu64),
            v->path, v->scan.entries, path, head->size);
    }
    dg_merkle_root(v->sha, v->hashes.leaves, (size_t) head->size, &root);
    return memcmp(&root, &head->root, sizeof root) == 0
               ? DG_EXIT_OK
               : tell_fork(v, &seen, path);
}

static int
check_witnesses(struct verifying *v)
{
    int status = DG_EXIT_OK;
    for (size_t i = 0; v->seen[i] && !status; i++) {
        status = check_seen(v, v->seen[i]);
    }
    return status;
}

/* ---- what holds ---------------------------------------------------------- */

static void
say_messages(const struct verifying *v)
{
    const struct dg_scan *scan = &v->scan;
    uint64_t messages = scan->whole + scan->withheld + scan->no_proof;
    if (v->signatures) {
        printf(_("signatures: those of %" PRIu64 " of %" PRIu64
                 " messages were checked\n"),
               v->hashes.signatures, messages);
    } else {
        printf(_("signatures: not checked (--signatures)\n"));
    }
    if (scan->withheld > 0) {
        printf(_("withheld in part, being of persons or erased: %" PRIu64
                 " of %" PRIu64 " messages\n"),
               scan->withheld, messages);
    }
    if (scan->no_proof > 0) {
        printf(_("signed by nobody: %" PRIu64 " of %" PRIu64 " messages\n"),
               scan->no_proof, messages);
    }
}

static void
say_holds(const struct verifying *v)
{
    char time[DG_INSTANT_SIZE];
    dg_instant_format(v->scan.time_us, time);
    printf(_("%.*s: %" PRIu64 " entries up to %s, whole and as they were "
             "journaled\n"),
           DG_STR_ARG(v->scan.checkpoint.origin), v->scan.entries, time);
    printf(_("checkpoint: signed by a key of %.*s\n"),
           DG_STR_ARG(v->trust.origin));
    say_messages(v);
    for (size_t i = 0; v->seen[i]; i++) {
        printf(_("seen: it goes on from what %s saw\n"), v->seen[i]);
    }
}

static void
say_holds_json(const struct verifying *v)
{
    const struct dg_scan *scan = &v->scan;
    printf("{\"journal\":\"%.*s\",\"entries\":%" PRIu64
           ",\"messages\":{\"whole\":%" PRIu64 ",\"withheld\":%" PRIu64
           ",\"unsigned\":%" PRIu64 "}",
           DG_STR_ARG(scan->checkpoint.origin), scan->entries, scan->whole,
           scan->withheld, scan->no_proof);
    if (v->signatures) {
        printf(",\"signatures\":%" PRIu64, v->hashes.signatures);
    }
    printf(",\"holds\":true}\n");
}

static int
verify(struct verifying *v, struct dg_str bytes)
{
    if (dg_scan_run(&v->scan, bytes, v->signatures ? &v->enrolled : NULL)) {
        return dg_cli_fail_memory(v->cli);
    }
    int status = dg_faults_tell_scan(v->cli, v->path, &v->scan);
    status = status ? status : find_trust(v);
    status = status ? status : check_checkpoint(v);
    status = status ? status : check_entries(v);
    status = status ? status : check_witnesses(v);
    if (status == DG_EXIT_OK && v->cli->json) {
        say_holds_json(v);
    } else if (status == DG_EXIT_OK) {
        say_holds(v);
    }
    return status;
}

int
dg_cmd_verify_export(struct dg_cli *cli, int argc, char **argv)
{
    struct verifying v = {.cli = cli};
    bool many;
    const struct dg_option options[] = {{"verifier", NULL, &v.verifier},
                                        {"seen", &many, v.seen},
                                        {"signatures", &v.signatures, NULL},
                                        {NULL, NULL, NULL}};
    struct dg_str bytes;
    int first;
    if (dg_options_parse(cli->where, options, argc, argv, &first) ||
        dg_options_operands(cli->where, argc - first, 1, 1, argv + first)) {
        return DG_EXIT_USAGE;
    }
    v.path = argv[first];
    int status = dg_image_open(cli, v.path, &bytes);
    if (status) {
        return status;
    }
    if (dg_sha256_create(&v.sha)) {
        dg_image_close(bytes);
        return dg_cli_fail_memory(cli);
    }
    dg_arena_init(&v.arena, ARENA_LIMIT);
    dg_enrolled_init(&v.enrolled);
    dg_meter_begin(&v.meter, v.path);
    status = verify(&v, bytes);
    dg_hashes_finish(&v.hashes);
    dg_scan_finish(&v.scan);
    dg_enrolled_finish(&v.enrolled);
    dg_arena_finish(&v.arena);
    dg_sha256_destroy(v.sha);
    dg_image_close(bytes);
    return status;
}
