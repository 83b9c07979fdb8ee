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


class Course:
    """A training put aside after each epoch, so that one that was stopped goes on at its last whole epoch and comes to the same weights.

    Args:
        path: where it is put aside; None for nowhere.
        modules: by name what has `state_dict` and `load_state_dict`: networks, optimizer, schedule.
        tensors: weights that no module holds.
        chances: the sources of chance besides torch's own.
    """

    def __init__(
        self, path: Path | None, *, modules: dict[str, Any], tensors: list[torch.Tensor], chances: list[random.Random]
    ) -> None:
        self._path, self._modules, self._tensors, self._chances = path, modules, tensors, chances

    def take_up(self) -> tuple[int, int, float]:
        """Epochs and steps done and the running loss; nothing done where nothing was put aside."""
        if self._path is None or not self._path.is_file():
            return 0, 0, 0.0
        state = torch.load(self._path, weights_only=False)
        for name, module in self._modules.items():
            module.load_state_dict(state[name])
        with torch.no_grad():
            for mine, kept in zip(self._tensors, state["tensors"], strict=True):
                mine.copy_(kept)
        for chance, kept in zip(self._chances, state["chances"], strict=True):
            chance.setstate(kept)
        torch.set_rng_state(state["torch"])
        print(f"goes on after {state['epoch']} epochs", flush=True)
        return state["epoch"], state["step"], state["running"]

    def put_aside(self, epoch: int, step: int, running: float) -> None:
        """Write how things stand after so many epochs and steps."""
        if self._path is None:
            return
        state = {name: module.state_dict() for name, module in self._modules.items()}
        state |= {"tensors": self._tensors, "chances": [chance.getstate() for chance in self._chances]}
        state |= {"torch": torch.get_rng_state(), "epoch": epoch, "step": step, "running": running}
        unfinished = self._path.with_suffix(".new")
        torch.save(state, unfinished)
        unfinished.replace(self._path)


def at_half_precision() -> torch.autocast:
    """Computing with sixteen bits (bfloat16) where the processor does that itself; elsewhere it would be imitated, at five times the time of single precision."""
    able = torch.cpu.get_capabilities()
    return torch.autocast("cpu", dtype=torch.bfloat16, enabled=bool(able.get("amx_bf16") or able.get("avx512_bf16")))
