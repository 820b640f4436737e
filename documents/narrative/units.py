"""Changes of unit, exact to the last digit: 元, 万元 and 亿元, a printed form and its number."""

from __future__ import annotations

import re
from collections.abc import Iterable
from decimal import Decimal

from documents.narrative.entries import Entry
from schemas.indicator import Indicator

_PRINTED = re.compile(r"[约近超]?(?P<number>-?\d+(?:\.\d+)?)[余多]?(?P<power>[万亿]?)[余多]?")
_POWERS = {"": 0, "万": 4, "亿": 8}
_MONEY = re.compile(r"(?P<word>约?)(?P<number>-?\d+(?:\.\d+)?)(?P<power>[万亿]?)元")
_NAMED = re.compile(r"[（(]([^（()）]+)[)）]$")
_MONEY_UNITS = {"元": 0, "万元": 4, "亿元": 8}


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


def plain_number(value: Decimal) -> str:
    """Return the shortest exact form of a number, without its sign."""
    text = f"{abs(value):f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def without_unit(printed: str, unit: str) -> str:
    """Return a printed form for a cell whose column already names the unit.

    Money in another unit is told in the column's; a number written in characters (两批次), or
    told by 余 in another unit, keeps its own.
    """
    found = _MONEY.fullmatch(printed)
    if found and unit in _MONEY_UNITS:
        places = _POWERS[found["power"]] - _MONEY_UNITS[unit]
        return f"{found['word']}{Decimal(found['number']).scaleb(places).normalize() + 0:f}"
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
