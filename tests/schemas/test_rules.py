"""Each rule about a row can pass, can fail, and never passes for want of an operand."""

from __future__ import annotations

import datetime as dt
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any

import polars as pl
import pytest

from schemas.contract import sheet_named, sheets
from schemas.rules import RowRule
from schemas.sheets import Sheet

Cells = dict[str, Any]


@dataclass(frozen=True)
class Case:
    """One rule with a row that passes, one that fails, one of which it cannot speak.

    `more` are rows at the boundaries that these three do not touch.
    """

    rule: str
    column: str
    passing: Cells
    failing: Cells
    silent: Cells = field(default_factory=dict)
    more: tuple[Cells, ...] = ()


def voucher(amount: str, rule: str = "E-C01") -> Case:
    paid = {amount: "10.00"}
    return Case(rule, "voucher_no", {**paid, "voucher_no": "记-1"}, paid, {amount: "0.00"})


def product(amount: str, heads: str, standard: str, *more: Cells) -> Case:
    right = {heads: 65, standard: "200.00", amount: "13000.00"}
    wrong = {**right, amount: "13000.01"}
    return Case("E-R01", amount, right, wrong, {**right, standard: None}, more)


def with_reason(amount: str) -> Cells:
    """65 heads at 200 yuan are 13 000 yuan."""
    given = {"headcount": 65, "unit_amount_cny": "200.00", "amount_cny": amount}
    return {**given, "remark": "尾差"}


def order(later: str, earlier: str) -> Case:
    return Case(
        "E-R02",
        later,
        {earlier: "2024-05-01", later: "2024-05-01"},
        {earlier: "2024-05-01", later: "2024-04-30"},
        {earlier: "2024-05-01"},
    )


def part(code: str, whole: str, low: Any, high: Any, rule: str = "E-R03") -> Case:
    return Case(rule, code, {code: low, whole: low}, {code: high, whole: low}, {code: high})


