"""Times a cold `bulletin run 2024-10 --direct` and tells where the time goes.

Each run is a new process on a fresh copy of the sample workspace. Prints a table and one
machine-readable line. Usage: python benchmarks/cold_run.py [RUNS]
"""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from benchmarks.timing import PERIOD, PYTHON, copy_sample  # noqa: E402

PARTS = {
    "读取以前月份": "reading",
    "检查报表": "checking",
    "汇总指标": "figures",
    "撰写文稿": "narrative",
    "核对文稿": "audit",
    "绘制图表": "charts",
    "生成文档": "Word and tables",
    "转成 PDF": "PDF",
    "核对成品": "audit",
    "写出数据": "data files",
    "核对公开数据": "audit",
    "生成审阅页": "review page",
    "与原稿比对": "saving",
    "换上新稿": "saving",
}
"""What the steps of a run are called here; the steps of single workbooks are reading too."""

_CHILD = """
import json, sys, time
from flows.headstart import start_reader
from flows.sparing import run_once

def command():
    began = time.perf_counter()
    start_reader(sys.argv[1])
    from flows.order import make_draft
    from flows.progress import Direct
    from flows.workspace import Workspace
    from schemas.period import Period
    imported = time.perf_counter() - began
    step = Direct()
    make_draft(Workspace.at(sys.argv[1]), Period.parse(sys.argv[2]), "benchmark", step)
    print(json.dumps({"imports": imported, "steps": step.times}))
    return 0

run_once(command)
"""


def time_once(workspace: Path) -> dict[str, float]:
    """Return the seconds of each part of one cold run, and `wall` of the whole process."""
    command = [PYTHON, "-c", _CHILD, str(workspace), PERIOD]
    began = time.perf_counter()
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    wall = time.perf_counter() - began
    told = json.loads(done.stdout)
    parts = {"imports": told["imports"]}
    for name, seconds in told["steps"]:
        part = PARTS.get(name, "reading")
        parts[part] = parts.get(part, 0.0) + seconds
    return parts | {"interpreter": wall - sum(parts.values()), "wall": wall}


def main() -> None:
    """Time the runs and print medians."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 5
    with tempfile.TemporaryDirectory() as folder:
        runs = [time_once(copy_sample(Path(folder) / str(number))) for number in range(count)]
    medians = {part: statistics.median(run[part] for run in runs) for part in runs[0]}
    for part, seconds in medians.items():
        print(f"{part:<16}{seconds:6.2f} s")
    print(json.dumps({"benchmark": "cold_run", "runs": count, "medians": medians}))


if __name__ == "__main__":
    main()
