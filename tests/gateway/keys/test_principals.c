/* SPDX-License-Identifier: Apache-2.0 */
/* Every reason for which an event about principals is refused, and what is left
 * of the others. */
#include "tests/gateway/keys/people.h"

#include "tests/tap/tap.h"

static struct people people;

#define OFFICER(number, name)                                                  \
    "{\"key\":\"<" #number ">\",\"name\":\"" name "\",\"post\":\"handling\"}"
#define ONE(principal, rest)                                                   \
    "{\"principals\":[{\"principal\":\"" principal "\",\"name\":\"惠水\"" rest \
    "}]}"

static const char *
say(const char *type, const char *source, const char *data)
{
    return people_say(&people, type, source, data);
}

static const char *
enrol(const char *source, const char *data)
{
    return say("principal.enrol", source, data);
}

static void
test_beginning(void)
{
    const struct dg_officer *root =
        dg_principals_find_key(people.principals, people_kid(2));
    ok(root != NULL, "a root key is known from the beginning");
    is_str(root->principal->source, "root/huishui", "as root's");
    is_int(people_state(&people, 1), DG_KEY_ACTIVE, "and may speak");
    ok(!dg_principals_find_key(people.principals, people_kid(3)),
       "another key is nobody's");
    ok(!dg_principals_find_key(people.principals, ""), "nor is no key");
    ok(!dg_principals_find(people.principals, DG_STR("keeper/a")),
       "nobody else is there");
}

static void
test_enrol(void)
{
    const struct dg_principal *mzj;
    is_text(enrol("root/huishui",
                  ONE("keeper/a", ",\"officers\":[" OFFICER(10, "甲") "]")),
            "", "root enrols a keeper");
    is_text(enrol("keeper/a",
                  ONE("department/mzj",
                      ",\"creditcode\":\"91350100M000100Y43\",\"officers\":"
                      "[" OFFICER(11, "乙") "," OFFICER(12, "丙") "]")),
            "", "a keeper a department with two officers");
    mzj = dg_principals_find(people.principals, DG_STR("department/mzj"));
    ok(mzj != NULL, "it is there");
    is_str(mzj->code, "mzj", "its code");
    is_str(mzj->credit_code, "91350100M000100Y43", "its credit code");
    is_int(mzj->role, DG_ROLE_DEPARTMENT, "its role");
    is_str(dg_principals_find_key(people.principals, people_kid(12))->name,
           "丙", "its second officer");
    is_text(enrol("keeper/a", "{\"principals\":[{\"principal\":\"department/"
                              "mzj\",\"name\":\"民政局\"}]}"),
            "", "a new name");
    is_str(mzj->name, "民政局", "which it has from then on");
    is_text(enrol("keeper/a", "{\"principals\":[{\"principal\":\"department/"
                              "mzj\",\"officers\":[" OFFICER(13, "丁") "]}]}"),
            "", "one more officer, without the name");
    is_int(people_state(&people, 11), DG_KEY_ACTIVE, "the first goes on");
}

static void
test_who_may(void)
{
    static const char *const roles[] = {"department", "town",    "office",
                                        "keeper",     "auditor", "operator",
                                        "taskforce"};
    char data[256];
    for (size_t i = 0; i < sizeof roles / sizeof roles[0]; i++) {
        bool hers = strcmp(roles[i], "keeper") != 0 &&
                    strcmp(roles[i], "operator") != 0;
        snprintf(data, sizeof data,
                 "{\"principals\":[{\"principal\":\"%s/522731001001\"}]}",
                 roles[i]);
        is_int(strstr(enrol("keeper/a", data), "may-not-enrol") != NULL, !hers,
               roles[i]);
        ok(!strstr(enrol("root/huishui", data), "may-not-enrol"),
           "root may enrol every role");
        ok(strstr(enrol("operator/a", data), "may-not-enrol") != NULL,
           "an operator none");
    }
    is_text(enrol("keeper/a", ONE("operator/b", "")),
            "may-not-enrol /data/principals/0/principal: only root may enrol: "
            "operator/b\n",
            "word for word");
}

