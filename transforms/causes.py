"""Why a published figure is another one now: the workbooks behind it that came or changed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import polars as pl

from schemas.codes import DEPARTMENTS
from schemas.contract import RETURNS, return_of, sheet_named
from schemas.indicators import INDICATORS
from schemas.period import Period
from schemas.revision import AUTOMATIC, CORRECTED, LATE, REDEFINED, Published, Sent
from schemas.settings import Statement
from transforms.released import changed_workbooks, redefined

Key = tuple[str, str, str]
"""A figure: code, basis, dimension."""

_Cell = tuple[str, str, str]
_MOST_CELLS = 10
_MOST_REASONS = 3


@dataclass(frozen=True)
class Cause:
    """What a revision is put down to: category, reason, workbooks, cells, who decided."""

    category: str
    reason: str
    workbook: str = ""
    cells: str = ""
    decided: str = AUTOMATIC


@dataclass(frozen=True)
class Inquiry:
    """What is known about the change of one release's figures.

    `now` are the workbooks that are there, `sources` the cells behind the figures of the
    release's period as known now (Source), `statements` what persons said.
    """

    published: Published
    now: Mapping[str, Sent]
    sources: pl.DataFrame
    statements: Sequence[Statement]

    def explain(self, key: Key) -> Cause:
        """Return the cause of one figure's revision; a person's statement goes first."""
        causes = self._causes(key)
        cause = self._worked_out(key, causes)
        names = {workbook.rpartition("/")[2] for workbook in causes}
        return as_stated(cause, key, (self.statements, self.published.period, names))

    def _worked_out(self, key: Key, causes: Sequence[str]) -> Cause:
        if not self.published.is_exact:
            return Cause(CORRECTED, "发布时的留底缺失，只能按公开的数对照，无法查明是哪份报表变动")
        told = [self._told(workbook, key) for workbook in causes[:_MOST_REASONS]]
        reasons = list(dict.fromkeys(reason for _, reason in told))
        category = CORRECTED if CORRECTED in dict(told) else LATE
        if key[0] in self._redefined:
            category, reasons = REDEFINED, ["指标口径有变动", *reasons]
        if not reasons:
            category, reasons = self._without_workbook(key)
        return Cause(category, "；".join(reasons), "、".join(causes), self._cells(key, causes))

    def _without_workbook(self, key: Key) -> tuple[str, list[str]]:
        """Return category and reason where no workbook came or changed."""
        gone = [w for w, *_ in self._then[key] if w not in self.now]
        if gone:
            sent = self.published.workbooks[gone[0]]
            return CORRECTED, [f"{_return_of(sent)}已从报送文件夹撤走"]
        return REDEFINED, ["设置或程序有变动"]

    def _causes(self, key: Key) -> list[str]:
        """Return the workbooks that changed the figure, the likeliest kind of them.

        Of those that changed: increments and the month's own workbooks behind the figure;
        else the month's own, of whose rows none may be left; else a later ledger; and, unless
        one behind it is gone, a later increment that places its rows elsewhere.
        """
        form = return_of(sheet_named(INDICATORS[key[0]].sheet)).code
        changed = {w for w in self._changed if self.now[w].table_code == form}
        behind = {w for w, *_ in (*self._present[key], *self._then[key])}
        later = {w for w in changed if self.now[w].reported_in > self.published.until}
        ledgers = {w for w in later if self.now[w].is_ledger}
        others = set() if behind - self.now.keys() else changed
        for kind in ((changed & behind) - ledgers, changed - later, ledgers, others):
            if kind:
                return sorted(kind)
        return []

    def _told(self, workbook: str, key: Key) -> tuple[str, str]:
        """Return category and reason that a workbook stands for."""
        sent, before = self.now[workbook], self.published.workbooks
        of_return = _return_of(sent)
        if sent.reported_in > self.published.until:
            more = len(self._present[key]) > len(self._then[key])
            book = "台账" if sent.is_ledger else "报表"
            told = f"{_department(sent)}在{_label(sent)}{book}中"
            return (LATE, f"{told}补报") if more else (CORRECTED, f"{told}更正")
        if workbook in before:
            if sent.is_corrected != before[workbook].is_corrected or sent.is_corrected:
                return CORRECTED, f"{of_return}按具名更正修改"
            return CORRECTED, f"{of_return}已更换"
        if any(_edition(sent) == _edition(other) for other in before.values()):
            told = f"{_department(sent)}重报{_label(sent)}报表"
            return CORRECTED, f"{told}（第{sent.version}版）"
        return LATE, f"{_department(sent)}补报{_label(sent)}报表"

    def _cells(self, key: Key, causes: Sequence[str]) -> str:
        """Return the cells of the workbooks now behind the figure: 四送与慰问!I4、I5."""
        found = [(sheet, cell) for w, sheet, cell in self._present[key] if w in causes]
        sheets = dict.fromkeys(sheet for sheet, _ in found[:_MOST_CELLS])
        told = "、".join(
            f"{name}!{'、'.join(cell for sheet, cell in found[:_MOST_CELLS] if sheet == name)}"
            for name in sheets
        )
        return f"{told}等{len(found)}格" if len(found) > _MOST_CELLS else told

    @cached_property
    def _changed(self) -> frozenset[str]:
        return changed_workbooks(self.published, self.now)

    @cached_property
    def _redefined(self) -> frozenset[str]:
        return redefined(self.published)

    @cached_property
    def _present(self) -> Mapping[Key, list[_Cell]]:
        return _cells_by_figure(self.sources)

    @cached_property
    def _then(self) -> Mapping[Key, list[_Cell]]:
        return _cells_by_figure(self.published.sources)


def as_stated(
    cause: Cause, key: Key, said_of: tuple[Sequence[Statement], Period, Collection[str]]
) -> Cause:
    """Return what persons stated of a revision in place of what was worked out; the last counts.

    `said_of` are the statements, the release's period and the names of the workbooks behind.
    """
    statements, period, workbooks = said_of
    for said in reversed(statements):
        about = said.code in ("", key[0]) and said.workbook in ("", *workbooks)
        if about and said.period in ("", str(period)):
            return replace(cause, category=said.category, reason=said.reason, decided=said.by)
    return cause


def _cells_by_figure(sources: pl.DataFrame) -> Mapping[Key, list[_Cell]]:
    found: dict[Key, list[_Cell]] = defaultdict(list)
    columns = ("code", "basis", "dimension", "workbook", "sheet", "cell")
    for code, basis, dimension, *cell in sources.select(columns).iter_rows():
        found[code, basis, dimension].append((cell[0], cell[1], cell[2]))
    return found


def _edition(sent: Sent) -> tuple[str, str]:
    return sent.table_code, sent.reported_in


def _department(sent: Sent) -> str:
    return DEPARTMENTS[RETURNS[sent.table_code].department]


def _label(sent: Sent) -> str:
    return Period.parse(sent.reported_in).label


def _return_of(sent: Sent) -> str:
    return f"{_department(sent)}{_label(sent)}报表"
