"""The tables of open data, as the page that leads to them names them; the exports write the files."""

from __future__ import annotations

from habeas.site.words import mark

DATA_TABLES: tuple[tuple[str, str], ...] = (
    ("cases", mark("One person's custody by one state")),
    ("spells", mark("One unbroken stretch of one person's custody")),
    ("stages", mark("One status of one case, from act to act")),
    ("acts", mark("One act of custody, in the order in which they happened")),
    ("statements", mark("One statement, appeal or accusation")),
    ("endorsements", mark("One time in which one party stood behind one instrument")),
    ("unnamed_withdrawals", mark("Withdrawals by parties that no source names")),
    ("counts", mark("One number of endorsers that a source gave")),
    ("groups", mark("One member of one group of states")),
    ("state_year", mark("One state in one year, in every role")),
    ("dyad_year", mark("One state that holds nationals of another, in one year")),
    ("records", mark("One record: who said what, in which stance, in which words")),
    ("evidence", mark("One quote that a record rests on")),
    ("speakers", mark("One speaker in a record's chain")),
    ("links", mark("Somebody's claim that two custodies stand in a relation")),
    ("contested", mark("One value beside others that contradict it")),
    ("sources", mark("One document that records rest on")),
    ("languages", mark("One language of the sources")),
    ("tables", mark("One of these tables: its universe, languages and last-checked day")),
)
"""Name of the files, and what a row is."""
