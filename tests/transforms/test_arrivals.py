"""Who has reported before anything is checked."""

from __future__ import annotations

import polars as pl

from schemas.period import Period
from transforms.coverage import cover_returns, list_arrivals
from transforms.standing import COUNT_SCHEMA

JUNE = Period(2024, 6)
FIRST = ["period", "table_code", "department", "status", "workbooks"]


def test_every_expected_return_is_listed_with_whether_it_arrived(sample_books, sample_settings):
    sent = [
        book
        for name, book in sample_books.items()
        if name.startswith("2024-06") and "W08" not in name
    ]

    arrivals = list_arrivals(sent, sample_settings, JUNE)

    assert arrivals.columns == FIRST
    assert arrivals["status"].to_list() == ["已报送"] * 7 + ["未报送", "已报送"]


def test_a_month_without_a_workbook_lacks_all(sample_settings):
    assert set(list_arrivals([], sample_settings, JUNE)["status"]) == {"未报送"}


def test_arrivals_agree_with_the_coverage_of_a_draft(sample_books, sample_settings):
    sent = [book for name, book in sample_books.items() if name.startswith("2024-06")]

    covered = cover_returns(sent, pl.DataFrame(schema=COUNT_SCHEMA), sample_settings, JUNE)

    assert list_arrivals(sent, sample_settings, JUNE).equals(
        covered.filter(period="2024-06").select(FIRST)
    )
