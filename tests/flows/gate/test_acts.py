"""Submitting, approving, returning: the whole way, and each refusal in one sentence."""

from __future__ import annotations

import io
import json
import re
import shlex
import time

import docx
import pytest

from flows.command import main
from tests.flows.gate.gated import VARIABLE, act, approve, flip, out_of, release_all, submit
from tests.flows.small_union import HIGH, WORKBOOK, last_line, send, type_in
from tests.workbooks.by_hand import relief


def state_of(union, capsys) -> str:
    capsys.readouterr()
    type_in(union, "status")
    (line,) = [
        line
        for line in capsys.readouterr().out.splitlines()
        if line.strip().startswith("2024-07　")
    ]
    return line.split("　")[-1]


def acts_of(union) -> list[tuple[str, str]]:
    lines = (out_of(union) / "log.jsonl").read_text("utf-8").splitlines()
    return [(line["act"], line["by"]) for line in map(json.loads, lines)]


def refused(capsys) -> str:
    return last_line(capsys.readouterr().err)


def test_a_draft_goes_from_draft_to_release_through_every_state(union, capsys):
    states = [state_of(union, capsys)]
    for step in (submit, lambda u: act(u, "return", "--by", "李四", "--reason", "补一句"),
                 submit, approve, lambda u: act(u, "release", "--by", "张三")):  # fmt: skip
        assert step(union) == 0
        states.append(state_of(union, capsys))

    assert states == ["草稿", "已送审", "已退回", "已送审", "已批准", "已发布第1版"]
    assert acts_of(union) == [
        ("送审", "张三"), ("退回", "李四"), ("送审", "张三"), ("批准", "李四"), ("发布", "张三"),
    ]  # fmt: skip


def test_an_approval_and_the_overview_tell_what_can_be_typed_as_it_stands(union, capsys):
    submit(union)
    approve(union)
    told = last_line(capsys.readouterr().out).removeprefix("下一步：")
    with pytest.raises(SystemExit) as ended:
        main(shlex.split(told)[1:])
    assert not ended.value.code
    assert state_of(union, capsys) == "已发布第1版"

    type_in(union, "status")
    next_step = last_line(capsys.readouterr().out).removeprefix("下一步：")
    assert shlex.split(next_step)[1:] == ["review", "2024-07", "--workspace", str(union)]


def test_submitting_writes_a_slip_with_the_hash_and_room_to_sign(union, capsys):
    submit(union)
    path = out_of(union) / "送审单.docx"
    told = "".join(c.text for t in docx.Document(str(path)).tables for c in t._cells)
    bound = json.loads((out_of(union) / "log.jsonl").read_text("utf-8"))["bound"]

    assert bound in told.replace(" ", "")
    assert "错误0条，提醒0条，已具名接受10条" in told
    assert "审批人" in told
    assert path.as_posix() in capsys.readouterr().out


def test_what_was_not_submitted_is_not_approved(union, capsys):
    assert approve(union) == 1
    assert "请先运行 bulletin review 2024-07 --by 姓名 送审" in refused(capsys)


def test_what_was_returned_is_not_approved(union, capsys):
    submit(union)
    act(union, "return", "--by", "李四", "--reason", "补一句")

    assert approve(union) == 1
    assert "已退回，不能批准" in refused(capsys)


def test_the_person_who_made_a_draft_does_not_approve_it(union, capsys):
    submit(union)

    assert approve(union, "张三") == 1
    assert "生成和批准不能是同一个人" in refused(capsys)
    assert acts_of(union) == [("送审", "张三")]


def test_a_maker_who_is_renamed_in_the_manifest_after_submission_is_still_known(union, capsys):
    submit(union)
    path = out_of(union) / "draft/manifest.json"
    path.write_text(path.read_text("utf-8").replace('"made_by": "张三"', '"made_by": "别人"'))

    assert approve(union, "张三") == 1
    assert "生成和批准不能是同一个人" in refused(capsys)


def test_a_stranger_does_not_approve(union, capsys):
    submit(union)

    assert approve(union, "王五") == 1
    assert "王五不是审批人：bulletin.toml 中的审批人是李四、张三" in refused(capsys)


def test_without_approvers_it_is_said_how_to_enrol_one(union, capsys):
    submit(union)
    settings = union / "bulletin.toml"
    settings.write_text(settings.read_text("utf-8").partition("\n[[approvers]]")[0])

    assert approve(union) == 1
    assert "bulletin passphrase --by 姓名" in refused(capsys)


def test_a_wrong_passphrase_is_refused_and_logged_without_itself(union, capsys, monkeypatch):
    submit(union)
    monkeypatch.setenv(VARIABLE, "battery staple")

    assert approve(union) == 1
    assert "口令不对，没有批准" in refused(capsys)
    assert acts_of(union)[-1] == ("口令错误", "李四")
    kept = [p.read_bytes() for p in union.rglob("*") if p.is_file()]
    assert not [content for content in kept if b"battery staple" in content]