static void
test_codes(void)
{
    is_text(enrol("keeper/a", ONE("department/x", ",\"creditcode\":"
                                                  "\"91350100M000100Y44\"")),
            "credit-code-wrong /data/principals/0/creditcode: no unified "
            "social credit codes: 91350100M000100Y44 (the last would be 3)\n",
            "a credit code with another check character");
    is_text(enrol("keeper/a", ONE("department/x", ",\"creditcode\":"
                                                  "\"9135O100M000100Y43\"")),
            "credit-code-wrong /data/principals/0/creditcode: no unified "
            "social credit codes: 9135O100M000100Y43 (what may not stand at "
            "place 5)\n",
            "with a letter O");
    is_text(enrol("keeper/a", ONE("department/x", ",\"creditcode\":\"9135\"")),
            "credit-code-wrong /data/principals/0/creditcode: no unified "
            "social credit codes: 9135 (18 characters)\n",
            "too short");
    is_text(enrol("keeper/a",
                  "{\"principals\":[{\"principal\":\"town/522731001001\","
                  "\"name\":\"a\"},{\"principal\":\"office/522731001000\","
                  "\"name\":\"b\"},{\"principal\":\"office/002731001001\","
                  "\"name\":\"c\"},{\"principal\":\"office/52273100100\","
                  "\"name\":\"d\"},{\"principal\":\"town/522731000000\","
                  "\"name\":\"e\"},{\"principal\":\"office/52273100100A\","
                  "\"name\":\"f\"},{\"principal\":\"department/522731\","
                  "\"name\":\"g\"}]}"),
            "division-code-wrong /data/principals/0/principal: no division "
            "codes of that kind: town/522731001001 (a town's ends in 000), "
            "office/522731001000 (a village's or community's does not end in "
            "000), office/002731001001 (no province begins so), "
            "office/52273100100 (12 digits), town/522731000000 (a county's, "
            "not a town's), office/52273100100A (12 digits)\n",
            "division codes; a department has none");
}

static void
test_other_codes(void)
{
    const char *other = ONE("department/mzj", ",\"creditcode\":"
                                              "\"11522731MB0000001P\"");
    const char *own = ONE("department/mzj", ",\"creditcode\":"
                                            "\"91350100M000100Y43\"");
    is_text(enrol("keeper/a", other),
            "credit-code-changed /data/principals/0/creditcode: only root "
            "gives another unified social credit code: department/mzj\n",
            "a keeper makes no other body of a department");
    is_text(enrol("keeper/a", own), "", "the same code is none");
    is_text(enrol("root/huishui", other), "", "root does");
    is_text(enrol("root/huishui", own), "", "and undoes it");
}

