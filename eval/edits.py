#!/usr/bin/env python3
"""Edits of real reports as newsrooms make them, and how many of the pairs are found.

    edits.py make DOCS.jsonl PAIRS.jsonl SEED IN.jsonl...   reports with their edits, and which share text
    edits.py score PAIRS.jsonl FOUND.jsonl                  table by kind of edit (FOUND: onrecord-eval copies)
    edits.py natural FOUND.jsonl                            the same for natural copies, by eval/copies.tsv
    edits.py list FOUND.jsonl IN.jsonl...                   pairs that eval/copies.tsv does not judge, to read

Each word of an edit knows the word of the original that it was. Two reports share text where at least
half of the shorter one’s words are words of the other, 40 at least; where it is less than half but
more than a fifth, or few words, the pair is not scored; and nor is one of two originals that have
each other's text by nature (a fifth of their runs of four words). Everything else must not be
found. The texts are not ours: what is printed is for the screen only.
"""
import collections
import csv
import json
import pathlib
import random
import re
import sys

JUDGED = pathlib.Path(__file__).resolve().parent / "copies.tsv"
SYNONYMS = pathlib.Path(__file__).resolve().parent.parent / "crates/onrecord/data/en/synonyms.tsv"
# Shares of the shorter text: from here on a pair must be found, up to here it must not.
SHARED, UNSHARED, LEAST_WORDS = .5, .2, 40
NUMBERS = dict(zip("one two three four five six seven eight nine ten eleven twelve".split(), map(str, range(1, 13))))
NUMBERS |= {digit: word for word, digit in NUMBERS.items()}
MARKS = [("“", "‘", "”", "’"), ("“", "«", "”", "»"), ("“", "\"", "”", "\""), ("“", "„", "”", "“")]
# Of outlets that are not: what they put under reports.
NOTES = [
    "Harbour Post journalism is paid for by its readers. If you value what you have read, join our members "
    "from the price of a cup of tea a month, and get the morning letter with the best of the night’s work.",
    "© 2031 Coastal Wire. Whoever wants to print, air, reword or pass on what stands above must first have the "
    "consent of the Wire in writing; its desk at Port Amsel answers within a day.",
    "The Brenna Times corrects its mistakes as soon as it learns of them. Write to the readers’ desk at the "
    "Old Customs House, name the page and the day, and an editor who had no part in the report will answer "
    "within three working days. What was changed is told under the report, with the hour of the change.",
    "Sign up for the Tallow Echo’s evening letter: five stories from the valley, and the weather for the night.",
    "Reporting by staff in Port Lucas and San Pedro; editing by the night desk. Our standards: the Echo’s "
    "code of conduct, which readers may ask for at any branch of the county library.",
]


def main():
    verb, *args = sys.argv[1:] or ["help"]
    if verb == "make":
        make(pathlib.Path(args[0]), pathlib.Path(args[1]), int(args[2]), args[3:])
    elif verb == "score":
        for row in table(scored(pairs_of(args[0]), found_pairs(args[1]))):
            print(row)
    elif verb == "natural":
        print(natural(args[0]))
    elif verb == "list":
        unjudged(args[0], args[1:])
    else:
        sys.exit(__doc__)


# Making

def make(docs, pairs, seed, sources):
    originals = [it for it in read(sources) if len(it["text"].split()) >= 40]
    maker = Maker(random.Random(seed), originals)
    made = maker.documents()
    with open(docs, "w", encoding="utf8") as out:
        for it in made:
            row = {k: it.get(k) for k in ("id", "date", "outlet", "url", "title")}
            out.write(json.dumps(row | {"text": text(it["words"])}, ensure_ascii=False) + "\n")
    with open(pairs, "w", encoding="utf8") as out:
        for it in truth(made, originals):
            out.write(json.dumps(it) + "\n")


def read(paths):
    return [json.loads(line) for path in paths for line in open(path, encoding="utf8")]


def words(report):
    """The text as (word, where it comes from), a line break as a word of its own."""
    lines = report["text"].split("\n")
    found = []
    for line in lines:
        found += [(it, None) for it in line.split()] + [("\n", None)]
    return [(it, it != "\n" and (report["id"], n)) for n, (it, _) in enumerate(found)]


