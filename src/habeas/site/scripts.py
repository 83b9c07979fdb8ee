"""In which script a name is written, as a language tag for markup ("und-Cyrl"): screen readers and fonts go by it."""

from __future__ import annotations

import unicodedata

_SCRIPTS = {
    "LATIN": "Latn", "CYRILLIC": "Cyrl", "GREEK": "Grek", "ARABIC": "Arab", "HEBREW": "Hebr", "CJK": "Hani",
    "HIRAGANA": "Jpan", "KATAKANA": "Jpan", "HANGUL": "Kore", "THAI": "Thai", "LAO": "Laoo", "KHMER": "Khmr",
    "MYANMAR": "Mymr", "DEVANAGARI": "Deva", "BENGALI": "Beng", "GURMUKHI": "Guru", "GUJARATI": "Gujr", "TAMIL": "Taml",
    "TELUGU": "Telu", "KANNADA": "Knda", "MALAYALAM": "Mlym", "SINHALA": "Sinh", "GEORGIAN": "Geor", "ARMENIAN": "Armn",
    "ETHIOPIC": "Ethi", "TIBETAN": "Tibt", "MONGOLIAN": "Mong", "THAANA": "Thaa", "SYRIAC": "Syrc", "TIFINAGH": "Tfng",
}  # fmt: skip
"""ISO 15924 codes by the first word of Unicode's names of the letters."""


def script_of(text: str) -> str | None:
    """The script of most of a text's letters, as ISO 15924 has it; None without letters of a known script."""
    found: dict[str, int] = {}
    for letter in text:
        script = _SCRIPTS.get(unicodedata.name(letter, "").split(" ")[0].split("-")[0]) if letter.isalpha() else None
        if script is not None:
            found[script] = found.get(script, 0) + 1
    return max(found, key=lambda script: found[script], default=None)


def in_other_scripts(names: tuple[str, ...]) -> list[tuple[str, str]]:
    """Of a person's names, those in another script than the first: each with its language tag, one for each script."""
    if not names:
        return []
    seen, others = {script_of(names[0])}, []
    for name in names[1:]:
        script = script_of(name)
        if script is not None and script not in seen:
            seen.add(script)
            others.append((name, f"und-{script}"))
    return others
