"""Many unions with one command: each for itself, all told of at the end."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from flows import cluster
from flows.command import main
from tests.flows.copies import hashes
from tests.flows.small_union import make_union, type_in


@pytest.fixture
def city(tmp_path: Path) -> Path:
    """Two unions with a workbook of July, and one whose settings cannot be read."""
    for name in ("a", "c"):
        (tmp_path / "city" / name).mkdir(parents=True)
        make_union(tmp_path / "city" / name)
    (tmp_path / "city/b").mkdir()
    (tmp_path / "city/b/bulletin.toml").write_text("[union\n", "utf-8")
    return tmp_path / "city"


def typed(*words: str) -> int:
    with pytest.raises(SystemExit) as ended:
        main(words)
    return int(ended.value.code or 0)


def rows_of(file: Path) -> list[dict[str, str]]:
    with file.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def test_one_union_that_fails_stops_no_other(city, capsys):
    assert typed("run", "2024-07", "--direct", "--workspaces", f"{city}/*") == 1

    told = capsys.readouterr()
    assert "做成 2，没有做成 1" in told.out
    assert f"{city}/b/bulletin.toml 第1行的写法不对" in told.out
    assert "[3/3] c 示例县总工会 2024-07　已写出" in told.err
    rows = rows_of(city / "summary-2024-07.csv")
    assert [Path(row["workspace"]).name for row in rows] == ["a", "b", "c"]
    assert [row["ending"] for row in rows] == ["已写出", "没有做成", "已写出"]
    assert (city / "c/out/2024-07/draft/bulletin.docx").is_file()


def test_each_union_gets_the_bytes_that_it_would_get_alone(city, tmp_path):
    (tmp_path / "alone").mkdir()
    alone = make_union(tmp_path / "alone")
    type_in(alone, "run", "2024-07", "--direct")

    typed("run", "2024-07", "--direct", "--workspaces", f"{city}/[ac]")

    expected = hashes(alone / "out/2024-07/draft")
    assert "bulletin.docx" in expected
    assert hashes(city / "a/out/2024-07/draft") == expected
    assert hashes(city / "c/out/2024-07/draft") == expected


def test_what_has_not_changed_is_not_made_again(city, capsys):
    words = ("run", "2024-07", "--direct", "--workspaces", f"{city}/[ac]")

    assert typed(*words) == typed(*words) == 0

    assert [r["ending"] for r in rows_of(city / "summary-2024-07.csv")] == ["没有变化", "没有变化"]


def test_months_are_made_month_by_month_and_the_summary_may_lie_elsewhere(city, tmp_path, capsys):
    file = tmp_path / "all.csv"
    words = ("--direct", "--workspaces", f"{city}/[ac]", "--summary", str(file))

    assert typed("backfill", "2024-06..2024-07", *words) == 1

    rows = rows_of(file)
    assert [(row["period"], row["ending"]) for row in rows] == [
        ("2024-06", "没有做成"),
        ("2024-06", "没有做成"),
        ("2024-07", "已写出"),
        ("2024-07", "已写出"),
    ]
    assert "没有找到2024年6月的报表" in rows[0]["message"]
    assert not [*city.glob("*.csv")]


def test_what_failed_for_one_reason_stands_together_and_what_was_kept_is_counted(city, capsys):
    words = ("backfill", "2024-06..2024-07", "--direct", "--workspaces", f"{city}/*")
    typed(*words)
    capsys.readouterr()

    assert typed(*words) == 1

    told = capsys.readouterr().out
    assert "做成 2，没有做成 4；做成的有 2 件没有变化，不用重做。" in told
    lines = [line.strip() for line in told.partition("没有做成的：")[2].splitlines()]
    at = next(n for n, line in enumerate(lines) if "bulletin.toml 第1行" in line)
    assert lines[at + 1 : at + 3] == [f"b 2024-06（{city}/b）", f"b 2024-07（{city}/b）"]
    assert told.count("bulletin.toml 第1行") == 1


def test_a_folder_that_is_no_workspace_is_told(city, capsys):
    (city / "d").mkdir()

    assert typed("run", "2024-07", "--direct", "--workspaces", f"{city}/[ad]") == 1

    assert "d 不是工作区：其中没有 bulletin.toml" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("--workspaces", "{city}/none*"), "之下没有工作区"),
        (("--workspaces", "{city}/*", "--direct", "--scheduler", "tcp://x:1"), "不用调度器"),
        (("--workspaces", "{city}/*", "--direct", "--workers", "2"), "不用调度器"),
        (("--workspaces", "{city}/*", "--workspace", "{city}/a"), "只写一个"),
        (("--workspace", "{city}/a", "--direct", "--workers", "2"), "只同 --workspaces 一起写"),
    ],
)
def test_what_does_not_go_together_is_refused(city, capsys, words, told):
    assert typed("run", "2024-07", *(word.format(city=city) for word in words)) == 2

    assert told in capsys.readouterr().err
    assert not [*city.glob("*/out")]


def test_without_the_extra_one_sentence_says_what_to_install(city, capsys, monkeypatch):
    monkeypatch.setattr(cluster, "find_spec", lambda name: None)

    assert typed("run", "2024-07", "--workspaces", f"{city}/*") == 2

    told = capsys.readouterr().err.strip().splitlines()
    assert len(told) == 1
    assert "pip install -c constraints.txt -e '.[cluster]'" in told[0]
    assert "--direct" in told[0]
