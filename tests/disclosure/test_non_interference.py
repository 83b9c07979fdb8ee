"""What the public may not see changes no byte of what it sees: every file that `publish` writes, whatever is in it."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from ledgers import CANARY, decide, opened, public_ledger, published_bytes, read, tree, with_secrets

from habeas.disclosure.checks import texts
from habeas.entries import DECISIONS
from habeas.exports import EXPORTS

PLACE = "https://example.org/record"
"""Where the site stands: with it there are feeds, pictures and a sitemap too."""


@pytest.fixture(autouse=True)
def fixed_day(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HABEAS_NOW", "2021-03-01T00:00:00+00:00")


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return public_ledger(tmp_path_factory.mktemp("plain") / "habeas.db")


@pytest.fixture(scope="module")
def shown(plain: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("HABEAS_NOW", "2021-03-01T00:00:00+00:00")
        return published_bytes(plain, tmp_path_factory.mktemp("shown") / "site", PLACE)


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


def test_a_publication_covers_every_kind_of_output(shown: dict[str, bytes]):
    assert {f"data/{name}" for export in EXPORTS.values() for name in export.files} <= shown.keys()
    assert {"index.html", "sitemap.xml", "feed.xml", "gone.txt", "404.html", "cases/abcdefgh.html"} <= shown.keys()
    assert {"data/release/records.jsonl", "data/release/proofs.jsonl", "api/v1/index.json"} <= shown.keys()
    assert b"Ana Silva" in shown["data/release/records.jsonl"]


def test_the_same_ledger_gives_the_same_bytes(plain: Path, shown: dict[str, bytes], tmp_path: Path):
    again = published_bytes(copied(plain, tmp_path / "copy"), tmp_path / "site", PLACE)
    assert differing(shown, again) == []


def test_secrets_in_every_field_of_every_kind_change_no_byte_and_stand_nowhere(
    plain: Path, shown: dict[str, bytes], tmp_path: Path
):
    ledger = copied(plain, tmp_path / "copy")
    with opened(ledger, seed=8) as book:
        secrets = with_secrets(book)
        assert len(secrets) > 150
        size = book.size()
        assert all(any(secret in str(e.payload) for e in book.entries()) for secret in secrets[:5])
    found = published_bytes(ledger, tmp_path / "site", PLACE)
    assert differing(shown, found) == []
    assert size > 40
    for name, raw in found.items():
        assert CANARY.encode() not in raw and CANARY not in name, name
        for text in texts(name, raw) or ():
            assert CANARY.casefold() not in text.casefold(), name


def test_secrets_in_every_field_reach_the_team(plain: Path, tmp_path: Path):
    from ledgers import publication

    ledger = copied(plain, tmp_path / "copy")
    with opened(ledger, seed=8) as book:
        with_secrets(book)
    import msgspec

    team = publication(ledger, audience="team+compartment:a").register
    assert CANARY in msgspec.json.encode(team).decode()


HIDDEN = st.lists(
    st.tuples(
        st.sampled_from(
            [
                "Police in Oslo detained Eva Roth, a Swiss nurse, on 7 June 2020. Switzerland called on Norway to release Roth.",
                "Police in Lima detained Max Berg, a Danish pilot, on 1 May 2020. Denmark said that Berg was innocent.",
                "Japan and 20 other countries endorsed the Declaration Against Arbitrary Detention.",
                "Peru denied that it had detained anybody. Iceland withdrew from the Declaration Against Arbitrary Detention.",
            ]
        ),
        st.sampled_from(["team", "partners", "trusted", "compartment:a", "public"]),
        st.sampled_from(["none", "accept", "reject", "open", "erase"]),
    ),
    min_size=1,
    max_size=3,
)


@settings(deadline=None, max_examples=4, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(HIDDEN)
def test_adding_changing_and_removing_hidden_content_changes_no_byte(
    plain: Path, shown: dict[str, bytes], tmp_path_factory: pytest.TempPathFactory, hidden: list[tuple[str, str, str]]
):
    folder = tmp_path_factory.mktemp("hidden")
    ledger = copied(plain, folder / "copy")
    with opened(ledger, seed=9) as book:
        for text, handling, act in hidden:
            source = read(book, text, handling=handling)
            claims = tuple(
                e.id
                for e in book.entries(kinds={"claim"})
                if e.claim is not None and any(item.source == source for item in e.claim.evidence)
            )
            if act == "erase":
                book.erase([source], reason="asked")
            elif act == "reject" or (act == "accept" and handling != "public"):
                decide(book, DECISIONS["accept" if act == "accept" else "reject"](reason="seen", claims=claims))
    assert differing(shown, published_bytes(ledger, folder / "site", PLACE)) == []


def test_a_second_publication_of_the_same_is_the_same_release(
    plain: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    ledger = copied(plain, tmp_path / "copy")
    first = published_bytes(ledger, tmp_path / "site", PLACE)
    with opened(ledger, seed=8) as book:
        with_secrets(book)
    monkeypatch.setenv("HABEAS_NOW", "2021-03-05T00:00:00+00:00")
    again = published_bytes(ledger, tmp_path / "site", PLACE)
    for name in first:
        if name.startswith("data/release/"):
            assert first[name] == again[name], name


def test_a_withdrawn_case_is_nowhere_in_what_the_next_publication_leaves(plain: Path, tmp_path: Path):
    from ledgers import mentions_of

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
