/* SPDX-License-Identifier: Apache-2.0 */
/* What each type says about whom: see authority.h. */
#include "tests/gateway/flow/authority.h"

#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>

#include "proto/codec/key.h"

static const char *const speakers[DG_ROLE_COUNT] = {
    [DG_ROLE_DEPARTMENT] = "department/mzj",
    [DG_ROLE_TOWN] = "town/522731001000",
    [DG_ROLE_OFFICE] = "office/522731001001",
    [DG_ROLE_KEEPER] = "keeper/bwb",
    [DG_ROLE_AUDITOR] = "auditor/sjj",
    [DG_ROLE_OPERATOR] = "operator/zx",
    [DG_ROLE_TASKFORCE] = "taskforce/fx",
    [DG_ROLE_ROOT] = "root/huishui",
    [DG_ROLE_GATEWAY] = "gateway/huishui",
};

#define BELOW "office/522731001001"
#define OTHER_TOWN "office/522731102201"
#define OTHER "department/wjj"

/* ---- saying ------------------------------------------------------------- */

static const struct dg_json *
tell(struct gate *gate, const char *type, const char *source, const char *data)
{
    static unsigned count;
    char id[32];
    snprintf(id, sizeof id, "a%u", ++count);
    return gate_ask(gate, "%s", gate_event(type, source, id, data));
}

/* Its receipt number. */
static unsigned long long
make(struct gate *gate, const char *type, const char *source, const char *data)
{
    const struct dg_json *reply = tell(gate, type, source, data);
    unsigned long long number =
        strtoull(gate_at(gate, reply, "/receipt/sequence"), NULL, 10);
    if (number == 0) {
        fprintf(stderr, "%s of %s: no receipt\n", type, source);
        exit(99);
    }
    return number;
}

/* ---- assignments -------------------------------------------------------- */

/* The duty is that of who asks; who may ask the other's is nobody here. */
static const char *
assignment(const char *source, const char *codes, const char *more)
{
    static char text[2048];
    const char *duty = strncmp(source, "town/", 5) == 0 ? "C-001"
                       : strcmp(source, OTHER) == 0     ? "B-001"
                                                        : "A-001";
    snprintf(text, sizeof text,
             "{\"duty\":\"%s\",\"title\":\"核查\",\"due\":\"2026-03-01\","
             "\"audience\":{\"codes\":[%s]}%s}",
             duty, codes, more);
    return text;
}

static unsigned long long
publish(struct gate *gate, const char *source, const char *codes,
        const char *more)
{
    return make(gate, "task.publish", source, assignment(source, codes, more));
}

#define EAST "\"522731001001\""
#define TOWN "\"522731001000\""
#define FAR "\"522731102201\""

static const char *
codes_of(enum dg_role role, enum authority_about about)
{
    return role == DG_ROLE_TOWN && about == AUTHORITY_OTHER ? FAR
           : role == DG_ROLE_TOWN && about == AUTHORITY_OWN ? TOWN
                                                            : EAST;
}

/* Of a department the other's is the other's duty. */
static const char *
asked(enum dg_role role, enum authority_about about)
{
    bool theirs = role != DG_ROLE_TOWN && about == AUTHORITY_OTHER;
    return assignment(theirs ? OTHER : speakers[role], codes_of(role, about),
                      "");
}

/* A task that the role asked, that came to it or below it, or neither. */
static unsigned long long
find_task(struct gate *gate, enum dg_role role, enum authority_about about)
{
    if (about == AUTHORITY_OTHER) {
        return publish(gate, OTHER, FAR, "");
    }
    if (about == AUTHORITY_OWN &&
        (role == DG_ROLE_DEPARTMENT || role == DG_ROLE_TOWN ||
         role == DG_ROLE_TASKFORCE)) {
        return publish(gate, speakers[role], EAST, "");
    }
    return publish(gate, "department/mzj", EAST, "");
}

/* ---- data of each type -------------------------------------------------- */

typedef void (*data_fn)(struct gate *gate, enum dg_role role,
                        enum authority_about about, char text[4096]);

static void
say_nothing(struct gate *gate, enum dg_role role, enum authority_about about,
            char text[4096])
{
    (void) gate;
    (void) role;
    (void) about;
    strcpy(text, "{}");
}

static void
say_assignment(struct gate *gate, enum dg_role role, enum authority_about about,
               char text[4096])
{
    (void) gate;
    snprintf(text, 4096, "%s", asked(role, about));
}

