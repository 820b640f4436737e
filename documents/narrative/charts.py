"""Charts of a document as numbers: never more exact than the figures that are printed."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import NamedTuple

from documents.narrative.definitions import ChartDefinition, ChartSeries, Part
from documents.narrative.entries import Entries, Entry
from documents.narrative.labels import part_name, part_order
from documents.narrative.reporting import gaps, return_behind
from documents.narrative.units import fitting_money, fitting_unit, in_unit, shown_value, unit_of
from schemas.bulletin import Chart, Series
from schemas.codes import DEPARTMENTS
from schemas.edition import Edition
from schemas.figure import NO_DATA, STATED
from schemas.indicators import INDICATORS

_MONEY = "元"
_RANKED = ("ranked", "progress")
_OF_RELEASES = "资料来源：各工会发布的统计数据"
_FEWEST = 2
"""A chart of a single bar says nothing that its sentence does not say."""


class _Position(NamedTuple):
    """One position along the axis: its label and one figure for each series."""

    label: str
    entries: tuple[Entry, ...]


class ChartMaker:
    """Makes charts from their definitions and the edition's figures."""

    def __init__(self, entries: Entries, edition: Edition) -> None:
        self._entries = entries
        self._settings = edition.settings
        self._is_sum = edition.members is not None
        self._months = [str(month) for month in edition.period.year_to_date]
        self._gaps = {(gap.table_code, gap.period) for gap in gaps(edition)}

    def make(self, key: str, definition: ChartDefinition, caption: str) -> Chart | None:
        """Return the chart, yet without its number; none with fewer than two bars."""
        positions = [
            position
            for part in definition.parts
            for position in self._positions(part, definition.series)
            if part.dimension == "month" or _is_shown(position)
        ]
        mark = self._entries.find(definition.mark) if definition.mark else None
        if sum(map(_is_shown, positions)) < _FEWEST or (mark and not mark.happened):
            return None
        if definition.kind in _RANKED:
            positions.sort(key=_rank, reverse=True)
        unit = self._unit(definition, positions)
        return Chart(
            key=key,
            number=0,
            kind=definition.kind,
            caption=caption,
            unit=unit,
            labels=tuple(position.label for position in positions),
            series=tuple(
                _series(index, series.name, positions, unit)
                for index, series in enumerate(definition.series)
            ),
            source=_OF_RELEASES if self._is_sum else _source(definition, positions),
            alt=_alt(caption, positions, mark),
            mark=_mark(mark, unit),
        )

    def _unit(self, definition: ChartDefinition, positions: list[_Position]) -> str:
        shown = [shown_value(entry) for place in positions for entry in place.entries]
        defined = [self._settings.indicators[part.code] for part in definition.parts]
        if all(one.unit == _MONEY for one in defined):
            return fitting_money(map(unit_of, defined), shown)
        return fitting_unit(definition.unit, shown)

    def _positions(self, part: Part, series: tuple[ChartSeries, ...]) -> list[_Position]:
        bases = [self._entries.basis(part.code, item.basis) for item in series]
        if not part.dimension:
            label = part.label or INDICATORS[part.code].name
            totals = tuple(self._entries.find(part.code, basis) for basis in bases)
            return [_Position(label, totals)]
        return [
            _Position(
                part_name(part.dimension, label, self._settings).text,
                tuple(self._part(part, basis, label) for basis in bases),
            )
            for label in self._labels(part, bases)
        ]

    def _part(self, part: Part, basis: str, label: str) -> Entry:
        """Return one part; a reported month without rows is a month in which nothing happened."""
        entry = self._entries.part(part.code, basis, f"{part.dimension}={label}")
        silent = part.dimension == "month" and entry.status == NO_DATA
        reported = (return_behind(part.code).code, label) not in self._gaps
        return replace(entry, status=STATED, value="0") if silent and reported else entry

    def _labels(self, part: Part, bases: list[str]) -> list[str]:
        if part.dimension == "month":
            return self._months
        labels = {
            entry.part[1]
            for basis in bases
            for entry in self._entries.parts(part.code, basis, part.dimension)
        }
        return sorted(labels, key=lambda label: part_order(part.dimension, label, self._settings))


def _is_shown(position: _Position) -> bool:
    return any(shown_value(entry) is not None for entry in position.entries)


def _rank(position: _Position) -> Decimal:
    return shown_value(position.entries[0]) or Decimal(0)


def _series(index: int, name: str, positions: list[_Position], unit: str) -> Series:
    entries = [position.entries[index] for position in positions]
    return Series(
        name=name,
        values=tuple(_value(entry, unit) for entry in entries),
        references=tuple(entry.reference for entry in entries),
    )


def _value(entry: Entry, unit: str) -> Decimal | None:
    """Return the number to draw; none (缺) where it is not known, 0 where nothing happened."""
    if entry.status == STATED and entry.amount == 0:
        return Decimal(0)
    shown = shown_value(entry)
    return None if shown is None else in_unit(shown, unit)


def _source(definition: ChartDefinition, positions: list[_Position]) -> str:
    """Name the departments whose returns stand behind what is shown, each once."""
    shown = {entry.reference.code for position in positions for entry in position.entries}
    departments = {
        DEPARTMENTS[return_behind(part.code).department]: None
        for part in definition.parts
        if part.code in shown
    }
    return f"资料来源：{'、'.join(departments)}"


def _mark(entry: Entry | None, unit: str) -> Series | None:
    """Return the one figure that the bars are held against, where there is one."""
    if entry is None:
        return None
    return Series(entry.indicator.name, (_value(entry, unit),), (entry.reference,))


def _alt(caption: str, positions: list[_Position], mark: Entry | None) -> str:
    """Say in words what the chart shows: each position with its last series' figure."""
    said = [
        f"{position.label}{position.entries[-1].number.text}"
        for position in positions
        if position.entries[-1].happened
    ]
    if mark:
        said.append(f"虚线为{mark.indicator.name}{mark.printed}")
    return f"{caption}：{'；'.join(said)}"
