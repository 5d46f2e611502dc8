/* SPDX-License-Identifier: Apache-2.0 */
/* witness: keeps the last checkpoint seen of a journal, and refuses one that
 * does not go on from there. */
#include <dirent.h>
#include <inttypes.h>
#include <stdio.h>
#include <unistd.h>

#include "proto/base/i18n.h"
#include "proto/client/ask/options.h"
#include "proto/client/proof/cmd.h"
#include "proto/client/proof/extension.h"

#define ARENA_LIMIT ((size_t) 1 << 24)

struct witness {
    struct dg_cli *cli;
    struct dg_arena arena;
    struct dg_sha256 *sha;
    const char *verifier; /* of --verifier; may be NULL */
    bool fresh;           /* --new */
    struct dg_buf path;   /* of the state; empty: the usual place */
    bool known;           /* there is a state */
    struct dg_seen before, now;
};

/* ---- refusing ------------------------------------------------------------ */

static void
print_checkpoint(const char *label, const struct dg_seen *seen)
{
    fprintf(stderr, "%s\n%.*s\n", label, DG_STR_ARG(seen->text));
}

/* Both checkpoints are signed by the same journal's keys, so together they are
 * the proof against it; both are shown, and kept. */
static int
refuse(struct witness *w, const char *why)
{
    struct dg_buf kept, shown;
    dg_buf_init(&kept);
    dg_buf_init(&shown);
    w->now.trust = w->before.trust;
    int status = dg_cli_fail(w->cli, DG_EXIT_REFUSED, "%s", why);
    print_checkpoint(_("seen before:"), &w->before);
    print_checkpoint(_("shown now:"), &w->now);
    if (!dg_seen_keep(w->cli, w->path.data, &w->before, &kept) &&
        !dg_seen_keep(w->cli, w->path.data, &w->now, &shown)) {
        fprintf(stderr, _("kept as %s\nand %s\n"), kept.data, shown.data);
    }
    dg_buf_finish(&kept);
    dg_buf_finish(&shown);
    return status;
}

/* ---- whom to believe ----------------------------------------------------- */

/* Keys of the state are those of its first day; new ones are taken on once a
 * checkpoint bears signatures of both. */
static int
adopt(struct witness *w)
{
    struct dg_trust beside = {.count = 0};
    if (!w->verifier && w->known) {
        w->now.trust = w->before.trust;
    } else {
        int status =
            dg_trust_find(w->cli, w->verifier, &w->arena, &w->now.trust);
        if (status) {
            return status;
        }
    }
    if (!dg_trust_signer(&w->now.trust, &w->now.checkpoint)) {
        return dg_cli_fail(w->cli, DG_EXIT_REFUSED,
                           _("the checkpoint of %.*s is not signed by a key of "
                             "%.*s"),
                           DG_STR_ARG(w->now.checkpoint.origin),
                           DG_STR_ARG(w->now.trust.origin));
    }
    if (!w->verifier && w->known && dg_trust_is_beside(w->cli) &&
        dg_trust_find(w->cli, NULL, &w->arena, &beside) == DG_EXIT_OK) {
        dg_trust_extend(&w->now.trust, &beside, &w->now.checkpoint);
    }
    return DG_EXIT_OK;
}

/* ---- the state ----------------------------------------------------------- */

/* Whether the state's folder has that of another journal of this gateway. */
static bool
has_others(const char *path)
{
    struct dg_buf folder;
    const char *slash = strrchr(path, '/');
    bool found = false;
    dg_buf_init(&folder);
    dg_buf_append(&folder, path, (size_t) (slash - path) + 1);
    DIR *dir = folder.err ? NULL : opendir(folder.data);
    for (struct dirent *e = dir ? readdir(dir) : NULL; e && !found;
         e = readdir(dir)) {
        found = e->d_name[0] != '.';
    }
    if (dir) {
        closedir(dir);
    }
    dg_buf_finish(&folder);
    return found;
}

static int
read_state(struct witness *w)
{
    w->known = access(w->path.data, F_OK) == 0;
    return w->known ? dg_seen_read(w->cli, w->path.data, &w->arena, &w->before)
                    : DG_EXIT_OK;
}

