# SPDX-License-Identifier: Apache-2.0
"""Holds examples, schema files and our decoder against each other: a foreign
validator (python3-jsonschema) must say of every example, and of many mutations
of the good ones, what our decoder says. TAP on stdout."""
import copy
import datetime
import glob
import json
import os
import re
import subprocess
import sys

import jsonschema
from jsonschema import Draft202012Validator

TOP = os.environ["top_srcdir"]
FITS = os.path.join(os.environ["top_builddir"], "tests/proto/schema/fits")
EXAMPLES = os.path.join(TOP, "proto/schema/examples")

count = failures = 0


def ok(passed, name, *notes):
    global count, failures
    count += 1
    print(f"{'ok' if passed else 'not ok'} {count} - {name}")
    if not passed:
        failures += 1
        for note in notes:
            print("#", note)


# ---- the foreign validator ---------------------------------------------

INSTANT = re.compile(
    r"(\d{4}-\d\d-\d\d)[Tt]([01]\d|2[0-3]):[0-5]\d:([0-5]\d|60)(\.\d+)?"
    r"([Zz]|[+-]([01]\d|2[0-3]):[0-5]\d)", re.ASCII)


def is_date_time(value):
    """Debian has no checker for this format."""
    match = isinstance(value, str) and INSTANT.fullmatch(value)
    if not isinstance(value, str):
        return True
    if not match:
        return False
    try:
        datetime.date.fromisoformat(match[1])
    except ValueError:
        return False
    return True


def pattern(validator, pattern, instance, schema):
    """In ECMA-262 $ is the very end; Python's also comes before a newline."""
    if validator.is_type(instance, "string") and not re.search(
            re.sub(r"\$$", r"\\Z", pattern), instance):
        yield jsonschema.ValidationError(f"{instance!r} misses {pattern!r}")


def is_integer(checker, instance):
    """Ours are written without fraction or exponent (proto/README.md)."""
    return isinstance(instance, int) and not isinstance(instance, bool)


FORMATS = jsonschema.FormatChecker(formats=["date"])
FORMATS.checkers = {"date": FORMATS.checkers["date"],
                    "date-time": (is_date_time, ())}
Validator = jsonschema.validators.extend(
    Draft202012Validator, {"pattern": pattern},
    type_checker=Draft202012Validator.TYPE_CHECKER.redefine(
        "integer", is_integer))


def load(path):
    with open(path, encoding="utf-8") as file:
        return json.load(file)


files = (glob.glob(os.path.join(TOP, "proto/schema/*.json")) +
         glob.glob(os.path.join(TOP, "plugins/*/schema/*.json")))
schemas = {os.path.basename(path): load(path) for path in files}
validators = {
    name: Validator(
        schema, format_checker=FORMATS,
        resolver=jsonschema.RefResolver(name, schema, store=schemas))
    for name, schema in schemas.items()}


def takes_event(event):
    if not validators["event.json"].is_valid(event):
        return False
    name = event["type"].removeprefix("dutygate.") + ".json"
    return name in validators and validators[name].is_valid(event["data"])


def takes(message):
    if isinstance(message, list):
        return 1 <= len(message) <= 256 and all(map(takes_event, message))
    return takes_event(message)


# ---- mutations ----------------------------------------------------------

OTHERS = [None, True, 0, -1, 1, 501, 2**53, 2**63, -2**70, "", "x", "17",
          "一", "office/522731102200", "522731102200", "52273", "522731",
          "2026-02-29", "2026-12-15", "1969-12-31", "20261215", "2026-W50-2",
          "2026-12-15T00:00:00", "2026-12-15T24:00:00Z",
          "2026-12-15T00:00:00.5+08:00", "2026-12-15T00:00:00.1234567891Z",
          "2026-13-01T00:00:00Z", "2026-Q4", "2026-Q5", "2026-12", "2026",
          "核" * 64, "c" * 64, "c" * 65, "核" * 128, "核" * 129, "核" * 200,
          "核" * 201, "核" * 2000, "核" * 2001, [], {}, ["x"], ["x", "x"],
          [0], {"x": 1}, [str(i) for i in range(101)]]


