"""Headings: how a department's words for a column are matched with the contract's."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache

from schemas.codes import MONEY_UNITS
from schemas.columns import Need
from schemas.contract import ROSTER, sheets
from schemas.sheets import Sheet
from workbooks.cells import squeeze
from workbooks.grid import Grid, once_a_sheet
from workbooks.words import Words

ENOUGH = 0.6
"""Share of the required headings that makes a row a heading row (DOMAIN.md §8 no. 1)."""

NEAR = 0.3
"""Share from which on a row is taken for a heading row that went wrong."""

LONGEST = 40
"""A longer text is no heading."""

_WIDEST = 512
"""Columns in which headings are looked for; no return has a tenth of them."""

COUNTERS = frozenset({"序号", "序", "行次"})
"""Row counters: never an ID."""

REMARKS = frozenset({"备注", "说明"})
"""Remarks may stand in any sheet; where the contract does not name them they are not read."""

_MOST_KEPT = 1 << 12
"""Words whose meaning is kept: headings come again in every workbook, data does not."""

_PERSONAL = re.compile(
    "姓名|名字|身份证|身份号码|证件号|手机|电话|联系方式|微信|邮箱|卡号|(?<!台)[账帐]号|[账帐]户|开户|住址|家庭(?:地址|成员)"
    "|户籍|出生(?:日期|年月)|病种|病情|诊断|签[名字收]|监护人|联系人|家长|配偶|户主$"
    "|^(?:受助|受益|收款|领款|领取|代领|申请|经办|经手|填表|填报|制表|审核|负责|持卡|参保|被保险|当事|救助|慰问|帮扶|获奖)"
    "(?:对象)?人员?$"
)
_COUNTS = re.compile("[数量额率]$")

SUMS = frozenset({"总数", "合计", "小计", "总计", "合计数", "总人数"})
"""Lower headings that mean the group itself: 体检人数 over 总数 and 其中：两癌筛查."""

_UNIT = re.compile(
    r"[(\[【](?:单位:?)?([^()\[\]【】]*)[)\]】]$|(?<=[^十百佰千仟万亿])[/,、]?([十百佰千仟万亿]*元)$"
)
"""A unit at the end of a heading: 金额(万元), 金额【万元】, 金额/万元, 金额万元."""

_SCALE = re.compile("[十百千万亿]+元?")
_PLAIN_DIGITS = str.maketrans("佰仟", "百千")

_UNITS = re.compile(
    r"\(?(?:(?:[十百佰千仟万亿]+元?|元)(?:/[人份户])?|人次|[人名户家个场次项件份处座年月]|%)\)?"
)
"""What a row of units below a heading holds."""

_PREFIX = re.compile(r"^(?:[*★]|\(?\d{1,2}[).、]|其中:?)+")
_SUFFIX = re.compile(r"(?:[*★]|[,;(]?(?:例如|如|例|格式):.*)+$")
"""What stands around a heading and is no part of it: *, 1., (1), 其中, 如：2024-07-01."""


@lru_cache(maxsize=1 << 13)
def heading_key(text: str) -> str:
    """Return a heading as it is compared: no blanks, one width, nothing that stands around it."""
    return _SUFFIX.sub("", _PREFIX.sub("", squeeze(text))).strip(":")


def is_personal(heading: str) -> bool:
    """Return whether a heading is of personal data: where the contract has none, it is dropped.

    A count of such things (回访电话数) is not.
    """
    key = heading_key(heading)
    return _PERSONAL.search(key) is not None and not _COUNTS.search(bare(key))


def bare(key: str) -> str:
    """Return a heading key without the unit at its end."""
    return _UNIT.sub("", key)


def money_unit(key: str) -> str:
    """Return the unit of money that a heading names at its end, or nothing.

    A unit that is none of ours (万, 亿元) comes back as it is written: it must not pass unread.
    """
    found = _UNIT.search(key)
    return as_money_unit((found[1] or found[2] or "").split("/")[0]) if found else ""


def as_money_unit(words: str) -> str:
    """Return a unit of money by its usual name; words that are no unit of money give nothing."""
    unit = words.removeprefix("人民币").removesuffix("人民币").translate(_PLAIN_DIGITS)
    return unit if unit in MONEY_UNITS or _SCALE.fullmatch(unit) else ""


def is_unit(text: str) -> bool:
    """Return whether a text is nothing but a unit: 场, （万元）, 元/人."""
    return _UNITS.fullmatch(squeeze(text)) is not None


@dataclass(frozen=True)
class Match:
    """How a heading was understood: the column's code, and whether by an alias."""

    code: str
    by_alias: bool


@cache
def _contract_headings(sheet: Sheet) -> Mapping[str, Match]:
    """Return every known heading key of a sheet; full headings go before bare ones."""
    known: dict[str, Match] = {}
    for shorten in (heading_key, lambda title: bare(heading_key(title))):
        for code, column in sheet.columns.items():
            known.setdefault(shorten(column.title), Match(code, by_alias=False))
        for code, column in sheet.columns.items():
            for alias in column.aliases:
                known.setdefault(shorten(alias), Match(code, by_alias=True))
    return known


