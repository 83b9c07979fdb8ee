"""Figures with their data: what the page says is what the files say, and small cells are kept from views that hold more."""

import csv
import io
from pathlib import Path

import lxml.html
import msgspec
import pytest
from lxml import etree

from habeas.register import Register
from habeas.register.views import ActView, PartyView
from habeas.site import write_site
from habeas.site.charts import Bar, Point, bars, curve
from habeas.site.trends import trends
from worlds import public_world


def many(audience: str = "public") -> Register:
    """Eight cases of one state, six of them ended, one with an unknown beginning."""
    register = public_world().register()
    one = register.cases[0]
    cases = [
        msgspec.structs.replace(
            one,
            slug=f"case{number}",
            held_from=f"201{number}-02",
            until=f"201{number}-06-01",
            status="released",
            acts=(act("arrested", f"201{number}-02", "held"), act("released", f"201{number}-06-01", "released")),
            said=(),
        )
        for number in range(6)
    ]
    cases += [msgspec.structs.replace(one, slug="unknown", held_from=None, acts=(), said=()), one]
    return msgspec.structs.replace(register, cases=tuple(cases), audience=audience)


def act(name: str, when: str, after: str) -> ActView:
    return ActView(
        act=name, when=when, dates=(when,), place=None, grounds=None, by="PE", at_request_of=None, claims=("c",),
        said_by=(PartyView(name="Somebody"),), denied_by=(), status_after=after,  # type: ignore[arg-type]
    )  # fmt: skip


def rows(folder: Path, name: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO((folder / "trends" / name).read_text("utf-8"))))


def test_every_figure_has_its_data_and_its_caveats(tmp_path: Path):
    write_site(many(), tmp_path, built_on="2021-03-01")
    page = lxml.html.fromstring((tmp_path / "trends/index.html").read_bytes())
    text = " ".join(page.text_content().split())
    for words in (
        "Silence is not absence",
        "no length yet",
        "before and after 2021 is confounded",
        "People arrested together",
    ):
        assert words in text
    assert "7 custodies have a known beginning" in text and "1 case has no known beginning" in text
    assert {link.rpartition("/")[2] for link in page.xpath("//a[@download]/@href")} == {
        "held.csv", "began.csv", "states.csv", "durations.csv", "survival.csv",
    }  # fmt: skip
    assert [row["began"] for row in rows(tmp_path, "began.csv")[:6]] == ["1"] * 6
    assert {row["state"]: row["nationals"] for row in rows(tmp_path, "states.csv")}["DK"] == "8"
    assert [row["share"] for row in rows(tmp_path, "survival.csv")][-1] == "0.0000" or len(
        rows(tmp_path, "survival.csv")
    ) > 0
    assert sum(row["ended"] == "true" for row in rows(tmp_path, "durations.csv")) == 6
    for name in ("held", "began", "durations"):
        for folder in ("", "fr/"):
            picture = etree.fromstring((tmp_path / f"{folder}trends/{name}.svg").read_bytes())
            assert picture.get("aria-label") and picture.get("role") == "img"


def test_a_view_that_is_not_the_public_s_suppresses_small_figures(tmp_path: Path):
    write_site(many("partners"), tmp_path, built_on="2021-03-01")
    text = (tmp_path / "trends/index.html").read_text("utf-8")
    assert "fewer than 5" in text and "Figures under five are not shown" in text
    assert rows(tmp_path, "durations.csv") == []
    assert {row["began"] for row in rows(tmp_path, "began.csv")} <= {"", "0"}
    assert trends(many("partners"), built_on="2021-03-01").states[0].nationals_now in {None, 0}


def test_too_few_ends_give_no_estimate(tmp_path: Path):
    write_site(public_world().register(), tmp_path, built_on="2021-03-01")
    assert "too few for an estimate" in (tmp_path / "trends/index.html").read_text("utf-8")


@pytest.mark.parametrize("most", [0, 1, 7, 9, 83, 12_000])
def test_a_bar_is_as_high_as_its_figure(most: int):
    picture = etree.fromstring(
        bars([Bar(label="2020", sure=most, perhaps=most), Bar(label="<2021>", sure=0)], title="a & b")
    )
    heights = {rect.get("class"): float(rect.get("height")) for rect in picture.iter("{*}rect")}
    assert heights == {} if most == 0 else heights["sure"] == heights["perhaps"] > 0
    assert "<2021>" in "".join(picture.itertext())


def test_a_curve_without_steps_is_a_line():
    empty = etree.fromstring(curve([], last=0, title="t", axis="days", percent="%s %%"))
    assert len(list(empty.iter("{*}path"))) == 1
    full = etree.fromstring(
        curve([Point(at=5, share=0.5, low=0.2, high=0.8)], last=9, title="t", axis="days", percent="%s %%")
    )
    assert [path.get("class") for path in full.iter("{*}path")] == ["band", "line"]
