"""The API: one audience's register as read-only JSON, as static files and live in the same shape.

`Documents` holds every document by its path; `write_api` writes them as files, `answer` answers requests for them. A request
that selects nothing gets the very bytes of the file. The OpenAPI document (`openapi.py`) is made from the same shapes.
"""

from __future__ import annotations

from habeas.api.answer import Answer, Request, View, answer
from habeas.api.documents import ROOT, Documents
from habeas.api.openapi import openapi
from habeas.api.write import write_api

__all__ = ["ROOT", "Answer", "Documents", "Request", "View", "answer", "openapi", "write_api"]