def headings_of(sheet: Sheet, aliases: Mapping[tuple[str, str], str]) -> Headings:
    """Return the headings of a sheet, made once for the aliases that speak of it."""
    spoken = [(words, official) for words, official in aliases.items() if words[0] == sheet.title]
    return _headings_with(sheet, tuple(spoken))


@cache
def _headings_with(sheet: Sheet, aliases: tuple[tuple[tuple[str, str], str], ...]) -> Headings:
    return Headings(sheet, dict(aliases))


@cache
def _keys_of_all() -> frozenset[str]:
    """Return every heading key of the contract."""
    return frozenset().union(*(_contract_headings(sheet) for sheet in (*sheets(), ROSTER)))


@cache
def _naming(keys: frozenset[str]) -> re.Pattern[str]:
    """Return what finds any of the keys: one pattern for all sheets, sought once in a sheet."""
    return re.compile("|".join(map(re.escape, sorted(keys))))


class Headings:
    """The headings that one sheet of the contract is known by, a workspace's aliases included."""

    def __init__(self, sheet: Sheet, aliases: Mapping[tuple[str, str], str]) -> None:
        """Take the contract's headings and `aliases`: (sheet, heading) to official heading."""
        self.sheet = sheet
        self.required = frozenset(
            code for code, column in sheet.columns.items() if column.need is Need.REQUIRED
        )
        self._matched = lru_cache(maxsize=_MOST_KEPT)(self._look_up)
        self._best = lru_cache(maxsize=_MOST_KEPT)(self._look_for_best)
        self.known = dict(_contract_headings(sheet))
        for (title, heading), official in aliases.items():
            if title == sheet.title and heading_key(official) in self.known:
                target = self.known[heading_key(official)]
                self.known[heading_key(heading)] = Match(target.code, by_alias=True)
        self._named = _naming(_keys_of_all().union(self.known))

    def match(self, text: str) -> Match | None:
        """Return the column that a heading names, or None."""
        return self._matched(text) if len(text) <= LONGEST else None

    def _look_up(self, text: str) -> Match | None:
        key = heading_key(text)
        return self.known.get(key) or self.known.get(bare(key))

    def best_words(self, words: tuple[str, ...]) -> str:
        """Return what the levels over a column mean: the fullest heading, else the last words."""
        return self._best(words)

    def _look_for_best(self, words: tuple[str, ...]) -> str:
        options = candidates(words)
        return next((text for text in options if self.match(text)), options[-1])

    def among(self, words: Words) -> frozenset[str]:
        """Return those of the texts that are headings."""
        return frozenset(text for text in words.holding_squeezed(self._named) if self.match(text))

    def score(self, texts: Iterable[str]) -> float:
        """Return the share of the required columns that these headings name."""
        found = {match.code for text in texts if (match := self.match(text))}
        return len(found & self.required) / len(self.required)

    def score_of(self, columns: Iterable[tuple[str, ...]]) -> float:
        """Return the same share for the words that stand above each column, in their levels."""
        return self.score(self.best_words(words) for words in columns)


def heading_texts(grid: Grid, row: int, levels: int) -> dict[int, tuple[str, ...]]:
    """Return the words above each column in a heading of so many levels, outer first.

    Merged group headings stand over each of their columns.
    """
    lines = range(row, row + levels)
    width = max(len(grid.rows[line]) for line in lines)
    above = zip(*(_words_in(grid, line)[:width] for line in lines), strict=True)
    return {column: _distinct(words) for column, words in enumerate(above) if any(words)}


@lru_cache(maxsize=_MOST_KEPT)
def _distinct(words: tuple[str, ...]) -> tuple[str, ...]:
    """Return the words in their order, each once; nothing is none of them."""
    return tuple(dict.fromkeys(filter(None, words)))


def _words_in(grid: Grid, row: int) -> list[str]:
    """Return the words of a row as headings are compared, column by column, looked up once."""
    known = _words_by_row(grid)
    if row not in known:
        cells = list(grid.padded([row])[0][:_WIDEST])
        for column in range(len(cells)) if grid.tops else ():
            if top := grid.tops.get((row, column)):
                cells[column] = grid.at(*top)
        known[row] = [squeeze(cell) if isinstance(cell, str) else "" for cell in cells]
    return known[row]


@once_a_sheet
def _words_by_row(_: Grid) -> dict[int, list[str]]:
    return {}


def candidates(words: tuple[str, ...]) -> tuple[str, ...]:
    """Return the headings that the levels over a column may mean, the fullest first."""
    group = words[-2:-1] if bare(words[-1]) in SUMS else ()
    turned = "".join(reversed(words[-2:]))  # 支出(元) over 本月: 本月支出(元)
    options = ("_".join(words), "".join(words), "".join(words[-2:]), turned, *group, words[-1])
    return tuple(dict.fromkeys((*_in_its_unit(words), *options)))


def _in_its_unit(words: tuple[str, ...]) -> tuple[str, ...]:
    """Return the headings that a unit in the lowest level belongs to: 经费 over 万元."""
    if len(words) == 1 or not is_unit(words[-1]):
        return ()
    unit = words[-1].strip("()")
    return tuple(f"{heading}({unit})" for heading in candidates(words[:-1]))
