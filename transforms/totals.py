"""Printed totals and control lines: compared with what the rows add up to, then dropped."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

import polars as pl

from schemas.codes import MONEY_UNITS
from schemas.contract import RETURNS, sheet_named
from schemas.finding import Finding, issues_of
from schemas.issue import no_issues
from schemas.sheets import Sheet
from schemas.submission import Control, Submission
from transforms.doubts import plain

_NUMBER = pl.Decimal(38, 2)
_SHEET = ["workbook", "sheet", "table"]
_PLACE = [*_SHEET, "code"]


def check_totals(values: pl.DataFrame) -> pl.DataFrame:
    """Return rule E-F07: 合计 and 小计 rows that their rows do not add up to (Issue).

    A total may be of all rows above it, or of those since the total before it; where totals
    come first on the sheet, of all its rows, or of those up to the next total. Where it, or a
    cell that it sums, cannot be read, nobody can tell whether they agree: N-UND. Takes the
    cells as read_values gives them.
    """
    cells = values[[*_PLACE, "row", "cell", "part", "reads", "value", "fault"]]
    sheets = cells[[*_SHEET, "part"]].filter(_totals()).drop("part").unique()
    if sheets.is_empty():
        return no_issues()
    numeric = (
        _with_leading(cells.join(sheets, on=_SHEET, how="semi", maintain_order="left"))
        .filter(
            pl.col("reads").is_in(["count", "money"]), pl.col("value").is_not_null() | _unread()
        )
        .with_columns(number=pl.col("value").cast(_NUMBER))
    )
    running = numeric.sort("row").with_columns(
        above=_body("number").cum_sum().over(_PLACE, order_by="row"),
        unread=_body(_unread()).cum_sum().over(_PLACE, order_by="row"),
        passed=_totals().cast(pl.Int64).cum_sum().over(_PLACE, order_by="row"),
    )
    group = pl.when(pl.col("part") == "total").then(pl.col("passed") - 1).otherwise("passed")
    leads = pl.col("leading")
    grouped = running.with_columns(
        group=pl.when(leads).then("passed").otherwise(group),
        above=pl.when(leads).then(_body("number").sum().over(_PLACE)).otherwise("above"),
        unread=pl.when(leads).then(_body(_unread()).sum().over(_PLACE)).otherwise("unread"),
    ).with_columns(since=_body("number").sum().over(*_PLACE, "group"))
    wrong = grouped.filter(
        pl.col("part") == "total",
        pl.col("number").is_null()
        | ((pl.col("number") != pl.col("above")) & (pl.col("number") != pl.col("since"))),
    ).sort("workbook", "sheet", "row", "cell")
    return issues_of(_total_findings(wrong))


def _with_leading(values: pl.DataFrame) -> pl.DataFrame:
    """Return the cells with `leading`: whether the first total of the sheet precedes its rows."""
    rows = {
        part: pl.col("row").filter(pl.col("part") == part).min().over(_SHEET)
        for part in ("total", "body")
    }
    return values.with_columns(leading=(rows["total"] < rows["body"]).fill_null(value=False))


def _unread() -> pl.Expr:
    """Return whether a cell is filled and shows no number."""
    return pl.col("value").is_null() & pl.col("fault").is_not_null()


def _body(column: str | pl.Expr) -> pl.Expr:
    """Return a column where it is of data, zero where it is of a total or cannot be read."""
    taken = pl.col(column) if isinstance(column, str) else column.cast(pl.Int64)
    return pl.when(pl.col("part") == "body").then(taken).otherwise(0).fill_null(0)


def _totals() -> pl.Expr:
    return pl.col("part") == "total"


def _total_findings(wrong: pl.DataFrame) -> list[Finding]:
    told = wrong.select("workbook", "sheet", "table", "code", "cell", "number", "above", "unread")
    return [
        _undecided_total(workbook, sheet, cell, sheet_named(table).columns[code].title)
        if unread or number is None
        else Finding(
            rule="E-F07",
            message=f"合计与明细不符：应为{plain(above)}，实为{plain(number)}",
            workbook=workbook,
            sheet=sheet,
            cell=cell,
            column=sheet_named(table).columns[code].title,
            found=plain(number),
            expected=plain(above),
        )
        for workbook, sheet, table, code, cell, number, above, unread in told.iter_rows()
    ]


def _undecided_total(workbook: str, sheet: str, cell: str, title: str) -> Finding:
    told = "本栏有读不出的数，合计与明细是否相符无法判断"
    return Finding("N-UND", told, workbook, sheet, cell, title)


@dataclass(frozen=True)
class ControlFault:
    """What is wrong with a control line, and the sheet of the contract that it speaks of."""

    table: str
    finding: Finding

    @property
    def blocks(self) -> tuple[str, str] | None:
        """Return workbook and sheet that cannot be used until it is settled, if any."""
        found = self.finding
        return (found.workbook, self.table) if found.severity == "E" else None


def find_control_faults(
    submissions: Sequence[Submission], rows: Mapping[str, pl.DataFrame], values: pl.DataFrame
) -> list[ControlFault]:
    """Return rule E-F06: control lines of a cover that the rows do not bear out.

    Each is told at its number on the cover. `rows` holds all rows received by sheet name,
    the faulty ones included; `values` are the cells behind them. Where an amount cannot be
    read, the sum is not compared: N-UND.
    """
    faults: list[ControlFault] = []
    told = values[["workbook", "table", "code", "part", "value", "fault"]]
    unread = told.filter(_unread(), pl.col("part") == "body")[["workbook", "table", "code"]]
    unread_columns = set(unread.unique().iter_rows())
    held = cache(lambda sheet: _add_up_workbooks(rows[sheet.name], sheet))
    for item in submissions:
        for control in item.cover.controls:
            sheet = _sheet_called(item, control.sheet)
            if sheet is not None:
                here = held(sheet).get(item.workbook, (0, Decimal(0)))
                is_read = (item.workbook, sheet.name, sheet.amount) not in unread_columns
                found = _control_findings(item, control, sheet, here, is_read=is_read)
                faults.extend(ControlFault(sheet.name, finding) for finding in found)
    return faults


def _add_up_workbooks(rows: pl.DataFrame, sheet: Sheet) -> dict[str, tuple[int, Decimal]]:
    """Return, by workbook, how many rows a sheet has and what its amounts add up to."""
    amount = pl.col(sheet.amount).sum() if sheet.amount else pl.lit(0)
    sums = rows.group_by("workbook").agg(pl.len(), amount.alias("amount"))
    return {workbook: (count, Decimal(amount)) for workbook, count, amount in sums.iter_rows()}


def _sheet_called(item: Submission, title: str) -> Sheet | None:
    form = RETURNS.get(item.cover.table_code)
    return next((s for s in form.sheets if s.title == title), None) if form else None


def _control_findings(
    item: Submission, control: Control, sheet: Sheet, here: tuple[int, Decimal], *, is_read: bool
) -> list[Finding]:
    """Return what is wrong; `here` are the rows of the workbook and what they add up to.

    `is_read` is false where an amount of the rows is unreadable.
    """
    findings, (count, held) = [], here
    if control.row_count is not None and control.row_count != count:
        what, place = "控制行数", _place(item, sheet, control.rows_at)
        findings.append(_control(what, place, sheet, str(control.row_count), str(count)))
    if control.amount is not None and sheet.amount:
        what, place = "控制总金额", _place(item, sheet, control.amount_at)
        stated = control.amount * MONEY_UNITS.get(item.cover.amount_unit, Decimal(1))
        if stated != held and is_read:
            findings.append(_control(what, place, sheet, plain(stated), plain(held)))
        elif stated != held:
            told = f"“{sheet.title}”有读不出的金额，控制总金额与明细是否相符无法判断"
            findings.append(Finding("N-UND", told, *place, what))
    return findings


def _place(item: Submission, sheet: Sheet, cell: str) -> tuple[str, str, str]:
    """Return workbook, sheet and cell of a control: on the cover, else the sheet it speaks of."""
    if cell and item.cover.sheet:
        return item.workbook, item.cover.sheet, cell
    return item.workbook, _name_of(sheet, item), ""


def _control(
    what: str, place: tuple[str, str, str], sheet: Sheet, stated: str, held: str
) -> Finding:
    told = f"“{sheet.title}”{what}与明细不符：封面为{stated}，明细为{held}"
    return Finding("E-F06", told, *place, what, stated, held)


def _name_of(sheet: Sheet, item: Submission) -> str:
    """Return the department's own name for a sheet."""
    names = item.cells.filter(pl.col("table") == sheet.name)["sheet"]
    return str(names[0]) if names.len() else sheet.title
