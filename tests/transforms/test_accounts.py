"""The account of a workbook: its cells as the reader left them, its rows over all sheets."""

from __future__ import annotations

import dataclasses

import polars as pl

from schemas.submission import Balance, WorkbookAccount
from tests.transforms.by_hand import submission
from transforms.accounts import account_workbooks
from transforms.standing import COUNT_SCHEMA


def test_rows_are_added_up_over_the_sheets_of_each_workbook():
    rows = [
        ("reliefs", "2024-07/a.xlsx", "2024-07", "增量", 3, 1, False),
        ("job_fairs", "2024-07/a.xlsx", "2024-07", "增量", 2, 0, False),
        ("reliefs", "2024-08/b.xlsx", "2024-08", "增量", 5, 0, False),
    ]
    counts = pl.DataFrame(rows, schema=COUNT_SCHEMA, orient="row")
    first = dataclasses.replace(submission("reliefs"), balance=Balance(9, 7, {"合计行": 2}))
    torn = submission("reliefs", workbook="2024-09/c.xlsx")
    torn = dataclasses.replace(torn, readable=False, balance=Balance(0, 0))

    told = account_workbooks([first, torn], counts)

    assert told == (
        WorkbookAccount("2024-07/a.xlsx", True, Balance(9, 7, {"合计行": 2}), 3 + 2, 1),
        WorkbookAccount("2024-09/c.xlsx", False, Balance(0, 0), 0, 0),
    )
    assert told[0].rows_received == 6
