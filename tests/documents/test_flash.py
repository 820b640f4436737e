"""The 统计快报: the period's headline figures in its own words, what is missing, nothing else."""

from __future__ import annotations

import pytest

from documents.audit import contradictions_in_charts, unexplained
from documents.narrative import write_document
from schemas.bulletin import Document, Heading, Paragraph, Table, plain
from schemas.period import Period
from tests.published import coverage, edition, figure, figures, published_edition

SHOWS, MONEY = "culture_sessions", "ledger_expenditure"


def told(document: Document) -> list[str]:
    return [plain(block.spans) for block in document.blocks if isinstance(block, Paragraph)]


def flash(period: str, own: str = "2", so_far: str = "5", **frames: object) -> Document:
    """Return the 快报 of a period with its events and its spending (yuan), audited."""
    basis = Period.parse(period).basis
    rows = [
        figure(SHOWS, own, basis),
        figure(SHOWS, so_far),
        figure(MONEY, f"{own}0000", basis),
        figure(MONEY, f"{so_far}0000"),
    ]
    dated = [row | {"period": period} for row in rows]
    made = edition(period, figures=figures(*dated), **frames)
    document = write_document("flash", made)
    assert [*unexplained(document, made), *contradictions_in_charts(document, made)] == []
    return document


@pytest.mark.parametrize(
    ("period", "title", "own", "so_far"),
    [
        ("2024-10", "2024年10月", "10月", "1—10月"),
        ("2024Q3", "2024年三季度", "三季度", "1—9月"),
        ("2024Q4", "2024年四季度", "四季度", "全年"),
        ("2024H2", "2024年下半年", "下半年", "全年"),
    ],
)
def test_a_period_tells_of_itself_and_of_the_year_so_far(period, title, own, so_far):
    document = flash(period)

    assert document.title == f"永新县总工会{title}统计快报"
    events, money = told(document)[:2]
    assert events == f"{own}，永新县总工会开展宣教文体活动2场。"
    assert money == f"{own}经费支出2万元；{so_far}累计支出5万元。"


@pytest.mark.parametrize(
    ("period", "title", "own"),
    [
        ("2024-01", "2024年1月", "1月"),
        ("2024Q1", "2024年一季度", "一季度"),
        ("2024H1", "2024年上半年", "上半年"),
        ("2024", "2024年", "全年"),
    ],
)
def test_a_period_that_opens_the_year_says_each_number_once(period, title, own):
    document = flash(period, "5", "5")

    assert document.title == f"永新县总工会{title}统计快报"
    events, money = told(document)[:2]
    assert events == f"{own}，永新县总工会开展宣教文体活动5场。"
    assert money == f"{own}经费支出5万元。"


def test_it_has_no_headings_and_one_table_of_a_row_for_each_field():
    document = write_document("flash", published_edition())

    assert not [block for block in document.blocks if isinstance(block, Heading)]
    (table,) = (block for block in document.blocks if isinstance(block, Table))
    assert len(table.rows) <= 12
    assert document.charts == ()
    assert document.one_page


def test_what_is_missing_is_told_in_its_note():
    owed = coverage(missing=(("2024-03", "W09"), ("2024-10", "W01")))
    rows = [figure(SHOWS, "5", coverage="0.9"), figure(MONEY, "50000", coverage="0.9")]
    document = write_document("flash", edition(figures=figures(*rows), coverage=owed))

    note = told(document)[-1]
    assert note.startswith("注：下列数据未报送，累计数不含这些部分：")
    assert "财务部3月" in note
    assert "组织宣教部10月" in note


def test_spending_that_was_not_reported_is_told_in_its_place():
    without = figures(figure(MONEY, None, "month", status="数据未报送"))
    document = write_document("flash", edition(figures=without))

    assert "财务部10月数据未报送，本部分暂缺。" in told(document)
