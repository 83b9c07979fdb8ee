"""Words that talk to a machine that reads, and not to people.

A document may hold them to make a model say what nobody says. What stands in or beside such a sentence is no evidence for
a proposal. Patterns only lower a count: a sentence of an honest text that happens to match costs one proposal of a model.
"""

from __future__ import annotations

import re
import unicodedata
from typing import get_args

from habeas.claims.custody import CustodyAct

_ACTS = "|".join(act.replace("_", "[ _]") for act in get_args(CustodyAct))
_MACHINE = (
    r"(?:a\.?i\.?|assistants?|language models?|llms?|chat ?bots?|bots?|gpt\S*|extractors?|parsers?|automated \w+)"
)

_PATTERNS = (
    r"\b(?:ignore|disregard|forget|override|bypass|overrule)\b.{0,40}\b(?:instructions?|prompts?|guidelines|schema|context)\b",
    r"\b(?:ignore|disregard|forget|override)\W+(?:\w+\W+){0,2}?(?:your|all|any|previous|prior|earlier|preceding|above|everything)\b",
    rf"\b(?:mark|list|record|classify|label|flag|register|report|treat|consider|count|tag|set|show|log|change)\b[^.!?]{{0,80}}\b(?:as|to)\b\W{{0,3}}(?:\w+\W+)?(?:{_ACTS}|free|freed|guilty|innocent)\b",
    rf"\b(?:you are|you’re|you're|act as|pretend to be|behave as)\b[^.]{{0,40}}\b{_MACHINE}",
    rf"\b{_MACHINE}\s+(?:\w+\s+){{0,4}}(?:must|should|shall|please|reading this|processing this|will now|are to|is to)\b",
    rf"\b(?:attention|note|message|instructions?|memo)\s*,?\s*(?:to|for)?\s*(?:the |any |all )?{_MACHINE}\b",
    r"\b(?:system|developer) (?:prompt|message|instructions?)\b|\b(?:your|previous|prior|above|original) (?:prompts?|instructions?)\b|\bnew instructions?\s*:",
    r"(?:^|\n)\s*(?:system|assistant|user|human|instructions?)\s*:",
    r"<\|\w+\|>|\[/?INST\]|<</?SYS>>|</?(?:system|assistant|user|instructions?|documents?|text)>|#{2,}\s*(?:instruction|system|response|task)",
    r"\b(?:respond|reply|answer|output|return|print|emit)\b[^.]{0,40}\b(?:json|schema)\b",
    r"[\"'“](?:claims|kind|quote|stance|content|speakers|read_by|confidence)[\"'”]\s*:",
    r"(?:^|[.!?:;]\s+|\n\s*)(?:please,?\s+|now\s+|then\s+|instead,?\s+)?(?:record|report|say|state|write|claim|answer|add|extract|include|note|assume|pretend|output|conclude|propose)\s+(?:that|a claim|the claim|claims|this|the following)\b",
    r"\bignor(?:e[zr]?|iere(?:n sie)?|a|ar|en|i|ate)\b.{0,40}\b(?:instructions|consignes|instrucciones|anweisungen|instruções|istruzioni)",
    r"忽略.{0,12}(?:指令|指示|说明)|игнорируй\w*.{0,40}(?:инструкци|указани)|تجاهل.{0,30}تعليمات",
)
_TALKS = re.compile("|".join(f"(?:{pattern})" for pattern in _PATTERNS), re.IGNORECASE | re.DOTALL)


def talks_to_a_machine(text: str) -> bool:
    """Whether a stretch of text gives instructions to whatever reads it; invisible characters hide nothing."""
    plain = unicodedata.normalize("NFKC", text)
    return _TALKS.search("".join(c for c in plain if unicodedata.category(c) != "Cf")) is not None
