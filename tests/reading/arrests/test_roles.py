import pytest

from habeas.reading.arrests import proposed


def told(text: str) -> list[tuple[str, str]]:
    (arrest,) = proposed(text)
    return [(role, text[slice(*span)]) for role, span in arrest.arguments]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Police arrested two men in Springfield on Monday.", [("Detainee", "two men"), ("Jailer", "Police"), ("Place", "Springfield")]),
        ("Ana Silva and Bo Lund were arrested by agents.", [("Detainee", "Ana Silva"), ("Detainee", "Bo Lund"), ("Jailer", "agents")]),
        ("The trial began after officers arrested him.", [("Detainee", "him"), ("Jailer", "officers")]),
        ("At least 7 were arrested.", [("Detainee", "7")]),
        ("Her arrest surprised the town.", [("Detainee", "Her")]),
        ("The arrest of two students was denied.", [("Detainee", "two students")]),
        ("One of three men arrested near the border is a clerk.", [("Detainee", "three men"), ("Place", "the border")]),
        ("Critics were arrested, including Ana Silva and Bo Lund.", [("Detainee", "Critics"), ("Detainee", "Ana Silva"), ("Detainee", "Bo Lund")]),
        ("His brother, Bo Lund, was arrested.", [("Detainee", "Bo Lund")]),
        ("Hundreds of prisoners are in jail.", [("Detainee", "prisoners"), ("Place", "jail")]),
        ("Police made two more arrests.", [("Jailer", "Police")]),
        ("Bo Lund is under arrest.", [("Detainee", "Bo Lund")]),
        ("Officers from the county police (CP) arrested him.", [("Detainee", "him"), ("Jailer", "Officers from the county police (CP)")]),
        ("They got him.", [("Detainee", "him"), ("Jailer", "They")]),
    ],
)  # fmt: skip
def test_who_is_held_by_whom_and_where(text: str, expected: list[tuple[str, str]]):
    assert told(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Ana Silva was arrested in connection with a fire in Springfield.",
        "Ana Silva was arrested after she spoke at a school in Springfield.",
        "Ana Silva was arrested in the Springfield bombing.",
    ],
)
def test_a_place_of_something_else_is_none(text: str):
    assert told(text) == [("Detainee", "Ana Silva")]


def test_those_arrested_are_nobody_named_before():
    assert told("He would not name those arrested.") == []
