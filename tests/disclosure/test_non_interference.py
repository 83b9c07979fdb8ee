"""What the public may not see changes no byte of what it sees: every file that `publish` writes, every answer of `serve`."""

from __future__ import annotations

import re
import shutil
from itertools import count
from pathlib import Path
from typing import NamedTuple

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from ledgers import (
    CANARY,
    TEXTS,
    claims_of,
    decide,
    mentions_of,
    opened,
    public_ledger,
    publication,
    published_bytes,
    read,
    tree,
    with_secrets,
)
from live import HIDDEN_SLUG, answered, status

from habeas.disclosure.checks import texts
from habeas.entries import DECISIONS
from habeas.exports import EXPORTS

PLACE = "https://example.org/record"
"""Where the site stands: with it there are feeds, pictures and a sitemap too."""

FILES = {
    "pages": r"(?!(fr/)?404).*\.html",
    "error pages": r"(fr/)?404\.html",
    "search index": r"search/[a-z]+(-\w+)?\.js",
    "feeds": r"(.*\.xml(?<!sitemap\.xml))|data/records\.atom",
    "calendar": r"data/habeas\.ics",
    "sitemap": r"sitemap\.xml",
    "pictures": r".*\.(png|svg)",
    "tables of figures": r"(fr/)?trends/.*\.csv",
    "CSV": r"data/\w+\.csv",
    "Parquet": r"data/\w+\.parquet",
    "SQLite": r"data/habeas\.sqlite",
    "JSON Lines": r"data/claims\.jsonl",
    "JSON-LD": r"data/\w+\.jsonld",
    "descriptions": r"data/(datapackage|codebook|datasette)\.(json|md)",
    "citations": r"data/cases\.(bib|csl\.json)",
    "entities": r"data/entities\.ftm\.json",
    "map data": r"data/endorsements\.geojson",
    "records, proofs and checkpoints": r"data/release/(records\.jsonl|proofs\.jsonl|releases\.jsonl|checkpoint|key\.txt)",
    "withdrawals": r"gone\.txt|redirects\.txt|data/release/withdrawn\.jsonl",
    "the API as files": r"api/v1/.*\.json",
    "scripts, styles, forms": r"\w+\.(js|css)|(fr/)?correction\.txt|\.habeas-site",
}
"""Every kind of file that the public gets."""

ANSWERS = {200, 301, 304, 400, 404, 405, 410, 414, 421, 503}
"""Every status with which the live server answers."""


