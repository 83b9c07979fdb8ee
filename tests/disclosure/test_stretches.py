"""Long texts in stretches: what is found in them is what is found in the whole, and what changed is looked at."""

from __future__ import annotations

from hypothesis import example, given
from hypothesis import strategies as st
from test_checks import secrets

from habeas.cli import looking
from habeas.disclosure import admit, audience, policy
from habeas.disclosure import stretches as module
from habeas.disclosure.checks import Secrets, check_files
from habeas.disclosure.redact import Eraser
from habeas.disclosure.sight import Sight
from habeas.disclosure.stretches import LONG, Stretches, stretches
from worlds import NOW, public_world

LINE = "Ana Silva was detained in Lima, row {}.\n"
WORDS = st.sampled_from(
    ["Eva", "Roth", "EVA", "Ева", "Рот", "roth", "and", "王小明", "Lima", "\n", ",", "12", "a1B", "\n\n", "é"]
)


def long_text() -> str:
    text = "".join(LINE.format(number) for number in range(LONG // len(LINE) * 2))
    assert len(text) > LONG
    return text


def sight_of(known: Secrets, text: str, looked: Stretches) -> list[str]:
    return [one.what for one in check_files([("data/a.csv", text.encode)], known, looked=looked)]


KNOWN = secrets("王小明", "Maria del Rio Santos")


@given(st.lists(WORDS, max_size=60), st.integers(0, 3))
@example(["Eva", "\n", "and", "\n", "and", "\n", "Рот"], 0)
@example(["Ева", "\n", "and", "\n", "12", "\n", "Roth", "\n", "Lima"], 1)
def test_a_name_in_a_text_is_in_one_of_its_stretches(words: list[str], every: int):
    text = (" " * every).join(words)
    # every line ends a stretch where the sum of its bytes says so: many short ones are like a few long ones
    lines, module.LINES = module.LINES, 2
    try:
        found = {name for stretch in KNOWN.stretches(text) for name in KNOWN.names_in(stretch)}
    finally:
        module.LINES = lines
    assert found == KNOWN.names_in(text)


def test_stretches_cover_the_text_and_a_new_line_changes_those_around_it():
    text = long_text()
    before = list(stretches(text, 0))
    assert "".join(before) == text and len(before) > 5
    after = list(stretches(text.replace("row 700.", "row 700 and more."), 0))
    assert 1 <= len({*after} - {*before}) <= 2


def test_a_text_in_small_letters_is_not_read_to_its_end_for_every_stretch():
    text = "".join(f"row {number} {number:x}\n" for number in range(20_000)) + "Eva\n"
    assert sum(map(len, stretches(text, 4))) < 1.2 * len(text)


def test_what_was_looked_through_is_not_looked_at_again_and_what_is_new_is(monkeypatch):
    text, first = long_text(), Stretches(b"key")
    assert sight_of(KNOWN, text, first) == []
    again = Stretches(b"key", frozenset(first.clean))
    asked: list[str] = []
    names_in = Secrets.names_in
    monkeypatch.setattr(Secrets, "names_in", lambda self, given: asked.append(given) or names_in(self, given))
    assert sight_of(KNOWN, text, again) == [] and asked == ["data/a.csv"]
    changed = text.replace("row 700.", "row 700, Eva\nRoth.")
    assert sight_of(KNOWN, changed, again) == ["it spells 'Eva Roth'"]
    assert sum(map(len, asked)) < len(text) / 4
    assert sight_of(KNOWN, changed, again) == ["it spells 'Eva Roth'"], "what holds a name is never known"


def test_texts_that_are_foreseen_are_looked_at_together_and_kept_only_if_they_are_asked_for(monkeypatch):
    asked, texts = "Peru released Jens Holm.", ["Peru released Jens Holm.", "Write to jens@example.org."]
    alone, first = Sight(b"key"), Sight(b"key")
    monkeypatch.setattr(looking, "SHEAF", 1)
    first.foresee([*texts, *texts], looking.look_together)
    monkeypatch.setattr("habeas.disclosure.sight.look_at", lambda _: 1 / 0)
    assert first.names(asked) == [((14, 23), "Jens Holm")]
    monkeypatch.undo()
    alone.names(asked)
    assert first.seen == alone.seen


def test_another_key_knows_nothing():
    first = Stretches(b"key")
    sight_of(KNOWN, long_text(), first)
    other = Stretches(b"other", frozenset(first.clean))
    assert not any(other.known(other.digest(one, of="text")) for one in stretches(long_text(), 3))


def test_what_was_seen_in_a_text_is_remembered_by_places_alone_and_only_while_it_is_asked_for():
    text = "Peru released Jens Holm. Write to jens@example.org."
    first = Sight(b"key")
    cleaned = Eraser(("Ana Silva",), (), frozenset(), (), first).clean(text)
    assert cleaned == "Peru released [withheld]. Write to [withheld]." == Eraser((), (), frozenset(), ()).clean(text)
    assert all(word not in repr(first.seen) for word in ("Holm", "Peru", "jens"))
    again = Sight(b"key", first.seen)
    assert (
        Eraser((), ("Jens Holm",), frozenset(), (), again).clean(text)
        == "Peru released Jens Holm. Write to [withheld]."
    )
    assert again.seen == first.seen
    assert Sight(b"key", first.seen).seen == {}


def test_what_is_remembered_is_used():
    text = "Peru released Jens Holm."
    first = Sight(b"key")
    first.names(text)
    nothing = {digest: type(seen)((), ()) for digest, seen in first.seen.items()}
    assert Sight(b"key", nothing).names(text) == []
    assert Sight(b"another", nothing).names(text) == first.names(text) != []


def test_the_same_is_admitted_whatever_was_seen_before():
    world = public_world()
    rules, who = policy(world.entries), audience("public")
    first = Sight(b"key")
    plain = admit(world.entries, rules, who, now=NOW)
    assert admit(world.entries, rules, who, now=NOW, sight=first) == plain
    again = Sight(b"key", first.seen)
    assert admit(world.entries, rules, who, now=NOW, sight=again) == plain
    assert again.seen == first.seen != {}
