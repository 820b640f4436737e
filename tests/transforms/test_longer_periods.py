"""Quarters, half-years and years: sums of their months, states of their last day, nothing small."""

from __future__ import annotations

from decimal import Decimal

import pytest

from schemas.edition import Edition
from schemas.figure import STATED
from schemas.indicator import Nature
from schemas.indicators import INDICATORS
from schemas.period import Period
from tests.transforms.by_hand import SETTINGS, good, rows_of, submission
from transforms.examination import examine
from transforms.issuing import issue_edition
from transforms.measures import measure_all

# DOMAIN.md §7: 四送与慰问 by month, and in March 20 000 of 三八慰问, which aid_amount leaves out
MONEY = [320_000, 105_000, 38_000, 17_000, 16_000, 20_000, 52_200, 149_000, 16_000, 16_000]
WOMEN = {3: 20_000}
SEASONS = {"2024Q1": 3, "2024Q2": 6, "2024H1": 6, "2024Q3": 9}
"""Longer periods of the sample, and their closing months."""


def value(edition: Edition, code: str, basis: str, dimension: str = "") -> str | None:
    (found,) = edition.figures.filter(code=code, basis=basis, dimension=dimension)["value"]
    return None if found is None else str(found)


def paid(months: range) -> int:
    return sum(MONEY[month - 1] - WOMEN.get(month, 0) for month in months)


def test_the_money_of_a_quarter_and_a_half_year_is_that_of_the_handbook(sample_edition):
    assert paid(range(7, 10)) == 52_200 + 149_000 + 16_000 == 217_200
    assert paid(range(1, 7)) + WOMEN[3] == 516_000

    assert value(sample_edition("2024Q3"), "aid_amount", "quarter") == "217200"
    assert value(sample_edition("2024H1"), "aid_amount", "half") == "496000"
    assert value(sample_edition("2024H1"), "women_visit_amount", "half") == "20000"


def test_psychological_services_of_a_quarter_add_up(sample_edition):
    assert value(sample_edition("2024Q1"), "psych_interventions", "quarter") == str(4 + 5 + 6)
    assert value(sample_edition("2024Q3"), "psych_interventions", "quarter") == str(6 + 5 + 6)


@pytest.mark.parametrize("season", ["2024H1", "2024Q3"])
def test_every_flow_of_a_period_is_the_sum_of_its_months(sample_books, sample_edition, season):
    period = Period.parse(season)
    added = {
        code: i
        for code, i in INDICATORS.items()
        if i.nature is Nature.FLOW and i.measure.how in ("total", "rows")
    }
    rows = _rows_of(sample_books, sample_edition, period)
    sums: dict[str, Decimal] = dict.fromkeys(added, Decimal(0))
    for month in period.months:
        values = measure_all(added, rows, month).values.filter(basis="month", dimension="")
        for code, number in values.select("code", "value").iter_rows():
            sums[code] += Decimal(number)

    edition = sample_edition(season)
    told = {code: Decimal(value(edition, code, period.basis) or "nan") for code in added}
    assert told == sums
    assert sum(number > 0 for number in sums.values()) > 20


def _rows_of(sample_books, sample_edition, period):
    books = [b for n, b in sample_books.items() if Period.parse(n[:7]) <= period.closing_month]
    return examine(books, sample_edition(str(period)).settings, period).rows


@pytest.mark.parametrize(("season", "month"), SEASONS.items())
def test_what_is_a_state_is_that_of_the_closing_month_and_is_not_added_up(
    sample_edition, season, month
):
    states = [code for code, i in INDICATORS.items() if i.nature is not Nature.FLOW]
    closing = sample_edition(f"2024-{month:02d}").figures.filter(basis="as_of", dimension="")
    longer = sample_edition(season).figures.filter(basis="as_of", dimension="")

    assert longer.select("code", "value").equals(closing.select("code", "value"))
    assert {"mutual_units", "hardship_households"} <= {*longer["code"]} <= {*states}


def test_the_year_so_far_is_the_same_in_a_quarter_as_in_its_closing_month(sample_edition):
    columns = ["code", "dimension", "value", "printed", "status"]
    quarter = sample_edition("2024Q3").figures.filter(basis="ytd").select(columns)

    assert quarter.equals(sample_edition("2024-09").figures.filter(basis="ytd").select(columns))


def test_a_first_half_is_the_year_so_far(sample_edition):
    figures = sample_edition("2024H1").figures
    columns = ["code", "value", "printed", "status"]
    half = figures.filter(basis="half", dimension="").select(columns)

    assert half.equals(figures.filter(basis="ytd", dimension="").select(columns))
    assert {*figures["basis"]} == {"half", "ytd", "as_of", "plan"}
    assert {*figures["period"]} == {"2024H1"}


def test_the_months_of_a_quarter_are_its_parts(sample_edition):
    figures = sample_edition("2024Q3").figures.filter(code="aid_amount", basis="quarter")
    parts = dict(figures.select("dimension", "value").iter_rows())

    assert {part: told for part, told in parts.items() if part.startswith("month=")} == {
        "month=2024-07": "52200",
        "month=2024-08": "149000",
        "month=2024-09": "16000",
    }


def test_a_quarter_is_compared_with_the_quarter_before(sample_edition):
    # 四送 in Q2: 17 000 + 16 000 + 20 000 = 53 000; 217 200 is 164 200 more, 309.8 %
    (row,) = (
        sample_edition("2024Q3")
        .figures.filter(code="aid_amount", basis="quarter", dimension="")
        .rows(named=True)
    )

    assert row["previous_period_value"] == "53000"
    assert row["period_change"] == "164200"
    assert row["period_change_pct"] == "309.8"


