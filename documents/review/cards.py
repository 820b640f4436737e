"""Cards: what the page shows when a number is clicked, from its definition to its cells."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from documents.narrative.entries import Entries, Entry
from documents.narrative.labels import part_name
from schemas.bulletin import Reference, Remark
from schemas.edition import Edition
from schemas.figure import BASIS_NAMES
from schemas.issue import SEVERITY_NAMES

Card = dict[str, Any]

_MOST_CELLS = 50


class CardBox:
    """The cards of the numbers that the documents print, each made once."""

    def __init__(self, edition: Edition) -> None:
        self._edition = edition
        self._entries = Entries(edition.figures, edition.period)
        self._sources = _sources(edition)
        self._remarks = _by_reference(edition.remarks)
        self._numbers: dict[Reference, int] = {}

    def number(self, reference: Reference) -> int:
        """Return the number of a figure's card."""
        return self._numbers.setdefault(reference, len(self._numbers))

    def is_doubtful(self, reference: Reference) -> bool:
        """Return whether a finding throws doubt on a figure that nobody has answered."""
        return any(r.severity in SEVERITY_NAMES for r in self._remarks.get(reference, ()))

    @property
    def cards(self) -> list[Card]:
        """Return the cards asked for so far, in the order of their numbers."""
        return [self._card(reference) for reference in self._numbers]

    def _card(self, reference: Reference) -> Card:
        entry = self._entries.part(reference.code, reference.basis, reference.dimension)
        cells = self._sources.get(reference, [])
        return {
            "name": _title(entry, self._edition),
            "printed": entry.printed or "—",
            "facts": list(_facts(entry, self._edition.period.previous_label)),
            "explains": entry.indicator.explains,
            "remarks": [_told(remark) for remark in self._remarks.get(reference, [])],
            "cells": _grouped(cells[:_MOST_CELLS]),
            "more": max(len(cells) - _MOST_CELLS, 0),
        }


def _title(entry: Entry, edition: Edition) -> str:
    kind, label = entry.part
    if not kind:
        return entry.indicator.name
    return f"{entry.indicator.name}·{part_name(kind, label, edition.settings).text}"


def _facts(entry: Entry, before: str) -> Iterable[tuple[str, str]]:
    """Yield what is known of a figure: its name and its value, in the order of reading.

    `before` is what the period before is called.
    """
    unit = entry.indicator.unit.removesuffix("date")
    yield "口径", BASIS_NAMES[entry.reference.basis]
    yield "状态", entry.status
    if entry.value is not None:
        yield "精确值", f"{entry.value}{unit}"
    if entry.previous is not None:
        yield before, f"{entry.previous}{unit}"
    if entry.change is not None:
        yield f"比{before}", _change(entry, unit)
    yield "指标代码", entry.reference.code


def _change(entry: Entry, unit: str) -> str:
    if not entry.change:
        return "没有变化"
    percent = "" if entry.change_pct is None else f"（{entry.change_pct:+}%）"
    return f"{entry.change:+}{unit}{percent}"


def _told(remark: Remark) -> dict[str, str]:
    name = SEVERITY_NAMES.get(remark.severity, remark.severity)
    return {
        "severity": remark.severity,
        "rule": f"{name} {remark.rule}".strip(),
        "text": remark.sentence,
    }


def _by_reference(remarks: Iterable[Remark]) -> Mapping[Reference, list[Remark]]:
    found: dict[Reference, list[Remark]] = defaultdict(list)
    for remark in remarks:
        found[remark.reference].append(remark)
    return dict(found)


def _sources(edition: Edition) -> Mapping[Reference, list[tuple[str, str, str]]]:
    found: dict[Reference, list[tuple[str, str, str]]] = defaultdict(list)
    for code, basis, dimension, *cell in edition.sources.select(
        "code", "basis", "dimension", "workbook", "sheet", "cell"
    ).iter_rows():
        found[Reference(code, basis, dimension)].append((cell[0], cell[1], cell[2]))
    return dict(found)


def _grouped(cells: Iterable[tuple[str, str, str]]) -> list[dict[str, str]]:
    """Return the cells of each sheet together."""
    found: dict[tuple[str, str], list[str]] = defaultdict(list)
    for workbook, sheet, cell in cells:
        found[workbook, sheet].append(cell)
    return [
        {"workbook": workbook, "sheet": sheet, "cells": "、".join(addresses)}
        for (workbook, sheet), addresses in found.items()
    ]
