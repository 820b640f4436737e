"""PDFs beside the documents: made where LibreOffice is, told where it is not, the run goes on."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from flows import printing
from flows.freshness import is_current
from flows.workspace import Workspace
from schemas.period import Period
from tests.browser import required
from tests.documents.office import FONTS, Printed
from tests.documents.test_pdf import astray
from tests.flows.small_union import make_union, type_in

KINDS = ("bulletin", "report")


@pytest.fixture
def union(tmp_path: Path) -> Path:
    """A union that wants PDFs."""
    return want_pdf(make_union(tmp_path))


def want_pdf(root: Path) -> Path:
    settings = root / "bulletin.toml"
    settings.write_text("pdf = true\n" + settings.read_text("utf-8"), "utf-8")
    return root


def program(folder: Path, lines: str) -> str:
    """Return a program in the place of LibreOffice."""
    path = folder / "soffice"
    path.write_text(f"#!/bin/sh\n{lines}\n", "utf-8")
    path.chmod(0o755)
    return str(path)


def run(union: Path) -> list[str]:
    """Make the draft; return the names of its PDFs."""
    assert type_in(union, "run", "2024-07", "--direct", "--by", "张三") == 0
    return sorted(path.stem for path in (union / "out/2024-07/draft").glob("*.pdf"))


def test_no_pdf_is_made_unless_the_union_wants_it(tmp_path, monkeypatch):
    monkeypatch.setattr(printing, "find_office", lambda: pytest.fail("nobody asked for a PDF"))

    assert run(make_union(tmp_path)) == []


def test_without_libreoffice_the_draft_is_made_and_one_sentence_tells(union, monkeypatch, capsys):
    monkeypatch.setattr(printing, "find_office", lambda: None)

    assert run(union) == []
    told = capsys.readouterr().err
    assert told.count("没有生成 PDF：本机没有安装 LibreOffice") == 1
    assert (union / "out/2024-07/draft/bulletin.docx").is_file()


@pytest.mark.parametrize(
    "lines", ["exit 1", "sleep 60", "for f; do :; done; echo x > ${f%.docx}.pdf"]
)
def test_where_libreoffice_fails_hangs_or_writes_rubbish_one_sentence_tells(
    monkeypatch, capsys, tmp_path, lines
):
    fake = program(tmp_path, lines)
    monkeypatch.setattr(printing, "find_office", lambda: fake)
    monkeypatch.setattr(printing, "SECONDS", 1)

    assert printing.print_word({"bulletin": b"word", "report": b"word"}) == {}
    assert "没有生成bulletin.docx、report.docx的 PDF" in capsys.readouterr().err


def test_libreoffice_that_does_not_end_is_ended_with_what_it_started(monkeypatch, tmp_path):
    fake = program(tmp_path, f"sleep 60 & echo $! > {tmp_path}/child; wait")
    monkeypatch.setattr(printing, "find_office", lambda: fake)
    monkeypatch.setattr(printing, "SECONDS", 1)
    printing.print_word({"bulletin": b"word"})

    child = (tmp_path / "child").read_text("utf-8").strip()
    state = subprocess.run(["ps", "-o", "stat=", "-p", child], capture_output=True, check=False)
    assert state.stdout.decode().strip()[:1] in {"", "Z"}


def test_a_draft_without_pdf_is_made_anew_where_libreoffice_has_come(union, monkeypatch, tmp_path):
    from flows import freshness

    workspace, july = Workspace.at(str(union)), Period.parse("2024-07")
    for module in (printing, freshness):
        monkeypatch.setattr(module, "find_office", lambda: None)
    run(union)
    assert is_current(workspace, july)

    monkeypatch.setattr(freshness, "find_office", lambda: "soffice")
    assert not is_current(workspace, july)


@pytest.mark.prove
def test_the_pdfs_of_october_are_tagged_whole_and_the_same_on_a_rerun(
    october, tmp_path, monkeypatch
):
    required("soffice")
    monkeypatch.setenv("FONTCONFIG_FILE", str(FONTS))
    keys = ("bulletin", "report", "flash")
    documents = {key: (october.folder / f"{key}.docx").read_bytes() for key in keys}
    first = printing.print_word(documents)

    assert first == printing.print_word(documents)
    assert [*first] == [*keys]
    for key, content in first.items():
        path = tmp_path / f"{key}.pdf"
        path.write_bytes(content)
        told = dict(line.split(":", 1) for line in _info(path).splitlines())
        assert astray(content) == []
        assert told["Tagged"].strip() == "yes"
        assert told["Author"].strip() == "江西省吉安市永新县总工会"
        assert "2000" in told["CreationDate"]
        assert set(Printed(path).fonts.values()) == {True}
        assert "永新县总工会" in Printed(path).text
    told_aloud = _info(tmp_path / "bulletin.pdf", "-struct")
    kinds = {line.split()[0].rstrip(":") for line in told_aloud.splitlines() if line.strip()}
    assert {"Document", "H1", "P", "Table", "TR", "TH", "TD", "Figure"} <= kinds


def _info(path: Path, *options: str) -> str:
    done = subprocess.run(["pdfinfo", *options, str(path)], check=True, capture_output=True)
    return done.stdout.decode()
