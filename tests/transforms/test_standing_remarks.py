"""A reviewer is told of each number that is accepted, incomplete, withheld or revised, and why."""

from __future__ import annotations

from dataclasses import replace

import polars as pl
import pytest

from documents.word.comments import tell
from schemas.bulletin import Reference
from schemas.decision import Decisions, Waiver
from schemas.figure import WITHHELD
from schemas.period import Period
from schemas.revision import REVISION_SCHEMA
from transforms.examination import examine
from transforms.issuing import issue_edition
from transforms.standing_remarks import remark_standing

OCTOBER = Period.parse("2024-10")
MISSING = ("02", "03", "04", "05", "10")


def told(remarks, severity, code, basis="ytd"):
    """Return what a comment says of a figure's total under the word of a kind."""
    return [
        tell(r) for r in remarks if r.severity == severity and r.reference == Reference(code, basis)
    ]


@pytest.fixture(scope="module")
def waived(sample_books, sample_settings):
    """The remarks of October once 张三 has accepted every warning of W-P02 and W-P07."""
    books = list(sample_books.values())
    open_ = examine(books, sample_settings, OCTOBER).warnings
    given = open_.filter(pl.col("rule").is_in(["W-P02", "W-P07"]))
    signed = ("张三", "已对照名册", "2024-11-06")
    waivers = [
        Waiver("2024年10月", row["rule"], "", "", *signed, row["fingerprint"])
        for row in given.iter_rows(named=True)
    ]
    decided = Decisions(waivers=tuple(waivers))
    examined = examine(books, sample_settings, OCTOBER, (), decided)
    return issue_edition(examined, sample_settings, OCTOBER, None).remarks


@pytest.fixture(scope="module")
def with_gaps(sample_books, sample_settings):
    """October's edition without the returns of 财务部 of February to May, and of October."""
    absent = {f"2024-{month}" for month in MISSING}
    there = [b for name, b in sample_books.items() if "_W09" not in name or name[:7] not in absent]
    examined = examine(there, sample_settings, OCTOBER)
    return issue_edition(examined, sample_settings, OCTOBER, None)


def test_an_accepted_warning_is_told_with_who_accepted_it_why_and_its_cells(waived):
    (comment,) = told(waived, "已接受", "mutual_premium", "as_of")

    assert comment.startswith("【已接受 W-P02】")
    assert "张三已接受，理由：已对照名册\n出处：2024-" in comment
    assert "W07" in comment
    assert not told(waived, "提醒", "mutual_premium", "as_of")
    assert not [r for r in waived if r.rule in ("W-P02", "W-P07") and r.severity == "W"]


def test_what_nobody_has_accepted_is_told_as_before(waived, sample_edition):
    def still_open(remarks):
        return [r for r in remarks if r.rule not in ("W-P02", "W-P07")]

    assert still_open(waived) == still_open(sample_edition("2024-10").remarks)


def test_a_figure_of_low_coverage_names_the_returns_that_are_missing(with_gaps):
    """Five of ten months are missing: half of what was to be reported."""
    (comment,) = told(remark_standing(with_gaps), "未报齐", "ledger_expenditure")
    lacking = "；".join(f"2024-{month} 财务部（W09）未报送" for month in MISSING)

    assert comment == f"【未报齐】应报数据只采用了50%，印“数据未报送”\n出处：{lacking}"


def test_a_figure_that_is_whole_is_not_told_of(sample_edition):
    edition = sample_edition("2024-10")

    assert not [r for r in remark_standing(edition) if r.severity == "未报齐"]


def test_a_withheld_figure_says_why_and_names_its_cells_but_no_number(sample_edition):
    edition = sample_edition("2024-10")
    its = (pl.col("code") == "aid_persons") & (pl.col("basis") == "month")
    whole = its & (pl.col("dimension") == "")
    status = pl.when(whole).then(pl.lit(WITHHELD)).otherwise(pl.col("status"))
    hidden = replace(edition, figures=edition.figures.with_columns(status=status))
    behind = edition.sources.filter(whole)

    (comment,) = told(remark_standing(hidden), "不单独公布", "aid_persons", "month")

    why, cells = comment.split("\n出处：")
    assert why == "【不单独公布】人数或件数过少，或由它可以推算出别的小数，按规定不单独公布"
    assert (
        cells.split("；")
        == [
            f"{book} {sheet} {cell}"
            for book, sheet, cell in behind.select("workbook", "sheet", "cell").rows()
        ][:5]
    )


def test_a_revised_figure_says_what_was_published_what_it_is_now_and_why(sample_edition):
    row = {
        "period": "2024-09",
        "release": "v1",
        "code": "aid_persons",
        "name": "四送与慰问人次",
        "basis": "ytd",
        "dimension": "",
        "category": "更正",
        "reason": "误报",
        "workbook": "2024-09/帮扶.xlsx",
        "cells": "四送与慰问 I4",
        "printed_before": "872人次",
        "printed_after": "852人次",
    }
    rows = [row, row | {"basis": "month"}, row | {"basis": "month", "period": "2024-10"}]
    blank = dict.fromkeys(REVISION_SCHEMA, "")
    revisions = pl.DataFrame([blank | r for r in rows], schema=REVISION_SCHEMA)
    remarks = remark_standing(replace(sample_edition("2024-10"), revisions=revisions))

    (comment,) = told(remarks, "修订", "aid_persons")
    assert comment == (
        "【修订 N-REV】2024-09 的发布件 v1 公布为872人次，现为852人次（更正：误报）\n"
        "出处：2024-09/帮扶.xlsx 四送与慰问 I4"
    )
    (own,) = told(remarks, "修订", "aid_persons", "month")
    assert own.startswith("【修订 N-REV】2024-10 ")
