"""Where a number comes from: what `bulletin explain` tells, and where documents print figures."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import polars as pl

from schemas.comparison import no_views
from schemas.indicator import Indicator

PRINTED_SCHEMA = dict.fromkeys(
    ("code", "basis", "dimension", "document", "place", "within", "text"), pl.String()
)
"""`printed.csv`: one row a number on the page: which figure it is, in which document and where
(a paragraph, a table, a chart), within which sentence, row and column, or bar; `text` is what
is printed there."""


@dataclass(frozen=True)
class CountedRow:
    """One row behind a figure: its cells, what it contributes, and what let it count.

    `contributes` is exact text in base units, empty where the workbook changed since;
    `shown` are the values of the explanation's columns, none of them personal.
    """

    workbook: str
    sheet: str
    cells: str
    contributes: str
    shown: tuple[str, ...]


@dataclass(frozen=True)
class LeftOut:
    """How many rows that stand do not count in a figure because of one column; its heading.

    `role` is figure.CONDITION or figure.DATE.
    """

    role: str
    title: str
    rows: int


@dataclass(frozen=True)
class Explained:
    """One figure (a row of Figure) with its rows, and what does not count in it.

    `total` is what the rows contribute together, where they add up; else empty. `subtotals`
    are the sums by heading (yuan) of a figure whose cells are of several kinds, as a rate's.
    """

    figure: Mapping[str, str | None]
    rows: tuple[CountedRow, ...]
    total: str
    left_out: tuple[LeftOut, ...]
    subtotals: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class SetAside:
    """What stands beside a figure's rows and is not counted: workbooks, and findings (Issue).

    `missing` are the months of which the return is not there, with their state; `superseded`
    names the workbooks that a later one replaces; `rejected` are errors,
    `repeated` rows told twice or stated anew, `fixed` corrected cells, `answered` warnings
    that a person accepted, `doubted` those that are open.
    """

    missing: tuple[tuple[str, str], ...] = ()
    superseded: tuple[str, ...] = ()
    rejected: tuple[Mapping[str, str], ...] = ()
    repeated: tuple[Mapping[str, str], ...] = ()
    fixed: tuple[Mapping[str, str], ...] = ()
    answered: tuple[Mapping[str, str], ...] = ()
    doubted: tuple[Mapping[str, str], ...] = ()


@dataclass(frozen=True)
class Explanation:
    """All that is known of one indicator in one period.

    `columns` are the headings of `CountedRow.shown`, `measured` that of what is contributed.
    """

    indicator: Indicator
    columns: tuple[str, ...]
    measured: str
    figures: tuple[Explained, ...]
    aside: SetAside


@dataclass(frozen=True)
class Explaining:
    """Which edition is explained: its name, what changed since, what is told beside it.

    `views` (View) are its comparisons.
    """

    label: str
    changed: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    views: pl.DataFrame = field(default_factory=no_views)
