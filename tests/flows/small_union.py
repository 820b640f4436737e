"""A workspace of one workbook, made by hand: quick to check, its findings known."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

import pytest

from flows.command import main
from tests.workbooks.by_hand import HEADING, relief, write_return

WORKBOOK = "2024-07/帮扶.xlsx"
SHEET = "四送与慰问"
HIGH = {"标准(元/人)": 600, "金额(元)": 90_000}
"""A standard above the usual 20 to 500 yuan of 送清凉 (rule W-P01): 150 × 600 = 90 000."""


def make_union(root: Path) -> Path:
    """Return a workspace whose workbook of July 2024 holds one row with a high standard."""
    (root / "bulletin.toml").write_text('[union]\nname = "示例县总工会"\n', "utf-8")
    send(root, WORKBOOK, relief(**HIGH))
    return root


def send(root: Path, name: str, *rows: list[Any], **on_cover: Any) -> Path:
    """Put a workbook below `raw/`; without a cover of another month, its folder's."""
    path = root / "raw" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    month = {"报送期": name[:7], **on_cover}
    return write_return(path, "W05", {SHEET: [HEADING, *rows]}, **month)


def type_in(root: Path, *words: str) -> int:
    """Type a command in the workspace; return its exit code."""
    with pytest.raises(SystemExit) as ended:
        main([*words, "--workspace", str(root)])
    return int(ended.value.code or 0)


def check(root: Path, period: str = "2024-07") -> list[dict[str, str]]:
    """Check a period; return the findings."""
    type_in(root, "check", period)
    return issues_in(root / "out" / period / "check/issues.csv")


def issues_in(path: Path) -> list[dict[str, str]]:
    """Return the findings of an issues.csv."""
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def severities(issues: list[dict[str, str]], rule: str) -> list[str]:
    """Return how grave the findings of a rule are."""
    return [row["severity"] for row in issues if row["rule"] == rule]


def last_line(text: str) -> str:
    """Return the last line of what was printed."""
    return text.strip().splitlines()[-1]
