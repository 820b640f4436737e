"""Workbooks generated from the contract: however laid out, the same values are accepted."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import openpyxl
import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from schemas.columns import Kind
from schemas.contract import return_of, sheet_named, sheets
from schemas.sheets import Sheet
from schemas.submission import Submission
from tests.transforms.good_rows import GOOD
from tests.workbooks.by_hand import is_balanced, read_book, write_return
from transforms.acceptance import Checked, check_rows
from transforms.rows import lay_out_rows
from transforms.values import read_values
from workbooks.headings import Headings

IDS = ("999999190001010015", "999999190001010031", "99999919000101004X")
TITLES = ("示例县总工会报表", "（内部资料）", "填报单位：示例部门", "请勿外传")


@dataclass(frozen=True)
class Layout:
    """Where and under which words a table stands: all that may differ between two copies."""

    titles: int
    left: int
    order: tuple[str, ...]
    gaps: tuple[int, ...]
    words: dict[str, str]
    own: dict[tuple[str, str], str]
    blank_rows: tuple[int, ...]


@st.composite
def layouts(draw: st.DrawFn, sheet: Sheet, count: int) -> Layout:
    codes = list(GOOD[sheet.name])
    own = {
        code: f"本会叫法之{'甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳'[n]}" for n, code in enumerate(codes)
    }
    words = {code: draw(st.sampled_from([*_words(sheet, code), own[code]])) for code in codes}
    return Layout(
        titles=draw(st.integers(0, 4)),
        left=draw(st.integers(0, 3)),
        order=tuple(draw(st.permutations(codes))),
        gaps=tuple(draw(st.lists(st.integers(0, 2), min_size=len(codes), max_size=len(codes)))),
        words=words,
        own={
            (sheet.title, own[code]): sheet.columns[code].title
            for code in codes
            if words[code] == own[code]
        },
        blank_rows=tuple(draw(st.lists(st.integers(0, 3), min_size=count, max_size=count))),
    )


def _words(sheet: Sheet, code: str) -> list[str]:
    """Return the contract's words for a column: its heading, and the aliases of it alone."""
    known = Headings(sheet, {})
    named = [(word, known.match(word)) for word in sheet.columns[code].headings]
    return [word for word, match in named if match and match.code == code]


def plain(sheet: Sheet) -> Layout:
    codes = tuple(GOOD[sheet.name])
    titles = {code: sheet.columns[code].title for code in codes}
    return Layout(0, 0, codes, (0,) * len(codes), titles, {}, (0,) * 9)


def row_of(sheet: Sheet, number: int) -> dict[str, Any]:
    """Return a good row as a clerk types it; rows differ in what names them."""
    typed = {}
    for code, value in GOOD[sheet.name].items():
        kind = sheet.columns[code].kind
        typed[code] = value
        if kind is Kind.IDENTIFIER:
            typed[code] = f"{value}-{number}"
        elif kind is Kind.PERSON:
            typed[code] = IDS[number]
        elif kind is Kind.DATE:
            typed[code] = dt.date.fromisoformat(value)
        elif kind is Kind.MONEY:
            typed[code] = float(value)
        elif kind is Kind.FLAG:
            typed[code] = "是" if value else "否"
    return typed


@dataclass(frozen=True)
class Written:
    """A workbook as written, and what stands in the cells of its table: code and value."""

    path: Path
    held: dict[str, tuple[str, Any]]


def write(path: Path, sheet: Sheet, count: int, layout: Layout) -> Written:
    rows: list[list[Any]] = [[title] for title in TITLES[: layout.titles]]
    places = _places(layout)
    rows.append(_line(places, layout.words))
    held: dict[str, tuple[str, Any]] = {}
    for number in range(count):
        rows += [[]] * layout.blank_rows[number]
        typed = row_of(sheet, number)
        rows.append(_line(places, typed))
        for code, value in typed.items():
            name = f"{openpyxl.utils.get_column_letter(places[code] + 1)}{len(rows)}"
            held[name] = (code, value)
    return Written(write_return(path, return_of(sheet).code, {sheet.title: rows}), held)


def _places(layout: Layout) -> dict[str, int]:
    places, column = {}, layout.left
    for code, gap in zip(layout.order, layout.gaps, strict=True):
        places[code] = column + gap
        column += gap + 1
    return places


def _line(places: dict[str, int], values: dict[str, Any]) -> list[Any]:
    line = [None] * (max(places.values()) + 1)
    for code, value in values.items():
        line[places[code]] = value
    return line


def accept(book: Submission, sheet: Sheet, known) -> Checked:
    month = book.cells.with_columns(reported_in=pl.lit("2024-07"), year=pl.lit(2024, pl.Int64))
    values = read_values(month, known)
    return check_rows(lay_out_rows(values, sheet), values, sheet)


@pytest.mark.parametrize("name", [sheet.name for sheet in sheets()])
@settings(max_examples=4, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_another_layout_changes_the_addresses_and_no_accepted_value(
    tmp_path, sample_settings, name, data
):
    sheet, count = sheet_named(name), data.draw(st.integers(1, 3))
    layout = data.draw(layouts(sheet, count))
    straight = write(tmp_path / "straight.xlsx", sheet, count, plain(sheet))
    other = write(tmp_path / "other.xlsx", sheet, count, layout)

    before, after = read_book(straight.path), read_book(other.path, aliases=layout.own)
    expected, found = (accept(book, sheet, sample_settings) for book in (before, after))

    assert found.accepted.height == count
    assert found.rejected.is_empty()
    changing = ["workbook", "source_row"]
    assert found.accepted.drop(changing).equals(expected.accepted.drop(changing))
    assert is_balanced(after)
    assert_each_address_holds_its_value(after, other, sheet)


def assert_each_address_holds_its_value(book: Submission, written: Written, sheet: Sheet) -> None:
    cells = book.cells.filter(table=sheet.name, part="body").select("cell", "code").rows()
    page = openpyxl.load_workbook(written.path)[sheet.title]

    assert sorted(cells) == sorted((cell, code) for cell, (code, _) in written.held.items())
    for cell, code in cells:
        value = page[cell].value
        typed = value.date() if isinstance(value, dt.datetime) else value
        assert (code, typed) == written.held[cell]
