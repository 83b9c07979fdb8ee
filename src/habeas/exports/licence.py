"""Under which terms the open data may be used."""

from __future__ import annotations

import msgspec


class Licence(msgspec.Struct, frozen=True):
    """A licence.

    Attributes:
        name: its SPDX identifier.
        title: in words.
        path: where its text stands.
    """

    name: str
    title: str
    path: str


LICENCE = Licence(
    "CC-BY-4.0", "Creative Commons Attribution 4.0 International", "https://creativecommons.org/licenses/by/4.0/"
)
"""Of what habeas adds: the selection, the structure and the coding. Quotes stay their owners'."""
