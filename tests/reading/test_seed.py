"""The article that habeas was asked for, and a text of the same facts in our own words: every actor and claim in its place."""

from pathlib import Path
from typing import Any

import msgspec
import pytest

from habeas.claims import Claim
from habeas.documents import extract
from habeas.reading import read_document

ROOT = Path(__file__).resolve().parents[2]
SEEDS = sorted((ROOT.parent / "shared" / "seeds").glob("*.txt"))
LAUNCH = ROOT / "examples" / "declaration-2021" / "launch.txt"
DECLARATION = "declaration-against-arbitrary-detention"


class Article:
    """What was read from one of the two texts."""

    def __init__(self, path: Path) -> None:
        document = extract(path.read_bytes(), name=path.name)
        self.text = document.text
        self.published = document.published
        self.claims = read_document(self.text, source="s", published=document.published, language=document.language)

    def find(self, kind: str, stance: str = "asserts", *, by: str | None = None, **content: Any) -> list[Claim]:
        """Claims of a kind whose content has these fields; a dotted field reaches into it."""
        return [
            claim
            for claim in self.claims
            if claim.kind == kind
            and claim.stance == stance
            and (by is None or by in repr(claim.speakers[0]))
            and all(
                _at(msgspec.to_builtins(claim.content), field.split("__")) == value for field, value in content.items()
            )
        ]

    def one(self, kind: str, stance: str = "asserts", *, by: str | None = None, **content: Any) -> Claim:
        found = self.find(kind, stance, by=by, **content)
        assert len(found) == 1, (kind, content, found)
        return found[0]


def _at(value: Any, path: list[str]) -> Any:
    for step in path:
        value = value[step]
    return value


def names(parties: Any) -> set[str]:
    return {party.name for party in parties}


@pytest.fixture(scope="module", params=[LAUNCH, *SEEDS], ids=lambda path: path.name)
def article(request: pytest.FixtureRequest) -> Article:
    return Article(request.param)


def test_every_claim_rests_on_exactly_the_words_it_quotes(article: Article):
    assert len(article.claims) > 30
    for claim in article.claims:
        claim.check_spans("s", article.text)
        assert claim.evidence[0].quote == article.text[claim.evidence[0].start : claim.evidence[0].end]
        assert not claim.evidence[0].quote.startswith("date 2021")


def test_the_header_stays_in_the_text_and_gives_the_day(article: Article):
    assert article.published == "2021-02-16"
    assert article.text.startswith(" date 2021-02-16 ")


def test_the_declaration_and_its_endorsers(article: Article):
    assert article.one("attribute", attribute="legal_force", value="non-binding").content.subject.name
    assert article.one("attribute", attribute="targets").content.value == "none"
    counted = article.one("endorsement_count", group=None).content
    assert (counted.count, counted.counts, counted.bound, counted.instrument) == (58, "states", "exactly", DECLARATION)
    bound = article.one("endorsement_count", group="EU").content
    assert (bound.count, bound.bound) == (27, "nearly_all")
    assert {claim.content.party for claim in article.find("endorsement", act="endorsed")} == {"US", "GB", "AU", "JP"}


@pytest.mark.parametrize(("name", "role"), [("Michael Spavor", "businessman"), ("Michael Kovrig", "former diplomat")])
def test_the_two_canadians(article: Article, name: str, role: str):
    content = article.one("custody", person__name=name).content
    assert (content.act, content.by, content.when, content.at_request_of) == ("detained", "CN", "2018-12", None)
    assert (content.person.state, content.person.role) == ("CA", role)
    assert article.text[slice(*content.person.span)] == name


def test_the_executive(article: Article):
    told = article.find("custody", person__name="Meng Wanzhou", at_request_of="US")
    assert len(told) == 1
    content = told[0].content
    assert (content.act, content.by, content.place, content.when) == ("arrested", "CA", "Vancouver", None)
    assert "executive" in content.person.role


def test_what_came_first_is_an_order_and_nothing_more(article: Article):
    links = article.find("link")
    assert {claim.content.relation for claim in links} == {"precedes"}
    assert {claim.content.source.person.name for claim in links} == {"Meng Wanzhou"}
    assert {claim.content.target.person.name for claim in links} == {"Michael Spavor", "Michael Kovrig"}


def test_the_minister_speaks(article: Article):
    spoken = article.find("statement", by="Marc Garneau")
    assert len(spoken) >= 2
    minister = spoken[0].speakers[0]
    assert (minister.state, minister.role, minister.anonymous) == ("CA", "Foreign Minister", False)
    assert any(
        claim.content.addressee is not None and claim.content.addressee.name == "Reuters" for claim in spoken
    ) or any("Reuters" in claim.evidence[0].quote for claim in spoken)
    assert all(claim.speakers[-1].role == "outlet" for claim in spoken)


def test_the_state_department(article: Article):
    accused = article.one("accusation", by="State Department", of="coercion")
    assert (accused.content.accused, accused.said_on) == ("CN", "2021-02-08/2021-02-14")
    appeal = article.one("appeal", by="State Department", demand="release")
    assert appeal.content.addressee == "CN"
    assert names(appeal.content.on_behalf_of) == {"Michael Spavor", "Michael Kovrig"}


def test_the_official_stays_unnamed(article: Article):
    spoken = article.find("statement", by="Canadian official")
    assert len(spoken) == 3
    assert all((c.speakers[0].name, c.speakers[0].anonymous, c.speakers[0].state) == (None, True, "CA") for c in spoken)
    assert {"CN", "IR", "RU", "KP"} <= {
        state for claim in spoken for state in claim.content.about if isinstance(state, str)
    }
    assert any("put pressure on Beijing" in claim.evidence[0].quote for claim in spoken)


def test_the_embassy_denies_and_accuses(article: Article):
    denied = article.one("accusation", "denies", of="arbitrary_detention").content
    assert denied.accused == "CN"
    assert names(denied.concerning) == {"Michael Spavor", "Michael Kovrig"}
    accused = article.one("accusation", by="spokesperson", of="arbitrary_detention").content
    assert (accused.accused, names(accused.concerning)) == ("CA", {"Meng Wanzhou"})
    for of in ("hypocrisy", "rights_violation"):
        assert article.one("accusation", by="spokesperson", of=of).content.accused == "CA"
    for demand in ("release", "return"):
        appeal = article.one("appeal", by="spokesperson", demand=demand).content
        assert (appeal.addressee, names(appeal.on_behalf_of)) == ("CA", {"Meng Wanzhou"})
    speaker = article.find("accusation", "denies")[0].speakers[0]
    assert (speaker.name, speaker.state, speaker.anonymous) == (None, "CN", True)


def test_nobody_is_called_anything_by_us(article: Article):
    for claim in article.claims:
        plain = repr(msgspec.to_builtins(claim.content)).lower()
        assert "hostage" not in plain
        assert "guilty" not in plain


@pytest.mark.skipif(not SEEDS, reason="the user's article is not here")
def test_direct_speech_of_the_article_itself():
    article = Article(SEEDS[0])
    minister = [claim.content for claim in article.find("statement", by="Marc Garneau", manner="direct")]
    assert len(minister) == 1
    assert minister[0].addressee.name == "Reuters"
    official = article.one("statement", by="Canadian official", manner="direct").content
    assert official.words.count(". ") == 1
    assert "“use of coercion" in article.find("statement", by="State Department", manner="mixed")[0].content.words
