"""A stage is what stands, without a copy of it; what is made in it is what would be made in a new one."""

import shutil
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from ledgers import decide, mentions_of, opened, public_ledger, publication, read, tree

from habeas.cli import publishing, staging
from habeas.entries import DECISIONS
from habeas.errors import DisclosureRefused

DENIED = "A spokesperson for the Peruvian embassy in Denmark denied that Ana Silva was detained arbitrarily."
FILES = st.dictionaries(
    st.sampled_from(["a", "b/c", "b/d", "b", "e/f/g", "data/t", "data/u"]), st.text("xyz"), min_size=1
)


def written(folder: Path, files: dict[str, str]) -> Path:
    """A folder with files; a name that is a folder's, too, is left out."""
    for name, text in files.items():
        if not any(other.startswith(f"{name}/") for other in files):
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_text(text)
    return folder


@settings(max_examples=40, deadline=None)
@given(one=FILES, other=FILES)
def test_a_folder_is_made_what_another_is(one: dict[str, str], other: dict[str, str], tmp_path_factory):
    place = tmp_path_factory.mktemp("folders")
    target, folder = written(place / "target", one), written(place / "folder", other)
    staging.match(target, folder)
    assert tree(target) == tree(folder)
    assert staging.compared(target, folder) == (frozenset(tree(folder)), frozenset(tree(folder)))
    inodes = {path: path.stat().st_ctime_ns for path in target.rglob("*") if path.is_file()}
    staging.match(target, folder)
    assert {path: path.stat().st_ctime_ns for path in target.rglob("*") if path.is_file()} == inodes


def test_what_stood_is_the_room_of_the_next_stage_and_open_data_is_the_stage_s_own(tmp_path: Path):
    folder = written(
        tmp_path / "site", {".habeas-site": "", "gone.txt": "", "data/release/checkpoint": "1", "page": "old"}
    )
    with staging.staged(folder) as stage:
        (stage / "page").unlink()
        (stage / "page").write_text("new")
        (stage / "data/release/checkpoint").write_text("2")
        assert (folder / "data/release/checkpoint").read_text() == "1"
        staging.swap(stage, folder)
    assert (folder / "page").read_text() == "new"
    assert tree(staging.room(folder)) == tree(folder)
    mark = (folder / "page").stat().st_ino
    with staging.staged(folder) as stage:
        assert not staging.room(folder).exists()
        assert (stage / "page").stat().st_ino == mark
        assert (stage / "data/release/checkpoint").stat().st_nlink == 1
    assert [path.name for path in tmp_path.glob(".site*")] == [staging.room(folder).name]
    assert tree(staging.room(folder)) == tree(folder)


def test_a_room_of_another_publication_is_not_used(tmp_path: Path):
    files = {".habeas-site": "", "gone.txt": "", "data/release/checkpoint": "1", "page": "old"}
    folder = written(tmp_path / "site", files)
    with staging.staged(folder) as stage:
        staging.swap(stage, folder)
    shutil.rmtree(folder)
    written(folder, {**files, "page": "brought back"})
    with staging.staged(folder) as stage:
        assert (stage / "page").read_text() == "brought back"


def test_publications_one_after_another_are_those_that_keep_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """Everything that is kept beside a folder saves work and changes no byte: names, pages, data, release."""
    ledger = public_ledger(tmp_path / "habeas.db")

    def denied() -> None:
        with opened(ledger, seed=8) as book:
            read(book, DENIED, published="2020-07-01")
            claims = tuple(e.id for e in book.entries(kinds={"claim"}))
            decide(book, DECISIONS["accept"](reason="checked", claims=claims))
            mentions = tuple(sorted(set(mentions_of(book, "Ana Silva"))))
            decide(book, DECISIONS["same"](reason="one person", mentions=mentions))

    def quiet(wish: str) -> None:
        with opened(ledger, seed=9) as book:
            person = next(mentions_of(book, "Ana Silva"))
            decide(book, DECISIONS["wish"](reason="asked", person=person, wish=wish, expressed_by="self"))

    kept, bare = tmp_path / "kept" / "site", tmp_path / "bare" / "site"
    changes = [lambda: None, denied, lambda: quiet("quiet"), lambda: quiet("public")]
    for number, change in enumerate(changes, start=1):
        monkeypatch.setenv("HABEAS_NOW", f"2021-03-{number:02}T00:00:00+00:00")
        change()
        for folder in (kept, bare):
            publishing.publish_into(folder, "https://example.org", publication(ledger))
        assert tree(kept) == tree(bare), number
        assert tree(staging.room(kept)) == tree(kept)
        for path in bare.parent.glob(".site*"):
            shutil.rmtree(path) if path.is_dir() else path.unlink()


def test_a_refused_publication_leaves_the_folder_and_nothing_of_what_was_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    ledger, folder = public_ledger(tmp_path / "habeas.db"), tmp_path / "site"
    publishing.publish_into(folder, "", publication(ledger))
    before = tree(folder)
    monkeypatch.setattr(publishing, "check_cases", lambda *_: [publishing.Problem("cases", "x", "refused")])
    with pytest.raises(DisclosureRefused, match="refused"):
        publishing.publish_into(folder, "", publication(ledger))
    assert tree(folder) == before == tree(staging.room(folder))


def test_a_folder_of_somebody_else_s_is_left_alone_and_nothing_lies_beside_it(tmp_path: Path):
    ledger, folder = public_ledger(tmp_path / "habeas.db"), written(tmp_path / "out" / "holiday", {"a.jpg": "x"})
    with pytest.raises(DisclosureRefused, match="habeas did not write"):
        publication(ledger, folder)
    assert [path.name for path in folder.parent.iterdir()] == ["holiday"]
