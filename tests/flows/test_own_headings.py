"""A department's own words for a heading, from the finding to the workbook that reads."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from flows.command import main
from tests.workbooks.by_hand import HEADING, relief, write_return


@pytest.fixture
def union(tmp_path: Path) -> Path:
    """A workspace whose one workbook says 发放人数 for 人数."""
    (tmp_path / "bulletin.toml").write_text('[union]\nname = "示例县总工会"\n', "utf-8")
    folder = tmp_path / "raw/2024-07"
    folder.mkdir(parents=True)
    heading = ["发放人数" if title == "人数" else title for title in HEADING]
    write_return(folder / "帮扶.xlsx", "W05", {"四送与慰问": [heading, relief()]})
    return tmp_path


def check(union: Path) -> tuple[int, list[dict[str, str]]]:
    """Run `bulletin check`; return its exit code and the findings about the workbook."""
    with pytest.raises(SystemExit) as ended:
        main(["check", "2024-07", "--workspace", str(union)])
    path = union / "out/2024-07/check/issues.csv"
    with path.open(encoding="utf-8", newline="") as stream:
        own = [row for row in csv.DictReader(stream) if row["workbook"]]
    return int(ended.value.code or 0), own


def test_the_line_that_a_finding_proposes_makes_the_workbook_read(union):
    code, before = check(union)
    (missing,) = (row for row in before if row["rule"] == "E-F04")
    line = missing["message"].rpartition("：")[2]
    (union / "aliases.csv").write_bytes(f"表页,表头,规定表头\r\n{line}\r\n".encode("gb18030"))

    after = check(union)

    assert (code, line) == (1, "四送与慰问,发放人数,人数")
    assert after[0] == 0
    assert [row["rule"] for row in after[1]] == ["N06"]


def test_a_faulty_line_is_told_in_one_sentence_with_its_number(union, capsys):
    (union / "aliases.csv").write_text("四送与慰问,发放人数,人数\n四送与慰问,人头\n", "utf-8")

    with pytest.raises(SystemExit) as ended:
        main(["check", "2024-07", "--workspace", str(union)])

    assert ended.value.code == 2
    assert "aliases.csv 第2行有2项，应为3项" in capsys.readouterr().err
