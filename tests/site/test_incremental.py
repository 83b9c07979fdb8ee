"""Only what changed is made again, and what stands is what a build from nothing would make."""

from pathlib import Path

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from habeas.entries.decisions import Same
from habeas.register import Register
from habeas.site import write_site
from habeas.site.bundles import bundles
from habeas.site.editions import Edition, Imprint
from habeas.site.feeds import Feeds
from habeas.site.kept import Kept
from habeas.site.languages import language
from habeas.site.make import make, unbundled
from habeas.site.plan import Answers
from habeas.site.render import Renderer
from worlds import FREED, World, public_world

DAY = "2021-03-01"
DENIED = "A spokesperson for the Peruvian embassy in Denmark denied that Ana Silva was detained arbitrarily."


def read(world: World, text: str, **options: str) -> None:
    """A document is read and accepted, and whoever has Ana Silva's name in it is she."""
    world.accept(world.read(text, **options))
    world.add(Same(reason="one person", mentions=world.mentions("Ana Silva")))


def build(register: Register, folder: Path, *, store: Path | None, day: str = DAY) -> dict[str, bytes]:
    """Every file of a build, by name."""
    write_site(register, folder, built_on=day, base_url="https://example.org", store=store)
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def made(register: Register, folder: Path, store: Path, day: str = DAY) -> tuple[str, ...]:
    """The pages that a build makes anew."""
    answers = Answers(register)
    kept = Kept(store)
    outcome = make(list(Renderer(answers, built_on=day, base_url="").plans()), answers, folder, kept=kept)
    kept.save()
    return outcome.made


@pytest.fixture
def world() -> World:
    world = public_world()
    source = world.read(
        "Police in Lima detained the Danish engineer Jens Holm on 2 May 2020. Peru released Jens Holm on 4 May 2020.",
        published="2020-05-10",
    )
    world.accept(source)
    world.open("Jens Holm", "PE")
    world.consent("Jens Holm")
    world.wish("Jens Holm")
    return world


def test_nothing_is_made_twice_and_one_change_makes_its_own_pages(world: World, tmp_path: Path):
    store = tmp_path / "store"
    assert len(made(world.register(), tmp_path / "site", store)) > 15
    assert made(world.register(), tmp_path / "site", store) == ()
    slugs = {case.person.name: case.slug for case in world.register().cases}
    read(world, FREED, published="2020-10-10")
    again = made(world.register(), tmp_path / "site", store)
    assert f"cases/{slugs['Ana Silva']}.html" in again
    assert f"cases/{slugs['Jens Holm']}.html" not in again
    holms = next(source.slug for source in world.register().sources if "Holm" in (source.text or ""))
    assert f"sources/{holms}.html" not in again


def test_another_day_makes_only_the_pages_that_name_the_day(world: World, tmp_path: Path):
    store = tmp_path / "store"
    made(world.register(), tmp_path / "site", store)
    assert made(world.register(), tmp_path / "site", store, day="2021-03-02") == ("index.html",)


@pytest.mark.parametrize(
    "damage", [lambda raw: raw[:-1], lambda raw: raw + b"x", lambda _raw: b"", lambda raw: raw[::-1]]
)
def test_a_damaged_store_makes_everything_anew(world: World, tmp_path: Path, damage):
    store = tmp_path / "store"
    everything = made(world.register(), tmp_path / "site", store)
    store.write_bytes(damage(store.read_bytes()))
    assert made(world.register(), tmp_path / "site", store) == everything


def test_another_program_makes_everything_anew(world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    store = tmp_path / "store"
    everything = made(world.register(), tmp_path / "site", store)
    monkeypatch.setattr("habeas.site.plan.program", lambda: b"another")
    assert made(world.register(), tmp_path / "site", store) == everything


def test_a_file_that_was_touched_or_lost_is_made_anew(world: World, tmp_path: Path):
    store, folder = tmp_path / "store", tmp_path / "site"
    before = build(world.register(), folder, store=store)
    (folder / "index.html").write_text("somebody else's")
    (folder / "contested.html").unlink()
    assert build(world.register(), folder, store=store) == before


def test_the_store_names_nothing_that_is_no_longer_published(world: World, tmp_path: Path):
    store, folder = tmp_path / "store", tmp_path / "site"
    slug = next(c.slug for c in world.register().cases if c.person.name == "Ana Silva")
    made(world.register(), folder, store)
    assert slug.encode() in store.read_bytes()
    world.wish("Ana Silva", "quiet")
    made(world.register(), folder, store)
    assert slug.encode() not in store.read_bytes()
    assert all(name.encode() not in store.read_bytes() for name in ("Silva", "Holm", "Denmark"))
    assert Kept(store)._before.files.keys() <= {p.relative_to(folder).as_posix() for p in folder.rglob("*")}


def of_two() -> World:
    """A public case, and one that waits for consent."""
    world = public_world()
    world.accept(
        world.read("Police in Lima detained the Danish engineer Jens Holm on 2 May 2020.", published="2020-05-10")
    )
    world.open("Jens Holm", "PE")
    return world


CHANGES = {
    "freed": lambda world: read(world, FREED, published="2020-10-10"),
    "denied": lambda world: read(world, DENIED, published="2020-07-01"),
    "quoted": lambda world: read(world, FREED, published="2020-11-10", rights="quote_only"),
    "quiet": lambda world: world.wish("Ana Silva", "quiet"),
    "public": lambda world: world.wish("Ana Silva", "public"),
    "no consent": lambda world: world.consent("Jens Holm", given=False),
    "consent": lambda world: world.consent("Jens Holm"),
    "endorsed": lambda world: world.accept(
        world.read("Denmark and Peru endorsed the Declaration Against Arbitrary Detention.", published="2021-02-15")
    ),
    "unseen": lambda world: world.read("Peru released the Danish teacher Karl Skov on 9 October 2020."),
    "nothing": lambda _world: None,
}


@settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rounds=st.lists(st.lists(st.sampled_from(sorted(CHANGES)), min_size=1, max_size=3), min_size=1, max_size=4))
def test_after_any_changes_a_build_is_byte_for_byte_a_build_of_everything(rounds, tmp_path_factory):
    place = tmp_path_factory.mktemp("sites")
    world = of_two()
    for number, changes in enumerate([["nothing"], *rounds]):
        for change in changes:
            CHANGES[change](world)
        day = f"2021-03-{1 + number:02}"
        some = build(world.register(), place / "some", store=place / "store", day=day)
        assert some == build(world.register(), place / "all", store=None, day=day)


