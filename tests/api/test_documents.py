"""The API's documents: the same as files and live, each described by the OpenAPI document, nothing withheld in any."""

import json
from pathlib import Path
from urllib.parse import urljoin

import msgspec
import pytest
from editions import rich_world
from hypothesis import given, settings
from hypothesis import strategies as st

from habeas.api import ROOT, Documents, Request, answer, openapi, write_api
from habeas.api.documents import PAGE_SIZE
from habeas.api.shapes import (
    Case,
    CasePage,
    ContestedPage,
    EndorsementsPage,
    Failure,
    Index,
    RecordPage,
    Source,
    SourcePage,
)
from habeas.errors import BadDate
from habeas.register import Register
from habeas.text.dates import check

SHAPES = {
    "cases": CasePage,
    "records": RecordPage,
    "sources": SourcePage,
    "endorsements": EndorsementsPage,
    "contested": ContestedPage,
}


def view(as_of: str | None = None, known_at: str | None = None) -> Register:
    if known_at == "bad":
        raise BadDate("known_at 'bad'", "not a moment", "Write 2021-02-16.")
    return rich_world().register(as_of=None if as_of is None else check(as_of), known_at=known_at)


def documents_of(as_of: str | None, known_at: str | None) -> Documents:
    return Documents(view(as_of, known_at), as_of=as_of, known_at=known_at)


