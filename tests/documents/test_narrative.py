from __future__ import annotations

import dataclasses
import re
import shutil
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import polars as pl
import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as examples
from hypothesis import strategies as st

from documents.filling import TEMPLATES
from documents.narrative import write_document
from documents.narrative.units import fitting_unit
from documents.narrative.widths import column_shares
from schemas.bulletin import Chart, Document, Heading, Name, Number, Paragraph, Span, Table, plain
from schemas.decision import none_accepted
from schemas.edition import Edition
from schemas.faults import BulletinError
from schemas.rollup import Membership
from tests.published import (
    NAMES,
    PRINTED,
    coverage,
    edition,
    figure,
    figures,
    listings,
    published_edition,
    published_figures,
    settings,
    views,
)

OCTOBER = published_edition()
REPORT = write_document("report", OCTOBER)
BULLETIN = write_document("bulletin", OCTOBER)
PERIODS = re.compile(r"\d{4}年|\d{1,2}(—\d{1,2})?月底?|\d{1,2}日")


def prose(document: Document) -> str:
    paragraphs = (block for block in document.blocks if isinstance(block, Paragraph))
    return "\n".join(plain(paragraph.spans) for paragraph in paragraphs)


def outline(document: Document) -> list[str]:
    return [block.number + block.text for block in document.blocks if isinstance(block, Heading)]


def section(document: Document, title: str) -> list[object]:
    """Return the blocks between a heading and the next one of its level or above."""
    blocks = list(document.blocks)
    start = next(n for n, b in enumerate(blocks) if isinstance(b, Heading) and b.text == title)
    level = blocks[start].level
    rest = blocks[start + 1 :]
    end = next(
        (n for n, b in enumerate(rest) if isinstance(b, Heading) and b.level <= level), len(rest)
    )
    return rest[:end]


def spans(document: Document) -> Iterator[Span]:
    for block in document.blocks:
        if isinstance(block, Paragraph):
            yield from block.spans
        if isinstance(block, Table):
            yield from (span for row in block.rows for cell in row for span in cell.spans)


def numbers(document: Document) -> list[Number]:
    return [span for span in spans(document) if isinstance(span, Number)]


def table(document: Document, key: str) -> Table:
    return next(table for table in document.tables if table.key == key)


def chart(document: Document, key: str) -> Chart:
    return next(chart for chart in document.charts if chart.key == key)


def column(found: Table, place: int) -> dict[str, str]:
    return {plain(row[0].spans): plain(row[place].spans) for row in found.rows}


# --- the published account ---


@pytest.mark.parametrize(("code", "printed"), PRINTED.items())
def test_the_report_states_every_published_figure_in_its_printed_form(code, printed):
    whole = re.compile(rf"(?<![\d.]){re.escape(printed)}(?!\d)")
    said = [n.text for n in numbers(REPORT) if n.reference.code == code]

    assert printed in said
    assert whole.search(prose(REPORT))


def test_the_report_states_the_declared_cadence_as_a_name():
    assert Name("每月中旬", "standing_names.three_masters_when") in list(spans(REPORT))


@pytest.mark.parametrize("name", [name for listed in NAMES.values() for name in listed])
def test_the_report_lists_every_name_of_the_account(name):
    prosaic = name.replace("(", "（").replace(")", "）")

    assert prosaic in [span.text for span in spans(REPORT) if isinstance(span, Name)]


def test_the_report_has_four_chapters_and_begins_with_its_lead():
    chapters = [title for title in outline(REPORT) if re.match("[一二三四五六七八九十]+、", title)]

    assert [chapter[:2] for chapter in chapters] == ["一、", "二、", "三、", "四、"]
    assert REPORT.blocks[0].style == "lead"


def test_the_bulletin_holds_its_tables_and_charts_numbered_through():
    assert [found.number for found in BULLETIN.tables] == list(range(1, len(BULLETIN.tables) + 1))
    assert [found.number for found in BULLETIN.charts] == list(range(1, len(BULLETIN.charts) + 1))
    assert len(BULLETIN.tables) >= 4
    assert {found.key for found in BULLETIN.charts} >= {
        "activities_by_kind",
        "places_built",
        "aid_persons_by_project",
        "mutual_by_plan",
        "spending_by_month",
        "spending_by_project",
    }


