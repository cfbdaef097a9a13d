#!/usr/bin/env python3
"""Make synonyms.tsv from WordNet 3.1.

    python3 synonyms.py DICT > groups.tsv      DICT: WordNet's folder with index.sense and data.*

A group is a set of synonyms. A word is in it if WordNet's tagged texts have it in that sense at
least once, and the sense is among its first four or makes up a seventh of its uses; or if it is the
word's only sense and nothing is tagged. Groups with no word met three times are left out. The
licence goes on top of the file by hand.
"""
import collections, re, sys

POS = {"1": "n", "2": "v", "3": "a", "4": "r", "5": "a"}
seen, rank, uses, met = collections.Counter(), {}, collections.Counter(), collections.Counter()
for line in open(f"{sys.argv[1]}/index.sense"):
    key, offset, number, count = line.split()
    lemma, sense = key.split("%")
    pos = POS[sense[0]]
    seen[lemma, pos, offset], rank[lemma, pos, offset] = int(count), int(number)
    uses[lemma, pos] += int(count)
    met[lemma] += int(count)

groups = set()
for pos, name in (("n", "noun"), ("v", "verb"), ("a", "adj"), ("r", "adv")):
    for line in open(f"{sys.argv[1]}/data.{name}"):
        if line.startswith("  "):
            continue
        field = line.split(" | ")[0].split()
        words = [field[4 + 2 * i].split("(")[0] for i in range(int(field[3], 16))]
        group = set()
        for word in words:
            key = (word, pos, field[0])
            if not re.fullmatch("[a-z]{3,}", word):
                continue
            everyday = seen[key] >= 1 and (rank.get(key, 99) <= 4 or seen[key] >= .15 * uses[word, pos])
            only = rank.get(key) == 1 and len(words) <= 8 and not uses[word, pos]
            if everyday or only:
                group.add(word)
        if len(group) > 1 and any(met[word] >= 3 for word in group):
            groups.add(tuple(sorted(group)))

of_word = collections.defaultdict(list)
for n, group in enumerate(sorted(groups)):
    for word in group:
        of_word[word].append(n)
print("# word\tnumbers of its groups")
for word in sorted(of_word):
    print(word, " ".join(map(str, of_word[word])), sep="\t")
