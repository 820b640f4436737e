"""The departments' workbooks as one typed frame for each kind of sheet.

openpyxl gives the rows; pandas types them, all months of a sheet at once.
"""

from __future__ import annotations

import csv
import re
import tomllib
import unicodedata
from collections.abc import Iterable, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import openpyxl
import pandas as pd

KNOWN = tomllib.loads(Path(__file__).with_name("definitions.toml").read_text(encoding="utf-8"))
ENOUGH = 0.6
"""Share of a sheet's headings that makes a row its heading."""

LAST_SERIAL = 100000
"""Below it a number in a date column is Excel's count of days, above it 20240806."""

LOOKED_AT = 12
"""Rows in which a heading is looked for."""

ASIDE = re.compile(r"\s*(?:合计|总计|小计|本页|填表人|注[:：]|零报告|本月无)")
"""How a row begins that is no entry: totals, notes, signatures."""

UNIT = re.compile(r"[(\[【/]?(?:单位:)?(?P<scale>[百千万]?)元[)\]】]?$")
SCALES = {"百": 100, "千": 1000, "万": 10000}
YEAR = "year of the folder"

Row = Sequence[Any]
Named = tuple[str, int]
"""A column, and by how much its numbers are to be multiplied."""

Frames = dict[str, pd.DataFrame]


def read_months(folders: Iterable[Path]) -> Frames:
    """Return each sheet's rows of several months; of rows with one key the last stands."""
    entries: dict[str, list[dict[str, Any]]] = {title: [] for title in KNOWN["sheets"]}
    for folder in folders:
        for path in sorted(folder.iterdir()):
            for title, rows in read_workbook(path).items():
                entries[title] += rows
    return {title: _typed(title, rows) for title, rows in entries.items()}


@cache
def read_workbook(path: Path) -> dict[str, list[dict[str, Any]]]:
    """Return the entries of each known sheet of a workbook, by column, as they stand."""
    year = path.parent.name[:4]
    return {
        title: [entry | {YEAR: year} for entry in _entries(title, rows)]
        for title, rows in _sheets(path)
        if title in KNOWN["sheets"]
    }


def _sheets(path: Path) -> Iterable[tuple[str, list[Row]]]:
    if path.suffix == ".csv":
        with path.open(encoding="gb18030", newline="") as file:
            yield "宣教活动", [[text or None for text in line] for line in csv.reader(file)]
        return
    book = openpyxl.load_workbook(path, read_only=True, data_only=True)
    for sheet in book:
        yield sheet.title, [*sheet.iter_rows(values_only=True)]
    book.close()


def _entries(title: str, rows: Sequence[Row]) -> Iterable[dict[str, Any]]:
    """Yield the rows below the heading that are entries; money in yuan as far as a heading tells.

    A heading is one row, or two of which the upper groups the lower.
    """
    names = _headings_of(title)
    texts = [[_plain(cell) for cell in row] for row in rows[:LOOKED_AT]]
    tried = []
    for row, single in enumerate(texts):
        tried.append((_found([(text,) for text in single], names), row + 1))
        if row + 1 < len(texts):
            tried.append((_found(_stacked(single, texts[row + 1]), names), row + 2))
    found, below = max(tried, key=lambda told: len(told[0]), default=({}, 0))
    if len(found) < ENOUGH * len(KNOWN["sheets"][title]["columns"]):
        return
    for row in rows[below:]:
        if not any(isinstance(cell, str) and ASIDE.match(cell) for cell in row[:3]):
            yield {column: _scaled(row[at], scale) for at, (column, scale) in found.items()}


@cache
def _headings_of(title: str) -> dict[str, str]:
    """Return the column that each heading means, with its unit and without."""
    names = {}
    for column, (_, *headings) in KNOWN["sheets"][title]["columns"].items():
        for heading in map(_plain, headings):
            names[heading] = column
            names.setdefault(UNIT.sub("", heading), column)
    return names


def _found(heading: Sequence[tuple[str, ...]], names: dict[str, str]) -> dict[int, Named]:
    """Return column and scale by place: of each place the first of its texts that is known."""
    found: dict[int, Named] = {}
    for at, options in enumerate(heading):
        for text in options:
            unit = UNIT.search(text)
            column = names.get(text) or names.get(UNIT.sub("", text))
            if column and column not in dict(found.values()):
                scale = SCALES.get(unit["scale"], 1) if unit and text not in names else 1
                found[at] = (column, scale)
                break
    return found


def _stacked(upper: Sequence[str], lower: Sequence[str]) -> list[tuple[str, ...]]:
    """Return what a column may be called under two rows of headings, merged cells filled."""
    filled, last = [], ""
    for text in upper:
        last = text or last
        filled.append(last)
    pairs = zip(upper, filled, lower)  # noqa: B905 (a row may be shorter)
    return [(group + below, below + group, below, own) for own, group, below in pairs]


@cache
def _plain(cell: object) -> str:
    """Return a heading without blanks, in one width; empty for what is no text."""
    if not isinstance(cell, str):
        return ""
    return "".join(unicodedata.normalize("NFKC", cell).split()).removeprefix("其中:")


def _scaled(cell: Any, scale: int) -> Any:
    return cell * scale if scale > 1 and isinstance(cell, int | float) else cell


def _typed(title: str, entries: Sequence[dict[str, Any]]) -> pd.DataFrame:
    told = KNOWN["sheets"][title]
    rows = pd.DataFrame(entries, columns=[*told["columns"], YEAR], dtype=object)
    columns = told["columns"].items()
    frame = pd.DataFrame({name: _as(kind, rows, name) for name, (kind, *_) in columns})
    if "pay_status" in frame:
        frame["pay_status"] = frame["pay_status"].fillna("已支付")
    filled = frame[frame[told["key"][0]].notna()]
    return filled.drop_duplicates(told["key"], keep="last")


def _as(kind: str, rows: pd.DataFrame, name: str) -> pd.Series:
    texts = rows[name].astype("string").str.normalize("NFKC").str.strip()
    if kind == "number":
        return _numbers(texts)
    if kind == "date":
        return _dates(texts, rows[YEAR].astype("string"))
    return texts.isin(["是", "√", "有", "1", "True"]) if kind == "flag" else texts


def _dates(texts: pd.Series, years: pd.Series) -> pd.Series:
    """Return dates, of texts such as 2024.7.9、8月6日 and of Excel's day numbers too."""
    days = texts.str.replace(r"[年月./]", "-", regex=True).str.replace("日", "").str.strip("- ")
    yearless = days.str.fullmatch(r"\d{1,2}-\d{1,2}").fillna(value=False)
    days = days.where(~yearless, years + "-" + days)
    dates = pd.to_datetime(days, errors="coerce", format="mixed")
    numbers = pd.to_numeric(days, errors="coerce")
    serial = numbers.where(numbers < LAST_SERIAL)
    return dates.where(serial.isna(), pd.to_datetime(serial, unit="D", origin="1899-12-30"))


def _numbers(texts: pd.Series) -> pd.Series:
    """Return numbers, of texts such as 1,200、150名、2.4万 too."""
    parts = texts.str.replace(r"[,\s]", "", regex=True).str.extract(r"^(-?[\d.]+)(万?)")
    scale = parts[1].eq("万").fillna(value=False).map({True: 10000.0, False: 1.0})
    return pd.to_numeric(parts[0], errors="coerce") * scale
