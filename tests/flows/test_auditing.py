"""A run that would print a numeral of its own is refused, and the old draft stays."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from documents.filling import TEMPLATES
from documents.review import write_review
from documents.word import write_word
from flows import writing
from schemas.faults import WorkspaceError
from tests.flows.copies import draft_of, hashes
from tests.flows.small_union import make_union

JULY = "2024-07"


@pytest.fixture
def union(tmp_path: Path) -> Path:
    return make_union(tmp_path)


@pytest.fixture
def templates(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Templates that a test may change, and from which runs write."""
    own = Path(shutil.copytree(TEMPLATES, tmp_path / "changed"))
    monkeypatch.setattr(writing, "folders_of", lambda workspace: (own,))
    return own


def test_a_digit_typed_into_a_template_refuses_the_run_and_keeps_the_old_draft(union, templates):
    before = hashes(draft_of(union, JULY).folder)
    aid = templates / "bulletin/aid.md.j2"
    aid.write_text(aid.read_text("utf-8").replace("慰问环卫工人", "分3批慰问环卫工人", 1), "utf-8")

    with pytest.raises(
        WorkspaceError, match=r"原来的初稿未动：bulletin\.docx “.*”第\d段“3”"
    ) as told:
        draft_of(union, JULY)

    assert told.value.exit_code == 2
    assert hashes(union / "out" / JULY / "draft") == before


def test_a_file_that_is_not_what_was_to_be_written_refuses_the_run(union, monkeypatch):
    """As if the writer of Word files printed another number than the text that it is given."""
    before = hashes(draft_of(union, JULY).folder)

    def miswrite(document, charts, remarks=(), pages=()):
        later = replace(document, dated=document.dated.replace("2024", "2025"))
        return write_word(later, charts, remarks, pages)

    monkeypatch.setattr(writing, "write_word", miswrite)

    with pytest.raises(WorkspaceError, match=r"(bulletin|report)\.docx 日期“2025年"):
        draft_of(union, JULY)

    assert hashes(union / "out" / JULY / "draft") == before


def test_a_review_page_that_shows_another_number_refuses_the_run(union, monkeypatch):
    before = hashes(draft_of(union, JULY).folder)

    def miswrite(edition, documents, charts):
        return write_review(edition, documents, charts).replace("9万元</a>", "8万元</a>")

    monkeypatch.setattr(writing, "write_review", miswrite)

    with pytest.raises(WorkspaceError, match=r"review\.html .*8万元"):
        draft_of(union, JULY)

    assert hashes(union / "out" / JULY / "draft") == before
