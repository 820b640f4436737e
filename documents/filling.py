"""The program's own templates, filled in: pages and what the terminal shows.

The narrative's templates, which an analyst may edit, run in a sandbox of their own.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from documents.compiled import Compiled

TEMPLATES = Path(__file__).resolve().parents[1] / "templates"

_COMPILED = Compiled(TEMPLATES)


def fill_template(name: str, /, **words: Any) -> str:
    """Return a template's text; what is put into an HTML page is escaped."""
    return _environment(escaped=name.endswith(".html.j2")).get_template(name).render(words)


@cache
def _environment(*, escaped: bool) -> Environment:
    return Environment(
        loader=FileSystemLoader(TEMPLATES),
        undefined=StrictUndefined,
        autoescape=escaped,
        bytecode_cache=_COMPILED,
        trim_blocks=True,
        lstrip_blocks=True,
    )
