"""The audit of the review page: no number on it is another one than the draft's."""

from __future__ import annotations

import re

import polars as pl
import pytest

from documents.audit import unlike_in_page
from documents.narrative import write_document
from documents.review import write_review
from schemas.figure import CHANGE_SCHEMA
from tests.documents.test_review import ISSUES
from tests.published import coverage, published_edition

CHANGES = pl.DataFrame(
    [("aid_amount", "四送与慰问资金", "ytd", "", "72.92万元", "73.32万元")],
    schema=CHANGE_SCHEMA,
    orient="row",
)


@pytest.fixture(scope="module")
def drafted():
    """The published account with findings and a change, its bulletin and its page."""
    edition = published_edition(
        issues=ISSUES, changes=CHANGES, coverage=coverage(missing=(("2024-10", "W08"),))
    )
    document = write_document("bulletin", edition)
    picture = {chart.key: b"\x89PNG" for chart in document.charts}
    return edition, document, write_review(edition, [document], picture)


def found(drafted, page):
    edition, document, _ = drafted
    return [(shown.place, shown.text) for shown in unlike_in_page(page, [document], edition)]


def changed(page, wanted, other):
    """Return the page with one place changed; the place must be there."""
    assert re.search(wanted, page), wanted
    return re.sub(wanted, other, page, count=1)


def test_a_page_as_it_was_written_shows_nothing_else(drafted):
    assert found(drafted, drafted[2]) == []


@pytest.mark.parametrize(
    ("wanted", "other"),
    [
        (r'(data-card="\d+">)约2.04万元', r"\g<1>约2.05万元"),  # in the text
        (
            r'(<td class="right"><a [^>]*>)20586|(<td class="right"><a [^>]*>)约2.06万',
            r"\g<1>\g<2>3",
        ),
        (r"(<figcaption>表)1", r"\g<1>9"),
        (r"(<summary>查看图中各数（)", r"\g<1>3年"),
        (r'(alt="[^"]*?)\d+(?:\.\d+)?万元', r"\g<1>3万元"),
        (r'(class="signature">[^<]*<br>)2024', r"\g<1>2025"),
        (r'(<td data-tells="figure">)73.32万元', r"\g<1>73.33万元"),
        (r"(<span data-tells=\"finding\">[^<]*?)0\.99", r"\g<1>9.9"),
        (r"(>待核 )2", r"\g<1>7"),
        (r"采用 \d+ 行", "采用 77 行"),
        (r"(<h2 id=\"returns-title\">)", r"\g<1>九个部门、37家企业的"),
        (r"(<header[^>]*>)", r"\g<1><p>累计3800人次</p>"),
    ],
)
def test_a_number_that_is_another_one_is_found(drafted, wanted, other):
    assert found(drafted, changed(drafted[2], wanted, other))


def test_a_number_that_opens_the_card_of_another_figure_is_found(drafted):
    page = drafted[2]
    first, second = re.findall(r'data-card="(\d+)"', page)[:2]
    assert first != second

    swapped = page.replace(f'data-card="{first}"', f'data-card="{second}"', 1)
    assert [place for place, _ in found(drafted, swapped)] == ["卡片"]


@pytest.mark.parametrize(
    ("wanted", "other"),
    [
        (r'("printed": ")[^"…—]*\d', r"\g<1>3"),
        (r'(\\u7cbe\\u786e\\u503c", ")\d', r"\g<1>3"),
        (r'(\\u6bd4\\u4e0a\\u6708", "[+-])\d', r"\g<1>9"),
        (r'(\\u4e0a\\u6708", ")\d', r"\g<1>9"),
    ],
)
def test_a_card_that_states_another_number_than_its_figure_is_found(drafted, wanted, other):
    assert {place for place, _ in found(drafted, changed(drafted[2], wanted, other))} == {"卡片"}


def test_addresses_commands_and_rules_are_no_figures(drafted):
    page = drafted[2]
    moved = page.replace("K4:K181", "K4:K182").replace("<code>raw/2024-10", "<code>raw/2024-11")

    assert moved != page
    assert found(drafted, moved) == []
