"""What stands on a sheet beside the rows behind a figure: set aside, repeated, mended, doubted."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

import polars as pl

from schemas.contract import return_of, sheet_named
from schemas.explanation import SetAside
from transforms.examination import Examined

_REPEATED = ("N-DUP", "N-REG")
_FIXED = ("N-FIX", "E-C12")


def tell_set_aside(names: Collection[str], sources: pl.DataFrame, examined: Examined) -> SetAside:
    """Return what is told of some sheets and does not count, or is in doubt.

    `sources` (Source) are those of the figures: what is doubted elsewhere is not told.
    """
    titles = [sheet_named(name).title for name in names]
    places = pl.concat(examined.rows[name].select("workbook", "sheet") for name in names)
    sheets = pl.concat([places.select("sheet"), sources.select("sheet")])["sheet"].unique()
    about = examined.issues.filter(pl.col("sheet").is_in([*titles, *sheets]))
    errors, warned = about.filter(severity="E"), about.filter(pl.col("rule").str.starts_with("W-"))
    return SetAside(
        missing=_missing(names, examined),
        superseded=_superseded(names, examined),
        rejected=_told(errors.filter(~pl.col("rule").is_in(_FIXED))),
        repeated=_told(about.filter(pl.col("rule").is_in(_REPEATED))),
        fixed=_told(about.filter(pl.col("rule").is_in(_FIXED))),
        answered=_told(warned.filter(severity="I")),
        doubted=_told(_doubted(warned.filter(severity="W"), sources)),
    )


def _doubted(warned: pl.DataFrame, sources: pl.DataFrame) -> pl.DataFrame:
    """Return the warnings about a row behind the figures, or about several rows of its sheet."""
    at = ["workbook", "sheet", "_row"]
    row = pl.col("cell").str.extract(r"^[A-Z]+(\d+)$", 1).alias("_row")
    behind = sources.with_columns(row).select(at).unique()
    placed = warned.with_columns(row)
    wide = pl.col("_row").is_null() & pl.col("workbook").is_in(behind["workbook"].implode())
    own = placed.join(behind, on=at, how="semi", maintain_order="left")
    return pl.concat([own, placed.filter(wide)]).drop("_row")


def _missing(names: Iterable[str], examined: Examined) -> tuple[tuple[str, str], ...]:
    """Return the months of which a return of the sheets is not there, and why."""
    codes = {return_of(sheet_named(name)).code for name in names}
    owed = examined.coverage.filter(
        pl.col("table_code").is_in(list(codes)), pl.col("status") != "已报送"
    )
    return tuple((period, status) for period, status in owed.select("period", "status").iter_rows())


def _superseded(names: Collection[str], examined: Examined) -> tuple[str, ...]:
    """Return the workbooks of the same returns whose sheets a later workbook replaces."""
    of_them = pl.col("table").is_in(list(names))
    sent = examined.lookback.sent.filter(of_them)
    replaced = sent.join(examined.counts.filter(of_them), on=["workbook", "table"], how="anti")
    return tuple(replaced["workbook"].unique(maintain_order=True))


def _told(issues: pl.DataFrame) -> tuple[Mapping[str, str], ...]:
    return tuple(issues.unique(maintain_order=True).to_dicts())
