"""The section on spending: what it says of a budget, of its pace, and where there is none."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from documents.audit import contradictions_in_charts, unexplained
from documents.charts import draw_chart
from documents.narrative import write_document
from documents.narrative.labels import part_name
from schemas.bulletin import Paragraph, plain
from schemas.faults import BulletinError
from schemas.period import Period
from schemas.rollup import Membership
from schemas.settings import Display
from tests.published import edition, figure, figures, settings, views
from tests.transforms.by_hand import good, submission
from transforms.examination import examine
from transforms.issuing import issue_edition

SPENT = [figure("ledger_expenditure", "16000", "month"), figure("ledger_expenditure", "884440")]
OVER = {"status": "正常"}


def part(code, subject, value, **more):
    return figure(code, value, dimension=f"subject={subject}", **more)


def budget(rate="87.568316", lead="4.234983", total="1010000", initial=None, time="83.333333"):
    return [
        figure("budget_initial", initial or total),
        figure("budget_adjusted", total),
        figure("budget_rate", rate),
        figure("budget_time", time),
        figure("budget_lead", lead),
    ]


def subjects(*rows, code="budget_adjusted"):
    return [part(code, subject, value) for subject, value in rows]


def written(*rows, **more):
    made = edition(figures=figures(*rows), **more)
    document = write_document("bulletin", made)
    assert list(unexplained(document, made)) == []
    assert list(contradictions_in_charts(document, made)) == []
    return document


def prose(document):
    return "".join(plain(b.spans) for b in document.blocks if isinstance(b, Paragraph))


def table(document, key):
    (found,) = [block for block in document.tables if block.key == key]
    return [[plain(cell.spans) for cell in row] for row in found.rows], found


def test_the_rate_stands_beside_the_time_that_has_passed():
    text = prose(written(*SPENT, *budget()))

    assert "全年预算101万元；截至10月底，预算执行率87.6%，比时间进度（83.3%）快4.2个百分点" in text


@pytest.mark.parametrize(
    ("rate", "lead", "words"),
    [
        ("80", "-3.333333", "比时间进度（83.3%）慢3.3个百分点。"),
        ("83.333333", "0", "与时间进度（83.3%）持平。"),
        ("83.35", "0.016667", "与时间进度（83.3%）持平。"),
        ("89.3", "5.966667", "比时间进度（83.3%）快6个百分点。"),
    ],
)
def test_the_word_tells_the_sign_of_the_difference(rate, lead, words):
    assert words in prose(written(*SPENT, *budget(rate, lead)))


def test_a_difference_that_the_printed_rates_do_not_show_says_why():
    # 87.6 - 83.3 = 4.3, while 87.568… - 83.333… = 4.234…
    assert "4.2个百分点（按未经四舍五入的数计算）" in prose(written(*SPENT, *budget()))
    # 93.3 - 83.3 = 10 in both ways
    even = prose(written(*SPENT, *budget("93.333333", "10")))
    assert "快10个百分点。" in even


def test_an_adjusted_budget_is_told_beside_the_first_one():
    text = prose(written(*SPENT, *budget(initial="900000")))

    assert "年初预算90万元，调整后全年预算101万元；" in text


def test_overspent_subjects_are_named_with_amount_and_rate():
    rows = [
        part("budget_balance", "50202", "500"),
        part("budget_balance", "50205", "-20000"),
        part("budget_balance", "50206", "-300"),
        part("budget_rate", "50205", "103.225806"),
    ]
    text = prose(written(*SPENT, *budget(), *rows))

    assert "超出预算的科目：送温暖费超出2万元，执行率103.2%；其他（维权支出）超出300元。" in text


def test_what_no_budget_holds_is_told():
    text = prose(written(*SPENT, *budget(), figure("budget_unlisted", "4000")))

    assert "预算未列科目的支出0.4万元，计入执行数。" in text


def test_without_a_budget_nothing_is_said_of_one():
    rows = [
        figure("ledger_expenditure", "500000", dimension="subject=50205"),
        figure("ledger_expenditure", "384440", dimension="subject=50204"),
    ]
    document = written(*SPENT, *rows)

    assert "预算" not in prose(document)
    assert {t.key for t in document.tables} == {"spending_by_subject", "explanations"}
    assert not [chart for chart in document.charts if chart.key == "budget_progress"]


def test_a_rate_in_doubt_has_no_pace():
    doubtful = {"status": "数据待核", "printed": "数据待核"}
    rows = [*budget()[:2], figure("budget_rate", None, **doubtful), budget()[3]]
    text = prose(written(*SPENT, *rows, figure("budget_lead", None, **doubtful)))

    assert "预算执行率数据待核。" in text


def test_a_month_in_which_red_entries_prevail_is_no_negative_spending():
    rows = [figure("ledger_expenditure", "-5000", "month"), figure("ledger_expenditure", "9000")]
    text = prose(written(*rows))

    assert "10月，经费净冲减0.5万元（冲销大于支出）" in text
    assert "累计支出0.9万元" in text


def test_what_still_differs_from_the_departments_is_shown():
    rows = [
        figure("reconciling_amount", "-3000"),
        figure("reconciling_amount", "-5000", dimension="project=P-ZX01"),
        figure("reconciling_amount", "2000", dimension="project=P-NG01"),
        figure("reconciling_amount", "0", dimension="project=P-WN01"),
    ]
    text = prose(written(*SPENT, *rows))

    assert (
        "财务账与部门台账尚有调节事项：三八慰问财务账比部门台账多0.2万元；"
        "金秋助学财务账比部门台账少0.5万元。" in text
    )


def test_grants_to_the_unions_below_are_part_of_the_spending():
    rows = [figure("grants_amount", "120000"), figure("grants_unions", "3")]

    assert "其中：10月没有补助下级工会。1—10月，累计补助下级工会3家、资金12万元。" in prose(
        written(*SPENT, *rows)
    )


def test_a_sum_of_several_unions_tells_of_grants_without_the_unions_that_it_cannot_add_up():
    rows = [figure("grants_amount", "120000", "month"), figure("grants_amount", "120000")]
    text = prose(written(*SPENT, *rows, members=Membership(("甲县总工会", "乙县总工会"), ())))

    assert "其中：10月，补助下级工会资金12万元，1—10月累计数与此相同。" in text
    assert "没有补助" not in text


BY_SUBJECT = [
    *subjects(("50202", "60000"), ("50205", "0"), ("50206", "150000")),
    *subjects(("50202", "60000"), ("50205", "0"), ("50206", "150000"), code="budget_initial"),
    *[part("budget_executed", s, v) for s, v in (("50202", "61000"), ("50205", "700"))],
    *[part("budget_executed", s, v) for s, v in (("50206", "0"), ("50299", "3000"))],
    *[part("budget_rate", s, v) for s, v in (("50202", "101.666667"), ("50206", "0"))],
    part("budget_rate", "50205", None),
    figure("budget_executed", "64700"),
]


def test_the_table_words_what_has_no_budget_a_zero_and_an_overspent_subject():
    rows, found = table(written(*SPENT, *budget(), *BY_SUBJECT), "budget_by_subject")

    assert found.header == ("科目", "全年预算", "本月支出", "累计支出", "执行率（%）")
    assert rows == [
        ["劳动保护", "6", "—", "6.1", "101.7"],
        ["送温暖费", "0", "—", "0.07", "不计算"],
        ["其他（维权支出）", "15", "—", "—", "0"],
        ["未列科目（50299）", "未列", "—", "0.3", "不计算"],
        ["合计", "101", "—", "6.47", "87.6"],
    ]
    (note,) = found.notes
    assert "“未列”表示预算中没有列出该科目" in note
    assert "“不计算”表示没有预算或可比的上年数、冲销大于支出、数据不全或只公布约数" in note


def test_the_first_budget_has_a_column_only_where_it_was_adjusted():
    rows = [*BY_SUBJECT[:3], *subjects(("50202", "50000"), code="budget_initial")]
    _, found = table(written(*SPENT, *budget(), *rows), "budget_by_subject")

    assert found.header[1:3] == ("年初预算", "全年预算")


def test_the_chart_holds_every_rate_against_the_time_that_has_passed():
    document = written(*SPENT, *budget(), *BY_SUBJECT, part("budget_rate", "50204", "40"))
    (chart,) = [chart for chart in document.charts if chart.key == "budget_progress"]

    assert chart.labels == ("劳动保护", "困难职工帮扶费")
    assert chart.series[0].values == (Decimal("101.7"), Decimal(40))
    assert chart.mark is not None
    assert (chart.mark.name, chart.mark.values) == ("时间进度", (Decimal("83.3"),))
    assert chart.alt.endswith("虚线为时间进度83.3%")
    assert draw_chart(chart, sample=False).startswith(b"\x89PNG")


def test_no_chart_without_the_time_to_hold_it_against():
    rows = [part("budget_rate", s, "40") for s in ("50204", "50205")]
    document = written(*SPENT, *budget()[:3], *rows)

    assert not [chart for chart in document.charts if chart.key == "budget_progress"]


@pytest.mark.parametrize(
    ("code", "name"),
    [
        ("50205", "送温暖费"),
        ("50206", "其他（维权支出）"),
        ("508", "其他支出"),
        ("50999", "未列科目（50999）"),
    ],
)
def test_a_subject_is_called_by_its_name_and_no_two_alike(code, name):
    assert part_name("subject", code, settings()).text == name


def test_another_chart_of_accounts_gives_its_own_names():
    chart = {"504": "维权支出", "508": "补助下级支出", "50401": "其他", "50301": "其他"}
    other = settings(chart_of_accounts=chart)

    assert part_name("subject", "508", other).text == "补助下级支出"
    assert part_name("subject", "50401", other).text == "其他（维权支出）"
    assert part_name("subject", "50301", other).text == "其他（50301）"


def test_what_belongs_to_no_project_is_said_to_be_of_none():
    assert part_name("project", "未注明", settings()).text == "未列项目"


def grown(subject, *views_told):
    """Return the views of a subject's spending: (view, base, value, printed, reason)."""
    dimension = f"subject={subject}" if subject else ""
    return [
        ("ledger_expenditure", "ytd", dimension, view, base, value, printed, "", reason)
        for view, base, value, printed, reason in views_told
    ]


