/* SPDX-License-Identifier: Apache-2.0 */
/* witness compare: whether two witnesses saw one journal, or a fork of it. */
#include <inttypes.h>
#include <stdio.h>

#include "proto/base/i18n.h"
#include "proto/client/ask/options.h"
#include "proto/client/proof/cmd.h"
#include "proto/client/proof/extension.h"

#define ARENA_LIMIT ((size_t) 1 << 24)

struct comparing {
    struct dg_cli *cli;
    struct dg_arena arena;
    struct dg_sha256 *sha;
    struct dg_trust trust;
    const char *proof; /* of --proof; may be NULL */
    struct dg_seen seen[2];
    const char *const *names; /* as on the command line */
};

static int
tell_fork(const struct comparing *c, const char *why)
{
    int status = dg_cli_fail(c->cli, DG_EXIT_REFUSED, "%s", why);
    for (int i = 0; i < 2; i++) {
        fprintf(stderr, "%s:\n%.*s\n", c->names[i],
                DG_STR_ARG(c->seen[i].text));
    }
    return status;
}

/* Keys of the command line, else those that a file has, else the gateway's. */
static int
find_trust(struct comparing *c, const char *verifier)
{
    for (int i = 0; i < 2 && !verifier; i++) {
        if (c->seen[i].trust.count > 0) {
            c->trust = c->seen[i].trust;
            return DG_EXIT_OK;
        }
    }
    return dg_trust_find(c->cli, verifier, &c->arena, &c->trust);
}

static int
check_signatures(const struct comparing *c)
{
    for (int i = 0; i < 2; i++) {
        if (!dg_trust_signer(&c->trust, &c->seen[i].checkpoint)) {
            return dg_cli_fail(c->cli, DG_EXIT_DATA,
                               _("%s: not signed by a key of %.*s, so it "
                                 "proves nothing"),
                               c->names[i], DG_STR_ARG(c->trust.origin));
        }
    }
    return DG_EXIT_OK;
}

static int
check_extension(struct comparing *c, int small, int large)
{
    const struct dg_merkle_head *before = &c->seen[small].checkpoint.head;
    const struct dg_merkle_head *head = &c->seen[large].checkpoint.head;
    const struct dg_extension_question question = {true, before->size,
                                                   head->size};
    struct dg_extension answer;
    if (!c->proof && dg_cli_need_source(c->cli)) {
        return DG_EXIT_USAGE;
    }
    int status = c->proof
                     ? dg_extension_read(c->cli, c->proof, &c->arena, &answer)
                     : dg_extension_ask(c->cli, &question, &c->arena, &answer);
    if (status == DG_EXIT_REFUSED) {
        return tell_fork(c, _("THE JOURNAL IS SHORTER than what was seen of "
                              "it"));
    }
    if (status) {
        return status;
    }
    if (c->proof &&
        (answer.from != before->size || answer.size != head->size)) {
        return dg_cli_fail(
            c->cli, DG_EXIT_DATA,
            _("%s: a proof from %" PRIu64 " to %" PRIu64
              " entries; from %" PRIu64 " to %" PRIu64 " is needed"),
            c->proof, answer.from, answer.size, before->size, head->size);
    }
    if (!dg_extension_holds(c->sha, &answer, before, head)) {
        return tell_fork(c, _("FORK: nothing shows that one extends the "
                              "other"));
    }
    const uint64_t more = head->size - before->size;
    printf(P_("%s extends %s by %" PRIu64 " entry\n",
              "%s extends %s by %" PRIu64 " entries\n", more),
           c->names[large], c->names[small], more);
    return DG_EXIT_OK;
}

static int
compare(struct comparing *c)
{
    const struct dg_checkpoint *a = &c->seen[0].checkpoint;
    const struct dg_checkpoint *b = &c->seen[1].checkpoint;
    if (!dg_str_equal(a->origin, b->origin)) {
        return tell_fork(c, _("OTHER JOURNALS: they have not the same origin"));
    }
    int status = check_signatures(c);
    if (status) {
        return status;
    }
    if (a->head.size != b->head.size) {
        int small = a->head.size < b->head.size ? 0 : 1;
        return check_extension(c, small, 1 - small);
    }
    if (memcmp(&a->head.root, &b->head.root, sizeof a->head.root) != 0) {
        return tell_fork(c, _("FORK: as many entries, and not the same"));
    }
    printf(_("the same: %" PRIu64 " entries\n"), a->head.size);
    return DG_EXIT_OK;
}

int
dg_cmd_witness_compare(struct dg_cli *cli, int argc, char **argv)
{
    struct comparing c = {.cli = cli};
    const char *verifier = NULL;
    const struct dg_option options[] = {{"verifier", NULL, &verifier},
                                        {"proof", NULL, &c.proof},
                                        {NULL, NULL, NULL}};
    int first, status = DG_EXIT_OK;
    if (dg_options_parse(cli->where, options, argc, argv, &first) ||
        dg_options_operands(cli->where, argc - first, 2, 2, argv + first)) {
        return DG_EXIT_USAGE;
    }
    if (dg_sha256_create(&c.sha)) {
        return dg_cli_fail_memory(cli);
    }
    dg_arena_init(&c.arena, ARENA_LIMIT);
    c.names = (const char *const *) argv + first;
    for (int i = 0; i < 2 && !status; i++) {
        status = dg_seen_read(cli, c.names[i], &c.arena, &c.seen[i]);
    }
    status = status ? status : find_trust(&c, verifier);
    status = status ? status : compare(&c);
    dg_arena_finish(&c.arena);
    dg_sha256_destroy(c.sha);
    return status;
}