@pytest.mark.parametrize("document", [REPORT, BULLETIN], ids=["report", "bulletin"])
def test_no_digit_stands_outside_numbers_names_and_dates(document):
    words = [span for span in spans(document) if isinstance(span, str)]
    titles = [block.text for block in document.blocks if isinstance(block, Heading)]
    edges = [document.title, document.dated, *(block.caption for block in document.tables)]
    edges += [text for block in document.tables for text in (*block.header, *block.notes)]
    edges += [text for block in document.charts for text in (block.caption, block.source)]

    assert not [text for text in (*words, *titles) if re.search(r"\d", text)]
    assert not [text for text in edges if re.search(r"\d", PERIODS.sub("", text))]


@pytest.mark.parametrize("document", [REPORT, BULLETIN], ids=["report", "bulletin"])
def test_every_number_is_the_printed_form_of_its_figure(document):
    rows = {
        (row["code"], row["basis"], row["dimension"]): row
        for row in OCTOBER.figures.iter_rows(named=True)
    }
    for number in numbers(document):
        row = rows.get(dataclasses.astuple(number.reference))
        if row is None:
            assert number.text == "—"
        elif row["period_change"] is None:
            assert row["printed"].startswith(number.text)


def test_the_same_edition_gives_the_same_document():
    assert write_document("bulletin", published_edition()) == BULLETIN


def test_the_document_is_dated_by_the_calendar_and_signed_in_full():
    assert (BULLETIN.dated, BULLETIN.issuer) == ("2024年11月8日", "江西省吉安市永新县总工会")
    assert BULLETIN.title == "永新县总工会2024年10月工作统计公报"
    assert REPORT.title == "永新县总工会2024年1—10月工作情况报告"
    assert BULLETIN.sample


# --- what may not be said ---


@pytest.mark.parametrize("document", [REPORT, BULLETIN], ids=["report", "bulletin"])
def test_plan_and_result_stand_side_by_side_without_a_ratio(document):
    about_plan = [
        plain(block.spans)
        for block in document.blocks
        if isinstance(block, Paragraph) and "建设目标" in plain(block.spans)
    ]

    assert about_plan
    assert "23个" in "".join(about_plan)
    assert not re.search("%|％|完成|进度|分之", "".join(about_plan))


@pytest.mark.parametrize("document", [REPORT, BULLETIN], ids=["report", "bulletin"])
def test_what_was_applied_for_is_never_called_spent(document):
    clauses = re.split("[，。；]", prose(document))

    assert [clause for clause in clauses if "19.116万元" in clause] == [
        clause for clause in clauses if clause.startswith("已申报帮扶资金19.116万元")
    ]
    assert all(
        number.reference.code == "ledger_expenditure"
        for found in document.tables
        if found.key.startswith("spending")
        for row in found.rows
        for cell in row
        for number in cell.spans
        if isinstance(number, Number)
    )


def test_standards_are_called_different_only_where_they_are():
    plan = ("norm_plan_township_target", "plan", "", "目标进度", "23", None, "", "")
    other = views((*plan, "规划与建设成果执行的标准不同，不计算完成比例"))
    without_years = views((*plan, "规划的起止年没有写明或不一致，不计算进度"))

    said, unsaid = (
        prose(write_document("bulletin", published_edition(comparisons=rows)))
        for rows in (other, without_years)
    )
    assert "规划与建设点执行的标准不同" in said
    assert "标准不同" not in unsaid


def test_a_month_withheld_is_not_printed_and_the_notes_say_so():
    rows = [
        figure("disputes_resolved", "1", "month"),
        figure("disputes_amount", "24000", "month", status="不单独公布", printed="…"),
        figure("disputes_resolved", "9"),
        figure("disputes_amount", "312600"),
    ]

    text = prose(write_document("bulletin", edition(figures=figures(*rows))))

    assert "成功调解1件。" in text
    assert "成功调解9件，涉及金额30余万元" in text
    assert "案件类金额不单独公布" in text


def test_rough_figures_give_worksheets_and_charts_no_exact_value():
    insured = next(
        row for row in table(BULLETIN, "mutual").rows if "参保人次" in plain(row[0].spans)
    )
    plans = chart(BULLETIN, "mutual_by_plan")

    assert plain(insured[3].spans) == "约2.06万"
    assert insured[3].value is None
    assert str(plans.series[0].values[0]) == "1.29"


