"""`bulletin proof`: any finished account proofread, with or without the period's figures."""

from __future__ import annotations

from itertools import groupby
from pathlib import Path

import polars as pl

from documents.filling import fill_template
from documents.proofreading.against import Figures
from documents.proofreading.reading import proofread
from documents.word.reading import read_word
from flows.disk import in_words, read_regular
from flows.drafts import DRAFT
from flows.workspace import Workspace
from schemas.faults import PersonNeeded, WorkspaceError
from schemas.period import Period
from schemas.proofreading import PROOF_RULES, PlacedDoubt
from schemas.settings import Thresholds

_ENCODINGS = ("utf-8-sig", "gb18030")
_LARGEST = 20 * 1024 * 1024
_KINDS = (".docx", ".txt", ".md")


def proof_file(path: Path, period: str, folder: str) -> tuple[str, bool]:
    """Return what a proofreader doubts in an account, and whether there is nothing.

    With a period its numbers are held against the draft's figures. Raises WorkspaceError where
    the account or the draft cannot be read.
    """
    paragraphs, notes = _read(path)
    figures, limits = _known(period, folder) if period else (None, None)
    placed = proofread(paragraphs, figures, limits)
    groups = [
        (number, sentence, [item.doubt for item in found])
        for (number, sentence), found in groupby(placed, key=_sentence_of)
    ]
    told = fill_template(
        "proof.txt.j2",
        groups=groups,
        rules=PROOF_RULES,
        notes=notes,
        count=len(placed),
        read=len(paragraphs),
    )
    return told.rstrip("\n"), not placed


def _sentence_of(placed: PlacedDoubt) -> tuple[int, str]:
    return placed.paragraph, placed.sentence


def _read(path: Path) -> tuple[tuple[str, ...], list[str]]:
    """Return the paragraphs of a .docx or a text, and what a reader should know of the file."""
    if path.suffix.lower() not in _KINDS:
        raise WorkspaceError(
            f"{path.name} 不是 .docx 或 .txt：请在 Word 或 WPS 中另存为 .docx 后重试。"
        )
    try:
        content = read_regular(path)
    except OSError as fault:
        raise WorkspaceError(f"{path} 无法读取：{in_words(fault)}，请检查文件名。") from None
    if path.suffix.lower() == ".docx":
        return _read_docx(path, content)
    if len(content) > _LARGEST:
        raise WorkspaceError(f"{path.name} 过大，不像一份文稿：请检查是否选错了文件。")
    lines = (line.strip() for line in _decoded(path, content).splitlines())
    return tuple(line for line in lines if line), []


def _read_docx(path: Path, content: bytes) -> tuple[tuple[str, ...], list[str]]:
    try:
        written = read_word(content)
    except PersonNeeded as fault:
        raise WorkspaceError(f"{path.name} {fault}") from None
    tracked = "文件中还有未处理的修订，删去的文字不在校对之列。"
    return written.lines, [tracked] if written.is_tracked else []


def _decoded(path: Path, content: bytes) -> str:
    for encoding in _ENCODINGS:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise WorkspaceError(f"{path.name} 不是文本文件：请另存为 UTF-8 编码的 .txt 后重试。")


def _known(period: str, folder: str) -> tuple[Figures, Thresholds]:
    """Return the draft's figures of a period, and the union's own limits."""
    month, workspace = Period.parse(period), Workspace.at(folder)
    path = workspace.out(month) / DRAFT / "figures.parquet"
    if not path.is_file():
        raise WorkspaceError(f"{month}还没有初稿，无从核对：请先运行 bulletin run {month}。")
    try:
        rows = pl.read_parquet(path).to_dicts()
    except (OSError, pl.exceptions.PolarsError):
        raise WorkspaceError(
            f"{path} 无法读取：请重新运行 bulletin run {month} --again。"
        ) from None
    return Figures(rows), workspace.settings.thresholds
