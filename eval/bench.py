#!/usr/bin/env python3
"""Times each step and a whole `add`, and writes the figures into docs/RESULTS.md.

Runs from the project's root after `cargo build --release -p onrecord-eval -p onrecord-cli`; `make
bench` does both. Uses ../shared where it is, else corpus/.
"""
import datetime
import json
import os
import pathlib
import platform
import resource
import subprocess
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent
SHARED = pathlib.Path("../shared/data")
SPEED = "<!-- speed: written by make bench -->"


def main():
    os.chdir(ROOT)
    pages, texts = SHARED / "pages/html", SHARED / "polnear/train.jsonl"
    if not texts.exists():
        pages, texts = pathlib.Path("corpus/strait-talks"), pathlib.Path("corpus/ferrin-echo.jsonl")
    rows = []
    one_core = ["taskset", "-c", str(min(os.sched_getaffinity(0)))]
    for verb in (["speed", pages, texts], ["collate-speed", "1000000"]):
        timed = subprocess.run([*one_core, "target/release/onrecord-eval", *verb],
                               check=True, capture_output=True, text=True)
        for line in timed.stdout.splitlines():
            row = json.loads(line)
            rows.append((row["step"] + ", one core", f"{row['value']:,.1f} {row['unit']}"))
    with tempfile.TemporaryDirectory() as folder:
        start = time.monotonic()
        record = pathlib.Path(folder) / "bench.db"
        done = subprocess.run(["target/release/onrecord", "add", texts, "--record", record],
                              capture_output=True, text=True)
        seconds = time.monotonic() - start
        if done.returncode != 0:
            rows.append(("add", f"exit status {done.returncode}: {done.stderr.strip()[-200:]}"))
        peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
        rows.append((f"add, {os.cpu_count()} cores, whole command", f"{seconds:.1f} s"))
        rows.append(("add, most memory", f"{peak:.0f} MB"))
        rows.append(("record", f"{record.stat().st_size / 1e6:.1f} MB for {texts.stat().st_size / 1e6:.1f} MB of JSONL"))
    lines = [SPEED, "", "## Speed", "", f"`make bench`, {datetime.date.today()}, {os.cpu_count()} cores, "
             f"{platform.machine()} Linux; pages from `{pages}`, texts from `{texts}`.", "",
             "| step | figure |", "|---|---|"] + [f"| {name} | {value} |" for name, value in rows]
    results = ROOT / "docs/RESULTS.md"
    old = results.read_text(encoding="utf8") if results.exists() else "# Results\n\n"
    results.write_text(old.split(SPEED)[0] + "\n".join(lines) + "\n", encoding="utf8")
    for name, value in rows:
        print(f"{name:44} {value}")


if __name__ == "__main__":
    main()
