/* SPDX-License-Identifier: Apache-2.0 */
/* A furnished gate for signed messages: see signed.h. */
#include "tests/gateway/flow/signed.h"

#include <stdio.h>
#include <stdlib.h>

static const struct {
    const char *principal, *key, *name;
} enrolled[] = {
    {"department/mzj", "mzj", "惠水县民政局"},
    {"department/wjj", "wjj", "惠水县卫健局"},
    {"keeper/huishui", "keeper", "惠水县准入审核"},
    {"operator/huishui", "operator", "惠水县运维"},
    {"auditor/shenji", "auditor", "惠水县审计局"},
    {"office/522731001001", "office", "城东社区"},
};

int64_t
signed_now(const struct gate *gate)
{
    return gate->now_us / 1000000;
}

const struct dg_json *
signed_send(struct gate *gate, struct dg_str message)
{
    return gate_ask_bytes(gate, message.data, message.len);
}

const struct dg_json *
signed_ask(struct gate *gate, const char *key, const char *type,
           const char *source, const char *id, const char *data)
{
    return signed_send(
        gate, sign(key, signed_now(gate), gate_event(type, source, id, data)));
}

static void
need_admit(struct gate *gate, const struct dg_json *reply)
{
    if (strcmp(gate_at(gate, reply, "/0/verdict"), "admit") != 0) {
        fprintf(stderr, "signed: not admitted\n");
        exit(99);
    }
}

void
signed_enrol(struct gate *gate)
{
    struct dg_buf data;
    dg_buf_init(&data);
    dg_buf_text(&data, "{\"principals\":[");
    for (size_t i = 0; i < sizeof enrolled / sizeof *enrolled; i++) {
        dg_buf_printf(&data,
                      "%s{\"principal\":\"%s\",\"name\":\"%s\",\"officers\":["
                      "{\"key\":\"%s\",\"name\":\"陈晓\",\"post\":"
                      "\"handling\"}]}",
                      i ? "," : "", enrolled[i].principal, enrolled[i].name,
                      sign_x(enrolled[i].key));
    }
    dg_buf_text(&data, "]}");
    need_admit(gate, signed_ask(gate, "root", "principal.enrol", "root/huishui",
                                "enrol-1", data.data));
    dg_buf_finish(&data);
}

void
signed_open(struct gate *gate, const char *journal, const char *extra)
{
    char options[4096];
    snprintf(options, sizeof options, "root_keys = {\"%s\"}\n%s",
             sign_x("root"), extra);
    gate_open_signed(gate, journal, options);
    signed_enrol(gate);
    need_admit(gate, signed_ask(gate, "operator", "roster.publish",
                                "operator/huishui", "r1", gate_roster));
    need_admit(gate, signed_ask(gate, "keeper", "list.publish",
                                "keeper/huishui", "l1", gate_list));
}
