"""Whether the process that opens workbooks is started ahead: only where there is much to read."""

from __future__ import annotations

import pytest

from flows import headstart
from flows.headstart import READINGS, start_reader


@pytest.fixture
def started(monkeypatch) -> list[tuple[str, ...]]:
    """What was asked to get ready."""
    asked: list[tuple[str, ...]] = []
    monkeypatch.setattr(headstart.confinement, "get_ready", lambda *names: asked.append(names))
    return asked


def test_a_workspace_that_has_kept_nothing_needs_the_reader(tmp_path, started):
    (tmp_path / "raw").mkdir()

    start_reader(str(tmp_path))

    assert started == [("workbooks.opening",)]


def test_kept_readings_or_no_workbooks_need_none(tmp_path, started):
    start_reader(str(tmp_path))
    (tmp_path / "raw").mkdir()
    (tmp_path / READINGS).mkdir(parents=True)
    start_reader(str(tmp_path))

    assert started == []
