"""A document's text mended for reading: what counts as a word is what the model's own vocabulary holds."""

from __future__ import annotations

from typing import TypeVar

import msgspec

from habeas.claims import Party
from habeas.reading.model.served import served
from habeas.text.mended import Mended, mend
from habeas.text.states import find_states
from habeas.text.written_dates import is_calendar_word

Content = TypeVar("Content")


def mended(text: str) -> Mended:
    """The text with words joined that a line's end divides, and with misread letters put right."""
    holds = served().tokenizer.token_to_id
    return mend(text, known=lambda word: holds(word) is not None, names_known=_is_no_persons)


def _is_no_persons(word: str) -> bool:
    """A state's word or the calendar's."""
    return is_calendar_word(word) or any(mention.span == (0, len(word)) for mention in find_states(word))


def led_back(content: Content, page: Mended) -> Content:
    """A claim's content with its parties' spans as they stand in the given text; names and words that were mended stay mended."""
    if isinstance(content, Party):
        return msgspec.structs.replace(content, span=page.back(content.span)) if content.span else content
    if isinstance(content, tuple):
        return tuple(led_back(item, page) for item in content)  # type: ignore[return-value]  # a tuple of the same items
    if isinstance(content, msgspec.Struct):
        held = {name: getattr(content, name) for name in content.__struct_fields__}
        return msgspec.structs.replace(content, **{name: led_back(value, page) for name, value in held.items()})
    return content
