"""Formulas of an old workbook (.xls), told by its own records; which were never calculated.

A script that writes a formula leaves its result an empty text. A formula may have that result
by right (=IF(I4="","",I4*J4)); one that ends in an operator or a sum gives a number or an
error, so an empty text under it says that nobody has calculated it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from workbooks.grid import Place

_BOFS, _EOF, _SHEET = (0x0009, 0x0209, 0x0409, 0x0809), 0x000A, 0x0085
_FORMULA, _SHARED = 0x0006, 0x04BC
_WORKSHEET = 0

_POINTS_TO_SHARED = b"\x01"
"""The one token of a cell that shares its formula: row and column of the first such cell."""

_EMPTY_TEXT = b"\x03"
_NO_NUMBER = b"\xff\xff"
"""How a result that is an empty text begins, and how one that is no number ends."""

_OPERATORS = frozenset({*range(0x03, 0x08), 0x12, 0x13, 0x14})
"""+ - * / ^, the signs and percent, by their last byte: a formula comes to its last token."""

_PARENTHESIS = b"\x15"
_SUM_OF_AN_AREA = b"\x19\x10"
_SUM_OF_SEVERAL, _SUM = frozenset({0x22, 0x42, 0x62}), b"\x04\x00"
"""Four bytes each: an attribute; a function in its three classes, the count, its number."""


@dataclass(frozen=True)
class Formula:
    """A cell's formula: its tokens, whether other cells share them, and whether it has a result.

    Of tokens that are shared, cells are told as distances from the place.
    """

    place: Place
    tokens: bytes
    is_shared: bool
    is_empty: bool


def find_uncalculated(stream: bytes, base: int, number: int) -> frozenset[Place]:
    """Return the cells of a worksheet's uncalculated formulas.

    `base` is where the workbook begins in the stream; worksheets count from 0.
    """
    return frozenset(
        formula.place
        for formula in find_formulas(stream, base, number)
        if formula.is_empty and _comes_to_a_number(formula.tokens)
    )


def find_formulas(stream: bytes, base: int, number: int) -> list[Formula]:
    """Return the formulas of a worksheet; `base` and `number` as in find_uncalculated."""
    records: list[bytes] = []
    shared: dict[Place, bytes] = {}
    for code, record in _records(stream, _start_of(stream, base, number)):
        if code == _FORMULA:
            records.append(record)
        elif code == _SHARED and records:
            tokens = record[10 : 10 + _word(record, 8)]
            shared |= {_place(records[-1]): tokens, (_word(record, 0), record[4]): tokens}
    return [_formula(record, shared) for record in records]


def _formula(record: bytes, shared: dict[Place, bytes]) -> Formula:
    tokens = record[22 : 22 + _word(record, 20)]
    first = (_word(tokens, 1), _word(tokens, 3))
    is_shared = tokens[:1] == _POINTS_TO_SHARED and first in shared
    return Formula(
        place=_place(record),
        tokens=shared[first] if is_shared else tokens,
        is_shared=is_shared,
        is_empty=record[6:7] == _EMPTY_TEXT and record[12:14] == _NO_NUMBER,
    )


def _place(record: bytes) -> Place:
    return _word(record, 0), _word(record, 2)


def _word(content: bytes, at: int) -> int:
    return int.from_bytes(content[at : at + 2], "little")


def _start_of(stream: bytes, base: int, number: int) -> int:
    """Return where a worksheet begins; sheets of other types do not count."""
    sheets = [record for code, record in _records(stream, base) if code == _SHEET]
    worksheets = [record for record in sheets if record[5] == _WORKSHEET]
    return base + int.from_bytes(worksheets[number][0:4], "little")


def _records(stream: bytes, at: int) -> Iterator[tuple[int, bytes]]:
    """Yield code and content of the records of the part that begins here, not of parts inside."""
    depth = 0
    while at + 4 <= len(stream):
        code, end = _word(stream, at), at + 4 + _word(stream, at + 2)
        depth += (code in _BOFS) - (code == _EOF)
        if not depth:
            return
        if depth == 1:
            yield code, stream[at + 4 : end]
        at = end


def _comes_to_a_number(tokens: bytes) -> bool:
    """Return whether a formula ends in an operator or in a sum."""
    tokens = tokens.rstrip(_PARENTHESIS)
    if tokens[-4:-2] == _SUM_OF_AN_AREA:
        return True
    last = tokens[-4:]
    sums = len(last) == len(_SUM) * 2 and last[0] in _SUM_OF_SEVERAL and last[2:] == _SUM
    return sums or (bool(tokens) and tokens[-1] in _OPERATORS)
