/* SPDX-License-Identifier: Apache-2.0 */
/* Rotation, suspension, revocation and handover: what is refused, and what a
 * key may do before and afterwards. */
#include "tests/gateway/keys/people.h"

#include "tests/tap/tap.h"

static struct people people;

#define OFFICER(number)                                                        \
    "{\"key\":\"<" #number ">\",\"name\":\"n" #number                          \
    "\",\"post\":\"handling\"}"

static const char *
codes(const char *type, const char *source, const char *data)
{
    return people_codes(&people, type, source, data);
}

/* A department with the keys 10 and 11, an office with 20 and 21. */
static void
begin(void)
{
    people_init(&people);
    is_text(codes("principal.enrol", "root/huishui",
                  "{\"principals\":[{\"principal\":\"keeper/a\",\"name\":\"k\","
                  "\"officers\":[" OFFICER(
                      5) "]},"
                         "{\"principal\":\"department/mzj\",\"name\":\"m\","
                         "\"officers\":[" OFFICER(10) "," OFFICER(
                             11) "]},"
                                 "{\"principal\":\"office/"
                                 "522731001001\",\"name\":\"o\","
                                 "\"officers\":[" OFFICER(20) "," OFFICER(
                                     21) "]}]}"),
            "", "all are enrolled");
}

#define ROTATE(principal, old, rest)                                           \
    "{\"principal\":\"" principal "\",\"key\":\"[" #old "]\",\"new\":{" rest

static void
test_rotate(void)
{
    is_text(codes("principal.rotate", "department/mzj",
                  ROTATE("department/mzj", 10, "\"key\":\"<12>\"}}")),
            "", "a department rotates its own key");
    is_int(people_state(&people, 10), DG_KEY_ENDED, "the old one ends");
    is_int(people_state(&people, 12), DG_KEY_ACTIVE, "the new one is good");
    is_str(dg_principals_find_key(people.principals, people_kid(12))->name,
           "n10", "it has the officer's name");
    is_text(codes("principal.rotate", "keeper/a",
                  ROTATE("department/mzj", 11,
                         "\"key\":\"<13>\",\"post\":\"reviewing\"},"
                         "\"overlap\":7}")),
            "", "a keeper rotates with an overlap, and gives another post");
    is_int(people_state(&people, 11), DG_KEY_ACTIVE, "the old one goes on");
    people.now_us = NOW + 7 * DAY - 1;
    is_int(people_state(&people, 11), DG_KEY_ACTIVE, "for seven days");
    people.now_us++;
    is_int(people_state(&people, 11), DG_KEY_ENDED, "then it is over");
    is_int(dg_principals_find_key(people.principals, people_kid(13))->post,
           DG_POST_REVIEWING, "the post is the new one");
}

static void
test_rotate_refused(void)
{
    is_text(people_say(&people, "principal.rotate", "department/wjj",
                       ROTATE("department/mzj", 12, "\"key\":\"<14>\"}}")),
            "may-not-enrol /data/principal: department/wjj may not change the "
            "keys of department/mzj\n",
            "another department");
    is_text(codes("principal.rotate", "department/mzj",
                  ROTATE("department/mzj", 12,
                         "\"key\":\"<14>\",\"post\":\"reviewing\"}}")),
            "post-not-yours ", "an own post is not raised");
    is_text(codes("principal.rotate", "department/mzj",
                  ROTATE("department/mzj", 12, "\"key\":\"<12>\"}}")),
            "key-known ", "the same key");
    is_text(codes("principal.rotate", "department/mzj",
                  ROTATE("department/mzj", 10, "\"key\":\"<14>\"}}")),
            "key-ended ", "a key that ended");
    is_text(codes("principal.rotate", "department/mzj",
                  ROTATE("department/mzj", 20, "\"key\":\"<14>\"}}")),
            "not-an-officer-of ", "a key of another");
    is_text(codes("principal.rotate", "department/mzj",
                  ROTATE("department/mzj", 99, "\"key\":\"<14>\"}}")),
            "unknown-key ", "nobody's key");
    is_text(codes("principal.rotate", "keeper/a",
                  ROTATE("department/none", 12, "\"key\":\"<14>\"}}")),
            "unknown-principal ", "of nobody");
    is_text(codes("principal.rotate", "keeper/a",
                  ROTATE("department/mzj", 12, "\"key\":\"x\"}}")),
            "bad-key ", "no key");
    is_text(codes("principal.rotate", "root/huishui",
                  ROTATE("root/huishui", 1, "\"key\":\"<14>\"}}")),
            "root-configured ", "root's keys are the configuration's");
    is_text(codes("principal.rotate", "keeper/a",
                  ROTATE("keeper/a", 5, "\"key\":\"<6>\"}}")),
            "", "a keeper its own, though it may not enrol keepers");
}

