"""An optional second reader: a language model behind an OpenAI-compatible endpoint may propose claims.

It is off until somebody configures it and asks for it. What it proposes is data from a stranger: `check` keeps only what
the words of the document bear out, counts the rest, and nothing that the model or the document says changes anything else.
"""

from __future__ import annotations

from habeas.reading.llm.proposals import Proposals, propose
from habeas.reading.llm.repeats import new_ones
from habeas.reading.llm.settings import LlmSettings, read_settings

__all__ = ["LlmSettings", "Proposals", "new_ones", "propose", "read_settings"]
