"""Templates become text: Jinja2 in its sandbox, with every fault told by file and line."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from pathlib import Path
from types import TracebackType
from typing import Any

from jinja2 import (
    Environment,
    FileSystemLoader,
    StrictUndefined,
    TemplateError,
    TemplateNotFound,
    TemplateSyntaxError,
)
from jinja2.sandbox import ImmutableSandboxedEnvironment

from documents.compiled import Compiled
from documents.filling import TEMPLATES
from documents.narrative.syntax import in_chinese
from schemas.faults import BulletinError

_COMPILED = Compiled(TEMPLATES)

_DIRECTIVE = re.compile(r"^[ \t]*\[\[(?P<kind>表|图) (?P<key>[a-z_]+)\]\][ \t]*$")
_UNKNOWN = re.compile(r"'(.+)' is undefined")
_FAULTS_OF_EXPRESSIONS = (TypeError, ValueError, LookupError, ArithmeticError, AttributeError)


class DirectiveLoader(FileSystemLoader):
    """Loads templates; `[[表 key]]` and `[[图 key]]`, on lines of their own, become calls."""

    def get_source(
        self, environment: Environment, template: str
    ) -> tuple[str, str, Callable[[], bool]]:
        """Return a template's source with its directives replaced, line for line."""
        source, path, is_fresh = super().get_source(environment, template)
        lines = source.removeprefix("\ufeff").split("\n")
        return "\n".join(map(_called, lines)), path, is_fresh


def _called(line: str) -> str:
    found = _DIRECTIVE.match(line)
    if found is not None:
        return f'{{{{ place("{found["kind"]}", "{found["key"]}") }}}}'
    return "{{ misplaced() }}" if "[[" in line else line


def misplaced() -> str:
    """Tell the author of a template what a directive looks like."""
    raise BulletinError("表、图须独占一行，写作 [[表 名称]] 或 [[图 名称]]。")


def render(
    folders: Sequence[Path], name: str, words: dict[str, Any], place: Callable[..., str]
) -> str:
    """Return the text of a template, which lies in one of the folders.

    Raises BulletinError, naming the template and its line, for any fault in it.
    """
    environment = ImmutableSandboxedEnvironment(
        loader=DirectiveLoader(folders),
        undefined=StrictUndefined,
        bytecode_cache=_COMPILED,
        autoescape=False,  # text, not markup: the review page escapes for itself
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals.update(words, place=place, misplaced=misplaced)
    try:
        return environment.get_template(name).render()
    except TemplateSyntaxError as error:
        raise faulty(error.name or name, error.lineno, in_chinese(str(error.message))) from None
    except (BulletinError, TemplateError, *_FAULTS_OF_EXPRESSIONS) as error:
        where, line = _place_in_template(folders, error.__traceback__, name)
        raise faulty(where, line, _in_words(error)) from None


def _in_words(error: Exception) -> str:
    """Return what an error says; the two that authors meet most, in Chinese."""
    if isinstance(error, TemplateNotFound):
        return f"没有“{error.name}”这个模板。"
    unknown = _UNKNOWN.fullmatch(str(error))
    return f"没有“{unknown[1]}”这个名称。" if unknown else str(error)


def _place_in_template(
    folders: Sequence[Path], traceback: TracebackType | None, name: str
) -> tuple[str, int]:
    """Return the innermost template and line that a traceback passes through."""
    where, line = name, 0
    while traceback is not None:
        path = Path(traceback.tb_frame.f_code.co_filename)
        for folder in folders:
            if path.is_relative_to(folder):
                where, line = path.relative_to(folder).as_posix(), traceback.tb_lineno
        traceback = traceback.tb_next
    return where, line


def faulty(template: str, line: int, sentence: str) -> BulletinError:
    """Return what is told of a fault in a template; line 0 where it is not known."""
    place = f"第{line}行" if line else ""
    return BulletinError(f"模板 {template} {place}有误：{sentence}")
