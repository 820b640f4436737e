"""Workspaces of their own for the tests of a run: copies of the sample."""

from __future__ import annotations

from pathlib import Path

import pytest

from flows.order import Draft
from tests.flows.copies import copy_sample, draft_of


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    """A copy of the sample that a test may change."""
    return copy_sample(tmp_path)


@pytest.fixture(scope="session")
def october(tmp_path_factory: pytest.TempPathFactory) -> Draft:
    """The draft of October 2024; not to be changed."""
    return draft_of(copy_sample(tmp_path_factory.mktemp("october")))
