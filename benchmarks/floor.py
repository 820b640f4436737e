"""Times a cold run of ours against a floor: what libraries and files alone must cost.

The floor imports every package that our run imports, reads the same workbooks with the same
reader (calamine), draws as many charts in the same size (bars with a number each), saves one
document as large as the bulletin, and does nothing else. Rounds alternate, each side in a fresh
process, ours in a fresh workspace. Prints a table and one machine-readable line.
Usage: python benchmarks/floor.py [ROUNDS]
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from benchmarks.timing import (  # noqa: E402
    PERIOD,
    PYTHON,
    SAMPLE,
    Spent,
    bulletin,
    copy_sample,
    medians,
    print_table,
    spend,
)

AIM = 1.5

_IMPORTED = """
import sys
from flows.command import _run
code = _run(["run", sys.argv[1], "--direct", "--workspace", sys.argv[2]])
own = {"flows", "schemas", "transforms", "workbooks", "documents", "benchmarks"}
names = {name.partition(".")[0] for name in sys.modules} - own - sys.stdlib_module_names
print(*sorted(name for name in names if name.isidentifier()))
"""
"""Makes a draft and prints the packages that this took; none of them is one of ours."""

_MODULES = (
    *("polars", "pandera.polars", "python_calamine", "openpyxl", "xlsxwriter", "docx"),
    *("matplotlib.figure", "matplotlib.backends.backend_agg", "cryptography.fernet"),
)
"""Where importing a package alone does not bring what a run uses of it."""

_FLOOR = """
import contextlib, importlib, io, sys
from pathlib import Path

folder, draft, target, *packages = sys.argv[1:]
for name in packages:
    with contextlib.suppress(ImportError):  # some are names inside of other packages
        importlib.import_module(name)

import docx
from docx.shared import Cm
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle
from python_calamine import CalamineWorkbook

cells = 0
for path in sorted(Path(folder).glob("raw/2024-*/*")):
    if path.suffix == ".csv":
        cells += path.read_text(encoding="gb18030").count(",")
        continue
    book = CalamineWorkbook.from_path(str(path))
    for name in book.sheet_names:
        cells += sum(map(len, book.get_sheet_by_name(name).to_python()))

charts = []
for bars in map(int, Path(draft, "bars").read_text().split()):
    figure = Figure(figsize=(6.14, 3.0), dpi=200)
    canvas = FigureCanvasAgg(figure)
    for bar in range(bars):
        left = (bar + 0.1) / bars
        figure.add_artist(Rectangle((left, 0), 0.8 / bars, (bar + 1) / bars))
        figure.text(left, 0.1, "12.34")
    picture = io.BytesIO()
    canvas.print_png(picture)
    charts.append(picture)

document = docx.Document()
for line in Path(draft, "lines").read_text(encoding="utf-8").splitlines():
    document.add_paragraph(line)
for size in Path(draft, "tables").read_text().splitlines():
    rows, columns = map(int, size.split())
    table = document.add_table(rows, columns)
    for row in table.rows:
        for cell in row.cells:
            cell.text = "12.34"
for chart in charts:
    document.add_picture(chart, width=Cm(15.6))
document.save(target)
"""


def learn(folder: Path) -> list[str]:
    """Make a draft; return the packages that this imported, and leave the outline of the bulletin.

    The outline, in `folder`, is the text of each paragraph, the size of each table, and how
    many bars each chart has.
    """
    import docx

    workspace = copy_sample(folder / "learnt")
    command = [PYTHON, "-c", _IMPORTED, PERIOD, str(workspace)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    document = docx.Document(str(workspace / "out" / PERIOD / "draft" / "bulletin.docx"))
    lines = [paragraph.text for paragraph in document.paragraphs]
    (folder / "lines").write_text("\n".join(lines), encoding="utf-8")
    tables = [f"{len(table.rows)} {len(table.columns)}" for table in document.tables]
    (folder / "tables").write_text("\n".join(tables))
    (folder / "bars").write_text(" ".join(["10"] * len(document.inline_shapes)))
    return [*done.stdout.splitlines()[-1].split(), *_MODULES]


def main() -> None:
    """Time both sides in turn; print medians and the ratio."""
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 5
    ours: list[Spent] = []
    floors: list[Spent] = []
    with tempfile.TemporaryDirectory() as told:
        folder = Path(told)
        packages = learn(folder)
        least = [str(SAMPLE), told, str(folder / "floor.docx"), *packages]
        for number in range(rounds):
            floors.append(spend([PYTHON, "-c", _FLOOR, *least]))
            workspace = copy_sample(folder / str(number))
            ours.append(spend(bulletin("run", PERIOD, "--direct", "--workspace", str(workspace))))
    rows = {"floor": medians(floors), "bulletin run --direct": medians(ours)}
    ratios = medians([Spent(*(o / f for o, f in zip(*p))) for p in zip(ours, floors)])  # noqa: B905
    print_table(rows)
    print(f"ours in floors: {ratios.processor:.2f} of processor time, aim {AIM}")
    told_of = {name: spent._asdict() for name, spent in rows.items()}
    print(
        json.dumps({"benchmark": "floor", "rounds": rounds, **told_of, "ratio": ratios._asdict()})
    )


if __name__ == "__main__":
    main()