CASES: dict[str, list[Case]] = {
    "culture_activities": [
        order("end_date", "event_date"),
        Case(
            "E-C01",
            "project_code",
            {"expense_cny": "1.00", "project_code": "P-WY01"},
            {"expense_cny": "1.00"},
            {"expense_cny": None},
            ({"expense_cny": "0.00"},),
        ),
        voucher("expense_cny"),
        Case("W-R06", "activity_name", {"activity_name": "文" * 60}, {"activity_name": "文" * 61}),
    ],
    "demo_sites": [
        Case(
            "E-C01",
            "completed_date",
            {"status": "已授牌", "completed_date": "2024-03-01"},
            {"status": "已建成"},
            {"status": "在建"},
        ),
        voucher("subsidy_cny"),
    ],
    "special_actions": [order("end_date", "start_date")],
    "skill_contests": [
        Case(
            "W-R06",
            "level",
            {"role": "参加", "level": "市"},
            {"role": "参加", "level": "县"},
            {"role": "主办", "level": "县"},
        ),
        voucher("expense_cny"),
    ],
    "honours": [
        Case(
            "W-S03",
            "grantee_type",
            {"honour": "工人先锋号", "grantee_type": "班组(部门)"},
            {"honour": "工人先锋号", "grantee_type": "单位"},
            {"honour": "劳动模范", "grantee_type": "单位"},
        ),
        Case("W-R06", "doc_no", {"doc_no": "吉工〔2024〕3号"}, {"doc_no": "吉工2024-3"}),
    ],
    "studios": [
        Case(
            "E-C01",
            "named_date",
            {"status": "已挂牌", "named_date": "2024-03-01"},
            {"status": "已命名"},
            {"status": "在建"},
        )
    ],
    "model_worker_services": [
        Case(
            "E-C01",
            "batch_no",
            {"service_type": "疗休养", "batch_no": "1"},
            {"service_type": "疗休养"},
            {"service_type": "走访慰问"},
        ),
        Case(
            "E-C01",
            "destination",
            {"service_type": "疗休养", "destination": "井冈山"},
            {"service_type": "疗休养"},
            {"service_type": None},
        ),
        order("end_date", "start_date"),
        product("amount_cny", "headcount", "unit_amount_cny"),
        voucher("amount_cny"),
    ],
    "stations": [
        Case(
            "E-C01",
            "open_date",
            {"build_type": "新建", "status": "运行", "open_date": "2024-03-01"},
            {"build_type": "升级改造", "status": "运行"},
            {"build_type": "新建", "status": "在建"},
        ),
        voucher("invest_cny"),
    ],
    "norm_sites": [
        Case(
            "E-C01",
            "done_date",
            {"status": "已验收", "done_date": "2024-03-01"},
            {"status": "已完成"},
            {"status": "在建"},
        ),
        voucher("subsidy_cny"),
    ],
    "plans": [
        Case(
            "E-R02",
            "end_year",
            {"start_year": 2023, "end_year": 2027},
            {"start_year": 2023, "end_year": 2023},
            {"end_year": 2027},
        ),
        Case(
            "W-R06",
            "end_year",
            {"plan_name": "五年规划", "start_year": 2023, "end_year": 2027},
            {"plan_name": "五年规划", "start_year": 2023, "end_year": 2028},
            {"plan_name": "三年规划", "start_year": 2023, "end_year": 2028},
        ),
        Case(
            "E-C01",
            "target",
            {"unit_type": "乡镇", "target": 23},
            {"unit_type": "乡镇"},
            {"unit_type": "企业"},
        ),
        Case(
            "W-S06",
            "start_year",
            {"plan_name": "五年规划", "start_year": 2023},
            {"plan_name": "五年规划"},
        ),
    ],
    "rights_activities": [
        voucher("expense_cny"),
        Case("W-R06", "roles", {"roles": "律师、心理咨询师"}, {"roles": "律师、法官"}),
    ],
    "psych_services": [],
    "disputes": [
        Case(
            "E-R05",
            "close_date",
            {"result": "调解成功", "close_date": "2024-05-01"},
            {"result": "调解成功"},
            {"result": "调解中"},
        ),
        Case(
            "E-C01",
            "close_date",
            {"result": "撤回", "close_date": "2024-05-01"},
            {"result": "调解不成"},
            {"result": "调解中"},
        ),
        order("close_date", "accept_date"),
        Case(
            "W-R06",
            "collective",
            {"persons": 10, "collective": True},
            {"persons": 10, "collective": False},
            {"persons": 10, "collective": None},
        ),
    ],
    "reliefs": [
        product(
            "amount_cny",
            "headcount",
            "unit_amount_cny",
            with_reason("13001.00"),
            with_reason("13001.01"),
        ),
        voucher("amount_cny", "W-T04"),
        Case(
            "W-R06",
            "project_code",
            {"project_code": "P-QL02", "project_name": "夏送清凉(建筑工人防暑)"},
            {"project_code": "P-WN02", "project_name": "冬送温暖"},
            {"project_code": "P-WN02", "project_name": "入户走访"},
        ),
    ],
    "job_fairs": [
        part("hired", "jobs", 5, 6, "W-R03"),
        part("hired", "intents", 5, 6, "W-R03"),
    ],
    "hardship_files": [
        Case(
            "E-C01",
            "close_date",
            {"status": "注销", "close_date": "2024-05-01"},
            {"status": "解困脱困"},
            {"status": "在档"},
        ),
        order("close_date", "open_date"),
        part("approved_cny", "applied_cny", "5.00", "6.00", "W-R03"),
        part("paid_cny", "approved_cny", "5.00", "6.00"),
    ],
    "medical_aids": [
        part("amount_cny", "self_paid_cny", "5.00", "6.00", "W-R03"),
        voucher("amount_cny", "W-T04"),
    ],
    "women_reliefs": [
        product("amount_cny", "headcount", "unit_amount_cny"),
        voucher("amount_cny", "W-T04"),
    ],
    "health_checks": [part("cancer_screen", "total", 90, 91), voucher("amount_cny")],
    "child_cares": [voucher("amount_cny")],
    "enrolments": [
        Case(
            "E-R02",
            "end_date",
            {"start_date": "2024-01-01", "end_date": "2024-12-31"},
            {"start_date": "2024-01-01", "end_date": "2024-01-01"},
            {"start_date": "2024-01-01"},
        ),
        Case(
            "W-R06",
            "end_date",
            {"start_date": "2024-01-01", "end_date": "2027-01-01"},
            {"start_date": "2024-01-01", "end_date": "2027-01-02"},
            {"end_date": "2027-01-02"},
        ),
        product("premium_cny", "insured_count", "unit_price_cny"),
    ],
    "claims": [
        Case(
            "E-R05",
            "pay_date",
            {"status": "已赔付", "pay_date": "2024-05-01"},
            {"status": "已赔付"},
            {"status": "审核中"},
        ),
        Case(
            "E-R05",
            "amount_cny",
            {"status": "已赔付", "amount_cny": "14986.36"},
            {"status": "已赔付", "amount_cny": "0.00"},
            {"status": "拒赔", "amount_cny": "0.00"},
        ),
        order("pay_date", "accept_date"),
    ],
    "gifts": [
        product("amount_cny", "headcount", "unit_price_cny"),
        voucher("amount_cny", "W-T04"),
    ],
    "venue_events": [],
    "palace_activities": [voucher("expense_cny")],
    "ledger_lines": [
        Case(
            "E-C08",
            "amount_cny",
            {"red_entry": False, "amount_cny": "0.00"},
            {"red_entry": None, "amount_cny": "-0.01"},
            {"red_entry": True, "amount_cny": "-0.01"},
        ),
        Case(
            "W-R06",
            "amount_cny",
            {"red_entry": True, "amount_cny": "-5.00"},
            {"red_entry": True, "amount_cny": "5.00"},
            {"red_entry": None, "amount_cny": "5.00"},
            ({"red_entry": True, "amount_cny": "0.00"},),
        ),
    ],
    "reconciling_items": [],
    "budget_lines": [
        part("month_cny", "ytd_cny", "5.00", "6.00", "W-R03"),
        Case(
            "W-R03",
            "ytd_cny",
            {"budget_cny": "10.00", "adj_budget_cny": "20.00", "ytd_cny": "20.00"},
            {"budget_cny": "10.00", "ytd_cny": "10.01"},
            {"ytd_cny": "10.01"},
            ({"budget_cny": "0.00", "ytd_cny": "0.00"},),
        ),
        Case(
            "W-R06",
            "rate_pct",
            {"budget_cny": "300000.00", "ytd_cny": "200000.00", "rate_pct": "66.7"},
            {"budget_cny": "300000.00", "ytd_cny": "200000.00", "rate_pct": "66.6"},
            {"budget_cny": "0.00", "ytd_cny": "0.00", "rate_pct": "0"},
            (
                {"budget_cny": "100.00", "ytd_cny": "50.00", "rate_pct": "50.05"},
                {"budget_cny": "100.00", "ytd_cny": "50.00", "rate_pct": "0.5005"},
            ),
        ),
    ],
    "grants": [],
}