def bundled(
    world: World, folder: Path, base: str, editions: tuple[Edition, ...]
) -> dict[tuple[str, bytes], set[tuple[str, bytes]]]:
    """By name and mark of each bundle, the names and marks of its plans."""
    answers, imprint = Answers(world.register()), Imprint(editions=editions)
    spoken = [language("en"), language("fr")]
    renderers = [
        Renderer(answers, built_on=DAY, base_url=base, spoken=one, others=[], imprint=imprint) for one in spoken
    ]
    feeds = [Feeds(answers, folder, base_url=base, today=DAY, spoken=one) for one in spoken if base]
    found = bundles(answers, renderers, feeds, base_url=base)
    return {(one.name, one.mark(answers)): {(p.name, p.mark(answers)) for p in one.plans()} for one in found}


@settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(changes=st.lists(st.sampled_from(sorted(CHANGES)), min_size=1, max_size=4), data=st.data())
def test_bundles_of_one_mark_have_the_same_plans(changes, data, tmp_path):
    world, seen = of_two(), {}
    for change in ["nothing", *changes]:
        CHANGES[change](world)
        added = data.draw(st.sets(st.sampled_from([record.id for record in world.register().claims]), max_size=2))
        base = data.draw(st.sampled_from(["", "https://example.org", "https://example.net"]))
        history = (Edition(number=1, date=DAY, added=frozenset(added)),)
        for bundle, plans in bundled(world, tmp_path, base, history).items():
            assert seen.setdefault(bundle, plans) == plans


def test_a_bundle_stands_while_its_files_do_and_all_that_was_asked_is_answered_likewise(world: World, tmp_path: Path):
    register = world.register()
    answers, store = Answers(register), tmp_path / "store"
    renderers = [Renderer(answers, built_on=DAY, base_url="", spoken=one, others=[]) for one in (language("en"),)]

    def built(answers: Answers, workers: int = 1) -> tuple[set[str], set[str]]:
        kept = Kept(store)
        found = bundles(answers, renderers, [], base_url="")
        plans, standing = unbundled(found, answers, tmp_path / "site", kept, workers=workers)
        make(plans, answers, tmp_path / "site", kept=kept)
        kept.save()
        return {plan.name for plan in plans}, set(standing)

    every, none = built(answers)
    assert every and none == set()
    assert built(answers) == (none, every)
    assert built(answers, workers=2) == (none, every)
    page = min(name for name in every if name.startswith("cases/"))
    (tmp_path / "site" / page).write_bytes(b"other")
    again, others = built(answers, workers=2)
    assert page in again and len(again) < len(every) / 2 and others == every - again
    assert built(answers) == (none, every)
    other = Answers(msgspec.structs.replace(register, audience="partners"))
    assert built(other) == (every, none), "every page asks whose view it is"


def test_several_processes_make_the_same_files(world: World, tmp_path: Path):
    answers = Answers(world.register())
    plans = list(Renderer(answers, built_on=DAY, base_url="").plans())
    for name, processes in (("one", 1), ("two", 2)):
        kept = Kept(tmp_path / f"{name}.store")
        assert make(plans, answers, tmp_path / name, kept=kept, workers=processes).made == tuple(p.name for p in plans)
        kept.save()
    for plan in plans:
        assert (tmp_path / "one" / plan.name).read_bytes() == (tmp_path / "two" / plan.name).read_bytes()
    assert make(plans, answers, tmp_path / "two", kept=Kept(tmp_path / "two.store"), workers=2).made == ()
