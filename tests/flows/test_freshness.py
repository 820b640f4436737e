"""A run knows what changed by content: nothing changed, nothing is done."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

from flows import freshness
from flows.workspace import Workspace
from schemas.period import Period
from tests.flows.small_union import WORKBOOK, make_union, send, type_in
from tests.workbooks.by_hand import relief

JULY = Period(2024, 7)


@pytest.fixture
def union(tmp_path, capsys):
    """A union whose draft of July was made just now."""
    root = make_union(tmp_path)
    assert run(root) == 0
    capsys.readouterr()
    return root


def run(root, *more: str) -> int:
    return type_in(root, "run", "2024-07", "--direct", *more)


def made_at(root) -> tuple[int, str]:
    """Return what tells one making of a draft from another: its folder and its manifest."""
    draft = root / "out/2024-07/draft"
    return draft.stat().st_ino, (draft / "manifest.json").read_text("utf-8")


def test_an_unchanged_month_does_no_work_and_says_so(union, capsys):
    before = made_at(union)

    assert run(union) == 0

    told = capsys.readouterr()
    assert "2024年7月没有变化" in told.out
    assert "out/2024-07/draft" in told.out
    assert "读取" not in told.err
    assert made_at(union) == before


def test_an_unchanged_month_starts_no_server(union, capsys, monkeypatch):
    monkeypatch.setattr("flows.server.connect", lambda *_: pytest.fail("a server was started"))

    assert type_in(union, "run", "2024-07") == 0

    assert "没有变化" in capsys.readouterr().out


def change_workbook(root):
    send(root, WORKBOOK, relief())


def add_workbook_before(root):
    send(root, "2024-06/帮扶.xlsx", relief())


def rename_workbook(root):
    (root / "raw" / WORKBOOK).rename(root / "raw/2024-07/另名.xlsx")


def change_settings(root):
    with (root / "bulletin.toml").open("a", encoding="utf-8") as file:
        file.write("[display]\nrounding = 'GB/T 8170'\n")


def accept_warning(root):
    assert type_in(root, "waive", "2024-07", "W-P01", "--by", "甲", "--reason", "已核对") == 0


def change_draft(root):
    with (root / "out/2024-07/draft/figures.csv").open("ab") as file:
        file.write(b"\n")


def lose_document(root):
    (root / "out/2024-07/draft/bulletin.docx").unlink()


def add_to_draft(root):
    (root / "out/2024-07/draft/另加.txt").write_text("x", "utf-8")


def break_manifest(root):
    (root / "out/2024-07/draft/manifest.json").write_text("{", "utf-8")


@pytest.mark.parametrize(
    "change",
    [
        change_workbook,
        add_workbook_before,
        rename_workbook,
        change_settings,
        accept_warning,
        change_draft,
        lose_document,
        add_to_draft,
        break_manifest,
    ],
)
def test_whatever_decides_the_draft_makes_it_anew(union, change):
    change(union)
    before = made_at(union)[0]

    assert run(union) == 0

    assert made_at(union)[0] != before
    assert freshness.is_current(Workspace.at(union), JULY)


def test_another_program_makes_it_anew(union, monkeypatch):
    assert freshness.is_current(Workspace.at(union), JULY)

    monkeypatch.setattr(freshness, "hash_program", lambda: "another")

    assert not freshness.is_current(Workspace.at(union), JULY)


def test_a_later_month_does_not_touch_this_one(union):
    send(union, "2024-08/帮扶.xlsx", relief())

    assert freshness.is_current(Workspace.at(union), JULY)


def test_it_is_made_again_where_a_person_asks_for_it(union):
    before = made_at(union)[0]

    assert run(union, "--again") == 0

    assert made_at(union)[0] != before


def test_the_manifest_holds_the_fingerprint(union):
    manifest = json.loads(made_at(union)[1])

    assert manifest["fingerprint"] == freshness.fingerprint(Workspace.at(union), JULY)


HEAVY = ("matplotlib", "docx", "openpyxl", "xlsxwriter", "prefect", "transforms.examination")
UNCHANGED = f"""
import sys
from flows.command import main
try:
    main(sys.argv[1:])
except SystemExit as ended:
    assert not ended.code
print([name for name in {HEAVY} if name in sys.modules])
"""


def test_what_makes_a_draft_is_not_even_imported_for_a_month_without_change(tmp_path):
    union = make_union(tmp_path)
    type_in(union, "run", "2024-07", "--direct")
    words = ["run", "2024-07", "--direct", "--workspace", str(union)]

    done = subprocess.run(
        [sys.executable, "-c", UNCHANGED, *words], capture_output=True, encoding="utf-8", check=True
    )

    assert "没有变化" in done.stdout
    assert done.stdout.splitlines()[-1] == "[]"
