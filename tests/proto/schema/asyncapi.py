# SPDX-License-Identifier: Apache-2.0
"""proto/asyncapi.json names every event type there is and no other, with the
roles that the gateway's tables give it; everything it refers to is there. The
glossary explains every word of a type and every code. TAP on stdout."""
import glob
import json
import os
import re
import sys

TOP = os.environ["top_srcdir"]
count = failures = 0


def ok(passed, name, *notes):
    global count, failures
    count += 1
    print(f"{'ok' if passed else 'not ok'} {count} - {name}")
    if not passed:
        failures += 1
        for note in notes:
            print("#", note)


def read(*path):
    with open(os.path.join(TOP, *path), encoding="utf-8") as file:
        return file.read()


# ---- what there is -------------------------------------------------------

def schema_types():
    files = (glob.glob(os.path.join(TOP, "proto/schema/*.v1.json"))
             + glob.glob(os.path.join(TOP, "plugins/*/schema/*.v1.json")))
    return {f"dutygate.{os.path.basename(f)[:-5]}" for f in files}


def roles_of(text, macros):
    """{"town", …} of "ROLE(TOWN) | ANYBODY" or of DG_PLUGIN_TOWN."""
    for name, value in reversed(macros.items()):
        text = re.sub(rf"\b{name}\b", value, text)
    return {word.lower() for word in
            re.findall(r"ROLE\((\w+)\)|DG_PLUGIN_(\w+)", text) for word in word
            if word}


def macros_of(text):
    """The macros of C text; each may use those before it."""
    text = text.replace("\\\n", " ")
    return dict(re.findall(r"#define (\w+)[ \t]+(.+)", text))


def plugin_types(plugin):
    found = {}
    folder = os.path.join(TOP, "plugins", plugin)
    text = "".join(read(f) for f in sorted(
        glob.glob(os.path.join(folder, "*.[ch]"))))
    macros = macros_of(text)
    table = re.search(r" (?:types|rows)\[\] = \{(.*?)\n\};", text, re.S)
    for name, roles in re.findall(
            r'\.name = ("[^"]+"|\w+),.*?\.roles = ([^,}]+)', table[1], re.S):
        name = name if name[0] == '"' else macros[name]
        found[name.strip('"')] = roles_of(roles, macros)
    return found


def table_types():
    """{type: roles} of the core's table and of the plugins'."""
    found = {}
    core = read("gateway/flow/types/core_types.c")
    for name, roles in re.findall(
            r'\.name = "([^"]+)",\s*\.roles = ([^,}]+)', core):
        found[name] = roles_of(roles, macros_of(core))
    for plugin in ("access_list", "form_dedup", "burden"):
        found.update(plugin_types(plugin))
    return found


# ---- the document --------------------------------------------------------

def refs(node):
    if isinstance(node, dict):
        if "$ref" in node:
            yield node["$ref"]
        for child in node.values():
            yield from refs(child)
    elif isinstance(node, list):
        for child in node:
            yield from refs(child)


def resolves(ref, document):
    path, _, pointer = ref.partition("#")
    if path:
        file = os.path.join("proto", path)
        if not os.path.exists(os.path.join(TOP, file)):
            return False
        document = json.loads(read(file))
    for word in pointer.split("/")[1:]:
        if not isinstance(document, dict) or word not in document:
            return False
        document = document[word]
    return True


def check_document():
    document = json.loads(read("proto/asyncapi.json"))
    messages = document["components"]["messages"]
    events = {m["name"]: m for m in messages.values()
              if m["name"].startswith("dutygate.")}
    tables = table_types()
    ok(document["asyncapi"] == "3.0.0", "the version of AsyncAPI")
    bad = [r for r in refs(document) if not resolves(r, document)]
    ok(not bad, "every reference resolves", *bad)
    ok(set(events) == schema_types(), "a message for every schema file",
       *sorted(set(events) ^ schema_types()))
    ok(set(events) == set(tables), "and for every type of the tables",
       *sorted(set(events) ^ set(tables)))
    wrong = [f"{name}: {sorted(set(m['x-roles']) ^ tables.get(name, set()))}"
             for name, m in events.items()
             if set(m["x-roles"]) != tables.get(name)]
    ok(not wrong, "roles are those of the tables", *wrong)
    wrong = [name for name, m in events.items()
             if m["payload"]["allOf"][1]["properties"] != {
                 "type": {"const": name},
                 "data": {"$ref": m["payload"]["allOf"][1]["properties"]
                          ["data"]["$ref"]}}
             or not m["payload"]["allOf"][1]["properties"]["data"]["$ref"]
             .endswith("/" + name[len("dutygate."):] + ".json")]
    ok(not wrong, "each has the schema of its type", *wrong)
    operations = document["operations"].values()
    told = [r["$ref"].rsplit("/", 1)[1] for o in operations
            for r in o["messages"]]
    ok(sorted(told + ["answer"]) == sorted(messages),
       "an operation for every message", *sorted(
           set(told + ["answer"]) ^ set(messages)))
    wrong = [o["summary"] for o in operations
             if (o["action"] == "receive") != ("reply" in o)]
    ok(not wrong, "what is received is answered", *wrong)
    return events


# ---- the glossary --------------------------------------------------------

def check_words(events):
    text = read("proto/README.md")
    table = text[text.index("| type `dutygate"):text.index("Reads page")]
    listed = set(re.findall(r"`([a-z]+\.[a-z_]+)`", table))
    wanted = {name[len("dutygate."):-len(".v1")] for name in events}
    missing = wanted - listed
    ok(not missing, "the table of types is complete", *sorted(missing))
    ok(not listed - wanted - {"task.publish"}, "and has no other",
       *sorted(listed - wanted))
    words = text[text.index("\n## Words"):]
    explained = {w for row in re.findall(r"^\| ([^|]+) \|", words, re.M)
                 for w in re.findall(r"[a-z_]+", row)}
    missing = {w for t in wanted for w in t.split(".")} - explained
    ok(not missing, "every word of a type is explained", *sorted(missing))
    known = set(re.findall(r'N_\("([a-z0-9-]+)"\),?\n', read(
        "proto/client/answer/label.c").split("codes[] = {")[1]))
    told = dict(re.findall(r"^\| `([a-z0-9-]+)` \| ([^|]+) \| [a-z, _]+ \|",
                           text, re.M))
    ok(known == set(told), "every code is explained, and no other",
       *sorted(known ^ set(told)))
    chinese = dict(re.findall(r'^msgid "([a-z0-9-]+)"\nmsgstr "(.*)"$', read(
        "proto/client/po/zh_CN.po"), re.M))
    wrong = [c for c in told if chinese.get(c) != told[c]]
    ok(not wrong, "as the catalogue says it in Chinese", *sorted(wrong))


check_words(check_document())
print(f"1..{count}")
sys.exit(failures > 0)
