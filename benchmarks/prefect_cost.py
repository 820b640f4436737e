"""Times a run as a Prefect flow against a direct run and an empty flow in the same mode.

Three modes: a server of our own in a fresh workspace (it builds its tables), the same in a
workspace that has run before, and a server that is running already (its own time is not
told, since it is no child of the run). Processor time includes the servers that the runs
start. Prints a table and one machine-readable line. Usage: python benchmarks/prefect_cost.py
[ROUNDS]
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from benchmarks.timing import (  # noqa: E402
    PERIOD,
    PYTHON,
    Spent,
    bulletin,
    copy_sample,
    medians,
    print_table,
    spend,
)

AIM = 1.2

_EMPTY = """
import sys
from flows.server import connect
from flows.workspace import Workspace
connect(Workspace.at(sys.argv[1]))
from prefect import flow

@flow(name="empty", persist_result=False, log_prints=False)
def nothing():
    pass

nothing()
"""

_KEEPER = """
import sys
from flows.server import connect
from flows.workspace import Workspace
print(connect(Workspace.at(sys.argv[1])), flush=True)
sys.stdin.read()
"""

MODES = ("first start of a server", "later start of a server", "a server that runs")
KINDS = ("empty flow", "direct run", "run as a flow")


def measure(workspace: Path) -> dict[str, Spent]:
    """Return what an empty flow, a direct run and a run as a flow spend in a workspace.

    Each run reads all of its workbooks.
    """
    told = {"empty flow": spend([PYTHON, "-c", _EMPTY, str(workspace)])}
    words = ("run", PERIOD, "--workspace", str(workspace), "--again")
    for kind, options in (("direct run", ("--direct",)), ("run as a flow", ())):
        for made in ("out", ".cache/readings", ".cache/charts"):  # Prefect's records stay
            shutil.rmtree(workspace / made, ignore_errors=True)
        told[kind] = spend(bulletin(*words, *options))
    return told


def first_starts(folder: Path) -> dict[str, Spent]:
    """Return the same with a fresh workspace for each, in which Prefect has no tables yet."""
    told = {}
    for kind in KINDS:
        workspace = copy_sample(folder / kind)
        words = ("run", PERIOD, "--workspace", str(workspace))
        if kind == "empty flow":
            told[kind] = spend([PYTHON, "-c", _EMPTY, str(workspace)])
        else:
            told[kind] = spend(bulletin(*words, *(["--direct"] if kind == "direct run" else [])))
    return told


@contextmanager
def running_server(workspace: Path) -> Iterator[None]:
    """Keep a server of the workspace running."""
    command = [PYTHON, "-c", _KEEPER, str(workspace)]
    with subprocess.Popen(
        command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as keeper:
        assert keeper.stdin is not None
        assert keeper.stdout is not None
        keeper.stdout.readline()
        yield
        keeper.stdin.close()


def round_of(folder: Path) -> dict[str, dict[str, Spent]]:
    """Return what each mode's three kinds of run spend."""
    told = {MODES[0]: first_starts(folder)}
    workspace = folder / KINDS[2]
    told[MODES[1]] = measure(workspace)
    with running_server(workspace):
        told[MODES[2]] = measure(workspace)
    return told


def main() -> None:
    """Time the rounds; print medians, and what our flow costs of direct run and empty flow."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 3
    rounds = []
    for _ in range(count):
        with tempfile.TemporaryDirectory() as folder:
            rounds.append(round_of(Path(folder)))
    told: dict[str, object] = {"benchmark": "prefect_cost", "rounds": count}
    for mode in MODES:
        spent = {kind: medians([each[mode][kind] for each in rounds]) for kind in KINDS}
        print(mode)
        print_table({f"  {kind}": spent[kind] for kind in KINDS})
        ratios = {
            measure: getattr(spent[KINDS[2]], measure)
            / sum(getattr(spent[kind], measure) for kind in KINDS[:2])
            for measure in ("seconds", "processor")
        }
        print("  of both:", *(f"{value:.2f} ({name})" for name, value in ratios.items()), end="")
        print(f"; aim {AIM}")
        told[mode] = {kind: spent[kind]._asdict() for kind in KINDS} | {"ratios": ratios}
    print(json.dumps(told))


if __name__ == "__main__":
    main()
