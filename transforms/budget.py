"""The budget of a month: what each subject was given, what it spent, and how far it is.

What was spent is as the budget's own sheet states it, which rule X-8 holds against the ledger
(transforms.reconciliation_ledger): where they differ, the figures wait. A subject of the budget
holds the ledger's lines of every code that begins with its own; a line that no subject holds is
its own subject, for which there is no budget.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import ROUND_05UP, Context, Decimal

import polars as pl

from schemas.period import Period

_EXACT = Context(prec=60, rounding=ROUND_05UP)
"""Cuts a ratio so that rounding it once more never rounds it twice."""

_PLACES = Decimal("0.000001")
_MONTHS = 12

_SLOT = {"slot": pl.Int32(), "dimension": pl.String()}
_SLOT_PART = {"slot": pl.Int32(), "part": pl.String()}
_PLACE = ("workbook", "sheet", "source_row", "column")
_SUMS = ("initial", "adjusted", "spent", "unlisted")

_BEHIND = {
    "initial": ("initial",),
    "adjusted": ("adjusted",),
    "executed": ("spent", "listed"),
    "unlisted": ("unlisted", "listed"),
    "balance": ("adjusted", "spent", "listed"),
    "rate": ("adjusted", "spent", "listed"),
    "lead": ("adjusted", "spent", "listed"),
    "time": ("listed",),
}
"""Which cells a view rests on; the subjects that are listed tell which are not."""

_STATED = {"month": "month_cny", "quarter": "", "half": ""}
"""The column that states what was spent on a basis: the year so far by default, and none of a
quarter or a half-year, of which only the ledger tells."""

_ONLY_IN_TOTAL = ("lead", "time")


@dataclass(frozen=True)
class _Sums:
    """What the cells of a subject, or of all of them, add up to."""

    initial: Decimal
    adjusted: Decimal
    spent: Decimal
    unlisted: Decimal
    is_listed: bool


def lay_out_budget(ledger: pl.DataFrame, lines: pl.DataFrame, basis: str) -> pl.DataFrame:
    """Return the cells behind the budget, once for the total and once for each subject.

    `ledger` are the paid lines of the basis, `lines` the budget of the month. Columns: dimension,
    part (initial, adjusted, spent, unlisted, listed), amount, workbook, sheet, source_row,
    column.
    """
    listed = sorted(set(lines["subject_code"]))
    stated = _STATED.get(basis, "ytd_cny")
    adjusted = pl.col("adj_budget_cny").is_not_null()
    held = [code for code in set(ledger["subject_code"]) if _holders(code, listed)]
    alone = ledger.filter(~pl.col("subject_code").is_in(held))
    budget = [
        _cells(lines, "initial", "budget_cny"),
        _cells(lines.filter(adjusted), "adjusted", "adj_budget_cny"),
        _cells(lines.filter(~adjusted), "adjusted", "budget_cny"),
        *([_cells(lines, "spent", stated)] if stated else []),
    ]
    spent = [
        _cells(alone if stated else ledger, "spent", "amount_cny"),
        _cells(alone, "unlisted", "amount_cny"),
    ]
    unlisted = ["", *(f"subject={code}" for code in sorted(set(alone["subject_code"])))]
    placed = [
        pl.concat(cells).join(places, on="subject_code", maintain_order="left")
        for cells, places in (
            (budget, _places(lines["subject_code"], listed)),
            (spent, _homes(ledger["subject_code"], listed)),
        )
    ]
    named = _cells(lines, "listed", "subject_code").join(
        pl.DataFrame({"dimension": unlisted}), how="cross", maintain_order="left"
    )
    return pl.concat([*placed, named.select(placed[0].columns)]).drop("subject_code")


def view_budget(
    views: Mapping[int, str], cells: pl.DataFrame, period: Period
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Return the values of views of the budget, and the cells on which each rests.

    `views` are by the number of their slot; `cells` are as lay_out_budget gives them. Values:
    slot, dimension, value (exact text), the total first; cells: slot, dimension and place.
    """
    sums = _add_up(cells)
    rows = [(slot, *told) for slot, view in views.items() for told in _values(view, sums, period)]
    values = pl.DataFrame(rows, schema=_SLOT | {"value": pl.String()}, orient="row")
    parts = [(slot, part) for slot, view in views.items() for part in _BEHIND[view]]
    resting = pl.DataFrame(parts, schema=_SLOT_PART, orient="row")
    behind = (
        cells.join(resting, on="part", maintain_order="left")
        .select(*_SLOT, *_PLACE)
        .unique(maintain_order=True)
        .join(values, on=list(_SLOT), how="semi", maintain_order="left")
    )
    return values, behind


