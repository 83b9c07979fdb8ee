"""What the training scripts share: the tokenizer as both networks use it, batches of like length, and an average of weights that follows training."""

from __future__ import annotations

import random
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import torch
from tokenizers import Tokenizer


def tokenizer_of(encoder: Path) -> Tokenizer:
    """An encoder's tokenizer, which neither cuts nor fills up."""
    tokenizer = Tokenizer.from_file(str(encoder / "tokenizer.json"))
    tokenizer.no_truncation()
    tokenizer.no_padding()
    return tokenizer


def batches(rows: list[dict[str, Any]], size: int, chance: random.Random) -> list[list[dict[str, Any]]]:
    """The rows in batches of about equal length, in an order of chance; sorts the rows."""
    rows.sort(key=lambda one: len(one["ids"]) + chance.random() * 40)
    made = [rows[i : i + size] for i in range(0, len(rows), size)]
    chance.shuffle(made)
    return made


@torch.no_grad()
def follow(slow: Iterable[torch.Tensor], fast: Iterable[torch.Tensor], step: int, most: float) -> None:
    """Draw an average of weights towards those of a step: quickly at first, then by `1 - most` each time."""
    keep = min(most, (1 + step) / (10 + step))
    for mine, theirs in zip(slow, fast, strict=True):
        mine.lerp_(theirs.detach(), 1 - keep)


def at_half_precision() -> torch.autocast:
    """Computing with sixteen bits (bfloat16) where the processor does that itself; elsewhere it would be imitated, at five times the time of single precision."""
    able = torch.cpu.get_capabilities()
    return torch.autocast("cpu", dtype=torch.bfloat16, enabled=bool(able.get("amx_bf16") or able.get("avx512_bf16")))
