"""Releases added up: what adds up, what does not, and what nobody may know."""

from __future__ import annotations

import tomllib
from decimal import Decimal

import polars as pl
import pytest

from schemas.decision import Waiver
from schemas.edition import Edition
from schemas.indicators import INDICATORS
from schemas.period import Period
from schemas.rollup import Absent, Membership, Package
from schemas.settings import Settings
from tests.flows.packages import figure, frame
from transforms.adding import is_additive
from transforms.rolling import answer_unadded, roll_up

OCTOBER = Period(2024, 10)
CITY = Settings.model_validate(tomllib.loads('[union]\nname = "某市总工会"\n'))
GONE = Absent("丁县总工会", "E-H01", "没有发布件", "请发布")


def package(union: str, *figures: dict[str, str | None], **told: object) -> Package:
    return Package(union, f"{union} 2024-10 v1/figures-public.csv", frame(*figures), {}, **told)


def rolled(
    *packages: Package, absent: tuple[Absent, ...] = (), waivers: tuple[Waiver, ...] = ()
) -> Edition:
    members = Membership(tuple(one.union for one in packages), absent)
    return roll_up(packages, members, (OCTOBER, CITY), waivers=waivers)


def row(edition: Edition, code: str, dimension: str = "", basis: str = "ytd") -> dict[str, str]:
    return edition.figures.row(
        by_predicate=(pl.col("code") == code)
        & (pl.col("dimension") == dimension)
        & (pl.col("basis") == basis),
        named=True,
    )


def test_what_adds_up_is_added_and_each_union_stands_beside_the_others():
    # 868 + 1204 + 33 = 2105 人次; 729200 + 812345.60 + 4000.4 = 1545546 元
    edition = rolled(
        package("甲县总工会", figure("aid_persons", "868"), figure("aid_amount", "729200")),
        package("乙县总工会", figure("aid_persons", "1204"), figure("aid_amount", "812345.6")),
        package("丙县总工会", figure("aid_persons", "33"), figure("aid_amount", "4000.4")),
    )

    assert row(edition, "aid_persons")["value"] == "2105"
    assert row(edition, "aid_persons")["printed"] == "2105人次"
    assert row(edition, "aid_amount")["value"] == "1545546"
    assert row(edition, "aid_persons", "county=乙县总工会")["value"] == "1204"
    assert row(edition, "aid_persons")["coverage"] == "1"


def test_different_persons_are_not_added_and_are_shown_union_by_union():
    edition = rolled(
        package("甲县总工会", figure("hardship_households", "54", "as_of")),
        package("乙县总工会", figure("hardship_households", "61", "as_of")),
    )

    own = edition.figures.filter(code="hardship_households")
    assert sorted(own.select("dimension", "value").rows()) == [
        ("county=乙县总工会", "61"),
        ("county=甲县总工会", "54"),
    ]


def test_no_measure_that_counts_what_differs_is_additive():
    added = {code for code, indicator in INDICATORS.items() if is_additive(indicator)}

    assert not {code for code in added if INDICATORS[code].measure.how == "distinct"}
    assert not added & {"budget_rate", "budget_time", "budget_lead", "norm_plan_years"}
    assert not added & {"newform_gift_unit_price", "palace_opening_date"}
    assert {"aid_persons", "disputes_resolved", "ledger_expenditure", "budget_adjusted"} <= added


def test_a_rate_is_worked_out_from_the_sums_and_not_averaged():
    # 90/100 and 10/300: together 100/400 = 25 %, and not (90 + 3.3) / 2
    def budget(spent: str, planned: str, rate: str) -> list[dict[str, str | None]]:
        return [
            figure("budget_executed", spent),
            figure("budget_adjusted", planned, "plan"),
            figure("budget_rate", rate, "as_of"),
        ]

    edition = rolled(
        package("甲县总工会", *budget("900000", "1000000", "90")),
        package("乙县总工会", *budget("100000", "3000000", "3.333333")),
    )

    assert row(edition, "budget_rate", basis="as_of")["value"] == "25"
    # ten of twelve months have passed: 25 - 83.333333
    assert row(edition, "budget_lead", basis="as_of")["value"] == "-58.333333"


def test_a_union_that_tells_only_words_leaves_the_sum_unknown():
    edition = rolled(
        package("甲县总工会", figure("job_hires", None, printed="600余人")),
        package("乙县总工会", figure("job_hires", "120")),
    )

    total = row(edition, "job_hires")
    assert (total["value"], total["status"], total["printed"]) == (None, "数据待核", "数据待核")
    assert row(edition, "job_hires", "county=甲县总工会")["printed"] == "…"
    [note] = edition.issues.filter(rule="N-H02")["message"]
    assert "为企业招工：甲县总工会只公布约数或不单独公布" in note


