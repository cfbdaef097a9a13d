#!/usr/bin/env python3
"""How often a figure is right: draws figures to judge by hand, shows them, and counts the judgements.

    eval/figures.py choose FIGURES.jsonl SET SEED N   rows for eval/figures.tsv, judgements still empty
    eval/figures.py show FIGURES.jsonl SET SEED N     the same with their words and sentences
    eval/figures.py score                             precision of each draw, as JSON
    eval/figures.py score FIGURES.jsonl SET           of those judged that are still found
    eval/figures.py seeds COMMAND [--list]            the figures a careful reader lists of the two seed reports

COMMAND is the onrecord command, such as target/debug/onrecord. ../shared/seeds/expected.json lists the
figures of the seeds, each with its voice, and traps: what only looks like one. Prints "absent" where the
seeds are not there.

FIGURES is what `onrecord-eval figures` wrote of a set of reports (`polnear-dev`, `transcripts`).

The rule of choice: the figures of one report are ordered by the hash of SEED, report id and offset;
reports in the order of their hash give one each in turn until there are N. Nobody picks, and one long
report weighs little. What stands in a draw of another seed is left out (the third was drawn before this
rule and has one figure of the second).

figures.tsv has no words: set, seed, report, start and end of the number in code points, judgement, cause.
Right: number, bound, unit, what is counted, what became of it, and who vouches are what a careful reader
finds. Place, time and day are not judged. Wrong: any of these is not, or it is no figure at all.
"""
import collections
import csv
import hashlib
import json
import pathlib
import subprocess
import sys

SEEDS = pathlib.Path("../shared/seeds")
BOUNDS = {"about": "about", "more than": "more_than", "exact as stated": "exact"}
MEASURES = {"people killed": "killed", "people abducted": "abducted", "people displaced": "displaced",
            "projectiles": "launched"}
JUDGED = pathlib.Path(__file__).with_name("figures.tsv")


def order(*key):
    return hashlib.sha256("\t".join(map(str, key)).encode()).hexdigest()


def read(path):
    with open(path, encoding="utf8") as lines:
        return [json.loads(line) for line in lines]


def drawn(figures, name, seed, n):
    others = {}
    for row in judged():
        if row["set"] == name and row["seed"] != seed:
            others.setdefault(row["report"], []).append((int(row["start"]), int(row["end"])))

    def is_new(it):
        start, end = it["span"]
        return all(end <= s or e <= start for s, e in others.get(it["id"], []))
    by_report = collections.defaultdict(list)
    # What lies beside the transcripts to describe them is none.
    for figure in (it for it in figures if it["id"] != "README" and is_new(it)):
        by_report[figure["id"]].append(figure)
    queues = [sorted(of_one, key=lambda it: order(seed, report, it["span"][0]))
              for report, of_one in sorted(by_report.items(), key=lambda it: order(seed, it[0]))]
    chosen = []
    for turn in range(max(map(len, queues), default=0)):
        chosen += [queue[turn] for queue in queues if turn < len(queue)]
    return chosen[:n]


def judged():
    if not JUDGED.exists():
        return []
    with open(JUDGED, encoding="utf8", newline="") as rows:
        return list(csv.DictReader(rows, delimiter="\t"))


def show(figures, name, seed, n):
    for number, it in enumerate(drawn(figures, name, seed, n), 1):
        told = [it[name] for name in ("counted", "measure", "place", "period", "as_of")]
        print(f"{number} {it['id']} {it['span'][0]} «{it['written']}» {it['bound']} {it['least']}..{it['most']} "
              f"{it['unit']} | {' | '.join(map(str, told))} | {it['voice']}\n    {it['passage']}")


def score(figures, name):
    rows = judged()
    if not rows:
        return {"figures": "absent"}
    found = None if figures is None else {(it["id"], str(it["span"][0]), str(it["span"][1])) for it in figures}
    draws = collections.defaultdict(collections.Counter)
    for row in rows:
        if name and row["set"] != name:
            continue
        if found is not None and (row["report"], row["start"], row["end"]) not in found:
            draws[row["set"], row["seed"]]["no_longer_found"] += 1
            continue
        draws[row["set"], row["seed"]][row["judgement"]] += 1
    told = {}
    for (of, seed), counts in sorted(draws.items()):
        n = counts["right"] + counts["wrong"]
        told[f"{of} {seed}"] = {"n": n, **counts, "precision": round(counts["right"] / n, 3) if n else None}
    return told


