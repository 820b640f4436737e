"""Releases added up: what adds up, what does not, and what nobody may know."""

from __future__ import annotations

import tomllib
from dataclasses import replace
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
from transforms.publishing import publish_figures
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


def test_units_of_one_name_in_two_counties_are_not_taken_for_one():
    # each county has its own 乙镇总工会: 5000 + 7000 = 12000 元 are the counties', not one unit's
    edition = rolled(
        *(
            package(
                union,
                figure("grants_amount", amount),
                figure("grants_amount", amount, dimension="grantee=乙镇总工会"),
            )
            for union, amount in (("甲县总工会", "5000"), ("乙县总工会", "7000"))
        )
    )

    dimensions = edition.figures.filter(code="grants_amount")["dimension"].to_list()
    assert sorted(dimensions) == ["", "county=乙县总工会", "county=甲县总工会"]
    assert row(edition, "grants_amount")["value"] == "12000"


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


def test_amounts_that_unions_tell_only_in_words_are_not_added_and_named():
    edition = rolled(
        package("甲县总工会", figure("disputes_amount", None, printed="30余万元")),
        package("乙县总工会", figure("disputes_amount", None, printed="20余万元")),
    )

    total = row(edition, "disputes_amount")
    assert (total["value"], total["status"], total["printed"]) == (None, "不单独公布", "…")
    assert row(edition, "disputes_amount", "county=甲县总工会")["printed"] == "…"
    [note] = edition.issues.filter(rule="N-H02")["message"]
    assert "调解涉及金额：甲县总工会、乙县总工会只公布约数或不单独公布" in note


def test_counts_that_unions_print_roughly_are_added_exactly_and_printed_roughly():
    # 627 + 173 = 800 人, of which the floor to hundreds leaves nothing over: printed as it is
    # 627 + 120 = 747 人: 700余人
    def printed(other: str) -> tuple[str, str]:
        edition = rolled(
            package("甲县总工会", figure("job_hires", "627", printed="600余人")),
            package("乙县总工会", figure("job_hires", other)),
        )
        total = row(edition, "job_hires")
        return total["value"], total["printed"]

    assert printed("120") == ("747", "700余人")
    assert printed("173") == ("800", "800人")


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


def released(union: str, *packages: Package) -> Package:
    """Return what a city or province of these releases would itself release."""
    figures = publish_figures(rolled(*packages).figures, INDICATORS)
    return Package(union, f"{union} 2024-10 v1/figures-public.csv", figures, {})


def county(union: str, told: tuple[str, ...], **projects: str | None) -> Package:
    """Return a county's release: persons, yuan, executed and adjusted budget, hires; projects."""
    persons, yuan, executed, adjusted, hires = told
    parts = {f"project=P-{key}": value for key, value in projects.items()}
    return package(
        union,
        figure("aid_persons", persons),
        figure("aid_amount", yuan),
        figure("budget_executed", executed),
        figure("budget_adjusted", adjusted, "plan"),
        figure("job_hires", hires, printed=f"{hires[0]}00余人"),
        *(
            figure("aid_persons", value, dimension=part, status="正常" if value else "不单独公布")
            for part, value in parts.items()
        ),
    )


FIRST = ("868", "729200", "900000", "1000000", "627")
SECOND = ("1204", "812345.6", "100000", "3000000", "120")
THIRD = ("33", "4000.4", "500000", "1000000", "153")


def test_three_counties_two_cities_and_a_province_add_up_as_by_hand():
    north = released("北市总工会", county("甲县总工会", FIRST), county("乙县总工会", SECOND))
    south = released("南市总工会", county("丙县总工会", THIRD))
    province = rolled(north, south)

    def told(code: str, basis: str = "ytd", dimension: str = "") -> str:
        return row(province, code, dimension, basis)["value"]

    # 868 + 1204 = 2072, + 33 = 2105 人次; 729200 + 812345.6 + 4000.4 = 1545546 元
    assert (told("aid_persons"), told("aid_amount")) == ("2105", "1545546")
    assert told("aid_persons", dimension="county=北市总工会") == "2072"
    assert told("aid_persons", dimension="county=南市总工会") == "33"
    # (90 + 10 + 50) of (100 + 300 + 100) 万元 = 30 %; the mean of the cities' 25 % and 50 % is 37.5
    assert told("budget_rate", "as_of") == "30"
    # 627 + 120 = 747, + 153 = 900 人, which is a round number and needs no 余
    assert (told("job_hires"), row(province, "job_hires")["printed"]) == ("900", "900人")
    assert row(province, "job_hires", "county=北市总工会")["value"] == "747"
    unions = {part for part in province.figures["dimension"] if part.startswith("county=")}
    assert unions == {"county=北市总工会", "county=南市总工会"}


@pytest.mark.parametrize("small", [("3", "4"), ("1", "6")])
def test_what_a_county_hides_is_nowhere_to_be_had_from_city_or_province(small):
    """What a city states is the same whatever the hidden counts are, so nobody can tell them."""

    def province_of(few: str, more: str) -> pl.DataFrame:
        own = county("甲县总工会", FIRST, QL01="861", ZX01=few, TJ01=more)
        hidden = own.figures.with_columns(
            status=pl.when(pl.col("dimension").is_in(["project=P-ZX01", "project=P-TJ01"]))
            .then(pl.lit("不单独公布"))
            .otherwise("status")
        )
        sent = replace(own, figures=publish_figures(hidden, INDICATORS))
        others = county("乙县总工会", SECOND, QL01="1000", ZX01="104", TJ01="100")
        north = released("北市总工会", sent, others)
        third = county("丙县总工会", THIRD, QL01="13", ZX01="10", TJ01="10")
        return rolled(north, released("南市总工会", third)).figures

    figures = province_of(*small)

    assert figures.equals(province_of("5", "2"))
    shown = dict(figures.filter(code="aid_persons").select("dimension", "value").rows())
    assert (shown["project=P-ZX01"], shown["project=P-TJ01"]) == (None, None)
    # 861 + 1000 + 13 is told; what is left, 2105 - 1874 = 231, leaves 甲's two as open as its own
    assert (shown["project=P-QL01"], shown[""]) == ("1874", "2105")


def test_after_a_county_s_corrected_release_a_city_tells_no_more_than_the_county_did():
    others = county("乙县总工会", SECOND, QL01="1000", ZX01="104", TJ01="100")
    corrected = ("872", *FIRST[1:])

    def city_of(told: tuple[str, ...]) -> dict[str, str | None]:
        own = county("甲县总工会", told, QL01="861", ZX01=None, TJ01=None)
        figures = released("北市总工会", own, others).figures.filter(code="aid_persons")
        return dict(figures.select("dimension", "value").rows())

    before, after = city_of(FIRST), city_of(corrected)

    # 872 - 868 = 4, which 甲's two releases tell themselves; which project it was, nobody tells
    assert int(after[""] or 0) - int(before[""] or 0) == 4
    assert {part for part in before if before[part] != after[part]} == {"", "county=甲县总工会"}
    assert (after["project=P-ZX01"], after["project=P-TJ01"]) == (None, None)
