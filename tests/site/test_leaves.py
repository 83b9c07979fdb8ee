"""Documents and the Declaration go on in further pages like everything else, and what moved between pages is still found."""

import json
import re
from collections import Counter
from pathlib import Path

import lxml.html
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from habeas.claims import Claim, EndorsementCount, Evidence, outlet
from habeas.register.views import Excerpt, Register, SourceView, SpanView
from habeas.site import write_site
from habeas.site.leaves import leaves
from habeas.site.links import Places
from habeas.site.parts import LIMIT, LIST, name_of
from habeas.text.instruments import THE_DECLARATION
from worlds import World

NUMBER = 150


def long_document(rights: str) -> Register:
    """A document with a number of endorsers in every sentence, and no other record."""
    world = World()
    sentences = [
        f"In note {at} it was told, é à ü, at length and in words of their own, that {40 + at} states had endorsed it."
        for at in range(NUMBER)
    ]
    text = "".join(f"{one}{' ' if at % 5 else chr(10) * 2}" for at, one in enumerate(sentences))
    source = world.source(text, rights=rights, published="2021-02-16")
    for at, sentence in enumerate(sentences):
        start = text.index(sentence)
        quote = Evidence(source=source, start=start, end=start + len(sentence), quote=sentence)
        count = EndorsementCount(instrument=THE_DECLARATION, count=40 + at, counts="states")
        claim = Claim(
            kind="endorsement_count", stance="asserts", speakers=(outlet(None),), said_on=f"20{21 + at % 5}-02-16",
            content=count, evidence=(quote,), read_by="test",
        )  # fmt: skip
        world.add(claim, "public", "claim")
    world.accept(source)
    return world.register()


