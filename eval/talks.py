#!/usr/bin/env python3
"""The two seed reports: is all that a careful reader lists of the talks found, by the right account?

    eval/talks.py COMMAND [--list]     COMMAND: the onrecord command, such as target/debug/onrecord

../shared/seeds/expected.json lists the talks. Each of its entries is looked for in what
`onrecord talks --json` gives for a record of the two reports, and so are the traps: a phase that
nobody is the source of must be the outlet's, talks named only in passing must have no phase. Prints
"absent" where the seeds are not there.
"""
import json
import pathlib
import subprocess
import sys
import tempfile

SEEDS = pathlib.Path("../shared/seeds")
NAMES = {"hamas": "hamas", "united states": "united states", "hezbollah": "hizballah"}


def talks(command):
    files = sorted(map(str, SEEDS.glob("*.txt")))
    with tempfile.TemporaryDirectory() as folder:
        record = str(pathlib.Path(folder) / "seeds.db")
        subprocess.run([command, "add", *files, "--record", record, "--tier", "fast"], check=True,
                       capture_output=True)
        done = subprocess.run([command, "talks", "--record", record, "--json"], capture_output=True,
                              text=True)
        return json.loads(done.stdout)


def name(it):
    return NAMES.get(it.lower(), it.lower())


def accounts(one, places):
    """Speakers of some turns; None is the outlet."""
    return {one["turns"][it]["account"]["speaker"] for it in places}


def of_miller(speakers):
    return "Matthew Miller" in speakers


def judge(listed, found):
    """Pairs of what is listed and whether it is there."""
    one = max(found, key=lambda it: len(it["turns"]), default=None)
    if one is None:
        yield "any talks", False
        return
    turns, status = one["turns"], one["status"]
    parties = {it["name"].lower() for it in one["parties"]}
    yield "parties", parties == {name(it["name"]) for it in listed["parties"]}
    for it in listed["third_parties"]:
        unnamed = it["name"].startswith("unnamed")
        mine = [third for third in one["third_parties"] if third["role"] == it["role"]
                and ("partners" in third["name"] if unnamed else third["name"].lower() == name(it["name"]))]
        told = set().union(*(accounts(one, third["turns"]) for third in mine))
        want = {None if "outlet" in voice else "Matthew Miller" for voice in it["voice"].values()}
        yield f"{it['role']} {it['name']}", want <= told
    yield "issues", {"ceasefire", "release"} == set(one["issues"])
    yield "format", one["format"] == listed["format"]

    def tells(phase, speaker, by=None):
        return any(it["phase"] == phase and it["account"]["speaker"] == speaker
                   and (by is None or [name(b) for b in it["by"]] == [by]) for it in status)
    yield "refused by Hamas, says Miller", tells("refused", "Matthew Miller", "hamas")
    yield "not advancing, says Miller", tells("stalled", "Matthew Miller")
    yield "dormant, says the outlet", tells("stalled", None)
    yield "still relevant, says Miller", tells("open", "Matthew Miller")
    since = " ".join(it["since"] or "" for it in turns)
    yield "since: weeks", all(it in since for it in listed["since"]["stated"])
    yield "since: before the fighting", "precedes" in since and "predates" in since
    yield "refused again", any(it["again"] and it["phase"] == "refused" for it in status)
    yield "waiting for Hamas, inferred", any(
        [name(it) for it in one_["for"]] == ["hamas"] and not one_["told"] for one_ in one["waiting"])

    def obstacle(part, how, speaker):
        return any(part in it["what"] and speaker(accounts(one, it[how])) for it in one["obstacles"])
    yield "obstacle: unwillingness", obstacle("unwilling", "asserted", of_miller)
    yield "obstacle: the fighting, wondered", obstacle("Hezbollah", "asked", lambda it: {"some observers", "a journalist"} <= it)
    yield "obstacle: the fighting, denied", obstacle("Hezbollah", "denied", of_miller)
    yield "obstacle: effort, denied", obstacle("lack of effort", "denied", of_miller)
    conditions = [turns[it] for it in one["conditions"]]
    yield "condition: Hezbollah", any(
        it["account"]["speaker"] == "Hassan Nasrallah" and [name(b["name"]) for b in it["by"]] == ["hizballah"]
        and it["what"] and it["then"] for it in conditions)
    yield "need: hard decisions", any(of_miller({it["account"]["speaker"]}) and "decisions" in (it["what"] or "")
                                      for it in conditions)
    linkage = [turns[it] for it in one["linkage"]]
    yield "linkage: Nasrallah", any(it["account"]["speaker"] == "Hassan Nasrallah" for it in linkage)
    yield "linkage: denied by Miller", any(
        it["account"]["speaker"] == "Matthew Miller" and it["standing"] == "negated" for it in linkage)
    yield "not heard", {name(it) for it in listed["not_heard"]} == {name(it) for it in one["not_heard"]}
    # Traps.
    own = [it for it in turns if "officially" in it["words"]]
    yield "trap: officially refuses is the outlet's", bool(own) and all(
        it["account"]["speaker"] is None for it in own)
    yield "trap: Hamas vouches for nothing", not any(
        (it["account"]["speaker"] or "").lower() == "hamas" for it in turns)
    yield "trap: a question tells no phase", not any(
        it["account"]["act"] == "asked" or "journalist" in (it["account"]["speaker"] or "") for it in status)


def judged(command):
    """Each entry of the list and whether the command finds it; the second talks are optional."""
    listed = json.loads((SEEDS / "expected.json").read_text(encoding="utf8"))["talks"]
    found = talks(command)
    yield from judge(listed[0], found)
    lebanon = [it for it in found if any("Lebanon" in party["name"] for party in it["parties"])]
    yield "mentioned only: the other talks (optional)", any(it["mentioned_only"] for it in lebanon)


def main():
    try:
        rows = list(judged(sys.argv[1]))
    except FileNotFoundError as absent:
        print(f"absent ({absent.filename})")
        return
    print(f"found {sum(it[1] for it in rows)} of {len(rows)}")
    if "--list" in sys.argv:
        print(*[f"missed: {it[0]}" for it in rows if not it[1]], sep="\n")


if __name__ == "__main__":
    main()
