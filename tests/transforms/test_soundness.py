"""The look that finds rows sound sees what Pandera sees."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import pandera.polars as pa
import polars as pl
import pytest

from schemas.comparison import VIEW_SCHEMA, View
from schemas.contract import ROSTER, sheet_named, sheets
from schemas.figure import Coverage
from schemas.sheets import Sheet
from tests.transforms.by_hand import rows_of
from transforms.soundness import fits, look_at, require_fit

SHEETS = (*sheets(), ROSTER)


def odd_values(kind: pl.DataType) -> tuple[Any, ...]:
    """Return values of a type that a column may refuse."""
    if isinstance(kind, pl.Decimal):
        return (None, Decimal("-0.01"), Decimal("0.00"), Decimal("0.01"))
    return (None, *_ODD.get(kind, ()))


_ODD: dict[Any, tuple[Any, ...]] = {
    pl.String(): ("", "庚辛壬癸"),
    pl.Int64(): (-1, 0, 1, 1999, 2000, 2100, 2101),
    pl.Boolean(): (True,),
}


def odd_rows(sheet: Sheet) -> pl.DataFrame:
    """Return a good row, and one for every odd value in every column."""
    row = rows_of(sheet.name, {})
    odd = [
        row.with_columns(pl.lit(value, kind).alias(name))
        for name, kind in row.schema.items()
        for value in odd_values(kind)
    ]
    return pl.concat([row, *odd])


def refused_by_pandera(rows: pl.DataFrame, sheet: Sheet) -> set[int]:
    with pytest.raises(pa.errors.SchemaErrors) as found:
        sheet.model.to_schema().validate(rows, lazy=True)
    return set(found.value.failure_cases["index"])


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda sheet: sheet.name)
def test_a_row_is_sound_where_pandera_finds_nothing_and_only_there(sheet):
    rows = odd_rows(sheet)
    refused = refused_by_pandera(rows, sheet)

    assert refused
    assert 0 not in refused
    for number in range(rows.height):
        assert fits(rows[number : number + 1], sheet.model) == (number not in refused)


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda sheet: sheet.name)
def test_rows_are_sound_only_together(sheet):
    rows = odd_rows(sheet)
    sound = [n for n in range(rows.height) if fits(rows[n : n + 1], sheet.model)]

    assert fits(rows[sound], sheet.model)
    assert not fits(rows, sheet.model)


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda sheet: sheet.name)
def test_a_frame_of_other_columns_or_types_is_never_sound(sheet):
    rows = rows_of(sheet.name, {})

    assert fits(rows, sheet.model)
    assert not fits(rows.drop("reported_in"), sheet.model)
    assert not fits(rows.with_columns(more=1), sheet.model)
    assert not fits(rows.with_columns(pl.col("source_row").cast(pl.Int32)), sheet.model)


def test_the_rules_that_a_row_breaks_are_found_in_their_order():
    (reliefs,) = (sheet for sheet in sheets() if sheet.name == "reliefs")
    rows = rows_of("reliefs", {}, {"amount_cny": Decimal(1)})

    assert look_at(rows[:1], reliefs, None).broken == ()
    assert [rule.id for rule in look_at(rows, reliefs, None).broken] == ["E-R01"]


CUTOFFS = pl.DataFrame({"workbook": ["2024-07/a.xlsx"], "cutoff": [dt.date(2024, 7, 31)]})


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda sheet: sheet.name)
def test_good_rows_are_faultless_and_those_that_pandera_refuses_are_not(sheet):
    rows = odd_rows(sheet)
    refused = sorted(refused_by_pandera(rows, sheet))

    assert look_at(rows[:1], sheet, CUTOFFS).is_faultless
    assert not any(look_at(rows[n : n + 1], sheet, None).is_faultless for n in refused)


@pytest.mark.parametrize(
    ("changes", "faultless"),
    [
        ({}, True),
        ({"amount_cny": Decimal(1)}, False),
        ({"voucher_no": None}, False),
        ({"pay_date": "2024-08-01"}, False),
        ({"pay_date": "2023-10-31"}, False),
    ],
    ids=["good", "broken rule", "warning", "after the cut-off", "before last November"],
)
def test_a_row_is_faultless_by_every_rule_and_by_the_calendar(changes, faultless):
    rows = rows_of("reliefs", {}, changes)

    assert look_at(rows, sheet_named("reliefs"), CUTOFFS).is_faultless == faultless


def test_rows_of_a_workbook_without_a_cutoff_are_looked_at_too():
    rows = rows_of("reliefs", {}, {"workbook": "2024-07/b.xlsx", "amount_cny": Decimal(1)})

    assert not look_at(rows, sheet_named("reliefs"), CUTOFFS).is_faultless
    assert look_at(rows[:1], sheet_named("reliefs"), CUTOFFS.clear()).is_faultless


def test_a_frame_of_ours_is_given_back_where_it_fits_its_model():
    told = coverage()

    assert require_fit(told, Coverage).equals(told)


@pytest.mark.parametrize(
    "wrong",
    [
        pl.lit("迟到").alias("status"),
        pl.lit(None, pl.String).alias("department"),
        pl.lit(1.5).alias("workbooks"),
        pl.lit("x").alias("more"),
    ],
    ids=["no word of its list", "empty", "of another type", "one column more"],
)
def test_a_frame_of_ours_that_breaks_its_model_is_our_own_bug(wrong):
    with pytest.raises(pa.errors.SchemaError):
        require_fit(coverage().with_columns(wrong), Coverage)


def test_what_a_model_wants_once_may_not_be_there_twice():
    view = dict.fromkeys(VIEW_SCHEMA, "") | {"view": "同比"}
    views = pl.DataFrame([view, view | {"basis": "month"}], schema=VIEW_SCHEMA)

    assert fits(views, View)
    assert not fits(views.with_columns(basis=pl.lit("ytd")), View)


def coverage() -> pl.DataFrame:
    """Return one return of one month that arrived."""
    told = ("2024-07", "BF01", "帮扶中心", "已报送", 1, 2, 2, 0, 30, 28, 2)
    return pl.DataFrame([told], schema=[*Coverage.to_schema().columns], orient="row")
