#!/usr/bin/env python3
"""Builds records of invented crawls of 10,000 reports, 100,000 and so on, adds a day to each and asks
it questions; writes how all that grows into docs/RESULTS.md.

    python3 eval/scale.py [REPORTS]

Runs from the project's root after `cargo build --release -p onrecord-eval -p onrecord-cli`; `make
scale` does both. REPORTS is the largest record (100,000 takes some minutes and 1 GB of disk in the
folder for temporary files, 1,000,000 an hour and ten times as much). The crawl has 10,000 reports a
day, so the three records are one day, ten days and a hundred.
"""
import collections
import datetime
import json
import os
import pathlib
import platform
import sqlite3
import statistics
import sys
import tempfile

import bench

EVAL, COMMAND = "target/release/onrecord-eval", "target/release/onrecord"
SCALE = "<!-- scale: written by make scale -->"
SIZES = (10_000, 100_000, 1_000_000)
A_DAY = 10_000
# Reports that signatures and stories are timed on in one process, without a record.
N_STREAM = 100_000
N_TIMES = 5


def main():
    most = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    os.chdir(bench.ROOT)
    load = os.getloadavg()[0]
    grown = {}
    for n_reports in SIZES:
        if n_reports <= most:
            grown[n_reports] = record_of(n_reports)
            for name, value in grown[n_reports].items():
                print(f"{n_reports:>9,} {name:60} {value}", flush=True)
    stream = [bench.figure(it) for it in bench.timed("stories-speed", str(min(most, N_STREAM)))]
    asked = "" if most == 100_000 else f" REPORTS={most}"
    lines = [SCALE, "", "## Scale", "",
             f"`make scale{asked}`, {datetime.date.today()}, {platform.machine()} {platform.system()}, "
             f"{os.cpu_count()} cores (load {load:.1f} when it began). Crawls invented for it (`eval/src/background`), "
             f"{A_DAY:,} reports a day. Goals: a day into 1,000,000 reports in 60 s, all steps after annotation; "
             "`said` and `stories --about` in 0.1 s; 10,000 reports/s for signatures and stories; "
             "less than 1,000 bytes a report.", "",
             *table(grown), "",
             f"Signatures and stories in one process, one core, {min(most, N_STREAM):,} reports:", "",
             "| step | figure |", "|---|---|", *(f"| {name} | {value} |" for name, value in stream)]
    results = bench.ROOT / "docs/RESULTS.md"
    old = results.read_text(encoding="utf8") if results.exists() else "# Results\n\n"
    before = old.split(SCALE)[0].rstrip("\n")
    results.write_text(before + "\n\n" + "\n".join(lines) + "\n", encoding="utf8")
    print("\n".join(lines[2:]))


def table(grown):
    names = dict.fromkeys(name for figures in grown.values() for name in figures)
    lines = ["| reports | " + " | ".join(f"{it:,}" for it in grown) + " |", "|---" * (len(grown) + 1) + "|"]
    for name in names:
        values = {n: figures[name] for n, figures in grown.items() if name in figures}
        if name.endswith(", s"):
            cells = list(bench.ratios(values, bench.number))
        else:
            cells = [bench.number(it) for it in values.values()]
        lines.append(f"| {name} | " + " | ".join(cells) + " |")
    return lines