def test_distinct_things_are_counted_over_the_whole_quarter_and_not_added_up():
    kinds = rows_of(
        "palace_activities",
        *(
            {"activity_id": f"A{month}", "event_date": f"2024-{month:02d}-05", "category": kind}
            for month, kind in ((7, "文体比赛"), (8, "文体比赛"), (9, "交友联谊"))
        ),
    )
    code = "palace_activity_types"
    counted = INDICATORS[code]

    def over(written: str, basis: str) -> str:
        found = measure_all({code: counted}, {counted.sheet: kinds}, Period.parse(written)).values
        (number,) = found.filter(basis=basis, dimension="")["value"]
        return str(number)

    assert [over(f"2024-{month:02d}", "month") for month in (7, 8, 9)] == ["1", "1", "1"]
    assert over("2024Q3", "quarter") == "2"


def fair(month: int, hired: int = 100, **more):
    day = f"2024-{month:02d}-10"
    row = good("job_fairs", fair_id=day, event_date=day, hired=hired)
    return submission("job_fairs", row, workbook=f"2024-{month:02d}/a.xlsx", **more)


def hires(written: str, *months: int, **more) -> dict[str, dict[str, str | None]]:
    """Return the hires of a period by basis, of the months that were reported."""
    period = Period.parse(written)
    settings = SETTINGS.model_copy(update={"departments": ("BF",)})
    books = [fair(month, **more) for month in months]
    edition = issue_edition(examine(books, settings, period), settings, period, None)
    rows = edition.figures.filter(code="job_hires", dimension="").rows(named=True)
    return {row["basis"]: row for row in rows}


def test_a_quarter_of_which_all_months_came_is_stated():
    quarter = hires("2024Q3", 7, 8, 9)["quarter"]

    assert (quarter["value"], quarter["status"], quarter["coverage"]) == ("300", STATED, "1")


def test_a_quarter_that_lacks_a_month_waits_and_prints_no_small_number():
    quarter = hires("2024Q3", 7, 9)["quarter"]

    assert quarter["status"] == quarter["printed"] == "数据待核"
    assert quarter["coverage"] == "0.6667"


def test_a_ledger_holds_the_months_before_it_and_none_after_it():
    ledger = {"submit_mode": "累计台账"}
    settings = SETTINGS.model_copy(update={"departments": ("BF",)})
    period = Period.parse("2024Q3")

    def quarter(*books) -> str:
        figures = issue_edition(examine(books, settings, period), settings, period, None).figures
        (status,) = figures.filter(code="job_hires", basis="quarter", dimension="")["status"]
        return str(status)

    assert quarter(fair(9, **ledger)) == STATED
    assert quarter(fair(8, **ledger), fair(9)) == STATED
    assert quarter(fair(7, **ledger), fair(9)) == "数据待核"  # nobody told of August


def test_a_union_that_began_within_the_quarter_has_no_number_of_the_quarter():
    assert hires("2024Q3", 8, 9)["quarter"]["status"] == "数据待核"


def test_without_its_closing_month_nothing_is_known_of_a_period():
    for period, basis, months in (
        ("2024Q3", "quarter", (7, 8)),
        ("2024", "year", tuple(range(1, 11))),
    ):
        figure = hires(period, *months)[basis]

        assert (figure["value"], figure["printed"]) == (None, "数据未报送")


def test_a_year_that_lacks_one_month_of_twelve_waits_though_its_coverage_is_high():
    year = hires("2024", *(month for month in range(1, 13) if month != 7))

    assert [year[basis]["status"] for basis in ("year", "ytd")] == ["数据待核", "数据待核"]
    assert year["year"]["coverage"] == "0.9167"


def test_a_whole_year_is_stated():
    year = hires("2024", *range(1, 13))

    assert {basis: figure["value"] for basis, figure in year.items()} == {
        "year": "1200",
        "ytd": "1200",
    }


def test_a_year_has_no_comparison_with_the_period_before():
    year = hires("2024", *range(1, 13))["year"]

    assert (year["previous_period_value"], year["period_change"]) == (None, None)


def test_the_missing_months_of_a_quarter_are_told_as_missing():
    period = Period.parse("2024Q3")
    settings = SETTINGS.model_copy(update={"departments": ("BF",)})
    issues = examine([fair(9)], settings, period).issues.filter(rule="W-T03")

    assert [message[message.index("2024") :][:7] for message in issues["message"]] == [
        "2024-07",
        "2024-08",
    ]


def test_few_disputes_of_a_quarter_keep_their_amount_to_themselves():
    settings = SETTINGS.model_copy(update={"departments": ("QY",)})
    period = Period.parse("2024Q3")
    books = [
        submission(
            "disputes",
            *(
                good(
                    "disputes",
                    case_no=f"案{month}",
                    accept_date=f"2024-{month:02d}-01",
                    close_date=f"2024-{month:02d}-10",
                )
                for month in closed
            ),
            workbook=f"2024-{number:02d}/a.xlsx",
        )
        for number, closed in ((7, (7,)), (8, ()), (9, (9,)))
    ]
    figures = issue_edition(examine(books, settings, period), settings, period, None).figures
    amount = figures.filter(code="disputes_amount", basis="quarter", dimension="")

    assert value_of_cases(figures) == "2"
    assert settings.thresholds.minimum_cases > 2
    assert amount["status"].to_list() == ["不单独公布"]
    assert amount["printed"].to_list() == ["…"]


def value_of_cases(figures) -> str:
    (number,) = figures.filter(code="disputes_resolved", basis="quarter", dimension="")["value"]
    return str(number)
