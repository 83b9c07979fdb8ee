"""Voices: who speaks, by the phrase beside a verb of saying, demanding or denying."""

from __future__ import annotations

import re

from habeas.claims import Party, Span
from habeas.reading.french.page import Page
from habeas.reading.french.people import Person
from habeas.reading.french.subjects import Cast
from habeas.reading.french.words import people_words

_NOUN = re.compile(
    r"(?<![\w'-])(?P<np>(?:le|la|les|l'|un|une|son|sa|ses|leur|notre|cette|ce|cet|des|même)(?:\s+|(?<='))(?P<head>[A-ZÀ-Þ]?[a-zà-ÿœ-]+)(?:\s+(?:de la|de l'|du|des|de|d'|à la|à l'|à|en|et des?|et de la|permanente?|général\w*)?\s*(?:[a-zà-ÿœ][\wà-ÿœ-]*|[A-ZÀ-Þ][\wà-ÿœ'-]*)){0,7}?)(?=\s*(?:$|[,.;:)«»\n]|\b(?:a|ont|est|avait|demande|exige|réclame|nie|dément|qui|que|se|n'|ne|y|lui|en|sur|pour|dans)\b))",
    re.IGNORECASE,
)
_SPEAKERS = frozenset(
    "ministère parquet défense avocat avocate collectif association famille épouse mari frère sœur mère père compagne compagnon conjoint fille fils tante source radio quotidien "
    "chancellerie gouvernement consulat ambassade police gendarmerie porte-parole ministre président présidente procureur procureure secrétairerie secrétaire juge opposition presse télévision "
    "département agence fédération armateur codétenue défenseur ministère entourage proches douanier fonctionnaire officier commissaire conseil supporters représentant représentante signataires réseau observatoire "
    "autorités présidence diplomatie service services consul ambassadeur ambassadrice syndicat ligue comité organisation partie chancelier colonel médiateur".split()
)
_PRONOUN = re.compile(
    r"(?<!\w)(?:il|elle|ils|elles|celui-ci|celle-ci|qui|ce dernier|cette dernière)\b[^.;:«»]{0,25}$", re.IGNORECASE
)
_ME = re.compile(r"(?<!\w)(?:je|j'|nous|moi|on)\b[^.;:«»]{0,25}$", re.IGNORECASE)
_GOVERNED = re.compile(
    r"(?<![\w'])(?:à|au|aux|avec|contre|pour|vers|par|chez|sur|en|dans|de|du|des|d'|depuis|selon)\s*(?:la |le |les |l'|M\. |MM\. |Mme |Me )?$",
    re.IGNORECASE,
)


