"""Doubts about one sentence's wording: approximation words, numerals, dates, ranges, marks.

Rules: DOMAIN.md §2.2 (numerals), §2.4 (comparison), §2.5 (approximation), §2.6 (punctuation).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from schemas.proofreading import Doubt

_NUMBER = r"\d+(?:,\d{3})*(?:\.\d+)?"
_SCALE = r"[十百千]?[万亿]?"

_PATTERNS: tuple[tuple[str, re.Pattern[str], str], ...] = (
    (
        "W-S01",
        re.compile(rf"(?:{_NUMBER}[1-9]|(?<![\d.])[1-9])[余多]{_SCALE}[^\W\d]"),
        "“余”“多”前的末位数须为0（如170余名）：请写准确数，或改为整十、整百的约数",
    ),
    (
        "W-S01",
        re.compile(rf"\d+\.\d+[万亿]?[余多]{_SCALE}[^\W\d]"),
        "带小数的数不能再加“余”“多”：请去掉“余”“多”，或改用“约”",
    ),
    (
        "W-S01",
        re.compile(rf"(?:大?约|大概|将近|接近|近|超过|超|逾|突破|至少){_NUMBER}[余多来]"),
        "约、近、超等词与“余”“多”只能用一个",
    ),
    (
        "W-S01",
        re.compile(
            rf"(?:大?约|大概|将近|接近|近|超过|逾|突破|至少)[^，。；、\d]{{0,4}}{_NUMBER}[余多来]?{_SCALE}"
            r"[^\W\d]{1,3}?(?:左右|上下|以上|以下|之多)"
        ),
        "两个表示约数、界限的词同用，只能留一个",
    ),
    (
        "W-S01",
        re.compile(rf"{_NUMBER}[余多]{_SCALE}[^\W\d]{{1,2}}?(?:左右|上下|以上|之多)"),
        "“余”“多”与左右、以上、之多不能同用",
    ),
    (
        "W-S01",
        re.compile(
            rf"(?:大约|大概|约)(?:近|超|逾|将近)?(?:{_NUMBER})(?:[万亿])?[^\W\d]{{1,2}}?左右"
        ),
        "“约”与“左右”只能用一个",
    ),
    (
        "J-01",
        re.compile(
            rf"(人次|场次)数?(?:约|达|为|共|共计|合计){{0,2}}{_NUMBER}[余多]?{_SCALE}\1"
            rf"|{_NUMBER}[余多]?{_SCALE}(人次|场次|元|名|户|件|场|个|家)\2(?!月|人)"
        ),
        "计量单位写了两遍：请删去一个",
    ),
    (
        "J-03",
        re.compile(r"(?:减少|下降|降低|缩减|减)了?[^，。；]{0,4}?\d+(?:\.\d+)?倍"),
        "倍只用于增加：减少请写百分之几或几成",
    ),
    (
        "J-04",
        re.compile(r"\d[余多]?[十百千](?!万|亿|米|克|瓦|分|户宴)[余多]?(?=[^\W\d])"),
        "阿拉伯数字后不用十、百、千：请写全数字（如3000余人）",
    ),
    (
        "J-04",
        re.compile(r"\d+[亿万]\d+[千百十]|\d+[亿万千百]\d+[万千百]\d*"),
        "万、亿不与千、百混用：请写成一个数（如5.34亿人）",
    ),
    (
        "J-04",
        re.compile(
            r"(?<![一二三四五六七八九十])(?:一、二|二、三|三、四|四、五|五、六|六、七|七、八|八、九)"
            r"(?=[十百千万]?(?:个|名|人|天|次|场|户|家|年|月|项|岁))"
        ),
        "相邻两数表示概数时不用顿号（如三四个月）",
    ),
    (
        "J-05",
        re.compile(r"(?<!\d)[0-9]{2}年(?=\d{1,2}月|度|上半年|下半年|全年)|[’'‘]\d{2}年"),
        "年份须写四位数字",
    ),
    (
        "J-05",
        re.compile(r"\d{4}年0\d月|(?<!\d)0\d月\d{1,2}日|月0\d日"),
        "月、日不加0（如2024年4月30日）",
    ),
    (
        "J-06",
        re.compile(r"(?<!\d)\d{1,2}(?:-|--|~|～)\d{1,2}月(?!\d*日)"),
        "月份范围用一字线（如1—10月）",
    ),
    (
        "J-06",
        re.compile(r"(?<![\d.%])\d+(?:\.\d+)?(?:—|-|～|~|至)\d+(?:\.\d+)?%"),
        "百分比范围的两端都写百分号（如15%～30%）",
    ),
    (
        "J-06",
        re.compile(r"(?<![\d.])\d+(?:\.\d+)?(?:—|-|～|~|至)\d+(?:\.\d+)?[万亿](?!元?/)"),
        "数值范围的两端都写万、亿，以免误解（如9亿～16亿）",
    ),
    (
        "J-08",
        re.compile(r"”、“|》、《"),
        "并列的引号、书名号之间不用顿号",
    ),
    (
        "J-08",
        re.compile(r"(?<=[\u4e00-\u9fff])[,;:?!](?=[\u4e00-\u9fff“])"),
        "汉字之间用全角标点",
    ),
)

_RISE = re.compile(
    r"(?P<from>\d+(?:\.\d+)?)%[^。；]{0,12}?(?:到|至|为|达)(?P<to>\d+(?:\.\d+)?)%[^。；]{0,6}?"
    r"(?:提高|上升|增长|增加|提升|下降|降低|减少|回落)了?(?P<by>\d+(?:\.\d+)?)%"
)
_SHARE = re.compile(
    r"(?:占比|比重|比例|[\u4e00-\u9fff]{1,4}率)[^，。；\d]{0,8}(?:提高|上升|提升|下降|降低|回落)了?"
    r"\d+(?:\.\d+)?%(?!个?百分点)"
)
_DOUBLE_POINT = re.compile(r"\d+(?:\.\d+)?%个?百分点|百分之\d+(?:\.\d+)?%")

_VAGUE = re.compile(
    r"(?<![\d余许])多(?:场|次|名|家|项|个|件|批|期)(?![人余])|若干|大量|数十|数百|一批(?!次)|一系列|不少"
    r"|部分(?=职工|企业|乡镇|单位|人员|会员|家庭|地区|工会|困难)|常态化(?!送温暖)"
)
_PROSE = re.compile("[，。；！？]")
"""A line without any of these is a heading or a cell of a table, and claims nothing."""

_DAY = re.compile(r"(?<!\d)(?:(?P<year>\d{4})年)?(?P<month>\d{1,2})月(?:(?P<day>\d{1,2})日)?")
_SAME_SPOT = 4
"""Characters within which two patterns of a rule find the same fault."""

_MONTHS = 12
_SAME = 0.05
_LAST_DAYS = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


def doubt_wording(sentence: str) -> Iterator[Doubt]:
    """Yield the doubts about how a sentence writes what it says."""
    told: set[tuple[str, int]] = set()
    for rule, pattern, words in _PATTERNS:
        for match in pattern.finditer(sentence):
            if not any(rule == r and abs(at - match.start()) < _SAME_SPOT for r, at in told):
                told.add((rule, match.start()))
                yield Doubt(rule, match[0], words)
    yield from _percentages(sentence)
    yield from _dates(sentence)
    yield from _vague(sentence)


def _percentages(sentence: str) -> Iterator[Doubt]:
    """Yield percentages that stand where percentage points belong (DOMAIN.md §2.4)."""
    for match in _RISE.finditer(sentence):
        first, last, by = (float(match[name]) for name in ("from", "to", "by"))
        if abs(abs(last - first) - by) < _SAME:
            told = f"两个百分比相差{match['by']}，应写{match['by']}个百分点"
            yield Doubt("J-02", match[0], told)
    for match in _SHARE.finditer(sentence):
        yield Doubt("J-02", match[0], "比率的升降用“个百分点”，请核对")
    for match in _DOUBLE_POINT.finditer(sentence):
        yield Doubt("J-02", match[0], "百分号与百分点、百分之只能用一个")


def _dates(sentence: str) -> Iterator[Doubt]:
    for match in _DAY.finditer(sentence):
        month, day = int(match["month"]), int(match["day"] or 1)
        if not 1 <= month <= _MONTHS or not 1 <= day <= _LAST_DAYS[month - 1]:
            yield Doubt("J-05", match[0], "没有这个日期，请核对")


def _vague(sentence: str) -> Iterator[Doubt]:
    """Yield words that stand where a number is expected.

    常态化 beside a number is none, nor in 常态化送温暖, which is a programme's name.
    """
    if not _PROSE.search(sentence):
        return
    for match in _VAGUE.finditer(sentence):
        if match[0] == "常态化" and _has_number_beside(sentence, match.start()):
            continue
        yield Doubt("W-S02", match[0], "没有写出数：请向填报部门核实后写明，不要估计")


def _has_number_beside(sentence: str, place: int) -> bool:
    start = max(sentence.rfind(mark, 0, place) for mark in "，；。：")
    clause = re.split("[，；。]", sentence[start + 1 :])[0]
    return re.search(r"\d", clause) is not None