#define SUSPEND(principal, rest)                                               \
    "{\"principal\":\"" principal "\",\"reason\":\"核实\"" rest "}"

static void
test_suspend(void)
{
    is_text(codes("principal.suspend", "keeper/a",
                  SUSPEND("department/mzj", ",\"key\":\"[12]\"")),
            "", "a key is suspended");
    is_int(people_state(&people, 12), DG_KEY_SUSPENDED, "it is");
    is_int(people_state(&people, 13), DG_KEY_ACTIVE, "the other is not");
    is_text(codes("principal.suspend", "keeper/a",
                  SUSPEND("department/mzj", ",\"key\":\"[12]\"")),
            "already-suspended ", "suspended twice");
    is_text(codes("principal.rotate", "department/mzj",
                  ROTATE("department/mzj", 12, "\"key\":\"<15>\"}}")),
            "", "rotated while it is suspended");
    is_int(people_state(&people, 15), DG_KEY_SUSPENDED,
           "the new one is, too: a rotation gives nothing back");
    is_text(codes("principal.suspend", "keeper/a",
                  SUSPEND("department/mzj", ",\"key\":\"[15]\",\"lift\":true")),
            "", "lifted");
    is_int(people_state(&people, 15), DG_KEY_ACTIVE, "it may speak again");
    is_text(codes("principal.suspend", "keeper/a",
                  SUSPEND("department/mzj", ",\"key\":\"[15]\",\"lift\":true")),
            "not-suspended ", "lifted twice");
}

static void
test_suspend_all(void)
{
    is_text(codes("principal.suspend", "keeper/a",
                  SUSPEND("department/mzj", ",\"until\":\"2026-01-20\"")),
            "", "a department is suspended to a day");
    is_int(people_state(&people, 13), DG_KEY_SUSPENDED, "all of its keys are");
    is_text(codes("principal.suspend", "keeper/a",
                  SUSPEND("department/mzj", ",\"until\":\"2026-01-21\"")),
            "", "to a later one");
    people.now_us = NOW + 16 * DAY;
    is_int(people_state(&people, 13), DG_KEY_SUSPENDED, "on that day it is");
    people.now_us += DAY;
    is_int(people_state(&people, 13), DG_KEY_ACTIVE, "on the next not");
    is_text(codes("principal.suspend", "keeper/a",
                  SUSPEND("department/mzj", ",\"lift\":true")),
            "not-suspended ", "then there is nothing to lift");
    is_text(codes("principal.suspend", "keeper/a",
                  SUSPEND("department/mzj", ",\"until\":\"2026-01-21\"")),
            "until-past ", "a day that is past");
    is_text(codes("principal.suspend", "keeper/a",
                  SUSPEND("department/mzj",
                          ",\"until\":\"2027-01-21\",\"lift\":true")),
            "until-and-lift ", "lifted with a day");
    is_text(codes("principal.suspend", "keeper/b", SUSPEND("keeper/a", "")),
            "may-not-enrol ", "a keeper by a keeper");
    is_text(
        codes("principal.suspend", "root/huishui", SUSPEND("root/huishui", "")),
        "root-configured ", "root");
    is_text(codes("principal.suspend", "keeper/a", SUSPEND("town/1", "")),
            "unknown-principal ", "nobody");
    is_text(codes("principal.suspend", "keeper/a",
                  SUSPEND("department/mzj", ",\"key\":\"[10]\"")),
            "key-ended ", "a key that ended");
    is_text(codes("principal.suspend", "keeper/a",
                  "{\"principal\":\"department/mzj\",\"reason\":"
                  "\"11010519491231002X 举报\"}"),
            "id-number ", "an identity number in the reason");
}

