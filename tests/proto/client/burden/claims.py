# SPDX-License-Identifier: Apache-2.0
# An oracle for claims: makes a sheet of random ones, many of them nearly right,
# and judges them by Python's fractions.
import csv
import json
import random
import sys
from fractions import Fraction


def round_half_up(value, decimals):
    scaled = abs(value) * 10**decimals
    units = (2 * scaled.numerator + scaled.denominator) // (2 * scaled.denominator)
    return -units if value < 0 else units


def right(kind, before, after):
    if kind == "change":
        return (after - before) / before * 100
    if kind == "share":
        return after / before * 100
    return after - before if kind == "difference" else after / before


def written(units, decimals, kind):
    digits = str(abs(units)).rjust(decimals + 1, "0")
    text = digits[:-decimals] + "." + digits[-decimals:] if decimals else digits
    sign = "-" if units < 0 else "+"
    signed = kind in ("change", "difference")
    return (sign if signed else "") + text + ("%" if kind in ("change", "share") else "")


def make(out):
    random.seed(6)
    for number in range(2000):
        kind = random.choice(["change", "share", "difference", "each"])
        size = 10 ** random.randint(1, 12)
        before = Fraction(random.randint(1, size), random.choice([1, 1, 10, 1000]))
        after = Fraction(random.randint(0, size), random.choice([1, 1, 10, 1000]))
        decimals = random.randint(0, 5)
        units = round_half_up(right(kind, before, after), decimals)
        units += random.choice([0, 0, 1, -1, random.randint(-size, size)])
        if kind in ("share", "each"):
            units = abs(units)
        texts = [f"{number}"]
        for value in (before, after):
            texts.append(f"{float(value):.3f}" if value.denominator > 1
                         else str(value.numerator))
        out.writerow(texts + [written(units, decimals, kind)])


def judge(rows, answers):
    same = 0
    for row, answer in zip(rows, answers):
        before, after = Fraction(row[1]), Fraction(row[2])
        claimed = row[3]
        value = Fraction(claimed.rstrip("%"))
        decimals = len(claimed.rstrip("%").partition(".")[2])
        signed = claimed[0] in "+-"
        kind = (("change" if signed else "share") if claimed.endswith("%")
                else "difference" if signed else "each")
        is_right = right(kind, before, after)
        up = Fraction(round_half_up(is_right, decimals), 10**decimals)
        even = Fraction(round(is_right * 10**decimals), 10**decimals)
        outcome = ("exact" if value == is_right else "rounded" if value == up
                   else "half-even" if value == even else "fails")
        same += (answer["kind"], answer["outcome"], answer["holds"],
                 Fraction(answer["exact"])) == (
                     kind, outcome, outcome != "fails", is_right)
    return same


if sys.argv[1] == "make":
    make(csv.writer(sys.stdout, lineterminator="\n"))
else:
    with open(sys.argv[2]) as sheet, open(sys.argv[3]) as judged:
        all_rows = list(csv.reader(sheet))
        print(judge(all_rows, map(json.loads, judged)), "of", len(all_rows))
