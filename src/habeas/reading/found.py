"""What a text claims of custody, appeals, accusations and endorsing: by the rules where their patterns are plain, by the model for all else.

A cheap stage decides where to look: windows of a long text without a word of custody, courts or appeals are not read for claims.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from habeas.claims import Accusation, Appeal, Custody, Endorsement, Party, Span
from habeas.claims.envelope import Stance
from habeas.reading.accusations import read_accusations
from habeas.reading.appeals import read_appeals
from habeas.reading.attributes import said_at
from habeas.reading.attribution import Cue
from habeas.reading.cast import Person
from habeas.reading.custody import HOLDERS_ACTS, CustodyReading, read_custody, without_repeats
from habeas.reading.endorsements import EndorsementReading
from habeas.reading.lexicon import ending, lexicon, opening
from habeas.reading.model.claims import FoundClaim, claims_of, nations_of, trades_of
from habeas.reading.model.frames import candidates
from habeas.reading.model.served import Reading as ModelReading
from habeas.reading.resolve import LIKELY, Reading, readings
from habeas.reading.scene import Scene
from habeas.text.offices import holds_office
from habeas.text.spans import overlap

SURE = 0.5
"""The model's own claims are at least so sure."""
SURE_WHOLE, SURE_ENDORSED = 0.55, 0.7
"""So sure the model must be of a claim with its person and its state together, and of an endorsement, which has neither person nor date to hold it."""
SURE_BESIDE, SURE_AGAINST = 0.9, 0.75
"""So sure the model must be of a person whom a rule has not found at its word, and of another state than the one in which a rule has seen a place."""
RULED = {"verb": 0.95, "place": 0.9, "appeal": 0.95, "asserts": 0.9, "denies": 0.8}
"""How sure a trusted rule's claim is, by what it goes by."""
SURE_NATION, SURE_TRADE = 0.85, 0.5
"""The model is at least so sure of a nationality, and of the words for what somebody does."""
_BEARING = lexicon("en").bearing
WORTH_READING = re.compile("|".join(_BEARING.worth_reading), re.IGNORECASE)
"""Where a stretch of text may tell of custody, appeals or endorsements."""
_DENIES = re.compile(rf"{opening(_BEARING.denying)}|n[’']t\b", re.IGNORECASE)
_LEAVING = re.compile(opening(_BEARING.leaving), re.IGNORECASE)
_ENDORSING = re.compile(opening(_BEARING.endorsing), re.IGNORECASE)


def found_claims(scene: Scene, model: ModelReading) -> list[Reading]:
    """Every claim of custody, appeal, accusation and endorsement: the rules' where their patterns are plain, the model's for all else."""
    if not model.windows:
        return []
    found = candidates(scene, model.encoded)
    scored = model.claim_scores(found, worth=WORTH_READING)
    custody = read_custody(scene)
    plain = list(_by_rules(scene, custody))
    modelled = claims_of(model.encoded, found, scored, threshold=SURE)
    nations = nations_of(found, scored)
    _mark_held(scene, plain, modelled)
    _take_nations(scene, nations, custody)
    _take_trades(scene, trades_of(model.encoded, found, scored))
    told = {scene.sentence_at(one.trigger[0]).index for one in plain if isinstance(one.content, Accusation)}
    told |= {act.sentence for act in custody if _stance(scene, act, custody) is None}  # its denial leaves it open
    likely = {name: code for name, (code, sure) in nations.items() if sure >= SURE_NATION}
    read = readings(scene, modelled, likely)
    acts: list[CustodyReading | Reading] = [*custody, *read]
    upon = [(act.trigger, act.content.person.name) for act in acts if isinstance(act.content, Custody)]
    read = [one for one in read if not _is_of_another(scene, one, upon)]
    firm = [one for one in plain if not _is_known_better(scene, one, read)]
    return [*firm, *(one for one in read if _adds(scene, one, firm, told))]


