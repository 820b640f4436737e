"""Tables of a document: figures looked up cell by cell, in their printed form."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from documents.narrative.cells import (
    BLANK,
    are_shares_uneven,
    exact,
    explain_symbols,
    figure_cell,
    view_cell,
    words,
)
from documents.narrative.comparisons import Comparisons
from documents.narrative.definitions import Column, TableDefinition
from documents.narrative.entries import IN_PERIOD, Entries, Entry
from documents.narrative.labels import part_name, part_order, period_names
from documents.narrative.units import unit_in, unit_of, without_unit
from documents.narrative.widths import column_shares
from schemas.bulletin import Cell, Number, Table
from schemas.comparison import PULL, SHARE
from schemas.edition import Edition
from schemas.figure import NO_DATA, STATED
from schemas.indicator import Nature
from schemas.indicators import INDICATORS

_VIEW_UNITS = {SHARE: "%", PULL: "个百分点"}
"""The units that the columns of views name in their headings."""

_FEWEST = 2
"""A table of a single row says nothing that its sentence does not say."""


@dataclass(frozen=True)
class _Row:
    stub: Cell
    entries: tuple[Entry | None, ...]
    unit: str
    last_year: tuple[Cell, ...] = ()

    @property
    def says_something(self) -> bool:
        return any(entry is not None and entry.happened for entry in self.entries)

    @property
    def is_quiet(self) -> bool:
        """Return whether nothing happened at all, and everybody who knows has said so."""
        return not self.says_something and all(
            entry is None or entry.status in (STATED, NO_DATA) for entry in self.entries
        )


class TableMaker:
    """Makes tables from their definitions and the edition's figures."""

    def __init__(self, entries: Entries, edition: Edition) -> None:
        self._entries = entries
        self._settings = edition.settings
        self._comparisons = Comparisons(edition)
        self._period = edition.period
        self._names = period_names(edition.period)
        self._units = {code: unit_of(one) for code, one in edition.settings.indicators.items()}
        self._money = {c: unit for c, unit in self._units.items() if INDICATORS[c].unit == "元"}

    def make(self, key: str, definition: TableDefinition, caption: str) -> Table | None:
        """Return the table, yet without its number; none of fewer than two rows.

        A period that opens the year is the year so far: its numbers stand in one column. Rows
        in which nothing happened since the year began are left out.
        """
        if self._period.opens_year:
            definition = definition.without_period()
        definition = definition.with_titles(self._names, self._money)
        definition = self._without_repeats(definition)
        by_indicator = bool(definition.rows)
        rows = self._indicators(definition) if by_indicator else self._parts(definition)
        if sum(row.says_something for row in rows) < _FEWEST:
            return None
        rows = [row for row in rows if not row.is_quiet] + self._sums(definition)
        compared = any(map(words, (cell for row in rows for cell in row.last_year)))
        cells = tuple(self._cells(row, definition.columns, by_indicator) for row in rows)
        base_name = self._period.year_before_label
        notes = explain_symbols(
            cells,
            base_name if compared else "",
            uneven=_are_uneven(cells, definition),
            pulled=any(column.view == PULL for column in definition.columns),
        )
        if compared:
            cells = tuple((*told, *row.last_year) for told, row in zip(cells, rows, strict=True))
        header = _header(definition, with_unit=by_indicator)
        header = (*header, base_name, "同比") if compared else header
        return Table(
            key=key,
            number=0,
            caption=caption,
            unit=definition.unit,
            header=header,
            rows=cells,
            widths=column_shares((header, *(tuple(map(words, row)) for row in cells))),
            alt=f"{caption}，按{'、'.join(header)}分栏",
            notes=notes,
            emphasised=frozenset({len(rows) - 1} if definition.total else ()),
        )

    def _without_repeats(self, definition: TableDefinition) -> TableDefinition:
        """Return the table without the columns that only repeat another, or have no share."""
        kept = tuple(c for c in definition.columns if self._tells_more(c, definition.dimension))
        return definition.model_copy(update={"columns": kept})

    def _tells_more(self, column: Column, kind: str) -> bool:
        if column.view:
            parts = self._entries.parts(column.code, self._basis(column), kind)
            return any(self._comparisons.beside(part, column.view) for part in parts)
        if not column.unlike:
            return True
        own, other = (
            [
                (part.part, part.value)
                for part in self._entries.parts(code, self._entries.basis(code), kind)
            ]
            for code in (column.code, column.unlike)
        )
        return own != other

    def _indicators(self, definition: TableDefinition) -> list[_Row]:
        return [
            _Row(
                stub=Cell((INDICATORS[code].name,)),
                entries=tuple(self._total(code, column) for column in definition.columns),
                unit=self._units[code],
                last_year=self._last_year(self._entries.find(code)),
            )
            for code in definition.rows
        ]

    def _last_year(self, entry: Entry) -> tuple[Cell, ...]:
        """Return last year's figure and the change since, blank where there is none to print."""
        row = self._comparisons.yearly(entry)
        if row is None:
            return (BLANK, BLANK)
        text = without_unit(row["base_printed"], self._units[entry.reference.code])
        return (
            Cell((Number(text, entry.reference),), align="right", value=exact(text)),
            view_cell(row["printed"], entry) if row["printed"] else BLANK,
        )

    def _total(self, code: str, column: Column) -> Entry | None:
        if column.basis == IN_PERIOD and INDICATORS[code].nature is not Nature.FLOW:
            return None
        return self._entries.find(code, column.basis)

    def _parts(self, definition: TableDefinition) -> list[_Row]:
        return [
            _Row(
                stub=Cell((part_name(definition.dimension, label, self._settings),)),
                entries=tuple(
                    self._part(column, f"{definition.dimension}={label}")
                    for column in definition.columns
                ),
                unit=definition.unit,
            )
            for label in self._labels(definition)
        ]

    def _labels(self, definition: TableDefinition) -> list[str]:
        kind = definition.dimension
        found = {
            part.part[1]
            for column in definition.columns
            for part in self._entries.parts(column.code, self._basis(column), kind)
        }
        return sorted(found, key=lambda label: part_order(kind, label, self._settings))

    def _part(self, column: Column, dimension: str) -> Entry:
        return self._entries.part(column.code, self._basis(column), dimension)

    def _basis(self, column: Column) -> str:
        return self._entries.basis(column.code, column.basis)

    def _sums(self, definition: TableDefinition) -> list[_Row]:
        if not definition.total:
            return []
        totals = tuple(
            self._entries.find(column.code, column.basis) for column in definition.columns
        )
        return [_Row(Cell((definition.total,)), totals, definition.unit)]

    def _cells(self, row: _Row, columns: Sequence[Column], with_unit: bool) -> tuple[Cell, ...]:
        units = (Cell((row.unit,), align="center"),) if with_unit else ()
        numbers = (
            BLANK if entry is None else self._cell(entry, column, row.unit)
            for entry, column in zip(row.entries, columns, strict=True)
        )
        return (row.stub, *units, *numbers)

    def _cell(self, entry: Entry, column: Column, unit: str) -> Cell:
        """Return the cell of a figure, or of what is told beside it.

        A column's money is told in the unit that the column, the table or the row names.
        """
        own = unit_in(column.title) or unit or self._units[entry.reference.code]
        cell = figure_cell(entry, own, column.without)
        if not column.view or not entry.happened or entry.status != STATED:
            return cell
        beside = self._comparisons.beside(entry, column.view)
        return view_cell(beside, entry, _VIEW_UNITS.get(column.view, ""))


def _are_uneven(rows: Sequence[tuple[Cell, ...]], definition: TableDefinition) -> bool:
    shares = [at for at, column in enumerate(definition.columns, start=1) if column.view == SHARE]
    return any(are_shares_uneven([row[at] for row in rows]) for at in shares)


def _header(definition: TableDefinition, *, with_unit: bool) -> tuple[str, ...]:
    units = ("计量单位",) if with_unit else ()
    return (definition.stub, *units, *(column.title for column in definition.columns))
