"""How things are said on pages: plain, neutral words for codes, dates, stances and contents."""

from __future__ import annotations

from typing import Any

from habeas.register.views import PartyView
from habeas.text.instruments import INSTRUMENTS, instrument_name
from habeas.text.states import name_of

MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip

STANCES = {"asserts": "says", "denies": "denies", "reports": "passes on"}
"""The stance as a verb of the first speaker."""

STATUS = {
    "unknown": "status unknown",
    "held": "held",
    "charged": "held, charged",
    "tried": "held, on trial",
    "convicted": "held, found guilty",
    "acquitted": "found not guilty",
    "sentenced": "held, sentenced",
    "bailed": "on bail",
    "house_arrest": "under house arrest",
    "exit_ban": "barred from leaving",
    "sheltered": "sheltered, unable to leave",
    "pardoned": "pardoned",
    "released": "released",
    "exchanged": "freed in an exchange",
    "deported": "deported",
    "died": "died in custody",
}

ACTS = {
    "house_arrest": "put under house arrest",
    "exit_ban": "barred from leaving",
    "bailed": "released on bail",
    "tried": "put on trial",
}
"""Acts whose words are not their own names."""

ACCUSATIONS = {"other": "something else", "rights_violation": "violating rights"}
KINDS = {
    "custody": "Custody",
    "attribute": "Description",
    "endorsement": "Endorsement",
    "endorsement_count": "Number of endorsers",
    "statement": "Statement",
    "appeal": "Appeal",
    "accusation": "Accusation",
    "link": "Link",
    "finding": "Finding",
    "action": "Action",
}


def date_words(edtf: str | None) -> str:
    """An EDTF date in words: `2018-12` is "December 2018"; an interval names both ends."""
    if edtf is None:
        return "on an unknown day"
    first, separator, last = edtf.partition("/")
    if separator:
        return f"between {_part(first)} and {_part(last)}"
    return _part(edtf)


def _part(text: str) -> str:
    if text in {"", ".."}:
        return "an unknown day"
    pieces = text.rstrip("?~%").split("-")
    if len(pieces) == 1:
        return pieces[0]
    month = MONTHS[int(pieces[1]) - 1]
    return f"{month} {pieces[0]}" if len(pieces) == 2 else f"{int(pieces[2])} {month} {pieces[0]}"


def code_name(code: str | None) -> str:
    """A state's, organisation's or instrument's name."""
    if code is None:
        return "an unknown state"
    return instrument_name(code) if code in INSTRUMENTS else name_of(code)


def party_words(party: PartyView | None) -> str:
    """A party as a page names it; somebody unnamed by the words that the source uses."""
    if party is None:
        return "nobody named"
    if party.role == "outlet":
        return party.name or "the document"
    if party.name is not None:
        return (
            code_name(party.name)
            if party.name == party.state or party.name in INSTRUMENTS or len(party.name) == 2
            else party.name
        )
    return party.role or "somebody unnamed"


def listed(words: list[str]) -> str:
    """ "A, B and C"."""
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}" if words else "nobody"


def act_words(act: str) -> str:
    """What was done: "arrested", "put on trial"."""
    return ACTS.get(act, act.replace("_", " "))


def content_words(kind: str, content: dict[str, Any]) -> str:
    """What a claim says, in one neutral sentence without its speaker."""
    words: str = _WORDS[kind](content)
    return words


def _name(value: Any) -> str:
    if value is None:
        return "nobody named"
    if isinstance(value, str):
        return code_name(value)
    name, role = value.get("name"), value.get("role")
    return str(name or role or "somebody unnamed")


def _names(values: list[Any]) -> str:
    return listed([_name(value) for value in values])


def _custody(c: dict[str, Any]) -> str:
    words = f"{_name(c['person'])} was {act_words(c['act'])}" if c["act"] != "died" else f"{_name(c['person'])} died"
    words += f" by {code_name(c['by'])}" if c["by"] else ""
    words += f" at the request of {code_name(c['at_request_of'])}" if c["at_request_of"] else ""
    words += f" in {c['place']}" if c["place"] else ""
    words += f", {date_words(c['when'])}" if c["when"] else ""
    return words + (f"; stated reason: {c['grounds']}" if c["grounds"] else "")


def _attribute(c: dict[str, Any]) -> str:
    value = code_name(c["value"]) if c["attribute"] in {"nationality", "residence"} else c["value"]
    return f"{_name(c['subject'])}: {c['attribute'].replace('_', ' ')} {value}"


def _endorsement(c: dict[str, Any]) -> str:
    verb = {"endorsed": "endorsed", "withdrew": "withdrew from", "denied_endorsing": "denied endorsing"}[c["act"]]
    return f"{code_name(c['party'])} {verb} the {code_name(c['instrument'])}" + (
        f", {date_words(c['when'])}" if c["when"] else ""
    )


def _count(c: dict[str, Any]) -> str:
    what = {"states": "states", "states_and_organisations": "states and organisations", "unclear": "endorsers"}[
        c["counts"]
    ]
    bound = {"exactly": "", "at_least": "at least ", "nearly_all": "nearly all of ", "all": "all of "}[c["bound"]]
    group = f" of the {code_name(c['group'])}" if c["group"] else ""
    return f"{bound}{c['count']} {what}{group} endorsed it"


def _appeal(c: dict[str, Any]) -> str:
    demand = {
        "release": "release",
        "return": "return",
        "access": "give access to",
        "fair_trial": "give a fair trial to",
    }
    people = _names(c["on_behalf_of"]) if c["on_behalf_of"] else "the persons concerned"
    return f"called on {_name(c['addressee'])} to {demand.get(c['demand'], c['demand'].replace('_', ' ') + ', for')} {people}"


def _accusation(c: dict[str, Any]) -> str:
    of = ACCUSATIONS.get(c["of"], c["of"].replace("_", " "))
    about = f", concerning {_names(c['concerning'])}" if c["concerning"] else ""
    return f"{of} by {_name(c['accused'])}{about}"


def _link(c: dict[str, Any]) -> str:
    verb = {
        "precedes": "came before",
        "retaliation": "was answered by",
        "demand": "was demanded for",
        "exchange": "was exchanged for",
    }
    return (
        f"the custody of {_name(c['from']['person'])} {verb[c['relation']]} the custody of {_name(c['to']['person'])}"
    )


_WORDS: dict[str, Any] = {
    "custody": _custody,
    "attribute": _attribute,
    "endorsement": _endorsement,
    "endorsement_count": _count,
    "statement": lambda c: c["words"],
    "appeal": _appeal,
    "accusation": _accusation,
    "link": _link,
    "finding": lambda c: f"{c['framework']} {c['criterion']}: {c['answer'].replace('_', ' ')}",
    "action": lambda c: f"{c['what'].replace('_', ' ')} by {_name(c['by'])}, about {_name(c['about'])}",
}
