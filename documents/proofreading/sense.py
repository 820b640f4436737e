"""Doubts about what a sentence says: awards and grantees, plans, cadence, people.

Rules: DOMAIN.md's list of doubtful statements (A07, A08, A12, A20) and §4.3 items 5 and 7.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from documents.proofreading.quantities import quantities
from documents.scanning import PERSONAL_NUMBER
from schemas.proofreading import Doubt

_ORGANISATION = r"(?:家|个(?:单位|企业|集体|班组)|个)"
_AWARDS = (
    (
        re.compile(
            rf"(?:劳动)?奖章[^，。；\d]{{0,6}}\d+{_ORGANISATION}|\d+家[^，。；]{{0,12}}劳动奖章"
        ),
        "奖章授予个人：请核对是名还是家，或是否为奖状",
    ),
    (
        re.compile(
            r"(?:劳动)?奖状[^，。；、\d]{0,6}\d+[名人位]|\d+[名人位][^，。；、]{0,12}劳动奖状"
        ),
        "奖状授予单位：请核对是家还是名，或是否为奖章",
    ),
    (
        re.compile(
            r"工人先锋号[^，。；、\d]{0,6}\d+(?:[名人位]|家|个(?:单位|企业))"
            r"|\d+(?:家|名)[^，。；、]{0,12}工人先锋号"
        ),
        "工人先锋号授予班组、科室：请核对获奖者",
    ),
)
_PLAN = re.compile(r"[三五十]年(?:建设|发展|行动)?(?:规划|计划|目标|行动)")
_SPAN = re.compile(r"\d{4}\s*(?:年)?\s*(?:—|-|～|~|至)\s*\d{4}|\d{4}年起|自\d{4}年")
_PROSE = re.compile("[，。；！？]")
_MONTHLY = re.compile(r"每月|逐月|月月|按月")
_MINORS = re.compile(r"儿童|留守|未成年|小学生|孩子|困境少年")
_VILLAGE = re.compile(r"[\u4e00-\u9fff]{2,4}村(?!官|级|干|民|居)")
_NO_NAME = re.compile(r"(?:某|各|全|乡|行政|自然|农|本)村")
_TIMES = ("场", "场次", "次", "期")


def doubt_sense(sentence: str, months: int | None) -> Iterator[Doubt]:
    """Yield doubts about what a sentence says; `months` is how many the account covers."""
    for match in PERSONAL_NUMBER.finditer(sentence):
        told = "疑为证件、电话或卡号：公开的文稿中不得出现，请删去"
        yield Doubt("E-X07", f"{len(match[0])}位号码", told)
    for pattern, told in _AWARDS:
        for match in pattern.finditer(sentence):
            yield Doubt("W-S03", match[0], told)
    yield from _plans(sentence)
    yield from _cadence(sentence, months)
    yield from _villages(sentence)


def _plans(sentence: str) -> Iterator[Doubt]:
    if _PROSE.search(sentence) and not _SPAN.search(sentence):
        for match in _PLAN.finditer(sentence):
            yield Doubt("W-S06", match[0], "没有写明起止年份：请补写，否则看不出进度")


def _villages(sentence: str) -> Iterator[Doubt]:
    """Doubt a village's name beside minors: it tells who they are (DOMAIN.md §4.3 item 7)."""
    named = _VILLAGE.finditer(sentence) if _MINORS.search(sentence) else ()
    for match in named:
        if not _NO_NAME.search(match[0]):
            yield Doubt("J-09", match[0], "指明村名会认出未成年人：请写“某乡镇”，或先经批准")


def _cadence(sentence: str, months: int | None) -> Iterator[Doubt]:
    """Doubt fewer events than months where a service is said to be monthly."""
    monthly = _MONTHLY.search(sentence)
    if not monthly or months is None:
        return
    for quantity in quantities(sentence[monthly.start() :]):
        if quantity.unit in _TIMES and quantity.value < months and not quantity.rough:
            told = f"说是每月开展，{months}个月只有{quantity.text}：请核对次数或说法"
            yield Doubt("W-T02", f"{monthly[0]}……{quantity.text}", told)
            return
