#!/usr/bin/env python3
"""Fits how sure the accurate tier may be: prints the constants of annotate/confidence.rs.

    onrecord-eval statements DEV.jsonl RULES.jsonl
    onrecord-eval statements DEV.jsonl ACCURATE.jsonl accurate
    onrecord-eval tagged DEV.jsonl TAGGED.jsonl
    python3 eval/fit_calibration.py SCORER.py DEV.jsonl RULES.jsonl ACCURATE.jsonl TAGGED.jsonl

Logistic regression of "a reader would agree" (same content, IoU at least .5, and the same source) on
the network's own confidence (as log odds), whether the rules found the same cue with the same
source, and whether the cue is one of saying. Fitted on PolNeAR dev, which the network has not seen;
the second line is the log loss with articles held out in five parts, and of the mean alone."""
import math
import sys

from fit_confidence import lines, program

NAMES = ("BIAS", "ODDS", "AGREES", "SPOKEN", "DIRECT")


def rows(scorer, gold, rules, joined, tagged):
    by_id = lambda rows: {it["id"]: it["statements"] for it in rows}
    rules, joined, tagged = by_id(rules), by_id(joined), by_id(tagged)
    meet = lambda a, b: any(s < e2 and s2 < e for s, e in a for s2, e2 in b)
    for n, article in enumerate(gold):
        text = scorer.Article(article["text"])
        mine = [it for it in joined[article["id"]] if it["tier"] == "accurate"]
        truth = [text.sets(it, "") for it in article["attributions"]]
        found = [text.sets(it, "") for it in mine]
        of = {p: g for g, p in scorer.match(truth, found).items()}
        for k, it in enumerate(mine):
            raw = next((r for r in tagged[article["id"]] if meet(r["cue"], it["cue"])), None)
            if raw is None:
                continue
            right = k in of and text.same_source(truth[of[k]]["source"], found[k]["source"])
            same = lambda r: meet(r["cue"], it["cue"]) and meet(r["source"], it["source"])
            agrees = any(same(r) for r in rules[article["id"]])
            p = min(max(raw["confidence"], 1e-4), 1 - 1e-4)
            x = [1.0, math.log(p / (1 - p)), agrees, it["kind"] in ("spoken", "written", "asked", "denied"),
                 it["manner"] == "direct"]
            yield n, [float(v) for v in x], float(right)


def fit(data):
    w = [0.0] * len(NAMES)
    for _ in range(3000):  # Newton would do in ten; this needs no library
        gradient = [0.0] * len(w)
        for _, x, y in data:
            d = y - chance(w, x)
            for i, v in enumerate(x):
                gradient[i] += d * v
        w = [a + 0.2 * g / len(data) for a, g in zip(w, gradient)]
    return w


def chance(w, x):
    return 1 / (1 + math.exp(-sum(a * b for a, b in zip(w, x))))


def loss(w, data):
    return -sum(math.log(chance(w, x) if y else 1 - chance(w, x)) for _, x, y in data) / len(data)


def main():
    data = list(rows(program(sys.argv[1]), *map(lines, sys.argv[2:6])))
    for name, value in zip(NAMES, fit(data)):
        print(f"const {name}: f32 = {value:.2f};")
    held = [loss(fit([r for r in data if r[0] % 5 != k]), [r for r in data if r[0] % 5 == k]) for k in range(5)]
    mean = sum(y for _, _, y in data) / len(data)
    base = -(mean * math.log(mean) + (1 - mean) * math.log(1 - mean))
    print(f"log loss held out {sum(held) / 5:.3f}, of the mean {base:.3f}; {len(data)} statements, {mean:.3f} right")


if __name__ == "__main__":
    main()
