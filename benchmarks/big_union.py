"""Times one workbook of many rows, read, checked and added up, against the reader's own time.

The reader is calamine alone in a process: it opens the workbook and gives every value. Ours
reads the same workbook as a run does, checks it by all rules and adds the figures up. Rounds
alternate, each side in a fresh process, imports included. Prints a table and one
machine-readable line. Usage: python benchmarks/big_union.py [ROWS [ROUNDS]]
"""

from __future__ import annotations

import json
import shutil
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from benchmarks.timing import PYTHON, medians, print_table, spend  # noqa: E402

AIM_TIMES, AIM_SECONDS, AIM_MEGABYTES = 1.3, 2.0, 1500

_MAKE = """
import sys
from pathlib import Path
from benchmarks.large_books import make_ledger
make_ledger(Path(sys.argv[1]), int(sys.argv[2]))
"""

_READER = """
import sys
from python_calamine import CalamineWorkbook
book = CalamineWorkbook.from_path(sys.argv[1])
print(sum(len(book.get_sheet_by_name(name).to_python()) for name in book.sheet_names))
"""

_OURS = """
import sys
from flows import steps
from flows.workspace import Workspace
from schemas.period import Period
workspace, period = Workspace.at(sys.argv[1]), Period.parse("2024-10")
path, = workspace.workbooks(period)
sent = [steps.read_return(workspace, period, path)]
examined = steps.check_returns(workspace, period, sent)
edition = steps.add_up_figures(workspace, period, examined)
sessions = edition.figures.filter(code="culture_sessions", basis="ytd", dimension="")["value"]
assert sessions.to_list() == [str(sum(1 + row % 3 for row in range(1, int(sys.argv[2]) + 1)))]
"""


def main() -> None:
    """Time both sides; print medians, and how ours stands to the aim."""
    rows = int(sys.argv[1]) if len(sys.argv) > 1 else 200_000
    rounds = int(sys.argv[2]) if len(sys.argv) > 2 else 3
    readers, ours = [], []
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        spend([PYTHON, "-c", _MAKE, str(folder / "big"), str(rows)])
        (book,) = (folder / "big" / "raw").glob("*/*")
        for _ in range(rounds):
            readers.append(spend([PYTHON, "-c", _READER, str(book)]))
            shutil.rmtree(folder / "big" / ".cache", ignore_errors=True)  # the reading kept
            ours.append(spend([PYTHON, "-c", _OURS, str(folder / "big"), str(rows)]))
    reader, own = medians(readers), medians(ours)
    allowed = AIM_TIMES * reader.processor + AIM_SECONDS
    print_table({f"calamine alone, {rows} rows": reader, "read, checked, added up": own})
    print(f"aim: at most {allowed:.1f} s of processor time and {AIM_MEGABYTES} MB in one process")
    told = {"reader": reader._asdict(), "ours": own._asdict(), "allowed": allowed}
    print(json.dumps({"benchmark": "big_union", "rows": rows, "rounds": rounds, **told}))


if __name__ == "__main__":
    main()
