"""The peer of the reading benchmark: openpyxl reads the cells, pandas types them.

Written as somebody who knows both would write it: every filled cell with its address, all
workbooks in one long frame, each kind of column typed in one call. It checks nothing.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from pathlib import Path

import openpyxl
import pandas as pd

from schemas.columns import Column, Kind, Need
from schemas.contract import sheets
from workbooks.cells import column_letter

NUMBERS = (Kind.COUNT, Kind.MONEY, Kind.PERCENT, Kind.YEAR)
ENOUGH = 0.6
"""Share of a sheet's required headings that makes a row its heading, as in our reader."""

Row = tuple[str, str, int, int, str, object]
COLUMNS = ["workbook", "sheet", "row", "column", "cell", "value"]

CONTRACT: dict[str, dict[str, Column]] = {
    sheet.title: {name: column for column in sheet.columns.values() for name in column.headings}
    for sheet in sheets()
}
REQUIRED = {
    sheet.title: sum(column.need is Need.REQUIRED for column in sheet.columns.values())
    for sheet in sheets()
}


def read(paths: Iterable[Path]) -> pd.DataFrame:
    """Return every filled cell: workbook, sheet, row, column, cell, value."""
    return pd.DataFrame([row for path in paths for row in _cells(path)], columns=COLUMNS)


def _cells(path: Path) -> Iterator[Row]:
    if path.suffix == ".csv":
        yield from _cells_of_csv(path)
        return
    book = openpyxl.load_workbook(path, data_only=True)
    for sheet in book:
        for row in sheet.iter_rows():
            for cell in row:
                if cell.value is not None:
                    where = (path.name, sheet.title, cell.row, cell.column, cell.coordinate)
                    yield (*where, cell.value)


def _cells_of_csv(path: Path) -> Iterator[Row]:
    with path.open(encoding="gb18030", newline="") as file:
        for row, fields in enumerate(csv.reader(file), start=1):
            for column, value in enumerate(fields, start=1):
                if value.strip():
                    where = (path.name, "宣教活动", row, column)
                    yield (*where, f"{column_letter(column - 1)}{row}", value)


def type_values(cells: pd.DataFrame) -> pd.DataFrame:
    """Return the cells below a heading of the contract, typed.

    Adds the heading, the kind of its column, and `number` (float) or `date` (a timestamp),
    which are empty where the value is none.
    """
    headings = _headings(cells)
    below = cells.merge(headings, on=["workbook", "sheet", "column"])
    below = below[below["row"] > below["head"]].copy()
    numbers = below["kind"].isin([str(kind) for kind in NUMBERS])
    dates = below["kind"] == str(Kind.DATE)
    words = below.loc[numbers, "value"].astype(str).str.replace(",", "")
    below["number"] = pd.to_numeric(words, errors="coerce")
    days = below.loc[dates, "value"].astype(str)
    below["date"] = pd.to_datetime(days, errors="coerce", format="mixed")
    return below


def _headings(cells: pd.DataFrame) -> pd.DataFrame:
    """Return, per sheet, its heading row and the contract's kind of each column."""
    texts = cells[[isinstance(value, str) for value in cells["value"]]]
    known = [
        (workbook, sheet, row, column, value, str(CONTRACT[sheet][value].kind))
        for workbook, sheet, row, column, _, value in texts.itertuples(index=False)
        if sheet in CONTRACT and value in CONTRACT[sheet]
    ]
    names = ["workbook", "sheet", "head", "column", "heading", "kind"]
    found = pd.DataFrame(known, columns=names)
    counts = found.groupby(["workbook", "sheet", "head"])["column"].transform("size")
    enough = found["sheet"].map(REQUIRED) * ENOUGH
    heads = found[counts >= enough]
    first = heads.groupby(["workbook", "sheet"])["head"].transform("min")
    return heads[heads["head"] == first]
