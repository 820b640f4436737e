"""Shares of the spending, 同比 beside a number, and annual targets, as a bulletin prints them."""

from __future__ import annotations

import pytest

from documents.audit import unexplained
from documents.audit.origins import Origins
from documents.narrative import write_document
from documents.narrative.comparisons import Comparisons
from documents.narrative.entries import Entries
from schemas.bulletin import Number, Reference, plain
from schemas.period import Period
from tests.published import edition, figure, figures, settings, views

SPENT = [
    figure("ledger_expenditure", "300"),
    figure("ledger_expenditure", "100", dimension="project=P-QL01"),
    figure("ledger_expenditure", "100", dimension="project=P-QL02"),
    figure("ledger_expenditure", "100", dimension="project=P-ZX01"),
]


def share(project, value="100", base="300", printed="33.3%", code="ledger_expenditure"):
    part = f"project={project}" if project else ""
    return (code, "ytd", part, "占比", base, value, printed, f"占{printed}", "")


# 100 ÷ 300 = 33.3 % three times, which adds up to 99.9
SHARES = [*map(share, ("P-QL01", "P-QL02", "P-ZX01")), share("", "300", "300", "100%")]


def prose(document):
    return "".join(plain(block.spans) for block in document.blocks if hasattr(block, "spans"))


def table(document, key):
    (found,) = [found for found in document.tables if found.key == key]
    return found, [[plain(cell.spans) for cell in row] for row in found.rows]


def test_each_project_has_its_share_of_the_spending_and_rounding_is_explained():
    told = edition(figures=figures(*SPENT), comparisons=views(*SHARES))
    document = write_document("bulletin", told)
    found, rows = table(document, "spending_by_project")

    assert found.header[-1] == "累计占比（%）"
    assert [row[-1] for row in rows] == ["33.3", "33.3", "33.3", "100"]
    assert "占比因四舍五入，各项之和不等于合计" in found.notes[0]
    assert list(unexplained(document, told)) == []


def test_shares_that_add_up_need_no_explanation():
    halves = [share(project, "150", printed="50%") for project in ("P-QL01", "P-QL02")]
    even = views(*halves, SHARES[3])
    spent = [SPENT[0], *(row | {"value": "150"} for row in SPENT[1:3])]
    document = write_document("bulletin", edition(figures=figures(*spent), comparisons=even))
    found, _ = table(document, "spending_by_project")

    assert not any("四舍五入" in note for note in found.notes)


def test_a_hidden_part_shows_no_share():
    hidden = [*SPENT[:3], SPENT[3] | {"status": "不单独公布", "printed": "…"}]
    told = edition(figures=figures(*hidden), comparisons=views(*SHARES))
    _, rows = table(write_document("bulletin", told), "spending_by_project")

    assert [row[-1] for row in rows][2] == "…"


def test_a_share_that_is_not_the_figures_own_is_refused():
    origins = Origins(edition(figures=figures(*SPENT), comparisons=views(*SHARES)))
    part = Reference("ledger_expenditure", "ytd", "project=P-QL01")

    assert origins.admits(Number("33.3", part), ("", "%"))
    assert not origins.admits(Number("33.4", part), ("", "%"))
    assert not origins.admits(Number("100", part), ("", "%"))


def test_a_part_that_is_printed_roughly_under_its_own_name_has_no_share():
    """常态化送温暖 is printed as 170余人次: 19.9 % of 868 would tell 173."""
    rows = [share("P-WN02", "173", "868", "19.9%", "aid_persons")]
    told = figures(figure("aid_persons", "868"), figure("aid_persons", "173", dimension=WARM))
    entry = Entries(told, Period(2024, 10)).part("aid_persons", "ytd", WARM)

    assert Comparisons(edition(figures=told, comparisons=views(*rows))).beside(entry, "占比") == ""


WARM = "project=P-WN02"


def compared(code, wording, reason="", base="20"):
    told = figures(figure(code, "30"))
    row = (code, "ytd", "", "同比", base, "30", "50%", wording, reason)
    entry = Entries(told, Period(2024, 10)).find(code)
    return Comparisons(edition(figures=told, comparisons=views(row))), entry


@pytest.mark.parametrize(
    ("wording", "says"),
    [
        ("比上年同期增加10场，增长50%", "同比增长50%"),
        ("比上年减少10场，下降25%", "同比下降25%"),
        ("比上年同期减少3场", "同比减少3场"),
        ("由负转正，比上年同期增加3场", "同比增加3场"),
        ("与上年同期持平", "同比持平"),
    ],
)
def test_beside_a_number_the_comparison_is_brief(wording, says):
    comparisons, entry = compared("job_fairs", wording)

    assert plain(comparisons.briefly(entry)) == says


