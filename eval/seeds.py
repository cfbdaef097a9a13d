#!/usr/bin/env python3
"""The two seed reports: does every statement that a careful reader lists have its speaker?

    eval/seeds.py COMMAND [--list]     COMMAND: the onrecord command, such as target/debug/onrecord

../shared/seeds/expected.json lists statements and their speakers, seeds.tsv where their contents
stand (code points, by hand). A listed statement is found where every passage of it is at least half
covered by a statement of its speaker. Extra are statements of a named person that share no passage
with a listed one of that person. Prints "absent" where the seeds are not there.
"""
import csv
import json
import pathlib
import re
import subprocess
import sys

SEEDS = pathlib.Path("../shared/seeds")
PASSAGES = pathlib.Path(__file__).with_name("seeds.tsv")


def words(text):
    return {it.lower() for it in re.findall(r"\w+", text or "")}


def annotated(command):
    files = sorted(SEEDS.glob("*.txt"))
    done = subprocess.run([command, "annotate", *map(str, files)], stdin=subprocess.DEVNULL,
                          capture_output=True, text=True, check=True)
    reports = [json.loads(it) for it in done.stdout.splitlines()]
    return {"AB"[int("001_" in it["place"])]: it["statements"] for it in reports}


def passages():
    found = {}
    with open(PASSAGES, encoding="utf8", newline="") as rows:
        for row in csv.DictReader(rows, delimiter="\t"):
            found.setdefault(row["statement"], []).append((int(row["start"]), int(row["end"])))
    return found


def of_speaker(listed, statement):
    name = statement["speaker"]
    if "unnamed" in listed["speaker"]:
        return name is None
    return name is not None and words(name) <= words(listed["speaker"])


def covered(passage, statements):
    start, end = passage
    spans = (it for statement in statements for it in statement["spans"])
    return 2 * sum(max(0, min(end, e) - max(start, s)) for s, e in spans) >= end - start


def beside(statement, place):
    return any(s < end and start < e for s, e in statement["spans"] for start, end in place)


def judge(command):
    listed = json.loads((SEEDS / "expected.json").read_text(encoding="utf8"))["statements"]
    found, places = annotated(command), passages()
    right, missed, extra = [], [], []
    for it in listed:
        mine = [one for one in found[it["seed"]] if of_speaker(it, one)]
        whole = all(covered(passage, mine) for passage in places[it["id"]])
        (right if whole else missed).append(it["id"])
    # A body whose spokesman is listed may speak in a headline; it is no person.
    bodies = set().union(*(words(it.get("role")) for it in listed)) | {"us"}
    for seed, statements in found.items():
        mine = [it for it in listed if it["seed"] == seed]
        for one in statements:
            told = any(of_speaker(it, one) and beside(one, places[it["id"]]) for it in mine)
            if one["speaker"] and not told and not words(one["speaker"]) <= bodies:
                extra.append((seed, one["speaker"], one["words"]))
    return right, missed, extra


def main():
    try:
        right, missed, extra = judge(sys.argv[1])
    except FileNotFoundError as absent:
        print(f"absent ({absent.filename})")
        return
    print(f"found {len(right)}, missed {len(missed)}, extra {len(extra)}")
    if "--list" in sys.argv:
        print(*[f"missed: {it}" for it in missed], *[f"extra: {it}" for it in extra], sep="\n")


if __name__ == "__main__":
    main()
