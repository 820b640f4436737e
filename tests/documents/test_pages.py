"""The pages as an office program lays them out: 22 lines of 28 characters, marked."""

from __future__ import annotations

import os
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest

from documents.word import write_word
from schemas.bulletin import Document, Paragraph
from tests.browser import required
from tests.documents.example import SAMPLE, pictures

pytestmark = pytest.mark.prove
FONTS = Path(__file__).with_name("fonts.conf")
MARK = "示例数据"


def pages(document: Document, folder: Path) -> list[list[str]]:
    """Return the lines of text on each page, as LibreOffice lays the document out."""
    path = folder / "bulletin.docx"
    path.write_bytes(write_word(document, pictures()))
    subprocess.run(
        [
            *[
                required("soffice"),
                f"-env:UserInstallation={(folder / 'profile').as_uri()}",
                "--headless",
            ],
            *["--convert-to", "pdf", "--outdir", str(folder), str(path)],
        ],
        check=True,
        capture_output=True,
        timeout=180,
        env=os.environ | {"FONTCONFIG_FILE": str(FONTS)},
    )
    text = subprocess.run(
        [required("pdftotext"), "-layout", "-enc", "UTF-8", str(path.with_suffix(".pdf")), "-"],
        check=True,
        capture_output=True,
        timeout=60,
    ).stdout.decode()
    return [
        [line.strip() for line in page.splitlines() if line.strip()]
        for page in text.split("\f")
        if page.strip()
    ]


def test_every_page_of_a_sample_is_marked_and_numbered(tmp_path):
    found = pages(SAMPLE, tmp_path)

    assert len(found) >= 3
    for number, lines in enumerate(found, start=1):
        assert MARK in lines[0]
        assert lines[-1].replace(" ", "") in {f"—{number}—", f"—{number}—".replace("—", "一")}


def test_a_full_page_holds_22_lines_of_28_characters(tmp_path):
    text = Paragraph(("工会统计公报" * 400,))
    end = Paragraph(("以上。",))  # the last paragraph stays with the signature
    _, full, *_ = pages(replace(SAMPLE, blocks=(text, end)), tmp_path)
    lines = full[1:-1]  # without the mark above and the page number below

    assert len(lines) == 22
    assert {len(line) for line in lines} == {28}


def test_a_long_table_repeats_its_header_on_the_next_page(tmp_path):
    found = pages(SAMPLE, tmp_path)
    words = [[line.split() for line in lines] for lines in found]
    holding = [lines for lines in words if ["乡镇", "基层工会"] in lines]

    assert len(holding) == 2
    for lines in holding:
        assert any(line[0].startswith("乡镇") and line[-1].isdigit() for line in lines)
