"""A city that releases again says which numbers changed, and whose release changed them."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from documents.word.reading import read_word
from tests.flows.gate.gated import PHRASE, VARIABLE
from tests.flows.packages import figure, make_release
from tests.flows.small_union import type_in

PERIOD = "2024-10"
UNIONS = ("甲县总工会", "乙县总工会")


@pytest.fixture
def city(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A city that released the sum of two unions: 868 + 32 = 900 persons aided."""
    monkeypatch.setenv(VARIABLE, PHRASE)
    root = tmp_path / "city"
    root.mkdir()
    settings = f"[union]\nname = '某市总工会'\nmembers = {list(UNIONS)}\n"
    (root / "bulletin.toml").write_text(settings, "utf-8")
    for union, persons in zip(UNIONS, ("868", "32"), strict=True):
        released(root, union, 1, persons)
    assert type_in(root, "passphrase", "--by", "李四") == 0
    assert add_up(root) == 0
    assert revisions_of(root) == []
    release(root)
    return root


def released(root: Path, union: str, version: int, persons: str) -> None:
    folder = root.parent / "of" / union / f"v{version}"
    make_release(folder, union, figure("aid_persons", persons), version=version)


def add_up(root: Path) -> int:
    return type_in(root, "rollup", PERIOD, "--packages", f"{root.parent}/of/*")


def release(root: Path) -> None:
    for words in (
        ("review", PERIOD, "--by", "张三"),
        ("approve", PERIOD, "--by", "李四"),
        ("release", PERIOD, "--by", "张三", "--reason", "乙县更正"),
    ):
        assert type_in(root, *words) == 0


def revisions_of(root: Path) -> list[dict[str, str]]:
    with (root / f"out/{PERIOD}/draft/revisions.csv").open(encoding="utf-8-sig") as file:
        return list(csv.DictReader(file))


def said_in(root: Path) -> str:
    return "\n".join(read_word((root / f"out/{PERIOD}/draft/bulletin.docx").read_bytes()).lines)


def test_a_union_that_released_again_is_named_with_the_sum_before_and_after(city):
    released(city, "乙县总工会", 2, "38")  # 868 + 38 = 906: six more
    assert add_up(city) == 0

    total, *parts = revisions_of(city)
    assert (total["code"], total["dimension"]) == ("aid_persons", "")
    assert (total["release"], total["before"], total["after"]) == ("v1", "900", "906")
    assert (total["change"], total["category"]) == ("6", "更正")
    assert total["reason"] == "乙县总工会重新发布（第2版）"
    assert total["workbook"] == "乙县总工会 2024-10 v2"
    assert [part["dimension"] for part in parts] == ["county=乙县总工会"]
    assert "数据修订" in said_in(city)
    assert "乙县总工会重新发布（第2版）" in said_in(city)


def test_the_released_correction_is_told_again_by_a_rerun_and_by_the_release_after_it(city):
    released(city, "乙县总工会", 2, "38")
    add_up(city)
    told = revisions_of(city)
    release(city)
    add_up(city)
    assert revisions_of(city) == told

    released(city, "甲县总工会", 2, "870")  # 870 + 38 = 908
    add_up(city)
    total, *_ = revisions_of(city)
    assert (total["release"], total["before"], total["after"]) == ("v2", "906", "908")
    assert total["reason"] == "甲县总工会重新发布（第2版）"


def test_a_sum_that_did_not_change_tells_no_revision(city):
    released(city, "乙县总工会", 2, "32")
    assert add_up(city) == 0

    assert revisions_of(city) == []
    assert "数据修订" not in said_in(city)


def test_what_a_person_said_of_a_revision_of_a_sum_stands_in_place_of_what_was_worked_out(city):
    said = """
[[revisions]]
code = 'aid_persons'
category = '更新'
reason = '乙县补报'
by = '王五'
"""
    settings = city / "bulletin.toml"
    settings.write_text(settings.read_text("utf-8") + said, "utf-8")
    released(city, "乙县总工会", 2, "38")
    assert add_up(city) == 0

    total, *_ = revisions_of(city)
    assert (total["category"], total["reason"]) == ("更新", "乙县补报")
    assert total["decided"] == "王五"
