"""Forms of printing that a union configures: `[display.forms]` of bulletin.toml, checked.

A form is written as it will be read: 准确, 约, 余10, 多100, 近180, 超200, 180以上; a number may
end in 万 or 亿, and 近, 超 and 以上 without one mean the annual target. Money may name its unit
after that, or alone: 亿元, 约 亿元. Whether the word is used is decided by each value (DOMAIN.md
§2.5); here it is decided whether it may be at all.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal

from schemas.faults import WorkspaceError
from schemas.indicator import ROUGH, Form, Indicator, Money, Style

_WRITTEN = re.compile(
    r"(?P<word>准确|约|余|多|近|超|以上)(?P<number>\d*)(?P<unit>[万亿]?)"
    r"|(?P<least>\d+)(?P<least_unit>[万亿]?)以上"
)
_IN_MONEY = re.compile(r"(?:^|(?P<form>.*)\s)(?P<money>元|万元|亿元)$")
_MONEY: Mapping[str, Money] = {"元": "元", "万元": "万元", "亿元": "亿元"}
_UNITS = {"": 1, "万": 10_000, "亿": 100_000_000}
_STYLES: Mapping[str, Style] = {
    "准确": "exact",
    "约": "about",
    "余": "over",
    "多": "many",
    "近": "near",
    "超": "beyond",
    "以上": "at_least",
}
_FIXED = ("date", "spelled", "percent")
_STEPPED = ("余", "多")
_STEPPED_STYLES = ("over", "many")
_AGAINST = ("近", "超", "以上")
_MONEY_STEP = 100_000
_COUNT_STEP = 10
"""The last digit before 余 and 多 is 0: of 万元 for money, of units for counts."""


def with_forms(
    indicators: Mapping[str, Indicator], forms: Mapping[str, str], targets: Mapping[str, Decimal]
) -> dict[str, Indicator]:
    """Return the indicators, each in the form that the union gives it.

    Raises WorkspaceError, which names the indicator, for a form that cannot be read or that
    its figures do not admit.
    """
    return {
        code: replace(one, form=_form(one, forms[code], targets)) if code in forms else one
        for code, one in indicators.items()
    }


def _form(indicator: Indicator, text: str, targets: Mapping[str, Decimal]) -> Form:
    """Return the form that a text asks for: of the words, in the unit that it names."""
    found = _IN_MONEY.fullmatch(text.strip())
    if found is None:
        return _worded(indicator, text, targets)
    if indicator.unit != "元":
        raise _refused(indicator, "不是金额，不能写元、万元、亿元")
    words = (found["form"] or "").strip()
    form = _worded(indicator, words, targets) if words else indicator.form
    if form.style in _STEPPED_STYLES and found["money"] != "万元":
        raise _refused(indicator, "印“余”“多”，只能以万元表示")
    return replace(form, money=_MONEY[found["money"]])


def _worded(indicator: Indicator, text: str, targets: Mapping[str, Decimal]) -> Form:
    found = _WRITTEN.fullmatch(text.strip())
    if found is None:
        raise _refused(
            indicator, "写法无法识别，应如 准确、约、余10、多100、近180、超200、180以上、亿元"
        )
    word = found["word"] or "以上"
    digits, unit = (found["number"], found["unit"]) if found["word"] else found.group(4, 5)
    number = int(digits) * _UNITS[unit] if digits else 0
    if indicator.form.style in _FIXED or indicator.unit == "元/份":
        raise _refused(indicator, "的印法是固定的，不能另定")
    if _is_rough(indicator) and word not in ("约", *_STEPPED):
        raise _refused(indicator, "只公布约数，只能用 约、余、多")
    if word in _STEPPED:
        return _stepped(indicator, word, number)
    if word in _AGAINST:
        return _against(indicator, word, Decimal(number) or targets.get(indicator.code))
    if number:
        raise _refused(indicator, f"的“{word}”后面不写数")
    return replace(indicator.form, style=_STYLES[word], step=1)


def _is_rough(indicator: Indicator) -> bool:
    return indicator.form.style in ROUGH or indicator.cases is not None


def _stepped(indicator: Indicator, word: str, step: int) -> Form:
    least = _MONEY_STEP if indicator.unit == "元" else _COUNT_STEP
    if not step or step % least:
        raise _refused(indicator, f"的“{word}”后面须写明整到多少，为{least}的倍数")
    return replace(indicator.form, style=_STYLES[word], step=step)


def _against(indicator: Indicator, word: str, target: Decimal | None) -> Form:
    if target is None or target <= 0:
        raise _refused(indicator, f"的“{word}”须写明与多少相比，或在 [targets] 中写明目标")
    return replace(indicator.form, style=_STYLES[word], target=target)


def _refused(indicator: Indicator, why: str) -> WorkspaceError:
    return WorkspaceError(
        f"bulletin.toml 的 [display.forms] {indicator.code}：“{indicator.name}”{why}。"
    )
