/* SPDX-License-Identifier: Apache-2.0 */
/* What each type says about whom: see authority.h. */
#include "tests/gateway/flow/authority_world.h"

#include <stdio.h>
#include <stdlib.h>

/* ---- saying ------------------------------------------------------------- */

/* Its receipt number. */
static unsigned long long
make(struct gate *gate, const char *type, const char *source, const char *data)
{
    const struct dg_json *reply = authority_tell(gate, type, source, data);
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
    return assignment(theirs ? OTHER : authority_speakers[role],
                      codes_of(role, about), "");
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
        return publish(gate, authority_speakers[role], EAST, "");
    }
    return publish(gate, "department/mzj", EAST, "");
}

/* ---- data of each type -------------------------------------------------- */

typedef void (*data_fn)(struct gate *gate, enum dg_role role,
                        enum authority_about about, char text[4096]);

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
             assignment(authority_speakers[role], codes_of(role, about), ""));
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

bool
authority_lists(const char *reply)
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
        office = role == DG_ROLE_TOWN ? authority_speakers[role] : BELOW;
    }
    snprintf(text, 4096, "{\"office\":\"%s\"}", strchr(office, '/') + 1);
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
                                               : authority_speakers[role],
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
say_registration(struct gate *gate, enum dg_role role,
                 enum authority_about about, char text[4096])
{
    static unsigned version;
    (void) gate;
    (void) role;
    (void) about;
    snprintf(
        text, 4096,
        "{\"form\":{\"control\":\"民统1表\",\"version\":\"v%u\",\"fields\":[{"
        "\"name\":\"a\",\"label\":\"常住人口数\"}]}}",
        ++version);
}

/* As find_task, with a form. */
static unsigned long long
find_report(struct gate *gate, enum dg_role role, enum authority_about about)
{
    bool own = about == AUTHORITY_OWN && role != DG_ROLE_OFFICE;
    const char *source = about == AUTHORITY_OTHER ? OTHER
                         : own                    ? authority_speakers[role]
                                                  : "department/mzj";
    char filing[512], form[512];
    snprintf(filing, sizeof filing,
             "{\"department\":\"%s\",\"control\":\"核查表\",\"filing\":"
             "\"惠备 %s\"}",
             source, source);
    authority_tell(gate, "form.file", "keeper/bwb", filing);
    snprintf(form, sizeof form,
             ",\"period\":\"2026-01\",\"forms\":[{\"control\":\"核查表\","
             "\"version\":\"1\",\"filing\":\"惠备 %s\",\"fields\":[{"
             "\"name\":\"a\",\"label\":\"核查户数\",\"period\":\"month\"}]}]",
             source);
    return publish(gate, source, about == AUTHORITY_OTHER ? FAR : EAST, form);
}

static void
say_report(struct gate *gate, enum dg_role role, enum authority_about about,
           char text[4096])
{
    snprintf(text, 4096, "{\"task\":%llu}", find_report(gate, role, about));
}

/* A figure that somebody was asked. */
static void
say_total(struct gate *gate, enum dg_role role, enum authority_about about,
          char text[4096])
{
    const struct dg_json *reply;
    (void) role;
    (void) about;
    find_report(gate, DG_ROLE_OFFICE, AUTHORITY_OWN);
    reply = authority_tell(gate, "dictionary.read", "keeper/bwb",
                           "{\"label\":\"核查户数\"}");
    snprintf(text, 4096, "{\"element\":\"%s\",\"period\":\"2026-01\"}",
             gate_at(gate, reply, "/result/elements/0/code"));
}

static void
say_changes(struct gate *gate, enum dg_role role, enum authority_about about,
            char text[4096])
{
    snprintf(text, 4096, "{\"task\":%llu,\"since\":0}",
             find_report(gate, role, about));
}

/* A town says it on behalf of whom it is about. */
static void
say_submission(struct gate *gate, enum dg_role role, enum authority_about about,
               char text[4096])
{
    bool other = role == DG_ROLE_OFFICE && about == AUTHORITY_OTHER;
    (void) gate;
    snprintf(text, 4096, "{%s\"lists\":[{\"key\":\"rk.idnumber\"}]}",
             other ? "\"office\":" FAR "," : "");
}

static void
say_correction(struct gate *gate, enum dg_role role, enum authority_about about,
               char text[4096])
{
    say_submission(gate, role, about, text);
    strcpy(strrchr(text, '}'), ",\"reason\":\"漏报\"}");
}