# 884 440 after 800 000: 84 440 more, 10.555 %; 500 000 after 400 000: 100 000 ÷ 800 000 = 12.5;
# 384 440 after 384 440: nothing; and 15 560 less of a subject that is gone
COMPARED = [
    *grown(
        "",
        ("同比", "800000", "884440", "10.6%", ""),
        ("拉动", "800000", "84440", "10.6个百分点", ""),
    ),
    *grown(
        "50205",
        ("同比", "400000", "500000", "25%", ""),
        ("拉动", "800000", "100000", "12.5个百分点", ""),
    ),
    *grown(
        "50204", ("同比", "384440", "384440", "持平", ""), ("拉动", "800000", "0", "0个百分点", "")
    ),
    *grown(
        "50202", ("同比", None, "3000", "", "上年同期无数据"), ("拉动", "800000", None, "", "…")
    ),
]
LAST_YEAR = {"previous_year_value": "800000", "year_change": "84440", "year_change_pct": "10.6"}
GROWN = [
    SPENT[0],
    figure("ledger_expenditure", "884440", **LAST_YEAR),
    *subjects(
        ("50205", "500000"), ("50204", "384440"), ("50202", "3000"), code="ledger_expenditure"
    ),
]


def test_subjects_stand_beside_last_year_with_what_they_added_to_the_growth():
    rows, found = table(written(*GROWN, comparisons=views(*COMPARED)), "spending_by_subject")

    assert found.header[-2:] == ("累计同比", "拉动（个百分点）")
    assert {row[0]: row[-2:] for row in rows} == {
        "劳动保护": ["不计算", "不计算"],
        "困难职工帮扶费": ["持平", "0"],
        "送温暖费": ["25%", "12.5"],
        "合计": ["10.6%", "10.6"],
    }
    assert "“不计算”表示没有预算或可比的上年数" in found.notes[0]
    assert "各项之和可以不等于合计" in found.notes[0]


