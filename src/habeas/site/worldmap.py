"""A map of the world with some states marked, as one SVG file. Every state is visible: the small ones as dots."""

from __future__ import annotations

import re
from collections.abc import Collection
from functools import cache
from html import escape
from importlib.resources import files

import msgspec

from habeas.text.states import name_of

SMALL = 14
"""A state narrower and lower than this, in units of the sheet, gets a dot."""

_STYLE = (
    "path{fill:#d9d6cc;stroke:#fdfcf9;stroke-width:.8}.in path{fill:#28536b}"
    "circle{fill:#b9b4a6;stroke:#fdfcf9}.in circle{fill:#28536b}"
    "@media(max-width:640px){.in circle{r:18px}}"  # of the picture's own width: on a telephone a dot is still one
    "@media(prefers-color-scheme:dark){path{fill:#3a4048;stroke:#15181c}.in path{fill:#9fd0e8}"
    "circle{fill:#565d66}.in circle{fill:#9fd0e8}}"
)


@cache
def _outlines() -> tuple[tuple[str, str, tuple[int, int], bool], ...]:
    """Code, path, centre and whether it is small, for each state."""
    lines = files("habeas.site").joinpath("data/world.csv").read_text("utf-8").splitlines()
    rows = [line.split("|") for line in lines if line and not line.startswith("#")][1:]
    made = []
    for code, path, centre in rows:
        x, y = (int(part) for part in centre.split())
        made.append((code, path, (x, y), _is_small(path)))
    return tuple(made)


def _is_small(path: str) -> bool:
    """Whether every ring of a path is small."""
    for ring in path.split("z"):
        x = y = 0
        xs, ys = [], []
        for step, dx, dy in re.findall(r"([Ml])(-?\d+)[ ]?(-?\d+)", ring):
            x, y = (int(dx), int(dy)) if step == "M" else (x + int(dx), y + int(dy))
            xs.append(x)
            ys.append(y)
        if xs and (max(xs) - min(xs) > SMALL or max(ys) - min(ys) > SMALL):
            return False
    return True


def world_map(marked: Collection[str], *, title: str) -> str:
    """The map as an SVG document.

    Args:
        marked: codes of the states to mark.
        title: what it shows, for whoever cannot see it.
    """
    groups: dict[bool, list[str]] = {False: [], True: []}
    for code, path, (x, y), small in _outlines():
        shape = f'<path d="{path}"/>' if path else ""
        dot = f'<circle cx="{x}" cy="{y}" r="6"/>' if small and (code in marked or len(path) == 0) else ""
        groups[code in marked].append(f"<g><title>{escape(name_of(code))}</title>{shape}{dot}</g>")
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="30 0 1980 980" role="img" aria-label="{escape(title)}">'
        f'<style>{_STYLE}</style><g>{"".join(groups[False])}</g><g class="in">{"".join(groups[True])}</g></svg>\n'
    )


def outlines_script() -> bytes:
    """The outlines as a script that hands them to the map's: what a page opened from a disk can fetch."""
    rows = [(code, path, x, y, int(small)) for code, path, (x, y), small in _outlines()]
    return b"habeasWorld(" + msgspec.json.encode(rows) + b");\n"
