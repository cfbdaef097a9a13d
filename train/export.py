"""Writes trained weights as the two ONNX graphs that the tagger runs.

  export.py OUT.pt FOLDER [--float]

`encoder.onnx`: pieces and what is known of them in, vectors of the tokens and the log odds of their
opening a cue out. `reader.onnx`: the tokens and anchors in, log probabilities of roles out.
Weights are kept in eight bits, with one scale for each row; sums are still made in floats."""
import argparse

import numpy as np
import onnx
import torch
from onnx import helper, numpy_helper

from model import FAR, FEATURES, Tagger


class Encoder(torch.nn.Module):
    def __init__(self, model):
        super().__init__()
        self.model = model

    def forward(self, pieces, shape, quote, role, heading, places, first):
        m = self.model
        x = m.words(pieces) + m.places(places)
        for name, known in zip(FEATURES, (shape, quote, role, heading)):
            x = x + m.features[name](known)
        x = m.norm(x)
        for layer in m.layers:
            x = run(layer, x)
        tokens = x.index_select(1, first)
        return tokens, m.anchors(tokens)


class Reader(torch.nn.Module):
    def __init__(self, model):
        super().__init__()
        self.model = model

    def forward(self, tokens, at, distance):
        m = self.model
        marked = m.marked(tokens.index_select(1, at)).transpose(0, 1)
        x = m.enter(m.narrow(tokens) + m.distance(distance) + marked)
        for reader in m.readers:
            x = run(reader, x)
        return m.role(x).log_softmax(-1)


def run(layer, x):
    """As `Layer.forward`, in operations that every runtime has; no window is padded."""
    d = x.shape[2]
    split = lambda it: it.reshape(it.shape[0], -1, layer.heads, d // layer.heads).transpose(1, 2)
    q, k, v = (split(it) for it in layer.qkv(x).split(d, dim=-1))
    weights = torch.softmax(q @ k.transpose(-1, -2) * (d // layer.heads) ** -0.5, -1)
    mixed = (weights @ v).transpose(1, 2).reshape(x.shape[0], -1, d)
    x = layer.norm1(x + layer.out(mixed))
    return layer.norm2(x + layer.down(torch.nn.functional.gelu(layer.up(x))))


def export(module, inputs, names, outputs, axes, path):
    torch.onnx.export(module, inputs, path, input_names=names, output_names=outputs, dynamic_axes=axes,
                      dynamo=False, opset_version=17, do_constant_folding=True)


def in_eight_bits(path):
    """Matrices into int8 with a scale a row of the stored matrix (for tables) or a column (for products)."""
    model = onnx.load(path)
    graph = model.graph
    tables = {n.input[0] for n in graph.node if n.op_type == "Gather"}
    nodes, kept = [], []
    gathered = {}
    for weight in graph.initializer:
        value = numpy_helper.to_array(weight)
        if value.dtype != np.float32 or value.ndim != 2 or value.size < 4096:
            kept.append(weight)
            continue
        table = weight.name in tables
        scale = np.abs(value).max(axis=1 if table else 0, keepdims=table) / 127
        scale = np.where(scale == 0, 1, scale).astype(np.float32)
        small = np.clip(np.round(value / scale), -127, 127).astype(np.int8)
        kept.append(numpy_helper.from_array(small, weight.name + "_int8"))
        kept.append(numpy_helper.from_array(scale, weight.name + "_scale"))
        if table:
            gathered[weight.name] = True
        else:
            nodes.append(helper.make_node(
                "DequantizeLinear", [weight.name + "_int8", weight.name + "_scale"], [weight.name], axis=1))
    for node in graph.node:
        if node.op_type == "Gather" and node.input[0] in gathered:
            name, index, out = node.input[0], node.input[1], node.output[0]
            nodes += [
                helper.make_node("Gather", [name + "_int8", index], [out + "_int8"], axis=0),
                helper.make_node("Gather", [name + "_scale", index], [out + "_scale"], axis=0),
                helper.make_node("Cast", [out + "_int8"], [out + "_cast"], to=onnx.TensorProto.FLOAT),
                helper.make_node("Mul", [out + "_cast", out + "_scale"], [out]),
            ]
        else:
            nodes.append(node)
    del graph.node[:], graph.initializer[:]
    graph.node.extend(nodes)
    graph.initializer.extend(kept)
    onnx.checker.check_model(model)
    onnx.save(model, path)


def main():
    ap = argparse.ArgumentParser()
    ap.add_argument("weights")
    ap.add_argument("folder")
    ap.add_argument("--float", action="store_true", help="keep all weights as floats, to compare")
    args = ap.parse_args()
    model = Tagger().eval()
    model.load_state_dict(torch.load(args.weights))
    n, t, k = 24, 17, 3
    ids = torch.zeros(1, n, dtype=torch.long)
    names = ["pieces", *FEATURES, "places", "first"]
    inputs = (ids, ids, ids, ids, ids, torch.arange(n), torch.arange(t))
    axes = {it: {1: "n"} for it in ["pieces", *FEATURES]} | {"places": {0: "n"}, "first": {0: "t"}, "tokens": {1: "t"}, "anchors": {1: "t"}}
    export(Encoder(model), inputs, names, ["tokens", "anchors"], axes, f"{args.folder}/encoder.onnx")
    tokens = torch.randn(1, t, model.places.embedding_dim)
    at = torch.arange(k)
    distance = (torch.arange(t) - at[:, None]).clamp(-FAR, FAR) + FAR
    axes = {"tokens": {1: "t"}, "at": {0: "k"}, "distance": {0: "k", 1: "t"}, "roles": {0: "k", 1: "t"}}
    export(Reader(model), (tokens, at, distance), ["tokens", "at", "distance"], ["roles"], axes, f"{args.folder}/reader.onnx")
    if not args.float:
        for name in ("encoder", "reader"):
            in_eight_bits(f"{args.folder}/{name}.onnx")


if __name__ == "__main__":
    main()
