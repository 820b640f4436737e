"""The parts of an .xlsx package: what nobody touches is written back byte for byte."""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
from dataclasses import dataclass
from typing import Any

from lxml import etree

from workbooks.ooxml import parts_by_name

SPREADSHEET = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
DOCUMENT = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
CONTENT_TYPES = "[Content_Types].xml"
_CONTENT_TYPES = CONTENT_TYPES.lower()
_EARLIEST = (1980, 1, 1, 0, 0, 0)  # the first day that a zip can name


@dataclass(frozen=True)
class Relation:
    """A link of one part to another: its id, its type's last word, the other part."""

    id: str
    kind: str
    target: str


class Package:
    """A package whose parts can be read, changed and added; names are matched in any case."""

    def __init__(self, content: bytes) -> None:
        """Take the parts; raises BadZipFile where the content is no package."""
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            named = parts_by_name(package)
            self._parts = {low: package.read(name) for low, name in named.items()}
        self._names = {low: name.replace("\\", "/") for low, name in named.items()}
        self._trees: dict[str, Any] = {}
        self._changed: set[str] = set()

    def __contains__(self, part: str) -> bool:
        """Return whether there is a part of this name."""
        return part.lower() in self._parts

    def content(self, part: str) -> bytes:
        """Return the bytes of a part as it came; KeyError where there is none."""
        return self._parts[part.lower()]

    def put(self, part: str, content: bytes) -> None:
        """Put a part into its place, or a new one into the package."""
        self._parts[part.lower()] = content
        self._names.setdefault(part.lower(), part)
        self._trees.pop(part.lower(), None)

    def drop(self, part: str) -> None:
        """Take a part out, with what is said of it."""
        for held in (part, _relations_of(part)):
            self._parts.pop(held.lower(), None)
            self._trees.pop(held.lower(), None)
        for said in self.tree(_CONTENT_TYPES).findall(f"{{{_TYPES}}}Override"):
            if said.get("PartName").lower() == f"/{part.lower()}":
                said.getparent().remove(said)

    def tree(self, part: str) -> Any:
        """Return the root of a part to be changed."""
        self._changed.add(part.lower())
        return self.look(part)

    def look(self, part: str) -> Any:
        """Return the root of a part that is not to be changed; KeyError where there is none."""
        if part.lower() not in self._trees:
            parser = etree.XMLParser(resolve_entities=False, no_network=True)
            self._trees[part.lower()] = etree.fromstring(self.content(part), parser)
        return self._trees[part.lower()]

    def relations(self, part: str) -> list[Relation]:
        """Return what a part links to inside the package."""
        if _relations_of(part) not in self:
            return []
        return [
            Relation(link.get("Id"), link.get("Type").rpartition("/")[2], _target(part, link))
            for link in self.look(_relations_of(part)).iterchildren("{*}Relationship")
            if link.get("TargetMode") != "External"
        ]

    def relate(self, part: str, kind: str, target: str) -> str:
        """Link a part to another; return the id of the link."""
        name = _relations_of(part)
        if name not in self:
            self.put(name, etree.tostring(etree.Element(f"{{{_RELATIONS}}}Relationships")))
        links = self.tree(name)
        taken = {link.get("Id") for link in links}
        given = next(i for n in range(1, len(taken) + 2) if (i := f"rIdReply{n}") not in taken)
        values = {"Id": given, "Type": f"{DOCUMENT}/{kind}", "Target": f"/{target}"}
        etree.SubElement(links, f"{{{_RELATIONS}}}Relationship", values)
        return given

    def unrelate(self, part: str, given: str) -> None:
        """Take a link of a part away."""
        links = self.tree(_relations_of(part))
        for link in [link for link in links if link.get("Id") == given]:
            links.remove(link)

    def declare(self, part: str, content_type: str) -> None:
        """Say of what type a part is, in place of what was said."""
        types, name = self.tree(_CONTENT_TYPES), f"/{part}"
        for said in types.findall(f"{{{_TYPES}}}Override"):
            if said.get("PartName").lower() == name.lower():
                said.set("ContentType", content_type)
                return
        values = {"PartName": name, "ContentType": content_type}
        etree.SubElement(types, f"{{{_TYPES}}}Override", values)

    def type_of(self, part: str) -> str:
        """Return of what type a part is said to be by its name; nothing where it is not said."""
        said = self.look(_CONTENT_TYPES).findall(f"{{{_TYPES}}}Override")
        names = {one.get("PartName").lower(): str(one.get("ContentType")) for one in said}
        return names.get(f"/{part.lower()}", "")

    def unused(self, pattern: str) -> str:
        """Return the first name of a pattern with a number (xl/comments{}.xml) that is free."""
        names = map(pattern.format, range(1, len(self._parts) + 2))
        return next(name for name in names if name not in self)

    def saved(self) -> bytes:
        """Return the package as one file."""
        for part in self._changed & self._trees.keys():
            self._parts[part] = etree.tostring(
                self._trees[part], xml_declaration=True, encoding="UTF-8", standalone=True
            )
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as package:
            for part in sorted(self._parts, key=lambda part: part != _CONTENT_TYPES):
                name = CONTENT_TYPES if part == _CONTENT_TYPES else self._names[part]
                entry = zipfile.ZipInfo(name, _EARLIEST)
                entry.compress_type = zipfile.ZIP_DEFLATED
                package.writestr(entry, self._parts[part])
        return buffer.getvalue()


def _relations_of(part: str) -> str:
    folder, _, name = part.rpartition("/")
    return f"{folder}/_rels/{name}.rels".lstrip("/")


def _target(part: str, link: Any) -> str:
    folder = f"/{posixpath.dirname(part)}"
    target = re.sub(r"\\", "/", link.get("Target"))
    return posixpath.normpath(posixpath.join(folder, target)).lstrip("/")


def spreadsheet(name: str) -> str:
    """Return the full name of an element of a workbook."""
    return f"{{{SPREADSHEET}}}{name}"


def insert_before(root: Any, element: Any, later: frozenset[str]) -> None:
    """Put an element where the order of its siblings wants it: before the first of `later`."""
    for index, child in enumerate(root):
        if isinstance(child.tag, str) and etree.QName(child).localname in later:
            root.insert(index, element)
            return
    root.append(element)
