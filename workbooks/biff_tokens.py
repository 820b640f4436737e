"""Formulas of an old workbook (BIFF8) as text, as they were written, or not at all.

A formula is kept as tokens in the order of their calculation; brackets are tokens of their
own. Known are cells and areas of the workbook, values, the operators and Excel's functions;
a formula with a name, an add-in's function or another workbook has no text here. xlrd tells
a formula too, but puts 2.0 for 2 and brackets where it thinks fit.
"""

from __future__ import annotations

import struct
from collections.abc import Callable
from dataclasses import dataclass, field

from xlrd import error_text_from_code
from xlrd.formula import func_defs  # type: ignore[attr-defined]

from workbooks.cells import column_letter
from workbooks.grid import Place

_OPERATORS = {
    0x03: "+",
    0x04: "-",
    0x05: "*",
    0x06: "/",
    0x07: "^",
    0x08: "&",
    0x09: "<",
    0x0A: "<=",
    0x0B: "=",
    0x0C: ">=",
    0x0D: ">",
    0x0E: "<>",
}
_SIGNS = {0x12: "+{}", 0x13: "-{}", 0x14: "{}%", 0x15: "({})"}
_CLASSES = 0x20
"""Operands and functions come in three classes, this far apart: 0x24, 0x44, 0x64."""

_RELATIVE_ROW, _RELATIVE_COLUMN, _COLUMN = 0x8000, 0x4000, 0x00FF

_ROWS, _COLUMNS = 1 << 16, 1 << 8


@dataclass
class _Telling:
    """A formula half told: its parts so far, the place that distances count from, the sheets."""

    place: Place | None
    sheets: Callable[[int], str | None]
    parts: list[str] = field(default_factory=list)


def as_excel(
    tokens: bytes,
    place: Place | None = None,
    sheets: Callable[[int], str | None] = lambda _number: None,
) -> str | None:
    """Return a formula without its =; None where it has a token that is not known.

    `place` is the cell of a formula that several cells share. `sheets` tells the name of the
    sheet that the workbook has under the number of a reference, None if it is not one of its
    own.
    """
    telling = _Telling(place, sheets)
    at = 0
    try:
        while at < len(tokens):
            step = _take(tokens, at, telling)
            if not step:
                return None
            at += step
    except (struct.error, IndexError, UnicodeDecodeError):
        return None
    return telling.parts[0] if len(telling.parts) == 1 and at == len(tokens) else None


def _take(tokens: bytes, at: int, telling: _Telling) -> int:
    """Tell one token; return its length, 0 where it is not known."""
    token = tokens[at]
    parts = telling.parts
    if token in _OPERATORS:
        right, left = parts.pop(), parts.pop()
        parts.append(f"{left}{_OPERATORS[token]}{right}")
        return 1
    if token in _SIGNS:
        parts.append(_SIGNS[token].format(parts.pop()))
        return 1
    read = _READ.get(token if token < _CLASSES else token % _CLASSES + _CLASSES)
    return read(tokens[at + 1 :], telling) if read else 0


def _missing(_rest: bytes, telling: _Telling) -> int:
    telling.parts.append("")
    return 1


def _integer(rest: bytes, telling: _Telling) -> int:
    telling.parts.append(str(struct.unpack_from("<H", rest)[0]))
    return 3


def _number(rest: bytes, telling: _Telling) -> int:
    telling.parts.append(format(struct.unpack_from("<d", rest)[0], ".15g"))
    return 9


def _boolean(rest: bytes, telling: _Telling) -> int:
    telling.parts.append("TRUE" if rest[0] else "FALSE")
    return 2


def _error(rest: bytes, telling: _Telling) -> int:
    words = error_text_from_code.get(rest[0])
    telling.parts.append(words or "")
    return 2 if words else 0


def _text(rest: bytes, telling: _Telling) -> int:
    length, wide = rest[0], rest[1] & 1
    held = rest[2 : 2 + length * (1 + wide)]
    if len(held) < length * (1 + wide):
        return 0
    words = held.decode("utf-16-le" if wide else "latin-1").replace('"', '""')
    telling.parts.append(f'"{words}"')
    return 3 + len(held)


