"""Unions at the gate, copied from one that is made once."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.flows.gate.gated import PHRASE, VARIABLE, make_gated
from tests.flows.small_union import type_in


@pytest.fixture(scope="session")
def gated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A union whose draft meets the checklist and which has two approvers; not to be changed."""
    root = make_gated(tmp_path_factory.mktemp("gated"))
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(VARIABLE, PHRASE)
        assert [type_in(root, "passphrase", "--by", name) for name in ("李四", "张三")] == [0, 0]
    return root


@pytest.fixture
def union(gated: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of it; the passphrase is at hand."""
    monkeypatch.setenv(VARIABLE, PHRASE)
    return Path(shutil.copytree(gated, tmp_path / "union"))
