"""Arrests as public benchmarks annotate them: the word that tells of one, and local mentions of who is held, who acts and where.

`tokens` takes a sentence into words, `mentions` finds every phrase that could be meant, `frames` the grammar of the telling word, `roles` says which mention
has which part in it, `marked` how likely annotators are to mark the word at all. None of it sees a name or a state: only kinds, grammar and positions.
"""

from habeas.reading.arrests.marked import Arrest, arrests, proposed

__all__ = ["Arrest", "arrests", "proposed"]
