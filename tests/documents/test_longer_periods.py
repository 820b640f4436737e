"""Documents of a quarter, a half-year and a year: in the period's own words, each number once."""

from __future__ import annotations

import pytest

from documents.audit import unexplained
from documents.narrative import write_document
from schemas.bulletin import Document, Paragraph, Table, plain
from schemas.edition import Edition
from schemas.period import Period
from tests.published import edition, figure, figures

FAIRS, MONEY = "job_fairs", "aid_amount"


def edition_of(period: str, *rows: dict[str, object]) -> Edition:
    dated = [row | {"period": period} for row in rows]
    return edition(period, figures=figures(*dated))


def sentences(document: Document) -> list[str]:
    return [plain(block.spans) for block in document.blocks if isinstance(block, Paragraph)]


def told(period: str, *rows: dict[str, object], kind: str = "bulletin") -> str:
    """Return the running text of a document, having audited every numeral of it."""
    made = edition_of(period, *rows)
    document = write_document(kind, made)
    assert list(unexplained(document, made)) == []
    return "\n".join([document.title, *sentences(document), document.dated])


def counted(period: str, own: str, so_far: str) -> list[dict[str, object]]:
    """Return job fairs held in the period and in the year so far."""
    return [figure(FAIRS, own, Period.parse(period).basis), figure(FAIRS, so_far)]


def test_a_quarter_tells_of_itself_and_of_the_year_so_far():
    text = told("2024Q3", *counted("2024Q3", "2", "5"))

    assert "三季度，举办招聘会2场。1—9月，累计举办招聘会5场。" in text
    assert "永新县总工会2024年三季度工作统计公报" in text
    assert "本季度指公历7—9月，累计自当年年初起算" in text
    assert text.endswith("2024年10月8日")


@pytest.mark.parametrize(
    ("period", "name"),
    [("2024Q1", "一季度"), ("2024H1", "上半年"), ("2024", "全年"), ("2024-01", "1月")],
)
def test_a_period_that_opens_the_year_says_its_number_once(period, name):
    text = told(period, *counted(period, "5", "5"))

    assert text.count("招聘会") == 1
    assert f"{name}，举办招聘会5场。" in text
    assert "累计自当年" not in text


def test_the_last_quarter_and_the_second_half_add_up_to_the_whole_year():
    for period, name in (("2024Q4", "四季度"), ("2024H2", "下半年")):
        text = told(period, *counted(period, "2", "7"))

        assert f"{name}，举办招聘会2场。全年，累计举办招聘会7场。" in text
        assert text.endswith("2025年1月8日")


def test_the_account_of_a_finished_year_does_not_speak_of_a_year_under_way():
    for period in ("2024", "2024H2", "2024Q4", "2024-12"):
        text = told(period, *counted(period, "2", "7"), kind="report")

        assert "2024年，永新县总工会" in text
        assert "现将全年工作情况报告如下" in text
        assert "今年以来" not in text


def test_a_first_half_is_reported_on_by_its_name():
    text = told("2024H1", *counted("2024H1", "5", "5"), kind="report")

    assert text.startswith("永新县总工会2024年上半年工作情况报告")
    assert "今年以来" in text
    assert "现将上半年工作情况报告如下" in text


def headings(period: str) -> tuple[str, ...]:
    basis = Period.parse(period).basis
    rows = [figure(code, "3", b) for code in (FAIRS, "job_hires", MONEY) for b in (basis, "ytd")]
    rows += [figure("mutual_units", "9"), figure("disputes_resolved", "3", basis)]
    tables = [
        block
        for block in write_document("bulletin", edition_of(period, *rows)).blocks
        if isinstance(block, Table) and block.key == "headline"
    ]
    return tables[0].header


def test_the_columns_of_a_table_are_named_after_the_period():
    assert headings("2024-10") == ("指标", "计量单位", "本月", "本年累计或期末")
    assert headings("2024Q3") == ("指标", "计量单位", "本季度", "本年累计或期末")
    assert headings("2024H2") == ("指标", "计量单位", "下半年", "本年累计或期末")
    assert headings("2024H1") == ("指标", "计量单位", "上半年或期末")
    assert headings("2024") == ("指标", "计量单位", "全年或期末")