def test_what_one_union_hides_stays_hidden_and_cannot_be_had_by_subtraction():
    # 甲 hides two projects of 3 and 4 persons: 100 - 93 = 7 is all that its own release tells.
    def aid(total: str, **projects: str | None) -> list[dict[str, str | None]]:
        parts = {f"project=P-{key}": value for key, value in projects.items()}
        return [
            figure("aid_persons", total),
            *(
                figure(
                    "aid_persons", value, dimension=part, status="正常" if value else "不单独公布"
                )
                for part, value in parts.items()
            ),
        ]

    edition = rolled(
        package("甲县总工会", *aid("100", QL01="93", ZX01=None, TJ01=None)),
        package("乙县总工会", *aid("200", QL01="120", ZX01="50", TJ01="30")),
    )

    told = dict(edition.figures.filter(code="aid_persons").select("dimension", "value").rows())
    assert told[""] == "300"
    assert told["project=P-QL01"] == "213"
    assert told["project=P-ZX01"] is None
    assert told["project=P-TJ01"] is None
    # the city's numbers leave open what 甲's own left open: 300 - 213 - 50 - 30 = 7 for both
    assert Decimal(told[""]) - Decimal(told["project=P-QL01"]) - 50 - 30 == 7


def test_who_is_missing_is_an_error_until_a_person_goes_on_and_lowers_the_coverage():
    told = package("甲县总工会", figure("aid_persons", "868"))

    edition = rolled(told, absent=(GONE,))
    assert row(edition, "aid_persons")["coverage"] == "0.5"
    assert edition.issues.select("severity", "rule", "workbook").rows() == [
        ("E", "E-H01", "丁县总工会")
    ]

    gone = Absent(GONE.union, GONE.rule, GONE.why, GONE.advice, "该县机构改革")
    noted = rolled(told, absent=(gone,)).issues
    assert noted.select("severity", "rule").rows() == [("I", "N-H01")]


def test_a_figure_in_doubt_or_of_another_definition_is_not_added():
    changed = package("丙县总工会", figure("aid_persons", "1000"), figure("job_fairs", "3"))
    changed = Package(changed.union, changed.place, changed.figures, {"aid_persons": "other"})
    edition = rolled(
        package("甲县总工会", figure("aid_persons", "868"), figure("job_fairs", "5")),
        package("乙县总工会", figure("job_fairs", None, status="数据待核")),
        changed,
    )

    assert row(edition, "aid_persons")["value"] == "868"
    assert row(edition, "job_fairs")["status"] == "数据待核"
    assert [n for n in edition.issues["message"] if "口径不同" in n] == [
        "四送与慰问人次：丙县总工会的口径不同，没有计入合计"
    ]
    assert {*edition.issues.filter(rule="W-H01")["workbook"]} == {"丙县总工会"}


def test_who_has_not_settled_a_figure_is_a_warning_and_information_once_accepted():
    told = (
        package("甲县总工会", figure("job_fairs", "5")),
        package("乙县总工会", figure("job_fairs", None, status="数据待核")),
    )
    edition = rolled(*told)

    [warning] = edition.issues.rows(named=True)
    assert (warning["severity"], warning["rule"]) == ("W", "W-H02")
    assert warning["message"] == "乙县总工会数据待核或未报送，合计未列：招聘会场次"
    known = answer_unadded(edition.issues, (), (OCTOBER, CITY)).open["fingerprint"][0]
    signed = Waiver("2024年10月", "W-H02", "", "", "王五", "该县下月补报", "2024-11-05", known)

    accepted = rolled(*told, waivers=(signed,))

    assert accepted.issues["severity"].to_list() == ["I"]
    assert accepted.accepted.select("rule", "by", "reason").rows() == [
        ("W-H02", "王五", "该县下月补报")
    ]


def test_the_comparison_is_that_of_the_same_unions_added_up():
    # last year 400 + 600 = 1000, now 1100 + 100 = 1200: 20 % more
    edition = rolled(
        package("甲县总工会", figure("aid_persons", "1100", previous_year_value="400")),
        package("乙县总工会", figure("aid_persons", "100", previous_year_value="600")),
    )

    total = row(edition, "aid_persons")
    assert (total["previous_year_value"], total["year_change_pct"]) == ("1000", "20")


def test_every_figure_leads_back_to_the_line_of_each_union():
    edition = rolled(
        package("甲县总工会", figure("job_fairs", "5"), figure("aid_persons", "868")),
        package("乙县总工会", figure("aid_persons", "100")),
    )

    own = edition.sources.filter(code="aid_persons", dimension="")
    assert own.select("workbook", "cell").rows() == [
        ("乙县总工会 2024-10 v1/figures-public.csv", "H2"),
        ("甲县总工会 2024-10 v1/figures-public.csv", "H3"),
    ]


@pytest.mark.parametrize("basis", ["month", "ytd"])
def test_an_amount_without_an_entry_of_one_union_is_that_of_the_others(basis):
    edition = rolled(
        package("甲县总工会", figure("job_fairs", "5", basis)),
        package("乙县总工会", figure("job_fairs", None, basis, status="无数据")),
    )

    assert row(edition, "job_fairs", basis=basis)["value"] == "5"