def test_without_last_years_subjects_there_is_no_column_for_them():
    _, found = table(written(*GROWN, comparisons=views(*COMPARED[:2])), "spending_by_subject")

    assert not {"累计同比", "拉动（个百分点）"} & {*found.header}


def test_a_subject_that_was_hidden_last_year_is_compared_with_nothing():
    hidden = [
        *grown("50205", ("同比", "400000", "500000", "", "上年同期不单独公布")),
        *grown("50204", ("同比", "384440", "384440", "持平", "")),
    ]
    rows, _ = table(written(*GROWN, comparisons=views(*hidden)), "spending_by_subject")

    assert [row[-1] for row in rows if row[0] == "送温暖费"] == ["不计算"]


@pytest.mark.parametrize(
    ("column", "text"),
    [
        ("累计同比", "12.5%"),
        ("拉动（个百分点）", "25"),
        ("拉动（个百分点）", "50"),
        ("累计同比", "50"),
    ],
)
def test_a_number_in_the_column_of_another_view_is_found(column, text):
    made = edition(figures=figures(*GROWN), comparisons=views(*COMPARED))
    document = write_document("bulletin", made)
    (at,) = [
        place
        for place, b in enumerate(document.blocks)
        if getattr(b, "key", "") == "spending_by_subject"
    ]
    found = document.blocks[at]
    (row,) = [n for n, cells in enumerate(found.rows) if plain(cells[0].spans) == "送温暖费"]
    cells = list(found.rows[row])
    place = found.header.index(column)
    (span,) = cells[place].spans
    cells[place] = replace(cells[place], spans=(replace(span, text=text),))
    rows = [*found.rows[:row], tuple(cells), *found.rows[row + 1 :]]
    changed = replace(found, rows=tuple(rows))
    blocks = (*document.blocks[:at], changed, *document.blocks[at + 1 :])

    assert [shown.text for shown in unexplained(replace(document, blocks=blocks), made)] == [text]


