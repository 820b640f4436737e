"""Printed totals and control lines: compared with what the rows add up to, then dropped."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal

import polars as pl

from schemas.codes import MONEY_UNITS
from schemas.contract import RETURNS, sheet_named
from schemas.finding import Finding, issues_of
from schemas.sheets import Sheet
from schemas.submission import Control, Submission

_NUMBER = pl.Decimal(38, 2)
_PLACE = ["workbook", "sheet", "table", "code"]


def check_totals(values: pl.DataFrame) -> pl.DataFrame:
    """Return rule E-F07: 合计 and 小计 rows that their rows do not add up to (Issue).

    A total may be of all rows above it, or of those since the total before it. Takes the
    cells as read_values gives them.
    """
    numeric = values.filter(
        pl.col("reads").is_in(["count", "money"]), pl.col("value").is_not_null()
    ).with_columns(number=pl.col("value").cast(_NUMBER))
    running = numeric.sort("row").with_columns(
        above=_body("number").cum_sum().over(_PLACE, order_by="row"),
        passed=_totals().cast(pl.Int64).cum_sum().over(_PLACE, order_by="row"),
    )
    group = pl.when(pl.col("part") == "total").then(pl.col("passed") - 1).otherwise("passed")
    grouped = running.with_columns(group=group).with_columns(
        since=_body("number").sum().over(*_PLACE, "group")
    )
    wrong = grouped.filter(
        pl.col("part") == "total",
        pl.col("number") != pl.col("above"),
        pl.col("number") != pl.col("since"),
    ).sort("workbook", "sheet", "row", "cell")
    return issues_of(_total_findings(wrong))


def _body(column: str) -> pl.Expr:
    return pl.when(pl.col("part") == "body").then(pl.col(column)).otherwise(0)


def _totals() -> pl.Expr:
    return pl.col("part") == "total"


def _total_findings(wrong: pl.DataFrame) -> list[Finding]:
    told = wrong.select("workbook", "sheet", "table", "code", "cell", "number", "above")
    return [
        Finding(
            rule="E-F07",
            message=f"合计与明细不符：应为{_plain(above)}，实为{_plain(number)}",
            workbook=workbook,
            sheet=sheet,
            cell=cell,
            column=sheet_named(table).columns[code].title,
            found=_plain(number),
            expected=_plain(above),
        )
        for workbook, sheet, table, code, cell, number, above in told.iter_rows()
    ]


def check_controls(
    submissions: Sequence[Submission], rows: Mapping[str, pl.DataFrame]
) -> pl.DataFrame:
    """Return rule E-F06: control lines of a cover that the rows do not bear out (Issue).

    `rows` holds all rows received by sheet name, the faulty ones included.
    """
    findings: list[Finding] = []
    for item in submissions:
        for control in item.cover.controls:
            sheet = _sheet_called(item, control.sheet)
            if sheet is not None:
                here = rows[sheet.name].filter(pl.col("workbook") == item.workbook)
                findings.extend(_control_findings(item, control, sheet, here))
    return issues_of(findings)


def _sheet_called(item: Submission, title: str) -> Sheet | None:
    form = RETURNS.get(item.cover.table_code)
    return next((s for s in form.sheets if s.title == title), None) if form else None


def _control_findings(
    item: Submission, control: Control, sheet: Sheet, rows: pl.DataFrame
) -> list[Finding]:
    findings = []
    if control.row_count is not None and control.row_count != rows.height:
        findings.append(_control("控制行数", item, sheet, str(control.row_count), str(rows.height)))
    if control.amount is not None and sheet.amount:
        stated = control.amount * MONEY_UNITS.get(item.cover.amount_unit, Decimal(1))
        held = Decimal(rows[sheet.amount].sum() or 0)
        if stated != held:
            findings.append(_control("控制总金额", item, sheet, _plain(stated), _plain(held)))
    return findings


def _control(what: str, item: Submission, sheet: Sheet, stated: str, held: str) -> Finding:
    return Finding(
        rule="E-F06",
        message=f"“{sheet.title}”{what}与明细不符：封面为{stated}，明细为{held}",
        workbook=item.workbook,
        sheet=_name_of(sheet, item),
        column=what,
        found=stated,
        expected=held,
    )


def _name_of(sheet: Sheet, item: Submission) -> str:
    """Return the department's own name for a sheet."""
    names = item.cells.filter(pl.col("table") == sheet.name)["sheet"]
    return str(names[0]) if names.len() else sheet.title


def _plain(number: Decimal) -> str:
    return format(number.normalize() + 0, "f")
