"""`bulletin explain --release`: what a release published, beside what the draft says by now."""

from __future__ import annotations

from tests.flows.gate.gated import PERIOD, out_of, release_all
from tests.flows.small_union import WORKBOOK, send, type_in
from tests.workbooks.by_hand import relief


def explain(capsys, root, version):
    capsys.readouterr()
    code = type_in(root, "explain", PERIOD, "cool_sanitation_amount", "--release", version)
    return code, capsys.readouterr().out


def line_with(text, *words):
    return [line for line in text.splitlines() if all(word in line for word in words)]


def test_a_release_is_explained_with_what_it_published(capsys, union):
    folder = release_all(union)
    code, text = explain(capsys, union, folder.name)

    assert code == 0
    assert folder == out_of(union) / "v1"
    assert line_with(text, "发布件 v1")
    assert line_with(text, "9万元")
    assert "发布后有变化" not in text

    send(union, WORKBOOK, relief())
    assert type_in(union, "run", PERIOD, "--direct") == 0
    _, text = explain(capsys, union, "v1")
    assert "发布后有变化" in text
    assert line_with(text, "本月", "9万元")
