"""Claims: what is recorded, bound to the words it rests on and to whoever said them.

A claim kind is one frozen class and one line in `CLAIMS`; its docs page is `docs/reference/claims/KIND.md`.
`decode` and `encode` turn claims into plain JSON and back; field names are those of the public contract.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any, get_args, get_type_hints

import msgspec

from habeas.claims.attribute import Attribute
from habeas.claims.custody import Custody
from habeas.claims.endorsement import Bound, Endorsement, EndorsementCount
from habeas.claims.envelope import Basis, Claim, ClaimBasis, Evidence, PersonBasis, Stance
from habeas.claims.link import Link, LinkEnd
from habeas.claims.party import OUTLET, Party, Span, outlet
from habeas.claims.speech import Accusation, Appeal, Statement
from habeas.claims.work import Action, Finding
from habeas.errors import BadContent

__all__ = [
    "CLAIMS",
    "OUTLET",
    "Accusation",
    "Action",
    "Appeal",
    "Attribute",
    "Basis",
    "Bound",
    "Claim",
    "ClaimBasis",
    "Content",
    "Custody",
    "Endorsement",
    "EndorsementCount",
    "Evidence",
    "Finding",
    "Link",
    "LinkEnd",
    "Party",
    "PersonBasis",
    "Span",
    "Stance",
    "Statement",
    "decode",
    "encode",
    "kind_of",
    "outlet",
    "parties_in",
]

Content = (
    Custody | Attribute | Endorsement | EndorsementCount | Statement | Appeal | Accusation | Link | Finding | Action
)

CLAIMS: dict[str, type[Content]] = {
    "custody": Custody,
    "attribute": Attribute,
    "endorsement": Endorsement,
    "endorsement_count": EndorsementCount,
    "statement": Statement,
    "appeal": Appeal,
    "accusation": Accusation,
    "link": Link,
    "finding": Finding,
    "action": Action,
}

_FIELDS = {cls: frozenset(field.encode_name for field in msgspec.structs.fields(cls)) for cls in CLAIMS.values()}
_KIND = {cls: kind for kind, cls in CLAIMS.items()}


def kind_of(content: Content) -> str:
    """The kind under which `content` is recorded."""
    return _KIND[type(content)]


def encode(claim: Claim) -> dict[str, Any]:
    """The claim as plain JSON types, every field present."""
    plain: dict[str, Any] = msgspec.to_builtins(claim)
    return plain


def decode(plain: dict[str, Any]) -> Claim:
    """The claim that `encode` wrote.

    Raises:
        BadContent: an unknown kind, a missing field, an unknown field, or a value of the wrong type.
    """
    kind = plain.get("kind")
    cls = CLAIMS.get(kind) if isinstance(kind, str) else None
    if cls is None:
        raise BadContent(f"kind {kind!r}", "no such claim kind", f"Use one of: {', '.join(CLAIMS)}.")
    try:
        claim = msgspec.convert(plain, Claim)
        _refuse_unknown(plain.get("content"), cls)
        content = msgspec.convert(claim.content, cls)
    except msgspec.ValidationError as error:
        raise BadContent(f"a {kind} claim", _wrong(error, cls), f"See docs/reference/claims/{kind}.md.") from error
    return msgspec.structs.replace(claim, content=content)


_NO_SUCH = re.compile(r"Invalid enum value (?P<value>.+) - at `\$\.(?P<field>\w+)`")


def _wrong(error: msgspec.ValidationError, cls: type[Content]) -> str:
    """What is wrong with a claim; of a word that is none of those a field takes, also these."""
    match = _NO_SUCH.fullmatch(str(error))
    if match is None:
        return str(error)
    hints = {**get_type_hints(Claim), **get_type_hints(cls)}
    return f"no such {match['field']}: {match['value']}; use one of {', '.join(_words(hints.get(match['field'])))}"


def _words(hint: object) -> list[str]:
    """The words of a literal type, or of the literals that a type is made of."""
    return [hint] if isinstance(hint, str) else [word for part in get_args(hint) for word in _words(part)]


def _refuse_unknown(content: Any, cls: type[Content]) -> None:
    """A field that the kind does not have would be dropped in silence: refuse it instead."""
    known = _FIELDS[cls]
    extra = sorted(set(content) - known) if isinstance(content, dict) else []
    if extra:
        raise msgspec.ValidationError(f"unknown field {extra[0]!r}; known are {', '.join(sorted(known))}")


def parties_in(value: Any) -> list[Party]:
    """Every party inside a content, a claim's speakers, or any structure of them, in reading order."""
    found: list[Party] = []
    _gather(value, found)
    return found


def _gather(value: Any, found: list[Party]) -> None:
    """Add the parties in `value`; every view asks this of every claim, so it builds no list of its own."""
    if isinstance(value, Party):
        found.append(value)
        return
    inner: Iterable[Any] = ()
    if isinstance(value, (tuple, list)):
        inner = value
    elif isinstance(value, msgspec.Struct):
        inner = (getattr(value, name) for name in value.__struct_fields__)
    for item in inner:
        if item is not None and type(item) is not str:  # most are one of these, and neither holds a party
            _gather(item, found)
