"""The printed form of a figure: rounded once, its word of approximation checked.

Rules: DOMAIN.md §2.3 (rounding), §2.5 (余, 约, exact). The word comes from the indicator's
form and is used only where the value admits it.
"""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from schemas.indicator import Indicator
from transforms.rounding import ROUNDINGS, shortest

WAN = Decimal(10_000)
_SPELLED = "零一二三四五六七八九十"
_MONEY = "元"
_TENTH, _HUNDREDTH = Decimal("0.1"), Decimal("0.01")


def print_value(indicator: Indicator, value: str, rounding: str = "四舍五入") -> str:
    """Return the words in which documents state a value, its unit included.

    `value` is exact decimal text in base units, or an ISO date for the form `date`.
    """
    style = indicator.form.style
    if style == "date":
        day = dt.date.fromisoformat(value)
        return f"{day.month}月{day.day}日"
    number = Decimal(value)
    unit = indicator.form.unit or indicator.unit
    if style == "spelled":
        return _spelled(number, unit)
    if style == "over":
        return _over(number, unit, Decimal(indicator.form.step))
    if style == "about":
        return _about(number, unit, ROUNDINGS[rounding])
    if style == "rounded":
        return _rounded(number, unit, ROUNDINGS[rounding])
    if style == "percent":
        return _percent(number, unit, ROUNDINGS[rounding])
    return _exact(number, unit, in_wan=indicator.unit == _MONEY)


def print_amount(number: Decimal, indicator: Indicator, rounding: str = "四舍五入") -> str:
    """Return a difference, or a share of a figure, in the figure's own unit.

    It is exact, or as rounded as the figure itself; of two rates it is in 百分点.
    """
    unit = indicator.form.unit or indicator.unit
    if indicator.form.style == "rounded":
        return _rounded(number, unit, ROUNDINGS[rounding])
    if indicator.form.style == "percent":
        return _percent(number, "个百分点", ROUNDINGS[rounding])
    return _exact(number, unit, in_wan=indicator.unit == _MONEY)


def _exact(number: Decimal, unit: str, *, in_wan: bool) -> str:
    if in_wan and abs(number) >= WAN / 10:
        return f"{shortest(number / WAN)}万{unit}"
    return f"{shortest(number)}{unit}"


def _rounded(number: Decimal, unit: str, rounding: str) -> str:
    """Return money in 万元: as it is in whole tens of yuan, else to two decimals."""
    if abs(number) >= WAN / 10 and number % 10:
        number = (number / WAN).quantize(_HUNDREDTH, rounding=rounding) * WAN
    return _exact(number, unit, in_wan=True)


def _percent(number: Decimal, unit: str, rounding: str) -> str:
    return _exact(number.quantize(_TENTH, rounding=rounding), unit, in_wan=False)


def _spelled(number: Decimal, unit: str) -> str:
    if number == 2:
        return f"两{unit}"
    if number == number.to_integral_value() and 0 <= number <= 10:
        return f"{_SPELLED[int(number)]}{unit}"
    return f"{shortest(number)}{unit}"


def _over(number: Decimal, unit: str, step: Decimal) -> str:
    """Return the floor and 余: only above a whole step that ends in 0.

    Money below one step is floored to whole 万 instead (3万余元), so that an amount that
    is published only approximately is never stated exactly.
    """
    money = unit == _MONEY
    floor = number // step * step
    if money and not floor and number >= WAN:
        return _floored_wan(number, unit)
    if not floor or floor == number:
        return _exact(number, unit, in_wan=money)
    return f"{shortest(floor / WAN)}余万{unit}" if money else f"{shortest(floor)}余{unit}"


def _floored_wan(number: Decimal, unit: str) -> str:
    floor = number // WAN
    return f"{floor}万{unit}" if floor * WAN == number else f"{floor}万余{unit}"


def _about(number: Decimal, unit: str, rounding: str) -> str:
    """Return the value of three significant digits in 万 and 约, if it is not exact so."""
    money = unit == _MONEY
    if abs(number) < (WAN / 10 if money else WAN):
        return _exact(number, unit, in_wan=money)
    wan = number / WAN
    place = Decimal(1).scaleb(wan.adjusted() - 2)
    rounded = wan.quantize(place, rounding=rounding)
    word = "" if rounded == wan else "约"
    return f"{word}{shortest(rounded)}万{unit}"
