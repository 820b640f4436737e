"""The sample's own documents, printed by an office program and read by a validator."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.documents.office import (
    Page,
    Printed,
    faults_of,
    foreign_fonts,
    print_all,
    without_a_glyph,
)
from tests.flows.copies import copy_sample, draft_of

pytestmark = pytest.mark.prove

EDITIONS = {
    "little data": ("2024-01", ()),
    "a quarter": ("2024-03", ()),
    "ten months": ("2024-10", ()),
    "two departments missing": ("2024-10", ("W03", "W05")),
}
LONG = ("bulletin.docx", "bulletin-review.docx", "report.docx", "report-review.docx")
ONE_PAGE = ("flash.docx", "flash-review.docx")
WORD = (*LONG, *ONE_PAGE)
MARK = "示例数据"
PAGE_NUMBER = re.compile(r"— ?(\d+) ?—")
LINES_OF_AN_EMPTY_PAGE = 2


@pytest.fixture(scope="module", params=EDITIONS.values(), ids=EDITIONS)
def draft(request, tmp_path_factory, october) -> Path:
    """The folder of one edition's draft."""
    period, missing = request.param
    if (period, missing) == EDITIONS["ten months"]:
        return october.folder
    workspace = copy_sample(tmp_path_factory.mktemp("edition"))
    for code in missing:
        (path,) = (workspace / "raw" / period).glob(f"*{code}*")
        path.unlink()
    return draft_of(workspace, period).folder


@pytest.fixture(scope="module")
def printed(draft, tmp_path_factory) -> dict[str, Printed]:
    """Its Word documents as LibreOffice prints them."""
    return print_all([draft / name for name in WORD], tmp_path_factory.mktemp("printed"))


@pytest.fixture(params=WORD)
def document(request, printed) -> Printed:
    """One of them."""
    return printed[request.param]


def body(page: Page) -> list[str]:
    """Return a page's lines without the mark above and the page number below."""
    return [line for line in page.lines if MARK not in line and not PAGE_NUMBER.fullmatch(line)]


def test_every_page_says_that_it_is_a_sample(document):
    pages = document.pages

    assert pages
    assert [page.number for page in pages if MARK not in "".join(page.lines)] == []


def test_a_flash_report_is_exactly_one_page_and_no_other_document_is(printed):
    counted = {name: len(printed[name].pages) for name in WORD}

    assert [name for name, pages in counted.items() if pages == 1] == list(ONE_PAGE)


def test_pages_are_numbered_through(document):
    pages = document.pages

    numbers = [PAGE_NUMBER.findall("\n".join(page.lines))[-1:] for page in pages]

    assert numbers == [[str(page.number)] for page in pages]


def test_no_page_is_empty_or_nearly_so(document):
    nearly_empty = [
        (page.number, body(page))
        for page in document.pages
        if len(body(page)) <= LINES_OF_AN_EMPTY_PAGE and not page.pictures
    ]

    assert nearly_empty == []


def test_every_character_is_drawn_by_a_font_that_is_embedded(document):
    fonts = document.fonts

    assert len(fonts) >= 3
    assert [name for name, embedded in fonts.items() if not embedded] == []
    assert foreign_fonts(fonts) == []
    assert without_a_glyph(document.text) == set()


def test_nothing_was_left_unfilled(document):
    assert re.findall(r"\{\{|\[\[|None|nan|NaN|Undefined", document.text) == []


def test_the_open_xml_sdk_accepts_every_office_file(draft):
    files = sorted([*draft.glob("*.docx"), *draft.glob("*.xlsx")])

    assert [path.name for path in files] == sorted([*WORD, "tables.xlsx"])
    assert {path.name: faults for path in files if (faults := faults_of(path))} == {}