static void
say_declared(struct gate *gate, enum dg_role role, enum authority_about about,
             char text[4096])
{
    bool theirs = role != DG_ROLE_TOWN && about == AUTHORITY_OTHER;
    (void) gate;
    snprintf(text, 4096,
             "{\"duty\":\"%s\",\"minutes\":10,\"audience\":{\"codes\":[%s]}}",
             theirs                 ? "B-001"
             : role == DG_ROLE_TOWN ? "C-001"
                                    : "A-001",
             codes_of(role, about));
}

static void
say_amendment(struct gate *gate, enum dg_role role, enum authority_about about,
              char text[4096])
{
    bool town = role == DG_ROLE_TOWN;
    unsigned long long task = find_task(
        gate, role,
        town || about != AUTHORITY_OTHER ? AUTHORITY_OWN : AUTHORITY_OTHER);
    snprintf(text, 4096, "{\"task\":%llu,\"assignment\":%s}", task,
             assignment(speakers[role], codes_of(role, about), ""));
}

/* Of the town's offices, or of others beside them. */
static void
say_forward(struct gate *gate, enum dg_role role, enum authority_about about,
            char text[4096])
{
    unsigned long long task =
        publish(gate, "department/mzj", TOWN "," EAST "," FAR, "");
    (void) role;
    snprintf(text, 4096, "{\"task\":%llu,\"assignment\":%s}", task,
             assignment("department/mzj", about == AUTHORITY_OTHER ? FAR : EAST,
                        ""));
}

static void
say_task(struct gate *gate, enum dg_role role, enum authority_about about,
         char text[4096])
{
    snprintf(text, 4096, "{\"task\":%llu}", find_task(gate, role, about));
}

static void
say_acknowledged(struct gate *gate, enum dg_role role,
                 enum authority_about about, char text[4096])
{
    const char *codes = role == DG_ROLE_TOWN && about == AUTHORITY_OWN ? TOWN
                        : about == AUTHORITY_OTHER                     ? FAR
                                                                       : EAST;
    snprintf(text, 4096, "{\"task\":%llu}",
             publish(gate, "department/mzj", codes, ""));
}

static void
say_signature(struct gate *gate, enum dg_role role, enum authority_about about,
              char text[4096])
{
    unsigned long long task =
        publish(gate, OTHER, FAR,
                about == AUTHORITY_OTHER ? ",\"joint\":[\"department/zzj\"]"
                                         : ",\"joint\":[\"department/mzj\"]");
    (void) role;
    snprintf(text, 4096, "{\"task\":%llu,\"event\":\"%064d\"}", task, 0);
}

/* A task that others are to sign must not be in the answer. */
static unsigned long long unsigned_task;

static void
say_unsigned(struct gate *gate, enum dg_role role, enum authority_about about,
             char text[4096])
{
    (void) role;
    if (about != AUTHORITY_OWN) {
        unsigned_task =
            publish(gate, OTHER, FAR, ",\"joint\":[\"department/zzj\"]");
    }
    strcpy(text, "{}");
}

static bool
is_listed(const char *reply)
{
    char number[64];
    snprintf(number, sizeof number, ":%llu,", unsigned_task);
    return strstr(reply, number) != NULL;
}

static void
say_office(struct gate *gate, enum dg_role role, enum authority_about about,
           char text[4096])
{
    const char *office = about == AUTHORITY_OTHER ? OTHER_TOWN : BELOW;
    (void) gate;
    if (about == AUTHORITY_OWN) {
        office = role == DG_ROLE_TOWN ? speakers[role] : BELOW;
    }
    snprintf(text, 4096, "{\"office\":\"%s\"}", strchr(office, '/') + 1);
}

static void
say_version(struct gate *gate, enum dg_role role, enum authority_about about,
            char text[4096])
{
    (void) gate;
    (void) role;
    (void) about;
    strcpy(text, "{\"version\":\"9\",\"base\":\"none\"}");
}

static unsigned long long
request(struct gate *gate, const char *source, const char *more)
{
    char data[1024];
    snprintf(data, sizeof data,
             "{\"duty\":\"A-001\",\"audience\":{\"codes\":[" EAST "]},"
             "\"rules\":[\"lead\"],\"until\":\"2026-12-31\",\"reason\":"
             "\"部署\"%s}",
             more);
    return make(gate, "exemption.request", source, data);
}

/* Of a department the other's is an appeal of another's request. */
static void
say_request(struct gate *gate, enum dg_role role, enum authority_about about,
            char text[4096])
{
    char appeal[64] = "";
    if (role != DG_ROLE_TOWN && about == AUTHORITY_OTHER) {
        snprintf(appeal, sizeof appeal, ",\"appeal\":%llu",
                 request(gate, OTHER, ""));
    }
    snprintf(text, 4096,
             "{\"duty\":\"A-001\",\"audience\":{\"codes\":[%s]},\"rules\":["
             "\"lead\"],\"until\":\"2026-12-31\",\"reason\":\"部署\"%s}",
             codes_of(role, about), appeal);
}

