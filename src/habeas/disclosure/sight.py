"""What a text itself shows, whoever may read it: signs of sensitive things, and what looks like a person's name.

Looking is slow and has nothing to do with policy, so what was seen may be remembered from one publication to the next: by a
keyed digest of the text, the places within it, and no word of it. Whether what was seen may be shown is asked anew each time.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from hashlib import blake2b

import msgspec

from habeas.disclosure.sensitive import Sign, signs
from habeas.text.instruments import find_instruments
from habeas.text.names import person_names
from habeas.text.organisations import find_organisations
from habeas.text.places import find_places
from habeas.text.spans import Span
from habeas.text.states import find_states


class Seen(msgspec.Struct, frozen=True, array_like=True):
    """What was seen in one text.

    Attributes:
        signs: of sensitive things: place, kind, and whether the words around it tell as much.
        names: where names of persons stand.
    """

    signs: tuple[tuple[Span, str, bool], ...]
    names: tuple[Span, ...]


class Sight:
    """Looks at texts, at each once.

    Args:
        key: keeps digests from telling anything; it changes with the program.
        before: what was seen with the same key, by digest.

    Attributes:
        seen: what was asked for this time, and nothing else.
    """

    def __init__(self, key: bytes = b"", before: Mapping[str, Seen] | None = None) -> None:
        self._key = key[:64]
        self._before = before or {}
        self.seen: dict[str, Seen] = {}

    def signs(self, text: str) -> list[Sign]:
        """Every sign in a text."""
        return [Sign(span, kind, whole) for span, kind, whole in self._of(text).signs]

    def names(self, text: str) -> list[tuple[Span, str]]:
        """What looks like persons' names in a text, where it stands and as it is written there, spaces aside."""
        return [(span, " ".join(text[slice(*span)].split())) for span in self._of(text).names]

    @property
    def knows_nothing(self) -> bool:
        """Whether nothing is remembered from before."""
        return not self._before

    def foresee(self, texts: Iterable[str], look: Callable[[list[str]], Iterable[Seen]]) -> None:
        """Look at texts that may be asked for, all together; what was seen of them counts as known before.

        Args:
            texts: likely ones; one that is never asked for is not remembered.
            look: gives what each of some texts shows (`look_at`), in their order.
        """
        new = {digest: text for text in dict.fromkeys(texts) if (digest := self._digest(text)) not in self._before}
        self._before = {**self._before, **dict(zip(new, look(list(new.values())), strict=True))}

    def _digest(self, text: str) -> str:
        return blake2b(text.encode("utf-8", "surrogatepass"), key=self._key, digest_size=16).hexdigest()

    def _of(self, text: str) -> Seen:
        digest = self._digest(text)
        found = self.seen.get(digest) or self._before.get(digest) or look_at(text)
        self.seen[digest] = found
        return found


def look_at(text: str) -> Seen:
    """What a text shows."""
    return Seen(
        tuple((sign.span, sign.kind, sign.whole) for sign in signs(text)),
        tuple(mention.span for mention in person_names(text, _taken(text))),
    )


def _taken(text: str) -> list[Span]:
    """Where a text names states, places, organisations and instruments: no person's name reaches into these."""
    found = [mention.span for mention in find_states(text)]
    found += [mention.span for mention in find_places(text)]
    found += [mention.span for mention in find_organisations(text)]
    found += [mention.span for mention in find_instruments(text)]
    return found
