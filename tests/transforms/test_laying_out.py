"""Rows are laid out from cells together, alone or as many: each way gives the same."""

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from schemas.contract import sheet_named
from transforms import rows
from transforms.locating import Locator
from transforms.rows import lay_out_rows, lay_out_sheets
from transforms.runs import find_runs

ACTIVITIES = sheet_named("culture_activities")


def values(*cells: tuple[str, str, int, str, str | None]) -> pl.DataFrame:
    """Return read cells: workbook, part, row, code, value."""
    schema = ["workbook", "part", "row", "code", "value"]
    frame = pl.DataFrame(list(cells), schema=schema, orient="row").cast({"value": pl.String})
    return frame.with_columns(
        table=pl.lit(ACTIVITIES.name),
        sheet=pl.lit("宣教活动"),
        reported_in=pl.col("workbook").str.head(7),
        fault=pl.lit(None, pl.String),
    )


FIRST, SECOND = "2024-09/W01.xlsx", "2024-10/W01.xlsx"

AWKWARD = values(
    (SECOND, "heading", 3, "sessions", None),
    (SECOND, "body", 4, "activity_id", "HD-01"),
    (SECOND, "body", 5, "activity_id", "HD-02"),
    (SECOND, "body", 9, "activity_id", "HD-03"),
    (SECOND, "body", 4, "sessions", "2"),
    (SECOND, "body", 9, "sessions", "3"),  # a blank between
    (SECOND, "total", 10, "sessions", "5"),
    (SECOND, "body", 4, "sessions", "7"),  # the cell is told twice: the first counts
    (FIRST, "body", 4, "activity_id", "HD-00"),
    (FIRST, "body", 6, "activity_id", None),  # neither says anything: no row
    (FIRST, "body", 6, "sessions", "0"),
    (FIRST, "body", 7, "venue", "广场"),  # a row that the other columns lack
)

TWICE = values((FIRST, "body", 4, "venue", "广场"), (FIRST, "body", 4, "venue", "礼堂"))


@pytest.mark.parametrize("limits", [("_FEW",), ("_FEW", "_MANY")], ids=["alone", "many"])
def test_cells_give_the_rows_that_few_give_beside_others(
    limits: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
):
    others = AWKWARD.with_columns(table=pl.lit("rights_activities"), sheet=pl.lit("普法"))
    for cells in (AWKWARD, AWKWARD.reverse(), AWKWARD.head(4), AWKWARD.sort("row"), TWICE):
        both = pl.concat([cells, others, cells.clear()]).sort("row", maintain_order=True)
        few = lay_out_sheets(both, [sheet_named("rights_activities"), ACTIVITIES])
        for name in limits:
            monkeypatch.setattr(rows, name, 0)
        assert_frame_equal(lay_out_rows(cells, ACTIVITIES), few[ACTIVITIES.name])
        monkeypatch.undo()


@pytest.mark.parametrize("limits", [(), ("_FEW",), ("_FEW", "_MANY")])
def test_cells_are_laid_out_by_row_and_workbook(
    limits: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
):
    for name in limits:
        monkeypatch.setattr(rows, name, 0)
    laid_out = lay_out_rows(AWKWARD, ACTIVITIES)
    assert laid_out.select("workbook", "source_row", "activity_id", "sessions", "venue").rows() == [
        (FIRST, 4, "HD-00", None, None),
        (FIRST, 7, None, None, "广场"),
        (SECOND, 4, "HD-01", 2, None),
        (SECOND, 5, "HD-02", None, None),
        (SECOND, 9, "HD-03", 3, None),
    ]


def test_runs_tell_what_stands_where_each_once():
    frame = pl.DataFrame({"a": [None, None, "x", "x", None], "b": [1, 1, 1, 2, 1]})
    each, points = find_runs(frame, ["a", "b"])
    assert each.rows() == [(None, 1), ("x", 1), ("x", 2)]
    assert points.to_list() == [0, 0, 1, 2, 0]
    assert find_runs(frame.clear(), ["a"])[1].to_list() == []


def located(*cells: tuple[str, int, str, str]) -> Locator:
    schema = {"sheet": pl.String, "source_row": pl.Int64, "column": pl.String, "cell": pl.String}
    frame = pl.DataFrame(list(cells), schema=schema, orient="row")
    return Locator(frame.with_columns(workbook=pl.lit(SECOND)))


def cells_of(locator: Locator, sheet: str, column: str, rows: list[int]) -> list[str | None]:
    place = {"workbook": SECOND, "sheet": sheet, "column": column}
    strips = locator.strips_of(pl.DataFrame([place] * len(rows)))
    return locator.cells_at(strips, pl.Series(rows, dtype=pl.Int64)).to_list()


def test_cells_are_found_by_sheet_column_and_row():
    locator = located(
        ("乙", 9, "amount", "C9"),
        ("甲", 7, "amount", "B7"),
        ("甲", 4, "amount", "B4"),
        ("甲", 5, "amount", "B4"),  # a merged cell stands for the row below it
        ("甲", 4, "name", "A4"),
    )
    assert cells_of(locator, "甲", "amount", [4, 5, 6, 7, 9]) == ["B4", "B4", None, "B7", None]
    assert cells_of(locator, "乙", "amount", [9, 4]) == ["C9", None]
    assert cells_of(locator, "甲", "name", [4, 3]) == ["A4", None]
    assert cells_of(locator, "丙", "name", [4]) == [None]


def test_several_cells_behind_one_value_are_told_together():
    locator = located(
        ("甲", 4, "amount", "C4"), ("甲", 4, "amount", "B4"), ("甲", 5, "amount", "D5")
    )
    assert cells_of(locator, "甲", "amount", [4, 5]) == ["C4 B4", "D5"]
    assert cells_of(located(), "甲", "amount", [4]) == [None]
