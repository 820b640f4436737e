"""What program this is: its sources and the versions below them, told by content."""

from __future__ import annotations

from importlib import metadata
from pathlib import Path

import pytest

from flows import program
from flows.program import PACKAGES, hash_program, versions


@pytest.fixture
def sources(tmp_path, monkeypatch) -> Path:
    """Return a small program of two rooms, that of this test alone."""
    monkeypatch.setattr(program, "_ROOT", tmp_path)
    for look in (program._hash, program.hash_program):
        look.cache_clear()
    for name in ("room/one.py", "room/inside/two.txt", "other/three.py"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(name)
    return tmp_path


def hash_anew(*rooms: str) -> str:
    program._hash.cache_clear()
    hash_program.cache_clear()
    return hash_program(rooms)


def test_versions_are_those_that_python_knows():
    told = {name: metadata.version(name) for name in ("union-bulletin", *PACKAGES)}

    assert versions() == told


@pytest.mark.parametrize("changed", ["room/one.py", "room/inside/two.txt", "room/new.md"])
def test_any_source_of_a_room_changes_its_hash_and_no_other(sources, changed):
    before, other = hash_anew("room"), hash_anew("other")
    (sources / changed).write_text("changed")

    assert hash_anew("room") != before
    assert hash_anew("other") == other
    assert hash_anew("room/one.py") != hash_anew("room")


def test_a_source_counts_by_its_place_and_what_is_compiled_does_not_count(sources):
    before = hash_anew("room")
    (sources / "room/__pycache__").mkdir()
    (sources / "room/__pycache__/one.cpython-311.pyc").write_bytes(b"compiled")
    (sources / "room/__pycache__/tmp4711").write_bytes(b"half compiled")
    (sources / "room/one.pyc").write_bytes(b"compiled")
    assert hash_anew("room") == before

    (sources / "room/one.py").rename(sources / "room/four.py")
    assert hash_anew("room") != before


@pytest.fixture(autouse=True)
def _forget():
    """Leave no hash of a test's program to those that come after it."""
    yield
    program._hash.cache_clear()
    hash_program.cache_clear()
