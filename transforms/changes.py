"""What changed since the draft before, figure by figure."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from schemas.figure import CHANGE_SCHEMA, FigureChange
from transforms.soundness import require_fit

_KEY = ["code", "basis", "dimension"]


@dataclass(frozen=True)
class Before:
    """The draft that stands: its figures (Figure), and its own changes (FigureChange)."""

    figures: pl.DataFrame
    changes: pl.DataFrame


def compare_drafts(figures: pl.DataFrame, before: Before | None) -> pl.DataFrame:
    """Return the figures that were added, dropped or changed (FigureChange).

    Without a draft before nothing has changed. A rerun that changes no figure keeps the
    changes of the draft before: they are still the last ones, and the same inputs give the
    same bytes.
    """
    if before is None:
        return pl.DataFrame(schema=CHANGE_SCHEMA)
    if figures.equals(before.figures):
        return before.changes
    joined = _told(figures, "after").join(
        _told(before.figures, "before"), on=[*_KEY, "name"], how="full", coalesce=True
    )
    filled = joined.with_columns(pl.col("before", "after").fill_null(""))
    changed = filled.filter(pl.col("before") != pl.col("after"))
    return require_fit(changed.select(*CHANGE_SCHEMA).sort(_KEY), FigureChange)


def _told(figures: pl.DataFrame, name: str) -> pl.DataFrame:
    """Return each figure with its words and exact value in one text."""
    exact = pl.when(pl.col("value").is_not_null()).then(
        pl.concat_str(pl.lit("（"), "value", pl.lit("）"))
    )
    words = pl.concat_str("printed", exact.fill_null(""))
    return figures.select(*_KEY, "name", words.alias(name))
