/* SPDX-License-Identifier: Apache-2.0 */
/* enrol: says who may speak, with the public keys that are in the folder of
 * keys, that somebody wrote down, or that a file has, in as many events as it
 * takes. */
#include <stdio.h>

#include "proto/base/i18n.h"
#include "proto/client/ask/options.h"
#include "proto/client/principal/cmd.h"
#include "proto/client/principal/person.h"

struct enrolment {
    const char *id, *file, *public, *name, *officer, *post, *creditcode, *until,
        *parents;
};

/* ---- what is to be said ----------------------------------------------------
 */

/* Texts with commas between; gives how many. */
static size_t
split(const char *text, struct dg_str *parts, size_t most)
{
    size_t count = 0;
    while (text && *text && count < most) {
        size_t len = strcspn(text, ",");
        parts[count++] = (struct dg_str){text, len};
        text += len + (text[len] == ',');
    }
    return count;
}

static int
gather_operands(struct dg_cli *cli, const struct enrolment *e, char **operands,
                struct dg_people *people)
{
    struct dg_str parents[DG_PERSON_PARENTS_MAX];
    struct dg_person like = {
        .name = dg_str_from(e->name),
        .creditcode = dg_str_from(e->creditcode),
        .until = dg_str_from(e->until),
        .parents = parents,
        .parent_count = split(e->parents, parents, DG_PERSON_PARENTS_MAX),
        .key = dg_str_from(e->public),
        .officer = dg_str_from(e->officer),
        .post = dg_str_from(e->post),
    };
    int status = DG_EXIT_OK;
    for (; *operands && !status; operands++) {
        like.principal = dg_str_from(*operands);
        if (e->public) {
            dg_people_add(people, &like);
        } else {
            status = dg_people_read_own(cli, &like, people);
        }
    }
    return status;
}

/* The gateway would name the pointer; here the name of the person can be asked
 * for before anything is sent. */
static int
check_officers(const struct dg_cli *cli, const struct dg_people *people)
{
    for (size_t i = 0; i < people->count; i++) {
        const struct dg_person *person = &people->items[i];
        if (person->key.len > 0 && person->officer.len == 0) {
            return dg_cli_fail(cli, DG_EXIT_DATA,
                               _("whose key of %.*s is it? Say --officer NAME, "
                                 "or name them at keygen"),
                               DG_STR_ARG(person->principal));
        }
    }
    return people->err ? dg_cli_fail_memory(cli) : DG_EXIT_OK;
}

/* ---- events -----------------------------------------------------------------
 */

/* Ids of several events are told apart by their number. */
static int
submit_part(struct dg_cli *cli, const struct enrolment *e, unsigned part,
            const struct dg_people *people, size_t *first)
{
    struct dg_json_writer *writer;
    char id[160];
    if (dg_json_writer_create(&writer)) {
        return dg_cli_fail_memory(cli);
    }
    snprintf(id, sizeof id, part ? "%s/%u" : "%s", e->id ? e->id : "", part);
    dg_compose_begin_as(writer, "dutygate.principal.enrol.v1", cli->source,
                        e->id ? id : NULL);
    dg_json_name(writer, "principals");
    *first = dg_people_put(people, *first, writer);
    return dg_cli_submit_end(cli, writer);
}

static int
submit(struct dg_cli *cli, const struct enrolment *e, struct dg_people *people)
{
    size_t first = 0;
    int status = check_officers(cli, people);
    dg_people_sort(people);
    for (unsigned part = 0; first < people->count && !status; part++) {
        status = submit_part(cli, e, part, people, &first);
    }
    return status;
}

/* ---- command line -------------------------------------------------------- */

static int
check_options(const struct dg_cli *cli, const struct enrolment *e, int count)
{
    if (e->file ? count > 0 : count == 0) {
        return dg_options_complain(
            cli->where, _("either ROLE/CODE or --file FILE is needed"));
    }
    if (count > 1 && (e->public || e->name || e->creditcode)) {
        return dg_options_complain(
            cli->where, _("--public, --name and --creditcode are of one "
                          "principal; of several, use --file"));
    }
    if (e->post && strcmp(e->post, "handling") != 0 &&
        strcmp(e->post, "reviewing") != 0) {
        return dg_options_complain(cli->where, _("\"%s\" is no post"), e->post);
    }
    return dg_cli_need_source(cli);
}

int
dg_cmd_enrol_people(struct dg_cli *cli, int argc, char **argv)
{
    struct enrolment e = {NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL};
    const struct dg_option options[] = {
        {"id", NULL, &e.id},           {"file", NULL, &e.file},
        {"public", NULL, &e.public},   {"name", NULL, &e.name},
        {"officer", NULL, &e.officer}, {"post", NULL, &e.post},
        {"until", NULL, &e.until},     {"creditcode", NULL, &e.creditcode},
        {"parents", NULL, &e.parents}, {NULL, NULL, NULL}};
    struct dg_people people;
    int first, status;
    if (dg_options_parse(cli->where, options, argc, argv, &first) ||
        check_options(cli, &e, argc - first)) {
        return DG_EXIT_USAGE;
    }
    dg_people_init(&people);
    status = e.file ? dg_people_read_file(cli, e.file, &people)
                    : gather_operands(cli, &e, argv + first, &people);
    if (!status) {
        status = submit(cli, &e, &people);
    }
    dg_people_finish(&people);
    return status;
}
