"""The words of the record, as pages explain them."""

from __future__ import annotations

from habeas.site.words import mark

GLOSSARY: dict[str, str] = {
    mark("Source"): mark("One document as received. Its bytes are kept and hashed; its text is never changed."),
    mark("Record (claim)"): mark(
        "Something that a source says, bound to the exact words it rests on and to whoever said them."
    ),
    mark("Says, denies, passes on"): mark(
        "The stance of whoever owns the words: taking them on, rejecting them, or relaying them."
    ),
    mark("Via"): mark("Through whom the words reached this record, the publisher of the document last."),
    mark("Case"): mark(
        "One person's custody by one state, opened by a decision that names the rule it meets and who alleges what."
    ),
    mark("Home state"): mark("A state of which the person is said to be a national."),
    mark("Holder"): mark("The state that holds or held the person."),
    mark("Contested"): mark(
        "Sources give values that cannot all be true, or somebody denies one. They stand side by side; none wins."
    ),
    mark("As last reported"): mark(
        "The last day on which a source spoke of it. Nothing is said to be current beyond that day."
    ),
    mark("Endorsement"): mark(
        "A state's or organisation's act of standing behind the Declaration. It is political and not legally binding."
    ),
    mark("[withheld]"): mark("A name that may not be shown: unknown consent or an unknown wish always means no."),
    mark("Witnesses"): mark("Independent voices. Two copies of one agency text are one witness."),
}
