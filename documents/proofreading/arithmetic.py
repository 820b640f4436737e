"""Doubts that the account's own arithmetic raises: heads beside money.

Rules: DOMAIN.md §6.2, W-P01 (band per head), W-P02 (premium per enrolment), W-P03 (claims to
premium), W-P05 (no whole yuan per head), W-P07 (a 余 form and money), and E-X04 (申报).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from documents.proofreading.quantities import (
    HOUSEHOLDS,
    MONEY,
    PEOPLE,
    Quantity,
    money_in_words,
    plain,
    quantities,
)
from schemas.proofreading import Doubt
from schemas.settings import Thresholds

_PAID = re.compile("慰问|助学|救助|资助|补助|帮扶|发放|送温暖|送清凉|关爱|防暑|空调服|体检|疗休养")
_ENROLLED = re.compile("参保|投保|互助保障|保费")
_CLAIMED = re.compile("理赔|赔付")
_GIVEN = re.compile("赠送")
_OTHER_MATTER = re.compile("经费支出|支出合计|合计|总额|总计|累计支出")
_APPLIED = re.compile(r"申报[^。；]{0,30}?(?:支出|发放|支付|投入|使用|拨付)")
_NOT_SPENT = re.compile("不是支出|不等于|非支出|不作支出")
_BANDS = {
    "助学": re.compile("助学|学子|学生"),
    "送清凉": re.compile("清凉|防暑|空调服|环卫|建筑工人"),
    "体检": re.compile("体检"),
    "疗休养": re.compile("疗休养"),
    "慰问": re.compile("慰问|温暖"),
}
"""The words by which an account speaks of each band of Thresholds, the narrower first."""

_CLAUSES = re.compile(r"[^；。！？]+")
_HUNDRED = Decimal(100)


@dataclass(frozen=True)
class _Pair:
    heads: Quantity
    money: Quantity
    clause: str

    @property
    def excerpt(self) -> str:
        return f"{self.heads.text}……{self.money.text}"

    @property
    def each(self) -> Decimal:
        return self.money.value / self.heads.value


def doubt_arithmetic(sentence: str, limits: Thresholds) -> Iterator[Doubt]:
    """Yield what heads and money of one sentence make unlikely."""
    for clause in _CLAUSES.findall(sentence):
        for pair in _pairs(clause):
            if _GIVEN.search(pair.clause) or _CLAIMED.search(pair.clause):
                continue
            if _ENROLLED.search(pair.clause):
                yield from _premium(pair, limits)
            elif _PAID.search(pair.clause):
                yield from _paid(pair, limits)
        applied = _APPLIED.search(clause)
        if applied and not _NOT_SPENT.search(clause):
            yield Doubt("E-X04", applied[0], "申报数不是支出：请分开写，并注明是申报数")


def doubt_claims(sentences: Iterable[str], limits: Thresholds) -> tuple[int, Doubt] | None:
    """Return the sentence (its number) whose claims do not fit the premium stated in the text."""
    told = list(sentences)
    premium = _first(told, _ENROLLED, _CLAIMED)
    claims = _first(told, _CLAIMED, None)
    if premium is None or claims is None or not premium[1].value:
        return None
    ratio = claims[1].value / premium[1].value
    least, most = limits.claims_to_premium
    if least <= ratio <= most:
        return None
    share = plain(ratio * _HUNDRED)
    text = (
        f"理赔是参保金额（{premium[1].text}）的{share}%，不合常理：请核对两个数的单位（元、万元）"
    )
    return claims[0], Doubt("W-P03", claims[1].text, text)


def _pairs(clause: str) -> Iterator[_Pair]:
    """Yield each amount with the heads right before it, where both are of one matter."""
    found = list(quantities(clause))
    for heads, money in pairwise(found):
        between = clause[heads.end : money.start]
        counted = heads.unit in (*PEOPLE, *HOUSEHOLDS) and heads.value
        paired = counted and money.unit in MONEY and not _OTHER_MATTER.search(between)
        if paired and not _is_price(clause, money):
            last = max((q.end for q in found if q.end <= heads.start), default=0)
            yield _Pair(heads, money, clause[last : money.end])


def _is_price(clause: str, money: Quantity) -> bool:
    """Return whether an amount is one of each (每人1000元, 230元的), not of all."""
    before, after = clause[max(money.start - 8, 0) : money.start], clause[money.end : money.end + 2]
    priced = re.search(r"每[人名户份]|人均|户均|标准|单价|均为", before)
    return priced is not None or after.startswith(("/", "的", "标准", "每", "一份"))


def _premium(pair: _Pair, limits: Thresholds) -> Iterator[Doubt]:
    least, most = limits.premium_per_enrolment
    if not least <= pair.each <= most:
        each = money_in_words(pair.each)
        told = f"合每人次{each}，不在{least}—{most}元之间：请核对金额的单位（元、万元）"
        yield Doubt("W-P02", pair.excerpt, told)


def _paid(pair: _Pair, limits: Thresholds) -> Iterator[Doubt]:
    if pair.heads.rough:
        yield from _rough_heads(pair)
        return
    named = next((n for n, words in _BANDS.items() if words.search(pair.clause)), "")
    band = next((b for b in limits.bands if b.name == named), None)
    is_exact = not pair.money.rough and "约" not in pair.money.before
    if band and not band.low <= pair.each <= band.high:
        each = money_in_words(pair.each)
        told = f"人均{each}，{named}一般为{band.low}—{band.high}元：请核对人数和金额"
        yield Doubt("W-P01", pair.excerpt, told)
    elif is_exact and pair.each != pair.each.to_integral_value():
        told = f"人均{money_in_words(pair.each)}，不是整元：应有不同标准，请核对或写明"
        yield Doubt("W-P05", pair.excerpt, told)


def _rough_heads(pair: _Pair) -> Iterator[Doubt]:
    """Doubt an exact amount beside 170余 that only 170 heads at a round standard make."""
    if pair.money.rough or "约" in pair.money.before or pair.each % _HUNDRED:
        return
    others = range(int(pair.heads.least) + 1, int(pair.heads.most))
    if not any(pair.money.value % (count * _HUNDRED) == 0 for count in others):
        told = (
            f"金额恰为{plain(pair.heads.value)}×{plain(pair.each)}元：人数应正好是"
            f"{plain(pair.heads.value)}，或另有标准，请核对"
        )
        yield Doubt("W-P07", pair.excerpt, told)


def _first(
    sentences: list[str], about: re.Pattern[str], but: re.Pattern[str] | None
) -> tuple[int, Quantity] | None:
    for place, sentence in enumerate(sentences):
        for clause in re.findall(r"[^，；。]+", sentence):
            if not about.search(clause) or (but and but.search(clause)) or _GIVEN.search(clause):
                continue
            money = [q for q in quantities(clause) if q.unit in MONEY]
            if money:
                return place, money[0]
    return None
