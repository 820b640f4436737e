"""The pictures of charts, kept by their numbers: a cache that may be deleted at any time.

A chart is drawn again only where its numbers, the words in it, its style or the program changed;
without one to draw, matplotlib is not even loaded.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from flows.disk import sha256
from flows.program import DRAWING, hash_program
from flows.store import Store
from schemas.bulletin import Chart, Series
from workbooks.privacy import Keyring

FOLDER = Path(".cache") / "charts"

_PURPOSE = "seal of the charts"


def chart_store(root: Path, keyring: Keyring) -> Store:
    """Return where a workspace keeps its pictures."""
    return Store(root / FOLDER, keyring, _PURPOSE)


def draw(chart: Chart, sample: bool, store: Store) -> bytes:
    """Return the chart as a PNG: as it is kept, else drawn and then kept.

    Raises:
        UserWarning: The chart's font has no glyph for a character.
    """
    shown = _what_it_shows(chart)
    key = sha256(f"{hash_program(DRAWING)} {sample} {shown!r}".encode())
    kept = store.find(key)
    if kept is not None:
        return kept
    from documents.charts import draw_chart

    picture = draw_chart(shown, sample)
    store.keep(key, picture)
    return picture


def _what_it_shows(chart: Chart) -> Chart:
    """Return the chart without what stands beside its picture, and without where values are from.

    A month whose bars are those of the month before has the same picture under another caption.
    """
    mark = chart.mark and _without_references(chart.mark)
    series = tuple(map(_without_references, chart.series))
    bare = replace(chart, series=series, mark=mark)
    return replace(bare, key="", number=0, caption="", source="", alt="")


def _without_references(series: Series) -> Series:
    return replace(series, references=())
