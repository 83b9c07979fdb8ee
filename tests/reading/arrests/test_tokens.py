from habeas.reading.arrests.tokens import tellings, words


def told(text: str) -> list[tuple[str, str]]:
    return [(one.group, one.word) for one in tellings(text, (0, len(text)))]


def test_words_that_may_tell_of_an_arrest_are_found_in_order():
    assert told("Police arrested Ana Silva; she is in jail and Bo Lund is still held.") == [
        ("arrested", "arrested"),
        ("in_jail", "in jail"),
        ("held", "held"),
    ]


def test_of_two_that_overlap_the_longer_counts():
    assert told("She is under house arrest.") == [("house_arrest", "house arrest")]


def test_a_part_of_a_word_is_none():
    assert told("The unarrested shareholders beheld it.") == []


def test_possessive_endings_and_initials_are_tokens_of_their_own():
    text = "Silva’s friends’ U. S. lawyer"
    assert [word.text for word in words(text, (0, len(text)))] == ["Silva", "’s", "friends", "’", "U. S. ", "lawyer"]