ALL_CASES = [
    pytest.param(sheet_named(name), rule, case, id=f"{name}-{rule.id}-{rule.column}-{at}")
    for name, cases in CASES.items()
    for at, (rule, case) in enumerate(zip(sheet_named(name).rules, cases, strict=True))
]

every_rule = pytest.mark.parametrize(("sheet", "rule", "case"), ALL_CASES)


def cell(value: Any, dtype: pl.DataType) -> Any:
    if isinstance(value, str) and dtype == pl.Date:
        return dt.date.fromisoformat(value)
    if isinstance(value, str) and isinstance(dtype, pl.Decimal):
        return Decimal(value)
    return value


def row_of(sheet: Sheet, cells: Cells) -> pl.DataFrame:
    """Return one row of a sheet; a cell that is not given is null."""
    specs = sheet.model.to_schema().columns
    types = {code: specs[code].dtype.type for code in sheet.columns}
    assert cells.keys() <= types.keys()
    values = {code: [cell(cells.get(code), dtype)] for code, dtype in types.items()}
    return pl.DataFrame(values, schema=types)


def verdict(sheet: Sheet, rule: RowRule, cells: Cells) -> bool | None:
    """Return what a rule says of a row: true, false, or null where it does not speak."""
    speaks = pl.lit(value=True) if rule.when is None else rule.when
    says = pl.when(speaks).then(rule.holds)
    found: bool | None = row_of(sheet, cells).select(says=says).item()
    return found


def test_every_sheet_has_its_cases():
    assert list(CASES) == [sheet.name for sheet in sheets()]


@every_rule
def test_a_case_speaks_of_its_rule(sheet: Sheet, rule: RowRule, case: Case):
    assert (rule.id, rule.column) == (case.rule, case.column)


@every_rule
def test_a_right_row_passes(sheet: Sheet, rule: RowRule, case: Case):
    assert verdict(sheet, rule, case.passing) is True


@every_rule
def test_a_wrong_row_fails(sheet: Sheet, rule: RowRule, case: Case):
    assert verdict(sheet, rule, case.failing) is False


@every_rule
def test_a_row_of_which_the_rule_cannot_speak_neither_passes_nor_fails(
    sheet: Sheet, rule: RowRule, case: Case
):
    assert verdict(sheet, rule, case.silent) is None


