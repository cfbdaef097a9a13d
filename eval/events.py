#!/usr/bin/env python3
"""The two seed reports: is every event that a careful reader lists found, with the right voice?

    eval/events.py PREDICTIONS [--list]     of `onrecord-eval events` over the seeds' texts (ids A, B)
    eval/events.py --texts OUT.jsonl        writes those texts
    eval/events.py --reports OUT.jsonl       writes PolNeAR dev and the transcripts
    eval/events.py --judged                  the share of eval/events.tsv that is right
    eval/events.py --draw PREDICTIONS TEXTS.jsonl N [--words]   the first N events that are not
                                                     doubtful, by hash of report and place

An event of ../shared/seeds/expected.json is found where one of its kind has all of its sources and
targets, and stands in the outlet's voice or in that of the speaker named.
"""
import hashlib
import json
import pathlib
import re
import sys

SEEDS = pathlib.Path("../shared/seeds")


def texts():
    for file in sorted(SEEDS.glob("*.txt")):
        yield {"id": "AB"["001_" in file.name], "text": file.read_text(encoding="utf8")}


def reports():
    polnear = SEEDS.parent / "data/polnear/dev.jsonl"
    for it in map(json.loads, polnear.read_text(encoding="utf8").splitlines()):
        yield {key: it[key] for key in ("id", "text", "date")}
    for file in sorted((SEEDS.parent / "data/transcripts").glob("20*.md")):
        yield {"id": file.stem, "text": file.read_text(encoding="utf8"), "date": file.name[:10]}


def judged():
    rows = pathlib.Path("eval/events.tsv").read_text(encoding="utf8").splitlines()
    judgements = [it.split("\t")[-1] for it in rows if it and not it.startswith("#")]
    return judgements.count("right"), len(judgements)


def words(text):
    return set(re.findall(r"\w+", (text or "").lower()))


def same_voice(listed, found):
    if listed == "outlet":
        return found is None
    return bool(found) and words(found) <= words(listed)


def codes(side):
    return {it["code"] for it in side if it["code"]}


def judge(predictions):
    listed = json.loads((SEEDS / "expected.json").read_text(encoding="utf8"))["events"]
    right, missed = [], []
    for n, it in enumerate(listed, 1):
        named = lambda side: {code for code in it[side] if code.isupper()}
        fits = (one for one in predictions[it["seed"]]
                if one["event"] == it["event"] and same_voice(it["voice"], one["voice"])
                and named("source") <= codes(one["source"]) and named("target") <= codes(one["target"]))
        (right if next(fits, None) else missed).append(f"{n} {it['seed']} {it['event']}")
    return right, missed


def draw(predictions, texts, n, with_words):
    """The rows of eval/events.tsv without their judgement, to be judged by eye; --words shows the passage."""
    rows = [(hashlib.sha256(f"{it['id']} {one['at'][0]}".encode()).hexdigest(), it["id"], one)
            for it in map(json.loads, open(predictions, encoding="utf8")) for one in it["events"]
            if not one["doubtful"]]
    texts = {it["id"]: it["text"].encode() for it in map(json.loads, open(texts, encoding="utf8"))}
    for _, name, one in sorted(rows, key=lambda it: it[:2])[:n]:
        side = lambda it: "+".join(each["code"] or "?" for each in it)
        print(name, one["at"][0], one["at"][1], one["event"], side(one["source"]), side(one["target"]),
              one["standing"], sep="\t")
        if with_words:
            passage = texts[name][slice(*one["passage"])].decode()
            sides = ([each["text"] for each in one[it]] for it in ("source", "target"))
            print("   ", " ".join(passage.split())[:240], one["words"], *sides, one["voice"], sep=" | ")


def main():
    if sys.argv[1] == "--draw":
        return draw(*sys.argv[2:4], int(sys.argv[4]), "--words" in sys.argv)
    if sys.argv[1] == "--judged":
        right, n = judged()
        print(f"{right} of {n} right: {right / n:.3f}")
        return
    if sys.argv[1] in ("--texts", "--reports"):
        told = texts() if sys.argv[1] == "--texts" else reports()
        lines = (json.dumps(it) + "\n" for it in told)
        pathlib.Path(sys.argv[2]).write_text("".join(lines), encoding="utf8")
        return
    rows = map(json.loads, pathlib.Path(sys.argv[1]).read_text(encoding="utf8").splitlines())
    right, missed = judge({it["id"]: it["events"] for it in rows})
    print(f"found {len(right)}, missed {len(missed)}")
    if "--list" in sys.argv:
        print(*[f"missed: {it}" for it in missed], sep="\n")


if __name__ == "__main__":
    main()
