"""The words of the record, as pages explain them."""

from __future__ import annotations

GLOSSARY: dict[str, str] = {
    "Source": "One document as received. Its bytes are kept and hashed; its text is never changed.",
    "Record (claim)": "Something that a source says, bound to the exact words it rests on and to whoever said them.",
    "Says, denies, passes on": "The stance of whoever owns the words: taking them on, rejecting them, or relaying them.",
    "Via": "Through whom the words reached this record, the publisher of the document last.",
    "Case": "One person's custody by one state, opened by a decision that names the rule it meets and who alleges what.",
    "Home state": "A state of which the person is said to be a national.",
    "Holder": "The state that holds or held the person.",
    "Contested": "Sources give values that cannot all be true, or somebody denies one. They stand side by side; none wins.",
    "As last reported": "The last day on which a source spoke of it. Nothing is said to be current beyond that day.",
    "Endorsement": "A state's or organisation's act of standing behind the Declaration. It is political and not legally binding.",
    "[withheld]": "A name that may not be shown: unknown consent or an unknown wish always means no.",
    "Witnesses": "Independent voices. Two copies of one agency text are one witness.",
}