@every_rule
def test_an_empty_row_never_passes(sheet: Sheet, rule: RowRule, case: Case):
    assert verdict(sheet, rule, {}) is not True


@every_rule
def test_a_rule_that_lacks_an_operand_knows_it(sheet: Sheet, rule: RowRule, case: Case):
    for code in rule.needs:
        row = row_of(sheet, {**case.passing, code: None})

        assert row.select(lacks=rule.lacks).item() is True
        assert row_of(sheet, case.passing).select(lacks=rule.lacks).item() is False


# Breaking a rule is noticed: a comparison moved to its boundary's other side, or turned round,
# and a rule that holds where it should not, each change the verdict on one of the cases.

BROKEN = {
    "GtEq": ("Gt", "Lt"),
    "Gt": ("GtEq", "LtEq"),
    "LtEq": ("Lt", "Gt"),
    "Lt": ("LtEq", "GtEq"),
    "Eq": ("NotEq",),
    "NotEq": ("Eq",),
}


def broken_expressions(expression: pl.Expr) -> Iterator[pl.Expr]:
    """Yield the expression denied, then with each of its comparisons changed in turn."""
    yield ~expression
    text = expression.meta.serialize(format="json")
    for operator, others in BROKEN.items():
        for found in re.finditer(f'"op":"{operator}"', text):
            for other in others:
                changed = f'{text[: found.start()]}"op":"{other}"{text[found.end() :]}'
                yield pl.Expr.deserialize(io.StringIO(changed), format="json")


def broken_rules(rule: RowRule) -> Iterator[RowRule]:
    for holds in broken_expressions(rule.holds):
        yield replace(rule, holds=holds)
    for when in broken_expressions(rule.when) if rule.when is not None else ():
        yield replace(rule, when=when)


@pytest.mark.filterwarnings("ignore:.*json.*:UserWarning")
@every_rule
def test_a_rule_that_is_broken_is_noticed(sheet: Sheet, rule: RowRule, case: Case):
    cases = (case.passing, case.failing, case.silent, *case.more)
    expected = [verdict(sheet, rule, cells) for cells in cases]
    unnoticed = [
        str(broken.holds)
        for broken in broken_rules(rule)
        if [verdict(sheet, broken, cells) for cells in cases] == expected
    ]

    assert unnoticed == []


def test_a_wrong_amount_is_answered_with_the_right_one():
    reliefs = sheet_named("reliefs")
    wrong = row_of(reliefs, {"headcount": 150, "unit_amount_cny": "168.00", "amount_cny": "1.00"})

    assert wrong.select(reliefs.rules[0].expected).item() == Decimal("25200.00")


@pytest.mark.parametrize(
    ("amount", "passes"),
    [("12998.99", False), ("12999.00", True), ("13001.00", True), ("13001.01", False)],
)
def test_one_yuan_may_be_missing_with_a_written_reason(amount, passes):
    reliefs = sheet_named("reliefs")
    row = with_reason(amount)

    assert verdict(reliefs, reliefs.rules[0], row) is passes
    assert verdict(reliefs, reliefs.rules[0], {**row, "remark": None}) is False


def test_a_wrong_grantee_is_answered_with_the_right_kind():
    honours = sheet_named("honours")
    wrong = row_of(honours, {"honour": "五一劳动奖章", "grantee_type": "单位"})

    assert wrong.select(honours.rules[0].expected).item() == "个人"


def test_a_paid_claim_without_an_amount_fails_and_is_not_left_undecided():
    claims = sheet_named("claims")

    assert verdict(claims, claims.rules[1], {"status": "已赔付"}) is False


@pytest.mark.parametrize(
    ("rate", "agrees"),
    [
        *(("66.62", True), ("66.71", True), ("66.61", False), ("66.72", False)),
        *(("0.6671", True), ("0.6672", False)),  # what Excel holds and shows as 66.71%
    ],
)
def test_a_stated_rate_may_differ_by_five_hundredths_of_a_point(rate, agrees):
    budget = sheet_named("budget_lines")
    line = {"budget_cny": "300000.00", "ytd_cny": "200000.00", "rate_pct": rate}

    assert verdict(budget, budget.rules[2], line) is agrees


def test_a_stated_rate_is_of_the_adjusted_budget_where_there_is_one():
    budget = sheet_named("budget_lines")
    line = {"budget_cny": "1.00", "adj_budget_cny": "200.00", "ytd_cny": "100.00"}

    assert verdict(budget, budget.rules[2], {**line, "rate_pct": "50"}) is True
