"""The numerals of a Chinese text, with their units and words of approximation."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import cache

from schemas.indicators import INDICATORS

_CHARACTERS = "〇零一二三四五六七八九十百千万亿两"
_NO_NUMBER = ("一", "万", "亿")
_OTHER_UNITS = ("%", "个百分点", "万", "亿", "年", "月", "日", "份", "条", "倍", "成", "多")


def numerals(text: str) -> tuple[str, ...]:
    """Return the numerals of a text: 150名, 约78.5万元, 30余万元, 10月; full-width ones too.

    Chinese ones count where a unit follows (三百二十名, 百分之五); a lone 一 is no number, and
    万元 is a unit.
    """
    return tuple(_found(normal(text)))


def normal(text: str) -> str:
    """Return a text as numerals are compared: half-width, without thousands separators."""
    return re.sub(r"(?<=\d),(?=\d{3})", "", unicodedata.normalize("NFKC", text))


def _found(text: str) -> Iterator[str]:
    for match in _numeral().finditer(text):
        if match["characters"] not in _NO_NUMBER:
            yield match[0]


@cache
def _numeral() -> re.Pattern[str]:
    own = {i.form.unit or i.unit for i in INDICATORS.values()} - {"date"}
    units = sorted({*own, *_OTHER_UNITS}, key=len, reverse=True)
    unit = "|".join(map(re.escape, units))
    return re.compile(
        rf"约?\d+(?:\.\d+)?余?[万亿]?余?(?:{unit})?"
        rf"|百分之[{_CHARACTERS}点]+"
        rf"|(?P<characters>[{_CHARACTERS}]+)[余多]?(?:{unit})"
    )
