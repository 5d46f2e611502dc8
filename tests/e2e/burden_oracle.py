# SPDX-License-Identifier: Apache-2.0
"""What burden ought to say: burden_oracle.py COUNTY EVENTS ANSWERS

EVENTS are task.publish events, ANSWERS the gateway's to them, a line each; both in
their order. Prints, as JSON, minutes by department, cause, month, town and
dimension. Shares nothing with the plugin: it reads assignments and findings where
that reads headers, and counts every office by itself.
"""
import collections
import datetime
import fractions
import json
import sys

KINDS = ("refuse", "strip", "share", "prefill")
FRESH_S = 90 * 86400
CHINA = datetime.timedelta(hours=8)


def lines(path):
    with open(path, encoding="utf-8") as file:
        return [json.loads(line) for line in file]


class County:
    def __init__(self, folder):
        roster = lines(folder + "/roster.jsonl")[0]["data"]
        codes = sorted(o["code"] for o in roster["offices"])
        self.villages = [c for c in codes if not c.endswith("000")]
        self.towns = [c for c in codes if c.endswith("000")]
        self.groups = {g["name"]: g["codes"] for g in roster["groups"]}
        tariff = lines(folder + "/tariff.jsonl")[0]["data"]
        self.minutes = {r["row"]: fractions.Fraction(r["minutes"])
                        for r in tariff["rows"]}
        self.forms = {e["data"]["form"]["control"]: e["data"]["form"]
                      for e in lines(folder + "/forms.jsonl")
                      if e["type"] == "dutygate.form.publish.v1"}

    def below(self, prefix):
        return {c for c in self.villages if c.startswith(prefix)}

    def audience(self, named):
        of = set()
        for prefix in named.get("prefixes", []):
            of |= self.below(prefix)
        for group in named.get("groups", []):
            of |= set(self.groups[group])
        of |= set(named.get("codes", []))
        for term in named.get("exclude", []):
            of -= {c for c in of if c.startswith(term)}
        return of

    def place(self, text):
        """The offices with these numbers."""
        of = set()
        for run in text.split(","):
            first, _, last = run.partition("-")
            for number in range(int(first), int(last or first) + 1):
                of.add(self.villages[number] if number < 2**31
                       else self.towns[number - 2**31])
        return of


def items(county, task):
    """What is asked: dimension, row, pointer."""
    yield "task", "task", "/data"
    for i, kind in enumerate(task.get("evidence", [])):
        row = "evidence." + kind
        yield ("evidence", row if row in county.minutes else "evidence",
               "/data/evidence/%d" % i)
    for member, row in (("seals", "seal"), ("proofs", "proof"),
                        ("attachments", "attachment")):
        for i in range(len(task.get(member, []))):
            yield row, row, "/data/%s/%d" % (member, i)
    for member, row in (("meetings", "meeting"), ("inspections", "inspection"),
                        ("trips", "trip")):
        for _ in range(task.get(member, 0)):
            yield row, row, "/data/" + member
    for i, form in enumerate(task.get("forms", [])):
        at = "/data/forms/%d" % i
        yield "form", "form", at
        for k, field in enumerate(county.forms[form["control"]]["fields"]):
            yield "field", "field." + field["type"], "%s/fields/%d" % (at, k)


def effects(answer):
    """Those that count, heaviest kind first."""
    found = [e for f in answer["findings"] if not f.get("observed")
             for e in f.get("effects", [])]
    return sorted((e for e in found if e["kind"] in KINDS),
                  key=lambda e: KINDS.index(e["kind"]))


def judge(county, event, answer):
    """Of each office and item, its cause: (office, dimension, row) -> causes."""
    refused = answer["verdict"] == "refuse"
    off = effects(answer)
    all_of = county.audience(event["data"]["audience"])
    rows = collections.Counter()
    for dimension, row, pointer in items(county, event["data"]):
        left = set(all_of)
        for e in off:
            whole = refused or e["dimension"] == "task"
            above = pointer == e["pointer"] or pointer.startswith(
                e["pointer"] + "/")
            if whole or above:
                taken = left & (county.place(e["place"]) if e.get("place")
                                else all_of)
                for office in taken:
                    rows[office, dimension, row, e["cause"]] += 1
                left -= taken
        for office in left:
            rows[office, dimension, row, "asked"] += 1
    return all_of, rows


def total(county, rows):
    return sum(n * county.minutes[row] for (_, _, row, _), n in rows.items())


def asked(rows):
    """Without causes."""
    of = collections.Counter()
    for (office, dimension, row, _), n in rows.items():
        of[office, dimension, row] += n
    return of


def settle(county, chain):
    """The rows of a chain: its largest attempt, of which the last was borne."""
    largest = max(chain["attempts"], key=lambda rows: total(county, rows))
    last = chain["attempts"][-1]
    if chain["refused"] or largest is last:
        return largest if chain["refused"] else last
    rows = collections.Counter(last)
    more = asked(largest)
    more.subtract(asked(last))
    if min(more.values()) < 0:
        raise SystemExit("an ask that grew, which this does not follow")
    for (office, dimension, row), n in more.items():
        rows[office, dimension, row, chain["cause"]] += n
    return rows


def join(chains, key, of, at):
    """The chain that an attempt goes on with."""
    for chain in reversed(chains):
        if (chain["key"] == key and chain["refused"] and chain["of"] & of and
                (key[2] or at - chain["at"] <= FRESH_S)):
            return chain
    return None


def main():
    county = County(sys.argv[1])
    chains = []
    for event, answer in zip(lines(sys.argv[2]), lines(sys.argv[3])):
        if event["type"] != "dutygate.task.publish.v1":
            continue
        time = datetime.datetime.fromisoformat(
            answer["receipt"]["time"].replace("Z", "+00:00"))
        of, rows = judge(county, event, answer)
        key = event["source"], event["data"]["duty"], event["data"].get("period")
        chain = join(chains, key, of, time.timestamp())
        if not chain:
            chain = {"key": key, "attempts": [], "month": None}
            chains.append(chain)
        chain["of"], chain["at"] = of, time.timestamp()
        chain["attempts"].append(rows)
        chain["refused"] = answer["verdict"] == "refuse"
        if not chain["refused"] or not chain["month"]:
            chain["month"] = (time + CHINA).strftime("%Y-%m")
        if chain["refused"]:
            chain["cause"] = effects(answer)[0]["cause"]
    sums = {cut: collections.defaultdict(lambda: [0, 0]) for cut in (
        "department", "cause", "period", "town", "dimension")}
    for chain in chains:
        rows = settle(county, chain)
        for (office, dimension, row, cause), n in rows.items():
            minutes = n * county.minutes[row]
            for cut, name in (("department", chain["key"][0]), ("cause", cause),
                              ("period", chain["month"]),
                              ("town", office[:9] + "000"),
                              ("dimension", dimension)):
                sums[cut][name][0] += minutes
                sums[cut][name][1] += minutes if cause == "asked" else 0
    print(json.dumps({
        cut: {name: ["%.2f" % float(a), "%.2f" % float(b)]
              for name, (a, b) in sorted(names.items())}
        for cut, names in sums.items()}, ensure_ascii=False))


main()
