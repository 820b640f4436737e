"""Two calculations agree: the program's, and a plain one, on the sample and on random rows."""

from __future__ import annotations

import datetime as dt
from fractions import Fraction
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from schemas.columns import Column, Kind, Need
from schemas.contract import sheet_named
from schemas.indicators import INDICATORS
from schemas.period import Period
from tests.transforms.by_hand import rows_of
from tests.transforms.oracle import MEANINGS, calculate
from tests.transforms.oracle_budget import calculate_budget, calculate_reconciling
from transforms.measures import measure_all

SHEETS = sorted({meaning.sheet for meaning in MEANINGS.values()})
EXAMPLES = 100  # of each sheet: more than two thousand data sets
OF_BUDGET = [code for code, i in INDICATORS.items() if i.measure.how == "budget"]
RECONCILING = "reconciling_amount"

MONTHS = ["2023-12", "2024-01", "2024-03", "2024-06", "2024-07", "2024-09", "2024-12", "2025-01"]
DAYS = [
    *(dt.date(2024, month, 1) for month in (1, 4, 7, 8, 10)),
    *(dt.date(2024, month, 31) for month in (1, 3, 7, 12)),
    *(dt.date(2024, month, 30) for month in (6, 9)),
    *(dt.date(2023, 12, 31), dt.date(2024, 2, 29), dt.date(2024, 7, 15), dt.date(2025, 1, 1)),
]
"""Days at the edges of months, quarters, half-years and years."""

PERIODS = ["2024-01", "2024-06", "2024-07", "2024-12"]
LONG_PERIODS = ["2024Q1", "2024Q3", "2024H1", "2024H2", "2024"]
ALL_PERIODS = [*PERIODS, *LONG_PERIODS]
SUBJECTS = ["5", "502", "50202", "50205", "504"]
NAMES = ["甲", "乙", "五年规划", "3年行动"]


def held(column: Column) -> st.SearchStrategy[Any]:
    """Return what an accepted cell of a column may hold."""
    values: dict[Kind, st.SearchStrategy[Any]] = {
        Kind.CHOICE: st.sampled_from(column.choices or ("",)),
        Kind.DATE: st.sampled_from(DAYS),
        Kind.MONTH: st.sampled_from(MONTHS),
        Kind.COUNT: st.integers(0, 400),
        Kind.YEAR: st.integers(2020, 2030),
        Kind.MONEY: st.decimals(0, 99_999, places=2),
        Kind.PERCENT: st.decimals(0, 100, places=2),
        Kind.FLAG: st.booleans(),
        Kind.SUBJECT: st.sampled_from(SUBJECTS),
    }
    value = values.get(column.kind, st.sampled_from(NAMES))
    return value if column.need is Need.REQUIRED else st.none() | value


def rows_like(sheet: str) -> st.SearchStrategy[list[dict[str, Any]]]:
    """Return lists of accepted rows, every column at random."""
    columns = sheet_named(sheet).columns
    row = {code: held(column) for code, column in columns.items()}
    return st.lists(
        st.fixed_dictionaries({**row, "reported_in": st.sampled_from(MONTHS)}), max_size=6
    )


def measured(sheet: str, rows: pl.DataFrame, period: str) -> dict[tuple[str, str, str], str | None]:
    own = {code: i for code, i in INDICATORS.items() if i.sheet == sheet and code in MEANINGS}
    values = measure_all(own, {sheet: rows}, Period.parse(period)).values
    return {(code, basis, part): value for code, basis, part, value in values.iter_rows()}


@pytest.mark.parametrize("sheet", SHEETS)
def test_two_calculations_agree_on_random_rows(sheet):
    @settings(max_examples=EXAMPLES)
    @given(rows_like(sheet), st.sampled_from(ALL_PERIODS))
    def agree(given_rows, period):
        rows = rows_of(sheet, *given_rows)
        assert measured(sheet, rows, period) == calculate({sheet: rows.to_dicts()}, period)

    agree()


@pytest.mark.parametrize("period", ["2024-01", "2024-05", "2024-10", "2024Q2", "2024Q3", "2024H1"])
def test_two_calculations_agree_on_the_sample(sample_examined, period):
    rows = {name: sample_examined.rows[name] for name in SHEETS}
    ours = {key: v for name in SHEETS for key, v in measured(name, rows[name], period).items()}

    assert ours == calculate({name: frame.to_dicts() for name, frame in rows.items()}, period)
    assert len(ours) > 100


def budget_of(rows, period):
    own = {code: INDICATORS[code] for code in OF_BUDGET}
    values = measure_all(own, rows, Period.parse(period)).values
    return {(code, basis, part): value for code, basis, part, value in values.iter_rows()}


def assert_equal(ours, theirs):
    """Both state the same figures, to the sixth decimal at which ratios are cut off."""
    assert ours.keys() == theirs.keys()
    apart = {
        key: (value, theirs[key])
        for key, value in ours.items()
        if (value is None) != (theirs[key] is None)
        or (value is not None and abs(Fraction(value) - theirs[key]) > Fraction(1, 10**6))
    }
    assert apart == {}


@settings(max_examples=EXAMPLES)
@given(rows_like("budget_lines"), rows_like("ledger_lines"), st.sampled_from(ALL_PERIODS))
def test_two_calculations_of_the_budget_agree_on_random_rows(lines, ledger, period):
    closing = str(Period.parse(period).closing_month)
    now = [{**line, "reported_in": closing} for line in lines[::2]]
    rows = {
        "budget_lines": rows_of("budget_lines", *now, *lines[1::2]),
        "ledger_lines": rows_of("ledger_lines", *ledger),
    }
    theirs = calculate_budget(*(frame.to_dicts() for frame in rows.values()), period)

    assert_equal(budget_of(rows, period), theirs)


def test_two_calculations_of_the_budget_agree_on_the_sample(sample_examined):
    rows = {name: sample_examined.rows[name] for name in ("budget_lines", "ledger_lines")}
    theirs = calculate_budget(*(frame.to_dicts() for frame in rows.values()), "2024-10")

    assert_equal(budget_of(rows, "2024-10"), theirs)
    assert len(theirs) > 20


@settings(max_examples=EXAMPLES)
@given(rows_like("reconciling_items"), st.sampled_from(ALL_PERIODS))
def test_two_calculations_of_the_reconciling_items_agree(items, period):
    told = {(i["project_code"], i["reason"], i["reported_in"]): i for i in items}
    frame = rows_of("reconciling_items", *told.values())
    own = {RECONCILING: INDICATORS[RECONCILING]}
    values = measure_all(own, {"reconciling_items": frame}, Period.parse(period)).values
    ours = {(code, basis, part): value for code, basis, part, value in values.iter_rows()}

    assert_equal(ours, calculate_reconciling(frame.to_dicts(), period))


def test_every_indicator_is_calculated_twice():
    assert {*MEANINGS, *OF_BUDGET, RECONCILING} == set(INDICATORS)


def test_random_rows_reach_what_the_indicators_ask_for():
    """Each code list holds the words of the conditions, so that random rows meet them."""
    for indicator in INDICATORS.values():
        columns = sheet_named(indicator.sheet).columns
        for code, values in indicator.where.items():
            if columns[code].kind is Kind.CHOICE:
                assert set(values) <= set(columns[code].choices)
