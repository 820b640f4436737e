"""Whether everything that a document is to print has an origin, and stands where it may."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from documents.audit.claims import Shown, placed, properties
from documents.audit.origins import Origins, origins_of, shown_amount
from documents.narrative.labels import period_names
from documents.narrative.units import unit_in
from documents.numerals import normal, numerals
from documents.proofreading.wording import doubt_wording
from schemas.bulletin import (
    Block,
    Cell,
    Chart,
    Document,
    Heading,
    Name,
    Number,
    Paragraph,
    Pointer,
    Reference,
    Span,
    Table,
    plain,
)
from schemas.comparison import PULL, SHARE, YEAR
from schemas.edition import Edition

_OWN = ("month", "quarter", "half", "year")
"""Bases that tell of the edition's own period alone."""

_THIS = ("本月", "当月", "本季", "当季", "下半年")
_SO_FAR = ("累计", "今年", "全年", "截至")
_IN_OTHER_UNITS = ("余", "多")
"""Words of a number that cannot be told in another unit: 3万余元 is not 0.0003余亿元."""


def unexplained(document: Document, edition: Edition) -> Iterator[Shown]:
    """Yield every numeral of a document that has no origin, or another than its place tells.

    A number must be what its figure states (in a table with the unit of its column or row);
    in running text the template itself may hold no numeral at all, and words of approximation
    stand only where they may (rule W-S01, DOMAIN.md §2.5). A number of the month
    stands under words for the month, one of the year so far does not.
    """
    origins = origins_of(edition)
    captions = {*map(Pointer.to, document.tables), *map(Pointer.to, document.charts)}
    for place, block in placed(document):
        for pointer in _pointers(block):
            if pointer not in captions:
                yield Shown(place, pointer.text)
        for text in (*_unexplained(block, origins), *_misplaced(block, edition)):
            yield Shown(place, text)
    if document.dated != origins.dated:
        yield Shown("日期", document.dated)
    for shown in properties(document):
        for text in origins.left_in_words(shown.text):
            yield Shown("标题", text)


def _pointers(block: Block) -> list[Pointer]:
    """Return the mentions of tables and charts in a block."""
    spans = block.spans if isinstance(block, Paragraph) else ()
    return [span for span in spans if isinstance(span, Pointer)]


def numbers_shown(document: Document) -> Iterator[Reference]:
    """Yield the figures of which a document prints or draws a number."""
    for _, block in placed(document):
        match block:
            case Paragraph():
                yield from _shown(block.spans)
            case Table():
                yield from _shown(span for row in block.rows for cell in row for span in cell.spans)
            case Chart():
                for series in block.series:
                    pairs = zip(series.values, series.references, strict=True)
                    yield from (reference for value, reference in pairs if value)


def _shown(spans: Iterable[Span]) -> Iterator[Reference]:
    return (span.reference for span in spans if isinstance(span, Number) and numerals(span.text))


def _unexplained(block: Block, origins: Origins) -> Iterator[str]:
    match block:
        case Heading():
            yield from numerals(block.text)
        case Paragraph():
            yield from _in_spans(block.spans, origins)
            yield from _badly_rounded(plain(block.spans))
        case Table():
            yield from _in_table(block, origins)
        case Chart():
            for words in (block.caption, block.source, *(series.name for series in block.series)):
                yield from origins.left_in_words(words)
            for label in block.labels:
                yield from origins.left_in_label(label)


def _badly_rounded(text: str) -> Iterator[str]:
    """Yield words of approximation that may not stand so (rule W-S01): 178多个, 约600余人."""
    for doubt in doubt_wording(normal(text)):
        if doubt.rule == "W-S01":
            yield f"W-S01 {doubt.excerpt}"


def _in_spans(spans: Iterable[Span], origins: Origins) -> Iterator[str]:
    for span in spans:
        match span:
            case Number():
                if not origins.admits(span):
                    yield span.text
            case Name():
                yield from origins.left_in_name(span)
            case str():
                yield from numerals(span)


def _in_table(table: Table, origins: Origins) -> Iterator[str]:
    for words in (table.caption, table.unit, table.alt, *table.header, *table.notes):
        yield from origins.left_in_words(words)
    for row in table.rows:
        for title, cell in zip(table.header, row, strict=True):
            named = _named_unit(table, title, row)
            yield from _in_cell(cell, (named, _units(named, title), _view(title)), origins)


def _named_unit(table: Table, title: str, row: tuple[Cell, ...]) -> str:
    """Return the unit that a cell's column, table or row names; empty where none does."""
    in_row = (plain(cell.spans) for cell in row if cell.align == "center")
    return unit_in(title) or table.unit or next(in_row, "")


def _units(named: str, title: str) -> tuple[str, ...]:
    """Return the units that may belong to a cell: the one named, else the end of its title."""
    return ("", named) if named else ("", *(title[at:] for at in (-1, -2)))


def _view(title: str) -> str:
    """Return the view of figures that a column is for, by its title; empty for their values."""
    return next((view for view in (SHARE, YEAR, PULL) if view in title), "")


def _in_cell(
    cell: Cell, place: tuple[str, tuple[str, ...], str], origins: Origins
) -> Iterator[str]:
    named, units, view = place
    for span in cell.spans:
        match span:
            case Number():
                own = bool(named) and _has_own_unit(span.text)
                if own or not origins.admits(span, units, view):
                    yield span.text
            case Name():
                yield from origins.left_in_name(span)
            case str():
                yield from origins.left_in_words(span)


def _has_own_unit(text: str) -> bool:
    """Return whether a number names a unit of money of its own, beside its column's."""
    shown = shown_amount(text)
    told = shown is not None and shown[1] == "元" and text.endswith("元")
    return told and not any(word in text for word in _IN_OTHER_UNITS)


def _misplaced(block: Block, edition: Edition) -> Iterator[str]:
    """Yield the numbers under words for another span of time than they count."""
    names = period_names(edition.period)
    own, so_far = names["this_period"], names["so_far"]
    if own == so_far:
        return  # the period opens the year and is the year so far
    if isinstance(block, Paragraph):
        yield from _misplaced_in_text(block.spans, own, so_far)
    if isinstance(block, Table):
        for row in block.rows:
            for title, cell in zip(block.header, row, strict=True):
                yield from (
                    span.text
                    for span in cell.spans
                    if isinstance(span, Number) and not _agrees(span, _told(title, None))
                )
    if isinstance(block, Chart):
        for series in block.series:
            told = _told(series.name, None)
            yield from (
                series.name
                for reference in series.references
                if not _agrees(Number("", reference), told)
            )


def _misplaced_in_text(spans: Iterable[Span], own: str, so_far: str) -> Iterator[str]:
    told: bool | None = False  # without a word for it, a sentence tells of the year so far
    for span in spans:
        match span:
            case Number():
                if not _agrees(span, told):
                    yield span.text
            case Name() if span.text in (own, so_far):
                told = span.text == own
            case str():
                told = _told(span, told)
            case _:
                pass


def _told(words: str, before: bool | None) -> bool | None:
    """Return whether words end by speaking of the period alone; `before`, where of no time."""
    last = words.rpartition("。")[2]
    before = False if before is not None and "。" in words else before
    places = {word: last.rfind(word) for word in (*_THIS, *_SO_FAR)}
    latest = max(places, key=lambda word: places[word])
    return before if places[latest] < 0 else latest in _THIS


def _agrees(number: Number, told: bool | None) -> bool:
    return told is None or told == (number.reference.basis in _OWN)
