"""Consents and wishes: whose word holds, for what. Every word stays on the record; the policy obeys what this says of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from habeas.disclosure.sensitive import KINDS
from habeas.entries import Entry
from habeas.entries.copies import knew
from habeas.entries.decisions import Consent, Wish
from habeas.identity import Entity, Identity
from habeas.text.dates import before

PUBLICATION = "publication"
SHARING = "sharing"
_OWN = ("self", "own_publicity")

_Words = dict[str, list[tuple[bool, str | None, Entry]]]
"""By giver the words that stand: yes or no, the day on which it was said, and where it is recorded.

There are several where ledgers recorded words without knowing of each other; the most restrictive of them holds.
"""


class Consents:
    """Who agreed to what, and who wishes to be public.

    Args:
        entries: in the order of recording.
        identity: the team's entities.
    """

    def __init__(self, entries: Iterable[Entry], identity: Identity) -> None:
        self._said: defaultdict[tuple[Entity, str, str], _Words] = defaultdict(dict)
        self._wishes: defaultdict[Entity, _Words] = defaultdict(dict)
        for entry in entries:
            decision = entry.payload
            if isinstance(decision, Consent):
                entity = identity.entity(decision.person)
                for key in ((entity, scope, about) for scope in decision.scope for about in decision.about or ("",)):
                    _hear(self._said[key], decision.given_by, (decision.given, decision.on, entry))
            elif isinstance(decision, Wish):
                said = self._wishes[identity.entity(decision.person)]
                _hear(said, decision.expressed_by, (decision.wish == "public", decision.on, entry))

    def may_publish(self, entity: Entity) -> bool:
        """Whether everybody may know: consent to publication, and the wish to be public."""
        return _agreed(self._said.get((entity, PUBLICATION, ""), {})) and _agreed(self._wishes.get(entity, {}))

    def may_share(self, entity: Entity) -> bool:
        """Whether partners may know: consent to sharing with them, or to everybody's knowing."""
        shared = self._said.get((entity, SHARING, ""), {})
        return _agreed(shared) if shared else self.may_publish(entity)

    def opens(self, entity: Entity, kind: str, *, public: bool) -> bool:
        """Whether a sensitive kind may be shown of somebody who may be shown."""
        rule = KINDS[kind].opens
        purposes = (PUBLICATION,) if public else (PUBLICATION, SHARING)
        for said in (self._said.get((entity, purpose, kind), {}) for purpose in purposes):
            own = {giver: word for giver, word in said.items() if giver in _OWN}
            if rule == "consent" and _agreed(said):
                return True
            if rule == "self" and _agreed(own):
                return True
        return False


def _hear(said: _Words, giver: str, word: tuple[bool, str | None, Entry]) -> None:
    """Take a word on record. It replaces what was known of its giver's, unless it is said to be older than that."""
    _, on, entry = word
    standing = said.get(giver, [])
    known = [one for one in standing if knew(entry, one[2])]
    if on is not None and any(day is not None and before(on, day) for _, day, _ in known):
        return
    said[giver] = [*(one for one in standing if one not in known), word]


def _yes(words: Iterable[tuple[bool, str | None, Entry]]) -> bool:
    return all(yes for yes, _, _ in words)


def _agreed(said: _Words) -> bool:
    """The person's own word; where the person has not spoken, only if nobody who did refuses. Silence is a no."""
    if "self" in said:
        return _yes(said["self"])
    return bool(said) and all(_yes(words) for words in said.values())
