"""Number formats of an .ods document as Excel writes them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from lxml import etree

_NUMBER = "{urn:oasis:names:tc:opendocument:xmlns:datastyle:1.0}"
_STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
_KINDS = ("number", "percentage", "currency", "date", "time", "text")
_PLAIN = frozenset("-/: .,()%")
"""What stands in a format of Excel without quotes."""

_MOST_DIGITS = 30
"""As many as Excel shows."""

_LONGEST = 255
"""A longer format is none of Excel's."""


def formats_in(roots: Iterator[Any]) -> dict[str, str]:
    """Return the format of each data style by its name; a plain number has none.

    `roots` are the parts of the document that define styles.
    """
    tags = {f"{_NUMBER}{kind}-style" for kind in _KINDS}
    styles = {
        str(style.get(f"{_STYLE}name")): style for root in roots for style in root.iter(*tags)
    }
    return {name: code for name, style in styles.items() if (code := _code(style, styles))}


def _code(style: Any, styles: Mapping[str, Any]) -> str:
    """Return the format of a style; where it differs by sign, of that for what is not negative."""
    for case in style.iterchildren(f"{_STYLE}map"):
        if case.get(f"{_STYLE}condition") == "value()>=0":
            style = styles.get(str(case.get(f"{_STYLE}apply-style-name")), style)
    if style.tag == f"{_NUMBER}text-style":
        return "@"
    code = "".join(_piece(part) for part in style.iterchildren(etree.Element))
    return "" if code == "General" or len(code) > _LONGEST else code


def _piece(part: Any) -> str:
    name = etree.QName(part).localname
    write = _PIECES.get(name)
    return write(part) if write else ""


def _number(part: Any) -> str:
    places = part.get(f"{_NUMBER}decimal-places")
    grouped = part.get(f"{_NUMBER}grouping") == "true"
    least = min(int(part.get(f"{_NUMBER}min-integer-digits") or 0), _MOST_DIGITS)
    if places is None and not grouped and least <= 1:
        return "General"
    whole, decimals = "0" * max(least, 1), min(int(places or 0), _MOST_DIGITS)
    return ("#,##0" if grouped else whole) + ("." + "0" * decimals if decimals else "")


def _words(part: Any) -> str:
    text = part.text or ""
    return text if _PLAIN.issuperset(text) else '"{}"'.format(text.replace('"', ""))


def _letters(short: str, long: str) -> Callable[[Any], str]:
    def write(part: Any) -> str:
        return long if part.get(f"{_NUMBER}style") == "long" else short

    return write


def _month(part: Any) -> str:
    letters = _letters("m", "mm")(part)
    return letters + "mm" if part.get(f"{_NUMBER}textual") == "true" else letters


_PIECES: Mapping[str, Callable[[Any], str]] = {
    "number": _number,
    "scientific-number": lambda _: "0.00E+00",
    "text": _words,
    "currency-symbol": _words,
    "year": _letters("yy", "yyyy"),
    "month": _month,
    "day": _letters("d", "dd"),
    "day-of-week": _letters("ddd", "dddd"),
    "hours": _letters("h", "hh"),
    "minutes": _letters("m", "mm"),
    "seconds": _letters("s", "ss"),
    "am-pm": lambda _: "AM/PM",
}
