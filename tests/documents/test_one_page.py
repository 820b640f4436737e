"""A 统计快报 is exactly one page, also where most is missing, as LibreOffice prints it."""

from __future__ import annotations

import pytest

from documents.narrative import write_document
from documents.word import fit_on_page
from schemas.bulletin import Document
from schemas.period import Period
from tests.documents.test_pages import pages
from transforms.examination import examine
from transforms.issuing import issue_edition

pytestmark = pytest.mark.prove


def with_gaps(books, settings) -> Document:
    """Return October's 快报 where every second return of every month is missing."""
    there = [
        book
        for name, book in books.items()
        if (int(name[5:7]) + int(name.partition("_W")[2][:2])) % 2
    ]
    period = Period.parse("2024-10")
    edition = issue_edition(examine(there, settings, period), settings, period, None)
    return fit_on_page(write_document("flash", edition))


def test_it_is_one_page_with_every_second_return_of_the_year_missing(
    sample_books, sample_settings, tmp_path
):
    document = with_gaps(sample_books, sample_settings)

    (page,) = pages(document, tmp_path)
    assert "下列数据未报送" in "".join(page)


@pytest.mark.parametrize("period", ["2024-01", "2024-10", "2024Q3"])
def test_it_is_one_page_with_little_and_with_much(sample_edition, tmp_path, period):
    document = write_document("flash", sample_edition(period))

    assert len(pages(document, tmp_path)) == 1
