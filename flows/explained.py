"""Which edition `bulletin explain` tells of: the draft that stands, or a release.

A release holds public figures alone. What stood behind it (exact figures, their cells, where
they were printed, the workbooks that it was made of) the office keeps beside it, private, in
`kept/vN/`; with that a release is explained as it was, whatever came since. A workbook that was
exchanged or is gone since is told by the addresses of its cells alone.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from flows.drafts import DRAFT, read_public_figures
from flows.gate.adopted import read_adoptions
from flows.gate.binding import bound_content, draft_of, hashes_in
from flows.gate.keeping import COMPARISONS, FOLDER, PRINTED, SEAL, read_kept
from flows.kinds import kind_names
from flows.manifest import changed_workbooks, read_manifest
from flows.workspace import Workspace
from schemas.comparison import VIEW_SCHEMA
from schemas.decision import Decisions
from schemas.explanation import PRINTED_SCHEMA, Explaining
from schemas.faults import WorkspaceError
from schemas.period import Period
from schemas.revision import Sent
from schemas.submission import Submission
from transforms.released import sent_workbooks

_LOST = "发布时的留底缺失或有变动：数值和印法是这一版的，逐行出处和刊印位置是现有初稿的。"
_ADOPTED = "{}在 Word 中改过并已采用，改动的句子以采用稿为准。"


@dataclass(frozen=True)
class ExplainedEdition:
    """An edition as it is explained: its figures, their cells, and where they are printed.

    `figures` follows Figure, `sources` Source, `printed` PRINTED_SCHEMA. `made_of` are the
    workbooks of a release, by name; None: all that are there. `is_sum`: it adds releases up.
    """

    figures: pl.DataFrame
    sources: pl.DataFrame
    printed: pl.DataFrame
    told: Explaining
    made_of: Mapping[str, Sent] | None = None
    is_sum: bool = False

    def own(
        self, submissions: Sequence[Submission], decisions: Decisions
    ) -> tuple[list[Submission], tuple[str, ...]]:
        """Return the submissions that the edition was made of, and those that changed since."""
        if self.made_of is None:
            return [*submissions], self.told.changed
        now = sent_workbooks(submissions, decisions)
        changed = (
            name
            for name, sent in self.made_of.items()
            if name not in now or now[name].content != sent.content
        )
        own = [item for item in submissions if item.workbook in self.made_of]
        return own, tuple(sorted(changed))


def explained_edition(workspace: Workspace, period: Period, release: str) -> ExplainedEdition:
    """Return the draft, or the release that is named.

    Raises WorkspaceError where there is no draft, or no such release.
    """
    return _release(workspace, period, release) if release else _draft(workspace, period)


def _draft(workspace: Workspace, period: Period) -> ExplainedEdition:
    draft = draft_of(workspace, period)
    manifest = read_manifest(draft)
    used = {Period.parse_month(item["workbook"].partition("/")[0]) for item in manifest["inputs"]}
    there = {month for month in workspace.months if month <= period}
    changed = changed_workbooks(workspace, manifest, sorted(used | there))
    return ExplainedEdition(
        figures=pl.read_parquet(draft / "figures.parquet"),
        sources=pl.read_parquet(draft / "sources.parquet"),
        printed=_printed(draft),
        told=Explaining("现有初稿", changed, _adopted(workspace, period), _views(draft)),
        is_sum=bool(manifest.get("packages")),
    )


def _adopted(workspace: Workspace, period: Period) -> tuple[str, ...]:
    names = kind_names(workspace, read_adoptions(workspace.out(period))).values()
    return tuple(_ADOPTED.format(name) for name in names)


def _release(workspace: Workspace, period: Period, release: str) -> ExplainedEdition:
    out = workspace.out(period)
    folder = out / release
    number = release.removeprefix("v")
    if not (number.isdecimal() and folder.is_dir()):
        raise WorkspaceError(f"{period.label}没有发布过“{release}”这一版：写作 v1、v2 的样子。")
    manifest, label = read_manifest(folder), f"发布件 {release}"
    is_draft = manifest["bound"] == bound_content(out, hashes_in(out / DRAFT))
    kept = read_kept(out, int(number), manifest.get(SEAL, ""))
    if kept is None:
        stands = _draft(workspace, period)
        notes = stands.told.notes if is_draft else (*stands.told.notes, _LOST)
        told = Explaining(label, stands.told.changed, notes)
        public = read_public_figures(folder)
        return ExplainedEdition(public, stands.sources, stands.printed, told, None, stands.is_sum)
    places = out / DRAFT if is_draft else out / FOLDER / release
    return ExplainedEdition(
        figures=kept.figures,
        sources=kept.sources,
        printed=_printed(places),
        told=Explaining(label, (), _adopted(workspace, period) if is_draft else (), _views(places)),
        made_of=kept.workbooks,
        is_sum=not kept.workbooks,
    )


def _printed(folder: Path) -> pl.DataFrame:
    """Return where an edition prints its figures; nothing known of one of an older program."""
    return _read(folder / PRINTED, PRINTED_SCHEMA)


def _views(folder: Path) -> pl.DataFrame:
    """Return the comparisons of an edition; nothing known of one of an older program."""
    return _read(folder / COMPARISONS, VIEW_SCHEMA)


def _read(path: Path, schema: Mapping[str, pl.DataType]) -> pl.DataFrame:
    if not path.is_file():
        return pl.DataFrame(schema=schema)
    return pl.read_csv(path, schema=schema).fill_null("")
