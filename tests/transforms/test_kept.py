"""A baseline kept by month: the months of a quarter, a half-year or a year are added up."""

from __future__ import annotations

import polars as pl
import pytest

from schemas.baseline import BASELINE_SCHEMA
from schemas.indicator import Nature
from schemas.indicators import INDICATORS
from schemas.period import Period
from transforms.kept import kept_of
from transforms.measures import measure_all


def kept(*lines, **changed):
    """Return a baseline; a line is (code, basis, period, dimension, value)."""
    more = {"unit": "人次", "status": "正常", "coverage": "1"} | changed
    return pl.DataFrame([(*line, *more.values()) for line in lines], BASELINE_SCHEMA, orient="row")


def monthly(code="aid_persons", dimension="", **values):
    """Return lines of some months of 2023: m07="10" is July's ten."""
    return [
        (code, "month", f"2023-{month[1:]}", dimension, value) for month, value in values.items()
    ]


def found(baseline, period, basis, dimension="", code="aid_persons"):
    return kept_of(baseline, Period.parse(period)).filter(
        code=code, basis=basis, dimension=dimension
    )


def value_of(*where, **code):
    (row,) = found(*where, **code).rows(named=True)
    return row["value"]


YEAR = {f"m{month:02d}": str(month) for month in range(1, 13)}


@pytest.mark.parametrize(
    ("period", "basis", "value"),
    [
        ("2023Q3", "quarter", 7 + 8 + 9),
        ("2023H2", "half", 7 + 8 + 9 + 10 + 11 + 12),
        ("2023", "year", 78),  # 12 × 13 ÷ 2
        ("2023", "ytd", 78),
        ("2023-10", "ytd", 55),  # 10 × 11 ÷ 2
        ("2023-10", "month", 10),
        ("2023Q3", "ytd", 45),  # 9 × 10 ÷ 2
    ],
)
def test_the_months_of_a_longer_period_are_added_up(period, basis, value):
    assert value_of(kept(*monthly(**YEAR)), period, basis) == str(value)


def test_money_is_added_up_exactly():
    lines = monthly("aid_amount", m07="0.1", m08="0.2", m09="100.05")

    assert value_of(kept(*lines), "2023Q3", "quarter", code="aid_amount") == "100.35"


def test_the_periods_own_figure_comes_before_the_sum_of_its_months():
    lines = [*monthly(m07="1", m08="1", m09="1"), ("aid_persons", "quarter", "2023Q3", "", "60")]

    assert value_of(kept(*lines), "2023Q3", "quarter") == "60"


@pytest.mark.parametrize(("period", "basis"), [("2023Q1", "quarter"), ("2023-01", "month")])
def test_the_year_so_far_is_the_period_that_opens_the_year(period, basis):
    month = str(Period.parse(period).closing_month)

    assert value_of(kept(("aid_persons", "ytd", month, "", "70")), period, basis) == "70"


def test_of_a_sum_that_lacks_a_month_the_month_is_named():
    (row,) = found(kept(*monthly(m07="1", m09="3")), "2023Q3", "quarter").rows(named=True)

    assert (row["value"], row["status"], row["lacking"]) == (None, "无数据", "2023年8月")


def test_several_months_that_are_lacking_are_named_with_their_year_once():
    (row,) = found(kept(*monthly(m09="3")), "2023Q3", "quarter").rows(named=True)

    assert row["lacking"] == "2023年7月、8月"


@pytest.mark.parametrize(
    "unsound",
    [{"status": "数据待核"}, {"status": "数据未报送"}, {"coverage": "0.9"}],
)
def test_a_month_in_doubt_is_lacking(unsound):
    sound = kept(*monthly(m07="1", m09="3"))
    doubtful = kept(*monthly(m08="2"), **unsound)

    (row,) = found(pl.concat([sound, doubtful]), "2023Q3", "quarter").rows(named=True)
    assert (row["value"], row["lacking"]) == (None, "2023年8月")


@pytest.mark.parametrize(
    ("code", "basis"),
    [
        ("grants_unions", "month"),  # a union that got grants in two months is one union
        ("palace_activity_types", "month"),
        ("hardship_households", "as_of"),  # what stands at a month's end
    ],
)
def test_what_does_not_add_up_is_not_added_up(code, basis):
    lines = [(code, basis, f"2023-{month:02d}", "", "2") for month in (7, 8, 9)]

    assert found(kept(*lines), "2023Q3", "quarter", code=code).is_empty()


def parts(**values):
    return monthly(dimension="project=P-WN02", **values)


def test_parts_are_added_up_beside_their_total_and_one_that_a_month_lacks_had_nothing():
    lines = [
        *monthly(m07="5", m08="5", m09="0"),
        *parts(m07="5"),
        *monthly(dimension="project=P-QL01", m08="5"),
    ]

    assert value_of(kept(*lines), "2023Q3", "quarter", "project=P-WN02") == "5"
    assert value_of(kept(*lines), "2023Q3", "quarter", "project=P-QL01") == "5"


def test_parts_are_unknown_where_a_month_tells_its_total_alone():
    lines = [*monthly(m07="5", m08="5", m09="5"), *parts(m07="5", m08="5")]

    assert found(kept(*lines), "2023Q3", "quarter", "project=P-WN02").is_empty()
    assert value_of(kept(*lines), "2023Q3", "quarter") == "15"


def test_a_sum_with_a_hidden_part_is_as_hidden():
    lines = kept(*monthly(m07="5", m08="5", m09="5"), *parts(m07="5", m08="5"))
    hidden = kept(*parts(m09="2"), status="不单独公布")

    (row,) = found(pl.concat([lines, hidden]), "2023Q3", "quarter", "project=P-WN02").rows(
        named=True
    )
    assert (row["value"], row["status"]) == ("12", "不单独公布")


def test_months_in_different_units_give_a_sum_of_no_unit():
    lines = pl.concat([kept(*monthly(m07="1", m08="2")), kept(*monthly(m09="3"), unit="人")])

    (row,) = found(lines, "2023Q3", "quarter").rows(named=True)
    assert row["unit"] == "人次、人"  # the guard compares nothing with it


@pytest.mark.parametrize("period", ["2024Q1", "2024Q2", "2024Q3", "2024H1", "2024-10"])
def test_the_samples_months_kept_give_what_its_workbooks_give(sample_examined, period):
    written = Period.parse(period)
    flows = {
        code: indicator
        for code, indicator in INDICATORS.items()
        if indicator.nature is Nature.FLOW and indicator.measure.how in ("total", "rows")
    }
    monthly = pl.concat(
        measure_all(flows, sample_examined.rows, month).values.with_columns(
            period=pl.lit(str(month))
        )
        for month in written.year_to_date
    ).filter(pl.col("basis") == "month")
    baseline = monthly.with_columns(
        unit=pl.lit("件"), status=pl.lit("正常"), coverage=pl.lit("1")
    ).select(*BASELINE_SCHEMA)

    of_month = ~pl.col("dimension").str.starts_with("month=")
    ours = kept_of(baseline, written).filter(of_month)
    whole = measure_all(flows, sample_examined.rows, written).values.filter(of_month)
    key = ["code", "basis", "dimension"]
    assert (
        ours.select(*key, "value").sort(key).rows() == whole.select(*key, "value").sort(key).rows()
    )
    assert ours.height > 80
