"""Every view of a figure: shares, pull, progress, each from arithmetic written out here."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import polars as pl
import pytest

from schemas.indicators import INDICATORS
from schemas.period import Period
from schemas.settings import Comparing
from tests.transforms.by_hand import SETTINGS, good, submission
from tests.transforms.test_figures import values_of, weigh
from transforms.bases import BASE_SCHEMA, Bases
from transforms.examination import examine
from transforms.issuing import issue_edition
from transforms.plans import PlanProgress
from transforms.views import view_figures

OCTOBER = Period(2024, 10)
TOTAL = ("aid_persons", "ytd", "", "1000")
PARTS = (
    ("aid_persons", "ytd", "project=P-WN01", "600"),
    ("aid_persons", "ytd", "project=P-WN02", "400"),
)
LAST_YEAR = (
    ("aid_persons", "ytd", "", "800"),
    ("aid_persons", "ytd", "project=P-WN01", "500"),
    ("aid_persons", "ytd", "project=P-QL01", "300"),
)


def as_bases(*rows):
    return weigh(values_of(*rows)).select(*BASE_SCHEMA)


def views(*rows, last_year=(), settings=SETTINGS, plans=(), **standing):
    weighed = weigh(values_of(*rows), **standing)
    year = as_bases(*last_year)
    bases = Bases(pl.DataFrame(schema=BASE_SCHEMA), year)
    frame = view_figures(weighed, bases, INDICATORS, (OCTOBER, settings), plans)
    return {
        (row["code"], row["basis"], row["dimension"], row["view"]): row
        for row in frame.iter_rows(named=True)
    }


def test_a_part_has_its_share_of_the_total_and_its_move_in_points():
    found = views(TOTAL, *PARTS, last_year=LAST_YEAR)
    share = found["aid_persons", "ytd", "project=P-WN01", "占比"]

    assert (share["base"], share["value"], share["printed"]) == ("1000", "600", "60%")
    # 600 ÷ 1 000 = 60.0 %, 500 ÷ 800 = 62.5 %
    assert share["wording"] == "占60%，比上年同期下降2.5个百分点"
    assert found["aid_persons", "ytd", "project=P-WN02", "占比"]["wording"] == "占40%"


def test_a_part_pulls_the_growth_of_the_total():
    found = views(TOTAL, *PARTS, last_year=LAST_YEAR)
    old, new = (
        found["aid_persons", "ytd", f"project={project}", "拉动"]
        for project in ("P-WN01", "P-WN02")
    )

    # of the growth of 200 on 800 (25 %): 100 ÷ 800 = 12.5 points and a half; 400 ÷ 800 = 50
    assert (old["base"], old["value"]) == ("800", "100")
    assert old["wording"] == "拉动增长12.5个百分点，贡献率50%"
    assert new["wording"] == "拉动增长50个百分点，贡献率200%"
    assert found["aid_persons", "ytd", "", "拉动"]["printed"] == "25个百分点"


def test_without_last_years_parts_nothing_is_said_to_pull():
    row = views(TOTAL, *PARTS, last_year=LAST_YEAR[:1])[
        "aid_persons", "ytd", "project=P-WN01", "拉动"
    ]

    assert (row["wording"], row["reason"]) == ("", "上年同期无分项数据")


def test_a_part_that_was_hidden_last_year_is_not_taken_for_nothing():
    # three of eight: below the threshold, and its neighbour with it
    last_year = (
        ("aid_persons", "ytd", "", "800"),
        ("aid_persons", "ytd", "project=P-WN01", "3"),
        ("aid_persons", "ytd", "project=P-WN02", "400"),
        ("aid_persons", "ytd", "project=P-QL01", "397"),
    )
    row = views(TOTAL, *PARTS, last_year=last_year)["aid_persons", "ytd", "project=P-WN01", "拉动"]

    assert (row["wording"], row["reason"]) == ("", "上年同期分项没有可以比较的数")


def test_the_whole_is_told_beside_its_parts_and_a_target_as_it_is_printed():
    aims = SETTINGS.model_copy(update={"targets": {"aid_persons": Decimal(2000)}})
    found = views(TOTAL, *PARTS, settings=aims)

    assert found["aid_persons", "ytd", "", "占比"]["printed"] == "100%"
    assert found["aid_persons", "ytd", "", "目标进度"]["base_printed"] == "2000人次"


def test_a_whole_year_is_compared_with_the_year_before_and_no_part_of_it():
    year = Period(2024, 12, 12)
    rows = (("aid_persons", "year", "", "1000"), ("aid_persons", "ytd", "", "1000"))
    bases = Bases(
        pl.DataFrame(schema=BASE_SCHEMA),
        as_bases(*((*row[:3], "800") for row in rows)),
    )
    frame = view_figures(weigh(values_of(*rows)), bases, INDICATORS, (year, SETTINGS))

    said = frame.filter(view="同比")["wording"].to_list()
    assert said == ["比上年增加200人次，增长25%"] * 2


def test_a_redefined_total_lets_no_part_be_compared():
    changed = {"comparison": Comparing(redefined={"aid_persons": "2024-01"})}
    found = views(TOTAL, *PARTS, last_year=LAST_YEAR, settings=SETTINGS.model_copy(update=changed))

    assert found["aid_persons", "ytd", "project=P-WN01", "占比"]["wording"] == "占60%"
    assert ("aid_persons", "ytd", "project=P-WN01", "拉动") not in found
    assert "口径有变化" in found["aid_persons", "ytd", "", "同比"]["reason"]


def test_a_hidden_part_has_no_share():
    # two of eight: below the threshold of sensitive cells, and withheld with its neighbour
    found = views(
        ("aid_persons", "ytd", "", "8"),
        ("aid_persons", "ytd", "project=P-WN01", "6"),
        ("aid_persons", "ytd", "project=P-WN02", "2"),
    )

    for project in ("P-WN01", "P-WN02"):
        assert found["aid_persons", "ytd", f"project={project}", "占比"]["printed"] == ""


def with_target(target):
    return SETTINGS.model_copy(update={"targets": {"aid_persons": Decimal(target)}})


def test_a_target_is_held_against_the_figure_and_the_time():
    found = views(TOTAL, settings=with_target(1200))
    goal = found["aid_persons", "ytd", "", "目标进度"]
    time = found["aid_persons", "ytd", "", "时间进度"]

    # 1 000 ÷ 1 200 = 83.3 % = 10 ÷ 12
    assert goal["wording"] == "完成年度目标的83.3%，时间进度83.3%，与时间进度一致"
    assert (time["base"], time["value"], time["printed"]) == ("12", "10", "83.3%")


@pytest.mark.parametrize(
    ("target", "standing", "reason"),
    [
        (0, {}, "目标不为正数"),
        (1200, {"pending": True}, "本期数据待核"),
        (1200, {"coverage": 0.95}, "本期数据不完整"),
    ],
)
def test_a_target_that_nothing_can_be_held_against_says_why(target, standing, reason):
    found = views(TOTAL, settings=with_target(target), **standing)

    assert found["aid_persons", "ytd", "", "目标进度"]["reason"] == reason
    assert ("aid_persons", "ytd", "", "时间进度") not in found


def test_a_plan_is_held_against_its_own_years():
    plan = PlanProgress(
        "norm_plan_township_target", Decimal(23), Decimal(7), (Decimal(60), Decimal(22))
    )
    row = views(TOTAL, plans=[plan])["norm_plan_township_target", "plan", "", "目标进度"]

    # 7 ÷ 23 = 30.4 %, 22 ÷ 60 = 36.7 %; 30.4347 − 36.6666 = −6.2
    assert row["wording"] == "完成规划目标的30.4%，时间进度36.7%，慢于时间进度6.2个百分点"


STANDARD = "职工活动场所规范化"


def plan_in(*, standard=STANDARD, start=2024, end=2028, target=23, same=()):
    rows = [
        good(
            "plans",
            plan_name="五年规划",
            unit_type="乡镇",
            standard=standard,
            start_year=start,
            end_year=end,
            target=target,
        )
    ]
    books = [
        submission("plans", *rows, workbook="2024-01/a.xlsx"),
        *(
            submission("plans", *rows, workbook=f"2024-{month:02d}/a.xlsx")
            for month in range(2, 11)
        ),
    ]
    site = submission("norm_sites", _site(), workbook="2024-10/a.xlsx")
    whole = replace(books[-1], cells=pl.concat([books[-1].cells, site.cells]))
    settings = SETTINGS.model_copy(update={"departments": ("JC",), "same_standards": same})
    examined = examine([*books[:-1], whole], settings, OCTOBER)
    edition = issue_edition(examined, settings, OCTOBER, None)
    rows = edition.comparisons.filter(code="norm_plan_township_target", view="目标进度")
    (row,) = rows.rows(named=True)
    return row


def _site():
    return good(
        "norm_sites",
        site_id="D-1",
        unit_type="乡镇",
        township="禾川镇",
        standard=STANDARD,
        status="已验收",
        done_date="2024-10-12",
    )


def test_a_plan_of_this_year_counts_the_results_of_its_standard():
    row = plan_in()

    # 1 ÷ 23 = 4.3 %; 10 of 60 months = 16.7 %
    assert (row["base"], row["value"]) == ("23", "1")
    assert row["wording"] == "完成规划目标的4.3%，时间进度16.7%，慢于时间进度12.3个百分点"


@pytest.mark.parametrize(
    ("given", "reason"),
    [
        ({"standard": "六有六规范"}, "标准不同"),
        ({"start": None, "end": None}, "起止年没有写明"),
        ({"start": 2022, "end": 2026}, "没有全部报送"),
        ({"start": 2018, "end": 2022}, "不在规划年限内"),
    ],
)
def test_a_plan_that_cannot_be_followed_says_why(given, reason):
    row = plan_in(**given)

    assert reason in row["reason"]
    assert row["wording"] == ""


def test_a_standard_that_the_union_confirmed_counts():
    row = plan_in(standard="六有六规范", same=(("六有六规范", STANDARD),))

    assert row["value"] == "1"


def test_every_indicator_counts_one_thing_in_one_unit_of_one_stage():
    """Comparisons join on the code alone, so that none can mix units or stages."""
    stages = {"applied_cny": "申报", "approved_cny": "审批", "paid_cny": "发放"}
    for code, indicator in INDICATORS.items():
        assert indicator.code == code
        if indicator.plan:
            assert INDICATORS[indicator.plan].unit == indicator.unit
        if indicator.cases:
            assert INDICATORS[indicator.cases].sheet == indicator.sheet
        stage = stages.get(indicator.measure.column)
        if stage:
            assert stage in indicator.name, code
    counted = {i.measure.column for i in INDICATORS.values() if i.unit == "人次"}
    money = {i.measure.column for i in INDICATORS.values() if i.unit == "元"}
    assert not counted & money


def test_persons_are_never_compared_with_enrolments():
    persons = weigh(values_of(TOTAL)).with_columns(unit=pl.lit("人"))
    bases = Bases(pl.DataFrame(schema=BASE_SCHEMA), persons.select(*BASE_SCHEMA))
    frame = view_figures(weigh(values_of(TOTAL)), bases, INDICATORS, (OCTOBER, SETTINGS))

    (row,) = frame.filter(view="同比").rows(named=True)
    assert (row["printed"], row["wording"]) == ("", "")
    assert "计量单位有变化" in row["reason"]