static void
test_revoke(void)
{
    is_text(codes("principal.revoke", "department/mzj",
                  SUSPEND("department/mzj", ",\"key\":\"[13]\"")),
            "may-not-enrol ", "a department revokes nothing");
    is_text(codes("principal.revoke", "keeper/a",
                  SUSPEND("department/mzj", ",\"key\":\"[13]\"")),
            "", "a keeper does");
    is_int(people_state(&people, 13), DG_KEY_REVOKED, "a key");
    is_text(codes("principal.revoke", "keeper/a",
                  SUSPEND("department/mzj", ",\"key\":\"[13]\"")),
            "already-revoked ", "twice");
    is_text(codes("principal.enrol", "keeper/a",
                  "{\"principals\":[{\"principal\":\"department/mzj\","
                  "\"officers\":[" OFFICER(13) "]}]}"),
            "key-revoked ", "it is never anybody's again");
    is_text(codes("principal.rotate", "keeper/a",
                  ROTATE("department/mzj", 13, "\"key\":\"<16>\"}}")),
            "already-revoked ", "nor rotated");
    is_text(codes("principal.revoke", "keeper/a",
                  SUSPEND("department/mzj", ",\"key\":\"[15]\"")),
            "", "its last key may be revoked");
    is_text(
        codes("principal.revoke", "keeper/a", SUSPEND("department/mzj", "")),
        "", "so may a department");
    is_text(codes("principal.suspend", "keeper/a",
                  SUSPEND("department/mzj", ",\"lift\":true")),
            "already-revoked ", "which nothing brings back");
    is_text(codes("principal.enrol", "keeper/a",
                  "{\"principals\":[{\"principal\":\"department/mzj\","
                  "\"officers\":[" OFFICER(16) "]}]}"),
            "principal-revoked ", "no new key either");
    is_text(codes("principal.revoke", "root/huishui",
                  SUSPEND("root/huishui", ",\"key\":\"[1]\"")),
            "root-configured ", "a key of root");
    is_text(codes("principal.revoke", "root/huishui", SUSPEND("keeper/a", "")),
            "", "root revokes keepers");
}

#define HANDOVER(rest) "{\"office\":\"522731001001\"," rest "}"

static void
test_handover(void)
{
    is_text(codes("office.handover", "office/522731001001",
                  HANDOVER("\"officers\":[" OFFICER(21) "]")),
            "handover-to-oneself ", "to an officer in office");
    is_text(codes("office.handover", "office/522731001001",
                  HANDOVER("\"officers\":[" OFFICER(1) "]")),
            "key-known ", "with a key of another");
    is_text(codes("office.handover", "office/522731001001",
                  HANDOVER("\"officers\":[" OFFICER(13) "]")),
            "key-revoked ", "with a key that was revoked");
    is_text(codes("office.handover", "office/522731001001",
                  HANDOVER("\"officers\":[" OFFICER(22) "," OFFICER(22) "]")),
            "key-known ", "with one key twice");
    is_text(codes("office.handover", "office/522731001001",
                  HANDOVER("\"from\":\"[11]\",\"officers\":[" OFFICER(22) "]")),
            "not-an-officer-of ", "from an officer of another");
    is_text(
        codes("office.handover", "keeper/a",
              "{\"office\":\"522731001002\",\"officers\":[" OFFICER(22) "]}"),
        "unknown-principal ", "of an office that is not enrolled");
    is_text(codes("office.handover", "town/522731001000",
                  HANDOVER("\"from\":\"[20]\",\"officers\":[" OFFICER(22) "]")),
            "", "one officer leaves");
    is_int(people_state(&people, 20), DG_KEY_ENDED, "that one");
    is_int(people_state(&people, 21), DG_KEY_ACTIVE, "the other stays");
    is_int(people_state(&people, 22), DG_KEY_ACTIVE, "and has a new colleague");
    people.now_us += DAY;
    is_text(codes("office.handover", "office/522731001001",
                  HANDOVER("\"officers\":[" OFFICER(23) "]")),
            "", "all leave");
    is_int(people_state(&people, 21), DG_KEY_ENDED, "one");
    is_int(people_state(&people, 22), DG_KEY_ENDED, "the other");
    is_int(dg_principals_find_key(people.principals, people_kid(23))->term, 3,
           "the third term");
    is_text(codes("office.handover", "office/522731001001",
                  HANDOVER("\"from\":\"[20]\",\"officers\":[" OFFICER(24) "]")),
            "key-ended ", "nobody leaves twice");
}

