"""The narrative: an edition's figures and the templates' words become a `Document`.

Figures are looked up and stated in their printed form; nothing is added, divided or
rounded here.
"""

from __future__ import annotations

from documents.narrative.kinds import choose_kinds, name_of_file, names_in_titles, read_kinds
from documents.narrative.notes import read_notes, require_placed
from documents.narrative.own import require_sound
from documents.narrative.writing import write_document

__all__ = [
    "choose_kinds",
    "name_of_file",
    "names_in_titles",
    "read_kinds",
    "read_notes",
    "require_placed",
    "require_sound",
    "write_document",
]