def places(value, path=()):
    yield path, value
    items = []
    if isinstance(value, dict):
        items = value.items()
    elif isinstance(value, list):
        items = enumerate(value)
    for key, child in items:
        yield from places(child, path + (key,))


def changed(root, path, change):
    root = copy.deepcopy(root)
    if not path:
        return change(root)
    parent = root
    for key in path[:-1]:
        parent = parent[key]
    parent[path[-1]] = change(parent[path[-1]])
    return root


def without(root, path):
    root = copy.deepcopy(root)
    parent = root
    for key in path[:-1]:
        parent = parent[key]
    del parent[path[-1]]
    return root


def mutate(root):
    for path, value in places(root):
        if path:
            yield without(root, path)
        for other in OTHERS:
            yield changed(root, path, lambda _: other)
        if isinstance(value, str):
            yield changed(root, path, lambda v: v + "\n")
            yield changed(root, path, lambda v: v + v)
            yield changed(root, path, lambda v: v[:-1])
        if isinstance(value, int):
            yield changed(root, path, lambda v: v + 0.5)
            yield changed(root, path, float)
        if isinstance(value, dict):
            yield changed(root, path, lambda v: v | {"foreign": None})
            yield changed(root, path, lambda v: dict(reversed(v.items())))
        if isinstance(value, list):
            yield changed(root, path, lambda v: v + v[:1])
            yield changed(root, path, lambda v: v + [17])
            yield changed(root, path, lambda v: v[::-1])


# ---- comparison ---------------------------------------------------------

def ask_ours(messages):
    lines = "".join(json.dumps(m, ensure_ascii=False) + "\n" for m in messages)
    run = subprocess.run([FITS], input=lines, text=True, encoding="utf-8",
                         stdout=subprocess.PIPE, check=True)
    return run.stdout.split("\n")[:-1]


def compare(messages):
    """The number taken, refused, and a note on each disagreement."""
    taken, notes = 0, []
    for message, said in zip(messages, ask_ours(messages), strict=True):
        theirs = takes(message)
        taken += theirs
        if theirs != (said == "fits"):
            notes.append(f"foreign: {'fits' if theirs else 'misfit'}, "
                         f"ours: {said}, "
                         f"{json.dumps(message, ensure_ascii=False)[:300]}")
    return taken, len(messages) - taken, notes


def examples(folder):
    paths = sorted(glob.glob(os.path.join(EXAMPLES, folder, "*.json")))
    return [(os.path.basename(path), load(path)) for path in paths]


for name, schema in sorted(schemas.items()):
    try:
        Draft202012Validator.check_schema(schema)
        ok(schema["$id"] == name, f"{name} is a JSON Schema of that name")
    except jsonschema.SchemaError as error:
        ok(False, f"{name} is a JSON Schema", error.message)

good = examples("")
for name, message in good:
    ok(takes(message), f"{name} fits")
for name, message in examples("bad"):
    ok(not takes(message), f"bad/{name} does not")
for name, answer in examples("answer"):
    ok(validators["answer.json"].is_valid(answer), f"answer/{name} fits",
       *(e.message for e in validators["answer.json"].iter_errors(answer)))

types = {event["type"] for _, event in good if isinstance(event, dict)}
wanted = {f"dutygate.{name.removesuffix('.json')}" for name in schemas
          if name.endswith(".v1.json")}
ok(types == wanted, "each event type has a good example", types ^ wanted)

mutations = [m for _, message in good for m in mutate(message)]
taken, refused, notes = compare(mutations)
ok(not notes, "validator and decoder agree on mutations", *notes[:10],
   f"{len(notes)} disagreements")
ok(taken > 1000 and refused > 1000, "some fit, some do not",
   f"{taken} fit, {refused} do not")
print(f"1..{count}")
sys.exit(failures > 0)
