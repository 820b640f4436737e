"""Personal data at the door: keyed or dropped before anything leaves the reader."""

from __future__ import annotations

import hashlib
import hmac
import re
from dataclasses import dataclass

from stdnum.cn import ric

from schemas.codes import MISSING
from schemas.columns import Column, Kind
from workbooks.cells import CellValue, kind_of, squeeze, text_of, tidy

_PERSONAL_NUMBER = re.compile(
    r"(?<![0-9A-Za-z.])(\d{6}-?\d{8}-?\d{3}[\dXx]|\d{15,19}|(?:86-?)?1[3-9]\d-?\d{4}-?\d{4})(?![0-9A-Za-z.])"
)
_SHORTEST = 11
"""Digits of the shortest of them, a phone number."""

_NOT_SCANNED = frozenset({Kind.MONEY, Kind.IDENTIFIER, Kind.SUBJECT})
"""Amounts and voucher numbers may look like phone or card numbers."""

_ID = re.compile(r"\d{17}[\dX]")


@dataclass(frozen=True)
class Keyed:
    """What became of a personal cell: its key, or the rule that it breaks."""

    key: str
    rule: str = ""
    found: str = ""


class Keyring:
    """The workspace's secret: turns what names a person into a key (HMAC-SHA256)."""

    def __init__(self, secret: bytes) -> None:
        """Take the secret; it is never printed and no output depends on it."""
        self._secret = secret

    def __repr__(self) -> str:
        """Return a text without the secret."""
        return "Keyring(…)"

    def key(self, text: str) -> str:
        """Return the key of a text: 32 hexadecimal digits."""
        return hmac.new(self._secret, squeeze(text).encode(), hashlib.sha256).hexdigest()[:32]

    def key_person(self, value: CellValue) -> Keyed:
        """Return the key of a resident ID number, or why it is none.

        E-C03: typed as a number, so that its last digits are lost (DOMAIN.md §8 no. 8);
        E-C09: wrong form or check digit (GB 11643).
        """
        if kind_of(value) != "text":
            return Keyed("", "E-C03", "数字格式")
        digits = squeeze(text_of(value)).upper()
        if not _ID.fullmatch(digits):
            return Keyed("", "E-C09", f"{len(digits)}位，格式不符")
        if ric.calc_check_digit(digits) != digits[-1]:
            return Keyed("", "E-C09", "18位，校验未通过")
        return Keyed(self.key(digits))


def must_be_keyed(column: Column) -> bool:
    """Return whether a column's text may name a person, so that only its key goes on."""
    return column.kind is Kind.TEXT and not column.printable


def names_somebody(text: str) -> bool:
    """Return whether a text may name a person: a dash or 无 names nobody, and stays as it is."""
    return squeeze(text) not in MISSING


def holds_personal_number(text: str) -> bool:
    """Return whether a text holds what looks like an ID, card or phone number.

    A blank may stand inside such a number, or between it and another.
    """
    return len(text) >= _SHORTEST and any(
        _PERSONAL_NUMBER.search(read) for read in (squeeze(text), tidy(text))
    )


def is_scanned(column: Column) -> bool:
    """Return whether a column's text is searched for persons' numbers."""
    return column.kind not in _NOT_SCANNED


def names_persons(column: Column) -> bool:
    """Return whether no value of a column may leave the reader as it is."""
    return column.kind is Kind.PERSON or must_be_keyed(column)
