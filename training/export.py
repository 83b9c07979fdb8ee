"""Export the trained networks as one file of int8 ONNX: `src/habeas/reading/data/reader.zip`.

    python export.py OUT.zip --encoder FOLDER --quotes EMA.pt [--claims CLAIMS.pt]

The file holds `words.onnx` (the embeddings of word pieces, which both networks share), `quotes.onnx` and `claims.onnx` (each network's encoder and
heads), `tokenizer.json` and `meta.json`. Weights are 8-bit integers, activations are quantised as they come.
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


class Words(nn.Module):
    """Ids to the embeddings of word pieces, which both networks share."""

    def __init__(self, net: nn.Module) -> None:
        super().__init__()
        self.words = net.encoder.embeddings.word_embeddings

    def forward(self, ids: torch.Tensor) -> torch.Tensor:
        """(1, length) to (1, length, width)."""
        return self.words(ids)


class Whole(nn.Module):
    """Embedded pieces and shapes through a network's encoder to its heads."""

    def __init__(self, net: nn.Module) -> None:
        super().__init__()
        self.net, self.embeddings, self.layers = net, net.encoder.embeddings, net.encoder.encoder.layer
        self.embeddings.word_embeddings = None

    def hidden(self, embedded: torch.Tensor, shapes: torch.Tensor) -> torch.Tensor:
        """(1, length, width)."""
        hidden = self.embeddings(inputs_embeds=embedded + self.net.shapes(shapes))
        for layer in self.layers:
            hidden = layer_of(layer, hidden)
        return hidden


class Quotes(Whole):
    """Tags, queries, keys."""

    def forward(self, embedded: torch.Tensor, shapes: torch.Tensor) -> tuple[torch.Tensor, ...]:
        """Each (1, length, ...)."""
        hidden = self.hidden(embedded, shapes)
        return self.net.tags(hidden), self.net.query(hidden), self.net.key(hidden)


class Claims(Whole):
    """Frames, events, stances, queries, keys."""

    def forward(self, embedded: torch.Tensor, shapes: torch.Tensor) -> tuple[torch.Tensor, ...]:
        """Each (1, length, ...)."""
        hidden, net = self.hidden(embedded, shapes), self.net
        return net.frames(hidden), net.events(hidden), net.stance(hidden), net.query(hidden), net.key(hidden)


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
    parser.add_argument("--reduce", action="store_true")
    given = parser.parse_args()
    quotes = QuoteNet.trained(given.encoder, given.quotes)
    ids = torch.randint(1000, 20000, (1, 64))
    example = (torch.randn(1, 64, quotes.tags.in_features), torch.zeros_like(ids))
    meta = {"distance": quotes.distances().tolist(), "onnx": onnx.__version__, "torch": torch.__version__}
    meta["weights"] = {"quotes": hashlib.sha256(given.quotes.read_bytes()).hexdigest()}
    inputs = ["embedded", "shapes"]
    parts = {
        "tokenizer.json": (given.encoder / "tokenizer.json").read_bytes(),
        "words.onnx": quantised(Words(quotes), (ids,), ["ids"], ["embedded"], reduce=given.reduce),
        "quotes.onnx": quantised(Quotes(quotes), example, inputs, ["tags", "queries", "keys"], reduce=given.reduce),
    }
    if given.claims:
        claims = ClaimNet.from_encoder(given.encoder)
        claims.load_state_dict(torch.load(given.claims))
        outputs = ["frames", "events", "stances", "queries", "keys"]
        parts["claims.onnx"] = quantised(Claims(claims), example, inputs, outputs, reduce=given.reduce)
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