def told_once(
    scene: Scene, read: list[Reading], ruled: list[EndorsementReading]
) -> tuple[list[Reading], list[EndorsementReading]]:
    """Each endorsement once: by the reading whose sentence names the state, and where both do by the model's.

    Args:
        scene: the text.
        read: by the model, and what is no endorsement.
        ruled: by rules, and what is no endorsement.

    Returns:
        What stays of both.
    """

    def named(one: Reading, party: Party | str) -> bool:
        sentence = scene.sentence_at(one.trigger[0])
        return any(sentence.start <= state.span[0] < sentence.end for state in scene.states if state.code == party)

    by_rule = {(one.content.party, one.content.act) for one in ruled if isinstance(one.content, Endorsement)}
    stays, known, there = [], set(), set()
    for one in read:
        content = one.content
        if isinstance(content, Endorsement):
            if (content.party, content.act) in by_rule and not named(one, content.party):
                continue
            known.add((content.party, content.act))
            there.add((content.party, scene.sentence_at(one.trigger[0]).index))
        stays.append(one)
    rest = [
        one
        for one in ruled
        if not isinstance(one.content, Endorsement)
        or ((one.content.party, one.content.act) not in known and (one.content.party, one.sentence) not in there)
    ]
    return stays, rest


def _is_known_better(scene: Scene, ruled: Reading, read: list[Reading]) -> bool:
    """Whether the model is sure that another state acts than the one in which a rule has seen a place."""
    content = ruled.content
    if not isinstance(content, Custody) or ruled.sure != RULED["place"]:
        return False
    sure = (one.content for one in read if one.sure >= SURE_AGAINST and _same(scene, one, ruled))
    return any(
        isinstance(one, Custody) and one.person.name == content.person.name and one.by != content.by for one in sure
    )


def _adds(scene: Scene, one: Reading, plain: list[Reading], told: set[int]) -> bool:
    """Whether a model's claim is sure enough, is none that a rule has read, and stands in no sentence whose denial leaves it open."""
    index = scene.sentence_at(one.trigger[0]).index
    if one.sure < (SURE_ENDORSED if isinstance(one.content, Endorsement) else SURE_WHOLE):
        return False
    if (
        isinstance(one.content, Accusation)
        and one.stance == "denies"
        and not _DENIES.search(scene.sentences[index].text)
    ):
        return False
    if isinstance(one.content, (Accusation, Appeal)) and _is_vague(scene, one.content, index):
        return False
    if getattr(one.content, "act", None) == "exit_ban" and not _LEAVING.search(scene.sentences[index].text):
        return False
    if one.stance == "asserts" and _is_unsaid(scene, one, index):
        return False
    if index in told and isinstance(one.content, (Accusation, Custody)):
        return False
    return not any(_same(scene, one, other) for other in plain)


def _is_of_another(scene: Scene, one: Reading, upon: list[tuple[Span, str | None]]) -> bool:
    name = one.content.person.name if isinstance(one.content, Custody) else None
    return name is not None and is_of_another(scene, one.trigger, name, upon)


def is_of_another(scene: Scene, trigger: Span, name: str, upon: list[tuple[Span, str | None]]) -> bool:
    """Whether the sentence of an act upon somebody whom it does not mention has nobody to mean but another whom it names, or mentions only in another clause.

    "The premier said that the arrest was lawful. B was detained ..." tells of no arrest of B's, who is not yet spoken of, and
    "The court sentenced A to a year" of no sentence upon B. "The police arrested A with a cook" may tell of B.

    Args:
        scene: the text.
        trigger: the words for the act.
        name: a person of the cast.
        upon: every act that is read, by its words, with the name of the person it is upon.
    """
    sentence = scene.sentence_at(trigger[0])
    people = {person.name: person.mentions for person in scene.cast.people}
    named = {other for other, spans in people.items() if any(sentence.start <= at < sentence.end for at, _ in spans)}
    mine = [at for at, _ in people.get(name, ()) if sentence.start <= at < sentence.end]
    if mine:  # "They were detained after B had been arrested"
        return min(mine) > trigger[1] and _CLAUSE.search(scene.text, trigger[1], min(mine)) is not None
    describes = any(sentence.start <= at < sentence.end for at in scene.strangers)
    describes |= any(chunk.kind in {"group", "official"} for chunk in sentence.chunks)
    if name not in people or not named or describes:
        return False
    words = {*name.split()}
    if any({*other.split()} <= words or words <= {*other.split()} for other in named):
        return False  # it is named there, whole or shortened
    there = {other for at, other in upon if overlap(at, trigger)} - {name}
    return min(people[name])[0] >= sentence.end or bool(there & named and None not in there)


