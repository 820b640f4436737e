"""The PDF of a document goes out with it: of the very text that was approved, or not at all."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from flows import printing
from tests.flows.gate.gated import PERIOD, act, approve, flip, out_of, release_all, submit
from tests.flows.gate.test_adopting import adopt, edit
from tests.flows.small_union import type_in

REPORT = "示例县总工会2024年1—7月工作情况报告.pdf"
BULLETIN = "示例县总工会2024年7月统计公报.pdf"
PRINTER = """#!/bin/sh
for argument; do
  case $argument in *.docx)
    digest=$(sha256sum < "$argument" | cut -d' ' -f1)
    printf '%%PDF-1.6\\n%s\\n%%%%EOF\\n' "$digest" > "${argument%.docx}.pdf";;
  esac
done
"""
"""Stands for LibreOffice: what it prints names the hash of the document that it printed."""


@pytest.fixture
def with_pdf(union: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A union at the gate whose draft has PDFs."""
    printer = tmp_path / "soffice"
    printer.write_text(PRINTER, "utf-8")
    printer.chmod(0o755)
    monkeypatch.setattr(printing, "find_office", lambda: str(printer))
    settings = union / "bulletin.toml"
    settings.write_text("pdf = true\n" + settings.read_text("utf-8"), "utf-8")
    assert type_in(union, "run", PERIOD, "--direct", "--by", "张三") == 0
    return union


def is_print_of(pdf: Path, word: Path) -> bool:
    """Return whether a PDF was printed from this very document."""
    return hashlib.sha256(word.read_bytes()).hexdigest() in pdf.read_text("utf-8")


def test_a_release_holds_the_pdf_of_each_of_its_documents_and_verifies(with_pdf):
    release = release_all(with_pdf)

    pdfs = sorted(release.glob("*.pdf"))
    assert [path.name for path in pdfs] == [REPORT, BULLETIN]
    assert all(is_print_of(path, path.with_suffix(".docx")) for path in pdfs)
    assert act(with_pdf, "verify") == 0
    flip(pdfs[0])
    assert act(with_pdf, "verify") == 1


def test_a_pdf_that_was_changed_after_the_approval_ends_it(with_pdf):
    submit(with_pdf)
    approve(with_pdf)
    flip(out_of(with_pdf) / "draft/report.pdf")

    assert act(with_pdf, "release") == 1


def test_an_adopted_document_goes_out_with_its_own_pdf(with_pdf):
    adopt(with_pdf, edit(with_pdf, "大家点赞。"), "--by", "李四")

    release = release_all(with_pdf)

    assert is_print_of(release / REPORT, release / REPORT.replace(".pdf", ".docx"))
    assert is_print_of(release / BULLETIN, out_of(with_pdf) / "draft/bulletin.docx")


def test_the_pdf_of_one_adopted_document_stays_when_another_is_adopted(with_pdf):
    adopt(with_pdf, edit(with_pdf, "大家点赞。"), "--by", "李四")
    adopt(with_pdf, edit(with_pdf, "大家点赞。", "bulletin"), "--by", "李四")

    release = release_all(with_pdf)

    assert is_print_of(release / REPORT, out_of(with_pdf) / "adopted/report.docx")
    assert is_print_of(release / BULLETIN, out_of(with_pdf) / "adopted/bulletin.docx")


def test_the_pdf_of_the_draft_never_goes_out_beside_an_adopted_text(with_pdf, monkeypatch):
    monkeypatch.setattr(printing, "find_office", lambda: None)
    adopt(with_pdf, edit(with_pdf, "大家点赞。"), "--by", "李四")

    assert [path.name for path in release_all(with_pdf).glob("*.pdf")] == [BULLETIN]


def test_a_pdf_of_an_adopted_document_that_was_changed_is_noticed(with_pdf, capsys):
    adopt(with_pdf, edit(with_pdf, "大家点赞。"), "--by", "李四")
    flip(out_of(with_pdf) / "adopted/report.pdf")

    assert submit(with_pdf) == 1
    assert "采用的文稿之后又被改动" in capsys.readouterr().err
