"""Intake: fetching safely, files and folders, tables."""

from __future__ import annotations

from habeas.intake.fetch import fetch
from habeas.intake.gather import gather
from habeas.intake.given import Given

__all__ = ["Given", "fetch", "gather"]
