"""Rows, cells and submissions by hand: what transforms are given in their tests."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from functools import cache
from typing import Any

import polars as pl

from schemas.contract import return_of, sheet_named, sheets
from schemas.indicators import INDICATORS, hash_definitions
from schemas.issue import no_issues
from schemas.period import Period
from schemas.revision import Published
from schemas.settings import Settings, Union
from schemas.submission import CELL_SCHEMA, Balance, Control, Cover, Submission
from tests.transforms.good_rows import GOOD, ID_KEY
from transforms.acceptance import Checked, check_rows
from transforms.doubts import Evidence
from transforms.examination import examine
from transforms.issuing import issue_edition
from transforms.publishing import publish_figures
from transforms.rows import lay_out_rows
from transforms.values import read_values
from workbooks.cells import text_of

Row = Mapping[str, Any]

SETTINGS = Settings(
    union=Union(name="永新县总工会", county="永新县", townships=("禾川镇", "龙田乡"))
)


def typed(value: Any, dtype: Any) -> Any:
    if isinstance(value, str) and dtype == pl.Date:
        return dt.date.fromisoformat(value)
    if isinstance(value, str) and isinstance(dtype, pl.Decimal):
        return Decimal(value)
    return value


@cache
def types_of(name: str) -> dict[str, Any]:
    columns = sheet_named(name).model.to_schema().columns
    return {code: spec.dtype.type for code, spec in columns.items()}


def rows_of(name: str, *given: Row) -> pl.DataFrame:
    """Return good rows of a sheet with some columns changed, typed as the model demands.

    `workbook`, `reported_in` and `source_row` may be given too.
    """
    title, schema = sheet_named(name).title, types_of(name)
    place = {"workbook": "2024-07/a.xlsx", "sheet": title, "reported_in": "2024-07"}
    rows = []
    for number, changes in enumerate(given, 2):
        row = {**place, "source_row": number, **GOOD[name], **changes}
        assert row.keys() <= schema.keys(), row.keys() - schema.keys()
        rows.append([typed(row.get(code), dtype) for code, dtype in schema.items()])
    return pl.DataFrame(rows, schema=schema, orient="row")


def all_rows(**given: Sequence[Row]) -> dict[str, pl.DataFrame]:
    """Return the rows of every sheet; a sheet that is not named has none."""
    return {sheet.name: rows_of(sheet.name, *given.get(sheet.name, ())) for sheet in sheets()}


def evidence(
    period: str = "2024-07", settings: Settings = SETTINGS, **given: Sequence[Row]
) -> Evidence:
    """Return what the rules about standing rows look at; every cell has an address."""
    rows = all_rows(**given)
    return Evidence(rows, _addresses(rows), frozenset(), Period.parse(period), settings)


def with_rosters(seen: Evidence, **entries: Sequence[Row]) -> Evidence:
    """Return the evidence with roster rows by table code (`W05=[…]`)."""
    rosters = {code: rows_of("roster_entries", *rows) for code, rows in entries.items()}
    addresses = [_addresses({"roster_entries": frame}) for frame in rosters.values()]
    return replace(seen, rosters=rosters, addresses=pl.concat([seen.addresses, *addresses]))


def with_before(seen: Evidence, **given: Sequence[Row]) -> Evidence:
    """Return the evidence with what stood a month ago."""
    return replace(seen, rows_before=all_rows(**given))


def with_rejected(seen: Evidence, **given: Sequence[Row]) -> Evidence:
    """Return the evidence with rows that were set aside."""
    return replace(seen, rejected={name: rows_of(name, *rows) for name, rows in given.items()})


def with_gap(seen: Evidence, *names: str) -> Evidence:
    """Return the evidence with sheets of which July is missing."""
    return replace(seen, gaps=dict.fromkeys(names, "2024-07未报送或待更正"))


def _addresses(rows: Mapping[str, pl.DataFrame]) -> pl.DataFrame:
    return pl.concat(
        frame.select(
            "workbook",
            "sheet",
            "source_row",
            column=pl.lit(code),
            cell=pl.concat_str(pl.lit(chr(65 + at % 26)), pl.col("source_row").cast(pl.String)),
        )
        for name, frame in rows.items()
        if frame.height or name == "reliefs"
        for at, code in enumerate(sheet_named(name).columns)
    )


def cells_of(
    name: str,
    *given: Row,
    workbook: str = "2024-07/a.xlsx",
    reported_in: str = "2024-07",
    unit: str = "元",
) -> pl.DataFrame:
    """Return the cells of a sheet as the reader hands them on, the heading in row 1.

    A row is what is typed by column code; `part` may be `total`. Text is text, numbers
    are numbers; `(kind, text)` is a cell of that kind.
    """
    sheet = sheet_named(name)
    letters = {code: chr(65 + at) for at, code in enumerate(sheet.columns)}
    title = sheet.title
    cells = [
        (workbook, title, name, 1, code, f"{letter}1", "text", "", "", "heading")
        for code, letter in letters.items()
    ]
    for number, row in enumerate(given, 2):
        part = row.get("part", "body")
        for code, value in row.items():
            if code != "part" and value is not None:
                cell = f"{letters[code]}{number}"
                kind, text = _typed_in(value)
                cells.append((workbook, title, name, number, code, cell, kind, text, unit, part))
    frame = pl.DataFrame(cells, schema=CELL_SCHEMA, orient="row")
    year = pl.lit(int(reported_in[:4]), pl.Int64)
    return frame.with_columns(reported_in=pl.lit(reported_in), year=year)


def _typed_in(value: Any) -> tuple[str, str]:
    if isinstance(value, tuple):
        return value
    if isinstance(value, bool):
        return "text", "是" if value else "否"
    if isinstance(value, int | float):
        return "number", text_of(value)
    return "text", str(value)


def good(name: str, **changes: Any) -> dict[str, Any]:
    """Return a good row of a sheet with some cells changed; None leaves a cell empty."""
    keyed = {code: ("keyed", ID_KEY) for code, value in GOOD[name].items() if value == ID_KEY}
    return {**GOOD[name], **keyed, **changes}


def check(name: str, *given: Row, settings: Settings = SETTINGS, **place: str) -> Checked:
    """Return what reading, laying out and checking make of rows as they were typed."""
    values = read_values(cells_of(name, *given, **place), settings)
    sheet = sheet_named(name)
    return check_rows(lay_out_rows(values, sheet), values, sheet)


def faults(checked: Checked, *, notes: bool = False) -> list[tuple[str, str]]:
    """Return rule and cell of each finding, in the order of the cells."""
    issues = checked.issues
    told = issues if notes else issues.filter(pl.col("severity") != "I")
    return sorted(told.select("rule", "cell").iter_rows(), key=lambda fault: fault[::-1])


def submission(
    name: str,
    *given: Row,
    workbook: str = "2024-07/a.xlsx",
    controls: tuple[Control, ...] = (),
    **on_cover: Any,
) -> Submission:
    """Return a workbook that holds one sheet with these rows; by default of July 2024."""
    month = on_cover.pop("reported_in", workbook[:7])
    unit = on_cover.pop("amount_unit", "元")
    blocked = on_cover.pop("blocked", ())
    form = return_of(sheet_named(name))
    cells = cells_of(name, *given, workbook=workbook, reported_in=month, unit=unit)
    others = tuple(sheet.name for sheet in form.sheets if sheet.name != name)
    return Submission(
        workbook=workbook,
        sha256="",
        cover=Cover(form.code, month, amount_unit=unit, controls=controls, **on_cover),
        cells=cells.select(*CELL_SCHEMA),
        tables=() if name in blocked else (name, *others),
        blocked=blocked,
        issues=no_issues(),
        balance=Balance(cells.height, cells.height),
    )


def release_of(books: Sequence[Submission], period: Period, **given: Any) -> Published:
    """Return the first release of what these workbooks tell of a period.

    `given` are fields of Published, and `settings` the settings.
    """
    settings = given.pop("settings", SETTINGS)
    examined = examine(books, settings, period)
    edition = issue_edition(examined, settings, period, None)
    made = {
        "period": period,
        "number": 1,
        "at": f"{period.closing_month.following}-08T00:00:00+00:00",
        "figures": publish_figures(edition.figures, INDICATORS),
        "exact": edition.figures,
        "sources": edition.sources,
        "workbooks": examined.workbooks,
        "definitions": hash_definitions(),
    }
    return Published(**{**made, **given})