def record_of(n_reports):
    """A record is built, scored, asked and added to. All of it is deleted at the end."""
    with tempfile.TemporaryDirectory(prefix="onrecord-scale-") as folder:
        folder = pathlib.Path(folder)
        record, crawl, gold = folder / "onrecord.db", folder / "crawl.jsonl", folder / "gold.jsonl"
        n_days = -(-n_reports // A_DAY)
        written = bench.run(EVAL, "background", n_reports, crawl, "--gold", gold)
        figures = {"crawl written, s": written.seconds, "crawl, MB": crawl.stat().st_size / 1e6}
        figures |= add("built", crawl, record)
        crawl.unlink()
        figures["record, MB"] = size(folder)
        figures |= scores(record, gold, folder)
        gold.unlink()
        figures |= queries(record)
        # The day after the last.
        bench.run(EVAL, "background", n_reports, crawl, "--day", n_days)
        figures |= add(f"a day's {A_DAY:,} reports more", crawl, record)
        return figures


def add(name, crawl, record):
    done = bench.run(COMMAND, "add", crawl, "--tier", "fast", "--json", "--timings", "--record", record)
    steps = json.loads(done.out)["seconds"]
    figures = {f"{name}, s": done.seconds} | {f"{name}: {step}, s": value for step, value in steps.items()}
    figures[f"{name}: all after annotation, s"] = done.seconds - steps["reports"]
    figures[f"{name}: most memory, MB"] = done.megabytes
    return figures


def size(folder):
    return sum(it.stat().st_size for it in folder.glob("onrecord.db*")) / 1e6


def scores(record, gold, folder):
    """Stories and copies against what the crawl was made of."""
    db = sqlite3.connect(f"file:{record}?mode=ro", uri=True)
    rows = db.execute("SELECT report.\"key\", story_id, exemplar.\"key\" FROM witness "
                      "JOIN report ON report.id = report_id "
                      "LEFT JOIN report AS exemplar ON exemplar.id = exemplar_id").fetchall()
    db.close()
    pred = folder / "stories.jsonl"
    with open(pred, "w", encoding="utf8") as file:
        for key, story, _ in rows:
            file.write(json.dumps({"id": key, "story": story}) + "\n")
    figures = {}
    scorer = bench.ROOT / "../shared/measure/story.py"
    if scorer.exists():
        told = json.loads(bench.run("python3", scorer, "--json", gold, pred).out)
        figures |= {f"stories: {it}": told[it] for it in ("bcubed_f1", "bcubed_p", "bcubed_r", "pair_f1")}
    pred.unlink()
    with open(gold, encoding="utf8") as file:
        expected = {it["id"]: it["copy_of"] or it["id"] for it in map(json.loads, file)}
    exemplar = {key: of for key, _, of in rows}
    found = {key: head(exemplar, key) for key in exemplar}
    return figures | copies(expected, found)


def head(exemplar, key):
    """The report that a chain of copies leads to."""
    for _ in range(len(exemplar)):
        if exemplar.get(key) is None:
            break
        key = exemplar[key]
    return key


def copies(expected, found):
    """Pairs of reports that are of one text."""
    def n_pairs(labels):
        return sum(n * (n - 1) // 2 for n in collections.Counter(labels).values())
    both = n_pairs((expected[it], found[it]) for it in found)
    precision = both / max(1, n_pairs(found.values()))
    recall = both / max(1, n_pairs(expected[it] for it in found))
    f1 = 2 * precision * recall / max(1e-9, precision + recall)
    return {"copies: pair_f1": f1, "copies: pair_p": precision, "copies: pair_r": recall}


def queries(record):
    """Whole commands, with the file in the system's memory: the middle time of some."""
    db = sqlite3.connect(f"file:{record}?mode=ro", uri=True)
    speaker, said = db.execute("SELECT speaker, words FROM statement WHERE speaker LIKE '% %' "
                               "AND length(words) > 60 ORDER BY id LIMIT 1").fetchone()
    story, title = db.execute("SELECT id, title FROM story WHERE n_reports BETWEEN 20 AND 30 "
                              "ORDER BY id LIMIT 1").fetchone()
    db.close()
    # The rarest in them: the longest.
    word = max(said.split(), key=len).strip("“”’.,")
    about = sorted(title.split(), key=len)[-2:]
    asked = {
        "said NAME WORD": ("said", speaker, word),
        "stories --about TWO WORDS": ("stories", "--about", " ".join(about)),
        "stories": ("stories",),
        "show STORY of 20 to 30 reports": ("show", story),
    }
    figures = {}
    for name, command in asked.items():
        times = [bench.run(COMMAND, *command, "--record", record).seconds for _ in range(N_TIMES + 1)]
        figures[f"{name}, s"] = statistics.median(times[1:])
    return figures


if __name__ == "__main__":
    main()
