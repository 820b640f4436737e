"""A look at a Word file's layout, ours or not, by DOMAIN.md §2.1 and GB/T 9704-2012."""

from __future__ import annotations

from documents.linting.contents import look_at_contents
from documents.linting.made import look_at_package
from documents.linting.package import Package
from documents.linting.page import look_at_fonts, look_at_page
from documents.linting.text import look_at_headings, look_at_text
from documents.linting.things import look_at_captions, look_at_pictures, look_at_tables
from schemas.linting import LINT_RULES, LayoutFault

__all__ = ["lint_word"]

_LOOKS = (
    look_at_page,
    look_at_fonts,
    look_at_text,
    look_at_headings,
    look_at_contents,
    look_at_captions,
    look_at_tables,
    look_at_pictures,
)


def lint_word(content: bytes) -> tuple[LayoutFault, ...]:
    """Return what a Word file's layout breaks, by rule; PersonNeeded where it is no Word file."""
    package = Package(content)
    found = [fault for look in _LOOKS for fault in look(package)]
    found += look_at_package(package, content)
    order = list(LINT_RULES)
    return tuple(sorted(dict.fromkeys(found), key=lambda fault: order.index(fault.rule)))