def of_seeds(command):
    """What the command finds in each of the two reports: `A`, `B`."""
    files = sorted(map(str, SEEDS.glob("*.txt")))
    done = subprocess.run([command, "annotate", *files], stdin=subprocess.DEVNULL, capture_output=True,
                          text=True, check=True)
    reports = [json.loads(it) for it in done.stdout.splitlines()]
    return {"AB"[int("001_" in it["place"])]: it for it in reports}


def value(figure):
    """The number it tells of, whichever way it is bounded."""
    return float(figure["least"] or figure["most"])


def is_listed(listed, figure, speakers):
    """Whether a figure has number, bound, what became of it, and voice of a listed one."""
    vague = listed.get("vague")
    number = figure["words"].lower() == vague if vague else value(figure) == listed["value"]
    bound = figure["bound"] == ("vague" if vague else BOUNDS.get(listed.get("bound"), "exact"))
    measure = MEASURES.get(listed["unit"])
    told = measure is None or figure["measure"] == measure
    unit = figure["unit"] == ("year" if listed["unit"] == "year" else "1")
    by = listed["voice"].split(" (")[0]
    voice = figure["voice"] is None if by == "outlet" else speakers.get(figure["statement"]) == by
    return number and bound and told and unit and voice


def judge_seeds(command):
    """Pairs of what is listed and whether it is there, traps among them."""
    wanted = json.loads((SEEDS / "expected.json").read_text(encoding="utf8"))
    found = of_seeds(command)
    matched = set()
    for it in wanted["figures"]:
        report = found[it["seed"]]
        speakers = {one["statement"]: one["speaker"] or one["source"] for one in report["statements"]}
        mine = [one["figure"] for one in report["figures"] if is_listed(it, one, speakers)]
        matched.update(mine)
        yield f"{it['seed']}: {it['what']}, by {it['voice']}", len(mine) == 1
        if "trap" in it:
            alike = [one for one in report["figures"] if value(one) == it["value"]]
            yield f"trap: {it['value']} has one voice, {it['voice']}", (
                it["voice"] == "outlet" and bool(alike) and all(one["voice"] is None for one in alike))
    for it in wanted["not_figures"]:
        figures = found[it["seed"]]["figures"]
        yield f"trap: {it['value']} is no figure", all(value(one) != it["value"] for one in figures)
    for it in wanted["dates"]:
        digits = "".join(letter if letter.isdigit() else " " for letter in it["stated"]).split()
        figures = found[it["seed"]]["figures"]
        dates = [one for one in figures if one["unit"] == "1" and value(one) in map(float, digits)]
        yield f"trap: {it['stated']} is no figure", not dates
    extra = [one for report in found.values() for one in report["figures"] if one["figure"] not in matched]
    yield f"nothing else is found (here {len(extra)})", not extra


def seeds(command, listed):
    if not (SEEDS / "expected.json").exists():
        print("absent")
        return
    rows = list(judge_seeds(command))
    print(f"found {sum(it[1] for it in rows)} of {len(rows)}")
    if listed:
        print(*[f"missed: {it[0]}" for it in rows if not it[1]], sep="\n")


def main():
    match sys.argv[1:]:
        case ["choose", path, name, seed, n]:
            for it in drawn(read(path), name, seed, int(n)):
                print(name, seed, it["id"], *it["span"], "", "", sep="\t")
        case ["show", path, name, seed, n]:
            show(read(path), name, seed, int(n))
        case ["seeds", command, *options]:
            seeds(command, "--list" in options)
        case ["score"]:
            print(json.dumps(score(None, None), indent=1))
        case ["score", path, name]:
            there = pathlib.Path(path).exists()
            print(json.dumps(score(read(path), name) if there else {"figures": "absent"}, indent=1))
        case _:
            sys.exit(__doc__)


if __name__ == "__main__":
    main()
