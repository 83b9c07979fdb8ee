"""The claim network in torch: an encoder, taggers of frames, and relations from a trigger to candidates."""

from __future__ import annotations

from pathlib import Path

import torch
from torch import nn
from transformers import AutoModel

from habeas.reading.model.frames import ALL_SHAPES, EVENTS, FRAMES, RELATION_WIDTH, RELATIONS, STANCES


class ClaimNet(nn.Module):
    """See `training/train_claims.py`."""

    def __init__(self, encoder: nn.Module, width: int) -> None:
        super().__init__()
        self.encoder = encoder
        self.shapes = nn.Embedding(ALL_SHAPES, width)
        nn.init.zeros_(self.shapes.weight)
        self.frames = nn.Linear(width, len(FRAMES))
        self.events = nn.Linear(width, len(EVENTS))
        self.stance = nn.Linear(width, len(STANCES))
        self.query = nn.Sequential(
            nn.Linear(width, width), nn.GELU(), nn.Linear(width, len(RELATIONS) * RELATION_WIDTH)
        )
        self.key = nn.Sequential(nn.Linear(width, width), nn.GELU(), nn.Linear(width, len(RELATIONS) * RELATION_WIDTH))

    @classmethod
    def from_encoder(cls, folder: Path, trained: Path | None = None) -> ClaimNet:
        """A net over a pretrained encoder, or over the quotation network's."""
        encoder = AutoModel.from_pretrained(
            folder, add_pooling_layer=False, attn_implementation="sdpa", hidden_dropout_prob=0.1,
            attention_probs_dropout_prob=0.0,
        )  # fmt: skip
        net = cls(encoder, encoder.config.hidden_size)
        if trained is not None:
            weights = torch.load(trained)
            shapes = weights.pop("shapes.weight")
            net.load_state_dict({k: v for k, v in weights.items() if k.startswith("encoder.")}, strict=False)
            with torch.no_grad():
                net.shapes.weight[: len(shapes)] = shapes
        return net

    def freeze(self, layers: int) -> None:
        """Keep the embeddings and the lower layers as they are: they are shared with the quotation network."""
        for module in (self.encoder.embeddings, *self.encoder.encoder.layer[:layers]):
            module.requires_grad_(requires_grad=False)

    def encode(self, ids: torch.Tensor, shapes: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
        """(batch, length, width)."""
        embedded = self.encoder.embeddings.word_embeddings(ids) + self.shapes(shapes)
        return self.encoder(inputs_embeds=embedded, attention_mask=mask).last_hidden_state

    def relations(self, hidden: torch.Tensor, rows: torch.Tensor, anchors: torch.Tensor) -> torch.Tensor:
        """Scores of each relation from each anchor to each piece: (anchors, relations, length)."""
        shape = (*hidden.shape[:2], len(RELATIONS), RELATION_WIDTH)
        queries = self.query(hidden[rows, anchors]).view(-1, len(RELATIONS), RELATION_WIDTH)
        keys = self.key(hidden).view(shape)[rows]
        return torch.einsum("arw,alrw->arl", queries, keys) / RELATION_WIDTH**0.5
