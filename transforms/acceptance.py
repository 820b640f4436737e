"""Which rows are accepted: Pandera and the contract's row rules decide, cell by cell.

A faulty row is set aside whole; each of its faults is a finding with its cell.
"""

from __future__ import annotations

from collections.abc import Mapping
from copy import copy
from dataclasses import dataclass, replace
from typing import Literal

import pandera.polars as pa
import polars as pl
from pandera.api.polars.types import PolarsData

from schemas.catalogue import opening_of, severity_of
from schemas.issue import ISSUE_COLUMNS, no_issues
from schemas.rules import RowRule
from schemas.sheets import Sheet
from transforms.addressing import add_letters, cell_or_row
from transforms.calendar import find_misdated
from transforms.placeholders import ABSENT, EMPTY, tell_placeholders
from transforms.rows import FAULT_SCHEMA, PLACE
from transforms.soundness import Look, look_at, passes
from transforms.values import TOLD


@dataclass(frozen=True)
class Checked:
    """The rows that a sheet's rules accept, the rows set aside, and all findings."""

    accepted: pl.DataFrame
    rejected: pl.DataFrame
    issues: pl.DataFrame

    def without(self, rows: pl.DataFrame) -> Checked:
        """Return the check with some of the accepted rows set aside after all."""
        if rows.is_empty():
            return self
        place = ["workbook", "sheet", "source_row"]
        left = self.accepted.join(rows, on=place, how="anti", maintain_order="left")
        return replace(self, accepted=left, rejected=pl.concat([self.rejected, rows]))


def check_sheets(
    received: Mapping[Sheet, pl.DataFrame],
    values: pl.DataFrame,
    cutoffs: pl.DataFrame | None = None,
) -> dict[str, Checked]:
    """Return what Pandera, the calendar and the row rules make of the rows, by sheet name.

    `received` holds the rows of each sheet, as lay_out_rows gives them; `values` are the cells
    behind them, whose own faults (unreadable number, unknown choice …) count too. `cutoffs`
    (workbook, cutoff) tells on which day each workbook's report ends; without it no date is
    held to the calendar.
    """
    noted = set(_noted_among(values)["table"])
    checked = {}
    for sheet, rows in received.items():
        look = look_at(rows, sheet, cutoffs)
        if rows.is_empty() or (look.is_faultless and sheet.name not in noted):
            checked[sheet.name] = _all_accepted(rows)
        else:
            cells = values.filter(table=sheet.name)
            checked[sheet.name] = _find_faults(rows, cells, sheet, cutoffs, look)
    return checked


def check_rows(
    rows: pl.DataFrame, values: pl.DataFrame, sheet: Sheet, cutoffs: pl.DataFrame | None = None
) -> Checked:
    """Return what the rules make of the rows of one sheet, as check_sheets has it."""
    return check_sheets({sheet: rows}, values, cutoffs)[sheet.name]


def _find_faults(
    rows: pl.DataFrame,
    cells: pl.DataFrame,
    sheet: Sheet,
    cutoffs: pl.DataFrame | None,
    look: Look,
) -> Checked:
    """Return the check of rows in which reading or the look has found anything."""
    numbered = rows.with_row_index("index").with_columns(pl.col("index").cast(pl.Int64))
    unread = _cell_faults(numbered, _noted_among(cells), sheet)
    if cutoffs is not None and look.misdated:
        unread = pl.concat([unread, find_misdated(numbered, sheet, cutoffs, look.misdated)])
    broken = _elsewhere(_broken_rules(rows, sheet, unread, look), unread)
    doubts = _doubts(numbered, look, pl.concat([unread, broken]))
    found = pl.concat([unread, broken, doubts])
    if found.is_empty():
        return _all_accepted(rows)
    faults = tell_placeholders(found, numbered, cells)
    issues = _issues(faults.filter(pl.col("rule") != TOLD), numbered, cells, sheet)
    grave = [rule for rule in _rules_in(faults) if rule == TOLD or severity_of(rule) == "E"]
    if not grave:
        return replace(_all_accepted(rows), issues=issues)
    blocking = faults.filter(pl.col("rule").is_in(grave)).select("index").unique()
    return Checked(
        accepted=_those(numbered, blocking, "anti"),
        rejected=_those(numbered, blocking, "semi"),
        issues=issues,
    )


def _all_accepted(rows: pl.DataFrame) -> Checked:
    return Checked(rows, rows.clear(), no_issues())


def _those(
    numbered: pl.DataFrame, blocking: pl.DataFrame, how: Literal["anti", "semi"]
) -> pl.DataFrame:
    return numbered.join(blocking, on="index", how=how, maintain_order="left").drop("index")


