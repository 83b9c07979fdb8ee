"""The quotation network in torch: an encoder with shapes beside its word pieces, three taggers and four pointers."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import torch
from torch import nn
from transformers import AutoModel

from habeas.reading.model.decode import BUCKETS, POINTERS, WIDTH, buckets
from habeas.reading.model.encoding import SHAPES


class QuoteNet(nn.Module):
    """See `training/train_quotes.py`."""

    def __init__(self, encoder: nn.Module, width: int) -> None:
        super().__init__()
        self.encoder = encoder
        self.shapes = nn.Embedding(SHAPES, width)
        nn.init.zeros_(self.shapes.weight)
        self.tags = nn.Linear(width, 9)
        self.query = nn.Sequential(nn.Linear(width, width), nn.GELU(), nn.Linear(width, POINTERS * WIDTH))
        self.key = nn.Sequential(nn.Linear(width, width), nn.GELU(), nn.Linear(width, POINTERS * WIDTH))
        self.distance = nn.Parameter(torch.zeros(POINTERS, BUCKETS))

    @classmethod
    def from_encoder(cls, folder: Path) -> QuoteNet:
        """A fresh net over a pretrained encoder. Dropout within attention is off: its random numbers cost more than all else."""
        encoder = AutoModel.from_pretrained(
            folder, add_pooling_layer=False, attn_implementation="sdpa", hidden_dropout_prob=0.1,
            attention_probs_dropout_prob=0.0,
        )  # fmt: skip
        return cls(encoder, encoder.config.hidden_size)

    @classmethod
    def trained(cls, folder: Path, weights: Path) -> QuoteNet:
        """A trained net with as many layers as its weights have."""
        net = cls.from_encoder(folder)
        given = torch.load(weights)
        layers = {int(name.split(".")[3]) for name in given if name.startswith("encoder.encoder.layer.")}
        net.encoder.encoder.layer = net.encoder.encoder.layer[: len(layers)]
        net.load_state_dict(given)
        return net

    def encode(self, ids: torch.Tensor, shapes: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
        """(batch, length, width)."""
        embedded = self.encoder.embeddings.word_embeddings(ids) + self.shapes(shapes)
        return self.encoder(inputs_embeds=embedded, attention_mask=mask).last_hidden_state

    def heads(self, hidden: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
        """Tag scores (batch, length, 9), queries and keys (batch, length, pointers, width)."""
        shape = (*hidden.shape[:2], POINTERS, WIDTH)
        return self.tags(hidden), self.query(hidden).view(shape), self.key(hidden).view(shape)

    def distances(self) -> np.ndarray:
        """The pointers' preference by distance."""
        return self.distance.detach().numpy()

    def pointing(
        self, hidden: torch.Tensor, rows: torch.Tensor, anchors: torch.Tensor, mask: torch.Tensor
    ) -> torch.Tensor:
        """Pointer scores (anchors, pointers, length)."""
        shape = (-1, POINTERS, WIDTH)
        queries = self.query(hidden[rows, anchors]).view(shape)
        keys = self.key(hidden).view(*hidden.shape[:2], POINTERS, WIDTH)[rows]
        scores = torch.einsum("apw,alpw->apl", queries, keys) / WIDTH**0.5
        length = hidden.shape[1]
        apart = torch.from_numpy(buckets(anchors.numpy(), length))
        scores = scores + self.distance[:, apart].transpose(0, 1)
        return scores.masked_fill(mask[rows][:, None, :] == 0, -1e4)