# --- months with little in them ---


def january(*more: dict[str, object], **frames: object) -> Edition:
    rows = [
        figure("culture_to_grassroots_events", "1", "month"),
        figure("culture_to_grassroots_events", "1"),
        figure("norm_plan_township_target", "23"),
        figure("norm_plan_years", "5"),
        *more,
    ]
    shows = {"culture_to_grassroots_events": ["三湾公园慰问一线职工文艺晚会"]}
    given_frames = {"figures": figures(*rows), "listings": listings(shows, shows)}
    return edition("2024-01", **{**given_frames, **frames})


@pytest.mark.parametrize("kind", ["report", "bulletin"])
def test_nothing_is_stated_that_did_not_happen(kind):
    text = prose(write_document(kind, january()))

    assert not re.search(r"(?<![\d.])0[场名元个项次件户家]", text)
    assert "—" not in text
    assert "启用" not in text


def test_a_first_month_has_no_year_to_date_beside_it():
    assert "累计" not in prose(write_document("bulletin", january())).split("本公报")[0]


def test_sections_without_anything_say_so():
    text = prose(write_document("bulletin", january()))

    assert "1月未举办招聘会。" in text
    assert "1月没有经费支出。" in text


def test_a_month_without_news_states_the_year_to_date():
    rows = figures(figure("job_fairs", "0", "month"), figure("job_fairs", "5"))

    text = prose(write_document("bulletin", edition(figures=rows)))

    assert "10月未举办招聘会。1—10月，累计举办招聘会5场。" in text


def test_a_month_that_is_all_of_the_year_so_far_is_stated_once():
    rows = figures(figure("job_fairs", "5", "month"), figure("job_fairs", "5"))

    text = prose(write_document("bulletin", edition(figures=rows)))

    assert "10月，举办招聘会5场，1—10月累计数与此相同。" in text
    assert "累计举办招聘会" not in text


def test_several_notes_are_counted_below_their_word_and_a_lone_one_follows_it():
    several, lone = (
        [plain(b.spans) for b in document.blocks if getattr(b, "style", "") == "note"]
        for document in (BULLETIN, write_document("bulletin", january()))
    )

    assert several[0] == "注："
    assert [note.split(".")[0] for note in several[1:]] == list("1234")
    assert lone == ["注：本公报数据为初步统计数，来源于各部门报送的台账；本月指公历当月。"]


def test_a_heading_without_text_and_a_lone_second_level_are_left_out():
    titles = outline(write_document("report", january()))

    assert "三、阵地建设到基层，贴心服务在身边" in titles
    assert not [title for title in titles if "工会驿站与规范化建设" in title]
    assert not [title for title in titles if "工人文化宫" in title]


def test_december_is_called_the_whole_year():
    december = edition("2024-12", figures=figures(figure("job_fairs", "5")))
    bulletin = write_document("bulletin", december)

    assert "全年，累计举办招聘会5场" in prose(bulletin)
    assert write_document("report", december).title == "永新县总工会2024年工作情况报告"
    assert bulletin.dated == "2025年1月8日"


@examples(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.randoms(use_true_random=False), st.sampled_from(["2024-01", "2024-10"]))
def test_whatever_the_figures_both_documents_read_without_gaps(chance, period):
    rows = [row for row in map(dict, published_figures()) if chance.random() > 0.1]
    for row in rows:
        _vary(row, chance.random())
    some = listings({code: names[:1] for code, names in NAMES.items()}, {})
    varied = edition(period, figures=figures(*rows), listings=some)

    for kind in ("report", "bulletin"):
        text = prose(write_document(kind, varied)).replace("“…”", "")
        assert not re.search("，，|。。|，。|；。|、。|，；|：。|累计。|为。|和。|…|—[场名]", text)
        assert not re.search(r"(?<![\d.])0[场名元个项次件户家]", text)


def _vary(row: dict[str, object], chance: float) -> None:
    if chance < 0.25:
        row |= {"value": None if row["unit"] == "date" else "0", "printed": "—"}
    elif chance < 0.35:
        row |= {"status": "数据待核", "printed": "数据待核"}
    elif chance < 0.45:
        row |= {"status": "无数据", "value": None, "printed": "—"}
    elif chance < 0.5:
        row |= {"status": "不单独公布", "printed": "…"}
    elif chance < 0.51:
        row |= {"status": "数据未报送", "value": None, "printed": "数据未报送"}