_CLAUSE = re.compile(rf"\b(?:{'|'.join(lexicon('en').beside.clauses)})\s", re.IGNORECASE)
_UNSAID = lexicon("en").unsaid
_NEGATED, _OPEN = ending(_UNSAID.not_before), ending(_UNSAID.open_before)
_TERM, _MANNER = ending(_UNSAID.terms), ending(_UNSAID.manners)
_NEGATES, _DENIAL = (re.compile(opening(words), re.IGNORECASE) for words in (_UNSAID.not_at, _UNSAID.denials))
_STILL_OPEN = re.compile(rf"\w*\s+(?:{'|'.join(_UNSAID.open_behind)})", re.IGNORECASE)


def _is_unsaid(scene: Scene, one: Reading, index: int) -> bool:
    """What the words before a trigger take back: "was not arrested", "denied that it had detained P", "two years in prison"; or never said."""
    sentence = scene.sentences[index]
    if isinstance(one.content, Endorsement):
        return _ENDORSING.search(sentence.text) is None
    if not isinstance(one.content, Custody):
        return False
    before = scene.text[sentence.start : one.trigger[0]]
    if (
        _DENIAL.search(before)
        or _NEGATES.match(scene.text, one.trigger[0])
        or _is_open(scene, one.content, one.trigger)
    ):
        return True
    return one.content.act == "detained" and _TERM.search(before) is not None


def _is_open(scene: Scene, content: Custody, trigger: Span) -> bool:
    """What may happen or has not: by the words before a trigger, and behind the noun of a trial."""
    before = scene.text[scene.sentence_at(trigger[0]).start : trigger[0]]
    if _NEGATED.search(before) or _OPEN.search(before):
        return True
    return content.act == "tried" and _STILL_OPEN.match(scene.text, trigger[1]) is not None


def _is_vague(scene: Scene, content: Accusation | Appeal, index: int) -> bool:
    """A demand or accusation of no kind, or of a state that neither its sentence nor the one before names: the words bear no such claim."""
    if "other" in {getattr(content, "of", None), getattr(content, "demand", None)}:
        return True
    if not isinstance(content, Accusation) or not isinstance(content.accused, str):
        return False
    start, end = scene.sentences[max(0, index - 1)].start, scene.sentences[index].end
    named = {m.code for m in scene.states if start <= m.span[0] < end}
    return content.accused not in named | {m.state for m in scene.places if start <= m.span[0] < end}


def _mark_held(scene: Scene, plain: list[Reading], modelled: list[FoundClaim]) -> None:
    """Mark the persons upon whom a rule or the model sees somebody act: of nobody else has the model learnt what they are."""
    held = {key[0] for claim in modelled if claim.kind == "custody" for key, p in claim.persons if p >= LIKELY}
    held |= {one.content.person.name for one in plain if isinstance(one.content, Custody)}
    for person in scene.cast.people:
        person.held = person.name in held


def _take_nations(scene: Scene, told: dict[str, tuple[str, float]], custody: list[CustodyReading]) -> None:
    """Give persons of whom no phrase tells a nationality the one that the model sees: beside the name, or, of those who are held, in another sentence.

    Office holders speak for states and have none here.
    """
    by = {(one.content.person.name, one.content.by) for one in custody}
    for person in scene.cast.people:
        code, likely = told.get(person.name, (None, 0.0))
        if code is None or person.state is not None or likely < SURE_NATION or _unlikely(person, code, by):
            continue
        at = said_at(scene, person, code, apart=person.held)
        if at:
            person.state, person.nation_by_model, person.nation_at = code, likely, at


def _take_trades(scene: Scene, told: dict[str, tuple[Span, float]]) -> None:
    """Give those who are held the words that the model sees for what they do."""
    for person in scene.cast.people:
        trade = told.get(person.name)
        if trade is not None and person.held and trade[1] >= SURE_TRADE:
            person.trade = trade


def _same(scene: Scene, one: Reading, other: Reading) -> bool:
    """Whether a rule has read what the model reads: the same act upon the same person, the same demand or accusation in the same sentence."""
    a, b = one.content, other.content
    near = scene.sentence_at(one.trigger[0]).index == scene.sentence_at(other.trigger[0]).index
    if isinstance(a, Custody) and isinstance(b, Custody):
        at_once = near and overlap(one.trigger, other.trigger)
        if a.person.name != b.person.name:
            return at_once and a.act == b.act and one.sure < SURE_BESIDE
        return a.act == b.act or at_once
    if isinstance(a, Appeal) and isinstance(b, Appeal):
        return a.demand == b.demand and near
    if isinstance(a, Accusation) and isinstance(b, Accusation):
        return near and a.of == b.of
    return False


