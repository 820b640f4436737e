"""How far figures can be trusted: what is missing, faulty, doubled or set aside."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from decimal import Decimal

import polars as pl
import pytest

from schemas.contract import RETURNS, return_of, sheet_named
from schemas.finding import Finding, issues_of
from schemas.indicators import INDICATORS
from schemas.period import Period
from schemas.submission import Balance, Control, Cover, Submission
from tests.transforms.by_hand import SETTINGS, good, submission
from transforms.coverage import cover_returns, expected_months, find_missing_returns
from transforms.examination import examine
from transforms.issuing import issue_edition
from transforms.standing import COUNT_SCHEMA, stand_indicators

JULY = Period(2024, 7)
ONE = SETTINGS.model_copy(update={"departments": ("BF",)})
HIRES = INDICATORS["job_hires"]


def fair(day, hired=106, **changes):
    return good("job_fairs", fair_id=day, event_date=day, hired=hired, **changes)


def book_of(month, *rows, name="a", **more):
    return submission("job_fairs", *rows, workbook=f"{month}/{name}.xlsx", **more)


def unreadable(workbook, code):
    return Submission(
        workbook=workbook,
        sha256="",
        cover=Cover(code, workbook[:7], present=False),
        cells=submission("job_fairs").cells.clear(),
        tables=(),
        blocked=(),
        issues=issues_of([Finding("E-F01", "打不开，请另存后重新报送。", workbook)]),
        balance=Balance(0, 0),
        readable=False,
    )


def counts_of(*books, table="job_fairs"):
    """Return counts: month, accepted, rejected, faulty, mode."""
    rows = [
        (table, f"{month}/a.xlsx", month, mode, accepted, rejected, faulty)
        for month, accepted, rejected, faulty, mode in books
    ]
    return pl.DataFrame(rows, schema=COUNT_SCHEMA, orient="row")


def stand(*books, missing=(), indicator=HIRES, period=None):
    """Return coverage, absent, pending by basis, for months reported and missing."""
    counts = counts_of(*books, table=indicator.sheet)
    code = return_of(sheet_named(indicator.sheet)).code
    arrived = [(month, code, "已报送") for month in counts["reported_in"]]
    rows = sorted([*arrived, *((month, code, "未报送") for month in missing)])
    coverage = pl.DataFrame(rows, schema=["period", "table_code", "status"], orient="row")
    period = Period.parse(period or coverage["period"].max())
    standing = stand_indicators([indicator], counts, coverage, Decimal("0.9"), period)
    return {basis: tuple(rest) for _, basis, *rest in standing.iter_rows()}


def month_of(number, accepted=1, rejected=0, *, faulty=False, mode="增量"):
    return (f"2024-{number:02d}", accepted, rejected, faulty, mode)


def test_what_arrived_and_was_accepted_stands():
    assert stand(month_of(6), month_of(7)) == {
        "month": (1.0, False, False),
        "ytd": (1.0, False, False),
    }


def test_a_month_that_is_missing_in_between_lowers_the_coverage_of_the_year():
    standing = stand(month_of(4), month_of(5), month_of(7), missing=("2024-06",))

    assert standing == {"month": (1.0, False, False), "ytd": (0.75, False, True)}


def test_one_month_of_ten_may_be_missing_before_the_year_waits():
    months = [month_of(number) for number in (1, 2, 3, 4, 5, 6, 8, 9, 10)]

    assert stand(*months, missing=("2024-07",))["ytd"] == (0.9, False, False)
    assert stand(*months[1:], missing=("2024-01", "2024-07"))["ytd"] == (0.8, False, True)


def test_without_the_periods_own_return_there_is_no_figure():
    standing = stand(month_of(6), missing=("2024-07",))

    assert {basis: absent for basis, (_, absent, _) in standing.items()} == {
        "month": True,
        "ytd": True,
    }


def test_a_ledger_to_date_stands_for_the_months_before_it():
    claims = INDICATORS["mutual_claims"]
    ledger = month_of(7, mode="累计台账")

    assert stand(ledger, missing=("2024-05", "2024-06"), indicator=claims)["ytd"] == (
        1.0,
        False,
        False,
    )


@pytest.mark.parametrize(
    ("rejected", "pending"), [(0, False), (1, False), (2, True)], ids=["100%", "90%", "80%"]
)
def test_too_many_rows_set_aside_make_a_figure_wait(rejected, pending):
    standing = stand(month_of(7, accepted=10 - rejected, rejected=rejected))

    assert standing["month"] == (1 - rejected / 10, False, pending)


def test_a_sheet_without_a_row_is_sound():
    assert stand(month_of(7, accepted=0))["month"] == (1.0, False, False)


def test_a_faulty_month_makes_the_year_wait_and_not_the_months_after_it():
    standing = stand(month_of(6, faulty=True), month_of(7))

    assert {basis: pending for basis, (*_, pending) in standing.items()} == {
        "month": False,
        "ytd": True,
    }


@pytest.mark.parametrize(
    ("june", "july", "pending"),
    [
        ((20, 0), (20, 0), False),
        ((10, 10), (20, 0), False),  # June's budget stands no more
        ((20, 0), (19, 1), True),  # the whole budget without one of its twenty subjects
    ],
)
def test_a_budget_is_that_of_its_month_alone_and_lacks_no_subject(june, july, pending):
    stood = stand(month_of(6, *june), month_of(7, *july), indicator=INDICATORS["budget_rate"])

    assert stood["as_of"][2] is pending


def test_a_plan_does_not_wait_for_the_month():
    plan = INDICATORS["norm_plan_township_target"]
    coverage = pl.DataFrame({"period": ["2024-07"], "table_code": ["W03"], "status": ["未报送"]})
    standing = stand_indicators([plan], counts_of(), coverage, Decimal("0.9"), JULY)

    assert standing.rows() == [(plan.code, "plan", 1.0, False, False)]


def cover(*books, settings=ONE):
    counts = counts_of(*(month_of(int(book.cover.reported_in[5:]), 3, 1) for book in books))
    return cover_returns(books, counts, settings, JULY)


def test_the_months_that_are_expected_begin_with_the_first_that_was_reported():
    books = [book_of("2024-05"), book_of("2024-07")]

    assert [str(month) for month in expected_months(books, JULY)] == [
        "2024-05",
        "2024-06",
        "2024-07",
    ]
    assert [str(month) for month in expected_months([], JULY)] == ["2024-07"]


def test_each_return_is_there_is_missing_or_cannot_be_read():
    coverage = cover(
        book_of("2024-05"), unreadable("2024-06/x.xlsx", "W05"), unreadable("2024-07/x.xls", "")
    )

    assert coverage.select("period", "status").rows() == [
        ("2024-05", "已报送"),
        ("2024-06", "无法读取"),
        ("2024-07", "未报送"),
    ]
    (message,) = find_missing_returns(coverage)["message"]
    assert message.startswith("职工服务（帮扶）中心2024-07的报表（W05")


def test_rows_and_cells_are_counted_by_what_became_of_them():
    (row,) = cover(book_of("2024-07")).rows(named=True)

    assert (row["rows_received"], row["rows_accepted"], row["rows_rejected"]) == (4, 3, 1)
    assert row["cells_seen"] == row["cells_used"] + row["cells_set_aside"]


def test_a_department_has_reported_whose_whole_return_stands_in_anothers_workbook():
    whole = tuple(sheet.name for sheet in RETURNS["W08"].sheets)
    shared = replace(book_of("2024-07"), tables=(*book_of("2024-07").tables, *whole))
    half = replace(shared, tables=shared.tables[:-1])

    assert find_missing_returns(cover(shared, settings=SETTINGS)).height == 7
    assert find_missing_returns(cover(half, settings=SETTINGS)).height == 8


def test_all_nine_departments_are_expected_unless_the_settings_say_otherwise():
    assert find_missing_returns(cover(book_of("2024-07"), settings=SETTINGS)).height == 8
    assert find_missing_returns(cover(book_of("2024-07"))).is_empty()


def test_a_fault_of_a_whole_sheet_blocks_that_sheet_until_it_is_mended():
    total_off = {"part": "total", "hired": 107}
    books = [
        book_of("2024-01"),
        book_of("2024-02", fair("2024-02-19"), total_off),
        book_of("2024-02", fair("2024-02-19"), name="b", version=2),
        book_of("2024-03"),
        book_of("2024-03", name="b"),
        book_of("2024-04", blocked=("job_fairs",)),
        book_of("2024-05", controls=(Control("招聘会", 1, None),)),
        book_of("2024-06", fair("2024-06-19"), total_off),
        book_of("2024-07", fair("2024-07-19"), {"part": "total", "hired": 106}),
    ]
    examined = examine(books, ONE, JULY)
    faulty = examined.counts.filter("faulty")

    assert sorted(faulty.filter(table="job_fairs")["workbook"]) == [
        "2024-03/a.xlsx",  # E-F03
        "2024-04/a.xlsx",  # blocked by the reader
        "2024-05/a.xlsx",  # E-F06
        "2024-06/a.xlsx",  # E-F07
    ]
    assert faulty.filter(table="hardship_files")["workbook"].to_list() == ["2024-03/a.xlsx"]
    assert set(examined.issues.filter(severity="E")["rule"]) == {"E-F03", "E-F06", "E-F07"}


@pytest.mark.parametrize(
    ("cutoff", "accepted"),
    [(None, 2), (dt.date(2024, 7, 25), 1), (dt.date(2024, 12, 31), 2)],
)
def test_a_cover_may_end_the_month_early_and_not_late(cutoff, accepted):
    rows = [fair("2024-07-20"), fair("2024-07-31"), fair("2024-08-01")]
    examined = examine([book_of("2024-07", *rows, cutoff=cutoff)], ONE, JULY)

    assert examined.rows["job_fairs"].height == accepted
    assert examined.issues.filter(rule="E-C06").height == 3 - accepted


def test_findings_stand_in_one_order_the_gravest_first_and_each_once():
    rows = [fair("2024-07-19", companies=0), fair("2024-07-20", hired=999)]
    issues = examine([book_of("2024-07", *rows)], SETTINGS, JULY).issues

    assert issues["severity"].to_list() == sorted(issues["severity"], key="EWI".index)
    assert issues.is_unique().all()


def issue(*books, period=JULY, settings=ONE):
    edition = issue_edition(examine(books, settings, period), settings, period, None)
    return {
        (code, basis): row
        for row in edition.figures.filter(dimension="").rows(named=True)
        for code, basis in [(row["code"], row["basis"])]
    }


def relief_and_ledger(amount):
    """Return W05 and W09 of July: 150 heads at 168 yuan, 120 at 200, and what was posted."""
    warm = {"batch_id": "BF-2", "project_code": "P-QL02", "voucher_no": "记-7-4"}
    heads = {"headcount": 120, "unit_amount_cny": "200.00", "amount_cny": "24000.00"}
    other = {"project_code": "P-QL02", "voucher_no": "记-7-4", "amount_cny": "24000.00"}
    return (
        submission("reliefs", good("reliefs"), good("reliefs", **warm, **heads)),
        submission(
            "ledger_lines",
            good("ledger_lines", summary="付款", amount_cny=amount),
            good("ledger_lines", summary="付款", **other),
            workbook="2024-07/b.xlsx",
        ),
    )


def test_figures_in_which_workbooks_disagree_wait_and_the_others_are_stated():
    figures = issue(*relief_and_ledger("25200.01"))

    assert figures["cool_sanitation_amount", "month"]["status"] == "数据待核"
    assert figures["cool_sanitation_amount", "ytd"]["status"] == "数据待核"
    assert figures["cool_builder_amount", "month"]["status"] == "正常"
    assert figures["cool_sanitation_persons", "month"]["status"] == "正常"


def test_figures_in_which_workbooks_agree_are_stated():
    figures = issue(*relief_and_ledger("25200.00"))

    assert figures["cool_sanitation_amount", "month"]["status"] == "正常"


def test_what_was_not_reported_is_not_zero():
    books = [book_of("2024-05", fair("2024-05-10")), book_of("2024-07", fair("2024-07-19"))]
    figures = issue(*books, settings=SETTINGS)

    hires = figures["job_hires", "month"]
    assert hires["printed"] == "100余人"
    assert (hires["previous_period_value"], hires["period_change"]) == (None, None)
    assert figures["women_visit_persons", "month"]["printed"] == "数据未报送"


def test_the_first_month_is_compared_with_nothing():
    figures = issue(book_of("2024-01", fair("2024-01-10")), period=Period(2024, 1))

    assert figures["job_hires", "month"]["previous_period_value"] is None


def test_a_zero_report_is_zero_and_a_late_row_does_not_change_it_afterwards():
    june = book_of("2024-06")
    july = book_of("2024-07", fair("2024-06-19", hired=50), fair("2024-07-19"))
    figures = issue(june, july)

    hires = figures["job_hires", "month"]
    assert (hires["value"], hires["previous_period_value"]) == ("106", "0")
    assert (hires["period_change"], hires["period_change_pct"]) == ("106", None)
    assert figures["job_hires", "ytd"]["value"] == "156"
