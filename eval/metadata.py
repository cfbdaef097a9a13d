#!/usr/bin/env python3
"""How often title, author and day come out as the page itself declares them.

    metadata.py HTML_DIR PREDICTIONS.json [-v]

HTML_DIR holds saved pages (`<id>.html[.gz]`), PREDICTIONS is what `onrecord-eval pages` wrote. What a
page declares is read here anew, without any of our code: JSON-LD, meta tags, itemprop, <h1>, <title>.
A page that declares an author or a day nowhere is left out of that figure; those without a day are
counted as "undated", right when we give none. -v prints each page that differs.
"""
import datetime
import gzip
import html
import json
import pathlib
import re
import sys
from html.parser import HTMLParser

AUTHOR = ("author", "article:author", "parsely-author", "sailthru.author", "dc.creator", "byl")
DAY = ("article:published_time", "og:article:published_time", "datepublished", "parsely-pub-date", "pubdate",
       "date", "sailthru.date", "dc.date.issued", "dcterms.created", "publish-date", "publishdate",
       "publication_date", "article.published", "og:pubdate", "displaydate")


class Declared(HTMLParser):
    """Everything a page says of itself, as lists of words."""

    def __init__(self):
        super().__init__()
        self.meta, self.ld, self.h1, self.title, self.props, self.times = [], [], [], "", [], []
        self.inside = None

    def handle_starttag(self, tag, attrs):
        attrs = {k: v or "" for k, v in attrs}
        self.inside = tag if tag in ("h1", "title") else self.inside
        if tag == "h1":
            self.h1.append("")
        if tag == "script" and "ld+json" in attrs.get("type", ""):
            self.inside = "ld"
            self.ld.append("")
        if tag == "meta":
            for key in ("property", "name", "itemprop"):
                self.meta.append((attrs.get(key, "").lower(), attrs.get("content", "")))
        elif "itemprop" in attrs:
            self.props.append((attrs["itemprop"].lower(), attrs.get("content") or attrs.get("datetime", "")))
        if tag == "time" and attrs.get("datetime"):
            self.times.append(attrs["datetime"])

    def handle_endtag(self, tag):
        if tag in ("h1", "title", "script"):
            self.inside = None

    def handle_data(self, data):
        if self.inside == "ld":
            self.ld[-1] += data
        elif self.inside == "h1":
            self.h1[-1] += data
        elif self.inside == "title":
            self.title += data

    def named(self, keys):
        return [v for k, v in self.meta + self.props if k in keys and v]

    def articles(self):
        for text in self.ld:
            try:
                yield from articles(json.loads(text, strict=False))
            except ValueError:
                continue


def articles(value):
    if isinstance(value, list):
        for it in value:
            yield from articles(it)
    elif isinstance(value, dict):
        kinds = value.get("@type")
        kinds = kinds if isinstance(kinds, list) else [kinds]
        if any(str(it).endswith(("Article", "Posting")) for it in kinds):
            yield value
        for it in value.values():
            yield from articles(it)


def names(value):
    values = value if isinstance(value, list) else [value]
    return [str(it.get("name") if isinstance(it, dict) else it) for it in values if it]


def plain(words):
    words = re.sub(r"\W+", " ", html.unescape(html.unescape(words or ""))).strip().lower()
    return re.sub(r"^(by|von|por) ", "", words)


def days(words):
    """The days a declared time may stand for."""
    iso = re.search(r"(\d{4})[-/]?(\d\d)[-/]?(\d\d)", words)
    if iso and int(iso[1]) > 1900:
        return {f"{iso[1]}-{iso[2]}-{iso[3]}"}
    for form in ("%B %d %Y", "%b %d %Y", "%d %B %Y", "%d %b %Y"):
        for run in re.findall(r"[A-Za-z]+\.? \d+,? \d{4}|\d+ [A-Za-z]+ \d{4}", words):
            try:
                return {datetime.datetime.strptime(run.replace(",", "").replace(".", ""), form).date().isoformat()}
            except ValueError:
                continue
    return set()


def main():
    folder, predictions = pathlib.Path(sys.argv[1]), json.loads(pathlib.Path(sys.argv[2]).read_text("utf8"))
    counts = {}

    def count(what, right, page, ours, theirs):
        counts.setdefault(what, []).append(right)
        if not right and "-v" in sys.argv:
            print(f"{page[:8]} {what}: {ours!r}, declared {theirs[:3]}")

    for path in sorted(folder.iterdir()):
        page = path.name.split(".")[0]
        raw = path.read_bytes()
        text = (gzip.decompress(raw) if raw[:2] == b"\x1f\x8b" else raw).decode("utf8", "replace")
        told = Declared()
        told.feed(text)
        found, ours = list(told.articles()), predictions.get(page) or {}
        titles = [str(it["headline"]) for it in found if it.get("headline")] + told.named(("og:title", "twitter:title"))
        titles += told.h1 + [told.title]
        title = plain(ours.get("headline"))
        begins = len(title) > 15 and any(plain(it).startswith(title) for it in titles)
        count("title", begins or title in map(plain, titles), page, ours.get("headline"), titles)
        authors = [", ".join(names(it["author"])) for it in found if it.get("author")] + told.named(AUTHOR)
        authors = [it for it in authors if plain(it) not in ("", "none") and not it.startswith("http")]
        if authors:
            several = plain(" ".join(dict.fromkeys(authors)))
            right = plain(ours.get("author")) in {*map(plain, authors), several}
            count("author", right, page, ours.get("author"), authors)
        declared = [str(it["datePublished"]) for it in found if it.get("datePublished")] + told.named(DAY)
        declared = [it for it in declared if days(it)]
        if declared:
            right = any(ours.get("datePublished") in days(it) for it in declared)
            count("day", right, page, ours.get("datePublished"), declared)
        elif not re.search(r'"?datePublished"?', text) and len(told.times) != 1:
            count("undated", ours.get("datePublished") is None, page, ours.get("datePublished"), told.times)
    for what, rights in counts.items():
        print(json.dumps({"figure": what, "right": sum(rights), "of": len(rights)}))


if __name__ == "__main__":
    main()
