"""`bulletin proof`: what it says, its exit codes, and files that cannot be proofread."""

from __future__ import annotations

import docx
import pytest

from tests.flows.test_command import is_one_chinese_line, say

BAD = "全县178多个单位参加职工互助保障。"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_a_text_is_proofread_in_its_own_encoding(tmp_path, capsys, encoding):
    account = tmp_path / "总结.txt"
    account.write_text(f"工作总结\n\n{BAD}\n", encoding)

    code, out, _ = say(capsys, "proof", str(account))

    assert code == 1
    assert "第2段" in out
    assert "“178多个”" in out
    assert "共1处疑问" in out


def test_a_word_file_is_proofread_with_its_tables(tmp_path, capsys):
    word = docx.Document()
    word.add_paragraph("工作总结")
    word.add_table(1, 1).cell(0, 0).text = BAD
    word.save(tmp_path / "总结.docx")

    code, out, _ = say(capsys, "proof", str(tmp_path / "总结.docx"))

    assert code == 1
    assert "W-S01" in out


def test_an_account_without_a_doubt_says_so(tmp_path, capsys):
    account = tmp_path / "总结.txt"
    account.write_text("全县178个单位参加职工互助保障。", "utf-8")

    code, out, _ = say(capsys, "proof", str(account))

    assert code == 0
    assert "没有发现疑问" in out


def test_with_a_period_numbers_are_held_against_the_draft(october, tmp_path, capsys):
    account = tmp_path / "总结.txt"
    account.write_text("1—10月，慰问环卫工人160名。", "utf-8")
    root = october.folder.parents[2]

    told = say(capsys, "proof", str(account), "--period", "2024-10", "--workspace", str(root))

    assert told[0] == 1
    assert "J-10" in told[1]
    assert "150名" in told[1]


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("总结.doc", b"\xd0\xcf\x11\xe0", "另存为 .docx"),
        ("总结.docx", b"no package", "另存为 .docx"),
        ("总结.txt", b"\xff\xfe\x00\x81", "UTF-8"),
    ],
)
def test_a_file_that_cannot_be_read_is_told_in_a_sentence(tmp_path, capsys, name, content, words):
    (tmp_path / name).write_bytes(content)

    code, _, err = say(capsys, "proof", str(tmp_path / name))

    assert code == 2
    assert words in err
    assert is_one_chinese_line(err)


def test_a_missing_file_and_a_missing_draft_are_told_in_a_sentence(workspace, tmp_path, capsys):
    account = tmp_path / "总结.txt"
    account.write_text("慰问150名。", "utf-8")

    missing = say(capsys, "proof", str(tmp_path / "没有.docx"))
    undrafted = say(
        capsys, "proof", str(account), "--period", "2024-10", "--workspace", str(workspace)
    )

    assert (missing[0], undrafted[0]) == (2, 2)
    assert is_one_chinese_line(missing[2])
    assert "bulletin run 2024-10" in undrafted[2]
