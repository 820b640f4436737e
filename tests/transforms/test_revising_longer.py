"""Revisions of quarters and half-years: a month corrected after the quarter was released."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import pytest

from documents.audit import unexplained
from documents.narrative import write_document
from documents.narrative.revising import KEY
from schemas.bulletin import plain
from schemas.period import Period
from tests.transforms.by_hand import SETTINGS, good, release_of, submission
from transforms.examination import examine
from transforms.issuing import issue_edition
from transforms.revising import list_revisions

ONE = SETTINGS.model_copy(update={"departments": ("BF",)})
Q3, Q4, H1, H2 = map(Period.parse, ("2024Q3", "2024Q4", "2024H1", "2024H2"))
SEPTEMBER, OCTOBER = Period(2024, 9), Period(2024, 10)
REASON = "职工服务（帮扶）中心重报2024年{}月报表（第2版）"


def book(month, heads, version=1):
    relief = good(
        "reliefs",
        batch_id=f"P-QL01-2024{month:02d}-01",
        pay_date=f"2024-{month:02d}-10",
        headcount=heads,
        unit_amount_cny=168,
        amount_cny=168 * heads,
    )
    name = f"2024-{month:02d}/W05{'' if version == 1 else f'_v{version}'}.xlsx"
    return submission("reliefs", relief, workbook=name, version=version)


def books(last, heads=20):
    return [book(month, heads) for month in range(1, last + 1)]


@cache
def released(written, last):
    return release_of(books(last), Period.parse(written), settings=ONE)


def edition_of(period, sent, releases):
    examined = examine(sent, ONE, period, releases)
    edition = issue_edition(examined, ONE, period, None)
    return replace(edition, revisions=list_revisions(examined, edition))


def row_of(edition, basis, code="aid_persons"):
    (row,) = edition.revisions.filter(code=code, basis=basis, dimension="").rows(named=True)
    return row


def printed(edition):
    """Return the bulletin's table of revisions; its document has passed the audit."""
    document = write_document("bulletin", edition)
    assert list(unexplained(document, edition)) == []
    (table,) = [table for table in document.tables if table.key == KEY]
    return [[plain(cell.spans) for cell in row] for row in table.rows]


def of_persons(rows):
    return [row for row in rows if row[0] == "四送与慰问人次"]


# twenty heads a month; August comes again with thirty: the third quarter has 60, now 70
@pytest.mark.parametrize(("period", "last"), [(Q3, 9), (OCTOBER, 10), (Q4, 12)])
def test_august_sent_again_revises_the_third_quarter_that_was_released(period, last):
    sent = [*books(last), book(8, 30, version=2)]
    edition = edition_of(period, sent, [released("2024Q3", 9)])
    row = row_of(edition, "quarter")

    assert (row["period"], row["release"]) == ("2024Q3", "v1")
    assert (row["before"], row["after"], row["change"]) == ("60", "70", "10")
    assert (row["category"], row["decided"]) == ("更正", "自动")
    assert row["workbook"] == "2024-08/W05_v2.xlsx"
    assert of_persons(printed(edition)) == [
        ["四送与慰问人次", "2024年三季度", "60人次", "70人次", "更正", REASON.format(8)],
        ["四送与慰问人次", "2024年1—9月", "180人次", "190人次", "更正", REASON.format(8)],
    ]


def test_a_half_year_is_revised_once_for_it_is_the_year_so_far():
    sent = [*books(12), book(2, 25, version=2)]
    edition = edition_of(H2, sent, [released("2024H1", 6)])

    assert row_of(edition, "half")["change"] == "5"
    assert of_persons(printed(edition)) == [
        ["四送与慰问人次", "2024年上半年", "120人次", "125人次", "更正", REASON.format(2)]
    ]


def test_a_month_and_its_quarter_that_are_both_out_list_the_year_so_far_once():
    sent = [*books(10), book(8, 30, version=2)]
    both = [released("2024-09", 9), released("2024Q3", 9)]
    edition = edition_of(OCTOBER, sent, both)

    assert [row[1:4] for row in of_persons(printed(edition))] == [
        ["2024年1—9月", "180人次", "190人次"],
        ["2024年三季度", "60人次", "70人次"],
    ]


def test_a_return_that_comes_after_the_quarter_is_an_update_of_it():
    # two months of three: less than the share of the returns that a figure needs
    early = [one for one in books(9) if not one.workbook.startswith("2024-08")]
    without = release_of(early, Q3, settings=ONE)
    edition = edition_of(Q3, books(9), [without])
    row = row_of(edition, "quarter")

    assert (row["before"], row["after"], row["category"]) == ("数据待核", "60", "更新")
    assert row["reason"] == "职工服务（帮扶）中心补报2024年8月报表"


def test_what_a_later_bulletin_has_announced_of_a_quarter_is_not_announced_again():
    sent = [*books(10), book(8, 30, version=2)]
    announcing = edition_of(OCTOBER, sent, [released("2024Q3", 9)])
    october = release_of(sent, OCTOBER, settings=ONE)
    out = replace(october, announced=announcing.revisions, at="2024-11-08T00:00:00+00:00")
    later = edition_of(Period(2024, 11), [*sent, book(11, 20)], [released("2024Q3", 9), out])

    assert later.revisions.filter(period="2024Q3").is_empty()


def test_a_quarter_whose_months_are_as_they_were_is_not_revised():
    assert edition_of(Q4, books(12), [released("2024Q3", 9)]).revisions.is_empty()
