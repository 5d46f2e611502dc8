# SPDX-License-Identifier: Apache-2.0
"""A year of the sample county's forms: year.py ROSTER FORMS SHOWN

Prints the events of 2026, one a line, month after month: the departments ask
their forms, then every village fills what is open, but one in December. SHOWN has a line for each
form, as `dutygate --json form show` prints it: there the fields that the
dictionary does not know have their codes. Figures are composed from the
village's code, so they are the same each time and add up from month to month;
no figure is anybody's.
"""
import json
import sys

# Control number of each form, its duty, every how many months it is asked, and
# in how many days it is due.
ASKS = (
    ("公安户政月1表", "gaj-01", 1, 20),
    ("民综月1表", "mzj-01", 1, 25),
    ("残联服务月1表", "cl-02", 1, 28),
    ("卫健精防月1表", "wjj-04", 1, 30),
    ("应急排查月1表", "yjj-03", 1, 15),
    ("农耕保月1表", "nyncj-07", 1, 18),
    ("人社参保月1表", "rsj-01", 1, 22),
    ("民养季1表", "mzj-01", 3, 40),
    ("农经季1表", "nyncj-01", 3, 45),
    ("农房安全季1表", "zjj-01", 3, 35),
    ("人社统季1表", "rsj-02", 3, 50),
)


def event(id_, source, kind, data):
    return {"specversion": "1.0", "id": id_, "source": source,
            "type": "dutygate.%s.v1" % kind,
            "datacontenttype": "application/json", "data": data}


def registered(path):
    """Who registered a control number, and the form."""
    with open(path, encoding="utf-8") as file:
        events = [json.loads(line) for line in file]
    return {e["data"]["form"]["control"]: (e["source"], e["data"]["form"])
            for e in events if e["type"].startswith("dutygate.form.publish")}


def element_of(path, control, name):
    """The code of the element that a field became."""
    with open(path, encoding="utf-8") as file:
        shown = [json.loads(line)["result"] for line in file]
    return next(field["is"] for form in shown if form["control"] == control
                for field in form["fields"] if field["name"] == name)


def asks(forms, month, year=2026):
    for number, (control, duty, every, days) in enumerate(ASKS):
        if month % every:
            continue
        source, form = forms[control]
        period = ("%d-%02d" % (year, month) if every == 1
                  else "%d-Q%d" % (year, month // 3))
        yield event(
            "huishui-ask-%s%02d-%02d" % ("" if year == 2026 else "%d-" % year,
                                         month, number), source, "task.publish",
            {"duty": duty, "title": period + " " + form["title"],
             "audience": {"prefixes": ["522731"]}, "due": "+%dd" % days,
             "period": period,
             "forms": [{"control": control, "version": form["version"]}]})


# Has not yet filled in December.
LATE = "522731102213"

# What else is called 严重精神障碍患者数: see main.
LISTED, DISABLED = range(2)


def figures(code, month):
    """What a village says of a month, by data element."""
    seed = int(code[-6:]) * 2654435761 % 2**32
    people = 600 + seed % 3400 + month
    men = people * 51 // 100
    births, deaths = (seed >> month) % 4, (seed >> (month + 3)) % 3
    poor = people // 20 - month // 3
    disabled = people // 40
    old = people // 6
    said = {
        "pop.households": people * 2 // 7, "pop.male": men,
        "pop.female": people - men, "pop.resident": people * 4 // 5,
        "pop.births": births, "pop.deaths": deaths,
        "pop.age60": old, "pop.age80": old // 7,
        "dis.certified": disabled, "dis.severe": disabled // 3,
        "dis.living": disabled // 4, "dis.nursing": disabled // 3,
        "mz.dibao.households": poor // 2, "mz.dibao.persons": poor,
        "mz.dibao.amount": "%d.50" % (poor * 487), "mz.tekun.persons": seed % 9,
        "mz.relief": (seed >> (month + 6)) % 5,
        "wj.smi.registered": people // 300, LISTED: people // 900,
        DISABLED: people // 400,
        "safe.visits": 4 + month % 3, "safe.hazards": (seed >> month) % 6,
        "safe.fixed": (seed >> month) % 6,
        "land.idle": "%d.5" % (seed % 40), "land.patrols": 4,
        "rs.pension.paid": people * month // 24,
    }
    if month == 1:
        said["land.arable"] = "%d.75" % (people * 3 // 2)
    if month % 3 == 0:  # only the quarterly forms ask these
        quarter = "2026-Q%d" % (month // 3)
        said["eld.alone", quarter] = old // 9
        said["eld.visits", quarter] = old // 3
        said["land.transferred", quarter] = "%d.25" % (people // 2)
    return said


def submission(code, month, elements):
    values = []
    for key, value in figures(code, month).items():
        element, period = (key if isinstance(key, tuple)
                           else (key, "2026-%02d" % month))
        element = elements.get(element, element)
        answer = ({"none": True} if value == 0 else {"value": str(value)})
        values.append({"element": element, "period": period, **answer})
    return event("huishui-fill-%s-%02d" % (code, month), "office/" + code,
                 "report.submit", {"values": values})


def main():
    with open(sys.argv[1], encoding="utf-8") as file:
        roster = json.loads(file.readline())["data"]
    forms = registered(sys.argv[2])
    elements = {LISTED: element_of(sys.argv[3], "公安户政月1表", "a8"),
                DISABLED: element_of(sys.argv[3], "残联服务月1表", "c7")}
    villages = [o["code"] for o in roster["offices"]
                if not o["code"].endswith("000")]
    for month in range(1, 13):
        for ask in asks(forms, month):
            print(json.dumps(ask, ensure_ascii=False))
        for code in villages:
            if month == 12 and code == LATE:
                continue
            print(json.dumps(submission(code, month, elements),
                             ensure_ascii=False))


if __name__ == "__main__":
    main()
