"""`notes/<period>.md` through a run: printed, untouched, noticed when it changes, refused."""

from __future__ import annotations

from documents.word.reading import read_word
from tests.flows.test_command import is_one_chinese_line, say

TEXT = "# 四送与困难帮扶\n\n入冬前走访了在档家庭。\n"


def run(workspace, capsys, *more):
    return say(capsys, "run", "2024-02", "--direct", "--workspace", str(workspace), *more)


def test_notes_are_printed_survive_a_rerun_and_make_the_month_new(workspace, capsys):
    draft = workspace / "out/2024-02/draft/report.docx"
    run(workspace, capsys)
    (workspace / "notes").mkdir()
    notes = workspace / "notes/2024-02.md"
    notes.write_text(TEXT, "utf-8")

    code, out, _ = run(workspace, capsys)

    assert code == 0
    assert "没有变化" not in out
    assert "入冬前走访了在档家庭。" in read_word(draft.read_bytes()).lines
    assert notes.read_text("utf-8") == TEXT
    assert "没有变化" in run(workspace, capsys)[1]


def test_a_number_of_unknown_origin_leaves_the_old_draft(workspace, capsys):
    draft = workspace / "out/2024-02/draft/report.docx"
    run(workspace, capsys)
    before = draft.read_bytes()
    (workspace / "notes").mkdir()
    (workspace / "notes/2024-02.md").write_text(TEXT + "\n走访4321名。\n", "utf-8")

    code, _, err = run(workspace, capsys)

    assert code == 2
    assert "notes/2024-02.md 第5行的“4321名”" in err
    assert is_one_chinese_line(err.strip().splitlines()[-1])
    assert draft.read_bytes() == before


def test_a_file_in_another_encoding_is_told(workspace, capsys):
    (workspace / "notes").mkdir()
    (workspace / "notes/2024-02.md").write_bytes(TEXT.encode("gb18030"))

    code, _, err = run(workspace, capsys)

    assert code == 2
    assert "另存为 UTF-8" in err


def test_a_link_that_leads_elsewhere_and_a_folder_are_refused(workspace, tmp_path, capsys):
    (workspace / "notes").mkdir()
    place = workspace / "notes/2024-02.md"
    outside = tmp_path / "别处.md"
    outside.write_text(TEXT, "utf-8")
    place.symlink_to(outside)

    linked = run(workspace, capsys)
    place.unlink()
    place.mkdir()
    folder = run(workspace, capsys)

    assert (linked[0], folder[0]) == (2, 2)
    assert "链接" in linked[2]
    assert "notes/2024-02.md 无法读取" in folder[2]
