"""Every figure leads back to its cells, read here a second time and by another reader."""

from __future__ import annotations

import csv
import datetime as dt
import re
import unicodedata
from decimal import Decimal
from pathlib import Path

import openpyxl
import polars as pl
import pytest
from openpyxl.utils.cell import column_index_from_string, coordinate_from_string

from schemas.indicators import INDICATORS

YUAN_IN = {"2024-05/202405_W04": 1000, "2024-07/202407_W09": 10_000}
"""The workbooks of the sample that are not in yuan (data/README.md)."""

Places = dict[tuple[str, str, str], object]


@pytest.fixture(scope="module")
def sources(sample_edition) -> pl.DataFrame:
    return sample_edition("2024-10").sources


@pytest.fixture(scope="module")
def cells(sample_files: dict[str, Path], sources: pl.DataFrame) -> Places:
    """The cells behind the figures, as openpyxl and the csv module read them."""
    found: Places = {}
    for name in sources["workbook"].unique():
        wanted = sources.filter(workbook=name).select("sheet", "cell").unique()
        read = read_csv if name.endswith(".csv") else read_workbook
        found |= {(name, *place): value for place, value in read(sample_files[name], wanted)}
    return found


def read_workbook(path, wanted):
    book = openpyxl.load_workbook(path, data_only=True)
    return [((sheet, cell), book[sheet][cell].value) for sheet, cell in wanted.iter_rows()]


def read_csv(path, wanted):
    with path.open(encoding="gbk", newline="") as stream:
        lines = list(csv.reader(stream))
    places = [(place, coordinate_from_string(place[1])) for place in wanted.iter_rows()]
    return [
        (place, lines[row - 1][column_index_from_string(column) - 1])
        for place, (column, row) in places
    ]


def number_in(value: object) -> Decimal:
    text = unicodedata.normalize("NFKC", str(value))
    return Decimal(re.sub(r"[^\d.\-]", "", text))


def value_of(place: tuple[str, str, str], cells: Places, unit: str) -> Decimal:
    factor = next((f for name, f in YUAN_IN.items() if place[0].startswith(name)), 1)
    return number_in(cells[place]) * (factor if unit == "元" else 1)


def test_every_source_is_a_cell_that_holds_something(cells):
    assert len(cells) > 500
    assert [place for place, value in cells.items() if value in (None, "")] == []


def test_every_figure_with_a_value_has_its_sources(sample_edition, sources):
    figures = sample_edition("2024-10").figures
    stated = figures.filter(pl.col("value").is_not_null(), pl.col("value") != "0")
    bare = stated.join(sources, on=["code", "basis", "dimension"], how="anti")

    assert bare.select("code", "basis", "dimension").rows() == []


def test_no_cell_stands_twice_behind_a_figure(sources):
    assert sources.is_duplicated().sum() == 0


def test_the_cells_behind_every_sum_add_up_to_it(sample_edition, sources, cells):
    figures = sample_edition("2024-10").figures.filter(pl.col("value").is_not_null())
    summed = [i for i in INDICATORS.values() if i.measure.how == "total"]
    wrong = []
    for indicator in summed:
        for basis, dimension, value in (
            figures.filter(code=indicator.code).select("basis", "dimension", "value").iter_rows()
        ):
            behind = sources.filter(code=indicator.code, basis=basis, dimension=dimension)
            places = behind.select("workbook", "sheet", "cell").rows()
            total = sum((value_of(place, cells, indicator.unit) for place in places), Decimal(0))
            if total != Decimal(value):
                wrong.append((indicator.code, basis, dimension, value, total))

    assert len(summed) > 25
    assert wrong == []


def test_the_rows_behind_every_count_are_as_many_as_it_says(sample_edition, sources):
    figures = sample_edition("2024-10").figures
    counted = [i.code for i in INDICATORS.values() if i.measure.how == "rows"]
    for code, basis, dimension, value in (
        figures.filter(pl.col("code").is_in(counted))
        .select("code", "basis", "dimension", "value")
        .iter_rows()
    ):
        behind = sources.filter(code=code, basis=basis, dimension=dimension)
        assert behind.height == int(value), code


def test_the_different_values_behind_a_count_of_kinds_are_as_many_as_it_says(
    sample_edition, sources, cells
):
    (value,) = sample_edition("2024-10").figures.filter(
        code="mutual_units", basis="as_of", dimension=""
    )["value"]
    places = sources.filter(code="mutual_units").select("workbook", "sheet", "cell").rows()

    assert len({cells[place] for place in places}) == int(value) == 178


def test_the_opening_of_the_palace_is_the_cell_that_says_so(sources, cells):
    ((workbook, sheet, cell),) = (
        sources.filter(code="palace_opening_date").select("workbook", "sheet", "cell").rows()
    )

    assert workbook.startswith("2024-04/202404_W08")
    assert str(cells[workbook, sheet, cell]) in ("2024-04-30", str(dt.datetime(2024, 4, 30)))  # noqa: DTZ001


def test_a_sum_in_another_unit_and_in_words_is_traced_to_what_was_typed(sources, cells):
    july = sources.filter(code="cool_sanitation_persons", basis="ytd", dimension="")
    (place,) = july.select("workbook", "sheet", "cell").rows()

    assert cells[place] == "150名"


def test_beside_each_cell_stand_those_that_let_its_row_count(sources, sample_files):
    """150 sets of clothes, paid on 9 July (DOMAIN.md §7): why they count, and when."""
    figure = {"code": "cool_sanitation_amount", "basis": "ytd", "dimension": ""}
    (row,) = sources.filter(**figure).to_dicts()
    sheet = openpyxl.load_workbook(sample_files[row["workbook"]], data_only=True)[row["sheet"]]

    assert sheet[row["condition_cells"]].value == "P-QL01"
    assert re.search(r"2024\D0?7\D0?9|7月9日|45482", str(sheet[row["date_cells"]].value))
    assert row["part_cells"] == ""


def test_the_cell_that_makes_a_row_part_of_a_breakdown_is_named_there_alone(sources):
    amounts = sources.filter(code="aid_amount", basis="ytd")
    parts = dict(amounts.select("dimension", "part_cells").unique().iter_rows())
    (project,) = sources.filter(code="cool_sanitation_amount")["condition_cells"].unique()

    assert parts["project=P-QL01"] == project
    assert {told for dimension, told in parts.items() if not dimension} == {""}
