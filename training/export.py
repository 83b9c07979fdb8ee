"""Export the trained networks as one file of int8 ONNX: `src/habeas/reading/data/reader.zip`.

    python export.py OUT.zip --encoder FOLDER --quotes EMA.pt [--claims CLAIMS.pt] [--shared 3]

The file holds `base.onnx` (embeddings and the lower layers, read once for every window), `quotes.onnx` and `claims.onnx` (the upper layers and
heads of each network), `tokenizer.json` and `meta.json`. Weights are 8-bit integers, activations are quantised as they come.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import tempfile
import zipfile
from pathlib import Path

import onnx
import torch
from claim_network import ClaimNet
from onnxruntime.quantization import QuantType, quantize_dynamic
from quote_network import QuoteNet
from torch import nn


def layer_of(layer: nn.Module, hidden: torch.Tensor) -> torch.Tensor:
    """One layer of the encoder."""
    out = layer(hidden)
    return out[0] if isinstance(out, tuple) else out


class Base(nn.Module):
    """Ids and shapes to the hidden states from which each head starts."""

    def __init__(self, net: nn.Module, claims: int, quotes: int) -> None:
        super().__init__()
        self.embeddings, self.shapes = net.encoder.embeddings, net.shapes
        self.layers, self.claims, self.quotes = net.encoder.encoder.layer, claims, quotes

    def forward(self, ids: torch.Tensor, shapes: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        """(1, length) twice to (1, length, width) twice: for claims, for quotations."""
        hidden = self.embeddings(inputs_embeds=self.embeddings.word_embeddings(ids) + self.shapes(shapes))
        states = [hidden]
        for layer in self.layers[: max(self.claims, self.quotes)]:
            states.append(layer_of(layer, states[-1]))
        return states[self.claims], states[self.quotes]


class Quotes(nn.Module):
    """Hidden states to the quotation network's scores."""

    def __init__(self, net: QuoteNet, layers: int) -> None:
        super().__init__()
        self.layers = net.encoder.encoder.layer[layers:]
        self.tags, self.query, self.key = net.tags, net.query, net.key

    def forward(self, hidden: torch.Tensor) -> tuple[torch.Tensor, ...]:
        """Tags, queries, keys."""
        for layer in self.layers:
            hidden = layer_of(layer, hidden)
        return self.tags(hidden), self.query(hidden), self.key(hidden)


class Claims(nn.Module):
    """Hidden states to the claim network's scores."""

    def __init__(self, net: ClaimNet, layers: int) -> None:
        super().__init__()
        self.layers = net.encoder.encoder.layer[layers:]
        self.frames, self.events, self.stance = net.frames, net.events, net.stance
        self.query, self.key = net.query, net.key

    def forward(self, hidden: torch.Tensor) -> tuple[torch.Tensor, ...]:
        """Frames, events, stances, queries, keys."""
        for layer in self.layers:
            hidden = layer_of(layer, hidden)
        return self.frames(hidden), self.events(hidden), self.stance(hidden), self.query(hidden), self.key(hidden)


def quantised(
    module: nn.Module, example: tuple[torch.Tensor, ...], inputs: list[str], outputs: list[str], *, reduce: bool
) -> bytes:
    """A module as int8 ONNX."""
    module.eval()
    with tempfile.TemporaryDirectory() as folder:
        plain, small = Path(folder) / "plain.onnx", Path(folder) / "small.onnx"
        axes = {name: {1: "length"} for name in (*inputs, *outputs)}
        torch.onnx.export(
            module,
            example,
            plain,
            input_names=inputs,
            output_names=outputs,
            dynamic_axes=axes,
            opset_version=17,
            dynamo=False,
        )
        quantize_dynamic(
            plain,
            small,
            weight_type=QuantType.QInt8,
            per_channel=True,
            reduce_range=reduce,
            op_types_to_quantize=["MatMul", "Gemm", "Gather"],
        )
        return small.read_bytes()


def main() -> None:
    """Write the file."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("out", type=Path)
    parser.add_argument("--encoder", type=Path, required=True)
    parser.add_argument("--quotes", type=Path, required=True)
    parser.add_argument("--claims", type=Path)
    parser.add_argument("--quotes-shared", type=int, default=0, help="layers of the quotation network in the base")
    parser.add_argument("--claims-shared", type=int, default=0, help="layers that both networks share")
    parser.add_argument("--reduce", action="store_true")
    given = parser.parse_args()
    quotes = QuoteNet.from_encoder(given.encoder)
    quotes.load_state_dict(torch.load(given.quotes))
    ids = torch.randint(1000, 20000, (1, 64))
    shapes = torch.zeros_like(ids)
    hidden = torch.randn(1, 64, quotes.tags.in_features)
    parts = {
        "base.onnx": quantised(
            Base(quotes, given.claims_shared, given.quotes_shared),
            (ids, shapes),
            ["ids", "shapes"],
            ["claims", "quotes"],
            reduce=given.reduce,
        ),
        "quotes.onnx": quantised(
            Quotes(quotes, given.quotes_shared), (hidden,), ["hidden"], ["tags", "queries", "keys"], reduce=given.reduce
        ),
        "tokenizer.json": (given.encoder / "tokenizer.json").read_bytes(),
    }
    meta = {
        "distance": quotes.distances().tolist(),
        "shared": given.claims_shared,
        "onnx": onnx.__version__,
        "torch": torch.__version__,
    }
    meta["weights"] = {"quotes": hashlib.sha256(given.quotes.read_bytes()).hexdigest()}
    if given.claims:
        claims = ClaimNet.from_encoder(given.encoder)
        claims.load_state_dict(torch.load(given.claims))
        parts["claims.onnx"] = quantised(
            Claims(claims, given.claims_shared),
            (hidden,),
            ["hidden"],
            ["frames", "events", "stances", "queries", "keys"],
            reduce=given.reduce,
        )
        meta["weights"]["claims"] = hashlib.sha256(given.claims.read_bytes()).hexdigest()
    parts["meta.json"] = json.dumps(meta).encode()
    given.out.parent.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(given.out, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name, raw in sorted(parts.items()):
            info = zipfile.ZipInfo(name, date_time=(2026, 1, 1, 0, 0, 0))
            info.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(info, raw)
            print(f"{name}: {len(raw) / 1e6:.1f} MB")
    print(f"{given.out}: {given.out.stat().st_size / 1e6:.1f} MB")


if __name__ == "__main__":
    main()
