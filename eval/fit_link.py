#!/usr/bin/env python3
"""Fit the model that decides whether two statements are one utterance.

    onrecord-eval measures PAIRS.jsonl MEASURES.jsonl
    python3 eval/fit_link.py PAIRS.jsonl MEASURES.jsonl crates/onrecord/data/en/link_model.tsv

Logistic regression with an L2 penalty on standardized measures, by Newton's method; the weights
written are for the measures as they come. Pairs count threefold where words alone do not decide (heavy
alterations, paraphrases, look-alikes). Pairs whose licence forbids commercial use (the Microsoft
Research Paraphrase Corpus) are scored and never fitted on, so that the weights are free. Prints the outside scorer's figures from ten-fold
cross-validation in which pairs that share an utterance stay in one fold; `eval/score.py` asks for
the same ones. Standard library only; the result is the same every time.
"""
import hashlib, json, math, re, sys

PENALTY = 3.0
# How often a pair counts that words alone do not decide.
IMPORTANCE = 3.0
FOLDS = 10
# Ways of making folds: figures are means over them.
ROUNDS = 10
# What SAME of eval/src/pairs.rs is chosen among, and what difference is none: a pair or two in five
# hundred.
THRESHOLDS = [n / 40 for n in range(14, 29)]
AS_GOOD = 0.01


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
    rows = [row for row in rows if row[2] > 0]
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
            for i, u in enumerate(x):
                grad[i] += g * u
                row, u = hess[i], h * u
                for j in range(i + 1):
                    row[j] += u * x[j]
        for i in range(k + 1):
            for j in range(i):
                hess[j][i] = hess[i][j]
        step = solve(hess, grad)
        w = [a - b for a, b in zip(w, step)]
        if max(map(abs, step)) < 1e-4:
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
            for gram in [tuple(words[i:i + 4]) for i in range(len(words) - 3)] or [tuple(words)]:
                if gram in seen:
                    parent[find(pair["id"])] = find(seen[gram])
                else:
                    seen[gram] = pair["id"]
    return [find(pair["id"]) for pair in pairs]


def is_hard(pair):
    return pair["label"] in ("paraphrase", "different") or pair.get("degree") == "heavy"


def training(pairs, found):
    """A row for `fit` of each pair, by the measures `found` for it."""
    importance = lambda it: 0.0 if it.get("source") == "mrpc" else IMPORTANCE if is_hard(it) else 1.0
    return [(found[it["id"]]["measures"], it["label"] != "different", importance(it)) for it in pairs]


def folds_of(pairs, n):
    """A fold for each pair; pairs of one utterance are in one. n names the way of making them."""
    return [int(hashlib.md5(f"{it}{n}".encode()).hexdigest(), 16) % FOLDS for it in utterances(pairs)]


def scores(rows, folds):
    """The score of each pair by a model that saw no pair of its fold."""
    weights = [fit([row for row, f in zip(rows, folds) if f != fold]) for fold in range(FOLDS)]
    return [probability(weights[f], row[0]) for row, f in zip(rows, folds)]


def decisions(pairs, got, folds):
    """Whether each pair is called one utterance, by the threshold that is best for the other folds."""
    rest = lambda fold, of: [it for it, f in zip(of, folds) if f != fold]
    least = [best_threshold(rest(fold, pairs), [rest(fold, got)]) for fold in range(FOLDS)]
    return [score >= least[f] for score, f in zip(got, folds)]


def cross_validated(pairs, rows):
    """The scorer's figures of linking for each way of making folds, and the scores."""
    told, rounds = [], []
    for n in range(ROUNDS):
        folds = folds_of(pairs, n)
        rounds.append(scores(rows, folds))
        told.append(figures(pairs, rounds[-1], decisions(pairs, rounds[-1], folds)))
    return told, rounds


def f1(got):
    tp = sum(p and y for p, y in got)
    return 2 * tp / max(1, sum(p for p, _ in got) + sum(y for _, y in got))


