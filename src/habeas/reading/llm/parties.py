"""Whether a passage names a party, and the party with the place where it does."""

from __future__ import annotations

import re
from typing import Any

import msgspec

from habeas.claims import Party, Span
from habeas.reading.llm.passage import Passage
from habeas.text.names import is_other_word
from habeas.text.offices import is_body


def names_person(party: Party, passage: Passage) -> bool:
    """Whether the passage names this person: the name in the quote, or in the text with a part of it in the quote."""
    if party.name is not None and not _is_persons(party.name):
        return False
    return names_party(party, passage)


def names_party(party: Party, passage: Passage) -> bool:
    """Whether the quote names this person or body, and its sentences hold all that is said of it."""
    if party.state is not None and party.state not in passage.codes:
        return False
    if party.role is not None and passage.page.find(party.role, passage.wide) is None:
        return False
    if party.name is None:
        return party.role is not None or party.state is not None
    return _named(party.name, passage)


def names_speaker(party: Party, passage: Passage) -> bool:
    """Whether the text names this speaker; whom it speaks for may stand where it is named."""
    page = passage.page
    if party.name is None:
        return party.role is not None and names_party(party, passage)
    beside = [passage.wide, *(one for one in page.sentences if page.find(party.name, one))]
    if party.role is not None and not any(page.find(party.role, one) for one in beside):
        return False
    known = party.state is None or party.state in passage.codes | page.codes_beside(party.name)
    return known and page.find(party.name) is not None


def _is_persons(name: str) -> bool:
    """Whether a name could be a person's: no office, body, calendar or common word, and not all in small letters."""
    words = re.findall(r"[^\W\d_]+(?:[-’'.][^\W\d_]+)*", name)
    large = [word for word in words if word[0].isupper() or word[0].lower() == word[0].upper()]
    return bool(large) and not any(map(is_other_word, large)) and not is_body(name)


def _named(name: str, passage: Passage) -> bool:
    page = passage.page
    if page.find(name, passage.span) is not None:
        return True
    parts = [word for word in name.split() if len(word) > 1 and not word.islower() and not word.endswith(".")]
    return page.find(name) is not None and any(page.find(part, passage.span) for part in parts)


def placed(value: Any, passage: Passage) -> Any:
    """The same content with every party's span found in the text; what the model said of spans is not believed."""
    if isinstance(value, Party):
        return _placed_party(value, passage)
    if isinstance(value, msgspec.Struct):
        fields = {name: placed(getattr(value, name), passage) for name in value.__struct_fields__}
        return msgspec.structs.replace(value, **fields)
    return tuple(placed(item, passage) for item in value) if isinstance(value, tuple) else value


def _placed_party(party: Party, passage: Passage) -> Party:
    name, role = (words and " ".join(words.split()) for words in (party.name, party.role))
    anonymous = party.anonymous and name is None
    return msgspec.structs.replace(party, name=name, role=role, anonymous=anonymous, span=_place(party, passage))


def _place(party: Party, passage: Passage) -> Span | None:
    words = party.name or party.role
    if words is None:
        return None
    return passage.page.find(words, passage.wide) or passage.page.find(words)
