"""From the network's answers to statements, in short: to see how training goes.

The program's own way (`crates/onrecord-tagger/src/decode.rs`) smooths rows and joins the rules."""

ANCHOR = 0.4


def statements(window, anchors, least=ANCHOR):
    out = []
    spans = window["spans"]
    for at, p, roles in sorted(anchors, key=lambda it: -it[1]):
        if p < least:
            continue
        best = [max(range(4), key=row.__getitem__) for row in roles]
        best[at] = 2
        cue = run_with(best, 2, at)
        runs = {role: runs_of(best, role) for role in (1, 3)}
        weight = lambda r, role: sum(roles[i][role] - roles[i][0] for i in range(*r))
        source = max(runs[1], key=lambda r: weight(r, 1), default=None)
        content = runs[3]
        if not content:
            continue
        out.append({
            "source": [cover(spans, source)] if source else [],
            "cue": [cover(spans, cue)],
            "content": [cover(spans, r) for r in content],
            "p": p,
        })
    return out


def runs_of(best, role):
    runs, i = [], 0
    while i < len(best):
        if best[i] == role:
            j = i
            while j < len(best) and best[j] == role:
                j += 1
            runs.append((i, j))
            i = j
        else:
            i += 1
    return runs


def run_with(best, role, at):
    return next(r for r in runs_of(best, role) if r[0] <= at < r[1])


def cover(spans, run):
    return [spans[run[0]][0], spans[run[1] - 1][1]]
