"""Comparisons as data: one row per figure and view, as `comparisons.csv` holds it."""

from __future__ import annotations

import pandera.polars as pa
import polars as pl

PREVIOUS = "环比"
YEAR = "同比"
SHARE = "占比"
PULL = "拉动"
TARGET = "目标进度"
TIME = "时间进度"
MISSING = "{base}无数据"
"""What is said in the place of a comparison whose base, 上年同期, has no data."""
OTHER_STANDARD = "规划与建设成果执行的标准不同，不计算完成比例"
"""Why a result is not held against its plan (DOMAIN.md §5.4)."""

VIEWS = (PREVIOUS, YEAR, SHARE, PULL, TARGET, TIME)


class View(pa.DataFrameModel):
    """One row per figure and view of it.

    `value` is held against `base`, both exact decimal text: the figure against the earlier
    one (环比, 同比), a part against its total (占比), the change of a part against last year's
    total (拉动), the result against its target (目标进度), months passed against months in
    all (时间进度). `printed` is the number of the view, `wording` the phrase in which it is
    said; where one is refused, `reason` tells why. `base_printed` is the form in which
    documents state an earlier figure.
    """

    code: str
    basis: str
    dimension: str
    view: str = pa.Field(isin=list(VIEWS))
    base: str = pa.Field(nullable=True)
    value: str = pa.Field(nullable=True)
    printed: str
    wording: str
    reason: str
    base_printed: str

    class Config:
        """Nothing beside the named columns; one row a figure and view."""

        strict = True
        unique = ("code", "basis", "dimension", "view")


VIEW_SCHEMA = {name: pl.String() for name in View.to_schema().columns}


def no_views() -> pl.DataFrame:
    """Return the views of an edition in which nothing is compared."""
    return pl.DataFrame(schema=VIEW_SCHEMA)
