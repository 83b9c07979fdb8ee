from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from habeas.ledger import Ledger, open_ledger


@pytest.fixture
def where(tmp_path: Path) -> Path:
    return tmp_path / "case.db"


@pytest.fixture
def opened(where: Path) -> Callable[..., Ledger]:
    def opening(**settings: object) -> Ledger:
        return open_ledger(where, create=True, now=lambda: datetime(2020, 5, 5, 8, tzinfo=UTC), **settings)

    return opening