# --- departments and doubts ---


def test_a_section_whose_return_is_missing_is_one_sentence():
    without = published_edition(coverage=coverage(missing=(("2024-10", "W05"),)))

    (only,) = section(write_document("bulletin", without), "四送与困难帮扶")

    assert plain(only.spans) == "职工服务（帮扶）中心10月数据未报送，本部分暂缺。"


def test_a_return_whose_figures_are_unreported_counts_as_missing():
    rows = [figure("job_fairs", None, status="数据未报送", printed="数据未报送")]

    text = prose(write_document("report", edition(figures=figures(*rows))))

    assert "职工服务（帮扶）中心10月数据未报送，本部分暂缺。" in text


def test_months_missing_earlier_are_named_in_the_notes():
    gaps = tuple((f"2024-{month:02d}", "W09") for month in (1, 2, 3, 5))
    told = [figure("ledger_expenditure", "100", coverage="0.6"), figure("aid_persons", "7")]
    lacking = coverage(missing=(*gaps, ("2024-04", "W05")))
    without = edition(figures=figures(*told), coverage=lacking)

    # The ledger of W05 that came later tells of April too: its figures lack nothing.
    assert "累计数不含这些部分：财务部1—3月、5月。" in prose(write_document("bulletin", without))


def test_the_notes_tell_from_which_month_a_union_that_began_within_the_year_adds_up():
    begun = coverage().filter(pl.col("period") >= "2024-09")
    late, whole = published_edition(coverage=begun), published_edition()

    assert "累计自9月起算，此前没有报表，" in prose(write_document("bulletin", late))
    assert "累计自9月起算，此前没有报表，" in prose(write_document("flash", late))
    assert "累计自当年年初起算。" in prose(write_document("bulletin", whole))
    assert "起算" not in prose(write_document("flash", whole))


def test_a_sum_of_several_unions_does_not_deny_what_it_cannot_add_up():
    # Campaigns of the same name count once, so that those of two unions are not added up.
    one = [figure("reform_campaigns", "1", dimension="county=甲县总工会")]
    members = Membership(("甲县总工会", "乙县总工会"), ())
    for kind in ("bulletin", "report"):
        text = prose(write_document(kind, edition(figures=figures(*one), members=members)))

        assert "新增的产改示范点" in text
        assert "专项行动" not in text


def test_what_a_month_lacks_is_named_for_other_events_may_have_taken_place():
    held = figure("culture_sessions", "2", "month"), figure("culture_sessions", "2")
    text = prose(write_document("bulletin", edition(figures=figures(*held))))

    assert "开展宣教文体活动2场" in text
    assert "1—10月没有主题活动、劳模宣讲、送文艺下基层和职工赛事。" in text
    named = "未开展患病困难女职工慰问、职工免费体检和“六一”关爱活动。"
    assert text.count("未开展") == text.count(named) == 1


def test_an_opening_day_in_doubt_is_not_told_as_a_day():
    row = figure("palace_opening_date", "2024-04-30", status="数据待核")
    for kind in ("bulletin", "report"):
        told = prose(write_document(kind, edition(figures=figures(row))))

        assert "新工人文化宫启用日期数据待核。" in told
        assert "于数据待核" not in told


def test_the_notes_count_the_warnings_that_a_person_accepted():
    accepted = none_accepted().clear(n=3).fill_null("")
    document = write_document("bulletin", published_edition(accepted=accepted))

    assert "本期有3条核对提醒经核实后接受。" in prose(document)
    assert Name("3条", "waivers.csv") in list(spans(document))
    assert "接受" not in prose(BULLETIN)


def test_a_chart_of_months_shows_what_was_quiet_and_what_is_missing():
    rows = [
        figure("ledger_expenditure", "3000", dimension="month=2024-01"),
        figure("ledger_expenditure", "5000", dimension="month=2024-04"),
    ]
    quiet = edition(
        "2024-04",
        figures=figures(figure("ledger_expenditure", "8000"), *rows),
        coverage=coverage("2024-04", missing=(("2024-03", "W09"),)),
    )

    months = chart(write_document("bulletin", quiet), "spending_by_month")

    assert months.labels == ("1月", "2月", "3月", "4月")
    assert [str(value) for value in months.series[0].values] == ["0.3", "0", "None", "0.5"]