@pytest.fixture(scope="module", params=["open", "quote_only"])
def made(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[Register, Path]:
    register, folder = long_document(request.param), tmp_path_factory.mktemp("site")
    write_site(register, folder, built_on="2021-03-01", base_url="https://example.org")
    return register, folder


def pages_at(folder: Path, first: str) -> list[Path]:
    return [path for number in range(1, 100) if (path := folder / name_of(first, number)).exists()]


def firsts(register: Register) -> list[str]:
    return [f"sources/{register.sources[0].slug}.html", "declaration.html"]


def test_they_go_on_in_pages_that_are_not_too_long(made: tuple[Register, Path]):
    register, folder = made
    assert len(register.claims) == NUMBER
    for tongue in ("", "fr/"):
        for first in firsts(register):
            pages = pages_at(folder, tongue + first)
            assert len(pages) > 2
            assert max(path.stat().st_size for path in pages) <= LIMIT, first
    assert [path for path in folder.rglob("*.html") if path.stat().st_size > LIMIT] == []


def test_everything_stands_on_one_of_them_and_every_link_leads_there(made: tuple[Register, Path]):
    register, folder = made
    places = Places(register)
    for tongue in ("", "fr/"):
        for first in firsts(register):
            anchors: Counter[str] = Counter()
            for path in pages_at(folder, tongue + first):
                page = lxml.html.fromstring(path.read_bytes())
                anchors.update(page.xpath("//@id[starts-with(., 'r-') or starts-with(., 's-')]"))
                assert len(page.xpath("//nav[@class='pager']//a[@aria-current='page']")) == 1
                for link in page.xpath("//main//@href[not(contains(., ':') or contains(., 'data/'))]"):
                    target, _, anchor = link.partition("#")
                    there = (path.parent / target).resolve() if target else path
                    assert not anchor or f'id="{anchor}"' in there.read_text("utf-8"), (path, link)
            assert len(anchors) == NUMBER and set(anchors.values()) == {1}
    for record in register.claims:
        for place in (places.record(record.id), places.span(record)):
            name, _, anchor = (place or "").partition("#")
            assert f'id="{anchor}"' in (folder / name).read_text("utf-8")


def test_records_are_numbered_through_all_pages_of_their_document(made: tuple[Register, Path]):
    register, folder = made
    numbers = [
        int(value)
        for path in pages_at(folder, firsts(register)[0])
        for value in lxml.html.fromstring(path.read_bytes()).xpath("//ol[@class='became']/li/@value")
    ]
    assert numbers == list(range(1, NUMBER + 1))


def test_a_file_says_where_each_stands_now(made: tuple[Register, Path]):
    register, folder = made
    for first in firsts(register):
        script = (folder / first.removesuffix(".html") / "records.js").read_text("utf-8")
        stands = json.loads(re.fullmatch(r"habeasRecords\((.*)\);\n", script)[1])
        assert len(stands) == NUMBER
        for anchor, number in stands.items():
            assert f'id="{anchor}"' in (folder / name_of(first, number)).read_text("utf-8")
        for tongue in ("", "fr/"):
            for path in pages_at(folder, tongue + first):
                page = lxml.html.fromstring(path.read_bytes())
                (given,) = page.xpath("//script[contains(@src, 'anchors.js')]")
                assert (path.parent / given.get("data-records")).resolve() == (
                    folder / first.removesuffix(".html") / "records.js"
                )
                assert (path.parent / f"{given.get('data-pages')}.html").resolve() == folder / (tongue + first)


def test_what_is_withdrawn_is_gone_with_its_further_pages(tmp_path: Path):
    register = long_document("open")
    write_site(register, tmp_path, built_on="2021-03-01")
    write_site(World().register(), tmp_path, built_on="2021-03-02")
    stem = firsts(register)[0].removesuffix(".html")
    gone = (tmp_path / "gone.txt").read_text().split()
    assert {f"{stem}.html", f"{stem}/2.html", f"fr/{stem}/2.html", f"{stem}/records.js"} <= set(gone)
    assert (tmp_path / stem / "2.html").exists() and not (tmp_path / stem / "records.js").exists()
    assert "states had endorsed" not in "".join(path.read_text("utf-8") for path in tmp_path.rglob("*.html"))


SPANS = st.lists(st.tuples(st.integers(0, 60_000), st.integers(1, 400)), max_size=120)


def document(text: str | None, spans: list[tuple[int, int]]) -> SourceView:
    ids = tuple(f"{at:04}" for at in range(len(spans)))
    views = [SpanView(start=a, end=b, claims=(id_,)) for (a, b), id_ in zip(spans, ids, strict=True)]
    return SourceView(
        id="0" * 12, slug="0" * 12, title=None, outlet=None, published=None, origin=None, language=None,
        media_type="text/plain", rights="open", text=text, spans=tuple(views) if text is not None else (),
        excerpts=tuple(Excerpt(quote="x" * (b - a), claims=(id_,)) for (a, b), id_ in zip(spans, ids, strict=True)),
        claims=ids,
    )  # fmt: skip


@settings(max_examples=40, deadline=None)
@given(lines=st.lists(st.integers(0, 9_000), max_size=20), spans=SPANS, shown=st.booleans())
def test_leaves_hold_all_of_a_document_once_and_cut_no_quote(
    lines: list[int], spans: list[tuple[int, int]], *, shown: bool
):
    text = "\n".join(("é word. " * (length // 8 + 1))[:length] for length in lines)
    inside = [(a, min(a + n, len(text))) for a, n in spans if a < len(text)]
    found = leaves(document(text if shown else None, inside))
    assert found[0].start == 0
    assert [one.end for one in found[:-1]] == [one.start for one in found[1:]]
    assert found[-1].end == (len(text) if shown else len(inside))
    assert Counter(id_ for one in found for id_ in one.claims) == Counter(f"{at:04}" for at in range(len(inside)))
    if shown:
        assert all(any(one.start <= a and b <= one.end for one in found) for a, b in inside)
        assert all(len(text[one.start : one.end].encode()) <= LIST + 9_000 * 2 for one in found)
    if len(text.encode()) + 2_500 * len(inside) < LIST:
        assert len(found) == 1