static void
say_word(struct gate *gate, enum dg_role role, enum authority_about about,
         char text[4096])
{
    (void) role;
    (void) about;
    snprintf(text, 4096,
             "{\"request\":%llu,\"verdict\":\"refuse\",\"reason\":\"无据\"}",
             request(gate, OTHER, ""));
}

static void
say_department(struct gate *gate, enum dg_role role, enum authority_about about,
               char text[4096])
{
    (void) gate;
    snprintf(text, 4096, "{\"department\":\"%s\"}",
             strchr(about == AUTHORITY_OTHER   ? OTHER
                    : about == AUTHORITY_BELOW ? BELOW
                                               : speakers[role],
                    '/') +
                 1);
}

/* A town's own list, or the county's. */
static void
say_list(struct gate *gate, enum dg_role role, enum authority_about about,
         char text[4096])
{
    static unsigned version;
    bool own = role == DG_ROLE_TOWN && about == AUTHORITY_OWN;
    (void) gate;
    snprintf(text, 4096,
             "{\"list\":\"%s\",\"version\":\"v%u\",\"validfrom\":\"2027-01-01\""
             ",\"level\":\"%s\",\"prefix\":\"%s\",\"entries\":[]}",
             own ? "town" : "access", ++version, own ? "town" : "county",
             own ? "522731001" : "522731");
}

static void
say_enrolment(struct gate *gate, enum dg_role role, enum authority_about about,
              char text[4096])
{
    (void) gate;
    (void) role;
    (void) about;
    strcpy(text, "{\"principals\":[{\"principal\":\"" OTHER
                 "\",\"name\":\"卫健局\"}]}");
}

/* ---- keys --------------------------------------------------------------- */

/* One for each of these, the same in each run. */
static const char *const holders[] = {
    "department/mzj", "department/wjj", "town/522731001000", BELOW,
    OTHER_TOWN,       "auditor/sjj",    "operator/zx",       "keeper/bwb",
    "taskforce/fx",
};

static struct dg_public_key
key_of(const char *source)
{
    struct dg_public_key key;
    uint8_t seed[32] = {0}, bytes[32], secret[64];
    for (size_t i = 0; i < sizeof holders / sizeof *holders; i++) {
        seed[0] = strcmp(holders[i], source) == 0 ? (uint8_t) (i + 1) : seed[0];
    }
    crypto_sign_seed_keypair(bytes, secret, seed);
    dg_public_key_set(bytes, &key);
    return key;
}

static const char *
written(const struct dg_public_key *key)
{
    static char x[DG_KID_LEN + 1];
    dg_public_key_x(key, x);
    return x;
}

static const char *
holder_of(enum dg_role role, enum authority_about about)
{
    return about == AUTHORITY_OTHER   ? OTHER
           : about == AUTHORITY_BELOW ? BELOW
           : role == DG_ROLE_ROOT     ? OTHER
                                      : speakers[role];
}

/* The new key is one that is known: nothing changes. A keeper's own is not its
 * own to change without root. */
static void
say_rotation(struct gate *gate, enum dg_role role, enum authority_about about,
             char text[4096])
{
    const char *holder = holder_of(role, about);
    struct dg_public_key key = key_of(holder);
    (void) gate;
    snprintf(text, 4096,
             "{\"principal\":\"%s\",\"key\":\"%s\",\"new\":{\"key\":\"%s\"}}",
             holder, key.kid, written(&key));
}

static void
say_suspension(struct gate *gate, enum dg_role role, enum authority_about about,
               char text[4096])
{
    (void) gate;
    (void) role;
    (void) about;
    strcpy(text, "{\"principal\":\"office/522731102201\",\"reason\":\"x\","
                 "\"lift\":true}");
}

static void
say_revocation(struct gate *gate, enum dg_role role, enum authority_about about,
               char text[4096])
{
    (void) gate;
    (void) role;
    (void) about;
    strcpy(text, "{\"principal\":\"department/none\",\"reason\":\"x\"}");
}