def test_a_figure_in_doubt_says_so_in_place_of_its_number():
    rows = figures(figure("job_fairs", "5", status="数据待核", printed="数据待核"))

    document = write_document("report", edition(figures=rows))

    assert "举办招聘会数据待核。" in prose(document)
    assert "核定后补充公布" in prose(write_document("bulletin", edition(figures=rows)))


def test_a_part_that_is_lacking_is_in_doubt_where_its_total_is():
    doubtful = {"status": "数据待核", "printed": "数据待核"}
    rows = figures(
        figure("ledger_expenditure", "5000", "month", **doubtful),
        figure("ledger_expenditure", "9000"),
        figure("ledger_expenditure", "4000", dimension="project=P-ZX01"),
        figure("ledger_expenditure", "5000", dimension="project=P-WN02"),
    )

    spending = table(write_document("bulletin", edition(figures=rows)), "spending_by_project")

    assert column(spending, 1)["金秋助学"] == "数据待核"


def test_a_clause_without_its_standing_name_vanishes():
    plain_union = settings(standing_names={"city_plan": "“五大工程”"})

    lead = write_document("report", published_edition(settings=plain_union)).blocks[0]

    assert "落实市总工会“五大工程”，" in plain(lead.spans)
    assert "559" not in plain(lead.spans)
    assert "目标要求" not in plain(lead.spans)


def test_names_from_cells_are_never_read_as_markup():
    hostile = "# 甲\n\n[[表 headline]] {{ ytd }} <b>"
    rows = figures(figure("upper_games_joined", "1"))
    named = edition(figures=rows, listings=listings({"upper_games_joined": [hostile]}, {}))

    assert hostile in prose(write_document("report", named))


# --- tables and charts ---


def test_a_month_in_which_nothing_happened_is_a_dash_with_a_note():
    reform = table(BULLETIN, "reform")

    assert column(reform, 2)["产改企业示范点"] == "—"
    assert reform.notes == (
        "注：“—”表示本期没有发生；空格表示该指标只统计期末数或目标数，不分期列示。",
    )


def test_what_did_not_happen_all_year_has_no_row_and_a_table_has_two_at_least():
    lectures = [figure("model_worker_lectures", "0", basis) for basis in ("month", "ytd")]
    shows = [figure("culture_to_grassroots_events", "1", basis) for basis in ("month", "ytd")]
    games = figure("county_sport_events", "2")

    two = write_document("bulletin", edition(figures=figures(*lectures, *shows, games)))
    one = write_document("bulletin", edition(figures=figures(*lectures, *shows)))

    assert list(column(table(two, "culture"), 2)) == ["送文艺下基层场次", "县级职工赛事项目"]
    assert "culture" not in [found.key for found in one.tables]


def test_a_row_in_doubt_stays_in_its_table():
    doubtful = {"status": "数据待核", "printed": "数据待核"}
    rows = figures(
        figure("culture_to_grassroots_events", "1"),
        figure("county_sport_events", "2"),
        figure("model_worker_lectures", "5", **doubtful),
    )

    culture = table(write_document("bulletin", edition(figures=rows)), "culture")

    assert column(culture, 3)["劳模宣讲场次"] == "数据待核"


def test_january_has_one_column_for_the_month_and_the_year_so_far():
    rows = [
        figure(code, value, basis)
        for code, value in (("culture_to_grassroots_events", "1"), ("county_sport_events", "2"))
        for basis in ("month", "ytd")
    ]

    culture = table(
        write_document("bulletin", edition("2024-01", figures=figures(*rows))), "culture"
    )

    assert culture.header == ("指标", "计量单位", "本月")
    assert column(culture, 2) == {"送文艺下基层场次": "1", "县级职工赛事项目": "2"}


def test_a_column_is_as_wide_as_its_longest_text_with_its_margins():
    rows = [("指标", "本月"), ("四送与慰问人次", "16")]

    assert column_shares(rows) == (16 / 24, 8 / 24)  # 14 + 2 and, at least, 6 + 2 half-widths


