# SPDX-License-Identifier: Apache-2.0
"""Two years of the sample county: two_years.py COUNTY SHOWN DIR

Writes DIR/2025-01.jsonl to DIR/2026-12.jsonl, what is sent in each month: all
departments hand down their year's catalogue of work and seal items, some of them
each month, and eight ask their forms; each quarter every town wants a ledger of its
own. In 2026 villages fill in what is open. COUNTY is this folder; of SHOWN see
year.py.

What is asked is the same in both years, so that what became of it is the gate's.
"""
import json
import sys

import year


def catalogue(county, of):
    """The year's items, by the month in which their department sends them."""
    months = {}
    by_month = [[] for _ in range(12)]
    for name in ("items", "seals"):
        with open("%s/%s.jsonl" % (county, name), encoding="utf-8") as file:
            for line in file:
                item = json.loads(line)
                month = months.setdefault(item["source"], len(months) % 12)
                if of != 2026:
                    item["id"] += "-%d" % of
                by_month[month].append(item)
    return by_month


def ledgers(towns, of, month):
    """What towns add to what the county asks."""
    for town in towns if month % 3 == 2 else ():
        yield year.event(
            "huishui-town-%s-%d-%02d" % (town, of, month), "town/" + town,
            "task.publish",
            {"duty": "town-ledger", "title": "关于建立重点工作周调度台账的通知",
             "audience": {"prefixes": [town[:9]]}, "due": "+20d",
             "evidence": ["ledger", "photo"]})


def main():
    county, shown, out = sys.argv[1:]
    with open(county + "/roster.jsonl", encoding="utf-8") as file:
        roster = json.loads(file.readline())["data"]
    codes = [o["code"] for o in roster["offices"]]
    towns = [code for code in codes if code.endswith("000")]
    villages = [code for code in codes if not code.endswith("000")]
    forms = year.registered(county + "/forms.jsonl")
    elements = {
        year.LISTED: year.element_of(shown, "公安户政月1表", "a8"),
        year.DISABLED: year.element_of(shown, "残联服务月1表", "c7")}
    for of in (2025, 2026):
        items = catalogue(county, of)
        for month in range(1, 13):
            events = (items[month - 1] + list(year.asks(forms, month, of)) +
                      list(ledgers(towns, of, month)))
            if of == 2026:
                events += [year.submission(code, month, elements)
                           for code in villages
                           if month < 12 or code != year.LATE]
            with open("%s/%d-%02d.jsonl" % (out, of, month), "w",
                      encoding="utf-8") as file:
                for event in events:
                    print(json.dumps(event, ensure_ascii=False), file=file)


main()
