"""Annual targets: how far each is, beside how much of the year has passed."""

from __future__ import annotations

from dataclasses import dataclass

from documents.narrative.cells import explain_symbols, figure_cell, view_cell, words
from documents.narrative.comparisons import Comparisons, Row, with_numbers
from documents.narrative.entries import Entries, Entry
from documents.narrative.ink import Ink
from documents.narrative.phrases import join_words
from documents.narrative.units import unit_of, without_unit
from documents.narrative.widths import column_shares
from schemas.bulletin import Cell, Number, Span, Table
from schemas.edition import Edition
from schemas.indicators import INDICATORS

KEY = "targets"
_HEADER = ("指标", "计量单位", "年度目标", "累计完成", "完成进度（%）", "时间进度（%）")
_BEHIND = "慢于时间进度"
_FEW = 3
"""As many targets stand in a sentence of their own each; more are told by their table."""


@dataclass(frozen=True)
class _Held:
    """A target's figure, its progress, and the time beside it; neither where it is not told."""

    entry: Entry
    unit: str
    goal: Row
    time: Row | None

    @property
    def done(self) -> str:
        return self.goal["printed"] if self.time else ""


class Targets:
    """What an edition tells of its union's annual targets, in the order of the indicators."""

    def __init__(self, edition: Edition, entries: Entries, ink: Ink) -> None:
        self._ink, comparisons = ink, Comparisons(edition)
        named = (entries.find(code) for code in INDICATORS if code in edition.settings.targets)
        told = ((entry, comparisons.progress(entry)) for entry in named)
        defined = edition.settings.indicators
        self._held = [
            _Held(entry, unit_of(defined[entry.reference.code]), *found)
            for entry, found in told
            if found is not None
        ]

    @property
    def sentence(self) -> str:
        """Return the progress of few targets, or which of many are behind; empty without any."""
        followed = [one for one in self._held if one.done]
        if not followed:
            return ""
        if len(followed) <= _FEW:
            return self._ink.write(_each(followed))
        behind = join_words(*(_name(one) for one in followed if _BEHIND in one.goal["wording"]))
        if not behind:
            return "各项年度目标的进度都不慢于时间进度。"
        return f"年度目标完成进度{_BEHIND}的有{behind}。"

    def table(self, caption: str) -> Table | None:
        """Return the table of all targets, yet without its number; none of fewer than two."""
        if len(self._held) <= 1:
            return None
        rows = tuple(_row(one) for one in self._held)
        return Table(
            key=KEY,
            number=0,
            caption=caption,
            unit="",
            header=_HEADER,
            rows=rows,
            widths=column_shares((_HEADER, *(tuple(map(words, row)) for row in rows))),
            alt=f"{caption}，按{'、'.join(_HEADER)}分栏",
            notes=explain_symbols(rows, ""),
        )


def _each(held: list[_Held]) -> tuple[Span, ...]:
    spans: list[Span] = []
    for one in held:
        told = with_numbers(one.goal["wording"], one.entry.reference)
        spans += ["；" if spans else "", _name(one), *told]
    return (*spans, "。")


def _name(one: _Held) -> str:
    return one.entry.indicator.name


def _row(one: _Held) -> tuple[Cell, ...]:
    target = Number(without_unit(one.goal["base_printed"], one.unit), one.entry.reference)
    return (
        Cell((_name(one),)),
        Cell((one.unit,), align="center"),
        Cell((target,), align="right"),
        figure_cell(one.entry, one.unit, "未完成"),
        view_cell(one.done, one.entry, "%"),
        view_cell(one.time["printed"] if one.time else "", one.entry, "%"),
    )