class Voices:
    """Finds speakers on a page and remembers who spoke last."""

    def __init__(self, page: Page, cast: Cast) -> None:
        self.page = page
        self.cast = cast
        self.last: Party | None = None

    def of_verb(self, verb: Span, *, inverted: bool = False, before_only: bool = False) -> Party | None:
        """The subject of a verb: behind it where it is inverted ("a déclaré Ana Silva"), else before it."""
        sentence = self.page.sentence(verb[0])
        found = self.behind(verb[1], sentence[1]) if inverted else None
        found = (
            found
            or self._before(sentence[0], verb[0])
            or (None if inverted or before_only else self.behind(verb[1], min(sentence[1], verb[1] + 50)))
        )
        found = found or self._turn(sentence[0]) or (self.last if self._refers_back(sentence[0], verb[0]) else None)
        found = found or self._spoken_of(sentence[0], verb[0])
        self.last = found or self.last
        return found

    def _spoken_of(self, start: int, position: int) -> Party | None:
        """ "il déclare": where nobody has spoken yet, who was spoken of."""
        pronoun = re.search(r"(?<!\w)(?P<p>il|elle)\b[^.;:«»]{0,12}$", self.page.flat[start:position], re.IGNORECASE)
        if pronoun is None or not self.cast.people:
            return None
        gender = "m" if pronoun.group("p").lower() == "il" else "f"
        meant = self.cast.spoken_of(start + pronoun.start(), gender, plural=False)
        return meant[0].party if meant and meant[0].name else None

    def _refers_back(self, start: int, position: int) -> bool:
        return _PRONOUN.search(self.page.flat, start, position) is not None

    def _before(self, start: int, position: int) -> Party | None:
        lead = self.page.flat[start:position]
        who = re.search(r",?\s+qui\b[^.;:«»,]{0,25}$", lead)
        if who:
            named = self.cast.at_end(start, start + who.start())
            if named:
                return named[-1].party
            near = next((n for n in self.page.nations if n.code and n.span[1] == start + who.start()), None)
            if near and near.form in {"name", "capital", "metonym", "ministry"}:
                return Party(name=self.page.text[slice(*near.span)], state=near.code, span=near.span)
        if _PRONOUN.search(lead):
            return self.last
        if _ME.search(lead):
            return self._turn(start) or self.last
        every = self._options(start, position)
        options = [option for option in every if not self._quoted(option[0], position)]
        held = self.page.quotation(position)
        options = options or [option for option in every if held is not None and option[0][1] <= held.outer[0]]
        if options and re.search(r"\bet\s+(?:a |ont )?$", lead):
            return options[0][1]  # "Oslo a convoqué l'ambassadeur et exige": one subject of two verbs
        return options[-1][1] if options else None

    def _quoted(self, span: Span, position: int) -> bool:
        return self.page.quotation(span[0]) is not self.page.quotation(position)

    def behind(self, start: int, end: int) -> Party | None:
        """The first party of a stretch, up to its next stop."""
        stop = re.search(r"[.;:«»]", self.page.flat[start:end])
        options = self._options(start, start + stop.start() if stop else end)
        return options[0][1] if options else None

    def _options(self, start: int, end: int) -> list[tuple[Span, Party]]:
        """Parties within a stretch that no preposition governs, in order; a name before the phrase that describes it."""
        found = [
            (span, self.party(p))
            for p in self.cast.people
            if p.name
            for span in p.mentions
            if start <= span[0] and span[1] <= end
        ]
        found += [
            (n.span, Party(name=self.page.text[slice(*n.span)], state=n.code, span=n.span))
            for n in self.page.nations_in((start, end))
            if n.code and n.form in {"name", "capital", "metonym", "ministry"}
        ]
        found += [
            (span, Party(name=self.page.text[slice(*span)], span=span))
            for span, _ in self.page.bodies
            if start <= span[0] and span[1] <= end
        ]
        found = [item for item in found if not self._is_governed(item[0][0], start)]
        names = [span for span, _ in found]
        for match in _NOUN.finditer(self.page.flat, start, end):
            span = match.span("np")
            near = any(abs(name[0] - span[1]) <= 3 or (span[0] <= name[0] < span[1]) for name in names)
            if match.group("head").lower() in _SPEAKERS and not near and not self._is_governed(span[0], start):
                found.append((span, self.body(span)))
        return sorted(found, key=lambda item: item[0])

    def _is_governed(self, position: int, start: int) -> bool:
        noun = re.search(r"(?:\b(?:le|la|l'|un|une|du|au)\s*)?(?:[a-zà-ÿœ-]+\s+){1,4}$", self.page.flat[start:position])
        lead = self.page.flat[start:position]
        described = any(p.office and position in {s[0] for s in p.mentions} for p in self.cast.people)
        if described and noun:
            return False
        return _GOVERNED.search(lead[-16:]) is not None

    def party(self, person: Person) -> Party:
        """A person as a speaker; a body by its name."""
        return person.party

    def body(self, span: Span) -> Party:
        """A body or somebody described, with the state for which it speaks."""
        nation = next(
            (
                n
                for n in self.page.nations_in(span)
                if n.code and not re.search(r"\bà\s+$", self.page.flat[span[0] : n.span[0]])
            ),
            None,
        )
        words = self.page.text[slice(*span)]
        head = words.split()[-1].lower() if len(words.split()) < 2 else words.split()[1].lower()
        anonymous = head in people_words("offices") or words.lower().startswith(("un ", "une "))
        return Party(
            name=None if anonymous else words,
            state=nation.code if nation else None,
            role=words,
            anonymous=anonymous,
            span=span,
        )

    def _turn(self, start: int) -> Party | None:
        """The speaker of a turn: "Le sénateur Ana Silva : ..."; of the turn that last began before `start`."""
        for first, last in reversed([s for s in self.page.sentences if s[0] <= start]):
            match = _TURN.match(self.page.flat, first, last)
            if match is None:
                continue
            person = next(
                (p for p in self.cast.people if p.name for s in p.mentions if match.start() <= s[0] < match.end()), None
            )
            words = re.findall(r"[\wà-ÿœ-]+", match.group("who").lower())[:3]
            speaks = any(word in people_words("offices") or word in _SPEAKERS for word in words)
            if person or (speaks and words[0] not in {"au", "aux", "à"}):
                return person.party if person else self.body(match.span("who"))
        return None


_TURN = re.compile(r"(?P<who>(?:L'hon\.|M\.|Mme|Le|La|L'|R\.|Réponse)?\s?[^:«»\n.]{2,80}?)\s?(?:, [^:\n]{2,60})?\s:\s")