def spent_in(month, **subjects):
    rows = [
        good(
            "ledger_lines",
            post_date=f"{month}-10",
            subject_code=subject[1:],
            amount_cny=amount,
            voucher_no=f"记-{month}-{number}",
        )
        for number, (subject, amount) in enumerate(subjects.items(), 1)
    ]
    return submission("ledger_lines", *rows, workbook=f"{month}/W09.xlsx")


def test_last_years_ledger_gives_the_subjects_of_this_year_their_growth_and_their_pull():
    january = Period(2024, 1)
    only_finance = settings(departments=("CW",))
    books = [
        spent_in("2023-01", s50205=400000, s50204=400000),
        spent_in("2024-01", s50205=500000, s50204=380000, s50202=4000),
    ]
    made = issue_edition(examine(books, only_finance, january), only_finance, january, None)
    document = write_document("bulletin", made)

    assert list(unexplained(document, made)) == []
    # 884 000 after 800 000: 84 000 more, 10.5 %; 100 000, -20 000 and 4 000 of 800 000
    assert {row[0]: row[-2:] for row in table(document, "spending_by_subject")[0]} == {
        "送温暖费": ["25%", "12.5"],
        "困难职工帮扶费": ["-5%", "-2.5"],
        "劳动保护": ["不计算", "0.5"],
        "合计": ["10.5%", "10.5"],
    }


BIG = [
    figure("ledger_expenditure", "123456789", printed="1.23亿元"),
    *(
        part("ledger_expenditure", subject, value, printed=printed)
        for subject, value, printed in (
            ("50205", "123000000", "1.23亿元"),
            ("50204", "456000", "45.6万元"),
            ("50202", "789", "789元"),
        )
    ),
]


def test_a_table_tells_all_its_money_in_the_unit_of_its_indicator():
    in_yi = settings(display=Display(forms={"ledger_expenditure": "亿元"}))
    rows, found = table(written(*BIG, settings=in_yi), "spending_by_subject")

    assert found.unit == "亿元"
    told = {row[0]: row[2] for row in rows}
    assert told == {
        "送温暖费": "1.23",
        "困难职工帮扶费": "不足0.01",  # 456 000 yuan are 0.00456
        "劳动保护": "不足0.01",
        "合计": "1.23",
    }


def _with_cell(row, old, new):
    """Return a row whose numbers that say `old` say `new`."""
    told = [
        tuple(replace(s, text=new) if getattr(s, "text", "") == old else s for s in cell.spans)
        for cell in row
    ]
    return tuple(replace(cell, spans=spans) for cell, spans in zip(row, told, strict=True))


