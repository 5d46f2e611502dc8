# SPDX-License-Identifier: Apache-2.0
"""Judges the sample county: county_data.py TOP_SRCDIR

Prints one line per fact ("towns 11"), then one line "error: …" per fault.
The gateway's own rules are not repeated here; tests/e2e/county.sh asks it.
"""
import collections
import json
import os
import re
import sys

import jsonschema

TOP = sys.argv[1]
DATA = os.path.join(TOP, "tests/data/huishui")
SCHEMAS = ("proto/schema", "plugins/access_list/schema")
FILES = ("roster", "list", "items", "seals")
LONG_TEXT_BYTES = 1024

errors = []


def load_schemas():
    schemas = {}
    for folder in SCHEMAS:
        for name in os.listdir(os.path.join(TOP, folder)):
            if name.endswith(".json"):
                with open(os.path.join(TOP, folder, name)) as file:
                    schemas[name] = json.load(file)
    return schemas


def misfits(schemas, name, value):
    """Faults of value under the schema called name."""
    resolver = jsonschema.RefResolver("", schemas[name], schemas)
    checker = jsonschema.Draft202012Validator(
        schemas[name], resolver=resolver,
        format_checker=jsonschema.FormatChecker())
    return ["%s: %s" % ("/".join(map(str, e.absolute_path)), e.message[:200])
            for e in checker.iter_errors(value)]


def load(name):
    events = []
    with open(os.path.join(DATA, name + ".jsonl"), encoding="utf-8") as file:
        for number, line in enumerate(file, 1):
            if "\\u" in line:
                errors.append("%s:%d: escaped text" % (name, number))
            events.append(json.loads(line))
    return events


def check_event(schemas, event):
    """A line against its schemas; due days are filled in as replay does.
    True if nothing is wrong, so that the other checks can read it."""
    before = len(errors)
    event = json.loads(json.dumps(event))
    due = event["data"].get("due")
    if due is not None:
        if not re.fullmatch(r"\+[1-9][0-9]?d", due):
            errors.append("%s: due %s" % (event["id"], due))
        event["data"]["due"] = "2099-12-31"
    kind = event["type"].split(".", 1)[1]
    for name, value in (("event.json", event), (kind + ".json", event["data"])):
        errors.extend("%s: %s: %s" % (event["id"], name, fault)
                      for fault in misfits(schemas, name, value))
    return len(errors) == before


def check_audience(event, codes, groups):
    """Every term names something in the roster."""
    audience = event["data"]["audience"]
    chosen = set(audience.get("codes", []))
    for name in audience.get("groups", []):
        chosen |= groups.get(name, set())
        if name not in groups:
            errors.append("%s: group %s" % (event["id"], name))
    for prefix in audience.get("prefixes", []):
        below = {code for code in codes if code.startswith(prefix)}
        if not below:
            errors.append("%s: prefix %s" % (event["id"], prefix))
        chosen |= below
    for term in audience.get("exclude", []):
        if not any(code.startswith(term) for code in chosen):
            errors.append("%s: excludes nothing: %s" % (event["id"], term))
    for code in sorted(chosen - codes):
        errors.append("%s: code %s" % (event["id"], code))


def check_clock(tasks, entries):
    """The verdicts may not depend on the day or hour of the replay."""
    again = collections.defaultdict(list)
    for event in tasks:
        data = event["data"]
        entry = entries.get(data["duty"], {})
        days = int(data["due"].strip("+d"))
        if "leaddays" in entry and abs(days - entry["leaddays"]) < 2:
            errors.append("%s: due on the edge of its lead time" % event["id"])
        if "frequency" in entry:
            again[event["source"], data["duty"]].append(data)
    for (source, duty), asked in again.items():
        if len({(data["due"], data.get("period")) for data in asked}) > 1:
            errors.append("%s: %s in more than one period" % (source, duty))


def admissible(entry):
    return (entry["class"] not in ("negative", "withdrawn")
            and "validto" not in entry)


def main():
    schemas = load_schemas()
    files = {name: load(name) for name in FILES}
    tasks = files["items"] + files["seals"]
    everything = files["roster"] + files["list"] + tasks
    roster = files["roster"][0]["data"]
    access = files["list"][0]["data"]
    departments = {d["code"] for d in roster["departments"]}
    codes = {office["code"] for office in roster["offices"]}
    groups = {g["name"]: set(g["codes"]) for g in roster["groups"]}
    entries = {entry["code"]: entry for entry in access["entries"]}

    fit = [event for event in everything if check_event(schemas, event)]
    tasks = [event for event in tasks if event in fit]
    for name, members in groups.items():
        for code in sorted(members - codes):
            errors.append("group %s: code %s" % (name, code))
    for event in tasks:
        check_audience(event, codes, groups)
        if event["source"].split("/")[1] not in departments:
            errors.append("%s: source %s" % (event["id"], event["source"]))
    for entry in entries.values():
        for code in set(entry.get("departments", [])) - departments:
            errors.append("entry %s: department %s" % (entry["code"], code))
        for code in set(entry.get("seals", [])):
            if entries.get(code, {}).get("kind") != "seal":
                errors.append("entry %s: seal %s" % (entry["code"], code))
        if not admissible(entry) and "alternative" not in entry:
            errors.append("entry %s: no alternative" % entry["code"])
    check_clock(tasks, entries)

    towns = sorted(code[:9] for code in codes if code.endswith("000"))
    units = [code for code in codes if not code.endswith("000")]
    listed = collections.Counter(entry.get("kind", "work")
                                 for entry in entries.values()
                                 if admissible(entry))
    asked = {event["data"]["duty"] for event in tasks}
    facts = {
        "rosters": len(files["roster"]),
        "lists": len(files["list"]),
        "departments": len(departments),
        "towns": len(towns),
        "units": len(units),
        "units-without-town": sum(code[:9] not in towns for code in units),
        "work-items": len(files["items"]),
        "seal-items": len(files["seals"]),
        "work-entries": listed["work"],
        "seal-entries": listed["seal"],
        "entries-twice": len(access["entries"]) - len(entries),
        "entries-never-asked": len(set(entries) - asked),
        "national-proofs": len(access["proofs"]),
        "ids-twice": len(everything) - len({e["id"] for e in everything}),
        "documents-twice": len(tasks) - len(
            {e["data"]["document"] for e in tasks}),
        "departments-that-ask-nothing": len(
            departments - {e["source"].split("/")[1] for e in tasks}),
        "long-texts": sum(len(e["data"]["text"].encode()) > LONG_TEXT_BYTES
                          for e in tasks),
        "largest-line-below-1-MiB": max(
            len(json.dumps(e, ensure_ascii=False).encode())
            for e in everything) < 1 << 20,
    }
    for name, value in facts.items():
        print(name, value)
    for error in errors:
        print("error:", error)


main()
