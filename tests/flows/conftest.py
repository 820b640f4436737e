"""Workspaces of their own for the tests of a run: copies of the sample."""

from __future__ import annotations

from pathlib import Path

import pytest

from flows import retrying
from tests.flows.copies import copy_sample


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    """A copy of the sample that a test may change."""
    return copy_sample(tmp_path)


@pytest.fixture(autouse=True)
def waits(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """The seconds that a run would have waited for a file; nobody waits in these tests."""
    told: list[float] = []
    monkeypatch.setattr(retrying, "sleep", told.append)
    return told
