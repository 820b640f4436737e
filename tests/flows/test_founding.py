"""`bulletin init`: a fresh workspace that works from the first month on."""

from __future__ import annotations

import re
import subprocess
import tomllib

import pytest

from flows.command import main
from flows.workspace import Workspace
from schemas.settings import Settings
from tests.flows.small_union import type_in


def found(*words: str) -> int:
    with pytest.raises(SystemExit) as ended:
        main(["init", *words])
    return int(ended.value.code or 0)


def test_a_fresh_workspace_bears_the_names_that_were_given(tmp_path):
    root = tmp_path / "ws"

    assert found(str(root), "--union", "示例县总工会", "--full-name", "某省某市示例县总工会") == 0

    union = Workspace.at(root).settings.union
    assert (union.name, union.full_name, union.county) == (
        "示例县总工会",
        "某省某市示例县总工会",
        "示例县",
    )
    assert Workspace.at(root).settings.sample is False


def test_a_folder_named_after_the_union_gives_the_name(tmp_path):
    assert found(str(tmp_path / "示范县总工会")) == 0

    assert Workspace.at(tmp_path / "示范县总工会").settings.union.name == "示范县总工会"


def test_a_union_without_a_name_is_asked_for_one(tmp_path, capsys):
    assert found(str(tmp_path / "ws")) == 0
    assert "填写工会名称" in capsys.readouterr().out

    assert type_in(tmp_path / "ws", "doctor") == 1
    told = capsys.readouterr().out
    assert "[须办] 工会名称" in told
    assert "bulletin.toml 中改为本单位的名称" in told


def test_a_workspace_that_is_there_is_left_as_it_is(tmp_path, capsys):
    found(str(tmp_path), "--union", "示例县总工会")
    before = (tmp_path / "bulletin.toml").read_bytes()
    capsys.readouterr()

    assert found(str(tmp_path), "--union", "别的县总工会") == 2

    assert (tmp_path / "bulletin.toml").read_bytes() == before
    assert "已经是工作区，没有改动" in capsys.readouterr().err


def test_a_name_that_would_break_the_settings_is_refused(tmp_path, capsys):
    assert found(str(tmp_path / "ws"), "--union", '示例"\nsample = true') == 2

    assert "有引号、反斜杠或换行" in capsys.readouterr().err
    assert not (tmp_path / "ws").exists()


def test_a_place_that_cannot_be_a_folder_gives_one_sentence(tmp_path, capsys):
    (tmp_path / "file").write_text("", "utf-8")

    assert found(str(tmp_path / "file")) == 2

    assert "不能作为工作区" in capsys.readouterr().err


def test_git_takes_nothing_private_from_a_fresh_workspace(tmp_path):
    subprocess.run(["git", "init", "-q", str(tmp_path)], check=True)
    found(str(tmp_path / "ws"), "--union", "示例县总工会")
    for name in ("raw/2024-10/报表.xlsx", ".secret", ".cache/a", "out/2024-10/draft/bulletin.docx"):
        path = tmp_path / "ws" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("私", "utf-8")

    listed = subprocess.run(
        ["git", "-C", str(tmp_path), "ls-files", "--others", "--exclude-standard"],
        capture_output=True, text=True, check=True,
    ).stdout.split()  # fmt: skip

    assert sorted(listed) == ["ws/.gitignore", "ws/bulletin.toml"]


def test_the_settings_to_uncomment_are_settings_that_exist(tmp_path):
    found(str(tmp_path), "--union", "示例县总工会")
    text = (tmp_path / "bulletin.toml").read_text("utf-8")
    tables = r"\[official\.bulletin\]|\[\[(?:cadences|notices|revisions)\]\]"
    opened = re.sub(rf"(?m)^# ({tables}|[a-z_]+ = )", r"\1", text)

    settings = Settings(**tomllib.loads(opened))

    assert settings.thresholds.peer_gift_price == 115
    assert settings.cadences[0].sheet == "rights_activities"
    assert settings.notices[0].block == "slack-webhook/gongzuoqun"
    assert settings.revisions[0].category == "更正"
    assert "three_masters_when" in settings.standing_names


def test_a_fresh_workspace_makes_forms_checks_and_drafts(tmp_path, capsys):
    root = tmp_path / "ws"
    found(str(root), "--union", "示例县总工会")

    assert type_in(root, "forms", "2024-03") == 0
    (root / "out/2024-03/forms").rename(root / "raw/2024-03")
    assert type_in(root, "check", "2024-03") == 0
    assert type_in(root, "run", "2024-03", "--direct") == 0

    assert (root / "out/2024-03/draft/bulletin.docx").is_file()