@pytest.mark.parametrize(
    ("smallest", "printed", "unit", "drawn"),
    [
        ("45000000", "0.45亿元", "亿元", ["1.23", "0.45"]),
        ("456000", "45.6万元", "万元", ["12300", "45.6"]),  # 0.00456亿元 would be five decimals
    ],
)
def test_a_chart_draws_money_in_the_unit_of_its_indicator_where_each_bar_can_be_told_in_it(
    smallest, printed, unit, drawn
):
    spent = [
        figure("ledger_expenditure", "123456789", printed="1.23亿元"),
        *(
            figure("ledger_expenditure", value, dimension=f"project={code}", printed=told)
            for code, value, told in (
                ("P-WN02", "123000000", "1.23亿元"),
                ("P-ZX01", smallest, printed),
            )
        ),
    ]
    document, made = in_yi_written(*spent)
    (chart,) = [one for one in document.charts if one.key == "spending_by_project"]

    assert chart.unit == unit
    assert [f"{value:f}" for value in chart.series[0].values] == drawn
    assert list(contradictions_in_charts(document, made)) == []
    assert draw_chart(chart, sample=False)


def in_yi_written(*spent):
    """Return the bulletin of a union that tells what it spent in 亿元, and its edition."""
    in_yi = settings(display=Display(forms={"ledger_expenditure": "亿元"}))
    made = edition(figures=figures(*spent), settings=in_yi)
    return write_document("bulletin", made), made


@pytest.mark.parametrize(
    ("value", "printed", "told"),
    [
        ("4567000", "456.7万元", "0.05"),  # 0.04567
        ("4500000", "450万元", "0.045"),  # three decimals show it
        ("1000000", "100万元", "0.01"),
        ("999999", "100万元", "0.01"),  # as it is printed elsewhere
        ("999000", "99.9万元", "不足0.01"),
        ("-456000", "-45.6万元", "负数，不足0.01"),
        ("-4567000", "-456.7万元", "-0.05"),
    ],
)
def test_a_cell_in_yi_has_at_most_three_decimals_and_passes_the_audit(value, printed, told):
    spent = [*BIG[:2], part("ledger_expenditure", "50204", value, printed=printed)]
    document, made = in_yi_written(*spent)

    rows, _ = table(document, "spending_by_subject")
    assert {row[0]: row[2] for row in rows}["困难职工帮扶费"] == told
    assert [s.text for s in unexplained(document, made)] == []


@pytest.mark.parametrize(("text", "told"), [("0.06", 1), ("不足0.01", 1), ("0", 1), ("0.05", 0)])
def test_another_number_in_a_column_of_yi_is_found(text, told):
    spent = [*BIG[:2], part("ledger_expenditure", "50204", "4567000", printed="456.7万元")]
    document, made = in_yi_written(*spent)
    blocks = tuple(
        replace(block, rows=(_with_cell(block.rows[0], "0.05", text), *block.rows[1:]))
        if getattr(block, "key", "") == "spending_by_subject"
        else block
        for block in document.blocks
    )

    assert len([*unexplained(replace(document, blocks=blocks), made)]) == told


def test_columns_of_one_table_in_several_units_are_refused_with_what_to_do():
    in_yi = settings(display=Display(forms={"budget_adjusted": "亿元"}))

    with pytest.raises(BulletinError, match=r"单位不一.*budget_adjusted 亿元.*改为同一单位"):
        written(*SPENT, *budget(), *BY_SUBJECT, settings=in_yi)


@pytest.mark.parametrize("text", ["45.6万元", "456000", "4.56", "约45.6"])
def test_a_cell_that_is_in_another_unit_than_its_column_is_found(text):
    spent = [
        figure("ledger_expenditure", "456000"),
        *subjects(("50204", "455000"), ("50205", "1000"), code="ledger_expenditure"),
    ]
    made = edition(figures=figures(*spent))
    document = write_document("bulletin", made)
    blocks = tuple(
        replace(block, rows=(*block.rows[:-1], _last(block.rows[-1], text)))
        if getattr(block, "key", "") == "spending_by_subject"
        else block
        for block in document.blocks
    )

    assert [s.text for s in unexplained(replace(document, blocks=blocks), made)] == [text]


def _last(row, text):
    """Return a row whose last cell says something else."""
    (span,) = row[-1].spans
    return (*row[:-1], replace(row[-1], spans=(replace(span, text=text),)))