def text(words):
    return re.sub(r" ?\n ?", "\n", " ".join(it for it, _ in words)).strip()


class Maker:
    def __init__(self, chance, originals):
        self.chance, self.originals = chance, originals
        self.synonyms = synonyms()
        kinds = [self.reprint, self.cut_from_end, self.cut_from_middle, self.retitled, self.lightly_edited,
                 self.own_before, self.own_after, self.merged, self.noted, self.credited, self.marks,
                 self.cut_and_edited]
        self.kinds = kinds

    def documents(self):
        made = [it | {"kind": "original", "words": words(it)} for it in self.originals]
        sources = list(made)
        for source in sources:
            for kind in self.chance.sample(self.kinds, 4):
                made.append(self.edit(source, kind))
        made += [self.later_state(it) for it in self.chance.sample(sources, len(sources) // 5)]
        made += [self.round_up(sources) for _ in range(len(sources) // 20)]
        made += [it for _ in range(len(sources) // 20) for it in self.noted_briefs(sources)]
        self.chance.shuffle(made)
        return [it | {"id": f"d{n:05}"} for n, it in enumerate(made)]

    def edit(self, source, kind):
        row = {"date": source["date"], "title": source["title"], "kind": kind.__name__.replace("_", " "),
               "outlet": f"outlet-{self.chance.randrange(40)}.example", "words": source["words"], "of": source["id"]}
        return row | kind(source)

    def reprint(self, _):
        return {}

    def cut_from_end(self, source):
        keep = self.chance.choice([.3, .5, .7])
        return {"words": source["words"][:int(len(source["words"]) * keep)], "kind": f"cut to {keep:.0%} from the end"}

    def cut_from_middle(self, source):
        keep, them = self.chance.choice([.3, .5, .7]), source["words"]
        head = int(len(them) * keep * .6)
        tail = int(len(them) * keep) - head
        return {"words": them[:head] + them[len(them) - tail:], "kind": f"cut to {keep:.0%} from the middle"}

    def retitled(self, source):
        title = source["title"].split()
        self.chance.shuffle(title)
        return {"title": " ".join(title[:5] + ["as", "it", "happened"])}

    def lightly_edited(self, source):
        share = self.chance.choice([.05, .1, .15])
        return {"words": self.reworded(source["words"], share), "kind": f"{share:.0%} of words edited"}

    def cut_and_edited(self, source):
        return {"words": self.reworded(self.cut_from_end(source)["words"], .1), "kind": "cut and 10% edited"}

    def own_before(self, source):
        return {"words": self.own(source) + source["words"]}

    def own_after(self, source):
        return {"words": source["words"] + [("\n", None)] + self.own(source)}

    def merged(self, source):
        """Half of this one, and half of a report of another story."""
        other = self.chance.choice(self.originals)
        while other["story"] == source["story"]:
            other = self.chance.choice(self.originals)
        a, b = source["words"], words(other)
        n = min(len(a), len(b))
        return {"words": a[:max(n // 2, len(a) * 6 // 10)] + [("\n", None)] + b[:max(n // 2, len(b) * 6 // 10)]}

    def noted(self, source):
        note = self.chance.choice(NOTES)
        return {"words": source["words"] + [("\n", None)] + foreign(note), "kind": "another outlet’s note"}

    def credited(self, source):
        return {"words": foreign("PORT LUCAS (Coastal Wire) — ") + source["words"] + foreign("\n Coastal Wire contributed to this report.")}

    def marks(self, source):
        straight = lambda it: re.sub(r'(^|\s|\()"', r"\1“", it).replace('"', "”")
        old, new, old_end, new_end = self.chance.choice(MARKS)
        changed = [(straight(it).replace(old, new).replace(old_end, new_end), at) for it, at in source["words"]]
        return {"words": changed, "kind": "other quotation marks"}

    def later_state(self, source):
        """The page an hour later: a paragraph more, a few words changed. The original gets the address too."""
        source["url"] = f"https://{source['id']}.example/page"
        source["outlet"] = source["outlet"] or "page.example"
        added = self.own(source)[:60]
        return self.edit(source, self.reprint) | {
            "url": source["url"], "outlet": source["outlet"], "kind": "later state of a page",
            "words": added + self.reworded(source["words"], .03)}

    def round_up(self, sources):
        parts = self.chance.sample(sources, self.chance.randrange(3, 6))
        them = [it for part in parts for it in part["words"][:150] + [("\n", None)]]
        return {"kind": "round-up", "title": "The day in brief", "date": parts[0]["date"],
                "outlet": "digest.example", "words": them}

    def noted_briefs(self, sources):
        """Two short reports that have nothing in common but one note, which nobody else has."""
        note = self.own(self.chance.choice(sources))[:40]
        for source in self.chance.sample(sources, 2):
            yield {"kind": "brief with a note", "title": "", "date": source["date"], "outlet": "briefs.example",
                   "words": source["words"][:60] + [("\n", None)] + [(it, ("note", id(note), n)) for n, (it, _) in enumerate(note)]}

    def own(self, source):
        """Paragraphs of its own, a third to two thirds as long: words of other reports, in a new order."""
        n = int(len(source["words"]) * self.chance.uniform(.33, .67))
        other = [it for it, at in words(self.chance.choice(self.originals)) if at]
        own = [(self.chance.choice(other), None) for _ in range(n)]
        return own + [("\n", None)]

    def reworded(self, them, share):
        edited = []
        for word, at in them:
            if word == "\n" or self.chance.random() >= share:
                edited.append((word, at))
                continue
            what = self.chance.randrange(3)
            if what == 1:
                edited.append((self.instead(word), None))
            if what == 2:
                edited += [(self.chance.choice(["also", "reportedly", "now", "then", "only", "still"]), None), (word, at)]
        return edited

    def instead(self, word):
        bare = word.strip(".,;:!?\"“”'()").lower()
        if bare in NUMBERS:
            return NUMBERS[bare]
        others = self.synonyms.get(bare)
        return self.chance.choice(others) if others else self.chance.choice(["one", "it", "some", "another"])


def foreign(words):
    return [(it, None) for it in re.findall(r"\n|\S+", words)]


def synonyms():
    groups, of = collections.defaultdict(list), {}
    for line in SYNONYMS.open(encoding="utf8"):
        if not line.startswith("#") and "\t" in line:
            word, numbers = line.rstrip("\n").split("\t", 1)
            of[word] = numbers.split()
            for number in of[word]:
                groups[number].append(word)
    others = {word: sorted({it for number in numbers for it in groups[number]} - {word}) for word, numbers in of.items()}
    return {word: them for word, them in others.items() if them}


def truth(made, originals):
    """Lines a, b, kind and whether they share text; of those that may. Others do not."""
    kin = natural_kin(originals)
    places = {it["id"]: {at for _, at in it["words"] if at} for it in made}
    shorter = {it["id"]: sum(word != "\n" for word, _ in it["words"]) for it in made}
    holders = collections.defaultdict(list)
    for it in made:
        for origin in {at[:-1] for at in places[it["id"]]}:
            holders[origin].append(it)
    told = {}
    for them in holders.values():
        for n, b in enumerate(them):
            for a in them[:n]:
                if (a["id"], b["id"]) not in told:
                    common = len(places[a["id"]] & places[b["id"]])
                    told[a["id"], b["id"]] = pair(a, b, common, min(shorter[a["id"]], shorter[b["id"]]))
    yield from told.values()
    # Pairs of which nobody made what they share.
    for one, other in kin:
        for a in holders[one,]:
            for b in holders[other,]:
                if (a["id"], b["id"]) not in told and (b["id"], a["id"]) not in told:
                    yield {"a": a["id"], "b": b["id"], "kind": "natural", "shared": None}


def pair(a, b, common, shorter):
    share = common / max(shorter, 1)
    shared = None
    if share >= SHARED and common >= LEAST_WORDS:
        shared = True
    elif share < UNSHARED or "brief with a note" == a["kind"] == b["kind"]:
        shared = False
    kinds = sorted({a["kind"], b["kind"]} - {"original"}) or ["original"]
    kind = kinds[0] if len(kinds) == 1 and "original" in (a["kind"], b["kind"]) else "two edits"
    for special in ("round-up", "brief with a note"):
        kind = special if special in kinds else kind
    return {"a": a["id"], "b": b["id"], "kind": kind, "shared": shared}


def natural_kin(originals):
    """Pairs of originals of which one has a fifth of the other's runs of four words."""
    runs = {it["id"]: fours(it) for it in originals}
    return [(a, b) for a, b, share in contained(runs) if share >= .2]


def fours(report):
    them = re.findall(r"\w+", (report["title"] + " " + report["text"]).lower())
    return set(zip(them, them[1:], them[2:], them[3:]))


def contained(runs):
    """Pairs with runs in common, and the share of the shorter that they make up."""
    holders = collections.defaultdict(list)
    for key, them in runs.items():
        for run in them:
            holders[run].append(key)
    common = collections.Counter()
    for them in holders.values():
        them.sort()
        common.update((a, b) for n, b in enumerate(them) for a in them[:n])
    for (a, b), n in sorted(common.items()):
        yield a, b, n / min(len(runs[a]), len(runs[b]))


# Scoring

def pairs_of(path):
    return {frozenset((it["a"], it["b"])): it for it in read([path])}


def found_pairs(path):
    return {frozenset((it["a"], it["b"])): it for it in read([path]) if "a" in it}


def scored(pairs, found):
    """Per kind, and in all: pairs to find, found rightly, found wrongly."""
    tally = collections.defaultdict(lambda: [0, 0, 0])
    for key, it in pairs.items():
        for kind in (it["kind"], "all"):
            tally[kind][0] += it["shared"] is True
            tally[kind][1] += it["shared"] is True and key in found
            tally[kind][2] += it["shared"] is False and key in found
    for key in found.keys() - pairs.keys():
        for kind in ("unrelated", "all"):
            tally[kind][2] += 1
    return tally


def measures(true, right, wrong):
    p = right / (right + wrong) if right + wrong else 1.0
    r = right / true if true else 1.0
    return p, r, 2 * p * r / (p + r) if p + r else 0.0


def table(tally):
    yield f"{'kind':34} {'pairs':>6} {'found':>6} {'wrong':>6}     P     R    F1"
    for kind, row in sorted(tally.items(), key=lambda it: (it[0] == "all", it[0])):
        yield f"{kind:34} {row[0]:6} {row[1]:6} {row[2]:6} " + " ".join(f"{it:.3f}" for it in measures(*row))


def verdicts():
    with JUDGED.open(encoding="utf8") as file:
        return {frozenset((it["a"], it["b"])): it["verdict"] for it in csv.DictReader(file, delimiter="\t")}


def natural(found):
    """P, R and F1 of natural copies. Verdicts: `copy`; `no`, a note or a quotation in common; `part`, some
    sentences of one agency's text among much else, which is not scored."""
    judged, found = verdicts(), found_pairs(found)
    true = {key for key, it in judged.items() if it == "copy"}
    wrong = [key for key in found if judged.get(key) == "no"]
    p, r, f1 = measures(len(true), len(true & found.keys()), len(wrong))
    unread = sum(key not in judged for key in found)
    return {"f1": f1, "p": p, "r": r, "pairs": len(true), "unjudged_at_most": unread}


def unjudged(found, sources):
    judged, found = verdicts() if JUDGED.exists() else {}, found_pairs(found)
    reports = {it["id"]: it for it in read(sources)}
    near = {frozenset((a, b)): share for a, b, share in contained({k: fours(v) for k, v in reports.items()}) if share >= .3}
    for key in sorted(near.keys() | found.keys(), key=sorted):
        if key not in judged:
            a, b = (reports[it] for it in sorted(key))
            it = found.get(key)
            print(*sorted(key), f"{near.get(key, 0):.2f}", it and f"{it['of_shorter']:.2f} {it['of_longer']:.2f} {it['runs']}",
                  "one story" if a["story"] == b["story"] else "TWO STORIES", len(a["text"].split()), len(b["text"].split()), sep="\t")


if __name__ == "__main__":
    main()