def test_a_title_breaks_before_its_unit_where_a_table_is_too_wide():
    """Names of 24 + 2 half-widths and numbers of 6 + 2; the titles' longer parts are 10 + 2."""
    titles = ("项目", "本季度人次", "累计人次", "本季度资金（万元）", "累计资金（万元）")
    shares = column_shares([titles, ("冬送温暖（特殊职工群体）", "1", "1", "1", "1")])

    assert shares == (26 / 70, 12 / 70, 10 / 70, 12 / 70, 10 / 70)


def test_a_chart_of_counts_below_ten_thousand_is_not_told_in_wan():
    few, many = [Decimal(2203), None, Decimal(699)], [Decimal(12900), Decimal(3520)]

    assert fitting_unit("万人次", few) == "人次"
    assert fitting_unit("万人次", many) == "万人次"
    assert fitting_unit("万元", few) == "万元"
    assert fitting_unit("人次", few) == "人次"


def test_a_unit_stands_in_its_column_and_not_in_the_cells():
    headline = table(BULLETIN, "headline")

    assert column(headline, 1)["经费支出"] == "万元"
    assert column(headline, 3)["经费支出"] == "88.444"
    assert column(headline, 3)["互助保障参保人次"] == "约2.06万"


def test_a_breakdown_names_its_parts_and_ends_with_their_total():
    spending = table(BULLETIN, "spending_by_project")

    assert list(column(spending, 2).items())[-2:] == [
        ("新就业形态互保赠送", "13.524"),
        ("合计", "88.444"),
    ]
    assert spending.emphasised == {len(spending.rows) - 1}
    assert spending.unit == "万元"


@pytest.mark.parametrize("found", BULLETIN.tables, ids=lambda found: found.key)
def test_tables_are_even_and_as_wide_as_the_page(found):
    assert {len(row) for row in found.rows} == {len(found.header)}
    assert len(found.widths) == len(found.header)
    assert sum(found.widths) == pytest.approx(1)


@pytest.mark.parametrize("found", BULLETIN.charts, ids=lambda found: found.key)
def test_charts_have_a_reference_for_every_value(found):
    for series in found.series:
        assert len(series.values) == len(series.references) == len(found.labels)
    assert found.source.startswith("资料来源：")


def test_a_chart_names_the_departments_behind_what_it_shows_and_no_other():
    rows = figures(figure("culture_sessions", "3"), figure("job_fairs", "2"))

    kinds = chart(write_document("bulletin", edition(figures=rows)), "activities_by_kind")

    assert kinds.labels == ("宣教文体活动", "招聘会")
    assert kinds.source == "资料来源：组织宣教部、职工服务（帮扶）中心"


def test_a_ranked_chart_begins_with_the_largest():
    values = chart(BULLETIN, "spending_by_project").series[0].values

    assert list(values) == sorted(values, reverse=True)


# --- templates at fault ---


@pytest.fixture
def templates(tmp_path: Path) -> Path:
    return Path(shutil.copytree(TEMPLATES, tmp_path / "templates"))


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ("{{ ytd.job_fayrs }}", "job_fayrs"),
        ("{{ unknown_word }}", "unknown_word"),
        ("{{ in_period.mutual_units }}", "mutual_units"),
        ("{{ ytd.job_hires }}", "请先用 happened 判断"),
        ('{{ happened("job_fayrs") }}', "没有“job_fayrs”这个指标"),
        ("[[表 spending_by_planet]]", "没有“spending_by_planet”这张表"),
        ("[[图 spending_by_planet]]", "没有“spending_by_planet”这幅图"),
        ("见 [[表 headline]]", "须独占一行"),
        ("{{ month | frobnicate }}", "frobnicate"),
        ("{% if %}", "有误"),
        ("{{ ytd.__class__ }}", "unsafe"),
        ("{{ 甲 + }}", "有误"),
    ],
)
def test_a_fault_in_a_template_names_its_file_and_line(templates, line, sentence):
    chapter = templates / "report" / "culture.md.j2"
    text = chapter.read_text(encoding="utf-8")
    chapter.write_text(f"# 开头\n\n{line}\n\n{text}", encoding="utf-8")

    nobody_hired = edition(figures=figures(figure("job_hires", "0")))
    with pytest.raises(BulletinError, match=r"模板 report/culture\.md\.j2 第3行有误") as told:
        write_document("report", nobody_hired, (templates,))
    assert sentence in str(told.value)