def test_the_fourth_try_waits_a_second_and_the_right_passphrase_still_passes(union, monkeypatch):
    waited: list[float] = []
    monkeypatch.setattr(time, "sleep", waited.append)
    submit(union)
    with monkeypatch.context() as patch:
        patch.setenv(VARIABLE, "battery staple")
        assert [approve(union) for _ in range(3)] == [1, 1, 1]
    before = list(waited)

    assert approve(union) == 0
    assert (before, waited) == ([], [1.0])


def test_a_passphrase_comes_from_standard_input_where_there_is_no_keyboard(union, monkeypatch):
    submit(union)
    monkeypatch.delenv(VARIABLE)
    monkeypatch.setattr("sys.stdin", io.StringIO("correct horse\n"))

    assert approve(union) == 0


def test_nobody_waits_while_a_passphrase_is_typed_and_what_changed_meanwhile_is_not_approved(
    union, capsys, monkeypatch
):
    submit(union)

    def rerun_with_another_number(asked: str) -> str:
        send(union, WORKBOOK, relief(人数=160, **{"金额(元)": 160 * 168}))
        assert act(union, "run", "--direct", "--by", "张三") == 0
        return "correct horse"

    monkeypatch.setattr("flows.gate.passphrases.ask_passphrase", rerun_with_another_number)

    assert approve(union) == 1
    assert "送审后内容已变，须重新送审，不能批准" in refused(capsys)
    assert acts_of(union) == [("送审", "张三")]


def test_only_a_salted_hash_of_a_passphrase_is_kept(union):
    kept = re.findall(r'passphrase = "(.*)"', (union / "bulletin.toml").read_text("utf-8"))

    assert len(set(kept)) == 2  # the same passphrase, two salts
    assert all(line.startswith("scrypt$") for line in kept)
    assert not [p for p in union.rglob("*") if p.is_file() and b"correct horse" in p.read_bytes()]


def test_one_byte_changed_in_any_file_un_approves(union, capsys):
    submit(union)
    approve(union)
    files = [path for path in (out_of(union) / "draft").iterdir() if path.name != "manifest.json"]
    for path in files:
        whole = path.read_bytes()
        flip(path)
        assert act(union, "release") == 1
        assert "批准后内容已变，须重新送审" in refused(capsys)
        path.write_bytes(whole)

    assert len(files) > 10
    assert state_of(union, capsys) == "已批准"


def test_a_changed_draft_is_not_submitted_either(union, capsys):
    flip(out_of(union) / "draft/report.docx")

    assert submit(union) == 1
    assert "初稿的文件被改动、增减：report.docx；请重新运行" in refused(capsys)


def test_a_rerun_without_change_keeps_an_approval_and_new_approvers_too(union, capsys):
    submit(union)
    approve(union)
    assert type_in(union, "passphrase", "--by", "王五") == 0
    assert act(union, "run", "--direct", "--by", "张三") == 0

    assert state_of(union, capsys) == "已批准"


def test_errors_block_whatever_the_manifest_says(union, capsys):
    send(union, WORKBOOK, relief(**HIGH), relief(批次号="BF-2", 人数="若干"))
    assert act(union, "run", "--direct", "--by", "张三") == 0
    path = out_of(union) / "draft/manifest.json"
    path.write_text(re.sub(r'"E": \d+', '"E": 0', path.read_text("utf-8")))

    assert submit(union) == 1
    assert "还有错误" in refused(capsys)


def test_warnings_need_an_answer(union, capsys):
    (union / "waivers.csv").unlink()
    assert act(union, "run", "--direct", "--by", "张三") == 0

    assert submit(union) == 1
    assert "还有提醒10条没有答复" in refused(capsys)


@pytest.mark.parametrize("name", [WORKBOOK, "2024-06/帮扶.xlsx"])
def test_a_workbook_of_the_year_so_far_that_arrived_after_the_draft_blocks(union, capsys, name):
    send(union, name, relief())

    assert submit(union) == 1
    assert "生成初稿后报表有变动，请重新运行 bulletin run 2024-07" in refused(capsys)


@pytest.mark.parametrize(
    ("command", "told"),
    [
        (("return", "--by", "李四", "--reason", "x"), "没有送审的内容可以退回"),
        (("return", "--by", "李四"), "没有理由"),
        (("approve",), "没有姓名"),
    ],
)
def test_acts_without_their_ground_are_refused(union, capsys, command, told):
    assert act(union, *command) != 0
    assert told in refused(capsys)
    assert not (out_of(union) / "log.jsonl").exists()


def test_what_is_released_is_neither_submitted_nor_approved_again(union, capsys):
    release_all(union)

    assert (submit(union), approve(union)) == (1, 1)
    assert "已发布，内容没有变化" in refused(capsys)
