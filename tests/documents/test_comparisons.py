"""Comparisons in documents: said in the words of the edition, never of what is only rough."""

from __future__ import annotations

import pytest

from documents.audit import unexplained
from documents.audit.origins import Origins
from documents.narrative import write_document
from documents.narrative.comparisons import Comparisons, with_numbers
from documents.narrative.entries import Entries
from schemas.bulletin import Number, Reference, plain
from schemas.faults import BulletinError
from schemas.period import Period
from tests.published import edition, figure, figures, settings, views

MONTH = Reference("aid_amount", "month")
SAID = "比上月减少2.53万元，下降61.3%"


def found(code="aid_amount", status="正常", view="环比", base="41300", wording=SAID):
    told = figures(figure(code, "16000", "month", status=status))
    entry = Entries(told, Period(2024, 10)).find(code, "month")
    row = (code, "month", "", view, base, "16000", "", wording, "")
    return Comparisons(edition(figures=told, comparisons=views(row))), entry


def test_a_phrase_keeps_its_words_and_its_numbers_keep_their_figure():
    spans = with_numbers(f"{SAID}；比上年同期增加3场，增长2.5倍", MONTH)

    assert plain(spans) == f"{SAID}；比上年同期增加3场，增长2.5倍"
    numbers = [span for span in spans if isinstance(span, Number)]
    assert [number.text for number in numbers] == ["2.53万元", "61.3%", "3场", "2.5倍"]
    assert {number.reference for number in numbers} == {MONTH}


def test_a_month_is_compared_in_the_words_of_the_edition():
    comparisons, entry = found()

    assert plain(comparisons.previous(entry)) == SAID
    assert comparisons.year(entry) == ()


@pytest.mark.parametrize("known", [{"status": "数据待核"}, {"base": None, "wording": "上月无数据"}])
def test_what_is_in_doubt_or_has_no_base_is_not_compared(known):
    comparisons, entry = found(**known)

    assert comparisons.previous(entry) == ()


@pytest.mark.parametrize(
    "code", ["psych_interventions", "mutual_claims_amount", "warm_regular_persons"]
)
def test_what_is_published_only_roughly_is_not_compared(code):
    comparisons, entry = found(code)

    with pytest.raises(BulletinError, match="只公布约数"):
        comparisons.previous(entry)
    with pytest.raises(BulletinError, match="只公布约数"):
        comparisons.year(entry)
    assert comparisons.yearly(entry) is None


FIGURES = (
    figure("disputes_resolved", "9"),
    figure("aid_amount", "729200", previous_year_value="800000", year_change_pct="-8.9"),
    figure("aid_persons", "868"),
    figure("mutual_insured", "20586"),
)
# 729 200 after 800 000: 70 800 less, 8.85 %
LESS = ("aid_amount", "ytd", "", "同比", "800000", "729200", "-8.9%")
SAID_OF_YEAR = "比上年同期减少7.08万元，下降8.9%"
WITHOUT = ("aid_persons", "ytd", "", "同比", None, "868", "", "上年同期无数据", "上年同期无数据")
ROUGH = ("mutual_insured", "as_of", "", "同比", "18000", "20586", "14.4%", "比上年同期增加", "")


def bulletin(*rows):
    compared = edition(figures=figures(*FIGURES), comparisons=views(*rows))
    return write_document("bulletin", compared)


def prose(document):
    return "".join(plain(block.spans) for block in document.blocks if hasattr(block, "spans"))


def headline(document):
    (table,) = (table for table in document.tables if table.key == "headline")
    return table


def test_the_year_so_far_is_compared_where_there_is_a_base():
    text = prose(bulletin((*LESS, SAID_OF_YEAR, ""), WITHOUT))

    assert f"1—10月四送与慰问资金合计72.92万元，{SAID_OF_YEAR}。" in text


def test_a_figure_that_is_as_last_year_is_said_to_be_level_in_a_table_too():
    told = figure(
        "aid_amount",
        "729200",
        previous_year_value="729200",
        year_change="0",
        year_change_pct="0",
    )
    level = ("aid_amount", "ytd", "", "同比", "729200", "729200", "持平", "与上年同期持平", "")
    made = edition(figures=figures(told, *FIGURES[2:]), comparisons=views(level))
    document = write_document("bulletin", made)

    assert list(unexplained(document, made)) == []
    cells = {plain(row[0].spans): plain(row[-1].spans) for row in headline(document).rows}
    assert cells["四送与慰问资金"] == "持平"


def test_a_table_has_last_years_columns_only_where_a_row_fills_them():
    filled = headline(bulletin((*LESS, SAID_OF_YEAR, ""), WITHOUT, ROUGH))
    empty = headline(bulletin(WITHOUT, ROUGH))

    assert filled.header[-2:] == ("上年同期", "同比")
    cells = {plain(row[0].spans): [plain(cell.spans) for cell in row[-2:]] for row in filled.rows}
    assert cells["四送与慰问资金"] == ["80", "-8.9%"]
    assert cells["四送与慰问人次"] == ["", ""]
    assert cells["互助保障参保人次"] == ["", ""]  # published as 约2.06万人次: no exact base
    assert any("上年同期、同比两栏空格" in note for note in filled.notes)
    assert "上年同期" not in empty.header
    assert not any("上年同期" in note for note in empty.notes)


@pytest.mark.parametrize(
    ("rows", "note"),
    [
        ([WITHOUT, ROUGH], "上年同期无数据，未作同比。"),
        ([(*LESS, SAID_OF_YEAR, ""), WITHOUT], "未列同比的指标，上年同期无数据"),
        ([(*LESS, SAID_OF_YEAR, "")], ""),
    ],
)
def test_that_last_year_is_lacking_is_said_once_in_the_notes(rows, note):
    text = prose(bulletin(*rows))

    assert text.count("上年同期无数据") == (1 if note else 0)
    assert note in text


def test_what_a_table_says_of_last_year_has_an_origin():
    rows = [(*LESS, SAID_OF_YEAR, ""), WITHOUT]
    compared = edition(
        figures=figures(FIGURES[1] | {"year_change": "-70800"}, *FIGURES[2:]),
        comparisons=views(*rows),
    )

    assert list(unexplained(write_document("bulletin", compared), compared)) == []


@pytest.mark.parametrize(
    ("change", "base", "says", "admitted"),
    [
        ("1000", "400", "2.5倍", True),
        ("1000", "400", "2.4倍", False),
        ("-1000", "400", "2.5倍", False),
        ("-100", "400", "-25%", True),
        ("100", "400", "-25%", False),
    ],
)
def test_times_and_signs_are_those_of_the_figures(change, base, says, admitted):
    percent = str(100 * int(change) // int(base))
    told = figure(
        "job_fairs",
        "1400",
        year_change=change,
        previous_year_value=base,
        year_change_pct=percent,
    )
    origins = Origins(edition(figures=figures(told)))

    assert origins.admits(Number(says, Reference("job_fairs", "ytd"))) is admitted


def test_a_figure_that_the_union_prints_roughly_is_not_compared():
    rough = settings(display={"forms": {"aid_amount": "约"}})
    told = figures(*FIGURES)
    compared = edition(figures=told, comparisons=views((*LESS, SAID_OF_YEAR, "")), settings=rough)
    entry = Entries(told, Period(2024, 10)).find("aid_amount")

    assert Comparisons(compared).yearly(entry) is None
    assert Comparisons(compared).year(entry) == ()
    assert "上年同期减少" not in prose(write_document("bulletin", compared))
