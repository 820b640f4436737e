"""Notices from a workspace: to whom, and what happens where nobody can be reached."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from apprise import Apprise

from flows.notices import send, tell
from flows.server import ADDRESS
from flows.workspace import Workspace
from schemas.faults import WorkspaceError
from schemas.notice import Notice
from schemas.period import Period

DRAFT = Notice("初稿", Period(2024, 7))


def union(root, *lines: str) -> Workspace:
    text = '[union]\nname = "示例县总工会"\n' + "\n".join(lines)
    (root / "bulletin.toml").write_text(text, "utf-8")
    return Workspace.at(root)


@pytest.fixture(autouse=True)
def _no_server(monkeypatch):
    monkeypatch.delenv(ADDRESS, raising=False)


def test_a_workspace_without_channels_tells_nobody_and_says_nothing(tmp_path, capsys):
    tell(union(tmp_path), DRAFT)

    assert capsys.readouterr() == ("", "")
    assert not (tmp_path / ".cache").exists()


def test_without_a_server_one_sentence_says_that_nobody_was_told(tmp_path, capsys):
    tell(union(tmp_path, "[[notices]]", 'block = "custom-webhook/office"'), DRAFT)

    told = "通知没有发出：没有运行中的 Prefect 服务，请先启动 bulletin serve。\n"
    assert capsys.readouterr() == ("", told)


def test_a_channel_hears_only_of_its_events(tmp_path):
    workspace = union(
        tmp_path, "[[notices]]", 'block = "custom-webhook/office"', 'events = ["催报"]'
    )

    assert send(workspace, DRAFT) == ""
    assert "通知没有发出" in send(workspace, Notice("催报", DRAFT.period))


def test_a_block_that_is_not_named_by_kind_and_name_is_pointed_out(tmp_path):
    workspace = union(tmp_path, "[[notices]]", 'block = "https://example.org/key"')

    with pytest.raises(WorkspaceError, match=r"下列设置的值不合规定，请更正：notices\.0\.block"):
        _ = workspace.settings


@pytest.mark.filterwarnings("ignore::DeprecationWarning")  # of Apprise's own plugins
def test_every_address_that_the_readme_names_is_one_that_apprise_knows():
    readme = (Path(__file__).resolve().parents[2] / "README.md").read_text("utf-8")
    named = re.findall(r"\| Slack Webhook \| `([a-z]+://[^`]+)`", readme)
    filled = {
        "wecombot": "wecombot://0123abcd-key",
        "dingtalk": "dingtalk://SECsecret@0123456789abcdef",
        "feishu": "feishu://0123abcd-token",
        "mailtos": "mailtos://user:word@smtp.example.com?from=a@example.com&to=b@example.com",
    }

    assert [address.partition(":")[0] for address in named] == list(filled)
    assert all(Apprise.instantiate(address) is not None for address in filled.values())
