"""Changes of unit, exact to the last digit: 元, 万元 and 亿元, a printed form and its number."""

from __future__ import annotations

import re
from collections.abc import Iterable
from decimal import ROUND_HALF_UP, Decimal

from documents.narrative.entries import Entry
from schemas.indicator import Indicator

_PRINTED = re.compile(r"[约近超]?(?P<number>-?\d+(?:\.\d+)?)[余多]?(?P<power>[万亿]?)[余多]?")
_POWERS = {"": 0, "万": 4, "亿": 8}
_MONEY = re.compile(r"(?P<word>约?)(?P<number>-?\d+(?:\.\d+)?)(?P<power>[万亿]?)元")
_NAMED = re.compile(r"[（(]([^（()）]+)[)）]$")
_MONEY_UNITS = {"元": 0, "万元": 4, "亿元": 8}
_YI, _WAN = "亿元", "万元"
_MOST_DECIMALS = 3
"""As many as printed money has in its unit (transforms.printing); what is told in 亿元 beside
larger amounts never has more."""

_LEAST = Decimal("0.01")
_TOO_LITTLE = f"不足{_LEAST}"


def unit_of(indicator: Indicator) -> str:
    """Return the unit in which the figure is printed; of money the one of its form."""
    form = indicator.form
    return form.unit or (form.money if indicator.unit == "元" else indicator.unit)


def unit_in(title: str) -> str:
    """Return the unit that a column's title names at its end: 资金（万元）; empty without one."""
    found = _NAMED.search(title)
    return found[1] if found else ""


def in_unit(value: Decimal, unit: str) -> Decimal:
    """Return a value given in base units (元, 人次) in `unit` (万元, 亿元, 万人次)."""
    return value.scaleb(-_POWERS.get(unit[:1], 0))


def fitting_unit(unit: str, values: Iterable[Decimal | None]) -> str:
    """Return a unit of counts without its 万 where no value, in base units, reaches one.

    So a chart of hundreds says 2203人次 as the text does, not 0.2203万人次. Money keeps its unit.
    """
    size = Decimal(1).scaleb(_POWERS.get(unit[:1], 0))
    small = all(abs(value) < size for value in values if value is not None)
    return unit[1:] if small and size > 1 and unit not in _MONEY_UNITS else unit


def fitting_money(units: Iterable[str], values: Iterable[Decimal | None]) -> str:
    """Return the unit of a chart's money: that of its figures, where they share one.

    万元 where they do not, and where 亿元 would take more decimals than money is printed with:
    a bar of 45.6万元 beside one of 1.23亿元.
    """
    (unit, *others) = dict.fromkeys(units)
    fits = all(_is_short(in_unit(value, unit)) for value in values if value is not None)
    return unit if fits and not others else _WAN


def _is_short(number: Decimal) -> bool:
    return int(number.normalize().as_tuple().exponent) >= -_MOST_DECIMALS


def plain_number(value: Decimal) -> str:
    """Return the shortest exact form of a number, without its sign."""
    text = f"{abs(value):f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def without_unit(printed: str, unit: str) -> str:
    """Return a printed form for a cell whose column already names the unit.

    Money in another unit is told in the column's, in 亿元 to two decimals where three do not
    show it, 不足0.01 where it is less; a number written in characters (两批次), or told by 余 in
    another unit, keeps its own.
    """
    found = _MONEY.fullmatch(printed)
    if found and unit in _MONEY_UNITS:
        places = _POWERS[found["power"]] - _MONEY_UNITS[unit]
        number = Decimal(found["number"]).scaleb(places)
        if unit == _YI and not _is_short(number):
            if abs(number) < _LEAST:
                return _TOO_LITTLE if number > 0 else f"负数，{_TOO_LITTLE}"
            number = number.quantize(_LEAST, ROUND_HALF_UP)
        return f"{found['word']}{number.normalize() + 0:f}"
    bare = printed.removesuffix(unit)
    return bare if _PRINTED.fullmatch(bare) else printed


def shown_value(entry: Entry) -> Decimal | None:
    """Return the number that the printed form shows, in base units.

    Never more exact than what is printed: 约2.06万人次 shows 20600. None for a date or a
    number written in characters.
    """
    stated = entry.printed.removesuffix("以上")
    bare = stated.removesuffix(entry.indicator.form.unit or entry.indicator.unit)
    found = _PRINTED.fullmatch(bare)
    if found is None or not entry.happened:
        return None
    return Decimal(found["number"]).scaleb(_POWERS[found["power"]])
