"""The live API against its own description: the document is valid, and schemathesis finds no answer that it does not describe."""

import json
import subprocess
from pathlib import Path

import pytest
from ecosystems import environment, opened
from serving import ask, public_ledger, serving

from habeas.api import ROOT

pytestmark = pytest.mark.slow


def with_names_that_exist(document: dict, port: int) -> dict:
    """The document with names that the server holds among those to be tried."""
    for path, operations in document["paths"].items():
        kind = path.split("/")[1]
        for operation in operations.values():
            for parameter in operation.get("parameters", ()):
                if parameter["name"] in {"slug", "instrument"}:
                    rows = json.loads(ask(port, f"/{ROOT}/{kind}.json")[2])["items"]
                    names = [row[parameter["name"]] for row in rows]
                    parameter["schema"] = (
                        {"anyOf": [{"enum": names}, parameter["schema"]]} if names else parameter["schema"]
                    )
    return document


def test_the_document_is_openapi_and_the_server_keeps_to_it(tmp_path: Path):
    ledger = public_ledger(tmp_path)
    with serving(ledger, tmp_path / "site") as port:
        document = json.loads(ask(port, f"/{ROOT}/openapi.json")[2])
        (tmp_path / "openapi.json").write_text(json.dumps(document))
        assert opened("openapi", tmp_path) is True
        (tmp_path / "tried.json").write_text(json.dumps(with_names_that_exist(document, port)))
        ran = subprocess.run(
            [
                str(environment("tools") / "schemathesis"), "run", "tried.json", "--url", f"http://127.0.0.1:{port}/{ROOT}",
                "--checks", "all", "--phases", "examples,coverage,fuzzing", "--max-examples", "10", "--seed", "1", "--no-color",
            ],
            cwd=tmp_path, capture_output=True, text=True, check=False, timeout=1200,
        )  # fmt: skip
        assert ran.returncode == 0, ran.stdout[-6000:] + ran.stderr[-2000:]
        assert ask(port, f"/{ROOT}/cases.json")[0] == 200
