"""How things are said on pages: plain, neutral words for codes, stances and contents, in any language of the site.

The tables hold English messages; `mark` marks them for the catalogues. Sentences about persons are made so that a language
whose verbs agree with a person's sex need not guess it: its catalogue may use nouns ("arrestation").
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from typing import Any

from habeas.register.views import Clause, GroupView, PartyView, Reading, Said, Value
from habeas.site.dates import Dates
from habeas.site.languages import Language
from habeas.site.names import Names
from habeas.text.instruments import INSTRUMENTS, instrument_of
from habeas.text.organisations import is_organisation
from habeas.text.states import STATES, is_state


def mark(message: str) -> str:
    """Marks a message for the catalogues; it is translated where it is used."""
    return message


STANCES = {"asserts": mark("says"), "denies": mark("denies"), "reports": mark("passes on")}
"""The stance as a verb of the first speaker."""

STATUS = {
    "unknown": mark("status unknown"),
    "free": mark("not yet in custody"),
    "held": mark("held"),
    "charged": mark("held, charged"),
    "tried": mark("held, on trial"),
    "convicted": mark("held, found guilty"),
    "acquitted": mark("found not guilty"),
    "sentenced": mark("held, sentenced"),
    "bailed": mark("on bail"),
    "house_arrest": mark("under house arrest"),
    "exit_ban": mark("barred from leaving"),
    "sheltered": mark("sheltered, unable to leave"),
    "pardoned": mark("pardoned"),
    "released": mark("released"),
    "exchanged": mark("freed in an exchange"),
    "deported": mark("deported"),
    "died": mark("died in custody"),
}

ACTS = {
    "arrested": (mark("arrested"), mark("%(person)s was arrested")),
    "detained": (mark("detained"), mark("%(person)s was detained")),
    "charged": (mark("charged"), mark("%(person)s was charged")),
    "tried": (mark("put on trial"), mark("%(person)s was put on trial")),
    "convicted": (mark("convicted"), mark("%(person)s was convicted")),
    "acquitted": (mark("acquitted"), mark("%(person)s was acquitted")),
    "sentenced": (mark("sentenced"), mark("%(person)s was sentenced")),
    "bailed": (mark("released on bail"), mark("%(person)s was released on bail")),
    "transferred": (mark("transferred"), mark("%(person)s was transferred")),
    "house_arrest": (mark("put under house arrest"), mark("%(person)s was put under house arrest")),
    "exit_ban": (mark("barred from leaving the country"), mark("%(person)s was barred from leaving the country")),
    "sheltered": (mark("given shelter"), mark("%(person)s was given shelter")),
    "pardoned": (mark("granted a pardon"), mark("%(person)s was granted a pardon")),
    "released": (mark("set free"), mark("%(person)s was released")),
    "exchanged": (mark("exchanged"), mark("%(person)s was exchanged")),
    "deported": (mark("sent out of the country"), mark("%(person)s was deported")),
    "died": (mark("died"), mark("%(person)s died")),
}
"""Each act by itself, and as a sentence."""

KINDS = {
    "custody": mark("Custody"),
    "attribute": mark("Description"),
    "endorsement": mark("Endorsement"),
    "endorsement_count": mark("Number of endorsers"),
    "statement": mark("Statement"),
    "appeal": mark("Appeal"),
    "accusation": mark("Accusation"),
    "link": mark("Link"),
    "finding": mark("Finding"),
    "action": mark("Action"),
}

ACCUSATIONS = {
    "arbitrary_detention": mark("arbitrary detention"),
    "coercion": mark("coercion"),
    "hypocrisy": mark("hypocrisy"),
    "interference": mark("interference"),
    "rights_violation": mark("violation of rights"),
    "ill_treatment": mark("ill-treatment"),
    "espionage": mark("espionage"),
    "other": mark("something else"),
}

DEMANDED = {
    "release": mark("release"),
    "return": mark("return"),
    "access": mark("access"),
    "fair_trial": mark("a fair trial"),
    "halt_execution": mark("a halt to the execution"),
    "medical_care": mark("medical care"),
    "stop_practice": mark("an end to the practice"),
    "information": mark("information"),
    "other": mark("something else"),
}

MANNERS = {
    "direct": mark("word for word"),
    "indirect": mark("in the words of the source"),
    "mixed": mark("partly word for word"),
}

SAID_BY = {
    "asserts": mark("%(who)s: %(what)s"),
    "denies": mark("%(who)s denies: %(what)s"),
    "reports": mark("%(who)s passes on: %(what)s"),
}

TOLD_BY = {
    "asserts": mark("said by %(who)s"),
    "denies": mark("denied by %(who)s"),
    "reports": mark("passed on by %(who)s"),
}

DEMANDS = {
    "release": mark("called on %(whom)s to release %(people)s"),
    "return": mark("called on %(whom)s to return %(people)s"),
    "access": mark("called on %(whom)s to give access to %(people)s"),
    "fair_trial": mark("called on %(whom)s to give a fair trial to %(people)s"),
    "halt_execution": mark("called on %(whom)s to halt the execution %(of_people)s"),
    "medical_care": mark("called on %(whom)s to give medical care to %(people)s"),
    "stop_practice": mark("called on %(whom)s to stop the practice, for %(people)s"),
    "information": mark("called on %(whom)s for information about %(people)s"),
    "other": mark("called on %(whom)s to do something else for %(people)s"),
}

ATTRIBUTES = {
    "nationality": mark("nationality"),
    "residence": mark("residence"),
    "occupation": mark("occupation"),
    "position": mark("position"),
    "affiliation": mark("affiliation"),
    "alias": mark("other name"),
    "birth": mark("birth"),
    "sex": mark("sex"),
    "legal_force": mark("legal force"),
    "targets": mark("aimed at"),
}

ENDORSING = {
    "endorsed": mark("%(party)s endorsed %(instrument)s"),
    "withdrew": mark("%(party)s withdrew from %(instrument)s"),
    "denied_endorsing": mark("%(party)s denied endorsing %(instrument)s"),
}

RELATIONS = {
    "precedes": mark("the custody %(of_one)s came before the custody %(of_other)s"),
    "retaliation": mark("the custody %(of_one)s was in retaliation for the custody %(of_other)s"),
    "demand": mark("the custody %(of_one)s was demanded for the custody %(of_other)s"),
    "exchange": mark("the custody %(of_one)s was exchanged for the custody %(of_other)s"),
}

ACTIONS = {
    "statement_opened": mark("joint statement opened"),
    "signed": mark("signature"),
    "declined": mark("signature declined"),
    "demarche": mark("démarche"),
    "access_requested": mark("access requested"),
    "access_granted": mark("access granted"),
    "access_refused": mark("access refused"),
    "designation": mark("designation"),
    "submission_filed": mark("submission filed"),
    "reply_due": mark("reply due"),
    "other": mark("something else"),
}

ANSWERS = {
    "met": mark("met"),
    "not_met": mark("not met"),
    "unknown": mark("unknown"),
    "contested": mark("contested"),
}

BOUNDS = {
    "exactly": mark("%(number)s"),
    "at_least": mark("at least %(number)s"),
    "at_most": mark("at most %(number)s"),
    "nearly": mark("nearly %(number)s"),
    "about": mark("about %(number)s"),
    "nearly_all": mark("nearly all of %(number)s"),
    "all": mark("all of %(number)s"),
}

READINGS = {
    "undated": mark("undated: nothing to count against"),
    "holds": mark("the bound holds (%(number)s states)"),
    "within": mark("within the bounds (at least %(number)s)"),
    "others_besides": mark("inclusive counting: others besides the one named"),
    "counted_twice": mark("inclusive counting: the one named apart counted twice"),
    "states": mark("states"),
    "states_and_organisations": mark("states and organisations"),
    "without_unnamed": mark("states, without the %(number)s of whom nobody says who they are"),
    "agrees_with_organisations": mark("agrees with %(number)s said on the same day, with organisations"),
    "agrees_without_organisations": mark("agrees with %(number)s said on the same day, without organisations"),
    "contradicts_with_organisations": mark("contradicts %(number)s said on the same day, with organisations"),
    "contradicts_without_organisations": mark("contradicts %(number)s said on the same day, without organisations"),
    "no_group": mark("of a group that is not named: nothing to count against"),
    "fewer": mark("fewer than the %(number)s said %(day)s"),
    "cannot": mark("cannot be reconciled"),
    "group_holds": mark("the bound holds (%(number)s of %(of)s; missing: %(missing)s)"),
    "group_cannot": mark("cannot be reconciled (%(number)s of %(of)s; missing: %(missing)s)"),
}
"""How a claimed number agrees with the record: each code of `habeas.register.readings`."""

AUDIENCES = {"public": mark("Public view"), "team": mark("Team's view")}


class Words:
    """How things are said in one language.

    Attributes:
        language: which.
        dates, names: its dates and its names.
    """

    def __init__(self, language: Language) -> None:
        self.language = language
        self.dates = Dates(language)
        self.names = Names(language)
        self._say = language.message

    def word(self, table: dict[str, str], key: str) -> str:
        """A word of one of the tables; the key itself, readable, where the table has none."""
        return self._say(table[key]) if key in table else key.replace("_", " ")

    def stance(self, stance: str) -> str:
        """What the first speaker does with the words: says, denies, passes on."""
        return self.word(STANCES, stance)

    def status(self, status: str) -> str:
        """How somebody is held."""
        return self.word(STATUS, status)

    def act(self, act: str) -> str:
        """What was done: "arrested", "put on trial"."""
        return self._say(ACTS[act][0]) if act in ACTS else act.replace("_", " ")

    def demand(self, demand: str) -> str:
        """What an appeal calls for."""
        return self.word(DEMANDED, demand)

    def manner(self, manner: str) -> str:
        """Whether a statement's words are the speaker's own."""
        return self.word(MANNERS, manner)

    def line(self, record: Said) -> str:
        """A record in one line."""
        what = self.content(record.kind, record.content)
        if record.kind == "statement":
            what = self._say("“%(words)s”") % {"words": self.language.isolated(what)}
        shape = self.word(SAID_BY, record.stance)
        if record.kind == "accusation" and record.stance == "asserts":
            shape = self._say("%(who)s accuses: %(what)s")
        return shape % {"who": first_upper(self.party(record.speakers[0])), "what": what}

    def told(self, what: str, stance: str, who: Iterable[PartyView]) -> str:
        """A value with those who give it."""
        by = self.word(TOLD_BY, stance) % {"who": self.listed(map(self.party, who))}
        return self._say("%(what)s, %(by)s") % {"what": what, "by": by}

    def said_of(self, value: Value, name: str) -> str:
        """One of several values that stand side by side, with those who give it."""
        if value.value is not None:
            return first_upper(self.told(self.value(name, value.value), value.stance, value.speakers))
        return first_upper(self.word(TOLD_BY, value.stance) % {"who": self.listed(map(self.party, value.speakers))})

    def group(self, group: GroupView) -> str:
        """A group's name."""
        return self.state(group.code) if is_organisation(group.code) else self._say(group.name)

    def kind(self, kind: str) -> str:
        """What kind of record it is."""
        return self.word(KINDS, kind)

    def audience(self, audience: str) -> str:
        """Whose view it is."""
        if audience in AUDIENCES:
            return self._say(AUDIENCES[audience])
        return self._say("View for %(audience)s") % {"audience": audience}

    def state(self, code: str | None) -> str:
        """The name of a state, an organisation or an instrument, by itself."""
        return self._say("an unknown state") if code is None else self.names.bare(code)

    def the(self, code: str | None) -> str:
        """The same within a sentence, with its article."""
        return self._say("an unknown state") if code is None else self.names.the(code)

    def of(self, code: str | None) -> str:
        """The same behind "of"."""
        return self.names.of_name(self.the(None)) if code is None else self.names.of(code)

    def party(self, party: PartyView | None) -> str:
        """A party as a page names it; somebody unnamed by the words that the source uses."""
        if party is None:
            return self._say("nobody named")
        if party.role == "outlet":
            return self.language.isolated(party.name) if party.name else self._say("the document")
        if party.name is not None:
            return self._told(party.name, party.state)
        return self.language.isolated(party.role) if party.role else self._say("somebody unnamed")

    def _told(self, name: str, state: str | None, *, article: bool = False) -> str:
        """A name as given; a state's own, by whichever of its names a source calls it, as this language names it."""
        own = state is not None and state in STATES and name in STATES[state].names
        code = state if own else name if _is_code(name) else instrument_of(name)
        if code is None:
            return self.language.isolated(name)
        return self.the(code) if article else self.state(code)

    def listed(self, items: Iterable[str]) -> str:
        """ "A, B and C"."""
        given = list(items)
        return self.language.listed(given) if given else self._say("nobody")

    def reading(self, readings: Iterable[Reading]) -> str:
        """How a claimed number agrees with the record: every reading."""
        clauses = (self._say("; ", "between two clauses").join(map(self._clause, reading)) for reading in readings)
        return self._say("; or ", "between two readings").join(clauses)

    def _clause(self, clause: Clause) -> str:
        missing = map(self.state, clause.missing)
        return self.word(READINGS, clause.says) % {
            "number": clause.number,
            "of": clause.of,
            "missing": self.language.listed(missing) if clause.missing else self._say("none"),
            "day": self.dates.on(clause.said_on),
        }

    def subject(self, subject: str) -> str:
        """What a contested value is about: a state's or an instrument's name, or a person's as the source gives it."""
        if subject == "unnamed":
            return self._say("somebody unnamed")
        return self.state(subject) if _is_code(subject) else subject

    def property(self, name: str) -> str:
        """What is contested."""
        first, _, rest = name.partition(".")
        if first == "accusation":
            return self._say("Accusation of %(what)s") % {"what": self.word(ACCUSATIONS, rest)}
        if first == "attribute":
            return self._say("Description: %(what)s") % {"what": self.word(ATTRIBUTES, rest)}
        if name == "custody.order":
            return self._say("Order of what happened")
        if first == "custody":
            act, _, when = rest.partition(".")
            shape = self._say("Day: %(act)s") if when else self._say("Custody: %(act)s")
            return shape % {"act": self.act(act)}
        return self.kind(first)

    def value(self, name: str, value: Any) -> str:
        """A contested value."""
        if name.endswith(".when"):
            return self.dates.on(value)
        if name == "custody.order":
            act, _, when = str(value).partition(" ")
            return f"{self.act(act)}, {self.dates.bare(None if when == 'undated' else when)}"
        if name == "endorsement":
            return {"endorsed": self._say("that it endorsed"), "withdrew": self._say("that it withdrew")}.get(
                value, self._say("that it did not endorse")
            )
        if name.startswith("attribute."):
            return self.attribute_value(name.removeprefix("attribute."), str(value))
        return self.language.number(value) if isinstance(value, int) else str(value)

    def content(self, kind: str, content: dict[str, Any]) -> str:
        """What a claim says, in one neutral sentence without its speaker."""
        said: str = getattr(self, f"_{kind}")(content)
        return said

    def _name(self, value: Any, *, article: bool = False) -> str:
        """A party or code within a claim's content."""
        if value is None:
            return self._say("nobody named")
        if isinstance(value, str):
            return self.the(value) if article else self.state(value)
        name, role = value.get("name"), value.get("role")
        if name:
            return self._told(name, value.get("state"), article=article)
        return self.language.isolated(str(role)) if role else self._say("somebody unnamed")

    def _statement(self, c: dict[str, Any]) -> str:
        words: str = c["words"]
        return words

    def _custody(self, c: dict[str, Any]) -> str:
        _, sentence = ACTS[c["act"]]
        said = [self._say(sentence) % {"person": self._name(c["person"])}]
        if c["by"]:
            said.append(self._say("by %(state)s") % {"state": self.the(c["by"])})
        if c["at_request_of"]:
            said.append(self._say("at the request %(of_state)s") % {"of_state": self.of(c["at_request_of"])})
        if c["place"]:
            said.append(self._say("in %(place)s", "a place") % {"place": c["place"]})
        whole = " ".join(said)
        if c["when"]:
            whole = self._say("%(what)s, %(when)s") % {"what": whole, "when": self.dates.bare(c["when"])}
        if c["grounds"]:
            whole = self._say("%(what)s; stated reason: %(grounds)s") % {"what": whole, "grounds": c["grounds"]}
        return whole

    def _attribute(self, c: dict[str, Any]) -> str:
        value = self.attribute_value(c["attribute"], c["value"])
        given = {"who": self._name(c["subject"]), "what": self.word(ATTRIBUTES, c["attribute"]), "value": value}
        return self._say("%(who)s: %(what)s %(value)s") % given

    def attribute_value(self, attribute: str, value: str) -> str:
        """An attribute's value: a state by its name, other words as the source gives them."""
        if attribute in {"nationality", "residence"}:
            return self.state(value)
        return self._say("no state") if (attribute, value) == ("targets", "none") else self.language.isolated(value)

    def _endorsement(self, c: dict[str, Any]) -> str:
        whole = self.word(ENDORSING, c["act"]) % {
            "party": self.the(c["party"]),
            "instrument": self.the(c["instrument"]),
        }
        if c["when"]:
            whole = self._say("%(what)s, %(when)s") % {"what": whole, "when": self.dates.bare(c["when"])}
        return first_upper(whole)

    def bound(self, bound: str, count: int) -> str:
        """A number with its bound: "at least 50"."""
        return self.word(BOUNDS, bound) % {"number": self.language.number(count)}

    def _endorsement_count(self, c: dict[str, Any]) -> str:
        number = self.bound(c["bound"], c["count"])
        if c["group"]:
            shape = self._say("%(number)s states %(of_group)s endorsed it")
            return shape % {"number": number, "of_group": self.of(c["group"])}
        shape = {
            "states": self._say("%(number)s states endorsed it"),
            "states_and_organisations": self._say("%(number)s states and organisations endorsed it"),
        }.get(c["counts"], self._say("%(number)s endorsers stand behind it"))
        return shape % {"number": number}

    def _appeal(self, c: dict[str, Any]) -> str:
        people = [self._name(person) for person in c["on_behalf_of"]]
        named = self.listed(people) if people else self._say("the persons concerned")
        of_people = self.names.of_name(named)
        return self.word(DEMANDS, c["demand"]) % {
            "whom": self._name(c["addressee"], article=True),
            "people": named,
            "of_people": of_people,
        }

    def _accusation(self, c: dict[str, Any]) -> str:
        given = {"what": self.word(ACCUSATIONS, c["of"]), "who": self._name(c["accused"], article=True)}
        if not c["concerning"]:
            return self._say("%(what)s by %(who)s") % given
        about = self.listed(self._name(person) for person in c["concerning"])
        return self._say("%(what)s by %(who)s, concerning %(people)s") % {**given, "people": about}

    def _link(self, c: dict[str, Any]) -> str:
        one, other = (self.names.of_name(self._name(c[end]["person"])) for end in ("from", "to"))
        return self.word(RELATIONS, c["relation"]) % {"of_one": one, "of_other": other}

    def _finding(self, c: dict[str, Any]) -> str:
        given = {"criterion": f"{c['framework']} {c['criterion']}", "answer": self.word(ANSWERS, c["answer"])}
        return self._say("%(criterion)s: %(answer)s") % given

    def _action(self, c: dict[str, Any]) -> str:
        given = {"what": self.word(ACTIONS, c["what"]), "who": self._name(c["by"], article=True)}
        return self._say("%(what)s, by %(who)s, about %(about)s") % {**given, "about": self._name(c["about"])}


def _is_code(name: str) -> bool:
    return is_state(name) or is_organisation(name) or name in INSTRUMENTS


def first_upper(text: str) -> str:
    """A text that begins with a capital, the rest as it is."""
    return text[:1].upper() + text[1:]


@cache
def words_of(spoken: Language) -> Words:
    """The words of a language; made once, with what they keep in mind."""
    return Words(spoken)
