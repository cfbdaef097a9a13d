#!/usr/bin/env python3
"""Writes crates/onrecord/data/en/confidence.tsv: how often each rule's statements are right.

    cargo run --release -p onrecord-eval -- statements GOLD.jsonl PRED.jsonl
    python3 eval/fit_confidence.py SCORER.py GOLD.jsonl PRED.jsonl > confidence.tsv

GOLD is PolNeAR's train split and SCORER the program that scores it (`attribution.py`): right means
the same content (IoU of tokens at least .5) and the same source. A row is a rule, the kind of its
cue and a manner. Counts are small, so each figure is drawn towards the rule's, and that towards the
manner's, as if PRIOR more statements had been seen that are right as often as those. A cell or a
rule seen fewer than FEWEST times has no row: the next wider row holds for it.
"""
import collections
import importlib.util
import json
import sys

FEWEST = 20
PRIOR = 20

# The corpus leaves turns of transcripts unmarked; their tags leave little doubt. Set by hand.
TURN = "transcript-turn"
TURN_RIGHT = 0.98
MANNERS = ("direct", "indirect", "mixed")


def lines(path):
    with open(path, encoding="utf-8") as file:
        return [json.loads(line) for line in file]


def judged(scorer, gold, predicted):
    """A statement and whether it is right, for each the corpus can judge."""
    statements = {it["id"]: it["statements"] for it in predicted}
    for article in gold:
        text = scorer.Article(article["text"])
        unjudged = scorer.cover(article.get("unjudged", []), text.toks)
        mine = statements[article["id"]]
        truth = [text.sets(it, article["id"]) for it in article["attributions"]]
        found = [text.sets(it, article["id"]) for it in mine]
        of = {p: g for g, p in scorer.match(truth, found).items()}
        for n, (statement, sets) in enumerate(zip(mine, found)):
            if n not in of and 2 * len(sets["content"] & unjudged) >= len(sets["content"]):
                continue
            right = n in of and text.same_source(truth[of[n]]["source"], sets["source"])
            yield statement, right


def table(rows):
    """Rows (rule, kind, manner), `-` for any, to (figure, count)."""
    counts = collections.defaultdict(lambda: [0, 0])
    for statement, right in rows:
        rule, kind, manner = statement["rule"], statement["kind"], statement["manner"]
        for key in [("-", "-", manner), (rule, "-", "-"), (rule, "-", manner), (rule, kind, manner)]:
            counts[key][0] += right
            counts[key][1] += 1

    def drawn(key, towards):
        right, n = counts[key]
        return (right + PRIOR * towards) / (n + PRIOR), n

    figures = {("-", "-", m): drawn(("-", "-", m), 0.5) for m in MANNERS}
    rules = {key[0] for key in counts} - {"-", TURN}
    for rule in rules:
        seen = {m: counts[rule, "-", m][1] for m in MANNERS}
        n = sum(seen.values())
        if n < FEWEST:
            continue
        mean = sum(seen[m] * figures["-", "-", m][0] for m in MANNERS) / n
        figures[rule, "-", "-"] = drawn((rule, "-", "-"), mean)
        for key in [it for it in list(counts) if it[0] == rule and it[1] != "-"]:
            if counts[key][1] >= FEWEST:
                figures[key] = drawn(key, figures[rule, "-", "-"][0])
    figures[TURN, "-", "-"] = (TURN_RIGHT, 0)
    return figures


def program(path):
    """The scorer, as a module."""
    spec = importlib.util.spec_from_file_location("scorer", path)
    scorer = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(scorer)
    return scorer


def main():
    figures = table(judged(program(sys.argv[1]), lines(sys.argv[2]), lines(sys.argv[3])))
    print("# How often a rule's statements are right. Made by eval/fit_confidence.py on PolNeAR train.")
    print("# rule\tkind of cue\tmanner\tright\tseen")
    for (rule, kind, manner), (figure, n) in sorted(figures.items()):
        print(rule, kind, manner, f"{figure:.2f}", n, sep="\t")


if __name__ == "__main__":
    main()
