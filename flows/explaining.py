"""`bulletin explain`: where a number of the draft, or of a release, comes from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path

import polars as pl

from documents.explanation import explain_in_csv, explain_in_words
from documents.members import explain_sum
from flows import steps
from flows.drafts import read_public_figures
from flows.gate.adopted import read_adoptions
from flows.gate.binding import bound_content, draft_of, hashes_in
from flows.kinds import kind_names
from flows.manifest import changed_workbooks, read_manifest
from flows.workspace import Workspace
from schemas.explanation import PRINTED_SCHEMA, Explaining
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
    draft = draft_of(workspace, month)
    figures, told = _edition(workspace, month, draft, asked.release)
    code = find_code(figures, asked.sought)
    wanted = _of_dimension(figures.filter(code=code), asked.dimension)
    if not asked.release and read_manifest(draft).get("packages"):
        return _explain_sum(workspace, month, wanted, draft, csv=asked.csv)
    submissions = steps.read_up_to(workspace, month)
    if not submissions:
        raise WorkspaceError(
            f"{workspace.root / 'raw'} 中已没有{month.label}及以前的报表，无法逐行说明："
            f"单元格见 {draft / 'sources.parquet'}，请恢复原件后重试。"
        )
    examined = steps.check_returns(workspace, month, submissions)
    explanation = explain_indicator(
        INDICATORS[code],
        wanted,
        pl.read_parquet(draft / "sources.parquet"),
        examined,
        told.changed,
    )
    if asked.csv:
        return as_csv(explain_in_csv(explanation)).decode().rstrip("\n")
    printed = _printed(draft).filter(code=code)
    return explain_in_words(explanation, told, printed, (month, workspace.settings))


def _explain_sum(
    workspace: Workspace, period: Period, wanted: pl.DataFrame, draft: Path, *, csv: bool
) -> str:
    """Return where a city's sum comes from: the lines of the releases."""
    sources = pl.read_parquet(draft / "sources.parquet")
    if csv:
        kept = ["code", "basis", "dimension"]
        return as_csv(sources.join(wanted, on=kept, how="semi")).decode().rstrip("\n")
    title = f"{workspace.settings.union.name}　{period.label}　现有初稿"
    return explain_sum(wanted, sources, title)


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


def _edition(
    workspace: Workspace, period: Period, draft: Path, release: str
) -> tuple[pl.DataFrame, Explaining]:
    """Return the figures of the edition that is meant, and what is told of it."""
    manifest = read_manifest(draft)
    used = {Period.parse_month(item["workbook"].partition("/")[0]) for item in manifest["inputs"]}
    there = {month for month in workspace.months if month <= period}
    changed = changed_workbooks(workspace, manifest, sorted(used | there))
    adopted = kind_names(workspace, read_adoptions(workspace.out(period))).values()
    notes = [f"{name}在 Word 中改过并已采用，改动的句子以采用稿为准。" for name in adopted]
    if not release:
        figures = pl.read_parquet(draft / "figures.parquet")
        return figures, Explaining("现有初稿", changed, tuple(notes))
    folder = workspace.out(period) / release
    if not folder.is_dir():
        raise WorkspaceError(f"{period.label}没有发布过“{release}”这一版：写作 v1、v2 的样子。")
    bound = bound_content(workspace.out(period), hashes_in(draft))
    if read_manifest(folder)["bound"] != bound:
        notes.append("初稿在发布后有变化：数值和印法是这一版的，逐行出处和刊印位置是现有初稿的。")
    return read_public_figures(folder), Explaining(f"发布件 {release}", changed, tuple(notes))


def _printed(draft: Path) -> pl.DataFrame:
    """Return where the draft prints its figures; nothing known of a draft of an older program."""
    path = draft / "printed.csv"
    if not path.is_file():
        return pl.DataFrame(schema=PRINTED_SCHEMA)
    return pl.read_csv(path, schema=PRINTED_SCHEMA).fill_null("")
