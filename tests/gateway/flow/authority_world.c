/* SPDX-License-Identifier: Apache-2.0 */
/* Who speaks, with which keys, and how what they say is taken: see
 * authority.h. */
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>

#include "tests/gateway/flow/authority_world.h"

const char *const authority_speakers[DG_ROLE_COUNT] = {
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

/* One for each of these, the same in each run. */
static const char *const holders[] = {
    "department/mzj", "department/wjj", "town/522731001000", BELOW,
    OTHER_TOWN,       "auditor/sjj",    "operator/zx",       "keeper/bwb",
    "taskforce/fx",
};

struct dg_public_key
authority_key(const char *source)
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

const char *
authority_written(const struct dg_public_key *key)
{
    static char x[DG_KID_LEN + 1];
    dg_public_key_x(key, x);
    return x;
}

const struct dg_json *
authority_tell(struct gate *gate, const char *type, const char *source,
               const char *data)
{
    static unsigned count;
    char id[32];
    snprintf(id, sizeof id, "a%u", ++count);
    return gate_ask(gate, "%s", gate_event(type, source, id, data));
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
    static const char *const behalfs[] = {"report.correct", "report.submit",
                                          "task.acknowledge", NULL};
    bool behalf =
        role == DG_ROLE_TOWN && about != AUTHORITY_OWN && is_one(type, behalfs);
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
                     ++count, authority_speakers[role], type, onbehalf, data);
    if (about != AUTHORITY_OWN && strcmp(type, "cosign.read") == 0 &&
        !authority_lists(gate->replies[index])) {
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
    const struct dg_json *reply = authority_tell(gate, type, source, data);
    if (strcmp(gate_at(gate, reply, "/verdict"), "admit") != 0) {
        fprintf(stderr, "%s: %s\n", type,
                gate_at(gate, reply, "/findings/0/text"));
        exit(99);
    }
}

static void
enrol(struct gate *gate, const char *source)
{
    struct dg_public_key key = authority_key(source);
    char data[1024];
    snprintf(data, sizeof data,
             "{\"principals\":[{\"principal\":\"%s\",\"name\":\"单位\"%s,"
             "\"officers\":[{\"key\":\"%s\",\"name\":\"罗永祥\",\"post\":"
             "\"handling\"}]}]}",
             source,
             strncmp(source, "taskforce/", 10) == 0
                 ? ",\"parents\":[\"department/mzj\"],\"until\":\"2026-12-31\""
                 : "",
             authority_written(&key));
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
