"""What is not there: a rule that would need it says so once, and nothing fails for its lack."""

from __future__ import annotations

from dataclasses import replace

import polars as pl
import pytest

from schemas.contract import return_of, sheet_named
from schemas.period import Period
from tests.transforms.by_hand import SETTINGS, good, release_of, submission
from transforms.examination import examine
from transforms.gaps import find_gaps

JUNE, JULY = Period(2024, 6), Period(2024, 7)
WHOLE = "各月均未报送或待更正"


def sent(name, *rows, month="2024-07", **on_cover):
    code = return_of(sheet_named(name)).code
    return submission(name, *rows, workbook=f"{month}/{code}.xlsx", **on_cover)


def gaps(*books, months=(JULY,)):
    return find_gaps(books, months)


def test_a_month_that_arrived_leaves_no_gap():
    assert "reliefs" not in gaps(sent("reliefs", good("reliefs")))


def test_a_return_that_did_not_arrive_leaves_a_gap_in_each_of_its_sheets():
    found = gaps(sent("reliefs"))

    assert found["gifts"] == found["enrolments"] == found["claims"] == WHOLE


def test_the_months_that_are_missing_are_named():
    found = gaps(sent("reliefs", month="2024-07"), months=(Period(2024, 5), JUNE, JULY))

    assert found["reliefs"] == "2024-05、2024-06未报送或待更正"


def test_a_cumulative_ledger_holds_the_months_before_it_and_no_later_one():
    july = sent("gifts", submit_mode="累计台账")

    assert "gifts" not in gaps(july, months=(JUNE, JULY))
    assert gaps(july, months=(JULY, Period(2024, 8)))["gifts"] == "2024-08未报送或待更正"


def test_a_blocked_sheet_is_missing_and_its_neighbours_are_not():
    found = gaps(replace(sent("job_fairs"), tables=("job_fairs",), blocked=("reliefs",)))

    assert found["reliefs"] == WHOLE
    assert "job_fairs" not in found


def test_an_optional_sheet_is_there_wherever_its_return_is():
    finance = replace(sent("ledger_lines"), tables=("ledger_lines", "budget_lines"))

    assert "grants" not in gaps(finance)
    assert "grants" in gaps(replace(finance, blocked=("grants",)))
    assert "grants" in gaps(sent("reliefs"))


def told(*books):
    issues = examine(books, SETTINGS, JULY).issues
    return issues.filter(pl.col("rule").is_in(["N-UND", "E-X02"])).select("rule", "message").rows()


RELIEF = good("reliefs")
LINE = good("ledger_lines", summary="付款")


def test_without_the_ledger_one_sentence_says_that_nothing_can_be_compared():
    found = told(sent("reliefs", RELIEF), sent("gifts", good("gifts")))

    assert [message for _, message in found if "E-X02" in message] == [
        f"“支出明细账”{WHOLE}，各部门支出与财务账的核对（E-X02）无法判断"
    ]


def test_a_department_that_did_not_report_is_not_held_against_the_ledger():
    posted = [LINE, {**LINE, "line_no": 2, "project_code": "P-HB01"}]

    found = told(sent("ledger_lines", *posted), sent("reliefs", RELIEF))

    assert [rule for rule, _ in found if rule == "E-X02"] == []
    (gift,) = [message for _, message in found if message.startswith("“赠送参保”")]
    assert gift == f"“赠送参保”{WHOLE}，项目P-HB01与财务账的核对（E-X02）无法判断"


def test_a_year_that_was_begun_in_july_is_compared_from_july_on():
    early = good("gifts", gift_id="HB-0", gift_date="2024-03-01", voucher_no="记-3-1")
    posted = {**LINE, "project_code": "P-HB01", "amount_cny": good("gifts")["amount_cny"]}
    gifts = sent("gifts", early, good("gifts", voucher_no=LINE["voucher_no"]))
    begun = [gifts, sent("ledger_lines", posted)]

    assert [rule for rule, _ in told(*begun) if rule == "E-X02"] == []

    before = sent("ledger_lines", month="2024-03")
    assert [rule for rule, _ in told(*begun, before) if rule == "E-X02"] == []  # months between
    assert "E-X02" in {rule for rule, _ in told(*begun, *every_month("ledger_lines", "gifts"))}


def every_month(*names):
    months = [f"2024-{month:02}" for month in range(1, 7)]
    return [sent(name, month=month) for name in names for month in months]