def _unlikely(person: Person, code: str | None, held: set[tuple[str | None, str | None]]) -> bool:
    """Office holders speak for states; and a state that a plain sentence says holds somebody is rarely the person's own."""
    return holds_office(person.role) or (person.name, code) in held


def _by_rules(scene: Scene, custody: list[CustodyReading]) -> Iterator[Reading]:
    """What the rules read by their plainest patterns: a named person with who acts or where, an appeal to a state, an accusation of one."""
    holders = _holders(custody)
    for reading in without_repeats(custody):
        content = reading.content
        known = content.by is not None or content.act == "exchanged"
        if content.person.name is None or not known or (reading.sure < _PLAIN and reading.holder):
            continue
        stance = _stance(scene, reading, custody)
        if stance is not None and not _is_open(scene, content, reading.trigger):
            yield _ruled(content, stance, reading.trigger, None, "verb" if reading.holder else "place")
    for appeal in read_appeals(scene, holders):
        if isinstance(appeal.content.addressee, str):
            yield _ruled(appeal.content, "asserts", appeal.span, _speaker(scene, appeal.cue), "appeal")
    for accusation in read_accusations(scene, holders):
        if isinstance(accusation.content.accused, str):
            speaker = _speaker(scene, accusation.cue) if accusation.cue else None
            yield _ruled(accusation.content, accusation.stance, accusation.at, speaker, accusation.stance)


_PLAIN = 0.85
"""A custody rule that names who acts is trusted from here on; on our train part nine in ten such claims are right."""


def acts_by_rules(scene: Scene) -> list[Reading]:
    """Every custody act that a rule sees, also those it is not sure of: enough to tell which the text puts before which."""
    return [_ruled(reading.content, "asserts", reading.trigger, None, "place") for reading in read_custody(scene)]


def _ruled(
    content: Custody | Appeal | Accusation, stance: Stance, trigger: Span, speaker: Party | None, by: str
) -> Reading:
    why = ("a rule reads it by a plain pattern of its sentence",)
    return Reading(
        content=content,
        stance=stance,
        trigger=trigger,
        speaker=speaker,
        spans=(trigger,),
        sure=RULED[by],
        why=why,
        ruled=True,
    )


def _stance(scene: Scene, reading: CustodyReading, custody: list[CustodyReading]) -> Stance | None:
    """Whether an act is asserted or denied; None where a denial leaves it open.

    "denied that it had arbitrarily detained P" denies the manner and says nothing of the act; "denied that P was exchanged for people held in S"
    denies the exchange, and of the rest it says nothing certain.
    """
    sentence = scene.sentences[reading.sentence]
    denial = _DENIAL.search(sentence.text, 0, reading.trigger[0] - sentence.start)
    if denial is None:
        return "asserts"
    at = sentence.start + denial.start()
    after = [r.trigger[0] for r in custody if r.sentence == reading.sentence and r.trigger[0] > at]
    open_ = _MANNER.search(scene.text, sentence.start, reading.trigger[0]) or reading.trigger[0] != min(after)
    return None if open_ else "denies"


def _speaker(scene: Scene, cue: Cue | None) -> Party | None:
    """The subject of a cue; a state speaks as itself."""
    if cue is None or cue.subject is None:
        return None
    if cue.subject.kind == "state":
        name = scene.text[slice(*cue.subject.core)]
        return Party(name=name, state=cue.subject.state, span=cue.subject.core)
    return next(iter(scene.parties(cue.subject)), None)


def _holders(custody: list[CustodyReading]) -> dict[str, str]:
    """By name the state that holds or held a person, where the document names exactly one."""
    states: dict[str, set[str]] = {}
    for reading in custody:
        content = reading.content
        if content.person.name and content.by and content.act in HOLDERS_ACTS:
            states.setdefault(content.person.name, set()).add(content.by)
    return {name: codes.pop() for name, codes in states.items() if len(codes) == 1}
