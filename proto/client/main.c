/* SPDX-License-Identifier: Apache-2.0 */
/* The dutygate command: what its global options and the environment say, and
 * how a subcommand starts and ends. Which there are is left to commands.c. */
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "config.h"
#include "proto/base/date.h"
#include "proto/base/i18n.h"
#include "proto/client/ask/options.h"
#include "proto/client/ask/signer.h"
#include "proto/client/commands.h"
#include "proto/client/help.h"
#include "proto/client/language.h"
#include "proto/codec/event.h"

#define ANSWER_ARENA_LIMIT ((size_t) 512 << 20)

/* True for a role, a slash, and a code, as events name their source. */
static bool
is_source(const char *text)
{
    size_t role = strcspn(text, "/");
    for (unsigned r = 0; text[role] && r < DG_ROLE_COUNT; r++) {
        struct dg_str word = {text, role};
        if (dg_str_is(word, dg_role_text((enum dg_role) r))) {
            return text[role + 1] != '\0';
        }
    }
    return false;
}

static int
run(struct dg_cli *cli, int argc, char **argv)
{
    int words;
    if (strcmp(argv[0], "help") == 0) {
        return dg_help_run(argc, argv);
    }
    const struct dg_command *command = dg_commands_find(argc, argv, &words);
    if (!command) {
        return dg_commands_complain(argc, argv);
    }
    if (argc > words && strcmp(argv[words], "--help") == 0) {
        dg_help_print_command(command);
        return DG_EXIT_OK;
    }
    if (cli->source && !is_source(cli->source)) {
        return dg_options_complain(
            NULL, _("\"%s\" is no ROLE/CODE such as department/mzj"),
            cli->source);
    }
    cli->where = command->name;
    dg_arena_init(&cli->arena, ANSWER_ARENA_LIMIT);
    int status = dg_signer_name(cli);
    if (!status) {
        status = command->function(cli, argc - words + 1, argv + words - 1);
    }
    dutygate_client_close(cli->client);
    dg_signer_finish(cli);
    dg_arena_finish(&cli->arena);
    if (fflush(stdout) || ferror(stdout)) {
        return dg_cli_fail(cli, DG_EXIT_UNAVAILABLE,
                           _("cannot write to stdout"));
    }
    return status;
}

/* Fills cli from options and environment, then runs the subcommand. */
static int
run_with(struct dg_cli *cli, const char *socket, int argc, char **argv)
{
    char *url = dg_cli_url(socket);
    if (!url) {
        return dg_options_complain(NULL, "%s", _(dg_err_text(DG_ERR_MEMORY)));
    }
    cli->url = url;
    cli->today = dg_date_of_instant((int64_t) time(NULL) * 1000000);
    int status = run(cli, argc, argv);
    free(url);
    return status;
}

static const char *
environment(const char *name)
{
    const char *value = getenv(name);
    return value && *value ? value : NULL;
}

int
main(int argc, char **argv)
{
    struct dg_cli cli = {.timeout_ms = DUTYGATE_CLIENT_TIMEOUT_MS,
                         .source = environment("DUTYGATE_AS"),
                         .key_path = environment("DUTYGATE_KEY"),
                         .gateway = environment("DUTYGATE_GATEWAY")};
    const char *socket = environment("DUTYGATE_SOCKET"), *timeout = NULL;
    bool show_help = false, show_version = false;
    const struct dg_option options[] = {
        {"socket", NULL, &socket},         {"as", NULL, &cli.source},
        {"json", &cli.json, NULL},         {"timeout", NULL, &timeout},
        {"help", &show_help, NULL},        {"version", &show_version, NULL},
        {"no-retry", &cli.no_retry, NULL}, {"key", NULL, &cli.key_path},
        {"gateway", NULL, &cli.gateway},   {NULL, NULL, NULL}};
    int first;
    dg_language_set();
    if (sodium_init() < 0) {
        return dg_options_complain(NULL, _("no source of random numbers"));
    }
    if (dg_options_parse(NULL, options, argc, argv, &first)) {
        return DG_EXIT_USAGE;
    }
    if (show_help) {
        return dg_help_print();
    }
    if (show_version) {
        return puts(PACKAGE_STRING) < 0;
    }
    if (timeout && dg_cli_timeout(timeout, &cli.timeout_ms)) {
        return dg_options_complain(NULL, _("\"%s\" is no time-out"), timeout);
    }
    if (first == argc) {
        return dg_options_complain(NULL,
                                   _("subcommand missing; see: dutygate help"));
    }
    return run_with(&cli, socket ? socket : DG_CLI_SOCKET, argc - first,
                    argv + first);
}
