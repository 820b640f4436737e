"""The printed form of a figure: rounded once, its word of approximation checked.

Rules: DOMAIN.md §2.3 (rounding), §2.5 (余, 多, 约, 近, 超, 以上, exact). The word comes from
the indicator's form and is used only where the value admits it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal

from schemas.indicator import Indicator, Money
from transforms.rounding import ROUNDINGS, shortest

WAN = Decimal(10_000)
YI = WAN * WAN
_SPELLED = "零一二三四五六七八九十"
_MONEY = "元"
_POWERS: Mapping[Money, tuple[tuple[str, Decimal], ...]] = {
    "亿元": (("亿", YI), ("万", WAN), ("", Decimal(1))),
    "万元": (("万", WAN), ("", Decimal(1))),
    "元": (("", Decimal(1)),),
}
"""What each unit of money is counted in, the largest first."""

_TENTH, _HUNDREDTH = Decimal("0.1"), Decimal("0.01")
_STEPPED = {"over": "余", "many": "多"}
_WORDS = {"near": "近{}", "beyond": "超{}", "at_least": "{}以上"}
_SHORTFALL = Decimal("0.05")


def _is_near(number: Decimal, target: Decimal) -> bool:
    """Return whether a value falls short of a target by no more than a twentieth of it."""
    return number < target and target - number <= target * _SHORTFALL


_AGAINST = {"near": _is_near, "beyond": Decimal.__gt__, "at_least": Decimal.__ge__}
"""The values that admit a word against a target (DOMAIN.md §2.5); others are stated exactly."""


def print_value(
    indicator: Indicator, value: str, rounding: str = "四舍五入", year: str = ""
) -> str:
    """Return the words in which documents state a value, its unit included.

    `value` is exact decimal text in base units, or an ISO date for the form `date`,
    which names its year only where that is not the documents' own `year`.
    """
    style = indicator.form.style
    if style == "date":
        day = dt.date.fromisoformat(value)
        told = f"{day.month}月{day.day}日"
        return told if year in ("", f"{day.year}") else f"{day.year}年{told}"
    number = Decimal(value)
    unit = indicator.form.unit or indicator.unit
    money = indicator.form.money if indicator.unit == _MONEY else None
    if style == "spelled":
        return _spelled(number, unit)
    if style in _STEPPED:
        return _over(number, unit, Decimal(indicator.form.step), _STEPPED[style])
    if style in _AGAINST and _AGAINST[style](number, indicator.form.target):
        return _WORDS[style].format(print_amount(indicator.form.target, indicator))
    if style == "about":
        return _about(number, unit, ROUNDINGS[rounding], money)
    if style == "rounded":
        return _rounded(number, unit, ROUNDINGS[rounding], indicator.form.money)
    if style == "percent":
        return _percent(number, unit, ROUNDINGS[rounding])
    return _exact(number, unit, money)


def print_amount(number: Decimal, indicator: Indicator, rounding: str = "四舍五入") -> str:
    """Return a difference, or a share of a figure, in the figure's own unit.

    It is exact, or as rounded as the figure itself; of two rates it is in 百分点.
    """
    unit = indicator.form.unit or indicator.unit
    if indicator.form.style == "rounded":
        return _rounded(number, unit, ROUNDINGS[rounding], indicator.form.money)
    if indicator.form.style == "percent":
        return _percent(number, "个百分点", ROUNDINGS[rounding])
    return _exact(number, unit, indicator.form.money if indicator.unit == _MONEY else None)


def _power(number: Decimal, money: Money) -> tuple[str, Decimal]:
    """Return 亿, 万 or nothing, and how many yuan it is, for an amount that is stated in `money`.

    What is less than a tenth of a unit is stated in the one below it: 700元, not 0.07万元.
    """
    allowed = _POWERS[money]
    return next(((name, size) for name, size in allowed if abs(number) >= size / 10), allowed[-1])


def _exact(number: Decimal, unit: str, money: Money | None = None) -> str:
    if money is None:
        return f"{shortest(number)}{unit}"
    name, size = _power(number, money)
    return f"{shortest(number / size)}{name}{unit}"


def _rounded(number: Decimal, unit: str, rounding: str, money: Money) -> str:
    """Return money as it is where three decimals of its unit show it, else to two decimals.

    What is too little for the unit is told to the yuan: a column of 万元 would show its 分 in
    six decimals.
    """
    _, size = _power(number, money)
    if size > 1 and number % (size / 1000):
        number = (number / size).quantize(_HUNDREDTH, rounding=rounding) * size
    elif size == 1 and money != _MONEY and abs(number) >= 1:
        number = number.quantize(size, rounding=rounding)
    return _exact(number, unit, money)


def _percent(number: Decimal, unit: str, rounding: str) -> str:
    return _exact(number.quantize(_TENTH, rounding=rounding), unit)


def _spelled(number: Decimal, unit: str) -> str:
    if number == 2:
        return f"两{unit}"
    if number == number.to_integral_value() and 0 <= number <= 10:
        return f"{_SPELLED[int(number)]}{unit}"
    return f"{shortest(number)}{unit}"


def _over(number: Decimal, unit: str, step: Decimal, word: str) -> str:
    """Return the floor and 余 or 多: only above a whole step that ends in 0.

    Money below one step is floored to whole 万 instead (3万余元), so that an amount that
    is published only approximately is never stated exactly.
    """
    in_wan: Money | None = "万元" if unit == _MONEY else None
    floor = number // step * step
    if in_wan and not floor and number >= WAN:
        return _floored_wan(number, unit, word)
    if not floor or floor == number:
        return _exact(number, unit, in_wan)
    return f"{shortest(floor / WAN)}{word}万{unit}" if in_wan else f"{shortest(floor)}{word}{unit}"


def _floored_wan(number: Decimal, unit: str, word: str) -> str:
    floor = number // WAN
    return f"{floor}万{unit}" if floor * WAN == number else f"{floor}万{word}{unit}"


def _about(number: Decimal, unit: str, rounding: str, money: Money | None) -> str:
    """Return the value of three significant digits in its unit and 约, if it is not exact so.

    A count is told so in 万 from ten thousand on.
    """
    name, size = ("万", WAN) if money is None else _power(number, money)
    if size == 1 or (money is None and abs(number) < WAN):
        return _exact(number, unit, money)
    told = number / size
    place = Decimal(1).scaleb(told.adjusted() - 2)
    rounded = told.quantize(place, rounding=rounding)
    word = "" if rounded == told else "约"
    if money is None and rounded >= WAN:
        return f"{word}{shortest(rounded / WAN)}亿{unit}"
    return f"{word}{shortest(rounded)}{name}{unit}"
