"""Lists what a run gets wrong against gold statements, for reading and judging by hand.

  misses.py GOLD.jsonl PRED.jsonl [--false] [--group spoken|direct|...] [--of N]

One block an error: where it stands, the gold statement, what was predicted there, the text. With
--false, predictions that match nothing. --of N takes N of them, spread by a hash of their place, so
that nobody picks. The corpus may not be copied: what is printed is for the screen only."""
import argparse
import hashlib
import json
import os
import sys

from fit_confidence import program

SCORER = os.path.join(os.path.dirname(__file__), "../../shared/measure/attribution.py")


def main():
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("gold")
    ap.add_argument("pred")
    ap.add_argument("--false", action="store_true", dest="false_ones")
    ap.add_argument("--group", default="all")
    ap.add_argument("--of", type=int)
    args = ap.parse_args()
    if not os.path.exists(SCORER):
        sys.exit("absent: " + SCORER)
    blocks = list(errors(program(SCORER), args))
    blocks.sort(key=lambda it: hashlib.sha256(it[0].encode()).hexdigest())
    for _, block in blocks[: args.of]:
        print(block)
    print(f"{len(blocks)} in all", file=sys.stderr)


def errors(a, args):
    found = {}
    for line in open(args.pred, encoding="utf-8"):
        row = json.loads(line)
        found[row["id"]] = row["statements"]
    for line in open(args.gold, encoding="utf-8"):
        row = json.loads(line)
        article = a.Article(row["text"])
        gold = [article.sets(it, row["id"]) for it in row["attributions"]]
        raw = found.get(row["id"], [])
        pred = [article.sets(it, row["id"]) for it in raw]
        skip = a.cover(row.get("unjudged", []), article.toks)
        relaxed = a.match(gold, pred)
        right = {g: p for g, p in relaxed.items() if article.same_source(gold[g]["source"], pred[p]["source"])}
        mine, others, n_raw = (pred, gold, raw) if args.false_ones else (gold, pred, row["attributions"])
        done = set(right.values()) if args.false_ones else set(right)
        for n, statement in enumerate(mine):
            if n in done or args.group not in statement["groups"] or not statement["content"]:
                continue
            if args.false_ones and 2 * len(statement["content"] & skip) >= len(statement["content"]):
                continue
            touched = [o for o in range(len(others)) if others[o]["content"] & statement["content"]
                       or others[o]["cue"] & statement["cue"]]
            yield f"{row['id']} {n}", block(row, n_raw[n], [(raw if not args.false_ones else row["attributions"])[o] for o in touched],
                                          sorted(statement["groups"]), args.false_ones)


def block(row, own, touched, groups, false_one):
    text = row["text"]
    words = lambda spans: " […] ".join(text[s:e] for s, e in spans) or "–"
    show = lambda it: f"{words(it['source'])} | {words(it['cue'])} | {words(it['content'])}" + (f"  ({it['rule']} {it.get('confidence', '')})" if "rule" in it else "")
    at = min(s for role in ("source", "cue", "content") for s, _ in own[role])
    end = max(e for role in ("source", "cue", "content") for _, e in own[role])
    lo = text.rfind("\n\n", 0, at) + 2 if "\n\n" in text[:at] else 0
    hi = text.find("\n\n", end)
    paragraph = text[lo : hi if hi > 0 else len(text)][:1200]
    heads = ("PRED", "GOLD") if false_one else ("GOLD", "PRED")
    lines = [f"== {row['id']} @{at} {' '.join(groups)}", f"{heads[0]}: {show(own)}"]
    lines += [f"{heads[1]}: {show(it)}" for it in touched] or [f"{heads[1]}: none there"]
    return "\n".join(lines) + f"\nTEXT: {paragraph}\n"


if __name__ == "__main__":
    main()
