"""Invents one happening that two hundred reports tell: who said what about a toll on a strait.

    python3 eval/large.py OUT [REPORTS]

Six people speak; each report has some of the same 45 sentences of theirs, as they are, cut, with another
word, or told indirectly; three in ten are copies of an earlier report. The same every time.
"""
import json
import random
import sys

WHO = ("the harbour board|the pilots|the ferry crews|the port of Sellick|the strait patrol|the dredging team|the lighthouse keepers|"
       "the customs house|the tug owners|the cargo inspectors").split("|")
DO = ("will not accept|have again refused|must repay|cannot delay|have never seen|will soon open|may still reject|have measured|"
      "want to close|agreed to share").split("|")
WHAT = ("the new toll of forty crowns|a second survey of the channel|the night closure of the strait|an inquiry into the stranded tanker|"
        "the letter from the capital|the plan for seven new berths|a levy on every passing barge|the count of lost containers|"
        "the winter timetable|the offer of paid leave").split("|")
WHEN = ("before the end of the month|while the storm lasts|without a vote of the council|as long as the talks go on|"
        "since the accident at Veld|under the old treaty|in front of the whole town|despite the warnings of the weather office").split("|")
FIRST = "Ana Tomas Ilse Bram Vera Joren Mila Pell Sunniva Karel Dario Liv Otto Nadja".split()
LAST = "Ruiz Holt Varga Dekker Olsen Maric Brandt Quist Lorne Aster Feld Noor Sand Weyland".split()
ROLES = "harbour minister|union leader|port director|coastguard captain|mayor of Sellick|pilot".split("|")
PLACES = "Harbour Coastal Tarvon Ferrin Ardovia Sellick Norvik Veld Orchard Brenna Lowe Quay Strand Dune".split()
PAPERS = "Post Wire Courier Echo First Herald Gazette Times Mail Star Globe Observer".split()
KEYS = "pilots strait minister toll tanker Sellick harbour berth".split()
SYLLABLES = "ba ce di fo gu ha ki lo mu ne pa ri so tu ve wa ze".split()
SWAPS = {"not": "never", "will": "may", "the": "this"}
N_OUTLETS, N_SENTENCES, N_SPEAKERS = 150, 45, 6


class Teller:
    def __init__(self):
        self.random = random.Random(5)
        self.people = [(f"{first} {last}", ROLES[n % len(ROLES)]) for n, (first, last) in enumerate(zip(FIRST, LAST))]
        sentences = dict.fromkeys(self.sentence() for _ in range(2 * N_SENTENCES))
        self.said = [(it, self.people[n % N_SPEAKERS]) for n, it in enumerate(list(sentences)[:N_SENTENCES])]
        self.outlets = [f"{place} {paper}" for place in PLACES for paper in PAPERS]
        self.random.shuffle(self.outlets)
        self.pool = ["".join(self.random.choices(SYLLABLES, k=self.random.randint(2, 3))) for _ in range(500)]
        self.bodies = []

    def sentence(self):
        return " ".join(self.random.choice(it) for it in (WHO, DO, WHAT, WHEN))

    def varied(self, sentence):
        words, chance = sentence.split(), self.random.random()
        if .45 <= chance < .65:
            words = words[:max(6, len(words) - self.random.randint(2, 5))]
        elif .65 <= chance < .85:
            at = self.random.randrange(len(words))
            words[at] = SWAPS.get(words[at], self.random.choice(["old", "grey", "open", "small"]))
        return " ".join(words)

    def quotation(self, sentence, person, known):
        name = person[0].split()[1] if person in known else f"{person[0]}, the {person[1]},"
        known.add(person)
        words = self.varied(sentence)
        if self.random.random() < .7:
            return f"“{capital(words)},” {name} said on {self.random.choice(['Tuesday', 'Wednesday'])}."
        return f"{name} said that {words}."

    def narration(self, n_words):
        words = (self.random.choice(KEYS if self.random.random() < .35 else self.pool) for _ in range(n_words))
        return capital(" ".join(words)) + "."

    def body(self):
        paragraphs, known = [self.narration(30)], set()
        for sentence, person in self.random.sample(self.said, 8):
            paragraphs.append(self.quotation(sentence, person, known))
        for _ in range(3):
            paragraphs.append(self.quotation(self.sentence(), self.random.choice(self.people), known))
            paragraphs.append(self.narration(14))
        return "\n\n".join(paragraphs)

    def report(self, n):
        outlet, day = self.outlets[n % N_OUTLETS], 4 + min(5, int(self.random.expovariate(.9)))
        is_copy = n > 20 and self.random.random() < .3
        body = self.random.choice(self.bodies) if is_copy else self.body()
        if not is_copy:
            self.bodies.append(body)
        verb = self.random.choice(["clash", "argue", "meet", "dig in"])
        hour, minute = self.random.randrange(24), self.random.randrange(60)
        return {"id": f"large{n}", "outlet": outlet,
                "title": f"Pilots of the strait and minister {verb} over toll as tanker lies aground", "text": body,
                "url": f"https://{outlet.replace(' ', '').lower()}.example/{n}",
                "published": f"2031-03-{day:02}T{hour:02}:{minute:02}:00Z"}


def capital(text):
    return text[0].upper() + text[1:]


def write(path, n_reports=200):
    teller = Teller()
    with open(path, "w", encoding="utf8") as out:
        for n in range(n_reports):
            out.write(json.dumps(teller.report(n), ensure_ascii=False) + "\n")


if __name__ == "__main__":
    write(sys.argv[1], *map(int, sys.argv[2:]))