static void
say_handover(struct gate *gate, enum dg_role role, enum authority_about about,
             char text[4096])
{
    struct dg_public_key key = key_of("keeper/bwb");
    const char *office = about == AUTHORITY_OTHER ? OTHER_TOWN : BELOW;
    (void) gate;
    if (about == AUTHORITY_OWN && role == DG_ROLE_TOWN) {
        office = speakers[role];
    }
    snprintf(text, 4096,
             "{\"office\":\"%s\",\"officers\":[{\"key\":\"%s\",\"name\":"
             "\"王国芬\",\"post\":\"handling\"}]}",
             strchr(office, '/') + 1, written(&key));
}

/* What the role may see for one reason or another. */
static void
say_number(struct gate *gate, enum dg_role role, enum authority_about about,
           char text[4096])
{
    unsigned long long number = find_task(gate, role, about);
    if (about == AUTHORITY_BELOW) {
        snprintf(text, 4096, "{\"task\":%llu}", number);
        number = make(gate, "task.acknowledge", BELOW, text);
    }
    snprintf(text, 4096, "{\"sequence\":%llu}", number);
}

static void
say_occurrence(struct gate *gate, enum dg_role role, enum authority_about about,
               char text[4096])
{
    (void) gate;
    (void) role;
    (void) about;
    strcpy(text, "{\"task\":1,\"period\":\"2026-11\"}");
}

static void
say_configuration(struct gate *gate, enum dg_role role,
                  enum authority_about about, char text[4096])
{
    (void) gate;
    (void) role;
    (void) about;
    strcpy(text, "{\"program\":\"1\",\"unicode\":\"15\",\"plugins\":[]}");
}

static const struct {
    const char *type;
    data_fn data;
} types[] = {
    {"task.check", say_assignment},
    {"task.publish", say_assignment},
    {"task.amend", say_amendment},
    {"task.forward", say_forward},
    {"task.declare", say_declared},
    {"task.occur", say_occurrence},
    {"task.expire", say_task},
    {"task.withdraw", say_task},
    {"task.cosign", say_signature},
    {"cosign.read", say_unsigned},
    {"task.acknowledge", say_acknowledged},
    {"inbox.read", say_office},
    {"roster.publish", say_version},
    {"roster.read", say_nothing},
    {"exemption.request", say_request},
    {"exemption.decide", say_word},
    {"exemption.read", say_department},
    {"principal.enrol", say_enrolment},
    {"principal.rotate", say_rotation},
    {"principal.suspend", say_suspension},
    {"principal.revoke", say_revocation},
    {"office.handover", say_handover},
    {"principal.read", say_nothing},
    {"proof.read", say_nothing},
    {"receipt.lookup", say_number},
    {"gateway.configure", say_configuration},
    {"gateway.read", say_nothing},
    {"list.publish", say_list},
    {"list.read", say_nothing},
    {"list.report", say_nothing},
};

static data_fn
find(const char *type)
{
    for (size_t i = 0; i < sizeof types / sizeof *types; i++) {
        if (strcmp(types[i].type, type) == 0) {
            return types[i].data;
        }
    }
    return NULL;
}

bool
authority_knows(const char *type)
{
    return find(type) != NULL;
}

const char *
authority_data(struct gate *gate, const char *type, enum dg_role role,
               enum authority_about about)
{
    static char text[4096];
    data_fn data = find(type);
    strcpy(text, "{}");
    if (data) {
        data(gate, role, about, text);
    }
    return text;
}

/* ---- how it is taken ---------------------------------------------------- */

static bool
is_one(const char *code, const char *const *codes)
{
    while (*codes && strcmp(*codes, code) != 0) {
        codes++;
    }
    return *codes != NULL;
}

static enum authority_outcome
judge_findings(struct gate *gate, const struct dg_json *reply)
{
    static const char *const theirs[] = {"appeal-not-own",
                                         "audience-not-below",
                                         "behalf-not-taken",
                                         "cosign-not-named",
                                         "department-not-entitled",
                                         "layer-not-own",
                                         "may-not-enrol",
                                         "not-below",
                                         "not-in-inbox",
                                         "not-yours",
                                         "task-not-received",
                                         "task-unknown",
                                         NULL};
    char pointer[64];
    for (unsigned i = 0; i < 30; i++) {
        const char *code;
        snprintf(pointer, sizeof pointer, "/findings/%u/code", i);
        code = gate_at(gate, reply, pointer);
        if (strcmp(code, "role-not-permitted") == 0) {
            return AUTHORITY_ROLE;
        }
        if (is_one(code, theirs)) {
            return AUTHORITY_NOT;
        }
    }
    return AUTHORITY_DONE;
}

