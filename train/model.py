"""The accurate tier's network: six layers of MiniLM, then statements by their cues.

The encoder reads a window of paragraphs. A token that opens a cue is an *anchor*; for each anchor two
more, narrower layers read the window again with the anchor marked, and says of every token whether
it is source, cue or content of that anchor's statement. Linking is thus learned, not patched on."""
import math

import torch
from torch import nn
import torch.nn.functional as F

ROLES = 4  # none, source, cue, content
FEATURES = {"shape": 5, "quote": 4, "role": 5, "heading": 2}  # role 4: the rules were not asked
FAR = 63  # distances from the anchor are told apart up to here


class Drop(nn.Module):
    """Dropout with one mask for all places of a window: as good a check on overfitting, and a CPU
    draws few random numbers."""

    def __init__(self, p):
        super().__init__()
        self.p = p

    def forward(self, x):
        if not self.training or self.p == 0:
            return x
        return x * (torch.rand(x.shape[0], 1, x.shape[2]) > self.p).to(x.dtype) / (1 - self.p)


class Layer(nn.Module):
    def __init__(self, d, heads, wide, drop, eps=1e-12):
        super().__init__()
        self.heads = heads
        self.qkv = nn.Linear(d, 3 * d)
        self.out = nn.Linear(d, d)
        self.norm1 = nn.LayerNorm(d, eps=eps)
        self.up = nn.Linear(d, wide)
        self.down = nn.Linear(wide, d)
        self.norm2 = nn.LayerNorm(d, eps=eps)
        self.drop = Drop(drop)

    def forward(self, x, mask):
        b, n, d = x.shape
        q, k, v = self.qkv(x).view(b, n, 3, self.heads, d // self.heads).permute(2, 0, 3, 1, 4)
        mixed = F.scaled_dot_product_attention(q, k, v, attn_mask=mask)
        x = self.norm1(x + self.drop(self.out(mixed.transpose(1, 2).reshape(b, n, d))))
        return self.norm2(x + self.drop(self.down(F.gelu(self.up(x)))))


class Tagger(nn.Module):
    def __init__(self, d=384, layers=6, heads=12, narrow=192, narrow_heads=6, narrow_layers=2, drop=0.1, vocab=30522, positions=256):
        super().__init__()
        self.words = nn.Embedding(vocab, d)
        self.places = nn.Embedding(positions, d)
        self.features = nn.ModuleDict({k: nn.Embedding(n, d) for k, n in FEATURES.items()})
        for table in self.features.values():
            nn.init.zeros_(table.weight)
        self.norm = nn.LayerNorm(d, eps=1e-12)
        self.drop = Drop(drop)
        self.layers = nn.ModuleList(Layer(d, heads, 4 * d, drop) for _ in range(layers))
        self.anchor = nn.Sequential(nn.Linear(d, d // 2), nn.GELU(), nn.Linear(d // 2, 1))
        self.narrow = nn.Linear(d, narrow)
        self.marked = nn.Linear(d, narrow)
        self.distance = nn.Embedding(2 * FAR + 1, narrow)
        self.enter = nn.LayerNorm(narrow)
        self.readers = nn.ModuleList(Layer(narrow, narrow_heads, 4 * narrow, drop, eps=1e-5) for _ in range(narrow_layers))
        self.role = nn.Linear(narrow, ROLES)
        nn.init.normal_(self.distance.weight, std=0.02)

    def encode(self, pieces, features, piece_mask, first):
        """Vectors of the tokens: those of their first pieces."""
        x = self.words(pieces) + self.places.weight[: pieces.shape[1]]
        for name, table in self.features.items():
            x = x + table(features[name])
        x = self.drop(self.norm(x))
        mask = piece_mask[:, None, None, :]
        for layer in self.layers:
            x = layer(x, mask)
        return x.gather(1, first[..., None].expand(-1, -1, x.shape[-1]))

    def anchors(self, tokens):
        return self.anchor(tokens).squeeze(-1)

    def read(self, tokens, token_mask, window, at):
        """Roles of every token for anchors: `window[i]` is the row of anchor i, `at[i]` its token."""
        n = tokens.shape[1]
        distance = (torch.arange(n) - at[:, None]).clamp(-FAR, FAR) + FAR
        marked = self.marked(tokens[window, at])
        x = self.enter(self.narrow(tokens)[window] + self.distance(distance) + marked[:, None])
        mask = token_mask[window][:, None, None, :]
        for reader in self.readers:
            x = reader(x, mask)
        return self.role(x)


def start_from(model, path):
    """The encoder's first weights: all-MiniLM-L6-v2 (Apache-2.0)."""
    from safetensors.torch import load_file
    w = load_file(path)
    with torch.no_grad():
        model.words.weight.copy_(w["embeddings.word_embeddings.weight"])
        places = w["embeddings.position_embeddings.weight"][: model.places.num_embeddings]
        model.places.weight.copy_(places + w["embeddings.token_type_embeddings.weight"][0])
        model.norm.weight.copy_(w["embeddings.LayerNorm.weight"])
        model.norm.bias.copy_(w["embeddings.LayerNorm.bias"])
        for n, layer in enumerate(model.layers):
            p = f"encoder.layer.{n}."
            for part in ("weight", "bias"):
                qkv = [w[f"{p}attention.self.{it}.{part}"] for it in ("query", "key", "value")]
                getattr(layer.qkv, part).copy_(torch.cat(qkv))
                getattr(layer.out, part).copy_(w[f"{p}attention.output.dense.{part}"])
                getattr(layer.norm1, part).copy_(w[f"{p}attention.output.LayerNorm.{part}"])
                getattr(layer.up, part).copy_(w[f"{p}intermediate.dense.{part}"])
                getattr(layer.down, part).copy_(w[f"{p}output.dense.{part}"])
                getattr(layer.norm2, part).copy_(w[f"{p}output.LayerNorm.{part}"])
