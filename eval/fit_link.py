#!/usr/bin/env python3
"""Fit the model that decides whether two statements are one utterance.

    onrecord-eval measures PAIRS.jsonl MEASURES.jsonl
    python3 eval/fit_link.py PAIRS.jsonl MEASURES.jsonl crates/onrecord/data/en/link_model.tsv

Logistic regression with an L2 penalty on standardized measures, by Newton's method; the weights
written are for the measures as they come. Pairs count twice where words alone do not decide (heavy
alterations, paraphrases, look-alikes). Prints figures from ten-fold cross-validation in which pairs
that share an utterance stay in one fold. Standard library only; the result is the same every time.
"""
import hashlib, json, math, re, sys

PENALTY = 10.0
FOLDS = 10
ROUNDS = 5
# As SAME in eval/src/pairs.rs.
SAME = 0.45


def jsonl(path):
    with open(path, encoding="utf8") as lines:
        return [json.loads(line) for line in lines if line.strip()]


def solve(a, b):
    """Gauss-Jordan elimination with pivots."""
    n = len(b)
    m = [row[:] + [b[i]] for i, row in enumerate(a)]
    for c in range(n):
        p = max(range(c, n), key=lambda r: abs(m[r][c]))
        m[c], m[p] = m[p], m[c]
        for r in range(n):
            if r != c:
                f = m[r][c] / m[c][c]
                if f:
                    m[r] = [x - f * y for x, y in zip(m[r], m[c])]
    return [m[i][n] / m[i][i] for i in range(n)]


def probability(weights, x):
    z = weights[-1] + sum(w * v for w, v in zip(weights, x))
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, z))))


def fit(rows):
    """rows: (measures, same, importance). Weights for raw measures, bias last."""
    k = len(rows[0][0])
    mean = [sum(x[j] for x, _, _ in rows) / len(rows) for j in range(k)]
    dev = [max(1e-6, math.sqrt(sum((x[j] - mean[j]) ** 2 for x, _, _ in rows) / len(rows))) for j in range(k)]
    std = [([(x[j] - mean[j]) / dev[j] for j in range(k)] + [1.0], y, i) for x, y, i in rows]
    w = [0.0] * (k + 1)
    for _ in range(25):
        grad = [PENALTY * v for v in w[:k]] + [0.0]
        hess = [[PENALTY if i == j and i < k else 0.0 for j in range(k + 1)] for i in range(k + 1)]
        for x, y, importance in std:
            z = sum(a * b for a, b in zip(w, x))
            p = 1 / (1 + math.exp(-max(-30.0, min(30.0, z))))
            g, h = importance * (p - y), importance * p * (1 - p)
            for i in range(k + 1):
                grad[i] += g * x[i]
                for j in range(k + 1):
                    hess[i][j] += h * x[i] * x[j]
        step = solve(hess, grad)
        w = [a - b for a, b in zip(w, step)]
        if max(map(abs, step)) < 1e-6:
            break
    raw = [w[j] / dev[j] for j in range(k)]
    return raw + [w[k] - sum(raw[j] * mean[j] for j in range(k))]


def utterances(pairs):
    """An utterance's name for each pair: pairs that share a run of four words have one name."""
    parent = {}

    def find(x):
        parent.setdefault(x, x)
        while parent[x] != x:
            x = parent[x]
        return x

    seen = {}
    for pair in pairs:
        for text in (pair["a"], pair["b"]):
            words = re.findall(r"\w+", text.lower())
            for gram in {tuple(words[i:i + 4]) for i in range(len(words) - 3)} or {tuple(words)}:
                if gram in seen:
                    parent[find(pair["id"])] = find(seen[gram])
                else:
                    seen[gram] = pair["id"]
    return [find(pair["id"]) for pair in pairs]


def f1(got):
    tp = sum(p and y for p, y in got)
    return 2 * tp / max(1, sum(p for p, _ in got) + sum(y for _, y in got))


def main():
    pairs, found = jsonl(sys.argv[1]), {row["id"]: row for row in jsonl(sys.argv[2])}
    names = found[pairs[0]["id"]]["names"]
    is_hard = [p["label"] in ("paraphrase", "different") or p.get("degree") == "heavy" for p in pairs]
    rows = [(found[p["id"]]["measures"], p["label"] != "different", 2.0 if hard else 1.0)
            for p, hard in zip(pairs, is_hard)]
    groups = utterances(pairs)
    totals = [0.0, 0.0]
    for n in range(ROUNDS):
        folds = [int(hashlib.md5(f"{g}{n}".encode()).hexdigest(), 16) % FOLDS for g in groups]
        got = [None] * len(rows)
        for fold in range(FOLDS):
            weights = fit([row for row, f in zip(rows, folds) if f != fold])
            for i, f in enumerate(folds):
                if f == fold:
                    got[i] = (probability(weights, rows[i][0]) >= SAME, rows[i][1])
        hard = [g for g, h in zip(got, is_hard) if h]
        print(f"cross-validation {n + 1}: linking F1 {f1(got):.3f}, hard part {f1(hard):.3f}")
        totals = [totals[0] + f1(got), totals[1] + f1(hard)]
    print(f"mean: linking F1 {totals[0] / ROUNDS:.3f}, hard part {totals[1] / ROUNDS:.3f}")
    with open(sys.argv[3], "w", encoding="utf8") as out:
        out.write(f"# Fitted by eval/fit_link.py on {len(pairs)} judged pairs of statements; weights for the\n"
                  "# measures of collate/link.rs.\n# measure\tweight\n")
        for name, weight in zip(names + ["bias"], fit(rows)):
            out.write(f"{name}\t{weight:.4f}\n")


main()
