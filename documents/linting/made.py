"""What a file carries beside its text: properties, links, objects, changes, fields."""

from __future__ import annotations

import re
from collections.abc import Iterator

from docx.oxml.ns import qn

from documents.linting.package import Package
from documents.word.reading import read_word
from schemas.linting import LayoutFault

_LIBRARIES = ("python-docx", "openpyxl", "docxtpl", "Microsoft", "WPS")
_POINTING = re.compile(r"^\s*(?:REF|PAGEREF)\s+(\S+)")
_OBJECTS = ("oleObject", "package", "aFChunk", "vbaProject", "control")


def look_at_package(package: Package, content: bytes) -> Iterator[LayoutFault]:
    """Yield what a file should not carry, or lacks."""
    own = package.word.core_properties
    if not own.title or not own.author:
        yield LayoutFault("L-42", "文档属性", "没有写明标题或作者")
    elif any(name in f"{own.author}{own.comments}" for name in _LIBRARIES):
        yield LayoutFault("L-42", "文档属性", f"作者是软件（{own.author}）")
    external = [r.target for r in package.relations if r.is_external]
    if external:
        yield LayoutFault("L-43", "关系", f"链接了{len(external)}个外部文件")
    carried = [r.kind for r in package.relations if r.kind in _OBJECTS]
    if carried:
        yield LayoutFault("L-44", "部件", f"有{'、'.join(sorted(set(carried)))}")
    if read_word(content).is_tracked:
        yield LayoutFault("L-45", "正文", "有未处理的修订")
    yield from _fields(package)
    yield from _bookmarks(package)


def _fields(package: Package) -> Iterator[LayoutFault]:
    for name, root in package.parts.items():
        kinds = [node.get(qn("w:fldCharType")) for node in root.iter(qn("w:fldChar"))]
        counts = {kind: kinds.count(kind) for kind in ("begin", "separate", "end")}
        if len(set(counts.values())) > 1:
            yield LayoutFault("L-46", name, "有域没有结果或没有结束")


def _bookmarks(package: Package) -> Iterator[LayoutFault]:
    """Yield fields and links that lead to a bookmark which the text does not have."""
    stated = {mark.get(qn("w:name")) for mark in package.body.iter(qn("w:bookmarkStart"))}
    texts = [node.text or "" for node in package.body.iter(qn("w:instrText"))]
    texts += [node.get(qn("w:instr")) or "" for node in package.body.iter(qn("w:fldSimple"))]
    wanted = [found[1] for text in texts if (found := _POINTING.match(text))]
    wanted += [link.get(qn("w:anchor")) or "" for link in package.body.iter(qn("w:hyperlink"))]
    for name in dict.fromkeys(wanted):
        if name and name not in stated:
            yield LayoutFault("L-48", "正文", f"没有书签“{name}”")
