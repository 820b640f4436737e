"""A document of one page is one page: counted before it is drawn, shortened, or refused."""

from __future__ import annotations

import dataclasses
import math

from documents.word.looks import looks
from documents.word.measuring import height_pt, room_pt
from schemas.bulletin import Cell, Document, Table, plain
from schemas.faults import BulletinError

_NOTHING = "—"
_LEFT_OUT = "本期没有发生的部分指标从略。"


def fit_on_page(document: Document) -> Document:
    """Return a document that takes one page, where its kind is to take one.

    Rows of its tables that tell of nothing in the period are left out, the last first, as far
    as it must be, and a note says so. Raises BulletinError where it is too long even then.
    """
    if not document.one_page:
        return document
    fitted = document
    while height_pt(fitted) > room_pt():
        shorter = _shortened(fitted)
        if shorter is None:
            raise BulletinError(_told(fitted))
        fitted = shorter
    return fitted


def _shortened(document: Document) -> Document | None:
    """Return the document without its last row of nothing; None where it has none."""
    for at, block in reversed([*enumerate(document.blocks)]):
        if isinstance(block, Table) and (idle := _idle(block)):
            blocks = [*document.blocks]
            blocks[at] = _without(block, idle[-1])
            return dataclasses.replace(document, blocks=tuple(blocks))
    return None


def _idle(table: Table) -> list[int]:
    return [
        at
        for at, row in enumerate(table.rows)
        if at not in table.emphasised and any(map(_is_nothing, row))
    ]


def _is_nothing(cell: Cell) -> bool:
    return plain(cell.spans) == _NOTHING


def _without(table: Table, left_out: int) -> Table:
    *before, last = table.notes or ("注：",)
    note = last if last.endswith(_LEFT_OUT) else last + _LEFT_OUT
    return dataclasses.replace(
        table,
        rows=(*table.rows[:left_out], *table.rows[left_out + 1 :]),
        notes=(*before, note),
        emphasised=frozenset(at - (at > left_out) for at in table.emphasised),
    )


def _told(document: Document) -> str:
    line = looks(one_page=True).styles["BodyText"].line_pt
    over = math.ceil((height_pt(document) - room_pt()) / line)
    return (
        f"{document.name}一页排不下，约多{over}行，没有写出，原来的初稿未动：请缩短自己写的段落或模板，"
        f"或在 bulletin.toml 的 [documents] 中删去 {document.key} 一行，这期不写它。"
    )
