"""Makes many unions' workspaces: the sample's months under other names with other numbers.

A seed decides the numbers: how many persons each payment reached and each activity had. The
payments of the departments, finance's ledger, its budget, the cumulative ledgers and every
control total follow from them, as in the sample, so the workbooks of a union agree with each
other. November and December, which the sample does not have, repeat some of the year's.
Nine workbooks a month. Usage: python benchmarks/unions.py FOLDER UNIONS [MONTHS [SEED]]
"""

from __future__ import annotations

import datetime as dt
import importlib
import random
import sys
from pathlib import Path
from types import ModuleType

DATA = Path(__file__).resolve().parents[1] / "data"
RETURNS = (
    *("publicity", "reform", "places", "rights", "relief", "women"),
    *("mutual", "palace", "finance"),
)
NAME = "永新县"
FIXED = ("BF-202408-01",)
"""The payment of two vouchers, whose parts the sample states."""

LAST_PAID = (
    (11, 13, "P-HB01", 95, 230, "网约车司机"),
    (11, 26, "P-WN02", 16, 1000, "莲洲乡"),
    (12, 12, "P-HB01", 85, 230, "货车司机"),
    (12, 24, "P-WN02", 17, 1000, "曲白乡"),
)
LAST_ACTIVITIES = (
    (11, 8, "劳模宣讲", "劳模宣讲进车间", "工业园区", "园区管委会", 130),
    (11, 22, "文体赛事", "全县职工象棋赛", "工人文化宫", "", 52),
    (12, 6, "送文艺下基层", "冬日文艺汇演", "北门社区", "县文化馆", 240),
    (12, 20, "文体赛事", "全县职工羽毛球赛", "县体育馆", "县教体局", 88),
)


def make_unions(folder: Path, count: int, months: int = 12, seed: int = 7) -> list[Path]:
    """Return the workspaces of so many unions, each with the first months of 2024."""
    if str(DATA) not in sys.path:
        sys.path.insert(0, str(DATA))
    unions = [folder / f"union-{number:03d}" for number in range(1, count + 1)]
    for number, union in enumerate(unions, start=1):
        _make_union(union, f"示例{number:03d}县", random.Random(f"{seed} {number}"), months)
    return unions


def _make_union(union: Path, county: str, chance: random.Random, months: int) -> None:
    modules = _fresh_sample(county, chance)
    union.mkdir(parents=True)
    settings = (DATA / "bulletin.toml").read_text(encoding="utf-8")
    (union / "bulletin.toml").write_text(settings.replace(NAME, county), encoding="utf-8")
    for month in range(1, months + 1):
        for returns in RETURNS:
            book = modules[returns].book(month)
            hand = modules["changes"].hand_of(book.code, book.month)
            modules["files"].write(book, hand, union / "raw" / f"2024-{month:02d}")


def _fresh_sample(county: str, chance: random.Random) -> dict[str, ModuleType]:
    """Return the sample's modules, imported anew with the union's name and numbers."""
    for name in [name for name in sys.modules if name.partition(".")[0] == "sample"]:
        del sys.modules[name]
    modules = {name: importlib.import_module(f"sample.{name}") for name in ("days", "hand")}
    modules["days"].day = _day  # type: ignore[attr-defined]  # the year's last month has an end too
    modules["hand"].UNION = f"{county}总工会"  # type: ignore[attr-defined]
    payments = importlib.import_module("sample.payments")
    payments.PAID = (*payments.PAID, *LAST_PAID)
    batches = payments._number_batches()  # noqa: SLF001 (made again of what is paid here)
    payments.BATCHES = tuple(
        batch if batch.batch_id in FIXED else batch._replace(heads=_varied(batch.heads, chance))
        for batch in batches
    )
    for name in ("changes", "files", *RETURNS):
        modules[name] = importlib.import_module(f"sample.{name}")
    publicity = modules["publicity"]
    publicity.ACTIVITIES = tuple(  # type: ignore[attr-defined]
        (*activity[:-1], _varied(activity[-1], chance))
        for activity in (*publicity.ACTIVITIES, *LAST_ACTIVITIES)
    )
    return modules


def _varied(count: int, chance: random.Random) -> int:
    """Return a count up to a fifth smaller or a twentieth larger: within the year's budgets."""
    return max(1, round(count * chance.uniform(0.8, 1.05)))


def _day(month: int, number: int) -> dt.date:
    return dt.date(2024 + (month - 1) // 12, (month - 1) % 12 + 1, number)


def main() -> None:
    """Make the workspaces that the command line asks for."""
    folder, *numbers = sys.argv[1:]
    made = make_unions(Path(folder), *map(int, numbers))
    print(f"{len(made)} unions in {folder}")


if __name__ == "__main__":
    main()
