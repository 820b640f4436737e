"""`bulletin explain`: where a number of the draft, or of a release, comes from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from difflib import get_close_matches

import polars as pl

from documents.explanation import explain_in_csv, explain_in_words
from documents.members import explain_sum
from flows import steps
from flows.explained import ExplainedEdition, explained_edition
from flows.workspace import Workspace
from schemas.faults import WorkspaceError
from schemas.indicators import INDICATORS
from schemas.period import Period
from transforms.explaining import explain_indicator
from transforms.exporting import as_csv

_NEAR = 5
_QUOTES = "“”\"'「」 　"


@dataclass(frozen=True)
class Asked:
    """What is asked: a code, name or printed form; one part; a release; for a spreadsheet."""

    sought: str
    dimension: str = ""
    release: str = ""
    csv: bool = False


def explain(period: str, folder: str, asked: Asked) -> str:
    """Return what is known of a figure, in words or as csv.

    Raises WorkspaceError where there is no draft or release, or no such figure.
    """
    workspace, month = Workspace.at(folder), Period.parse(period)
    edition = explained_edition(workspace, month, asked.release)
    code = find_code(edition.figures, asked.sought)
    wanted = _of_dimension(edition.figures.filter(code=code), asked.dimension)
    if edition.is_sum:
        return _explain_sum(workspace, month, wanted, edition, csv=asked.csv)
    everything = steps.read_up_to(workspace, month)
    submissions, changed = edition.own(everything, workspace.decisions)
    if not submissions:
        raise WorkspaceError(
            f"{workspace.root / 'raw'} 中已没有{month.label}及以前的报表，无法逐行说明："
            f"单元格见 {workspace.out(month)} 中的 sources.parquet，请恢复原件后重试。"
        )
    examined = steps.check_returns(workspace, month, submissions)
    explanation = explain_indicator(INDICATORS[code], wanted, edition.sources, examined, changed)
    if asked.csv:
        return as_csv(explain_in_csv(explanation)).decode().rstrip("\n")
    told, printed = replace(edition.told, changed=changed), edition.printed.filter(code=code)
    return explain_in_words(explanation, told, printed, (month, workspace.settings))


def _explain_sum(
    workspace: Workspace,
    period: Period,
    wanted: pl.DataFrame,
    edition: ExplainedEdition,
    *,
    csv: bool,
) -> str:
    """Return where a city's sum comes from: the lines of the releases."""
    if csv:
        kept = ["code", "basis", "dimension"]
        return as_csv(edition.sources.join(wanted, on=kept, how="semi")).decode().rstrip("\n")
    title = f"{workspace.settings.union.name}　{period.label}　{edition.told.label}"
    return explain_sum(wanted, edition.sources, title)


def find_code(figures: pl.DataFrame, sought: str) -> str:
    """Return the code that is meant by a code, a name or a printed form.

    Raises WorkspaceError, naming what is near, where none or several are.
    """
    asked = sought.strip(_QUOTES)
    names: Mapping[str, str] = dict(figures.select("code", "name").unique().iter_rows())
    if asked in names:
        return asked
    by_name = {code for code, name in names.items() if asked and asked in name}
    exact = {code for code, name in names.items() if asked == name}
    printed = {row[0] for row in figures.select("code", "printed").iter_rows() if asked == row[1]}
    for found in (exact, by_name, printed):
        if len(found) == 1:
            return found.pop()
        if found:
            raise WorkspaceError(
                f"“{sought}”有几个指标：{_listed(names, sorted(found))}。请写代码。"
            )
    known = {**{code: code for code in names}, **{name: code for code, name in names.items()}}
    near = get_close_matches(asked, known, n=_NEAR, cutoff=0.3)
    codes = list(dict.fromkeys(known[word] for word in near))
    hint = f"相近的有：{_listed(names, codes)}" if codes else "代码见 figures.csv 的 code 一栏"
    raise WorkspaceError(f"没有“{sought}”这个指标。{hint}。")


def _listed(names: Mapping[str, str], codes: list[str]) -> str:
    return "、".join(f"{code}（{names[code]}）" for code in codes)


def _of_dimension(figures: pl.DataFrame, dimension: str) -> pl.DataFrame:
    if not dimension:
        return figures
    found = figures.filter(dimension=dimension)
    if found.is_empty():
        known = [part for part in figures["dimension"].unique(maintain_order=True) if part]
        hint = f"有：{'、'.join(known)}" if known else "它不分项"
        raise WorkspaceError(f"这个指标没有“{dimension}”这一分项；{hint}。")
    return found
