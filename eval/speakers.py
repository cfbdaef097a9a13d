#!/usr/bin/env python3
"""Who is meant: chooses statements to judge by hand, shows them, and scores predictions against it.

    eval/speakers.py choose GOLD.jsonl SET N     rows for eval/speakers.tsv, names still empty
    eval/speakers.py show GOLD.jsonl SET         the chosen statements with their surroundings
    eval/speakers.py score GOLD.jsonl SET PRED   figures as JSON; --list names every row not right

GOLD has one article a line: id, text, attributions of id, source, cue, content in code points. PRED
is what `onrecord-eval statements` makes of it.

The rule of choice: of the attributions with a source and a cue that has a word of saying, those of
one article are ordered by the hash of SET, article id and attribution id; articles in the order of
their hash give one each in turn until there are N. Nobody picks, and one long article weighs little.

speakers.tsv: set, article, attribution, offset of the source, kind (named, pronoun, description,
unnamed) and the fullest name that the article gives for the speaker; several that are as good are
split by `|`; `-` where the article gives none. `?` marks what a reader cannot tell: not scored.

A predicted statement is the judged one if their sources overlap, and their cues or contents. Wrong is
another name, a surname alone where the article has more, or any name for an unnamed source; a source
without a name is right wherever no name is given.
"""
import csv
import hashlib
import json
import pathlib
import re
import sys
import unicodedata

JUDGED = pathlib.Path(__file__).with_name("speakers.tsv")
SAYING = re.compile(r"\b(?:sa(?:y|ys|id|ying)|t(?:ell|ells|old|elling)|wr(?:ite|ites|ote|itten|iting)|sp(?:eak|eaks|oke|oken|eaking)"
                    r"|(?:add|announc|argu|ask|assert|claim|comment|complain|conced|conclud|confirm|contend|declar|den[iy]"
                    r"|describ|explain|insist|joke?|mention|not|observ|question|recall|remark|repl[iy]|report|respond|stat"
                    r"|stress|suggest|testif[iy]|tweet|urg|warn)(?:e|s|es|ed|d|ing|y)?|according)\b", re.I)


def gold(path):
    with open(path, encoding="utf8") as lines:
        return [json.loads(line) for line in lines]


def order(*key):
    return hashlib.sha256("\t".join(key).encode()).hexdigest()


def words(spans, text):
    return " … ".join(text[start:end] for start, end in spans)


def choose(articles, name, n):
    queues = []
    for article in sorted(articles, key=lambda it: order(name, it["id"])):
        said = [it for it in article["attributions"]
                if it["source"] and SAYING.search(words(it["cue"], article["text"]))]
        queues.append((article, sorted(said, key=lambda it: order(name, article["id"], it["id"]))))
    chosen = []
    for turn in range(max(len(it[1]) for it in queues)):
        for article, said in queues:
            if turn < len(said) and len(chosen) < n:
                chosen.append((article, said[turn]))
    return chosen


def judged(name):
    with open(JUDGED, encoding="utf8", newline="") as rows:
        return [it for it in csv.DictReader(rows, delimiter="\t") if it["set"] == name]


def sets():
    with open(JUDGED, encoding="utf8", newline="") as rows:
        return list(dict.fromkeys(it["set"] for it in csv.DictReader(rows, delimiter="\t")))


def show(articles, name):
    """For the judge: each chosen statement in its surroundings, beside the article's long names."""
    by_id = {it["id"]: it for it in articles}
    rows = judged(name)
    for article_id in dict.fromkeys(it["article"] for it in rows):
        article = by_id[article_id]
        text = article["text"]
        runs = re.findall(r"(?:[A-Z][\w.’'-]+ )+(?:(?:of|for|the|and|&|de|la|van) )*[A-Z][\w’'-]+", text)
        print(f"##### {article_id}\n  {' | '.join(dict.fromkeys(runs))}")
        for row in (it for it in rows if it["article"] == article_id):
            said = next(it for it in article["attributions"] if it["id"] == row["attribution"])
            roles = [(*span, role) for role in ("source", "cue", "content") for span in said[role]]
            start, end = min(it[0] for it in roles), max(it[1] for it in roles)
            shown = text[max(0, start - 450):start]
            for begin, stop, role in sorted(roles):
                body = text[begin:stop] if stop - begin < 160 else text[begin:begin + 70] + " ... " + text[stop - 70:stop]
                shown += {"source": f" [[{body}]] ", "cue": f" _{body}_ ", "content": f" <{body}> "}[role]
            print(f"--- {row['attribution']} @{row['offset']} {row['kind']} {row['name']}\n"
                  + re.sub(r"\s+", " ", shown + text[end:end + 120]))