def test_neither_a_hidden_base_nor_a_part_under_its_own_name_is_compared():
    hidden, fairs = compared("job_fairs", "比上年同期增加1场", "上年同期不单独公布")
    part, pupils = compared("edu_aid_persons", "比上年同期增加10名，增长50%")

    for comparisons, entry in ((hidden, fairs), (part, pupils)):
        assert comparisons.briefly(entry) == comparisons.year(entry) == ()
        assert comparisons.yearly(entry) is None


def goal(code, target, value, done, words, basis="ytd"):
    said = f"完成年度目标的{done}，时间进度83.3%，{words}" if done else ""
    held = (code, basis, "", "目标进度", target, value, done, said, "")
    time = (code, basis, "", "时间进度", "12", "10", "83.3%", "时间进度83.3%", "")
    return [held, time] if done else [held]


def aimed(*goals):
    """Return the bulletin of a union with targets, and its edition; 10 of 12 months = 83.3 %."""
    rows = [row for one in goals for row in one]
    aims = {row[0]: row[4] for row in rows if row[3] == "目标进度"}
    told = edition(
        figures=figures(
            *(
                figure(row[0], row[5], basis=row[1], target=row[4])
                for row in rows
                if row[3] == "目标进度"
            )
        ),
        comparisons=views(*rows),
        settings=settings(targets=aims),
    )
    return write_document("bulletin", told), told


# 5 ÷ 12 = 41.7 %, 41.7 points behind; 190 ÷ 200 = 95 %, 11.7 points ahead
FAIRS = goal("job_fairs", "12", "5", "41.7%", "慢于时间进度41.7个百分点")
UNITS = goal("mutual_units", "200", "190", "95%", "快于时间进度11.7个百分点", "as_of")


def test_targets_stand_in_a_table_and_few_of_them_in_words():
    document, told = aimed(FAIRS, UNITS)
    found, rows = table(document, "targets")

    assert rows == [
        ["招聘会场次", "场", "12", "5", "41.7", "83.3"],
        ["参加互助保障单位", "个", "200", "190", "95", "83.3"],
    ]
    assert "截至10月底" in found.caption
    assert (
        "招聘会场次完成年度目标的41.7%，时间进度83.3%，慢于时间进度41.7个百分点；"
        "参加互助保障单位完成年度目标的95%，时间进度83.3%，快于时间进度11.7个百分点。"
    ) in prose(document)
    assert list(unexplained(document, told)) == []


def test_a_single_target_needs_no_table():
    document, _ = aimed(FAIRS)

    assert "招聘会场次完成年度目标的41.7%" in prose(document)
    assert [found for found in document.tables if found.key == "targets"] == []


def test_progress_that_may_not_be_told_leaves_the_target_standing():
    document, told = aimed(goal("job_fairs", "12", "5", "", ""), UNITS)
    found, rows = table(document, "targets")

    assert rows[0] == ["招聘会场次", "场", "12", "5", "不计算", "不计算"]
    assert "“不计算”表示" in found.notes[0]
    assert list(unexplained(document, told)) == []


def test_without_targets_nothing_is_said_of_them():
    document, _ = aimed()

    assert "目标" not in prose(document).replace("建设规划", "")


def test_a_plan_of_years_is_told_with_how_far_it_is_and_how_far_its_time():
    # 7 ÷ 23 = 30.4 %, 22 ÷ 60 months = 36.7 %; 30.43 − 36.67 = −6.2
    said = "完成规划目标的30.4%，时间进度36.7%，慢于时间进度6.2个百分点"
    rows = [
        ("norm_plan_township_target", "plan", "", "目标进度", "23", "7", "30.4%", said, ""),
        ("norm_plan_township_target", "plan", "", "时间进度", "60", "22", "36.7%", "", ""),
    ]
    plan = [figure("norm_plan_township_target", "23"), figure("norm_plan_years", "5")]
    told = edition(figures=figures(*plan), comparisons=views(*rows))
    document = write_document("bulletin", told)

    assert f"建设规划为期五年，乡镇建设目标为23个，已{said}。" in prose(document)
    assert list(unexplained(document, told)) == []


def test_a_plan_whose_progress_may_not_be_told_states_its_target_alone():
    why = "规划未写明起止年"
    rows = [("norm_plan_township_target", "plan", "", "目标进度", "23", None, "", "", why)]
    told = edition(
        figures=figures(figure("norm_plan_township_target", "23")), comparisons=views(*rows)
    )

    assert "确定的乡镇建设目标为23个。" in prose(write_document("bulletin", told))
