"""Cells that are neither numbers nor dates: code lists, flags, places, names, keys."""

from __future__ import annotations

import unicodedata

import polars as pl
import pytest

from schemas.contract import ROSTER, sheets
from schemas.settings import Settings, Union
from tests.transforms.by_hand import ID_KEY, SETTINGS, cells_of
from transforms.values import TOLD, read_values


def read(sheet: str, code: str, typed: object, settings: Settings = SETTINGS) -> tuple:
    values = read_values(cells_of(sheet, {code: typed}), settings)
    return values.filter(pl.col("part") == "body").select("value", "fault").row(0)


@pytest.mark.parametrize(
    ("sheet", "code", "typed", "value"),
    [
        ("reliefs", "form", "慰问金", "慰问金"),
        ("reliefs", "form", " 慰 问 金 ", "慰问金"),
        ("reliefs", "target_group", "特殊职工群体", "特殊群体"),
        ("hardship_files", "hardship_type", "低保边缘户", "相对困难"),
        ("hardship_files", "hardship_type", "意外致困户", "意外致困"),
        ("palace_activities", "category", "公益培训（你点菜我买单）", "公益培训(你点菜我买单)"),
        ("palace_activities", "category", "“你点菜我买单”公益培训", "公益培训(你点菜我买单)"),
        ("ledger_lines", "project_code", "三八慰问", "P-NG01"),
        ("ledger_lines", "project_code", "ｐ-ng01", "P-NG01"),
        ("ledger_lines", "dept_code", "经济/产改部", "CG"),
        ("honours", "level", "市级", "市"),
    ],
)
def test_a_code_list_understands_its_words_and_the_older_ones(sheet, code, typed, value):
    assert read(sheet, code, typed) == (value, None)


@pytest.mark.parametrize("typed", ["红包", "慰问金、实物", "慰问"])
def test_a_word_beside_the_code_list_is_a_fault(typed):
    assert read("reliefs", "form", typed) == (None, "E-C07")


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("是", "true"),
        ("√", "true"),
        ("Y", "true"),
        (("boolean", "true"), "true"),
        ("否", "false"),
        ("×", "false"),
        ("no", "false"),
        (("boolean", "false"), "false"),
    ],
)
def test_a_flag_is_understood_in_its_usual_forms(typed, value):
    assert read("stations", "smart", typed) == (value, None)


def test_another_word_is_no_flag():
    assert read("stations", "smart", "部分") == (None, "E-C07")


@pytest.mark.parametrize("typed", ["龙田乡", "龙田", "永新县龙田乡", " 龙田乡 "])
def test_a_township_is_known_by_its_short_name_and_with_its_county(typed):
    assert read("stations", "township", typed) == ("龙田乡", None)


def test_an_unknown_place_is_a_warning_and_stays_as_it_was_written():
    assert read("stations", "township", "外县某镇") == ("外县某镇", "W-D01")


def test_a_workspace_that_lists_no_townships_does_not_judge_them():
    settings = Settings(union=Union(name="某县总工会"))

    assert read("stations", "township", "某镇", settings) == ("某镇", None)


def test_a_subject_must_stand_in_the_chart_of_accounts():
    settings = Settings(union=Union(name="某县总工会"), chart_of_accounts={"50205": "送温暖费"})

    assert read("ledger_lines", "subject_code", 50205, settings) == ("50205", None)
    assert read("ledger_lines", "subject_code", "50299", settings) == (None, "E-C07")


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("  全县职工 篮球赛\n", "全县职工 篮球赛"),
        ("①全县职工篮球赛", "全县职工篮球赛"),
        ("全县职工篮球赛（男子）", "全县职工篮球赛(男子)"),
    ],
)
def test_a_name_is_trimmed_and_of_one_width(typed, value):
    assert read("culture_activities", "activity_name", typed) == (value, None)


def test_an_identifier_typed_as_a_number_stays_the_same_digits():
    assert read("reliefs", "voucher_no", 45482) == ("45482", None)


def test_a_key_goes_through_and_a_faulty_id_is_not_told_twice():
    assert read("hardship_files", "family_key", ("keyed", ID_KEY)) == (ID_KEY, None)
    assert read("hardship_files", "family_key", ("faulty", "")) == (None, TOLD)


def test_a_code_is_of_one_kind_whatever_the_sheet():
    kinds = {
        (code, column.kind)
        for sheet in (*sheets(), ROSTER)
        for code, column in sheet.columns.items()
    }

    assert len(kinds) == len({code for code, _ in kinds})


@pytest.mark.parametrize("kind", ["text", "number"])
def test_what_is_written_alike_is_read_by_what_stands_beside_it(kind):
    """The same text in another unit, year, column or kind of cell is another value."""
    yuan = cells_of("reliefs", {"amount_cny": (kind, "3"), "headcount": (kind, "3")})
    wan = cells_of("reliefs", {"amount_cny": (kind, "3")}, workbook="2024-07/b.xlsx", unit="万元")
    dates = [
        cells_of("reliefs", {"pay_date": "3月5日"}, workbook=f"{month}/c.xlsx", reported_in=month)
        for month in ("2023-07", "2024-07")
    ]
    values = read_values(pl.concat([yuan, wan, *dates]), SETTINGS)

    assert values.filter(pl.col("part") == "body")["value"].to_list() == [
        "3",
        "3",
        "30000",
        "2023-03-05",
        "2024-03-05",
    ]


def test_what_is_not_tidied_is_tidy_as_it_stands():
    tidy = "".join(map(chr, (*range(0x21, 0x7F), *range(0x4E00, 0xA000))))

    assert unicodedata.normalize("NFKC", tidy).strip() == tidy
    assert read("culture_activities", "activity_name", tidy[:3000]) == (tidy[:3000], None)


def test_cells_keep_their_order():
    cells = cells_of(
        "reliefs", *({"headcount": n, "site": "某地", "form": "实物"} for n in (2, 2, 1))
    )

    assert read_values(cells, SETTINGS)["cell"].to_list() == cells["cell"].to_list()


def test_every_cell_comes_back_once():
    cells = cells_of(
        "reliefs", {"headcount": "150名", "form": "红包", "voucher_no": "无"}, {"site": "某地"}
    )
    values = read_values(cells, SETTINGS)

    assert sorted(values["cell"]) == sorted(cells["cell"])