def average_precision(scored):
    """scored: (score, same). As the outside scorer counts it: ties as one step."""
    scored = sorted(scored, key=lambda it: -it[0])
    n, total, right, seen, last = sum(y for _, y in scored), 0.0, 0, 0, 0
    for i, (score, same) in enumerate(scored):
        right, seen = right + same, seen + 1
        if i + 1 == len(scored) or scored[i + 1][0] != score:
            total += (right - last) * right / seen
            last = right
    return total / n if n else 0.0


def recall_at(scored, rate):
    """The most found at a threshold that lets at most this share of the different through."""
    scored = sorted(scored, key=lambda it: -it[0])
    same = sum(y for _, y in scored)
    best = tp = fp = 0
    for i, (score, y) in enumerate(scored):
        tp, fp = tp + y, fp + (not y)
        if fp > rate * (len(scored) - same):
            break
        if i + 1 == len(scored) or scored[i + 1][0] != score:
            best = tp
    return best / same if same else 0.0


def figures(pairs, got, called):
    """The scorer's figures of linking, by its names; `called`: which pairs are called one utterance."""
    rows = [(score, it["label"] != "different", same) for it, score, same in zip(pairs, got, called)]
    hard = [row for it, row in zip(pairs, rows) if is_hard(it)]
    at = lambda rows: f1([(same, y) for _, y, same in rows])
    scored = lambda rows: [(score, y) for score, y, _ in rows]
    return {"link_f1": at(rows), "link_ap": average_precision(scored(rows)), "hard_f1": at(hard),
            "hard_ap": average_precision(scored(hard)), "hard_recall_at_fl05": recall_at(scored(hard), .05)}


def at_threshold(pairs, got, threshold):
    """Linking F1 over all and over the hard part, and recall: a missed pair's label is wrong too."""
    rows = [(score >= threshold, it["label"] != "different", is_hard(it)) for it, score in zip(pairs, got)]
    found = [called for called, same, _ in rows if same]
    return f1([row[:2] for row in rows]), f1([row[:2] for row in rows if row[2]]), sum(found) / max(1, len(found))


def best_threshold(pairs, rounds):
    """Where the three, summed, are best: the middle of the thresholds that are all but as good."""
    found = [(sum(sum(at_threshold(pairs, got, it)) for got in rounds) / len(rounds), it) for it in THRESHOLDS]
    best = [it for value, it in found if value >= max(found)[0] - AS_GOOD]
    return best[len(best) // 2]


def mean(rows):
    return {name: sum(row[name] for row in rows) / len(rows) for name in rows[0]}


def main():
    pairs, found = jsonl(sys.argv[1]), {row["id"]: row for row in jsonl(sys.argv[2])}
    names, rows = found[pairs[0]["id"]]["names"], training(pairs, found)
    told, rounds = cross_validated(pairs, rows)
    for name, value in mean(told).items():
        low, high = min(row[name] for row in told), max(row[name] for row in told)
        print(f"cross-validated {name:20} {value:.3f}   {low:.3f} to {high:.3f}")
    for it in THRESHOLDS:
        of_all, of_hard, recall = (sum(row) / ROUNDS for row in zip(*(at_threshold(pairs, got, it) for got in rounds)))
        print(f"threshold {it:.3f}: linking F1 {of_all:.4f}, hard part {of_hard:.4f}, recall {recall:.4f}")
    print(f"best threshold (SAME of eval/src/pairs.rs): {best_threshold(pairs, rounds):.3f}")
    with open(sys.argv[3], "w", encoding="utf8") as out:
        out.write(f"# Fitted by eval/fit_link.py on {sum(row[2] > 0 for row in rows)} judged pairs of statements; weights for the\n"
                  "# measures of collate/link.rs.\n# measure\tweight\n")
        for name, weight in zip(names + ["bias"], fit(rows)):
            out.write(f"{name}\t{weight:.4f}\n")


if __name__ == "__main__":
    main()