@pytest.fixture(autouse=True)
def fixed_day(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HABEAS_NOW", "2021-03-01T00:00:00+00:00")


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return public_ledger(tmp_path_factory.mktemp("plain") / "habeas.db")


@pytest.fixture(scope="module")
def shown(plain: Path, tmp_path_factory: pytest.TempPathFactory) -> Output:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("HABEAS_NOW", "2021-03-01T00:00:00+00:00")
        return output(plain, tmp_path_factory.mktemp("shown"))


class Output(dict[str, bytes]):
    """All that the public gets of a ledger: the files by their names, the answers by what is asked."""

    def __repr__(self) -> str:
        return f"<{len(self)} public outputs>"


def output(ledger: Path, folder: Path) -> Output:
    return Output(published_bytes(ledger, folder / "site", PLACE) | answered(ledger, folder / "live"))


def copied(ledger: Path, folder: Path) -> Path:
    """The same ledger, keys and all, in another place."""
    folder.mkdir(parents=True, exist_ok=True)
    for path in ledger.parent.glob(f"{ledger.name}*"):
        if path.is_dir():
            shutil.copytree(path, folder / path.name)
        else:
            shutil.copy2(path, folder / path.name)
    return folder / ledger.name


def differing(one: dict[str, bytes], other: dict[str, bytes]) -> list[str]:
    return sorted(name for name in one.keys() | other.keys() if one.get(name) != other.get(name))


def test_every_kind_of_public_output_is_compared(shown: Output):
    files = {name for name in shown if " " not in name}
    kinds = {kind: {name for name in files if re.fullmatch(names, name)} for kind, names in FILES.items()}
    assert [kind for kind, names in kinds.items() if not names] == []
    assert files - set().union(*kinds.values()) == set(), "a new kind of output must be named"
    assert sum(map(len, kinds.values())) == len(files), "each file is of one kind"
    assert {f"data/{name}" for export in EXPORTS.values() for name in export.files} <= files
    assert b"Ana Silva" in shown["data/release/records.jsonl"]


def test_every_kind_of_answer_is_compared(shown: Output):
    answers = {asked: answer for asked, answer in shown.items() if " " in asked}
    assert {status(answer) for answer in answers.values()} == ANSWERS
    named = {asked.split()[1] for asked in answers if asked.startswith("GET ")}
    served = {
        f"/{name}"
        for name in shown
        if " " not in name and not re.search(r"\.xml|cases/.*\.png|habeas.png|release/", name)
    }
    assert served <= named, "what needs no address of the site is served too"
    tagged = {asked for asked, answer in answers.items() if b"\r\nETag: " in answer}
    assert {f"GET /{name}" for name in shown if name.startswith("api/v1/")} <= tagged
    assert not any(b"\r\nLast-Modified:" in answer for answer in answers.values()), "it would tell of hidden entries"


def test_the_same_ledger_gives_the_same_bytes(plain: Path, shown: Output, tmp_path: Path):
    assert differing(shown, output(copied(plain, tmp_path / "copy"), tmp_path)) == []


def test_secrets_in_every_field_of_every_kind_change_no_byte_and_stand_nowhere(
    plain: Path, shown: Output, tmp_path: Path
):
    ledger = copied(plain, tmp_path / "copy")
    with opened(ledger, seed=8) as book:
        secrets = with_secrets(book)
        assert len(secrets) > 150
        size = book.size()
        assert all(any(secret in str(e.payload) for e in book.entries()) for secret in secrets[:5])
    found = output(ledger, tmp_path)
    assert differing(shown, found) == []
    assert size > 40
    for name, raw in found.items():
        assert CANARY.encode() not in raw and CANARY not in name, name
        for text in texts(name, raw) or ():
            assert CANARY.casefold() not in text.casefold(), name


def test_secrets_in_every_field_reach_the_team(plain: Path, tmp_path: Path):
    ledger = copied(plain, tmp_path / "copy")
    with opened(ledger, seed=8) as book:
        with_secrets(book)
    team = publication(ledger, audience="team+compartment:a").register
    assert CANARY in msgspec.json.encode(team).decode()


class Hidden(NamedTuple):
    """A text that the public may not see, and what is decided about it."""

    text: str
    handling: str
    act: str


HIDDEN = st.builds(
    Hidden,
    st.sampled_from(
        [
            "Police in Oslo detained Eva Roth, a Swiss nurse, on 7 June 2020. Switzerland called on Norway to release Roth.",
            "Police in Lima detained Max Berg, a Danish pilot, on 1 May 2020. Denmark said that Berg was innocent.",
            "Police in Lima detained Ana Silva, a Danish spy, on 9 May 2020. Peru released Ana Silva on 1 June 2020.",
            "A court in Lima sentenced Ana Silva on 2 September 2020. Sweden called on Peru to release Silva.",
            "Japan and 20 other countries endorsed the Declaration Against Arbitrary Detention.",
            "Peru denied that it had detained anybody. Iceland withdrew from the Declaration Against Arbitrary Detention.",
        ]
    ),
    st.sampled_from(["team", "partners", "trusted", "compartment:a", "public"]),
    st.sampled_from(["none", "accept", "reject", "correct", "same", "open", "erase"]),
)

MORE = (
    ("Sweden called on Peru to release Ana Silva on 5 July 2020.", "2020-07-05"),
    ("Denmark withdrew from the Declaration Against Arbitrary Detention on 4 July 2020.", "2020-07-05"),
    (
        "Peruvian police said that they had detained Ana Silva on 4 May 2020. Peru said that she was a spy.",
        "2020-05-05",
    ),
    (
        "Nearly all members of the 27-nation European Union signed the Declaration Against Arbitrary Detention.",
        "2021-01-15",
    ),
)
"""More that the public may read."""

PUBLIC = st.lists(st.sampled_from(MORE), unique=True, max_size=len(MORE)).map(lambda more: (*TEXTS, *more))


def hide(ledger: Path, hidden: Hidden, seed: int, hour: int) -> None:
    """Record what the public may not see: add, change or remove it. Nothing that is `public` is accepted."""
    with opened(ledger, seed=seed, hour=hour) as book:
        source = read(book, hidden.text, handling=hidden.handling)
        claims, secret = claims_of(book, {source}), hidden.handling != "public"
        known = list(mentions_of(book, "Ana Silva"))
        people = [*mentions_of(book, "Eva Roth"), *mentions_of(book, "Max Berg"), *known]
        people = [mention for mention in people if mention.source == source]
        handling = hidden.handling if secret else "team"
        taken = any(getattr(entry.payload, "slug", None) == HIDDEN_SLUG for entry in book.entries(kinds={"decision"}))
        match hidden.act:
            case "accept" if secret:
                decide(book, DECISIONS["accept"](reason="seen", claims=claims), handling)
            case "reject":
                decide(book, DECISIONS["reject"](reason="seen", claims=claims), handling)
            case "correct" if secret:
                decide(book, DECISIONS["correct"](reason="seen", claim=claims[0], by=claims[-1]), handling)
            case "same" if people and known:
                decide(book, DECISIONS["same"](reason="seen", mentions=(people[0], known[0])), handling)
            case "open" if people and secret:
                opening = DECISIONS["open_case"](
                    reason="met", case=f"{seed:030}", slug=f"{HIDDEN_SLUG}{seed}" if taken else HIDDEN_SLUG, person=people[0], by="PE",
                    inclusion_rule="alleged-arbitrary", alleged_by=("DK",),
                )  # fmt: skip
                decide(book, opening, handling)
            case "erase":
                book.erase([source], reason="asked")
            case _:
                pass


def unmoved(
    folder: Path, public: tuple[tuple[str, str], ...], hidden: list[tuple[int, Hidden]], before: Output
) -> None:
    """Check that hidden entries among public ones, wherever they stand, change no byte."""
    numbers = count(1000)

    def between(at: int) -> None:
        for place, one in hidden:
            if place % (len(public) + 2) == at:
                hide(ledger, one, next(numbers), 2 * at)

    ledger = folder / "habeas.db"
    public_ledger(ledger, public, between)
    assert differing(before, output(ledger, folder)) == []


@settings(deadline=None, max_examples=3, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.integers(0, 9), HIDDEN), min_size=2, max_size=4, unique_by=lambda one: one[1].text))
def test_adding_changing_and_removing_hidden_content_changes_no_byte(
    shown: Output, tmp_path_factory: pytest.TempPathFactory, hidden: list[tuple[int, Hidden]]
):
    unmoved(tmp_path_factory.mktemp("hidden"), TEXTS, hidden, shown)


