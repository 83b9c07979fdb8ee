"""HTML as a run of tags and text, in one pass over the source, before any parser sees it.

Parsers are lenient: they mend what is cut off, drop what is nested too deeply (lxml beyond 256 levels, without a word)
and some take quadratic time over it. So the source is surveyed first, in linear time, by the tokenisation rules of the
HTML standard as far as they matter here (13.2.5: tags, quoted attributes, comments, raw text).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html import unescape
from typing import Literal, NamedTuple

VOID = frozenset(
    "area base br col embed frame hr img input keygen link meta param source track wbr".split(),
)
"""Elements without an end tag (HTML standard, 13.1.2)."""

END_OPTIONAL = frozenset(
    ("html head body p li dt dd tr td th thead tbody tfoot colgroup caption option optgroup rt rp").split(),
)
"""Elements whose end tag may be left out (HTML standard, 13.1.2.4): being open at the end says nothing of them."""

RAW = frozenset(("script", "style", "textarea", "title", "xmp", "iframe", "noembed", "noframes"))
"""Elements that hold no tags but their own end tag."""

_TAG = re.compile(r"<(?:(/?)([a-zA-Z][^\s/>]*)|([!?]))")
_IN_TAG = re.compile(r"=\s*([\"'])|>")

Kind = Literal["start", "end", "text", "cut"]


class Token(NamedTuple):
    """A piece of the source.

    `kind` is `cut` for a piece that the end of the source cut off; `name` is then what was cut, else the element's
    name. `text` is the text of text, with character references resolved. `at` is where the piece begins, in code points.
    """

    kind: Kind
    at: int
    name: str = ""
    text: str = ""


def tokens(source: str) -> Iterator[Token]:
    """The tags and texts of `source` in order; text inside `RAW` elements and comments is left out."""
    position = 0
    while match := _TAG.search(source, position):
        if match.start() > position:
            yield _text(source, position, match.start())
        token, position = _declaration(source, match) if match[3] else _tag(source, match)
        if token:
            yield token
        if position < 0:
            return
    if position < len(source):
        yield _text(source, position, len(source))


Step = tuple[Token | None, int]
"""A token, if there is one, and where to go on; -1 when the source ended inside it."""


def _declaration(source: str, match: re.Match[str]) -> Step:
    """A comment, doctype or processing instruction: no token, unless it is cut off."""
    closing = "-->" if source.startswith("<!--", match.start()) else ">"
    found = source.find(closing, match.start() + 2)
    if found < 0:
        return Token("cut", match.start(), "a comment or declaration"), -1
    return None, found + len(closing)


def _tag(source: str, match: re.Match[str]) -> Step:
    """A tag; behind the start tag of a `RAW` element, its content is passed over."""
    name, end = match[2].lower(), _tag_end(source, match.end())
    if end < 0:
        return Token("cut", match.start(), f"the tag <{match[1]}{match[2][:30]}"), -1
    if match[1]:
        return Token("end", match.start(), name), end
    if name in RAW:
        raw_end = _raw_end(source, end, name)
        what = f"the element <{name}>"
        return (Token("start", match.start(), name) if raw_end >= 0 else Token("cut", match.start(), what)), raw_end
    closes_itself = source[end - 2] == "/"
    return (None if closes_itself else Token("start", match.start(), name)), end


def _text(source: str, start: int, end: int) -> Token:
    text = source[start:end]
    try:
        return Token("text", start, text=unescape(text))
    except ValueError:  # a character reference of more than 4,300 digits, which Python refuses to read as a number
        return Token("text", start, text=text)


def _tag_end(source: str, position: int) -> int:
    """Behind the `>` of a tag whose name ends at `position`; -1 when the source ends first."""
    while found := _IN_TAG.search(source, position):
        if not found[1]:
            return found.end()
        quote = source.find(found[1], found.end())
        if quote < 0:
            return -1
        position = quote + 1
    return -1


def _raw_end(source: str, position: int, name: str) -> int:
    """Where the end tag of a raw element begins; -1 when there is none."""
    found = re.compile(rf"</{name}(?=[\s/>])", re.IGNORECASE).search(source, position)
    return found.start() if found else -1


@dataclass(kw_only=True)
class Survey:
    """What one pass over a page tells.

    Attributes:
        depth: the deepest nesting of elements that must be closed, up to the limit at which the pass stopped.
        opened, closed: whether <html> or <body> was opened, or closed.
        cut: what the end of the source cut off ("the tag <div"), or None.
        ends_in_text: whether the last thing in the source is text.
        open: the elements still open at the end, of those that must be closed.
        texts: (offset in the source, text) of every stretch of text that is not white space.
    """

    depth: int = 0
    opened: bool = False
    closed: bool = False
    cut: str | None = None
    ends_in_text: bool = False
    open: list[str] = field(default_factory=list)
    texts: list[tuple[int, str]] = field(default_factory=list)

    def take(self, token: Token) -> None:
        """Count one more token."""
        if token.kind == "text":
            if token.text.strip():
                self.ends_in_text = True
                self.texts.append((token.at, token.text))
            return
        self.ends_in_text = False
        if token.kind == "cut":
            self.cut = token.name
        elif token.name in {"html", "body"}:
            self.opened |= token.kind == "start"
            self.closed |= token.kind == "end"
        elif token.name not in VOID and token.name not in END_OPTIONAL:
            self._nest(token)

    def _nest(self, token: Token) -> None:
        if token.kind == "start":
            self.open.append(token.name)
            self.depth = max(self.depth, len(self.open))
        elif token.name in self.open:
            while self.open.pop() != token.name:
                pass


def survey(source: str, *, deepest: int) -> Survey:
    """One pass over `source`; stops as soon as elements are nested more deeply than `deepest`."""
    found = Survey()
    for token in tokens(source):
        found.take(token)
        if found.depth > deepest:
            break
    return found
