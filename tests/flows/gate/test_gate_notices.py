"""Each act of the gate is told to those who want to hear of it, and never fails by that."""

from __future__ import annotations

import pytest

from flows.server import ADDRESS
from tests.flows.gate.gated import act, approve, submit

NOT_SENT = "通知没有发出：没有运行中的 Prefect 服务，请先启动 bulletin serve。"


@pytest.fixture
def heard(union, monkeypatch, capsys):
    """A function that lets a channel hear of one event."""
    monkeypatch.delenv(ADDRESS, raising=False)

    def listen_to(event: str) -> None:
        told = f'\n[[notices]]\nblock = "custom-webhook/office"\nevents = ["{event}"]\n'
        path = union / "bulletin.toml"
        path.write_text(path.read_text("utf-8") + told, "utf-8")
        act(union, "run", "--direct", "--by", "张三")
        capsys.readouterr()

    return listen_to


@pytest.mark.parametrize("event", ["送审", "批准", "退回", "发布"])
def test_an_act_is_told_after_it_was_done_and_stands_where_nobody_is_reached(
    union, heard, capsys, event
):
    heard(event)
    again = ("送审", lambda: submit(union))
    steps = [
        again,
        ("退回", lambda: act(union, "return", "--by", "李四", "--reason", "请补充说明")),
        again,
        ("批准", lambda: approve(union)),
        ("发布", lambda: act(union, "release", "--by", "张三")),
    ]

    for step, do in steps:
        assert do() == 0
        assert (NOT_SENT in capsys.readouterr().err) == (step == event)