def many() -> Register:
    """A register with so many records that lists have several pages."""
    register = view()
    return msgspec.structs.replace(register, claims=register.claims * (2 * PAGE_SIZE // len(register.claims) + 1))


def get(path: str, query: str = "", *, method: str = "GET", tag: str | None = None, gone: tuple[str, ...] = ()):
    return answer(Request(method, path, query, tag), documents_of, gone=gone)


def test_files_are_the_answers_and_are_written_once(tmp_path: Path):
    names = write_api(view(), tmp_path)
    assert set(names) == {path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*.json")}
    for name in names:
        assert (tmp_path / name).read_bytes() == get(name.removeprefix(f"{ROOT}/")).body
    before = {name: (tmp_path / name).stat().st_mtime_ns for name in names}
    index, shared = tmp_path / ROOT / "index.json", tmp_path / "shared.json"
    shared.hardlink_to(index)
    assert write_api(view(), tmp_path) == names
    assert {name: (tmp_path / name).stat().st_mtime_ns for name in names} == before
    write_api(view("2020-01-01"), tmp_path)
    assert index.read_bytes() != shared.read_bytes(), "a file that another folder shares is left as it is"


def test_nothing_withheld_is_in_any_document():
    documents = Documents(view())
    everything = b"".join(documents.body(name) or b"" for name in documents.names())
    assert b"Ana Silva" in everything
    assert b"Roth" not in everything


def test_what_the_public_may_not_see_changes_no_byte():
    world = rich_world()
    world.read("Police in Bern detained Canary Zwo, a Peruvian nurse, on 1 July 2020.", handling="team")
    world.accept()
    one, other = Documents(view()), Documents(world.register())
    assert list(one.names()) == list(other.names())
    assert all(one.body(name) == other.body(name) for name in one.names())


def test_documents_have_the_shapes_that_are_described():
    documents = Documents(view())
    for name in documents.names():
        raw = documents.body(name) or b""
        kind, _, rest = name.removesuffix(".json").partition("/")
        if name == "openapi.json":
            assert json.loads(raw) == json.loads(msgspec.json.encode(openapi()))
        elif name == "index.json":
            assert msgspec.json.decode(raw, type=Index).counts.cases == 1
        elif not rest:
            assert msgspec.json.decode(raw, type=SHAPES[kind]).page == 1
        else:
            found = msgspec.json.decode(raw, type={"cases": Case, "sources": Source}.get(kind, object))
            assert found
    templates = set(openapi()["paths"])
    assert {"/cases.json", "/cases/page/{page}.json", "/cases/{slug}.json", "/index.json"} <= templates


def test_references_lead_to_documents_from_wherever_they_stand():
    documents = Documents(many())
    names = set(documents.names())
    seen, at = 0, "records.json"
    while at:
        page = json.loads(documents.body(at) or b"")
        seen += len(page["items"])
        assert page["meta"]["edition"] == documents.meta(many().claims).edition
        if page["previous"]:
            assert urljoin(f"http://x/{at}", page["previous"]).removeprefix("http://x/") in names
        at = page["next"] and urljoin(f"http://x/{at}", page["next"]).removeprefix("http://x/")
        assert at is None or at in names
    assert seen == page["total"] == len(many().claims)
    for kind in ("cases", "sources", "endorsements"):
        for row in json.loads(documents.body(f"{kind}.json") or b"")["items"]:
            assert urljoin(f"http://x/{kind}.json", row["link"]).removeprefix("http://x/") in names
    links = json.loads(documents.body("index.json") or b"")["links"]
    assert set(links.values()) <= names


def test_rows_of_later_pages_link_to_items_too():
    register = view()
    long = msgspec.structs.replace(register, cases=register.cases * (PAGE_SIZE + 1))
    documents = Documents(long, as_of="2021")
    row = json.loads(documents.body("cases/page/2.json") or b"")["items"][0]
    assert (
        urljoin("http://x/cases/page/2.json", row["link"]) == f"http://x/cases/{register.cases[0].slug}.json?as_of=2021"
    )


def test_a_view_of_another_day_is_answered_and_its_references_keep_the_day():
    before = json.loads(get("cases.json", "as_of=2020-05-02").body)
    after = json.loads(get("cases.json", "as_of=2021-02-16").body)
    assert before["meta"]["as_of"] == "2020-05-02"
    assert before["items"][0]["status"] == "free"
    assert after["items"][0]["status"] == "held"
    assert after["items"][0]["link"].endswith("?as_of=2021-02-16")
    assert before["meta"]["edition"] != after["meta"]["edition"]


def test_a_name_withdrawn_today_is_gone_from_every_earlier_view():
    world = rich_world()

    def at(as_of: str | None, known_at: str | None) -> Documents:
        return Documents(world.register(as_of=as_of, known_at=known_at))

    moment = "known_at=2021-02-01T10:59:59.000000Z"
    assert b"Ana Silva" in answer(Request("GET", "records.json", moment), at).body
    world.wish("Ana Silva", "quiet")
    for query in ("", moment, "as_of=2020-06-30"):
        assert b"Silva" not in answer(Request("GET", "records.json", query), at).body


def test_an_etag_saves_the_body_and_head_has_the_headers_alone():
    found = get("cases.json")
    assert found.status == 200
    tag = found.headers["ETag"]
    for given_tag in (tag, f"W/{tag}", f'"other", {tag}', "*"):
        again = get("cases.json", tag=given_tag)
        assert (again.status, again.body, again.headers["ETag"]) == (304, b"", tag)
    assert get("cases.json", tag='"other"').status == 200
    head = get("cases.json", method="HEAD")
    assert (head.body, head.headers) == (b"", found.headers)
    assert head.headers["Content-Length"] == str(len(found.body))


@pytest.mark.parametrize(
    ("path", "query", "status", "code"),
    [
        ("nothing.json", "", 404, "E-NOTHERE"),
        ("cases/page/1.json", "", 404, "E-NOTHERE"),
        ("cases/page/2.json", "", 404, "E-NOTHERE"),
        ("cases/page/99999999999999999999.json", "", 404, "E-NOTHERE"),
        ("cases/..%2f..%2fetc.json", "", 404, "E-NOTHERE"),
        ("cases.json", "asof=2021", 400, "E-QUERY"),
        ("cases.json", "as_of=2021&as_of=2022", 400, "E-QUERY"),
        ("cases.json", "as_of=%ff", 400, "E-QUERY"),
        ("cases.json", "as_of", 400, "E-QUERY"),
        ("%ff.json", "", 400, "E-QUERY"),
        ("cases.json", "as_of=2021-02-30", 400, "E-DATE"),
        ("cases.json", "as_of=yesterday", 400, "E-DATE"),
        ("cases.json", "known_at=bad", 400, "E-DATE"),
    ],
)
def test_what_is_wrong_is_told(path: str, query: str, status: int, code: str):
    found = get(path, query)
    error = msgspec.json.decode(found.body, type=Failure).error
    assert (found.status, error.code) == (status, code)
    assert error.given and error.wrong and error.do
    assert "ETag" not in found.headers


def test_what_was_withdrawn_is_gone_and_what_never_was_is_not():
    found = get("cases/abcdefgh.json", gone=("cases/abcdefgh.html",))
    assert (found.status, json.loads(found.body)["error"]["code"]) == (410, "E-GONE")
    assert get("cases/abcdefgx.json", gone=("cases/abcdefgh.html",)).status == 404


def test_nothing_can_be_changed():
    for method in ("POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "X"):
        found = get("cases.json", method=method)
        assert (found.status, found.headers["Allow"]) == (405, "GET, HEAD")


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=30), st.text(max_size=30), st.sampled_from(["GET", "HEAD", "POST"]))
def test_nothing_that_is_asked_breaks_it(path: str, query: str, method: str):
    found = answer(Request(method, path, query), documents_of)
    assert found.status in {200, 400, 404, 405}
    assert found.headers["X-Content-Type-Options"] == "nosniff"
