"""Quantities as a Chinese account writes them: 约2.06万人次, 170余名, 近180个, 两批次.

A quantity knows its value in base units (元, 人次) and the interval that its words admit
(DOMAIN.md §2.5).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

_SCALES = {"": 0, "十": 1, "百": 2, "千": 3, "万": 4, "十万": 5, "百万": 6, "千万": 7, "亿": 8}
PEOPLE = ("人次", "名", "人", "位")
HOUSEHOLDS = ("户",)
MONEY = ("元",)
_EVENTS = ("场次", "场", "次", "期", "批次", "批", "届", "轮")
_THINGS = ("个", "家", "件", "项", "份", "支", "所", "处", "篇", "条", "类", "座", "套", "间", "本")
UNITS = (*PEOPLE, *HOUSEHOLDS, *MONEY, *_EVENTS, *_THINGS)

_CHARACTERS = {c: n for n, c in enumerate("零一二三四五六七八九十")} | {"两": 2, "〇": 0}
_UNIT = "|".join(
    sorted(map(re.escape, (*UNITS, "个百分点", "%", "成", "倍")), key=len, reverse=True)
)
_QUANTITY = re.compile(
    r"(?P<before>(?:大约|大概|约为|约|将近|接近|近|不足|不到|超过|突破|超|逾|至少|最多|达到|达){0,2})"
    r"(?:(?P<number>(?<![\d.])(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?)"
    r"(?P<rough>[余多来])?(?P<scale>[十百千]?[万亿]|[十百千])?(?P<late>[余多])?"
    rf"|(?P<characters>(?<![一二三四五六七八九十百千万两第前])[一二三四五六七八九两十]{{1,3}}))"
    rf"(?P<unit>{_UNIT})(?P<after>左右|上下|以上|以下|以内|之多)?"
)
_ROUGHLY = Decimal("0.1")
_NEARLY = Decimal("0.95")
_FEW = 10


@dataclass(frozen=True)
class Quantity:
    """A number with its unit and the words about it.

    `value` is what the digits say, in base units; `least` and `most` bound what the words
    admit, `most` included only where `is_closed`.
    """

    text: str
    start: int
    end: int
    value: Decimal
    least: Decimal
    most: Decimal
    is_closed: bool
    unit: str
    rough: str
    before: str

    def admits(self, value: Decimal) -> bool:
        """Return whether an exact value may be stated in these words."""
        below = value <= self.most if self.is_closed else value < self.most
        return self.least <= value and below


def quantities(sentence: str) -> Iterator[Quantity]:
    """Yield the quantities of a sentence in their order; digits are half-width."""
    for match in _QUANTITY.finditer(sentence):
        value = _value(match)
        if value is not None:
            yield _quantity(match, value)


def _value(match: re.Match[str]) -> Decimal | None:
    if match["characters"]:
        spelled = _spelled(match["characters"])
        return None if spelled is None else Decimal(spelled)
    return Decimal(match["number"].replace(",", "")).scaleb(_SCALES[match["scale"] or ""])


def _spelled(characters: str) -> int | None:
    """Return the number that up to three characters spell (两, 十二, 二十三); else None."""
    tens, ten, ones = characters.rpartition("十")
    if not ten:
        return _CHARACTERS.get(characters)
    if len(tens) > 1 or len(ones) > 1:
        return None
    return _CHARACTERS.get(tens, 1) * 10 + _CHARACTERS.get(ones, 0)


def _quantity(match: re.Match[str], value: Decimal) -> Quantity:
    rough = match["rough"] or match["late"] or ""
    least, most, is_closed = _bounds(match, value, rough)
    return Quantity(
        text=match[0],
        start=match.start(),
        end=match.end(),
        value=value,
        least=least,
        most=most,
        is_closed=is_closed,
        unit=match["unit"],
        rough=rough,
        before=match["before"],
    )


def _bounds(match: re.Match[str], value: Decimal, rough: str) -> tuple[Decimal, Decimal, bool]:
    before, after = match["before"], match["after"] or ""
    if rough:
        return value, value + _step(match, value), False
    if before.endswith(("近", "接近")):
        return value * _NEARLY, value, False
    if before.endswith(("超过", "超", "逾", "突破")):
        return value, value * (1 + _ROUGHLY), True
    if before.endswith(("不足", "不到")):
        return value * (1 - _ROUGHLY), value, False
    if before.endswith("至少") or after == "以上":
        return value, value * 2, True
    if after in ("左右", "上下"):
        return value * (1 - _ROUGHLY), value * (1 + _ROUGHLY), True
    half = _last_place(match) / 2
    return (
        (value - half, value + half, True)
        if match["scale"] or "约" in before
        else (value, value, True)
    )


def _last_place(match: re.Match[str]) -> Decimal:
    """Return the worth of the last digit that is stated: 0.01万 is 100."""
    number = match["number"] or ""
    places = len(number.partition(".")[2])
    stated = Decimal(1).scaleb(_SCALES[match["scale"] or ""] - places)
    zeros = len(number) - len(number.rstrip("0")) if not places and "约" in match["before"] else 0
    return stated.scaleb(min(zeros, max(len(number) - 3, 0)))


def _step(match: re.Match[str], value: Decimal) -> Decimal:
    """Return how far 余 or 多 reaches: to the next value of the last digit that is not 0."""
    number = (match["number"] or "").replace(",", "").partition(".")[0]
    scale = Decimal(1).scaleb(_SCALES[match["scale"] or ""])
    if match["late"] and match["scale"]:
        return scale  # 10万余元 leaves what is below one 万 open
    zeros = len(number) - len(number.rstrip("0"))
    return scale * 10 ** min(zeros, len(number) - 1) if value >= _FEW else scale


def money_in_words(value: Decimal) -> str:
    """Return an amount in yuan in its shortest form: 3428.57元."""
    return f"{plain(value)}元"


def plain(value: Decimal) -> str:
    """Return a number in its shortest form, of at most two decimals."""
    text = f"{value.quantize(Decimal('0.01')):f}"
    return text.rstrip("0").rstrip(".")
