#!/usr/bin/env python3
"""Serves a record of an invented crawl, asks for pages of every kind over many connections at once,
and writes how long they took into docs/RESULTS.md.

    python3 eval/load.py [REPORTS]

Runs from the project's root after `cargo build --release -p onrecord-eval -p onrecord-cli`; `make
load` does both. The record is kept in target/load for the next time.
"""
import datetime
import json
import os
import pathlib
import platform
import subprocess
import sys

import bench
import large
from scale import COMMAND, EVAL, SCALE

N_CONNECTIONS = 32


def main():
    n_reports = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    os.chdir(bench.ROOT)
    load = os.getloadavg()[0]
    folder = pathlib.Path("target/load")
    folder.mkdir(parents=True, exist_ok=True)
    record = folder / f"{n_reports}.db"
    if not record.exists():
        crawl = folder / "crawl.jsonl"
        bench.run(EVAL, "background", n_reports, crawl)
        part = record.with_suffix(".part")
        bench.run(COMMAND, "add", crawl, "--tier", "fast", "--record", part)
        part.rename(record)
        crawl.unlink()
    # The crawl has no story so large. Adding it again changes nothing.
    story = folder / "large.jsonl"
    large.write(story)
    bench.run(COMMAND, "add", story, "--tier", "fast", "--record", record)
    served = subprocess.Popen([COMMAND, "serve", "--port", "0", "--record", record],
                              stderr=subprocess.PIPE, text=True)
    try:
        server = next(it for it in served.stderr.readline().split() if it.startswith("http://"))
        addresses = folder / "addresses.tsv"
        bench.run(EVAL, "load-addresses", server, addresses)
        asked = bench.run(EVAL, "load", server, addresses, "--connections", N_CONNECTIONS, "--seconds", 3)
    finally:
        served.terminate()
    lines = [bench.LOAD, "", "## Load", "",
             f"`make load`, {datetime.date.today()}, {platform.machine()} {platform.system()}, {os.cpu_count()} cores "
             f"(load {load:.1f} when it began). A record of {n_reports:,} invented reports, {N_CONNECTIONS} connections over loopback that "
             "each ask again as soon as they have an answer, server and asker on the same cores. First: each address once. Again: "
             "the same, kept by the server. Goal: 50 ms at the 99th percentile; `/story/{id}, large`, the ledger of a story of 200 reports "
             "(`eval/large.py`), asked alone: 150 ms and 500 kB.", "",
             "| page | visit | requests | errors | p50, ms | p99, ms | requests/s | largest, kB |", "|---|---|---|---|---|---|---|---|"]
    for it in map(json.loads, asked.out.splitlines()):
        lines.append(f"| `{it['kind']}` | {it['visit']} | {it['requests']:,} | {it['errors']} | {it['p50']:.1f} | {it['p99']:.1f} | "
                     f"{it['requests'] / max(it['seconds'], 1e-9):,.0f} | {it['largest'] / 1e3:.0f} |")
    results = bench.ROOT / "docs/RESULTS.md"
    before, _, scale = results.read_text(encoding="utf8").partition(SCALE)
    before = before.split(bench.LOAD)[0].rstrip("\n")
    text = before + "\n\n" + "\n".join(lines) + "\n"
    results.write_text(text + (f"\n{SCALE}{scale}" if scale else ""), encoding="utf8")
    print("\n".join(lines[2:]))


if __name__ == "__main__":
    main()
