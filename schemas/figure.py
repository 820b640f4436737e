"""Figures and the way back to their cells: the numbers that the documents may print."""

from __future__ import annotations

import pandera.polars as pa
import polars as pl

BASES = ("month", "quarter", "half", "year", "ytd", "as_of", "plan")

AT_THE_END = ("ytd", "as_of", "plan")
"""Bases that tell the same of every period with the same closing month."""

BASIS_NAMES = {
    "month": "本月",
    "quarter": "本季度",
    "half": "本半年",
    "year": "全年",
    "ytd": "本年累计",
    "as_of": "期末",
    "plan": "规划",
}
"""What a person reads for each basis."""

STATED = "正常"
PENDING = "数据待核"
NOT_REPORTED = "数据未报送"
NO_DATA = "无数据"
WITHHELD = "不单独公布"
STATUSES = (STATED, PENDING, NOT_REPORTED, NO_DATA, WITHHELD)


class Figure(pa.DataFrameModel):
    """One row per figure, as `figures.csv` holds it.

    Numbers are exact decimal text in base units (元, 人, 件), dates ISO text, so that
    neither csv nor Parquet rounds them; an empty value is null. `basis` is one of
    `BASES`, `dimension` empty for the total or `kind=label` for a part. `printed` is the
    one form in which documents state the figure, unit included. `coverage` is the share
    (0 to 1) of the expected returns behind the figure.
    """

    code: str
    name: str
    unit: str
    kind: str = pa.Field(isin=["flow", "stock", "plan", "status"])
    basis: str = pa.Field(isin=list(BASES))
    period: str
    dimension: str
    value: str = pa.Field(nullable=True)
    printed: str
    previous_period_value: str = pa.Field(nullable=True)
    period_change: str = pa.Field(nullable=True)
    period_change_pct: str = pa.Field(nullable=True)
    previous_year_value: str = pa.Field(nullable=True)
    year_change: str = pa.Field(nullable=True)
    year_change_pct: str = pa.Field(nullable=True)
    target: str = pa.Field(nullable=True)
    progress: str = pa.Field(nullable=True)
    coverage: str
    status: str = pa.Field(isin=list(STATUSES))

    class Config:
        """Nothing beside the named columns; one row a code, basis and dimension."""

        strict = True
        unique = ("code", "basis", "dimension")


MEASURED = "计量"
CONDITION = "条件"
DATE = "时间"
PART = "分项"
"""What a cell does for a figure: it is counted, or it lets its row count, there and then."""


class Source(pa.DataFrameModel):
    """One row per measured cell behind a figure: `sources.parquet`.

    `condition_cells`, `date_cells` and `part_cells` are the cells of the same row that let
    it count (addresses divided by spaces): those that the indicator's conditions look at,
    those that place the row in time, the one that makes it part of the breakdown.
    """

    code: str
    basis: str
    period: str
    dimension: str
    workbook: str
    sheet: str
    cell: str
    condition_cells: str
    date_cells: str
    part_cells: str

    class Config:
        """Nothing beside the named columns."""

        strict = True


class Listing(pa.DataFrameModel):
    """One row per printable name behind a figure, in the order in which to list them.

    `basis` is the figure's; only names that may be printed are here.
    """

    code: str
    basis: str
    name: str
    workbook: str
    sheet: str
    cell: str

    class Config:
        """Nothing beside the named columns."""

        strict = True


BALANCE = ("cells_seen", "cells_used", "cells_set_aside")
"""The columns of Coverage that tell what became of a return's cells."""


class Coverage(pa.DataFrameModel):
    """One row per return and month: did it arrive, and what became of its rows and cells."""

    period: str
    table_code: str
    department: str
    status: str = pa.Field(isin=["已报送", "未报送", "无法读取"])
    workbooks: int
    rows_received: int
    rows_accepted: int
    rows_rejected: int
    cells_seen: int
    cells_used: int
    cells_set_aside: int

    class Config:
        """Nothing beside the named columns."""

        strict = True


FIGURE_SCHEMA = {name: pl.String() for name in Figure.to_schema().columns}
SOURCE_SCHEMA = {name: pl.String() for name in Source.to_schema().columns}


class FigureChange(pa.DataFrameModel):
    """One row per figure that differs from the draft before: added, dropped or changed."""

    code: str
    name: str
    basis: str
    dimension: str
    before: str
    after: str

    class Config:
        """Nothing beside the named columns."""

        strict = True


CHANGE_SCHEMA = {name: pl.String() for name in FigureChange.to_schema().columns}
