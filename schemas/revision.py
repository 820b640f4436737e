"""Revisions (数据修订): what was published, and how it differs from what is known now."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

import pandera.polars as pa
import polars as pl

from schemas.figure import FIGURE_SCHEMA, SOURCE_SCHEMA
from schemas.period import Period

LATE = "更新"
REDEFINED = "口径"
CORRECTED = "更正"
CATEGORIES = (LATE, REDEFINED, CORRECTED)
"""Late data; another definition; a correction of what was sent or worked out."""

AUTOMATIC = "自动"
"""Who decided on category and reason where no person did."""

REVISIONS = "revisions.csv"


class Revision(pa.DataFrameModel):
    """One row per published figure that is another one now: amended, added or deleted.

    `period` and `release` (v1) name what was published. `before` and `after` are exact where
    the exact value is known, else the published words; empty where there was, or is, no such
    figure. `workbook` and `cells` are what caused it, as far as that can be told. `decided` is
    who stated category and reason. `printed_before` and `printed_after` are the forms in which
    documents print the figure; `stated_before` and `stated_after` what the table of revisions
    states of them, both empty where the bulletin does not list it.
    """

    period: str
    release: str
    code: str
    name: str
    basis: str
    dimension: str
    before: str
    after: str
    change: str
    category: str = pa.Field(isin=list(CATEGORIES))
    reason: str = pa.Field(str_length={"min_value": 1})
    workbook: str
    cells: str
    decided: str
    printed_before: str
    printed_after: str
    stated_before: str
    stated_after: str

    class Config:
        """Nothing beside the named columns; one row a period, code, basis and dimension."""

        strict = True
        unique = ("period", "code", "basis", "dimension")


REVISION_SCHEMA = {name: pl.String() for name in Revision.to_schema().columns}


def no_revisions() -> pl.DataFrame:
    """Return an empty frame of revisions."""
    return pl.DataFrame(schema=REVISION_SCHEMA)


@dataclass(frozen=True)
class Sent:
    """One workbook as it is known now: the hash of its content as corrected, and its cover."""

    content: str
    table_code: str
    reported_in: str
    version: int
    is_ledger: bool
    is_corrected: bool = False


@dataclass(frozen=True)
class Accepted:
    """The year to date that was last released before a period, and what may have moved it since.

    `ytd` is by indicator code. `changed` holds the table codes of the returns whose revisions
    are listed: a workbook of the months released came, changed or was corrected since, or an
    increment, which tells each change. `stated` holds the codes whose revision a person has
    stated or whose definition is another one.
    """

    period: Period
    ytd: Mapping[str, Decimal]
    changed: frozenset[str] = frozenset()
    stated: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Published:
    """One release as it can be held against what is known now.

    `figures` (Figure) are what it published, `exact` (Figure) the internal figures behind
    them, with `sources` (Source) and the `workbooks` that they were made from, by name: empty
    where the office's own copy of the release is lost. `definitions` gives the hash of each
    indicator's definition, `announced` the revisions (Revision) that its bulletin printed, `at`
    when it was released (ISO). Where `is_whole` is false the release is not as it was
    released, and says nothing.
    """

    period: Period
    number: int
    at: str
    figures: pl.DataFrame
    exact: pl.DataFrame = field(default_factory=lambda: pl.DataFrame(schema=FIGURE_SCHEMA))
    sources: pl.DataFrame = field(default_factory=lambda: pl.DataFrame(schema=SOURCE_SCHEMA))
    workbooks: Mapping[str, Sent] = field(default_factory=dict)
    definitions: Mapping[str, str] = field(default_factory=dict)
    announced: pl.DataFrame = field(default_factory=no_revisions)
    is_whole: bool = True

    @property
    def is_exact(self) -> bool:
        """Return whether the exact figures behind the release are at hand."""
        return not self.exact.is_empty()

    @property
    def until(self) -> str:
        """Return the last month whose workbooks are the release's own."""
        return str(self.period.closing_month)

    @property
    def version(self) -> str:
        """Return the release as folders name it."""
        return f"v{self.number}"
