#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""Reads Prometheus text (exposition format 0.0.4) by the letter of its
description, and says what is wrong with it.

  exposition.py check FILE          the families, "NAME TYPE" each; or why not
  exposition.py names FILE          what may be asked for
  exposition.py asked FILE...       dutygate's names in rules and dashboards
  exposition.py json FILE           gateway.read's result, as "NAME TYPE" each
"""
import json
import re
import sys

NAME = re.compile(r"[a-zA-Z_:][a-zA-Z0-9_:]*")
LABEL = re.compile(r'([a-zA-Z_][a-zA-Z0-9_]*)="((?:[^"\\\n]|\\[\\"n])*)"')
VALUE = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?|NaN|[+-]Inf")
TYPES = ("counter", "gauge", "histogram", "summary", "untyped")


class Wrong(Exception):
    pass


def need(truth, what):
    if not truth:
        raise Wrong(what)


def sample(line):
    """A line's name, labels and value."""
    name = NAME.match(line)
    need(name, "no name")
    at, labels = name.end(), []
    if line[at:at + 1] == "{":
        at += 1
        while line[at:at + 1] != "}":
            label = LABEL.match(line, at)
            need(label, "no label")
            labels.append((label.group(1), label.group(2)))
            at = label.end()
            if line[at:at + 1] == ",":
                at += 1
            else:
                need(line[at:at + 1] == "}", "labels do not end")
        at += 1
        need(len(labels) == len({l for l, _ in labels}), "a label twice")
    need(line[at:at + 1] == " ", "no blank")
    need(VALUE.fullmatch(line, at + 1), "no value")
    return name.group(), tuple(sorted(labels)), float(line[at + 1:])


def belongs(name, family, kind):
    if kind == "histogram":
        return name in (family + "_bucket", family + "_sum", family + "_count")
    return name == family


def check_histogram(family, rows):
    """Buckets rise to +Inf, which is the count."""
    bounds = [(dict(labels)["le"], value) for name, labels, value in rows
              if name == family + "_bucket"]
    need(bounds and bounds[-1][0] == "+Inf", family + ": no +Inf")
    les = [float(le) for le, _ in bounds]
    need(les == sorted(set(les)), family + ": bounds")
    counts = [value for _, value in bounds]
    need(counts == sorted(counts), family + ": buckets do not add up")
    count = [value for name, _, value in rows if name == family + "_count"]
    need(count == [counts[-1]], family + ": count")
    need(len([1 for name, _, _ in rows if name == family + "_sum"]) == 1,
         family + ": sum")


def families(text):
    """{family: (type, rows)} in order."""
    need(text.endswith("\n"), "does not end its last line")
    found, helped, seen, family = {}, set(), set(), None
    for number, line in enumerate(text[:-1].split("\n"), 1):
        try:
            if line.startswith("# HELP "):
                family = NAME.match(line, 7).group()
                need(family not in helped, "HELP twice")
                helped.add(family)
                need(len(line) > 8 + len(family), "HELP of nothing")
                need(not re.search(r"\\[^\\n]|\\$", line), "HELP escapes")
            elif line.startswith("# TYPE "):
                name, kind = line[7:].split(" ")
                need(name == family and name not in found, "TYPE out of place")
                need(kind in TYPES, "no such type")
                need((kind == "counter") == name.endswith("_total"),
                     "counters, and nothing else, end in _total")
                found[name] = (kind, [])
            else:
                need(line and not line.startswith("#"), "what is this")
                name, labels, value = sample(line)
                need(family in found and
                     belongs(name, family, found[family][0]),
                     "not of the family before")
                need((name, labels) not in seen, "a row twice")
                seen.add((name, labels))
                need(found[family][0] == "gauge" or value >= 0, "falls")
                found[family][1].append((name, labels, value))
        except (Wrong, ValueError, AttributeError) as error:
            raise Wrong("line %d: %s: %s" % (number, error, line)) from error
    for name, (kind, rows) in found.items():
        if kind == "histogram":
            check_histogram(name, rows)
    return found


def read(path):
    with open(path, encoding="utf-8", newline="") as file:
        return file.read()


def expressions(path):
    """What rules and dashboards ask Prometheus."""
    if path.endswith(".json"):
        def walk(node):
            for child in (node.values() if isinstance(node, dict) else
                          node if isinstance(node, list) else []):
                yield from walk(child)
            if isinstance(node, dict):
                yield from (node[m] for m in ("expr", "query")
                            if isinstance(node.get(m), str))
        return list(walk(json.loads(read(path))))
    return re.findall(r"^ +expr: (.+)$", read(path), re.MULTILINE)


def names(path):
    for family, (kind, _) in families(read(path)).items():
        suffixes = (("_bucket", "_sum", "_count") if kind == "histogram"
                    else ("",))
        yield from (family + suffix for suffix in suffixes)


def asked(paths):
    for path in paths:
        found = expressions(path)
        need(found, path + " asks nothing")
        for expression in found:
            yield from re.findall(r"dutygate_[a-z0-9_]+", expression)


def of_json(path):
    result = json.loads(read(path))
    for group, kind in (("counters", "counter"), ("gauges", "gauge"),
                        ("histograms", "histogram")):
        yield from ("%s %s" % (name, kind) for name in result[group])


def main(command, *paths):
    if command == "check":
        lines = ["%s %s" % (name, kind) for name, (kind, _)
                 in families(read(paths[0])).items()]
    elif command == "names":
        lines = names(paths[0])
    elif command == "asked":
        lines = asked(paths)
    else:
        lines = of_json(paths[0])
    print("\n".join(sorted(set(lines))))


try:
    main(*sys.argv[1:])
except Wrong as wrong:
    print(wrong)
    sys.exit(1)