def test_a_row_that_waits_for_correction_keeps_its_own_project_open_and_no_other():
    cool = {**LINE, "voucher_no": "记-7-4", "project_code": "P-QL02", "amount_cny": "1.00"}
    bad = good("reliefs", batch_id="BF-2", headcount="若干")

    found = told(sent("ledger_lines", LINE, cool), sent("reliefs", RELIEF, bad))

    assert [message[:6] for rule, message in found if rule == "E-X02"] == ["P-QL02"]
    assert ("N-UND", "“四送与慰问”有1行待更正，项目P-QL01与财务账的核对（E-X02）无法判断") in found


def test_a_line_of_the_ledger_that_waits_keeps_its_project_open():
    bad = {**LINE, "line_no": 2, "amount_cny": "面议"}

    found = told(sent("ledger_lines", LINE, bad), sent("reliefs", {**RELIEF, "voucher_no": "无"}))

    assert "E-X02" not in [rule for rule, _ in found]
    assert ("N-UND", "“支出明细账”有1行待更正，项目P-QL01与财务账的核对（E-X02）无法判断") in found


def test_rows_without_an_operand_are_counted_by_workbook():
    fairs = [good("job_fairs", fair_id=str(number)) for number in range(3)]
    fairs[0] |= {"intents": 200}

    issues = examine([sent("job_fairs", *fairs)], SETTINGS, JULY).issues
    (issue,) = issues.filter(rule="N-UND", sheet="招聘会").rows(named=True)

    assert issue["workbook"] == "2024-07/W05.xlsx"
    assert issue["message"] == "2行未填“意向人数”，W-R03“分项大于总数，存疑”无法判断"


def test_the_accepted_year_to_date_and_this_month_are_what_a_fall_is_measured_by():
    # 60 heads of June were accepted, July adds 40.
    june = good("gifts", gift_id="HB-6", gift_date="2024-06-18", headcount=60, amount_cny=13800)
    july = good("gifts", headcount=40, amount_cny=9200)
    books = [sent("gifts", june, july, submit_mode="累计台账")]

    def falls(accepted):
        early = {"gift_date": "2024-06-18", "headcount": accepted, "amount_cny": accepted * 230}
        book = sent("gifts", good("gifts", gift_id="HB-6", **early), month="2024-06")
        released = release_of([book], JUNE)
        issues = examine(books, SETTINGS, JULY, [released]).issues.filter(column="人数")
        return issues.filter(rule="E-X03").select("found", "expected").rows()

    assert falls(61) == [("100", "101")]
    assert falls(60) == []


@pytest.mark.parametrize("name", ["honours", "studios", "child_cares"])
@pytest.mark.parametrize(
    ("flag", "told_of"), [("是", False), ("否", False), (None, True), ("—", True)]
)
def test_a_name_without_leave_to_print_it_is_asked_about_and_not_printed(name, flag, told_of):
    book = sent(name, good(name, publishable=flag))
    examined = examine([book], SETTINGS, JULY)
    found = examined.issues.filter(rule="W-D02")

    letter = chr(65 + list(sheet_named(name).columns).index("publishable"))
    assert found["cell"].to_list() == ([f"{letter}2"] if told_of else [])
    assert examined.rows[name]["publishable"].to_list() == [flag == "是"]


EARLY = {"gift_id": "HB-6", "gift_date": "2024-06-18", "headcount": 60, "amount_cny": 13800}


def losses(*july):
    """Return what is lost, in heads, by a ledger of July after one of June that holds EARLY."""
    june, later = (
        submission(
            "gifts",
            *(good("gifts", **row) for row in rows),
            workbook=f"{month}/W07.xlsx",
            submit_mode="累计台账",
        )
        for month, rows in (("2024-06", [EARLY]), ("2024-07", july))
    )
    issues = examine([june, later], SETTINGS, JULY).issues
    told = issues.filter(rule="E-X03", column="人数")
    return told.select("cell", "found", "expected").rows()


def test_what_a_ledger_lost_is_not_hidden_by_what_the_month_adds():
    # 60 heads stood, July adds 100.
    assert losses({}) == [("D2", "100", "160")]
    assert losses(EARLY, {}) == []


def test_a_payment_that_a_ledger_states_lower_is_lost_too():
    assert losses({**EARLY, "headcount": 59, "amount_cny": 13570}, {}) == [("D2", "159", "160")]


def test_a_listed_correction_is_no_loss():
    june = sent("gifts", good("gifts", gift_date="2024-06-18"), month="2024-06")
    fewer = good("gifts", gift_date="2024-06-18", headcount=99, amount_cny=22770)
    july = submission("gifts", fewer, workbook="2024-07/W07.xlsx", version=2)
    issues = examine([june, july], SETTINGS, JULY).issues

    assert issues.filter(pl.col("rule").is_in(["E-X03", "E-R04"])).is_empty()
    assert issues.filter(rule="N-REG").height == 1
