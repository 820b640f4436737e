"""Many unions with one command: which workspaces, what each comes to, what is left of it.

Work is handed out by union and period. What goes to a worker is a path and a period, what
comes back an `Outcome`; neither holds a value of a cell.
"""

from __future__ import annotations

import glob
import io
import os
import time
from collections.abc import Callable, Sequence
from dataclasses import astuple, dataclass
from pathlib import Path
from typing import Any

import polars as pl

from documents.findings import count_by_severity
from documents.unions import tabulate_unions, tell_progress
from flows.disk import replace_file
from flows.helping import sentence_of
from flows.progress import Direct, say
from flows.running import Order, run_directly
from flows.workspace import Workspace
from schemas.faults import WorkspaceError
from schemas.period import Period
from schemas.unions import FAILED, OUTCOME_COLUMNS, UNCHANGED, WRITTEN, Outcome
from transforms.exporting import as_csv


@dataclass(frozen=True)
class How:
    """Where the work is done: here one after the other, or on a Dask cluster.

    `scheduler` is the address of an existing cluster, empty for one on this machine, of
    `workers` processes (0: as many as there are cores).
    """

    direct: bool = False
    scheduler: str = ""
    workers: int = 0


def make_unions(
    pattern: str, periods: Sequence[Period], signed: tuple[str, bool], how: How, summary: str
) -> tuple[str, bool]:
    """Make the drafts of several periods in every workspace that a pattern names.

    `signed` is who runs it, and whether drafts are made again in any case; `summary` the csv
    to write, empty for one beside the workspaces. Returns the table, and whether all succeeded.
    """
    folders = find_workspaces(pattern)
    orders = [Order(str(p), str(f), *signed) for p in periods for f in folders]
    root = common_folder(folders)
    outcomes: list[Outcome] = []

    def tell(outcome: Outcome) -> None:
        outcomes.append(outcome)
        say(tell_progress(outcome, outcomes, len(orders)))

    _make(orders, root, how, tell)
    place = {(order.folder, order.period): number for number, order in enumerate(orders)}
    outcomes.sort(key=lambda item: place[item.workspace, item.period])
    file = Path(summary) if summary else root / _name_of_summary(periods)
    write_summary(file, outcomes)
    return tabulate_unions(outcomes, file.as_posix()), not any(item.failed for item in outcomes)


def find_workspaces(pattern: str) -> list[Path]:
    """Return the folders that a pattern such as `某市/*` names, absolute and in order.

    A folder without settings is among them: that it is no workspace is told, not passed over.
    Raises WorkspaceError where no workspace is among them.
    """
    found = sorted(Path(path).absolute() for path in glob.glob(str(Path(pattern).expanduser())))  # noqa: PTH207 - a whole path
    folders = [path for path in found if path.is_dir()]
    if not any((folder / "bulletin.toml").is_file() for folder in folders):
        raise WorkspaceError(
            f"“{pattern}”之下没有工作区：请写成带引号的通配，如 --workspaces '某市/*'，"
            "每个工作区是一个含 bulletin.toml 的文件夹。"
        )
    return folders


def common_folder(folders: Sequence[Path]) -> Path:
    """Return the folder in which all of the workspaces lie."""
    return Path(os.path.commonpath([folder.parent for folder in folders]))


def come_to(order: Order) -> Outcome:
    """Return what one union's period comes to; whatever fails is told, and nothing raised."""
    began = time.perf_counter()
    told: dict[str, Any] = {
        "workspace": order.folder,
        "union": name_of_union(order.folder),
        "period": order.period,
    }
    try:
        draft = run_directly(order, Direct(io.StringIO()))
    except Exception as fault:  # noqa: BLE001 (the other unions do not depend on it)
        spent = round(time.perf_counter() - began, 2)
        return Outcome(**told, ending=FAILED, seconds=spent, message=sentence_of(fault))
    spent = round(time.perf_counter() - began, 2)
    if draft is None:
        return Outcome(**told, ending=UNCHANGED, seconds=spent)
    found = count_by_severity(draft.edition.issues)
    return Outcome(**told, ending=WRITTEN, errors=found["E"], warnings=found["W"], seconds=spent)


def name_of_union(folder: str) -> str:
    """Return a union's name, or its folder's where the settings cannot be read."""
    try:
        return Workspace.at(folder).settings.union.name
    except (WorkspaceError, OSError):
        return Path(folder).name


def write_summary(file: Path, outcomes: Sequence[Outcome]) -> None:
    """Write the outcomes as csv, one row a union and period."""
    rows = [astuple(item) for item in outcomes]
    frame = pl.DataFrame(rows, schema=_SUMMARY_SCHEMA, orient="row")
    replace_file(file, as_csv(frame))


_SUMMARY_SCHEMA = dict.fromkeys(OUTCOME_COLUMNS, pl.String()) | {
    "errors": pl.Int64(),
    "warnings": pl.Int64(),
    "seconds": pl.Float64(),
}


def _make(orders: Sequence[Order], root: Path, how: How, tell: Callable[[Outcome], None]) -> None:
    """Make the drafts where they are wanted, and tell of each as it ends."""
    if not how.direct:
        from flows.cluster import make_on_cluster, require_cluster

        require_cluster()
        make_on_cluster(orders, root, (how.scheduler, how.workers), tell)
        return
    if how.scheduler or how.workers:
        raise WorkspaceError(
            "--direct 在本进程中依次运行，不用调度器和工作进程：请去掉 --direct，"
            "或去掉 --scheduler、--workers。"
        )
    for order in orders:
        tell(come_to(order))


def _name_of_summary(periods: Sequence[Period]) -> str:
    """Return `summary-2024-10.csv`, or the first and the last of several periods."""
    ends = dict.fromkeys([str(periods[0]), str(periods[-1])])
    return f"summary-{'_'.join(ends)}.csv"
