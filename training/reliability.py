"""Draw the reliability picture of the English test part: `python reliability.py` writes docs/pictures/reliability.svg."""

from __future__ import annotations

from pathlib import Path

from habeas.reading.evaluation import load
from habeas.reading.score import outcome_of, table

ROOT = Path(__file__).resolve().parents[1]
SIZE, EDGE = 360, 48


def at(share: float) -> float:
    """A share as a distance from the edge."""
    return EDGE + share * (SIZE - 2 * EDGE)


def main() -> None:
    """Measure and draw."""
    rows = table(outcome_of(load([ROOT / "training/corpus/en-test.jsonl"])))["reliability"]
    marks = [
        f'<line x1="{at(0)}" y1="{SIZE - at(0)}" x2="{at(1)}" y2="{SIZE - at(1)}" stroke="#999" stroke-dasharray="4"/>'
    ]
    for tick in (0.0, 0.5, 1.0):
        marks.append(f'<text x="{at(tick)}" y="{SIZE - EDGE + 20}" text-anchor="middle">{tick:.1f}</text>')
        marks.append(f'<text x="{EDGE - 8}" y="{SIZE - at(tick) + 4}" text-anchor="end">{tick:.1f}</text>')
    for row in rows:
        x, y = at(row["confidence"]), SIZE - at(row["right"] / 100)
        marks.append(
            f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{3 + row["claims"] ** 0.5 / 3:.1f}" fill="#1f5fa8" fill-opacity="0.75"/>'
        )
        marks.append(f'<text x="{x + 10:.1f}" y="{y + 14:.1f}" font-size="10">{row["claims"]:.0f}</text>')
    marks.append(f'<text x="{SIZE / 2}" y="{SIZE - 8}" text-anchor="middle">stated confidence</text>')
    marks.append(
        f'<text transform="translate(14 {SIZE / 2}) rotate(-90)" text-anchor="middle">share that is right</text>'
    )
    frame = (
        f'<rect x="{EDGE}" y="{EDGE}" width="{SIZE - 2 * EDGE}" height="{SIZE - 2 * EDGE}" fill="none" stroke="#444"/>'
    )
    title = "<title>How often claims of a stated confidence are right; numbers are claims</title>"
    text = "".join([f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {SIZE} {SIZE}" role="img" font-family="sans-serif" font-size="12">',
                    title, f'<rect width="{SIZE}" height="{SIZE}" fill="#fff"/>', frame, *marks, "</svg>\n"])  # fmt: skip
    (ROOT / "docs/pictures/reliability.svg").write_text(text, encoding="utf-8")
    for row in rows:
        print(row)


if __name__ == "__main__":
    main()
