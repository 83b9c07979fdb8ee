"""Text that has to be short: on one line, cut behind a word."""

from __future__ import annotations


def cut(text: str, most: int = 160) -> str:
    """The text, cut behind a word where it has more than `most` characters."""
    return text if len(text) <= most else text[: most - 1].rsplit(" ", 1)[0] + "…"


def shortened(text: str, most: int = 160) -> str:
    """The text on one line, cut behind a word."""
    return cut(" ".join(text.split()), most)