def _noted_among(cells: pl.DataFrame) -> pl.DataFrame:
    """Return the cells of rows in which reading found a fault, or that it coerced."""
    if cells["fault"].null_count() == cells.height and not cells["coerced"].any():
        return cells.clear()
    is_noted = pl.col("fault").is_not_null() | pl.col("coerced")
    return cells.filter(pl.col("part") == "body", is_noted)


def _cell_faults(numbered: pl.DataFrame, noted: pl.DataFrame, sheet: Sheet) -> pl.DataFrame:
    """Return the faults that reading the cells already found, and what was coerced."""
    if noted.is_empty():
        return pl.DataFrame(schema=FAULT_SCHEMA)
    says = {code: column.says for code, column in sheet.columns.items()}
    placed = noted.join(
        numbered.select("index", *PLACE),
        left_on=["workbook", "sheet", "row"],
        right_on=["workbook", "sheet", "source_row"],
        maintain_order="left",
    )
    return placed.select(
        "index",
        rule=pl.col("fault").fill_null("N01"),
        code="code",
        found=_class_of_cell(),
        expected=pl.lit(""),
        message=pl.when(pl.col("fault").is_null())
        .then(pl.lit("按文字中的数字读取"))
        .otherwise(pl.col("code").replace_strict(says, return_dtype=pl.String)),
    )


def _class_of_cell() -> pl.Expr:
    """Return the class of a cell's content: never the content."""
    return (
        pl.when(pl.col("kind") == "number")
        .then(pl.lit("数字"))
        .when(pl.col("kind") == "date")
        .then(pl.lit("日期"))
        .when(pl.col("text").str.contains(r"\d.*\p{Han}|\p{Han}.*\d"))
        .then(pl.lit("文本，含数字"))
        .otherwise(pl.lit("文本"))
    )


def _elsewhere(faults: pl.DataFrame, told: pl.DataFrame) -> pl.DataFrame:
    """Return the faults without those of cells of which a fault is told already."""
    if faults.is_empty() or told.is_empty():
        return faults
    known = told.filter(pl.col("rule") != "N01")
    return faults.join(known, on=["index", "code"], how="anti", maintain_order="left")


def _on_sound_cells(faults: pl.DataFrame, rule: RowRule, told: pl.DataFrame) -> pl.DataFrame:
    """Return the faults of a rule but those of rows in which a cell that it needs is faulty.

    What a product of a negative headcount should be is nothing to tell a clerk.
    """
    needed = told.filter(pl.col("rule") != "N01", pl.col("code").is_in(rule.needs))
    sound = faults.join(needed, on="index", how="anti", maintain_order="left")
    return _elsewhere(sound, told)


def _doubts(numbered: pl.DataFrame, look: Look, told: pl.DataFrame) -> pl.DataFrame:
    broken = [rule for rule in look.broken if not _is_error(rule)]
    found = [_on_sound_cells(_rule_faults(numbered, rule), rule, told) for rule in broken]
    return pl.concat([pl.DataFrame(schema=FAULT_SCHEMA), *found])


def _is_error(rule: RowRule) -> bool:
    return severity_of(rule.id) == "E"


def _errors(sheet: Sheet) -> list[RowRule]:
    return [rule for rule in sheet.rules if _is_error(rule)]


def _broken_rules(
    rows: pl.DataFrame, sheet: Sheet, unread: pl.DataFrame, look: Look
) -> pl.DataFrame:
    """Return every fault that Pandera finds: the columns' rules and the row rules.

    `unread` are the faults that are told already, before Pandera looks. It need not look
    where every row is sound.
    """
    if look.fits and not any(map(_is_error, look.broken)):
        return pl.DataFrame(schema=FAULT_SCHEMA)
    schema = copy(sheet.model.to_schema())  # which Pandera keeps, and all others see
    schema.checks = [_as_check(number, rule) for number, rule in enumerate(_errors(sheet))]
    try:
        schema.validate(rows, lazy=True)
    except pa.errors.SchemaErrors as failed:
        return _faults_of(failed.failure_cases, rows, sheet, unread)
    return pl.DataFrame(schema=FAULT_SCHEMA)


def _as_check(number: int, rule: RowRule) -> pa.Check:
    """Return a row rule as a Pandera check; an undecided row fails where the rule speaks."""

    def holds(frame: PolarsData) -> pl.LazyFrame:
        return frame.lazyframe.select(passes(rule))

    return pa.Check(holds, name=f"rule {number}", error=f"rule {number}")