static enum authority_outcome
judge(struct gate *gate, const struct dg_json *reply, const char *raw)
{
    const char *type = gate_at(gate, reply, "/type");
    const char *detail = gate_at(gate, reply, "/detail");
    if (strcmp(type, "urn:dutygate:problem:not-permitted") == 0) {
        return strstr(detail, "may not send") ? AUTHORITY_ROLE : AUTHORITY_NOT;
    }
    if (strcmp(type, "urn:dutygate:problem:not-found") == 0) {
        return AUTHORITY_NOT;
    }
    if (strncmp(type, "urn:dutygate:problem:", 21) == 0 &&
        strcmp(type, "urn:dutygate:problem:refused") != 0) {
        fprintf(stderr, "not taken: %s\n", raw);
        exit(99);
    }
    return judge_findings(gate, reply);
}

enum authority_outcome
authority_try(struct gate *gate, const char *type, enum dg_role role,
              enum authority_about about)
{
    static unsigned count;
    const char *data = authority_data(gate, type, role, about);
    bool behalf = role == DG_ROLE_TOWN && about != AUTHORITY_OWN &&
                  strcmp(type, "task.acknowledge") == 0;
    char onbehalf[64] = "";
    const struct dg_json *reply;
    size_t index;
    if (behalf) {
        snprintf(onbehalf, sizeof onbehalf, "\"onbehalf\":\"%s\",",
                 about == AUTHORITY_OTHER ? OTHER_TOWN : BELOW);
    }
    index = gate->asked % GATE_REPLIES;
    reply = gate_ask(gate,
                     "{\"specversion\":\"1.0\",\"id\":\"t%u\",\"source\":"
                     "\"%s\",\"type\":\"dutygate.%s.v1\",%s\"data\":%s}",
                     ++count, speakers[role], type, onbehalf, data);
    if (about != AUTHORITY_OWN && strcmp(type, "cosign.read") == 0 &&
        !is_listed(gate->replies[index])) {
        return AUTHORITY_NOT;
    }
    return judge(gate, reply, gate->replies[index]);
}

/* ---- the world ---------------------------------------------------------- */

static const char roster[] =
    "{\"version\":\"1\",\"departments\":["
    "{\"code\":\"mzj\",\"name\":\"民政局\"},{\"code\":\"wjj\",\"name\":"
    "\"卫健局\"},{\"code\":\"zzj\",\"name\":\"住建局\"}],"
    "\"offices\":[{\"code\":\"522731001000\",\"name\":\"涟江街道\"},"
    "{\"code\":\"522731102000\",\"name\":\"好花红镇\"},"
    "{\"code\":\"522731001001\",\"name\":\"城东社区\"},"
    "{\"code\":\"522731102201\",\"name\":\"好花红村\"}]}";

static const char list[] =
    "{\"list\":\"access\",\"version\":\"1\",\"validfrom\":\"2026-01-01\","
    "\"level\":\"county\",\"prefix\":\"522731\",\"entries\":["
    "{\"code\":\"A-001\",\"title\":\"甲\",\"class\":\"statutory\","
    "\"departments\":[\"mzj\"]},"
    "{\"code\":\"B-001\",\"title\":\"乙\",\"class\":\"statutory\","
    "\"departments\":[\"wjj\"]},"
    "{\"code\":\"C-001\",\"title\":\"丙\",\"class\":\"statutory\"}]}";

static void
admit(struct gate *gate, const char *type, const char *source, const char *data)
{
    const struct dg_json *reply = tell(gate, type, source, data);
    if (strcmp(gate_at(gate, reply, "/verdict"), "admit") != 0) {
        fprintf(stderr, "%s: %s\n", type,
                gate_at(gate, reply, "/findings/0/text"));
        exit(99);
    }
}

static void
enrol(struct gate *gate, const char *source)
{
    struct dg_public_key key = key_of(source);
    char data[1024];
    snprintf(data, sizeof data,
             "{\"principals\":[{\"principal\":\"%s\",\"name\":\"单位\"%s,"
             "\"officers\":[{\"key\":\"%s\",\"name\":\"罗永祥\",\"post\":"
             "\"handling\"}]}]}",
             source,
             strncmp(source, "taskforce/", 10) == 0
                 ? ",\"parents\":[\"department/mzj\"],\"until\":\"2026-12-31\""
                 : "",
             written(&key));
    admit(gate, "principal.enrol", "root/huishui", data);
}

void
authority_furnish(struct gate *gate)
{
    admit(gate, "roster.publish", "operator/zx", roster);
    admit(gate, "list.publish", "keeper/bwb", list);
    for (size_t i = 0; i < sizeof holders / sizeof *holders; i++) {
        enrol(gate, holders[i]);
    }
}
