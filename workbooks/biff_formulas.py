"""Formulas of an old workbook (.xls), told by its own records; which were never calculated.

A script that writes a formula leaves its result an empty text. A formula may have that result
by right (=IF(I4="","",I4*J4)); one that ends in an operator or a sum gives a number or an
error, so an empty text under it says that nobody has calculated it.
"""

from __future__ import annotations

from collections.abc import Iterator

from workbooks.grid import Place

_BOFS, _EOF, _SHEET, _FORMULA = (0x0009, 0x0209, 0x0409, 0x0809), 0x000A, 0x0085, 0x0006
_WORKSHEET = 0

_EMPTY_TEXT = b"\x03"
_NO_NUMBER = b"\xff\xff"
"""How a result that is an empty text begins, and how one that is no number ends."""

_OPERATORS = frozenset({*range(0x03, 0x08), 0x12, 0x13, 0x14})
"""+ - * / ^, the signs and percent, by their last byte: a formula comes to its last token."""

_PARENTHESIS = b"\x15"
_SUM_OF_AN_AREA = b"\x19\x10"
_SUM_OF_SEVERAL, _SUM = frozenset({0x22, 0x42, 0x62}), b"\x04\x00"
"""Four bytes each: an attribute; a function in its three classes, the count, its number."""


def find_uncalculated(stream: bytes, base: int, number: int) -> frozenset[Place]:
    """Return the cells of a worksheet's uncalculated formulas.

    `base` is where the workbook begins in the stream; worksheets count from 0.
    """
    return frozenset(
        (int.from_bytes(record[0:2], "little"), int.from_bytes(record[2:4], "little"))
        for record in _records(stream, _start_of(stream, base, number), _FORMULA)
        if record[6:7] == _EMPTY_TEXT
        and record[12:14] == _NO_NUMBER
        and _comes_to_a_number(record[22:])
    )


def find_formulas(stream: bytes, base: int, number: int) -> dict[Place, bytes]:
    """Return the tokens of each formula of a worksheet; places as in find_uncalculated."""
    return {
        (int.from_bytes(record[0:2], "little"), int.from_bytes(record[2:4], "little")): record[
            22 : 22 + int.from_bytes(record[20:22], "little")
        ]
        for record in _records(stream, _start_of(stream, base, number), _FORMULA)
    }


def _start_of(stream: bytes, base: int, number: int) -> int:
    """Return where a worksheet begins; sheets of other types do not count."""
    sheets = [record for record in _records(stream, base, _SHEET) if record[5] == _WORKSHEET]
    return base + int.from_bytes(sheets[number][0:4], "little")


def _records(stream: bytes, at: int, code: int) -> Iterator[bytes]:
    """Yield the records of one code of the part that begins here, not of parts inside it."""
    depth = 0
    while at + 4 <= len(stream):
        found = int.from_bytes(stream[at : at + 2], "little")
        end = at + 4 + int.from_bytes(stream[at + 2 : at + 4], "little")
        depth += (found in _BOFS) - (found == _EOF)
        if not depth:
            return
        if found == code and depth == 1:
            yield stream[at + 4 : end]
        at = end


def _comes_to_a_number(tokens: bytes) -> bool:
    """Return whether a formula ends in an operator or in a sum."""
    tokens = tokens.rstrip(_PARENTHESIS)
    if tokens[-4:-2] == _SUM_OF_AN_AREA:
        return True
    last = tokens[-4:]
    sums = len(last) == len(_SUM) * 2 and last[0] in _SUM_OF_SEVERAL and last[2:] == _SUM
    return sums or (bool(tokens) and tokens[-1] in _OPERATORS)