static void
say_review(struct gate *gate, enum dg_role role, enum authority_about about,
           char text[4096])
{
    snprintf(text, 4096,
             "{\"office\":%s,\"task\":%llu,\"verdict\":\"pass\",\"upto\":1}",
             about == AUTHORITY_OTHER                         ? FAR
             : about == AUTHORITY_OWN && role == DG_ROLE_TOWN ? TOWN
                                                              : EAST,
             publish(gate, OTHER, about == AUTHORITY_OTHER ? FAR : EAST, ""));
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

static const char *
holder_of(enum dg_role role, enum authority_about about)
{
    return about == AUTHORITY_OTHER   ? OTHER
           : about == AUTHORITY_BELOW ? BELOW
           : role == DG_ROLE_ROOT     ? OTHER
                                      : authority_speakers[role];
}

/* The new key is one that is known: nothing changes. A keeper's own is not its
 * own to change without root. */
static void
say_rotation(struct gate *gate, enum dg_role role, enum authority_about about,
             char text[4096])
{
    const char *holder = holder_of(role, about);
    struct dg_public_key key = authority_key(holder);
    (void) gate;
    snprintf(text, 4096,
             "{\"principal\":\"%s\",\"key\":\"%s\",\"new\":{\"key\":\"%s\"}}",
             holder, key.kid, authority_written(&key));
}

static void
say_handover(struct gate *gate, enum dg_role role, enum authority_about about,
             char text[4096])
{
    struct dg_public_key key = authority_key("keeper/bwb");
    const char *office = about == AUTHORITY_OTHER ? OTHER_TOWN : BELOW;
    (void) gate;
    if (about == AUTHORITY_OWN && role == DG_ROLE_TOWN) {
        office = authority_speakers[role];
    }
    snprintf(text, 4096,
             "{\"office\":\"%s\",\"officers\":[{\"key\":\"%s\",\"name\":"
             "\"王国芬\",\"post\":\"handling\"}]}",
             strchr(office, '/') + 1, authority_written(&key));
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

/* What is erased is not there, so that all is as before. */
static const struct kind {
    const char *type;
    data_fn data;
    const char *text; /* without data: always this */
} types[] = {
    {"dictionary.conflicts", NULL, "{}"},
    {"dictionary.keep_apart", NULL, "{\"elements\":[\"a\",\"b\"]}"},
    {"dictionary.merge", NULL, "{\"element\":\"a\",\"into\":\"b\"}"},
    {"dictionary.publish", NULL,
     "{\"version\":\"1\",\"units\":[{\"unit\":\"打\",\"of\":"
     "\"个\",\"factor\":\"12\"}]}"},
    {"dictionary.read", NULL, "{}"},
    {"dictionary.suggest", NULL,
     "{\"upto\":0,\"pairs\":[{\"a\":\"p1-1\",\"b\":\"p1-0\","
     "\"score\":500,\"evidence\":[\"same-label\"]}]}"},
    {"dictionary.suggestions", say_department, NULL},
    {"burden.read", NULL, "{}"},
    {"indicator.publish", NULL,
     "{\"code\":\"i\",\"version\":\"1\",\"title\":\"减负\",\"nodes\":"
     "[{\"code\":\"a\",\"label\":\"实担\",\"weight\":\"1\","
     "\"leaf\":{\"figure\":\"borne\"}}]}"},
    {"tariff.publish", NULL,
     "{\"version\":\"1\",\"from\":\"2026-02-01\",\"rows\":[{\"row\":"
     "\"task\",\"minutes\":\"5\"}]}"},
    {"tariff.read", NULL, "{}"},
    {"task.check", say_assignment, NULL},
    {"task.publish", say_assignment, NULL},
    {"task.amend", say_amendment, NULL},
    {"task.forward", say_forward, NULL},
    {"task.declare", say_declared, NULL},
    {"task.occur", NULL, "{\"task\":1,\"period\":\"2026-11\"}"},
    {"task.expire", say_task, NULL},
    {"task.withdraw", say_task, NULL},
    {"task.cosign", say_signature, NULL},
    {"cosign.read", say_unsigned, NULL},
    {"task.acknowledge", say_acknowledged, NULL},
    {"inbox.read", say_office, NULL},
    {"roster.publish", NULL, "{\"version\":\"9\",\"base\":\"none\"}"},
    {"roster.read", NULL, "{}"},
    {"exemption.request", say_request, NULL},
    {"exemption.decide", say_word, NULL},
    {"exemption.read", say_department, NULL},
    {"principal.enrol", say_enrolment, NULL},
    {"principal.rotate", say_rotation, NULL},
    {"principal.suspend", NULL,
     "{\"principal\":\"office/522731102201\",\"reason\":\"x\","
     "\"lift\":true}"},
    {"principal.revoke", NULL,
     "{\"principal\":\"department/none\",\"reason\":\"x\"}"},
    {"office.handover", say_handover, NULL},
    {"principal.read", NULL, "{}"},
    {"proof.read", NULL, "{}"},
    {"journal.disclose", NULL,
     "{\"reader\":\"auditor/sjj\",\"read\":\"dutygate.persons.read."
     "v1\",\"what\":\"\",\"values\":1}"},
    {"journal.erase", NULL, "{\"sequences\":[99999999],\"reason\":\"x\"}"},
    {"journal.read", NULL, "{}"},
    {"receipt.lookup", say_number, NULL},
    {"gateway.configure", NULL,
     "{\"program\":\"1\",\"unicode\":\"15\",\"plugins\":[]}"},
    {"gateway.read", NULL, "{}"},
    {"form.check", NULL,
     "{\"form\":{\"control\":\"民统-03\",\"version\":\"1\","
     "\"fields\":[{\"name\":\"n\",\"label\":\"户数\"}]}}"},
    {"form.file", NULL,
     "{\"department\":\"department/mzj\",\"control\":\"民统1表\","
     "\"filing\":\"惠民备〔2026〕1号\"}"},
    {"form.publish", say_registration, NULL},
    {"form.read", NULL, "{}"},
    {"report.correct", say_correction, NULL},
    {"report.review", say_review, NULL},
    {"report.submit", say_submission, NULL},
    {"list.publish", say_list, NULL},
    {"list.read", NULL, "{}"},
    {"list.report", NULL, "{}"},
    {"report.changes", say_changes, NULL},
    {"report.fetch", NULL, "{\"tasks\":[99999999]}"},
    {"report.list", say_report, NULL},
    {"report.read", say_report, NULL},
    {"report.total", say_total, NULL},
    {"worksheet.read", say_office, NULL},
};

static const struct kind *
find(const char *type)
{
    for (size_t i = 0; i < sizeof types / sizeof *types; i++) {
        if (strcmp(types[i].type, type) == 0) {
            return &types[i];
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
    const struct kind *kind = find(type);
    strcpy(text, kind && kind->text ? kind->text : "{}");
    if (kind && kind->data) {
        kind->data(gate, role, about, text);
    }
    return text;
}
