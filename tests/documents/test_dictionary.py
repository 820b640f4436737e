"""The dictionary beside figures.csv: whatever stands in the figures is explained in it."""

from __future__ import annotations

import csv

import pytest


@pytest.fixture(scope="module")
def terms(october):
    with (october.folder / "figures-dictionary.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    return {(row["entry"], row["code"]): row for row in rows}


@pytest.fixture(scope="module")
def figures(october):
    with (october.folder / "figures.csv").open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def test_every_column_of_the_figures_is_explained(terms, figures):
    assert set(figures[0]) == {code for entry, code in terms if entry == "栏"}


@pytest.mark.parametrize(
    ("column", "entry"),
    [("code", "指标"), ("dimension", "分项"), ("basis", "口径"), ("status", "状态")],
)
def test_every_word_of_a_column_is_explained(terms, figures, column, entry):
    used = {row[column] for row in figures} - {""}

    assert used
    assert used <= {code for kind, code in terms if kind == entry}


def test_an_indicator_is_told_with_unit_basis_and_definition(terms):
    """DOMAIN.md §5.11: distinct households on file at the end of the period."""
    told = terms["指标", "hardship_households"]

    assert (told["name"], told["unit"], told["basis"]) == ("在档困难职工户数", "户", "as_of")
    assert "存量" in told["definition"]
    assert "不同的个数" in told["definition"]
    assert terms["指标", "aid_persons"]["basis"] == "month、ytd"


def test_a_part_is_told_by_its_name(terms):
    assert terms["分项", "project=P-QL01"]["name"] == "夏送清凉（环卫空调服）"
    assert terms["分项", "month=2024-03"]["name"] == "3月"


def test_a_state_is_named_for_each_unit_and_base(terms, figures):
    units = {row["code"]: row["unit"] for row in figures}

    assert all(terms["指标", code]["unit"] == unit for code, unit in units.items())
