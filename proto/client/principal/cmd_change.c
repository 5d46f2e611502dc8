/* SPDX-License-Identifier: Apache-2.0 */
/* suspend, revoke, handover: what becomes of who may speak. */
#include "proto/base/i18n.h"
#include "proto/client/ask/options.h"
#include "proto/client/principal/cmd.h"
#include "proto/client/principal/person.h"

/* ---- suspend, revoke ----------------------------------------------------- */

struct ending {
    const char *type, *id, *kid, *until, *reason;
    bool lift;
};

static int
submit_ending(struct dg_cli *cli, const struct ending *e, const char *source)
{
    struct dg_json_writer *writer;
    if (dg_json_writer_create(&writer)) {
        return dg_cli_fail_memory(cli);
    }
    dg_compose_begin_as(writer, e->type, cli->source, e->id);
    dg_json_put_text(writer, "principal", source);
    dg_json_put_text(writer, "key", e->kid ? e->kid : "");
    dg_json_put_text(writer, "reason", e->reason);
    if (e->until) {
        dg_compose_put_day(writer, "until", e->until, cli->today);
    }
    if (e->lift) {
        dg_json_put_boolean(writer, "lift", true);
    }
    return dg_cli_submit_end(cli, writer);
}

static int
end(struct dg_cli *cli, const struct ending *e, char **operands)
{
    if (!e->reason) {
        return dg_options_complain(cli->where, _("--reason TEXT is needed"));
    }
    return dg_cli_need_source(cli) ? DG_EXIT_USAGE
                                   : submit_ending(cli, e, operands[0]);
}

int
dg_cmd_suspend_principal(struct dg_cli *cli, int argc, char **argv)
{
    struct ending e = {.type = "dutygate.principal.suspend.v1"};
    const struct dg_option options[] = {
        {"id", NULL, &e.id},         {"kid", NULL, &e.kid},
        {"until", NULL, &e.until},   {"lift", &e.lift, NULL},
        {"reason", NULL, &e.reason}, {NULL, NULL, NULL}};
    int first;
    if (dg_options_parse(cli->where, options, argc, argv, &first) ||
        dg_options_operands(cli->where, argc - first, 1, 1, argv + first)) {
        return DG_EXIT_USAGE;
    }
    return end(cli, &e, argv + first);
}

int
dg_cmd_revoke_principal(struct dg_cli *cli, int argc, char **argv)
{
    struct ending e = {.type = "dutygate.principal.revoke.v1"};
    const struct dg_option options[] = {{"id", NULL, &e.id},
                                        {"kid", NULL, &e.kid},
                                        {"reason", NULL, &e.reason},
                                        {NULL, NULL, NULL}};
    int first;
    if (dg_options_parse(cli->where, options, argc, argv, &first) ||
        dg_options_operands(cli->where, argc - first, 1, 1, argv + first)) {
        return DG_EXIT_USAGE;
    }
    return end(cli, &e, argv + first);
}

/* ---- handover ------------------------------------------------------------ */

struct handover {
    const char *id, *from, *reason, *public, *officer, *post, *until, *file;
};

/* The new officers: of key files, of a file, or one that is named. */
static int
gather(struct dg_cli *cli, const struct handover *h, const char *const *keys,
       struct dg_people *people)
{
    const struct dg_person like = {
        .key = dg_str_from(h->public),
        .officer = dg_str_from(h->officer),
        .post = dg_str_from(h->post),
        .keyuntil = dg_str_from(h->until),
    };
    int status = DG_EXIT_OK;
    if (h->public) {
        dg_people_add(people, &like);
    }
    for (; *keys && !status; keys++) {
        status = dg_people_read_key(cli, *keys, &like, people);
    }
    if (h->file && !status) {
        status = dg_people_read_file(cli, h->file, people);
    }
    return people->err && !status ? dg_cli_fail_memory(cli) : status;
}

static int
check_people(const struct dg_cli *cli, const struct dg_people *people)
{
    bool named = true;
    for (size_t i = 0; i < people->count; i++) {
        named = named && people->items[i].officer.len > 0;
    }
    if (people->count == 0) {
        return dg_options_complain(
            cli->where,
            _("to whom? Use --new FILE, --public KEY or --file FILE"));
    }
    return named ? DG_EXIT_OK
                 : dg_cli_fail(cli, DG_EXIT_DATA,
                               _("a new officer has no name: say --officer "
                                 "NAME, or name them at keygen"));
}

static int
submit_handover(struct dg_cli *cli, const struct handover *h,
                const char *office, const struct dg_people *people)
{
    struct dg_json_writer *writer;
    int status = check_people(cli, people);
    if (status) {
        return status;
    }
    if (dg_json_writer_create(&writer)) {
        return dg_cli_fail_memory(cli);
    }
    dg_compose_begin_as(writer, "dutygate.office.handover.v1", cli->source,
                        h->id);
    dg_json_put_text(writer, "office", office);
    dg_json_put_text(writer, "from", h->from ? h->from : "");
    dg_json_name(writer, "officers");
    dg_people_put_officers(people, 0, people->count, writer);
    dg_json_put_text(writer, "reason", h->reason ? h->reason : "");
    return dg_cli_submit_end(cli, writer);
}

int
dg_cmd_handover_office(struct dg_cli *cli, int argc, char **argv)
{
    struct handover h = {NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL};
    const char *keys[DG_OPTION_REPEATS + 1] = {NULL};
    bool has_keys = false;
    const struct dg_option options[] = {
        {"id", NULL, &h.id},           {"from", NULL, &h.from},
        {"reason", NULL, &h.reason},   {"public", NULL, &h.public},
        {"officer", NULL, &h.officer}, {"post", NULL, &h.post},
        {"until", NULL, &h.until},     {"file", NULL, &h.file},
        {"new", &has_keys, keys},      {NULL, NULL, NULL}};
    struct dg_people people;
    const char *office;
    int first, status;
    if (dg_options_parse(cli->where, options, argc, argv, &first) ||
        dg_options_operands(cli->where, argc - first, 1, 1, argv + first) ||
        dg_cli_need_source(cli)) {
        return DG_EXIT_USAGE;
    }
    office = argv[first];
    office += strncmp(office, "office/", 7) == 0 ? 7 : 0;
    dg_people_init(&people);
    status = gather(cli, &h, keys, &people);
    if (!status) {
        status = submit_handover(cli, &h, office, &people);
    }
    dg_people_finish(&people);
    return status;
}
