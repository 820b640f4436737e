"""Personal data at the door: keyed or dropped before anything leaves the reader."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from stdnum.cn import ric

from schemas.codes import MISSING
from schemas.columns import Column, Kind
from workbooks.cells import CellValue, kind_of, squeeze, squeeze_all, text_of, tidy

_ALONE = r"(?<!\d)(?<!\d\.)(?:{})(?!\d)(?!\.\d)"
"""Around a number no digit, and no decimal point that makes it a part of another."""

_RESIDENT = re.compile(_ALONE.format(r"\d{6}[-.]?\d{8}[-.]?\d{3}[\dXx]"))
_LONG = re.compile(_ALONE.format(r"\d{15,19}(?![A-Za-z])|\d{4}(?:[-.]\d{4}){3}(?:[-.]?\d{1,3})?"))
"""A card, or an ID of the old kind: a code that ends in letters (统一社会信用代码) is neither."""

_PHONE = re.compile(
    _ALONE.format(
        r"(?:86[-.]?)?1[3-9]\d(?:[-.]?\d{4}[-.]?\d{4}|[-.]\d{3}[-.]\d{5}|\d[-.]\d{3}[-.]\d{4})"
    )
)
_SHORTEST = 11
"""Digits of the shortest of them, a phone number."""

_UNSEEN = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]")
"""Characters that nobody sees and that may stand within a number."""

_BLOCK = hashlib.sha256().block_size

_ID = re.compile(r"\d{17}[\dX]")

_NO_CENTS = re.compile(r"\.0+$")


@dataclass(frozen=True)
class Keyed:
    """What became of a personal cell: its key, or the rule that it breaks."""

    key: str
    rule: str = ""
    found: str = ""


class Keyring:
    """The workspace's secret: turns what names a person into a key (HMAC-SHA256)."""

    def __init__(self, secret: bytes) -> None:
        """Take the secret; it is never printed and no output depends on it.

        What every key begins with is worked out once (RFC 2104): a ledger has many names.
        """
        block = secret if len(secret) <= _BLOCK else hashlib.sha256(secret).digest()
        padded = block.ljust(_BLOCK, b"\0")
        self._inner = hashlib.sha256(bytes(byte ^ 0x36 for byte in padded))
        self._outer = hashlib.sha256(bytes(byte ^ 0x5C for byte in padded))

    def __repr__(self) -> str:
        """Return a text without the secret."""
        return "Keyring(…)"

    def key(self, text: str) -> str:
        """Return the key of a text: 32 hexadecimal digits."""
        return self._key(squeeze(text))

    def keys(self, texts: Iterable[str]) -> Mapping[str, str]:
        """Return the keys of those of the texts that may name a person."""
        each = list(texts)
        squeezed = zip(each, squeeze_all(each), strict=True)
        return {text: self._key(words) for text, words in squeezed if words not in MISSING}

    def _key(self, squeezed: str) -> str:
        inner, outer = self._inner.copy(), self._outer.copy()
        inner.update(squeezed.encode())
        outer.update(inner.digest())
        return outer.hexdigest()[:32]

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
        if not _is_right(digits):
            return Keyed("", "E-C09", "18位，校验未通过")
        return Keyed(self.key(digits))


def must_be_keyed(column: Column) -> bool:
    """Return whether a column's text may name a person, so that only its key goes on."""
    return column.kind is Kind.TEXT and not column.printable


def names_somebody(text: str) -> bool:
    """Return whether a text may name a person: a dash or 无 names nobody, and stays as it is."""
    return squeeze(text) not in MISSING


def holds_personal_number(text: str) -> bool:
    """Return whether a text holds what looks like an ID, card or phone number."""
    return _holds(text, _RESIDENT, _LONG, _PHONE)


def gives_away(text: str, column: Column) -> bool:
    """Return whether a cell's text holds a person's number, judged by the column.

    A voucher may look like any of them, but not like a resident ID with its right check
    digit. An amount that is a phone number from end to end would be ten billion yuan: no
    county pays that, while a number in the wrong column would be added up and told.
    """
    if len(text) < _SHORTEST:
        return False
    match column.kind:
        case Kind.MONEY | Kind.COUNT:
            return _holds(_NO_CENTS.sub("", text), _RESIDENT, _LONG, _PHONE)
        case Kind.IDENTIFIER | Kind.SUBJECT:
            found = _RESIDENT.search(squeeze(text))
            return found is not None and _is_right(found[0])
        case _:
            return holds_personal_number(text)


def giving_away(texts: Iterable[str], column: Column) -> set[str]:
    """Return those of some texts that give a person's number away; most are too short to."""
    long = {text for text in texts if len(text) >= _SHORTEST}
    return {text for text in long if gives_away(text, column)}


def _holds(text: str, *numbers: re.Pattern[str]) -> bool:
    return len(text) >= _SHORTEST and any(
        number.search(read) for number in numbers for read in _readings(text)
    )


def _readings(text: str) -> tuple[str, str]:
    """Return a text without blanks and with them: one may stand in a number, or between two."""
    seen = _UNSEEN.sub("", text)
    return squeeze(seen), tidy(seen)


def _is_right(resident: str) -> bool:
    digits = re.sub("[-.]", "", resident).upper()
    return bool(ric.calc_check_digit(digits) == digits[-1])


def names_persons(column: Column) -> bool:
    """Return whether no value of a column may leave the reader as it is."""
    return column.kind is Kind.PERSON or must_be_keyed(column)
