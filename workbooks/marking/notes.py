"""Comments at cells: added to those that a sheet has, which keep their words."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from lxml import etree

from workbooks.corrections import place_of
from workbooks.grid import Place, address_at
from workbooks.marking.fault import AUTHOR
from workbooks.marking.package import (
    DOCUMENT,
    SPREADSHEET,
    Package,
    insert_before,
    spreadsheet,
)
from workbooks.marking.shapes import Shapes

_NONE = f'<comments xmlns="{SPREADSHEET}"><authors/><commentList/></comments>'.encode()
_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.comments+xml"
_AFTER_SHAPES = frozenset(
    {"legacyDrawingHF", "picture", "oleObjects", "controls", "webPublishItems", "tableParts"}
    | {"AlternateContent", "extLst"}
)
_OURS = re.compile(r"(?:^|\n)【(?:错误|提醒)】.*", re.DOTALL)
"""What an earlier copy added to a cell's comment."""


class Notes:
    """The comments of one sheet and the shapes in which they are shown."""

    def __init__(self, package: Package, part: str) -> None:
        """Find the comments of the sheet whose part this is."""
        self._package, self._part = package, part
        held = [link.target for link in package.relations(part) if link.kind == "comments"]
        self._held = held[0] if held and held[0] in package else ""

    def write(self, texts: Mapping[Place, str]) -> None:
        """Add a text to the comment of each of these cells, or make it one."""
        if not texts:
            return
        notes = self._notes()
        held, author = self._by_place(), self._author(notes)
        shapes = Shapes(self._package, self._shapes())
        for place, text in sorted(texts.items()):
            note = held.get(place)
            if note is None:
                values = {"ref": address_at(place), "authorId": author}
                note = etree.SubElement(notes.find(spreadsheet("commentList")), _COMMENT, values)
                note.append(etree.Element(spreadsheet("text")))
            before = _text_of(note)
            if text not in before:
                _add_run(note, f"\n{text}" if before else text)
            shapes.show(place, _text_of(note))

    def strip(self) -> list[Place]:
        """Take away what an earlier copy added; return the cells where it stood."""
        found = {
            place: note
            for place, note in (self._by_place() if self._held else {}).items()
            if _OURS.search(_text_of(note))
        }
        if not found:
            return []
        shapes = Shapes(self._package, self._shapes())
        for place, note in found.items():
            left = _OURS.sub("", _text_of(note))
            for run in list(note.find(spreadsheet("text"))):
                run.getparent().remove(run)
            if left:
                _add_run(note, left)
            else:
                note.getparent().remove(note)
                shapes.hide(place)
        return list(found)

    def _by_place(self) -> dict[Place, Any]:
        notes = self._notes().iterfind(f"{spreadsheet('commentList')}/{_COMMENT}")
        return {place: note for note in notes if (place := place_of(note.get("ref") or ""))}

    def _notes(self) -> Any:
        if not self._held:
            self._held = self._package.unused("xl/reply_comments{}.xml")
            self._package.put(self._held, _NONE)
            self._package.declare(self._held, _TYPE)
            self._package.relate(self._part, "comments", self._held)
        return self._package.tree(self._held)

    def _author(self, notes: Any) -> str:
        authors = notes.find(spreadsheet("authors"))
        names = [author.text for author in authors]
        if AUTHOR not in names:
            etree.SubElement(authors, spreadsheet("author")).text = AUTHOR
            names.append(AUTHOR)
        return str(names.index(AUTHOR))

    def _shapes(self) -> str:
        """Return the part of the sheet's shapes; a new one where it has none."""
        sheet = self._package.tree(self._part)
        link = sheet.find(spreadsheet("legacyDrawing"))
        parts = {found.id: found.target for found in self._package.relations(self._part)}
        part = parts.get(link.get(f"{{{DOCUMENT}}}id"), "") if link is not None else ""
        if part in self._package and part:
            return part
        part = self._package.unused("xl/drawings/reply{}.vml")
        self._package.put(part, Shapes.NONE)
        self._package.declare(part, Shapes.TYPE)
        if link is None:
            link = etree.Element(spreadsheet("legacyDrawing"))
            insert_before(sheet, link, _AFTER_SHAPES)
        link.set(f"{{{DOCUMENT}}}id", self._package.relate(self._part, "vmlDrawing", part))
        return part


_COMMENT = spreadsheet("comment")


def _text_of(note: Any) -> str:
    runs = note.iterfind(f"{spreadsheet('text')}//{spreadsheet('t')}")
    return "".join(run.text or "" for run in runs if run.getparent().tag != spreadsheet("rPh"))


def _add_run(note: Any, text: str) -> None:
    """Add a text to a comment; one that was plain becomes its first run."""
    held = note.find(spreadsheet("text"))
    plain = held.find(spreadsheet("t"))
    if plain is not None:
        run = etree.Element(spreadsheet("r"))
        held.replace(plain, run)
        run.append(plain)
    run = etree.SubElement(held, spreadsheet("r"))
    written = etree.SubElement(run, spreadsheet("t"))
    written.text = text
    written.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
