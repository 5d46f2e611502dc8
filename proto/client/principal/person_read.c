/* SPDX-License-Identifier: Apache-2.0 */
/* Decides which key files and which JSON say who is to be enrolled. Whether
 * anybody may be is the gateway's to say. */
#include <errno.h>
#include <unistd.h>

#include "proto/base/i18n.h"
#include "proto/client/ask/signer.h"
#include "proto/client/principal/person.h"
#include "proto/client/principal/public.h"

#define ARENA_LIMIT ((size_t) 256 << 20)

/* ---- key files ----------------------------------------------------------- */

int
dg_people_read_key(struct dg_cli *cli, const char *path,
                   const struct dg_person *like, struct dg_people *people)
{
    struct dg_person person = *like;
    struct dg_public_file file;
    int status = dg_public_read(cli, path, &people->arena, &file);
    if (!status) {
        person.key = file.x;
        person.officer = person.officer.len ? person.officer : file.name;
        person.principal =
            person.principal.len ? person.principal : file.source;
        dg_people_add(people, &person);
    }
    return status;
}

int
dg_people_read_own(struct dg_cli *cli, const struct dg_person *like,
                   struct dg_people *people)
{
    struct dg_buf path;
    int status;
    dg_buf_init(&path);
    status = dg_signer_path(cli, like->principal, DG_EXIT_USAGE, &path);
    if (!status && access(path.data, F_OK) < 0 && errno == ENOENT) {
        status = dg_cli_fail(cli, DG_EXIT_NO_INPUT,
                             _("no key of %.*s at %s: say --public KEY, which "
                               "its keygen printed"),
                             DG_STR_ARG(like->principal), path.data);
    } else if (!status) {
        status = dg_people_read_key(cli, path.data, like, people);
    }
    dg_buf_finish(&path);
    return status;
}

/* ---- JSON ---------------------------------------------------------------- */

/* The first member that nobody would look at; NULL if there is none. */
static const struct dg_json *
find_foreign(const struct dg_json *object, const char *const *names)
{
    for (const struct dg_json *m = object->child; m; m = m->next) {
        const char *const *name = names;
        while (*name && !dg_str_is(m->name, *name)) {
            name++;
        }
        if (!*name) {
            return m;
        }
    }
    return NULL;
}

static int
complain_of_foreign(struct dg_cli *cli, const char *path,
                    const struct dg_json *foreign)
{
    return dg_cli_fail(cli, DG_EXIT_DATA,
                       _("%s: nobody to be enrolled has \"%.*s\""), path,
                       DG_STR_ARG(foreign->name));
}

static int
take_officers(struct dg_cli *cli, const char *path, struct dg_person *person,
              const struct dg_json *officers, struct dg_people *people)
{
    static const char *const members[] = {"key", "name", "post", "until", NULL};
    for (const struct dg_json *o = officers->child; o; o = o->next) {
        const struct dg_json *foreign = find_foreign(o, members);
        if (foreign) {
            return complain_of_foreign(cli, path, foreign);
        }
        person->key = dg_json_get_str(o, "key");
        person->officer = dg_json_get_str(o, "name");
        person->post = dg_json_get_str(o, "post");
        person->keyuntil = dg_json_get_str(o, "until");
        dg_people_add(people, person);
    }
    return DG_EXIT_OK;
}

static int
take_principal(struct dg_cli *cli, const char *path, const struct dg_json *one,
               struct dg_people *people)
{
    static const char *const members[] = {"principal", "name",  "creditcode",
                                          "parents",   "until", "officers",
                                          NULL};
    const struct dg_json *parents = dg_json_get(one, "parents");
    const struct dg_json *officers = dg_json_get(one, "officers");
    const struct dg_json *foreign = find_foreign(one, members);
    struct dg_str names[DG_PERSON_PARENTS_MAX];
    struct dg_person person = {
        .principal = dg_json_get_str(one, "principal"),
        .name = dg_json_get_str(one, "name"),
        .creditcode = dg_json_get_str(one, "creditcode"),
        .until = dg_json_get_str(one, "until"),
        .parents = names,
    };
    if (foreign) {
        return complain_of_foreign(cli, path, foreign);
    }
    for (const struct dg_json *p = parents ? parents->child : NULL;
         p && person.parent_count < DG_PERSON_PARENTS_MAX; p = p->next) {
        names[person.parent_count++] = p->text;
    }
    if (officers && officers->child) {
        return take_officers(cli, path, &person, officers, people);
    }
    dg_people_add(people, &person);
    return DG_EXIT_OK;
}

/* One principal, an array of them, or data of a principal.enrol. */
static int
take_value(struct dg_cli *cli, const char *path, const struct dg_json *root,
           struct dg_people *people)
{
    const struct dg_json *list = dg_json_get(root, "principals");
    int status = DG_EXIT_OK;
    list = list ? list : root;
    if (list->type == DG_JSON_OBJECT) {
        return take_principal(cli, path, list, people);
    }
    for (list = list->child; list && !status; list = list->next) {
        status = take_principal(cli, path, list, people);
    }
    return status;
}

static int
parse_value(struct dg_cli *cli, const char *path, struct dg_str text,
            struct dg_arena *arena, struct dg_people *people)
{
    const struct dg_json *root;
    struct dg_json_error error;
    struct dg_buf why;
    int status;
    enum dg_err err = dg_json_parse(arena, text, &root, &error);
    if (!err) {
        return take_value(cli, path, root, people);
    }
    if (err == DG_ERR_MEMORY) {
        return dg_cli_fail_memory(cli);
    }
    dg_buf_init(&why);
    dg_compose_explain(&error, 0, &why);
    status = dg_cli_fail(cli, DG_EXIT_DATA, "%s: %s", path,
                         why.data ? why.data : error.code);
    dg_buf_finish(&why);
    return status;
}

/* Whole, or, where each line is one, line by line: so keygen prints. */
static int
take_json(struct dg_cli *cli, const char *path, struct dg_str text,
          struct dg_people *people)
{
    const struct dg_json *root;
    struct dg_json_error error;
    struct dg_arena arena;
    int status = DG_EXIT_OK;
    dg_arena_init(&arena, ARENA_LIMIT);
    if (dg_json_parse(&arena, text, &root, &error) == DG_OK) {
        status = take_value(cli, path, root, people);
        text.len = 0;
    }
    while (text.len > 0 && !status) {
        const char *end = memchr(text.data, '\n', text.len);
        size_t len = end ? (size_t) (end - text.data) : text.len;
        struct dg_str line = {text.data, len};
        dg_arena_reset(&arena);
        len += end != NULL;
        text = (struct dg_str){text.data + len, text.len - len};
        if (line.len > 0) {
            status = parse_value(cli, path, line, &arena, people);
        }
    }
    dg_arena_finish(&arena);
    return status;
}

int
dg_people_read_file(struct dg_cli *cli, const char *path,
                    struct dg_people *people)
{
    struct dg_buf bytes;
    struct dg_str text;
    int status;
    dg_buf_init(&bytes);
    status = dg_cli_read(cli, path, &bytes);
    text = dg_compose_unmarked((struct dg_str){bytes.data, bytes.len});
    if (!status && text.len > 0 &&
        (text.data[0] == '{' || text.data[0] == '[')) {
        status = take_json(cli, path, text, people);
    } else if (!status) {
        status = dg_people_take_sheet(cli, path, text, people);
    }
    dg_buf_finish(&bytes);
    return status;
}
