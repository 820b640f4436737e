"""`bulletin explain --release`: what a release published, beside what the draft says by now."""

from __future__ import annotations

import shutil

from tests.flows.gate.gated import PERIOD, out_of, release_all
from tests.flows.small_union import HIGH, WORKBOOK, last_line, send, type_in
from tests.workbooks.by_hand import relief


def explain(capsys, root, version):
    capsys.readouterr()
    which = ("--release", version) if version else ()
    code = type_in(root, "explain", PERIOD, "cool_sanitation_amount", *which)
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

    assert line_with(text, "统计公报", "印作“9万元”")


def test_a_release_is_explained_from_what_is_kept_of_it_whatever_came_since(capsys, union):
    release_all(union)
    more = relief(批次号="BF-9", 人数=10, **{"标准(元/人)": 600, "金额(元)": 6000})
    send(union, "2024-07/帮扶_v2.xlsx", relief(**HIGH), more, 版本=2)
    assert type_in(union, "run", PERIOD, "--direct") == 0

    _, now = explain(capsys, union, "")
    assert line_with(now, "帮扶_v2.xlsx", "6000")
    assert line_with(now, "本月", "9.6万元")
    code, then = explain(capsys, union, "v1")
    # 150 heads at 600 yuan, the one row of the workbook that the release was made of
    assert code == 0
    assert line_with(then, WORKBOOK, "90000", "P-QL01")
    assert line_with(then, "本月", "9万元")
    assert line_with(then, "印作“9万元”")
    assert not line_with(then, "帮扶_v2.xlsx")
    assert "有变动" not in then


def test_a_workbook_that_was_exchanged_since_is_told_by_its_cells_alone(capsys, union):
    release_all(union)
    send(union, WORKBOOK, relief())  # 150 heads at 168 yuan
    assert type_in(union, "run", PERIOD, "--direct") == 0
    _, text = explain(capsys, union, "v1")

    assert line_with(text, "本月", "9万元")
    assert line_with(text, WORKBOOK, "工作簿已变动")
    assert not line_with(text, "25200")


def test_without_what_was_kept_the_release_is_told_beside_the_draft_that_stands(capsys, union):
    release_all(union)
    shutil.rmtree(out_of(union) / "kept")
    send(union, WORKBOOK, relief())
    assert type_in(union, "run", PERIOD, "--direct") == 0
    code, text = explain(capsys, union, "v1")

    assert code == 0
    assert "留底缺失" in text
    assert line_with(text, "本月", "9万元")


def test_a_release_that_was_never_made_is_told_so(capsys, union):
    for name in ("v2", "draft", "v1x"):
        assert type_in(union, "explain", PERIOD, "aid_amount", "--release", name) == 2
        assert f"没有发布过“{name}”" in last_line(capsys.readouterr().err)
