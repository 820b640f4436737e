"""One cell as it was typed: its kind, and its value in the shortest exact words."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import Any, Literal


@dataclass(frozen=True)
class Unvalued:
    """A cell that shows no value: an error, or a formula that was never calculated.

    `text` is the error as Excel shows it (#DIV/0!); of a formula it is empty.
    """

    kind: Literal["error", "formula-without-value"]
    text: str = ""


CellValue = (
    str | int | float | bool | dt.date | dt.datetime | dt.time | dt.timedelta | Unvalued | None
)

_CIRCLED = re.compile("[\u2460-\u24ff\u2776-\u2793\u3251-\u325f\u32b1-\u32bf]")
END = "\0"
"""Stands between texts that are looked at together: few hold it, nothing composes with it."""

_SQUEEZED = re.compile(r"[0-9A-Za-z\u4e00-\u9fa5.,:;/()%+_-]*")  # what NFKC leaves as it is


def is_blank(value: CellValue) -> bool:
    """Return whether a cell holds nothing, or white space alone."""
    return value is None or (isinstance(value, str) and not value.strip())


def kind_of(value: CellValue) -> str:
    """Return number, text, date, boolean, error, formula-without-value or empty."""
    if is_blank(value):
        return "empty"
    return value.kind if isinstance(value, Unvalued) else _KINDS[type(value)]


def text_of(value: CellValue) -> str:
    """Return the value in its shortest exact form: 25200, 0.1, 2024-07-09, true."""
    return _TEXTS[type(value)](value)


def read_alike(values: Sequence[CellValue]) -> tuple[list[str], list[str]]:
    """Return kinds and texts of cells that hold something, quickly where all are alike."""
    types = set(map(type, values))
    if len(types) != 1 or not types <= _KINDS.keys():
        return [kind_of(value) for value in values], [text_of(value) for value in values]
    (alike,) = types
    kinds = [_KINDS[alike]] * len(values)
    if alike is str:
        return kinds, list(map(str, values))
    texts = {value: _TEXTS[alike](value) for value in set(values)}
    return kinds, [texts[value] for value in values]


def _shortest(value: float) -> str:
    if value.is_integer() and abs(value) < _EXACT:
        return str(int(value))
    text = repr(value)
    if "e" not in text and not text.endswith(".0"):
        return text
    exact = Decimal(text)
    whole = exact.to_integral_value()
    return format(whole if whole == exact else exact, "f")


def _moment(value: dt.datetime) -> str:
    return (value.date() if value.time() == dt.time() else value).isoformat()


_EXACT = 2**53  # up to here a float holds every whole number

_KINDS: Mapping[type, str] = {
    str: "text",
    int: "number",
    float: "number",
    bool: "boolean",
    dt.datetime: "date",
    dt.date: "date",
    dt.time: "date",
    dt.timedelta: "date",
}

_TEXTS: Mapping[type, Callable[[Any], str]] = {
    type(None): lambda _: "",
    str: lambda value: value,
    int: str,
    float: _shortest,
    bool: lambda value: "true" if value else "false",
    dt.datetime: _moment,
    dt.date: dt.date.isoformat,
    dt.time: dt.time.isoformat,
    dt.timedelta: str,
    Unvalued: lambda value: value.text,
}


def tidy(text: str) -> str:
    """Return text without circled numbers, NFKC-normalised and trimmed (DOMAIN.md §8 no. 5).

    Circled numbers go first: NFKC would turn ① into a digit.
    """
    return unicodedata.normalize("NFKC", _CIRCLED.sub("", text)).strip()


@lru_cache(maxsize=4096)  # headings, labels and units come again in every workbook
def squeeze(text: str) -> str:
    """Return tidy text without any white space, as headings and labels are compared."""
    return text if _SQUEEZED.fullmatch(text) else squeeze_together(text)


def squeeze_together(text: str) -> str:
    """Return a text as squeeze returns it; it may be many texts with END between them."""
    return "".join(unicodedata.normalize("NFKC", _CIRCLED.sub("", text)).split())


def squeeze_all(texts: Sequence[str]) -> list[str]:
    """Return every text as squeeze returns it, many at once."""
    squeezed = squeeze_together(END.join(texts)).split(END) if texts else []
    return squeezed if len(squeezed) == len(texts) else list(map(squeeze, texts))


def column_letter(index: int) -> str:
    """Return the letters that Excel shows for a column counted from 0."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def column_index(letters: str) -> int:
    """Return the number, counted from 0, of the column that Excel shows by these letters."""
    index = 0
    for letter in letters:
        index = index * 26 + ord(letter) - 64
    return index - 1


def address(row: int, column: int) -> str:
    """Return the address of a cell: `row` as Excel shows it, `column` counted from 0."""
    return f"{column_letter(column)}{row}"
