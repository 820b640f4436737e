"""The budget beside the ledger: given, spent, the rate against time, and the way to the cells."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from schemas.indicators import INDICATORS
from schemas.indicators.finance import BUDGET, EXPENDITURE
from schemas.period import Period
from schemas.submission import Control
from tests.transforms.by_hand import SETTINGS, good, rows_of, submission
from transforms.budget import lay_out_budget, view_budget
from transforms.examination import examine
from transforms.issuing import issue_edition
from transforms.measures import measure_all
from transforms.printing import print_value

OCTOBER = "2024-10"
JANUARY = Period(2024, 1)
_SHEETS = ("budget_lines", "ledger_lines")
CODES = {indicator.code: indicator for indicator in (EXPENDITURE, *BUDGET)}


def paid(amount, subject="50205", day="2024-10-08", **more):
    return {"amount_cny": amount, "subject_code": subject, "post_date": day, **more}


def given(budget, subject="50205", adjusted=None, spent="0", month=OCTOBER, **more):
    """Return a budget line; `spent` is its 累计支出."""
    own = {"subject_code": subject, "budget_cny": budget, "adj_budget_cny": adjusted}
    told = {"ytd_cny": spent, "month_cny": "0", "reported_in": month}
    return {**own, **told, "workbook": f"{month}/b.xlsx", **more}


def measured(ledger=(), budget=(), period=OCTOBER):
    rows = {
        "ledger_lines": rows_of("ledger_lines", *ledger),
        "budget_lines": rows_of("budget_lines", *budget),
    }
    return measure_all(CODES, rows, Period.parse(period))


def of(found, code, subject="", basis=""):
    """Return a value as text; `no row` where the figure is not stated at all."""
    dimension = f"subject={subject}" if subject else ""
    basis = basis or CODES[code].basis_so_far
    told = found.values.filter(code=code, basis=basis, dimension=dimension)["value"].to_list()
    assert len(told) <= 1
    return told[0] if told else "no row"


def cells_behind(found, code, subject=""):
    dimension = f"subject={subject}" if subject else ""
    rows = found.rows.filter(code=code, basis=CODES[code].basis_so_far, dimension=dimension)
    return sorted(rows.select("workbook", "source_row", "column").iter_rows())


def test_a_rate_is_spent_by_adjusted_budget_against_the_months_that_have_passed():
    lines = [paid("60"), paid("40", day="2024-03-01")]
    found = measured(lines, [given("80", adjusted="120", spent="100", month_cny="60")])

    assert of(found, "budget_initial") == "80"
    assert of(found, "budget_adjusted") == of(found, "budget_adjusted", "50205") == "120"
    assert of(found, "budget_executed") == "100"
    assert of(found, "budget_executed", basis="month") == "60"
    # 100 / 120 = 83.33… %, and 10 of 12 months = 83.33… %: neither fast nor slow
    assert of(found, "budget_rate") == of(found, "budget_time") == "83.333333"
    assert of(found, "budget_lead") == "0"
    assert of(found, "budget_balance") == "20"


def test_a_lead_is_the_difference_of_the_exact_rates():
    found = measured([], [given("1010000", spent="884440")])

    # 88444000/1010000 = 87.568316…; 87.568316… - 83.333333… = 4.234983…
    assert of(found, "budget_rate") == "87.568316"
    assert of(found, "budget_lead") == "4.234983"
    assert print_value(CODES["budget_lead"], "4.234983") == "4.2个百分点"


def test_an_empty_adjustment_leaves_the_budget_as_it_was():
    found = measured([], [given("80"), given("50", "50202", adjusted="0")])

    assert of(found, "budget_adjusted", "50205") == "80"
    assert of(found, "budget_adjusted", "50202") == "0"
    assert of(found, "budget_adjusted") == "80"


def test_only_the_budget_of_the_month_counts():
    earlier = given("70", adjusted="75", month="2024-09")
    found = measured([], [given("70", adjusted="90"), earlier])

    assert of(found, "budget_adjusted") == "90"
    assert of(measured([], [earlier]), "budget_adjusted") is None


def test_a_red_entry_is_subtracted():
    lines = [paid("100"), paid("-30", red_entry=True)]
    found = measured(lines, [given("140", "50202")])

    assert of(found, "ledger_expenditure") == of(found, "budget_executed", "50205") == "70"
    assert of(found, "budget_rate") == "50"


def test_what_is_booked_and_not_paid_is_not_spent():
    found = measured([paid("100"), paid("9", pay_status="已挂账")], [given("200", "50202")])

    assert of(found, "budget_unlisted") == "100"
    assert of(found, "budget_rate") == "50"


def test_an_overspent_subject_has_a_negative_balance_and_a_rate_above_100():
    found = measured([], [given("100", spent="103"), given("100", "50202", spent="1")])

    assert of(found, "budget_rate", "50205") == "103"
    assert of(found, "budget_balance", "50205") == "-3"
    assert of(found, "budget_balance") == "96"  # 200 - 104


@pytest.mark.parametrize(("budget", "spent"), [("0", "5"), ("100", "-5")])
def test_no_rate_is_computed_without_a_budget_or_below_zero(budget, spent):
    found = measured([], [given(budget, spent=spent)])

    assert of(found, "budget_rate") is None
    assert of(found, "budget_rate", "50205") is None
    assert of(found, "budget_lead") is None
    assert of(found, "budget_executed") == spent


def test_a_subject_without_a_budget_is_spending_of_its_own():
    found = measured([paid("60"), paid("40", "50299")], [given("200", spent="60")])

    assert of(found, "budget_unlisted") == of(found, "budget_unlisted", "50299") == "40"
    assert of(found, "budget_unlisted", "50205") == "no row"
    assert of(found, "budget_executed", "50299") == "40"
    assert of(found, "budget_adjusted", "50299") == "no row"
    assert of(found, "budget_rate", "50299") == "no row"
    assert of(found, "budget_rate") == "50"  # 100 / 200


def test_without_any_budget_nothing_is_stated():
    found = measured([paid("60")])

    for indicator in BUDGET:
        for basis in indicator.bases_in(Period.parse(OCTOBER)):
            assert of(found, indicator.code, basis=basis) is None
    assert found.values.filter(code="budget_executed")["dimension"].unique().to_list() == [""]


def test_a_budget_of_a_whole_class_holds_the_lines_below_it():
    lines = [paid("30", "50205"), paid("10", "50204")]
    found = measured(lines, [given("100", "502", spent="40")])

    assert of(found, "budget_rate", "502") == "40"
    assert of(found, "budget_unlisted") == "0"


def test_a_class_above_its_own_subjects_is_counted_once():
    lines = [
        given("100", "502", spent="50"),
        given("60", "50204", spent="20"),
        given("40", "50205", spent="30"),
    ]
    found = measured([paid("30", "50205"), paid("20", "50204")], lines)

    assert of(found, "budget_adjusted") == "100"
    assert of(found, "budget_rate") == of(found, "budget_rate", "502") == "50"
    assert of(found, "budget_rate", "50205") == "75"


def test_both_charts_of_accounts_are_only_codes():
    # DOMAIN.md §3.2: support of grassroots unions is 506 in the chart of 2010, 508 in that of 2021
    for subject in ("506", "508"):
        found = measured([paid("25", subject)], [given("100", subject, spent="25")])
        assert of(found, "budget_rate", subject) == "25"


@pytest.mark.parametrize(("month", "share"), [("2024-01", "8.333333"), ("2024-12", "100")])
def test_time_passes_by_months(month, share):
    found = measured([], [given("100", month=month)], month)

    assert of(found, "budget_time") == share


def test_a_ratio_is_never_rounded_twice():
    # 87.64999996 % → 87.6 %; rounded to 87.650000 first it would be 87.7
    found = measured([], [given("100000000", spent="87649999.96")])

    assert print_value(CODES["budget_rate"], of(found, "budget_rate")) == "87.6%"
    exact = measured([], [given("100000000", spent="87650000")])
    assert print_value(CODES["budget_rate"], of(exact, "budget_rate")) == "87.7%"
    assert print_value(CODES["budget_rate"], of(exact, "budget_rate"), "GB/T 8170") == "87.6%"


def test_figures_lead_back_to_their_cells():
    budget = [given("80", adjusted="120"), given("10", "50202")]
    found = measured([paid("60"), paid("40", "50299")], budget)
    ledger, book = "2024-07/a.xlsx", "2024-10/b.xlsx"

    assert cells_behind(found, "budget_initial") == [
        (book, 2, "budget_cny"),
        (book, 3, "budget_cny"),
    ]
    assert cells_behind(found, "budget_adjusted", "50205") == [(book, 2, "adj_budget_cny")]
    assert cells_behind(found, "budget_adjusted", "50202") == [(book, 3, "budget_cny")]
    assert cells_behind(found, "budget_executed", "50205") == [(book, 2, "ytd_cny")]
    alone = [
        (ledger, 3, "amount_cny"),
        (book, 2, "subject_code"),  # what the budget lists decides what it does not
        (book, 3, "subject_code"),
    ]
    assert cells_behind(found, "budget_executed", "50299") == alone
    assert cells_behind(found, "budget_unlisted") == alone
    assert cells_behind(found, "budget_rate", "50205") == [
        (book, 2, "adj_budget_cny"),
        (book, 2, "ytd_cny"),
    ]
    assert cells_behind(found, "budget_time") == alone[1:]


def test_of_a_quarter_only_the_ledger_tells_what_was_spent():
    ledger = rows_of("ledger_lines", paid("30"), paid("5", "50299"))
    lines = rows_of("budget_lines", given("100", spent="90"))
    cells = lay_out_budget(ledger, lines, "quarter")

    values, _ = view_budget({0: "executed"}, cells, Period(2024, 9))

    assert values.select("dimension", "value").rows() == [
        ("", "35"),
        ("subject=50205", "30"),
        ("subject=50299", "5"),
    ]


def status_of(code, basis, stated="100", **ledger):
    """Return how a figure of January stands; ledger and budget come in two files of one return."""
    line = good("budget_lines", month_cny=stated, ytd_cny=stated, budget_cny="400")
    paid_line = good("ledger_lines", amount_cny="100", post_date="2024-01-10")
    books = [
        submission("budget_lines", line, workbook="2024-01/b.xlsx"),
        submission("ledger_lines", paid_line, workbook="2024-01/l.xlsx", **ledger),
    ]
    chosen = SETTINGS.model_copy(update={"departments": ("CW",)})
    own = [replace(book, tables=(name,)) for book, name in zip(books, _SHEETS, strict=True)]
    examined = examine(own, chosen, JANUARY)
    figures = issue_edition(examined, chosen, JANUARY, None).figures
    (row,) = figures.filter(code=code, basis=basis, dimension="").rows(named=True)
    return row["status"]


def test_a_rate_waits_where_budget_and_ledger_disagree():
    assert status_of("budget_rate", "as_of") == "正常"
    assert status_of("budget_rate", "as_of", stated="90") == "数据待核"
    assert status_of("budget_executed", "ytd", stated="90") == "数据待核"
    assert status_of("ledger_expenditure", "ytd", stated="90") == "正常"


def test_a_rate_waits_for_a_ledger_that_is_at_fault():
    total = Control("支出明细账", None, Decimal(1))

    assert status_of("ledger_expenditure", "ytd", controls=(total,)) == "数据待核"
    assert status_of("budget_rate", "as_of", controls=(total,)) == "数据待核"
    assert status_of("budget_adjusted", "plan", controls=(total,)) == "正常"


@pytest.mark.parametrize(
    ("chart", "accepted"),
    [
        ({"50202": "劳动保护"}, 0),  # 2010: grants to the unions below are 506
        ({"503": "职工服务支出", "508": "补助下级支出"}, 1),  # 2021
        ({}, 1),  # none given: any code is taken as it is
    ],
)
def test_a_subject_counts_where_the_union_s_own_chart_holds_it(chart, accepted):
    line = good("ledger_lines", subject_code="508", post_date="2024-01-10")
    book = submission("ledger_lines", line, workbook="2024-01/l.xlsx")
    chosen = SETTINGS.model_copy(update={"chart_of_accounts": chart, "departments": ("CW",)})
    examined = examine([book], chosen, JANUARY)

    assert examined.rows["ledger_lines"].height == accepted
    assert ("E-C07" in examined.issues["rule"].to_list()) is (accepted == 0)


def test_the_grants_that_finance_paid_are_counted_and_added_up():
    rows = [
        {"amount_cny": "100", "grantee": "甲乡总工会", "doc_no": "1号"},
        {"amount_cny": "50", "grantee": "甲乡总工会", "doc_no": "2号"},
        {"amount_cny": "7", "grantee": "乙厂工会", "doc_no": "3号", "pay_date": "2024-03-01"},
    ]
    codes = {code: INDICATORS[code] for code in ("grants_amount", "grants_unions")}
    found = measure_all(codes, {"grants": rows_of("grants", *rows)}, Period(2024, 7)).values
    value = {(c, b, d): v for c, b, d, v in found.iter_rows()}

    assert value["grants_amount", "ytd", ""] == "157"
    assert value["grants_amount", "month", ""] == "150"
    assert value["grants_unions", "ytd", ""] == "2"
    assert value["grants_unions", "month", ""] == "1"
    assert value["grants_amount", "ytd", "grantee=甲乡总工会"] == "150"


def test_an_item_is_shown_until_finance_posts_it_and_once():
    june = {"reported_in": "2024-06", "workbook": "2024-06/a.xlsx"}
    rows = [
        {"amount_cny": "-5", "reason": "未付", "expected_month": "2024-08", **june},
        {"amount_cny": "-6", "reason": "未付", "expected_month": "2024-08"},
        {"amount_cny": "9", "reason": "跨期", "expected_month": "2024-07", **june},
        {"amount_cny": "2", "reason": "其他", "project_code": "P-ZX01"},
        {"amount_cny": "1", "reason": "其他", "reported_in": "2024-08"},
    ]
    items = {"reconciling_items": rows_of("reconciling_items", *rows)}
    code = "reconciling_amount"
    found = measure_all({code: INDICATORS[code]}, items, Period(2024, 7)).values
    value = dict(found.select("dimension", "value").iter_rows())

    # of June's 未付 July has told anew (-6), June's 跨期 is posted in July, August is to come
    assert value == {"": "-4", "project=P-QL01": "-6", "project=P-ZX01": "2"}