def _attribute(rest: bytes, telling: _Telling) -> int:
    """Take the sum of one area; spaces, jumps of IF and CHOOSE and what is volatile say nothing."""
    kind, count = struct.unpack_from("<BH", rest)
    if kind == 0x04:
        return 6 + 2 * int(count)
    if kind == 0x10:
        telling.parts.append(f"SUM({telling.parts.pop()})")
    elif kind not in (0x01, 0x02, 0x08, 0x40):
        return 0
    return 4


def _cell(rest: bytes, telling: _Telling) -> int:
    telling.parts.append(_address(*struct.unpack_from("<HH", rest)))
    return 5


def _area(rest: bytes, telling: _Telling) -> int:
    top, bottom, left, right = struct.unpack_from("<HHHH", rest)
    telling.parts.append(f"{_address(top, left)}:{_address(bottom, right)}")
    return 9


def _shared_cell(rest: bytes, telling: _Telling) -> int:
    if telling.place is None:
        return 0
    row, column = struct.unpack_from("<HH", rest)
    telling.parts.append(_address(*_moved(telling.place, row, column)))
    return 5


def _shared_area(rest: bytes, telling: _Telling) -> int:
    if telling.place is None:
        return 0
    top, bottom, left, right = struct.unpack_from("<HHHH", rest)
    first, last = _moved(telling.place, top, left), _moved(telling.place, bottom, right)
    telling.parts.append(f"{_address(*first)}:{_address(*last)}")
    return 9


def _moved(place: Place, row: int, column: int) -> tuple[int, int]:
    """Return row and column, with their flags, of what lies so far from the place."""
    flags, column = column & ~_COLUMN, column & _COLUMN
    if flags & _RELATIVE_ROW:
        row = (place[0] + row) % _ROWS
    if flags & _RELATIVE_COLUMN:
        column = (place[1] + column) % _COLUMNS
    return row, column | flags


def _lost_cell(_rest: bytes, telling: _Telling) -> int:
    telling.parts.append("#REF!")
    return 5


def _lost_area(_rest: bytes, telling: _Telling) -> int:
    telling.parts.append("#REF!")
    return 9


def _on_a_sheet(read: Callable[[bytes, _Telling], int]) -> Callable[[bytes, _Telling], int]:
    """Return how a cell or an area is told before which the number of its sheet stands."""

    def read_there(rest: bytes, telling: _Telling) -> int:
        name = telling.sheets(struct.unpack_from("<H", rest)[0])
        if name is None:
            return 0
        length = read(rest[2:], telling)
        quoted = name.replace("'", "''")
        telling.parts[-1] = f"'{quoted}'!{telling.parts[-1]}"
        return length + 2

    return read_there


def _fixed(rest: bytes, telling: _Telling) -> int:
    number = struct.unpack_from("<H", rest)[0]
    return _call(number, func_defs.get(number, ("", 0))[1], telling) and 3


def _variable(rest: bytes, telling: _Telling) -> int:
    count, number = struct.unpack_from("<BH", rest)
    return _call(number, count, telling) and 4


def _call(number: int, count: int, telling: _Telling) -> int:
    name, least, most = func_defs.get(number, ("", 1, 0))[:3]
    if not name or not least <= count <= min(most, len(telling.parts)):
        return 0
    start = len(telling.parts) - count
    telling.parts[start:] = [f"{name}({','.join(telling.parts[start:])})"]
    return 1


def _address(row: int, column: int) -> str:
    fixed_column = "" if column & _RELATIVE_COLUMN else "$"
    fixed_row = "" if column & _RELATIVE_ROW else "$"
    return f"{fixed_column}{column_letter(column & _COLUMN)}{fixed_row}{row + 1}"


_READ: dict[int, Callable[[bytes, _Telling], int]] = {
    0x16: _missing,
    0x17: _text,
    0x19: _attribute,
    0x1C: _error,
    0x1D: _boolean,
    0x1E: _integer,
    0x1F: _number,
    0x21: _fixed,
    0x22: _variable,
    0x24: _cell,
    0x25: _area,
    0x2A: _lost_cell,
    0x2B: _lost_area,
    0x2C: _shared_cell,
    0x2D: _shared_area,
    0x3A: _on_a_sheet(_cell),
    0x3B: _on_a_sheet(_area),
}
