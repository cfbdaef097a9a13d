#!/usr/bin/env python3
"""Times each step and a whole `add`, and writes the figures into docs/RESULTS.md.

    python3 eval/bench.py [STATEMENTS]

Runs from the project's root after `cargo build --release -p onrecord-eval -p onrecord-cli`; `make
bench` does both. Uses ../shared where it is, else corpus/. Collation is timed on invented records of
10,000 statements, 100,000 and so on, up to STATEMENTS (100,000 takes a minute, 1,000,000 four).
"""
import collections
import datetime
import itertools
import json
import math
import os
import pathlib
import platform
import shutil
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent
SHARED = pathlib.Path("../shared/data")
# Reports that the accurate tier is timed on: it reads some ten a second.
N_ACCURATE = 100
SPEED = "<!-- speed: written by make bench -->"
LOAD = "<!-- load: written by make load -->"
# What follows is written by eval/scale.py.
SCALE = "<!-- scale: written by make scale -->"


def main():
    statements = sys.argv[1] if len(sys.argv) > 1 else "100000"
    os.chdir(ROOT)
    load = os.getloadavg()[0]
    pages, texts = SHARED / "pages/html", SHARED / "polnear/train.jsonl"
    if not texts.exists():
        pages, texts = pathlib.Path("corpus/strait-talks"), pathlib.Path("corpus/ferrin-echo.jsonl")
    steps = [figure(it) for it in timed("speed", pages, texts)]
    stories = SHARED / "stories/ecb.jsonl"
    if stories.exists():
        # A stream of as many reports made of these, 2,000 a day.
        steps += [figure(it) for it in timed("copies-speed", stories, "100000", "2000")]
    collation, growth = [], {}
    for it in timed("collate-speed", statements):
        if "statements" in it:
            growth.setdefault(f"{it['step']}, {it['unit']}", {})[it["statements"]] = it["value"]
        else:
            collation.append(figure(it))
    steps += add_both(texts)
    asked = "" if statements == "100000" else f" STATEMENTS={statements}"
    lines = [SPEED, "", "## Speed", "",
             f"`make bench{asked}`, {datetime.date.today()}, {platform.machine()} {platform.system()}, "
             f"{os.cpu_count()} cores (load {load:.1f} when it began); pages from "
             f"`{pages}`, texts from `{texts}`. All on one core, processor time, but for `add`.", "",
             "| step | figure |", "|---|---|", *(f"| {name} | {value} |" for name, value in steps), "",
             "### Collation", "",
             "On stories invented for it (`eval/src/invented.rs`), the best of three; records once. "
             "Goals: 50,000 pairs/s; the large story in 2 s.", "",
             "| step | figure |", "|---|---|", *(f"| {name} | {value} |" for name, value in collation), "",
             "### Collation: growth with the number of statements", "",
             "In brackets: how many times the figure before; n log n would give what the first row says.",
             *growth_tables(growth)]
    results = ROOT / "docs/RESULTS.md"
    old = results.read_text(encoding="utf8") if results.exists() else "# Results\n\n"
    # What make load and make scale wrote behind it stays.
    others = [old.index(it) for it in (LOAD, SCALE) if it in old]
    rest = old[min(others):] if others else ""
    before = old[: old.index(SPEED)] if SPEED in old else old[: len(old) - len(rest)]
    results.write_text(before + "\n".join(lines) + "\n\n" + rest, encoding="utf8")
    print("\n".join(lines[2:]))


def timed(*verb):
    """The lines that a verb of onrecord-eval says, run on one core where the system can hold it there."""
    one_core = []
    if shutil.which("taskset"):
        one_core = ["taskset", "-c", str(min(os.sched_getaffinity(0)))]
    done = subprocess.run([*one_core, "target/release/onrecord-eval", *verb],
                          check=True, stdout=subprocess.PIPE, text=True)
    return [json.loads(line) for line in done.stdout.splitlines()]


def figure(row):
    return row["step"], f"{number(row['value'])} {row['unit']}"


def number(value):
    """Three digits that tell, whole numbers whole."""
    if value == round(value) or abs(value) >= 100:
        return f"{value:,.0f}"
    return f"{value:.3g}"


def add_both(texts):
    """A whole `add` by each tier, on all cores: its time, its memory, and the record it makes."""
    with tempfile.TemporaryDirectory() as folder:
        few = pathlib.Path(folder) / "few.jsonl"
        with open(texts, encoding="utf8") as file:
            few.write_text("".join(itertools.islice(file, N_ACCURATE)), encoding="utf8")
        return add(folder, texts, "fast", "") + add(folder, few, "accurate", f", {N_ACCURATE} reports")


Done = collections.namedtuple("Done", "seconds megabytes out")


def run(*command):
    """A command's time, the most memory it had (alone, not those that ran before it), and what it said."""
    command = [str(it) for it in command]
    with tempfile.TemporaryFile() as out:
        start = time.monotonic()
        child = subprocess.Popen(command, stdout=out)
        _, status, used = os.wait4(child.pid, 0)
        seconds = time.monotonic() - start
        child.returncode = os.waitstatus_to_exitcode(status)
        if child.returncode != 0:
            sys.exit(f"{' '.join(command)}: exit status {child.returncode}")
        out.seek(0)
        # In kilobytes; macOS tells bytes.
        peak = used.ru_maxrss / (1024 ** 2 if platform.system() == "Darwin" else 1024)
        return Done(seconds, peak, out.read().decode())


def add(folder, texts, tier, of):
    record = pathlib.Path(folder) / f"{tier}.db"
    command = ["target/release/onrecord", "add", str(texts), "--tier", tier, "--record", str(record)]
    done = run(*command)
    step = f"add, {tier} tier{of}, {os.cpu_count()} cores"
    size = f"{record.stat().st_size / 1e6:.1f} MB for {texts.stat().st_size / 1e6:.1f} MB of JSONL"
    return [(f"{step}: whole command", f"{done.seconds:.1f} s"), (f"{step}: most memory", f"{done.megabytes:.0f} MB"),
            (f"{step}: record", size)]


def growth_tables(growth):
    """A table for the figures that were taken of the same numbers of statements."""
    by_sizes = {}
    for step, values in growth.items():
        by_sizes.setdefault(tuple(values), []).append(step)
    lines = []
    for sizes, steps in by_sizes.items():
        lines += ["", "| statements | " + " | ".join(f"{it:,}" for it in sizes) + " |",
                  "|---" * (len(sizes) + 1) + "|"]
        n_log_n = {it: it * math.log(it) for it in sizes}
        lines.append("| n log n | " + " | ".join(ratios(n_log_n, lambda _: "")) + " |")
        for step in steps:
            grows = step.endswith(", s")
            cells = ratios(growth[step], number) if grows else map(number, growth[step].values())
            lines.append(f"| {step} | " + " | ".join(cells) + " |")
    return lines


def ratios(values, written):
    """Each value, and how many times the one before it is."""
    before = None
    for value in values.values():
        times = f"(× {value / before:.1f})" if before else ""
        yield f"{written(value)} {times}".strip()
        before = value


if __name__ == "__main__":
    main()