@pytest.mark.parametrize(
    ("line", "near"),
    [
        ("{{ ytd.job_fayrs }}", "job_fairs（招聘会场次）"),
        ("{{ ytd.招聘会 }}", "job_fairs（招聘会场次）"),
        ('{{ clauses("ytd", [("举办", "job_hire")]) }}', "job_hires（为企业招工）"),
        ("{{ as_of.job_fairs }}", "可用 in_period、ytd"),
        ("{{ ytd.zzzzzzzzzz }}", "figures.csv"),
    ],
)
def test_an_unknown_indicator_is_told_as_e_x08_with_the_ones_like_it(templates, line, near):
    chapter = templates / "report" / "culture.md.j2"
    chapter.write_text(f"# 开头\n\n{line}\n", encoding="utf-8")

    with pytest.raises(BulletinError, match=r"culture\.md\.j2 第3行有误：E-X08：") as told:
        write_document("report", edition(), (templates,))
    assert near in str(told.value)


def test_an_unknown_indicator_of_a_table_is_told_with_its_line(templates):
    path = templates / "tables.toml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace('    "job_hires",', '    "job_hired",', 1), encoding="utf-8")
    line = 1 + path.read_text(encoding="utf-8").splitlines().index('    "job_hired",')

    with pytest.raises(BulletinError, match=rf"tables\.toml 第{line}行的 \[headline\]") as told:
        write_document("bulletin", edition(), (templates,))
    assert "E-X08：没有“job_hired”这个指标，相近的有 job_hires" in str(told.value)


@pytest.mark.parametrize(
    ("status", "words"),
    [("无数据", "待报送"), ("数据未报送", "数据未报送"), ("不单独公布", "不单独公布")],
)
def test_an_indicator_without_a_value_is_told_in_words(templates, status, words):
    chapter = templates / "report" / "culture.md.j2"
    chapter.write_text("# 开头\n\n举办招聘会{{ ytd.job_fairs }}。\n", encoding="utf-8")
    without = edition(figures=figures(figure("job_fairs", None, "ytd", status=status)))

    assert f"举办招聘会{words}。" in prose(write_document("report", without, (templates,)))


def test_a_third_level_of_headings_is_refused(templates):
    (templates / "report.md.j2").write_text("### 过细\n\n正文", encoding="utf-8")

    with pytest.raises(BulletinError, match="过细"):
        write_document("report", edition(), (templates,))


@pytest.mark.parametrize(
    ("definition", "sentence"),
    [
        ('[a]\ncaption = "甲"', r"\[a\] 有误：请检查 stub"),
        ('[a]\ncaption="甲"\nstub="乙"\ncolumns=[{title="丙"}]\nrows=["job_fayrs"]', "job_fayrs"),
        ("[a", "无法读取"),
    ],
)
def test_a_fault_in_a_definition_names_its_file_and_entry(templates, definition, sentence):
    (templates / "tables.toml").write_text(definition, encoding="utf-8")

    with pytest.raises(BulletinError, match=f"tables.toml .*{sentence}"):
        write_document("bulletin", edition(), (templates,))


def test_a_caption_may_only_ask_for_names_that_exist(templates):
    path = templates / "tables.toml"
    path.write_text(path.read_text(encoding="utf-8").replace("{period}", "{perod}"), "utf-8")

    with pytest.raises(BulletinError, match="perod"):
        write_document("bulletin", OCTOBER, (templates,))


def test_templates_hold_no_digits_outside_their_code():
    code = re.compile(r"\{#.*?#\}|\{%.*?%\}|\{\{.*?\}\}", re.DOTALL)
    texts = [
        *TEMPLATES.glob("*.md.j2"),
        *TEMPLATES.glob("bulletin/*.j2"),
        *TEMPLATES.glob("report/*.j2"),
    ]

    assert len(texts) > 10
    for path in [*texts, TEMPLATES / "phrases.j2"]:
        assert not re.search(r"\d", code.sub("", path.read_text(encoding="utf-8"))), path
    for name in ("tables.toml", "charts.toml", "documents.toml"):
        assert not re.search(r"\d", (TEMPLATES / name).read_text(encoding="utf-8")), name


def test_the_sample_settings_are_those_of_the_union():
    sample = settings()

    assert len(sample.union.townships) == 23
    assert sample.standing_names["all_china_plan"] == "“559”部署"
