/* SPDX-License-Identifier: Apache-2.0 */
/* Which indicator trees are taken: what is wrong with one is said at its node,
 * all of it at once. */
#include "tests/gateway/flow/say.h"
#include "tests/tap/tap.h"

#define KEEPER "keeper/huishui"
#define LEAF ",\"leaf\":{\"figure\":\"borne\"}"

static const struct dg_json *
publish(const char *version, const char *nodes)
{
    return say("indicator.publish", KEEPER,
               "{\"code\":\"jianfu\",\"version\":\"%s\",\"title\":\"减负\","
               "\"nodes\":[%s]}",
               version, nodes);
}

static void
refused(const char *nodes, const char *code, const char *pointer,
        const char *text)
{
    const struct dg_json *reply = publish("x", nodes);
    is_text(at(reply, "/verdict"), "refuse", code);
    is_text(found(reply, code, "text"), text, code);
    is_text(found(reply, code, "pointer"), pointer, code);
}

#define NODE(code, more)                                                       \
    "{\"code\":\"" code "\",\"label\":\"指标\",\"weight\":\"0.5\"" more "}"
#define IN(parent) ",\"parent\":\"" parent "\""

static void
test_refused(void)
{
    refused(NODE("a", LEAF) "," NODE("a", LEAF), "indicator-node-twice",
            "/data/nodes/1", "node \"a\" stands there twice");
    refused(NODE("a", LEAF IN("z")), "indicator-parent-unknown",
            "/data/nodes/0", "there is no node \"z\"");
    refused(NODE("a", IN("b")) "," NODE("b", IN("a")), "indicator-circular",
            "/data/nodes/0", "node \"a\" is part of itself");
    refused(NODE("a", IN("a")), "indicator-circular", "/data/nodes/0",
            "node \"a\" is part of itself");
    refused(NODE("a", LEAF) "," NODE("b", LEAF IN("a")), "indicator-leaf",
            "/data/nodes/0",
            "node \"a\" has parts: its value follows from theirs");
    refused(NODE("a", LEAF) "," NODE("b", ""), "indicator-leaf",
            "/data/nodes/1",
            "node \"b\" has neither parts nor a value of its own");
    refused("{\"code\":\"a\",\"label\":\"指标\",\"weight\":\"0.00\"" LEAF "}",
            "indicator-weight", "/data/nodes/0", "node \"a\" has no weight");
}

static void
test_published(void)
{
    const struct dg_json *reply =
        publish("1", NODE("b", LEAF IN("a")) "," NODE("a", ""));
    is_text(at(reply, "/verdict"), "admit",
            "a part may stand before what it is part of");
    reply = publish("1", NODE("a", LEAF));
    is_text(found(reply, "indicator-version-taken", "text"),
            "version 1 of \"jianfu\" is published already",
            "a version is published once");
    is_text(found(reply, "indicator-version-taken", "pointer"), "/data/version",
            "where");
    reply = publish("2", NODE("a", LEAF));
    ok(number_of(reply) > 0, "it has a receipt");
    is_text(at(reply, "/verdict"), "admit", "another version is another");
    gate_restart(&gate);
    reply = publish("2", NODE("a", LEAF));
    is_text(at(reply, "/verdict"), "refuse", "a replay knows them");
}

int
main(void)
{
    gate_open(&gate, "sqlite", "");
    test_refused();
    test_published();
    gate_close(&gate);
    return tap_done();
}