/* Lateness stays with the term it arose in: each says from when to when. */
static void
test_terms(void)
{
    const char *page = people_read(&people, people.now_us,
                                   "{\"principal\":\"office/522731001001\"}");
    ok(strstr(
           page,
           "\"term\":3,\"terms\":[{\"term\":3,\"from\":\"2026-01-23T08:00:00"
           ".000000Z\"},{\"term\":2,\"from\":\"2026-01-22T08:00:00.000000Z\","
           "\"until\":\"2026-01-23T08:00:00.000000Z\"},{\"term\":1,\"from\":"
           "\"2026-01-05T08:00:00.000000Z\",\"until\":"
           "\"2026-01-22T08:00:00.000000Z\"}]"),
       "three terms, the newest first");
    fprintf(stderr, "# %s\n", page);
}

/* What a start says of the configuration's keys. */
/* So that nobody makes a replay long. */
static void
test_many(void)
{
    char data[256];
    const struct dg_officer *last;
    unsigned next = 1000;
    do {
        snprintf(data, sizeof data,
                 "{\"office\":\"522731001001\",\"officers\":[{\"key\":\"<%u>\","
                 "\"name\":\"n\",\"post\":\"handling\"}]}",
                 next);
    } while (!*codes("office.handover", "office/522731001001", data) &&
             next++ < 3000);
    last = dg_principals_find_key(people.principals, people_kid(next - 1));
    ok(last->principal->term > 900, "an office may hand over for long");
    is_text(people_say(&people, "office.handover", "town/522731001000", data),
            "too-many-keys /data/officers: office/522731001001 has had 1000 "
            "keys; who enrols gives it more than 1000\n",
            "and not for ever, nor by its town");
    snprintf(data, sizeof data,
             "{\"principal\":\"office/522731001001\",\"key\":\"[%u]\","
             "\"new\":{\"key\":\"<%u>\"}}",
             next - 1, next);
    is_text(codes("principal.rotate", "office/522731001001", data),
            "too-many-keys ", "neither by a rotation");
    is_text(codes("principal.rotate", "keeper/a", data), "", "a keeper may");
}

static void
test_roots(void)
{
    is_text(codes("gateway.configure", "gateway/huishui",
                  "{\"rootkeys\":[\"<1>\",\"<3>\",\"<11>\"]}"),
            "", "a start with other root keys");
    is_int(people_state(&people, 1), DG_KEY_ACTIVE, "one is still there");
    is_int(people_state(&people, 2), DG_KEY_ENDED, "one ends");
    is_int(people_state(&people, 3), DG_KEY_ACTIVE, "one is new");
    is_str(dg_principals_find_key(people.principals, people_kid(11))
               ->principal->source,
           "department/mzj", "what is somebody else's stays theirs");
    is_text(codes("principal.enrol", "root/huishui",
                  "{\"principals\":[{\"principal\":\"auditor/x\",\"name\":"
                  "\"x\",\"officers\":[" OFFICER(2) "]}]}"),
            "key-known ", "a key that was root's is nobody else's");
    is_text(codes("gateway.configure", "gateway/huishui",
                  "{\"rootkeys\":[\"<2>\"]}"),
            "", "a start with an old one");
    is_int(people_state(&people, 2), DG_KEY_ACTIVE, "which goes on");
    is_int(people_state(&people, 1), DG_KEY_ENDED, "in place of the others");
    is_text(codes("gateway.configure", "gateway/huishui",
                  "{\"program\":\"0.1.0\"}"),
            "", "a start of before there were root keys");
    is_int(people_state(&people, 2), DG_KEY_ACTIVE, "changes nothing");
}

int
main(void)
{
    begin();
    test_rotate();
    test_rotate_refused();
    test_suspend();
    test_suspend_all();
    test_revoke();
    test_handover();
    test_terms();
    test_roots();
    test_many();
    people_finish(&people);
    return tap_done();
}
