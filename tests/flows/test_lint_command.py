"""`bulletin lint`: what it says of a document and its exit codes."""

from __future__ import annotations

import docx

from schemas.linting import LINT_RULES
from tests.flows.test_command import is_one_chinese_line, say


def test_a_document_of_ours_passes(october, capsys):
    code, out, _ = say(
        capsys, "lint", str(october.folder / "bulletin.docx"), "--workspace", "anywhere"
    )

    assert code == 0
    assert f"检查了{len(LINT_RULES)}项" in out


def test_another_document_is_told_rule_by_rule(tmp_path, capsys):
    word = docx.Document()
    for _ in range(8):
        word.add_paragraph("")
    word.save(tmp_path / "总结.docx")

    code, out, _ = say(capsys, "lint", str(tmp_path / "总结.docx"))

    assert code == 1
    assert "L-01 纸张为 A4" in out
    assert "L-21" in out


def test_what_cannot_be_read_is_told_in_a_sentence(tmp_path, capsys):
    (tmp_path / "总结.docx").write_bytes(b"no package")

    (tmp_path / "文件夹.docx").mkdir()

    for name in ("总结.docx", "没有.docx", "文件夹.docx"):
        code, _, err = say(capsys, "lint", str(tmp_path / name))
        assert code == 2
        assert is_one_chinese_line(err)
