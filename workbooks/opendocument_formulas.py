"""Formulas of an .ods document (OpenFormula) as Excel writes them."""

from __future__ import annotations

import re

_PREFIX = re.compile(r"^(?:of:)?=")
_TOKEN = re.compile(r'"(?:[^"]|"")*"|\[[^\]]*\]|[^"\[\]]+')
_REFERENCE = re.compile(
    r"(?P<sheet>\$?(?:'(?:[^']|'')+'|[^'.\[\]#\s]+))?\.(?P<cell>\$?[A-Z]{1,3}\$?\d+)"
)
_FUNCTION = re.compile(r"([A-Z][A-Z0-9_.]*)\(")
_MICROSOFT = "COM.MICROSOFT."
_DOTTED = frozenset({"ERROR.TYPE"})
_NEVER = frozenset({"DDE"})
_LONGEST = 8192
"""Characters of a formula of Excel."""

_UNLIKE = re.compile(r"[{}~!]")
"""Arrays, unions and intersections are written otherwise in Excel."""


def as_excel(formula: str) -> str | None:
    """Return a formula without its = as Excel writes it; None where it has no like there.

    `formula` is as the document holds it: of:=SUM([.B3:.B5];1).
    """
    body = _PREFIX.sub("", formula)
    if body == formula or len(body) > _LONGEST or "".join(_TOKEN.findall(body)) != body:
        return None
    parts = [_part(token) for token in _TOKEN.findall(body)]
    return None if None in parts else "".join(part for part in parts if part)


def _part(token: str) -> str | None:
    if token.startswith('"'):
        return token
    if token.startswith("["):
        return _reference(token[1:-1])
    if _UNLIKE.search(token):
        return None
    names = [name.removeprefix(_MICROSOFT) for name in _FUNCTION.findall(token)]
    strange = {n for n in _FUNCTION.findall(token) if "." in n and not n.startswith(_MICROSOFT)}
    if strange - _DOTTED or _NEVER.intersection(names):
        return None
    return token.replace(_MICROSOFT, "_xlfn.").replace(";", ",")


def _reference(text: str) -> str | None:
    """Return a cell or an area: [.A1], [$表.A1:.B2]; of another document, None."""
    found = [_REFERENCE.match(text)]
    if found[0] and text[found[0].end() :].startswith(":"):
        found.append(_REFERENCE.match(text, found[0].end() + 1))
    first, last = found[0], found[-1]
    if first is None or last is None or last.end() != len(text):
        return None
    if last is not first and last["sheet"] not in (None, first["sheet"]):
        return None
    cells = ":".join(match["cell"] for match in found if match)
    sheet = (first["sheet"] or "").removeprefix("$")
    quoted = sheet if sheet.startswith("'") or not sheet else f"'{sheet}'"
    return f"{quoted}!{cells}" if sheet else cells