def _values(
    view: str, sums: Mapping[str, _Sums], period: Period
) -> Iterator[tuple[str, str | None]]:
    """Yield the dimension and the value (exact text) of a view of the budget; the total first.

    Without a budget there is nothing to state: the total alone, without a value.
    """
    total = sums.get("")
    if total is None or not total.is_listed:
        yield "", None
        return
    yield "", _text(_value(view, total, period))
    for dimension in [] if view in _ONLY_IN_TOTAL else sorted(set(sums) - {""}):
        if _is_of(view, sums[dimension]):
            yield dimension, _text(_value(view, sums[dimension], period))


def _cells(rows: pl.DataFrame, part: str, column: str) -> pl.DataFrame:
    return rows.select(
        "subject_code",
        pl.lit(part).alias("part"),
        pl.col(column).cast(pl.Decimal(38, 2), strict=False).fill_null(0).alias("amount"),
        "workbook",
        "sheet",
        pl.col("source_row").cast(pl.Int64),
        pl.lit(column).alias("column"),
    )


def _holders(code: str, listed: Iterable[str]) -> list[str]:
    return [subject for subject in listed if code.startswith(subject)]


def _places(codes: pl.Series, listed: list[str]) -> pl.DataFrame:
    """Return where the budget's own lines belong: each to itself, the topmost to the total."""
    rows = [(code, f"subject={code}") for code in sorted(set(codes))]
    rows += [(code, "") for code in sorted(set(codes)) if _holders(code, listed) == [code]]
    return _pairs(rows)


def _homes(codes: pl.Series, listed: list[str]) -> pl.DataFrame:
    """Return where the ledger's lines belong: to the total and every subject that holds them."""
    rows = [
        (code, dimension)
        for code in sorted(set(codes))
        for dimension in ("", *(f"subject={s}" for s in _holders(code, listed) or [code]))
    ]
    return _pairs(rows)


def _pairs(rows: list[tuple[str, str]]) -> pl.DataFrame:
    schema = {"subject_code": pl.String, "dimension": pl.String}
    return pl.DataFrame(rows, schema=schema, orient="row")


def _add_up(cells: pl.DataFrame) -> dict[str, _Sums]:
    parts = {
        name: pl.col("amount").filter(pl.col("part") == name).sum().fill_null(0) for name in _SUMS
    }
    is_listed = (pl.col("part") == "initial").any()
    sums = cells.group_by("dimension").agg(**parts, is_listed=is_listed)
    rows = sums.select("dimension", *_SUMS, "is_listed").iter_rows()
    return {
        dimension: _Sums(Decimal(initial), Decimal(adjusted), Decimal(spent), Decimal(alone), known)
        for dimension, initial, adjusted, spent, alone, known in rows
    }


def _is_of(view: str, sums: _Sums) -> bool:
    """Return whether a view speaks of a subject: of what was spent always, else of the budget's."""
    if view == "unlisted":
        return not sums.is_listed
    return sums.is_listed or view == "executed"


def _value(view: str, sums: _Sums, period: Period) -> Decimal | None:
    months = Decimal(period.last_day.month)
    rate = _rate(sums)
    amounts = {
        "initial": sums.initial,
        "adjusted": sums.adjusted,
        "executed": sums.spent,
        "unlisted": sums.unlisted,
        "balance": sums.adjusted - sums.spent,
        "time": _EXACT.divide(100 * months, Decimal(_MONTHS)),
        "rate": rate,
    }
    if view == "lead":
        return None if rate is None else _lead(sums, months)
    return amounts[view]


def _rate(sums: _Sums) -> Decimal | None:
    """Return spent by adjusted budget in per cent; none where there is no sense in it."""
    if sums.adjusted <= 0 or sums.spent < 0:
        return None
    return _EXACT.divide(100 * sums.spent, sums.adjusted)


def _lead(sums: _Sums, months: Decimal) -> Decimal:
    """Return the rate less the share of the year that has passed, from the exact numbers."""
    gap = 100 * (sums.spent * _MONTHS - months * sums.adjusted)
    return _EXACT.divide(gap, sums.adjusted * _MONTHS)


def _text(number: Decimal | None) -> str | None:
    if number is None:
        return None
    cut = number.quantize(_PLACES, context=_EXACT)
    return format(cut.normalize() + 0, "f")
