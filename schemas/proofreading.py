"""What a proofreader doubts in a finished account: its rules, and one doubt with its place.

Rules that the checking of returns has too keep their id (schemas.catalogue); those of wording
alone begin with J (校).
"""

from __future__ import annotations

from dataclasses import dataclass

PROOF_RULES = {
    "W-S01": "概数用词",
    "W-S02": "没有量化",
    "W-S03": "奖项与获奖者",
    "W-S06": "规划无起止年份",
    "W-T02": "按月开展的次数",
    "W-P01": "人均金额",
    "W-P02": "参保人均金额",
    "W-P03": "理赔与参保金额",
    "W-P05": "人均不是整元",
    "W-P07": "约数与金额",
    "E-X04": "申报与支出",
    "E-X05": "列举多于计数",
    "E-X07": "个人信息",
    "J-01": "单位重复",
    "J-02": "百分比与百分点",
    "J-03": "倍数",
    "J-04": "数字写法",
    "J-05": "日期写法",
    "J-06": "范围写法",
    "J-07": "列举少于计数",
    "J-08": "标点",
    "J-09": "未成年人所在村",
    "J-10": "与本期数据不符",
    "J-11": "本期数据中没有",
}
"""Each rule by its id, in the order in which it is told of one sentence."""


@dataclass(frozen=True)
class Doubt:
    """One doubtful spot: the rule, the words as they stand, and what to do about them."""

    rule: str
    excerpt: str
    told: str


@dataclass(frozen=True)
class PlacedDoubt:
    """A doubt with where it stands: the paragraph (from 1), and its whole sentence."""

    paragraph: int
    sentence: str
    doubt: Doubt
