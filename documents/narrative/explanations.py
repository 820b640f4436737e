"""The appendix 指标解释: what each indicator that a document prints counts, by its definition."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from documents.narrative.units import unit_of
from documents.narrative.widths import column_shares
from schemas.bulletin import (
    Block,
    Cell,
    Name,
    Number,
    Paragraph,
    Reference,
    Table,
    plain,
    references,
)
from schemas.edition import Edition
from schemas.indicator import EXPLANATION, Indicator

KEY = "explanations"
_CAPTION = "主要指标解释"
_HEADER = ("指标", "单位", "含义和计算口径")
_UNITS = {"date": "日期"}
_LONGEST = 30
"""Characters of an explanation to which its column's width is fitted."""


def announce_explanations() -> Table:
    """Return the table without rows, to stand where a template wants it until all is written."""
    return Table(KEY, 0, _CAPTION, "", _HEADER, (), (), "")


def with_explanations(blocks: Iterable[Block], edition: Edition) -> Iterator[Block]:
    """Yield the blocks, the announced table filled in: a row an indicator that they print.

    The rows stand in the order of the catalogue. Where nothing is printed, no table stands.
    """
    written = tuple(blocks)
    codes = {reference.code for block in written for reference in _printed(block)}
    defined = edition.settings.indicators
    told = [indicator for code, indicator in defined.items() if code in codes]
    for block in written:
        if not (isinstance(block, Table) and block.key == KEY):
            yield block
        elif told:
            yield _explain(told)


def _printed(block: Block) -> Iterable[Reference]:
    match block:
        case Paragraph():
            return [span.reference for span in block.spans if isinstance(span, Number)]
        case Table():
            return references(block)
        case _:
            return ()


def _explain(indicators: Iterable[Indicator]) -> Table:
    rows = tuple(_row(indicator) for indicator in indicators)
    texts = [tuple(plain(cell.spans)[:_LONGEST] for cell in row) for row in rows]
    return Table(
        key=KEY,
        number=0,
        caption=_CAPTION,
        unit="",
        header=_HEADER,
        rows=rows,
        widths=column_shares((_HEADER, *texts)),
        alt=f"{_CAPTION}，按{'、'.join(_HEADER)}分栏",
        compact=True,
    )


def _row(indicator: Indicator) -> tuple[Cell, ...]:
    unit = unit_of(indicator)
    return (
        Cell((indicator.name,)),
        Cell((_UNITS.get(unit, unit),), align="center"),
        Cell((Name(indicator.explains, EXPLANATION),)),
    )
