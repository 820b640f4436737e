"""One return in several workbooks: what one lacks stands in another."""

from __future__ import annotations

from dataclasses import replace

from schemas.finding import Finding, issues_of
from tests.transforms.by_hand import submission
from transforms.several_files import join_files


def part(name, workbook, missing=(), **on_cover):
    book = submission(name, workbook=workbook, **on_cover)
    titles = {"job_fairs": "招聘会", "reliefs": "四送与慰问"}
    told = [Finding("E-F04", "缺少表页", workbook, titles[code]) for code in missing]
    return replace(book, tables=(name,), blocked=missing, missing=missing, issues=issues_of(told))


def left(*books):
    return [(book.missing, book.blocked, book.issues.height) for book in join_files(books)]


def test_a_sheet_that_stands_in_another_workbook_is_not_missing():
    one = part("reliefs", "2024-07/a.xlsx", ("job_fairs",))
    two = part("job_fairs", "2024-07/b.xlsx", ("reliefs",))

    assert left(one, two) == [((), (), 0), ((), (), 0)]


def test_a_sheet_that_no_workbook_has_is_told_once():
    one = part("hardship_files", "2024-07/a.xlsx", ("job_fairs",))
    two = part("medical_aids", "2024-07/b.xlsx", ("job_fairs",))

    assert left(one, two) == [(("job_fairs",), ("job_fairs",), 1), ((), (), 0)]


def test_another_month_or_version_does_not_stand_in():
    one = part("reliefs", "2024-07/a.xlsx", ("job_fairs",))
    later = part("job_fairs", "2024-07/b.xlsx", version=2)
    before = part("job_fairs", "2024-06/a.xlsx")

    assert left(one, later, before)[0] == (("job_fairs",), ("job_fairs",), 1)