/* Where the state lies follows from the journal's name, unless it was said. */
static int
find_state(struct witness *w)
{
    struct dg_extension first;
    const struct dg_extension_question question = {.extends = false};
    if (w->path.len > 0) {
        return read_state(w);
    }
    int status = dg_extension_ask(w->cli, &question, &w->arena, &first);
    status =
        status ? status
               : dg_seen_path(w->cli, first.newest.checkpoint.origin, &w->path);
    status = status ? status : read_state(w);
    if (!status && !w->known && !w->fresh && has_others(w->path.data)) {
        return dg_cli_fail(
            w->cli, DG_EXIT_REFUSED,
            _("the gateway shows another journal than before, %.*s; if it was "
              "begun anew, say --new"),
            DG_STR_ARG(first.newest.checkpoint.origin));
    }
    return status;
}

/* ---- looking ------------------------------------------------------------- */

static int
keep(struct witness *w)
{
    const struct dg_checkpoint *now = &w->now.checkpoint;
    int status = dg_seen_write(w->cli, w->path.data, &w->now);
    if (status) {
        return status;
    }
    if (!w->known) {
        printf(_("%.*s: %" PRIu64 " entries, seen for the first time\n"),
               DG_STR_ARG(now->origin), now->head.size);
    } else {
        printf(
            _("%.*s: %" PRIu64 " entries, %" PRIu64 " more than seen before\n"),
            DG_STR_ARG(now->origin), now->head.size,
            now->head.size - w->before.checkpoint.head.size);
    }
    return DG_EXIT_OK;
}

/* Against what was seen before. */
static int
judge(struct witness *w, const struct dg_extension *answer)
{
    const struct dg_checkpoint *before = &w->before.checkpoint;
    const struct dg_checkpoint *now = &w->now.checkpoint;
    if (!dg_str_equal(now->origin, before->origin)) {
        return refuse(w, _("ANOTHER JOURNAL than the one that was seen"));
    }
    if (now->head.size < before->head.size) {
        return refuse(w, _("THE JOURNAL IS SHORTER than what was seen of it"));
    }
    return dg_extension_holds(w->sha, answer, &before->head, &now->head)
               ? keep(w)
               : refuse(w,
                        _("THE JOURNAL DOES NOT EXTEND what was seen of it"));
}

static int
look(struct witness *w)
{
    struct dg_extension answer;
    struct dg_extension_question question = {
        .extends = w->known,
        .from = w->known ? w->before.checkpoint.head.size : 0};
    int status = dg_extension_ask(w->cli, &question, &w->arena, &answer);
    if (status == DG_EXIT_REFUSED && w->known) {
        /* There is no such size: what does it end with now? */
        question.extends = false;
        status = dg_extension_ask(w->cli, &question, &w->arena, &answer);
    }
    if (status) {
        return status;
    }
    w->now = answer.newest;
    status = adopt(w);
    if (status) {
        return status;
    }
    return w->known ? judge(w, &answer) : keep(w);
}

int
dg_cmd_witness_look(struct dg_cli *cli, int argc, char **argv)
{
    struct witness w = {.cli = cli};
    const char *file = NULL;
    const struct dg_option options[] = {{"file", NULL, &file},
                                        {"verifier", NULL, &w.verifier},
                                        {"new", &w.fresh, NULL},
                                        {NULL, NULL, NULL}};
    int first;
    if (dg_options_parse(cli->where, options, argc, argv, &first) ||
        dg_options_operands(cli->where, argc - first, 0, 0, argv + first) ||
        dg_cli_need_source(cli)) {
        return DG_EXIT_USAGE;
    }
    if (dg_sha256_create(&w.sha)) {
        return dg_cli_fail_memory(cli);
    }
    dg_arena_init(&w.arena, ARENA_LIMIT);
    dg_buf_init(&w.path);
    dg_buf_text(&w.path, file ? file : "");
    int status = find_state(&w);
    status = status ? status : look(&w);
    dg_buf_finish(&w.path);
    dg_arena_finish(&w.arena);
    dg_sha256_destroy(w.sha);
    return status;
}
