#!/usr/bin/env python3
"""How often a figure is right: draws figures to judge by hand, shows them, and counts the judgements.

    eval/figures.py choose FIGURES.jsonl SET SEED N   rows for eval/figures.tsv, judgements still empty
    eval/figures.py show FIGURES.jsonl SET SEED N     the same with their words and sentences
    eval/figures.py score                             precision of each draw, as JSON
    eval/figures.py score FIGURES.jsonl SET           of those judged that are still found

FIGURES is what `onrecord-eval figures` wrote of a set of reports (`polnear-dev`, `transcripts`).

The rule of choice: the figures of one report are ordered by the hash of SEED, report id and offset;
reports in the order of their hash give one each in turn until there are N. Nobody picks, and one long
report weighs little.

figures.tsv has no words: set, seed, report, start and end of the number in code points, judgement, cause.
Right: number, bound, unit, what is counted, what became of it, and who vouches are what a careful reader
finds. Place, time and day are not judged. Wrong: any of these is not, or it is no figure at all.
"""
import collections
import csv
import hashlib
import json
import pathlib
import sys

JUDGED = pathlib.Path(__file__).with_name("figures.tsv")


def order(*key):
    return hashlib.sha256("\t".join(map(str, key)).encode()).hexdigest()


def read(path):
    with open(path, encoding="utf8") as lines:
        return [json.loads(line) for line in lines]


def drawn(figures, seed, n):
    by_report = collections.defaultdict(list)
    for figure in figures:
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


def show(figures, seed, n):
    for number, it in enumerate(drawn(figures, seed, n), 1):
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


def main():
    match sys.argv[1:]:
        case ["choose", path, name, seed, n]:
            for it in drawn(read(path), seed, int(n)):
                print(name, seed, it["id"], *it["span"], "", "", sep="\t")
        case ["show", path, _, seed, n]:
            show(read(path), seed, int(n))
        case ["score"]:
            print(json.dumps(score(None, None), indent=1))
        case ["score", path, name]:
            there = pathlib.Path(path).exists()
            print(json.dumps(score(read(path), name) if there else {"figures": "absent"}, indent=1))
        case _:
            sys.exit(__doc__)


if __name__ == "__main__":
    main()
