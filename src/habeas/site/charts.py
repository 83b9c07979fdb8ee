"""Pictures of figures, drawn when the site is built: plain SVG with its words, its own colours in the dark, and no script.

Each is shown beside a table of the same figures, which is what somebody reads who cannot see it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from html import escape

import msgspec

WIDE, HIGH = 480, 280
"""Of every picture, in its own units."""

LEFT, RIGHT, TOP, BOTTOM = 52, 14, 14, 44
"""Around the drawing."""

_STYLE = (
    "text{font:14px system-ui,sans-serif;fill:#3d444c}.grid{stroke:#d8d4c8}.axis{stroke:#57606a}"
    ".sure{fill:#28536b}.perhaps{fill:#9fb8c6}.line{fill:none;stroke:#28536b;stroke-width:2}.band{fill:#9fb8c6;opacity:.6}"
    "@media(prefers-color-scheme:dark){text{fill:#c9cfd6}.grid{stroke:#3a4048}.axis{stroke:#a9b1ba}"
    ".sure{fill:#9fd0e8}.perhaps{fill:#41606f}.line{stroke:#9fd0e8}.band{fill:#41606f}}"
)


class Bar(msgspec.Struct, frozen=True, kw_only=True):
    """One bar: a certain part, and a possible one on top of it."""

    label: str
    sure: int
    perhaps: int = 0


class Point(msgspec.Struct, frozen=True, kw_only=True):
    """One step of a falling curve, from `at` on, with the ends of its interval; shares from 0 to 1."""

    at: int
    share: float
    low: float
    high: float


def bars(rows: Sequence[Bar], *, title: str, direction: str = "ltr") -> bytes:
    """Upright bars, in their order, with a scale of whole numbers."""
    most = max((row.sure + row.perhaps for row in rows), default=0)
    step = _step(most)
    top = step * max(1, -(-most // step))
    width = (WIDE - LEFT - RIGHT) / max(len(rows), 1)
    every = max(1, -(-len(rows) * 44 // (WIDE - LEFT - RIGHT)))

    def height(value: float) -> float:
        return value * (HIGH - TOP - BOTTOM) / top

    parts = []
    for number, row in enumerate(rows):
        x, floor = LEFT + number * width, HIGH - BOTTOM
        for name, value, below in (("sure", row.sure, 0), ("perhaps", row.perhaps, row.sure)):
            if value:
                parts.append(
                    f'<rect class="{name}" x="{x + width * 0.1:.1f}" y="{floor - height(below + value):.1f}" '
                    f'width="{width * 0.8:.1f}" height="{height(value):.1f}"/>'
                )
        if number % every == 0:
            parts.append(
                f'<text x="{x + width / 2:.1f}" y="{HIGH - 16}" text-anchor="middle">{escape(row.label)}</text>'
            )
    return _sheet([*_scale(range(0, top + 1, step), top, str), *parts], title, direction)


def curve(points: Sequence[Point], *, last: int, title: str, axis: str, percent: str, direction: str = "ltr") -> bytes:
    """A falling curve in steps within its band, from one at 0 to the last day that anybody was observed.

    Args:
        points: by `at`.
        last: where the drawing ends.
        title: what it shows.
        axis: what is counted along it.
        percent: how a percentage is written, with `%s` for the number.
        direction: of the words.
    """
    step = _step(last)
    end = step * max(1, -(-last // step))

    def x(value: float) -> float:
        return LEFT + value * (WIDE - LEFT - RIGHT) / end

    def y(share: float) -> float:
        return TOP + (1 - share) * (HIGH - TOP - BOTTOM)

    def stairs(shares: Sequence[float]) -> list[str]:
        walked, height = [f"{x(0):.1f} {y(1):.1f}"], 1.0
        for point, share in zip(points, shares, strict=True):
            walked += [f"{x(point.at):.1f} {y(height):.1f}", f"{x(point.at):.1f} {y(share):.1f}"]
            height = share
        return [*walked, f"{x(last):.1f} {y(height):.1f}"]

    above, below = stairs([point.high for point in points]), stairs([point.low for point in points])
    parts = [
        f'<text x="{x(days):.1f}" y="{HIGH - 22}" text-anchor="middle">{days}</text>'
        for days in range(0, end + 1, step)
    ]
    parts.append(f'<text x="{(LEFT + WIDE - RIGHT) / 2:.1f}" y="{HIGH - 4}" text-anchor="middle">{escape(axis)}</text>')
    if points:
        parts.append(f'<path class="band" d="M{" L".join([*above, *reversed(below)])} Z"/>')
    parts.append(f'<path class="line" d="M{" L".join(stairs([point.share for point in points]))}"/>')
    return _sheet([*_scale(range(0, 101, 25), 100, lambda value: percent % value), *parts], title, direction)


def _step(most: int) -> int:
    """The smallest of 1, 2, 5, 10, 20, 50 ... that goes into the largest value eight times at most."""
    power = 1
    while True:
        for round_ in (1, 2, 5):
            if most <= round_ * power * 8:
                return round_ * power
        power *= 10


def _scale(values: Sequence[int], top: int, said: Callable[[int], str]) -> list[str]:
    parts = []
    for value in values:
        y = HIGH - BOTTOM - value * (HIGH - TOP - BOTTOM) / top
        name = "axis" if value == 0 else "grid"
        parts.append(f'<line class="{name}" x1="{LEFT}" x2="{WIDE - RIGHT}" y1="{y:.1f}" y2="{y:.1f}"/>')
        parts.append(f'<text x="{LEFT - 8}" y="{y + 4:.1f}" text-anchor="end">{escape(said(value))}</text>')
    return parts


def _sheet(parts: Sequence[str], title: str, direction: str) -> bytes:
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDE} {HIGH}" role="img" aria-label="{escape(title)}">'
        f'<title>{escape(title)}</title><style>{_STYLE}</style><g direction="{direction}">{"".join(parts)}</g></svg>\n'
    ).encode()
