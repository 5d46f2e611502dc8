/* SPDX-License-Identifier: Apache-2.0 */
/* Officers and what is said of their principals, from wherever they come, and
 * the members of events that they become. */
#ifndef PROTO_CLIENT_PRINCIPAL_PERSON_H
#define PROTO_CLIENT_PRINCIPAL_PERSON_H

#include "proto/client/ask/cli.h"

#define DG_PERSON_PRINCIPALS_MAX 500 /* of an event */
#define DG_PERSON_PARENTS_MAX 50     /* as in the schema */

/* An officer of a principal; without a key only what is said of the latter.
 * What is not said is empty. */
struct dg_person {
    struct dg_str principal, name, creditcode, until;
    const struct dg_str *parents;
    size_t parent_count;
    struct dg_str key, officer, post, keyuntil;
    size_t order;
};

struct dg_people {
    struct dg_arena arena; /* of all texts */
    struct dg_person *items;
    size_t count, room;
    enum dg_err err; /* sticky: memory */
};

void dg_people_init(struct dg_people *people);
void dg_people_finish(struct dg_people *people);

/* Its texts are copied. */
void dg_people_add(struct dg_people *people, const struct dg_person *person);

/* From what a file holds: a sheet (CSV), or JSON as keygen prints it and as
 * principal.enrol has it. 0 or an exit status, said. */
int dg_people_read_file(struct dg_cli *cli, const char *path,
                        struct dg_people *people);
/* person_sheet.c: the bytes of a sheet. path is for messages. */
int dg_people_take_sheet(struct dg_cli *cli, const char *path,
                         struct dg_str text, struct dg_people *people);
/* The public key and the officer's name of a key file; like is what else is
 * said of it. 0 or an exit status, said. */
int dg_people_read_key(struct dg_cli *cli, const char *path,
                       const struct dg_person *like, struct dg_people *people);
/* As that, from the folder of keys, like->principal's. */
int dg_people_read_own(struct dg_cli *cli, const struct dg_person *like,
                       struct dg_people *people);

/* Puts those of one principal side by side, in the order they came. */
void dg_people_sort(struct dg_people *people);

/* Writes {"principal", …, "officers": […]} of the principals from index first
 * on, as many as an event takes; gives the index of the next. */
size_t dg_people_put(const struct dg_people *people, size_t first,
                     struct dg_json_writer *writer);
/* [{"key", …}] of all. */
void dg_people_put_officers(const struct dg_people *people, size_t first,
                            size_t end, struct dg_json_writer *writer);

#endif