static void
test_keys(void)
{
    is_text(enrol("keeper/a",
                  ONE("auditor/x", ",\"officers\":[{\"key\":\"abc\",\"name\":"
                                   "\"a\",\"post\":\"handling\"}]")),
            "bad-key /data/principals/0/officers/0/key: no Ed25519 keys that "
            "may be used: abc\n",
            "no key");
    is_text(
        enrol("keeper/a", ONE("auditor/x",
                              ",\"officers\":[{\"key\":"
                              "\"AQAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\","
                              "\"name\":\"a\",\"post\":\"handling\"}]")),
        "bad-key /data/principals/0/officers/0/key: no Ed25519 keys that "
        "may be used: AQAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\n",
        "a point of small order");
    ok(strstr(enrol("keeper/a",
                    ONE("auditor/x", ",\"officers\":[" OFFICER(11, "a") "]")),
              "(department/mzj)") != NULL,
       "a key that is another's, whose it is");
    is_text(people_codes(
                &people, "principal.enrol", "keeper/a",
                ONE("department/mzj", ",\"officers\":[" OFFICER(11, "a") "]")),
            "key-known ", "one's own once more");
    is_text(
        people_codes(&people, "principal.enrol", "keeper/a",
                     ONE("auditor/x", ",\"officers\":[" OFFICER(1, "a") "]")),
        "key-known ", "one of root");
    is_text(
        people_codes(&people, "principal.enrol", "keeper/a",
                     "{\"principals\":[{\"principal\":\"auditor/x\","
                     "\"name\":\"x\",\"officers\":[" OFFICER(
                         20, "a") "]},"
                                  "{\"principal\":\"auditor/y\",\"name\":\"y\","
                                  "\"officers\":[" OFFICER(20, "b") "]}]}"),
        "key-known ", "one of the same event");
    is_text(people_codes(&people, "principal.enrol", "keeper/a",
                         "{\"principals\":[{\"principal\":\"auditor/x\","
                         "\"name\":\"x\"},{\"principal\":\"auditor/x\","
                         "\"name\":\"y\"}]}"),
            "principal-twice ", "a principal twice");
    is_text(people_codes(&people, "principal.enrol", "keeper/a",
                         "{\"principals\":[{\"principal\":\"auditor/x\"}]}"),
            "name-missing ", "a new one without a name");
    is_text(people_codes(&people, "principal.enrol", "keeper/a",
                         ONE("auditor/x",
                             ",\"until\":\"2026-01-04\",\"officers\":[{"
                             "\"key\":\"<21>\",\"name\":\"a\",\"post\":"
                             "\"handling\",\"until\":\"2025-12-31\"}]")),
            "until-past ", "days that are past");
    is_text(people_say(&people, "principal.enrol", "keeper/a",
                       ONE("auditor/x",
                           ",\"officers\":["
                           "{\"key\":\"<21>\",\"name\":\"王某11010519491231002"
                           "X\",\"post\":\"handling\"}]")),
            "id-number /data/principals/0/officers/0/name: identity numbers "
            "of people have no place in names and reasons: 1101…\n",
            "an identity number in a name");
    ok(!dg_principals_find(people.principals, DG_STR("auditor/x")),
       "nothing of what was refused is there");
}

static void
test_task_forces(void)
{
    is_text(people_codes(&people, "principal.enrol", "keeper/a",
                         ONE("taskforce/fx", "")),
            "parents-missing until-missing ", "without parents and end");
    is_text(people_codes(&people, "principal.enrol", "keeper/a",
                         ONE("taskforce/fx",
                             ",\"until\":\"2026-09-30\",\"parents\":["
                             "\"department/none\",\"town/522731001000\"]")),
            "parents-unknown parents-not-departments ",
            "a parent that is not there, and one that is no department");
    is_text(people_codes(&people, "principal.enrol", "keeper/a",
                         ONE("auditor/x", ",\"parents\":[\"department/mzj\"]")),
            "parents-not-taskforce ", "parents of another");
    is_text(
        enrol("keeper/a",
              "{\"principals\":[{\"principal\":\"taskforce/fx\",\"name\":"
              "\"防汛专班\",\"until\":\"2026-09-30\",\"parents\":["
              "\"department/mzj\",\"department/slj\"],\"officers\":[" OFFICER(
                  30, "戊") "]},{\"principal\":\"department/slj\","
                            "\"name\":\"水利局\"}]}"),
        "", "with a parent that the same event enrols");
    is_int(dg_principals_find(people.principals, DG_STR("taskforce/fx"))
               ->parent_count,
           2, "it has two");
    is_text(enrol("keeper/a", "{\"principals\":[{\"principal\":\"taskforce/"
                              "fx\",\"until\":\"2026-10-31\"}]}"),
            "", "its end is moved");
    people.now_us = NOW + 299 * DAY; /* 2026-10-31, 16:00 in China */
    is_int(people_state(&people, 30), DG_KEY_ACTIVE, "to its last day");
    people.now_us += 8 * DAY / 24;
    is_int(people_state(&people, 30), DG_KEY_ENDED, "then it is over");
    people.now_us = NOW;
}

int
main(void)
{
    people_init(&people);
    test_beginning();
    test_enrol();
    test_who_may();
    test_codes();
    test_other_codes();
    test_keys();
    test_task_forces();
    people_finish(&people);
    return tap_done();
}