def folded(name):
    name = unicodedata.normalize("NFKD", name.replace("’", "'")).casefold()
    name = re.sub(r"'s?\b", "", name)
    found = re.findall(r"\w+", "".join(it for it in name if not unicodedata.combining(it)))
    return found[1:] if found[:1] == ["the"] else found


def same(predicted, right):
    """The same name; one initial or middle name more or less is no other name."""
    one, other = folded(predicted), folded(right)
    if one == other:
        return True
    short, long = sorted((one, other), key=len)
    return (len(short) >= 2 and len(long) == len(short) + 1 and short[0] == long[0] and short[-1] == long[-1])


def points(spans):
    return {at for start, end in spans for at in range(start, end)}


def aligned(said, predictions):
    """The predicted statement with an overlapping source and the most content or cue in common."""
    source, rest = points(said["source"]), points(said["content"] + said["cue"])
    best = max(predictions, default=None, key=lambda it: len(rest & points(it["content"] + it["cue"]))
               * bool(source & points(it["source"])))
    if best is None or not source & points(best["source"]) or not rest & points(best["content"] + best["cue"]):
        return None
    return best


def verdict(row, predicted):
    if predicted is None:
        return "not found"
    if predicted["speaker"] is None:
        return "right" if "-" in row["name"].split("|") else "unresolved"
    names = row["name"].split("|")
    return "right" if any(same(predicted["speaker"], it) for it in names) else "wrong"


def verdicts(articles, name, predictions):
    by_id = {it["id"]: it for it in articles}
    for row in judged(name):
        if row["name"] == "?":
            continue
        article = by_id[row["article"]]
        said = next(it for it in article["attributions"] if it["id"] == row["attribution"])
        predicted = aligned(said, predictions[row["article"]])
        yield row, verdict(row, predicted), predicted, words(said["source"], article["text"])


def score(rows):
    """Figures by kind: shares are of those found."""
    figures = {}
    groups = {"": ("named", "pronoun"), "description ": ("description",), "unnamed ": ("unnamed",)}
    for group, kinds in groups.items():
        told = [it[1] for it in rows if it[0]["kind"] in kinds]
        found = [it for it in told if it != "not found"]
        for what, good in (("right", {"right"}), ("right or unresolved", {"right", "unresolved"}), ("wrong", {"wrong"})):
            share = sum(it in good for it in found) / max(1, len(found))
            figures[f"{group}{what}" + ("_at_most" if what == "wrong" else "")] = share
        figures[f"{group}found of"] = f"{len(found)} of {len(told)}"
    return figures


def main():
    arguments = [it for it in sys.argv[1:] if not it.startswith("--")]
    command, path, name, *rest = arguments
    articles = gold(path)
    if command == "choose":
        for article, said in choose(articles, name, int(rest[0])):
            print(name, article["id"], said["id"], said["source"][0][0], "", "", sep="\t")
    elif command == "show":
        show(articles, name)
    else:
        predictions = {it["id"]: it["statements"] for it in gold(rest[0])}
        rows = list(verdicts(articles, name, predictions))
        for row, found, predicted, source in rows:
            if "--list" in sys.argv and found != "right":
                speaker = predicted and predicted["speaker"]
                print(found, row["kind"], row["article"], row["attribution"], f"[{source}]", row["name"], "<-", speaker, file=sys.stderr)
        print(json.dumps(score(rows), indent=1))


if __name__ == "__main__":
    main()
