"""Codes of indicators that templates name: known, or told with the ones most like them (E-X08)."""

from __future__ import annotations

from difflib import get_close_matches

from documents.narrative.entries import IN_PERIOD
from schemas.faults import BulletinError
from schemas.indicator import Indicator, Nature
from schemas.indicators import INDICATORS

_ALIKE = 0.5
_MOST = 3


def require_code(code: str, basis: str = "") -> None:
    """Raise BulletinError (rule E-X08) for a code that no indicator has, or a basis it lacks."""
    indicator = INDICATORS.get(code)
    if indicator is None:
        raise BulletinError(f"E-X08：没有“{code}”这个指标{_near(code)}。")
    admitted = _bases(indicator)
    if basis and basis not in admitted:
        bases = "、".join(admitted)
        raise BulletinError(
            f"E-X08：指标“{indicator.name}”（{code}）不按“{basis}”统计，可用 {bases}。"
        )


def _bases(indicator: Indicator) -> tuple[str, ...]:
    """Return what templates call the bases of an indicator, whatever the edition's period."""
    own = (IN_PERIOD,) if indicator.nature is Nature.FLOW else ()
    return (*own, indicator.basis_so_far)


def _near(code: str) -> str:
    """Return the codes most like one that nothing has; a Chinese word is looked for in names."""
    named = [known for known, indicator in INDICATORS.items() if code and code in indicator.name]
    near = (named or get_close_matches(code, INDICATORS, _MOST, _ALIKE))[:_MOST]
    told = "、".join(f"{known}（{INDICATORS[known].name}）" for known in near)
    return f"，相近的有 {told}" if told else "，全部代码见 figures.csv"
