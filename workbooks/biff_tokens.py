"""Formulas of an old workbook (BIFF8) as text, where they are of the plain kinds.

A formula is kept as tokens in the order of their calculation; brackets are tokens of their
own. Known are cells and areas of the same sheet, numbers, texts, the operators and the
functions that clerks use; a formula with anything else has no text here.
"""

from __future__ import annotations

import struct
from collections.abc import Callable

from workbooks.cells import column_letter

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
_VARIABLE = {
    0: "COUNT",
    1: "IF",
    4: "SUM",
    5: "AVERAGE",
    6: "MIN",
    7: "MAX",
    36: "AND",
    37: "OR",
    102: "VLOOKUP",
    115: "LEFT",
    116: "RIGHT",
    169: "COUNTA",
    183: "PRODUCT",
    228: "SUMPRODUCT",
    336: "CONCATENATE",
    344: "SUBTOTAL",
    345: "SUMIF",
}
_FIXED = {
    24: ("ABS", 1),
    25: ("INT", 1),
    27: ("ROUND", 2),
    31: ("MID", 3),
    32: ("LEN", 1),
    38: ("NOT", 1),
    39: ("MOD", 2),
    48: ("TEXT", 2),
    65: ("DATE", 3),
    67: ("DAY", 1),
    68: ("MONTH", 1),
    69: ("YEAR", 1),
    212: ("ROUNDUP", 2),
    213: ("ROUNDDOWN", 2),
    346: ("COUNTIF", 2),
}
_CLASSES = 0x20
"""Operands and functions come in three classes, this far apart: 0x24, 0x44, 0x64."""

_RELATIVE_ROW, _RELATIVE_COLUMN, _COLUMN = 0x8000, 0x4000, 0x00FF

_Stack = list[str]


def as_excel(tokens: bytes) -> str | None:
    """Return a formula without its =; None where it has a token that is not known."""
    stack: _Stack = []
    at = 0
    try:
        while at < len(tokens):
            step = _take(tokens, at, stack)
            if not step:
                return None
            at += step
    except (struct.error, IndexError, UnicodeDecodeError):
        return None
    return stack[0] if len(stack) == 1 and at == len(tokens) else None


def _take(tokens: bytes, at: int, stack: _Stack) -> int:
    """Put one token on the stack; return its length, 0 where it is not known."""
    token = tokens[at]
    if token in _OPERATORS:
        right, left = stack.pop(), stack.pop()
        stack.append(f"{left}{_OPERATORS[token]}{right}")
        return 1
    if token in _SIGNS:
        stack.append(_SIGNS[token].format(stack.pop()))
        return 1
    read = _READ.get(token if token < _CLASSES else token % _CLASSES + _CLASSES)
    return read(tokens[at + 1 :], stack) if read else 0


def _integer(rest: bytes, stack: _Stack) -> int:
    stack.append(str(struct.unpack_from("<H", rest)[0]))
    return 3


def _number(rest: bytes, stack: _Stack) -> int:
    stack.append(format(struct.unpack_from("<d", rest)[0], ".15g"))
    return 9


def _text(rest: bytes, stack: _Stack) -> int:
    length, wide = rest[0], rest[1] & 1
    held = rest[2 : 2 + length * (1 + wide)]
    if len(held) < length * (1 + wide):
        return 0
    words = held.decode("utf-16-le" if wide else "latin-1").replace('"', '""')
    stack.append(f'"{words}"')
    return 3 + len(held)


def _attribute(rest: bytes, stack: _Stack) -> int:
    """Take the sum of one area; spaces, jumps of IF and what is volatile say nothing."""
    if rest[0] == 0x10:
        stack.append(f"SUM({stack.pop()})")
    elif rest[0] not in (0x01, 0x02, 0x08, 0x40):
        return 0
    return 4


def _cell(rest: bytes, stack: _Stack) -> int:
    row, column = struct.unpack_from("<HH", rest)
    stack.append(_address(row, column))
    return 5


def _area(rest: bytes, stack: _Stack) -> int:
    top, bottom, left, right = struct.unpack_from("<HHHH", rest)
    stack.append(f"{_address(top, left)}:{_address(bottom, right)}")
    return 9


def _fixed(rest: bytes, stack: _Stack) -> int:
    name, count = _FIXED.get(struct.unpack_from("<H", rest)[0], ("", 0))
    return _call(name, count, stack) and 3


def _variable(rest: bytes, stack: _Stack) -> int:
    count, number = struct.unpack_from("<BH", rest)
    return _call(_VARIABLE.get(number, ""), count, stack) and 4


def _call(name: str, count: int, stack: _Stack) -> int:
    if not name or not 0 < count <= len(stack):
        return 0
    stack[-count:] = [f"{name}({','.join(stack[-count:])})"]
    return 1


def _address(row: int, column: int) -> str:
    fixed_column = "" if column & _RELATIVE_COLUMN else "$"
    fixed_row = "" if column & _RELATIVE_ROW else "$"
    return f"{fixed_column}{column_letter(column & _COLUMN)}{fixed_row}{row + 1}"


_READ: dict[int, Callable[[bytes, _Stack], int]] = {
    0x17: _text,
    0x19: _attribute,
    0x1E: _integer,
    0x1F: _number,
    0x21: _fixed,
    0x22: _variable,
    0x24: _cell,
    0x25: _area,
}