def _faults_of(
    cases: pl.DataFrame, rows: pl.DataFrame, sheet: Sheet, unread: pl.DataFrame
) -> pl.DataFrame:
    """Return Pandera's failure cases as faults; its own copy of the values is dropped."""
    placeless = cases.filter(pl.col("index").is_null())
    if placeless.height:
        checks = ", ".join(sorted(set(placeless["check"].to_list())))
        raise TypeError(f"{sheet.name}: frame does not fit its model: {checks}")
    by_column = cases.filter(pl.col("schema_context") == "Column")
    by_row = cases.filter(pl.col("schema_context") != "Column")
    told = _column_faults(by_column, rows, sheet)
    numbered = rows.with_row_index("index").with_columns(pl.col("index").cast(pl.Int64))
    known = pl.concat([unread, told])
    found = [
        _on_sound_cells(_rule_faults(numbered, rule), rule, known)
        for number, rule in enumerate(_errors(sheet))
        if by_row.filter(pl.col("check") == f"rule {number}").height
    ]
    return pl.concat([told, *found])


def _column_faults(cases: pl.DataFrame, rows: pl.DataFrame, sheet: Sheet) -> pl.DataFrame:
    says = {code: column.says for code, column in sheet.columns.items()}
    empty = pl.col("check") == "not_nullable"
    negative = pl.col("failure_case").str.starts_with("-")
    listed = pl.col("check").str.starts_with("isin")
    rule = (
        pl.when(empty)
        .then(pl.lit("E-C01"))
        .when(listed)
        .then(pl.lit("E-C07"))
        .when(negative)
        .then(pl.lit("E-C08"))
        .otherwise(pl.lit("E-C11"))
    )
    message = pl.col("code").replace_strict(says, default="", return_dtype=pl.String)
    return (
        cases.rename({"column": "code"})
        .select(
            pl.col("index").cast(pl.Int64),
            rule=rule,
            code="code",
            found=pl.when(empty)
            .then(pl.lit(ABSENT))
            .when(negative)
            .then(pl.lit("负数"))
            .otherwise(pl.lit("超出范围")),
            expected=pl.lit(""),
            message=pl.when(empty).then(pl.lit(EMPTY) + message).otherwise(message),
        )
        .filter(pl.lit(rows.height > 0))
    )


def _rule_faults(numbered: pl.DataFrame, rule: RowRule) -> pl.DataFrame:
    """Return the rows that a rule does not let pass, as faults at its column."""
    broken = numbered.filter(~passes(rule))
    expected = rule.expected if rule.expected is not None else pl.lit("")
    computed = rule.expected is not None
    return broken.select(
        "index",
        rule=pl.lit(rule.id),
        code=pl.lit(rule.column),
        found=pl.col(rule.column).cast(pl.String).fill_null(ABSENT)
        if computed
        else _emptiness(rule.column),
        expected=expected.cast(pl.String).fill_null(""),
        message=_with_values(rule) if computed else pl.lit(rule.says),
    ).cast(FAULT_SCHEMA)  # type: ignore[arg-type]


def _with_values(rule: RowRule) -> pl.Expr:
    """Return a rule's sentence with what the cell should hold and what it holds."""
    assert rule.expected is not None
    should, does = _printed(rule.expected), _printed(pl.col(rule.column))
    told = pl.format("{}：应为 {}，实为 {}", pl.lit(rule.says), should, does)
    return pl.coalesce(told, pl.lit(rule.says))


def _printed(number: pl.Expr) -> pl.Expr:
    """Return a number as sentences print it: whole yuan without, others with their cents."""
    return number.cast(pl.String).str.replace(r"\.0+$", "")


def _emptiness(column: str) -> pl.Expr:
    return pl.when(pl.col(column).is_null()).then(pl.lit(ABSENT)).otherwise(pl.lit("不符"))


def _issues(
    faults: pl.DataFrame, numbered: pl.DataFrame, cells: pl.DataFrame, sheet: Sheet
) -> pl.DataFrame:
    """Return faults as issues, each with the address of its cell.

    Where the sheet does not have the column, the row is named.
    """
    titles = {code: column.title for code, column in sheet.columns.items()}
    placed = faults.join(numbered.select("index", *PLACE), on="index", maintain_order="left")
    issues = add_letters(placed, cells).with_columns(
        severity=_severity(faults),
        message=_opening(faults) + pl.col("message"),
        cell=cell_or_row(),
        column=pl.col("code").replace_strict(titles, default="", return_dtype=pl.String),
    )
    return issues.select(ISSUE_COLUMNS)


def _rules_in(faults: pl.DataFrame) -> set[str]:
    return set(faults["rule"].to_list())


def _severity(faults: pl.DataFrame) -> pl.Expr:
    """Return how grave each fault is."""
    graves = {rule: severity_of(rule) for rule in _rules_in(faults)}
    return pl.col("rule").replace_strict(graves, return_dtype=pl.String)


def _opening(faults: pl.DataFrame) -> pl.Expr:
    openings = {rule: opening_of(rule) for rule in _rules_in(faults)}
    return pl.col("rule").replace_strict(openings, return_dtype=pl.String)