@pytest.mark.slow
@settings(deadline=None, max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(PUBLIC, st.lists(st.tuples(st.integers(0, 9), HIDDEN), min_size=1, unique_by=lambda one: one[1].text))
def test_hidden_content_changes_no_byte_of_generated_ledgers(
    tmp_path_factory: pytest.TempPathFactory, public: tuple[tuple[str, str], ...], hidden: list[tuple[int, Hidden]]
):
    folder = tmp_path_factory.mktemp("public")
    before = output(public_ledger(folder / "habeas.db", public), folder)
    unmoved(tmp_path_factory.mktemp("hidden"), public, hidden, before)


def test_hidden_content_changes_no_byte_of_a_later_publication_either(
    plain: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    ledger = copied(plain, tmp_path / "copy")
    first = published_bytes(plain, tmp_path / "one", PLACE)
    assert published_bytes(ledger, tmp_path / "other", PLACE) == first
    with opened(ledger, seed=8) as book:
        with_secrets(book)
    monkeypatch.setenv("HABEAS_NOW", "2021-03-05T00:00:00+00:00")
    later = published_bytes(plain, tmp_path / "one", PLACE)
    assert differing(later, published_bytes(ledger, tmp_path / "other", PLACE)) == []
    released = {name for name in first if name.startswith("data/release/")}
    assert released and all(first[name] == later[name] for name in released), "the same is the same release"


def test_a_withdrawn_case_is_nowhere_in_what_the_next_publication_leaves(plain: Path, tmp_path: Path):
    ledger = copied(plain, tmp_path / "copy")
    before = published_bytes(ledger, tmp_path / "site", PLACE)
    assert any(b"Silva" in raw for raw in before.values())
    with opened(ledger, seed=8) as book:
        person = next(mentions_of(book, "Ana Silva"))
        decide(book, DECISIONS["withhold"](reason="asked", person=person))
    after = published_bytes(ledger, tmp_path / "site", PLACE)
    assert tree(tmp_path / "site") == after
    for name, raw in after.items():
        for text in (name, *(texts(name, raw) or ())):
            assert "silva" not in text.casefold(), name
    assert "cases/abcdefgh.html" in after["gone.txt"].decode().split()
    assert b"case" in after["data/release/withdrawn.jsonl"] and b"abcdefgh" in after["data/release/withdrawn.jsonl"]
