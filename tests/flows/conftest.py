"""Workspaces of their own for the tests of a run: copies of the sample."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.flows.copies import copy_sample


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    """A copy of the sample that a test may change."""
    return copy_sample(tmp_path)
